// Places in articles → what `storage.local` keeps of them under `places`, and back: which block was being read, by
// the article's address and the block's first words, both as hashes. Pure: reading and writing is the caller's.
// To clear all, remove `places`.
//
// The hashes keep addresses and words from being read off; who has an address can tell whether it is there.
// `globalThis.faircopyPlaces`. The background imports this file; in a page it is injected before way.js.

(() => {
	if (Object.hasOwn(globalThis, "faircopyPlaces")) return;

	/** @typedef {FaircopyPlace} Place */

	/** Articles whose place is kept; the one left longest ago goes first. */
	const MOST = 200;

	/** How long a place is kept, in milliseconds: 90 days. */
	const LONGEST = 90 * 24 * 60 * 60 * 1000;

	/** Letters of a block that tell it from others. */
	const FIRST = 80;

	const HASH = /^[0-9a-f]{16}$/;

	/**
	 * Two 32-bit hashes of a text's UTF-16 code units, FNV-1a with its own and another basis:
	 * http://www.isthe.com/chongo/tech/comp/fnv/
	 * @param {string} text
	 * @returns {string} 16 hexadecimal digits
	 */
	function hash(text) {
		let [one, other] = [0x811c9dc5, 0xc59d1c81];
		for (let i = 0; i < text.length; i++) {
			const unit = text.charCodeAt(i);
			one = Math.imul(one ^ unit, 0x01000193);
			other = Math.imul(other ^ (unit + i), 0x01000193);
		}
		return [one, other].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
	}

	/**
	 * @param {string} address of a page; what follows `#` makes no other article
	 * @returns {string}
	 */
	function articleOf(address) {
		return hash(address.replace(/#.*/s, ""));
	}

	/**
	 * @param {string} text of a block
	 * @returns {string}
	 */
	function blockOf(text) {
		return hash(text.replace(/\s+/g, " ").trim().slice(0, FIRST));
	}

	/**
	 * What is kept, as read from storage, without what has expired.
	 * @param {unknown} found
	 * @param {number} now milliseconds since 1970
	 * @returns {Place[]} the one left longest ago first
	 */
	function kept(found, now) {
		/** @param {any} place @returns {place is Place} */
		const isPlace = (place) =>
			place !== null &&
			typeof place === "object" &&
			[place.article, place.block].every((word) => typeof word === "string" && HASH.test(word)) &&
			Number.isInteger(place.at) &&
			place.at >= 0 &&
			Number.isFinite(place.moment) &&
			place.moment <= now &&
			now - place.moment < LONGEST;
		return (Array.isArray(found) ? found : [])
			.filter(isPlace)
			.map(({ article, block, at, moment }) => ({ article, block, at, moment }))
			.slice(-MOST);
	}

	/**
	 * @param {unknown} found what is kept
	 * @param {string} article
	 * @param {number} now
	 * @returns {Place | undefined}
	 */
	function find(found, article, now) {
		return kept(found, now).findLast((place) => place.article === article);
	}

	/**
	 * @param {unknown} found what is kept
	 * @param {{ article: string, block?: string, at?: number }} left without a block: the article has been read
	 * @param {number} now
	 * @returns {Place[]} what to keep
	 */
	function put(found, { article, block, at }, now) {
		const others = kept(found, now).filter((place) => place.article !== article);
		return block === undefined ? others : kept([...others, { article, block, at, moment: now }], now);
	}

	/**
	 * Where a kept place is in an article that may have changed since.
	 * @param {Place} place
	 * @param {readonly string[]} blocks of the article as it is now, see `blockOf`
	 * @returns {number} index of the block, nearest to where it was; -1 where it is gone
	 */
	function locate({ block, at }, blocks) {
		let best = -1;
		for (const [now, other] of blocks.entries()) {
			if (other === block && (best < 0 || Math.abs(now - at) < Math.abs(best - at))) best = now;
		}
		return best;
	}

	Object.defineProperty(globalThis, "faircopyPlaces", {
		value: { articleOf, blockOf, kept, find, put, locate },
	});
})();

undefined;
