// The reader's host and its closed shadow root -> a quiet bar and a panel of settings, which act on the host.
//
// A classic script, injected before content.js, which calls `faircopyControls.attach`. Every node is made by
// createElement; the style is an adopted sheet of the closed root, where neither the page's sheets nor ours reach.
// The settings stand on the host as words of its attribute's value, for extension/reader.css to act on.

/**
 * @typedef {"auto" | "light" | "sepia" | "dark"} Theme
 * @typedef {"narrow" | "medium" | "wide"} Width
 * @typedef {{ theme: Theme, size: number, width: Width }} Settings size: 1 to 9, 4 is the plain one
 *
 * @typedef {object} Wanted
 * @property {ShadowRoot} root the host's closed root, empty
 * @property {HTMLElement} host what the core built, before or after it is hung into the body
 * @property {unknown} settings what was saved last, or nothing
 * @property {() => void} close leaves the reader
 * @property {(settings: Settings) => void} save keeps the settings
 * @property {Record<string, string>} messages the text of each of `messageKeys`
 *
 * @typedef {object} Controls
 * @property {() => boolean} dismiss closes the panel if it is open; true if it was. Ask before Escape leaves the reader.
 * @property {() => void} raise shows all of it through a modal dialog: for a page that is inert. The host must be
 *   in the document.
 * @property {() => void} detach takes the listeners away
 */

{
	const THEMES = /** @type {const} */ (["auto", "light", "sepia", "dark"]);
	const WIDTHS = /** @type {const} */ (["narrow", "medium", "wide"]);
	const SIZES = { first: 1, plain: 4, last: 9 };
	/** Sizes in per cent, as extension/reader.css has them: what the panel tells. */
	const PERCENT = [80, 87, 93, 100, 110, 122, 138, 160, 190];

	/** Keys of the texts that the controls show. The two first are the browser's own: direction and language. */
	const messageKeys = [
		"@@bidi_dir",
		"@@ui_locale",
		"controlsBar",
		"controlsOpen",
		"controlsClose",
		"controlsTheme",
		"controlsThemeAuto",
		"controlsThemeLight",
		"controlsThemeSepia",
		"controlsThemeDark",
		"controlsSize",
		"controlsSmaller",
		"controlsLarger",
		"controlsWidth",
		"controlsWidthNarrow",
		"controlsWidthMedium",
		"controlsWidthWide",
		"readerKeyPoints",
		"readerNotes",
		"readerTable",
	];

	// MARK stands for the host's attribute: the colours come down from extension/reader.css by inheritance.
	const STYLE = `
    :host { font-size: 1rem }
    .bar, .panel, dialog { all: initial }
    .bar, .panel {
      box-sizing: border-box; position: fixed; z-index: 2147483647; direction: inherit;
      font: 500 0.9375rem/1.4 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
      color: var(--MARK-ink, CanvasText); -webkit-user-select: none; user-select: none;
    }
    .bar {
      inset-block-start: max(0.5rem, env(safe-area-inset-top)); inset-inline-end: max(0.5rem, env(safe-area-inset-right));
      display: flex; gap: 0.125rem; transition: opacity 0.18s;
    }
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
      inset-block-start: max(3.25rem, calc(env(safe-area-inset-top) + 2.75rem)); inset-inline-end: max(0.5rem, env(safe-area-inset-right));
      display: grid; gap: 0.75rem; inline-size: min(19rem, calc(100vw - 1rem)); max-block-size: calc(100vh - 4rem); overflow: auto;
      padding: 0.875rem; border: 1px solid var(--MARK-line, CanvasText); border-radius: 0.75rem;
      background: var(--MARK-paper, Canvas); box-shadow: 0 0.5rem 1.75rem rgb(0 0 0 / 18%);
    }
    .panel[hidden] { display: none }
    fieldset { all: unset; display: block }
    legend { all: unset; display: block; margin-block-end: 0.25rem; font-size: 0.8125rem; color: var(--MARK-soft, CanvasText) }
    .row { display: flex; gap: 0.25rem; padding: 0.1875rem; border-radius: 0.5rem; background: var(--MARK-tint, Canvas) }
    .row > * { flex: 1 1 0; min-inline-size: 0 }
    label { position: relative; display: block; cursor: pointer }
    input { all: unset; position: absolute; inset: 0; opacity: 0; cursor: pointer }
    label > span {
      display: flex; align-items: center; justify-content: center; min-block-size: 2.25rem; padding-inline: 0.25rem;
      border-radius: 0.375rem; font-size: 0.875rem; text-align: center; overflow-wrap: anywhere;
    }
    input:checked + span { background: var(--MARK-paper, Canvas); box-shadow: 0 0 0 1px var(--MARK-line, CanvasText) }
    .row > button { background: none; min-block-size: 2.25rem; border-radius: 0.375rem }
    .row > output { display: flex; align-items: center; justify-content: center; font-size: 0.875rem; font-variant-numeric: tabular-nums }
    dialog {
      position: absolute; inset: 0 0 auto; display: block; box-sizing: border-box; inline-size: 100%; min-block-size: 100%;
      color: inherit; background: none; font: inherit; outline: none;
    }
    dialog::backdrop { display: none }
    @media (pointer: coarse) { button { min-inline-size: 2.75rem; min-block-size: 2.75rem } }
    @media (prefers-reduced-motion: reduce) { .bar { transition: none } }
    @media (forced-colors: active) {
      button { border: 1px solid ButtonText }
      input:checked + span { outline: 2px solid Highlight; outline-offset: -2px }
    }
    @media print { .bar, .panel { display: none } }
  `;

	const SVG = "http://www.w3.org/2000/svg";
	const XHTML = "http://www.w3.org/1999/xhtml";
	const ICON_TEXT = "M3 18 8.5 5 14 18M4.9 13.5h7.2M15.5 18l3-7 3 7M16.4 16h4.2";
	const ICON_CLOSE = "M6 6 18 18M18 6 6 18";
	const ICON_LESS = "M6 12h12";
	const ICON_MORE = "M6 12h12M12 6v12";

	/**
	 * Any value, made fit: what was saved may be of another version.
	 * @param {unknown} value
	 * @returns {Settings}
	 */
	const fit = (value) => {
		const { theme, size, width } = /** @type {Partial<Record<string, unknown>>} */ (value ?? {});
		const whole = typeof size === "number" && Number.isInteger(size) ? size : SIZES.plain;
		return {
			theme: THEMES.find((t) => t === theme) ?? "auto",
			size: Math.min(Math.max(whole, SIZES.first), SIZES.last),
			width: WIDTHS.find((w) => w === width) ?? "medium",
		};
	};

	/**
	 * By namespace, so that it is an HTML element in an XHTML page too.
	 * @template {keyof HTMLElementTagNameMap} Name
	 * @param {Name} name
	 * @param {Record<string, string>} [attributes]
	 * @param {(Node | string)[]} children
	 * @returns {HTMLElementTagNameMap[Name]}
	 */
	const make = (name, attributes = {}, ...children) => {
		const element = /** @type {HTMLElementTagNameMap[Name]} */ (document.createElementNS(XHTML, name));
		for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
		element.append(...children);
		return element;
	};

	/** @param {string} path */
	const icon = (path) => {
		const svg = document.createElementNS(SVG, "svg");
		svg.setAttribute("viewBox", "0 0 24 24");
		svg.setAttribute("aria-hidden", "true");
		const line = document.createElementNS(SVG, "path");
		line.setAttribute("d", path);
		svg.append(line);
		return svg;
	};

	/**
	 * @param {Wanted} wanted
	 * @returns {Controls}
	 */
	const attach = ({ root, host, settings: saved, close, save, messages }) => {
		const settings = fit(saved);
		const mark = [...host.attributes].find((a) => a.value.split(" ")[0] === "host")?.name ?? "";
		const gone = new AbortController();
		const { signal } = gone;
		/** @param {string} key */
		const say = (key) => messages[key] ?? "";

		/** @type {(element: Element, type: string, act: (event: Event) => void) => void} */
		const on = (element, type, act) => {
			element.addEventListener(type, (event) => event.isTrusted && act(event), { signal });
		};

		const apply = () => {
			const words = ["host", `size-${settings.size}`];
			if (settings.theme !== "auto") words.push(`theme-${settings.theme}`);
			if (settings.width !== "medium") words.push(`width-${settings.width}`);
			host.setAttribute(mark, words.join(" "));
		};
		apply();

		/** @param {Partial<Settings>} change */
		const set = (change) => {
			Object.assign(settings, change);
			apply();
			save({ ...settings });
		};

		/**
		 * @template {string} Choice
		 * @param {string} name
		 * @param {string} legend
		 * @param {readonly Choice[]} choices
		 * @param {Choice} now
		 * @param {(choice: Choice) => void} choose
		 */
		const choice = (name, legend, choices, now, choose) => {
			const row = make("div", { class: "row" });
			for (const value of choices) {
				const input = make("input", { type: "radio", name, value });
				input.checked = value === now;
				on(input, "change", () => choose(value));
				const word = say(`${legend}${value[0].toUpperCase()}${value.slice(1)}`);
				row.append(make("label", {}, input, make("span", {}, word)));
			}
			return make("fieldset", {}, make("legend", {}, say(legend)), row);
		};

		/** @param {string} label @param {string} path */
		const button = (label, path) =>
			make("button", { type: "button", "aria-label": label, title: label }, icon(path));

		const size = () => {
			const less = button(say("controlsSmaller"), ICON_LESS);
			const more = button(say("controlsLarger"), ICON_MORE);
			const now = make("output", {});
			// A button at its limit is told so but not disabled: a disabled one would lose the keyboard's focus.
			const tell = () => {
				now.value = `${PERCENT[settings.size - 1]} %`;
				less.setAttribute("aria-disabled", String(settings.size === SIZES.first));
				more.setAttribute("aria-disabled", String(settings.size === SIZES.last));
			};
			/** @param {number} by */
			const step = (by) => {
				const next = settings.size + by;
				if (next < SIZES.first || next > SIZES.last) return;
				set({ size: next });
				tell();
			};
			on(less, "click", () => step(-1));
			on(more, "click", () => step(1));
			tell();
			const legend = make("legend", {}, say("controlsSize"));
			return make("fieldset", {}, legend, make("div", { class: "row" }, less, now, more));
		};

		const language = { dir: say("@@bidi_dir") || "ltr", lang: say("@@ui_locale").replace("_", "-") };
		const open = button(say("controlsOpen"), ICON_TEXT);
		const leave = button(say("controlsClose"), ICON_CLOSE);
		const bar = make(
			"div",
			{ class: "bar", role: "toolbar", "aria-label": say("controlsBar"), ...language },
			open,
			leave,
		);
		const panel = make(
			"div",
			{ class: "panel", id: "panel", role: "group", "aria-label": say("controlsOpen"), ...language },
			choice("theme", "controlsTheme", THEMES, settings.theme, (theme) => set({ theme })),
			size(),
			choice("width", "controlsWidth", WIDTHS, settings.width, (width) => set({ width })),
		);
		panel.hidden = true;
		open.setAttribute("aria-controls", "panel");

		/** @param {boolean} shown */
		const show = (shown) => {
			panel.hidden = !shown;
			open.setAttribute("aria-expanded", String(shown));
			if (shown) bar.classList.remove("away");
		};
		show(false);

		const dismiss = () => {
			if (panel.hidden) return false;
			show(false);
			open.focus();
			return true;
		};
		on(open, "click", () => show(panel.hidden === true));
		on(leave, "click", close);

		// The panel closes when the pointer or the keyboard goes elsewhere.
		/** @param {Event} event */
		const elsewhere = (event) => {
			const path = event.composedPath();
			if (!path.includes(panel) && !path.includes(bar)) show(false);
		};
		on(host, "pointerdown", elsewhere);
		on(host, "focusin", elsewhere);

		// Reading on takes the bar out of the way, turning back brings it.
		let before = window.scrollY;
		window.addEventListener(
			"scroll",
			() => {
				const now = window.scrollY;
				// Less than this is a hand at rest, or the browser's own bars moving.
				if (Math.abs(now - before) < 12) return;
				bar.classList.toggle("away", now > before && now > 80 && panel.hidden === true);
				before = now;
			},
			{ signal, passive: true },
		);

		const sheet = new CSSStyleSheet();
		sheet.replaceSync(STYLE.replaceAll("MARK", mark));
		root.adoptedStyleSheets = [sheet];
		const slot = make("slot");
		root.append(bar, panel, slot);

		const words = CSS.escape(mark);
		/** @param {Event} event @param {string} role @returns {HTMLElement | null} */
		const within = (event, role) =>
			event.target instanceof Element ? event.target.closest(`[${words}${role ? `~="${role}"` : ""}]`) : null;

		on(host, "click", (event) => {
			const link = event.target instanceof Element ? event.target.closest(`a[${words}]`) : null;
			if (!link) return;
			// A page that routes its own links would change under us in place of going where the link leads.
			event.stopPropagation();
			const mouse = /** @type {MouseEvent} */ (event);
			if (mouse.button !== 0 || mouse.ctrlKey || mouse.metaKey || mouse.shiftKey || mouse.altKey) return;
			const jump = within(event, "jump");
			if (jump) follow(jump, event);
			const load = within(event, "load");
			if (load) fetchInPlace(load, event);
		});

		/**
		 * Moves the view and the keyboard to what a link within the article leads to; the page's address stays.
		 * @param {HTMLElement} link
		 * @param {Event} event
		 */
		const follow = (link, event) => {
			const id = link.getAttribute("href")?.slice(1);
			const target = id ? host.querySelector(`#${CSS.escape(id)}`) : null;
			if (!(target instanceof HTMLElement)) return;
			event.preventDefault();
			target.scrollIntoView({ block: target.matches("a") ? "center" : "start" });
			if (!target.matches("a")) {
				target.setAttribute("tabindex", "-1");
				target.addEventListener("blur", () => target.removeAttribute("tabindex"), { once: true, signal });
			}
			target.focus({ preventScroll: true });
		};

		const loaded = new WeakSet();
		/**
		 * Puts the player or frame above the link that names it. Pressed once more, the link leads to the thing itself.
		 * @param {HTMLElement} link
		 * @param {Event} event
		 */
		const fetchInPlace = (link, event) => {
			const src = link.getAttribute("href");
			const box = link.parentElement;
			if (!src || !box || loaded.has(link)) return;
			event.preventDefault();
			loaded.add(link);
			const medium = (box.getAttribute(mark) ?? "").split(" ")[1];
			const player =
				medium === "video" || medium === "audio"
					? make(medium, { [mark]: "player", controls: "", autoplay: "", src })
					: make("iframe", {
							[mark]: "player",
							allow: "fullscreen; autoplay; encrypted-media; picture-in-picture",
							referrerpolicy: "strict-origin-when-cross-origin",
							sandbox: "allow-scripts allow-same-origin allow-popups allow-forms allow-presentation",
							title: link.textContent ?? "",
							src,
						});
			link.before(player);
		};

		// Parts that the page gave no heading are named in the language of the controls.
		for (const [selector, key] of [
			[`section[${words}~="keypoints"]:not(:has(> h2))`, "readerKeyPoints"],
			[`section[${words}~="footnotes"]`, "readerNotes"],
		]) {
			for (const part of host.querySelectorAll(selector)) part.setAttribute("aria-label", say(key));
		}

		const raise = () => {
			const dialog = make("dialog", { "aria-label": say("controlsBar") }, bar, panel, slot);
			root.append(dialog);
			dialog.showModal();
			// Escape is the reader's, not the dialog's.
			on(dialog, "cancel", (event) => event.preventDefault());
		};

		return { dismiss, raise, detach: () => gone.abort() };
	};

	Object.assign(globalThis, { faircopyControls: { attach, fit, messageKeys } });
}
undefined;
