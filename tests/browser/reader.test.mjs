// The reader's sheet and controls, as a person meets them after a press: what the article looks like whatever the
// page does to everything, and what the keys and the mouse do in it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { until } from "./driver.mjs";
import { inBothBrowsers, isOpen, LIMIT, leaveReader, lines, openReader, untilLeft } from "./reading.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

/** An article with something of every kind. */
const EVERYTHING = readFileSync(new URL("sites/parts/everything.html", import.meta.url), "utf8");

/** Elements that it is shown by. */
const KINDS_SHOWN =
	"h1 h2 h3 p a em strong q sub sup code kbd del ins cite mark br ul ol li blockquote figure img figcaption table caption thead th td dl dd pre math mfrac aside".split(
		" ",
	);

/** What hides, moves or recolours an element, whatever it is. */
const DECLARATIONS = `
	color: red; -webkit-text-fill-color: red; background: pink; display: block; position: fixed; float: right;
	direction: rtl; unicode-bidi: bidi-override; writing-mode: vertical-rl; font: 50px fantasy; zoom: 2;
	letter-spacing: 0.3em; word-spacing: 2em; line-height: 3; text-indent: 9em; text-align: right; white-space: pre;
	text-transform: uppercase; text-shadow: 0 0 9px blue; -webkit-text-stroke: 3px red; font-size-adjust: 2;
	font-feature-settings: "smcp"; hyphens: none; quotes: none; list-style: none; tab-size: 40; vertical-align: super;
	margin: 30px; padding: 9px; border: 3px solid lime; outline: 9px solid red; box-shadow: 0 0 9px red;
	width: 20px; height: 20px; max-width: 10px; aspect-ratio: 1; overflow: hidden; columns: 3; contain: strict;
	animation: spin 1s infinite; transition: all 9s; transform: rotate(5deg); rotate: 3deg; scale: 2; translate: 9px;
	filter: blur(2px); opacity: 0.2; visibility: hidden; content-visibility: hidden; clip-path: circle(3px);
	mix-blend-mode: difference; user-select: none; pointer-events: none; cursor: none; order: 3;
	counter-reset: list-item 40;`.replaceAll(";", " !important;");

const SHEET = `
	@keyframes spin { to { transform: rotate(1turn) } }
	* { ${DECLARATIONS} }
	*::before, *::after { content: "AD" !important; ${DECLARATIONS} }
	*::first-letter { font-size: 500% !important; color: lime !important; float: left !important }
	*::first-line { font-size: 3em !important; background: yellow !important }
	*::marker { content: "X" !important; color: lime !important; font-size: 60px !important }
	*::selection { color: transparent !important; background: transparent !important }
	details::details-content { content-visibility: visible !important; height: 0 !important; opacity: 0 !important }
	::-webkit-scrollbar { width: 60px !important }
`;

/** What pages do to anything that looks like an article: advertisements into it, a pop-up beside it. */
const INSERTER = `
	setInterval(() => {
		for (const p of document.querySelectorAll("p, li, h1, figure, article")) {
			if (p.querySelector(":scope > ins")) continue;
			const ad = document.createElement("ins");
			ad.textContent = "ADVERTISEMENT";
			p.append(ad);
		}
		document.body.append(Object.assign(document.createElement("div"), { textContent: "POP-UP" }));
	}, 20);
`;

/** @param {string} [head] @param {string} [more] */
const pageOf = (head = "", more = "") =>
	`<!doctype html><html lang="en"><head><meta charset="utf-8">
	<meta name="viewport" content="width=device-width"><title>The last ferry to Merrow</title>
	${head}</head><body>${more}<main>${EVERYTHING}</main></body></html>`;

/**
 * The computed style of every element of the article, and of its pseudo-elements.
 * @param {Page} page
 * @returns {Promise<[what: string, style: Record<string, string>][]>}
 */
const styles = (page) =>
	page.evaluate(() => {
		const host = /** @type {Element} */ (document.querySelector("body > [hidden]"));
		const mark = [...host.attributes].find(({ value }) => value.startsWith("host"))?.name ?? "";
		const pseudos = [
			"::before",
			"::after",
			"::marker",
			"::first-letter",
			"::first-line",
			"::details-content",
		];
		/** @type {[string, Record<string, string>][]} */
		const found = [];
		for (const element of [
			document.documentElement,
			document.body,
			host,
			...host.querySelectorAll(`[${mark}]`),
		]) {
			for (const pseudo of ["", ...pseudos]) {
				const computed = getComputedStyle(element, pseudo || null);
				const none = /^(none|normal)$/.test(computed.getPropertyValue("content"));
				if (none && /before|after/.test(pseudo)) continue;
				// Only the items of lists have one.
				if (pseudo === "::marker" && getComputedStyle(element).display !== "list-item") continue;
				/** @type {Record<string, string>} */
				const style = {};
				for (const name of computed) {
					// Given in pixels or per cent, by whether the browser has made a box of it.
					if (pseudo && name.endsWith("-origin")) continue;
					style[name.replaceAll(mark, "MARK")] = computed.getPropertyValue(name).replaceAll(mark, "MARK");
				}
				found.push([`${element.localName}[${element.getAttribute(mark) ?? ""}]${pseudo}`, style]);
			}
		}
		return found;
	});

/** The words of the host's mark: `host` and how it is set. @param {Page} page */
const settings = (page) =>
	page.evaluate(() => {
		const host = document.querySelector("body > [hidden]");
		return (
			[...(host?.attributes ?? [])].find(({ value }) => value.startsWith("host"))?.value.split(" ") ?? []
		);
	});

inBothBrowsers((bed) => {
	const limit = { timeout: LIMIT };

	/** @param {string} name @param {string} markup */
	async function visit(name, markup) {
		bed.served.made.set(name, markup);
		const page = await bed.visit(name);
		await page.setViewport({ width: 1100, height: 900 });
		return page;
	}

	test("the article looks the same whatever the page does to everything", limit, async () => {
		const calm = await visit("/calm.html", pageOf());
		await openReader(bed, calm);
		const wild = await visit("/wild.html", pageOf("", "bare text"));
		await openReader(bed, wild);
		// After it was read: of a page that hides all of its text there is nothing to read.
		await wild.evaluate((sheet) => {
			document.head.append(Object.assign(document.createElement("style"), { textContent: sheet }));
		}, SHEET);
		await calm.bringToFront();
		const expected = await styles(calm);
		await wild.bringToFront();
		const found = await styles(wild);
		assert.deepEqual(
			found.map(([what]) => what),
			expected.map(([what]) => what),
		);
		const names = new Set(expected.map(([what]) => what.replace(/\[.*/, "")));
		assert.deepEqual(
			KINDS_SHOWN.filter((name) => !names.has(name)),
			[],
		);
		const differs = found.flatMap(([what, style], i) =>
			Object.entries(style)
				.filter(([name, value]) => value !== expected[i][1][name])
				.map(([name, value]) => `${what} ${name}: ${expected[i][1][name]} → ${value}`),
		);
		assert.deepEqual(differs.slice(0, 20), []);
		assert.deepEqual(await lines(wild), await lines(calm));
		await calm.close();
		await wild.close();
	});

	test("what the page puts into the article or beside it is not shown", limit, async () => {
		const page = await visit("/inserter.html", pageOf());
		await openReader(bed, page);
		await page.evaluate((script) => {
			document.body.append(Object.assign(document.createElement("script"), { textContent: script }));
		}, INSERTER);
		await until(() => page.evaluate(() => document.querySelector("body > [hidden] h1 > ins") !== null));
		const shown = (await lines(page)).join("\n");
		assert.doesNotMatch(shown, /ADVERTISEMENT|POP-UP/);
		await page.close();
	});

	test("the settings are reached by keyboard, act at once and are remembered", limit, async () => {
		const page = await visit("/calm.html", pageOf());
		await openReader(bed, page);
		assert.ok(!(await settings(page)).some((word) => word.startsWith("theme-")));
		const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
		const light = await paper();
		// From the headline back to the bar: the button that leaves, then the one that opens the panel.
		for (const key of /** @type {const} */ (["Tab", "Tab"])) {
			await page.keyboard.down("Shift");
			await page.keyboard.press(key);
			await page.keyboard.up("Shift");
		}
		await page.keyboard.press("Enter");
		await page.keyboard.press("Tab");
		for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowRight");
		await until(async () => (await settings(page)).includes("theme-dark"));
		assert.notEqual(await paper(), light);
		// Past the choices of a row with one Tab: a group is one stop.
		for (let i = 0; i < 3; i++) await page.keyboard.press("Tab");
		for (let i = 0; i < 9; i++) await page.keyboard.press("Enter");
		await until(async () => (await settings(page)).includes("size-9"));
		await page.keyboard.press("Tab");
		await page.keyboard.press("ArrowRight");
		await until(async () => (await settings(page)).includes("width-wide"));

		await page.keyboard.press("Escape");
		assert.ok(await isOpen(page), "the first Escape closes the panel only");
		await page.keyboard.press("Escape");
		await untilLeft(bed, page);
		await openReader(bed, page);
		assert.deepEqual(await settings(page), ["host", "size-9", "theme-dark", "width-wide"]);

		// Back to how it was, for the tests that follow.
		for (const key of ["Tab", "Tab"]) {
			await page.keyboard.down("Shift");
			await page.keyboard.press(/** @type {"Tab"} */ (key));
			await page.keyboard.up("Shift");
		}
		await page.keyboard.press("Enter");
		await page.keyboard.press("Tab");
		// Colours, typeface, two of size, length, what is finer, this site.
		for (let i = 0; i < 7; i++) await page.keyboard.press("Tab");
		await page.keyboard.press("Enter");
		await until(async () => (await settings(page)).join(" ") === "host size-4");
		await leaveReader(bed, page);
		await page.close();
	});

	test("a link within the article moves the view and the keyboard, not the address", limit, async () => {
		const page = await visit("/calm.html", pageOf());
		await page.evaluate(() => {
			const seen = Object.assign(window, { clicks: 0, hashes: 0 });
			document.addEventListener("click", () => seen.clicks++);
			addEventListener("hashchange", () => seen.hashes++);
		});
		await openReader(bed, page);
		const at = () =>
			page.evaluate(() => {
				const { clicks, hashes } = /** @type {any} */ (window);
				return { address: location.href, history: history.length, clicks, hashes };
			});
		const before = await at();
		await (await page.waitForSelector("body > [hidden] p > a[href^='#']"))?.click();
		await until(() => page.evaluate(() => document.activeElement?.textContent === "What the ticket says"));
		assert.ok(await page.evaluate(() => scrollY > 0));
		assert.deepEqual(await at(), before);
		await page.close();
	});

	test("nothing of another site is loaded before a person asks for it", limit, async () => {
		const page = await visit("/calm.html", pageOf());
		await openReader(bed, page);
		/** @type {string[]} */
		const asked = [];
		page.on("request", (request) => asked.push(request.url()));
		const link = await page.waitForSelector("body > [hidden] a[href*='player.example']");
		assert.equal(await page.$("body > [hidden] iframe"), null);
		await link?.click();
		const frame = await page.waitForSelector("body > [hidden] iframe");
		assert.equal(await frame?.evaluate((f) => f.src), "https://player.example/embed/42");
		assert.ok((await frame?.boundingBox())?.height);
		assert.ok(
			asked.every((url) => !url.startsWith("http") || url.includes("player.example")),
			`${asked}`,
		);
		await page.close();
	});

	test("nothing sticks out of a narrow screen, however large the text", limit, async () => {
		const page = await visit("/calm.html", pageOf());
		await page.setViewport({ width: 320, height: 640 });
		await openReader(bed, page);
		for (const size of ["size-4", "size-9"]) {
			const out = await page.evaluate((word) => {
				const host = /** @type {Element} */ (document.querySelector("body > [hidden]"));
				const mark = [...host.attributes].find(({ value }) => value.startsWith("host"))?.name ?? "";
				host.setAttribute(mark, `host ${word}`);
				const screen = document.documentElement.clientWidth;
				// What scrolls within its own box may be as wide as it likes.
				const scrolls = `pre, pre *, [${mark}=scroll], [${mark}=scroll] *, math *`;
				return [...host.querySelectorAll(`:not(${scrolls})`)]
					.filter(
						(element) =>
							element.getBoundingClientRect().right > screen + 1 ||
							(element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1),
					)
					.map((element) => element.outerHTML.slice(0, 80));
			}, size);
			assert.deepEqual(out, [], size);
		}
		await page.close();
	});
});
