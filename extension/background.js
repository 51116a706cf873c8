// The button, the shortcut and the menu entry → scripts and sheet in the tab under them, and what the button says.
//
// Nothing is kept that a worker stopped in between would miss: what is open is the page's own knowledge.

import "./browser.js";
import "./settings.js";
import "./fetched.js";
import "./places.js";
import "./carry.js";

const { api, message, iconOf } = globalThis.faircopyBrowser;

const CORE = "pkg/core.js";
/** The core without wasm, for pages whose policy forbids that in Chrome's content scripts. */
const TWIN = "pkg/core-nowasm.js";
const SHELL = ["snapshot.js", "settings.js", "controls.js", "article.js", "content.js"];

/**
 * What our scripts in a page call for when they need it.
 * @type {Record<FaircopySummoned, string[]>}
 */
const SUMMONED = {
	faces: ["faces.js"],
	growing: ["growing.js"],
	pages: ["fetched.js", "pages.js"],
	pick: ["pick.js"],
	way: ["places.js", "way.js"],
};

/** Names of what `fonts/` holds. */
const FONT = /^[a-z-]+-[47]00-(?:normal|italic)$/;

/** Longer than a sheet takes where nothing keeps it waiting, in milliseconds. */
const SOON = 250;

/** @typedef {"off" | "on" | "sorry"} State of the button */

/**
 * Turns at a tab: two presses in quick succession are served one after the other.
 * @type {Map<number, Promise<void>>}
 */
const turns = new Map();

/** Tabs whose page holds our scripts. @type {Set<number>} */
const ready = new Set();

/** Tabs whose page is being read. Either set may be wrong: that costs a round trip and no more. @type {Set<number>} */
const open = new Set();

/** Openings that are over: that one has been left can come to our ears before that it was opened. @type {Set<string>} */
const over = new Set();

/** How many of those are kept, the latest: the two messages of one opening are moments apart. */
const MOST_OVER = 100;

/** The reader's sheet, with HOST for the mark of an opening. */
const template = fetch(api.runtime.getURL("reader.css")).then((answer) => answer.text());

/**
 * Origins whose policy refused wasm in this session. Each try is reported to the page: there is no second one.
 * @type {Promise<Set<string>>}
 */
const refusals = api.storage.session.get({ refusals: [] }).then(
	(stored) => new Set(/** @type {string[]} */ (stored.refusals)),
	() => new Set(),
);

api.action.onClicked.addListener(press);

// Firefox for Android has no context menus.
api.contextMenus?.onClicked.addListener((_, tab) => {
	if (tab) press(tab);
});

// Nothing opens by itself, at the first run neither: who installs a button knows where it is, and the options page
// says what it does for whoever looks.
api.runtime.onInstalled.addListener(() => {
	// An update finds the entry of before: then this fails, and that is well.
	api.contextMenus?.create(
		{ id: "read", title: message("open"), contexts: ["page"] },
		() => api.runtime.lastError,
	);
});

api.runtime.onMessage.addListener((told, sender, reply) => {
	const id = sender.tab?.id;
	if (sender.id !== api.runtime.id || id === undefined || sender.frameId !== 0) return;
	if (told.did === "left") left(id, told.mark);
	if (told.did === "opened") opened(id, told.mark);
	if (told.did === "summoned" && Object.hasOwn(SUMMONED, told.name)) {
		const files = SUMMONED[/** @type {FaircopySummoned} */ (told.name)];
		run(id, { files }).then((outcome) => reply(!(outcome instanceof Error)));
		return true;
	}
	if (told.did === "wants") {
		fetchFor(sender, told.url).then(reply, () => reply({}));
		return true;
	}
	if (told.did === "wantsFont" && FONT.test(told.file)) {
		fontOf(told.file).then(reply, () => reply(""));
		return true;
	}
	if (told.did === "asks") askFor(sender);
	if (told.did === "wantsOptions") api.runtime.openOptionsPage();
	if (told.did === "placed") keepPlace(sender, told.left);
});

// Places expire also where nobody reads on.
api.runtime.onStartup.addListener(() =>
	changePlaces((found) => globalThis.faircopyPlaces.kept(found, Date.now())),
);

api.tabs.onRemoved.addListener(forget);
api.tabs.onUpdated.addListener((id, change) => {
	if (change.status === "loading") forget(id);
	// A Firefox without `navigation` tells no script of an address that a page has changed, and us no more than this.
	if (change.status === "complete") api.tabs.sendMessage(id, { did: "moved" }).catch(() => {});
});

/**
 * What was known of a tab's page is over with the page, and so is waiting for its answer.
 * @param {number} id
 */
function forget(id) {
	turns.delete(id);
	ready.delete(id);
	open.delete(id);
}

/** @param {chrome.tabs.Tab} tab */
function press(tab) {
	const { id } = tab;
	if (id === undefined) return;
	const turn = (turns.get(id) ?? Promise.resolve()).then(() => serve(id, tab)).catch(console.error);
	turns.set(id, turn);
	turn.then(() => {
		if (turns.get(id) === turn) turns.delete(id);
	});
}

/**
 * @param {number} id
 * @param {chrome.tabs.Tab} tab
 */
async function serve(id, tab) {
	const mark = freshMark();
	const origin = originOf(tab.url);
	const core = (await refusals).has(origin) ? TWIN : CORE;
	const settings = storedSettings(tab.url);
	const style = () => onceGranted(() => insertSheet(id, mark));
	const inject = () => onceGranted(() => run(id, { files: ["browser.js", core, ...SHELL] }));
	const styled = open.has(id) ? Promise.resolve() : style();
	await (ready.has(id) || inject());
	// Firefox inserts no sheet before a page is idle: what is being waited for is said.
	if ((await Promise.race([styled, after(SOON)])) === SOON)
		await ask(id, { mark, ...(await settings), early: true });
	await styled;
	if (over.has(mark)) return;

	/** @type {FaircopyAnswer} */
	let answer = { did: "absent" };
	/** @type {Set<string>} */
	const mended = new Set();
	for (;;) {
		answer = await ask(id, { mark, ...(await settings) });
		// Each of these has one remedy, which is tried once.
		if (mended.has(answer.did)) break;
		mended.add(answer.did);
		if (answer.did === "absent") await inject();
		else if (answer.did === "unstyled") await style();
		else if (answer.did === "refused") {
			await remember(origin, tab.incognito);
			await run(id, { files: [TWIN] });
		} else break;
	}

	if (answer.did === "opened") {
		ready.add(id);
		opened(id, mark);
		return;
	}
	if (answer.did === "left") {
		left(id, answer.mark);
		removeSheet(id, mark);
		return;
	}
	// A page that may still be read keeps the sheet for it.
	if (!answer.held) removeSheet(id, mark);
	if (answer.did === "noticed") showState(id, "off", message("open"));
	else showState(id, "sorry", message(answer.why ?? whyAbsent(answer, tab.url)));
}

/** @param {number} time in milliseconds @returns {Promise<number>} the same, when it is over */
function after(time) {
	return new Promise((resolve) => setTimeout(resolve, time, time));
}

/**
 * In Chrome the right to the tab that a press gives comes a moment after the press, once in twenty times: seen 3 to
 * 50 ms late, for one call and granted to another beside it.
 * @param {() => Promise<any>} act
 * @returns {Promise<any>} what it gave, or its last error
 */
async function onceGranted(act) {
	let outcome = await act();
	for (const pause of [0, 10, 20, 40, 80, 160]) {
		// The words for a page that is not ours to read, or not yet; those that never are have others.
		if (!(outcome instanceof Error) || !outcome.message.startsWith("Cannot access contents of the page"))
			break;
		await new Promise((resolve) => setTimeout(resolve, pause));
		outcome = await act();
	}
	return outcome;
}

/**
 * The sites of one origin, as permissions name them: these know no ports.
 * @param {string} origin
 */
function sitesOf(origin) {
	const { protocol, hostname } = new URL(origin);
	return `${protocol}//${hostname}/*`;
}

/**
 * Fetches a page for an open reader, of its own site alone and only if the person has allowed that site.
 * @param {chrome.runtime.MessageSender} sender
 * @param {string} url
 * @returns {Promise<{ page?: FaircopyFetched, forbidden?: boolean }>}
 */
async function fetchFor(sender, url) {
	const origin = originOf(sender.url);
	if (origin === "null" || originOf(url) !== origin) return {};
	const allowed = await api.permissions.contains({ origins: [sitesOf(origin)] });
	return allowed ? { page: await globalThis.faircopyFetched.fetchPage(url) } : { forbidden: true };
}

/**
 * @param {string} file
 * @returns {Promise<string>} its bytes in base64: Chrome's messages are JSON
 */
async function fontOf(file) {
	const answer = await fetch(api.runtime.getURL(`fonts/${file}.woff2`));
	const bytes = new Uint8Array(await answer.arrayBuffer());
	return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/**
 * Browsers let a page of ours alone ask for a permission, at a press there.
 * @param {chrome.runtime.MessageSender} sender
 */
async function askFor(sender) {
	const origin = originOf(sender.url);
	// What is allowed is kept by the browser, and a private window leaves nothing behind.
	if (origin === "null" || sender.tab?.id === undefined || sender.tab.incognito) return;
	const words = new URLSearchParams({ site: sitesOf(origin), tab: String(sender.tab.id) });
	const url = api.runtime.getURL(`permission.html?${words}`);
	// Firefox for Android has no windows.
	if (api.windows?.create) await api.windows.create({ url, type: "popup", width: 480, height: 320 });
	else await api.tabs.create({ url });
}

/** Changes to the places that are kept, one after the other. */
let keeping = Promise.resolve();

/** @param {(found: unknown) => FaircopyPlace[]} change */
function changePlaces(change) {
	keeping = keeping
		.then(async () => {
			const { places } = await api.storage.local.get("places");
			const changed = change(places);
			if (places || changed.length > 0) await api.storage.local.set({ places: changed });
		})
		.catch(() => {});
}

/**
 * Keeps where a person left an article, or that it has been read.
 * @param {chrome.runtime.MessageSender} sender
 * @param {{ article: string, block?: string, at?: number }} left
 */
function keepPlace(sender, left) {
	if (sender.tab?.incognito) return;
	changePlaces((found) => globalThis.faircopyPlaces.put(found, left, Date.now()));
}

/**
 * @param {string | undefined} url
 * @returns {Promise<{ settings: FaircopySettings, own: boolean }>} what holds on its site
 */
async function storedSettings(url) {
	const { holding } = globalThis.faircopySettings;
	try {
		const host = url && URL.canParse(url) ? new URL(url).hostname : "";
		return holding(await api.storage.local.get(["settings", "sites"]), host);
	} catch {
		return holding({}, "");
	}
}

/**
 * @param {FaircopyAnswer} answer
 * @param {string | undefined} url
 * @returns {string} name of the message
 */
function whyAbsent(answer, url) {
	if (answer.did !== "absent") return "wentWrong";
	// Firefox keeps us out of its reader of PDFs, Chrome lets us into an empty page.
	return /^[^?#]+\.pdf(?:[?#]|$)/i.test(url ?? "") ? "pdf" : "protectedPage";
}

/**
 * @param {number} id
 * @param {string} mark
 */
function opened(id, mark) {
	if (over.has(mark)) return;
	open.add(id);
	showState(id, "on", message("leave"));
}

/**
 * @param {number} id
 * @param {string | undefined} mark
 */
function left(id, mark) {
	open.delete(id);
	showState(id, "off", message("open"));
	if (mark === undefined) return;
	over.add(mark);
	const [earliest] = over;
	if (over.size > MOST_OVER) over.delete(earliest);
	removeSheet(id, mark);
}

/**
 * Hands a press to our scripts in the page.
 * @param {number} id
 * @param {FaircopyPress} pressed
 * @returns {Promise<FaircopyAnswer>}
 */
async function ask(id, pressed) {
	const answer = await run(id, {
		func: (/** @type {FaircopyPress} */ pressed) =>
			Object.hasOwn(globalThis, "faircopyContent") ? globalThis.faircopyContent.press(pressed) : null,
		args: [pressed],
	});
	return answer instanceof Error || !answer?.did ? { did: "absent" } : answer;
}

/**
 * @param {number} id
 * @param {object} injection
 * @returns {Promise<any>} what the last file or the function gave, or why it could not run
 */
async function run(id, injection) {
	try {
		const [outcome] = await api.scripting.executeScript(
			/** @type {chrome.scripting.ScriptInjection<any[], any>} */ ({
				target: { tabId: id },
				// A page that is still coming in is read as far as it is there.
				injectImmediately: true,
				...injection,
			}),
		);
		// Chrome rejects, Firefox puts the error beside the result.
		const { error } = /** @type {{ error?: unknown }} */ (outcome ?? {});
		return error ? new Error(String(error)) : outcome?.result;
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}

/**
 * @param {number} id
 * @param {string} mark
 * @returns {Promise<chrome.scripting.CSSInjection>}
 */
async function sheetOf(id, mark) {
	return { target: { tabId: id }, css: (await template).replaceAll("HOST", mark), origin: "USER" };
}

/**
 * @param {number} id
 * @param {string} mark
 * @returns {Promise<Error | undefined>}
 */
async function insertSheet(id, mark) {
	try {
		await api.scripting.insertCSS(await sheetOf(id, mark));
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}

/**
 * A sheet left behind says nothing to a page that lacks its mark, so a refusal is no harm.
 * @param {number} id
 * @param {string} mark
 */
async function removeSheet(id, mark) {
	await api.scripting.removeCSS(await sheetOf(id, mark)).catch(() => {});
}

/** @returns {string} name of an attribute that no page can know before it sees it */
function freshMark() {
	const letters = Array.from(
		crypto.getRandomValues(new Uint8Array(12)),
		(byte) => "abcdefghijklmnopqrstuvwxyz"[byte % 26],
	);
	return letters.join("");
}

/**
 * @param {string | undefined} url
 * @returns {string}
 */
function originOf(url) {
	return url && URL.canParse(url) ? new URL(url).origin : "null";
}

/**
 * @param {string} origin
 * @param {boolean} incognito nothing is kept of a private window
 */
async function remember(origin, incognito) {
	if (incognito || origin === "null") return;
	const all = (await refusals).add(origin);
	await api.storage.session.set({ refusals: [...all] }).catch(() => {});
}

/**
 * What the button of a tab shows. A navigation takes it back by itself.
 * @param {number} tabId
 * @param {State} state
 * @param {string} title also what a screen reader says
 */
function showState(tabId, state, title) {
	const { action } = api;
	// Firefox for Android knows the title alone; a tab may be gone by now.
	for (const set of [
		() => action.setTitle({ tabId, title }),
		() => action.setBadgeText?.({ tabId, text: state === "sorry" ? "!" : "" }),
		() => action.setBadgeBackgroundColor?.({ tabId, color: "#8a5a00" }),
		() =>
			action.setIcon?.(/** @type {chrome.action.TabIconDetails} */ ({ tabId, ...iconOf(state === "on") })),
	]) {
		set()?.catch(() => {});
	}
}
