// Drives both browsers with the built extension in them: a real press of the toolbar button, a real key.
// Works by puppeteer alone; `driveFirefox` uses what its documentation does not promise, hence the pinned version.

import { cp, mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";

/** @typedef {import("puppeteer-core").Browser} Browser */
/** @typedef {import("puppeteer-core").Page} Page */
/** @typedef {"chrome" | "firefox"} Kind */

/**
 * Which browsers to drive: both, but for `FAIRCOPY_BROWSERS=chrome` and the like.
 * @type {readonly Kind[]}
 */
export const KINDS = /** @type {readonly Kind[]} */ (["chrome", "firefox"]).filter((kind) =>
	(process.env.FAIRCOPY_BROWSERS ?? kind).includes(kind),
);

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Where the built extensions are; `node extension/build.mjs` makes them. */
export const BUILT = process.env.FAIRCOPY_BUILT ?? `${ROOT}target/extension`;

/**
 * @param {Kind} kind
 * @returns {Promise<string>} a form of the extension whose core does what the page says: `stub-core.js`
 */
export async function withStubCore(kind) {
	const dir = `${BUILT}/${kind}-stub`;
	await cp(`${BUILT}/${kind}`, dir, { recursive: true });
	for (const name of ["core.js", "core-nowasm.js"]) {
		await cp(fileURLToPath(new URL("stub-core.js", import.meta.url)), `${dir}/pkg/${name}`);
	}
	return dir;
}

/** Where screenshots go. */
export const SCREENSHOTS = `${ROOT}target/screenshots`;

/**
 * What a toolbar button shows.
 * @typedef {{ title: string, badge: string }} Button
 */

/**
 * A browser with the extension in it.
 * @typedef {object} Driven
 * @property {Kind} kind
 * @property {Browser} browser
 * @property {(name: string) => Promise<Page>} own a new tab with a page of the extension's own, loaded
 * @property {(page: Page) => Promise<number>} press presses the toolbar button while the page is in front, and gives
 *   the moment in milliseconds since 1970
 * @property {(page: Page) => Promise<Button>} button what the button shows for the page in front
 * @property {(page: Page) => Promise<Part[]>} parts elements that stand in closed shadow trees at the top of the page
 * @property {(page: Page) => Promise<Record<string, number>>} held what the page holds in memory once what nobody holds
 *   is thrown away: in Chrome counts of things, in Firefox bytes by kind
 * @property {(page: Page) => Promise<Heard>} heard what is listened to in the page in front, by whom
 * @property {(page: Page, scheme: "light" | "dark") => Promise<void>} dress as a system of light or dark colours would
 * @property {(page: Page) => Promise<void>} phone loads the page in front anew as a phone does: one that names no viewport
 *   is laid out for a wide screen
 * @property {() => Promise<void>} update takes the extension's place by itself, as an update does
 * @property {() => Promise<void>} [allow] grants the permission that a window of the extension asks for; in Firefox
 * @property {() => Promise<void>} close
 */

/**
 * Listeners on what of a page `HEARING` names, by what is listened to; sorted.
 * @typedef {{ byUs: string[], byOthers: string[] }} Heard
 */

/**
 * An element in a closed shadow tree, which a page's scripts can't reach.
 * @typedef {object} Part
 * @property {string} name of the element
 * @property {Record<string, string>} attributes
 * @property {string} text all that it holds
 * @property {() => Promise<void>} click with the mouse
 * @property {() => Promise<void>} tap with a finger
 */

/** What is asked for its listeners. In Chrome a whole tree at once would tell those of all worlds together. */
const HEARING = ["window", "document", "document.documentElement", "document.body", "document.forms[0]"];

const QUIET = [
	// Root, as whom containers run, gets no sandbox from Chromium. Anyone else does.
	...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
];

/**
 * @typedef {object} LaunchOptions
 * @property {boolean} [visible] in a window, of the size that the browser likes
 * @property {Record<string, unknown>} [prefs] Firefox's, as a person may have set them
 * @property {boolean} [secret] lets the extension into private windows; in Firefox all windows are such then
 */

/**
 * @param {Kind} kind
 * @param {string} [dir] another form of the extension than the built one
 * @param {LaunchOptions} [options]
 * @returns {Promise<Driven>}
 */
export async function launch(
	kind,
	dir = `${BUILT}/${kind}`,
	{ visible = false, prefs = {}, secret = false } = {},
) {
	/** @type {import("puppeteer-core").LaunchOptions} */
	const window = visible ? { headless: false, defaultViewport: null } : { headless: true };
	if (kind === "firefox")
		window.extraPrefsFirefox = { ...prefs, ...(secret && { "browser.privatebrowsing.autostart": true }) };
	const browser = await (kind === "chrome" ? launchChrome(window) : launchFirefox(window));
	try {
		return { kind, browser, ...(await drive(kind, browser, dir, secret)) };
	} catch (error) {
		// A browser left running would keep the tests from ending.
		await browser.close();
		throw error;
	}
}

/**
 * @param {Kind} kind
 * @param {Browser} browser that runs already
 * @param {string} dir of an extension to put into it
 * @param {boolean} [secret] allowed in private windows too
 * @returns {Promise<Drive>}
 */
export function drive(kind, browser, dir, secret = false) {
	return (kind === "chrome" ? driveChrome : driveFirefox)(browser, dir, secret);
}

/** @param {import("puppeteer-core").LaunchOptions} window */
function launchChrome(window) {
	return puppeteer.launch({
		executablePath: process.env.CHROME ?? "/usr/bin/chromium",
		pipe: true,
		enableExtensions: true,
		args: QUIET,
		...window,
	});
}

/** @param {import("puppeteer-core").LaunchOptions} window */
function launchFirefox(window) {
	return puppeteer.launch({
		browser: "firefox",
		executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
		args: ["-remote-allow-system-access"],
		...window,
	});
}

/** @typedef {Pick<Driven, "own" | "press" | "held" | "heard" | "button" | "parts" | "dress" | "phone" | "update" | "allow" | "close">} Drive */

/**
 * @param {Browser} browser
 * @param {string} dir
 * @param {boolean} secret
 * @returns {Promise<Drive>}
 */
async function driveChrome(browser, dir, secret) {
	const id = await browser.installExtension(dir, { enabledInIncognito: secret });
	/** @param {import("puppeteer-core").Target} target */
	const isWorker = (target) => target.type() === "service_worker" && target.url().includes(id);
	await browser.waitForTarget(isWorker);
	// The list can be empty just after the launch.
	const extension = await until(async () => (await browser.extensions()).get(id));
	return {
		async own(name) {
			const page = await browser.newPage();
			await page.goto(`chrome-extension://${id}/${name}`);
			return page;
		},
		async press(page) {
			await page.bringToFront();
			const at = performance.timeOrigin + performance.now();
			await extension.triggerAction(page);
			return at;
		},
		async button(page) {
			await page.bringToFront();
			// Chrome stops a worker that has nothing to do: a press starts another.
			const inside = await (await browser.waitForTarget(isWorker)).worker();
			return /** @type {Button} */ (
				await inside?.evaluate(async () => {
					const { action, tabs } = /** @type {any} */ (globalThis).chrome;
					const [{ id: tabId }] = await tabs.query({ active: true, lastFocusedWindow: true });
					return { title: await action.getTitle({ tabId }), badge: await action.getBadgeText({ tabId }) };
				})
			);
		},
		async parts(page) {
			const session = await page.createCDPSession();
			/** @typedef {import("puppeteer-core").Protocol.DOM.Node} Node */
			/** @type {Part[]} */
			const parts = [];
			/** @param {Node} node @returns {string} */
			const textOf = ({ nodeValue, children = [] }) => nodeValue + children.map(textOf).join("");
			/** @param {Node} node */
			const look = (node) => {
				const { localName, backendNodeId, attributes = [], children = [] } = node;
				if (localName) {
					const middle = async () => {
						const session = await page.createCDPSession();
						const { model } = await session.send("DOM.getBoxModel", { backendNodeId });
						await session.detach();
						const [left, top, , , right, bottom] = model.content;
						return /** @type {const} */ ([(left + right) / 2, (top + bottom) / 2]);
					};
					parts.push({
						name: localName,
						attributes: Object.fromEntries(
							attributes.flatMap((name, i) => (i % 2 ? [] : [[name, attributes[i + 1]]])),
						),
						text: textOf(node),
						click: async () => page.mouse.click(...(await middle())),
						tap: async () => page.touchscreen.tap(...(await middle())),
					});
				}
				for (const child of children) look(child);
			};
			// Never the whole tree at once: the protocol has a limit of its own to depth.
			const { root } = await session.send("DOM.getDocument", { depth: 3 });
			const top = root.children?.find(({ localName }) => localName === "html")?.children ?? [];
			for (const { backendNodeId } of [...top, ...top.flatMap(({ children = [] }) => children)]) {
				const { node } = await session.send("DOM.describeNode", { backendNodeId, depth: 1, pierce: true });
				for (const { shadowRootType, backendNodeId } of node.shadowRoots ?? []) {
					if (shadowRootType !== "closed") continue;
					const shadow = await session.send("DOM.describeNode", { backendNodeId, depth: -1 });
					for (const child of shadow.node.children ?? []) look(child);
				}
			}
			await session.detach();
			return parts;
		},
		async held(page) {
			const session = await page.createCDPSession();
			await session.send("Performance.enable");
			await session.send("HeapProfiler.collectGarbage");
			const { metrics } = await session.send("Performance.getMetrics");
			await session.detach();
			const named = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
			const { Nodes, JSEventListeners, Documents } = named;
			return { Nodes, JSEventListeners, Documents };
		},
		async heard(page) {
			const session = await page.createCDPSession();
			/** @type {import("puppeteer-core").Protocol.Runtime.ExecutionContextDescription[]} */
			const contexts = [];
			session.on("Runtime.executionContextCreated", ({ context }) => contexts.push(context));
			// Those that are there are told of before this is answered.
			await session.send("Runtime.enable");
			/** @type {Heard} */
			const heard = { byUs: [], byOthers: [] };
			for (const { id: contextId, origin } of contexts) {
				for (const expression of HEARING) {
					const { result } = await session.send("Runtime.evaluate", { expression, contextId });
					if (!result.objectId) continue;
					const { objectId } = result;
					const { listeners } = await session.send("DOMDebugger.getEventListeners", { objectId });
					const side = origin === `chrome-extension://${id}` ? heard.byUs : heard.byOthers;
					side.push(...listeners.map(({ type, useCapture }) => `${type}${useCapture ? ", captured" : ""}`));
				}
			}
			await session.detach();
			return { byUs: heard.byUs.sort(), byOthers: heard.byOthers.sort() };
		},
		dress: (page, value) => page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]),
		async phone(page) {
			await page.setViewport({ width: 390, height: 800, isMobile: true, hasTouch: true });
			await page.reload();
		},
		async update() {
			const target = await browser.waitForTarget(isWorker);
			/** @type {Promise<void>} */
			const gone = new Promise((resolve) => {
				browser.on("targetdestroyed", (other) => other === target && resolve());
			});
			await browser.installExtension(dir);
			await gone;
			// A press before it listens would be lost.
			await until(async () => {
				const inside = await (await browser.waitForTarget(isWorker)).worker();
				return inside?.evaluate(() => /** @type {any} */ (globalThis).chrome.action.onClicked.hasListeners());
			});
		},
		close: () => browser.close(),
	};
}

/**
 * @param {Browser} browser
 * @param {string} dir
 * @param {boolean} secret
 * @returns {Promise<Drive>}
 */
async function driveFirefox(browser, dir, secret) {
	const bidi = /** @type {any} */ (browser).connection;
	const { result: installed } = await bidi.send("webExtension.install", {
		extensionData: { type: "path", path: dir },
		"moz:allowPrivateBrowsing": secret,
	});
	/** @type {string} */
	const id = installed.extension;
	// The name that Firefox makes of an add-on's id for its widgets.
	const widget = id.toLowerCase().replace(/[^a-z0-9_-]/g, "_");
	/**
	 * Evaluates in the browser's own window.
	 * @param {string} expression
	 * @returns {Promise<any>}
	 */
	async function inWindow(expression) {
		const { result: tree } = await bidi.send("browsingContext.getTree", { "moz:scope": "chrome" });
		const { context } = tree.contexts.find((/** @type {any} */ c) => /browser\.xhtml/.test(c.url));
		const { result } = await bidi.send("script.evaluate", {
			expression,
			target: { context },
			awaitPromise: true,
		});
		if (result.type !== "success") throw new Error(result.exceptionDetails.text);
		return result.result.value;
	}
	await inWindow(`CustomizableUI.addWidgetToArea("${widget}-browser-action", "nav-bar")`);
	const find = `document.getElementById("${widget}-BAP")`;
	return {
		async own(name) {
			const page = await browser.newPage();
			const context = /** @type {any} */ (page.mainFrame())._id;
			const host = await inWindow(`WebExtensionPolicy.getByID("${id}").mozExtensionHostname`);
			const url = `moz-extension://${host}/${name}`;
			// Firefox never says that such a page has loaded: https://github.com/puppeteer/puppeteer/issues/14314
			await bidi.send("browsingContext.navigate", { context, url, wait: "none" });
			await until(() =>
				page
					.evaluate((url) => location.href === url && document.readyState === "complete", url)
					.catch(() => false),
			);
			return page;
		},
		async press(page) {
			await page.bringToFront();
			return inWindow(`{ const at = performance.timeOrigin + performance.now(); ${find}.click(); at }`);
		},
		async button(page) {
			await page.bringToFront();
			return JSON.parse(
				await inWindow(
					`JSON.stringify({ title: ${find}.getAttribute("tooltiptext") ?? "", badge: ${find}.getAttribute("badge") ?? "" })`,
				),
			);
		},
		async held(page) {
			// What about:memory shows, of all processes: the windows of one page, and their nodes without a document.
			const reports = `(async () => {
				const memory = Cc["@mozilla.org/memory-reporter-manager;1"].getService(Ci.nsIMemoryReporterManager);
				await new Promise((done) => memory.minimizeMemoryUsage(done));
				const held = {};
				await new Promise((done) => memory.getReports((process, path, kind, units, amount) => {
					const [, window, what] = /window-objects\\/top\\(([^)]*)\\).*\\/(dom\\/[a-z-]+|js-[a-z-]+)/.exec(path) ?? [];
					if (!window?.startsWith(${JSON.stringify("URL")}.replaceAll("/", "\\\\"))) return;
					held[what] = (held[what] ?? 0) + amount;
				}, null, done, null, false));
				return JSON.stringify(held);
			})()`;
			return JSON.parse(await inWindow(reports.replace('"URL"', JSON.stringify(page.url()))));
		},
		async heard(page) {
			await page.bringToFront();
			// In the page's process, where the browser alone sees all scripts' listeners.
			const look = `
				const { window, document } = content;
				const heard = { byUs: [], byOthers: [] };
				for (const target of [${HEARING}]) {
					if (!target) continue;
					for (const { type, capturing, listenerObject } of Services.els.getListenerInfoFor(target)) {
						const { origin } = listenerObject ? Cu.getObjectPrincipal(listenerObject) : {};
						const side = origin?.includes("moz-extension:") ? heard.byUs : heard.byOthers;
						side.push(type + (capturing ? ", captured" : ""));
					}
				}
				sendAsyncMessage("heard", { byUs: heard.byUs.sort(), byOthers: heard.byOthers.sort() });`;
			const told = await inWindow(`new Promise((done) => {
				const { messageManager } = gBrowser.selectedBrowser;
				messageManager.addMessageListener("heard", function hear({ data }) {
					messageManager.removeMessageListener("heard", hear);
					done(JSON.stringify(data));
				});
				messageManager.loadFrameScript(${JSON.stringify(`data:,{${encodeURIComponent(look)}}`)}, false);
			})`);
			return JSON.parse(told);
		},
		async parts(page) {
			const context = /** @type {any} */ (page.mainFrame())._id;
			const { result } = await bidi.send("browsingContext.locateNodes", {
				context,
				locator: { type: "css", value: "html > *, body > *" },
				serializationOptions: { maxDomDepth: 20, includeShadowTree: "all" },
			});
			/** @type {Part[]} */
			const parts = [];
			/** @param {any} node @returns {string} */
			const textOf = ({ value }) => (value.nodeValue ?? "") + (value.children ?? []).map(textOf).join("");
			/** @param {any} node */
			const look = (node) => {
				const { localName, attributes, children = [] } = node.value;
				if (localName) {
					/** @returns {Promise<[number, number]>} */
					const middle = async () => {
						const { result } = await bidi.send("script.callFunction", {
							functionDeclaration:
								"(e) => { const r = e.getBoundingClientRect(); return JSON.stringify([r.x + r.width / 2, r.y + r.height / 2]); }",
							arguments: [{ sharedId: node.sharedId }],
							target: { context },
							awaitPromise: false,
						});
						return JSON.parse(result.result.value);
					};
					parts.push({
						name: localName,
						attributes,
						text: textOf(node),
						click: async () => page.mouse.click(...(await middle())),
						tap: async () => page.touchscreen.tap(...(await middle())),
					});
				}
				for (const child of children) look(child);
			};
			for (const { value } of result.nodes) {
				if (value.shadowRoot?.value.mode === "closed")
					for (const child of value.shadowRoot.value.children) look(child);
			}
			return parts;
		},
		async dress(page, scheme) {
			await page.bringToFront();
			await inWindow(`gBrowser.selectedBrowser.browsingContext.prefersColorSchemeOverride = "${scheme}"`);
		},
		async phone(page) {
			await page.bringToFront();
			// What its tool for pages on phones does with a tab; the pointers are those of the whole browser.
			await inWindow(`{
				gBrowser.selectedBrowser.browsingContext.inRDMPane = true;
				for (const which of ["primary", "all"]) Services.prefs.setIntPref("ui." + which + "PointerCapabilities", 1);
			}`);
			await page.reload();
		},
		async update() {
			await browser.installExtension(dir);
			const state = `WebExtensionPolicy.getByID("${id}")?.extension.backgroundState`;
			await until(() => inWindow(`${state} === "running" && ${find} !== null`));
		},
		async allow() {
			// The browser's own question can't be pressed from here: it is passed, the extension's is pressed.
			await inWindow(`Services.prefs.setBoolPref("extensions.webextOptionalPermissionPrompts", false)`);
			const { context } = await until(async () => {
				const { result } = await bidi.send("browsingContext.getTree", {});
				return result.contexts.find((/** @type {any} */ c) => c.url.includes("permission.html"));
			});
			const place = await until(async () => {
				const { result } = await bidi.send("script.evaluate", {
					expression: `(() => {
						const { x, y, width, height } = document.getElementById("allow").getBoundingClientRect();
						return document.getElementById("allow").textContent ? JSON.stringify([x + width / 2, y + height / 2]) : "";
					})()`,
					target: { context },
					awaitPromise: false,
				});
				return result.result?.value;
			});
			const [x, y] = JSON.parse(place).map(Math.round);
			const actions = [
				{ type: "pointerMove", x, y },
				{ type: "pointerDown", button: 0 },
				{ type: "pointerUp", button: 0 },
			];
			await bidi.send("input.performActions", {
				context,
				actions: [{ type: "pointer", id: "hand", actions }],
			});
		},
		close: () => browser.close(),
	};
}

/**
 * Asks until there is an answer. There is no limit here: the test runner has one.
 * @template T
 * @param {() => Promise<T>} ask
 * @returns {Promise<NonNullable<T>>}
 */
export async function until(ask) {
	for (;;) {
		const answer = await ask();
		if (answer) return /** @type {NonNullable<T>} */ (answer);
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}

/**
 * @param {Page} page
 * @param {string} name
 * @returns {Promise<string>} where the picture is
 */
export async function screenshot(page, name) {
	await mkdir(SCREENSHOTS, { recursive: true });
	const path = `${SCREENSHOTS}/${name}.png`;
	await page.screenshot({ path: /** @type {`${string}.png`} */ (path) });
	return path;
}
