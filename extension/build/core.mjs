// Turns the Rust core into the three files that the extension loads: `core.js` and `core_bg.wasm`, and
// `core-nowasm.js`, the same core for pages whose policy forbids wasm in Chrome's content scripts.

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import vm from "node:vm";
import { nowasmScript, readGlue, wasmScript } from "./glue.mjs";
import {
	cargoMetadata,
	digest,
	lockedVersion,
	PKG,
	ROOT,
	run,
	runPackaged,
	TARGET,
	writeIfOther,
} from "./paths.mjs";

/** What cargo makes of the core. */
const CARGO_WASM = join(TARGET, "wasm32-unknown-unknown", "release", "faircopy.wasm");

/** What the core's code uses beyond wasm's first version; what wasm-opt and wasm2js must know. */
const FEATURES = [
	"bulk-memory",
	"bulk-memory-opt",
	"sign-ext",
	"mutable-globals",
	"nontrapping-float-to-int",
].map((feature) => `--enable-${feature}`);

/**
 * Whoever has one caller is put into it, where it is no larger than this. Without a limit most of the reading becomes
 * one function of 134 kB; Chrome compiles a function when it is first called, all of it.
 */
const SMALL_FUNCTIONS = ["--one-caller-inline-max-function-size=50"];

/**
 * Lays out `utf8_only.rs` as the crate that it stands in for. Cargo takes another source for a crate without a
 * word in `Cargo.lock` if its manifest is the same.
 * @returns {Promise<string>} its folder
 */
async function layOutUtf8Only() {
	const { packages } = await cargoMetadata();
	const wanted = lockedVersion("encoding_rs");
	const real = packages.find(({ name, version }) => name === "encoding_rs" && version === wanted);
	if (!real) throw new Error("the core does not depend on encoding_rs any more: then utf8_only.rs is idle");
	const dir = join(ROOT, "target", "utf8-only");
	await mkdir(join(dir, "src"), { recursive: true });
	await writeIfOther(join(dir, "Cargo.toml"), await readFile(real.manifest_path));
	await writeIfOther(join(dir, "build.rs"), Buffer.from("fn main() {}\n"));
	await writeIfOther(join(dir, "src", "lib.rs"), await readFile(new URL("./utf8_only.rs", import.meta.url)));
	return dir;
}

/**
 * Compiles the core. Cargo itself knows whether there is anything to do.
 * @returns {Promise<void>}
 */
async function compile() {
	// A panic names the file it stands in: without this, by a path of the machine that built it.
	const cargoHome = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
	const sources = join(cargoHome, "registry", "src");
	const indexes = await readdir(sources).catch(() => []);
	const remaps = [
		`${ROOT}=.`,
		`${cargoHome}=cargo`,
		...indexes.map((index) => `${join(sources, index)}=crates`),
	].map((pair) => `--remap-path-prefix=${pair}`);
	// With reference types on, wasm-bindgen's crate keeps JavaScript's values in a wasm table, which wasm2js
	// can't translate; with them off, in an array of the glue. One build then serves both scripts.
	const flags = ["-Ctarget-feature=-reference-types,-multivalue", ...remaps];
	await run("cargo", [
		"build",
		"--release",
		"--locked",
		"--lib",
		"--target=wasm32-unknown-unknown",
		`--config=paths=${JSON.stringify([await layOutUtf8Only()])}`,
		`--config=target.wasm32-unknown-unknown.rustflags=${JSON.stringify(flags)}`,
	]);
}

/**
 * A wasm section that claims one feature, `mutable-globals`: id 0, its length, its name, and a vector of one
 * used (`+`) feature.
 * @returns {Buffer}
 */
function featureSection() {
	const counted = (/** @type {string} */ text) => [text.length, ...Buffer.from(text)];
	const body = [...counted("target_features"), 1, "+".charCodeAt(0), ...counted("mutable-globals")];
	return Buffer.from([0, body.length, ...body]);
}

/**
 * Binds the compiled core to JavaScript: `core.js` and `core_bg.wasm` in `dir`.
 * @param {string} dir
 * @returns {Promise<void>}
 */
async function bindgen(dir) {
	// The standard library comes compiled, and claims reference types for the whole file. wasm-bindgen goes by
	// the claim, not by the code: it is replaced.
	const unclaimed = join(dir, "unclaimed.wasm");
	await runPackaged("wasm-opt", [
		"-g",
		...FEATURES,
		"--enable-multivalue",
		"--enable-reference-types",
		"--enable-call-indirect-overlong",
		"--strip-target-features",
		CARGO_WASM,
		`--output=${unclaimed}`,
	]);
	const claimed = join(dir, "claimed.wasm");
	await writeFile(claimed, Buffer.concat([await readFile(unclaimed), featureSection()]));
	await run("wasm-bindgen", [
		"--target=no-modules",
		"--no-typescript",
		"--out-name=core",
		`--out-dir=${dir}`,
		claimed,
	]);
}

/**
 * @param {string} dir where `bindgen` wrote
 * @returns {Promise<Uint8Array>} the wasm file to ship
 */
async function smallWasm(dir) {
	const small = join(dir, "small.wasm");
	await runPackaged("wasm-opt", [
		...FEATURES,
		"-Os",
		...SMALL_FUNCTIONS,
		"--strip-debug",
		"--strip-producers",
		join(dir, "core_bg.wasm"),
		`--output=${small}`,
	]);
	return readFile(small);
}

/**
 * @param {string} dir where `bindgen` wrote
 * @returns {Promise<string>} the same core as a module of JavaScript
 */
async function translate(dir) {
	const [lowered, translated] = [join(dir, "lowered.wasm"), join(dir, "translated.js")];
	await runPackaged("wasm-opt", [
		...FEATURES,
		"--llvm-memory-copy-fill-lowering",
		"--llvm-nontrapping-fptoint-lowering",
		"--signext-lowering",
		"-Os",
		"--strip-debug",
		"--strip-producers",
		join(dir, "core_bg.wasm"),
		`--output=${lowered}`,
	]);
	await runPackaged("wasm2js", [...FEATURES, "-Os", lowered, `--output=${translated}`]);
	return readFile(translated, "utf8");
}

/**
 * Asks the core itself what a snapshot holds.
 * @param {import("./glue.mjs").Glue} glue
 * @param {Uint8Array} wasm
 * @returns {Promise<import("./glue.mjs").Lists>}
 */
async function askLists(glue, wasm) {
	const world = vm.createContext({ WebAssembly, TextDecoder, TextEncoder });
	const none = { kept: [], dropped: [], emptied: [] };
	vm.runInContext(wasmScript(glue, none), world);
	const core = /** @type {any} */ (world).faircopyCore;
	await core.load(wasm);
	return { kept: core.keptAttributes(), dropped: core.droppedElements(), emptied: core.emptiedElements() };
}

/**
 * Builds the core into `PKG`, or does nothing where that is up to date.
 * @returns {Promise<boolean>} whether anything was written
 */
export async function buildCore() {
	await compile();
	const needed = lockedVersion("wasm-bindgen");
	const found = (await run("wasm-bindgen", ["--version"])).trim().split(" ").at(-1);
	if (found !== needed) {
		throw new Error(`wasm-bindgen is ${found}, Cargo.lock has ${needed}: \`make setup\` installs that`);
	}
	const stampFile = join(PKG, "stamp");
	const stamp = digest(
		await readFile(CARGO_WASM),
		needed,
		await readFile(join(ROOT, "package-lock.json")),
		await readFile(new URL(import.meta.url)),
		await readFile(new URL("./glue.mjs", import.meta.url)),
	);
	if ((await readFile(stampFile, "utf8").catch(() => "")) === stamp) return false;

	await rm(PKG, { recursive: true, force: true });
	await mkdir(PKG, { recursive: true });
	const dir = await mkdtemp(join(tmpdir(), "faircopy-core-"));
	try {
		await bindgen(dir);
		const glue = readGlue(await readFile(join(dir, "core.js"), "utf8"));
		const [wasm, translated] = await Promise.all([smallWasm(dir), translate(dir)]);
		const lists = await askLists(glue, wasm);
		// Loaded here, so that a build with nothing to do needs no minifier.
		const { transform } = await import("esbuild");
		const nowasm = await transform(nowasmScript(glue, translated, lists, wasm), {
			minify: true,
			target: "es2022",
			legalComments: "none",
		});
		await writeFile(join(PKG, "core.js"), wasmScript(glue, lists));
		await writeFile(join(PKG, "core_bg.wasm"), wasm);
		await writeFile(join(PKG, "core-nowasm.js"), nowasm.code);
		await writeFile(stampFile, stamp);
	} finally {
		await rm(dir, { recursive: true, force: true });
	}
	return true;
}
