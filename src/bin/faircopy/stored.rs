//! A file, compressed or not → the page stored in it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use faircopy::Page;
use flate2::read::MultiGzDecoder;

use crate::normalise;

/// No stored page is larger, unpacked: eight times what the core takes, as most of a stored page is scripts.
const LARGEST: usize = 8 * faircopy::LARGEST_PAGE;

/// First bytes of a gzip file.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// How far to look for bytes that no text has. <https://mimesniff.spec.whatwg.org/#reading-the-resource-header>
const SNIFFED: usize = 1445;

/// Reads the page in a file, or on standard input for `-`.
pub fn page(path: &Path, url: Option<&str>) -> Result<Page> {
    let bytes = read(path)?;
    ensure!(!is_binary(&bytes), "{} holds no HTML, but data of another kind", name(path));
    Ok(Page::new(normalise::normalise(&normalise::decode(&bytes)), url))
}

/// Reads a file, or standard input for `-`. Gzip is told by its first bytes, whatever the name.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    if path == Path::new("-") {
        return unpacked(std::io::stdin().lock()).with_context(|| format!("cannot read {}", name(path)));
    }
    let file = File::open(path).with_context(|| format!("cannot open {}", name(path)))?;
    unpacked(file).with_context(|| format!("cannot read {}", name(path)))
}

/// What to call a file.
pub fn name(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}

/// Checks an address given by hand.
pub fn address(text: &str) -> Result<String, String> {
    let url = url::Url::parse(text).map_err(|error| error.to_string())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("it must begin with http:// or https://".to_owned());
    }
    Ok(url.into())
}

fn unpacked(from: impl Read) -> Result<Vec<u8>> {
    let bytes = limited(from)?;
    if !bytes.starts_with(GZIP) {
        return Ok(bytes);
    }
    limited(MultiGzDecoder::new(bytes.as_slice())).context("its gzip data is broken")
}

fn limited(from: impl Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LARGEST as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > LARGEST {
        bail!("it is larger than {} MiB", LARGEST >> 20);
    }
    Ok(bytes)
}

/// Is this a picture, a PDF file or the like? UTF-16, which has zero bytes too, begins with a byte order mark.
fn is_binary(bytes: &[u8]) -> bool {
    let marked = bytes.starts_with(&[0xfe, 0xff]) || bytes.starts_with(&[0xff, 0xfe]);
    bytes.starts_with(b"%PDF-") || !marked && bytes[..bytes.len().min(SNIFFED)].contains(&0)
}
