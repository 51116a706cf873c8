// Turns what cargo knows of the crates in the core into the notices that their licences ask for.

import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cargoMetadata } from "./paths.mjs";

/** @typedef {import("./paths.mjs").Package} Package */

/** The crate whose place `utf8_only.rs` takes: it is not in the core. */
const NOT_SHIPPED = "encoding_rs";

/**
 * Crates whose code is in the core: what it depends on and what those do, without what only builds them.
 * @returns {Promise<Package[]>} by name
 */
async function shippedCrates() {
	const { packages, resolve } = await cargoMetadata();
	const byId = new Map(packages.map((crate) => [crate.id, crate]));
	const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
	const seen = new Set([resolve.root]);
	for (const id of seen) {
		for (const { pkg, dep_kinds: kinds } of nodes.get(id)?.deps ?? []) {
			const crate = byId.get(pkg);
			if (!crate || crate.name === NOT_SHIPPED || !kinds.some(({ kind }) => kind === null)) continue;
			// Its code runs in the compiler.
			if (crate.targets.some(({ kind }) => kind.includes("proc-macro"))) continue;
			seen.add(pkg);
		}
	}
	seen.delete(resolve.root);
	return [...seen].flatMap((id) => byId.get(id) ?? []).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * @param {Package} crate
 * @returns {Promise<string>} the text of its licence: MIT's, where there is a choice, as it is the shortest
 */
async function licenceOf(crate) {
	const dir = dirname(crate.manifest_path);
	const names = (await readdir(dir)).filter((name) => /^(?:licen[cs]e|copying|unlicense)/i.test(name)).sort();
	const chosen = names.find((name) => /mit/i.test(name)) ?? names[0];
	return chosen ? (await readFile(join(dir, chosen), "utf8")).replaceAll("\r\n", "\n").trim() : "";
}

/** What the tables of the core were learnt from, in the words that its licence asks for. */
const LEARNT_FROM = [
	"The decision tables in the core (src/score/tables) were learnt from these collections. They hold numbers, no text.",
	"",
	"Web Content Extraction Benchmark (WCXB), © 2026 Murrough Foley, licensed under CC BY 4.0,",
	"https://creativecommons.org/licenses/by/4.0/. Its annotations were aligned with the blocks of its pages and made",
	"into decision trees; no warranty is given with it.",
	"",
	"Fundus, the news corpus of its tests, MIT licence, © the Fundus authors, https://github.com/flairNLP/fundus.",
].join("\n");

/**
 * @returns {Promise<string>} a text to ship: each crate, then each licence with those that are under it
 */
export async function notices() {
	/** @type {Map<string, string[]>} */
	const texts = new Map();
	for (const crate of await shippedCrates()) {
		const text = await licenceOf(crate);
		const line = `${crate.name} ${crate.version} (${crate.license})${crate.repository ? `, ${crate.repository}` : ""}`;
		texts.set(text, [...(texts.get(text) ?? []), line]);
	}
	const parts = [...texts].map(([text, crates]) =>
		[...crates, "", text || "No text comes with it."].join("\n"),
	);
	return [
		"The core of Faircopy (pkg/) holds code of the Rust standard library (MIT OR Apache-2.0,",
		"https://github.com/rust-lang/rust) and of these crates, each under the licence that follows its name.",
		"Their sources are at https://crates.io/.",
		"",
		LEARNT_FROM,
		"",
		parts.join(`\n\n${"-".repeat(80)}\n\n`),
		"",
	].join("\n");
}
