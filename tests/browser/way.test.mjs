// Finding one's way in an open article: how long it takes to read, the outline, how far one has come, where one was
// the last time, pictures in large, keys, the ruler, and the browser's own search.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { until } from "./driver.mjs";
import { inBothBrowsers, isOpen, LIMIT, leaveReader, lines, openReader } from "./reading.mjs";
import { CROSSHEADS, HEADLINE, walk } from "./walk.mjs";

/** @typedef {import("puppeteer-core").Page} Page */
/** @typedef {import("./driver.mjs").Part} Part */

inBothBrowsers((bed, kind) => {
	const limit = { timeout: LIMIT };

	/**
	 * Waits for a part of the controls.
	 * @param {Page} page
	 * @param {(part: Part) => unknown} is
	 */
	const part = (page, is) => until(async () => (await bed.driven.parts(page)).find(is));

	/** @param {string} label */
	const named =
		(label) =>
		(/** @type {Part} */ { name, attributes, text }) =>
			name === "button" && (attributes["aria-label"] ?? text) === label;

	/** @param {string} name */
	const classed =
		(name) =>
		(/** @type {Part} */ { attributes }) =>
			attributes.class?.split(" ")[0] === name;

	/** @param {Page} page */
	const entries = async (page) =>
		(await bed.driven.parts(page)).filter(
			({ name, attributes }) => name === "button" && attributes.class?.startsWith("deep-"),
		);

	/** @param {Page} page */
	const current = async (page) =>
		(await entries(page)).filter(({ attributes }) => attributes["aria-current"]).map(({ text }) => text);

	/** @param {string} [path] */
	async function visitWalk(path = "/walk.html") {
		bed.served.made.set(path, walk());
		const page = await bed.visit(path);
		await page.setViewport({ width: 900, height: 700 });
		await openReader(bed, page);
		await part(page, named("Outline"));
		return page;
	}

	test("the time to read is told, and is no word of the page", limit, async () => {
		const page = await visitWalk();
		// In the byline, where there is one; a piece of its own, whichever way the article's letters run.
		const told = await page.$eval("body > [hidden] header", (header) => {
			const [line] = [...header.querySelectorAll("time")].map((time) => time.parentElement);
			return getComputedStyle(line ?? header, "::after").content;
		});
		assert.match(told, /\u2068\d+\u00a0min\u2069" \/ "Reading time: about \d+ minutes"$/);
		assert.ok(!(await lines(page)).some((line) => /\bmin\b/.test(line)));
		if (kind === "chrome") {
			const tree = JSON.stringify(await page.accessibility.snapshot({ interestingOnly: false }));
			assert.match(tree, /"Reading time: about \d+ minutes"/);
		}
		await page.close();
	});

	test("the outline leads to each part and says where one is", limit, async () => {
		const page = await visitWalk();
		await (await part(page, named("Outline"))).click();
		await until(async () => (await current(page)).length > 0);
		assert.deepEqual(
			(await entries(page)).map(({ text, attributes }) => [attributes.class, text]),
			[["deep-0", HEADLINE], ...CROSSHEADS.map(([level, text]) => [`deep-${level - 2}`, text])],
		);
		assert.deepEqual(await current(page), [HEADLINE]);
		await (await part(page, named(CROSSHEADS[2][1]))).click();
		await until(() =>
			page.evaluate((text) => document.activeElement?.textContent === text, CROSSHEADS[2][1]),
		);
		const top = await page.evaluate(() => document.activeElement?.getBoundingClientRect().top ?? 0);
		assert.ok(top > 40 && top < 90, `${top}`);
		// Reading on takes the bar out of the way, a moment later: scrolled back before, it would be one step on.
		const isAway = async () => (await part(page, classed("bar"))).attributes.class.includes("away");
		await until(isAway);
		await page.evaluate(() => window.scrollBy(0, -20));
		await until(async () => !(await isAway()));
		await (await part(page, named("Outline"))).click();
		await until(async () => (await current(page))[0] === CROSSHEADS[2][1]);
		await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
		await until(async () => (await current(page))[0] === CROSSHEADS[3][1]);

		await page.keyboard.press("Escape");
		await until(async () =>
			(await bed.driven.parts(page)).every((p) => p.attributes["aria-expanded"] !== "true"),
		);
		assert.ok(await isOpen(page), "Escape closes the outline, not the reader");
		await page.close();
	});

	test(
		"a line shows how far one has come; a short article has neither it nor an outline",
		limit,
		async () => {
			const page = await visitWalk();
			const grown = async () => (await part(page, classed("progress"))).attributes.style;
			assert.match(await grown(), /scale: 0( 1)?;/);
			await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
			await until(async () => /scale: 1(?: 1)?;/.test(await grown()));
			await page.close();

			const short = await bed.visit("/plain.html");
			await short.setViewport({ width: 900, height: 700 });
			await openReader(bed, short);
			const line = await part(short, classed("progress"));
			assert.ok("hidden" in line.attributes);
			assert.ok(!(await bed.driven.parts(short)).some(named("Outline")));
			await short.close();
		},
	);

	/** @param {Page} page @param {string} label */
	const gone = (page, label) => until(async () => !(await bed.driven.parts(page)).some(named(label)));

	/** @param {Page} page */
	const dialogs = async (page) => (await bed.driven.parts(page)).filter(({ name }) => name === "dialog");

	/** @param {Page} page */
	const words = (page) =>
		page.evaluate(() => {
			const host = document.querySelector("body > [hidden]");
			return [...(host?.attributes ?? [])].find(({ value }) => value.startsWith("host"))?.value ?? "";
		});

	test("where one left an article one is offered to go on, and not before", {
		timeout: 2 * LIMIT,
	}, async () => {
		const page = await visitWalk("/left.html");
		const reading = await page.evaluate(() => {
			const parts = [...document.querySelectorAll("body > [hidden] article > p")];
			window.scrollTo(0, parts[9].getBoundingClientRect().top + window.scrollY - 70);
			return parts[9].textContent;
		});
		// By the page going elsewhere.
		await page.goto(new URL("/plain.html", bed.served.origin).href);
		await page.goto(new URL("/left.html#again", bed.served.origin).href);
		await openReader(bed, page);
		await part(page, named("Continue where you left off"));
		assert.equal(await page.evaluate(() => window.scrollY), 0, "it does not jump by itself");
		await page.keyboard.press("Escape");
		await gone(page, "Continue where you left off");
		assert.ok(await isOpen(page), "Escape declines the offer, and leaves nothing");

		// By leaving the reader, having only looked in: the place stays.
		await leaveReader(bed, page);
		await openReader(bed, page);
		await (await part(page, named("Continue where you left off"))).click();
		await until(() => page.evaluate(() => window.scrollY > 500));
		await gone(page, "Continue where you left off");
		const reached = await page.evaluate(() => document.activeElement?.textContent);
		assert.equal(reached, reading);

		if (kind === "chrome") {
			const target = await bed.driven.browser.waitForTarget((t) => t.type() === "service_worker");
			const kept = await (await target.worker())?.evaluate(async () =>
				JSON.stringify(await /** @type {any} */ (globalThis).chrome.storage.local.get("places")),
			);
			assert.match(kept ?? "", /"article":"[0-9a-f]{16}"/);
			assert.doesNotMatch(kept ?? "", /left|http|post/);
		}
		await page.close();
	});

	test("a picture is shown large, with its words, by a press or by keyboard", limit, async () => {
		const picture = await readFile(new URL("sites/picture.png", import.meta.url));
		for (const path of ["/small.png", "/large.png"]) bed.served.made.set(path, picture);
		const page = await visitWalk();
		const label = "Enlarge the picture";
		await page.evaluate((label) => {
			const by = document.querySelector(`button[aria-label="${label}"]`);
			/** @type {HTMLElement} */ (by).focus();
		}, label);
		await page.keyboard.press("Enter");
		const dialog = await until(async () => (await dialogs(page))[0]);
		assert.match(dialog.text, /The last of the ferries.*Reeds, and a boat among them/);
		await until(async () =>
			(await bed.driven.parts(page)).some(({ name, attributes }) => name === "img" && attributes.srcset),
		);
		const asked = bed.served.asked.filter((path) => /small|large/.test(path));
		assert.ok(asked.length > 0 && asked.every((path) => /^\/(small|large)\.png$/.test(path)), `${asked}`);
		await page.keyboard.press("Escape");
		await until(async () => (await dialogs(page)).length === 0);
		assert.ok(await isOpen(page), "Escape closes the picture, not the reader");
		assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")), label);

		await page.click("body > [hidden] figure img");
		await until(async () => (await dialogs(page)).length > 0);
		await page.mouse.click(450, 300);
		await until(async () => (await dialogs(page)).length === 0);
		await page.close();
	});

	test("single keys act, but not for the page, nor a person who does not want them", limit, async () => {
		bed.served.made.set("/keys.html", walk());
		const page = await bed.visit("/keys.html");
		await page.setViewport({ width: 900, height: 700 });
		await page.evaluate(() => {
			const heard = /** @type {string[]} */ ([]);
			Object.assign(window, { heard });
			document.addEventListener("keydown", ({ key }) => heard.push(key), true);
			// The page was there first: this key is its own.
			window.addEventListener("keydown", (e) => e.key === "n" && e.stopImmediatePropagation(), true);
		});
		await openReader(bed, page);
		await part(page, named("Outline"));
		await page.keyboard.press("+");
		await until(async () => (await words(page)).includes("size-5"));
		await page.keyboard.press("-");
		await until(async () => (await words(page)).includes("size-4"));
		await page.keyboard.press("t");
		await until(async () => (await words(page)).includes("theme-light"));
		await page.evaluate(() => {
			for (const target of [window, document, document.body])
				target.dispatchEvent(new KeyboardEvent("keydown", { key: "t", code: "KeyT", bubbles: true }));
		});
		await page.keyboard.press("j");
		await until(() => page.evaluate(() => document.activeElement?.localName === "p"));
		await page.keyboard.press("n");
		await page.keyboard.press("k");
		await until(() => page.evaluate(() => window.scrollY < 100));
		assert.ok((await words(page)).includes("theme-light"), "what a page sends is no key");

		await page.keyboard.press("r");
		const ruler = async () => (await part(page, classed("ruler"))).attributes;
		await until(async () => !("hidden" in (await ruler())));
		assert.match((await ruler()).style, /-at: \d/);
		await page.keyboard.press("r");
		await until(async () => "hidden" in (await ruler()));

		await page.keyboard.press("o");
		await until(async () => (await current(page))[0] === HEADLINE);
		await page.keyboard.press("Escape");
		await page.keyboard.press("?");
		const list = await until(async () => (await dialogs(page))[0]);
		assert.match(list.text, /jk.*o.*Outline.*Reading ruler.*Esc.*Back to the page/);
		// The panel has some too.
		await (await bed.driven.parts(page)).findLast(({ attributes }) => attributes.class === "tick")?.click();
		await page.keyboard.press("Escape");
		await until(async () => (await dialogs(page)).length === 0);
		assert.ok(await isOpen(page));
		await page.keyboard.press("t");
		await until(() => page.evaluate(() => /** @type {any} */ (window).heard.includes("t")));
		assert.ok((await words(page)).includes("theme-light"), "switched off, it is the page's");
		assert.deepEqual(
			await page.evaluate(() =>
				/** @type {any} */ (window).heard.filter((/** @type {string} */ key) => key !== "t"),
			),
			[],
			"what acts in the reader is not heard below it",
		);
		await page.close();
	});

	test("the browser's search and translation have the article's words", limit, async () => {
		const page = await visitWalk();
		const found = await page.evaluate(() => {
			const find = (/** @type {string} */ text) => /** @type {any} */ (window).find(text);
			const article = /** @type {HTMLElement} */ (document.querySelector("body > [hidden] article"));
			return {
				word: find("heronry"),
				inArticle: article.contains(getSelection()?.anchorNode ?? null),
				lang: article.lang,
				kept: [...article.querySelectorAll("p, h1, h2, figcaption")].filter((e) =>
					e.closest("[translate=no]"),
				).length,
			};
		});
		assert.deepEqual(found, { word: true, inArticle: true, lang: "en", kept: 0 });
		await page.close();
	});
});
