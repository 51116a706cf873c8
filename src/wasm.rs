//! The door to JavaScript: conversion only.

use wasm_bindgen::prelude::*;

use crate::{Page, read};

/// Reads snapshot markup, UTF-8 bytes, and gives the `Reading` as a value.
#[wasm_bindgen(js_name = read)]
pub fn read_page(snapshot: &[u8], url: &str) -> Result<JsValue, JsValue> {
    let html = String::from_utf8_lossy(snapshot).into_owned();
    let reading =
        read(&Page::new(html, Some(url))).map_err(|e| JsValue::from(js_sys::Error::new(&e.to_string())))?;
    Ok(serde_wasm_bindgen::to_value(&reading)?)
}
