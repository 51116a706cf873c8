// `tests/browser/CASES.md` names only tests that exist, and leaves out no case.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CASES } from "../browser/cases.mjs";

const BROWSER = new URL("../browser/", import.meta.url);

/** The cells of each row. */
const rows = readFileSync(new URL("CASES.md", BROWSER), "utf8")
	.split("\n")
	.filter((line) => /^\| (?!case \|)/.test(line))
	.map((line) => line.slice(2, -2).split(/(?<!\\) \| /));

/**
 * @param {string} file name of a test file
 * @returns {(name: string) => boolean} whether it has a test of that name; what fills a hole of it is in the file too
 */
function testsOf(file) {
	const source = readFileSync(new URL(`${file}.test.mjs`, BROWSER), "utf8");
	const likes = [...source.matchAll(/\btest\(\s*(?:(["`])(.*?)\1|\w+),/gs)].map(([, quote, name = ""]) => {
		const parts = quote ? name.split(/\$\{.*?\}/s) : ["", ""];
		return new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("(.*)")}$`);
	});
	return (name) =>
		likes.some((like) =>
			like.exec(name)?.every((part, i) => i === 0 || /^\d*$/.test(part) || source.includes(part)),
		);
}

test("the table of cases has each case once, in order, and nothing that failed", () => {
	assert.deepEqual(
		rows.map(([words]) => words),
		Object.values(CASES).flatMap((cases) => cases.map(([words]) => words)),
	);
	for (const [words, chromium, firefox] of rows) assert.doesNotMatch(chromium + firefox, /FAILED/, words);
});

test("the table of cases names tests that exist", () => {
	for (const [words, , , , where = ""] of rows) {
		if (where === "") continue;
		const [, file, tests] = /^([\w-]+): (.*)$/.exec(where) ?? assert.fail(`${words}: ${where}`);
		const has = testsOf(file);
		for (const [, name] of tests.matchAll(/“(.*?)”(?=, |$)/g))
			assert.ok(has(name), `${file} has no test “${name}”`);
	}
});
