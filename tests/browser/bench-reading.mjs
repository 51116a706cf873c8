// How long the reading alone takes, beside Readability.js and Defuddle, on the same pages in the same run, in
// milliseconds: `node tests/browser/bench-reading.mjs`.
//
// first  in a page just loaded; scripts evaluated and wasm compiled before
// warm   the mean of five more in the same page
//
// Each has a fresh copy of the page for itself, and ends where the article is there as nodes or markup: ours with the
// snapshot of the live page and the nodes of the article, theirs with a parse of the clone that both need, as they
// change what they read. Fetching and compiling wasm is in `bench.mjs`, which times the whole press.
// Pages: our sample, and every third of the corpus' news where it is there; scripts and pictures stay out.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { ROOT } from "../../extension/build/paths.mjs";
import { BUILT, KINDS, launch } from "./driver.mjs";
import { serve } from "./server.mjs";

/** Ours has to be let in: wasm and its file. */
const POLICY =
	"default-src 'none'; style-src 'unsafe-inline'; script-src 'wasm-unsafe-eval'; connect-src 'self'";

const OURS = ["browser.js", "pkg/core.js", "snapshot.js"];
const PEERS = {
	"Readability.js": ["@mozilla/readability/Readability.js"],
	Defuddle: ["defuddle/dist/index.js"],
};

/** @type {Record<string, string>} */
const READ = {
	Faircopy: `
		const core = globalThis.faircopyCore;
		const { bytes } = globalThis.faircopySnapshot.take(document, core.lists, () => false);
		const session = core.Session.read(bytes, document.URL);
		const host = session.build(document, "bench");
		session.free();
		return host.textContent.length;`,
	"Readability.js": `
		return new Readability(document.cloneNode(true)).parse()?.textContent.length ?? 0;`,
	Defuddle: `
		return new Defuddle(document.cloneNode(true), { url: document.URL }).parse().content.length;`,
};

/** @type {Map<string, string>} */
const pages = new Map([["sample", readFileSync(join(ROOT, "tests/pages/sample/page.html"), "utf8")]]);
const news = join(process.env.FAIRCOPY_SHARED ?? join(ROOT, "..", "shared"), "corpus", "news", "html");
if (existsSync(news)) {
	const files = readdirSync(news).sort();
	for (const file of files.filter((_, at) => at % 3 === 0))
		pages.set(file.replace(/\.html\.gz$/, ""), gunzipSync(readFileSync(join(news, file))).toString());
} else console.log("../shared/corpus is not there: the sample alone is read");

const served = await serve();
for (const [name, page] of pages)
	served.made.set(
		`/${name}.html`,
		`<!-- headers: ${JSON.stringify({ "content-security-policy": POLICY })} -->${page}`,
	);

/**
 * @param {number[]} times
 * @param {number} part of them that are no longer
 */
function at(times, part) {
	const sorted = times.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(1);
}

for (const kind of KINDS) {
	const driven = await launch(kind);
	served.made.set("/core_bg.wasm", readFileSync(join(BUILT, kind, "pkg/core_bg.wasm")));
	for (const [tool, read] of Object.entries(READ)) {
		const sources =
			tool === "Faircopy"
				? OURS.map((file) => readFileSync(join(BUILT, kind, file), "utf8"))
				: PEERS[/** @type {keyof typeof PEERS} */ (tool)].map((file) =>
						readFileSync(join(ROOT, "node_modules", file), "utf8"),
					);
		/** @type {{ first: number[], warm: number[] }} */
		const times = { first: [], warm: [] };
		let failed = 0;
		for (const name of pages.keys()) {
			const page = await driven.browser.newPage();
			await page.goto(`${served.origin}/${name}.html`, { waitUntil: "domcontentloaded" });
			for (const source of sources) await page.evaluate(`${source}\n;undefined`);
			if (tool === "Faircopy") {
				await page.evaluate(`fetch("/core_bg.wasm").then((answer) => answer.arrayBuffer())
					.then((bytes) => WebAssembly.compile(bytes)).then((module) => globalThis.faircopyCore.load(module)).then(() => {})`);
			}
			try {
				const [first, warm] = /** @type {number[]} */ (
					await page.evaluate(`(() => {
						const read = () => { ${read} };
						const began = performance.now();
						read();
						const first = performance.now() - began;
						for (let i = 0; i < 5; i++) read();
						return [first, (performance.now() - began - first) / 5];
					})()`)
				);
				times.first.push(first);
				times.warm.push(warm);
			} catch {
				failed++;
			}
			await page.close();
		}
		const said = Object.entries(times).map(([when, all]) => `${when} ${at(all, 0.5)} / ${at(all, 0.95)}`);
		const count = `${times.first.length} pages${failed ? `, ${failed} not read` : ""}`;
		console.log(`${kind.padEnd(8)} ${tool.padEnd(15)} ${said.join("   ")}   (median / p95 of ${count})`);
	}
	await driven.close();
}
await served.close();
