// The sample page, and the seed story in three unlike pages, through the pressed button: headline, photo with its
// caption and credit, three key points, twelve paragraphs, in that order, and nothing else. `tests/seed.rs` tells how
// the pages are filled; it does the same natively.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "../../extension/build/paths.mjs";
import { inBothBrowsers, keepsake, LIMIT, leaveReader, openReader } from "./reading.mjs";

/** @typedef {{ bar: string[], headline: string, caption: string, credit: string, points: string[], paragraphs: string[] }} Story */

const SEED = join(ROOT, "tests", "seed");

/** @param {string} text */
const folded = (text) => text.split(/\s+/).filter(Boolean).join(" ");

/**
 * @param {string} text laid out as the seed page's
 * @returns {Story}
 */
function storyOf(text) {
	const lines = text.split("\n").map(folded).filter(Boolean);
	const [headline, photo, ...rest] = lines.slice(3);
	const at = photo.lastIndexOf(" — ");
	const story = rest.slice(0, rest.indexOf("Source link") >= 0 ? rest.indexOf("Source link") : undefined);
	const points = story.filter((line) => line.startsWith("•")).map((line) => line.replace(/^[• ]+/, ""));
	const paragraphs = story.filter((line) => !line.startsWith("•"));
	assert.deepEqual([points.length, paragraphs.length], [3, 12]);
	return {
		bar: lines.slice(0, 3),
		headline,
		caption: photo.slice(0, at),
		credit: photo.slice(at + 3),
		points,
		paragraphs,
	};
}

/**
 * @param {string} template
 * @param {Story} story
 * @returns {string} the page
 */
function fill(template, { bar, headline, caption, credit, points, paragraphs }) {
	const excerpt = `${[...points, ...paragraphs].join(" ").split(" ").slice(0, 55).join(" ")} […]`;
	/** @type {Record<string, string>} */
	const parts = {
		temperature: bar[0],
		place: bar[1],
		day: bar[2],
		headline,
		excerpt,
		image: "hallund.jpg",
		alt: "A low building on an island at dusk",
		caption: `${caption} — ${credit}`,
		...Object.fromEntries(points.map((text, i) => [`point ${i + 1}`, text])),
		...Object.fromEntries(paragraphs.map((text, i) => [`paragraph ${i + 1}`, text])),
	};
	const written = (/** @type {string} */ text) =>
		text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
	return readFileSync(join(SEED, `${template}.html`), "utf8").replace(/\{\{(.+?)\}\}/g, (_, key) => {
		assert.ok(key in parts, `${template}: ${key}`);
		return written(parts[key]);
	});
}

/** @returns {Story | undefined} the seed page's own words, where they are at hand: they are not ours to keep */
function seedStory() {
	const path = join(process.env.FAIRCOPY_SHARED ?? join(ROOT, "..", "shared"), "seed", "page-text.txt");
	try {
		return storyOf(readFileSync(path, "utf8"));
	} catch (error) {
		if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOENT") throw error;
		return undefined;
	}
}

const own = storyOf(readFileSync(join(SEED, "own.txt"), "utf8"));
const seed = seedStory();

inBothBrowsers((bed) => {
	/**
	 * @param {string} path
	 * @param {Story} story
	 */
	async function check(path, story) {
		const page = await bed.visit(path);
		const asBefore = await keepsake(page);
		await openReader(bed, page);
		const shown = await page.evaluate(() => {
			const host = [...document.body.children].find((child) => getComputedStyle(child).display === "block");
			const mark = [...(host?.attributes ?? [])].find(({ value }) => value.startsWith("host"))?.name;
			/** @param {string} selector */
			const texts = (selector) =>
				[...(host?.querySelectorAll(selector) ?? [])].map(({ textContent }) => textContent?.trim());
			const header = host?.querySelector(`[${mark}~="header"]`);
			// Who wrote it where and when is said of the page, not in the story.
			const said = [...(header?.children ?? [])].filter(({ localName }) => localName !== "h1");
			/** @param {Element} element */
			// biome-ignore lint/performance/useDomNodeTextContent: what is rendered is what is asked
			const rendered = (element) => /** @type {HTMLElement} */ (element).innerText;
			let text = rendered(document.body);
			for (const element of said) text = text.replace(rendered(element), "");
			return {
				headline: texts("h1"),
				pictures: texts("figure img").length,
				captions: texts("figcaption"),
				points: texts(`[${mark}~="keypoints"] li`),
				text,
			};
		});
		const { headline, caption, credit, points, paragraphs } = story;
		assert.deepEqual(shown.headline, [headline]);
		assert.equal(shown.pictures, 1);
		assert.deepEqual(
			shown.captions.map((text) => folded(text ?? "")),
			[`${caption} ${credit}`],
		);
		assert.deepEqual(shown.points, points);
		assert.equal(folded(shown.text), [headline, caption, credit, ...points, ...paragraphs].join(" "));
		await leaveReader(bed, page);
		await asBefore();
		await page.close();
	}

	test("the sample", { timeout: LIMIT }, async () => {
		bed.served.made.set(
			"/sample.html",
			readFileSync(join(ROOT, "tests", "pages", "sample", "page.html"), "utf8"),
		);
		await check("/sample.html", own);
	});

	for (const template of ["wordpress", "bare", "modern"]) {
		for (const [name, story] of /** @type {const} */ ([
			["own", own],
			["seed", seed],
		])) {
			test(`${template}, ${name}`, { timeout: LIMIT }, async (context) => {
				if (!story) {
					context.skip("the seed page's own text is not at hand: see FAIRCOPY_SHARED");
					return;
				}
				bed.served.made.set(`/${template}.html`, fill(template, story));
				await check(`/${template}.html`, story);
			});
		}
	}
});
