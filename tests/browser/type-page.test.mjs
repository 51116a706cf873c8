// The article's type in both browsers: formulas, notes, code, tables, verse, scripts and languages, narrow screens.
// The pages are `sites/type*.html`, which hold something of each.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { until } from "./driver.mjs";
import { inBothBrowsers, isOpen, LIMIT, leaveReader, lines, openReader, untilLeft } from "./reading.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

const TYPE = readFileSync(new URL("sites/type.html", import.meta.url), "utf8");

/**
 * Elements of the article by the role in their mark, or by a selector below it.
 * @param {Page} page
 * @param {string} role
 * @param {string} [more]
 */
async function parts(page, role, more = "") {
	const mark = await page.evaluate(() => {
		const host = document.querySelector("body > [hidden]");
		return [...(host?.attributes ?? [])].find(({ value }) => value.startsWith("host"))?.name ?? "";
	});
	return page.$$(`body > [hidden] [${mark}~="${role}"]${more}`);
}

/** @param {Page} page @param {string} selector @param {string} property */
const styled = (page, selector, property) =>
	page.$eval(
		`body > [hidden] ${selector}`,
		(e, name) => getComputedStyle(e).getPropertyValue(name),
		property,
	);

/** Pixels that the page can be scrolled sideways. @param {Page} page */
const sideways = (page) =>
	page.evaluate(() => {
		const { scrollWidth, clientWidth } = document.documentElement;
		return scrollWidth - clientWidth;
	});

inBothBrowsers((bed, kind) => {
	const limit = { timeout: LIMIT };

	/** @param {string} path @param {{ width: number, height: number }} [size] */
	async function opened(path, size = { width: 1100, height: 800 }) {
		const page = await bed.visit(path);
		await page.setViewport(size);
		await openReader(bed, page);
		return page;
	}

	test("each formula is shown once, whatever script has set it", limit, async () => {
		const page = await opened("/type.html");
		const formulas = await page.$$eval("body > [hidden] math", (all) =>
			all.map((math) => [math.textContent, /block/.test(getComputedStyle(math).display)]),
		);
		assert.deepEqual(formulas, [
			["h=Acos(ωt)", false],
			["h=∑i=1nAi1+k2", true],
			["w2", false],
		]);
		const shown = (await lines(page)).join("\n");
		assert.equal(shown.match(/[ω𝜔]/gu)?.length, 1);
		assert.doesNotMatch(shown, /\\cos/);
		await page.close();
	});

	test("a note opens beside its number and closes before the reader does", limit, async () => {
		const page = await opened("/type.html");
		const [first] = await parts(page, "ref");
		await first.click();
		const [box] = await parts(page, "pop");
		assert.match(await box.evaluate((e) => e.textContent ?? ""), /her clock was kept fast/);
		assert.ok(await box.evaluate((e) => e.contains(document.activeElement)));
		const near = await page.evaluate(
			(a, b) => {
				const [link, note] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
				const { clientWidth } = document.documentElement;
				return {
					inside: note.left >= 0 && note.right <= clientWidth,
					gap: Math.round(Math.min(Math.abs(note.top - link.bottom), Math.abs(link.top - note.bottom))),
				};
			},
			first,
			box,
		);
		assert.deepEqual(near, { inside: true, gap: 8 });
		await page.keyboard.press("Escape");
		await until(async () => (await parts(page, "pop")).length === 0);
		assert.ok(await isOpen(page));
		assert.ok(await first.evaluate((e) => e === document.activeElement), "the focus is back on the number");

		// The same number closes what it opened; the number in the note leads to the notes at the end.
		await first.click();
		await first.click();
		await until(async () => (await parts(page, "pop")).length === 0);
		await first.click();
		await (await parts(page, "pop", " a"))[0].click();
		await until(() => page.evaluate(() => document.activeElement?.localName === "li"));
		await until(async () => (await parts(page, "pop")).length === 0);
		await page.keyboard.press("Escape");
		await untilLeft(bed, page);
		await page.close();
	});

	for (const [way, header] of [
		["as browsers offer it", ""],
		[
			"where the page's policy forbids that",
			'<!-- headers: { "permissions-policy": "clipboard-write=()" } -->',
		],
	]) {
		test(`code is copied by a press, and only by a person's, ${way}`, limit, async () => {
			bed.served.made.set("/code.html", header + TYPE);
			const page = await opened("/code.html");
			const [first, second] = await parts(page, "copy");
			await first.evaluate((e) => /** @type {HTMLElement} */ (e).click());
			await second.click();
			await until(() => second.evaluate((e) => e.textContent === "Copied"));
			assert.equal(await first.evaluate((e) => e.textContent), "Copy");
			await leaveReader(bed, page);
			await page.evaluate(() => {
				document.body.replaceChildren(document.createElement("textarea"));
				document.querySelector("textarea")?.focus();
			});
			await page.keyboard.down("Control");
			await page.keyboard.press("v", kind === "chrome" ? { commands: ["Paste"] } : {});
			await page.keyboard.up("Control");
			const pasted = await until(() => page.$eval("textarea", (e) => e.value));
			assert.equal(pasted, "$ tide --port aldwick");
			await page.close();
		});
	}

	test("what scrolls is reached by the keyboard, and a table keeps its heads in view", limit, async () => {
		const page = await opened("/type.html", { width: 500, height: 600 });
		const pres = await parts(page, "code", " > pre");
		await until(() => pres[0].evaluate((e) => e.getAttribute("tabindex") === "0"));
		assert.equal(await pres[1].evaluate((e) => e.hasAttribute("tabindex")), false);
		const [scroll] = await parts(page, "scroll");
		assert.equal(await scroll.evaluate((e) => e.getAttribute("tabindex")), "0");
		const heads = await scroll.evaluate((box) => {
			box.scrollLeft = 200;
			const left = (/** @type {string} */ selector) =>
				Math.round(
					(box.querySelector(selector)?.getBoundingClientRect().left ?? 0) - box.getBoundingClientRect().left,
				);
			return [
				box.scrollLeft,
				left("tbody th"),
				getComputedStyle(box.querySelector("thead th") ?? box).position,
			];
		});
		assert.deepEqual(heads, [200, 0, "sticky"]);
		await page.close();
	});

	test("verse, code and quotations are set as what they are, in their language", limit, async () => {
		const page = await opened("/type.html");
		assert.equal((await parts(page, "gallery", " > img")).length, 3);
		assert.equal((await parts(page, "verse")).length, 2);
		assert.equal((await parts(page, "line")).length, 8);
		assert.equal(await (await parts(page, "language"))[0].evaluate((e) => e.textContent), "rust");
		const shown = await page.evaluate(() => {
			const find = (/** @type {string} */ s) =>
				/** @type {Element} */ (document.querySelector(`body > [hidden] ${s}`));
			const of = (/** @type {string} */ s, /** @type {string} */ name) =>
				getComputedStyle(find(s)).getPropertyValue(name);
			return {
				hyphens: of("article > p", "hyphens"),
				headline: of("h1", "text-wrap-style") || of("h1", "text-wrap"),
				paragraph: of("article > p", "text-wrap-style") || of("article > p", "text-wrap"),
				german: find("q").closest("[lang]")?.getAttribute("lang"),
				quotes: getComputedStyle(find("q"), "::before").content,
			};
		});
		assert.deepEqual(shown, {
			hyphens: "auto",
			headline: "balance",
			// Firefox 153 does not know `pretty`.
			paragraph: kind === "chrome" ? "pretty" : "auto",
			german: "de",
			quotes: "open-quote",
		});
		await page.close();
	});

	test("right to left, Chinese letters and lines from top to bottom", limit, async () => {
		const arabic = await opened("/type-rtl.html");
		assert.equal(await styled(arabic, "article", "direction"), "rtl");
		assert.equal(await styled(arabic, "pre", "direction"), "ltr");
		assert.ok(
			await arabic.$eval("body > [hidden] li", (e) => {
				const list = /** @type {Element} */ (e.parentElement).getBoundingClientRect();
				return list.right - e.getBoundingClientRect().right > 10;
			}),
			"the numbers stand to the right",
		);
		const year = await arabic.$eval("body > [hidden] article > p", ({ firstChild }) => {
			const at = firstChild?.nodeValue?.indexOf("1931") ?? -1;
			const digits = [0, 1, 2, 3].map((digit) => {
				const range = document.createRange();
				range.setStart(/** @type {Node} */ (firstChild), at + digit);
				range.setEnd(/** @type {Node} */ (firstChild), at + digit + 1);
				return range.getBoundingClientRect().top;
			});
			return new Set(digits).size;
		});
		assert.equal(year, 1, "a number stands in one line");
		await arabic.close();

		const japanese = await opened("/type-cjk.html");
		assert.deepEqual(
			await japanese.$$eval("body > [hidden] ruby", (all) =>
				all.map((r) => r.querySelector("rt")?.textContent),
			),
			["しお", "み", "やかん"],
		);
		assert.equal(await styled(japanese, "article > p", "line-break"), "strict");
		assert.equal(await styled(japanese, "article > p", "text-autospace"), "normal");
		assert.equal(await styled(japanese, "article", "writing-mode"), "horizontal-tb");
		await japanese.close();

		const vertical = await opened("/type-vertical.html", { width: 600, height: 700 });
		assert.equal(await styled(vertical, "article", "writing-mode"), "vertical-rl");
		const at = await vertical.$$eval("body > [hidden] article > p", (all) =>
			all.map((p) => p.getClientRects()[0]).map(({ left, top }) => ({ left, top })),
		);
		// The next paragraph is to the left, or in a strip below.
		assert.ok(at.every(({ left, top }, i) => i === 0 || left < at[i - 1].left || top > at[i - 1].top + 300));
		assert.ok(await vertical.evaluate(() => document.documentElement.scrollHeight > innerHeight));
		assert.equal(await sideways(vertical), 0);
		await vertical.close();
	});

	test("no space between words is lost", limit, async () => {
		const words =
			"the ferry that nobody had asked for came in late and left at once with a goat on board".split(" ");
		const paragraphs = Array.from({ length: 60 }, (_, i) => {
			const bold = words.slice(0, 3 + (i % 9)).join(" ");
			return `<p><strong>${i % 2 ? bold.toUpperCase() : bold}</strong> - ${words.slice(i % 5).join(" ")}, as post ${i} has it, and so on for as long as anybody listened.</p>`;
		});
		bed.served.made.set(
			"/spaces.html",
			`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Spaces</title></head><body><main><article><h1>Spaces between words</h1>${paragraphs.join("")}</article></main></body></html>`,
		);
		const page = await opened("/spaces.html", { width: 400, height: 600 });
		for (let width = 300; width <= 420; width += 8) {
			await page.setViewport({ width, height: 600 });
			const lost = await page.evaluate(() => {
				const range = document.createRange();
				/** @param {Text} text @param {number} at */
				const box = (text, at) => {
					range.setStart(text, at);
					range.setEnd(text, at + 1);
					return range.getBoundingClientRect();
				};
				return [...document.querySelectorAll("body > [hidden] p > strong")].flatMap((strong) => {
					const text = /** @type {Text} */ (strong.firstChild);
					return [...text.data.matchAll(/ /g)].flatMap(({ index }) => {
						const [before, after] = [box(text, index - 1), box(text, index + 1)];
						const apart = Math.abs(before.top - after.top) > 3 || after.left - before.right > 1;
						return apart ? [] : [text.data.slice(0, index)];
					});
				});
			});
			assert.deepEqual(lost, [], `${width} px`);
		}
		await page.close();
	});

	test("a note has the width of the text, and a verse no line before its first", limit, async () => {
		const page = await opened("/type.html");
		for (const part of await parts(page, "note", " > div"))
			assert.ok((await part.evaluate((e) => e.getBoundingClientRect().width)) > 300);
		for (const part of await parts(page, "verse", " > :first-child")) {
			const above = await part.evaluate(
				(e) => e.getBoundingClientRect().top - (e.parentElement?.getBoundingClientRect().top ?? 0),
			);
			assert.ok(above < 5, `${above}`);
		}
		await page.close();
	});

	test("a byline has no dot where a line begins or ends", limit, async () => {
		const page = await opened("/type.html", { width: 400, height: 600 });
		const [byline] = await parts(page, "byline");
		let broken = 0;
		for (let width = 150; width <= 330; width += 20) {
			await page.setViewport({ width, height: 600 });
			const { overflow, pieces } = await byline.evaluate((line) => {
				const range = document.createRange();
				const start = line.getBoundingClientRect().left;
				const pieces = [...line.children].map((piece) => {
					range.selectNodeContents(piece);
					const { left, top } = range.getBoundingClientRect();
					return { left: left - start, top };
				});
				return { overflow: getComputedStyle(line).overflowX, pieces };
			});
			// What comes first in a line begins where the line does: its dot is beyond, where it is clipped.
			assert.equal(overflow, "clip");
			for (const [i, { left, top }] of pieces.entries()) {
				const first = i === 0 || top > pieces[i - 1].top + 5;
				if (first) assert.ok(Math.abs(left) < 1.5, `${width} px: ${left}`);
				else assert.ok(left > 5);
				broken += Number(first && i > 0);
			}
		}
		assert.ok(broken > 0);
		await page.close();
	});

	test("no page scrolls sideways at 400 % zoom, nor on the widest screen", limit, async () => {
		for (const path of ["/type.html", "/type-rtl.html", "/type-cjk.html", "/type-vertical.html"]) {
			// 1280 by 1024 at 400 %: https://www.w3.org/WAI/WCAG22/Understanding/reflow
			const page = await opened(path, { width: 320, height: 256 });
			assert.equal(await sideways(page), 0, path);
			await page.setViewport({ width: 2560, height: 1400 });
			assert.equal(await sideways(page), 0, path);
			await page.close();
		}
	});

	// The last, as all that comes after it in Firefox would be on a phone as well.
	test("a page without a viewport fits a phone, and is as wide as before when left", limit, async () => {
		const page = await bed.visit("/no-viewport.html");
		await bed.driven.phone(page);
		const width = () => page.evaluate(() => window.innerWidth);
		const before = await width();
		assert.ok(before > 900);
		await openReader(bed, page);
		const fits = kind === "chrome" ? 390 : await page.evaluate(() => screen.width);
		assert.ok(fits < before);
		await until(async () => (await width()) === fits);
		assert.equal(await sideways(page), 0);
		await leaveReader(bed, page);
		await until(async () => (await width()) === before);
		assert.equal(await page.$("meta[name=viewport]"), null);
		await page.close();
	});
});
