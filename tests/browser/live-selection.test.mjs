// The toolbar button pressed while text is selected: that is read, and nothing else.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ARTICLE, inBothBrowsers, keepsake, LIMIT, leaveReader, lines, openReader } from "./reading.mjs";

inBothBrowsers((bed) => {
	const limit = { timeout: LIMIT };

	for (const [path, headline] of [
		["/plain.html", "The harbour clock runs again"],
		["/own-ways.html", "The harbour clock runs again"],
	]) {
		test(`${path}: from the midst of one paragraph to the midst of another`, limit, async () => {
			const page = await bed.visit(path);
			await page.evaluate(
				(words) => {
					const [first, second] = words.map((word) =>
						[...document.querySelectorAll("article p")].find((p) => p.textContent === word),
					);
					getSelection()?.setBaseAndExtent(
						/** @type {Node} */ (first?.firstChild),
						10,
						/** @type {Node} */ (second?.firstChild),
						60,
					);
				},
				ARTICLE.slice(2, 4),
			);
			const asBefore = await keepsake(page);
			await openReader(bed, page);
			const shown = await lines(page);
			assert.deepEqual(
				shown.filter((line) => line !== headline),
				[ARTICLE[2].slice(10), ARTICLE[3].slice(0, 60).trim()],
			);
			await leaveReader(bed, page);
			await asBefore();
			await page.close();
		});
	}

	test("a word that is selected changes nothing", limit, async () => {
		const page = await bed.visit("/plain.html");
		await page.evaluate(() => {
			const text = /** @type {Node} */ (document.querySelector("article p")?.firstChild);
			getSelection()?.setBaseAndExtent(text, 0, text, 5);
		});
		await openReader(bed, page);
		assert.deepEqual(await lines(page), ARTICLE);
		await page.close();
	});
});
