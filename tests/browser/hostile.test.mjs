// The toolbar button pressed on pages that fight: with their sheets, their policies, their scripts and dialogs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "./driver.mjs";
import {
	ARTICLE,
	inBothBrowsers,
	isOpen,
	keepsake,
	LIMIT,
	leaveReader,
	lines,
	openReader,
	untilLeft,
	untilNotice,
} from "./reading.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

/**
 * @param {Page} page
 * @returns {Promise<string[]>} what is wrong with how the article is shown
 */
function faults(page) {
	return page.evaluate(() => {
		const host = [...document.body.children].find((child) => getComputedStyle(child).display === "block");
		const faults = [];
		const plain = {
			visibility: "visible",
			opacity: "1",
			filter: "none",
			transform: "none",
			position: "static",
			clipPath: "none",
			animationName: "none",
			transitionDuration: "0s",
			textTransform: "none",
			writingMode: "horizontal-tb",
			direction: "ltr",
			unicodeBidi: "isolate",
			pointerEvents: "auto",
			userSelect: "text",
			zoom: "1",
		};
		const pieces = [...(host?.querySelectorAll("h1, p") ?? [])];
		if (pieces.length === 0) faults.push("nothing is shown");
		for (const piece of pieces) {
			const style = getComputedStyle(piece);
			for (const [property, value] of Object.entries(plain)) {
				const found = style[/** @type {any} */ (property)];
				// `auto` inherits, and says so.
				if (found !== value && !(property === "userSelect" && found === "auto"))
					faults.push(`${piece.localName} ${property}: ${found}`);
			}
			// A headline may be set a little tighter; in Firefox `normal` is not a number.
			if (Math.abs(Number.parseFloat(style.letterSpacing)) > 1) faults.push(`spaced ${style.letterSpacing}`);
			if (/^rgb\(255, 0, 0\)$/.test(style.color)) faults.push("red");
			for (const pseudo of ["::before", "::after"]) {
				const { content } = getComputedStyle(piece, pseudo);
				if (content !== "none" && content !== "normal") faults.push(`${pseudo} ${content}`);
			}
			for (const pseudo of ["::first-letter", "::first-line"]) {
				const { fontSize, color } = getComputedStyle(piece, pseudo);
				if (fontSize !== style.fontSize || color !== style.color)
					faults.push(`${pseudo} ${fontSize} ${color}`);
			}
			const { left, right, width } = piece.getBoundingClientRect();
			if (left < 0 || right > innerWidth || width < 200) faults.push(`from ${left} to ${right}`);
		}
		for (const element of [document.documentElement, document.body]) {
			for (const pseudo of ["::before", "::after"]) {
				const { content } = getComputedStyle(element, pseudo);
				if (content !== "none" && content !== "normal")
					faults.push(`${element.localName}${pseudo} ${content}`);
			}
			const { opacity, filter, transform, clipPath } = getComputedStyle(element);
			if ([opacity, filter, transform, clipPath].join() !== "1,none,none,none")
				faults.push(element.localName);
		}
		// What is drawn in the middle of the second paragraph is that paragraph.
		const { left, top, width, height } = pieces[1].getBoundingClientRect();
		const hit = document.elementFromPoint(left + width / 2, top + height / 2);
		if (hit !== pieces[1]) faults.push(`hit ${hit?.localName}`);
		return faults;
	});
}

inBothBrowsers((bed, kind) => {
	const limit = { timeout: LIMIT };

	for (const site of [
		"sheet-hides-all",
		"sheet-hides-siblings",
		"sheet-decorates",
		"sheet-distorts",
		"bare-text",
		"trusted-types",
		"sandbox",
		"csp",
		"sandbox-csp",
		"clobbered",
		"inert",
		"dialog",
	]) {
		test(`${site}: the article is shown as it should be, and the page comes back`, limit, async () => {
			const page = await bed.visit(`/${site}.html`);
			const asBefore = await keepsake(page, { moving: site === "sheet-distorts" });
			await openReader(bed, page);
			assert.deepEqual(await lines(page), ARTICLE);
			assert.deepEqual(await faults(page), []);
			await leaveReader(bed, page);
			await asBefore();
			await openReader(bed, page);
			await page.keyboard.press("Escape");
			await untilLeft(bed, page);
			await asBefore();
			await page.close();
		});
	}

	test("what is selected is the article, loose words of the page are not", limit, async () => {
		const page = await bed.visit("/bare-text.html");
		await openReader(bed, page);
		const modifier = process.platform === "darwin" ? "Meta" : "Control";
		await page.keyboard.down(modifier);
		await page.keyboard.press("a");
		await page.keyboard.up(modifier);
		const selected = await page.evaluate(() => getSelection()?.toString() ?? "");
		assert.ok(selected.includes(ARTICLE[3]));
		assert.doesNotMatch(selected, /Skip|Back/);
		await page.close();
	});

	test("a policy that forbids wasm is met once a session", limit, async () => {
		// An origin that no other test has been to.
		const address = `${bed.served.origin.replace("127.0.0.1", "localhost")}/csp.html`;
		const reports = () =>
			bed.served.posted.filter(({ body }) => body.includes(address) && !body.includes("favicon.ico"));
		for (let i = 0; i < 3; i++) {
			const page = await bed.visit(address);
			await openReader(bed, page);
			assert.deepEqual(await lines(page), ARTICLE);
			await page.close();
		}
		assert.equal(reports().length, kind === "chrome" ? 1 : 0);
	});

	// What is asked of each and grew with all of them took minutes here.
	test("a page of 12,000 paragraphs and 5,000 folds is read, and comes back", limit, async () => {
		const many = (/** @type {number} */ count, /** @type {(n: number) => string} */ make) =>
			Array.from({ length: count }, (_, n) => make(n + 1)).join("");
		bed.served.made.set(
			"/folds-without-end.html",
			`<!doctype html><html lang="en"><meta charset="utf-8"><title>The harbour clock runs again</title><main><!-- article -->
			${many(12_000, (n) => `<p>Barge number ${n} went down the lock on a wet morning, with timber for the yard below.</p>`)}
			${many(5000, (n) => `<details><summary>What did barge ${n} carry?</summary><p>Timber for the yard, and letters.</p></details>`)}
			</main></html>`,
		);
		const page = await bed.visit("/folds-without-end.html");
		const asBefore = await keepsake(page, { moving: true });
		await openReader(bed, page);
		assert.deepEqual(
			await page.evaluate(() =>
				["p", "details"].map((name) => document.querySelectorAll(`body > [hidden] ${name}`).length >= 5000),
			),
			[true, true],
		);
		await leaveReader(bed, page);
		await asBefore();
		await page.close();
	});

	test("a page of 5,000 paragraphs is the same with wasm and without", { timeout: 3 * LIMIT }, async () => {
		const words = (/** @type {number} */ i) =>
			`Paragraph ${i} tells, at some length and with a comma or two, what came of it.`;
		const paragraphs = Array.from({ length: 5000 }, (_, i) => words(i));
		const body = `<article><h1>A long report</h1>${paragraphs.map((text) => `<p>${text}</p>`).join("\n")}</article>`;
		const head = '<html lang="en"><meta charset="utf-8"><title>A long report</title>';
		const headers = `<!-- headers: { "content-security-policy": "script-src 'none'" } -->`;
		bed.served.made.set("/long.html", `<!doctype html>${head}${body}</html>`);
		bed.served.made.set("/long-csp.html", `${headers}<!doctype html>${head}${body}</html>`);
		for (const path of ["/long.html", "/long-csp.html"]) {
			const page = await bed.visit(path);
			await openReader(bed, page);
			const shown = await lines(page);
			assert.equal(shown.length, 5001);
			assert.equal(shown.join("\n"), ["A long report", ...paragraphs].join("\n"));
			await leaveReader(bed, page);
			await page.close();
		}
	});

	/**
	 * @param {Page} page
	 * @param {number} levels
	 * @param {boolean} hidden
	 */
	const nest = (page, levels, hidden) =>
		page.evaluate(
			(levels, hidden) => {
				const outermost = document.createElement("div");
				outermost.hidden = hidden;
				let inner = outermost;
				for (let i = 1; i < levels; i++) inner = inner.appendChild(document.createElement("div"));
				const article = /** @type {Element} */ (document.querySelector("article"));
				article.before(outermost);
				inner.append(hidden ? "Deep down" : article);
			},
			levels,
			hidden,
		);

	// Shown, elements of such depth end the process of a page in either browser: no parser goes beyond 512.
	for (const [levels, hidden] of /** @type {const} */ ([
		[500, false],
		[10_000, true],
	])) {
		test(`a page ${levels} elements deep${hidden ? " in what it hides" : ""} is read`, limit, async () => {
			const page = await bed.visit("/trusted-types.html");
			await nest(page, levels, hidden);
			const asBefore = await keepsake(page);
			await openReader(bed, page);
			assert.deepEqual(await lines(page), ARTICLE);
			await leaveReader(bed, page);
			await asBefore();
			await page.close();
		});
	}

	test("a page too deep to be put out of rendering is told so", limit, async () => {
		const page = await bed.visit("/trusted-types.html");
		await nest(page, 2100, false);
		const asBefore = await keepsake(page);
		await bed.driven.press(page);
		assert.equal((await untilNotice(bed, page)).says, "This page is too large to read.");
		await page.keyboard.press("Escape");
		await asBefore();
		await page.close();
	});

	// What can't be put back as it was keeps nothing else from being put back, nor the article open.
	for (const [what, body, before, during] of [
		[
			"a drawing has the focus",
			'<svg tabindex="0" id="it"><rect width="9" height="9"/></svg>',
			"it.focus()",
			"",
		],
		["a formula has the focus", '<math tabindex="0" id="it"><mi>x</mi></math>', "it.focus()", ""],
		[
			"a field that has the focus becomes another",
			'<input id="it" value="some words">',
			"it.focus(); it.setSelectionRange(1, 3)",
			'it.type = "date"',
		],
		[
			"an object goes to another site",
			'<object id="it" data="/leaving.html" width="300" height="100"></object>',
			"new Promise((done) => { it.onload = done; it.data = it.data; }).then(() => it.contentWindow.scrollTo(0, 50))",
			`new Promise((done) => {
				it.onload = done;
				it.contentWindow.location = location.origin.replace("127.0.0.1", "localhost") + "/plain.html";
			})`,
		],
		[
			"elements are of a spelling that only scripts make",
			'<p id="it"></p>',
			`for (const name of ["SLOT", "IFRAME", "IMG", "NOSCRIPT"])
				it.append(document.createElementNS("http://www.w3.org/1999/xhtml", name));`,
			"",
		],
	]) {
		test(`${what}: the page is left by the button, and where it was`, limit, async () => {
			const site = `<!doctype html><html lang="en"><meta charset="utf-8"><title>The harbour clock runs again</title>
				<body>${body}<!-- article --><div style="height: 3000px"></div></body></html>`;
			bed.served.made.set("/breaks.html", site);
			const page = await bed.visit("/breaks.html");
			await page.evaluate(before);
			await page.evaluate("scrollTo(0, 300)");
			const focus = await page.evaluateHandle("document.activeElement");
			await openReader(bed, page);
			assert.ok((await lines(page)).includes(ARTICLE[1]));
			await page.evaluate(during);
			await leaveReader(bed, page);
			assert.equal(await page.evaluate("scrollY"), 300);
			assert.ok(await page.evaluate((focus) => document.activeElement === focus, focus));
			await page.close();
		});
	}

	test("the page's own dialog is still open when the reader is left", limit, async () => {
		const page = await bed.visit("/dialog.html");
		await openReader(bed, page);
		await page.keyboard.press("Escape");
		await untilLeft(bed, page);
		assert.ok(await page.evaluate(() => document.querySelector("dialog:modal") !== null));
		assert.equal(await page.evaluate(() => document.body.dataset.closed), undefined);
		await page.close();
	});

	test("a page in full screen leaves that first", limit, async () => {
		const page = await bed.visit("/fullscreen.html");
		await page.click("#big");
		await until(() => page.evaluate(() => document.fullscreenElement !== null));
		await openReader(bed, page);
		assert.equal(await page.evaluate(() => document.fullscreenElement), null);
		assert.deepEqual(await lines(page), [ARTICLE[0], ...ARTICLE.slice(1)]);
		await page.close();
	});

	test("a page that takes the reader away a few times does not get far", limit, async () => {
		const page = await bed.visit("/takes-away.html?times=5");
		await openReader(bed, page);
		assert.deepEqual(await lines(page), ARTICLE);
		await leaveReader(bed, page);
		await page.close();
	});

	test("a page that takes the reader away without end wins, and is left whole", limit, async () => {
		const page = await bed.visit("/takes-away.html");
		const asBefore = await keepsake(page);
		await bed.driven.press(page);
		// It opens and is left of its own accord: that the button has been on can't be seen in time.
		await until(async () => (await page.evaluate(() => document.body.dataset.taken)) !== undefined);
		await untilLeft(bed, page);
		await page.evaluate(() => delete document.body.dataset.taken);
		await asBefore();
		await page.close();
	});

	test("what a page adds while it is read is not shown", limit, async () => {
		const page = await bed.visit("/goes-on.html");
		await openReader(bed, page);
		const added = () => page.evaluate(() => Number(document.documentElement.dataset.added ?? 0));
		await page.evaluate(() => dispatchEvent(new Event("go-on")));
		await until(async () => (await added()) > 100);
		assert.deepEqual(await lines(page), ARTICLE);
		assert.ok(await isOpen(page));
		await leaveReader(bed, page);
		await page.close();
	});

	for (const [what, script] of [
		[
			"a dialog",
			'document.body.append(document.createElement("dialog")); document.querySelector("dialog").showModal()',
		],
		["the attribute inert", "document.body.inert = true"],
		[
			"a dialog in a shadow tree that was there before",
			`const root = document.body.appendChild(document.createElement("div")).attachShadow({ mode: "closed" });
			root.append(document.createElement("dialog"));
			root.firstChild.showModal();`,
		],
	]) {
		test(`${what} does not put the article out of reach`, limit, async () => {
			const page = await bed.visit("/trusted-types.html");
			const before = what.includes("before");
			if (before) await page.evaluate(script);
			await openReader(bed, page);
			if (!before) await page.evaluate(script);
			await until(async () => (await faults(page)).length === 0);
			assert.deepEqual(await lines(page), ARTICLE);
			await page.keyboard.press("Escape");
			await untilLeft(bed, page);
			await page.close();
		});
	}

	test("pop-ups of other extensions are shown, the page's own are not", limit, async () => {
		const page = await bed.visit("/trusted-types.html");
		await openReader(bed, page);
		await page.evaluate(() => {
			class Widget extends HTMLElement {
				constructor() {
					super();
					this.attachShadow({ mode: "open" }).append("CHAT");
				}
			}
			customElements.define("page-widget", Widget);
			const popup = document.createElement("div");
			popup.id = "popup";
			popup.attachShadow({ mode: "closed" }).append("DICTIONARY");
			document.documentElement.append(popup, document.createElement("page-widget"));
			const plain = document.createElement("div");
			plain.textContent = "ADVERTISEMENT";
			document.body.append(plain, document.createElement("page-widget"));
		});
		const shown = (/** @type {string} */ selector) =>
			page.evaluate((selector) => {
				const found = [...document.querySelectorAll(selector)];
				return found.some((element) => getComputedStyle(element).display !== "none");
			}, selector);
		await until(() => shown("#popup"));
		assert.equal(await shown("page-widget"), false);
		assert.deepEqual(await lines(page), ARTICLE);
		await leaveReader(bed, page);
		assert.deepEqual(await page.evaluate(() => document.getElementById("popup")?.getAttributeNames()), [
			"id",
		]);
		await page.close();
	});

	test("a page that is written anew is another page", limit, async () => {
		const page = await bed.visit("/plain.html");
		await openReader(bed, page);
		await page.evaluate(() => {
			document.open();
			document.write("<title>Anew</title><p>Words</p>");
			document.close();
		});
		await untilLeft(bed, page);
		assert.deepEqual(await lines(page), ["Words"]);
		await page.close();
	});
});
