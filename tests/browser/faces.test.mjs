// The typefaces that we bring ourselves: there when chosen, whatever the page's policy; the page hears nothing of it,
// and none is left behind.

import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "./driver.mjs";
import { inBothBrowsers, keepsake, LIMIT, leaveReader, openReader } from "./reading.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

/** What the page sees of its fonts, and how wide a paragraph's first words are. @param {Page} page */
const look = (page) =>
	page.evaluate(() => {
		const { ownFonts, heard } = /** @type {any} */ (window);
		const words = document.querySelector("body > [hidden] article > p")?.firstChild;
		const range = document.createRange();
		if (words) range.setStart(words, 0);
		if (words) range.setEnd(words, 20);
		return {
			width: range.getBoundingClientRect().width,
			fonts: [...ownFonts].map((font) => `${font.family} ${font.status}`),
			heard,
		};
	});

inBothBrowsers((bed) => {
	/**
	 * @param {Page} page
	 * @param {string} face
	 * @returns {Promise<number>} how wide words are in it
	 */
	async function choose(page, face) {
		/** @param {(part: import("./driver.mjs").Part) => boolean} is */
		const part = (is) => until(async () => (await bed.driven.parts(page)).find(is));
		const { width } = await look(page);
		await (
			await part(({ attributes: { value, name } }) => value === face && name === "controlsFace")
		).click();
		await until(async () => (await look(page)).width !== width);
		return (await look(page)).width;
	}

	test("they are there when chosen under the strictest policy, unheard, and gone with the reader", {
		timeout: LIMIT,
	}, async () => {
		const page = await bed.visit("/faces.html");
		const same = await keepsake(page);
		await openReader(bed, page);
		const panel = await until(async () =>
			(await bed.driven.parts(page)).find(
				({ name, attributes }) => name === "button" && attributes["aria-label"] === "Text and colours",
			),
		);
		await panel.click();
		const sans = await choose(page, "sans");
		assert.deepEqual((await look(page)).fonts, [], "none before one is chosen");
		const widths = [sans];
		for (const [face, files] of /** @type {const} */ ([
			["legible", 8],
			["dyslexic", 2],
		])) {
			await choose(page, face);
			await until(async () => (await look(page)).fonts.length === files);
			const { fonts, width } = await look(page);
			assert.ok(
				fonts.every((font) => font.endsWith(`-${face} loaded`)),
				fonts.join(),
			);
			assert.ok(!widths.includes(width), `${face} is set in it: ${width} beside ${widths}`);
			widths.push(width);
		}
		await choose(page, "sans");
		assert.deepEqual((await look(page)).fonts, [], "that of before goes");
		await choose(page, "dyslexic");
		await until(async () => (await look(page)).fonts.length === 2);
		await leaveReader(bed, page);
		await same();
		const { fonts, heard } = await look(page);
		assert.deepEqual({ fonts, heard }, { fonts: [], heard: [] });

		// It comes by itself the next time, and not for other pages.
		await openReader(bed, page);
		await until(async () => (await look(page)).fonts.length === 2);
		await leaveReader(bed, page);
		await page.close();
	});

	test("the preview is set in them", { timeout: LIMIT }, async () => {
		const page = await bed.driven.own("options.html");
		await until(() => page.evaluate(() => "ready" in document.documentElement.dataset));
		await page.click('input[name="controlsFace"][value="legible"]');
		await until(() =>
			page.$eval("#preview", (frame) => {
				const { fonts } = /** @type {Document} */ (/** @type {HTMLIFrameElement} */ (frame).contentDocument);
				return fonts.size === 8 && [...fonts].every(({ status }) => status === "loaded");
			}),
		);
		await page.close();
	});
});
