// A single-page application: its address changes under the reader, which is left at each way of changing it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "./driver.mjs";
import { inBothBrowsers, isOpen, LIMIT, openReader, untilLeft } from "./reading.mjs";

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

inBothBrowsers((bed, kind) => {
	const limit = { timeout: LIMIT };

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
