// What the extension asks of a browser, held against what Firefox for Android has (@mdn/browser-compat-data): it is
// not tried on a device, so whatever is missing there must be asked for with care.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const EXTENSION = new URL("../../extension/", import.meta.url);
const DATA = JSON.parse(
	readFileSync(new URL("../../node_modules/@mdn/browser-compat-data/data.json", import.meta.url), "utf8"),
);
const MANIFEST = JSON.parse(readFileSync(new URL("manifest.json", EXTENSION), "utf8"));
const OLDEST = Number.parseInt(MANIFEST.browser_specific_settings.gecko_android.strict_min_version, 10);

/** Sources without comments and strings, by name. */
const SOURCES = readdirSync(EXTENSION)
	.filter((name) => /^[a-z-]+\.js$/.test(name))
	.map((name) => {
		const source = readFileSync(new URL(name, EXTENSION), "utf8");
		return { name, code: source.replace(/\/\*[\s\S]*?\*\/|(?<![:"'`\w])\/\/.*/g, "") };
	});

/**
 * @param {any} entry
 * @returns {boolean} whether Firefox for Android has it from our oldest version on
 */
function has(entry) {
	const said = entry?.__compat?.support?.firefox_android;
	return [said].flat().some((one) => {
		const since = Number.parseInt(String(one?.version_added).replace("≤", ""), 10);
		return since <= OLDEST && !one.version_removed && !one.flags && !one.prefix;
	});
}

test("an extension API that Firefox for Android lacks is asked for with care", () => {
	const bare = [];
	for (const { name, code } of SOURCES) {
		for (const [, space, spaceMayLack, member, mayLack] of code.matchAll(
			/\bapi\.([a-zA-Z]+)(\?)?\.([a-zA-Z]+)\b(\?\.)?/g,
		)) {
			const entry = DATA.webextensions.api[space === "contextMenus" ? "menus" : space];
			if (has(entry?.[member]) || (entry?.[member] === undefined && has(entry))) continue;
			// What an object of another interface has is not in the data under this name.
			if (spaceMayLack || mayLack) continue;
			bare.push(`${name}: api.${space}.${member}`);
		}
	}
	/** Stands after a question whether it is there. */
	const guarded = ["background.js: api.windows.create"];
	assert.deepEqual(
		bare.filter((use) => !guarded.includes(use)),
		[],
	);
});

/** Names that the language itself has, and that our own objects have: they say nothing of the browser. */
const LANGUAGE = new Set(
	[Object, Array, String, Promise, Math, Map, Set, RegExp, Number, JSON, [][Symbol.iterator]()]
		.flatMap((of) => [of, "prototype" in of ? of.prototype : Object.getPrototypeOf(of)])
		.flatMap((of) => Object.getOwnPropertyNames(of)),
);
const OURS = new Set(["build", "ink"]);

test("a member that no interface has in Firefox for Android is asked for with care", () => {
	/** Names of members to whether any interface has them there. @type {Map<string, boolean>} */
	const known = new Map();
	for (const [name, of] of Object.entries(DATA.api)) {
		if (name.startsWith("__")) continue;
		for (const [member, entry] of Object.entries(/** @type {Record<string, any>} */ (of))) {
			if (member.startsWith("__")) continue;
			known.set(member, known.get(member) === true || has(entry));
		}
	}
	assert.ok(known.get("showPopover"), "the data is read as it is meant");
	assert.equal(known.get("ariaNotify"), false);
	const bare = SOURCES.flatMap(({ name, code }) =>
		[...code.matchAll(/[\w)\]](\?)?\.([a-zA-Z]+)\b(\?\.)?/g)]
			.filter(([, before, member, after]) => known.get(member) === false && !before && !after)
			.filter(([, , member]) => !LANGUAGE.has(member) && !OURS.has(member))
			.map(([use]) => `${name}: ${use.slice(1)}`),
	);
	assert.deepEqual(bare, []);
});
