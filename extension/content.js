// Opens and leaves the reader in one page: page → snapshot → core → host, and back as if nothing had been.
// Injected by the background at a press; a second injection changes nothing.
//
// The page is hostile and goes on running. It is never marked, moved or taken apart: the host is one more child
// of its `body`, the sheet in the background's hands hides the rest, and leaving takes both away. Whatever throws,
// the page is as it was.

(() => {
	if (Object.hasOwn(globalThis, "faircopyContent")) return;

	const { api, getter, shadowOf, message } = globalThis.faircopyBrowser;

	const scrollLeft = getter(Element, "scrollLeft");
	const scrollTop = getter(Element, "scrollTop");
	const scrollTo = getter(Element, "scrollTo");
	const isShown = getter(Element, "checkVisibility");
	/** Each kind of element has one of its own. */
	const focuses = [HTMLElement, SVGElement, MathMLElement].map((of) => ({ of, focus: getter(of, "focus") }));
	const boxOf = getter(Element, "getBoundingClientRect");
	const pause = getter(HTMLMediaElement, "pause");
	const play = getter(HTMLMediaElement, "play");
	const paused = getter(HTMLMediaElement, "paused");

	/**
	 * @param {Element} element
	 * @param {FocusOptions} options
	 */
	function focus(element, options) {
		const kind = focuses.find(({ of }) => element instanceof of) ?? focuses[0];
		kind.focus(element, options);
	}

	/**
	 * Does each of these, whatever another throws: a page that breaks one is not to keep a person from the rest.
	 * @param {(() => void)[]} acts
	 */
	function each(...acts) {
		for (const act of acts) {
			try {
				act();
			} catch (error) {
				console.error(error);
			}
		}
	}

	/** How often the host is put back where the page takes it away; a page that goes on wins. */
	const PATIENCE = 20;

	/**
	 * Elements that may stand within each other. No parser goes beyond 512; where a script does, Firefox 153 ends the
	 * page's process at 5,000 when what is shown goes out of rendering, Chromium 156 before we come.
	 */
	const DEEPEST = 2000;

	/** Folds in a page of which it is asked how far what is in them is scrolled: for each, Firefox lays out all anew. */
	const FOLDS = 50;

	/** Kinds of documents that are pages: https://dom.spec.whatwg.org/#dom-document-contenttype */
	const PAGES = new Set(["text/html", "application/xhtml+xml", "text/plain"]);

	/** How long what nobody waits for may wait for the browser to have nothing to do, in milliseconds. */
	const AT_LEISURE = 1000;

	/** What the core is made of: compiled, or its bytes for the twin. @type {Promise<WebAssembly.Module | Uint8Array> | undefined} */
	let source;

	/** @typedef {{ at: number, top: number, height: number } | undefined} Place in the article: see `placeIn` */

	/**
	 * The one article that is open, if any, and how to leave it.
	 * @type {{ mark: string, leave: () => void, root: ShadowRoot, host: HTMLElement, bar: FaircopyBar, signal: AbortSignal, check: () => void } | undefined}
	 */
	let opening;

	/**
	 * What is said in the page: `remove` takes it away, `dismiss` also gives up what it was about.
	 * @type {{ host: HTMLElement, why?: string, mark?: string, signal?: AbortSignal, remove: () => void, dismiss: () => void } | undefined}
	 */
	let notice;

	/** The last opening whose sheet was not there. @type {string | undefined} */
	let unstyled;

	/** @returns {Promise<WebAssembly.Module | Uint8Array>} fetched once a page */
	function fetchCore() {
		source ??= fetch(api.runtime.getURL("pkg/core_bg.wasm")).then(async (answer) =>
			globalThis.faircopyCore.kind === "wasm"
				? WebAssembly.compileStreaming(answer)
				: new Uint8Array(await answer.arrayBuffer()),
		);
		return source;
	}

	/**
	 * A fresh instance of the core: what a page made one hold is given back with it, and one that trapped can't
	 * be trusted.
	 * @returns {Promise<FaircopyCore>}
	 */
	async function freshCore() {
		const core = globalThis.faircopyCore;
		await core.load(await fetchCore());
		return core;
	}

	/**
	 * @returns {string} why this document can't be read at all; empty if it can
	 */
	function whyUnable() {
		const type = document.contentType;
		if (type === "application/pdf") return "pdf";
		if (type.startsWith("image/")) return "picture";
		if (/^(?:audio|video)\//.test(type)) return "media";
		if (!PAGES.has(type) || !(document.body || isParsing())) return "notHtml";
		return document.body?.localName === "frameset" ? "frames" : "";
	}

	/** Whether the page's markup is still coming in. */
	function isParsing() {
		return document.readyState === "loading";
	}

	/** @param {object} told */
	function tell(told) {
		// The extension may have been updated or removed under an open page: then nobody listens.
		if (api.runtime?.id) api.runtime.sendMessage(told).catch(() => {});
	}

	/**
	 * Has the background put another of our scripts into this page.
	 * @param {FaircopySummoned} name
	 */
	async function summon(name) {
		if (!(await api.runtime.sendMessage({ did: "summoned", name }))) throw new Error(`${name} did not come`);
	}

	/**
	 * Calls once what is there now has been painted.
	 * @param {() => void} act
	 */
	function afterPaint(act) {
		requestAnimationFrame(() => setTimeout(act));
	}

	/**
	 * The element that has the focus, through shadow trees.
	 * @returns {HTMLElement | null}
	 */
	function focused() {
		let active = document.activeElement;
		for (let root = active && shadowOf(active); root?.activeElement; root = shadowOf(root.activeElement)) {
			active = root.activeElement;
		}
		return active === document.body ? null : /** @type {HTMLElement | null} */ (active);
	}

	/**
	 * @param {HTMLElement | null} element
	 * @returns {(() => void) | undefined} selects again what is selected in it, if it is a field with such a thing
	 */
	function typedIn(element) {
		if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)) return undefined;
		const { selectionStart: start, selectionEnd: end, selectionDirection: direction } = element;
		return start === null ? undefined : () => element.setSelectionRange(start, end, direction ?? undefined);
	}

	/** Characters below which a selection is a slip of the mouse or a word looked up. */
	const LEAST_SELECTED = 40;

	/** @returns {Range | null} what a person has selected to be read alone */
	function selected() {
		const selection = window.getSelection();
		if (selection?.rangeCount !== 1 || selection.isCollapsed) return null;
		return selection.toString().trim().length < LEAST_SELECTED ? null : selection.getRangeAt(0);
	}

	/**
	 * An update under an open reader takes its scripts and its sheet in Firefox, and leaves the article's element, which
	 * nobody sees.
	 */
	function clearRemains() {
		for (const element of document.querySelectorAll("body > div[hidden][role=main]")) {
			const isOurs = element
				.getAttributeNames()
				.some((name) => /^[a-z]{12}$/.test(name) && /^host\b/.test(element.getAttribute(name) ?? ""));
			if (isOurs && shadowOf(element) && getComputedStyle(element).display === "none") element.remove();
		}
	}

	/** @returns {Element[]} all elements of the document; the snapshot of a selection has few */
	function everything() {
		return [...getter(Document, "querySelectorAll")(document, "*")];
	}

	/**
	 * What a page loses when it is not rendered for a while.
	 * @param {readonly Element[]} elements all of its elements
	 * @returns {() => void} puts it back
	 */
	function keepPlace(elements) {
		const { scrollX, scrollY } = window;
		/** @type {{ scroller: Element, left: number, top: number }[]} */
		const scrolled = [];
		const folded = document.querySelectorAll("details:not([open]), [hidden=until-found]").length > FOLDS;
		for (const scroller of elements) {
			if (folded && !isShown(scroller)) continue;
			const [left, top] = [scrollLeft(scroller), scrollTop(scroller)];
			if (left || top) scrolled.push({ scroller, left, top });
		}
		// Firefox forgets it, other than that of frames.
		const objects = [...document.getElementsByTagName("object")].flatMap((object) => {
			const view = object.contentDocument?.defaultView;
			return view ? [{ object, view, left: view.scrollX, top: view.scrollY }] : [];
		});
		const active = focused();
		const typed = typedIn(active);
		const selection = window.getSelection();
		const { anchorNode = null, anchorOffset = 0, focusNode = null, focusOffset = 0 } = selection ?? {};
		/** @type {Range[]} */
		const ranges = [];
		for (let i = 0; selection && i < selection.rangeCount; i++)
			ranges.push(selection.getRangeAt(i).cloneRange());

		function selectAgain() {
			if (!selection) return;
			// A field that has the focus has a selection of its own: where the document's is right it is let be.
			const { rangeCount } = selection;
			const same = selection.anchorNode === anchorNode && selection.anchorOffset === anchorOffset;
			if (
				same &&
				selection.focusNode === focusNode &&
				selection.focusOffset === focusOffset &&
				rangeCount < 2
			)
				return;
			if (ranges.length < 2 && anchorNode?.isConnected && focusNode?.isConnected) {
				selection.setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
				return;
			}
			selection.removeAllRanges();
			for (const range of ranges) selection.addRange(range);
		}

		return () =>
			each(
				() => {
					for (const { scroller, left, top } of scrolled)
						scrollTo(scroller, { left, top, behavior: "instant" });
				},
				// What it shows may be another site's by now.
				...objects.map(({ object, view, left, top }) => () => {
					// Only what has a box again can be scrolled.
					boxOf(object);
					view.scrollTo({ left, top, behavior: "instant" });
				}),
				() => active && focus(active, { preventScroll: true }),
				// The field may be of another kind by now, without such a thing.
				() => typed?.(),
				selectAgain,
				() => window.scrollTo({ left: scrollX, top: scrollY, behavior: "instant" }),
			);
	}

	/**
	 * Stops what plays in the page: it could not be seen, only heard.
	 * @param {readonly Element[]} elements all of its elements
	 * @returns {() => void} plays it on
	 */
	function hush(elements) {
		const playing = elements.filter((element) => element instanceof HTMLMediaElement && !paused(element));
		for (const media of playing) pause(media);
		return () => {
			for (const media of playing) play(media)?.catch(() => {});
		};
	}

	/**
	 * What is not rendered for a while plays its animations anew.
	 * @returns {() => void} sets those that ran to where they were, and ends those that had ended
	 */
	function holdAnimations() {
		/** @type {Map<Element, Map<string, CSSNumberish | null>>} */
		const running = new Map();
		/** @returns {[Animation, Element, string][]} */
		const animations = () =>
			document.getAnimations().flatMap((animation) => {
				const { target, pseudoElement } = /** @type {KeyframeEffect} */ (animation.effect) ?? {};
				const { animationName } = /** @type {CSSAnimation} */ (animation);
				return target && animationName ? [[animation, target, `${pseudoElement} ${animationName}`]] : [];
			});
		for (const [animation, target, name] of animations()) {
			if (animation.playState === "finished") continue;
			const known = running.get(target) ?? new Map();
			running.set(target, known.set(name, animation.currentTime));
		}
		return () => {
			for (const [animation, target, name] of animations()) {
				const known = running.get(target);
				try {
					if (known?.has(name)) animation.currentTime = known.get(name) ?? null;
					else animation.finish();
				} catch {
					// One without end can't be brought to it: it began meanwhile, and runs.
				}
			}
		};
	}

	/**
	 * Where a person reads: the first of some elements that ends below the window's upper edge, and in it the first of
	 * those it holds.
	 * @param {readonly (Element | undefined)[]} elements in reading order; what is missing is passed over
	 * @returns {Place} its index, how far below the edge it begins, and how high it is, in CSS pixels
	 */
	function placeIn(elements) {
		/** @type {Element | undefined} */
		let found;
		let place;
		for (const [at, element] of elements.entries()) {
			if (element?.ownerDocument !== document || element === found) continue;
			if (found && !found.contains(element)) break;
			const { top, bottom, height } = boxOf(element);
			if (height <= 0 || bottom <= 0) continue;
			if (top >= window.innerHeight) break;
			found = element;
			place = { at, top, height };
		}
		return place;
	}

	/**
	 * Scrolls so that an element begins where another did; if it would end above the window, so that the same part of it
	 * is above.
	 * @param {Element | undefined} element
	 * @param {{ top: number, height: number }} place
	 */
	function bring(element, { top, height }) {
		if (!element?.isConnected) return;
		const box = boxOf(element);
		const wanted = top + box.height > 0 ? top : (top / height) * box.height;
		window.scrollBy({ left: 0, top: box.top - wanted, behavior: "instant" });
	}

	/**
	 * Whether what is outside of a modal dialog of ours could be used: a page's own modal dialog makes the rest of
	 * the document inert though it is not rendered, and so does `inert` on `body` or `html`.
	 */
	function isBarred() {
		return document.querySelector("dialog:modal, html[inert], html > body[inert]") !== null;
	}

	/**
	 * Whether a click would not get to what is shown: a dialog in a shadow tree is not found by looking for it.
	 * @param {HTMLElement} shown
	 */
	function isOutOfReach(shown) {
		const { left, top, width, height } = shown.getBoundingClientRect();
		const [x, y] = [left + width / 2, top + height / 2];
		if (y < 0 || y > window.innerHeight || x < 0 || x > window.innerWidth) return false;
		const hit = document.elementFromPoint(x, y);
		return hit === null || hit === document.documentElement || hit === document.body;
	}

	/**
	 * Other extensions show their pop-ups among the page's children, in shadow trees or frames of their own. What a
	 * page defines as an element of its own is the page's.
	 * @param {Node} node
	 */
	function isGuest(node) {
		if (node.nodeType !== Node.ELEMENT_NODE) return false;
		const element = /** @type {Element} */ (node);
		if (element.localName === "iframe")
			return /^(?:chrome|moz)-extension:/.test(element.getAttribute("src") ?? "");
		return shadowOf(element) !== null && !(element.localName.includes("-") && element.matches(":defined"));
	}

	const { SHIPPED, fit, forget, keep } = globalThis.faircopySettings;

	/** Changes to what is kept, one after the other. @type {Promise<FaircopyKept | undefined>} */
	let keeping = Promise.resolve(undefined);

	/**
	 * @param {(all: unknown, site: string) => FaircopyKept} change
	 * @returns {Promise<FaircopyKept | undefined>} what is kept now; nothing where nothing may be
	 */
	function keepSettings(change) {
		if (api.extension.inIncognitoContext) return Promise.resolve(undefined);
		keeping = keeping
			.then(async () => {
				const all = change(await api.storage.local.get(["settings", "sites"]), location.hostname);
				await api.storage.local.set(all);
				return all;
			})
			.catch(() => undefined);
		return keeping;
	}

	/**
	 * The controls around the article's slot, in a root that the page can't reach.
	 * @param {HTMLElement} host
	 * @param {FaircopyPress} press
	 * @param {() => void} close
	 * @param {AbortSignal} signal
	 * @returns {{ root: ShadowRoot, bar: FaircopyBar }}
	 */
	function attachControls(host, { settings, own = false }, close, signal) {
		const root = host.attachShadow({ mode: "closed" });
		const bar = globalThis.faircopyControls.attach({
			root,
			host,
			settings,
			close,
			// A private window leaves nothing behind.
			site:
				location.hostname && !api.extension.inIncognitoContext
					? { own, giveUp: () => keepSettings(forget).then((all) => fit(all?.settings)) }
					: undefined,
			save: (changed, onlyHere) =>
				keepSettings((all, site) => keep(all, changed, onlyHere ? site : undefined)),
			more: () => tell({ did: "wantsOptions" }),
			messages: message,
			signal,
		});
		return { root, bar };
	}

	/**
	 * Has the fonts of a typeface that we bring ourselves, while it is chosen.
	 * @param {string} mark
	 * @param {FaircopyBar} bar
	 * @param {AbortSignal} signal
	 */
	function followFace(mark, bar, signal) {
		/** @type {ReturnType<typeof faircopyFaces.attach> | undefined} */
		let faces;
		async function follow() {
			if (!faces && !SHIPPED.includes(bar.settings.face)) return;
			if (!faces) await summon("faces");
			faces ??= globalThis.faircopyFaces.attach({ page: document, mark });
			if (!signal.aborted) await faces.show(bar.settings.face);
		}
		follow().catch(console.error);
		bar.heed(() => follow().catch(console.error));
		signal.addEventListener("abort", () => faces?.clear());
	}

	/**
	 * Reads the page and shows what came of it.
	 * @param {FaircopyPress} press
	 * @param {boolean} anyway show it though it does not look like an article
	 * @param {Range | readonly Element[] | null} [chosen] what a person wants to be read alone
	 * @param {AbortSignal} [waiting] aborted when it is not to be opened any more
	 * @returns {Promise<FaircopyAnswer>}
	 */
	async function open(press, anyway, chosen = selected(), waiting) {
		const unable = whyUnable();
		if (unable) return { did: "unable", why: unable };
		const { lists } = globalThis.faircopyCore;
		const snapshot = () => {
			clearRemains();
			return globalThis.faircopySnapshot.take(document, lists, (element) => element === notice?.host, chosen);
		};
		const coming = freshCore();
		// It is heard below; what comes between may throw.
		coming.catch(() => {});
		const { body, URL: address } = document;
		// While the core is on its way there is nothing else to do.
		const early = body && !isParsing() && !document.fullscreenElement ? snapshot() : undefined;
		/** @type {FaircopyCore} */
		let core;
		try {
			core = await coming;
		} catch (error) {
			if (globalThis.faircopyCore.kind !== "wasm") throw error;
			// Chrome's policy for the page covers our scripts too: the twin needs no wasm.
			source = undefined;
			return { did: "refused" };
		}
		if (!document.body) return hold(press);
		if (document.fullscreenElement) await document.exitFullscreen().catch(() => {});
		// The page may have been written anew meanwhile.
		if (!document.body) return { did: "unable", why: "notHtml" };
		if (waiting?.aborted) return { did: "left", mark: press.mark };

		const unfinished = isParsing();
		const isSame = early && document.body === body && document.URL === address;
		let taken = early && isSame ? early : snapshot();
		const { bytes, elements, depth } = taken;
		if (depth > DEEPEST) return say("tooLarge");
		/** @type {FaircopySession} */
		let session;
		try {
			session = core.Session.read(bytes, document.URL);
		} catch (error) {
			const kind = /** @type {{ kind?: string }} */ (error)?.kind;
			if (kind === undefined) throw error;
			if (kind === "empty" && isComing()) return hold(press);
			// Text that belongs to nothing can still be pointed at.
			// biome-ignore lint/performance/useDomNodeTextContent: what is rendered is what is asked
			if (kind === "empty") return say(kind, /\S/.test(document.body.innerText) ? press : undefined);
			return say(["framed", "tooLarge"].includes(kind) ? kind : "wentWrong");
		}
		if (!session.readable && !anyway) return isComing() ? hold(press) : say("notArticle", press);
		notice?.remove();
		const host = session.build(document, press.mark);
		const sources = () =>
			Array.from(session.ordinals, (source) => /** @type {Element | undefined} */ (taken.elements[source]));
		// Who has not scrolled begins at the headline.
		const place = window.scrollY > 0 ? placeIn(sources()) : undefined;
		const present = chosen ? everything() : elements;
		const putBack = keepPlace(present);
		const playOn = hush(present);
		const animate = holdAnimations();
		/** @type {number | undefined} */
		let arrived;
		const shown = show(press, host, {
			arrive() {
				if (place && place.at > 0) bring(session.blocks[place.at], place);
				arrived = window.scrollY;
			},
			depart() {
				// Who has read on is to find the page there.
				const moved = arrived !== undefined && Math.abs(window.scrollY - arrived) > 1;
				return moved ? placeIn(session.blocks) : undefined;
			},
			putBack(left) {
				// What the page has taken away meanwhile: then what stood before it.
				const reach = () =>
					left &&
					bring(
						sources()
							.slice(0, left.at + 1)
							.findLast((element) => element?.isConnected),
						left,
					);
				each(putBack, animate, playOn, reach);
			},
		});
		if (opening?.mark === press.mark) {
			const { root, host, bar, signal, check } = opening;
			const { mark } = press;
			// Not on the way of the press: only an article in several pages needs it.
			let paged = false;
			const offerPages = () => {
				if (paged || !session.pages) return;
				paged = true;
				const offer = { root, host, signal, session, mark, lists };
				summon("pages").then(() => !signal.aborted && globalThis.faircopyPages.offer(offer), console.error);
			};
			offerPages();
			followFace(mark, bar, signal);
			const way = { root, host, bar, signal, session, mark };
			afterPaint(() =>
				summon("way").then(() => !signal.aborted && globalThis.faircopyWay.attach(way), console.error),
			);
			/** @param {FaircopyTaken} later */
			const renew = (later) => {
				taken = later;
				offerPages();
			};
			const reader = {
				root,
				host,
				signal,
				session,
				mark,
				lists,
				taken,
				unfinished,
				check,
				renew,
				placeIn,
				bring,
			};
			const follow = () =>
				signal.aborted ||
				summon("growing").then(
					() => signal.aborted || globalThis.faircopyGrowing.follow(reader),
					console.error,
				);
			// What is chosen stays as it was.
			if (!chosen) afterPaint(() => requestIdleCallback(follow, { timeout: AT_LEISURE }));
		}
		return shown;
	}

	/** Whether the page, or what its scripts make of it, is still to come. */
	function isComing() {
		return document.readyState !== "complete";
	}

	/**
	 * Says that the page is waited for, and opens it as soon as there is an article, or asks when there is none.
	 * @param {FaircopyPress} press
	 * @returns {FaircopyAnswer}
	 */
	function hold(press) {
		const why = "stillLoading";
		if (notice?.why === why) return { did: "noticed", why, held: true };
		const answer = say(why, press);
		const { signal, dismiss } = notice ?? {};
		if (!signal) return answer;
		const again = async () => {
			const opened = open(press, false, selected(), signal).catch(failed);
			await opened;
			if (signal.aborted) await follow(press, opened);
		};
		summon("growing").then(
			() => signal.aborted || globalThis.faircopyGrowing.wait(again, signal),
			(error) => {
				console.error(error);
				dismiss?.();
			},
		);
		return answer;
	}

	/**
	 * @param {FaircopyPress} press
	 * @param {HTMLElement} host the article, not yet in the page
	 * @param {{ arrive: () => void, depart: () => Place, putBack: (left: Place) => void }} passage the place to begin at,
	 *   the place that is left, and what the page loses by it all
	 * @returns {FaircopyAnswer}
	 */
	function show({ mark, settings, own }, host, { arrive, depart, putBack }) {
		const listening = new AbortController();
		const { signal } = listening;
		/** @type {Set<Element>} */
		const guests = new Set();
		const { documentElement } = document;
		let patience = PATIENCE;
		/** The host's own attribute says how it is set. */
		let worn = host.getAttribute(mark) ?? "";
		/** @type {() => void} */
		let raise = () => {};

		function takeAway() {
			if (opening?.mark === mark) opening = undefined;
			listening.abort();
			for (const observer of observers) observer.disconnect();
			for (const guest of guests) guest.removeAttribute(mark);
			host.remove();
		}

		function leave() {
			/** @type {Place} */
			let left;
			each(
				() => {
					left = depart();
				},
				takeAway,
				() => putBack(left),
				() => document.ariaNotify?.(message("readerLeft")),
			);
		}

		/** Leaves of our own accord, and has the background take the sheet away. */
		function leaveAndTell() {
			if (opening?.mark !== mark) return;
			leave();
			tell({ did: "left", mark });
		}

		/** @param {MutationRecord} record @returns {boolean} whether an attribute of the page's has changed */
		const isOfPage = ({ type, target }) => type === "attributes" && !host.contains(target);

		/** @param {MutationRecord[]} records */
		function look(records) {
			if (opening?.mark !== mark) return;
			// The extension was updated or removed: whoever presses next knows nothing of this opening.
			if (!api.runtime?.id) {
				leave();
				return;
			}
			try {
				// Asked once: a page may open thousands of things at a time.
				if (records.some(isOfPage) && isBarred() && patience-- > 0) raise();
				for (const { addedNodes } of records) {
					for (const node of addedNodes)
						if (node !== host && isGuest(node)) welcome(/** @type {Element} */ (node));
				}
				standAgain();
			} catch {
				leaveAndTell();
			}
		}
		/**
		 * What pages make of a paragraph of ours, in its clothes and our mark with them, has something on that we never
		 * give: without the mark it is not shown.
		 * @param {MutationRecord[]} records
		 */
		function sift(records) {
			for (const node of records.flatMap(({ addedNodes }) => [...addedNodes])) {
				const element = node instanceof Element && node.hasAttribute(mark) ? node : undefined;
				if (element?.getAttributeNames().some((name) => name === "class" || name.startsWith("data-")))
					element.removeAttribute(mark);
			}
		}
		// A node is watched in one way by one observer: the document's children and all of its attributes take two.
		const observers = [new MutationObserver(look), new MutationObserver(look), new MutationObserver(sift)];

		/** @param {Element} guest */
		function welcome(guest) {
			guest.setAttribute(mark, "guest");
			guests.add(guest);
		}

		/** A page that takes our host away gets it back, but it is the page that wins in the end. */
		function standAgain() {
			worn = host.getAttribute(mark) ?? worn;
			if (host.parentNode === document.body && host.hasAttribute(mark) && host.hidden) return;
			// A document written anew is another page.
			if (patience-- <= 0 || !document.body || document.documentElement !== documentElement)
				throw new Error("the page does not let the reader stand");
			host.setAttribute(mark, worn);
			host.hidden = true;
			if (host.parentNode !== document.body) document.body.append(host);
			watch();
		}

		function watch() {
			const [near, far, within] = observers;
			near.disconnect();
			within.observe(host, { childList: true, subtree: true });
			for (const parent of [document, document.documentElement, document.body]) {
				near.observe(parent, { childList: true });
			}
			near.observe(host, { attributeFilter: [mark, "hidden"] });
			// What makes the rest of a page inert: a modal dialog, and the attribute.
			far.observe(document, { subtree: true, attributeFilter: ["open", "inert"] });
		}

		try {
			globalThis.faircopyArticle.attach({ host, mark, messages: message, signal });
			const { root, bar } = attachControls(host, { mark, settings, own }, leaveAndTell, signal);
			raise = () => showThroughDialog(root, signal);
			document.body.append(host);
			// The sheet comes from the background by a way of its own: without it nothing is opened.
			if (getComputedStyle(host).display === "none") {
				takeAway();
				putBack(undefined);
				// With its sheet it is another's that hides it: of a second copy of ours, say.
				if (unstyled === mark) return say("otherReader");
				unstyled = mark;
				return { did: "unstyled" };
			}
			window.scrollTo({ left: 0, top: 0, behavior: "instant" });
			const start = /** @type {HTMLElement} */ (host.querySelector("h1, h2") ?? host);
			start.setAttribute("tabindex", "-1");
			if (isBarred() || isOutOfReach(start)) raise();
			start.focus({ preventScroll: true });
			arrive();

			document.ariaNotify?.(message("readerOpened"));

			const check = leaveOnNewAddress(leaveAndTell, signal);
			opening = { mark, leave, root, host, bar, signal, check };
			watch();
			leaveOnEscape(root, leaveAndTell, signal);
			// After all that hear of a press.
			globalThis.faircopyArticle.keepPresses({ host, mark, messages: message, signal });
			// A page kept in the background/forward cache comes back open, its button reset.
			const back = (/** @type {Event} */ event) => event.isTrusted && tell({ did: "opened", mark });
			window.addEventListener("pageshow", back, { signal });
		} catch (error) {
			takeAway();
			putBack(undefined);
			throw error;
		}
		return { did: "opened", mark };
	}

	/**
	 * @param {ShadowRoot} root of the controls
	 * @param {() => void} leave
	 * @param {AbortSignal} signal
	 */
	function leaveOnEscape(root, leave, signal) {
		window.addEventListener(
			"keydown",
			(event) => {
				if (!event.isTrusted || event.key !== "Escape" || event.isComposing) return;
				if (event.ctrlKey || event.altKey || event.shiftKey || event.metaKey) return;
				// What is open among our controls is closed first, by the controls.
				if (root.querySelector("dialog[open]:not([data-frame]), :popover-open, [aria-expanded=true]")) return;
				swallow(event);
				// Firefox has the same key close the page's dialog, a moment later and whatever we prevented.
				const closing = new AbortController();
				window.addEventListener("cancel", swallow, { capture: true, signal: closing.signal });
				setTimeout(() => closing.abort());
				leave();
			},
			{ capture: true, signal },
		);
	}

	/**
	 * An event that was meant for us: the page is not to hear of it.
	 * @param {Event} event
	 */
	function swallow(event) {
		event.preventDefault();
		event.stopImmediatePropagation();
	}

	/**
	 * A page that goes elsewhere by script, under us, is another page: the article shown is not its article.
	 * @param {() => void} leave
	 * @param {AbortSignal} signal
	 * @returns {() => void} looks whether it has; for whoever comes to know of a change by ways of its own
	 */
	function leaveOnNewAddress(leave, signal) {
		// What follows # is a place in the page, or a page of one that keeps its routes there.
		const address = () => document.URL.replace(/#(?![!/]).*/s, "");
		const opened = address();
		const check = () => {
			if (address() !== opened) leave();
		};
		for (const type of ["popstate", "hashchange", "focus"]) window.addEventListener(type, check, { signal });
		window.navigation?.addEventListener("currententrychange", check, { signal });
		/** @param {{ did?: string }} told by the background: where there is no `navigation` nobody else tells */
		const moved = (told) => {
			if (told?.did === "moved") check();
		};
		api.runtime.onMessage.addListener(moved);
		signal.addEventListener("abort", () => api.runtime?.onMessage?.removeListener(moved));
		return check;
	}

	/**
	 * Puts all of the controls' root into a modal dialog, or raises it above those that came later: what is in the
	 * uppermost is not inert.
	 * @param {ShadowRoot} root
	 * @param {AbortSignal} signal
	 */
	function showThroughDialog(root, signal) {
		const active = root.activeElement ?? document.activeElement;
		const standing = /** @type {HTMLDialogElement | null} */ (root.querySelector("dialog[data-frame]"));
		if (standing) {
			standing.close();
			standing.showModal();
			if (active) focus(active, { preventScroll: true });
			return;
		}
		const dialog = document.createElement("dialog");
		dialog.dataset.frame = "";
		// As if it were no dialog: the page's own scroller moves it.
		const style = {
			position: "absolute",
			inset: "0 0 auto 0",
			width: "100%",
			"max-width": "none",
			height: "auto",
			"max-height": "none",
			margin: "0",
			border: "0",
			padding: "0",
			overflow: "visible",
			background: "none",
			color: "inherit",
			outline: "none",
		};
		for (const [property, value] of Object.entries(style)) dialog.style.setProperty(property, value);
		dialog.append(...root.childNodes);
		root.append(dialog);
		dialog.showModal();
		if (active) focus(active, { preventScroll: true });
		// Escape is taken before it gets here; a browser's own gesture to close has no way out but ours.
		dialog.addEventListener("cancel", (event) => event.preventDefault(), { signal });
	}

	/**
	 * Says something in the page, politely, and changes nothing else.
	 * @param {string} why name of the message
	 * @param {FaircopyPress} [press] that opens it all the same, or a part of it, if the person wants that, or when it
	 *   is there
	 * @returns {FaircopyAnswer}
	 */
	function say(why, press) {
		// One press is told of twice where it had to wait: its sheet is still needed.
		if (press && notice?.why === "stillLoading") notice.remove();
		else notice?.dismiss();
		// A page that shows nothing at all would not show this either: then the button says it.
		if (getComputedStyle(document.documentElement).display === "none") return { did: "unable", why };
		const listening = new AbortController();
		const { signal } = listening;
		const host = document.createElement("div");
		const active = focused();
		const dismiss = () => {
			if (notice?.host === host) notice = undefined;
			listening.abort();
			const held = document.activeElement === host;
			host.remove();
			if (held && active) focus(active, { preventScroll: true });
		};
		const decline = () => {
			dismiss();
			// The sheet was kept for the case that it is read all the same.
			if (press) tell({ did: "left", mark: press.mark });
		};
		dress(host, {
			all: "initial",
			display: "block",
			position: "fixed",
			inset: "16px 16px auto auto",
			"z-index": "2147483647",
			"max-width": "min(360px, calc(100vw - 32px))",
			"color-scheme": "light dark",
		});
		const root = host.attachShadow({ mode: "closed" });
		const box = document.createElement("div");
		dress(box, {
			font: "16px/1.4 system-ui, sans-serif",
			padding: "14px 16px",
			"border-radius": "10px",
			border: "1px solid light-dark(#c8c4bc, #55524c)",
			background: "light-dark(#fffdf8, #24231f)",
			color: "light-dark(#222, #eee)",
			"box-shadow": "0 4px 24px rgb(0 0 0 / 25%)",
		});
		box.lang = api.i18n.getUILanguage();
		box.dir = "auto";
		const words = document.createElement("div");
		words.setAttribute("role", "status");
		const row = document.createElement("div");
		dress(row, { display: "flex", gap: "8px", "margin-top": "10px", "flex-wrap": "wrap" });
		/**
		 * @param {string} label
		 * @param {() => void} act
		 */
		const button = (label, act) => {
			const made = document.createElement("button");
			made.type = "button";
			made.textContent = message(label);
			dress(made, {
				font: "inherit",
				padding: "6px 12px",
				"min-height": "36px",
				"border-radius": "8px",
				border: "1px solid currentcolor",
				background: "none",
				color: "inherit",
				cursor: "pointer",
			});
			made.addEventListener("click", (event) => event.isTrusted && act(), { signal });
			row.append(made);
		};
		if (press && why === "notArticle") {
			button("readAnyway", () => {
				dismiss();
				follow(press, open(press, true));
			});
		}
		if (press && why !== "stillLoading") {
			button("pickPoint", () => {
				dismiss();
				pick(press).catch(() => tell({ did: "left", mark: press.mark }));
			});
		}
		button(why === "stillLoading" ? "pickCancel" : "close", decline);
		box.append(words, row);
		root.append(box);
		window.addEventListener(
			"keydown",
			(event) => {
				if (event.isTrusted && event.key === "Escape" && !event.isComposing) decline();
			},
			{ capture: true, signal },
		);
		document.documentElement.append(host);
		notice = { host, why, mark: press?.mark, signal, remove: dismiss, dismiss: decline };
		// Above what the page has put above all else.
		host.popover = "manual";
		host.showPopover();
		// What is said in a live region is heard if it comes after the region.
		requestAnimationFrame(() => {
			words.textContent = message(why);
		});
		return { did: "noticed", why, held: press !== undefined };
	}

	/**
	 * Tells the background what came of an opening that it did not wait for.
	 * @param {FaircopyPress} press
	 * @param {Promise<FaircopyAnswer>} opened
	 */
	async function follow({ mark }, opened) {
		const answer = await opened.catch(failed);
		if (answer.did === "opened") tell(answer);
		else if (!answer.held) tell({ did: "left", mark });
	}

	/**
	 * Has a person point at what is to be read, and reads it.
	 * @param {FaircopyPress} press
	 */
	async function pick(press) {
		await summon("pick");
		if (opening || notice) throw new Error("pressed anew meanwhile");
		const active = focused();
		const end = () => {
			notice = undefined;
			pointing.end();
			if (active) focus(active, { preventScroll: true });
		};
		const dismiss = () => {
			end();
			tell({ did: "left", mark: press.mark });
		};
		const pointing = globalThis.faircopyPick.point({
			read(chosen) {
				end();
				follow(press, open(press, true, chosen));
			},
			giveUp: dismiss,
		});
		notice = { host: pointing.host, remove: end, dismiss };
	}

	/**
	 * @param {HTMLElement} element
	 * @param {Record<string, string>} style that a page's own sheet can't beat
	 */
	function dress(element, style) {
		for (const [property, value] of Object.entries(style))
			element.style.setProperty(property, value, "important");
	}

	/**
	 * @param {unknown} error
	 * @returns {FaircopyAnswer}
	 */
	function failed(error) {
		console.error(error);
		return say("wentWrong");
	}

	/** Resolves when the first element of a page has come. */
	function begun() {
		return new Promise((resolve) => {
			new MutationObserver((_, observer) => {
				observer.disconnect();
				resolve(undefined);
			}).observe(document, { childList: true });
		});
	}

	/**
	 * The button was pressed.
	 * @param {FaircopyPress} pressed
	 * @returns {Promise<FaircopyAnswer>}
	 */
	async function press(pressed) {
		if (opening) {
			const { mark, leave } = opening;
			leave();
			return { did: "left", mark };
		}
		if (notice?.why === "stillLoading") {
			const { mark } = notice;
			notice.remove();
			// Another press gives it up; the same comes again when its sheet is there.
			if (mark !== pressed.mark) {
				tell({ did: "left", mark });
				return { did: "left", mark: pressed.mark };
			}
		}
		notice?.dismiss();
		try {
			if (!document.documentElement) await begun();
			if (pressed.early) return isComing() ? say("stillLoading", pressed) : { did: "noticed", held: true };
			return await open(pressed, false);
		} catch (error) {
			return failed(error);
		}
	}

	/**
	 * What takes long and may begin before it is asked for: the core is fetched and compiled while the background hears
	 * that we are here. Meanwhile this thread makes its first format for dates, which takes 13 ms more than any later.
	 */
	function prepare() {
		fetchCore().catch(() => {});
		new Intl.DateTimeFormat(undefined, { dateStyle: "long", timeZone: "UTC" }).format(0);
	}

	Object.defineProperty(globalThis, "faircopyContent", { value: { press } });
	if (globalThis.faircopyCore.kind === "wasm" && whyUnable() === "") prepare();
})();

undefined;
