// The reader's host and its closed shadow root -> a quiet bar and a panel of settings, which act on the host.
//
// A classic script, injected before content.js, which calls `faircopyControls.attach`. Every node is made by
// createElement; the style is an adopted sheet of the closed root, where neither the page's sheets nor ours reach.
// The settings stand on the host as words of its attribute's value, for extension/reader.css to act on.

(() => {
	if (Object.hasOwn(globalThis, "faircopyControls")) return;

	/**
	 * @typedef {Required<FaircopySettings>} Settings
	 * @typedef {Parameters<FaircopyControls["attach"]>[0]} Place
	 */

	const { CHOICES, SIZES, DEFAULTS, coloursOf, fit, isPlain, wordsOf } = globalThis.faircopySettings;
	const MEASURES = /** @type {const} */ (["face", "width", "leading", "letters", "words", "align"]);
	/** Text sizes 1 to 9 in per cent, as extension/reader.css has them. */
	const PERCENT = [80, 87, 93, 100, 110, 122, 138, 160, 190];
	/** Pixels scrolled that are a hand at rest, or a browser's own bars coming and going. */
	const STILL = 12;

	// MARK stands for the host's attribute: the colours come down from extension/reader.css by inheritance.
	const STYLE = `
    :host { font-size: 1rem }
    .bar {
      all: initial; color-scheme: inherit; position: fixed; z-index: 2147483647;
      inset-block-start: max(0.5rem, env(safe-area-inset-top)); inset-inline-end: max(0.5rem, env(safe-area-inset-right));
      display: flex; gap: 0.125rem; transition: opacity 0.18s;
      font: 500 0.9375rem/1.4 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
      color: var(--MARK-ink, CanvasText); -webkit-user-select: none; user-select: none;
    }
    [dir="rtl"] { direction: rtl }
    .bar.away:not(:focus-within, :hover) { opacity: 0; pointer-events: none }
    button {
      all: unset; box-sizing: border-box; display: inline-flex; align-items: center; justify-content: center;
      min-inline-size: 2.5rem; min-block-size: 2.5rem; border-radius: 0.5rem; cursor: pointer;
      color: var(--MARK-soft, CanvasText); background: var(--MARK-paper, Canvas);
    }
    button:hover { color: var(--MARK-ink, CanvasText); background: var(--MARK-tint, Canvas) }
    button:focus-visible, input:focus-visible + span { outline: 2px solid var(--MARK-accent, Highlight); outline-offset: 1px }
    button[aria-disabled="true"] { opacity: 0.4; cursor: default }
    svg { inline-size: 1.25rem; block-size: 1.25rem; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round }
    .panel {
      box-sizing: border-box; position: absolute; inset-block-start: calc(100% + 0.25rem); inset-inline-end: 0;
      display: grid; gap: 0.75rem; inline-size: min(19rem, calc(100vw - 1rem)); max-block-size: calc(100vh - 4rem); overflow: auto;
      padding: 0.875rem; border: 1px solid var(--MARK-line, CanvasText); border-radius: 0.75rem;
      background: var(--MARK-paper, Canvas); box-shadow: 0 0.5rem 1.75rem rgb(0 0 0 / 18%);
      scrollbar-width: thin; scrollbar-color: var(--MARK-soft, CanvasText) var(--MARK-paper, Canvas);
    }
    .panel[hidden] { display: none }
    fieldset { all: unset; display: block }
    legend { all: unset; display: block; margin-block-end: 0.25rem; font-size: 0.8125rem; color: var(--MARK-soft, CanvasText) }
    .row { display: flex; gap: 0.25rem; padding: 0.1875rem; border-radius: 0.5rem; background: var(--MARK-tint, Canvas) }
    .row > * { flex: 1 1 0; min-inline-size: 0 }
    .row:is(.many, .some) { flex-wrap: wrap }
    .row.some > * { flex-basis: 30% }
    .row.many > label > span { padding-inline: 0; font-size: 0.8125rem }
    .row.many > * { flex-basis: 22% }
    summary, .foot label { min-block-size: 2rem; font-size: 0.875rem; color: var(--MARK-soft, CanvasText); cursor: pointer }
    summary { line-height: 2rem; border-radius: 0.375rem }
    summary:focus-visible, input.tick:focus-visible, input.colour:focus-visible { outline: 2px solid var(--MARK-accent, Highlight); outline-offset: 1px }
    details > fieldset { margin-block-start: 0.625rem }
    .foot { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.5rem }
    .foot label { display: flex; align-items: center; gap: 0.5rem }
    .foot button { padding-inline: 0.625rem; min-block-size: 2.25rem; font-size: 0.875rem }
    input.tick { all: revert; position: static; inset: auto; opacity: 1; inline-size: 1rem; block-size: 1rem; margin: 0; accent-color: var(--MARK-accent, Highlight); cursor: pointer }
    .own { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem }
    .own > label { display: flex; align-items: center; gap: 0.5rem; font-size: 0.875rem }
    .own > p { all: unset; flex-basis: 100%; font-size: 0.8125rem }
    .own[hidden] { display: none }
    input.colour { all: revert; position: static; inset: auto; opacity: 1; inline-size: 2.75rem; block-size: 2.25rem; cursor: pointer }
    label { position: relative; display: block; cursor: pointer }
    input { all: unset; position: absolute; inset: 0; opacity: 0; cursor: pointer }
    label > span {
      display: flex; align-items: center; justify-content: center; min-block-size: 2.25rem; padding-inline: 0.25rem;
      border-radius: 0.375rem; font-size: 0.875rem; text-align: center; overflow-wrap: anywhere;
    }
    input:checked + span { background: var(--MARK-paper, Canvas); box-shadow: 0 0 0 1px var(--MARK-line, CanvasText) }
    .row > button { background: none; min-block-size: 2.25rem; border-radius: 0.375rem }
    .row > output { display: flex; align-items: center; justify-content: center; font-size: 0.875rem; font-variant-numeric: tabular-nums }
    dialog::backdrop { display: none }
    /* On a narrow screen the column is as wide as it can be. */
    @media (max-width: 30rem) { .panel > .width { display: none } }
    @media (max-height: 45rem) and (not (pointer: coarse)) {
      .panel { gap: 0.4375rem; padding-block: 0.5rem }
      .panel :is(label > span, .row > button, .foot button) { min-block-size: 1.8125rem }
      .panel .foot { gap: 0.125rem }
      .panel :is(summary, .foot label) { min-block-size: 1.625rem; line-height: 1.625rem }
    }
    @media (pointer: coarse) { button { min-inline-size: 2.75rem; min-block-size: 2.75rem } }
    @media (prefers-reduced-motion: reduce) { .bar { transition: none } }
    @media (forced-colors: active) {
      button { border: 1px solid ButtonText }
      input:checked + span { outline: 2px solid Highlight; outline-offset: -2px }
    }
    @media print { .bar { display: none } }
  `;

	const SVG = "http://www.w3.org/2000/svg";
	const XHTML = "http://www.w3.org/1999/xhtml";

	/** Paths in a square of 24. */
	const ICONS = {
		text: "M3 18 8.5 5 14 18M4.9 13.5h7.2M15.5 18l3-7 3 7M16.4 16h4.2",
		close: "M6 6 18 18M18 6 6 18",
		less: "M6 12h12",
		more: "M6 12h12M12 6v12",
	};

	/**
	 * By namespace, so that it is an HTML element in an XHTML page too.
	 * @template {keyof HTMLElementTagNameMap} Name
	 * @param {Name} name
	 * @param {Record<string, string>} [attributes]
	 * @param {(Node | string)[]} children
	 * @returns {HTMLElementTagNameMap[Name]}
	 */
	function make(name, attributes = {}, ...children) {
		const element = /** @type {HTMLElementTagNameMap[Name]} */ (document.createElementNS(XHTML, name));
		for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
		element.append(...children);
		return element;
	}

	/**
	 * @param {string} label
	 * @param {string} path of its icon
	 */
	function button(label, path) {
		const svg = document.createElementNS(SVG, "svg");
		svg.setAttribute("viewBox", "0 0 24 24");
		svg.setAttribute("aria-hidden", "true");
		const line = document.createElementNS(SVG, "path");
		line.setAttribute("d", path);
		svg.append(line);
		return make("button", { type: "button", "aria-label": label, title: label }, svg);
	}

	/**
	 * Only what a person does acts: a page can send events of its own.
	 * @param {EventTarget} target
	 * @param {string} type
	 * @param {(event: Event) => void} act
	 */
	function on(target, type, act) {
		target.addEventListener(type, (event) => event.isTrusted && act(event));
	}

	/**
	 * A row of choices of which one holds.
	 * @template {string} Choice
	 * @param {(name: string) => string} say
	 * @param {string} legend name of its message; with the choice added, the name of each choice's
	 * @param {readonly Choice[]} choices
	 * @param {Choice} now
	 * @param {(choice: Choice) => void} choose
	 */
	function choiceOf(say, legend, choices, now, choose) {
		const row = make("div", {
			class: choices.length > 6 ? "row many" : choices.length > 4 ? "row some" : "row",
		});
		for (const value of choices) {
			const input = make("input", { type: "radio", name: legend, value });
			input.checked = value === now;
			on(input, "change", () => choose(value));
			const word = say(`${legend}${value[0].toUpperCase()}${value.slice(1)}`);
			row.append(make("label", {}, input, make("span", {}, word)));
		}
		const element = make("fieldset", {}, make("legend", {}, say(legend)), row);
		/** @param {Choice} choice */
		const tell = (choice) => {
			for (const input of row.querySelectorAll("input")) input.checked = input.value === choice;
		};
		return { element, tell };
	}

	/**
	 * @param {(name: string) => string} say
	 * @param {number} size
	 * @param {string} lang
	 * @param {(size: number) => void} choose
	 */
	function sizes(say, size, lang, choose) {
		const less = button(say("controlsSmaller"), ICONS.less);
		const more = button(say("controlsLarger"), ICONS.more);
		const now = make("output");
		// A button at its limit is told so but not disabled: a disabled one would lose the keyboard's focus.
		const tell = () => {
			now.textContent = (PERCENT[size - 1] / 100).toLocaleString(lang || undefined, { style: "percent" });
			less.setAttribute("aria-disabled", String(size === 1));
			more.setAttribute("aria-disabled", String(size === SIZES));
		};
		/** @param {number} by */
		const step = (by) => {
			const next = size + by;
			if (next < 1 || next > SIZES) return;
			size = next;
			choose(size);
			tell();
		};
		on(less, "click", () => step(-1));
		on(more, "click", () => step(1));
		const row = make("div", { class: "row" }, less, now, more);
		/** @param {number} other */
		const put = (other) => {
			size = other;
			tell();
		};
		return { element: make("fieldset", {}, make("legend", {}, say("controlsSize")), row), put };
	}

	/**
	 * Has a host wear the settings: as words of its attribute, and the colours of one's own as properties.
	 * @param {HTMLElement} host
	 * @param {string} mark
	 * @param {Settings} settings
	 */
	function wear(host, mark, settings) {
		host.setAttribute(mark, wordsOf(settings));
		if (settings.theme !== "own") return;
		const { ink, paper, soft, accent } = coloursOf(settings);
		for (const [name, colour] of Object.entries({ ink, paper, soft, accent }))
			host.style.setProperty(`--${mark}-own-${name}`, colour);
	}

	/** What text needs, and what is better: https://www.w3.org/TR/WCAG22/#contrast-minimum and #contrast-enhanced */
	const [ENOUGH, HIGH] = [4.5, 7];

	/**
	 * The two colours of one's own and how well they go together; there only while that theme is chosen.
	 * @param {(name: string, ...parts: string[]) => string} say
	 * @param {string} lang
	 * @param {(colours: { ink: string, paper: string }) => void} attempt while a colour is being looked for
	 * @param {(colours: { ink: string, paper: string }) => void} choose
	 */
	function ownColours(say, lang, attempt, choose) {
		const element = make("div", { class: "own", hidden: "" });
		const ink = make("input", { type: "color", class: "colour" });
		const paper = make("input", { type: "color", class: "colour" });
		const words = make("p", { role: "status" });
		const chosen = () => ({ ink: ink.value, paper: paper.value });
		function judge() {
			const { contrast } = coloursOf(chosen());
			// Rounded down: what is not quite enough must not look as if it were.
			const ratio = (Math.floor(contrast * 10) / 10).toLocaleString(lang || undefined);
			if (contrast < ENOUGH) words.textContent = say("controlsRatioLow", ratio);
			else if (contrast < HIGH) words.textContent = say("controlsRatioEnough", ratio);
			else words.textContent = say("controlsRatioHigh", ratio);
		}
		for (const input of [ink, paper]) {
			on(input, "input", () => {
				judge();
				attempt(chosen());
			});
			on(input, "change", () => choose(chosen()));
		}
		/** @param {Settings} settings */
		function tell(settings) {
			element.hidden = settings.theme !== "own";
			if (element.hidden) return;
			if (!element.hasChildNodes())
				element.append(
					make("label", {}, ink, say("controlsInk")),
					make("label", {}, paper, say("controlsPaper")),
					words,
				);
			[ink.value, paper.value] = [settings.ink, settings.paper];
			judge();
		}
		return { element, tell };
	}

	/**
	 * Moves the view and the keyboard to what a link within the article leads to; the page's address stays.
	 * @param {HTMLElement} host
	 * @param {Element} link
	 * @returns {boolean} whether there was something
	 */
	function follow(host, link) {
		const id = link.getAttribute("href")?.slice(1);
		const target = id ? /** @type {HTMLElement | null} */ (host.querySelector(`#${CSS.escape(id)}`)) : null;
		if (!target) return false;
		const isLink = target.localName === "a";
		target.scrollIntoView({ block: isLink ? "center" : "start" });
		if (!isLink) {
			target.setAttribute("tabindex", "-1");
			target.addEventListener("blur", () => target.removeAttribute("tabindex"), { once: true });
		}
		target.focus({ preventScroll: true });
		return true;
	}

	/**
	 * Puts the player or the frame above the link that names it.
	 * @param {string} mark
	 * @param {Element} link
	 * @returns {boolean} false where it is there: then the link leads to the thing itself
	 */
	function loadInPlace(mark, link) {
		const src = link.getAttribute("href");
		if (!src || link.previousElementSibling) return false;
		const medium = link.parentElement?.getAttribute(mark)?.split(" ")[1];
		const player =
			medium === "video" || medium === "audio"
				? make(medium, { controls: "", autoplay: "" })
				: make("iframe", {
						allow: "fullscreen; autoplay; encrypted-media; picture-in-picture",
						// Players that ask who shows them refuse to play for no one.
						referrerpolicy: "strict-origin-when-cross-origin",
						sandbox: "allow-scripts allow-same-origin allow-popups allow-forms allow-presentation",
						title: link.textContent ?? "",
					});
		player.setAttribute(mark, "player");
		player.setAttribute("src", src);
		link.before(player);
		return true;
	}

	/**
	 * @param {Place} place
	 * @returns {ReturnType<FaircopyControls["attach"]>}
	 */
	function attach({ root, host, settings: saved, site, close, save, more, messages: say, signal }) {
		const settings = fit(saved);
		let own = site?.own ?? false;
		const mark = [...host.attributes].find((a) => a.value.split(" ")[0] === "host")?.name ?? "";
		/** Called when a setting has changed. @type {(() => void)[]} */
		const heeding = [];

		function apply() {
			wear(host, mark, settings);
			for (const heed of heeding) heed();
		}
		apply();

		/** Has the panel say what is set, once there is one. */
		let tell = () => {};

		/** @param {Partial<Settings>} change */
		function put(change) {
			Object.assign(settings, change);
			apply();
			tell();
		}

		/** @param {Partial<Settings>} change */
		function set(change) {
			put(change);
			save({ ...settings }, own);
		}

		const lang = say("@@ui_locale").replaceAll("_", "-");
		const language = { lang, dir: say("@@bidi_dir") };
		const open = button(say("controlsOpen"), ICONS.text);
		const panel = make("div", {
			class: "panel",
			id: "panel",
			role: "group",
			"aria-label": say("controlsOpen"),
		});
		/** What else is to stand among the finer settings. @type {((finer: HTMLElement) => void)[]} */
		const furnishing = [];

		/** Fills the panel. It is most of what the controls are: not while the page waits to be read. */
		function furnish() {
			const size = sizes(say, settings.size, lang, (size) => set({ size }));
			const theme = choiceOf(say, "controlsTheme", CHOICES.theme, settings.theme, (theme) => set({ theme }));
			const mixed = ownColours(
				say,
				lang,
				(colours) => wear(host, mark, { ...settings, ...colours }),
				(colours) => set(colours),
			);
			/** @type {Record<string, { element: HTMLElement, tell: (choice: any) => void }>} */
			const measures = {};
			for (const name of MEASURES) {
				const legend = `controls${name[0].toUpperCase()}${name.slice(1)}`;
				measures[name] = choiceOf(
					say,
					legend,
					/** @type {readonly string[]} */ (CHOICES[name]),
					settings[name],
					(choice) => set({ [name]: choice }),
				);
			}
			measures.width.element.className = "width";
			const finer = make("details", {}, make("summary", {}, say("controlsFiner")));
			for (const name of ["leading", "letters", "words", "align"]) finer.append(measures[name].element);
			for (const add of furnishing) add(finer);

			const foot = make("div", { class: "foot" });
			const reset = make("button", { type: "button" }, say("controlsReset"));
			on(reset, "click", () => {
				if (!isPlain(settings)) set(DEFAULTS);
			});
			if (site) {
				const tick = make("input", { type: "checkbox", class: "tick", name: "site" });
				tick.checked = own;
				// Ticked, what is set holds here from now on; unticked, what holds elsewhere holds here again.
				on(tick, "change", () => {
					own = tick.checked;
					if (own) save({ ...settings }, true);
					else site.giveUp().then(put);
				});
				foot.append(make("label", {}, tick, say("controlsOnlyHere")));
			}
			const all = make("button", { type: "button" }, say("controlsMore"));
			on(all, "click", more);
			foot.append(reset, all);

			tell = () => {
				theme.tell(settings.theme);
				mixed.tell(settings);
				for (const name of MEASURES) measures[name].tell(settings[name]);
				size.put(settings.size);
				reset.setAttribute("aria-disabled", String(isPlain(settings)));
			};
			tell();
			panel.append(
				theme.element,
				mixed.element,
				measures.face.element,
				size.element,
				measures.width.element,
				finer,
				foot,
			);
		}

		const leave = button(say("leave"), ICONS.close);
		const bar = make("div", { class: "bar", role: "group", "aria-label": say("controlsBar"), ...language });
		bar.append(open, panel, leave);

		/** What the bar's buttons open; one of these is open at a time. @type {{ by: HTMLElement, panel: HTMLElement }[]} */
		const panels = [];
		const standing = () => panels.find(({ panel }) => !panel.hidden);

		function closePanel() {
			const open = standing();
			if (!open) return;
			open.panel.hidden = true;
			open.by.setAttribute("aria-expanded", "false");
		}

		/**
		 * @param {HTMLElement} by its button
		 * @param {HTMLElement} panel in the bar
		 * @param {() => void} prepare
		 * @returns {() => boolean} opens or closes it, and says whether it is open
		 */
		function addPanel(by, panel, prepare) {
			panel.hidden = true;
			by.setAttribute("aria-controls", panel.id);
			by.setAttribute("aria-expanded", "false");
			panels.push({ by, panel });
			const toggle = () => {
				const opens = Boolean(panel.hidden);
				closePanel();
				if (opens) {
					prepare();
					panel.hidden = false;
					by.setAttribute("aria-expanded", "true");
				}
				return opens;
			};
			on(by, "click", toggle);
			return toggle;
		}
		addPanel(open, panel, () => {
			if (!panel.hasChildNodes()) furnish();
		});
		on(leave, "click", close);

		// A panel closes when the pointer or the keyboard goes elsewhere. What an event was about is seen within
		// the closed root only, so there it is noted.
		/** @type {Event | undefined} */
		let ours;
		for (const type of ["pointerdown", "focusin"]) {
			on(root, type, (event) => {
				if (event.composedPath().includes(bar)) ours = event;
			});
			on(host, type, (event) => event !== ours && closePanel());
		}
		// Presses in the article do not come as far as the host.
		window.addEventListener(
			"pointerdown",
			(event) => event.isTrusted && event.target !== host && closePanel(),
			{
				capture: true,
				signal,
			},
		);

		// On the window, as the focus may be anywhere.
		window.addEventListener(
			"keydown",
			(event) => {
				const { key, isTrusted, isComposing } = event;
				const open = standing();
				if (!isTrusted || key !== "Escape" || isComposing || !open) return;
				event.preventDefault();
				event.stopImmediatePropagation();
				closePanel();
				open.by.focus();
			},
			{ capture: true, signal },
		);

		// Reading on takes the bar out of the way, turning back brings it.
		let before = 0;
		window.addEventListener(
			"scroll",
			() => {
				const now = window.scrollY;
				if (Math.abs(now - before) < STILL && now > 0) return;
				bar.classList.toggle("away", now > before && !standing());
				before = now;
			},
			{ signal, passive: true },
		);

		// On the window, ahead of the page: one that routes its own links would change under us.
		window.addEventListener(
			"click",
			(event) => {
				const { isTrusted, target, button, ctrlKey, metaKey, shiftKey, altKey } = event;
				const link = isTrusted && target instanceof Element ? target.closest("a") : null;
				if (!link?.hasAttribute(mark) || !host.contains(link)) return;
				if (button !== 0 || ctrlKey || metaKey || shiftKey || altKey) return;
				const roles = link.getAttribute(mark)?.split(" ") ?? [];
				const done =
					(roles.includes("jump") && follow(host, link)) ||
					(roles.includes("load") && loadInPlace(mark, link));
				if (done) event.preventDefault();
			},
			{ capture: true, signal },
		);

		// Parts that the page gave no heading are named in the language of the controls.
		const attribute = CSS.escape(mark);
		for (const [role, name] of [
			["keypoints", "readerKeyPoints"],
			["footnotes", "readerNotes"],
		]) {
			const part = host.querySelector(`[${attribute}~="${role}"]:not(:has(> h2))`);
			part?.setAttribute("aria-label", say(name));
		}

		const sheet = new CSSStyleSheet();
		sheet.replaceSync(STYLE.replaceAll("MARK", mark));
		root.adoptedStyleSheets = [sheet];
		root.append(bar, make("slot"));
		return {
			bar,
			settings,
			set,
			heed(told) {
				heeding.push(told);
			},
			furnish(add) {
				const finer = panel.querySelector("details");
				if (finer) add(finer);
				else furnishing.push(add);
			},
			addPanel,
			closePanel,
		};
	}

	Object.defineProperty(globalThis, "faircopyControls", {
		value: { attach, choiceOf, ownColours, sizes, wear, make, button, on },
	});
})();

undefined;
