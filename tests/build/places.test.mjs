// Places in articles without a browser: what is kept of them, for how long, and how it is found again.

import assert from "node:assert/strict";
import { test } from "node:test";

// By an address that the types of the build don't follow: the extension has its own.
await import(new URL("../../extension/places.js", import.meta.url).href);
const { articleOf, blockOf, kept, find, put, locate } = /** @type {any} */ (globalThis).faircopyPlaces;

const NOW = Date.UTC(2026, 0, 1);
const DAY = 24 * 60 * 60 * 1000;
const block = blockOf("The first words of a block");

test("an article is its address without what follows the hash sign, and can't be read off", () => {
	const article = articleOf("https://a.example/walk?page=2#notes");
	assert.equal(article, articleOf("https://a.example/walk?page=2"));
	assert.notEqual(article, articleOf("https://a.example/walk"));
	assert.match(article, /^[0-9a-f]{16}$/);
	const many = new Set(Array.from({ length: 20_000 }, (_, i) => articleOf(`https://a.example/${i}`)));
	assert.equal(many.size, 20_000, "no two of many addresses are one");
});

test("the last place of an article is found until it expires or the article has been read", () => {
	const article = articleOf("https://a.example/");
	let places = put(undefined, { article, block, at: 7 }, NOW);
	places = put(places, { article, block, at: 9 }, NOW + DAY);
	assert.deepEqual(places, [{ article, block, at: 9, moment: NOW + DAY }]);
	assert.equal(find(places, article, NOW + 90 * DAY).at, 9);
	assert.equal(find(places, article, NOW + 91 * DAY), undefined);
	assert.equal(find(places, articleOf("https://b.example/"), NOW + DAY), undefined);
	assert.deepEqual(put(places, { article }, NOW + DAY), []);
});

test("of too many the one left longest ago goes", () => {
	/** @type {unknown[]} */
	let places = [];
	for (let i = 0; i < 201; i++) places = put(places, { article: articleOf(`${i}`), block, at: i }, NOW + i);
	places = put(places, { article: articleOf("1"), block, at: 1 }, NOW + 300);
	places = put(places, { article: articleOf("new"), block, at: 1 }, NOW + 301);
	assert.equal(places.length, 200);
	assert.equal(find(places, articleOf("0"), NOW + 400), undefined);
	assert.equal(find(places, articleOf("2"), NOW + 400), undefined);
	assert.ok(find(places, articleOf("1"), NOW + 400) && find(places, articleOf("3"), NOW + 400));
});

test("what is kept and is no place is none", () => {
	const good = { article: articleOf("a"), block, at: 3, moment: NOW };
	const bad = [
		null,
		1,
		"x",
		{},
		{ ...good, at: -1 },
		{ ...good, at: 1.5 },
		{ ...good, article: "https://a" },
	];
	bad.push(
		{ ...good, moment: NOW + 2 * DAY },
		{ ...good, moment: Number.NaN },
		{ ...good, block: undefined },
	);
	assert.deepEqual(kept([...bad, { ...good, more: "words" }], NOW + DAY), [good]);
	for (const found of [undefined, null, {}, "[]", 7]) assert.deepEqual(kept(found, NOW), []);
});

test("a block is found where it was, or near it, or not at all", () => {
	const place = { article: "", block, at: 4, moment: NOW };
	const other = blockOf("Other words");
	assert.equal(locate(place, [other, other, other, other, block, block]), 4);
	assert.equal(locate(place, [block, other, block, other]), 2);
	assert.equal(locate(place, [block]), 0);
	assert.equal(locate(place, [other]), -1);
	assert.equal(blockOf("  The first\n words of a block "), block);
});
