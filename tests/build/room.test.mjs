// `tests/browser/ROOM.md` names only tests and pages that exist, and what it says of install holds.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const ROOT = new URL("../../", import.meta.url);

/** @param {string} path */
const read = (path) => readFileSync(new URL(path, ROOT), "utf8");

/** The cells of each row that names a promise. */
const rows = read("tests/browser/ROOM.md")
	.split("\n## ")[0]
	.split("\n")
	.filter((line) => /^\| (?!what \|)/.test(line))
	.map((line) => line.slice(2, -2).split(" | "));

test("the table of the room names tests that exist", () => {
	assert.ok(rows.length > 50);
	for (const [what, shown] of rows) {
		for (const [, path, begins] of shown.matchAll(/`([^`]+)`(?:: ([^;,(|]+))?/g)) {
			if (!/\.(?:mjs|md|rs)$|^tests\/pages\//.test(path) || path.includes("*")) continue;
			const file = path.includes("/") || path === "CHANGELOG.md" ? path : `tests/browser/${path}`;
			assert.ok(existsSync(new URL(file, ROOT)), `${what}: no ${file}`);
			if (begins && path.endsWith(".test.mjs"))
				assert.ok(read(file).includes(begins.trim()), `${what}: ${file} has no test “${begins.trim()}”`);
		}
	}
});

test("the stores have a description in each language of the interface", () => {
	const parts = read("extension/store/descriptions.md").split(/^## /m).slice(1);
	const said = new Map(parts.map((part) => [part.split("\n")[0], part]));
	const others = readdirSync(new URL("extension/_locales/", ROOT)).filter((name) => name !== "en");
	assert.deepEqual([...said.keys()], others.sort());
	for (const [locale, text] of said) assert.equal(text.match(/^- /gm)?.length, 4, locale);
});

test("nothing opens by itself at install or update", () => {
	const background = read("extension/background.js");
	const [, act] = /runtime\.onInstalled\.addListener\(\(\) => \{(.*?)\n\}\);/s.exec(background) ?? [];
	assert.match(act ?? "", /contextMenus/);
	assert.doesNotMatch(act ?? "", /tabs|windows|openOptionsPage|notifications/);
	const { permissions, ...manifest } = JSON.parse(read("extension/manifest.json"));
	assert.ok(!permissions.includes("notifications") && !permissions.includes("alarms"));
	assert.ok(!("chrome_url_overrides" in manifest));
});

test("what builds from the archive of sources asks no permission of a file: a zip keeps none", () => {
	assert.doesNotMatch(read("Makefile"), /^\t@?\.ci\//m);
});
