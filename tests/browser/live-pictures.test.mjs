// The toolbar button pressed on a page with pictures of every make: none lost, none doubled, the sharp one shown, and
// nothing of another site asked for before a person presses its box.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { until } from "./driver.mjs";
import { inBothBrowsers, LIMIT, leaveReader, openReader } from "./reading.mjs";
import { serve } from "./server.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

inBothBrowsers((bed) => {
	const limit = { timeout: LIMIT };
	/** Another site, that of the player. @type {import("./server.mjs").Served} */
	let other;

	before(async () => {
		other = await serve();
		other.made.set("/player/12", "<!doctype html><title>Player</title><p>Playing</p>");
		const markup = await readFile(new URL("sites/live-pictures.html", import.meta.url), "utf8");
		for (const [, path, size] of markup.matchAll(/(\/pictures\/(large|tiny)\/[\w-]+\.png)/g)) {
			bed.served.made.set(path, await readFile(new URL(`sites/parts/${size}.png`, import.meta.url)));
		}
		bed.served.made.set("/live-pictures.html", markup.replace("EMBED", other.origin));
	});
	after(() => other?.close());

	test("no picture is lost, doubled or blurred", limit, async () => {
		const page = await bed.visit("/live-pictures.html");
		await page.setViewport({ width: 1100, height: 900 });
		await openReader(bed, page);
		const shown = await page.evaluate(() =>
			[
				.../** @type {NodeListOf<HTMLImageElement>} */ (
					document.querySelectorAll("body > [hidden][role=main] img")
				),
			].map(({ alt, src, srcset }) => [
				alt,
				src.replace(/.*\/|\.png$/g, ""),
				srcset.replace(/\S*\/|\.png/g, ""),
			]),
		);
		assert.deepEqual(shown, [
			["The lane by day", "hero", ""],
			["The first door", "plain", ""],
			["The second door", "source-800", "source-800 800w, source-1600 1600w"],
			["The third door", "data-src", "data-400 400w, data-1200 1200w, data-src 900w"],
			["The fourth door", "noscript", ""],
			["The fifth door", "sharp", ""],
			["The sixth door", "shown", ""],
			["The step from the left", "seven-a", ""],
			["The step from the right", "seven-b", ""],
			["", "poster", ""],
		]);
		// Of several sizes the one for the width shown is asked for: the browser's own choice.
		const chosen = await until(() =>
			page.evaluate(() => {
				const image = /** @type {HTMLImageElement | null} */ (
					document.querySelector("body > [hidden][role=main] img[alt='The second door']")
				);
				image?.scrollIntoView();
				return image?.currentSrc.replace(/.*\/|\.png$/g, "");
			}),
		);
		assert.equal(chosen, "source-800");
		assert.equal(await page.$("body > [hidden][role=main] :is(canvas, svg, video, audio, iframe)"), null);
		await leaveReader(bed, page);
		await page.close();
	});

	test("an embed is a box that asks the network nothing before it is pressed", limit, async () => {
		// The page itself loads its frame: what comes to the other site after that is ours.
		const page = await bed.visit("/live-pictures.html");
		await openReader(bed, page);
		const asked = other.asked.length;
		const films = () => bed.served.asked.filter((path) => /film|knock/.test(path)).length;
		const before = films();
		const boxes = await page.evaluate(() =>
			[...document.querySelectorAll("body > [hidden][role=main] figure > a")].map(
				({ textContent }) => textContent,
			),
		);
		assert.deepEqual(boxes, ["Who knocks", "The knock", "A walk behind the bend"]);
		const link = await page.waitForSelector("body > [hidden][role=main] a[href*='/player/12']");
		await link?.scrollIntoView();
		assert.equal(other.asked.length, asked);
		assert.equal(films(), before);
		await link?.click();
		await until(async () => other.asked.slice(asked).includes("/player/12"));
		await page.close();
	});
});
