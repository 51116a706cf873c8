// Runs the tests of live pages and writes `CASES.md`: every case that was promised against both browsers.
//   node tests/browser/cases.mjs [name of a test file ...]   the others' results are those of the last run

import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { run } from "node:test";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL("./", import.meta.url));
const TARGET = fileURLToPath(new URL("../../target/cases/", import.meta.url));
const TABLE = join(HERE, "CASES.md");

const BROWSERS = /** @type {const} */ (["chrome", "firefox"]);

/** Tests that are named in one row. */
const MOST = 4;

/**
 * A case: its words, the test file and the names of the tests that show it.
 * @typedef {[words: string, file: string, names: RegExp]} Case
 */

/** @type {Record<string, Case[]>} */
export const CASES = {
	"Reading what is shown": [
		[
			"hidden by a sheet, clipped, one pixel, off screen, without size: out",
			"live-seen",
			/^what nobody sees/,
		],
		["hidden in each of these ways: told to the core", "snapshot", /hid|off-screen|clip|not displayed/],
		["`content-visibility` below the fold: in", "snapshot", /below the fold/],
		["read-more text, `until-found`, `details`: in", "live-shown", /folded away/],
		["tabs and accordions of the article: in", "live-shown", /other tabs/],
		["invisible until a script shows it: in", "live-shown", /invisible until/],
		["streamed segments: in", "live-seen", /streamed segment/],
		["shadow trees: open, declared, closed, nested, with slots", "live-seen", /shadow trees/],
		["closed shadow trees in the order shown", "open", /closed shadow trees/],
		["a frame of the page's origin, or `srcdoc`", "live-seen", /^a frame that holds/],
		["a frame of another origin is left alone", "open", /frames of others/],
		["nothing but a frame of another origin: a clear word", "live-seen", /nothing but another site's frame/],
		["a recipe: ingredients and steps", "live-seen", /^a recipe/],
		["pictures: none lost, doubled or blurred", "live-pictures", /^no picture/],
		["embeds ask the network nothing before a press", "live-pictures", /^an embed/],
		["opening while the page still loads", "live-moving", /^a page that still|^a page that has nothing yet/],
		["articles that load more on scroll", "live-moving", /on scroll/],
		["articles that grow in nested shadow trees", "live-moving", /nested shadow/],
		["an application that goes to another article", "live-moving", /address|application/],
		["the address changes under the reader", "open", /changes its address/],
		["back, forward, the browser's memory of pages", "open", /browser's memory/],
		["a live blog that grows", "live-moving", /live blog/],
		["several pages of one article, fetched on request", "pages", /^the next pages are read/],
		["further pages, where the policy lets nobody fetch", "pages", /^a policy/],
		["further pages that can't be fetched", "pages", /can't be fetched/],
		["a promised whole article that adds nothing", "pages", /adds nothing/],
		["nothing is fetched before it is asked for", "pages", /is offered nothing|the next pages are read/],
		["what is selected is read alone", "live-selection", /./],
		["nothing readable: said, and read all the same if wanted", "refusals", /notice says so|all the same/],
		["nothing readable: the person points at what to read", "pick", /./],
		["kinds of documents that can't be read: said", "unreadable", /./],
	],
	"The page fights, and loses": [
		[
			"observers that take the reader away a few times",
			"hostile",
			/^a page that takes the reader away a few/,
		],
		["observers that take it away without end: they win, the page is whole", "hostile", /without end/],
		["adverts put into any list of paragraphs", "fights", /adverts/],
		["what a page adds while it is read", "hostile", /^what a page adds/],
		["what a page puts into the article itself", "reader", /^what the page puts/],
		["a page that rebuilds `body`", "fights", /rebuilds its body/],
		["click handlers on `document`: links of the article", "fights", /links of the article/],
		["click handlers on `document`: our controls", "fights", /takes every click/],
		["`* { display: none !important }`", "hostile", /^sheet-hides-all/],
		["`footer ~ *` and the like", "hostile", /^sheet-hides-siblings/],
		["sheets that decorate and distort", "hostile", /^sheet-d/],
		["a modal `dialog`", "hostile", /^dialog|^a dialog|own dialog/],
		["a popover", "fights", /popover/],
		["an `inert` body", "hostile", /inert/],
		["a `contenteditable` body", "fights", /contenteditable/],
		["`designMode`", "fights", /designMode/],
		["full screen is left first", "hostile", /full screen/],
		["scroll locks on `html` and `body`", "fights", /scroll locks/],
		["`document.write` after opening", "hostile", /written anew/],
		["key handlers on the window, in capture, that came first", "fights", /key handlers/],
		["Escape is not heard by the page", "open", /^Escape leaves/],
		["pages that poll and reset their own classes", "fights", /resets its own classes/],
		["`beforeunload`", "leaving", /beforeunload/],
		["a policy that forbids scripts, wasm or all", "hostile", /csp|forbids wasm/],
		["a policy with `sandbox`", "hostile", /^sandbox/],
		["Trusted Types", "hostile", /^trusted-types/],
		["names that stand in the way of the DOM", "hostile", /^clobbered/],
		["XHTML", "open", /^XHTML/],
		["other XML pages", "unreadable", /feed\.xml|drawing\.svg/],
		["quirks mode", "fights", /quirks/],
		["a frameset", "unreadable", /frameset/],
		["huge `z-index`", "fights", /z-index/],
		["`zoom` and transforms on `html`", "fights", /zoom and transforms/],
		["the page's sheets for print", "print", /sheets for print/],
		["another copy of the extension", "others", /another copy/],
		["an update while a reader is open", "others", /update/],
		["other extensions' pop-ups over the reader", "others", /pop-ups/],
		["pop-ups are told from the page's own", "hostile", /^pop-ups/],
		["thousands of paragraphs, great depth", "hostile", /,000|deep/],
	],
	Leaving: [
		["the same nodes in the same place, nothing left behind", "open", /^a press shows/],
		["the same after every fight", "fights", /as before/],
		["half-filled forms", "leaving", /forms not emptied/],
		["focus, selection, place, inner scrollers", "open", /^place, focus/],
		["focus within a shadow tree", "open", /^the focus goes back/],
		["chosen files", "leaving", /files/],
		["`:target`", "leaving", /target/],
		["what is scrolled within `object`", "leaving", /object/],
		["media go on where they were, what was still stays so", "leaving", /^what plays/],
		["frames are not loaded again", "leaving", /^frames are not loaded/],
		["elements of the page's own are not disconnected", "leaving", /not taken out/],
		["finished animations are not replayed", "leaving", /^an animation/],
		["the page hears nothing but what nobody can keep from it", "leaving", /^frames are not loaded/],
		["listeners of the page live, ours are gone", "leaving", /listeners/],
		["the paragraph being read is kept, both ways", "leaving", /^the paragraph/],
		["who has not scrolled begins at the headline", "leaving", /^who has not/],
		["a hundred readings in a row: nothing grows", "leaving", /^a hundred readings/],
		["pages without a viewport are as wide as before", "type-page", /without a viewport/],
	],
};

/**
 * A test as it went.
 * @typedef {{ file: string, browser: string, name: string, result: string, sites: string[] }} Outcome
 */

/** @param {string} file @returns {Promise<Outcome[]>} */
async function outcomesOf(file) {
	/** Names of the suites and tests that have begun, by depth. @type {string[]} */
	const path = [];
	/** @type {Outcome[]} */
	const outcomes = [];
	for await (const { type, data } of run({ files: [join(HERE, `${file}.test.mjs`)] })) {
		if (type === "test:start") path.splice(data.nesting, Number.POSITIVE_INFINITY, data.name);
		if (type === "test:fail") console.error(`${path.join(" › ")}: ${data.details.error}`);
		// A suite that fails as a whole, its browser not started, has no tests that would say so.
		if ((type === "test:pass" || type === "test:fail") && data.nesting === 1) {
			const result = type === "test:fail" ? "FAILED" : data.skip ? `not tried: ${data.skip}` : "ok";
			outcomes.push({ file, browser: path[0], name: data.name, result, sites: [] });
		}
		const site = type === "test:diagnostic" && /^site: (.*)/.exec(data.message)?.[1];
		// The sites' own origin is another in each run.
		if (site && data.nesting === 1) outcomes.at(-1)?.sites.push(site.replace(/^http:\/\/[\w.]+:\d+/, ""));
	}
	return outcomes;
}

/** @param {string} text that stands in a cell */
const cell = (text) => text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ");

/** @param {string[]} all */
const distinct = (all) => [...new Set(all)];

/**
 * @param {Case} one
 * @param {Outcome[]} outcomes
 * @returns {string} its row
 */
function row([words, file, names], outcomes) {
	const shown = outcomes.filter((outcome) => outcome.file === file && names.test(outcome.name));
	const results = BROWSERS.map((browser) => {
		const here = distinct(shown.filter((outcome) => outcome.browser === browser).map(({ result }) => result));
		if (here.length === 0) return "no test";
		// The worst of them is what holds.
		return here.find((result) => result === "FAILED") ?? here.find((result) => result !== "ok") ?? "ok";
	});
	const sites = distinct(shown.flatMap(({ sites }) => sites));
	const tests = distinct(shown.map(({ name }) => `“${name}”`));
	if (tests.length > MOST) tests.splice(MOST, tests.length, `and ${tests.length - MOST} more`);
	const where = tests.length > 0 ? `${file}: ${tests.join(", ")}` : "";
	return `| ${[words, ...results, sites.join(" "), where].map(cell).join(" | ")} |`;
}

/** @param {Outcome[]} outcomes @returns {string} all of `CASES.md` */
function table(outcomes) {
	const tables = Object.entries(CASES).map(([group, cases]) => {
		const rows = cases.map((one) => row(one, outcomes));
		return `## ${group}\n\n| case | Chromium | Firefox | sites | tests |\n|---|---|---|---|---|\n${rows.join("\n")}\n`;
	});
	return `# Live pages, case by case

Written by \`make cases\`, which runs the tests named here in both browsers; never edited by hand. A site with a name is
in \`sites/\`; one that a test makes up is called after it. A test is named by its file and its own name.

${tables.join("\n")}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const named = process.argv.slice(2).map((name) => basename(name, ".test.mjs"));
	const there = new Set((await readdir(HERE)).map((name) => basename(name, ".test.mjs")));
	// Has the tests say which sites they go to.
	process.env.FAIRCOPY_CASES = "yes";
	await mkdir(TARGET, { recursive: true });
	/** @type {Outcome[]} */
	const outcomes = [];
	for (const file of distinct(Object.values(CASES).flatMap((cases) => cases.map(([, file]) => file)))) {
		if (!there.has(file)) continue;
		const kept = join(TARGET, `${file}.json`);
		const last = named.length > 0 && !named.includes(file) && (await readFile(kept, "utf8").catch(() => ""));
		if (last) {
			outcomes.push(...JSON.parse(last));
			continue;
		}
		const now = await outcomesOf(file);
		console.log(`${file}: ${now.filter(({ result }) => result === "ok").length} of ${now.length} ok`);
		await writeFile(kept, JSON.stringify(now));
		outcomes.push(...now);
	}
	const text = table(outcomes);
	await writeFile(TABLE, text);
	const [failed, without] = ["FAILED", "no test"].map((word) => text.split(`| ${word} |`).length - 1);
	console.log(`${TABLE}: ${failed} failed, ${without} without a test`);
	process.exitCode = failed > 0 || outcomes.some(({ result }) => result === "FAILED") ? 1 : 0;
}
