// Pictures of the reader, to be looked at: `node tests/browser/screenshots.mjs [page.html …]`, into `target/screenshots/`.
// Each page (the sample, if none is named) in both browsers: narrow, plain and wide, light and dark; and the notice.

import { readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { ROOT } from "../../extension/build/paths.mjs";
import { KINDS, launch, screenshot, until } from "./driver.mjs";
import { isOpen } from "./reading.mjs";
import { serve } from "./server.mjs";

const SAMPLE = join(ROOT, "tests", "pages", "sample", "page.html");
const files = process.argv.length > 2 ? process.argv.slice(2) : [SAMPLE];

/** Widths of a phone, a laptop's window and a large one, in CSS pixels. */
const WIDTHS = [390, 900, 1400];

for (const kind of KINDS) {
	const driven = await launch(kind);
	for (const file of files.map((name) => resolve(name))) {
		const served = await serve(dirname(file));
		served.made.set("/page.html", await readFile(file, "utf8"));
		const name = basename(file) === "page.html" ? basename(dirname(file)) : basename(file, ".html");
		for (const scheme of /** @type {const} */ (["light", "dark"])) {
			const page = await driven.browser.newPage();
			await driven.dress(page, scheme);
			await page.goto(`${served.origin}/page.html`);
			await driven.press(page);
			await until(() => isOpen(page));
			for (const width of WIDTHS) {
				await page.setViewport({ width, height: 900 });
				console.log(await screenshot(page, `${name}-${kind}-${scheme}-${width}`));
			}
			await page.close();
		}
		await served.close();
	}
	const served = await serve();
	for (const scheme of /** @type {const} */ (["light", "dark"])) {
		const page = await driven.browser.newPage();
		await driven.dress(page, scheme);
		await page.setViewport({ width: 900, height: 400 });
		await page.goto(`${served.origin}/search.html`);
		await driven.press(page);
		await until(async () => (await driven.parts(page)).some(({ text, name }) => name === "div" && text));
		console.log(await screenshot(page, `notice-${kind}-${scheme}`));
		await page.close();
	}
	await served.close();
	await driven.close();
}
