// A core that does what the page's `data-core` says, in place of `pkg/core.js` and its twin: to see what the shell
// makes of each answer, and of a core that breaks.

(() => {
	const asked = () => document.documentElement.dataset.core ?? "";

	/** @param {string} when */
	function maybeThrow(when) {
		if (asked() === `throws-in-${when}`) throw new WebAssembly.RuntimeError("unreachable");
	}

	/** @param {string} mark */
	function host(mark) {
		const host = document.createElement("div");
		host.setAttribute(mark, "host");
		host.hidden = true;
		const headline = document.createElement("h1");
		headline.setAttribute(mark, "headline");
		headline.textContent = "Stub";
		host.append(headline);
		// One that is scrolled asks where it is left.
		for (let i = 0; i < 100 && asked() === "throws-in-blocks"; i++) {
			const paragraph = document.createElement("p");
			paragraph.setAttribute(mark, "");
			paragraph.textContent = "Words";
			host.append(paragraph);
		}
		return host;
	}

	const Session = {
		read() {
			maybeThrow("read");
			if (["empty", "tooLarge", "markup"].includes(asked()))
				throw Object.assign(new Error(asked()), { kind: asked() });
			return {
				readable: asked() !== "unreadable",
				reading: {},
				/** @param {Document} _ @param {string} mark */
				build(_, mark) {
					maybeThrow("build");
					if (asked() === "builds-nothing") return undefined;
					return host(mark);
				},
				ordinals: [],
				get blocks() {
					maybeThrow("blocks");
					return [];
				},
				free() {},
			};
		},
	};
	const core = {
		kind: "js",
		async load() {
			maybeThrow("load");
		},
		get lists() {
			maybeThrow("lists");
			return { kept: new Set(), dropped: new Set(), emptied: new Set() };
		},
		Session,
	};
	Object.defineProperty(globalThis, "faircopyCore", { value: core, configurable: true });
})();

undefined;
