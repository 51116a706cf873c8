// What the shell makes of each answer of the core, and of a core that breaks: `stub-core.js` gives them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { until, withStubCore } from "./driver.mjs";
import {
	inBothBrowsers,
	isOpen,
	keepsake,
	LIMIT,
	leaveReader,
	lines,
	openReader,
	untilNotice,
} from "./reading.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

inBothBrowsers((bed) => {
	const limit = { timeout: LIMIT };

	/** @param {string} answer of the core @returns {Promise<Page>} */
	async function visit(answer) {
		const page = await bed.visit("/plain.html");
		await page.evaluate((answer) => {
			document.documentElement.dataset.core = answer;
			scrollTo(0, 5);
		}, answer);
		return page;
	}

	/** @param {Page} page */
	const untilQuiet = (page) => until(async () => (await bed.driven.parts(page)).length === 0);

	const broken = "Something went wrong, so the page was left as it is.";
	for (const [answer, says] of [
		["unreadable", "This doesn’t look like an article."],
		["empty", "There is no text to read on this page."],
		["tooLarge", "This page is too large to read."],
		["markup", broken],
		["throws-in-load", broken],
		["throws-in-lists", broken],
		["throws-in-read", broken],
		["throws-in-build", broken],
		["builds-nothing", broken],
	]) {
		test(`${answer}: a notice says so, and goes without a trace`, limit, async () => {
			const page = await visit(answer);
			const asBefore = await keepsake(page);
			await bed.driven.press(page);
			const notice = await untilNotice(bed, page);
			assert.equal(notice.says, says);
			assert.equal(await isOpen(page), false);
			assert.equal((await bed.driven.button(page)).title, "Read this page");
			await notice.buttons.get("Close")?.click();
			await untilQuiet(page);
			await asBefore();
			// Then the page is a page like any other.
			await page.evaluate(() => delete document.documentElement.dataset.core);
			await openReader(bed, page);
			assert.deepEqual(await lines(page), ["Stub"]);
			await leaveReader(bed, page);
			await page.close();
		});
	}

	test("a core that breaks while an article is read keeps nobody in it", limit, async () => {
		const page = await visit("throws-in-blocks");
		const asBefore = await keepsake(page);
		await openReader(bed, page);
		await page.evaluate("scrollTo(0, 500)");
		await until(() => page.evaluate("scrollY === 500"));
		await leaveReader(bed, page);
		await asBefore();
		await page.close();
	});

	test("a notice goes by Escape, and by another press that opens", limit, async () => {
		const page = await visit("unreadable");
		const asBefore = await keepsake(page);
		await bed.driven.press(page);
		await untilNotice(bed, page);
		await page.keyboard.press("Escape");
		await untilQuiet(page);
		await asBefore();
		await bed.driven.press(page);
		await untilNotice(bed, page);
		await page.evaluate(() => delete document.documentElement.dataset.core);
		await openReader(bed, page);
		assert.deepEqual(await lines(page), ["Stub"]);
		await leaveReader(bed, page);
		assert.deepEqual(await bed.driven.parts(page), []);
		await page.close();
	});

	test("what doesn't look like an article is read all the same, if a person wants it", limit, async () => {
		const page = await visit("unreadable");
		const asBefore = await keepsake(page);
		await bed.driven.press(page);
		await (await untilNotice(bed, page)).buttons.get("Read it anyway")?.click();
		await until(() => isOpen(page));
		await until(async () => (await bed.driven.button(page)).title === "Back to the page");
		assert.deepEqual(await lines(page), ["Stub"]);
		await leaveReader(bed, page);
		await asBefore();
		await page.close();
	});

	test("a page can press nothing of ours", limit, async () => {
		const page = await visit("unreadable");
		await bed.driven.press(page);
		const { says } = await untilNotice(bed, page);
		await page.evaluate(() => {
			for (const element of document.querySelectorAll(":not(a)")) {
				element.dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true }));
			}
			document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
		});
		assert.equal((await untilNotice(bed, page)).says, says);
		assert.equal(await isOpen(page), false);
		await page.close();
	});

	test("where the page shows nothing at all, the button says it", limit, async () => {
		const page = await bed.visit("/hidden.html");
		await page.evaluate(() => {
			document.documentElement.dataset.core = "empty";
		});
		await bed.driven.press(page);
		await until(async () => (await bed.driven.button(page)).badge === "!");
		assert.deepEqual(await bed.driven.parts(page), []);
		await page.close();
	});

	test("a notice is seen on a page that distorts all it can", limit, async () => {
		const page = await bed.visit("/sheet-distorts.html");
		await page.evaluate(() => {
			document.documentElement.dataset.core = "empty";
		});
		await bed.driven.press(page);
		await (await untilNotice(bed, page)).buttons.get("Close")?.click();
		await untilQuiet(page);
		await page.close();
	});
}, withStubCore);
