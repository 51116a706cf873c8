// Pages whose scripts and state fight the reader: it opens over them, can be used by pointer, and the page comes back.

import assert from "node:assert/strict";
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
