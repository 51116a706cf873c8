// Content that moves under the reader: an address that a script changes, an article that grows.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, until } from "./driver.mjs";
import { inBothBrowsers, isOpen, LIMIT, leaveReader, lines, openReader, untilLeft } from "./reading.mjs";

/** @typedef {import("puppeteer-core").Page} Page */
/** @typedef {import("./reading.mjs").Bed} Bed */

/**
 * How a page goes elsewhere by script, each from `/plain.html` with an entry before and after it in the history.
 * @type {Record<string, () => void>}
 */
const WAYS = {
	pushState: () => history.pushState(null, "", "/another"),
	replaceState: () => history.replaceState(null, "", "/another"),
	"a query": () => history.replaceState(null, "", "?article=2"),
	"a route after #": () => {
		location.hash = "#/another";
	},
	"a route after #!": () => history.replaceState(null, "", "#!another"),
	back: () => history.back(),
	forward: () => history.forward(),
};

/** @param {Bed} bed */
async function visitBetween(bed) {
	const page = await bed.visit("/plain.html?before");
	await page.evaluate(async () => {
		history.pushState(null, "", "/plain.html");
		history.pushState(null, "", "/plain.html?after");
		const back = new Promise((resolve) => addEventListener("popstate", resolve, { once: true }));
		history.back();
		await back;
	});
	return page;
}

/** @param {Bed} bed */
async function isLeftEachWay(bed) {
	for (const [name, way] of Object.entries(WAYS)) {
		const page = await visitBetween(bed);
		await openReader(bed, page);
		await page.evaluate(() => {
			location.replace("#part");
			history.replaceState(null, "", "#other-part");
		});
		assert.ok(await isOpen(page), "a place in the page is no other page");
		await page.evaluate(way);
		await untilLeft(bed, page).catch((error) => assert.fail(`${name}: ${error}`));
		await page.close();
	}
}

/**
 * Waits for the quiet line.
 * @param {Bed} bed
 * @param {Page} page
 * @param {string} words
 */
function untilOffered(bed, page, words) {
	return until(async () => {
		const parts = await bed.driven.parts(page);
		const strip = parts.find(({ attributes }) => attributes.class === "growing" && !("hidden" in attributes));
		if (strip?.text !== `${words}Show`) return undefined;
		return parts.find(({ name, text }) => name === "button" && text === "Show");
	});
}

/**
 * @param {Page} page
 * @returns {Promise<{ text: string, top: number }>} the line that a person reads: the first below the upper edge
 */
function readingAt(page) {
	return page.evaluate(() => {
		for (const line of document.querySelectorAll("p, h1, h2")) {
			const { top, bottom, height } = line.getBoundingClientRect();
			if (height > 0 && bottom > 0) return { text: line.textContent ?? "", top };
		}
		return { text: "", top: 0 };
	});
}

/**
 * @param {Page} page
 * @param {string} start
 * @returns {Promise<string[]>} the lines that begin so
 */
async function beginning(page, start) {
	return (await lines(page)).filter((line) => line.startsWith(start));
}

/**
 * Waits until so many lines begin so, and a line that is read is where it was.
 * @param {Page} page
 * @param {string} start
 * @param {number} count
 * @param {{ text: string, top: number }} reading
 */
function untilIn(page, start, count, reading) {
	return until(async () => {
		const { text, top } = await readingAt(page);
		const isStill = text === reading.text && Math.abs(top - reading.top) < 2;
		return isStill && (await beginning(page, start)).length === count;
	});
}

/** @param {Page} page @param {number} top */
function scrollTo(page, top) {
	return page.evaluate((top) => window.scrollTo({ top, behavior: "instant" }), top);
}

/** @param {Page} page @param {string} event @returns {Promise<boolean>} */
function send(page, event) {
	return page.evaluate((event) => dispatchEvent(new Event(event)), event);
}

inBothBrowsers((bed, kind) => {
	const limit = { timeout: LIMIT };

	test("what an article gets on scroll is offered, and moves nothing", limit, async () => {
		const page = await bed.visit("/moving-grows.html");
		await openReader(bed, page);
		assert.equal((await beginning(page, "Paragraph")).length, 40);
		await scrollTo(page, 1e6);
		const show = await untilOffered(bed, page, "There is more on the page");
		const reading = await readingAt(page);
		assert.equal((await beginning(page, "Paragraph")).length, 40);
		await show.click();
		await untilIn(page, "Paragraph", 43, reading);

		// Rendered anew, with an advertisement: neither is new, and the next three are.
		await send(page, "render");
		await scrollTo(page, 1e6);
		const next = await untilOffered(bed, page, "There is more on the page");
		await scrollTo(page, 2000);
		const again = await readingAt(page);
		assert.match(again.text, /^Paragraph/);
		await next.click();
		await untilIn(page, "Paragraph", 46, again);
		assert.ok(!(await lines(page)).includes("Advertisement"));

		// What is read is where one is in the page.
		await leaveReader(bed, page);
		await until(async () => (await readingAt(page)).text === again.text);
		await page.close();
	});

	test("new posts of a live blog are counted, and put in above what is read", limit, async () => {
		const page = await bed.visit("/moving-blog.html");
		await openReader(bed, page);
		await scrollTo(page, 1500);
		const reading = await readingAt(page);
		await send(page, "posts");
		await (await untilOffered(bed, page, "New posts: 3")).click();
		await untilIn(page, "Heat", 18, reading);
		const heats = Array.from({ length: 18 }, (_, at) => `Heat ${18 - at} has been rowed`);
		assert.deepEqual(await beginning(page, "Heat"), heats);
		// More is offered, and not taken.
		await send(page, "posts");
		await untilOffered(bed, page, "New posts: 3");
		await leaveReader(bed, page);
		await until(async () => (await readingAt(page)).text === reading.text);
		await page.close();
	});

	test("an article is never shown under another address", limit, () => isLeftEachWay(bed));

	test("not where the browser can't tell of addresses, either", {
		...limit,
		skip: kind === "chrome" && "Chrome always can",
	}, async () => {
		const driven = await launch(kind, undefined, { prefs: { "dom.navigation.webidl.enabled": false } });
		const page = await driven.browser.newPage();
		await page.goto(`${bed.served.origin}/plain.html`);
		assert.equal(await page.evaluate(() => "navigation" in window), false);
		await page.close();
		const other = {
			...bed,
			driven,
			/** @param {string} path */
			async visit(path) {
				const page = await driven.browser.newPage();
				await page.goto(new URL(path, bed.served.origin).href);
				return page;
			},
		};
		await isLeftEachWay(other).finally(() => driven.close());
	});
});
