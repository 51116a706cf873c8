// Settings without a browser: what was kept by anyone is read as ours, or not at all.

import assert from "node:assert/strict";
import { test } from "node:test";

// By an address that the types of the build don't follow: the extension has its own.
await import(new URL("../../extension/settings.js", import.meta.url).href);
const {
	CHOICES,
	DEFAULTS,
	SIZES,
	fit,
	wordsOf,
	isPlain,
	coloursOf,
	kept,
	holding,
	keep,
	forget,
	toText,
	fromText,
} = /** @type {any} */ (globalThis).faircopySettings;

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

test("only a colour is taken for one, and a dark paper is told", () => {
	for (const ink of ["red", "#12345", "#1234567", "#12345g", "url(x)", "#123;}", 7, null])
		assert.equal(fit({ ink }).ink, DEFAULTS.ink, String(ink));
	assert.equal(fit({ ink: "#FFeedd" }).ink, "#FFeedd");
	const own = { ...DEFAULTS, theme: "own" };
	assert.equal(wordsOf(DEFAULTS), "host size-4");
	assert.equal(wordsOf(own), "host size-4 theme-own");
	assert.equal(wordsOf({ ...own, ink: "#eeeeee", paper: "#111111" }), "host size-4 theme-own own-dark");
	assert.ok(isPlain(fit({})) && !isPlain(own) && !isPlain({ ...DEFAULTS, ink: "#000000" }));
});

test("contrast is what the standard says, and what follows from two colours can be read", () => {
	const between = (/** @type {string} */ ink, /** @type {string} */ paper) =>
		coloursOf({ ink, paper }).contrast;
	assert.equal(between("#000000", "#ffffff"), 21);
	assert.equal(between("#336699", "#336699"), 1);
	// The well-known grey that is just not enough, and its neighbour that is.
	assert.ok(between("#777777", "#ffffff") < 4.5 && between("#767676", "#ffffff") > 4.5);
	for (const [ink, paper] of [
		["#222222", "#ffffff"],
		["#ffe0a0", "#102030"],
		["#003300", "#ccff99"],
		["#ffffff", "#1c5c9c"],
	]) {
		const { soft, accent } = coloursOf({ ink, paper });
		assert.ok(between(soft, paper) >= 4.5, `${soft} on ${paper}`);
		assert.ok(between(accent, paper) >= 4.5, `${accent} on ${paper}`);
	}
	// Where nothing can be read, there is nothing better than the ink.
	assert.equal(coloursOf({ ink: "#888888", paper: "#999999" }).accent, "#888888");
});
