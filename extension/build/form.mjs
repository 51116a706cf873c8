// Turns the sources of the extension and the built core into one unpacked extension for each browser.

import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { faceNotices, faces } from "./faces.mjs";
import { notices } from "./notices.mjs";
import { EXTENSION, formDir, PKG, ROOT, version, writeIfOther } from "./paths.mjs";

/** @typedef {import("./paths.mjs").Form} Form */
/** @typedef {Record<string, unknown>} Manifest */

/** What stands in `extension/` and is not shipped: how it is built, and what the type checker reads. */
const NOT_SHIPPED = [
	/^build\.mjs$/,
	/^build\//,
	/^jsconfig\.json$/,
	/^tsconfig\.json$/,
	/\.d\.ts$/,
	/^pkg\//,
	/^store\//,
	/^\.|\/\./,
	/\.md$/,
];

/**
 * The manifest for one browser. Both would load the common one, but Firefox's linter warns of keys that only
 * Chrome knows, and Chrome shows an error for those it does not.
 * @param {Manifest} common `extension/manifest.json`
 * @param {Form} form
 * @returns {Manifest}
 */
export function manifestFor(common, form) {
	if (common.version !== version()) {
		throw new Error(`manifest.json has version ${common.version}, Cargo.toml ${version()}`);
	}
	const manifest = structuredClone(common);
	const background = /** @type {Record<string, unknown> | undefined} */ (manifest.background);
	if (form === "firefox") {
		delete manifest.minimum_chrome_version;
		delete background?.service_worker;
	} else {
		delete manifest.browser_specific_settings;
		delete background?.scripts;
	}
	return manifest;
}

/**
 * Files under a folder, by path from there with `/`, in the order of their names.
 * @param {string} dir
 * @returns {Promise<string[]>}
 */
export async function filesUnder(dir) {
	const entries = await readdir(dir, { withFileTypes: true, recursive: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) =>
			join(entry.parentPath ?? entry.path, entry.name)
				.slice(dir.length + 1)
				.replaceAll("\\", "/"),
		)
		.sort();
}

/**
 * What one browser's extension holds.
 * @param {Form} form
 * @returns {Promise<Map<string, Uint8Array>>} contents by path
 */
export async function shippedFiles(form) {
	/** @type {Map<string, Uint8Array>} */
	const shipped = new Map();
	for (const path of await filesUnder(EXTENSION)) {
		if (NOT_SHIPPED.some((pattern) => pattern.test(path))) continue;
		shipped.set(path, await readFile(join(EXTENSION, path)));
	}
	const common = shipped.get("manifest.json");
	if (!common) throw new Error("extension/manifest.json is missing");
	const manifest = manifestFor(JSON.parse(Buffer.from(common).toString("utf8")), form);
	shipped.set("manifest.json", Buffer.from(`${JSON.stringify(manifest, null, "\t")}\n`));
	// The twin goes to Firefox too: a person can switch wasm off there.
	for (const name of ["core.js", "core_bg.wasm", "core-nowasm.js"]) {
		shipped.set(`pkg/${name}`, await readFile(join(PKG, name)));
	}
	shipped.set("LICENSE", await readFile(join(ROOT, "LICENSE")));
	for (const [path, body] of await faces()) shipped.set(path, body);
	const third = [await notices(), await faceNotices(), ""].join(`\n${"-".repeat(80)}\n\n`);
	shipped.set("THIRD-PARTY.txt", Buffer.from(third));
	return shipped;
}

/**
 * Writes the unpacked extension for one browser; what is there already is not touched, what has no source goes.
 * @param {Form} form
 * @returns {Promise<string>} its folder
 */
export async function buildForm(form) {
	const dir = formDir(form);
	const shipped = await shippedFiles(form);
	await mkdir(dir, { recursive: true });
	for (const path of await filesUnder(dir)) {
		if (!shipped.has(path)) await rm(join(dir, path));
	}
	for (const [path, body] of shipped) await writeIfOther(join(dir, path), body);
	return dir;
}
