// The reader for those who do not see it, or not well: axe-core in every theme on a build whose controls it can look
// into, what the browsers tell assistive technology of the shipped build, and colours that the system sets.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { cp, readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { BUILT, until } from "./driver.mjs";
import { inBothBrowsers, LIMIT, leaveReader, openReader } from "./reading.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

const AXE = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const SHEET = readFileSync(new URL("../../extension/reader.css", import.meta.url), "utf8");

/** Every theme that the sheet knows, and none: then the system's. */
const THEMES = ["", ...new Set([...SHEET.matchAll(/\btheme-[a-z]+/g)].map(([word]) => word))];

/**
 * The extension with its controls' root open: axe sees nothing in a closed one.
 * @param {import("./driver.mjs").Kind} kind
 */
async function withOpenRoot(kind) {
	const dir = `${BUILT}/${kind}-open`;
	await cp(`${BUILT}/${kind}`, dir, { recursive: true });
	const source = await readFile(`${dir}/content.js`, "utf8");
	const opened = source.replace(
		'host.attachShadow({ mode: "closed" })',
		'host.attachShadow({ mode: "open" })',
	);
	await writeFile(`${dir}/content.js`, opened);
	return dir;
}

/**
 * Has the host wear a theme.
 * @param {Page} page
 * @param {string} theme
 */
const wear = (page, theme) =>
	page.evaluate((theme) => {
		const host = document.querySelector("body > [hidden]");
		const mark = [...(host?.attributes ?? [])].find(({ value }) => value.startsWith("host"));
		if (mark) mark.value = `host ${theme}`;
	}, theme);

inBothBrowsers((bed) => {
	test("axe finds nothing in any theme", { timeout: 2 * LIMIT }, async () => {
		const page = await bed.visit("/type.html");
		await page.setViewport({ width: 1100, height: 900 });
		await openReader(bed, page);
		assert.ok(await page.$eval("body > [hidden]", (host) => host.shadowRoot !== null));
		await page.evaluate(AXE);
		const look = () =>
			page.evaluate(async () => {
				const { violations } = await /** @type {any} */ (window).axe.run(document, {
					resultTypes: ["violations"],
				});
				return violations.flatMap((/** @type {any} */ { id, nodes }) =>
					nodes.map((/** @type {any} */ n) => `${id}: ${n.target} ${n.any[0]?.message ?? ""}`),
				);
			});
		/** @param {string} selector */
		const inControls = (selector) =>
			until(() =>
				page.evaluate(
					(selector) =>
						Boolean(document.querySelector("body > [hidden]")?.shadowRoot?.querySelector(selector)),
					selector,
				),
			);
		await inControls("#outline");
		for (const scheme of /** @type {const} */ (["light", "dark"])) {
			await bed.driven.dress(page, scheme);
			for (const theme of THEMES) {
				await wear(page, theme);
				assert.deepEqual(await look(), [], `${scheme} ${theme}`);
			}
			await wear(page, "");
			await page.keyboard.press("o");
			await inControls("#outline:not([hidden]) [aria-current]");
			assert.deepEqual(await look(), [], `${scheme}, outline`);
			await page.keyboard.press("Escape");
			await page.keyboard.press("?");
			await inControls("dialog.keys[open]");
			assert.deepEqual(await look(), [], `${scheme}, keys`);
			await page.keyboard.press("Escape");
			await page.focus('body > [hidden] button[aria-label="Enlarge the picture"]');
			await page.keyboard.press("Enter");
			await inControls("dialog.zoom[open]");
			assert.deepEqual(await look(), [], `${scheme}, picture`);
			await page.keyboard.press("Escape");
			await inControls("slot:not(:has(~ dialog[open]))");
		}
		await page.close();
	});
}, withOpenRoot);

inBothBrowsers((bed, kind) => {
	const limit = { timeout: LIMIT };

	test("landmark, headline, parts and controls have their roles and names", limit, async () => {
		const page = await bed.visit("/type.html");
		await openReader(bed, page);
		/** @type {[role: string, name: string][]} */
		const wanted = [
			["main", ""],
			["heading", "A winter of the tide tables, and the three women who made them"],
			["button", "Back to the page"],
			["button", "Copy"],
		];
		if (kind === "chrome") {
			const tree = await page.accessibility.snapshot();
			/** @type {import("puppeteer-core").SerializedAXNode[]} */
			const nodes = [];
			/** @param {import("puppeteer-core").SerializedAXNode | null} node */
			const gather = (node) => {
				if (node) nodes.push(node);
				for (const child of node?.children ?? []) gather(child);
			};
			gather(tree);
			for (const [role, name] of wanted)
				assert.ok(
					nodes.some((n) => n.role === role && (n.name ?? "") === name),
					`${role} ${name}`,
				);
			const levels = nodes.filter(({ role }) => role === "heading").map(({ level }) => level ?? 0);
			assert.equal(levels[0], 1);
			assert.ok(
				levels.every((level, i) => i === 0 || (level > 1 && level <= levels[i - 1] + 1)),
				`${levels}`,
			);
		} else {
			const bidi = /** @type {any} */ (bed.driven.browser).connection;
			const context = /** @type {any} */ (page.mainFrame())._id;
			/** @param {string} role @param {string} name */
			const has = async (role, name) => {
				const { result } = await bidi.send("browsingContext.locateNodes", {
					context,
					locator: { type: "accessibility", value: name ? { role, name } : { role } },
				});
				return result.nodes.length > 0;
			};
			// What stands in the closed root is not found by this way.
			for (const [role, name] of wanted.filter(([, name]) => name !== "Back to the page"))
				assert.ok(await has(role, name), `${role} ${name}`);
		}
		assert.equal(
			await page.evaluate(() => document.activeElement?.localName),
			"h1",
			"the headline has the focus, so it is what is read out",
		);
		await page.close();
	});

	test("opening and leaving are said aloud", limit, async () => {
		const page = await bed.visit("/type.html");
		await openReader(bed, page);
		assert.ok(await page.evaluate(() => "ariaNotify" in document), "the browser has announcements");
		await leaveReader(bed, page);
		await page.close();
	});

	test("where the system sets all colours the article wears them", limit, async () => {
		const page = await bed.visit("/type.html");
		const restore = await forceColours(bed.driven, page);
		await openReader(bed, page);
		for (const theme of THEMES) {
			await wear(page, theme);
			await until(() => page.evaluate(() => matchMedia("(forced-colors: active)").matches));
			const worn = await page.evaluate(() => {
				const of = (/** @type {string} */ selector) =>
					getComputedStyle(/** @type {Element} */ (document.querySelector(`body > [hidden] ${selector}`)));
				const system = (/** @type {string} */ name) => {
					const element = document.createElement("p");
					element.style.color = name;
					element.style.setProperty("forced-color-adjust", "none");
					document.head.append(element);
					const { color } = getComputedStyle(element);
					element.remove();
					return color;
				};
				return {
					text: of("article > p").color === system("CanvasText"),
					paper: getComputedStyle(document.body).backgroundColor === system("Canvas"),
					link: of("article > p > a[href^=http]").color === system("LinkText"),
				};
			});
			assert.deepEqual(worn, { text: true, paper: true, link: true }, theme);
		}
		await restore();
		await page.close();
	});

	test("nothing moves by itself, and more contrast is given where it is asked for", limit, async () => {
		assert.doesNotMatch(SHEET, /\b(?:animation|transition|scroll-behavior)\s*:/);
		if (kind !== "chrome") return;
		const page = await bed.visit("/type.html");
		await openReader(bed, page);
		const ink = () => page.$eval("body > [hidden] article > p", (p) => getComputedStyle(p).color);
		const before = await ink();
		const session = await page.createCDPSession();
		await session.send("Emulation.setEmulatedMedia", {
			features: [{ name: "prefers-contrast", value: "more" }],
		});
		await until(async () => (await ink()) !== before);
		assert.equal(await ink(), "rgb(0, 0, 0)");
		await page.close();
	});
});

/**
 * @param {import("./driver.mjs").Driven} driven
 * @param {Page} page
 * @returns {Promise<() => Promise<void>>} takes it back
 */
async function forceColours(driven, page) {
	if (driven.kind === "chrome") {
		const session = await page.createCDPSession();
		await session.send("Emulation.setEmulatedMedia", {
			features: [{ name: "forced-colors", value: "active" }],
		});
		return () => session.detach();
	}
	const bidi = /** @type {any} */ (driven.browser).connection;
	/** @param {string} expression */
	const inBrowser = async (expression) => {
		const { result: tree } = await bidi.send("browsingContext.getTree", { "moz:scope": "chrome" });
		const { context } = tree.contexts.find((/** @type {any} */ c) => /browser\.xhtml/.test(c.url));
		await bidi.send("script.evaluate", { expression, target: { context }, awaitPromise: true });
	};
	await inBrowser('Services.prefs.setIntPref("browser.display.document_color_use", 2)');
	return () => inBrowser('Services.prefs.clearUserPref("browser.display.document_color_use")');
}
