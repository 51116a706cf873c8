// The live, composed page → snapshot markup (its format: `src/page.rs`) and the live element of each start tag.
// What only the browser knows of a page is asked here and nowhere else.
//
// One walk without recursion: pages nest deeper than a stack allows. Nothing of the page is written to.

(() => {
	if (Object.hasOwn(globalThis, "faircopySnapshot")) return;

	const { getter, shadowOf } = globalThis.faircopyBrowser;

	// No element of a page is asked directly: see `getter`.
	const nodeType = getter(Node, "nodeType");
	const nodeValue = getter(Node, "nodeValue");
	const firstChild = getter(Node, "firstChild");
	const nextSibling = getter(Node, "nextSibling");
	const parentNode = getter(Node, "parentNode");
	const textContent = getter(Node, "textContent");
	const localName = getter(Element, "localName");
	const namespace = getter(Element, "namespaceURI");
	const attributeNames = getter(Element, "getAttributeNames");
	const attribute = getter(Element, "getAttribute");
	const all = getter(Document, "querySelectorAll");
	const isShown = getter(Element, "checkVisibility");
	const boxOf = getter(Element, "getBoundingClientRect");
	const offsetParent = getter(HTMLElement, "offsetParent");
	const offsetWidth = getter(HTMLElement, "offsetWidth");
	const offsetHeight = getter(HTMLElement, "offsetHeight");
	const offsetLeft = getter(HTMLElement, "offsetLeft");
	const offsetTop = getter(HTMLElement, "offsetTop");

	const XHTML = "http://www.w3.org/1999/xhtml";

	/** Elements without an end tag: https://html.spec.whatwg.org/multipage/syntax.html#void-elements and older ones. */
	const VOID = new Set(
		"area base basefont bgsound br col embed hr img input keygen link meta param source track wbr".split(" "),
	);

	/** Elements whose markup a tokenizer takes for text: of another namespace they could hold elements. */
	const RAW_TEXT = new Set(
		"iframe noembed noframes noscript plaintext script style textarea title xmp".split(" "),
	);

	/** Written as `pre`: a tokenizer would take what they hold, entities and all, for text. */
	const PREFORMATTED = new Set(["xmp", "listing", "plaintext"]);

	/** Never rendered by nature, which says nothing of what the page shows; and the page itself. */
	const UNJUDGED = new Set(
		"html head body area base col colgroup link meta param rp script source title track annotation frameset".split(
			" ",
		),
	);

	/** Elements that pages give a background picture for want of an `img`. */
	const PAINTED = new Set("a div figure header i li p section span".split(" "));

	/** Side in CSS pixels below which a background is an icon or a texture. */
	const SMALLEST_PICTURE = 100;

	/** An element at least this far outside of its container was put there not to be seen; slides stand nearer. */
	const FAR_OUTSIDE = -900;

	/**
	 * Nodes looked at, in all, for one shown in what is `visibility: hidden`, and for the end of what stands in for a
	 * late part: keeps the walk linear.
	 */
	const LOOKS = 20_000;

	/** Elements that are asked which way their lines run, and how many of them: the first of a text tell of the rest. */
	const TEXTS = new Set("article blockquote body main p section".split(" "));
	const ASKED = 300;

	/** So many elements are folded away before all that are folded are laid out at once: fewer cost less one by one. */
	const FOLDS = 50;

	/** How it begins that an element is not shown; the reason follows. */
	const HIDDEN = ' fc-hidden="';
	const UNRENDERED = `${HIDDEN}display`;

	/** A name that a tokenizer reads back as it is. Scripts can make others. */
	const WRITABLE = /^[a-z][^\s/>\0<"']*$/;

	/** @type {Record<string, string>} */
	const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\u00a0": "&nbsp;" };

	/** @param {string} text */
	function escaped(text) {
		return /[&<>"\u00a0]/.test(text) ? text.replace(/[&<>"\u00a0]/g, (found) => ENTITIES[found]) : text;
	}

	/**
	 * JSON-LD as raw text that ends where it should. In JSON `<` stands only in strings, where these mean the same.
	 * @param {string} text
	 */
	function rawJson(text) {
		const ended = text.replaceAll("</", "<\\/");
		return ended.includes("<!--") && /<script/i.test(ended) ? ended.replaceAll("<!--", "\\u003c!--") : ended;
	}

	/**
	 * What is left to write of one open element.
	 * @typedef {object} Open
	 * @property {string} end its end tag
	 * @property {Node | null} next the next of a chain of siblings …
	 * @property {readonly Node[] | null} list … or a list of nodes
	 * @property {number} at index in that list
	 * @property {boolean} unseen within an element marked as not shown, or in a document that is not rendered
	 * @property {boolean} folded within what the browser folds away and shows when asked
	 * @property {boolean} sifted within the body, where what a person has chosen says what is written
	 * @property {Element | null} owner the live element that stands for what a parsed `noscript` holds
	 */

	/**
	 * @typedef {object} Lists which attributes and elements are written: the core's
	 * @property {ReadonlySet<string>} kept
	 * @property {ReadonlySet<string>} dropped
	 * @property {ReadonlySet<string>} emptied
	 */

	/**
	 * @param {Document} page
	 * @param {Lists} lists
	 * @param {(element: Element) => boolean} ours whether an element belongs to the reader
	 * @param {Range | readonly Element[] | null} [chosen] what a person has selected, or the element pointed at and
	 *   those around it, innermost first: of the body nothing else is written
	 * @param {FaircopyEarlier | null} [earlier] snapshot of this page, which is not shown any more: of what was in it
	 *   the same is told again, of the rest what style alone tells
	 * @returns {FaircopyTaken} the markup in UTF-8, its elements by ordinal, how many of those shown stand within each
	 *   other, and what was told of how they are shown
	 */
	function take(page, { kept, dropped, emptied }, ours, chosen = null, earlier = null) {
		/** @type {string[]} */
		const out = [];
		/** @type {Element[]} */
		const elements = [];
		/** @type {Map<Element, string>} */
		const told = new Map();
		/** @type {Open[]} */
		const open = [];
		const range = chosen && "startContainer" in chosen ? chosen : null;
		const path = chosen && !range ? /** @type {readonly Element[]} */ (chosen) : [];
		const around = new Set(path);
		const { scrollX, scrollY } = window;
		let looks = LOOKS;
		let ends = LOOKS;
		let asked = ASKED;
		let folds = FOLDS;
		let depth = 0;
		let frameset = false;
		/**
		 * Parts that a server has sent late and that React's script has not moved to their placeholders yet, by the
		 * placeholder: `div hidden id="S:n"` belongs to `template id="B:n"` or `"P:n"`.
		 * @type {Map<Element, Element>}
		 */
		const late = new Map();
		const waiting = all(page, 'div[hidden][id^="S:"]');
		/** @type {Map<string, Element>} */
		const places = new Map();
		const templates = waiting.length > 0 ? all(page, 'template:is([id^="B:"], [id^="P:"])') : [];
		for (const template of templates) {
			const key = attribute(template, "id").slice(2);
			if (!places.has(key)) places.set(key, template);
		}
		for (const segment of waiting) {
			const place = places.get(attribute(segment, "id").slice(2));
			if (place && !late.has(place)) late.set(place, segment);
		}
		const moved = new Set(late.values());

		/**
		 * Writes a late part in the place of what is shown meanwhile, which ends at the comment `/$`.
		 * @param {Element} place
		 * @param {Element} segment
		 * @param {Open} parent
		 */
		function putInPlace(place, segment, parent) {
			late.delete(place);
			if (attribute(place, "id").startsWith("B:")) {
				let within = 0;
				const before = ends;
				for (let node = parent.next; node && ends-- > 0; node = nextSibling(node)) {
					const mark = nodeType(node) === Node.COMMENT_NODE ? nodeValue(node).trim() : "";
					if (mark === "/$" && within-- === 0) {
						parent.next = nextSibling(node);
						// What was looked at is done with.
						ends = before;
						break;
					}
					if (/^\$[?!]?$/.test(mark)) within++;
				}
			}
			inside(parent, "", firstChild(segment), null);
		}

		/**
		 * @param {Element} element
		 * @param {boolean} html whether it is an HTML element
		 * @param {boolean} folded
		 * @returns {string} why it is not shown; empty if it is
		 */
		function whyUnseen(element, html, folded) {
			if (!isShown(element, { visibilityProperty: true })) {
				if (folded && --folds === 0) layOutFolds();
				const style = getComputedStyle(element);
				if (style.display === "none") return "display";
				if (style.visibility !== "visible") return showsWithin(element) ? "" : "visibility";
				// What has no box of its own, and what `content-visibility` leaves unrendered.
				return folded || style.display === "contents" ? "" : "display";
			}
			const first = html && firstChild(element);
			if (!first) return "";
			// Each question costs: most elements are asked one, those that begin with words two more.
			const flat = offsetHeight(element) <= 1;
			const spoken = nodeType(first) === Node.TEXT_NODE && /\S/.test(nodeValue(first));
			if (!flat && !spoken) return "";
			const { width, right, bottom } = boxOf(element);
			const thin = flat || width <= 1;
			if (!thin && right > -scrollX && bottom > -scrollY) return "";
			return thin ? whyThin(element) : isFarOutside(element) ? "clip" : "";
		}

		/**
		 * Chrome styles and lays out what is folded when it is asked for, and walks the whole page for each: asked for all
		 * of it at once it does so once, and has it ready.
		 */
		function layOutFolds() {
			const all = new Range();
			all.selectNodeContents(page.body);
			all.getBoundingClientRect();
		}

		/**
		 * What has next to no width or height may show what runs over it, unless that is cut off.
		 * @param {Element} element
		 */
		function whyThin(element) {
			const style = getComputedStyle(element);
			const cut = style.overflowX !== "visible" || style.overflowY !== "visible";
			const placed = style.position === "absolute" || style.position === "fixed";
			if (placed && (cut || style.clip !== "auto" || style.clipPath !== "none")) return "clip";
			return cut ? "size" : "";
		}

		/**
		 * What is above the top or left of the start of the page may be scrolled away, or a slide, or put there so that
		 * nobody sees it.
		 * @param {Element} element
		 */
		function isFarOutside(element) {
			for (let box = element, levels = 0; box && levels < 4; box = offsetParent(box), levels++) {
				const { position } = getComputedStyle(box);
				if (position !== "absolute" && position !== "fixed") continue;
				if (offsetLeft(box) <= FAR_OUTSIDE || offsetTop(box) <= FAR_OUTSIDE) return true;
			}
			return false;
		}

		/**
		 * `visibility` is inherited, but what is inside may show all the same.
		 * @param {Element} element
		 */
		function showsWithin(element) {
			const walker = page.createTreeWalker(element, NodeFilter.SHOW_ELEMENT);
			while (walker.nextNode() && looks-- > 0) {
				if (isShown(walker.currentNode, { visibilityProperty: true })) return true;
			}
			return false;
		}

		/**
		 * As `whyUnseen`, in a page that is not rendered: there style is known, but no size and no place. Visibility is
		 * not, as we take the page's away.
		 * @param {Element} element
		 */
		function whyStyledUnseen(element) {
			if (!isStyledShown(element)) return "display";
			const { position, clip, clipPath, overflow, width, height, left, top } = getComputedStyle(element);
			if (position !== "absolute" && position !== "fixed") return "";
			const thin = Number.parseFloat(width) <= 1 || Number.parseFloat(height) <= 1;
			if (clip !== "auto" || clipPath !== "none" || (thin && overflow !== "visible")) return "clip";
			const far = Math.min(Number.parseFloat(left) || 0, Number.parseFloat(top) || 0);
			return far <= FAR_OUTSIDE ? "clip" : "";
		}

		/**
		 * @param {Element} element of a page that is not rendered
		 */
		function isStyledShown(element) {
			const parent = parentNode(element);
			// It is our own sheet that hides the children of `body`: what is theirs is not seen for it.
			if (parent === page.body)
				return attribute(element, "hidden") === null && !/display:\s*none/.test(attribute(element, "style"));
			if (getComputedStyle(element).display === "none") return false;
			return (
				!parent ||
				nodeType(parent) !== Node.ELEMENT_NODE ||
				getComputedStyle(parent).contentVisibility !== "hidden"
			);
		}

		/**
		 * @param {Element} element an HTML element
		 * @returns {string} address of the picture that it shows in place of an `img`; empty if it shows none
		 */
		function background(element) {
			let layers = 0;
			for (let node = firstChild(element); node; node = nextSibling(node)) {
				// White space, a tint, a shade: whoever lays more over a picture shows something else.
				if (++layers > 6) return "";
				if (nodeType(node) !== Node.ELEMENT_NODE) {
					if (nodeValue(node)?.trim()) return "";
				} else if (firstChild(node) || localName(node) === "img") return "";
			}
			if (offsetWidth(element) < SMALLEST_PICTURE || offsetHeight(element) < SMALLEST_PICTURE) return "";
			const found = /url\("((?:[^"\\]|\\.)*)"\)/.exec(getComputedStyle(element).backgroundImage);
			return found ? found[1].replace(/\\(.)/g, "$1") : "";
		}

		/**
		 * @param {string} name
		 * @param {Element} element
		 */
		function startTag(name, element) {
			elements.push(element);
			let tag = `<${name}`;
			const names = attributeNames(element);
			for (const of of names) {
				const known = of === "xml:lang" && !names.includes("lang") ? "lang" : of;
				if (kept.has(known)) tag += ` ${known}="${escaped(attribute(element, of))}"`;
			}
			return tag;
		}

		/**
		 * @param {Open} parent
		 * @param {string} end
		 * @param {Node | null} next
		 * @param {readonly Node[] | null} list
		 * @returns {Open}
		 */
		function inside(parent, end, next, list) {
			const { unseen, folded, sifted, owner } = parent;
			const entry = { end, next, list, at: 0, unseen, folded, sifted, owner };
			open.push(entry);
			return entry;
		}

		/**
		 * What a `noscript` would show: to a browser that runs scripts it is text.
		 * @param {Element} element
		 * @param {Open} parent
		 */
		function unscripted(element, parent) {
			elements.push(parent.owner ?? element);
			out.push('<div fc-noscript="">');
			// In XML, and in what was parsed without scripts, it holds elements.
			const parsed = element.firstElementChild
				? element
				: new DOMParser().parseFromString(`<body>${element.textContent}`, "text/html").body;
			const entry = inside(parent, "</div>", parsed.firstChild, null);
			entry.unseen = true;
			entry.owner ??= element;
		}

		/**
		 * @param {string} name
		 * @param {Element} element
		 * @param {boolean} html whether it is an HTML element
		 * @param {Open} parent
		 * @returns {string} attributes that tell how it is shown; empty where there is nothing to tell
		 */
		function shown(name, element, html, { unseen, folded }) {
			if (unseen) return "";
			const before = earlier?.ordinals.has(element) ? (earlier.told.get(element) ?? "") : undefined;
			if (before !== undefined && !(before.startsWith(UNRENDERED) && isStyledShown(element))) return before;
			const ask = earlier ? whyStyledUnseen : whyUnseen;
			const why = UNJUDGED.has(name) ? "" : ask(element, html, folded);
			if (why) return `${HIDDEN}${why}"`;
			if (!html || earlier) return "";
			let tells = "";
			if (PAINTED.has(name)) {
				const address = background(element);
				if (address) tells = ` fc-bg="${escaped(address)}"`;
			} else if (name === "iframe") {
				tells = ` fc-size="${offsetWidth(element)}x${offsetHeight(element)}"`;
			}
			if (TEXTS.has(name) && asked-- > 0) {
				const { writingMode } = getComputedStyle(element);
				if (writingMode.startsWith("vertical")) tells += ` fc-writing="${escaped(writingMode)}"`;
			}
			return tells;
		}

		/**
		 * @param {HTMLIFrameElement} element
		 * @returns {Document | null} what a frame shows, if it is of the page's own origin and shows anything
		 */
		function framed(element) {
			const inner = element.contentDocument;
			return inner?.body?.firstElementChild ? inner : null;
		}

		/**
		 * @param {Element} element
		 * @param {Open} parent
		 */
		function write(element, parent) {
			if (ours(element) || moved.has(element)) return;
			if (parent.sifted && !(range ? range.intersectsNode(element) : around.has(element))) return;
			const segment = late.get(element);
			if (segment) {
				putInPlace(element, segment, parent);
				return;
			}
			let name = localName(element).toLowerCase();
			const html = namespace(element) === XHTML;
			if (dropped.has(name)) {
				if (html && name === "noframes" && frameset) unscripted(element, parent);
				return;
			}
			if (!html && (RAW_TEXT.has(name) || VOID.has(name))) return;
			if (name === "noscript") {
				unscripted(element, parent);
				return;
			}
			if (name === "script") {
				const type = attribute(element, "type")?.trim().split(";")[0].trimEnd();
				if (type !== "application/ld+json") return;
				out.push(startTag(name, parent.owner ?? element), ">", rawJson(textContent(element)), "</script>");
				return;
			}
			const isFrame = html && (name === "iframe" || name === "frame");
			const frame = isFrame ? framed(/** @type {HTMLIFrameElement} */ (element)) : null;
			if (name === "frame" && !frame) return;
			if (name === "frameset") {
				frameset = true;
				name = "body";
			} else if (frame) {
				name = "div";
			} else if (PREFORMATTED.has(name)) {
				name = "pre";
			} else if (!WRITABLE.test(name)) {
				name = "span";
			}

			let tag = startTag(name, element);
			if (parent.owner) elements[elements.length - 1] = parent.owner;
			const seen = shown(name, element, html, parent);
			if (seen) told.set(element, seen);
			const why = seen.startsWith(HIDDEN);
			tag += seen;
			if (html && name === "img") {
				const { src, currentSrc, naturalWidth, naturalHeight } = /** @type {HTMLImageElement} */ (element);
				// Where it is what `src` says, there is nothing to add.
				if (currentSrc && currentSrc !== src) tag += ` fc-src="${escaped(currentSrc)}"`;
				if (naturalWidth > 0) tag += ` fc-size="${naturalWidth}x${naturalHeight}"`;
			}
			if (frame) tag += ` fc-frame="${escaped(frame.URL)}"`;
			if (chosen && element === page.body) tag += ' fc-selected=""';
			out.push(`${tag}>`);
			if (VOID.has(name)) return;

			const end = `</${name}>`;
			if (frame) {
				const within = inside(parent, end, frame.body.firstChild, null);
				within.unseen ||= why;
				within.sifted = parent.sifted && range === null && element !== path[0] && frame.body !== path[0];
				return;
			}
			if (name === "title") {
				out.push(escaped(textContent(element)), end);
				return;
			}
			// MathJax's drawing of a formula names its parts, and may be all there is of it.
			if (emptied.has(name) && parent.end !== "</mjx-container>") {
				out.push(end);
				return;
			}
			const shadow = parent.owner ? null : shadowOf(element);
			const assigned =
				html && localName(element) === "slot" ? /** @type {HTMLSlotElement} */ (element).assignedNodes() : [];
			const entry =
				assigned.length > 0
					? inside(parent, end, null, assigned)
					: inside(parent, end, firstChild(shadow ?? element), null);
			entry.unseen ||= why;
			// Shadow trees and frames have selections of their own: with one of the page they are written whole.
			entry.sifted =
				(parent.sifted || (chosen !== null && element === page.body)) &&
				(range ? !shadow : element !== path[0]);
			if (!entry.unseen) depth = Math.max(depth, open.length);
			entry.folded ||=
				(html && name === "details" && attribute(element, "open") === null) ||
				attribute(element, "hidden")?.toLowerCase() === "until-found";
		}

		open.push({
			end: "",
			next: page.documentElement,
			list: null,
			at: 0,
			// What was fetched and parsed is not shown, and says nothing of what would be.
			unseen: page.defaultView === null,
			folded: false,
			sifted: false,
			owner: null,
		});
		/** @param {Node} node a text @param {boolean} sifted @returns {string} what is written of it */
		function words(node, sifted) {
			const text = nodeValue(node);
			if (!sifted) return text;
			if (!range?.intersectsNode(node)) return "";
			const from = node === range.startContainer ? range.startOffset : 0;
			return text.slice(from, node === range.endContainer ? range.endOffset : undefined);
		}
		for (let top = open.at(-1); top; top = open.at(-1)) {
			const node = top.list ? (top.list[top.at++] ?? null) : top.next;
			if (!node) {
				out.push(top.end);
				open.pop();
				continue;
			}
			top.next = nextSibling(node);
			const type = nodeType(node);
			if (type === Node.ELEMENT_NODE) write(/** @type {Element} */ (node), top);
			else if (type === Node.TEXT_NODE || type === Node.CDATA_SECTION_NODE)
				out.push(escaped(words(node, top.sifted)));
		}
		return { bytes: new TextEncoder().encode(out.join("")), elements, depth, told };
	}

	/**
	 * What was fetched, in a document that is never shown and runs nothing.
	 * @param {string} markup
	 * @param {Lists} lists
	 */
	function takeFetched(markup, lists) {
		return take(new DOMParser().parseFromString(markup, "text/html"), lists, () => false);
	}

	Object.defineProperty(globalThis, "faircopySnapshot", { value: { take, takeFetched } });
})();

undefined;
