// The button pressed where it takes a browser to tell what is shown. A site marks with `data-line` what must be
// read of it, in its order; all else in it must not be.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inBothBrowsers, keepsake, LIMIT, leaveReader, lines, openReader } from "./reading.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

/**
 * @param {Page} page
 * @returns {Promise<string[]>} the lines that the site says are its article's
 */
function marked(page) {
	return page.evaluate(() =>
		[...document.querySelectorAll("[data-line]")].map((element) =>
			(element.textContent ?? "").replace(/\s+/g, " ").trim(),
		),
	);
}

/**
 * Opens what is folded in the reader.
 * @param {Page} page
 */
async function unfold(page) {
	await page.evaluate(() => {
		for (const details of document.querySelectorAll("body > [hidden] details"))
			details.setAttribute("open", "");
	});
}

inBothBrowsers((bed) => {
	const limit = { timeout: LIMIT };

	for (const [site, what] of [
		["folds", "what is folded away, cut short or not yet rendered is read"],
		["panes", "what stands behind other tabs of the article is read"],
		["waits", "what is invisible until a script shows it is read"],
	]) {
		test(what, limit, async () => {
			const page = await bed.visit(`/${site}.html`);
			const expected = await marked(page);
			assert.ok(expected.length > 4);
			const asBefore = await keepsake(page);
			await openReader(bed, page);
			await unfold(page);
			assert.deepEqual(await lines(page), expected);
			await leaveReader(bed, page);
			await asBefore();
			await page.close();
		});
	}
});
