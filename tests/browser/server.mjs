// Serves the test sites: `sites/<name>.html` at `/<name>.html`, with the headers that its first comment asks for
// (`<!-- headers: { "content-security-policy": "script-src 'none'" } -->`), and with the article that most of them
// show, `sites/parts/article.html`, in place of `<!-- article -->`.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { PassThrough } from "node:stream";
import { fileURLToPath } from "node:url";

const SITES = fileURLToPath(new URL("sites/", import.meta.url));

const ARTICLE = "<!-- article -->";

/** @type {Record<string, string>} */
const TYPES = {
	".html": "text/html; charset=utf-8",
	".xhtml": "application/xhtml+xml",
	".xml": "application/xml",
	".svg": "image/svg+xml",
	".png": "image/png",
	".jpg": "image/jpeg",
	".pdf": "application/pdf",
	".txt": "text/plain; charset=utf-8",
	".json": "application/json",
	".css": "text/css",
	".js": "text/javascript",
};

/**
 * @typedef {object} Served
 * @property {string} origin where it is
 * @property {Map<string, string | Buffer>} made files made by a test, by path
 * @property {{ path: string, body: string }[]} posted what pages sent, reports of their policy among it
 * @property {string[]} asked paths with queries that were asked for, in order
 * @property {(path: string) => { write: (text: string) => void, end: () => void }} slowly holds back the answer to the
 *   next that asks for a path, but for what is written
 * @property {() => Promise<void>} close
 */

/**
 * @param {string} [sites]
 * @returns {Promise<Served>}
 */
export async function serve(sites = SITES) {
	/** @type {Map<string, string | Buffer>} */
	const made = new Map();
	/** @type {{ path: string, body: string }[]} */
	const posted = [];
	/** @type {string[]} */
	const asked = [];
	/** @type {Map<string, PassThrough>} */
	const slow = new Map();
	const article = await readFile(join(SITES, "parts", "article.html"), "utf8");
	const server = createServer(async (request, response) => {
		const { pathname } = new URL(request.url ?? "/", "http://localhost");
		asked.push(request.url ?? "");
		if (request.method === "POST") {
			let body = "";
			for await (const chunk of request) body += chunk;
			posted.push({ path: pathname, body });
			response.writeHead(204).end();
			return;
		}
		const held = slow.get(pathname);
		if (held) {
			slow.delete(pathname);
			response.writeHead(200, { "content-type": TYPES[extname(pathname)] });
			held.pipe(response);
			return;
		}
		try {
			let body = made.get(pathname) ?? (await readFile(join(sites, pathname)));
			const type = TYPES[extname(pathname)] ?? "application/octet-stream";
			/** @type {Record<string, string>} */
			let headers = {};
			if (/html/.test(type)) {
				const text = body.toString();
				body = text.replace(ARTICLE, article);
				headers = JSON.parse(/^<!-- headers: (\{.*?\}) -->/s.exec(text)?.[1] ?? "{}");
			}
			response.writeHead(200, { "content-type": type, ...headers }).end(body);
		} catch {
			response.writeHead(404, { "content-type": "text/plain" }).end("not here");
		}
	});
	await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
	const address = /** @type {import("node:net").AddressInfo} */ (server.address());
	return {
		origin: `http://127.0.0.1:${address.port}`,
		made,
		posted,
		asked,
		slowly(path) {
			const held = new PassThrough();
			slow.set(path, held);
			return { write: (text) => held.write(text), end: () => held.end() };
		},
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
