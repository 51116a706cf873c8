// What the tests ask of a page: is the reader open on it, what does it show, is it as it was.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, beforeEach, describe } from "node:test";
import { KINDS, launch, until } from "./driver.mjs";
import { serve } from "./server.mjs";

/** @typedef {import("puppeteer-core").Page} Page */
/** @typedef {import("./driver.mjs").Driven} Driven */
/** @typedef {import("./server.mjs").Served} Served */

/** Longest that one test may take, in milliseconds: the machine may be busy with others. */
export const LIMIT = 60_000;

/** The article of the test sites as lines of text: headline and paragraphs. */
export const ARTICLE = [
	...readFileSync(new URL("sites/parts/article.html", import.meta.url), "utf8").matchAll(
		/<(h1|p)>(.*?)<\/\1>/gs,
	),
].map(([, , text]) => text);

/**
 * A browser and the sites for the tests of a file, once for each kind of browser.
 * @typedef {object} Bed
 * @property {Driven} driven
 * @property {Served} served
 * @property {(path: string) => Promise<Page>} visit a new tab at a path of the sites, or at an address
 */

/**
 * @param {(bed: Bed, kind: import("./driver.mjs").Kind) => void} tests
 * @param {(kind: import("./driver.mjs").Kind) => Promise<string>} [form] another form of the extension
 * @param {import("./driver.mjs").LaunchOptions} [options]
 */
export function inBothBrowsers(tests, form, options) {
	for (const kind of KINDS) {
		describe(kind, { timeout: 20 * LIMIT }, () => {
			/** @type {import("node:test").TestContext | undefined} */
			let current;
			/** @type {Bed} */
			const bed = {
				driven: /** @type {any} */ (undefined),
				served: /** @type {any} */ (undefined),
				async visit(path) {
					// For the table of cases.
					if (process.env.FAIRCOPY_CASES) current?.diagnostic(`site: ${path}`);
					const page = await bed.driven.browser.newPage();
					await page.goto(new URL(path, bed.served.origin).href);
					return page;
				},
			};
			before(
				async () => {
					bed.served = await serve();
					bed.driven = await launch(kind, await form?.(kind), options);
				},
				{ timeout: LIMIT },
			);
			beforeEach((context) => {
				current = /** @type {import("node:test").TestContext} */ (context);
			});
			after(async () => {
				await bed.driven?.close();
				await bed.served?.close();
			});
			tests(bed, kind);
		});
	}
}

/**
 * @param {Page} page
 * @returns {Promise<boolean>} whether an article of ours is shown
 */
export function isOpen(page) {
	return page.evaluate(() =>
		[...(document.body?.children ?? [])].some((child) => {
			const { display, visibility } = getComputedStyle(child);
			return child.hasAttribute("hidden") && display === "block" && visibility === "visible";
		}),
	);
}

/**
 * Presses and waits until the article is shown and the button says so.
 * @param {Bed} bed
 * @param {Page} page
 */
export async function openReader(bed, page) {
	await bed.driven.press(page);
	await until(() => isOpen(page));
	await until(async () => (await bed.driven.button(page)).title === "Back to the page");
}

/**
 * Waits until the page is back and the button says so.
 * @param {Bed} bed
 * @param {Page} page
 */
export async function untilLeft(bed, page) {
	await until(async () => !(await isOpen(page)));
	await until(async () => (await bed.driven.button(page)).title === "Read this page");
}

/**
 * @param {Bed} bed
 * @param {Page} page
 */
export async function leaveReader(bed, page) {
	await bed.driven.press(page);
	await untilLeft(bed, page);
}

/**
 * Waits for a notice of ours in the page.
 * @param {Bed} bed
 * @param {Page} page
 * @returns {Promise<{ says: string, buttons: Map<string, import("./driver.mjs").Part> }>}
 */
export async function untilNotice(bed, page) {
	return until(async () => {
		const parts = await bed.driven.parts(page);
		const says = parts.find(({ attributes }) => attributes.role === "status")?.text;
		const buttons = parts.filter(({ name }) => name === "button");
		return says ? { says, buttons: new Map(buttons.map((button) => [button.text, button])) } : null;
	});
}

/**
 * @param {Page} page
 * @returns {Promise<string[]>} the lines that a person sees
 */
export async function lines(page) {
	// biome-ignore lint/performance/useDomNodeTextContent: what is rendered is what is asked
	const text = await page.evaluate(() => document.body.innerText);
	return text
		.split("\n")
		.map((line) => line.trim())
		.filter(Boolean);
}

/**
 * Everything of a page that a visit must leave alone, as it is now.
 * @param {Page} page
 * @param {{ moving?: boolean }} [kind] whether what it renders changes by itself
 * @returns {Promise<() => Promise<void>>} fails if anything has changed since
 */
export async function keepsake(page, { moving = false } = {}) {
	const kept = await page.evaluateHandle((moving) => {
		function look() {
			const nodes = [];
			const walker = document.createTreeWalker(document);
			while (walker.nextNode()) nodes.push(walker.currentNode);
			const at = getSelection();
			return {
				nodes,
				markup: document.documentElement.outerHTML,
				title: document.title,
				globals: Object.getOwnPropertyNames(window).sort().join(" "),
				sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
				scroll: `${scrollX} ${scrollY}`,
				focus: document.activeElement,
				selection: [at?.anchorNode, at?.anchorOffset, at?.focusNode, at?.focusOffset],
				// biome-ignore lint/performance/useDomNodeTextContent: what is rendered is what is asked
				text: moving ? "" : document.body.innerText,
			};
		}
		return { look, before: look() };
	}, moving);
	return async () => {
		const changed = await page.evaluate(({ look, before }) => {
			const now = look();
			const differs = [];
			for (const key of /** @type {const} */ ([
				"markup",
				"title",
				"globals",
				"sheets",
				"scroll",
				"focus",
				"text",
			])) {
				if (before[key] !== now[key]) differs.push(`${key}: ${String(before[key])} → ${String(now[key])}`);
			}
			if (before.selection.some((part, i) => part !== now.selection[i])) differs.push("selection");
			if (before.nodes.length !== now.nodes.length)
				differs.push(`${before.nodes.length} → ${now.nodes.length} nodes`);
			if (before.nodes.some((node, i) => node !== now.nodes[i])) differs.push("other nodes");
			return differs;
		}, kept);
		assert.deepEqual(changed, []);
	};
}
