// The panel of settings by mouse: each acts at once, is remembered for all sites or for one, and is reset.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { until } from "./driver.mjs";
import { inBothBrowsers, LIMIT, leaveReader, openReader } from "./reading.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

const MESSAGES = JSON.parse(
	readFileSync(new URL("../../extension/_locales/en/messages.json", import.meta.url), "utf8"),
);
/** @param {string} name */
const say = (name) => /** @type {string} */ (MESSAGES[name].message);

/** How the article is set: the host's words, and what the browser makes of them. @param {Page} page */
const set = (page) =>
	page.evaluate(() => {
		const host = /** @type {Element} */ (document.querySelector("body > [hidden]"));
		const word = [...host.attributes].find(({ value }) => value.startsWith("host"))?.value ?? "";
		const of = getComputedStyle(/** @type {Element} */ (host.querySelector("p:not([role])")));
		return {
			words: word.split(" ").slice(1),
			font: of.fontFamily,
			leading: Number.parseFloat(of.lineHeight) / Number.parseFloat(of.fontSize),
			letters: Number.parseFloat(of.letterSpacing) || 0,
			between: Number.parseFloat(of.wordSpacing) || 0,
			align: of.textAlign,
			paper: getComputedStyle(document.body).backgroundColor,
		};
	});

inBothBrowsers((bed) => {
	/**
	 * @param {Page} page
	 * @param {(part: import("./driver.mjs").Part) => boolean} is
	 */
	async function click(page, is) {
		const part = await until(async () => (await bed.driven.parts(page)).find(is));
		await part.click();
	}

	/** @param {string} label */
	const button =
		(label) =>
		(/** @type {import("./driver.mjs").Part} */ { name, attributes, text }) =>
			(name === "button" || name === "summary") && (attributes["aria-label"] ?? text) === say(label);

	/** @param {string} legend @param {string} value */
	const choice =
		(legend, value) =>
		(/** @type {import("./driver.mjs").Part} */ { name, attributes }) =>
			name === "input" && attributes.name === legend && attributes.value === value;

	/** @param {import("./driver.mjs").Part} part */
	const tick = ({ name, attributes }) => name === "input" && attributes.name === "site";

	test("each setting acts at once, on all sites or on one, and is taken back", {
		timeout: 2 * LIMIT,
	}, async () => {
		const page = await bed.visit("/plain.html");
		await page.setViewport({ width: 1100, height: 1000 });
		await openReader(bed, page);
		const plain = await set(page);
		assert.deepEqual(plain.words, ["size-4"]);

		await click(page, button("controlsOpen"));
		await click(page, choice("controlsTheme", "grey"));
		await click(page, choice("controlsFace", "sans"));
		await click(page, button("controlsFiner"));
		await click(page, choice("controlsLeading", "loose"));
		await click(page, choice("controlsLetters", "wider"));
		await click(page, choice("controlsWords", "wider"));
		await click(page, choice("controlsAlign", "justify"));
		await until(async () => (await set(page)).align === "justify");
		const changed = await set(page);
		assert.equal(changed.paper, "rgb(58, 59, 61)");
		assert.match(changed.font, /system-ui/);
		assert.doesNotMatch(plain.font, /system-ui/);
		assert.ok(Math.abs(changed.leading / plain.leading - 1.2) < 0.02, `${changed.leading} ${plain.leading}`);
		assert.ok(changed.letters > plain.letters && changed.between > plain.between);

		// From here on this site has settings of its own.
		await click(page, tick);
		await click(page, choice("controlsTheme", "black"));
		await until(async () => (await set(page)).paper === "rgb(0, 0, 0)");
		await leaveReader(bed, page);
		await openReader(bed, page);
		assert.ok((await set(page)).words.includes("theme-black"));

		const elsewhere = new URL("/plain.html", bed.served.origin);
		elsewhere.hostname = elsewhere.hostname === "localhost" ? "127.0.0.1" : "localhost";
		const other = await bed.visit(elsewhere.href);
		await openReader(bed, other);
		assert.ok((await set(other)).words.includes("theme-grey"));
		await other.close();

		await page.bringToFront();
		await click(page, button("controlsOpen"));
		await click(page, tick);
		await until(async () => (await set(page)).words.includes("theme-grey"));
		await click(page, button("controlsReset"));
		await until(async () => (await set(page)).words.length === 1);
		assert.deepEqual(await set(page), plain);
		await leaveReader(bed, page);
		await openReader(bed, page);
		assert.deepEqual(await set(page), plain);
		await page.close();
	});

	test("by finger, in a low window, all of the panel is within reach", { timeout: LIMIT }, async () => {
		const page = await bed.visit("/plain.html");
		await page.setViewport({ width: 900, height: 600 });
		await openReader(bed, page);
		/** @param {(part: import("./driver.mjs").Part) => boolean} is */
		const tap = async (is) => (await until(async () => (await bed.driven.parts(page)).find(is))).tap();
		await tap(button("controlsOpen"));
		await tap(choice("controlsTheme", "grey"));
		await until(async () => (await set(page)).words.includes("theme-grey"));
		// It stands at the panel's end: what is out of view can't be tapped.
		await tap(button("controlsReset"));
		await until(async () => (await set(page)).words.length === 1);
		await leaveReader(bed, page);
		await page.close();
	});

	test("colours of one's own hold for all of the reader, and too little contrast is said", {
		timeout: LIMIT,
	}, async () => {
		const options = await bed.driven.own("options.html");
		await options.evaluate(() =>
			/** @type {any} */ (globalThis).chrome.storage.local.set({
				settings: { theme: "own", ink: "#ffe0a0", paper: "#102030" },
			}),
		);
		const page = await bed.visit("/plain.html");
		// So high that the whole panel is in view.
		await page.setViewport({ width: 900, height: 900 });
		await openReader(bed, page);
		const colours = () =>
			page.$eval("body > [hidden]", (host) => {
				const { backgroundColor, color } = getComputedStyle(host);
				return [color, backgroundColor, getComputedStyle(document.documentElement).colorScheme];
			});
		assert.deepEqual(await colours(), ["rgb(255, 224, 160)", "rgb(16, 32, 48)", "dark"]);
		await click(page, button("controlsOpen"));
		/** @type {() => Promise<string[]>} */
		const said = async () =>
			(await bed.driven.parts(page))
				.filter(({ attributes }) => attributes.role === "status")
				.map(({ text }) => text);
		await until(async () => (await said()).some((text) => /Contrast 1\d\.\d to 1: high/.test(text)));
		await leaveReader(bed, page);
		await options.evaluate(() =>
			/** @type {any} */ (globalThis).chrome.storage.local.set({
				settings: { theme: "own", ink: "#888888", paper: "#999999" },
			}),
		);
		await openReader(bed, page);
		await click(page, button("controlsOpen"));
		await until(async () => (await said()).some((text) => text.startsWith("Contrast 1.2 to 1: too low")));
		await click(page, button("controlsReset"));
		await until(async () => (await set(page)).words.length === 1);
		await leaveReader(bed, page);
		await page.close();
		await options.close();
	});
});
