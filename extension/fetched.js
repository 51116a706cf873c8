// An address → the page it leads to, as text. In the background and, where pages of an article are put together,
// in the page: `globalThis.faircopyFetched`.

(() => {
	if (Object.hasOwn(globalThis, "faircopyFetched")) return;

	/** Bytes of one page: what the core takes on (`LARGEST_PAGE` in src/reading.rs). */
	const LARGEST = 16 << 20;

	/** A page names its encoding within these: https://html.spec.whatwg.org/#determining-the-character-encoding */
	const PRESCANNED = 1024;

	/**
	 * @param {string} type the answer's `Content-Type`
	 * @param {Uint8Array} bytes
	 * @returns {string} label of the encoding
	 */
	function encodingOf(type, bytes) {
		const start = new TextDecoder("latin1").decode(bytes.subarray(0, PRESCANNED));
		const named = /charset\s*=\s*["']?([\w-]+)/i;
		return (named.exec(type) ?? named.exec(start))?.[1] ?? "utf-8";
	}

	/**
	 * Fetches a page as its site would give it to the person.
	 * @param {string} url
	 * @returns {Promise<FaircopyFetched>}
	 */
	async function fetchPage(url) {
		const answer = await fetch(url, { credentials: "include", headers: { Accept: "text/html" } });
		const type = answer.headers.get("Content-Type") ?? "";
		if (!answer.ok || !/^(?:text\/html|application\/xhtml\+xml)\b/i.test(type))
			throw new Error(`${answer.status}, ${type}`);
		const bytes = new Uint8Array(await answer.arrayBuffer());
		if (bytes.length > LARGEST) throw new Error("too large");
		/** @type {TextDecoder} */
		let decoder;
		try {
			decoder = new TextDecoder(encodingOf(type, bytes));
		} catch {
			decoder = new TextDecoder();
		}
		return { text: decoder.decode(bytes), url: answer.url };
	}

	Object.defineProperty(globalThis, "faircopyFetched", { value: { fetchPage } });
})();

undefined;
