// Turns what wasm-bindgen and wasm2js write into the two scripts that the background injects. Both define
// `globalThis.faircopyCore`, with the same exports:
//
// | member | `core.js` | `core-nowasm.js` |
// |---|---|---|
// | `kind` | `"wasm"` | `"js"` |
// | `lists` | what a snapshot holds, before `load` too | the same |
// | `load(source)` | compiles `core_bg.wasm` (bytes, a `Response` or a `Module`) | takes its constants from the same bytes |
// | the exports of `src/wasm.rs` | after `load` | after `load` |
//
// `load` makes a new instance each time: after a trap the stack of the old one can't be trusted, and memory that
// a large page took is given back only with the instance.

/** @typedef {{ code: string, exports: string[] }} Glue wasm-bindgen's code, and the names it exports. */

/**
 * What the core says of a snapshot: the shell takes one while the core is still on its way.
 * @typedef {{ kept: readonly string[], dropped: readonly string[], emptied: readonly string[] }} Lists
 */

/**
 * Replaces what must be there: a build with another shape of glue stops here, not in a reader's browser.
 * @param {string} code
 * @param {RegExp} pattern
 * @param {string | ((...found: string[]) => string)} replacement
 * @param {string} what named in the error
 * @returns {string}
 */
function replaceFound(code, pattern, replacement, what) {
	const replaced = code.replace(pattern, /** @type {string} */ (replacement));
	if (replaced === code)
		throw new Error(`the generated code has no ${what}: has its generator's version changed?`);
	return replaced;
}

/**
 * Reads the output of `wasm-bindgen --target no-modules`.
 * @param {string} code
 * @returns {Glue}
 */
export function readGlue(code) {
	// A default address for the wasm file, from `document.currentScript`: ours is always given.
	const glue = replaceFound(
		code,
		/^( *)let script_src;\n(?:\1.*\n)*?\1\}\n/m,
		(_, indent) => `${indent}let script_src;\n`,
		"script_src",
	);
	const exports = [...glue.matchAll(/^ *exports\.(\w+) = \1;$/gm)].map((found) => found[1]);
	if (exports.length === 0) throw new Error("the generated code exports nothing");
	return { code: glue, exports };
}

/**
 * @param {readonly string[]} names
 * @returns {string} one getter a name, reading from the instance in use
 */
function getters(names) {
	return names.map((name) => `\t\tget ${name}() {\n\t\t\treturn instance().${name};\n\t\t},\n`).join("");
}

/** How both scripts keep what `load` has made. */
const INSTANCE = `let bound;
const instance = () => {
	if (bound === undefined) throw new Error("faircopyCore is not loaded");
	return bound;
};`;

/**
 * @param {Lists} lists
 * @returns {string} a member of each script
 */
function listed(lists) {
	const sets = Object.entries(lists).map(
		([name, list]) => `\t\t\t${name}: new Set(${JSON.stringify(list)}),\n`,
	);
	return `\t\tlists: {\n${sets.join("")}\t\t},\n`;
}

/**
 * What both scripts share. Injected again, a script replaces the object and nothing else. The property is
 * *defined*: assigned, it could meet a name that the page gave to one of its elements or frames.
 * @param {string} generated
 * @param {string} members
 * @returns {string}
 */
function script(generated, members) {
	return `(() => {
${generated}
	const core = {
		__proto__: null,
${members}	};
	Object.defineProperty(globalThis, "faircopyCore", { value: core, configurable: true });
})();
undefined;
`;
}

/**
 * The core's script for pages where wasm may run.
 * @param {Glue} glue
 * @param {Lists} lists
 * @returns {string}
 */
export function wasmScript(glue, lists) {
	return script(
		`const bind = () => {
${glue.code}
return wasm_bindgen;
};
${INSTANCE}`,
		`		kind: "wasm",
		async load(source) {
			const fresh = bind();
			await fresh({ module_or_path: source });
			bound = fresh;
		},
${listed(lists)}${getters(glue.exports)}`,
	);
}

/**
 * Leaves out what the memory of the twin begins with, a seventh of the whole package as text: it has its bytes from
 * the wasm file, where they stand as they are.
 * @param {string} body what wasm2js wrote
 * @param {Uint8Array} wasm
 * @returns {string} code that copies them from `constants`
 */
function withoutConstants(body, wasm) {
	const file = Buffer.from(wasm);
	return replaceFound(
		body,
		/^( *)base64DecodeToExistingUint8Array\((\w+), (\d+), "([^"]*)"\);$/gm,
		(_, indent, memory, at, encoded) => {
			const bytes = Buffer.from(encoded, "base64");
			const from = file.indexOf(bytes);
			if (from < 0) throw new Error(`the wasm file has not the constants that the twin has at ${at}`);
			return `${indent}${memory}.set(constants.subarray(${from}, ${from + bytes.length}), ${at});`;
		},
		"constants",
	);
}

/**
 * The core's script for pages whose policy forbids wasm: the same core, translated by wasm2js.
 * @param {Glue} glue bound to the same wasm file as `translated`
 * @param {string} translated what wasm2js wrote
 * @param {Lists} lists
 * @param {Uint8Array} wasm the file to ship
 * @returns {string}
 */
export function nowasmScript(glue, translated, lists, wasm) {
	// wasm2js writes a module whose imports it names itself; here they are handed in.
	let body = replaceFound(
		translated,
		/^import \* as (\S+) from '([^']+)';$/gm,
		(_, name, from) => `const ${name} = imports[${JSON.stringify(from)}];`,
		"imports",
	);
	body = replaceFound(body, /^export var .*$/gm, "", "exports");
	body = withoutConstants(body, wasm);

	// Growing memory gives a new buffer in both worlds, but wasm detaches the old one and wasm2js leaves it
	// whole: the glue's tests for a view gone stale never fire, and it reads and writes the old memory.
	const stale = (/** @type {string} */ view) => `${view} === null || ${view}.buffer !== wasm.memory.buffer`;
	const code = glue.code.replace(
		/if \((cached\w+Memory\d+) === null \|\| .*\) \{$/gm,
		(_, view) => `if (${stale(view)}) {`,
	);
	const views = new Set(
		[...code.matchAll(/\b(cached\w+Memory\d+) = (?:new|null)\b/g)].map((found) => found[1]),
	);
	if (views.size === 0) throw new Error("the generated code has no view of memory");
	for (const view of views) {
		if (!code.includes(stale(view)))
			throw new Error(`${view} may go stale: the generated code tests it in a new way`);
	}

	return script(
		`const translated = (imports, constants) => {
${body}
return retasmFunc;
};
const WebAssembly = {
	Module: class {
		constructor(constants) {
			this.constants = constants;
		}
	},
	Instance: class {
		constructor({ constants }, imports) {
			this.exports = translated(imports, constants);
		}
	},
};
const bind = (constants) => {
${code}
wasm_bindgen.initSync({ module: new WebAssembly.Module(constants) });
return wasm_bindgen;
};
${INSTANCE}`,
		`		kind: "js",
		async load(source) {
			bound = bind(source);
		},
${listed(lists)}${getters(glue.exports)}`,
	);
}
