//! The door to JavaScript: snapshot bytes -> a [`Session`] that holds the article, as a value and as nodes.
//! Conversion only.

use wasm_bindgen::prelude::*;
use web_sys::{Document, HtmlElement};

use crate::grown::{Grown, Kin, grown};
use crate::joined::added;
use crate::reading_time::reading_minutes;
use crate::render::dom::Built;
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
    /// Parts that the article was put together from.
    joined: u32,
    built: Built,
    /// What the page has added.
    later: Option<Grown>,
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
        read(&page)
            .map(|reading| Session { reading, joined: 1, built: Built::default(), later: None })
            .map_err(|e| error(&e))
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
        let (host, built) = render::dom::build_parts(&self.reading.article, document, mark)?;
        self.built = built;
        Ok(host)
    }

    /// Of each block built, in the order of the article, the ordinal of the page's element that it came from.
    #[wasm_bindgen(getter)]
    pub fn ordinals(&self) -> Vec<u32> {
        self.built.blocks.iter().map(|(source, _)| *source).collect()
    }

    /// The elements of the blocks built, beside [`Session::ordinals`].
    #[wasm_bindgen(getter)]
    pub fn blocks(&self) -> Vec<web_sys::Element> {
        self.built.blocks.iter().map(|(_, element)| element.clone()).collect()
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

    /// Reads the page again, as it is now. `was` gives for each element of this snapshot its ordinal in the one that
    /// [`Session::ordinals`] are of, `pieces` which new part of the page it is of: [`Kin`].
    ///
    /// Gives how many posts are new among what [`Session::put`] would put in; nothing where it would put nothing, and
    /// then the ordinals are those of this snapshot.
    ///
    /// # Errors
    ///
    /// As [`Session::read`].
    pub fn grow(
        &mut self,
        bytes: &[u8],
        url: &str,
        was: &[u32],
        pieces: &[u32],
    ) -> Result<Option<u32>, JsValue> {
        self.later = None;
        let html = String::from_utf8_lossy(bytes).into_owned();
        let mut later =
            read(&Page::new(html, Some(url).filter(|u| !u.is_empty()))).map_err(|e| error(&e))?.article;
        let article = &mut self.reading.article;
        // Where it goes on stands at the end of a page, which may not have been there.
        article.pages = article.pages.take().or_else(|| later.pages.take());
        let grown = grown(article, self.built.body.len(), later, Kin { was, piece: pieces });
        if !grown.is_more() {
            self.built.move_to(|was| grown.now(was));
            grown.move_to(article);
            return Ok(None);
        }
        let posts = u32::try_from(grown.posts).ok();
        self.later = Some(grown);
        Ok(posts)
    }

    /// Puts what the last [`Session::grow`] has found into the article shown in `host`. [`Session::ordinals`] are those
    /// of that snapshot from then on.
    ///
    /// # Errors
    ///
    /// The document's own.
    pub fn put(&mut self, document: &Document, host: &web_sys::Element, mark: &str) -> Result<(), JsValue> {
        let Some(grown) = self.later.take() else { return Ok(()) };
        self.joined += 1;
        self.built = render::dom::put(&grown, &self.built, (document, host, mark), self.joined)?;
        grown.put_into(&mut self.reading.article);
        Ok(())
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
