// The toolbar button pressed where there is nothing to read: a person is told, and the page is as it was.

import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "./driver.mjs";
import { inBothBrowsers, keepsake, LIMIT, untilNotice } from "./reading.mjs";

inBothBrowsers((bed, kind) => {
	const limit = { timeout: LIMIT };

	/**
	 * Title and badge do not come in one, nor go in one: Firefox hands the title to its localisation first.
	 * @param {import("./reading.mjs").Page} page
	 * @param {(button: import("./driver.mjs").Button) => unknown} shown
	 */
	const untilBoth = (page, shown) =>
		until(async () => {
			const button = await bed.driven.button(page);
			return shown(button) ? button : null;
		});

	for (const [path, says] of [
		["/search.html", "This doesn’t look like an article."],
		["/empty.html", "There is no text to read on this page."],
	]) {
		test(`${path}: a notice says why`, limit, async () => {
			const page = await bed.visit(path);
			const asBefore = await keepsake(page);
			await bed.driven.press(page);
			assert.equal((await untilNotice(bed, page)).says, says);
			await page.keyboard.press("Escape");
			await until(async () => (await bed.driven.parts(page)).length === 0);
			await asBefore();
			await page.close();
		});
	}

	const away = "Your browser keeps extensions out of this page, so it can’t be read here.";
	for (const [path, says] of /** @type {[string, string][]} */ ([
		["/paper.pdf", "This is a PDF, which can’t be read here."],
		["/feed.xml", "This isn’t a web page, so there is nothing to read."],
		["/drawing.svg", "This is a picture. There is nothing to read on it."],
		["/picture.png", "This is a picture. There is nothing to read on it."],
		[
			"/frameset.html",
			"This page is made of frames, which can’t be read here. Open a frame on its own and try again.",
		],
		...(kind === "chrome"
			? [
					["chrome://version", away],
					["about:blank", away],
				]
			: [
					["about:neterror?e=none", away],
					["view-source:data:text/html,words", away],
				]),
	])) {
		test(`${path}: the button says why, until it goes elsewhere`, limit, async () => {
			const page = await bed.visit(path);
			await bed.driven.press(page);
			const { title, badge } = await untilBoth(
				page,
				(button) => button.badge && button.title !== "Read this page",
			);
			assert.equal(title, says);
			assert.equal(badge, "!");
			// Not waited for: once in ten times it is said to end never where Chrome's viewer of PDFs has been left.
			page.goto(`${bed.served.origin}/plain.html`).catch(() => {});
			await untilBoth(page, (button) => !button.badge && button.title === "Read this page");
			await page.close();
		});
	}
});
