// How a person likes to read: defaults, choices, and which of what is kept holds on a site. Pure: what is read from
// storage or a file is not trusted, and writing is the caller's.
//
// `globalThis.faircopySettings`. The background imports this file; in a page it is injected before controls.js.

(() => {
	if (Object.hasOwn(globalThis, "faircopySettings")) return;

	/** @typedef {Required<FaircopySettings>} Settings */
	/** @typedef {{ settings: Partial<Settings>, sites: Record<string, Partial<Settings>> }} Kept */

	const CHOICES = /** @type {const} */ ({
		theme: ["auto", "light", "sepia", "grey", "dark", "black", "contrast"],
		face: ["serif", "sans", "mono"],
		width: ["narrow", "medium", "wide"],
		leading: ["tight", "medium", "loose"],
		letters: ["medium", "wide", "wider"],
		words: ["medium", "wide", "wider"],
		align: ["auto", "start", "justify"],
		ruler: ["off", "on"],
		keys: ["on", "off"],
		places: ["on", "off"],
	});

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
	});

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
			const fits =
				name === "size"
					? Number.isInteger(value) && Number(value) >= 1 && Number(value) <= SIZES
					: /** @type {readonly unknown[]} */ (CHOICES[name]).includes(value);
			if (fits) good[name] = value;
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
		for (const name of NAMES) {
			if (name !== "size" && settings[name] !== DEFAULTS[name]) words.push(`${name}-${settings[name]}`);
		}
		return words.join(" ");
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
		value: { CHOICES, SIZES, DEFAULTS, fit, wordsOf, kept, holding, keep, forget, toText, fromText },
	});
})();

undefined;
