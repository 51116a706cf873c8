// Pages whose scripts and state fight the reader: it opens over them, can be used by pointer, and the page comes back.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { until } from "./driver.mjs";
import {
	ARTICLE,
	inBothBrowsers,
	keepsake,
	LIMIT,
	leaveReader,
	lines,
	openReader,
	untilLeft,
} from "./reading.mjs";

/** @typedef {{ doctype?: string, html?: string, body?: string, style?: string, script?: string }} Site */

/** One page of each kind; all show the same article. @type {Record<string, Site>} */
const SITES = {
	"a contenteditable body": { body: "contenteditable" },
	designMode: { script: "document.designMode = 'on';" },
	"scroll locks on html and body": {
		style: "html, body { overflow: hidden !important; height: 100% !important; position: fixed; inset: 0 }",
	},
	"quirks mode": { doctype: "" },
	"zoom and transforms on html and body": {
		style: "html { zoom: 1.5; transform: rotate(3deg) !important } body { transform: scale(.5) !important }",
	},
	"a cover with a huge z-index": {
		style: "#cover { position: fixed; inset: 0; z-index: 2147483647; background: red }",
		script: "document.body.append(Object.assign(document.createElement('div'), { id: 'cover' }));",
	},
	"an open popover": {
		script: `const popover = document.createElement("div");
			popover.popover = "manual";
			popover.textContent = "SUBSCRIBE";
			document.body.append(popover);
			popover.showPopover();`,
	},
	"key handlers in the capture phase of the window that came first": {
		script: `for (const type of ["keydown", "keypress", "keyup"])
			addEventListener(type, (event) => { event.preventDefault(); event.stopImmediatePropagation(); }, true);`,
	},
	"a click handler on the document that takes every click": {
		script: `document.addEventListener("click", (event) => event.preventDefault());`,
	},
	"a body that resets its own classes": {
		body: 'class="page"',
		script: `setInterval(() => {
			document.body.className = "page";
			document.documentElement.className = "";
			document.body.removeAttribute("style");
		}, 10);
		document.documentElement.className = "";`,
	},
};

/** What sites do to each paragraph that they find, and to those that come later. */
const ADVERTS = `
	const done = new WeakSet();
	function advertise() {
		const all = [...document.querySelectorAll("p")].filter((p) => !done.has(p));
		for (const p of all) {
			done.add(p);
			const box = document.createElement("div");
			box.className = "ad";
			box.textContent = "ADVERT";
			p.after(box);
			const within = document.createElement("strong");
			within.className = "advert";
			within.textContent = "ADVERT";
			p.append(within);
			// In the paragraph's own clothes.
			const alike = p.cloneNode();
			done.add(alike);
			alike.classList.add("ad");
			alike.textContent = "ADVERT";
			p.before(alike);
		}
	}
	new MutationObserver(advertise).observe(document, { childList: true, subtree: true });
	document.addEventListener("go-on", advertise);
`;

/** A page whose handlers take every press and let nothing be copied, and whose article has links of every kind. */
const linked = () => {
	const article = readFileSync(new URL("sites/parts/everything.html", import.meta.url), "utf8");
	const script = `window.heard = [];
		const take = (event) => {
			heard.push(event.type + " " + (event.key ?? event.target.closest("a, button, summary, p")?.tagName));
			event.preventDefault();
			event.stopImmediatePropagation();
		};
		const types = "click mousedown mouseup pointerdown pointerup auxclick contextmenu selectstart copy keydown keyup".split(" ");
		for (const type of types) {
			document.addEventListener(type, (event) => event.target.closest("a, button, summary") && take(event), true);
			document.addEventListener(type, take);
		}`;
	return markup({ script }).replace(
		"<!-- article -->",
		article.replaceAll("https://example.org/map", "/plain.html"),
	);
};

/** @param {Site} site */
const markup = ({ doctype = "<!doctype html>", html = "", body = "", style = "", script = "" }) =>
	`${doctype}<html lang="en" ${html}><head><meta charset="utf-8"><title>The harbour clock runs again</title>
	<style>${style}</style></head><body ${body}><main><!-- article --></main><script>${script}</script></body></html>`;

inBothBrowsers((bed) => {
	for (const [index, [name, site]] of Object.entries(SITES).entries()) {
		test(`${name}: read, left by pointer and by the button, as before`, { timeout: LIMIT }, async () => {
			const path = `/fights-${index}.html`;
			bed.served.made.set(path, markup(site));
			const page = await bed.visit(path);
			const asBefore = await keepsake(page);
			await openReader(bed, page);
			assert.deepEqual(await lines(page), ARTICLE);
			const parts = await bed.driven.parts(page);
			await parts.find(({ attributes }) => attributes["aria-label"] === "Back to the page")?.click();
			await untilLeft(bed, page);
			await asBefore();
			await openReader(bed, page);
			await leaveReader(bed, page);
			await asBefore();
			await page.close();
		});
	}

	test("click handlers on the document do not hear of links of the article, and copying is let be", {
		timeout: LIMIT,
	}, async () => {
		bed.served.made.set("/fights-links.html", linked());
		const page = await bed.visit("/fights-links.html");
		const heard = () => page.evaluate(() => /** @type {any} */ (window).heard.splice(0));
		/** @param {string} selector @param {string} words */
		const ours = async (selector, words) =>
			/** @type {import("puppeteer-core").ElementHandle<HTMLElement>} */ (
				await page.evaluateHandle(
					(selector, words) =>
						[...document.querySelectorAll(`body > [hidden] ${selector}`)].find(
							({ textContent }) => textContent === words,
						),
					selector,
					words,
				)
			);
		await openReader(bed, page);

		await (await ours("p a", "1")).click();
		await page.waitForSelector("aside:popover-open");
		await page.keyboard.press("Escape");
		await until(async () => (await page.$("aside:popover-open")) === null);
		await (await ours("p a", "rules on the ticket")).click();
		await until(() => page.evaluate(() => document.activeElement?.textContent === "What the ticket says"));
		await (await ours("summary", "How to get there")).click();
		await page.waitForSelector("body > [hidden] details[open]");
		// It comes after the first paint, and what it does is seen in a closed tree alone.
		await (await page.waitForSelector("body > [hidden] button[aria-label='Enlarge the picture']"))?.focus();
		await page.keyboard.press("Enter");
		const dialogs = async () => (await bed.driven.parts(page)).filter(({ name }) => name === "dialog").length;
		await until(async () => (await dialogs()) === 1);
		await page.keyboard.press("Escape");
		await until(async () => (await dialogs()) === 0);
		// Where a key is let go the focus has gone on.
		assert.deepEqual(
			(await heard()).filter((/** @type {string} */ type) => !type.startsWith("keyup")),
			[],
		);

		// Three clicks select a paragraph, though the page would have none of it.
		const paragraph = await page.waitForSelector("body > [hidden] h2 + p");
		await paragraph?.click({ count: 3, offset: { x: 5, y: 5 } });
		await until(() => page.evaluate(() => (getSelection()?.toString().length ?? 0) > 40));
		// What is no link is the page's to hear of, and other extensions'.
		/** @type {string[]} */
		const all = [];
		await until(async () => all.push(...(await heard())) && all.includes("click P"));
		await page.keyboard.down("Control");
		await page.keyboard.press("c");
		await page.keyboard.up("Control");
		await until(async () => all.push(...(await heard())) && all.some((type) => type.startsWith("keyup")));
		assert.deepEqual(
			all.filter((type) => /^(?:copy|selectstart|contextmenu|keydown c)/.test(type)),
			[],
		);

		await (await ours("p a", "map drawn by her father")).focus();
		await page.keyboard.press("Enter");
		await until(() => page.evaluate(() => location.pathname === "/plain.html").catch(() => false));
		await page.close();
	});

	test("adverts that a page puts between any paragraphs it finds are not shown", {
		timeout: LIMIT,
	}, async () => {
		bed.served.made.set("/fights-adverts.html", markup({ script: ADVERTS }));
		const page = await bed.visit("/fights-adverts.html");
		await openReader(bed, page);
		// Our own paragraphs are in the page's document: it finds them like its own.
		await until(() =>
			page.evaluate(() => document.querySelectorAll("body > [hidden] :is(.ad, .advert)").length >= 15),
		);
		assert.deepEqual(await lines(page), ARTICLE);
		await leaveReader(bed, page);
		assert.ok((await lines(page)).includes("ADVERT"));
		await page.close();
	});

	test("a page that rebuilds its body under the reader does not get into it", {
		timeout: LIMIT,
	}, async () => {
		bed.served.made.set("/fights-rebuilds.html", markup({}));
		const page = await bed.visit("/fights-rebuilds.html");
		await openReader(bed, page);
		await page.evaluate(() => {
			const { body } = document;
			const main = document.createElement("main");
			main.textContent = "REBUILT";
			body.replaceChildren(main);
		});
		await until(async () => (await lines(page)).length === ARTICLE.length);
		assert.deepEqual(await lines(page), ARTICLE);
		await leaveReader(bed, page);
		assert.deepEqual(await lines(page), ["REBUILT"]);
		await page.close();
	});
});
