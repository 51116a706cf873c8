// What is shipped to each browser: its manifest, its files, its archive.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { inflateRawSync } from "node:zlib";
import { buildCore } from "../../extension/build/core.mjs";
import { manifestFor, shippedFiles } from "../../extension/build/form.mjs";
import { EXTENSION, FORMS, version } from "../../extension/build/paths.mjs";
import { zip } from "../../extension/build/zip.mjs";

/** @typedef {Record<string, any>} Manifest */

/** @returns {Promise<Manifest>} */
async function common() {
	return JSON.parse(await readFile(join(EXTENSION, "manifest.json"), "utf8"));
}

/**
 * Reads an archive by its directory, as browsers do.
 * @param {Buffer} archive
 * @returns {Map<string, Buffer>}
 */
function unzip(archive) {
	const end = archive.lastIndexOf(Buffer.from("PK\x05\x06"));
	const files = new Map();
	let at = archive.readUInt32LE(end + 16);
	for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
		assert.equal(archive.readUInt32LE(at), 0x02014b50);
		const [method, packed, size] = [10, 20, 24].map((field) =>
			field === 10 ? archive.readUInt16LE(at + field) : archive.readUInt32LE(at + field),
		);
		const nameLength = archive.readUInt16LE(at + 28);
		const local = archive.readUInt32LE(at + 42);
		const name = archive.toString("utf8", at + 46, at + 46 + nameLength);
		assert.equal(archive.readUInt32LE(local), 0x04034b50);
		assert.equal(archive.toString("utf8", local + 30, local + 30 + nameLength), name);
		const data = archive.subarray(local + 30 + nameLength, local + 30 + nameLength + packed);
		const body = method === 8 ? inflateRawSync(data) : data;
		assert.equal(body.length, size, name);
		files.set(name, Buffer.from(body));
		at += 46 + nameLength;
	}
	return files;
}

describe("the manifest", () => {
	test("of Chrome names what only Chrome knows", async () => {
		const manifest = /** @type {Manifest} */ (manifestFor(await common(), "chrome"));
		assert.equal(manifest.background.service_worker, "background.js");
		assert.ok(manifest.minimum_chrome_version);
		assert.equal(manifest.background.scripts, undefined);
		assert.equal(manifest.browser_specific_settings, undefined);
	});

	test("of Firefox names what only Firefox knows", async () => {
		const manifest = /** @type {Manifest} */ (manifestFor(await common(), "firefox"));
		assert.deepEqual(manifest.background.scripts, ["background.js"]);
		assert.ok(manifest.browser_specific_settings.gecko.id);
		assert.equal(manifest.background.service_worker, undefined);
		assert.equal(manifest.minimum_chrome_version, undefined);
	});

	test("asks for these permissions and no others, and at install for no site", async () => {
		for (const form of FORMS) {
			const manifest = /** @type {Manifest} */ (manifestFor(await common(), form));
			assert.deepEqual(manifest.permissions.toSorted(), [
				"activeTab",
				"contextMenus",
				"scripting",
				"storage",
			]);
			for (const key of ["host_permissions", "optional_permissions", "content_scripts"]) {
				assert.equal(manifest[key], undefined, key);
			}
			// For further pages of an article, of one site at a time, when a person asks for them.
			assert.deepEqual(manifest.optional_host_permissions, ["http://*/*", "https://*/*"]);
		}
	});

	test("has the version of the crate", async () => {
		assert.throws(() => manifestFor({ version: `${version()}.1` }, "chrome"), /version/);
		const npm = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
		assert.equal(npm.version, version());
	});
});

describe("what is shipped", () => {
	before(() => buildCore());

	for (const form of FORMS) {
		test(`to ${form} is all that its manifest and scripts name, and nothing of the build`, async () => {
			const shipped = await shippedFiles(form);
			const names = [...shipped.keys()];
			const manifest = Buffer.from(shipped.get("manifest.json") ?? []).toString();
			const background = Buffer.from(shipped.get("background.js") ?? []).toString();
			const named = `${manifest}${background}`.matchAll(/"([\w/.-]+\.(?:js|css|wasm|png|svg|html))"/g);
			for (const [, name] of named) assert.ok(shipped.has(name.replace(/^\.\//, "")), `${name} is missing`);
			for (const name of names) assert.doesNotMatch(name, /^build|\.mjs$|\.d\.ts$|jsconfig|\.map$|stamp/);
			assert.ok(shipped.has("LICENSE"));
		});
	}

	test("names the crates in the core and their licences", async () => {
		const text = Buffer.from((await shippedFiles("chrome")).get("THIRD-PARTY.txt") ?? []).toString();
		assert.match(text, /^lol_html \d.*\(BSD-3-Clause\)/m);
		assert.match(text, /^cssparser \d.*\(MPL-2\.0\)[\s\S]*Mozilla Public License Version 2\.0/m);
		// What only compiles, what only the native tool needs, what another file takes the place of.
		assert.doesNotMatch(text, /^(?:serde_derive|html5ever|encoding_rs) /m);
	});

	test("is the same archive twice, and whole", async () => {
		const files = await shippedFiles("chrome");
		const archive = zip(files);
		assert.ok(archive.equals(zip(new Map([...(await shippedFiles("chrome"))].reverse()))));
		const unpacked = unzip(archive);
		assert.deepEqual([...unpacked.keys()], [...files.keys()].sort());
		for (const [name, body] of files) assert.ok(unpacked.get(name)?.equals(body), name);
	});
});
