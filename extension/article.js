// The article as it is shown → what acts within it: notes that open beside their number, code to copy, boxes that the
// keyboard can scroll, the addresses of its links on paper, a page that fits the screen of a phone.
//
// A classic script, injected before content.js. Only what a person does acts; nodes are made by createElement and
// carry the mark, so that extension/reader.css shows them.

(() => {
	if (Object.hasOwn(globalThis, "faircopyArticle")) return;

	/**
	 * @typedef {FaircopyArticlePlace} Place
	 */

	const XHTML = "http://www.w3.org/1999/xhtml";

	/** Between a note and what it belongs to, and between it and the edge of the window, in CSS pixels. */
	const GAP = 8;

	/** How long a button says that it has copied, in milliseconds. */
	const SAID = 2000;

	/** What a phone lays a page out by that names no viewport: in the manner of those that do. */
	const VIEWPORT = "width=device-width, initial-scale=1";

	/**
	 * @template {keyof HTMLElementTagNameMap} Name
	 * @param {string} mark
	 * @param {Name} name
	 * @param {string} role
	 * @param {Record<string, string>} [attributes]
	 * @returns {HTMLElementTagNameMap[Name]}
	 */
	function make(mark, name, role, attributes = {}) {
		const element = /** @type {HTMLElementTagNameMap[Name]} */ (document.createElementNS(XHTML, name));
		for (const [key, value] of Object.entries({ ...attributes, [mark]: role }))
			element.setAttribute(key, value);
		return element;
	}

	/**
	 * Asked of the host: elements of ours that have a role.
	 * @param {Place} place
	 * @param {string} role
	 * @param {string} [more] of the selector
	 */
	function all({ host, mark }, role, more = "") {
		return /** @type {NodeListOf<HTMLElement>} */ (
			host.querySelectorAll(`[${CSS.escape(mark)}~="${role}"]${more}`)
		);
	}

	/** What a person can press in an article. */
	const PRESSED = "a, button, summary, audio, video";

	/** What comes of a press, and what a page might do something of its own about. */
	const PRESSES = [
		..."pointerdown pointerup mousedown mouseup touchstart touchend click auxclick".split(" "),
		..."keydown keypress keyup dragstart".split(" "),
	];

	/** What a page takes from a person who would copy its words. */
	const TAKINGS = ["selectstart", "contextmenu", "copy", "cut", "pointerdown", "mousedown", "keydown"];

	/** What a press with the pointer is told by. */
	const POINTED = [
		..."detail screenX screenY clientX clientY button buttons ctrlKey shiftKey altKey metaKey".split(" "),
		..."pointerId pointerType isPrimary width height pressure".split(" "),
	];

	/** Keys that, with Control or Command, select all, copy and print. */
	const COPYING = "acp";

	/** What a click on an element of an article does. @type {WeakMap<Element, (event: MouseEvent) => void>} */
	const acts = new WeakMap();

	/**
	 * Listeners of its own would hear of it after the page, or never.
	 * @param {Element} element within the article
	 * @param {(event: MouseEvent) => void} act what a person's click on it does
	 */
	function onPress(element, act) {
		acts.set(element, act);
	}

	/**
	 * What of the article an event is about. Asked on the window, ahead of the page: once it is in the document, pages
	 * hear of it first.
	 * @param {Place} place
	 * @param {Event} event
	 * @param {string} selector
	 * @returns {HTMLElement | null}
	 */
	function about({ host, mark }, { target, isTrusted }, selector) {
		if (!isTrusted || !(target instanceof Element) || target === host || !host.contains(target)) return null;
		const found = /** @type {HTMLElement | null} */ (target.closest(selector));
		return found?.hasAttribute(mark) ? found : null;
	}

	/**
	 * @param {Place} place
	 * @param {Event} event
	 * @returns {((event: MouseEvent) => void) | undefined} what a click where it happened does
	 */
	function actOf({ host }, { target, isTrusted }) {
		if (!isTrusted || !(target instanceof Element) || !host.contains(target)) return undefined;
		for (let at = /** @type {Element | null} */ (target); at && at !== host; at = at.parentElement) {
			const act = acts.get(at);
			if (act) return act;
		}
		return undefined;
	}

	/**
	 * Whether a press of the plain button or key was meant for the link itself.
	 * @param {Event} event
	 */
	function isPlain(event) {
		const { button, ctrlKey, metaKey, shiftKey, altKey } = /** @type {MouseEvent} */ (event);
		return event.isTrusted && button === 0 && !ctrlKey && !metaKey && !shiftKey && !altKey;
	}

	/**
	 * A reference to a note opens the note beside it; the note's own number leads on to it, at the end of the article.
	 * @param {Place} place
	 */
	function openNotes(place) {
		const { host, mark, messages: say, signal } = place;
		/** @type {{ box: HTMLElement, link: HTMLElement } | undefined} */
		let shown;
		/** @type {EventTarget | null} */
		let pressed = null;

		/** @param {HTMLElement} link */
		function noteOf(link) {
			const id = link.getAttribute("href")?.slice(1);
			return id ? host.querySelector(`#${CSS.escape(id)}`) : null;
		}

		/** @param {HTMLElement} link @param {Element} note */
		function show(link, note) {
			const box = make(mark, "aside", "pop", {
				popover: "auto",
				tabindex: "-1",
				"aria-label": `${say("readerNote")} ${link.textContent}`,
			});
			for (const child of note.children) {
				const copy = /** @type {Element} */ (child.cloneNode(true));
				for (const named of [copy, ...copy.querySelectorAll("[id]")]) named.removeAttribute("id");
				box.append(copy);
			}
			const number = box.querySelector(`[${CSS.escape(mark)}~="back"]`);
			if (number?.localName === "a") {
				number.setAttribute("href", `#${note.id}`);
				number.removeAttribute("role");
			}
			link.closest("article")?.append(box);
			// The browser gives the focus back to what had it.
			link.focus({ preventScroll: true });
			box.showPopover();
			put(box, link);
			box.focus({ preventScroll: true });
			shown = { box, link };
			box.addEventListener("toggle", (event) => {
				if (/** @type {ToggleEvent} */ (event).newState !== "closed") return;
				box.remove();
				if (shown?.box === box) shown = undefined;
			});
		}

		/** @param {HTMLElement} box @param {HTMLElement} link */
		function put(box, link) {
			const at = link.getBoundingClientRect();
			const { width, height } = box.getBoundingClientRect();
			const { clientWidth, clientHeight } = document.documentElement;
			const left = Math.max(GAP, Math.min(at.x + at.width / 2 - width / 2, clientWidth - width - GAP));
			const above = at.top - height - GAP;
			const top = at.bottom + GAP + height > clientHeight && above > 0 ? above : at.bottom + GAP;
			box.style.setProperty(`--${mark}-x`, `${left + window.scrollX}px`);
			box.style.setProperty(`--${mark}-y`, `${top + window.scrollY}px`);
		}

		// A press outside closes it before the click comes: one on its own number is not to open it again.
		window.addEventListener(
			"pointerdown",
			(event) => {
				const link = shown && about(place, event, "a");
				pressed = link && link === shown?.link ? link : null;
			},
			{ capture: true, signal },
		);
		window.addEventListener(
			"click",
			(event) => {
				const link = about(place, event, "a");
				const roles = link?.getAttribute(mark)?.split(" ") ?? [];
				if (!link || !isPlain(event)) return;
				if (shown?.box.contains(link)) {
					// The focus goes where the link leads.
					if (roles.includes("jump")) shown.box.hidePopover();
					return;
				}
				const note = roles.includes("ref") ? noteOf(link) : null;
				if (!note) return;
				event.preventDefault();
				event.stopImmediatePropagation();
				if (pressed !== link) show(link, note);
				pressed = null;
			},
			{ capture: true, signal },
		);
		window.addEventListener(
			"keydown",
			(event) => {
				if (!shown || !event.isTrusted || event.key !== "Escape" || event.isComposing) return;
				event.preventDefault();
				event.stopImmediatePropagation();
				shown.box.hidePopover();
			},
			{ capture: true, signal },
		);
	}

	/** Whether what is copied is what we put there. */
	let copying = false;

	/**
	 * @param {string} text
	 * @returns {Promise<boolean>} whether it is in the clipboard
	 */
	async function copy(text) {
		try {
			await navigator.clipboard.writeText(text);
			return true;
		} catch {
			// A page without a secure connection, or whose policy forbids it, has the old way only.
		}
		const hand = (/** @type {ClipboardEvent} */ event) => {
			event.clipboardData?.setData("text/plain", text);
			event.preventDefault();
			event.stopImmediatePropagation();
		};
		window.addEventListener("copy", hand, { capture: true });
		copying = true;
		const done = document.execCommand("copy");
		copying = false;
		window.removeEventListener("copy", hand, { capture: true });
		return done;
	}

	/** Parts of articles that have what they need. @type {WeakSet<Element>} */
	const equipped = new WeakSet();

	/** @param {Iterable<HTMLElement>} parts @returns {HTMLElement[]} those that are new */
	function fresh(parts) {
		const found = [...parts].filter((part) => !equipped.has(part));
		for (const part of found) equipped.add(part);
		return found;
	}

	/** @param {Place} place */
	function offerCopies(place) {
		const { mark, messages: say } = place;
		for (const box of fresh(all(place, "code"))) {
			const code = box.querySelector("code");
			const button = make(mark, "button", "copy", { type: "button", "aria-live": "polite" });
			button.textContent = say("readerCopy");
			onPress(button, async () => {
				// What is seen, and not what a page may have hidden in it.
				// biome-ignore lint/performance/useDomNodeTextContent: what is rendered is what is asked
				if (!code || !(await copy(code.innerText))) return;
				button.textContent = say("readerCopied");
				setTimeout(() => {
					button.textContent = say("readerCopy");
				}, SAID);
			});
			box.querySelector("pre")?.before(button);
		}
	}

	/**
	 * A press in the article is between a person and the browser: a page that routes links, opens windows or forbids
	 * copying would get between them. Where nothing is pressed events go on: other extensions look words up by them.
	 * @param {Place} place
	 */
	function keepPresses(place) {
		const { host, signal } = place;

		/** @param {Event} event */
		function press(event) {
			const { key = "" } = /** @type {KeyboardEvent} */ (event);
			// Of the keys those alone that press.
			if (key !== "" && key !== "Enter" && key !== " ") return;
			const act = actOf(place, event);
			if (act || about(place, event, PRESSED)) event.stopImmediatePropagation();
			if (event.type === "click") act?.(/** @type {MouseEvent} */ (event));
		}

		/** @param {Event} event */
		function take(event) {
			const { type, target, isTrusted } = event;
			const { key = "", ctrlKey, metaKey } = /** @type {KeyboardEvent} */ (event);
			if (copying || !isTrusted || !(target instanceof Node)) return;
			if (type === "keydown") {
				const copies = (ctrlKey || metaKey) && key !== "" && COPYING.includes(key.toLowerCase());
				if (copies && (target === document.body || host.contains(target))) event.stopImmediatePropagation();
			} else if (host.contains(target)) {
				event.stopImmediatePropagation();
				// It begins a selection, and closes what others have open: these hear of one that nobody can prevent.
				if (event instanceof MouseEvent && type !== "contextmenu") target.dispatchEvent(echoOf(event));
			}
		}

		for (const [types, hear] of /** @type {const} */ ([
			[PRESSES, press],
			[TAKINGS, take],
		])) {
			for (const type of types) window.addEventListener(type, hear, { capture: true, passive: true, signal });
		}
	}

	/**
	 * @param {MouseEvent} event
	 * @returns {MouseEvent} the same, but the browser does nothing about it
	 */
	function echoOf(event) {
		const given = Object.entries({ bubbles: true, cancelable: true, composed: true });
		const told = POINTED.map((name) => [name, Reflect.get(event, name)]);
		const init = Object.fromEntries([...given, ...told]);
		return event instanceof PointerEvent
			? new PointerEvent(event.type, init)
			: new MouseEvent(event.type, init);
	}

	/**
	 * What scrolls within the article is reached by the keyboard, as long as it does.
	 * @param {Place} place
	 */
	function reachScrollers(place) {
		const sizes = new ResizeObserver((entries) => {
			for (const { target } of entries) {
				const { scrollWidth, scrollHeight, clientWidth, clientHeight } = target;
				const scrolls = scrollWidth > clientWidth || scrollHeight > clientHeight;
				if (scrolls) target.setAttribute("tabindex", "0");
				else target.removeAttribute("tabindex");
			}
		});
		const boxes = [...all(place, "scroll"), ...all(place, "formula"), ...all(place, "code", " > pre")];
		for (const box of fresh(boxes)) sizes.observe(box);
		place.signal.addEventListener("abort", () => sizes.disconnect());
	}

	/**
	 * On paper a link is a number, and its address stands at the end.
	 * @param {Place} place
	 */
	function printLinks(place) {
		const { host, mark, messages: say, signal } = place;
		const property = `--${mark}-link`;
		/** @type {HTMLElement | undefined} */
		let list;

		function clear() {
			list?.remove();
			list = undefined;
			for (const link of /** @type {NodeListOf<HTMLElement>} */ (host.querySelectorAll("a[style]")))
				link.removeAttribute("style");
		}

		function write() {
			clear();
			/** @type {Map<string, number>} */
			const numbers = new Map();
			for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (host.querySelectorAll("a[href]"))) {
				const href = link.getAttribute("href") ?? "";
				if (!link.hasAttribute(mark) || href.startsWith("#") || link.textContent === href) continue;
				const number = numbers.get(href) ?? numbers.size + 1;
				numbers.set(href, number);
				link.style.setProperty(property, `"${number}"`);
			}
			if (numbers.size === 0) return;
			list = make(mark, "section", "addresses", { dir: "ltr" });
			const heading = make(mark, "h2", "");
			heading.textContent = say("readerLinks");
			const items = make(mark, "ol", "");
			for (const href of numbers.keys()) {
				const item = make(mark, "li", "");
				item.textContent = href;
				items.append(item);
			}
			list.append(heading, items);
			host.querySelector("article")?.append(list);
		}

		window.addEventListener("beforeprint", (event) => event.isTrusted && write(), { signal });
		window.addEventListener("afterprint", (event) => event.isTrusted && clear(), { signal });
	}

	/**
	 * A phone lays a page that names no viewport out for a wide screen and shows it small; an article is to be read.
	 * @param {AbortSignal} signal
	 */
	function fitScreen(signal) {
		const wide = window.innerWidth;
		if (!window.matchMedia("(pointer: coarse)").matches || wide <= screen.width) return;
		const own = /** @type {NodeListOf<HTMLMetaElement>} */ (
			document.querySelectorAll('meta[name="viewport" i]')
		);
		const meta = document.createElement("meta");
		meta.name = "viewport";
		meta.content = VIEWPORT;
		document.head?.append(meta);
		signal.addEventListener("abort", () => {
			// Chrome goes by the last it has read, there or not.
			meta.content = own.item(own.length - 1)?.content ?? `width=${wide}`;
			meta.remove();
		});
	}

	/**
	 * What each part of an article needs, what is joined or put in later as well; all else is looked for when it is wanted.
	 * @param {Place} place whose host may be such a page
	 */
	function equip(place) {
		offerCopies(place);
		reachScrollers(place);
	}

	/** @param {Place} place */
	function attach(place) {
		fitScreen(place.signal);
		openNotes(place);
		equip(place);
		printLinks(place);
	}

	Object.defineProperty(globalThis, "faircopyArticle", { value: { attach, equip, keepPresses, onPress } });
})();

undefined;
