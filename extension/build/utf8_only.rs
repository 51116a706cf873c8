//! Stands in for `encoding_rs` where the core is built for the page: UTF-8 and nothing else.
//!
//! There the core is handed a JavaScript string's UTF-8, never a file of unknown encoding, so the tables for
//! all others, over a quarter of the shipped code, would be carried for nothing. This file has what lol_html
//! calls of the crate's interface, so a new version of either that needs more does not compile; `core.mjs` puts
//! it in the crate's place, in that build alone. Everything built for the desktop has the real crate.

use std::borrow::Cow;
use std::str;

/// An encoding. There is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Encoding {
    name: &'static str,
}

static ONLY: Encoding = Encoding { name: "UTF-8" };

/// The one encoding.
pub static UTF_8: &Encoding = &ONLY;

/// Named by lol_html to print bytes while debugging; they are printed as UTF-8.
pub static WINDOWS_1252: &Encoding = &ONLY;

/// Why a call returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CoderResult {
    /// All input is taken.
    InputEmpty,
    /// The rest of the input has no room in the output.
    OutputFull,
}

impl Encoding {
    /// Its name as a label.
    pub fn name(&'static self) -> &'static str {
        self.name
    }

    /// Do its first 128 values stand for ASCII?
    pub fn is_ascii_compatible(&'static self) -> bool {
        true
    }

    /// The encoding that a page means by a label.
    pub fn for_label_no_replacement(label: &[u8]) -> Option<&'static Encoding> {
        // The labels of UTF-8 that pages use: https://encoding.spec.whatwg.org/#names-and-labels
        let labels: [&[u8]; 3] = [b"utf-8", b"utf8", b"unicode-1-1-utf-8"];
        let label = label.trim_ascii();
        labels.iter().any(|known| label.eq_ignore_ascii_case(known)).then_some(UTF_8)
    }

    /// How many bytes at the start are ASCII.
    pub fn ascii_valid_up_to(bytes: &[u8]) -> usize {
        bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(bytes.len())
    }

    /// How many bytes at the start are whole characters of UTF-8.
    pub fn utf8_valid_up_to(bytes: &[u8]) -> usize {
        str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len)
    }

    /// Decodes all of the bytes, less a byte order mark. The flag says whether anything was replaced.
    pub fn decode<'a>(&'static self, bytes: &'a [u8]) -> (Cow<'a, str>, &'static Encoding, bool) {
        let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes));
        let replaced = matches!(text, Cow::Owned(_));
        (text, self, replaced)
    }

    /// Encodes all of the text. The flag says whether anything was replaced.
    pub fn encode<'a>(&'static self, text: &'a str) -> (Cow<'a, [u8]>, &'static Encoding, bool) {
        (Cow::Borrowed(text.as_bytes()), self, false)
    }

    /// A decoder for a stream of bytes.
    pub fn new_decoder_without_bom_handling(&'static self) -> Decoder {
        Decoder { cut: Vec::new() }
    }

    /// An encoder for a stream of text.
    pub fn new_encoder(&'static self) -> Encoder {
        Encoder(())
    }
}

/// Encodes a stream of text.
pub struct Encoder(());

impl Encoder {
    /// Into what.
    pub fn encoding(&self) -> &'static Encoding {
        UTF_8
    }

    /// Is the stream within a sequence that needs an end?
    pub fn has_pending_state(&self) -> bool {
        false
    }

    /// Copies as many whole characters as there is room for: the result, bytes read, bytes written, and whether
    /// anything was replaced.
    pub fn encode_from_utf8(
        &mut self,
        text: &str,
        room: &mut [u8],
        _last: bool,
    ) -> (CoderResult, usize, usize, bool) {
        let mut n = text.len().min(room.len());
        while !text.is_char_boundary(n) {
            n -= 1;
        }
        room[..n].copy_from_slice(&text.as_bytes()[..n]);
        let result = if n == text.len() { CoderResult::InputEmpty } else { CoderResult::OutputFull };
        (result, n, n, false)
    }
}

/// Decodes a stream of bytes that may be cut anywhere.
pub struct Decoder {
    /// The first bytes of a character whose end has not come yet: none, or up to three.
    cut: Vec<u8>,
}

impl Decoder {
    /// Out of what.
    pub fn encoding(&self) -> &'static Encoding {
        UTF_8
    }

    /// Decodes as much as there is room for, with U+FFFD for what is no UTF-8: the result, bytes read, bytes
    /// written, and whether anything was replaced. With room for 4 bytes there is always progress.
    pub fn decode_to_str(
        &mut self,
        bytes: &[u8],
        room: &mut str,
        last: bool,
    ) -> (CoderResult, usize, usize, bool) {
        // SAFETY: `room` is a string again before it is seen as one: only whole characters are written, one after
        // the other from its start, and the rest of a character that the last of them cut is overwritten below.
        let out = unsafe { room.as_bytes_mut() };
        // No more than may fit is looked at: else a long text in a small room would be gone through many times.
        let seen = &bytes[..bytes.len().min(out.len())];
        let all_seen = seen.len() == bytes.len();
        let held = self.cut.len();
        let whole = if held == 0 { Cow::Borrowed(seen) } else { Cow::Owned([&self.cut, seen].concat()) };

        let (mut read, mut written, mut replaced) = (0, 0, false);
        let mut cut = &[][..];
        let mut result = if all_seen { CoderResult::InputEmpty } else { CoderResult::OutputFull };
        for chunk in whole.utf8_chunks() {
            let mut n = chunk.valid().len().min(out.len() - written);
            while !chunk.valid().is_char_boundary(n) {
                n -= 1;
            }
            out[written..written + n].copy_from_slice(&chunk.valid().as_bytes()[..n]);
            read += n;
            written += n;
            if n < chunk.valid().len() {
                result = CoderResult::OutputFull;
                break;
            }
            let broken = chunk.invalid();
            if broken.is_empty() {
                break;
            }
            let is_end = read + broken.len() == whole.len();
            let is_cut = is_end && str::from_utf8(broken).is_err_and(|error| error.error_len().is_none());
            if is_cut && !(all_seen && last) {
                // What was not given yet, or not looked at yet, may complete it.
                if all_seen {
                    cut = broken;
                    read += broken.len();
                }
                break;
            }
            if out.len() - written < REPLACEMENT.len() {
                result = CoderResult::OutputFull;
                break;
            }
            out[written..written + REPLACEMENT.len()].copy_from_slice(REPLACEMENT.as_bytes());
            read += broken.len();
            written += REPLACEMENT.len();
            replaced = true;
        }
        for byte in &mut out[written..] {
            if byte.is_ascii() || *byte >= 0xC0 {
                break;
            }
            *byte = 0;
        }
        // What was held is the start of the first character or of the first broken sequence, so it was taken
        // whole or not at all.
        if read > 0 {
            self.cut = cut.to_vec();
        }
        (result, read.saturating_sub(held), written, replaced)
    }
}

/// What stands for bytes that are no UTF-8.
const REPLACEMENT: &str = "\u{FFFD}";

#[cfg(test)]
mod tests {
    use super::*;

    /// Decodes `parts` one after the other as lol_html does, with a room of so many bytes.
    fn decoded(parts: &[&[u8]], room: usize) -> (String, bool) {
        let mut decoder = UTF_8.new_decoder_without_bom_handling();
        // Not empty: what is left of a character there must not spoil the string.
        let mut buffer = "é東🦊"
            .repeat(room)
            .chars()
            .scan(0, |n, c| {
                *n += c.len_utf8();
                (*n <= room).then_some(c)
            })
            .collect::<String>();
        buffer.push_str(&"\0".repeat(room - buffer.len()));
        let (mut text, mut replaced) = (String::new(), false);
        for (i, part) in parts.iter().enumerate() {
            let mut rest = *part;
            let last = i + 1 == parts.len();
            for calls in 0.. {
                let (result, read, written, some) = decoder.decode_to_str(rest, &mut buffer, last);
                assert!(str::from_utf8(buffer.as_bytes()).is_ok(), "the room is no string any more");
                assert!(calls < 4 * part.len() + 4, "no progress");
                text.push_str(&buffer[..written]);
                replaced |= some;
                rest = &rest[read..];
                if result == CoderResult::InputEmpty {
                    assert!(rest.is_empty(), "input was left");
                    break;
                }
            }
        }
        (text, replaced)
    }

    /// A generator of numbers, the same in each run: xorshift.
    fn numbers() -> impl FnMut(usize) -> usize {
        let mut state = 0x9E37_79B9_u32;
        move |below| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state as usize % below
        }
    }

    #[test]
    fn decodes_as_the_standard_library_wherever_it_is_cut() {
        let pieces: [&[u8]; 14] = [
            b"a",
            b"<p>",
            "é".as_bytes(),
            "東".as_bytes(),
            "🦊".as_bytes(),
            b"\x80",
            b"\xC3",
            b"\xE6\x9D",
            b"\xF0\x9F",
            b"\xF0\x9F\xA6",
            b"\xED\xA0\x80",
            b"\xC0\xAF",
            b"\xF4\x90\x80\x80",
            b"\xFF",
        ];
        let mut number = numbers();
        for _ in 0..20_000 {
            let bytes =
                (0..number(12)).flat_map(|_| pieces[number(pieces.len())]).copied().collect::<Vec<u8>>();
            let expected = String::from_utf8_lossy(&bytes);
            let mut parts = Vec::new();
            let mut rest = &bytes[..];
            while !rest.is_empty() {
                let (part, after) = rest.split_at(1 + number(rest.len()));
                parts.push(part);
                rest = after;
            }
            parts.push(rest);
            let room = 4 + number(12);
            let found = decoded(&parts, room);
            let replaced = str::from_utf8(&bytes).is_err();
            assert_eq!(found, (expected.into_owned(), replaced), "{parts:x?} in a room of {room}");
        }
    }

    #[test]
    fn decodes_a_long_text_in_a_small_room() {
        let long = "naïve 東京 🦊 ".repeat(100_000);
        assert_eq!(decoded(&[long.as_bytes()], 1024), (long, false));
    }

    #[test]
    fn holds_a_character_until_there_is_room() {
        let mut decoder = UTF_8.new_decoder_without_bom_handling();
        let (start, end) = "東".as_bytes().split_at(1);
        let [mut small, mut large] = [2, 8].map(|room| "\0".repeat(room));
        assert_eq!(decoder.decode_to_str(start, &mut small, false), (CoderResult::InputEmpty, 1, 0, false));
        assert_eq!(decoder.decode_to_str(end, &mut small, true), (CoderResult::OutputFull, 0, 0, false));
        assert_eq!(decoder.decode_to_str(end, &mut large, true), (CoderResult::InputEmpty, 2, 3, false));
        assert_eq!(&large[..3], "東");
    }

    #[test]
    fn encodes_whole_characters() {
        let mut room = [0; 5];
        let mut encoder = UTF_8.new_encoder();
        assert_eq!(
            encoder.encode_from_utf8("ab東京", &mut room, true),
            (CoderResult::OutputFull, 5, 5, false)
        );
        assert_eq!(&room, "ab東".as_bytes());
        assert_eq!(encoder.encode_from_utf8("東京", &mut room, true), (CoderResult::OutputFull, 3, 3, false));
        assert_eq!(encoder.encode_from_utf8("京", &mut room, true), (CoderResult::InputEmpty, 3, 3, false));
    }

    #[test]
    fn knows_its_labels_and_where_text_ends() {
        assert!(Encoding::for_label_no_replacement(b" UTF-8\n").is_some());
        assert!(Encoding::for_label_no_replacement(b"windows-1252").is_none());
        assert_eq!(Encoding::ascii_valid_up_to("abé".as_bytes()), 2);
        assert_eq!(Encoding::utf8_valid_up_to(b"ab\xC3\xA9\xC3"), 4);
        assert_eq!(UTF_8.decode(b"\xEF\xBB\xBFab\xFF"), ("ab\u{FFFD}".into(), UTF_8, true));
    }
}
