// Asks a person for the permission to fetch pages of one site: `permission.html?site=PATTERN&tab=ID`.

const { api, message } = globalThis.faircopyBrowser;

const asked = new URLSearchParams(location.search);
const site = asked.get("site") ?? "";
const tab = Number(asked.get("tab"));

/**
 * @param {string} id
 * @param {string} text
 */
function say(id, text) {
	const element = /** @type {HTMLElement} */ (document.getElementById(id));
	element.textContent = text;
	return element;
}

document.documentElement.lang = message("@@ui_locale").replaceAll("_", "-");
document.documentElement.dir = message("@@bidi_dir");
say("words", message("permissionAsk", site.replace(/^\w+:\/\/|\/\*$/g, "")));
say("allow", message("permissionAllow")).addEventListener("click", async () => {
	if (await api.permissions.request({ origins: [site] })) {
		await api.tabs.sendMessage(tab, { did: "granted" }).catch(() => {});
	}
	window.close();
});
say("no", message("permissionNo")).addEventListener("click", () => window.close());
