// The page about privacy: the stores' text is the same, and what it says is true of the code.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const EXTENSION = new URL("../../extension/", import.meta.url);

/** @param {string} path */
const read = (path) => readFileSync(new URL(path, EXTENSION), "utf8");

/** @type {Record<string, { message: string }>} */
const ENGLISH = JSON.parse(read("_locales/en/messages.json"));

/** The shipped scripts without comments, by name. */
const SCRIPTS = readdirSync(EXTENSION)
	.filter((name) => name.endsWith(".js"))
	.map((name) => ({ name, code: read(name).replace(/\/\*[\s\S]*?\*\/|(?<![:"'`\w])\/\/.*/g, "") }));

/** @param {string} text */
const inOneLine = (text) => text.replace(/\s+/g, " ");

test("the stores' text is that of the page, and the page says all of it", () => {
	const [stores, page] = [inOneLine(read("store/texts.md")), read("privacy.html")];
	const names = Object.keys(ENGLISH).filter((name) => name.startsWith("privacy") && name !== "privacyTitle");
	assert.ok(names.length > 10, `only ${names.length}`);
	for (const name of names) {
		assert.ok(stores.includes(ENGLISH[name].message), `${name} in store/texts.md`);
		assert.ok(page.includes(`data-message="${name}"`), `${name} in privacy.html`);
	}
});

/** What is kept in each area of the browser's storage; the page has a line for each. */
const KEPT = {
	local: {
		settings: "privacySettings",
		sites: "privacySites",
		places: "privacyPlaces",
		sync: "privacySync",
	},
	sync: { settings: "privacySync" },
	session: { refusals: "privacyRefusals" },
};

test("nothing is kept but what the page names", () => {
	/** @type {Set<string>} */
	const found = new Set();
	for (const { name, code } of SCRIPTS) {
		assert.doesNotMatch(
			code,
			/\b(?:localStorage|sessionStorage|indexedDB|caches|cookieStore)\b|document\.cookie/,
			name,
		);
		for (const [, area, call, given] of code.matchAll(/\bstorage\.(\w+)(?:\??\.(\w+)\(([^)]*)\))?/g)) {
			if (area === "onChanged") continue;
			// What is taken is what was kept: what cannot be named here is named where it is taken.
			if (call === "get")
				for (const [, quoted, key] of given.matchAll(/"(\w+)"|(\w+):/g))
					found.add(`${area} ${quoted ?? key}`);
			if (call === "set") for (const [, key] of given.matchAll(/\{ (\w+)/g)) found.add(`${area} ${key}`);
			assert.ok(area in KEPT, `${name}: storage.${area}`);
		}
	}
	const named = Object.entries(KEPT).flatMap(([area, keys]) =>
		Object.keys(keys).map((key) => `${area} ${key}`),
	);
	assert.deepEqual([...found].sort(), named.sort());
	for (const line of Object.values(KEPT).flatMap((keys) => Object.values(keys)))
		assert.ok(ENGLISH[line], line);
});

test("the page's numbers are the code's", () => {
	const [places, settings] = [read("places.js"), read("settings.js")];
	const most = /\bMOST = (\d+);/.exec(places)?.[1];
	const days = /\bLONGEST = (\d+) \* 24 \* 60 \* 60 \* 1000;/.exec(places)?.[1];
	const sites = /\bMOST_SITES = (\d+);/.exec(settings)?.[1];
	for (const locale of readdirSync(new URL("_locales/", EXTENSION))) {
		const { privacyPlaces, privacySites } = JSON.parse(read(`_locales/${locale}/messages.json`));
		assert.deepEqual(privacyPlaces.message.match(/\d+/g), [most, days], locale);
		assert.deepEqual(privacySites.message.match(/\d+/g), [sites], locale);
	}
});

test("nothing is fetched but the package's own files and an article's further pages", () => {
	for (const { name, code } of SCRIPTS) {
		assert.doesNotMatch(
			code,
			/\b(?:XMLHttpRequest|WebSocket|EventSource|sendBeacon|RTCPeerConnection)\b/,
			name,
		);
		const fetches = [...code.matchAll(/\bfetch\(([\w.]*)/g)].map(([, of]) => of);
		const allowed = name === "fetched.js" ? ["url"] : ["api.runtime.getURL"];
		assert.deepEqual(
			fetches.filter((of) => !allowed.includes(of)),
			[],
			name,
		);
	}
});
