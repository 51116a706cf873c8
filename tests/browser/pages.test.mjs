// An article in several pages: nothing is fetched before a person asks, then all of it stands behind the first page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "./driver.mjs";
import { inBothBrowsers, keepsake, LIMIT, leaveReader, lines, openReader } from "./reading.mjs";

/** @typedef {import("puppeteer-core").Page} Page */
/** @typedef {import("./reading.mjs").Bed} Bed */

const TEXT = ["lock", "weir", "ferry"].map((thing) =>
	["keeper", "winter", "rope"].map(
		(part) =>
			`What is told of the ${thing} and its ${part} fills a paragraph, as it has for as long as anybody in the valley can remember, and it is told with care.`,
	),
);

/**
 * Puts an article of three pages at `/NAME.html`, `/NAME-2.html` and `/NAME-3.html`.
 * @param {Bed} bed
 * @param {string} name
 * @param {{ headers?: object, broken?: boolean }} [how]
 */
function serveArticle({ served }, name, { headers = {}, broken = false } = {}) {
	/** @param {number} number */
	const path = (number) => `/${name}${number === 1 ? "" : `-${number}`}.html`;
	for (const [at, paragraphs] of TEXT.entries()) {
		const links = TEXT.map((_, to) =>
			to === at ? `<b>${to + 1}</b>` : `<a href="${path(to + 1)}">${to + 1}</a>`,
		);
		served.made.set(
			path(at + 1),
			`<!-- headers: ${JSON.stringify(headers)} --><!doctype html><html lang="en"><head><meta charset="utf-8"><title>Down the river</title></head>
			<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><main><article><h1>Down the river</h1>
			${paragraphs.map((text) => `<p>${text}</p>`).join("")}
			<div class="pager">${links.join(" ")}</div></article></main><footer>Imprint</footer></body></html>`,
		);
	}
	if (broken) served.made.delete(path(3));
}

/**
 * @param {Bed} bed
 * @param {Page} page
 * @param {string} text
 */
function partSaying(bed, page, text) {
	return until(async () =>
		(await bed.driven.parts(page)).find((part) => part.text === text && !("hidden" in part.attributes)),
	);
}

/**
 * @param {Page} page
 * @param {import("./driver.mjs").Part} part
 */
async function clickInView(page, part) {
	await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
	await part.click();
}

inBothBrowsers((bed, kind) => {
	const limit = { timeout: LIMIT };

	test("the next pages are read when a person asks, with their seams shown", limit, async () => {
		serveArticle(bed, "river");
		const page = await bed.visit("/river.html");
		const same = await keepsake(page);
		await openReader(bed, page);
		await partSaying(bed, page, "This is page 1 of 3.");
		assert.deepEqual(await lines(page), ["Down the river", ...TEXT[0]]);
		assert.ok(!bed.served.asked.includes("/river-2.html"), "fetched unasked");

		await clickInView(page, await partSaying(bed, page, "Read the next pages"));
		await partSaying(bed, page, "All pages are here.");
		assert.deepEqual(await lines(page), [
			"Down the river",
			...TEXT[0],
			"Page 2",
			...TEXT[1],
			"Page 3",
			...TEXT[2],
		]);
		assert.deepEqual(
			bed.served.asked.filter((path) => path.startsWith("/river-")),
			["/river-2.html", "/river-3.html"],
		);
		await leaveReader(bed, page);
		await same();
		await page.close();
	});

	test("code and notes of a later page act as those of the first do", limit, async () => {
		const rest = TEXT[1].map((text) => `<p>${text}</p>`).join("");
		serveArticle(bed, "code");
		bed.served.made.set(
			"/code-2.html",
			`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Down the river</title></head><body><article><h1>Down the river</h1>
			${rest}<p>The keeper wrote down what he had told the machine at the weir, and it is kept there to this day.<sup><a href="#fn1" id="fnref1">1</a></sup></p>
			<pre><code>open(weir, 2)\nwait(tide)</code></pre><p>After that the machine was told nothing for eleven years, and the weir was opened by hand, as it had been.</p>
			<section class="footnotes"><ol><li id="fn1"><p>In a book with a green back, which the keeper of the weir had been given by his aunt when he was a child, and which nobody else was ever allowed to open. <a href="#fnref1">↩</a></p></li></ol></section></article></body></html>`,
		);
		const page = await bed.visit("/code.html");
		await openReader(bed, page);
		await clickInView(page, await partSaying(bed, page, "Read the next pages"));
		await partSaying(bed, page, "All pages are here.");
		const copy = await page.waitForSelector("body > [hidden] section pre");
		assert.equal(await copy?.evaluate((pre) => pre.previousElementSibling?.textContent), "Copy");
		await page.locator("body > [hidden] section sup a").click();
		const note = await page.waitForSelector("body > [hidden] aside:popover-open");
		assert.match((await note?.evaluate((e) => e.textContent)) ?? "", /green back/);
		await page.close();
	});

	test(
		"where a page that promises the whole article adds nothing, its pages are read; where none does it is said",
		limit,
		async () => {
			serveArticle(bed, "whole");
			const first = String(bed.served.made.get("/whole.html"));
			const whole = first.replace("</b>", '</b> <a href="/whole.html?page=all">View all</a>');
			assert.notEqual(whole, first);
			bed.served.made.set("/whole.html", whole);
			const page = await bed.visit("/whole.html");
			await openReader(bed, page);
			await clickInView(page, await partSaying(bed, page, "Read the next pages"));
			await partSaying(bed, page, "All pages are here.");
			assert.ok(bed.served.asked.includes("/whole.html?page=all"));
			assert.deepEqual((await lines(page)).slice(-4), ["Page 3", ...TEXT[2]]);
			await leaveReader(bed, page);

			for (const name of ["/whole-2.html", "/whole-3.html"])
				bed.served.made.set(name, first.replace(/<div class="pager">.*?<\/div>/, ""));
			await openReader(bed, page);
			await clickInView(page, await partSaying(bed, page, "Read the next pages"));
			await partSaying(bed, page, "What was fetched adds nothing to this article.");
			assert.deepEqual(await lines(page), ["Down the river", ...TEXT[0]]);
			await page.close();
		},
	);

	test("a page that can't be fetched is said, and what came is kept", limit, async () => {
		serveArticle(bed, "lost", { broken: true });
		const page = await bed.visit("/lost.html");
		await openReader(bed, page);
		await clickInView(page, await partSaying(bed, page, "Read the next pages"));
		await partSaying(bed, page, "The next page could not be fetched.");
		assert.deepEqual(await lines(page), ["Down the river", ...TEXT[0], "Page 2", ...TEXT[1]]);
		await partSaying(bed, page, "Read the next pages");
		await page.close();
	});

	test("a policy that lets nobody fetch is the person's to pass, for this site alone", limit, async () => {
		const policy = "default-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
		serveArticle(bed, "closed", { headers: { "content-security-policy": policy } });
		const page = await bed.visit("/closed.html");
		await openReader(bed, page);
		await clickInView(page, await partSaying(bed, page, "Read the next pages"));
		// In Chrome a page's policy does not count for what an extension's scripts fetch.
		if (kind === "firefox") {
			await clickInView(page, await partSaying(bed, page, "Give permission …"));
			await bed.driven.allow?.();
		}
		await partSaying(bed, page, "All pages are here.");
		assert.deepEqual((await lines(page)).slice(-4), ["Page 3", ...TEXT[2]]);
		await page.close();
		if (kind !== "firefox") return;

		// The person takes it back on the options page, and the site is as closed as before.
		const options = await bed.driven.own("options.html");
		const allowed = () => options.$eval("#allowed-list", (list) => list.textContent);
		await until(async () => (await allowed()) === "http://127.0.0.1/*Remove");
		await options.click("#allowed-list button");
		await until(async () => (await allowed()) === "None");
		await options.close();
		const again = await bed.visit("/closed.html");
		await openReader(bed, again);
		await clickInView(again, await partSaying(bed, again, "Read the next pages"));
		await partSaying(bed, again, "Give permission …");
		await again.close();
	});

	test("a page of its own is offered nothing", limit, async () => {
		const page = await bed.visit("/plain.html");
		await openReader(bed, page);
		const parts = await bed.driven.parts(page);
		assert.ok(!parts.some(({ attributes }) => attributes.class === "pages"));
		await page.close();
	});
});
