// What a page has going on while it is read, and where the person is on it: the same after the reader as before.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { until } from "./driver.mjs";
import { inBothBrowsers, keepsake, LIMIT, leaveReader, openReader } from "./reading.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

/**
 * @param {Page} page
 * @returns {Promise<{ text: string, top: number }>} the paragraph that a person reads: the first below the upper edge
 */
function readingAt(page) {
	return page.evaluate(() => {
		for (const p of document.querySelectorAll("p")) {
			const { top, bottom, height } = p.getBoundingClientRect();
			if (height > 0 && bottom > 0) return { text: p.textContent?.slice(0, 30) ?? "", top };
		}
		return { text: "", top: 0 };
	});
}

/** @param {Page} page @param {number} by */
async function scroll(page, by) {
	await page.evaluate((by) => window.scrollBy({ top: by, behavior: "instant" }), by);
}

/** What a page may notice of a reading, and nobody can keep from it. */
const UNAVOIDABLE = new Set(
	"blur focus focusin focusout change scroll selectionchange animationstart animationend animationcancel".split(
		" ",
	),
);

inBothBrowsers((bed, kind) => {
	const limit = { timeout: LIMIT };

	/** The page once those of its animations that end have ended. */
	async function visitAtRest() {
		const page = await bed.visit("/leaving.html");
		await until(() => page.evaluate(() => document.body.dataset.ended === "yes"));
		return page;
	}

	test("the paragraph that is read is the same in the reader and on the page, both ways", limit, async () => {
		const page = await bed.visit("/leaving.html");
		await scroll(page, 3000);
		const onPage = await readingAt(page);
		assert.match(onPage.text, /^Paragraph \d+/);
		await openReader(bed, page);
		const opened = await readingAt(page);
		assert.equal(opened.text, onPage.text);
		assert.ok(Math.abs(opened.top - onPage.top) < 2, `${onPage.top} became ${opened.top}`);

		await scroll(page, 1500);
		const inReader = await readingAt(page);
		assert.notEqual(inReader.text, opened.text);
		await leaveReader(bed, page);
		const back = await readingAt(page);
		assert.equal(back.text, inReader.text);
		assert.ok(Math.abs(back.top - inReader.top) < 2, `${inReader.top} became ${back.top}`);
		await page.close();
	});

	test("who has not scrolled begins at the headline and comes back to the start", limit, async () => {
		const page = await visitAtRest();
		const same = await keepsake(page, { moving: true });
		await openReader(bed, page);
		assert.equal(await page.evaluate(() => window.scrollY), 0);
		await leaveReader(bed, page);
		await same();
		await page.close();
	});

	test(
		"what plays is silent under the reader and plays on after it; what was still stays so",
		limit,
		async () => {
			const page = await bed.visit("/leaving.html");
			await page.evaluate(() => /** @type {any} */ (window).playTone());
			await until(() => page.evaluate(() => !document.querySelector("audio")?.paused));
			await openReader(bed, page);
			assert.deepEqual(await page.$$eval("audio", (all) => all.map(({ paused }) => paused)), [true, true]);
			await leaveReader(bed, page);
			await until(() => page.evaluate(() => !document.querySelector("audio")?.paused));
			assert.deepEqual(await page.$$eval("audio", (all) => all.map(({ paused }) => paused)), [false, true]);
			await page.close();
		},
	);

	test("an animation that had ended is not played anew, one that runs goes on", limit, async () => {
		const page = await visitAtRest();
		const states = () =>
			page.evaluate(() =>
				["came", "gone", "turns"].map((id) => {
					const [animation] = document.getElementById(id)?.getAnimations() ?? [];
					return animation?.playState ?? "none";
				}),
			);
		const before = await states();
		await openReader(bed, page);
		await leaveReader(bed, page);
		assert.deepEqual(await states(), before);
		assert.deepEqual(before, ["finished", "none", "running"]);
		await page.close();
	});

	test(
		"frames are not loaded again, elements of the page's own not taken out, forms not emptied",
		limit,
		async () => {
			const page = await bed.visit("/leaving.html");
			await page.type("#name", "Half a na");
			const same = await keepsake(page, { moving: true });
			await page.evaluate(() => {
				/** @type {any} */ (window).heard.length = 0;
			});
			await openReader(bed, page);
			await leaveReader(bed, page);
			assert.equal(
				await page.$eval("#name", (field) => /** @type {HTMLInputElement} */ (field).value),
				"Half a na",
			);
			const heard = await page.evaluate(() => /** @type {string[]} */ (/** @type {any} */ (window).heard));
			assert.deepEqual(
				heard.filter((event) => !UNAVOIDABLE.has(event)),
				[],
			);
			await same();
			await page.close();
		},
	);

	test("listeners of the page live, ours are gone", limit, async () => {
		const page = await visitAtRest();
		await page.$eval("form", (form) =>
			form.addEventListener("pointerdown", () => form.classList.add("pressed")),
		);
		const before = await bed.driven.heard(page);
		assert.deepEqual(before.byUs, []);
		assert.ok(
			["animationend", "click, captured", "pointerdown"].every((what) => before.byOthers.includes(what)),
		);
		await openReader(bed, page);
		// What comes last listens to these.
		await until(async () => {
			const { byUs } = await bed.driven.heard(page);
			return ["resume", "resize", "beforeprint", "click, captured"].every((what) => byUs.includes(what));
		});
		await leaveReader(bed, page);
		assert.deepEqual(await bed.driven.heard(page), before);
		await page.evaluate(() => {
			/** @type {any} */ (window).heard.length = 0;
		});
		await page.click("#name");
		assert.ok(await page.evaluate(() => /** @type {any} */ (window).heard.includes("click")));
		assert.equal(await page.$eval("form", (form) => form.className), "pressed");
		await page.close();
	});

	test("chosen files, `:target` and what is scrolled within an object are kept", limit, async () => {
		const page = await bed.visit("/kept.html#part");
		const papers = /** @type {import("puppeteer-core").ElementHandle<HTMLInputElement>} */ (
			await page.$("#papers")
		);
		await papers.uploadFile(fileURLToPath(import.meta.url));
		await until(() =>
			page.evaluate(() => {
				const inner = document.querySelector("object")?.contentWindow;
				if (inner?.document.readyState !== "complete") return false;
				inner.scrollTo(0, 400);
				return inner.scrollY === 400;
			}),
		);
		const states = () =>
			page.evaluate(() => {
				const field = /** @type {HTMLInputElement | null} */ (document.querySelector("#papers"));
				return {
					files: Array.from(field?.files ?? [], ({ name }) => name),
					target: document.querySelector(":target")?.id,
					within: document.querySelector("object")?.contentWindow?.scrollY,
					place: scrollY,
				};
			});
		const before = await states();
		assert.deepEqual([before.files, before.target, before.within], [["leaving.test.mjs"], "part", 400]);
		await openReader(bed, page);
		await leaveReader(bed, page);
		assert.deepEqual(await states(), before);
		await page.close({ runBeforeUnload: false });
	});

	test("a beforeunload handler is not asked by reading, and is by going elsewhere", limit, async () => {
		const page = await bed.visit("/kept.html");
		page.on("dialog", (dialog) => dialog.accept().catch(() => {}));
		await page.type("#name", "Half a na");
		const asked = () => page.evaluate(() => sessionStorage.asked ?? "never");
		await openReader(bed, page);
		await leaveReader(bed, page);
		await openReader(bed, page);
		assert.equal(await asked(), "never");
		await page.goto(`${bed.served.origin}/plain.html`);
		assert.equal(await asked(), "1");
		await page.close();
	});

	test("a hundred readings in a row leave nothing behind", { timeout: 3 * LIMIT }, async (context) => {
		const page = await bed.visit("/plain.html");
		const same = await keepsake(page);
		const count = () => page.evaluate(() => document.querySelectorAll("*").length);
		const round = async () => {
			await openReader(bed, page);
			await leaveReader(bed, page);
		};
		// What is made once, and kept, is made by the first rounds.
		for (let i = 0; i < 5; i++) await round();
		const before = await count();
		const heldBefore = await bed.driven.held(page);
		for (let i = 0; i < 100; i++) await round();
		assert.equal(await count(), before);
		const heldAfter = await bed.driven.held(page);
		// One reading makes some 50 nodes of some 100 bytes and some 40 listeners: a leak would be a hundred times that.
		const most = kind === "chrome" ? 100 : 200_000;
		for (const [what, amount] of Object.entries(heldBefore)) {
			context.diagnostic(`${what}: ${amount}, ${heldAfter[what]}`);
			assert.ok(heldAfter[what] < amount + most, `${what}: ${amount} → ${heldAfter[what]}`);
		}
		await same();
		await page.close();
	});
});
