//! [`Article`](crate::Article) -> what is shown or saved.

#[cfg(target_arch = "wasm32")]
pub mod dom;
