//! Markup inside metadata → plain text: the tags and entities that content systems leave in JSON-LD and `meta`,
//! where they mean nothing.

use crate::text::fold;

#[rustfmt::skip]
/// Entities met in doubly escaped titles and descriptions: punctuation, signs and the Latin letters of western
/// European languages. Numeric ones need no table.
const NAMED: &[(&str, &str)] = &[
    ("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'"), ("nbsp", "\u{a0}"), ("shy", "\u{ad}"),
    ("ndash", "–"), ("mdash", "—"), ("hellip", "…"), ("lsquo", "‘"), ("rsquo", "’"), ("ldquo", "“"), ("rdquo", "”"),
    ("sbquo", "‚"), ("bdquo", "„"), ("laquo", "«"), ("raquo", "»"), ("lsaquo", "‹"), ("rsaquo", "›"),
    ("bull", "•"), ("middot", "·"), ("iexcl", "¡"), ("iquest", "¿"), ("euro", "€"), ("pound", "£"), ("yen", "¥"),
    ("cent", "¢"), ("sect", "§"), ("copy", "©"), ("reg", "®"), ("trade", "™"), ("deg", "°"), ("times", "×"),
    ("frac12", "½"), ("frac14", "¼"), ("plusmn", "±"), ("sup2", "²"), ("ordm", "º"), ("ordf", "ª"), ("zwnj", "\u{200c}"),
    ("zwj", "\u{200d}"), ("ensp", "\u{2002}"), ("emsp", "\u{2003}"), ("thinsp", "\u{2009}"), ("prime", "′"),
    ("auml", "ä"), ("ouml", "ö"), ("uuml", "ü"), ("Auml", "Ä"), ("Ouml", "Ö"), ("Uuml", "Ü"), ("szlig", "ß"),
    ("euml", "ë"), ("iuml", "ï"), ("yuml", "ÿ"), ("agrave", "à"), ("egrave", "è"), ("igrave", "ì"), ("ograve", "ò"),
    ("ugrave", "ù"), ("aacute", "á"), ("eacute", "é"), ("iacute", "í"), ("oacute", "ó"), ("uacute", "ú"),
    ("yacute", "ý"), ("acirc", "â"), ("ecirc", "ê"), ("icirc", "î"), ("ocirc", "ô"), ("ucirc", "û"), ("atilde", "ã"),
    ("otilde", "õ"), ("ntilde", "ñ"), ("ccedil", "ç"), ("aring", "å"), ("oslash", "ø"), ("aelig", "æ"),
    ("oelig", "œ"), ("eth", "ð"), ("thorn", "þ"), ("scaron", "š"), ("zcaron", "ž"), ("ccaron", "č"),
    ("Agrave", "À"), ("Egrave", "È"), ("Aacute", "Á"), ("Eacute", "É"), ("Iacute", "Í"), ("Oacute", "Ó"),
    ("Uacute", "Ú"), ("Acirc", "Â"), ("Ecirc", "Ê"), ("Icirc", "Î"), ("Ocirc", "Ô"), ("Ntilde", "Ñ"), ("Ccedil", "Ç"),
    ("Aring", "Å"), ("Oslash", "Ø"), ("AElig", "Æ"), ("OElig", "Œ"), ("Scaron", "Š"), ("Ccaron", "Č"),
];

/// Elements whose tags carry no word of their own: taken out where they stand in a text. Any other `<x>` may be
/// what the text is about.
const INLINE_TAGS: &[&str] = &[
    "a", "b", "br", "cite", "div", "em", "font", "i", "li", "mark", "ol", "p", "q", "s", "small", "span",
    "strong", "sub", "sup", "u", "ul", "wbr",
];

/// Those of them that part two words.
const BREAKING_TAGS: &[&str] = &["br", "div", "li", "ol", "p", "ul"];

/// Plain text, white space folded, of a string that may hold entities (twice over) and inline tags.
pub(super) fn plain(text: &str) -> String {
    fold(&unmarked(text))
}

/// As [`plain`], with line breaks kept: one between paragraphs, no blank lines.
pub(super) fn plain_lines(text: &str) -> String {
    let text = unmarked(text);
    let lines = text.split(['\n', '\r']).map(fold).filter(|l| !l.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

fn unmarked(text: &str) -> String {
    let once = decode(text);
    let untagged = without_tags(&once);
    decode(&untagged)
}

/// Entities decoded once; what is none stays as it is.
fn decode(text: &str) -> String {
    let Some(first) = text.find('&') else { return text.to_owned() };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // The longest name of the table has six letters, a numeric entity at most eight.
        let end = rest.bytes().take(12).position(|b| b == b';');
        match end.and_then(|end| entity(&rest[1..end]).map(|text| (end, text))) {
            Some((end, text)) => {
                out.push_str(&text);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        // A control character says nothing; browsers read 128..159 as Windows-1252, where the quotes are.
        let code = code.ok()?;
        let c = match code {
            145 => '‘',
            146 => '’',
            147 => '“',
            148 => '”',
            150 => '–',
            151 => '—',
            133 => '…',
            code => char::from_u32(code)?,
        };
        return Some(if c.is_control() { " ".to_owned() } else { c.to_string() });
    }
    NAMED.iter().find(|(n, _)| *n == name).map(|(_, text)| (*text).to_owned())
}

fn without_tags(text: &str) -> String {
    if !text.contains('<') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match tag(rest) {
            Some((breaking, len)) => {
                if breaking {
                    out.push('\n');
                }
                rest = &rest[len..];
            }
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Does an inline tag begin here; does it part words, and how long is it?
fn tag(text: &str) -> Option<(bool, usize)> {
    // A tag in metadata is short; the bound keeps a text of nothing but `<` linear.
    const LONGEST: usize = 400;
    let inner = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    let name: String = inner
        .chars()
        .take(8)
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    if !INLINE_TAGS.contains(&name.as_str()) {
        return None;
    }
    let after = inner[name.len()..].chars().next()?;
    if !(after == '>' || after == '/' || after.is_ascii_whitespace()) {
        return None;
    }
    let end = text.bytes().take(LONGEST).position(|b| b == b'>')?;
    Some((BREAKING_TAGS.contains(&name.as_str()), end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_decoded_even_when_escaped_twice() {
        assert_eq!(
            plain("Tom &amp;amp; Jerry&#8217;s &quot;day&quot; &#x2013; f&uuml;r"),
            "Tom & Jerry’s \"day\" – für"
        );
        assert_eq!(plain("AT&T &unknown; &;& &#xZZ; &#99999999;"), "AT&T &unknown; &;& &#xZZ; &#99999999;");
        assert_eq!(plain("a&#0;b &#146;c"), "a b ’c");
    }

    #[test]
    fn inline_tags_go_and_others_are_text() {
        assert_eq!(plain("<p>One<br/>two</p><p>an <em class=\"x\">apt</em> word"), "One two an apt word");
        assert_eq!(plain("How to use <video> and a<b"), "How to use <video> and a<b");
        assert_eq!(plain("&lt;strong&gt;Bold&lt;/strong&gt;"), "Bold");
        assert_eq!(plain("<script>alert(1)</script>"), "<script>alert(1)</script>");
        assert_eq!(plain(&"<".repeat(10_000)).len(), 10_000);
    }

    #[test]
    fn paragraphs_stay_apart_where_asked() {
        assert_eq!(plain_lines("<p>One.</p>\n\n<p>Two\u{a0} more.</p>"), "One.\nTwo more.");
    }
}
