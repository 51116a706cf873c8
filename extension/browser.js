// What differs between browsers, and nowhere else: `globalThis.faircopyBrowser`. The background imports this
// file; in a page it is injected, where a second injection changes nothing.

(() => {
	// An own property: an element of the page may carry any name as its id.
	if (Object.hasOwn(globalThis, "faircopyBrowser")) return;

	/** @type {typeof chrome} */
	const api = Object.hasOwn(globalThis, "browser") ? globalThis.browser : globalThis.chrome;

	/**
	 * Reads a property where the page can't put its own thing in the way: a form gives its fields by their names for
	 * properties, `firstChild` and all, and in Chrome to our scripts too.
	 * @param {{ prototype: object }} of
	 * @param {string} name
	 * @returns {(node: any) => any}
	 */
	function getter(of, name) {
		const found = Object.getOwnPropertyDescriptor(of.prototype, name);
		return Function.prototype.call.bind(/** @type {Function} */ (found?.get ?? found?.value));
	}

	// The background has no elements.
	const localName = globalThis.Element ? getter(Element, "localName") : () => "";

	/** Elements that can have a shadow root, beside custom ones: https://dom.spec.whatwg.org/#valid-shadow-host-name */
	const HOSTS = new Set(
		"article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span".split(" "),
	);

	/**
	 * @param {Element} element
	 * @returns {ShadowRoot | null} its shadow root, closed ones too; the browser's own (of `video`, say) are not given
	 */
	function shadowOf(element) {
		const name = localName(element);
		if (!HOSTS.has(name) && !name.includes("-")) return null;
		if (element.shadowRoot) return element.shadowRoot;
		// Firefox has a property, Chrome a function that takes HTML elements only.
		if ("openOrClosedShadowRoot" in element) {
			return /** @type {{ openOrClosedShadowRoot: ShadowRoot | null }} */ (element).openOrClosedShadowRoot;
		}
		if (element.namespaceURI !== "http://www.w3.org/1999/xhtml") return null;
		return api?.dom?.openOrClosedShadowRoot(/** @type {HTMLElement} */ (element)) ?? null;
	}

	/**
	 * @param {string} name of a message in `_locales`
	 * @param {...string} parts that stand in it
	 * @returns {string}
	 */
	function message(name, ...parts) {
		return api.i18n.getMessage(name, parts);
	}

	/**
	 * @param {boolean} active
	 * @returns {{ path?: Record<string, string> }} what `action.setIcon` takes
	 */
	function iconOf(active) {
		// Firefox goes back to the manifest's icons, which follow its theme, when it is given none.
		if (!active && "getBrowserInfo" in api.runtime) return {};
		const name = active ? "active" : "light";
		return {
			path: Object.fromEntries([16, 24, 32, 48, 64, 128].map((size) => [size, `/icons/${name}-${size}.png`])),
		};
	}

	Object.defineProperty(globalThis, "faircopyBrowser", { value: { api, getter, shadowOf, message, iconOf } });
})();

undefined;
