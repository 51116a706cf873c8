// How a person likes to read: defaults, choices, and which of what is kept holds on a site. Pure: what is read from
// storage or a file is not trusted, and writing is the caller's.
//
// `globalThis.faircopySettings`. The background imports this file; in a page it is injected before controls.js.

(() => {
	if (Object.hasOwn(globalThis, "faircopySettings")) return;

	/** @typedef {Required<FaircopySettings>} Settings */
	/** @typedef {{ settings: Partial<Settings>, sites: Record<string, Partial<Settings>> }} Kept */

	const CHOICES = /** @type {const} */ ({
		theme: ["auto", "light", "sepia", "grey", "dark", "black", "contrast", "own"],
		face: ["serif", "sans", "mono", "legible", "dyslexic"],
		width: ["narrow", "medium", "wide"],
		leading: ["tight", "medium", "loose"],
		letters: ["medium", "wide", "wider"],
		words: ["medium", "wide", "wider"],
		align: ["auto", "start", "justify"],
		ruler: ["off", "on"],
		keys: ["on", "off"],
		places: ["on", "off"],
	});

	/** Typefaces that are shipped: any machine has the others. @type {readonly string[]} */
	const SHIPPED = ["legible", "dyslexic"];

	/** Steps of the text's size; what each stands for is extension/reader.css's. */
	const SIZES = 9;

	/** @type {Readonly<Settings>} */
	const DEFAULTS = Object.freeze({
		theme: "auto",
		face: "serif",
		size: 4,
		width: "medium",
		leading: "medium",
		letters: "medium",
		words: "medium",
		align: "auto",
		ruler: "off",
		keys: "on",
		places: "on",
		// For the theme of one's own: those of the light one, to begin with.
		ink: "#22211f",
		paper: "#fdfcf9",
	});

	const COLOUR = /^#[0-9a-f]{6}$/i;

	const NAMES = /** @type {(keyof Settings)[]} */ (Object.keys(DEFAULTS));

	/** Sites that may have settings of their own; the one set longest ago goes first. */
	const MOST_SITES = 200;

	/** As DNS has it: https://datatracker.ietf.org/doc/html/rfc1035#section-2.3.4 */
	const LONGEST_HOST = 253;

	/**
	 * @param {unknown} value
	 * @returns {Record<string, unknown>}
	 */
	function fields(value) {
		return value !== null && typeof value === "object" && !Array.isArray(value)
			? /** @type {Record<string, unknown>} */ (value)
			: {};
	}

	/**
	 * @param {keyof Settings} name
	 * @param {unknown} value
	 * @returns {boolean} whether it can be that setting's
	 */
	function fits(name, value) {
		if (name === "size") return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= SIZES;
		if (name === "ink" || name === "paper") return typeof value === "string" && COLOUR.test(value);
		return /** @type {readonly unknown[]} */ (CHOICES[name]).includes(value);
	}

	/**
	 * The settings among any value's fields that are what they should be.
	 * @param {unknown} found
	 * @returns {Partial<Settings>}
	 */
	function valid(found) {
		const from = fields(found);
		/** @type {Record<string, unknown>} */
		const good = {};
		for (const name of NAMES) {
			if (!Object.hasOwn(from, name)) continue;
			const value = from[name];
			if (fits(name, value)) good[name] = value;
		}
		return good;
	}

	/**
	 * Any value, made whole: what was saved may be of another version, or not ours.
	 * @param {unknown} found
	 * @returns {Settings}
	 */
	function fit(found) {
		return { ...DEFAULTS, ...valid(found) };
	}

	/**
	 * @param {Settings} settings
	 * @returns {string} the words that extension/reader.css acts on, for the host's attribute
	 */
	function wordsOf(settings) {
		const words = ["host", `size-${settings.size}`];
		for (const name of /** @type {(keyof typeof CHOICES)[]} */ (Object.keys(CHOICES))) {
			if (settings[name] !== DEFAULTS[name]) words.push(`${name}-${settings[name]}`);
		}
		if (settings.theme === "own" && luminance(settings.paper) < luminance(settings.ink))
			words.push("own-dark");
		return words.join(" ");
	}

	/**
	 * @param {Settings} settings
	 * @returns {boolean} whether all are as they were at first
	 */
	function isPlain(settings) {
		return NAMES.every((name) => settings[name] === DEFAULTS[name]);
	}

	/**
	 * @param {string} colour as #rrggbb
	 * @returns {number[]} red, green and blue, 0 to 255 each
	 */
	const channels = (colour) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

	/**
	 * https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
	 * @param {string} colour
	 */
	function luminance(colour) {
		const [red, green, blue] = channels(colour).map((channel) => {
			const share = channel / 255;
			return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
		});
		return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
	}

	/**
	 * https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
	 * @param {string} one
	 * @param {string} other
	 * @returns {number} 1 to 21
	 */
	function contrast(one, other) {
		const [less, more] = [luminance(one), luminance(other)].sort((a, b) => a - b);
		return (more + 0.05) / (less + 0.05);
	}

	/**
	 * A colour as it is, or so much nearer to the ink that it can be read.
	 * @param {string} colour
	 * @param {string} ink
	 * @param {string} paper
	 */
	function readable(colour, ink, paper) {
		const [from, to] = [channels(colour), channels(ink)];
		for (let share = 0; share < 1; share += 0.125) {
			const mixed = from.map((channel, i) => Math.round(channel + (to[i] - channel) * share));
			const hex = `#${mixed.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
			// More than the 4.5 that text needs: it also stands on a tint of the paper.
			if (contrast(hex, paper) >= 5) return hex;
		}
		return ink;
	}

	/**
	 * What follows from the two colours that a person chose.
	 * @param {Pick<Settings, "ink" | "paper">} chosen
	 * @returns {{ ink: string, paper: string, soft: string, accent: string, contrast: number }}
	 */
	function coloursOf({ ink, paper }) {
		const dark = luminance(paper) < luminance(ink);
		return {
			ink,
			paper,
			soft: readable("#808080", ink, paper),
			// The blues of the dark and the light theme.
			accent: readable(dark ? "#8fbbe8" : "#1c5c9c", ink, paper),
			contrast: contrast(ink, paper),
		};
	}

	/**
	 * What is kept, as read from storage or a file.
	 * @param {unknown} found
	 * @returns {Kept}
	 */
	function kept(found) {
		const { settings, sites } = fields(found);
		const good = Object.entries(fields(sites))
			.filter(([host]) => host.length > 0 && host.length <= LONGEST_HOST && !/[\s/]/.test(host))
			// A name such as `__proto__` would be something else than a field.
			.filter(([host]) => !(host in Object.prototype))
			.slice(-MOST_SITES)
			.map(([host, own]) => [host, valid(own)]);
		return { settings: valid(settings), sites: Object.fromEntries(good) };
	}

	/**
	 * @param {unknown} found what is kept
	 * @param {string} host of the page; empty where it has none
	 * @returns {{ settings: Settings, own: boolean }} what holds there, and whether it holds there only
	 */
	function holding(found, host) {
		const { settings, sites } = kept(found);
		const own = host !== "" && Object.hasOwn(sites, host);
		return { settings: fit(own ? sites[host] : settings), own };
	}

	/**
	 * @param {unknown} found what is kept
	 * @param {Partial<Settings>} settings
	 * @param {string} [host] for this site only; else for all that have none of their own
	 * @returns {Kept} what to keep
	 */
	function keep(found, settings, host) {
		const all = kept(found);
		if (!host) return { ...all, settings: valid(settings) };
		const { [host]: _, ...others } = all.sites;
		return kept({ settings: all.settings, sites: { ...others, [host]: settings } });
	}

	/**
	 * @param {unknown} found what is kept
	 * @param {string} host whose own settings are given up
	 * @returns {Kept}
	 */
	function forget(found, host) {
		const all = kept(found);
		const { [host]: _, ...sites } = all.sites;
		return { ...all, sites };
	}

	/**
	 * @param {unknown} found what is kept
	 * @returns {string} JSON for a file
	 */
	function toText(found) {
		return `${JSON.stringify({ faircopy: 1, ...kept(found) }, null, "\t")}\n`;
	}

	/**
	 * @param {string} text of a file
	 * @returns {Kept | undefined} nothing where it is no file of ours
	 */
	function fromText(text) {
		try {
			const found = fields(JSON.parse(text));
			return found.faircopy === 1 ? kept(found) : undefined;
		} catch {
			return undefined;
		}
	}

	Object.defineProperty(globalThis, "faircopySettings", {
		value: {
			CHOICES,
			SHIPPED,
			SIZES,
			DEFAULTS,
			fit,
			wordsOf,
			isPlain,
			coloursOf,
			kept,
			holding,
			keep,
			forget,
			toText,
			fromText,
		},
	});
})();

undefined;
