//! A file, compressed or not, → the bytes of a stored page.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// No stored page is larger, unpacked: eight times what the core takes, as most of a stored page is scripts.
const LARGEST: usize = 8 * faircopy::LARGEST_PAGE;

/// First bytes of a gzip file.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Reads a file, or standard input for `-`. Gzip is told by its first bytes, whatever the name.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    if path == Path::new("-") {
        return unpacked(std::io::stdin().lock()).context("cannot read standard input");
    }
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    unpacked(file).with_context(|| format!("cannot read {}", path.display()))
}

fn unpacked(from: impl Read) -> Result<Vec<u8>> {
    let bytes = limited(from)?;
    if !bytes.starts_with(&GZIP) {
        return Ok(bytes);
    }
    limited(flate2::read::MultiGzDecoder::new(bytes.as_slice())).context("the gzip data is broken")
}

fn limited(from: impl Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LARGEST as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > LARGEST {
        bail!("it is larger than {} MiB", LARGEST >> 20);
    }
    Ok(bytes)
}
