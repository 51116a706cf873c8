// A page of the extension's own, its texts named in the markup → the page in the language of the interface.

const { message } = globalThis.faircopyBrowser;

/** Of the interface. */
export const LANG = message("@@ui_locale").replaceAll("_", "-");
export const DIR = message("@@bidi_dir");

/** Says every text that the page names, and its title, which is that of its heading. */
export function speak() {
	document.documentElement.lang = LANG;
	document.documentElement.dir = DIR;
	for (const element of document.querySelectorAll("[data-message]")) {
		element.textContent = message(element.getAttribute("data-message") ?? "");
	}
	const heading = document.querySelector("[data-title]");
	document.title = `${message("name")}: ${message(heading?.getAttribute("data-title") ?? "")}`;
	if (heading) heading.textContent = document.title;
}
