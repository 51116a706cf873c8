// Settings without a browser: what was kept by anyone is read as ours, or not at all.

import assert from "node:assert/strict";
import { test } from "node:test";

// By an address that the types of the build don't follow: the extension has its own.
await import(new URL("../../extension/settings.js", import.meta.url).href);
const { CHOICES, DEFAULTS, SIZES, fit, kept, holding, keep, forget, toText, fromText } = /** @type {any} */ (
	globalThis
).faircopySettings;

test("every choice is kept as it is", () => {
	for (const [name, values] of Object.entries(/** @type {Record<string, string[]>} */ (CHOICES))) {
		assert.ok(values.includes(DEFAULTS[name]), name);
		for (const value of values) assert.equal(fit({ [name]: value })[name], value);
	}
	for (let size = 1; size <= SIZES; size++) assert.equal(fit({ size }).size, size);
});

test("what is not a choice is the default, whatever it is", () => {
	for (const found of [undefined, null, 7, "dark", [], { theme: "url(x)", size: 99 }, { size: "4" }])
		assert.deepEqual(fit(found), DEFAULTS);
	assert.deepEqual(fit({ size: 2.5, width: ["wide"], theme: "dark", evil: 1 }), {
		...DEFAULTS,
		theme: "dark",
	});
	assert.deepEqual(fit(Object.create({ theme: "dark" })), DEFAULTS, "only its own fields count");
});

test("a site's own settings hold there and nowhere else", () => {
	const all = keep({}, { ...DEFAULTS, theme: "sepia" });
	const both = keep(all, { ...DEFAULTS, theme: "black" }, "a.example");
	assert.deepEqual(holding(both, "a.example"), { settings: { ...DEFAULTS, theme: "black" }, own: true });
	assert.deepEqual(holding(both, "b.example"), { settings: { ...DEFAULTS, theme: "sepia" }, own: false });
	assert.deepEqual(holding(both, ""), holding(both, "b.example"), "a file has no site");
	assert.deepEqual(forget(both, "a.example"), all);
	assert.equal(holding(both, "toString").own, false);
	assert.equal(holding(keep(both, DEFAULTS, "__proto__"), "__proto__").own, false);
});

test("of too many sites the one set longest ago goes", () => {
	let all = {};
	for (let i = 0; i < 200; i++) all = keep(all, DEFAULTS, `s${i}.example`);
	all = keep(all, DEFAULTS, "s0.example");
	all = keep(all, DEFAULTS, "new.example");
	assert.equal(Object.keys(kept(all).sites).length, 200);
	assert.ok(holding(all, "s0.example").own && holding(all, "new.example").own);
	assert.ok(!holding(all, "s1.example").own);
});

test("a file gives back what it was made of, and any other file nothing", () => {
	const all = keep(keep({}, { ...DEFAULTS, size: 7 }), { ...DEFAULTS, face: "mono" }, "a.example");
	assert.deepEqual(fromText(toText(all)), all);
	for (const text of ["", "{", "null", "[]", '{"settings":{"theme":"dark"}}', '{"faircopy":2}'])
		assert.equal(fromText(text), undefined, text);
	assert.deepEqual(fromText('{"faircopy":1,"settings":{"theme":"x","size":9},"sites":{"a b":{},"":{}}}'), {
		settings: { size: 9 },
		sites: {},
	});
});
