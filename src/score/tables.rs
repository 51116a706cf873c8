//! The forests, from the tables that `tests/train` made; how and from what is in `tables/README.md`.

use std::sync::OnceLock;

use super::model::Forest;

macro_rules! forests {
    ($($(#[$doc:meta])* $name:ident $file:literal),* $(,)?) => {
        $($(#[$doc])*
        pub fn $name() -> &'static Forest<'static> {
            static FOREST: OnceLock<Forest<'static>> = OnceLock::new();
            FOREST.get_or_init(|| {
                let shipped: &'static [u8] = include_bytes!(concat!("tables/", $file));
                #[cfg(not(target_arch = "wasm32"))]
                let shipped = OTHERS.get().map_or(shipped, |dir| read(dir, $file));
                Forest::parse(shipped).expect("a test reads every table")
            })
        })*

        #[cfg(test)]
        const FILES: &[(&str, &[u8])] = &[$(($file, include_bytes!(concat!("tables/", $file)))),*];
    };
}

forests! {
    /// Body or boilerplate?
    body "body.bin",
    /// Is it the dek?
    dek "dek.bin",
    /// Is it a key point?
    point "point.bin",
    /// Is it a caption?
    caption "caption.bin",
    /// Is there an article on the page at all?
    readable "readable.bin",
}

#[cfg(not(target_arch = "wasm32"))]
static OTHERS: OnceLock<std::path::PathBuf> = OnceLock::new();

/// Uses the tables of a folder instead of the shipped ones, for the whole run: how a table does on pages it was
/// not made from. Only before anything is read.
#[cfg(not(target_arch = "wasm32"))]
pub fn use_others(dir: std::path::PathBuf) {
    let _ = OTHERS.set(dir);
}

#[cfg(not(target_arch = "wasm32"))]
fn read(dir: &std::path::Path, file: &str) -> &'static [u8] {
    let bytes = std::fs::read(dir.join(file)).unwrap_or_else(|e| panic!("{}: {e}", dir.join(file).display()));
    let table: &'static [u8] = Box::leak(bytes.into_boxed_slice());
    assert!(Forest::parse(table).is_some_and(|forest| forest.is_sound()), "{file} is no table");
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::features;

    #[test]
    fn every_table_can_be_read_and_asks_for_no_more_than_a_row_has() {
        for (file, bytes) in FILES {
            let forest = Forest::parse(bytes).unwrap_or_else(|| panic!("{file} is no table"));
            assert!(forest.is_sound(), "{file}");
            assert!(forest.width() <= features::WIDTH + 1, "{file}");
        }
    }
}
