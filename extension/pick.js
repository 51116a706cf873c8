// Lets a person point at what is to be read: by pointer, by finger or by keys. Gives the element, or nothing.
// Injected once it is asked for, where a page has shown no article.
//
// The page hears nothing of it: outline and words stand in an empty frame over the whole window, in a closed root,
// and what is pressed there is that frame's. Only a page in a sandbox, whose frames nobody looks into, hears of it on
// its window. Nothing is set on an element of the page.

(() => {
	if (Object.hasOwn(globalThis, "faircopyPick")) return;

	const { getter, shadowOf, message } = globalThis.faircopyBrowser;

	const nodeType = getter(Node, "nodeType");
	const nodeValue = getter(Node, "nodeValue");
	const firstChild = getter(Node, "firstChild");
	const nextSibling = getter(Node, "nextSibling");
	const parentNode = getter(Node, "parentNode");
	const rootOf = getter(Node, "getRootNode");
	const textContent = getter(Node, "textContent");
	const isConnected = getter(Node, "isConnected");
	const localName = getter(Element, "localName");
	const boxOf = getter(Element, "getBoundingClientRect");
	const clientLeft = getter(Element, "clientLeft");
	const clientTop = getter(Element, "clientTop");
	const isShown = getter(Element, "checkVisibility");
	const firstElement = getter(Element, "firstElementChild");
	const nextElement = getter(Element, "nextElementSibling");
	const previousElement = getter(Element, "previousElementSibling");
	const intoView = getter(Element, "scrollIntoView");
	const inDocument = getter(Document, "elementsFromPoint");
	const inShadow = getter(ShadowRoot, "elementsFromPoint");

	/** Elements stepped over in search of the next one: a page can have any number that show nothing. */
	const STEPS = 20_000;

	/** What a page in a sandbox is kept from, but on its window. */
	const KEPT = (
		"auxclick click contextmenu dblclick keydown keypress keyup mousedown mousemove mouseup pointerdown " +
		"pointermove pointerup touchend touchmove touchstart"
	).split(" ");

	/** Letters shown of what is outlined. */
	const EXCERPT = 80;

	/** What is kept free above the edge of the window, in CSS pixels, when an element is brought into view: the bar's. */
	const MARGIN = 160;

	/**
	 * @param {Element} element
	 * @returns {Document | null} what a frame of the page's own origin shows
	 */
	function framed(element) {
		if (!/^i?frame$/.test(localName(element))) return null;
		const inner = /** @type {HTMLIFrameElement} */ (element).contentDocument;
		return inner?.body ? inner : null;
	}

	/**
	 * @param {Element} element
	 * @returns {HTMLSlotElement | undefined} where it is shown, if that is a slot; those of closed roots too
	 */
	function slotOf(element) {
		const parent = parentNode(element);
		const shadow = parent && nodeType(parent) === Node.ELEMENT_NODE ? shadowOf(parent) : null;
		return shadow
			? [...shadow.querySelectorAll("slot")].find((slot) => slot.assignedElements().includes(element))
			: undefined;
	}

	/**
	 * @param {Element} element
	 * @returns {Element | null} what it stands in, as it is shown: through slots, shadow roots and frames
	 */
	function above(element) {
		const parent = parentNode(element);
		if (!parent) return null;
		if (nodeType(parent) !== Node.ELEMENT_NODE) return /** @type {ShadowRoot} */ (parent).host ?? null;
		if (localName(parent) === "html") return element.ownerDocument.defaultView?.frameElement ?? null;
		return slotOf(element) ?? parent;
	}

	/**
	 * @param {Element} element
	 * @returns {Element | null} the first of what it holds, as it is shown
	 */
	function firstIn(element) {
		const inner = framed(element);
		if (inner) return inner.body;
		const shadow = shadowOf(element);
		if (shadow) return shadow.firstElementChild;
		const [assigned] =
			localName(element) === "slot" ? /** @type {HTMLSlotElement} */ (element).assignedElements() : [];
		return assigned ?? firstElement(element);
	}

	/**
	 * @param {Element} element
	 * @param {1 | -1} way
	 * @returns {Element | null}
	 */
	function beside(element, way) {
		if (localName(element) === "body") return null;
		const slot = slotOf(element);
		if (!slot) return (way > 0 ? nextElement : previousElement)(element);
		const all = slot.assignedElements();
		return all[all.indexOf(element) + way] ?? null;
	}

	/**
	 * The next element of the page in the order shown.
	 * @param {Element} element
	 * @param {1 | -1} way
	 */
	function step(element, way) {
		/** @param {Element} at */
		const lastIn = (at) => {
			for (let last = firstIn(at); last; last = firstIn(at)) {
				for (let next = beside(last, 1); next; next = beside(last, 1)) last = next;
				at = last;
			}
			return at;
		};
		if (way < 0) {
			const before = beside(element, -1);
			return before ? lastIn(before) : above(element);
		}
		let next = firstIn(element);
		for (let at = /** @type {Element | null} */ (element); at && !next; at = above(at)) next = beside(at, 1);
		return next;
	}

	/** @param {Element} element */
	function isInline(element) {
		return /^(?:inline|contents|none|ruby|math)/.test(getComputedStyle(element).display);
	}

	/** @param {Element} element */
	function hasBox(element) {
		if (!isShown(element, { visibilityProperty: true })) return false;
		const { width, height } = boxOf(element);
		return width > 1 && height > 1;
	}

	/**
	 * @param {Element} element
	 * @returns {boolean} whether it is a block of its own that begins with no other
	 */
	function isTextBlock(element) {
		if (!hasBox(element) || isInline(element)) return false;
		for (let node = firstChild(element); node; node = nextSibling(node)) {
			if (nodeType(node) === Node.TEXT_NODE ? /\S/.test(nodeValue(node)) : false) return true;
			if (nodeType(node) === Node.ELEMENT_NODE && /\S/.test(textContent(node)) && hasBox(node)) {
				return isInline(node);
			}
		}
		return false;
	}

	/**
	 * @param {Element | null} element
	 * @returns {Element | null} the nearest that stands on lines of its own, from this one up
	 */
	function blockAround(element) {
		let at = element;
		while (at && isInline(at)) at = above(at);
		return at && localName(at) !== "html" ? at : null;
	}

	/**
	 * Where an element is in the window, through frames.
	 * @param {Element} element
	 */
	function placeOf(element) {
		let { left, top, width, height } = boxOf(element);
		for (
			let frame = element.ownerDocument.defaultView?.frameElement;
			frame;
			frame = frame.ownerDocument.defaultView?.frameElement
		) {
			const box = boxOf(frame);
			left += box.left + clientLeft(frame);
			top += box.top + clientTop(frame);
		}
		return { left, top, width, height };
	}

	/**
	 * @param {HTMLElement} element
	 * @param {Record<string, string>} style that no sheet of the page's can beat
	 */
	function dress(element, style) {
		for (const [property, value] of Object.entries(style))
			element.style.setProperty(property, value, "important");
	}

	/**
	 * An empty frame over the window, above all else.
	 * @param {HTMLElement} host
	 * @param {AbortSignal} signal
	 * @returns {Promise<HTMLElement>} where to draw: its body, once it is there to stay
	 */
	function layOver(host, signal) {
		const whole = {
			all: "initial",
			display: "block",
			position: "fixed",
			inset: "0",
			width: "100%",
			height: "100%",
			"max-width": "none",
			"max-height": "none",
			border: "0",
			background: "none",
			"z-index": "2147483647",
			// A frame of another scheme than the element around it is not seen through.
			"color-scheme": "light",
		};
		dress(host, whole);
		const frame = document.createElement("iframe");
		dress(frame, whole);
		frame.title = message("pickPoint");
		const root = host.attachShadow({ mode: "closed" });
		root.append(frame);
		/** @returns {HTMLElement} */
		const ground = () => {
			const body = frame.contentDocument?.body;
			if (body) return body;
			const stand = document.createElement("div");
			dress(stand, whole);
			frame.replaceWith(stand);
			for (const type of KEPT) {
				root.addEventListener(type, (event) => event.stopPropagation(), { signal });
			}
			return stand;
		};
		return new Promise((resolve) => {
			// The first document may give way to another.
			frame.addEventListener("load", () => resolve(ground()), { once: true });
			document.documentElement.append(host);
			host.popover = "manual";
			host.showPopover();
		});
	}

	/**
	 * @param {Parameters<typeof faircopyPick.point>[0]} then what comes of it: one of the two, once
	 * @returns {{ host: HTMLElement, end: () => void }} what stands in the page, and how to take it away
	 */
	function point({ read, giveUp }) {
		const listening = new AbortController();
		const { signal } = listening;
		const host = document.createElement("div");
		/** @type {Element | null} */
		let target = null;
		/** What was outlined before it was made larger. @type {Element[]} */
		let trail = [];
		/** @type {Element | null} */
		let hit = null;
		/** @type {(element: Element | null) => void} */
		let show = () => {};

		function end() {
			listening.abort();
			host.remove();
		}

		/**
		 * @param {number} x
		 * @param {number} y in the window
		 * @returns {Element | null} the page's innermost element there
		 */
		function under(x, y) {
			/** @type {Document | ShadowRoot} */
			let root = document;
			/** @type {Element | null} */
			let found = null;
			for (;;) {
				/** @type {Element[]} */
				const all = (nodeType(root) === Node.DOCUMENT_NODE ? inDocument : inShadow)(root, x, y);
				/** @type {Document | ShadowRoot} */
				const within = root;
				/** @type {Element | undefined} */
				const element = all.find((e) => e !== host && rootOf(e) === within);
				if (!element || element === found) return found;
				found = element;
				const inner = framed(element);
				/** @type {Document | ShadowRoot | null} */
				const next = inner ?? shadowOf(element);
				if (!next) return found;
				if (inner) {
					const box = boxOf(element);
					x -= box.left + clientLeft(element);
					y -= box.top + clientTop(element);
				}
				root = next;
			}
		}

		/**
		 * @param {Element | null} element to outline
		 * @param {boolean} [bring] whether it is to be seen
		 */
		function outline(element, bring = false) {
			target = element;
			show(element);
			if (!element || !bring) return;
			const { top, height } = placeOf(element);
			const room = window.innerHeight - MARGIN;
			if (top >= 0 && top + Math.min(height, 40) <= room) return;
			intoView(element, { block: height < room ? "center" : "start", behavior: "instant" });
		}

		/** @param {Element} one @param {Element} other */
		function looksAlike(one, other) {
			const [a, b] = [placeOf(one), placeOf(other)];
			return /** @type {const} */ (["left", "top", "width", "height"]).every(
				(side) => Math.abs(a[side] - b[side]) < 2,
			);
		}

		function larger() {
			if (!target) return begin();
			let at = above(target);
			while (at && (!hasBox(at) || looksAlike(at, target))) at = above(at);
			if (!at) return;
			trail.push(target);
			outline(at);
		}

		function smaller() {
			if (!target) return begin();
			const before = trail.pop();
			if (before && isConnected(before)) {
				outline(before, true);
				return;
			}
			const within = target;
			let at = firstIn(target);
			for (let steps = STEPS; at && steps > 0; steps--) {
				if (hasBox(at) && !isInline(at) && !looksAlike(at, within)) break;
				const next = hasBox(at) || getComputedStyle(at).display === "contents" ? firstIn(at) : null;
				at = next ?? beside(at, 1);
			}
			if (at && !isInline(at)) outline(at, true);
		}

		/** @param {1 | -1} way */
		function aside(way) {
			if (!target) return begin();
			let at = beside(target, way);
			while (at && (at === host || !hasBox(at))) at = beside(at, way);
			if (!at) return;
			trail = [];
			outline(at, true);
		}

		/** @param {1 | -1} way */
		function along(way) {
			if (!target) return begin();
			let at = step(target, way);
			for (let steps = STEPS; at && at !== document.body && steps > 0; steps--) {
				if (at !== host && isTextBlock(at)) {
					trail = [];
					outline(at, true);
					return;
				}
				at = step(at, way);
			}
		}

		/** Without a pointer it begins at the first block that is seen. */
		function begin() {
			/** @type {Element | null} */
			let at = document.body;
			for (let steps = STEPS; at && steps > 0; steps--) {
				if (isTextBlock(at) && at !== document.body && placeOf(at).top >= 0) break;
				at = step(at, 1);
			}
			outline(at ?? document.body, true);
		}

		function take() {
			const chosen = target;
			if (!chosen || !isConnected(chosen)) return;
			const path = [];
			for (let at = /** @type {Element | null} */ (chosen); at; at = above(at)) path.push(at);
			read(path);
		}

		/** @type {Record<string, (event: KeyboardEvent) => void>} */
		const keys = {
			ArrowUp: larger,
			ArrowDown: smaller,
			ArrowLeft: () => aside(-1),
			ArrowRight: () => aside(1),
			Tab: ({ shiftKey }) => along(shiftKey ? -1 : 1),
			Enter: take,
			Escape: giveUp,
		};

		/** @param {KeyboardEvent} event */
		function press(event) {
			if (!event.isTrusted || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
			if (!Object.hasOwn(keys, event.key)) return;
			const on = /** @type {Element | null} */ (event.target);
			if (event.key === "Enter" && on?.localName === "button") return;
			event.preventDefault();
			event.stopImmediatePropagation();
			keys[event.key](event);
		}

		/** @param {PointerEvent} event */
		function follow({ isTrusted, clientX, clientY }) {
			if (!isTrusted) return;
			const block = blockAround(under(clientX, clientY));
			// Beside all that it holds nobody means the whole page.
			const at = block && (localName(block) !== "body" || isTextBlock(block)) ? block : null;
			// What was made larger stays so while the pointer stays.
			if (at === hit && target) return;
			hit = at;
			trail = [];
			outline(at);
		}

		/** @param {HTMLElement} ground */
		function furnish(ground) {
			if (signal.aborted) return;
			const { bar, ring, words } = draw(ground, { take, larger, smaller, giveUp }, signal);
			/** @param {Event} event */
			const isOnBar = (event) => bar.contains(/** @type {Node} */ (event.target));
			let touched = false;
			/** @param {PointerEvent} event */
			const move = (event) => {
				if (event.pointerType !== "touch" && !isOnBar(event)) follow(event);
			};
			ground.addEventListener("pointermove", move, { signal });
			ground.addEventListener(
				"pointerdown",
				(event) => {
					touched = event.pointerType === "touch";
				},
				{ signal },
			);
			ground.addEventListener(
				"click",
				(event) => {
					if (!event.isTrusted || event.button !== 0 || isOnBar(event)) return;
					follow(/** @type {PointerEvent} */ (event));
					// A finger has not pointed before: what it means is seen first, and read by the button.
					if (!touched) take();
				},
				{ signal },
			);
			// The focus stays where the keys are heard.
			bar.addEventListener("mousedown", (event) => event.preventDefault(), { signal });
			ground.addEventListener("keydown", press, { signal });
			// Where the focus has gone elsewhere.
			window.addEventListener("keydown", (event) => event.target !== host && press(event), {
				capture: true,
				signal,
			});

			show = (element) => {
				const text = element ? textContent(element).trim().replace(/\s+/g, " ") : "";
				words.textContent = text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text;
			};
			const draws = () => {
				if (signal.aborted) return;
				// A page that takes it away has ended it.
				if (!host.isConnected) {
					giveUp();
					return;
				}
				if (target && !isConnected(target)) outline(null);
				ring.hidden = !target;
				if (target) {
					const { left, top, width, height } = placeOf(target);
					// Where it is larger than the window its edge is that of the window.
					const [x, y] = [Math.max(left - 3, 0), Math.max(top - 3, 0)];
					ring.style.translate = `${x}px ${y}px`;
					ring.style.width = `${Math.min(left + width + 3, window.innerWidth) - x}px`;
					ring.style.height = `${Math.min(top + height + 3, window.innerHeight) - y}px`;
				}
				window.requestAnimationFrame(draws);
			};
			draws();
			ground.focus();
		}

		layOver(host, signal).then(furnish).catch(giveUp);
		return { host, end };
	}

	/**
	 * Draws the ring and the bar.
	 * @param {HTMLElement} ground
	 * @param {{ take: () => void, larger: () => void, smaller: () => void, giveUp: () => void }} acts
	 * @param {AbortSignal} signal
	 */
	function draw(ground, { take, larger, smaller, giveUp }, signal) {
		/**
		 * @template {keyof HTMLElementTagNameMap} Name
		 * @param {Name} name
		 * @param {Record<string, string>} style
		 */
		const make = (name, style) => {
			const made = ground.ownerDocument.createElement(name);
			dress(made, style);
			return made;
		};
		ground.lang = message("@@ui_locale").replaceAll("_", "-");
		ground.dir = message("@@bidi_dir");
		const over = { position: "fixed", inset: "0", margin: "0", overflow: "hidden", outline: "none" };
		dress(ground, { ...over, cursor: "crosshair" });
		ground.tabIndex = -1;
		// A screen reader hands the keys on to us.
		ground.setAttribute("role", "application");
		ground.setAttribute("aria-label", message("pickHow"));

		const ring = make("div", {
			position: "fixed",
			inset: "0 auto auto 0",
			"box-sizing": "border-box",
			border: "3px solid #0b57d0",
			"border-radius": "4px",
			background: "rgb(11 87 208 / 12%)",
			"box-shadow": "0 0 0 2px #fff, inset 0 0 0 1px #fff",
			"pointer-events": "none",
		});
		ring.hidden = true;
		const bar = make("div", {
			position: "fixed",
			inset: "auto 0 16px 0",
			width: "fit-content",
			"max-width": "min(560px, calc(100vw - 32px))",
			"box-sizing": "border-box",
			margin: "0 auto",
			padding: "12px 16px",
			font: "16px/1.4 system-ui, sans-serif",
			"border-radius": "10px",
			border: "1px solid light-dark(#c8c4bc, #55524c)",
			"color-scheme": "light dark",
			background: "light-dark(#fffdf8, #24231f)",
			color: "light-dark(#222, #eee)",
			"box-shadow": "0 4px 24px rgb(0 0 0 / 25%)",
			cursor: "default",
		});
		const how = make("div", {});
		how.setAttribute("role", "status");
		const words = make("div", {
			overflow: "hidden",
			"white-space": "nowrap",
			"text-overflow": "ellipsis",
			"margin-top": "6px",
			"min-height": "1.4em",
			opacity: "0.8",
		});
		words.setAttribute("role", "status");
		words.dir = "auto";
		const row = make("div", { display: "flex", gap: "8px", "margin-top": "8px", "flex-wrap": "wrap" });
		/** @type {[string, string, () => void][]} */
		const buttons = [
			["pickRead", "Enter", take],
			["pickLarger", "ArrowUp", larger],
			["pickSmaller", "ArrowDown", smaller],
			["pickCancel", "Escape", giveUp],
		];
		for (const [label, key, act] of buttons) {
			const button = make("button", {
				font: "inherit",
				padding: "6px 12px",
				"min-height": "44px",
				"border-radius": "8px",
				border: "1px solid currentcolor",
				background: "none",
				color: "inherit",
				cursor: "pointer",
			});
			button.type = "button";
			button.textContent = message(label);
			button.setAttribute("aria-keyshortcuts", key);
			button.addEventListener("click", (event) => event.isTrusted && act(), { signal });
			row.append(button);
		}
		bar.append(how, words, row);
		ground.append(ring, bar);
		// What is said in a live region is heard if it comes after the region.
		window.requestAnimationFrame(() => {
			how.textContent = message(window.matchMedia("(pointer: coarse)").matches ? "pickHowTouch" : "pickHow");
		});
		return { bar, ring, words };
	}

	Object.defineProperty(globalThis, "faircopyPick", { value: { point } });
})();

undefined;
