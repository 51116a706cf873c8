// The strings of the interface: none is missing, unused, without a description for translators, or left in
// English by accident.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { EXTENSION } from "../../extension/build/paths.mjs";

/** @typedef {{ message: string, description?: string, placeholders?: Record<string, { content: string }> }} Message */
/** @typedef {Record<string, Message>} Messages */

const LOCALES = join(EXTENSION, "_locales");

/** Names whose right translation is the English text, by locale; "all" for every one. @type {Record<string, string[]>} */
const SAME = {
	all: ["name"],
	de: [
		"controlsInk",
		"controlsThemeAuto",
		"controlsThemeSepia",
		"controlsLettersMedium",
		"controlsWordsMedium",
		"readerLinks",
	],
	es: ["controlsThemeSepia", "controlsLettersMedium", "controlsWordsMedium", "permissionNo"],
	fr: ["controlsLettersMedium", "controlsWordsMedium", "pagesSeam", "readerNote", "readerNotes"],
	it: ["permissionNo", "privacyTitle"],
	pl: ["controlsThemeSepia"],
	pt_BR: ["controlsLettersMedium", "controlsWordsMedium", "readerLinks"],
	tr: ["controlsLettersMedium", "controlsWordsMedium"],
};

/**
 * @param {string} locale
 * @returns {Promise<Messages>}
 */
async function messages(locale) {
	return JSON.parse(await readFile(join(LOCALES, locale, "messages.json"), "utf8"));
}

/** @returns {Promise<string>} the shipped scripts, pages and the manifest, one after the other */
async function sources() {
	const names = (await readdir(EXTENSION)).filter((name) => /\.(js|html)$|^manifest\.json$/.test(name));
	const texts = await Promise.all(names.map((name) => readFile(join(EXTENSION, name), "utf8")));
	return texts.join("\n");
}

/**
 * The names that are asked for: in a call, in the manifest, by a literal with the prefix of a part of the interface,
 * and the settings with their choices, each of which has a name in the panel.
 * @param {string} source
 * @returns {string[]}
 */
function asked(source) {
	// permission.js has a `say` whose first argument is an element's id, and whose second is the message.
	const calls = source.matchAll(/\b(?:message|getMessage|say)\(\s*"(\w+)"(?!\s*,\s*message\()/g);
	const marks = source.matchAll(/__MSG_(\w+)__/g);
	const literals = source.matchAll(
		/"((?:controls|reader|pages|permission|options|privacy|pick|way)[A-Z]\w*)"/g,
	);
	const names = [...calls, ...marks, ...literals].map(([, name]) => name);
	const [, settings] = /\bCHOICES = .*\(\{\s*(theme: [^}]*)\}/.exec(source) ?? [];
	assert.ok(settings, "the choices in settings.js");
	const upper = (/** @type {string} */ word) => word[0].toUpperCase() + word.slice(1);
	for (const [, setting, choices] of settings.matchAll(/(\w+): \[([^\]]*)\]/g)) {
		const legend = `controls${upper(setting)}`;
		names.push(legend);
		const words = [...choices.matchAll(/"(\w+)"/g)].map(([, choice]) => choice);
		// A tick has a name and no choices.
		if (!words.includes("off")) names.push(...words.map((choice) => legend + upper(choice)));
	}
	return names;
}

/**
 * The names that may be asked for: these and any literal, as refusals are named by one before they are said.
 * @param {string} source
 * @returns {Set<string>}
 */
function mentioned(source) {
	return new Set([...asked(source), ...[...source.matchAll(/"(\w+)"/g)].map(([, literal]) => literal)]);
}

/**
 * What is wrong with a translation.
 * @param {Messages} english
 * @param {Messages} other
 * @param {string[]} same names that may read as in English
 * @returns {string[]}
 */
function faults(english, other, same) {
	const found = Object.keys(other)
		.filter((name) => !Object.hasOwn(english, name))
		.map((name) => `${name}: unknown`);
	for (const [name, { message, placeholders }] of Object.entries(english)) {
		const theirs = other[name];
		if (!theirs?.message) {
			found.push(`${name}: missing`);
			continue;
		}
		if (theirs.message === message && !same.includes(name)) found.push(`${name}: in English`);
		for (const [part, { content }] of Object.entries(placeholders ?? {})) {
			const kept = theirs.message.toLowerCase().includes(`$${part}$`);
			if (!kept || theirs.placeholders?.[part]?.content !== content) found.push(`${name}: without ${part}`);
		}
	}
	return found;
}

describe("strings", () => {
	test("English has every string that is asked for, and none that is not", async () => {
		const [english, source] = [await messages("en"), await sources()];
		const names = asked(source);
		assert.ok(names.length > 20, `only ${names.length} found in the scripts`);
		assert.deepEqual(
			names.filter((name) => !Object.hasOwn(english, name)),
			[],
		);
		const used = mentioned(source);
		assert.deepEqual(
			Object.keys(english).filter((name) => !used.has(name)),
			[],
		);
	});

	test("each tells translators where it stands", async () => {
		for (const [name, { description }] of Object.entries(await messages("en"))) assert.ok(description, name);
	});

	test("the stores take the description", async () => {
		for (const locale of await readdir(LOCALES)) {
			const { length } = (await messages(locale)).description.message;
			assert.ok(length <= 132, `${locale}: ${length} characters`);
		}
	});

	test("translations are whole", async () => {
		const english = await messages("en");
		for (const locale of await readdir(LOCALES)) {
			if (locale === "en") continue;
			assert.deepEqual(
				faults(english, await messages(locale), [...SAME.all, ...(SAME[locale] ?? [])]),
				[],
				locale,
			);
		}
	});

	test("a translation with faults is told by each of them", () => {
		const placeholders = { number: { content: "$1" } };
		const english = {
			name: { message: "Faircopy" },
			gone: { message: "Gone" },
			close: { message: "Close" },
			page: { message: "Page $NUMBER$", placeholders },
			whole: { message: "Part $NUMBER$", placeholders },
		};
		const other = {
			name: { message: "Faircopy" },
			close: { message: "Close" },
			page: { message: "Seite", placeholders },
			whole: { message: "Teil $NUMBER$", placeholders },
			old: { message: "Alt" },
		};
		assert.deepEqual(faults(english, other, ["name"]), [
			"old: unknown",
			"gone: missing",
			"close: in English",
			"page: without number",
		]);
	});
});
