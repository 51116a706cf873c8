// A long article with crossheads and pictures, of our own words, for the tests of finding one's way and for pictures.

const PLACES = ["ferry", "saltings", "causeway", "sluice", "mill", "quay", "beacon", "heronry"];
const THINGS = ["rope", "lantern", "tide table", "gate", "ledger", "bell", "boat", "signpost"];

/** Crossheads of the article with their levels. @type {readonly (readonly [2 | 3, string])[]} */
export const CROSSHEADS = [
	[2, "Out by the saltings"],
	[3, "What the tide leaves"],
	[2, "The mill and its keeper"],
	[2, "Home along the quay"],
];

export const HEADLINE = "The long way round the estuary";

/** @param {number} section @param {number} at */
const paragraph = (section, at) => {
	const [place, thing] = [PLACES[(section * 3 + at) % 8], THINGS[(section + at * 5) % 8]];
	const number = section * 10 + at + 1;
	return `At post ${number} the path leaves the ${place} behind, and whoever walks it looks for the ${thing} that was left there in the winter of the floods. It is told that a child found it, that she kept it for a year, and that nobody thought of asking her why; the ${place} was quiet then, as it is now, and the wind goes over the grass in long slow waves that one can follow with the eye until they reach the water.`;
};

/** @param {number} section */
const paragraphs = (section) => [0, 1, 2, 3].map((at) => `<p>${paragraph(section, at)}</p>`).join("\n");

/**
 * @param {{ lang?: string, dir?: string }} [how]
 * @returns {string} the page
 */
export function walk({ lang = "en", dir = "ltr" } = {}) {
	const figure = `<figure><img src="/small.png" srcset="/small.png 320w, /large.png 1280w" width="320" height="200" alt="Reeds, and a boat among them"><figcaption>The last of the ferries, drawn up for the winter.</figcaption></figure>`;
	const sections = CROSSHEADS.map(
		([level, text], at) => `<h${level}>${text}</h${level}>\n${paragraphs(at + 1)}${at === 1 ? figure : ""}`,
	);
	return `<!doctype html><html lang="${lang}" dir="${dir}"><head><meta charset="utf-8"><title>${HEADLINE}</title></head>
<body><nav><a href="/">Home</a> <a href="/walks">Walks</a></nav><main><article><h1>${HEADLINE}</h1>
<p class="byline">By <a rel="author" href="/ines">Ines Tarrow</a>, <time datetime="2026-05-04">4 May 2026</time></p>
${paragraphs(0)}
${sections.join("\n")}
</article></main><footer>Imprint</footer></body></html>`;
}
