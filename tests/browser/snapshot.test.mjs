// `extension/snapshot.js` in a live page: the same markup as the native tool writes of a stored one, and what only a
// browser knows. It runs in the page's own world here, so closed shadow trees are left to `open.test.mjs`.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { promisify } from "node:util";
import { EXTENSION, ROOT, run, TARGET } from "../../extension/build/paths.mjs";
import { inBothBrowsers, LIMIT } from "./reading.mjs";
import { serve } from "./server.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

const PAGES = join(ROOT, "tests", "pages");
const TOOL = join(TARGET, "debug", "faircopy");

const scripts = ["browser.js", "snapshot.js"].map((name) => readFileSync(join(EXTENSION, name), "utf8"));

/**
 * The lists of `src/page.rs`, by the names of its constants: what the core gives the snapshot.
 * @param {string} name
 * @returns {string[]}
 */
function listOf(name) {
	const source = readFileSync(join(ROOT, "src", "page.rs"), "utf8");
	const body = new RegExp(`${name}: &\\[&str\\] =\\s*&\\[(.*?)\\];`, "s").exec(source)?.[1] ?? "";
	return [...body.matchAll(/"([^"]+)"/g)].map(([, word]) => word);
}

const lists = [listOf("KEPT_ATTRIBUTES"), listOf("DROPPED_ELEMENTS"), listOf("EMPTIED_ELEMENTS")];

/**
 * @param {Page} page
 * @returns {Promise<string>} the markup
 */
async function snapshot(page) {
	for (const script of scripts) await page.evaluate(script);
	return page.evaluate(([kept, dropped, emptied]) => {
		const { take } = /** @type {any} */ (globalThis).faircopySnapshot;
		const sets = { kept: new Set(kept), dropped: new Set(dropped), emptied: new Set(emptied) };
		const { bytes, elements } = take(document, sets, () => false);
		const markup = new TextDecoder().decode(bytes);
		// An ordinal finds its element: as many start tags as elements.
		const tags = [...markup.matchAll(/<script\b.*?<\/script>|<[a-z]/gis)].length;
		if (tags !== elements.length) throw new Error(`${tags} start tags, ${elements.length} elements`);
		return markup;
	}, lists);
}

/**
 * A page loads nothing: Firefox forgets to say that it has gone to the next where a frame's address, which nobody has,
 * has just failed.
 */
const ALONE = JSON.stringify({ "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'" });

/** @param {string} markup */
function withoutWhatIsSeen(markup) {
	return markup.replace(/ fc-(?:hidden|src|size|bg)="[^"]*"/g, "");
}

inBothBrowsers((bed) => {
	const limit = { timeout: LIMIT };

	before(() => run("cargo", ["build", "--quiet", "--locked", "--bin=faircopy"]), { timeout: 20 * LIMIT });

	test("static pages come out as the native tool writes them", { timeout: 10 * LIMIT }, async () => {
		assert.ok(lists.every((list) => list.length > 5));
		const served = await serve(PAGES);
		const page = await bed.driven.browser.newPage();
		try {
			const entries = await readdir(PAGES, { withFileTypes: true });
			const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
			let compared = 0;
			for (const name of names) {
				const file = join(PAGES, name, "page.html");
				const markup = readFileSync(file, "utf8");
				// Scripts change a page in a browser, and there alone.
				if (/<script(?![^>]*ld\+json)/i.test(markup)) continue;
				served.made.set(`/${name}/page.html`, `<!-- headers: ${ALONE} -->${markup}`);
				await page.goto(`${served.origin}/${name}/page.html`, { waitUntil: "domcontentloaded" });
				const live = withoutWhatIsSeen(await snapshot(page));
				const { stdout } = await promisify(execFile)(TOOL, ["snapshot", file], { maxBuffer: 1 << 26 });
				assert.equal(live, withoutWhatIsSeen(stdout), name);
				compared++;
			}
			assert.ok(compared > 50, `${compared} pages`);
		} finally {
			await page.close();
			await served.close();
		}
	});

	/**
	 * @param {string} body markup
	 * @param {string} [script] that runs in the page before
	 * @returns {Promise<string>} the snapshot of what is within `body`
	 */
	async function within(body, script) {
		bed.served.made.set(
			"/made.html",
			`<!doctype html><html><head><title>Made</title></head><body>${body}</body></html>`,
		);
		const page = await bed.visit("/made.html");
		if (script) await page.evaluate(script);
		const markup = await snapshot(page);
		await page.close();
		return /<body[^>]*>(.*)<\/body>/s.exec(markup)?.[1] ?? "";
	}

	for (const [what, body, expected, script] of /** @type {[string, string, string, string?][]} */ ([
		[
			"what is not displayed is marked at its top",
			"<style>.x { display: none }</style><div class=x><p>a</p></div><p>b</p>",
			'<div class="x" fc-hidden="display"><p>a</p></div><p>b</p>',
		],
		[
			"what is invisible is marked, but not where something in it shows",
			"<style>.i { visibility: hidden } .v { visibility: visible }</style>" +
				"<div class=i><p>a</p></div><div class=i><p>b</p><p class=v>c</p></div>",
			'<div class="i" fc-hidden="visibility"><p>a</p></div>' +
				'<div class="i"><p fc-hidden="visibility">b</p><p class="v">c</p></div>',
		],
		[
			"what is clipped to nothing, or set far outside, is marked",
			"<style>.c { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }" +
				".o { position: absolute; left: -9999px } .s { height: 0; overflow: hidden }</style>" +
				"<span class=c>a</span><p class=o>b</p><div class=s><p>c</p></div><p>d</p>",
			'<span class="c" fc-hidden="clip">a</span><p class="o" fc-hidden="clip">b</p>' +
				'<div class="s" fc-hidden="size"><p>c</p></div><p>d</p>',
		],
		[
			"what opens when asked is not hidden, but for what is not displayed in it",
			"<style>.x { display: none }</style><details><summary>a</summary><p>b</p><p class=x>c</p></details>" +
				"<div hidden=until-found><p>d</p></div>",
			'<details><summary>a</summary><p>b</p><p class="x" fc-hidden="display">c</p></details>' +
				'<div hidden="until-found"><p>d</p></div>',
		],
		[
			"what is below the fold and not yet rendered is not hidden, what is kept from rendering is",
			"<style>.a { content-visibility: auto } .h { content-visibility: hidden }</style>" +
				"<div style='height: 9000px'></div><div class=a><p>a</p></div><div class=h><p>b</p></div>",
			'<div></div><div class="a"><p>a</p></div><div class="h"><p fc-hidden="display">b</p></div>',
		],
		[
			"boxes that are none do not hide what they hold",
			"<style>.n { display: contents }</style><div class=n><p>a</p></div>",
			'<div class="n"><p>a</p></div>',
		],
		[
			"shadow trees stand in the order shown, with what their slots are given",
			"<div id=h><b slot=late>a</b><i>b</i><u slot=none>c</u></div>",
			'<div id="h"><p>s</p><slot><i>b</i></slot><slot name="late"><b>a</b></slot><slot name="free"><em>f</em></slot></div>',
			`const root = document.getElementById("h").attachShadow({ mode: "open" });
			for (const [name, text, slot] of [["p", "s"], ["slot"], ["slot", "", "late"], ["slot", "", "free"]]) {
				const made = document.createElement(name);
				if (text) made.textContent = text;
				if (slot) made.name = slot;
				root.append(made);
			}
			root.lastChild.append(Object.assign(document.createElement("em"), { textContent: "f" }));`,
		],
		[
			"a frame of the page's own origin stands as what it shows, another as itself",
			"<iframe id=a></iframe><iframe id=b sandbox src='about:blank'></iframe><iframe id=c></iframe>",
			'<div id="a" fc-frame="about:blank"><p>framed</p></div><iframe id="b" src="about:blank" fc-size="304x154"></iframe><iframe id="c" fc-size="304x154"></iframe>',
			`const inner = document.getElementById("a").contentDocument;
			inner.body.append(Object.assign(inner.createElement("p"), { textContent: "framed" }));`,
		],
		[
			"noscript stands as what it would show, and runs nothing",
			"<noscript><p>a &amp; <img src=x onerror='document.title=1'></p></noscript>",
			'<div fc-noscript=""><p>a &amp; <img src="x"></p></div>',
		],
		[
			"a large background picture is told where nothing else is shown",
			"<style>div { width: 300px; height: 200px; background: linear-gradient(red, blue), url('/p(1).png') }" +
				"i { display: block; width: 20px; height: 20px; background: url(/icon.png) }</style><div></div><div>words</div><i></i>",
			'<div fc-bg="ORIGIN/p(1).png"></div><div>words</div><i></i>',
		],
		[
			"what scripts alone can make is written so that it can be read back",
			"<div id=h></div>",
			'<div id="h"><span>a</span><img src="x"><pre>&lt;b&gt;</pre><span>c</span></div>',
			`const odd = document.createElementNS("http://www.w3.org/1999/xhtml", "a\\u00e9\\u2028");
			odd.textContent = "a";
			const image = document.createElement("img");
			image.append("never shown");
			image.setAttribute("src", "x");
			// One that does not come has no size, sooner or later.
			image.style.cssText = "display: block; width: 20px; height: 20px";
			const raw = document.createElement("xmp");
			raw.textContent = "<b>";
			const plain = document.createElementNS("http://www.w3.org/1999/xhtml", "x<");
			plain.textContent = "c";
			document.getElementById("h").append(odd, image, raw, plain);`,
		],
	])) {
		test(what, limit, async () => {
			const markup = await within(body, script);
			assert.equal(markup.replaceAll(bed.served.origin, "ORIGIN"), expected);
		});
	}
});
