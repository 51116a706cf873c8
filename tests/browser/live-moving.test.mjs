// Content that moves under the reader: an address that a script changes, an article that grows, a page that still loads.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, until } from "./driver.mjs";
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
	untilNotice,
} from "./reading.mjs";

/** @typedef {import("puppeteer-core").Page} Page */
/** @typedef {import("./reading.mjs").Bed} Bed */

/**
 * How a page goes elsewhere by script, each from `/plain.html` with an entry before and after it in the history.
 * @type {Record<string, () => void>}
 */
const WAYS = {
	pushState: () => history.pushState(null, "", "/another"),
	replaceState: () => history.replaceState(null, "", "/another"),
	"a query": () => history.replaceState(null, "", "?article=2"),
	"a route after #": () => {
		location.hash = "#/another";
	},
	"a route after #!": () => history.replaceState(null, "", "#!another"),
	back: () => history.back(),
	forward: () => history.forward(),
};

/** @param {Bed} bed */
async function visitBetween(bed) {
	const page = await bed.visit("/plain.html?before");
	await page.evaluate(async () => {
		history.pushState(null, "", "/plain.html");
		history.pushState(null, "", "/plain.html?after");
		const back = new Promise((resolve) => addEventListener("popstate", resolve, { once: true }));
		history.back();
		await back;
	});
	return page;
}

/** @param {Bed} bed */
async function isLeftEachWay(bed) {
	for (const [name, way] of Object.entries(WAYS)) {
		const page = await visitBetween(bed);
		await openReader(bed, page);
		await page.evaluate(() => {
			location.replace("#part");
			history.replaceState(null, "", "#other-part");
		});
		assert.ok(await isOpen(page), "a place in the page is no other page");
		await page.evaluate(way);
		await untilLeft(bed, page).catch((error) => assert.fail(`${name}: ${error}`));
		await page.close();
	}
}

/**
 * Waits for the quiet line.
 * @param {Bed} bed
 * @param {Page} page
 * @param {string} words
 */
function untilOffered(bed, page, words) {
	return until(async () => {
		const parts = await bed.driven.parts(page);
		const strip = parts.find(({ attributes }) => attributes.class === "growing" && !("hidden" in attributes));
		if (strip?.text !== `${words}Show`) return undefined;
		return parts.find(({ name, text }) => name === "button" && text === "Show");
	});
}

/**
 * @param {Page} page
 * @returns {Promise<{ text: string, top: number }>} the line that a person reads: the first below the upper edge
 */
function readingAt(page) {
	return page.evaluate(() => {
		for (const line of document.querySelectorAll("p, h1, h2")) {
			const { top, bottom, height } = line.getBoundingClientRect();
			if (height > 0 && bottom > 0) return { text: line.textContent ?? "", top };
		}
		return { text: "", top: 0 };
	});
}

/**
 * @param {Page} page
 * @param {string} start
 * @returns {Promise<string[]>} the lines that begin so
 */
async function beginning(page, start) {
	return (await lines(page)).filter((line) => line.startsWith(start));
}

/**
 * Waits until so many lines begin so, and a line that is read is where it was.
 * @param {Page} page
 * @param {string} start
 * @param {number} count
 * @param {{ text: string, top: number }} reading
 */
function untilIn(page, start, count, reading) {
	return until(async () => {
		const { text, top } = await readingAt(page);
		const isStill = text === reading.text && Math.abs(top - reading.top) < 2;
		return isStill && (await beginning(page, start)).length === count;
	});
}

/** @param {Page} page @param {number} top */
function scrollTo(page, top) {
	return page.evaluate((top) => window.scrollTo({ top, behavior: "instant" }), top);
}

/** @param {Page} page @param {string} event @returns {Promise<boolean>} */
function send(page, event) {
	return page.evaluate((event) => dispatchEvent(new Event(event)), event);
}

const HEAD = '<!doctype html><html lang="en"><title>The harbour clock</title><body>';

/**
 * Goes to a page whose answer is held back, until so many paragraphs of it are there.
 * @param {Bed} bed
 * @param {string} path
 * @param {number} count
 */
async function visitSlowly({ driven, served }, path, count) {
	const page = await driven.browser.newPage();
	page.goto(served.origin + path).catch(() => {});
	await until(() =>
		page
			.evaluate(
				(path, count) =>
					location.pathname === path && document.body && document.querySelectorAll("p").length === count,
				path,
				count,
			)
			.catch(() => false),
	);
	return page;
}

inBothBrowsers((bed, kind) => {
	const limit = { timeout: LIMIT };

	test(
		"what an article gets in nested shadow trees is offered, and its code can be copied",
		limit,
		async () => {
			const words =
				"of the walk goes from lock to lock, past the mill and the reeds, and tells of whoever sat there.";
			bed.served.made.set(
				"/moving-shadows.html",
				`${HEAD}<main><article><h1>A walk along the canal</h1><whole-text></whole-text></article></main><script>
				const outer = document.querySelector("whole-text").attachShadow({ mode: "open" });
				outer.append(document.createElement("part-text"));
				const inner = outer.firstChild.attachShadow({ mode: "closed" });
				let number = 0;
				function add(many) {
					for (let i = 0; i < many; i++) {
						const p = document.createElement("p");
						p.textContent = "Paragraph " + ++number + " ${words}";
						inner.append(p);
					}
					const pre = document.createElement("pre");
					pre.append(document.createElement("code"));
					pre.firstChild.textContent = "open(gate, " + number + ")\\nwait(tide)";
					inner.append(pre);
				}
				add(12);
				addEventListener("more", () => add(3));
			</script>`,
			);
			const page = await bed.visit("/moving-shadows.html");
			const copies = () =>
				page.$$eval("body > [hidden] pre", (all) =>
					all.map((pre) => pre.parentElement?.querySelectorAll("button").length),
				);
			const asBefore = await keepsake(page);
			await openReader(bed, page);
			assert.deepEqual(await copies(), [1]);
			await send(page, "more");
			const show = await untilOffered(bed, page, "There is more on the page");
			await show.click();
			await until(async () => (await beginning(page, "Paragraph")).length === 15);
			assert.deepEqual(await copies(), [1, 1]);
			await leaveReader(bed, page);
			await asBefore();
			await page.close();
		},
	);

	test("what an article gets on scroll is offered, and moves nothing", limit, async () => {
		const page = await bed.visit("/moving-grows.html");
		await openReader(bed, page);
		assert.equal((await beginning(page, "Paragraph")).length, 40);
		await scrollTo(page, 1e6);
		const show = await untilOffered(bed, page, "There is more on the page");
		const reading = await readingAt(page);
		assert.equal((await beginning(page, "Paragraph")).length, 40);
		await show.click();
		await untilIn(page, "Paragraph", 43, reading);

		// Rendered anew, with an advertisement: neither is new, and the next three are.
		await send(page, "render");
		await scrollTo(page, 1e6);
		const next = await untilOffered(bed, page, "There is more on the page");
		await scrollTo(page, 2000);
		const again = await readingAt(page);
		assert.match(again.text, /^Paragraph/);
		await next.click();
		await untilIn(page, "Paragraph", 46, again);
		assert.ok(!(await lines(page)).includes("Advertisement"));

		// What is read is where one is in the page.
		await leaveReader(bed, page);
		await until(async () => (await readingAt(page)).text === again.text);
		await page.close();
	});

	test("new posts of a live blog are counted, and put in above what is read", limit, async () => {
		const page = await bed.visit("/moving-blog.html");
		await openReader(bed, page);
		await scrollTo(page, 1500);
		const reading = await readingAt(page);
		await send(page, "posts");
		await (await untilOffered(bed, page, "New posts: 3")).click();
		await untilIn(page, "Heat", 18, reading);
		const heats = Array.from({ length: 18 }, (_, at) => `Heat ${18 - at} has been rowed`);
		assert.deepEqual(await beginning(page, "Heat"), heats);
		// More is offered, and not taken.
		await send(page, "posts");
		await untilOffered(bed, page, "New posts: 3");
		await leaveReader(bed, page);
		await until(async () => (await readingAt(page)).text === reading.text);
		await page.close();
	});

	test("a page that still loads is shown as far as it is there, then whole", limit, async () => {
		const slow = bed.served.slowly("/half.html");
		const [headline, ...paragraphs] = ARTICLE;
		const last = paragraphs.pop() ?? "";
		const first = paragraphs.map((text) => `<p>${text}</p>`).join("");
		slow.write(
			`${HEAD}<nav><a href="/">Home</a></nav><article><h1>${headline}</h1>${first}<p>${last.slice(0, 60)}`,
		);
		const page = await visitSlowly(bed, "/half.html", paragraphs.length + 1);
		if (kind === "chrome") {
			await openReader(bed, page);
			const shown = ARTICLE.slice(0, -1).join();
			await until(async () => (await lines(page)).slice(0, paragraphs.length + 1).join() === shown);
		} else {
			// Firefox inserts no sheet before all is there, and that is said.
			await bed.driven.press(page);
			assert.equal((await untilNotice(bed, page)).says, "Still loading …");
		}
		const more =
			"And then it struck twelve, which nobody in the town had heard since the spring of that year.";
		slow.write(`${last.slice(60)}</p><p>${more}</p></article></body></html>`);
		slow.end();
		// Unasked, as one has asked for the page.
		const whole = [...ARTICLE, more].join();
		await until(async () => (await isOpen(page)) && (await lines(page)).join() === whole);
		await until(async () => (await bed.driven.button(page)).title === "Back to the page");
		const offered = (await bed.driven.parts(page)).some(({ attributes }) => attributes.class === "growing");
		assert.equal(offered, false);
		await leaveReader(bed, page);
		await page.close();
	});

	test("a page that has nothing yet is waited for, if one does not give it up", limit, async () => {
		const [headline, ...paragraphs] = ARTICLE;
		for (const givesUp of [true, false]) {
			const slow = bed.served.slowly("/nothing-yet.html");
			slow.write(`${HEAD}<nav><a href="/">Home</a></nav>`);
			const page = await visitSlowly(bed, "/nothing-yet.html", 0);
			await bed.driven.press(page);
			const { says, buttons } = await untilNotice(bed, page);
			assert.equal(says, "Still loading …");
			assert.deepEqual([...buttons.keys()], ["Cancel"]);
			if (givesUp) {
				await buttons.get("Cancel")?.click();
				await until(async () => (await bed.driven.parts(page)).length === 0);
			}
			slow.write(
				`<article><h1>${headline}</h1>${paragraphs.map((text) => `<p>${text}</p>`).join("")}</article></body></html>`,
			);
			slow.end();
			await until(() => page.evaluate(() => document.readyState === "complete"));
			if (!givesUp) {
				await until(async () => (await isOpen(page)) && (await lines(page)).join() === ARTICLE.join());
				await until(async () => (await bed.driven.button(page)).title === "Back to the page");
				await leaveReader(bed, page);
			}
			assert.equal(await isOpen(page), false);
			await page.close();
		}
	});

	test("an article is never shown under another address", limit, () => isLeftEachWay(bed));

	// Chrome always can.
	if (kind === "chrome") return;
	test("not where the browser can't tell of addresses, either", limit, async () => {
		const driven = await launch(kind, undefined, { prefs: { "dom.navigation.webidl.enabled": false } });
		const page = await driven.browser.newPage();
		await page.goto(`${bed.served.origin}/plain.html`);
		assert.equal(await page.evaluate(() => "navigation" in window), false);
		await page.close();
		const other = {
			...bed,
			driven,
			/** @param {string} path */
			async visit(path) {
				const page = await driven.browser.newPage();
				await page.goto(new URL(path, bed.served.origin).href);
				return page;
			},
		};
		await isLeftEachWay(other).finally(() => driven.close());
	});
});
