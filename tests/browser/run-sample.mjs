// `make run`: opens a page in a browser with the extension, presses the button, and keeps what came of it as
// pictures and as Markdown in `target/run/`.
//
//   PAGE      a file or an address; else the sample article
//   BROWSER   chrome or firefox; else chrome, or firefox where that is the only one
//
// With a display the browser stays open until it is closed; with none it runs without a window and ends.

import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { ROOT, run, TARGET } from "../../extension/build/paths.mjs";
import { build } from "../../extension/build.mjs";
import { KINDS, launch } from "./driver.mjs";
import { serve } from "./server.mjs";

/** @typedef {import("./driver.mjs").Kind} Kind */

const SAMPLE = join(ROOT, "tests", "pages", "sample", "page.html");

/** Where a file is served; its folder is served beside it, so its pictures are found. */
const SERVED_AT = "/page.html";

/** Where the results go. */
const OUT = join(TARGET, "run");

/** How long a page may take to be read before it counts as not read, in milliseconds. */
const PATIENCE = 30_000;

// `.ci/env` looks for both.
const { BROWSER, CHROME, FIREFOX } = process.env;
const kind = /** @type {Kind} */ (BROWSER || (CHROME === "" && FIREFOX ? "firefox" : "chrome"));
if (!KINDS.includes(kind)) {
	console.error(`BROWSER is ${kind}; there are ${KINDS.join(" and ")}`);
	process.exit(2);
}
const wanted = process.env.PAGE || SAMPLE;
const isAddress = /^https?:/i.test(wanted);
const visible =
	!process.env.CI &&
	(process.platform === "darwin" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY));

/**
 * @param {string} path a page, compressed or not
 * @returns {Promise<string>}
 */
async function pageFile(path) {
	try {
		const stored = await readFile(path);
		return (path.endsWith(".gz") ? gunzipSync(stored) : stored).toString("utf8");
	} catch (error) {
		console.error(`PAGE can't be read: ${error instanceof Error ? error.message : error}`);
		process.exit(2);
	}
}

const file = resolve(ROOT, wanted);
const markup = isAddress ? "" : await pageFile(file);

console.log("Building the extension and the native tool …");
const built = await build([kind]);
await run("cargo", ["build", "--quiet", "--locked", "--profile=native", "--bin=faircopy"]);

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });

const served = await serve(dirname(file));
served.made.set(SERVED_AT, markup);
const address = isAddress ? wanted : served.origin + SERVED_AT;

console.log(
	`Opening ${isAddress ? wanted : basename(file)} in ${kind === "chrome" ? "Chrome" : "Firefox"} …`,
);
const driven = await launch(kind, built[kind], { visible });
try {
	const [page = await driven.browser.newPage()] = await driven.browser.pages();
	if (!visible) await page.setViewport({ width: 1280, height: 900 });
	await page.goto(address);
	/** @type {[what: string, path: string][]} */
	const kept = [];
	/**
	 * @param {string} what
	 * @param {string} name
	 * @param {boolean} whole
	 */
	const picture = async (what, name, whole) => {
		const path = /** @type {`${string}.png`} */ (join(OUT, `${name}.png`));
		await page.screenshot({ path, fullPage: whole });
		kept.push([what, path]);
	};
	await picture("the page", "page", false);
	const source = join(OUT, "page.html");
	await writeFile(source, await page.content());

	await driven.press(page);
	// The article's host is `hidden` in the markup and shown by the reader's sheet alone.
	const opened = await page
		.waitForFunction(
			() =>
				[...document.body.children].some(
					(child) => child.hasAttribute("hidden") && getComputedStyle(child).display !== "none",
				),
			{ timeout: PATIENCE },
		)
		.then(
			() => true,
			() => false,
		);
	await picture(opened ? "the reader" : "after the press", "reader", false);
	if (opened) await picture("all of the article", "article", true);

	const faircopy = join(TARGET, "native", "faircopy");
	try {
		const markdown = await run(faircopy, ["read", source, "--url", address, "--format", "markdown"]);
		const path = join(OUT, "article.md");
		await writeFile(path, markdown);
		kept.push(["as Markdown", path]);
	} catch (error) {
		console.error(`No Markdown: ${error instanceof Error ? error.message : error}`);
		process.exitCode = 1;
	}

	for (const [what, path] of kept) console.log(`${`${what}:`.padEnd(20)} ${path}`);
	if (!opened) {
		const { title } = await driven.button(page);
		console.error(`The page was not opened as an article. The button says: ${title}`);
		process.exitCode = 1;
	}
	if (visible) {
		console.log("Press the button again and the page is back. Close the browser to end this.");
		await new Promise((closed) => driven.browser.once("disconnected", closed));
	}
} finally {
	await driven.close().catch(() => {});
	await served.close();
}
