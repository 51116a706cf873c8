// Builds one archive for each store: `target/faircopy-chrome-VERSION.zip` and `target/faircopy-firefox-VERSION.zip`.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "../build.mjs";
import { shippedFiles } from "./form.mjs";
import { digest, FORMS, TARGET, version } from "./paths.mjs";
import { zip } from "./zip.mjs";

await build();
for (const form of FORMS) {
	const files = await shippedFiles(form);
	const archive = zip(files);
	const path = join(TARGET, `faircopy-${form}-${version()}.zip`);
	await writeFile(path, archive);
	console.log(`${path}\n  ${archive.length} bytes, sha256 ${digest(archive)}`);
	if (form !== FORMS[0]) continue;
	for (const [name, body] of files) {
		if (!/\.(?:js|css|wasm)$/.test(name)) continue;
		console.log(`  ${name}: ${body.length} bytes, ${gzipSync(body, { level: 9 }).length} compressed`);
	}
}
