// The article on paper: printed to PDF by both browsers, and the PDF read again.

import assert from "node:assert/strict";
import { test } from "node:test";
import { getDocument, OPS } from "pdfjs-dist/legacy/build/pdf.mjs";
import { ARTICLE, inBothBrowsers, LIMIT, openReader } from "./reading.mjs";

/**
 * @param {Uint8Array} pdf
 * @returns {Promise<{ text: string, pictures: number }[]>} what stands on each page
 */
async function pagesOf(pdf) {
	const paper = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
	const pages = [];
	for (let number = 1; number <= paper.numPages; number++) {
		const page = await paper.getPage(number);
		const { items } = await page.getTextContent();
		const text = items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : "")).join("");
		const { fnArray } = await page.getOperatorList();
		const pictures = fnArray.filter((fn) => fn === OPS.paintImageXObject).length;
		pages.push({ text: text.replace(/\s+/g, " "), pictures });
	}
	return pages;
}

inBothBrowsers((bed, kind) => {
	test("all of the article is on paper, its links as notes, and nothing else", {
		timeout: LIMIT,
	}, async () => {
		const page = await bed.visit("/type.html");
		await openReader(bed, page);
		const pages = await pagesOf(await page.pdf({ format: "A4" }));
		const text = pages.map((page) => page.text).join(" ");
		assert.ok(pages.length > 1, "more than one page");
		// In the order of the article, the folded parts too, with what scrolls on the screen.
		const order = [
			"A winter of the tide",
			"Nobody had asked for",
			"The table as it was left",
			"The first table was wrong",
			"What the pencil could do",
			"MEAN_LEVEL",
			"bar not to be crossed",
			"black as a peat",
			"The rest is in the museum",
			"her clock was kept fast",
			"Links",
			"https://example.org/letters",
			"https://example.org/papers/second?page=2",
			"https://example.org/errata",
		];
		let at = -1;
		for (const words of order) {
			const next = text.indexOf(words, at + 1);
			assert.ok(next > at, `${words}: ${text}`);
			at = next;
		}
		assert.match(text, /ters ?\S?\[1\]/);
		assert.match(text, /second paper ?\S?\[2\]/);
		assert.doesNotMatch(text, /Copy|Text and colours|Back to the page|The Aldwick Almanac/);
		const captioned = pages.find(({ text }) => text.includes("The table as it was left"));
		assert.ok((captioned?.pictures ?? 0) > 0, "the caption is with its picture");
		// A head is never the last of its page.
		assert.ok(pages.every(({ text }) => !/(?:What the pencil could do|The song of it)\s*$/.test(text)));
		await page.close();
	});

	test("the page's own sheets for print and its scripts do not get at what is on paper", {
		timeout: LIMIT,
	}, async () => {
		bed.served.made.set(
			"/print-sheets.html",
			`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The harbour clock runs again</title>
			<style media="print">
				html, body, body > *, p { display: none !important }
				* { color: white !important; position: fixed !important; font-size: 1px !important }
				body::after { display: block !important; content: "SUBSCRIBE TO PRINT" !important }
				@page { size: 30mm 30mm; margin: 0 }
			</style></head><body><main><!-- article --></main>
			<script>addEventListener("beforeprint", () => document.body.append("NO PRINTING"));</script></body></html>`,
		);
		const page = await bed.visit("/print-sheets.html");
		await openReader(bed, page);
		const pages = await pagesOf(await page.pdf({ format: "A4", preferCSSPageSize: true }));
		const words = (/** @type {string[]} */ all) => all.join("").replace(/[\s\u2010]+/g, "");
		assert.equal(words(pages.map(({ text }) => text)), words(ARTICLE));
		// Chromium 156 takes the sheet's size from the page whatever a user sheet's @page says.
		if (kind === "firefox") assert.equal(pages.length, 1, "the sheet of paper is the printer's");
		await page.close();
	});
});
