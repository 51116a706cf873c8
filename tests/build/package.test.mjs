// What goes to the stores: small enough, the same each time, and with the words that licences ask for.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { shippedFiles } from "../../extension/build/form.mjs";
import { FORMS } from "../../extension/build/paths.mjs";
import { zip } from "../../extension/build/zip.mjs";
import { build } from "../../extension/build.mjs";

// Untyped: by a name that the types don't follow.
const load = createRequire(import.meta.url);
const fontverter = load("fontverter");

/** In bytes, each: issue 6 of the project. */
const LARGEST = 1_500_000;

for (const form of FORMS) {
	test(`the package for ${form} is small, the same each time and names whom it owes`, async () => {
		await build([form]);
		const files = await shippedFiles(form);
		const archive = zip(files);
		assert.ok(archive.length < LARGEST, `${archive.length} bytes`);
		assert.deepEqual(zip(await shippedFiles(form)), archive);
		const notices = Buffer.from(files.get("THIRD-PARTY.txt") ?? []).toString();
		assert.match(notices, /© 2026 Murrough Foley, licensed under CC BY 4\.0/);
		assert.match(notices, /lol_html/);
		for (const [face, owner] of [
			["legible", "2020 Braille Institute"],
			["dyslexic", "Abbie Gonzalez"],
		]) {
			assert.ok(notices.includes(owner), face);
			assert.ok(files.has(`fonts/${face}-OFL.txt`), face);
		}
		assert.ok(files.has("LICENSE"));
		assert.deepEqual(
			[...files.keys()].filter((path) => /^(?:store|build)\/|\.(?:mjs|md|ts)$/.test(path)),
			[],
		);
	});

	test(`no typeface in the package for ${form} bears a name that its licence reserves`, async () => {
		const files = await shippedFiles(form);
		const fonts = [...files].filter(([path]) => path.endsWith(".woff2"));
		assert.equal(fonts.length, 10);
		for (const [path, body] of fonts) {
			// Name and letters are in the clear in this form.
			const clear = await fontverter.convert(Buffer.from(body), "sfnt");
			for (const coding of /** @type {const} */ (["latin1", "utf16le"])) {
				const name = Buffer.from("OpenDyslexic", coding);
				assert.ok(!clear.includes(coding === "latin1" ? name : name.swap16()), path);
			}
		}
	});

	test(`every icon that the manifest of ${form} names is in the package, in its size`, async () => {
		const files = await shippedFiles(form);
		const manifest = JSON.parse(Buffer.from(files.get("manifest.json") ?? []).toString());
		/** @type {[size: number, path: string][]} */
		const named = [
			...Object.entries(manifest.icons),
			...Object.entries(manifest.action.default_icon),
			...(manifest.action.theme_icons ?? []).flatMap(
				(/** @type {{ size: number, dark: string, light: string }} */ { size, dark, light }) => [
					[size, dark],
					[size, light],
				],
			),
		].map(([size, path]) => [Number(size), String(path)]);
		assert.ok(named.length > 10);
		for (const [size, path] of named) {
			const png = Buffer.from(files.get(path) ?? []);
			// Width and height stand at the start of a PNG: https://www.w3.org/TR/png-3/#11IHDR
			assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [size, size], path);
		}
	});
}
