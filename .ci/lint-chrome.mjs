// Reads what `web-ext lint --output json` says of the Chrome form on standard input, and fails on all that is
// not due to its being Chrome's: the linter knows Firefox's rules only.

import { text } from "node:stream/consumers";

const CHROMES_OWN = [
	"ADDON_ID_REQUIRED",
	"BACKGROUND_SERVICE_WORKER_NOFALLBACK",
	"MISSING_DATA_COLLECTION_PERMISSIONS",
];

const { errors, warnings } = JSON.parse(await text(process.stdin));
const found = [...errors, ...warnings].filter(({ code }) => !CHROMES_OWN.includes(code));
for (const { code, message, file = "", line = "" } of found)
	console.log(`${code} ${file}:${line} ${message}`);
if (found.length > 0) process.exitCode = 1;
