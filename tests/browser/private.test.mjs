// A private window leaves nothing behind: neither settings nor places nor what a site forbids.

import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "./driver.mjs";
import { inBothBrowsers, LIMIT, leaveReader, openReader } from "./reading.mjs";
import { walk } from "./walk.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

/** Everything that is kept, of storage that lasts and that does not. @param {Page} own a page of the extension's */
const kept = (own) =>
	own.evaluate(async () => {
		const { local, session, sync } = /** @type {any} */ (globalThis).chrome.storage;
		return { ...(await local.get(null)), ...(await session.get(null)), ...(await sync.get(null)) };
	});

inBothBrowsers(
	(bed, kind) => {
		/**
		 * Does all that is remembered elsewhere: sets the text, leaves an article in its midst, reads where wasm is forbidden.
		 * @param {(path: string) => Promise<Page>} visit
		 */
		async function read(visit) {
			bed.served.made.set("/walk.html", walk());
			const page = await visit("/walk.html");
			await page.setViewport({ width: 900, height: 700 });
			await openReader(bed, page);
			/** @param {(part: import("./driver.mjs").Part) => boolean} is */
			const part = (is) => until(async () => (await bed.driven.parts(page)).find(is));
			// What keeps the place has come when the outline is there.
			await part(({ attributes }) => attributes["aria-label"] === "Outline");
			await (await part(({ attributes }) => attributes["aria-label"] === "Text and colours")).click();
			await (await part(({ attributes }) => attributes.value === "sepia")).click();
			await until(() =>
				page.$eval("body > [hidden]", (host) =>
					[...host.attributes].some(({ value }) => / theme-sepia\b/.test(value)),
				),
			);
			await page.evaluate(() => window.scrollTo(0, 1500));
			await leaveReader(bed, page);
			const strict = await visit("/csp.html");
			await openReader(bed, strict);
			await leaveReader(bed, strict);
			await strict.close();
			await page.close();
		}

		test("nothing is kept of what is done in one", { timeout: 2 * LIMIT }, async () => {
			const own = await bed.driven.own("options.html");
			await until(() => own.evaluate(() => "ready" in document.documentElement.dataset));
			if (kind === "firefox") {
				await read(bed.visit);
				assert.ok(await own.$eval("#private", (words) => words.checkVisibility()));
				await own.click('input[name="controlsTheme"][value="dark"]');
				await own.click("#places-tick input");
				await own.click("#sync input");
				const again = await bed.driven.own("options.html");
				await until(() => again.evaluate(() => "ready" in document.documentElement.dataset));
				assert.deepEqual(await kept(again), {});
				return;
			}
			await read(async (path) => {
				const url = new URL(path, bed.served.origin).href;
				await own.evaluate(
					(url) => /** @type {any} */ (globalThis).chrome.windows.create({ url, incognito: true }),
					url,
				);
				const target = await bed.driven.browser.waitForTarget((target) => target.url() === url);
				const page = /** @type {Page} */ (await target.page());
				await until(() => page.evaluate(() => document.readyState === "complete").catch(() => false));
				return page;
			});
			assert.deepEqual(await kept(own), {});
			// The same in a window that is not private is kept: what came before it is not.
			await read(bed.visit);
			await until(async () => {
				const { settings, places, refusals } = await kept(own);
				return settings && places && refusals;
			});
			const { settings, places, refusals } = await kept(own);
			assert.equal(settings.theme, "sepia");
			assert.deepEqual([places.length, refusals], [1, [bed.served.origin]]);
		});
	},
	undefined,
	{ secret: true },
);
