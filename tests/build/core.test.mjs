// The two scripts of the core, outside a browser: that they take the same page for the same article, that
// injecting and loading again is harmless, and that a page's names can't stand in for them.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { createContext, runInContext } from "node:vm";
import { buildCore } from "../../extension/build/core.mjs";
import { PKG } from "../../extension/build/paths.mjs";

/** @type {Record<string, string>} */
const scripts = {};
/** @type {Uint8Array} */
let wasm;

/**
 * A world of its own, like a content script's.
 * @param {object} [page] what the page's names lead to
 */
function world(page = {}) {
	const context = createContext(
		Object.create(page, Object.getOwnPropertyDescriptors({ TextDecoder, TextEncoder, console, URL })),
	);
	return {
		inject: (/** @type {string} */ name) => runInContext(scripts[name], context),
		/** @returns {any} */
		core: () => runInContext("globalThis.faircopyCore", context),
	};
}

/**
 * @param {any} core
 * @param {Uint8Array} bytes
 * @returns {string} the reading as JSON
 */
function read(core, bytes) {
	const session = core.Session.read(bytes, "https://example.org/long");
	try {
		return JSON.stringify(session.reading);
	} finally {
		session.free();
	}
}

/** @param {number} paragraphs */
function page(paragraphs) {
	const words = "Das Wörterbuch, naïve — “quoted” 東京 🦊 and plain words that go on for a while";
	const body = Array.from(
		{ length: paragraphs },
		(_, i) => `<p id="p${i}">Paragraph ${i}. ${words}.</p>`,
	).join("");
	const head = "<head><title>A long page</title></head>";
	return new TextEncoder().encode(
		`<html lang="en">${head}<body><main><h1>A long page</h1>${body}</main></body></html>`,
	);
}

before(async () => {
	await buildCore();
	for (const name of ["core.js", "core-nowasm.js"]) scripts[name] = await readFile(join(PKG, name), "utf8");
	wasm = await readFile(join(PKG, "core_bg.wasm"));
});

describe("the core's scripts", () => {
	// 60,000 paragraphs are 7 MB: memory grows many times over, in the call and between calls.
	for (const paragraphs of [3, 5_000, 60_000]) {
		test(`agree on a page of ${paragraphs} paragraphs`, async () => {
			const [one, other] = [world(), world()];
			one.inject("core.js");
			await one.core().load(wasm);
			other.inject("core-nowasm.js");
			await other.core().load(wasm);
			const bytes = page(paragraphs);
			const expected = read(one.core(), bytes);
			const found = read(other.core(), bytes);
			assert.equal(found, expected);
			assert.ok(expected.includes(`Paragraph ${paragraphs - 1}. `), "the last paragraph is missing");
		});
	}

	test("the twin reads small pages after a large one", async () => {
		const { inject, core } = world();
		inject("core-nowasm.js");
		await core().load(wasm);
		const small = () => read(core(), page(3));
		const first = small();
		read(core(), page(20_000));
		assert.equal(small(), first);
	});

	test("say how they run", () => {
		const { inject, core } = world();
		inject("core.js");
		assert.equal(core().kind, "wasm");
		inject("core-nowasm.js");
		assert.equal(core().kind, "js");
	});

	test("end in a value that can be cloned", () => {
		const { inject } = world();
		assert.equal(inject("core.js"), undefined);
		assert.equal(inject("core-nowasm.js"), undefined);
	});

	test("can be injected and loaded again", async () => {
		for (const name of ["core.js", "core-nowasm.js"]) {
			const { inject, core } = world();
			for (let i = 0; i < 2; i++) {
				inject(name);
				await core().load(wasm);
				await core().load(wasm);
				assert.match(read(core(), page(3)), /Paragraph 2/);
			}
		}
	});

	test("are not shadowed by what the page names", () => {
		const fixed = Object.defineProperty({}, "faircopyCore", { value: "the page's", writable: false });
		const { inject, core } = world(fixed);
		inject("core.js");
		assert.equal(core().kind, "wasm");
	});

	test("say so when the wasm one is not loaded, and when it can't be", async () => {
		const { inject, core } = world();
		inject("core.js");
		assert.throws(() => core().Session, /not loaded/);
		await assert.rejects(core().load(new Uint8Array(8)), /CompileError|magic/);
		assert.throws(() => core().Session, /not loaded/);
	});

	test("name no folder of the machine that built them", () => {
		for (const [name, text] of Object.entries({
			...scripts,
			"core_bg.wasm": Buffer.from(wasm).toString("latin1"),
		})) {
			assert.doesNotMatch(text, /\/(?:home|root|Users|work|tmp)\//, name);
		}
	});

	test("hold their constants once, in the wasm file", () => {
		assert.doesNotMatch(scripts["core-nowasm.js"], /[A-Za-z0-9+/]{200,}/);
	});
});
