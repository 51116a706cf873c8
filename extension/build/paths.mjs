// Where things stand in the checkout, and how the build calls other programs.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Root of the checkout. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Sources of the extension. */
export const EXTENSION = join(ROOT, "extension");

/** Cargo's target folder, which holds all that is built. */
export const TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, "target");

/** The core as the extension loads it: `core.js`, `core_bg.wasm`, `core-nowasm.js`. */
export const PKG = join(TARGET, "extension", "pkg");

/** @typedef {"chrome" | "firefox"} Form One of the two built forms of the extension. */

/** @type {readonly Form[]} */
export const FORMS = ["chrome", "firefox"];

/**
 * The unpacked extension for one browser.
 * @param {Form} form
 * @returns {string}
 */
export function formDir(form) {
	return join(TARGET, "extension", form);
}

/**
 * The version in `Cargo.toml`, which everything else follows.
 * @returns {string}
 */
export function version() {
	const found = /^version = "([^"]+)"$/m.exec(readFileSync(join(ROOT, "Cargo.toml"), "utf8"));
	if (!found) throw new Error("Cargo.toml has no version");
	return found[1];
}

/**
 * The version of a crate in `Cargo.lock`.
 * @param {string} crate
 * @returns {string}
 */
export function lockedVersion(crate) {
	const lock = readFileSync(join(ROOT, "Cargo.lock"), "utf8");
	const found = new RegExp(`^name = "${crate}"\\nversion = "([^"]+)"$`, "m").exec(lock);
	if (!found) throw new Error(`Cargo.lock does not name ${crate}`);
	return found[1];
}

/**
 * Runs a program to its end and gives what it printed; its standard error goes to ours.
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<string>}
 */
export function run(program, args) {
	return new Promise((resolve, reject) => {
		const child = spawn(program, args, { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
		/** @type {Buffer[]} */
		const printed = [];
		child.stdout.on("data", (chunk) => printed.push(chunk));
		child.on("error", (error) => {
			const missing = /** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT";
			reject(
				missing ? new Error(`${program} is not installed: \`make setup\` installs what is missing`) : error,
			);
		});
		child.on("close", (code) => {
			if (code === 0) resolve(Buffer.concat(printed).toString());
			else reject(new Error(`${program} ${args.join(" ")}: exit code ${code}`));
		});
	});
}

/**
 * Runs a program that a package in `node_modules` brings.
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<string>}
 */
export function runPackaged(program, args) {
	return run(join(ROOT, "node_modules", ".bin", program), args);
}

/**
 * @param {...(string | Uint8Array)} pieces
 * @returns {string} SHA-256 over one after the other, in hexadecimal
 */
export function digest(...pieces) {
	const hash = createHash("sha256");
	for (const piece of pieces) hash.update(piece);
	return hash.digest("hex");
}

/**
 * Writes a file unless it is as it should be: whatever goes by its time finds nothing to do.
 * @param {string} file
 * @param {Uint8Array} body
 * @returns {Promise<void>}
 */
export async function writeIfOther(file, body) {
	const there = await readFile(file).catch(() => undefined);
	if (there && Buffer.compare(there, body) === 0) return;
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, body);
}

/**
 * @typedef {object} Package
 * @property {string} id
 * @property {string} name
 * @property {string} version
 * @property {string | null} license
 * @property {string | null} repository
 * @property {string} manifest_path
 * @property {{ kind: string[] }[]} targets
 */

/**
 * What `cargo metadata` says, as far as it is used here: https://doc.rust-lang.org/cargo/commands/cargo-metadata.html
 * @typedef {object} Metadata
 * @property {Package[]} packages
 * @property {{ root: string, nodes: { id: string, deps: { pkg: string, dep_kinds: { kind: string | null }[] }[] }[] }} resolve
 */

/**
 * The crates that the core is built from, for the page.
 * @returns {Promise<Metadata>}
 */
export async function cargoMetadata() {
	return JSON.parse(
		await run("cargo", [
			"metadata",
			"--locked",
			"--format-version=1",
			"--no-default-features",
			"--filter-platform=wasm32-unknown-unknown",
		]),
	);
}
