// A page that goes on while its article is read: notices that the article has grown, says so quietly, and puts in what
// is new without moving the line that is read. Injected once an article is open.
//
// The page is not rendered meanwhile, so it is read by the answers of before: nothing is laid out for it.

(() => {
	if (Object.hasOwn(globalThis, "faircopyGrowing")) return;

	const { getter, shadowOf, message } = globalThis.faircopyBrowser;

	const nodeType = getter(Node, "nodeType");
	const parentNode = getter(Node, "parentNode");
	const textContent = getter(Node, "textContent");
	const localName = getter(Element, "localName");
	const rootOf = getter(Node, "getRootNode");
	const within = getter(Element, "querySelectorAll");
	const withinRoot = getter(DocumentFragment, "querySelectorAll");
	const boxOf = getter(Element, "getBoundingClientRect");

	const XHTML = "http://www.w3.org/1999/xhtml";

	/** No ordinal: `NONE` in src/grown.rs. */
	const NONE = 0xffff_ffff;

	/** Milliseconds without a change after which a page is read again, and how long one that never rests is waited for. */
	const QUIET = 400;
	const LONGEST = 3000;

	/** Milliseconds between two readings: twice as many after each that found nothing, and how many at the most. */
	const PAUSE = 1000;
	const LONGEST_PAUSE = 60_000;

	/** Elements whose text nobody reads. */
	const SILENT = new Set("link meta noscript script style template".split(" "));

	// MARK stands for the host's attribute: the colours come down from extension/reader.css by inheritance.
	const STYLE = `
    .growing {
      all: initial; color-scheme: inherit; position: sticky; inset-block-end: max(0.75rem, env(safe-area-inset-bottom)); z-index: 2147483646;
      display: flex; align-items: center; gap: 0.75rem; box-sizing: border-box; inline-size: fit-content; max-inline-size: calc(100% - 2rem);
      margin: 0.75rem auto; padding: 0.25rem 0.25rem 0.25rem 1rem;
      border: 1px solid var(--MARK-line, CanvasText); border-radius: 0.75rem; background: var(--MARK-paper, Canvas);
      font: 500 0.9375rem/1.4 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; color: var(--MARK-soft, CanvasText);
    }
    .growing[dir="rtl"] { direction: rtl }
    .growing[hidden] { display: none }
    .growing button {
      all: unset; box-sizing: border-box; padding: 0 0.875rem; min-block-size: 2.5rem; display: inline-flex; align-items: center;
      border-radius: 0.5rem; cursor: pointer; color: var(--MARK-ink, CanvasText); background: var(--MARK-tint, Canvas);
    }
    .growing button:focus-visible { outline: 2px solid var(--MARK-accent, Highlight); outline-offset: 2px }
    @media (pointer: coarse) { .growing button { min-block-size: 2.75rem } }
    @media (forced-colors: active) { .growing button { border: 1px solid ButtonText } }
    @media print { .growing { display: none } }
  `;

	/**
	 * @param {Node | null | undefined} node
	 * @returns {Element | null} what it stands in, through shadow roots
	 */
	function above(node) {
		const parent = node && parentNode(node);
		if (!parent) return null;
		return parent instanceof ShadowRoot
			? parent.host
			: nodeType(parent) === Node.ELEMENT_NODE
				? parent
				: null;
	}

	/**
	 * @param {Node} node
	 * @returns {boolean} whether it brings anything to read or to look at
	 */
	function isTelling(node) {
		if (nodeType(node) !== Node.ELEMENT_NODE)
			return nodeType(node) === Node.TEXT_NODE && /\S/.test(textContent(node));
		const element = /** @type {Element} */ (node);
		if (SILENT.has(localName(element))) return false;
		return (
			/\S/.test(textContent(element)) ||
			/^(?:img|picture|video|audio|iframe)$/.test(localName(element)) ||
			within(element, "img, video, audio, iframe").length > 0 ||
			shadowOf(element) !== null
		);
	}

	/** @param {readonly Element[]} elements @returns {Map<Element, number>} */
	function ordinalsOf(elements) {
		/** @type {Map<Element, number>} */
		const ordinals = new Map();
		for (const [ordinal, element] of elements.entries()) {
			// What a `noscript` would show stands under its ordinal.
			if (!ordinals.has(element)) ordinals.set(element, ordinal);
		}
		return ordinals;
	}

	/**
	 * @param {Iterable<Element>} elements
	 * @returns {Element | null} the nearest that holds all of them
	 */
	function around(elements) {
		/** @type {Element | null} */
		let common = null;
		/** Those above it. @type {Set<Element>} */
		let line = new Set();
		for (const element of elements) {
			/** @type {Element | null} */
			let up = element;
			while (common && up && up !== common && !line.has(up)) up = above(up);
			if (!up || up === common) continue;
			common = up;
			line = new Set();
			for (let over = above(up); over; over = above(over)) line.add(over);
		}
		return common;
	}

	/** @param {Parameters<typeof faircopyGrowing.follow>[0]} reader */
	function follow(reader) {
		const { root, host, mark, signal, session, lists, check, renew, placeIn, bring } = reader;
		/** The snapshot that the session's ordinals are of. */
		let { taken } = reader;
		let ordinals = ordinalsOf(taken.elements);
		/** Until what came while the page was loading is in: that is put in unasked. */
		let { unfinished } = reader;
		/** What was there when the article was read, or put into. @type {WeakSet<Element>} */
		let known = new WeakSet(taken.elements);
		/** Elements that got children since. @type {WeakSet<Element>} */
		let touched = new WeakSet();
		/** What the last reading found. @type {FaircopyTaken | undefined} */
		let found;
		/** What holds the article on the page. @type {Element} */
		let watched = document.body;
		/** Shadow roots within that: what is in them is seen by none outside. @type {Set<ShadowRoot>} */
		let roots = new Set();
		/** @type {ReturnType<typeof setTimeout> | undefined} */
		let timer;
		/** @type {number | undefined} */
		let since;
		let notBefore = 0;
		let pause = PAUSE;
		/** @type {{ strip: HTMLElement, words: HTMLElement } | undefined} */
		let shown;
		const observer = new MutationObserver(see);

		function watch() {
			observer.disconnect();
			if (unfinished) {
				watched = document.body;
				watchWithin();
				return;
			}
			const sources = Array.from(session.ordinals, (ordinal) => taken.elements[ordinal]);
			const common = around(sources.filter((element) => element?.isConnected));
			watched = common?.closest("article, main, [role=main]") ?? above(common) ?? document.body;
			watchWithin();
			// Where a page puts another in its place.
			for (let up = above(watched); up; up = above(up)) observer.observe(up, { childList: true });
		}

		function watchWithin() {
			roots = new Set();
			for (const element of taken.elements) {
				const parent = parentNode(element);
				if (parent instanceof ShadowRoot) roots.add(parent);
				// One that is empty yet.
				const own = localName(element).includes("-") ? shadowOf(element) : null;
				if (own) roots.add(own);
			}
			for (const root of roots) {
				/** @type {Element | null} */
				let up = root.host;
				while (up && up !== watched) up = above(up);
				if (!up) roots.delete(root);
			}
			for (const scope of [watched, ...roots]) observer.observe(scope, { childList: true, subtree: true });
		}

		/**
		 * @param {Node} parent of what is new
		 */
		function touch(parent) {
			// The block that it stands in is what is read.
			let element = nodeType(parent) === Node.ELEMENT_NODE ? /** @type {Element} */ (parent) : above(parent);
			if (parent instanceof ShadowRoot) element = parent.host;
			for (; element; element = above(element)) {
				touched.add(element);
				if (!/^(?:inline|contents|ruby)/.test(getComputedStyle(element).display)) return;
			}
		}

		/** @param {MutationRecord[]} records */
		function see(records) {
			check();
			if (signal.aborted) return;
			let isStirred = !watched.isConnected;
			if (isStirred) watch();
			for (const { target, addedNodes } of records) {
				if (host.contains(target) || !(watched.contains(target) || roots.has(rootOf(target)))) continue;
				for (const node of addedNodes) {
					if (node === host || !isTelling(node)) continue;
					touch(target);
					isStirred = true;
					break;
				}
			}
			if (isStirred) stir();
		}

		/** Sees what came before we did. */
		function catchUp() {
			const there = [...roots].flatMap((root) => [...withinRoot(root, "*")]);
			for (const element of [...within(watched, "*"), ...there]) {
				const parent = above(element);
				if (!parent || known.has(element) || !known.has(parent) || host.contains(element)) continue;
				const isLeftOut = lists.dropped.has(localName(element)) || lists.emptied.has(localName(parent));
				if (isLeftOut || !isTelling(element)) continue;
				touch(parent);
				stir();
			}
		}

		/** Has the page read when it comes to rest. */
		function stir() {
			const now = performance.now();
			since ??= now;
			const due = Math.max(Math.min(now + QUIET, since + LONGEST), notBefore);
			clearTimeout(timer);
			timer = setTimeout(rest, due - now);
		}

		function rest() {
			if (document.hidden) {
				document.addEventListener("visibilitychange", stir, { once: true, signal });
				return;
			}
			requestIdleCallback(() => signal.aborted || timer === undefined || look(), { timeout: LONGEST });
		}

		/** Reads the page, and says what there is. */
		function look() {
			clearTimeout(timer);
			timer = undefined;
			since = undefined;
			try {
				const ours = (/** @type {Element} */ element) => element === host;
				const earlier = { ordinals, told: taken.told };
				const later = globalThis.faircopySnapshot.take(document, lists, ours, null, earlier);
				const { was, pieces } = kinOf(later.elements);
				const posts = session.grow(later.bytes, document.URL, was, pieces);
				const isMore = posts !== undefined;
				pause = isMore || unfinished ? PAUSE : Math.min(2 * pause, LONGEST_PAUSE);
				notBefore = performance.now() + pause;
				found = isMore ? later : undefined;
				if (!isMore) settle(later);
				else if (unfinished) put();
				else offer(posts);
			} catch (error) {
				// A page in the middle of a change may be unreadable; a core that broke is not asked again.
				if (!(/** @type {{ kind?: string }} */ (error)?.kind)) leave();
			}
		}

		/** Is content with what there is. */
		function leave() {
			observer.disconnect();
			clearTimeout(timer);
			timer = undefined;
		}

		/** @param {readonly Element[]} elements of a later snapshot */
		function kinOf(elements) {
			const was = new Uint32Array(elements.length).fill(NONE);
			const pieces = new Uint32Array(elements.length).fill(NONE);
			/** @type {Map<Element, number>} */
			const fresh = new Map();
			for (const [ordinal, element] of elements.entries()) {
				was[ordinal] = ordinals.get(element) ?? NONE;
				if (!known.has(element)) {
					const up = above(element);
					const piece = (up && fresh.get(up)) ?? ordinal;
					fresh.set(element, piece);
					pieces[ordinal] = piece;
				} else if (touched.has(element)) pieces[ordinal] = ordinal;
			}
			return { was, pieces };
		}

		/**
		 * The session's ordinals are those of another snapshot now.
		 * @param {FaircopyTaken} later
		 */
		function settle(later) {
			taken = later;
			ordinals = ordinalsOf(taken.elements);
			renew(taken);
			watch();
			if (shown) shown.strip.hidden = true;
		}

		function put() {
			if (!found) return;
			const place = window.scrollY > 0 ? placeIn(session.blocks) : undefined;
			// A block that the page words otherwise now is replaced: what stands before it stays where it was.
			const read = place ? session.blocks.slice(0, place.at + 1) : [];
			const boxes = read.map((block) => boxOf(block));
			session.put(document, /** @type {Element} */ (host.querySelector("article")), mark);
			globalThis.faircopyArticle.equip({ host, mark, messages: message, signal });
			settle(found);
			known = new WeakSet(taken.elements);
			touched = new WeakSet();
			found = undefined;
			const at = read.findLastIndex((block) => block.isConnected);
			if (at >= 0) bring(read[at], boxes[at]);
		}

		/** @param {number} posts that are new */
		function offer(posts) {
			shown ??= makeStrip();
			shown.strip.hidden = false;
			const says = posts ? message("growingPosts", String(posts)) : message("growingMore");
			// Said again it would be read out again.
			if (shown.words.textContent !== says) shown.words.textContent = says;
		}

		function makeStrip() {
			const make = (/** @type {string} */ name) =>
				/** @type {HTMLElement} */ (document.createElementNS(XHTML, name));
			const strip = make("div");
			strip.className = "growing";
			strip.lang = message("@@ui_locale").replaceAll("_", "-");
			strip.dir = message("@@bidi_dir");
			const words = make("span");
			words.setAttribute("role", "status");
			const button = /** @type {HTMLButtonElement} */ (make("button"));
			button.type = "button";
			button.textContent = message("growingShow");
			button.addEventListener(
				"click",
				(event) => {
					if (!event.isTrusted) return;
					if (timer !== undefined) look();
					put();
					goOn();
				},
				{ signal },
			);
			strip.append(words, button);
			const sheet = new CSSStyleSheet();
			sheet.replaceSync(STYLE.replaceAll("MARK", mark));
			root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
			root.querySelector("slot")?.parentNode?.append(strip);
			return { strip, words };
		}

		/** The button is gone: the keyboard goes on with what is read. */
		function goOn() {
			const place = placeIn(session.blocks);
			const block = /** @type {HTMLElement | undefined} */ (place && session.blocks[place.at]);
			if (!block || block.hasAttribute("tabindex")) return;
			block.setAttribute("tabindex", "-1");
			block.focus({ preventScroll: true });
			block.addEventListener("blur", () => block.removeAttribute("tabindex"), { once: true });
		}

		/** All of the page's markup is there. */
		function finish() {
			look();
			unfinished = false;
			watch();
		}

		signal.addEventListener("abort", leave);
		for (const type of ["visibilitychange", "resume"]) document.addEventListener(type, check, { signal });
		check();
		if (signal.aborted) return;
		watch();
		if (!unfinished) catchUp();
		else if (document.readyState !== "loading") finish();
		else document.addEventListener("DOMContentLoaded", finish, { once: true, signal });
	}

	/**
	 * Calls again and again while a page comes in, the last time when all of it is there.
	 * @param {() => Promise<void>} again
	 * @param {AbortSignal} signal
	 */
	function wait(again, signal) {
		/** One after the other. */
		let turn = Promise.resolve();
		/** @type {ReturnType<typeof setTimeout> | undefined} */
		let timer;
		const next = () => {
			clearTimeout(timer);
			timer = undefined;
			turn = turn.then(() => (signal.aborted ? undefined : again()));
		};
		const observer = new MutationObserver(() => {
			timer ??= setTimeout(next, QUIET);
		});
		signal.addEventListener("abort", () => {
			observer.disconnect();
			clearTimeout(timer);
		});
		const changed = () => {
			if (document.readyState === "complete") observer.disconnect();
			next();
		};
		observer.observe(document, { childList: true, subtree: true });
		document.addEventListener("readystatechange", changed, { signal });
		changed();
	}

	Object.defineProperty(globalThis, "faircopyGrowing", { value: { follow, wait } });
})();

undefined;
