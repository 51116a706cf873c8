// The options page: what is set there is seen at once and holds in the reader, and what is kept can be taken away.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { BUILT, until } from "./driver.mjs";
import { inBothBrowsers, LIMIT, leaveReader, openReader } from "./reading.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

const AXE = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** What the preview's host wears. @param {Page} page */
const worn = (page) =>
	page.$eval(
		"#preview",
		(frame) =>
			/** @type {HTMLIFrameElement} */ (frame).contentDocument?.querySelector("main")?.getAttribute("fc") ??
			"",
	);

/** What is kept. @param {Page} page @returns {Promise<any>} */
const stored = (page) => page.evaluate(() => /** @type {any} */ (globalThis).chrome.storage.local.get(null));

/** @param {Page} page */
const faults = (page) =>
	page.evaluate(async () => {
		const { violations } = await /** @type {any} */ (window).axe.run(document, {
			resultTypes: ["violations"],
		});
		return violations.flatMap((/** @type {any} */ { id, nodes }) =>
			nodes.map((/** @type {any} */ n) => `${id}: ${n.target} ${n.any[0]?.message ?? ""}`),
		);
	});

inBothBrowsers((bed, kind) => {
	/** @param {string} name */
	async function own(name) {
		const page = await bed.driven.own(name);
		await until(() => page.evaluate(() => "ready" in document.documentElement.dataset));
		return page;
	}

	test("axe finds nothing, light or dark, and nothing scrolls sideways", { timeout: LIMIT }, async () => {
		const page = await own("options.html");
		for (const scheme of /** @type {const} */ (["light", "dark"])) {
			await bed.driven.dress(page, scheme);
			await page.evaluate(AXE);
			assert.deepEqual(await faults(page), [], scheme);
		}
		for (const dir of ["ltr", "rtl"]) {
			await page.setViewport({ width: 320, height: 700 });
			const over = await page.evaluate((dir) => {
				document.documentElement.dir = dir;
				const { scrollWidth, clientWidth } = document.documentElement;
				return scrollWidth - clientWidth;
			}, dir);
			assert.equal(over, 0, dir);
		}
		await page.close();
	});

	test("the page about privacy says what the settings lead to", { timeout: LIMIT }, async () => {
		const settings = await own("options.html");
		const link = await settings.$eval('.more a[href="privacy.html"]', (link) => link.textContent);
		assert.equal(link, "Privacy: what is kept, and where");
		await settings.close();
		const page = await own("privacy.html");
		assert.equal(await page.title(), "Faircopy: Privacy");
		const empty = "[data-message]:empty, h1:empty";
		assert.deepEqual(await page.$$eval(empty, (parts) => parts.map((part) => part.outerHTML)), []);
		await page.setViewport({ width: 320, height: 700 });
		for (const scheme of /** @type {const} */ (["light", "dark"])) {
			await bed.driven.dress(page, scheme);
			await page.evaluate(AXE);
			assert.deepEqual(await faults(page), [], scheme);
		}
		const over = await page.evaluate(() => {
			const { scrollWidth, clientWidth } = document.documentElement;
			return scrollWidth - clientWidth;
		});
		assert.equal(over, 0);
		await page.close();
	});

	test("what is set is seen in the preview, kept, and taken back", { timeout: LIMIT }, async () => {
		const page = await own("options.html");
		assert.equal(await worn(page), "host size-4");
		await page.click('input[name="controlsTheme"][value="sepia"]');
		await page.click('input[name="controlsAlign"][value="justify"]');
		await page.click('button[aria-label="Larger text"]');
		assert.equal(await worn(page), "host size-5 theme-sepia align-justify");
		const paper = await page.$eval("#preview", (frame) => {
			const { body } = /** @type {Document} */ (/** @type {HTMLIFrameElement} */ (frame).contentDocument);
			return getComputedStyle(body).backgroundColor;
		});
		assert.equal(paper, "rgb(246, 238, 221)");
		await until(async () => (await stored(page)).settings?.size === 5);

		const other = await own("options.html");
		assert.equal(await worn(other), "host size-5 theme-sepia align-justify");
		await other.$eval("#settings > button", (button) => /** @type {HTMLElement} */ (button).click());
		// The page that was open before says the same.
		await until(async () => (await worn(page)) === "host size-4");
		await other.close();
		await page.close();
	});

	test("the reader's panel leads to it, where a site's own settings are listed and removed", {
		timeout: LIMIT,
	}, async () => {
		const page = await bed.visit("/plain.html");
		await openReader(bed, page);
		/** @param {(part: import("./driver.mjs").Part) => boolean} is */
		const click = async (is) => (await until(async () => (await bed.driven.parts(page)).find(is))).click();
		await click(
			({ name, attributes }) => name === "button" && attributes["aria-label"] === "Text and colours",
		);
		await click(({ name, attributes }) => name === "input" && attributes.name === "site");
		await click(({ name, text }) => name === "button" && text === "All settings …");
		const options = await until(async () => {
			// In Firefox a page of an extension has no address that puppeteer hears of.
			for (const page of await bed.driven.browser.pages()) {
				const address = await page.evaluate(() => location.href).catch(() => "");
				if (address.endsWith("/options.html")) return page;
			}
			return null;
		});
		const host = new URL(page.url()).hostname;
		const list = () => options.$eval("#site-list", (list) => list.textContent).catch(() => "");
		await until(async () => (await list())?.startsWith(host));
		assert.deepEqual(Object.keys((await stored(options)).sites), [host]);
		await options.click("#site-list button");
		await until(async () => (await list()) === "None");
		assert.deepEqual((await stored(options)).sites, {});
		await options.close();
		await leaveReader(bed, page);
		await page.close();
	});

	test("kept places are counted and forgotten, and no more are kept if one likes", {
		timeout: LIMIT,
	}, async () => {
		const page = await own("options.html");
		const count = () => page.$eval("#places-count", (count) => count.textContent);
		assert.equal(await count(), "Kept now: 0");
		await page.evaluate(() => {
			const day = 24 * 60 * 60 * 1000;
			const places = [1, 89, 91].map((days, at) => ({
				article: `000000000000000${at}`,
				block: "0123456789abcdef",
				at,
				moment: Date.now() - days * day,
			}));
			return /** @type {any} */ (globalThis).chrome.storage.local.set({ places });
		});
		await until(async () => (await count()) === "Kept now: 2");
		await page.click("#forget-places");
		await until(async () => (await count()) === "Kept now: 0" && !("places" in (await stored(page))));
		await page.click("#places-tick input");
		await until(async () => (await stored(page)).settings?.places === "off");
		await page.click("#places-tick input");
		await until(async () => (await stored(page)).settings?.places === "on");
		await page.close();
	});

	test("settings are carried to other machines if one likes, and nothing that names a site", {
		timeout: LIMIT,
	}, async () => {
		const page = await own("options.html");
		/** What the browser would carry. @returns {Promise<any>} */
		const carried = () => page.evaluate(() => /** @type {any} */ (globalThis).chrome.storage.sync.get(null));
		/** @param {string} theme */
		const choose = (theme) => page.click(`input[name="controlsTheme"][value="${theme}"]`);
		await page.evaluate(() =>
			/** @type {any} */ (globalThis).chrome.storage.local.set({ sites: { "a.example": { theme: "grey" } } }),
		);
		await choose("grey");
		await until(async () => (await stored(page)).settings?.theme === "grey");
		assert.deepEqual(await carried(), {}, "off at first");

		await page.click("#sync input");
		await until(async () => (await carried()).settings?.theme === "grey");
		// In quick succession: what is on its way out is not taken for what comes in.
		for (const theme of ["dark", "light", "sepia"]) await choose(theme);
		await until(
			async () =>
				(await carried()).settings.theme === "sepia" && (await stored(page)).settings.theme === "sepia",
		);
		assert.deepEqual(Object.keys(await carried()), ["settings"]);
		assert.doesNotMatch(JSON.stringify(await carried()), /example/);

		// As if another machine had set it.
		await page.evaluate(() =>
			/** @type {any} */ (globalThis).chrome.storage.sync.set({ settings: { theme: "black", size: "x" } }),
		);
		await until(async () => (await stored(page)).settings.theme === "black");
		await until(async () => (await worn(page)) === "host size-4 theme-black");

		await page.click("#sync input");
		await until(async () => Object.keys(await carried()).length === 0);
		await choose("auto");
		await until(async () => (await stored(page)).settings.theme === "auto");
		assert.deepEqual(await carried(), {}, "off again");
		await page.evaluate(() => /** @type {any} */ (globalThis).chrome.storage.local.set({ sites: {} }));
		await page.close();
	});

	test("the shortcut is shown", { timeout: LIMIT }, async () => {
		const page = await own("options.html");
		// Chrome sets none for an extension that a program has put in.
		const shown = kind === "firefox" ? "Alt+Shift+R" : "Not set";
		assert.equal(await page.$eval("#keys", (keys) => keys.textContent), shown);
		await page.close();
	});

	test("a file gives all settings back, and another file is refused", { timeout: LIMIT }, async () => {
		const page = await own("options.html");
		await page.click('input[name="controlsFace"][value="mono"]');
		await until(async () => (await stored(page)).settings?.face === "mono");
		// The browser's own download is not watched: what would be in the file is.
		const text = await page.evaluate(
			() =>
				/** @type {Promise<string>} */ (
					new Promise((resolve) => {
						HTMLAnchorElement.prototype.click = function () {
							resolve(fetch(this.href).then((answer) => answer.text()));
						};
						document.getElementById("export")?.click();
					})
				),
		);
		await page.click("#settings > button");
		await until(async () => (await worn(page)) === "host size-4");
		const file = join(BUILT, `${kind}-settings.json`);
		const input = /** @type {import("puppeteer-core").ElementHandle<HTMLInputElement>} */ (
			await page.$("#chosen")
		);
		const outcome = () => page.$eval("#outcome", (outcome) => outcome.textContent);
		await writeFile(file, '{"theme": "dark"}');
		await input.uploadFile(file);
		await until(async () => (await outcome()) === "This file holds no settings of Faircopy.");
		await writeFile(file, text);
		await input.uploadFile(file);
		await until(async () => (await outcome()) === "The settings have been loaded.");
		await until(async () => (await worn(page)) === "host size-4 face-mono");
		await page.close();
	});
});
