// Writes what wasm-bindgen's test runner is to ask of a driver: which browser to start, without a window and
// without traffic of its own. Standard output; read by way of WASM_BINDGEN_TEST_WEBDRIVER_JSON.

const { CHROME, FIREFOX } = process.env;
const chrome = [
	"--headless",
	"--disable-gpu",
	"--no-first-run",
	"--disable-sync",
	"--disable-background-networking",
	"--disable-component-update",
];
// Chrome's sandbox refuses to start as root, as in most containers.
if (process.getuid?.() === 0) chrome.push("--no-sandbox");
console.log(
	JSON.stringify({
		"goog:chromeOptions": { binary: CHROME, args: chrome },
		"moz:firefoxOptions": {
			binary: FIREFOX,
			args: ["-headless"],
			prefs: { "app.normandy.enabled": false },
		},
	}),
);
