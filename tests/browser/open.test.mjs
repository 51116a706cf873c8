// The toolbar button pressed on pages that bear it well: what opens, and what is there when it is left.

import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "./driver.mjs";
import {
	ARTICLE,
	inBothBrowsers,
	isOpen,
	keepsake,
	LIMIT,
	leaveReader,
	lines,
	openReader,
	untilLeft,
} from "./reading.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

inBothBrowsers((bed, kind) => {
	const limit = { timeout: LIMIT };

	test("a press shows the article and nothing else, another puts the page back", limit, async () => {
		const page = await bed.visit("/plain.html");
		const asBefore = await keepsake(page);
		await openReader(bed, page);
		assert.deepEqual(await lines(page), ARTICLE);
		assert.equal(await page.title(), "The harbour clock runs again");
		await leaveReader(bed, page);
		await asBefore();
		// And again, with what is in the page already.
		await openReader(bed, page);
		assert.deepEqual(await lines(page), ARTICLE);
		await leaveReader(bed, page);
		await asBefore();
		await page.close();
	});

	test("place, focus, selection and what is scrolled within come back", limit, async () => {
		const page = await bed.visit("/own-ways.html");
		await page.evaluate(() => {
			document.getElementById("scroller")?.scrollTo({ top: 700, behavior: "instant" });
			document.querySelector("iframe")?.contentWindow?.scrollTo(0, 450);
			const field = /** @type {HTMLInputElement} */ (document.getElementById("field"));
			field.focus();
			field.setSelectionRange(2, 5, "backward");
			scrollTo({ top: 1234, behavior: "instant" });
		});
		const places = () =>
			page.evaluate(() => {
				const field = /** @type {HTMLInputElement} */ (document.getElementById("field"));
				return {
					page: scrollY,
					within: document.getElementById("scroller")?.scrollTop,
					frame: document.querySelector("iframe")?.contentWindow?.scrollY,
					typed: [field.selectionStart, field.selectionEnd, field.selectionDirection],
				};
			});
		const before = await places();
		assert.deepEqual(before, { page: 1234, within: 700, frame: 450, typed: [2, 5, "backward"] });
		const asBefore = await keepsake(page);
		await openReader(bed, page);
		assert.equal(await page.evaluate(() => scrollY), 0);
		assert.equal(await page.evaluate(() => document.activeElement?.textContent), ARTICLE[0]);
		await leaveReader(bed, page);
		assert.deepEqual(await places(), before);
		await asBefore();
		await page.close();
	});

	test("the focus goes back into a shadow tree, a selection to its words", limit, async () => {
		const page = await bed.visit("/own-ways.html");
		await page.evaluate(() => {
			document.getElementById("root")?.shadowRoot?.getElementById("inner")?.focus();
		});
		let asBefore = await keepsake(page);
		await openReader(bed, page);
		await leaveReader(bed, page);
		assert.equal(
			await page.evaluate(() => document.getElementById("root")?.shadowRoot?.activeElement?.id),
			"inner",
		);
		await asBefore();
		await page.evaluate(() => {
			/** @type {HTMLElement} */ (document.activeElement).blur();
			const [first, second] = document.querySelectorAll("p");
			getSelection()?.setBaseAndExtent(
				/** @type {Node} */ (second.firstChild),
				9,
				/** @type {Node} */ (first.firstChild),
				4,
			);
		});
		asBefore = await keepsake(page);
		await openReader(bed, page);
		await page.evaluate(() => getSelection()?.selectAllChildren(document.body));
		await leaveReader(bed, page);
		await asBefore();
		await page.close();
	});

	test("Escape leaves, and the page's own scripts do not hear it", limit, async () => {
		const page = await bed.visit("/own-ways.html");
		const asBefore = await keepsake(page);
		await openReader(bed, page);
		await page.keyboard.press("Escape");
		await untilLeft(bed, page);
		assert.equal(await page.evaluate(() => /** @type {any} */ (window).keys), 0);
		await asBefore();
		await page.keyboard.press("Escape");
		assert.equal(await page.evaluate(() => /** @type {any} */ (window).keys), 1);
		await page.close();
	});

	test("only a person's Escape leaves, and only the bare key", limit, async () => {
		const page = await bed.visit("/plain.html");
		await openReader(bed, page);
		await page.evaluate(() => {
			for (const target of [window, document, document.body]) {
				target.dispatchEvent(
					new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }),
				);
			}
			for (const child of document.body.children) /** @type {HTMLElement} */ (child).click();
		});
		await page.keyboard.down("Shift");
		await page.keyboard.press("Escape");
		await page.keyboard.up("Shift");
		await page.keyboard.press("a");
		assert.ok(await isOpen(page));
		await page.close();
	});

	test("presses in quick succession are served in turn", limit, async () => {
		const page = await bed.visit("/plain.html");
		const asBefore = await keepsake(page);
		// Each turn puts the reader's host into the page or takes it away.
		const turns = await page.evaluateHandle(() => {
			const turns = { taken: 0 };
			new MutationObserver((records) => {
				turns.taken += records.length;
			}).observe(document.body, { childList: true });
			return turns;
		});
		for (const [taken, title] of /** @type {const} */ ([
			[3, "Back to the page"],
			[6, "Read this page"],
		])) {
			await Promise.all([bed.driven.press(page), bed.driven.press(page), bed.driven.press(page)]);
			await until(async () => (await page.evaluate((turns) => turns.taken, turns)) >= taken);
			assert.equal(await isOpen(page), title === "Back to the page");
			await until(async () => (await bed.driven.button(page)).title === title);
			assert.equal(await page.evaluate((turns) => turns.taken, turns), taken);
		}
		await asBefore();
		await page.close();
	});

	test("a tab that goes elsewhere has a button that is off, and can be read anew", limit, async () => {
		const page = await bed.visit("/plain.html");
		await openReader(bed, page);
		await page.goto(`${bed.served.origin}/csp-wasm.html`);
		await untilLeft(bed, page);
		await openReader(bed, page);
		assert.deepEqual(await lines(page), ARTICLE);
		await page.close();
	});

	test("tabs are read each for itself", limit, async () => {
		const one = await bed.visit("/plain.html");
		const two = await bed.visit("/plain.html");
		await openReader(bed, one);
		await until(async () => (await bed.driven.button(two)).title === "Read this page");
		assert.equal(await isOpen(two), false);
		await openReader(bed, two);
		await leaveReader(bed, one);
		await two.bringToFront();
		assert.ok(await isOpen(two));
		await one.close();
		await two.close();
	});

	test("a page that changes its address under the reader is left", limit, async () => {
		const page = await bed.visit("/plain.html");
		await openReader(bed, page);
		await page.evaluate(() => history.pushState(null, "", "#part"));
		assert.ok(await isOpen(page));
		await page.evaluate(() => history.pushState(null, "", "/another"));
		await untilLeft(bed, page);
		await page.close();
	});

	test("a page that comes back from the browser's memory comes back open", limit, async (context) => {
		const page = await bed.visit("/plain.html");
		await openReader(bed, page);
		await page.evaluate(() => Object.assign(window, { kept: true }));
		await page.goto(`${bed.served.origin}/csp-wasm.html`);
		// Puppeteer's own way waits for a load, and none comes.
		await page.evaluate(() => history.back());
		await until(() => page.evaluate(() => location.pathname === "/plain.html").catch(() => false));
		if (await page.evaluate(() => !("kept" in window)))
			context.skip(`${kind} did not keep the page in its memory`);
		else {
			assert.ok(await isOpen(page));
			await until(async () => (await bed.driven.button(page)).title === "Back to the page");
			await leaveReader(bed, page);
		}
		await page.close();
	});

	test("frames of the page's own origin are read, frames of others are not", limit, async () => {
		const page = await bed.visit("/frame.html");
		const asBefore = await keepsake(page);
		await openReader(bed, page);
		assert.deepEqual(await lines(page), ARTICLE);
		await leaveReader(bed, page);
		await asBefore();
		await page.close();
	});

	test("closed shadow trees are read in the order shown", limit, async () => {
		const page = await bed.visit("/closed-root.html");
		await page.waitForSelector("body[data-ready]");
		const asBefore = await keepsake(page);
		await openReader(bed, page);
		assert.deepEqual(await lines(page), ARTICLE);
		await leaveReader(bed, page);
		await asBefore();
		await page.close();
	});

	test("XHTML is read", limit, async () => {
		const page = await bed.visit("/page.xhtml");
		const asBefore = await keepsake(page);
		await openReader(bed, page);
		assert.deepEqual(await lines(page), ARTICLE);
		await leaveReader(bed, page);
		await asBefore();
		await page.close();
	});

	test("the cross at the top leaves, a click that a script makes does not", limit, async () => {
		const page = await bed.visit("/plain.html");
		const asBefore = await keepsake(page);
		await openReader(bed, page);
		const parts = await bed.driven.parts(page);
		await parts.find(({ attributes }) => attributes["aria-label"] === "Back to the page")?.click();
		await untilLeft(bed, page);
		await asBefore();
		await page.close();
	});

	test("what is set is kept for the next page", limit, async () => {
		const page = await bed.visit("/plain.html");
		await openReader(bed, page);
		const press = async (/** @type {string} */ label) => {
			const parts = await bed.driven.parts(page);
			await parts
				.find(({ attributes, text }) => attributes["aria-label"] === label || text === label)
				?.click();
		};
		const background = (/** @type {Page} */ page) =>
			page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
		const before = await background(page);
		await press("Text and colours");
		await press("Dark");
		await until(async () => (await background(page)) !== before);
		const next = await bed.visit("/csp-wasm.html");
		await openReader(bed, next);
		assert.equal(await background(next), await background(page));
		await next.close();
		await page.bringToFront();
		await press("System");
		await page.close();
	});

	test("what is under the reader can't be found, reached by Tab or heard", limit, async () => {
		const page = await bed.visit("/plain.html");
		await openReader(bed, page);
		const finds = (/** @type {string} */ words) =>
			page.evaluate((words) => /** @type {any} */ (window).find(words), words);
		assert.equal(await finds("Imprint"), false);
		assert.equal(await finds("folded behind the dial"), true);
		for (let i = 0; i < 8; i++) {
			await page.keyboard.press("Tab");
			const at = await page.evaluate(() => document.activeElement?.closest("nav, main, footer")?.localName);
			assert.equal(at, undefined);
		}
		const heard = [];
		if (kind === "chrome") {
			const session = await page.createCDPSession();
			const { nodes } = await session.send("Accessibility.getFullAXTree");
			heard.push(...nodes.filter(({ ignored }) => !ignored).map(({ name }) => String(name?.value ?? "")));
			assert.ok(heard.includes(ARTICLE[0]));
		}
		assert.deepEqual(
			heard.filter((name) => /Imprint|Sport/.test(name)),
			[],
		);
		await page.close();
	});

	if (kind === "chrome") {
		test("a background that Chrome has stopped is no loss", limit, async () => {
			const page = await bed.visit("/plain.html");
			const asBefore = await keepsake(page);
			const isWorker = (/** @type {import("puppeteer-core").Target} */ target) =>
				target.type() === "service_worker";
			const stop = async () => {
				const target = await bed.driven.browser.waitForTarget(isWorker);
				await (await target.worker())?.close();
				await until(async () => !bed.driven.browser.targets().some(isWorker));
			};
			await stop();
			await openReader(bed, page);
			await stop();
			await bed.driven.press(page);
			await untilLeft(bed, page);
			await asBefore();
			await page.close();
		});
	}
});
