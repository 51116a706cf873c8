//! Faircopy reads a web page and keeps nothing but its article.
//!
//! ```
//! use faircopy::{Page, read};
//! let page = Page::new("<html><body><h1>A headline</h1><p>Some words.</p></body></html>", None);
//! let reading = read(&page).unwrap();
//! assert_eq!(reading.article.headline.unwrap().plain(), "A headline");
//! ```

mod amid;
mod article;
mod blocks;
mod code;
mod credits;
mod crossheads;
mod dek;
mod figures;
mod footnotes;
mod grown;
mod head;
mod inlines;
mod joined;
mod key_points;
mod leftovers;
mod links;
mod math;
mod metadata;
mod page;
mod pages;
mod phrases;
mod pictures;
mod posts;
mod reading;
mod reading_time;
mod recipe;
pub mod render;
mod roles;
mod score;
#[doc(hidden)]
pub mod study;
mod sweep;
mod text;
mod tree;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use article::*;
pub use grown::{Grown, Kin, NONE, Run, grown};
pub use joined::added;
pub use page::{DROPPED_ELEMENTS, EMPTIED_ELEMENTS, KEPT_ATTRIBUTES, Page};
pub use reading::{Explained, LARGEST_PAGE, Reading, Unreadable, explain, read};
pub use reading_time::reading_minutes;
#[cfg(target_arch = "wasm32")]
pub use render::dom;
#[cfg(target_arch = "wasm32")]
pub use wasm::*;

// Unit tests that run in wasm too run in the browser: the addresses there are its own.
#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
