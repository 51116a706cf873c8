// Settings on this machine → settings on a person's other machines and back, by the browser's own sync storage, if the
// person has switched that on. Of a site or an article nothing is carried: only `settings`, which names none.
//
// In the background alone. What is kept here is the truth; what comes is checked by whoever reads it.

import "./browser.js";
import "./settings.js";

const { api } = globalThis.faircopyBrowser;
const { kept } = globalThis.faircopySettings;

/** What is on its way out: the browser tells us of it as if it came from elsewhere. @type {Set<string>} */
const going = new Set();

/** One after the other. */
let carrying = Promise.resolve();

/**
 * In an order of its own, so that the same settings are the same text.
 * @param {FaircopySettings} settings
 */
const textOf = (settings) => JSON.stringify(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)));

/** @param {unknown} found */
const settingsOf = (found) => kept({ settings: found }).settings;

/** @returns {Promise<{ isOn: boolean, settings: FaircopySettings }>} what is kept here */
async function here() {
	const { sync, settings } = await api.storage.local.get(["sync", "settings"]);
	return { isOn: sync === "on", settings: settingsOf(settings) };
}

async function send() {
	const { isOn, settings } = await here();
	const { settings: there } = await api.storage.sync.get("settings");
	if (!isOn || textOf(settingsOf(there)) === textOf(settings)) return;
	const text = textOf(settings);
	going.add(text);
	await api.storage.sync.set({ settings }).catch(() => going.delete(text));
}

/** @param {FaircopySettings} came */
async function take(came) {
	const { isOn, settings } = await here();
	if (isOn && textOf(settings) !== textOf(came)) await api.storage.local.set({ settings: came });
}

/** What another machine has set holds here from now on; where there is nothing yet, ours is sent. */
async function begin() {
	const { settings } = await api.storage.sync.get("settings");
	if (settings) await take(settingsOf(settings));
	else await send();
}

/** @param {() => Promise<unknown>} act */
function inTurn(act) {
	carrying = carrying.then(act).then(
		() => {},
		() => {},
	);
}

api.storage.onChanged.addListener(({ settings, sync }, area) => {
	if (area === "local" && sync) {
		if (sync.newValue === "on") inTurn(begin);
		else if (sync.oldValue === "on") inTurn(() => api.storage.sync.remove("settings"));
	} else if (area === "local" && settings) inTurn(send);
	else if (area === "sync" && settings?.newValue) {
		const came = settingsOf(settings.newValue);
		if (!going.delete(textOf(came))) inTurn(() => take(came));
	}
});
