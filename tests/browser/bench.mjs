// How long a press takes until the article is painted, in milliseconds: `node tests/browser/bench.mjs [rounds]`.
//
// cold   the first press in a browser just started; its background has not run
// warm   the first press in a page, in a browser where another page has been read
// again  in a page that has been read before
//
// Painted is a task after the next animation frame: then the frame with the article has been handed on. A press
// counts from the moment at which the browser is told of it, so the way there is in the figure.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../../extension/build/paths.mjs";
import { KINDS, launch, until } from "./driver.mjs";
import { serve } from "./server.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

const rounds = Number(process.argv[2] ?? 10);

/** @param {number[]} times */
const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];

/**
 * @param {import("./driver.mjs").Driven} driven
 * @param {Page} page
 * @returns {Promise<number>} from press to paint
 */
async function opening(driven, page) {
	await page.evaluate(() => {
		const seen = new MutationObserver(() => {
			seen.disconnect();
			requestAnimationFrame(() => {
				const { port1, port2 } = new MessageChannel();
				port1.onmessage = () => {
					Object.assign(window, { painted: performance.timeOrigin + performance.now() });
				};
				port2.postMessage(null);
			});
		});
		seen.observe(document.body, { childList: true });
	});
	const pressed = await driven.press(page);
	return (await until(() => page.evaluate(() => /** @type {any} */ (window).painted))) - pressed;
}

/**
 * @param {import("./driver.mjs").Driven} driven
 * @param {Page} page
 */
async function leaving(driven, page) {
	await driven.press(page);
	await until(() => page.evaluate(() => !document.body.lastElementChild?.hasAttribute("hidden")));
	await until(async () => (await driven.button(page)).title === "Read this page");
	await page.evaluate(() => {
		delete (/** @type {any} */ (window).painted);
	});
}

const served = await serve();
const sample = await readFile(join(ROOT, "tests", "pages", "sample", "page.html"), "utf8");
const paragraph = "Words of a long report, which goes on, with a comma or two, for about as long as they do.";
const long = `<article><h1>A long report</h1>${`<p>${paragraph}</p>\n`.repeat(5000)}</article>`;
const head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>A long report</title>';
const strict = `<!-- headers: { "content-security-policy": "script-src 'none'" } -->`;
served.made.set("/sample.html", sample);
served.made.set("/sample-strict.html", strict + sample);
served.made.set("/long.html", head + long);
served.made.set("/long-strict.html", strict + head + long);

for (const kind of KINDS) {
	for (const path of [
		"/plain.html",
		"/sample.html",
		"/sample-strict.html",
		"/long.html",
		"/long-strict.html",
	]) {
		/** @type {Record<string, number[]>} */
		const times = { cold: [], warm: [], again: [] };
		for (let round = 0; round < Math.max(1, rounds / 5); round++) {
			const driven = await launch(kind);
			for (let visit = 0; visit <= 5; visit++) {
				const page = await driven.browser.newPage();
				await page.setViewport({ width: 1280, height: 900 });
				await page.goto(served.origin + path);
				times[visit === 0 ? "cold" : "warm"].push(await opening(driven, page));
				await leaving(driven, page);
				times.again.push(await opening(driven, page));
				await page.close();
			}
			await driven.close();
		}
		const figures = Object.entries(times).map(([when, list]) => `${when} ${median(list).toFixed(0)}`);
		console.log(`${kind.padEnd(8)} ${path.padEnd(20)} ${figures.join("  ")}`);
	}
}
await served.close();
