// Builds one archive for each store, `target/faircopy-chrome-VERSION.zip` and `target/faircopy-firefox-VERSION.zip`, and
// that of the sources, which Mozilla's asks for: `target/faircopy-source-VERSION.zip`. The same sources give the same
// bytes.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "../build.mjs";
import { shippedFiles } from "./form.mjs";
import { digest, EXTENSION, FORMS, ROOT, run, TARGET, version } from "./paths.mjs";
import { zip } from "./zip.mjs";

/** Largest that an archive may be, in bytes: more would be something that was not meant to be shipped. */
const LARGEST = 1_500_000;

await build();
for (const form of FORMS) {
	const files = await shippedFiles(form);
	const archive = zip(files);
	if (archive.length > LARGEST) throw new Error(`${form}: ${archive.length} bytes are more than ${LARGEST}`);
	const path = join(TARGET, `faircopy-${form}-${version()}.zip`);
	await writeFile(path, archive);
	console.log(`${path}\n  ${archive.length} bytes, sha256 ${digest(archive)}`);
	if (form !== FORMS[0]) continue;
	for (const [name, body] of files) {
		if (!/\.(?:js|css|wasm)$/.test(name)) continue;
		console.log(`  ${name}: ${body.length} bytes, ${gzipSync(body, { level: 9 }).length} compressed`);
	}
}

/** What is in the repository, as it stands in the checkout. @type {Map<string, Uint8Array>} */
const sources = new Map();
for (const path of (await run("git", ["ls-files", "-z"])).split("\0").filter(Boolean).sort()) {
	// Pictures for the stores are no source of anything.
	if (path.startsWith("extension/store/pictures/")) continue;
	const body = await readFile(join(ROOT, path)).catch(() => undefined);
	if (body) sources.set(path, body);
}
sources.set("BUILD.md", await readFile(join(EXTENSION, "store", "build.md")));
const archive = zip(sources);
const path = join(TARGET, `faircopy-source-${version()}.zip`);
await writeFile(path, archive);
console.log(`${path}\n  ${archive.length} bytes, sha256 ${digest(archive)}`);
