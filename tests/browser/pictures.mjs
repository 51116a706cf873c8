// Pictures for the stores and the README, taken of the real extension on our sample page: `node
// tests/browser/pictures.mjs`, into `extension/store/pictures/`. Taken in Chromium, as Firefox writes no WebP.

import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../../extension/build/paths.mjs";
import { launch, until } from "./driver.mjs";
import { isOpen } from "./reading.mjs";
import { serve } from "./server.mjs";

const SAMPLE = join(ROOT, "tests", "pages", "sample");
const PICTURES = join(ROOT, "extension", "store", "pictures");

/**
 * What is taken: the page as it is or its article; both stores want 1280 by 800, no alpha.
 * @type {{ name: string, width: number, height: number, scheme: "light" | "dark", read: boolean, scale: number }[]}
 */
const SHOTS = [
	{ name: "store-1-page.png", width: 1280, height: 800, scheme: "light", read: false, scale: 1 },
	{ name: "store-2-light.png", width: 1280, height: 800, scheme: "light", read: true, scale: 1 },
	{ name: "store-3-dark.png", width: 1280, height: 800, scheme: "dark", read: true, scale: 1 },
	{ name: "page.webp", width: 960, height: 720, scheme: "light", read: false, scale: 1 },
	{ name: "light.webp", width: 960, height: 720, scheme: "light", read: true, scale: 1 },
	{ name: "dark.webp", width: 960, height: 720, scheme: "dark", read: true, scale: 1 },
	{ name: "phone.webp", width: 390, height: 720, scheme: "light", read: true, scale: 1 },
];

await mkdir(PICTURES, { recursive: true });
const served = await serve(SAMPLE);
served.made.set("/page.html", await readFile(join(SAMPLE, "page.html"), "utf8"));
const driven = await launch("chrome");
for (const { name, width, height, scheme, read, scale } of SHOTS) {
	const page = await driven.browser.newPage();
	await driven.dress(page, scheme);
	await page.setViewport({ width, height, deviceScaleFactor: scale });
	await page.goto(`${served.origin}/page.html`);
	if (read) {
		await driven.press(page);
		await until(() => isOpen(page));
		await page.evaluate(async () => {
			const shown = [...document.querySelectorAll("body > [hidden] img")].slice(0, 1);
			await Promise.all(shown.map((img) => /** @type {HTMLImageElement} */ (img).decode()));
		});
	}
	const path = join(PICTURES, name);
	const type = name.endsWith(".webp") ? "webp" : "png";
	await page.screenshot(
		type === "webp"
			? { path: /** @type {`${string}.webp`} */ (path), type, quality: 82 }
			: { path: /** @type {`${string}.png`} */ (path), type },
	);
	console.log(path);
	await page.close();
}
await driven.close();
await served.close();
