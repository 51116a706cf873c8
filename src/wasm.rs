//! The door to JavaScript: snapshot bytes -> a [`Session`] that holds the article, as a value and as nodes.
//! Conversion only.

use wasm_bindgen::prelude::*;
use web_sys::{Document, HtmlElement};

use crate::joined::added;
use crate::reading_time::reading_minutes;
use crate::{DROPPED_ELEMENTS, EMPTIED_ELEMENTS, KEPT_ATTRIBUTES, Page, Reading, Unreadable, read, render};

/// Attributes that the snapshot copies from the page.
#[wasm_bindgen(js_name = keptAttributes)]
pub fn kept_attributes() -> Vec<String> {
    KEPT_ATTRIBUTES.iter().map(|&name| name.to_owned()).collect()
}

/// Elements that the snapshot leaves out with all they hold.
#[wasm_bindgen(js_name = droppedElements)]
pub fn dropped_elements() -> Vec<String> {
    DROPPED_ELEMENTS.iter().map(|&name| name.to_owned()).collect()
}

/// Elements that the snapshot writes without what they hold.
#[wasm_bindgen(js_name = emptiedElements)]
pub fn emptied_elements() -> Vec<String> {
    EMPTIED_ELEMENTS.iter().map(|&name| name.to_owned()).collect()
}

/// One page read.
#[wasm_bindgen]
pub struct Session {
    reading: Reading,
    /// Pages that the article was put together from.
    joined: u32,
    /// Elements of the blocks built, with the ordinals of the page's elements that they came from.
    places: Vec<(u32, web_sys::Element)>,
}

#[wasm_bindgen]
impl Session {
    /// Reads snapshot markup, UTF-8 bytes, of the page at `url` (empty: unknown).
    ///
    /// # Errors
    ///
    /// An `Error` whose `kind` is `empty`, `framed`, `tooLarge` or `markup`: see [`Unreadable`].
    pub fn read(bytes: &[u8], url: &str) -> Result<Session, JsValue> {
        let html = String::from_utf8_lossy(bytes).into_owned();
        let page = Page::new(html, Some(url).filter(|u| !u.is_empty()));
        read(&page).map(|reading| Session { reading, joined: 1, places: Vec::new() }).map_err(|e| error(&e))
    }

    /// Would a reader be offered for this page?
    #[wasm_bindgen(getter)]
    pub fn readable(&self) -> bool {
        self.reading.readable
    }

    /// The reading as a value, of the same shape as the native tool's JSON.
    ///
    /// # Errors
    ///
    /// None that a page can bring about.
    #[wasm_bindgen(getter)]
    pub fn reading(&self) -> Result<JsValue, JsValue> {
        use serde::Serialize;
        let serializer = serde_wasm_bindgen::Serializer::json_compatible();
        self.reading.serialize(&serializer).map_err(JsValue::from)
    }

    /// The article as a host element in `document`, not attached: see [`crate::dom`].
    ///
    /// # Errors
    ///
    /// The document's own, where `mark` is no name of an attribute.
    pub fn build(&mut self, document: &Document, mark: &str) -> Result<HtmlElement, JsValue> {
        let (host, places) = render::dom::build_placed(&self.reading.article, document, mark)?;
        self.places = places;
        Ok(host)
    }

    /// Of each block built, in the order of the article, the ordinal of the page's element that it came from.
    #[wasm_bindgen(getter)]
    pub fn ordinals(&self) -> Vec<u32> {
        self.places.iter().map(|(source, _)| *source).collect()
    }

    /// The elements of the blocks built, beside [`Session::ordinals`].
    #[wasm_bindgen(getter)]
    pub fn blocks(&self) -> Vec<web_sys::Element> {
        self.places.iter().map(|(_, element)| element.clone()).collect()
    }

    /// Which page of its article this is and where the next one is; null where the article has no other.
    ///
    /// # Errors
    ///
    /// None that a page can bring about.
    #[wasm_bindgen(getter)]
    pub fn pages(&self) -> Result<JsValue, JsValue> {
        Ok(serde_wasm_bindgen::to_value(&self.reading.article.pages)?)
    }

    /// Whole minutes that reading the article takes, pages joined to it included; at least 1.
    #[wasm_bindgen(getter)]
    pub fn minutes(&self) -> u32 {
        reading_minutes(&self.reading.article)
    }

    /// Reads the next page, snapshot markup as for [`Session::read`], and gives what it adds to the article as a
    /// section to be hung behind it, not attached. The article holds it from then on.
    ///
    /// # Errors
    ///
    /// As [`Session::read`] and [`Session::build`]; the article is then what it was.
    pub fn join(
        &mut self,
        bytes: &[u8],
        url: &str,
        document: &Document,
        mark: &str,
    ) -> Result<HtmlElement, JsValue> {
        let html = String::from_utf8_lossy(bytes).into_owned();
        let next = read(&Page::new(html, Some(url))).map_err(|e| error(&e))?.article;
        let article = &mut self.reading.article;
        let more = added(article, next);
        self.joined += 1;
        let section = render::dom::build_page(&more, document, mark, self.joined)?;
        article.body.extend(more.body);
        article.pages = more.pages;
        Ok(section)
    }
}

/// An `Error` with its kind.
fn error(unreadable: &Unreadable) -> JsValue {
    let kind = match unreadable {
        Unreadable::Empty => "empty",
        Unreadable::Framed => "framed",
        Unreadable::TooLarge { .. } => "tooLarge",
        Unreadable::Markup(_) => "markup",
    };
    let error = js_sys::Error::new(&unreadable.to_string());
    // Can't fail: the object is new and ours.
    let _ = js_sys::Reflect::set(&error, &"kind".into(), &kind.into());
    error.into()
}
