// The typefaces that we bring ourselves → fonts of a document, while one of them is chosen and no longer.
//
// From their bytes, loaded before they are added: no policy of the page forbids that in either browser, no event tells
// the page, and nothing of ours need be open to pages. What a page can see while the article stands is that its
// `document.fonts` has some more. Injected when such a face is chosen; the options page uses it for its preview.

(() => {
	if (Object.hasOwn(globalThis, "faircopyFaces")) return;

	const { api, getter } = globalThis.faircopyBrowser;

	/** @typedef {{ file: string } & FontFaceDescriptors} Font */

	/** Where each of a face's files holds its letters. */
	const LATIN = "U+0-FF,U+131,U+152-153,U+192,U+2C6-2DD,U+2010-2212";
	const MORE = "U+100-130,U+132-151,U+154-191,U+193-2C5,U+1E9E";

	/**
	 * Of OpenDyslexic without the slanted forms: the browser slants.
	 * @type {Record<string, Font[]>}
	 */
	const FONTS = {
		legible: ["400-normal", "400-italic", "700-normal", "700-italic"].flatMap((kind) => {
			const [weight, style] = kind.split("-");
			return [
				{ file: `legible-latin-${kind}`, weight, style, unicodeRange: LATIN },
				{ file: `legible-latin-ext-${kind}`, weight, style, unicodeRange: MORE },
			];
		}),
		dyslexic: ["400", "700"].map((weight) => ({ file: `dyslexic-latin-${weight}-normal`, weight })),
	};

	/**
	 * A page may not have our files, so neither may our scripts in it; the background gives them as text.
	 * @param {string} file
	 * @returns {Promise<ArrayBuffer>}
	 */
	async function fromBackground(file) {
		const text = await api.runtime.sendMessage({ did: "wantsFont", file });
		return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
	}

	/**
	 * @param {Parameters<typeof faircopyFaces.attach>[0]} place
	 * @returns {ReturnType<typeof faircopyFaces.attach>}
	 */
	function attach({ page, mark, read = fromBackground }) {
		const { FontFace } = /** @type {Window & typeof globalThis} */ (page.defaultView);
		/** A form of the page may be called `fonts`. @type {FontFaceSet} */
		const fonts = getter(Document, "fonts")(page);
		/** @type {Map<string, Promise<FontFace[]>>} */
		const loaded = new Map();
		/** @type {FontFace[]} */
		let added = [];
		let wanted = "";

		/** @param {string} face */
		function load(face) {
			const faces = (FONTS[face] ?? []).map(async ({ file, ...how }) => {
				// The name that extension/reader.css has for it.
				const font = new FontFace(`${mark}-${face}`, await read(file), how);
				return font.load();
			});
			return Promise.all(faces);
		}

		function clear() {
			wanted = "";
			for (const font of added) fonts.delete(font);
			added = [];
		}

		return {
			clear,
			async show(face) {
				if (face === wanted) return;
				clear();
				wanted = face;
				const coming = loaded.get(face) ?? load(face);
				loaded.set(face, coming);
				const faces = await coming;
				// Another was chosen meanwhile, or the reader left.
				if (wanted !== face || added.length > 0) return;
				for (const font of faces) fonts.add(font);
				added = faces;
			},
		};
	}

	Object.defineProperty(globalThis, "faircopyFaces", { value: { attach } });
})();

undefined;
