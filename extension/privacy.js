// What is kept, and where, in the person's language: a page of text.

import "./browser.js";
import { speak } from "./speak.js";

speak();
document.documentElement.dataset.ready = "";
