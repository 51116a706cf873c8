// An open article → ways through it: how long it takes to read, its outline, how far one has come, where one was the
// last time, its pictures in large, a ruler, keys.
//
// Injected once the article has been painted. Nothing of it is the article's: the reading time is a style's content,
// which no search, copy or translation takes for a word of the page, and the rest stands in the closed root, but for
// a button at each figure, which carries the mark.

(() => {
	if (Object.hasOwn(globalThis, "faircopyWay")) return;

	const { api, message } = globalThis.faircopyBrowser;
	const { make, button, on } = globalThis.faircopyControls;
	const { onPress } = globalThis.faircopyArticle;

	/** @typedef {Parameters<typeof faircopyWay.attach>[0]} Reader */

	/** Below this many crossheads an article needs no outline. */
	const FEWEST_CROSSHEADS = 3;

	/** Heights of the window from which an article is long enough for a measure of how far one has come. */
	const LONG = 2.5;

	/** Between the window's upper edge and what one has gone to, in CSS pixels: the bar's height and some air. */
	const AHEAD = 60;

	/** Part of the window's height above which a crosshead counts as reached. */
	const REACHED = 1 / 3;

	/** Part of an article from which it has been read. */
	const DONE = 0.98;

	/** Pixels scrolled after which whoever was offered to go on where they were has begun to read. */
	const BEGUN = 80;

	const ICONS = {
		outline: "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
		close: "M6 6 18 18M18 6 6 18",
		back: "M15 5 8 12l7 7",
		on: "M9 5l7 7-7 7",
	};

	// MARK stands for the host's attribute: the colours come down from extension/reader.css by inheritance.
	const STYLE = `
    .progress {
      all: initial; color-scheme: inherit; position: fixed; z-index: 2147483646; inset: 0 0 auto; block-size: 3px;
      transform-origin: left; scale: 0 1; pointer-events: none; background: var(--MARK-accent, Highlight); opacity: 0.7;
    }
    .progress.rtl { transform-origin: right }
    .progress[hidden] { display: none }
    .ticks { margin-block-start: 0.625rem; display: grid; gap: 0.25rem }
    .ticks label, .keys label { display: flex; align-items: center; gap: 0.5rem; min-block-size: 2rem; font-size: 0.875rem; color: var(--MARK-soft, CanvasText); cursor: pointer }
    .ticks > button { min-block-size: 2.25rem; padding-inline: 0.625rem; font-size: 0.875rem; justify-self: start }
    .ruler {
      all: initial; color-scheme: inherit; position: fixed; z-index: 2147483645; inset: 0; pointer-events: none;
      --MARK-half: calc(var(--MARK-em) * 3.1);
    }
    .ruler[hidden] { display: none }
    .ruler::before, .ruler::after {
      content: ""; position: absolute; inset-inline: 0; opacity: 0.86; background: var(--MARK-paper, Canvas);
    }
    .ruler::before { inset-block: 0 auto; block-size: max(0px, calc(var(--MARK-at) - var(--MARK-half))) }
    .ruler::after { inset-block: calc(var(--MARK-at) + var(--MARK-half)) 0 }
    .resume {
      all: initial; color-scheme: inherit; position: fixed; inset: auto 0 max(1rem, env(safe-area-inset-bottom)) 0; margin-inline: auto;
      inline-size: fit-content; max-inline-size: calc(100vw - 1rem); display: flex; gap: 0.125rem; padding: 0.25rem;
      border: 1px solid var(--MARK-line, CanvasText); border-radius: 0.75rem; background: var(--MARK-paper, Canvas); box-shadow: 0 0.3rem 1.2rem rgb(0 0 0 / 18%);
      font: 500 0.9375rem/1.4 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
    }
    .bar:has(> .panel:not([hidden])) ~ .resume { visibility: hidden }
    .resume[dir="rtl"], .over[dir="rtl"] { direction: rtl }
    .resume button:first-child { padding-inline: 0.875rem; color: var(--MARK-ink, CanvasText) }
    .over {
      all: initial; color-scheme: inherit; position: fixed; inset: 0; box-sizing: border-box; inline-size: 100%; block-size: 100%; overflow: auto; overscroll-behavior: contain;
      font: 400 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; color: var(--MARK-ink, CanvasText);
    }
    .over:not([open]) { display: none }
    .zoom { display: grid; grid-template-rows: minmax(0, 1fr) auto; background: var(--MARK-paper, Canvas); cursor: zoom-out }
    .zoom > img { inline-size: 100%; block-size: 100%; object-fit: contain; min-block-size: 0; color: var(--MARK-soft, CanvasText) }
    .zoom > .words { max-block-size: 30vh; overflow: auto; padding: 0.625rem 3.25rem; text-align: center; cursor: auto }
    .words p { margin: 0 auto; max-inline-size: 42rem; overflow-wrap: anywhere }
    .words .alt { color: var(--MARK-soft, CanvasText); font-size: 0.875rem }
    .words p:empty { display: none }
    .zoom > button { position: absolute }
    .zoom > .shut { inset: max(0.5rem, env(safe-area-inset-top)) 0.5rem auto auto }
    .zoom > .before { inset: auto auto 0.5rem 0.5rem }
    .zoom > .after { inset: auto 0.5rem 0.5rem auto }
    .zoom[dir="rtl"] > :is(.before, .after) svg { scale: -1 1 }
    .zoom[dir="rtl"] > .before { inset: auto 0.5rem 0.5rem auto }
    .zoom[dir="rtl"] > .after { inset: auto auto 0.5rem 0.5rem }
    .zoom > button[hidden] { display: none }
    .keys { display: grid; place-items: center; padding: 1rem; background: color-mix(in srgb, var(--MARK-paper, Canvas) 70%, transparent) }
    .sheet {
      position: relative; box-sizing: border-box; inline-size: min(26rem, 100%); padding: 1.25rem; border: 1px solid var(--MARK-line, CanvasText); border-radius: 0.75rem;
      background: var(--MARK-paper, Canvas); box-shadow: 0 0.5rem 1.75rem rgb(0 0 0 / 18%);
    }
    .sheet h2 { all: unset; display: block; margin-block-end: 0.75rem; padding-inline-end: 3rem; font-size: 1.0625rem; font-weight: 600 }
    .sheet > button { position: absolute; inset-block-start: 0.75rem; inset-inline-end: 0.75rem }
    .sheet dl { display: grid; grid-template-columns: auto 1fr; gap: 0.375rem 1rem; margin: 0 0 0.75rem; align-items: baseline }
    .sheet dd { margin: 0 }
    .sheet dt { display: flex; gap: 0.25rem }
    kbd {
      box-sizing: border-box; min-inline-size: 1.625rem; padding: 0.0625rem 0.4375rem; border: 1px solid var(--MARK-line, CanvasText); border-radius: 0.3125rem;
      background: var(--MARK-tint, Canvas); font: 500 0.8125rem/1.5 ui-monospace, Menlo, Consolas, monospace; text-align: center;
    }
    .outline { display: block; padding: 0.5rem; overscroll-behavior: contain; inline-size: min(22rem, calc(100vw - 1rem)) }
    .outline ol { all: unset; display: block }
    .outline li { all: unset; display: list-item; list-style: none }
    .outline button {
      display: block; inline-size: 100%; min-block-size: 2.25rem; padding: 0.4375rem 0.75rem; border-radius: 0.375rem;
      font-size: 0.9375rem; text-align: start; overflow-wrap: anywhere; background: none;
      border-inline-start: 3px solid transparent;
    }
    .outline .deep-1 { padding-inline-start: 1.75rem }
    .outline .deep-2 { padding-inline-start: 2.75rem }
    .outline .deep-3 { padding-inline-start: 3.75rem }
    .outline button:focus-visible { outline-offset: -2px }
    .outline button[aria-current] { color: var(--MARK-ink, CanvasText); background: var(--MARK-tint, Canvas); border-inline-start-color: var(--MARK-accent, Highlight) }
    @media (pointer: coarse) { .outline button { min-block-size: 2.75rem } }
    @media (forced-colors: active) {
      .progress { forced-color-adjust: none; background: Highlight; opacity: 1 }
      .outline button { border: 0; border-inline-start: 3px solid Canvas }
      .outline button[aria-current] { forced-color-adjust: none; color: HighlightText; background: Highlight; border-color: Highlight }
    }
    @media (forced-colors: active) {
      .ruler::before, .ruler::after { forced-color-adjust: none; background: Canvas }
      .ruler::before { border-block-end: 2px solid Highlight }
      .ruler::after { border-block-start: 2px solid Highlight }
    }
    @media print { .progress, .ruler, .resume, .over { display: none } }
  `;

	/**
	 * In the byline, as the content of a style: extension/reader.css keeps the room for it.
	 * @param {Reader} reader
	 * @param {string} lang of the interface
	 */
	function showMinutes({ host, mark, session: { minutes } }, lang) {
		const header = /** @type {HTMLElement | null} */ (host.querySelector(`[${CSS.escape(mark)}~="header"]`));
		if (!header || !minutes) return;
		/** @param {"short" | "long"} unitDisplay */
		const write = (unitDisplay) =>
			minutes.toLocaleString(lang || undefined, { style: "unit", unit: "minute", unitDisplay });
		// Of the interface's language and direction, whatever the article's; one piece.
		const short = `\u2068${write("short").replaceAll(" ", "\u00a0")}\u2069`;
		header.style.setProperty(`--${mark}-minutes`, JSON.stringify(short));
		header.style.setProperty(`--${mark}-minutes-dot`, '"\\b7\\9"');
		header.style.setProperty(`--${mark}-minutes-said`, JSON.stringify(message("wayMinutes", write("long"))));
	}

	/**
	 * Moves the view and the keyboard to a part of the article.
	 * @param {HTMLElement} part
	 */
	function goTo(part) {
		window.scrollBy({ left: 0, top: part.getBoundingClientRect().top - AHEAD, behavior: "instant" });
		if (!part.hasAttribute("tabindex")) {
			part.setAttribute("tabindex", "-1");
			part.addEventListener("blur", () => part.removeAttribute("tabindex"), { once: true });
		}
		part.focus({ preventScroll: true });
	}

	/**
	 * @param {Reader} reader
	 * @returns {HTMLElement[]} the headline and the crossheads of the body, not those of boxes in it
	 */
	function headings({ host, mark }) {
		const [m, names] = [CSS.escape(mark), ":is(h2, h3, h4, h5, h6)"];
		const selector = `[${m}~="headline"], :scope > article > ${names}[${m}], [${m}~="page"] > ${names}[${m}]`;
		return [...host.querySelectorAll(selector)].map((heading) => /** @type {HTMLElement} */ (heading));
	}

	/** @param {HTMLElement} heading */
	const levelOf = (heading) => Number(heading.localName.slice(1));

	/** @returns {boolean} whether one can't scroll on */
	function isAtEnd() {
		const { scrollHeight } = document.documentElement;
		return window.scrollY > 0 && window.scrollY + window.innerHeight >= scrollHeight - 2;
	}

	/**
	 * @param {Reader} reader
	 * @returns {{ mark: () => void, renew: () => void, toggle: () => void }} marks where one is, looks for crossheads
	 *   anew, opens or closes it for the keyboard
	 */
	function addOutline(reader) {
		const { bar, host } = reader;
		const by = button(message("wayOutline"), ICONS.outline);
		const list = make("ol", { role: "list" });
		const panel = make(
			"nav",
			{ class: "panel outline", id: "outline", "aria-label": message("wayOutline") },
			list,
		);
		/** @type {HTMLElement[]} */
		let parts = [];
		/** @type {HTMLButtonElement[]} */
		let entries = [];

		function mark() {
			if (panel.hidden) return;
			const line = window.innerHeight * REACHED;
			const passed = parts.findLastIndex((part) => part.getBoundingClientRect().top < line);
			const now = isAtEnd() ? parts.length - 1 : Math.max(0, passed);
			for (const [at, entry] of entries.entries()) {
				if (at === now) entry.setAttribute("aria-current", "location");
				else entry.removeAttribute("aria-current");
			}
		}

		/** Anew at every opening: the article may have been translated, or gone on. */
		function prepare() {
			parts = headings(reader);
			const article = host.querySelector("article");
			const least = Math.min(...parts.map(levelOf).filter((level) => level > 1));
			entries = parts.map((part) => {
				const deep = Math.min(3, Math.max(0, levelOf(part) - least));
				const entry = make("button", { type: "button", class: `deep-${deep}`, dir: "auto" });
				entry.lang = part.lang || article?.lang || "";
				entry.textContent = part.textContent;
				on(entry, "click", () => {
					bar.closePanel();
					goTo(part);
				});
				return entry;
			});
			list.replaceChildren(...entries.map((entry) => make("li", {}, entry)));
			// Once it is seen.
			requestAnimationFrame(() => {
				mark();
				const now = entries.find((entry) => entry.hasAttribute("aria-current"));
				if (now) panel.scrollTop = now.offsetTop - panel.clientHeight / 2;
			});
		}

		function renew() {
			const enough = headings(reader).length > FEWEST_CROSSHEADS;
			if (enough === by.isConnected) return;
			if (enough) bar.bar.prepend(by, panel);
			else for (const part of [by, panel]) part.remove();
		}

		const toggle = bar.addPanel(by, panel, prepare);
		renew();
		return {
			mark,
			renew,
			toggle() {
				if (!by.isConnected) return;
				if (toggle())
					requestAnimationFrame(() => entries.find((e) => e.hasAttribute("aria-current"))?.focus());
				else by.focus();
			},
		};
	}

	/**
	 * A line at the window's upper edge that grows as one reads on; for the eye alone.
	 * @param {Reader} reader
	 * @returns {() => number} draws it as it is now, and gives which part has been read, of a short article 0
	 */
	function addProgress({ root, host, mark }) {
		const line = make("div", { class: "progress", "aria-hidden": "true", hidden: "" });
		const article = /** @type {HTMLElement} */ (host.querySelector("article"));
		if (article.dir === "rtl") line.classList.add("rtl");
		root.querySelector("slot")?.before(line);
		return () => {
			const { top, bottom } = article.getBoundingClientRect();
			// The notes at the end are not read through.
			const notes = host.querySelector(`[${CSS.escape(mark)}~="footnotes"]:last-child`);
			const end = notes ? notes.getBoundingClientRect().top : bottom;
			const way = end - top - window.innerHeight;
			line.hidden = end - top < LONG * window.innerHeight;
			if (line.hidden) return 0;
			const part = Math.min(1, Math.max(0, -top / way));
			line.style.scale = `${part} 1`;
			return part;
		};
	}

	/**
	 * Offers to go on where one was the last time, and keeps where one is when one leaves. Never a jump of its own: who
	 * opens an article again may want its beginning.
	 * @param {Reader} reader
	 * @param {{ lang: string, dir: string }} language of the interface
	 * @param {() => number} part that has been read
	 * @returns {Promise<void>}
	 */
	async function keepPlace({ root, session, signal, bar }, language, part) {
		// A private window leaves nothing behind.
		if (api.extension.inIncognitoContext) return;
		const { articleOf, blockOf, find, locate } = globalThis.faircopyPlaces;
		const article = articleOf(document.URL);
		const parts = /** @type {HTMLElement[]} */ (session.blocks);
		// Now, as the words may be translated later on.
		const blocks = parts.map((block) => blockOf(block.textContent ?? ""));

		function write() {
			const read = part();
			// Who has only looked in keeps what was kept.
			if (bar.settings.places === "off" || !api.runtime?.id || window.scrollY < window.innerHeight / 2)
				return;
			const at = parts.findIndex((block) => {
				const { bottom, height } = block.getBoundingClientRect();
				return height > 0 && bottom > AHEAD;
			});
			if (read === 0) return;
			const left = read < DONE && at >= 0 ? { article, block: blocks[at], at } : { article };
			api.runtime.sendMessage({ did: "placed", left }).catch(() => {});
		}
		signal.addEventListener("abort", write);
		window.addEventListener("pagehide", (event) => event.isTrusted && write(), { signal });

		const { places } = await api.storage.local.get("places");
		const place = find(places, article, Date.now());
		const target = place && parts[locate(place, blocks)];
		const isAtTop = window.scrollY < BEGUN && !signal.aborted;
		if (!target || !isAtTop || bar.settings.places === "off" || part() > 0) return;

		const resume = make("button", { type: "button" }, message("wayResume"));
		const no = button(message("close"), ICONS.close);
		const box = make("div", { class: "resume", popover: "manual", role: "group", ...language }, resume, no);
		box.setAttribute("aria-label", message("wayResume"));
		const over = new AbortController();
		const dismiss = () => {
			over.abort();
			box.remove();
		};
		on(resume, "click", () => {
			dismiss();
			goTo(target);
		});
		on(no, "click", dismiss);
		const during = { signal: over.signal, capture: true };
		window.addEventListener("scroll", () => window.scrollY > BEGUN && dismiss(), {
			...during,
			passive: true,
		});
		window.addEventListener(
			"keydown",
			(event) => {
				if (!event.isTrusted || event.key !== "Escape" || event.isComposing || !box.isConnected) return;
				event.preventDefault();
				event.stopImmediatePropagation();
				dismiss();
			},
			during,
		);
		signal.addEventListener("abort", dismiss);
		// One step back from the headline, which has the focus.
		root.querySelector("slot")?.before(box);
		box.showPopover();
		document.ariaNotify?.(message("wayResume"));
	}

	/**
	 * A dialog over all of the window, closed by Escape, as the browser does it, and by a press beside what it holds.
	 * @param {Reader} reader
	 * @param {string} name
	 * @param {Record<string, string>} attributes
	 */
	function addDialog({ root, signal }, name, attributes) {
		const dialog = make("dialog", { class: `over ${name}`, ...attributes });
		on(dialog, "click", (event) => event.target === dialog && dialog.close());
		let before = 0;
		dialog.addEventListener("close", () => {
			dialog.remove();
			// What is below may have scrolled along.
			window.scrollTo({ left: window.scrollX, top: before, behavior: "instant" });
		});
		signal.addEventListener("abort", () => dialog.remove());
		return {
			dialog,
			show() {
				before = window.scrollY;
				root.append(dialog);
				dialog.showModal();
			},
		};
	}

	/**
	 * A press on a picture shows it large; so does a button at its figure, for the keyboard, which shows itself when the
	 * pointer or the focus is there. In our article figures are no links, whatever they were in the page; a small
	 * picture within a line may be one, so these are let be.
	 * @param {Reader} reader
	 * @param {{ lang: string, dir: string }} language of the interface
	 * @returns {{ renew: () => void, step: (by: number) => boolean }} looks for figures anew, goes to another picture
	 *   if one is shown
	 */
	function addZoom(reader, language) {
		const { host, mark } = reader;
		const m = CSS.escape(mark);
		const pictures = () =>
			/** @type {HTMLImageElement[]} */ ([
				...host.querySelectorAll(`figure[${m}] img[${m}]:not([${m}~="poster"], [${m}~="inline"], a *)`),
			]);
		const shut = button(message("close"), ICONS.close);
		shut.classList.add("shut");
		shut.autofocus = true;
		const before = button(message("wayPictureBefore"), ICONS.back);
		before.classList.add("before");
		const after = button(message("wayPictureAfter"), ICONS.on);
		after.classList.add("after");
		const caption = make("p");
		const alt = make("p", { class: "alt" });
		const words = make("div", { class: "words", dir: "auto", translate: "no" }, caption, alt);
		const { dialog, show } = addDialog(reader, "zoom", { "aria-label": message("wayPicture"), ...language });
		/** @type {HTMLImageElement | undefined} */
		let shown;

		/** @param {HTMLImageElement} picture */
		function put(picture) {
			shown = picture;
			const all = pictures();
			before.hidden = all[0] === picture;
			after.hidden = all.at(-1) === picture;
			const large = make("img", { alt: picture.alt, src: picture.currentSrc || picture.src });
			caption.textContent = picture.closest("figure")?.querySelector("figcaption")?.textContent?.trim() ?? "";
			alt.textContent = caption.textContent.includes(picture.alt) ? "" : picture.alt;
			// Its own name is read out with the picture.
			alt.setAttribute("aria-hidden", "true");
			words.lang = host.querySelector("article")?.lang ?? "";
			dialog.replaceChildren(large, words, shut, before, after);
			if (!picture.srcset) return;
			// Of the sizes that the page offers for it; what is there already stands until the larger one has come.
			const larger = make("img", { alt: picture.alt, sizes: "100vw", srcset: picture.srcset });
			larger.decode().then(
				() => large.isConnected && large.replaceWith(larger),
				() => {},
			);
		}

		/** @param {HTMLImageElement} picture */
		function open(picture) {
			put(picture);
			show();
		}

		/** @param {number} by */
		function step(by) {
			if (!dialog.open || !shown) return false;
			const all = pictures();
			const next = all[all.indexOf(shown) + by];
			if (next) {
				const { activeElement } = reader.root;
				put(next);
				// A button that is gone at the first or the last picture would lose the focus.
				const kept = /** @type {HTMLElement | null} */ (activeElement);
				(kept?.hidden ? shut : kept)?.focus();
			}
			return true;
		}

		on(dialog, "click", (event) => {
			if (/** @type {Element} */ (event.target).localName === "img") dialog.close();
		});
		on(shut, "click", () => dialog.close());
		on(before, "click", () => step(-1));
		on(after, "click", () => step(1));
		/**
		 * @param {HTMLImageElement} picture
		 * @returns {(event: MouseEvent) => void}
		 */
		const enlarge = (picture) => (event) => {
			const { button: which, ctrlKey, metaKey, shiftKey, altKey } = event;
			if (which === 0 && !ctrlKey && !metaKey && !shiftKey && !altKey) open(picture);
		};

		function renew() {
			for (const picture of pictures()) {
				onPress(picture, enlarge(picture));
				const figure = picture.closest("figure");
				if (!figure || figure.querySelector(`[${m}~="zoom"]`)) continue;
				const by = make("button", {
					[mark]: "zoom",
					type: "button",
					"aria-label": message("wayEnlarge"),
					title: message("wayEnlarge"),
				});
				onPress(by, enlarge(picture));
				const caption = figure.querySelector("figcaption");
				if (caption) caption.before(by);
				else figure.append(by);
			}
		}
		renew();
		return { renew, step };
	}

	/**
	 * Dims all but some lines, which stand in the middle of the window and at both ends of the page nearer to these: all
	 * lines can be brought into it.
	 * @param {Reader} reader
	 * @returns {() => void} draws it where it belongs now
	 */
	function addRuler({ root, host, mark, bar }) {
		const ruler = make("div", { class: "ruler", "aria-hidden": "true", hidden: "" });
		root.querySelector("slot")?.before(ruler);
		const isVertical = /(?:^| )vertical(?: |$)/.test(host.querySelector("article")?.getAttribute(mark) ?? "");
		const draw = () => {
			// Lines from top to bottom have no middle of the window's height.
			ruler.hidden = bar.settings.ruler === "off" || isVertical;
			if (ruler.hidden) return;
			const { innerHeight: height, scrollY } = window;
			const left = document.documentElement.scrollHeight - height - scrollY;
			const [down, up] = [0.2 * height + scrollY, 0.8 * height - left];
			const at = Math.max(Math.min(height / 2, down), up);
			ruler.style.setProperty(`--${mark}-at`, `${Math.min(0.8 * height, at)}px`);
		};
		bar.heed(draw);
		return draw;
	}

	/**
	 * @param {Reader} reader
	 * @param {string} label
	 * @param {"ruler" | "keys" | "places"} name
	 */
	function tickOf({ bar }, label, name) {
		const tick = make("input", { type: "checkbox", class: "tick", name });
		const tell = () => {
			tick.checked = bar.settings[name] === "on";
		};
		tell();
		bar.heed(tell);
		on(tick, "change", () => bar.set({ [name]: tick.checked ? "on" : "off" }));
		return make("label", {}, tick, label);
	}

	/**
	 * Goes to the next part of the article, or the one before.
	 * @param {readonly HTMLElement[]} parts the headline first, which nothing comes before
	 * @param {number} by 1 or -1
	 */
	function step(parts, by) {
		const tops = parts.map((part) => part.getBoundingClientRect().top - AHEAD);
		const at = by > 0 ? tops.findIndex((top, i) => i > 0 && top > 2) : tops.findLastIndex((top) => top < -2);
		if (at >= 0 && !(by > 0 && isAtEnd())) goTo(parts[at]);
	}

	/**
	 * Single keys, and the list of them. They act where nothing is typed and no modifier is held; a key that the page
	 * took before us, as it was there first, is the page's.
	 * @param {Reader} reader
	 * @param {{ lang: string, dir: string }} language of the interface
	 * @param {{ outline: () => void, picture: (by: number) => boolean }} acts
	 * @returns {() => void} shows the list
	 */
	function addKeys(reader, language, acts) {
		const { root, host, mark, bar, signal } = reader;
		const m = CSS.escape(mark);
		const parts = `:scope > article > [${m}]:not(header, section[${m}~="page"]), [${m}~="page"] > [${m}]`;
		const paragraphs = () => {
			const all = host.querySelectorAll(`[${m}~="headline"], ${parts}`);
			return [...all].map((part) => /** @type {HTMLElement} */ (part));
		};
		const { set, settings } = bar;
		const { SIZES, CHOICES } = globalThis.faircopySettings;
		/** @param {number} by */
		const resize = (by) => set({ size: Math.min(SIZES, Math.max(1, settings.size + by)) });
		const dye = () => {
			const { theme } = CHOICES;
			set({ theme: theme[(theme.indexOf(settings.theme) + 1) % theme.length] });
		};
		/** @type {Record<string, () => void>} */
		const keys = {
			j: () => step(paragraphs(), 1),
			k: () => step(paragraphs(), -1),
			n: () => step(headings(reader), 1),
			p: () => step(headings(reader), -1),
			o: acts.outline,
			"+": () => resize(1),
			"=": () => resize(1),
			"-": () => resize(-1),
			t: dye,
			r: () => set({ ruler: settings.ruler === "on" ? "off" : "on" }),
			"?": () => list(),
		};
		/** @type {[string[], string][]} */
		const named = [
			[["j", "k"], message("wayKeyParagraph")],
			[["n", "p"], message("wayKeyHeading")],
			[["o"], message("wayOutline")],
			[["+", "−"], message("controlsSize")],
			[["t"], message("controlsTheme")],
			[["r"], message("controlsRuler")],
			[["?"], message("wayKeys")],
			[["Esc"], message("leave")],
		];
		const { dialog, show } = addDialog(reader, "keys", { "aria-labelledby": "keys", ...language });

		function list() {
			if (!dialog.hasChildNodes()) {
				const rows = named.flatMap(([keys, what]) => [
					make("dt", {}, ...keys.map((key) => make("kbd", {}, key))),
					make("dd", {}, what),
				]);
				const shut = button(message("close"), ICONS.close);
				shut.autofocus = true;
				on(shut, "click", () => dialog.close());
				const tick = tickOf(reader, message("controlsKeys"), "keys");
				const heading = make("h2", { id: "keys" }, message("wayKeys"));
				dialog.append(make("div", { class: "sheet" }, heading, make("dl", {}, ...rows), tick, shut));
			}
			bar.closePanel();
			show();
		}

		/** @returns {boolean} whether what is typed now is typed into the article or nothing */
		function isFree() {
			const { activeElement: active, body } = document;
			if (active && active !== body && active !== document.documentElement && !host.contains(active))
				return false;
			const inner = /** @type {HTMLElement | null} */ (root.activeElement ?? active);
			const types = inner?.matches("input:not([type=radio], [type=checkbox]), textarea, select");
			return !types && !inner?.isContentEditable;
		}

		window.addEventListener(
			"keydown",
			(event) => {
				const { isTrusted, isComposing, defaultPrevented, ctrlKey, altKey, metaKey, shiftKey } = event;
				if (!isTrusted || isComposing || defaultPrevented || ctrlKey || altKey || metaKey) return;
				if (root.querySelector("dialog[open]:not([data-frame])")) {
					const turn = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
					// Escape is the browser's, which closes the dialog; the page is not to hear of it.
					const rtl = language.dir === "rtl" ? -1 : 1;
					if (turn && acts.picture(turn * rtl)) event.preventDefault();
					if (turn || event.key === "Escape") event.stopImmediatePropagation();
					return;
				}
				if (settings.keys === "off" || !isFree()) return;
				// Where letters are not Latin ones, the key that is in their place.
				const letter = /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase();
				const isLatin = event.key.length === 1 && event.key <= "~";
				const key = isLatin ? event.key : (letter ?? "");
				const isLetter = /^[a-z]$/i.test(key);
				if (isLetter && shiftKey) return;
				const act = Object.hasOwn(keys, key.toLowerCase()) ? keys[key.toLowerCase()] : undefined;
				if (!act) return;
				event.preventDefault();
				event.stopImmediatePropagation();
				act();
			},
			{ capture: true, signal },
		);
		return list;
	}

	/** @param {Reader} reader */
	function attach(reader) {
		const { root, host, signal, mark, bar } = reader;
		const lang = message("@@ui_locale").replaceAll("_", "-");
		const language = { lang, dir: message("@@bidi_dir") };
		const article = host.querySelector("article");
		if (!article) return;

		const sheet = new CSSStyleSheet();
		sheet.replaceSync(STYLE.replaceAll("MARK", mark));
		root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];

		showMinutes(reader, lang);
		const outline = addOutline(reader);
		const progress = addProgress(reader);
		const zoom = addZoom(reader, language);
		const ruler = addRuler(reader);
		const list = addKeys(reader, language, { outline: outline.toggle, picture: zoom.step });

		bar.furnish((finer) => {
			const ticks = make("div", { class: "ticks" }, tickOf(reader, message("controlsRuler"), "ruler"));
			if (!api.extension.inIncognitoContext)
				ticks.append(tickOf(reader, message("controlsPlaces"), "places"));
			const keys = make("button", { type: "button" }, message("wayKeys"));
			on(keys, "click", list);
			ticks.append(keys);
			finer.append(ticks);
		});

		let isDue = false;
		function follow() {
			if (isDue) return;
			isDue = true;
			requestAnimationFrame(() => {
				isDue = false;
				if (signal.aborted) return;
				outline.mark();
				progress();
				ruler();
			});
		}
		for (const type of ["scroll", "resize"]) window.addEventListener(type, follow, { signal, passive: true });
		follow();
		keepPlace(reader, language, progress).catch(console.error);

		// Further pages of the article.
		const grown = new MutationObserver(() => {
			showMinutes(reader, lang);
			outline.renew();
			zoom.renew();
			follow();
		});
		grown.observe(article, { childList: true });
		signal.addEventListener("abort", () => grown.disconnect());
	}

	Object.defineProperty(globalThis, "faircopyWay", { value: { attach } });
})();

undefined;
