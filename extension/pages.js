// An article in several pages: the offer to read the next ones, and these, behind the first with their seams shown.
// Injected once such an article is open; nothing is fetched before a person asks for it.

(() => {
	if (Object.hasOwn(globalThis, "faircopyPages")) return;

	const { api, message } = globalThis.faircopyBrowser;

	/** Articles have fewer pages; a site whose pages lead on for ever is not followed for ever. */
	const MOST = 50;

	const XHTML = "http://www.w3.org/1999/xhtml";

	// MARK stands for the host's attribute: the colours come down from extension/reader.css by inheritance.
	const STYLE = `
    .pages {
      all: initial; color-scheme: inherit; display: block; box-sizing: border-box; max-inline-size: 34rem;
      margin: 0 auto; padding: 0.5rem 1rem 4rem; text-align: center;
      font: 500 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; color: var(--MARK-soft, CanvasText);
    }
    .pages[dir="rtl"] { direction: rtl }
    .pages p { margin: 0 0 0.75rem }
    .pages p:empty { margin: 0 }
    .pages button {
      all: unset; box-sizing: border-box; padding: 0.5rem 1.125rem; min-block-size: 2.75rem; border-radius: 0.5rem; cursor: pointer;
      border: 1px solid var(--MARK-line, CanvasText); color: var(--MARK-ink, CanvasText); background: var(--MARK-paper, Canvas);
    }
    .pages button:hover { background: var(--MARK-tint, Canvas) }
    .pages button:focus-visible { outline: 2px solid var(--MARK-accent, Highlight); outline-offset: 2px }
    .pages button[hidden] { display: none }
    @media print { .pages { display: none } }
  `;

	/**
	 * @template {keyof HTMLElementTagNameMap} Name
	 * @param {Name} name
	 * @param {string} [text]
	 */
	function make(name, text = "") {
		const made = /** @type {HTMLElementTagNameMap[Name]} */ (document.createElementNS(XHTML, name));
		made.textContent = text;
		return made;
	}

	/**
	 * In the page's name where its policy lets us (in Firefox it counts for our scripts too), else through the
	 * background, which needs the person's permission for the site.
	 * @param {string} url
	 * @returns {Promise<{ page?: FaircopyFetched, forbidden?: boolean }>}
	 */
	async function fetched(url) {
		try {
			return { page: await globalThis.faircopyFetched.fetchPage(url) };
		} catch (error) {
			// An answer that is no page would be none to the background either. What Firefox throws is of the page's realm.
			if (/** @type {Error} */ (error).name !== "TypeError") throw error;
			return (await api.runtime.sendMessage({ did: "wants", url })) ?? {};
		}
	}

	/** @param {Parameters<typeof faircopyPages.offer>[0]} reader */
	function offer({ root, host, signal, session, mark, lists }) {
		let added = false;
		/** Of the page that was read last, as it leads on. */
		let { pages } = session;
		const read = new Set([document.URL.replace(/#.*/s, "")]);
		const lang = message("@@ui_locale").replaceAll("_", "-");
		const strip = make("div");
		strip.className = "pages";
		strip.lang = lang;
		strip.dir = message("@@bidi_dir");
		const words = make("p", introduction());
		words.setAttribute("role", "status");
		const button = make("button", message("pagesRead"));
		button.type = "button";
		const ask = make("button", message("pagesAsk"));
		ask.type = "button";
		ask.hidden = true;
		strip.append(words, button, ask);

		function introduction() {
			const { number = 1, count } = pages ?? {};
			return count ? message("pagesOf", String(number), String(count)) : message("pagesGoOn");
		}

		/** @returns {string | undefined} where the article goes on */
		function following() {
			const { next, whole } = pages ?? {};
			const url = [whole, next].find((url) => url && !read.has(url));
			return url && new URL(url).origin === location.origin ? url : undefined;
		}

		/**
		 * @param {FaircopyFetched} page
		 * @param {string} url that led to it
		 */
		function join({ text, url: end }, url) {
			if (new URL(end).origin !== location.origin) throw new Error("the page is another site's");
			const { number = 1, whole } = pages ?? {};
			const { bytes } = globalThis.faircopySnapshot.takeFetched(text, lists);
			const section = session.join(bytes, end, document, mark);
			read.add(url).add(end);
			const isMore = section.hasChildNodes();
			// One that was to be the whole and is none leads nowhere: the pages are read instead.
			if (isMore || url !== whole) pages = session.pages;
			if (!isMore) return;
			added = true;
			if (url !== whole) {
				const seam = make("p", message("pagesSeam", String(number + 1)));
				seam.setAttribute(mark, "seam");
				seam.lang = lang;
				section.prepend(seam);
			}
			host.querySelector("article")?.append(section);
			globalThis.faircopyArticle.equip({ host: section, mark, messages: message, signal });
		}

		async function goOn() {
			button.hidden = true;
			ask.hidden = true;
			words.textContent = message("pagesFetching");
			try {
				for (let url = following(); url && read.size <= MOST; url = following()) {
					const { page, forbidden } = await fetched(url);
					if (signal.aborted) return;
					// The browser keeps what is allowed, and a private window leaves nothing behind.
					if (forbidden && !api.extension.inIncognitoContext) {
						words.textContent = message("pagesForbidden");
						ask.hidden = false;
						return;
					}
					if (!page) throw new Error("no page came");
					join(page, url);
				}
				words.textContent = added ? message("pagesDone") : message("pagesNothing");
			} catch {
				words.textContent = message("pagesFailed");
				button.hidden = false;
			}
		}

		if (!following()) return;
		button.addEventListener("click", (event) => event.isTrusted && goOn(), { signal });
		ask.addEventListener(
			"click",
			(event) => event.isTrusted && api.runtime.sendMessage({ did: "asks" }).catch(() => {}),
			{ signal },
		);
		/** @param {{ did?: string }} told */
		const granted = (told) => {
			if (told?.did === "granted" && !ask.hidden) goOn();
		};
		api.runtime.onMessage.addListener(granted);
		signal.addEventListener("abort", () => api.runtime?.onMessage.removeListener(granted));

		const sheet = new CSSStyleSheet();
		sheet.replaceSync(STYLE.replaceAll("MARK", mark));
		root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
		root.querySelector("slot")?.after(strip);
	}

	Object.defineProperty(globalThis, "faircopyPages", { value: { offer } });
})();

undefined;
