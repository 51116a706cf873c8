// Turns the typefaces of two npm packages into what the extension ships of them, in `fonts/`: the letters that its
// languages need, without hints, and the licence. The same packages give the same bytes.

import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { digest, ROOT, TARGET } from "./paths.mjs";

const load = createRequire(import.meta.url);

/** Where what is made is kept. */
const DIR = join(TARGET, "extension", "fonts");

/**
 * First and last of the letters that are kept: Latin with its accents, the marks that text has, Cyrillic.
 * @type {readonly (readonly [number, number])[]}
 */
const LETTERS = [
	[0x20, 0x7e],
	[0xa0, 0x17f],
	[0x192, 0x192],
	[0x218, 0x21b],
	[0x2c6, 0x2c7],
	[0x2d8, 0x2dd],
	[0x400, 0x45f],
	[0x490, 0x491],
	[0x1e9e, 0x1e9e],
	[0x2010, 0x2026],
	[0x2030, 0x203a],
	[0x20ac, 0x20ac],
	[0x2116, 0x2116],
	[0x2122, 0x2122],
	[0x2190, 0x2193],
	[0x2212, 0x2212],
];

/** What places letters; not the forms that the reader never asks for. */
const FEATURES = ["kern", "liga", "mark", "mkmk", "ccmp", "locl"];

/**
 * What is shipped, by the name that extension/faces.js and the setting have for it.
 * @type {Record<string, { from: string, notice: string, files: Record<string, string>, reserved?: string, renamed?: string }>}
 */
const FACES = {
	legible: {
		from: "@fontsource/atkinson-hyperlegible",
		notice: "fonts/legible-*.woff2: made from Atkinson Hyperlegible, by leaving letters and hints out.",
		files: Object.fromEntries(
			["latin", "latin-ext"].flatMap((letters) =>
				["400-normal", "400-italic", "700-normal", "700-italic"].map((style) => [
					`legible-${letters}-${style}`,
					`atkinson-hyperlegible-${letters}-${style}`,
				]),
			),
		),
	},
	dyslexic: {
		from: "@fontsource/opendyslexic",
		notice:
			"fonts/dyslexic-*.woff2: made from a font by Abbie Gonzalez, by leaving letters out. Her name for it is reserved by\nits licence for the font as she made it, so these bear another.",
		files: Object.fromEntries(
			["400-normal", "700-normal"].map((style) => [`dyslexic-latin-${style}`, `opendyslexic-latin-${style}`]),
		),
		// Of one length, so that nothing in the file moves.
		reserved: "OpenDyslexic",
		renamed: "FaircopyRead",
	},
};

/**
 * @param {Buffer} font
 * @param {string} from
 * @param {string} to of the same length
 * @returns {Buffer} with another name, wherever a font has its name: in bytes and in UTF-16
 */
function rename(font, from, to) {
	const renamed = Buffer.from(font);
	let found = 0;
	for (const encode of [
		(/** @type {string} */ text) => Buffer.from(text, "latin1"),
		(/** @type {string} */ text) => Buffer.from(text, "utf16le").swap16(),
	]) {
		const [old, other] = [encode(from), encode(to)];
		for (let at = renamed.indexOf(old); at >= 0; at = renamed.indexOf(old, at)) {
			other.copy(renamed, at);
			found++;
		}
	}
	if (found === 0) throw new Error(`the font is not called ${from} any more`);
	return renamed;
}

/** Makes the files. Loaded here, so that a build with nothing to do needs none of it. */
async function makeFaces() {
	const subset = load("subset-font");
	const fontverter = load("fontverter");
	const text = LETTERS.map(([first, last]) =>
		Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)).join(""),
	).join("");
	for (const [name, { from, files, reserved, renamed }] of Object.entries(FACES)) {
		const dir = join(ROOT, "node_modules", from);
		for (const [to, file] of Object.entries(files)) {
			const whole = await readFile(join(dir, "files", `${file}.woff2`));
			const cut = await subset(whole, text, {
				targetFormat: "sfnt",
				keepFeatures: FEATURES,
				noHinting: true,
				dropTables: ["COLR", "CPAL"],
			});
			const font = reserved && renamed ? rename(cut, reserved, renamed) : cut;
			await writeFile(join(DIR, `${to}.woff2`), await fontverter.convert(font, "woff2"));
		}
		await writeFile(join(DIR, `${name}-OFL.txt`), await readFile(join(dir, "LICENSE")));
	}
}

/**
 * @returns {Promise<Map<string, Uint8Array>>} the typefaces and their licences, by path in the extension
 */
export async function faces() {
	/** @type {string[]} */
	const versions = [];
	try {
		for (const name of [...Object.values(FACES).map(({ from }) => from), "subset-font", "fontverter"])
			versions.push(name, load(join(ROOT, "node_modules", name, "package.json")).version);
	} catch {
		throw new Error("a typeface's package is not installed: `make setup` installs what is missing");
	}
	const stampFile = join(DIR, "stamp");
	const stamp = digest(...versions, await readFile(new URL(import.meta.url)));
	if ((await readFile(stampFile, "utf8").catch(() => "")) !== stamp) {
		await rm(DIR, { recursive: true, force: true });
		await mkdir(DIR, { recursive: true });
		await makeFaces();
		await writeFile(stampFile, stamp);
	}
	/** @type {Map<string, Uint8Array>} */
	const shipped = new Map();
	for (const name of (await readdir(DIR)).sort())
		if (name !== "stamp") shipped.set(`fonts/${name}`, await readFile(join(DIR, name)));
	return shipped;
}

/**
 * @returns {Promise<string>} what `THIRD-PARTY.txt` says of them
 */
export async function faceNotices() {
	const files = await faces();
	return Object.entries(FACES)
		.map(([name, { notice }]) => {
			const licence = Buffer.from(files.get(`fonts/${name}-OFL.txt`) ?? []).toString();
			return `${notice}\n\n${licence.replaceAll("\r\n", "\n").trim()}`;
		})
		.join(`\n\n${"-".repeat(80)}\n\n`);
}
