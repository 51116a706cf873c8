// The toolbar button pressed on pages of which a stored copy does not tell what they show: hidden text, shadow trees,
// frames.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inBothBrowsers, keepsake, LIMIT, leaveReader, lines, openReader, untilNotice } from "./reading.mjs";

inBothBrowsers((bed) => {
	const limit = { timeout: LIMIT };

	/**
	 * The first words, up to a colon, of every line that has such.
	 * @param {string} path
	 * @param {string} [ready] selector of what is there when the page has done its work
	 */
	async function labels(path, ready) {
		const page = await bed.visit(path);
		if (ready) await page.waitForSelector(ready);
		const asBefore = await keepsake(page);
		await openReader(bed, page);
		// What is folded in the article is its text too.
		const shown = await page.evaluate(() =>
			[...document.querySelectorAll("body > [hidden][role=main] p")].map(
				({ textContent }) => textContent ?? "",
			),
		);
		await leaveReader(bed, page);
		await asBefore();
		await page.close();
		return shown.flatMap((line) => /^((?:SHOWN|OUT|ONE|TWO|THREE|LAST)[^:]*):/.exec(line)?.[1] ?? []);
	}

	test("what nobody sees is out, what is folded, waiting or far down is in", limit, async () => {
		assert.deepEqual(await labels("/live-hidden.html"), [
			"SHOWN first",
			"SHOWN second",
			"SHOWN third",
			"SHOWN fourth",
			"SHOWN fifth",
			"SHOWN below the fold",
			"SHOWN open tab",
			"SHOWN closed tab",
			"SHOWN details",
			"SHOWN accordion",
			"SHOWN until found",
			"SHOWN until a script",
			"SHOWN read more",
			"SHOWN to the end",
		]);
	});

	test("a streamed segment that no script has put in its place yet is in", limit, async () => {
		assert.deepEqual(await labels("/live-streamed.html"), [
			"SHOWN head",
			"SHOWN middle",
			"SHOWN after",
			"SHOWN streamed",
			"SHOWN streamed last",
		]);
	});

	test("declared, open, closed and nested shadow trees are read in the order shown", limit, async () => {
		assert.deepEqual(await labels("/live-shadows.html", "body[data-ready]"), [
			"ONE",
			"ONE more",
			"TWO",
			"THREE",
			"LAST",
		]);
	});

	test("a frame that holds its own document is read", limit, async () => {
		const page = await bed.visit("/live-frames.html");
		await openReader(bed, page);
		const [headline, ...rest] = await lines(page);
		assert.equal(headline, "The well at the crossroads");
		assert.equal(rest.length, 3);
		await page.close();
	});

	for (const [path, what, has, steps] of /** @type {const} */ ([
		[
			"/recipe-said.html",
			"that says what it is, its card made by a script, its method behind a tab",
			["500 g damsons, stoned", "180 g rolled oats", "150 g butter", "90 g brown sugar"],
			["Stew the damsons", "Melt the butter,", "Press half of"],
		],
		[
			"/recipe-shown.html",
			"in markup alone",
			["2 smoked mackerel fillets", "120 g soft butter", "1 lemon", "Mace, as much as lies on a knife"],
			["Take the skin", "Beat the butter", "Fold the fish"],
		],
	])) {
		test(`a recipe ${what}: ingredients and numbered steps`, limit, async () => {
			const page = await bed.visit(path);
			const asBefore = await keepsake(page);
			await openReader(bed, page);
			const shown = await page.evaluate(() => {
				const article = document.querySelector("body > [hidden][role=main]");
				const texts = (/** @type {string} */ selector) =>
					[...(article?.querySelectorAll(selector) ?? [])].map(
						({ textContent }) => textContent?.trim() ?? "",
					);
				return { heads: texts("h2"), has: texts("ul > li"), steps: texts("ol > li") };
			});
			assert.deepEqual(shown.heads, ["Ingredients", "Method"]);
			assert.deepEqual(shown.has, has);
			assert.deepEqual(
				shown.steps.map((step) => step.split(" ").slice(0, 3).join(" ")),
				steps,
			);
			await leaveReader(bed, page);
			await asBefore();
			await page.close();
		});
	}

	test("of a page that is nothing but another site's frame a person is told so", limit, async () => {
		const page = await bed.visit("/live-foreign-frame.html");
		await bed.driven.press(page);
		const { says } = await untilNotice(bed, page);
		assert.equal(says, "What this page shows belongs to another site. Open it there to read it.");
		await page.close();
	});
});
