// extension/icons/*.svg → PNG in the sizes that the manifest names, drawn by Chromium: `node tests/browser/draw-icons.mjs`.

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";

const icons = fileURLToPath(new URL("../../extension/icons/", import.meta.url));
const browser = await puppeteer.launch({
	executablePath: process.env.CHROME ?? "/usr/bin/chromium",
	args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const page = await browser.newPage();
for (const name of (await readdir(icons)).filter((file) => file.endsWith(".svg"))) {
	const svg = await readFile(join(icons, name), "base64");
	for (const size of [16, 24, 32, 48, 64, 96, 128]) {
		await page.setViewport({ width: size, height: size });
		await page.goto(`data:image/svg+xml;base64,${svg}`);
		const png = await page.screenshot({ omitBackground: true });
		await writeFile(join(icons, name.replace(".svg", `-${size}.png`)), png);
	}
}
await browser.close();
