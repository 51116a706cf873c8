// What the injected scripts share in a page's isolated world. Types only; not shipped.

/** What a person set, kept in `storage.local` under `settings`. */
interface FaircopySettings {
	theme?: "auto" | "light" | "sepia" | "grey" | "dark" | "black" | "contrast" | "own";
	face?: "serif" | "sans" | "mono" | "legible" | "dyslexic";
	/** 1 to 9; 4 is the plain one. */
	size?: number;
	width?: "narrow" | "medium" | "wide";
	leading?: "tight" | "medium" | "loose";
	letters?: "medium" | "wide" | "wider";
	words?: "medium" | "wide" | "wider";
	align?: "auto" | "start" | "justify";
	/** Whether all but a few lines are dimmed. Named in the interface by one string each, as these are ticks. */
	ruler?: "off" | "on";
	/** Whether single letters act: https://www.w3.org/TR/WCAG22/#character-key-shortcuts */
	keys?: "on" | "off";
	/** Whether the place in an article is kept for the next time. */
	places?: "on" | "off";
	/** The two colours of the theme of one's own, as #rrggbb. */
	ink?: string;
	paper?: string;
}

/** One reading of one page, in the core's memory. */
interface FaircopySession {
	readonly readable: boolean;
	readonly reading: object;
	/** Where the article goes on: null or undefined where it does not. */
	readonly pages?: { number: number; count?: number; next?: string; whole?: string } | null;
	build(document: Document, mark: string): HTMLElement;
	/** Of each block built the ordinal of the page's element that it came from, and the block's own element. */
	readonly ordinals: Uint32Array;
	readonly blocks: Element[];
	/** Minutes that reading takes, at least 1. */
	readonly minutes: number;
	/** Reads the next page and gives what it adds, not yet in the page. */
	join(snapshot: Uint8Array, url: string, document: Document, mark: string): HTMLElement;
	/**
	 * Reads the page again; see `src/grown.rs` for the two lists. Gives how many posts are new; 0 where what is new are
	 * no posts, undefined where there is nothing new: then `ordinals` are those of this snapshot.
	 */
	grow(snapshot: Uint8Array, url: string, was: Uint32Array, pieces: Uint32Array): number | undefined;
	/** Puts what was found into the article: `ordinals` are those of that snapshot from then on. */
	put(document: Document, article: Element, mark: string): void;
	free(): void;
}

interface FaircopyCore {
	readonly kind: "wasm" | "js";
	/** @param source the wasm file: compiled, or its bytes for the twin, whose constants stand in it */
	load(source: WebAssembly.Module | Uint8Array): Promise<void>;
	/** What a snapshot holds: known before `load`. */
	readonly lists: FaircopyLists;
	Session: { read(snapshot: Uint8Array, url: string): FaircopySession };
}

/** What a press came to. */
interface FaircopyAnswer {
	/**
	 * `refused`: the page's policy forbids wasm; `unstyled`: our sheet is not in; `unable`: no page to read, said at
	 * the button; `absent`: our scripts are not in the page.
	 */
	did: "opened" | "left" | "noticed" | "refused" | "unstyled" | "unable" | "absent";
	/** The attribute of the opening that was left or opened. */
	mark?: string;
	/** Name of the message to show. */
	why?: string;
	/** The page may still be read: its sheet is kept for that. */
	held?: boolean;
}

interface FaircopyPress {
	mark: string;
	/** The sheet is not there yet: this press comes again. */
	early?: boolean;
	settings: FaircopySettings;
	/** Whether these settings are the site's own. */
	own?: boolean;
}

/** Where the controls stand. */
interface FaircopyControls {
	attach(place: {
		root: ShadowRoot;
		host: HTMLElement;
		settings: FaircopySettings;
		close: () => void;
		/** Nothing where there is no site to set for, or nothing may be kept. */
		site?: { own: boolean; giveUp: () => Promise<Required<FaircopySettings>> };
		save: (settings: FaircopySettings, onlyHere: boolean) => void;
		/** Opens the options page. */
		more: () => void;
		messages: (name: string, ...parts: string[]) => string;
		/** Aborted when the reader is left: what listens outside of the host holds all of it until then. */
		signal: AbortSignal;
	}): FaircopyBar;
	/** Has a host wear the settings. */
	wear(host: HTMLElement, mark: string, settings: Required<FaircopySettings>): void;
	ownColours(
		say: (name: string, ...parts: string[]) => string,
		lang: string,
		attempt: (colours: { ink: string; paper: string }) => void,
		choose: (colours: { ink: string; paper: string }) => void,
	): { element: HTMLElement; tell(settings: Required<FaircopySettings>): void };
	choiceOf<Choice extends string>(
		say: (name: string) => string,
		legend: string,
		choices: readonly Choice[],
		now: Choice,
		choose: (choice: Choice) => void,
	): { element: HTMLElement; tell(choice: Choice): void };
	sizes(
		say: (name: string) => string,
		size: number,
		lang: string,
		choose: (size: number) => void,
	): { element: HTMLElement; put(size: number): void };
	/** By namespace, so that it is an HTML element in an XHTML page too. */
	make<Name extends keyof HTMLElementTagNameMap>(
		name: Name,
		attributes?: Record<string, string>,
		...children: (Node | string)[]
	): HTMLElementTagNameMap[Name];
	/** A button with an icon, a path in a square of 24. */
	button(label: string, path: string): HTMLButtonElement;
	/** Only what a person does acts. */
	on(target: EventTarget, type: string, act: (event: Event) => void): void;
}

/** What other scripts of ours may do to the controls. */
interface FaircopyBar {
	bar: HTMLElement;
	/** As they are now. */
	settings: Readonly<Required<FaircopySettings>>;
	/** Sets, shows and keeps. */
	set(change: FaircopySettings): void;
	/** Has a function called whenever a setting has changed. */
	heed(told: () => void): void;
	/** Has something added to the finer settings when the panel is made, at the latest when it is first opened. */
	furnish(add: (finer: HTMLElement) => void): void;
	/** Has a button of the bar open and close a panel of it, one at a time; gives what does so too, and says if it opened. */
	addPanel(by: HTMLElement, panel: HTMLElement, prepare: () => void): () => boolean;
	closePanel(): void;
}

declare var faircopyBrowser: {
	api: typeof chrome;
	getter(of: { prototype: object }, name: string): (...given: any[]) => any;
	shadowOf(element: Element): ShadowRoot | null;
	message(name: string, ...parts: string[]): string;
	iconOf(active: boolean): { path?: Record<string, string> };
};
/** What stands in `storage.local`. */
interface FaircopyKept {
	settings: FaircopySettings;
	sites: Record<string, FaircopySettings>;
}

declare var faircopySettings: {
	CHOICES: {
		[Name in Exclude<keyof FaircopySettings, "size" | "ink" | "paper">]-?: readonly Required<FaircopySettings>[Name][];
	};
	SHIPPED: readonly string[];
	SIZES: number;
	DEFAULTS: Readonly<Required<FaircopySettings>>;
	fit(found: unknown): Required<FaircopySettings>;
	wordsOf(settings: Required<FaircopySettings>): string;
	isPlain(settings: Required<FaircopySettings>): boolean;
	coloursOf(chosen: { ink: string; paper: string }): {
		ink: string;
		paper: string;
		soft: string;
		accent: string;
		contrast: number;
	};
	kept(found: unknown): FaircopyKept;
	holding(found: unknown, host: string): { settings: Required<FaircopySettings>; own: boolean };
	keep(found: unknown, settings: FaircopySettings, host?: string): FaircopyKept;
	forget(found: unknown, host: string): FaircopyKept;
	toText(found: unknown): string;
	fromText(text: string): FaircopyKept | undefined;
};
declare var faircopyCore: FaircopyCore;
/** Which attributes and elements a snapshot holds: the core's. */
interface FaircopyLists {
	kept: ReadonlySet<string>;
	dropped: ReadonlySet<string>;
	emptied: ReadonlySet<string>;
}

interface FaircopyTaken {
	bytes: Uint8Array;
	elements: Element[];
	depth: number;
	/** Of an element that has such: the attributes that say how it is shown. */
	told: Map<Element, string>;
}

/** What an earlier snapshot of a page knew of its elements. */
interface FaircopyEarlier {
	ordinals: ReadonlyMap<Element, number>;
	told: ReadonlyMap<Element, string>;
}

declare var faircopySnapshot: {
	take(
		page: Document,
		lists: FaircopyLists,
		ours: (element: Element) => boolean,
		chosen?: Range | readonly Element[] | null,
		earlier?: FaircopyEarlier | null,
	): FaircopyTaken;
	takeFetched(markup: string, lists: FaircopyLists): FaircopyTaken;
};
/** What acts within the article: until `signal` is aborted. */
declare var faircopyArticle: {
	attach(place: FaircopyArticlePlace): void;
	/** The same for a page joined later, which is then the host, in the article. */
	equip(place: FaircopyArticlePlace): void;
	/** Keeps presses in the article from the page: called after all that hear of them on the window. */
	keepPresses(place: FaircopyArticlePlace): void;
	/** What a person's click on an element of the article does; the page hears nothing of it. */
	onPress(element: Element, act: (event: MouseEvent) => void): void;
};
interface FaircopyArticlePlace {
	host: HTMLElement;
	mark: string;
	messages: (name: string, ...parts: string[]) => string;
	signal: AbortSignal;
}
declare var faircopyControls: FaircopyControls;

/** Names of the scripts that come when they are called for. */
type FaircopySummoned = "faces" | "growing" | "pages" | "pick" | "way";

/** What was fetched, decoded, and where it came from in the end. */
interface FaircopyFetched {
	text: string;
	url: string;
}

declare var faircopyFetched: { fetchPage(url: string): Promise<FaircopyFetched> };
declare var faircopyPages: {
	offer(reader: {
		root: ShadowRoot;
		host: HTMLElement;
		/** Aborted when the reader is left. */
		signal: AbortSignal;
		session: FaircopySession;
		mark: string;
		lists: FaircopyLists;
	}): void;
};
declare var faircopyGrowing: {
	follow(reader: {
		root: ShadowRoot;
		host: HTMLElement;
		/** Aborted when the reader is left. */
		signal: AbortSignal;
		session: FaircopySession;
		mark: string;
		lists: FaircopyLists;
		taken: FaircopyTaken;
		/** Whether the page's markup was still coming in then. */
		unfinished: boolean;
		/** Looks whether the address is another by now, and leaves if so. */
		check: () => void;
		/** Another snapshot is the one that the session's ordinals are of. */
		renew: (taken: FaircopyTaken) => void;
		placeIn: (elements: readonly (Element | undefined)[]) => { at: number } | undefined;
		bring: (element: Element | undefined, place: { top: number; height: number }) => void;
	}): void;
	wait(again: () => Promise<void>, signal: AbortSignal): void;
};
declare var faircopyPick: {
	/** Has a person point at an element: gives it and those around it, innermost first. */
	point(then: { read: (chosen: Element[]) => void; giveUp: () => void }): { host: HTMLElement; end: () => void };
};
/** Where one was in an article; hashes in place of its address and of the words. */
interface FaircopyPlace {
	article: string;
	block: string;
	/** Index of the block. */
	at: number;
	/** Milliseconds since 1970. */
	moment: number;
}

declare var faircopyPlaces: {
	articleOf(address: string): string;
	blockOf(text: string): string;
	kept(found: unknown, now: number): FaircopyPlace[];
	find(found: unknown, article: string, now: number): FaircopyPlace | undefined;
	put(found: unknown, left: { article: string; block?: string; at?: number }, now: number): FaircopyPlace[];
	locate(place: FaircopyPlace, blocks: readonly string[]): number;
};
declare var faircopyFaces: {
	attach(place: {
		page: Document;
		mark: string;
		/** Bytes of one of `fonts/`, by its name. */
		read?: (file: string) => Promise<ArrayBuffer>;
	}): {
		/** Has the fonts of a typeface, if it is one of ours, and those of no other. */
		show(face: string): Promise<void>;
		clear(): void;
	};
};
declare var faircopyWay: {
	attach(reader: {
		root: ShadowRoot;
		host: HTMLElement;
		/** Aborted when the reader is left, with the host still in its place. */
		signal: AbortSignal;
		session: FaircopySession;
		mark: string;
		bar: FaircopyBar;
	}): void;
};
declare var faircopyContent: {
	press(press: FaircopyPress): Promise<FaircopyAnswer>;
};
declare var browser: typeof chrome;

interface Element {
	checkVisibility(options?: { visibilityProperty?: boolean }): boolean;
}

/** https://w3c.github.io/aria/#dom-ariamixin-arianotify: not yet in TypeScript's own types, nor in older browsers. */
interface Document {
	ariaNotify?: (announcement: string) => void;
}
