// Pointing at what is to be read, where a page shows no article: by pointer, by finger, by keys; and giving it up.

import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "./driver.mjs";
import { inBothBrowsers, isOpen, keepsake, LIMIT, leaveReader, lines, untilNotice } from "./reading.mjs";

/** @typedef {import("puppeteer-core").Page} Page */
/** @typedef {import("puppeteer-core").Frame} Frame */

const HEADLINE = "Harbour notices";
const FIRST = "The swing bridge stays shut on Tuesday.";
const SECOND = "Small boats pass beneath it at low water.";
const OTHER = "Lost: one oar, painted green.";
const HIGH = "High water stands at six and at half past six.";
const LOW = "Low water is when the mud shows.";

inBothBrowsers((bed, kind) => {
	const limit = { timeout: LIMIT };

	/** @param {Page} page @returns {Promise<Frame>} what lies over the page while one points, once it is there */
	async function pointing(page) {
		await bed.driven.press(page);
		await (await untilNotice(bed, page)).buttons.get("Point at what to read")?.click();
		const frame = await until(async () => page.frames().find((frame) => frame !== page.mainFrame()));
		await until(() => frame.evaluate(() => /click it|Tap/.test(document.body?.textContent ?? "")));
		await page.evaluate(() => {
			/** @type {any} */ (window).heard.length = 0;
		});
		return frame;
	}

	/** @param {Frame} frame @returns {Promise<string>} the words of what is outlined */
	const outlined = (frame) =>
		frame.evaluate(() => document.querySelectorAll("[role=status]")[1]?.textContent ?? "");

	/** @param {Page} page @param {string} selector */
	async function middleOf(page, selector) {
		return page.$eval(selector, (element) => {
			const { left, top, height } = element.getBoundingClientRect();
			return { x: left + 10, y: top + height / 2 };
		});
	}

	/** @param {Page} page */
	const heard = (page) =>
		page.evaluate(() => /** @type {string[]} */ (/** @type {any} */ (window).heard).slice());

	/** @param {Page} page */
	async function untilRead(page) {
		await until(() => isOpen(page));
		await until(async () => (await bed.driven.button(page)).title === "Back to the page");
		return (await lines(page)).filter((line) => line !== HEADLINE);
	}

	test("by pointer: what is clicked is read, and the page hears nothing of it", limit, async () => {
		const page = await bed.visit("/pick.html");
		await page.focus("#query");
		const asBefore = await keepsake(page);
		const frame = await pointing(page);
		const { x, y } = await middleOf(page, "#second");
		await page.mouse.move(x, y);
		await until(async () => (await outlined(frame)) === SECOND);
		// The outline lies around the paragraph.
		const ring = await until(() =>
			frame.evaluate(() => {
				const { left, top, height } = document.querySelectorAll("body > div")[0].getBoundingClientRect();
				return height ? { left, top, height } : null;
			}),
		);
		assert.ok(ring.left <= x && ring.top <= y && ring.top + ring.height >= y, JSON.stringify(ring));
		await page.mouse.click(x, y);
		assert.deepEqual(await untilRead(page), [SECOND]);
		assert.deepEqual(await heard(page), []);
		await leaveReader(bed, page);
		await asBefore();
		await page.close();
	});

	test("a link under the pointer is part of its paragraph, and is not followed", limit, async () => {
		const page = await bed.visit("/pick.html");
		const asBefore = await keepsake(page);
		const frame = await pointing(page);
		const { x, y } = await middleOf(page, "#first a");
		await page.mouse.move(x, y);
		await until(async () => (await outlined(frame)) === FIRST);
		await page.mouse.click(x, y);
		assert.deepEqual(await untilRead(page), [FIRST]);
		assert.deepEqual(await heard(page), []);
		await leaveReader(bed, page);
		await asBefore();
		await page.close();
	});

	test("by keys: larger, smaller, beside, along, and into a closed root", limit, async () => {
		const page = await bed.visit("/pick.html");
		const asBefore = await keepsake(page);
		const frame = await pointing(page);
		const { x, y } = await middleOf(page, "#second");
		await page.mouse.move(x, y);
		await until(async () => (await outlined(frame)) === SECOND);
		for (const [key, words] of [
			["ArrowLeft", FIRST],
			["ArrowUp", FIRST + SECOND],
			["ArrowUp", FIRST + SECOND + OTHER],
			["ArrowDown", FIRST + SECOND],
			["ArrowDown", FIRST],
			["Tab", SECOND],
			["Tab", OTHER],
			["Tab", HIGH],
			["Tab", LOW],
			["ArrowLeft", HIGH],
		]) {
			await page.keyboard.press(/** @type {import("puppeteer-core").KeyInput} */ (key));
			const now = await until(() => outlined(frame));
			// What is longer than the bar is cut there.
			assert.ok(now === words || (now.endsWith("…") && words.startsWith(now.slice(0, -1))), `${key}: ${now}`);
		}
		await page.keyboard.press("Enter");
		assert.deepEqual(await untilRead(page), [HIGH]);
		await leaveReader(bed, page);
		await asBefore();

		await pointing(page);
		await page.keyboard.press("Tab");
		for (let i = 0; i < 20; i++) await page.keyboard.press("Tab");
		assert.deepEqual(await heard(page), []);
		await page.keyboard.press("Escape");
		await until(async () => page.frames().length === 1);
		assert.equal(await isOpen(page), false);
		await asBefore();
		await page.close();
	});

	test("buttons make it larger and read it; a press on the toolbar's begins anew", limit, async () => {
		const page = await bed.visit("/pick.html");
		const asBefore = await keepsake(page);
		const frame = await pointing(page);
		/** @param {string} label */
		const press = async (label) => {
			const [x, y] = await frame.evaluate((label) => {
				const button = [...document.querySelectorAll("button")].find((b) => b.textContent === label);
				const { left, top, width, height } = /** @type {Element} */ (button).getBoundingClientRect();
				return [left + width / 2, top + height / 2];
			}, label);
			await page.mouse.click(x, y);
		};
		const { x, y } = await middleOf(page, "#other");
		await page.mouse.move(x, y);
		await until(async () => (await outlined(frame)) === OTHER);
		await press("Larger");
		await until(async () => (await outlined(frame)).startsWith(FIRST));
		await press("Smaller");
		await until(async () => (await outlined(frame)) === OTHER);
		await press("Larger");
		await press("Read this");
		assert.deepEqual(await untilRead(page), [FIRST, SECOND, OTHER]);
		assert.deepEqual(await heard(page), []);
		await leaveReader(bed, page);
		await asBefore();

		await pointing(page);
		await bed.driven.press(page);
		await untilNotice(bed, page);
		assert.equal(page.frames().length, 1);
		await page.keyboard.press("Escape");
		await until(async () => !(await bed.driven.parts(page)).some(({ name }) => name === "button"));
		await asBefore();
		await page.close();
	});

	if (kind === "chrome") {
		test("by finger: a tap outlines, a button reads", limit, async () => {
			const page = await bed.visit("/pick.html");
			const frame = await pointing(page);
			const { x, y } = await middleOf(page, "#second");
			await page.touchscreen.tap(x, y);
			await until(async () => (await outlined(frame)) === SECOND);
			assert.equal(await isOpen(page), false);
			const [bx, by] = await frame.$eval("button", (button) => {
				const { left, top, width, height } = button.getBoundingClientRect();
				return [left + width / 2, top + height / 2];
			});
			await page.touchscreen.tap(bx, by);
			assert.deepEqual(await untilRead(page), [SECOND]);
			assert.deepEqual(await heard(page), []);
			await page.close();
		});
	}

	test("within a frame of the page's own, that and nothing beside it", limit, async () => {
		bed.served.made.set(
			"/pick-frame.html",
			`<!doctype html><title>${HEADLINE}</title><form><input></form><p>${OTHER}</p><iframe width="500" height="200" srcdoc="<p>${FIRST}</p><div><p id=second>${SECOND}</p></div>"></iframe><script>heard = []</script>`,
		);
		const page = await bed.visit("/pick-frame.html");
		await bed.driven.press(page);
		await (await untilNotice(bed, page)).buttons.get("Point at what to read")?.click();
		const over = await until(async () => page.frames()[2]);
		await until(() => over.evaluate(() => /click it|Tap/.test(document.body?.textContent ?? "")));
		const { x, y } = await page.$eval("iframe", (frame) => {
			const box = frame.getBoundingClientRect();
			const second = frame.contentDocument?.getElementById("second")?.getBoundingClientRect();
			return { x: box.left + 30, y: box.top + 2 + (second?.top ?? 0) + 5 };
		});
		await page.mouse.move(x, y);
		await until(async () => (await outlined(over)) === SECOND);
		await page.mouse.click(x, y);
		assert.deepEqual(await untilRead(page), [SECOND]);
		await page.close();
	});

	test("a page in a sandbox: the same, by what a closed root holds", limit, async () => {
		bed.served.made.set(
			"/pick-sandbox.html",
			`<!-- headers: { "content-security-policy": "sandbox; default-src 'none'" } --><!doctype html><title>${HEADLINE}</title><form><input></form><p id="second">${SECOND}</p><ul><li><a href="/">Tides</a></ul>`,
		);
		const page = await bed.visit("/pick-sandbox.html");
		await bed.driven.press(page);
		await (await untilNotice(bed, page)).buttons.get("Point at what to read")?.click();
		await until(async () => (await bed.driven.parts(page)).some(({ text }) => /click it|Tap/.test(text)));
		const { x, y } = await middleOf(page, "#second");
		await page.mouse.move(x, y);
		await until(async () =>
			(await bed.driven.parts(page)).some((part) => part.attributes.role && part.text === SECOND),
		);
		await page.mouse.click(x, y);
		assert.deepEqual(await untilRead(page), [SECOND]);
		await page.close();
	});
});
