// Builds the extension, unpacked, for both browsers: `node extension/build.mjs [chrome] [firefox]`.
// What is up to date is left alone. Needs cargo, wasm-bindgen and `npm ci` (`make setup`).

import { fileURLToPath } from "node:url";
import { buildCore } from "./build/core.mjs";
import { buildForm } from "./build/form.mjs";
import { FORMS } from "./build/paths.mjs";

/** @typedef {import("./build/paths.mjs").Form} Form */

/**
 * @param {readonly Form[]} [forms] both, if none is named
 * @returns {Promise<Record<Form, string>>} the folder of each form
 */
export async function build(forms = FORMS) {
	await buildCore();
	/** @type {Partial<Record<Form, string>>} */
	const dirs = {};
	for (const form of forms) dirs[form] = await buildForm(form);
	return /** @type {Record<Form, string>} */ (dirs);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const named = process.argv.slice(2);
	const unknown = named.find((form) => !FORMS.includes(/** @type {Form} */ (form)));
	if (unknown) {
		console.error(`no such form: ${unknown} (there are ${FORMS.join(" and ")})`);
		process.exit(2);
	}
	const forms = named.length > 0 ? /** @type {Form[]} */ (named) : FORMS;
	for (const dir of Object.values(await build(forms))) console.log(dir);
}
