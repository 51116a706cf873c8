// What is kept → one page that explains and sets everything; what is set there → kept.
//
// The page holds no state of its own: it shows what storage says, again each time that storage says something else.

import "./browser.js";
import "./settings.js";
import "./controls.js";
import "./faces.js";
import "./places.js";
import { DIR, LANG, speak } from "./speak.js";

const { api, message } = globalThis.faircopyBrowser;
const { CHOICES, DEFAULTS, fit, forget, fromText, isPlain, keep, kept, toText } = globalThis.faircopySettings;
const { choiceOf, ownColours, sizes, wear } = globalThis.faircopyControls;

/** @typedef {Required<FaircopySettings>} Settings */

/** Of the preview's host; extension/reader.css has HOST in its place. */
const MARK = "fc";

/** Nothing is written from a private window. */
const isPrivate = api.extension.inIncognitoContext;

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
function part(id) {
	return /** @type {HTMLElement} */ (document.getElementById(id));
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Document} page
 * @param {Name} name
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[Name]}
 */
function make(page, name, text = "") {
	const made = page.createElement(name);
	made.textContent = text;
	return made;
}

/**
 * A setting that is on or off.
 * @param {string} label
 * @param {(choice: "on" | "off") => void} choose
 * @returns {{ element: HTMLElement, tell: (choice: string) => void }}
 */
function tickOf(label, choose) {
	const tick = make(document, "input");
	tick.type = "checkbox";
	tick.addEventListener("change", () => choose(tick.checked ? "on" : "off"));
	const element = make(document, "label");
	element.append(tick, ` ${label}`);
	return {
		element,
		tell: (choice) => {
			tick.checked = choice === "on";
		},
	};
}

/** @returns {Promise<Record<string, unknown>>} */
const stored = () => api.storage.local.get(["settings", "sites"]);

/** Changes to what is kept, one after the other. @type {Promise<void>} */
let keeping = Promise.resolve();

/** @param {(all: unknown) => FaircopyKept} change */
function change(change) {
	if (isPrivate) return;
	keeping = keeping.then(async () => api.storage.local.set(change(await stored()))).catch(console.error);
}

/**
 * A paragraph as the reader would set it: in a frame, by the reader's own sheet.
 * @returns {Promise<(settings: Settings) => void>} sets it
 */
async function preview() {
	const frame = /** @type {HTMLIFrameElement} */ (part("preview"));
	frame.title = message("optionsPreview");
	const sheet = await fetch(api.runtime.getURL("reader.css")).then((answer) => answer.text());
	if (frame.contentDocument?.readyState !== "complete" || frame.contentDocument.URL === "about:blank") {
		await new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
	}
	const page = /** @type {Document} */ (frame.contentDocument);
	page.documentElement.lang = LANG;
	page.title = frame.title;
	const style = make(page, "style", sheet.replaceAll("HOST", MARK));
	page.head.append(style);
	const host = make(page, "main");
	host.lang = LANG;
	host.dir = DIR;
	host.hidden = true;
	const article = make(page, "article");
	const header = make(page, "header");
	header.append(make(page, "h1", message("optionsPreview")));
	article.append(header, make(page, "p", message("optionsSample")));
	host.append(article);
	/** @type {[Element | null, string][]} */
	const roles = [
		[host, "host"],
		[article, "article"],
		[header, "header"],
		[header.firstElementChild, "headline"],
		[article.lastElementChild, ""],
	];
	for (const [element, role] of roles) element?.setAttribute(MARK, role);
	page.body.append(host);
	const faces = globalThis.faircopyFaces.attach({
		page,
		mark: MARK,
		read: async (file) => (await fetch(api.runtime.getURL(`fonts/${file}.woff2`))).arrayBuffer(),
	});
	return (settings) => {
		wear(host, MARK, settings);
		faces.show(settings.face).catch(console.error);
	};
}

/**
 * The settings that hold where a site has none of its own.
 * @param {(settings: Settings) => void} show
 * @returns {(settings: Settings) => void} shows other ones
 */
function form(show) {
	let now = fit({});
	/** @param {Partial<Settings>} some */
	const set = (some) => {
		now = { ...now, ...some };
		colours.tell(now);
		show(now);
		tellReset();
		const chosen = now;
		change((all) => keep(all, chosen));
	};
	const colours = ownColours(message, LANG, (some) => show({ ...now, ...some }), set);
	const size = sizes(message, now.size, LANG, (size) => set({ size }));
	/** @type {Record<string, { element: HTMLElement, tell: (choice: any) => void }>} */
	const rows = {};
	for (const name of /** @type {(keyof typeof CHOICES)[]} */ (Object.keys(CHOICES))) {
		const legend = `controls${name[0].toUpperCase()}${name.slice(1)}`;
		const choices = /** @type {readonly string[]} */ (CHOICES[name]);
		rows[name] = choices.includes("off")
			? tickOf(message(legend), (choice) => set({ [name]: choice }))
			: choiceOf(message, legend, choices, now[name], (choice) => set({ [name]: choice }));
		part(name === "places" ? "places-tick" : "settings").append(rows[name].element);
		if (name === "theme") part("settings").append(colours.element);
		if (name === "face") part("settings").append(size.element);
	}
	const reset = make(document, "button", message("controlsReset"));
	reset.type = "button";
	const tellReset = () => reset.setAttribute("aria-disabled", String(isPlain(now)));
	reset.addEventListener("click", () => {
		set(DEFAULTS);
		tell(now);
	});
	part("settings").append(reset, part("sync"));

	/** @param {Settings} settings */
	function tell(settings) {
		now = settings;
		size.put(now.size);
		colours.tell(now);
		for (const name of /** @type {(keyof typeof CHOICES)[]} */ (Object.keys(CHOICES)))
			rows[name].tell(now[name]);
		tellReset();
		show(now);
	}
	return tell;
}

/**
 * A list of names, each with a button that takes it away.
 * @param {string} id of the list
 * @param {readonly string[]} names
 * @param {(name: string) => void} remove
 */
function list(id, names, remove) {
	const had = part(id).contains(document.activeElement);
	part(id).replaceChildren(
		...names.map((name, at) => {
			const item = make(document, "li");
			const words = make(document, "span", name);
			words.id = `${id}-${at}`;
			words.dir = "ltr";
			const button = make(document, "button", message("optionsRemove"));
			button.type = "button";
			button.id = `${id}-${at}-remove`;
			button.setAttribute("aria-labelledby", `${button.id} ${words.id}`);
			button.addEventListener("click", () => remove(name));
			item.append(words, button);
			return item;
		}),
	);
	if (names.length === 0) part(id).append(make(document, "li", message("optionsNone")));
	if (!had) return;
	// The button that had the keyboard's focus is gone: the next one, or the list's heading, has it.
	const heading = part(id).parentElement?.querySelector("h2");
	heading?.setAttribute("tabindex", "-1");
	(part(id).querySelector("button") ?? heading)?.focus();
}

/** Whether settings are carried to other machines: extension/carry.js does it. */
const carrying = tickOf(message("optionsSync"), (sync) => {
	if (!isPrivate) api.storage.local.set({ sync });
});
part("sync").prepend(carrying.element);

async function showCarrying() {
	const { sync } = await api.storage.local.get("sync");
	carrying.tell(sync === "on" ? "on" : "off");
}

/** How many places in articles are kept. */
async function showPlaces() {
	const { places } = await api.storage.local.get("places");
	const { length } = globalThis.faircopyPlaces.kept(places, Date.now());
	part("places-count").textContent = message("optionsPlacesCount", length.toLocaleString(LANG || undefined));
	part("forget-places").setAttribute("aria-disabled", String(length === 0));
}

/** Sites whose further pages may be fetched. */
async function showAllowed() {
	const { origins = [] } = await api.permissions.getAll();
	list("allowed-list", origins.toSorted(), (origin) => api.permissions.remove({ origins: [origin] }));
}

/** Firefox for Android has no shortcuts. */
async function showShortcut() {
	const commands = await api.commands?.getAll();
	if (!commands) {
		part("shortcut-part").hidden = true;
		return;
	}
	const keys = commands.find(({ name }) => name === "_execute_action")?.shortcut;
	part("keys").textContent = keys || message("optionsShortcutNone");
}

/** Chrome has a page for it and no call, Firefox a call and no address. */
function changeShortcut() {
	const commands = /** @type {{ openShortcutSettings?: () => Promise<void> } | undefined} */ (api.commands);
	if (commands?.openShortcutSettings) commands.openShortcutSettings();
	else api.tabs.create({ url: "chrome://extensions/shortcuts" });
}

async function saveFile() {
	const link = make(document, "a");
	link.href = `data:application/json,${encodeURIComponent(toText(await stored()))}`;
	link.download = "faircopy.json";
	link.click();
}

async function loadFile() {
	const chosen = /** @type {HTMLInputElement} */ (part("chosen"));
	const text = await chosen.files?.[0]?.text();
	// The same file can be chosen again.
	chosen.value = "";
	if (text === undefined) return;
	const found = fromText(text);
	if (found) change(() => found);
	part("outcome").textContent = message(found ? "optionsLoaded" : "optionsNotOurs");
}

speak();
part("private").hidden = !isPrivate;
const tellForm = form(await preview());

async function show() {
	const all = kept(await stored());
	tellForm(fit(all.settings));
	list("site-list", Object.keys(all.sites).toSorted(), (host) => change((all) => forget(all, host)));
	part("forget-all").hidden = Object.keys(all.sites).length === 0;
}

part("forget-all").addEventListener("click", () => change((all) => ({ ...kept(all), sites: {} })));
part("forget-places").addEventListener("click", () => api.storage.local.remove("places"));
part("change-keys").addEventListener("click", changeShortcut);
part("export").addEventListener("click", saveFile);
part("import").addEventListener("click", () => part("chosen").click());
part("chosen").addEventListener("change", loadFile);
api.storage.onChanged.addListener((_, area) => {
	if (area !== "local") return;
	show();
	showPlaces();
	showCarrying();
});
api.permissions.onAdded.addListener(showAllowed);
api.permissions.onRemoved.addListener(showAllowed);
// Whoever comes back from the browser's own page of shortcuts sees what was set there.
window.addEventListener("focus", showShortcut);
await Promise.all([show(), showPlaces(), showCarrying(), showAllowed(), showShortcut()]);
document.documentElement.dataset.ready = "";
