// Extensions beside ours in the same page: one that shows pop-ups, another copy of ours, and ours once updated.

import assert from "node:assert/strict";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { before, test } from "node:test";
import { BUILT, drive, until } from "./driver.mjs";
import {
	ARTICLE,
	inBothBrowsers,
	isOpen,
	keepsake,
	LIMIT,
	leaveReader,
	lines,
	openReader,
} from "./reading.mjs";

/** @typedef {import("puppeteer-core").Page} Page */
/** @typedef {import("./driver.mjs").Kind} Kind */

/** Where the pop-ups of the other extension stand, by the parent it gives them, and their colours. */
const POPUPS = {
	html: { left: 60, colour: [0, 128, 0] },
	body: { left: 260, colour: [0, 0, 255] },
	frame: { left: 460, colour: [255, 0, 0] },
};

/**
 * @param {Kind} kind
 * @returns {Promise<string>} an extension that, when the page has it do so, shows what dictionaries and the like show
 */
async function withPopups(kind) {
	const dir = `${BUILT}/${kind}-popups`;
	await mkdir(dir, { recursive: true });
	const matches = ["<all_urls>"];
	/** @type {Record<string, string>} */
	const files = {
		"manifest.json": JSON.stringify({
			// In the third version Firefox asks a person for each site.
			...(kind === "chrome"
				? { manifest_version: 3, web_accessible_resources: [{ resources: ["frame.html"], matches }] }
				: {
						manifest_version: 2,
						web_accessible_resources: ["frame.html"],
						browser_specific_settings: { gecko: { id: "popups@faircopy.example" } },
					}),
			name: "Pop-ups",
			version: "1",
			content_scripts: [{ matches, js: ["popups.js"] }],
		}),
		"frame.html": `<!doctype html><style>html { background: rgb(${POPUPS.frame.colour}) }</style>`,
		"popups.js": `
			const popups = ${JSON.stringify(POPUPS)};
			const { runtime } = globalThis.browser ?? globalThis.chrome;
			function dress(element, { left, colour }) {
				element.style.cssText = "position: fixed; top: 200px; width: 120px; height: 60px; border: 0; z-index: 2147483647;" +
					"left: " + left + "px; background: rgb(" + colour + ")";
				return element;
			}
			document.addEventListener("pop-up", () => {
				for (const name of ["html", "body"]) {
					const host = document.createElement("div");
					host.id = "in-" + name;
					host.attachShadow({ mode: "closed" }).append(dress(document.createElement("div"), popups[name]));
					document.querySelector(name).append(host);
				}
				const frame = dress(document.createElement("iframe"), popups.frame);
				frame.id = "in-frame";
				frame.src = runtime.getURL("frame.html");
				document.body.append(frame);
			});
			document.documentElement.dataset.popups = "ready";
		`,
	};
	for (const [name, text] of Object.entries(files)) await writeFile(`${dir}/${name}`, text);
	return dir;
}

/**
 * @param {Kind} kind
 * @returns {Promise<string>} another build of ours, with an id of its own
 */
async function withOtherId(kind) {
	const dir = `${BUILT}/${kind}-copy`;
	await cp(`${BUILT}/${kind}`, dir, { recursive: true });
	const manifest = JSON.parse(await readFile(`${dir}/manifest.json`, "utf8"));
	// Chrome makes the id of the folder.
	if (kind === "firefox") manifest.browser_specific_settings.gecko.id = "copy@faircopy.example";
	await writeFile(`${dir}/manifest.json`, JSON.stringify(manifest));
	return dir;
}

const READ = "Read this page";
const LEAVE = "Back to the page";

/** @param {Page} page */
const hosts = (page) => page.evaluate(() => document.querySelectorAll("body > [hidden]").length);

inBothBrowsers((bed, kind) => {
	const limit = { timeout: LIMIT };
	/** @type {import("./driver.mjs").Drive} */
	let copy;

	before(
		async () => {
			const { browser } = bed.driven;
			await browser.installExtension(await withPopups(kind));
			copy = await drive(kind, browser, await withOtherId(kind));
		},
		{ timeout: LIMIT },
	);

	/**
	 * @param {Page} page
	 * @param {{ left: number }[]} places
	 * @returns {Promise<number[][]>} the colours that are seen there
	 */
	async function coloursAt(page, places) {
		const base64 = await page.screenshot({ encoding: "base64" });
		const blank = await bed.driven.browser.newPage();
		const colours = await blank.evaluate(
			async (base64, places) => {
				const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
				const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
				const canvas = new OffscreenCanvas(picture.width, picture.height);
				const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
				context.drawImage(picture, 0, 0);
				return places.map(({ left }) => [...context.getImageData(left + 60, 230, 1, 1).data.slice(0, 3)]);
			},
			base64,
			places,
		);
		await blank.close();
		await page.bringToFront();
		return colours;
	}

	test("pop-ups of another extension show over the reader, and are left to the page", limit, async () => {
		const page = await bed.visit("/plain.html");
		await page.waitForSelector("[data-popups]");
		await openReader(bed, page);
		await page.evaluate(() => document.dispatchEvent(new Event("pop-up")));
		for (const [name, { left }] of Object.entries(POPUPS)) {
			await until(() =>
				page.evaluate((name, x) => document.elementFromPoint(x, 230)?.id === `in-${name}`, name, left + 60),
			);
		}
		const expected = Object.values(POPUPS).map(({ colour }) => colour);
		await until(async () => `${await coloursAt(page, Object.values(POPUPS))}` === `${expected}`);
		assert.deepEqual(await lines(page), ARTICLE);
		await leaveReader(bed, page);
		const left = await page.$$eval("[id^=in-]", (all) => all.map((e) => e.getAttributeNames().sort().join()));
		assert.deepEqual(left.sort(), ["id", "id", "id,src,style"]);
		await page.close();
	});

	/** @param {Page} page @param {string} says @returns {Promise<boolean>} whether a notice says so, above all else */
	async function isSaid(page, says) {
		const parts = await bed.driven.parts(page);
		if (!parts.some(({ attributes, text }) => attributes.role === "status" && text === says)) return false;
		return page.evaluate(
			() => document.elementFromPoint(innerWidth - 40, 30)?.getAttribute("popover") === "manual",
		);
	}

	test(
		"another copy of the extension: pressed over the other's article it says so, and changes nothing",
		limit,
		async () => {
			const page = await bed.visit("/plain.html");
			const asBefore = await keepsake(page);
			for (const [one, other] of [
				[bed.driven, copy],
				[copy, bed.driven],
			]) {
				await one.press(page);
				await until(async () => (await one.button(page)).title === LEAVE && (await isOpen(page)));
				await other.press(page);
				await until(() => isSaid(page, "Another extension shows this article already. Leave that first."));
				assert.deepEqual(await lines(page), ARTICLE);
				assert.equal(await hosts(page), 1);
				assert.equal((await one.button(page)).title, LEAVE);
				assert.deepEqual(await other.button(page), { title: READ, badge: "" });
				await one.press(page);
				await until(async () => (await one.button(page)).title === READ && !(await isOpen(page)));
				await other.press(page);
				await until(async () => (await other.button(page)).title === LEAVE && (await isOpen(page)));
				assert.deepEqual(await lines(page), ARTICLE);
				assert.equal(await hosts(page), 1);
				await other.press(page);
				await until(async () => (await other.button(page)).title === READ && !(await isOpen(page)));
				await asBefore();
			}
			await page.close();
		},
	);

	test("an update while a reader is open: the page comes back, and can be read", limit, async () => {
		const page = await bed.visit("/plain.html");
		const asBefore = await keepsake(page);
		const before = await lines(page);
		await openReader(bed, page);
		await bed.driven.update();
		await page.bringToFront();
		if (kind === "chrome") {
			// Its scripts go on without the extension.
			assert.deepEqual(await lines(page), ARTICLE);
			const parts = await bed.driven.parts(page);
			await parts.find(({ attributes }) => attributes["aria-label"] === LEAVE)?.click();
			await until(async () => !(await isOpen(page)));
			await asBefore();
		} else {
			// Firefox has ended them and taken their sheet: what they put in is there till the next press.
			await until(async () => !(await isOpen(page)));
			assert.deepEqual(await lines(page), before);
		}
		await openReader(bed, page);
		assert.deepEqual(await lines(page), ARTICLE);
		assert.equal(await hosts(page), 1);
		await leaveReader(bed, page);
		await asBefore();
		await page.close();
	});

	// Firefox has taken the reader away by itself by then.
	if (kind !== "chrome") return;
	test("an update while a reader is open: a press reads the page anew", limit, async () => {
		const page = await bed.visit("/plain.html");
		const asBefore = await keepsake(page);
		await openReader(bed, page);
		await bed.driven.update();
		await openReader(bed, page);
		assert.deepEqual(await lines(page), ARTICLE);
		assert.equal(await hosts(page), 1);
		await leaveReader(bed, page);
		await asBefore();
		await page.close();
	});
});
