// What goes to the stores: small enough, the same each time, and with the words that licences ask for.

import assert from "node:assert/strict";
import { test } from "node:test";
import { shippedFiles } from "../../extension/build/form.mjs";
import { FORMS } from "../../extension/build/paths.mjs";
import { zip } from "../../extension/build/zip.mjs";
import { build } from "../../extension/build.mjs";

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
		assert.ok(files.has("LICENSE"));
		assert.deepEqual(
			[...files.keys()].filter((path) => /^(?:store|build)\/|\.(?:mjs|md|ts)$/.test(path)),
			[],
		);
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
