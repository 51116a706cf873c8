//! Text → the dates in it, as ISO 8601: machine forms and what people write in many languages.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::sync::OnceLock;

use super::months::{BETWEEN, MONTHS, MONTHS_OF, PUBLISHED, UPDATED, ZONES};
use crate::text::is_spaceless;

/// A day, with its time and zone as far as the text tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    day: time::Date,
    time: Option<(u8, u8, u8)>,
    /// Minutes east of Greenwich.
    offset: Option<i16>,
}

impl Moment {
    /// ISO 8601.
    pub fn iso(&self) -> String {
        let mut out =
            format!("{:04}-{:02}-{:02}", self.day.year(), u8::from(self.day.month()), self.day.day());
        if let Some((h, m, s)) = self.time {
            // Writing to a String can't fail.
            let _ = write!(out, "T{h:02}:{m:02}:{s:02}");
            match self.offset {
                Some(0) => out.push('Z'),
                Some(offset) => {
                    let sign = if offset < 0 { '-' } else { '+' };
                    let _ = write!(out, "{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60);
                }
                None => {}
            }
        }
        out
    }

    /// Days between two.
    pub fn days_from(&self, other: &Moment) -> i64 {
        i64::from(self.day.to_julian_day()) - i64::from(other.day.to_julian_day())
    }

    /// Is it earlier? Days decide where either has no time.
    pub fn is_before(&self, other: &Moment) -> bool {
        match (self.instant(), other.instant()) {
            (Some(a), Some(b)) => a < b,
            _ => self.day < other.day,
        }
    }

    /// Minutes on one scale for all zones; a time without zone is taken for Greenwich.
    fn instant(&self) -> Option<i64> {
        let (h, m, _) = self.time?;
        let minutes = i64::from(h) * 60 + i64::from(m) - i64::from(self.offset.unwrap_or(0));
        Some(i64::from(self.day.to_julian_day()) * 24 * 60 + minutes)
    }
}

/// A date found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub moment: Moment,
    /// Bytes of the text it takes, its time included.
    pub from: usize,
    pub to: usize,
}

/// Habits of a page's language and country.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Manner<'l> {
    /// Primary language, lower case.
    pub lang: &'l str,
    /// `5/3/2024` is the third of May.
    pub month_first: bool,
}

impl<'l> Manner<'l> {
    /// From the page's language tag and its host.
    pub fn of(lang: Option<&'l str>, host: &str) -> Self {
        let tag = lang.unwrap_or("");
        let mut parts = tag.split(['-', '_']);
        let primary = parts.next().unwrap_or("");
        let region = parts.find(|p| p.len() == 2);
        let english = primary.is_empty() || primary.eq_ignore_ascii_case("en");
        let month_first = english
            && match region {
                Some(region) => ["us", "ph", "pr"].iter().any(|r| region.eq_ignore_ascii_case(r)),
                None => true,
            }
            // A country's own domain tells more than a theme's default of `en-US`.
            && !DAY_FIRST_HOSTS.iter().any(|h| host.ends_with(h));
        Manner { lang: primary, month_first }
    }
}

/// Countries that write English and put the day first.
const DAY_FIRST_HOSTS: &[&str] = &[
    ".uk", ".au", ".nz", ".ie", ".in", ".za", ".sg", ".my", ".hk", ".ng", ".ke", ".gh", ".pk", ".eu", ".mt",
    ".ls", ".tz",
];

/// The moment that a value meant for machines gives: ISO 8601 and its relatives, RFC 2822, seconds or
/// milliseconds since 1970, else the first date in the text.
pub(super) fn machine(text: &str, manner: Manner<'_>) -> Option<Moment> {
    let text = text.trim();
    if text.bytes().all(|b| b.is_ascii_digit()) && matches!(text.len(), 10 | 13) {
        let seconds = text[..10].parse::<i64>().ok()?;
        let day = time::Date::from_julian_day(UNIX_DAY + i32::try_from(seconds / 86_400).ok()?).ok()?;
        let rest = seconds % 86_400;
        let time = (
            u8::try_from(rest / 3600).ok()?,
            u8::try_from(rest / 60 % 60).ok()?,
            u8::try_from(rest % 60).ok()?,
        );
        return (day.year() >= 1990).then_some(Moment { day, time: Some(time), offset: Some(0) });
    }
    // A machine's value is short: a page that puts a novel there gets no date from it.
    let end = text.char_indices().nth(80).map_or(text.len(), |(at, _)| at);
    find(&text[..end], manner).into_iter().map(|f| f.moment).next()
}

/// The Julian day of 1 January 1970.
const UNIX_DAY: i32 = 2_440_588;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind<'t> {
    Number { value: u32, digits: u8 },
    Word(&'t str),
    Mark(char),
}

#[derive(Debug, Clone, Copy)]
struct Token<'t> {
    kind: Kind<'t>,
    from: usize,
    to: usize,
    /// White space stands before it.
    apart: bool,
}

fn digit(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{966}'..='\u{96f}' => '\u{966}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    Some(c as u32 - zero as u32)
}

fn tokens(lower: &str) -> Vec<Token<'_>> {
    let mut out: Vec<Token<'_>> = Vec::new();
    let mut apart = false;
    let mut chars = lower.char_indices().peekable();
    while let Some((from, c)) = chars.next() {
        if c.is_whitespace() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{200b}' | '\u{ad}') {
            apart = true;
            continue;
        }
        let mut to = from + c.len_utf8();
        let kind = if let Some(first) = digit(c) {
            let (mut value, mut digits) = (first, 1u8);
            while let Some((at, d)) =
                chars.peek().and_then(|&(at, c)| digit(c).map(|d| (at + c.len_utf8(), d)))
            {
                value = value.saturating_mul(10).saturating_add(d);
                digits = digits.saturating_add(1);
                to = at;
                chars.next();
            }
            Kind::Number { value, digits }
        } else if c.is_alphabetic() {
            if !is_spaceless(c) {
                while let Some(&(at, c)) = chars.peek() {
                    let goes_on = (c.is_alphabetic() || is_word_mark(c)) && !is_spaceless(c);
                    if !goes_on {
                        break;
                    }
                    to = at + c.len_utf8();
                    chars.next();
                }
            }
            Kind::Word(&lower[from..to])
        } else {
            Kind::Mark(c)
        };
        out.push(Token { kind, from, to, apart });
        apart = false;
    }
    out
}

/// Vowel signs and accents that `is_alphabetic` leaves out.
pub(super) fn is_word_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{93c}' | '\u{94d}')
}

/// All dates of a text in order. Linear in its length.
pub(super) fn find(text: &str, manner: Manner<'_>) -> Vec<Found> {
    if !text.chars().any(|c| digit(c).is_some()) {
        return Vec::new();
    }
    let lower = lower(text);
    let tokens = tokens(&lower);
    let reader = Reader { tokens: &tokens, manner };
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some((day, next)) = reader.day(at) else {
            at += 1;
            continue;
        };
        let (mut from, mut to) = (tokens[at].from, tokens[next - 1].to);
        let mut moment = Moment { day, time: None, offset: None };
        if let Some((time, offset, after)) = reader.time_after(next) {
            (moment.time, moment.offset) = (Some(time), offset);
            to = tokens[after - 1].to;
            at = after;
        } else {
            // A time that the date before this one has is not this one's as well.
            let free = out.last().map_or(0, |last: &Found| last.to);
            if let Some((time, offset, before)) = reader.time_before(at)
                && tokens[before].from >= free
            {
                (moment.time, moment.offset) = (Some(time), offset);
                from = tokens[before].from;
            }
            at = next;
        }
        out.push(Found { moment, from, to });
    }
    out
}

/// Where the first thing that belongs to a date begins: a whole date, or a month with its day but no year.
pub(super) fn first_hint(text: &str, manner: Manner<'_>) -> Option<usize> {
    let whole = find(text, manner).first().map(|f| f.from);
    let lower = lower(text);
    let tokens = tokens(&lower);
    let reader = Reader { tokens: &tokens, manner };
    let partial = (0..tokens.len()).find(|&at| {
        let (Some((_, after)), before) = (reader.month(at), at.checked_sub(1)) else { return false };
        reader.number(after, 1..=4).is_some() || before.is_some_and(|b| reader.number(b, 1..=2).is_some())
    });
    let partial = partial.map(|at| {
        let day = at.checked_sub(1).filter(|&b| reader.number(b, 1..=2).is_some());
        tokens[day.unwrap_or(at)].from
    });
    whole.into_iter().chain(partial).min()
}

/// In lower case, byte for byte where it was: letters whose case changes their length (İ) stay as they are.
fn lower(text: &str) -> String {
    let low = |c: char| {
        let mut low = c.to_lowercase();
        match (low.next(), low.next()) {
            (Some(l), None) if l.len_utf8() == c.len_utf8() => l,
            _ => c,
        }
    };
    text.chars().map(low).collect()
}

struct Reader<'r, 't> {
    tokens: &'r [Token<'t>],
    manner: Manner<'r>,
}

type Time = (u8, u8, u8);

impl<'t> Reader<'_, 't> {
    fn kind(&self, at: usize) -> Option<Kind<'t>> {
        self.tokens.get(at).map(|t| t.kind)
    }

    fn number(&self, at: usize, digits: std::ops::RangeInclusive<u8>) -> Option<u32> {
        match self.kind(at)? {
            Kind::Number { value, digits: d } if digits.contains(&d) => Some(value),
            _ => None,
        }
    }

    fn word(&self, at: usize) -> Option<&'t str> {
        match self.kind(at)? {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    fn mark(&self, at: usize) -> Option<char> {
        match self.kind(at)? {
            Kind::Mark(c) => Some(c),
            _ => None,
        }
    }

    fn is_apart(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|t| t.apart)
    }

    /// A day that begins at this token, and the token after it.
    fn day(&self, at: usize) -> Option<(time::Date, usize)> {
        match self.kind(at)? {
            Kind::Number { value, digits: 4 } => self.year_first(value, at),
            Kind::Number { value, digits: 8 | 14 } => self.run(value, at),
            Kind::Number { value, digits: 1 | 2 } => {
                self.numeric(value, at).or_else(|| self.day_first(value, at))
            }
            Kind::Word(_) => self.month_first(at),
            _ => None,
        }
    }

    /// `20240503`; of fourteen digits the value has overflown, so they are read again.
    fn run(&self, value: u32, at: usize) -> Option<(time::Date, usize)> {
        let value = if value > 99_999_999 { return None } else { value };
        // A run of digits in a text is a number of any kind; alone it is meant as a date.
        (at == 0).then_some(())?;
        Some((date(value / 10_000, value / 100 % 100, value % 100)?, at + 1))
    }

    /// `2024-05-03`, `2024年5月3日`, `2024. 5. 3.`, `2024 May 3`, `2024. május 3.`
    fn year_first(&self, year: u32, at: usize) -> Option<(time::Date, usize)> {
        if let Some(sep @ ('-' | '/' | '.')) = self.mark(at + 1)
            && let (Some(month), Some(day)) = (self.number(at + 2, 1..=2), self.number(at + 4, 1..=2))
            && self.mark(at + 3) == Some(sep)
        {
            return Some((date(year, month, day)?, at + 5));
        }
        if matches!(self.word(at + 1), Some("年" | "년")) {
            let (month, day) = (self.number(at + 2, 1..=2)?, self.number(at + 4, 1..=2)?);
            let of_month = matches!(self.word(at + 3), Some("月" | "월"));
            let of_day = self.word(at + 5).is_some_and(|w| w.starts_with(['日', '일', '号', '號']));
            return if of_month && of_day { Some((date(year, month, day)?, at + 6)) } else { None };
        }
        let mut next = at + 1;
        if matches!(self.mark(next), Some('.' | ',' | '-')) {
            next += 1;
        }
        let (month, after) = self.month(next)?;
        let day = self.number(after, 1..=2)?;
        // "2024 May 3 2025": the year before belongs to something else.
        Some((date(year, month, day)?, after + 1))
    }

    /// `3.5.2024`, `05/03/2024`, `03-05-24`
    fn numeric(&self, first: u32, at: usize) -> Option<(time::Date, usize)> {
        let sep = self.mark(at + 1).filter(|c| matches!(c, '.' | '/' | '-'))?;
        let second = self.number(at + 2, 1..=2)?;
        (self.mark(at + 3) == Some(sep)).then_some(())?;
        // Part of a longer row of numbers: a version, an address, a telephone number.
        let row = |mark: usize, number: usize| {
            self.mark(mark) == Some(sep)
                && !self.is_apart(number)
                && matches!(self.kind(number), Some(Kind::Number { .. }))
        };
        if (at >= 2 && self.mark(at - 1) == Some(sep) && !self.is_apart(at)) || row(at + 5, at + 6) {
            return None;
        }
        let year = match self.number(at + 4, 4..=4) {
            Some(year) => year,
            None => {
                let full = self.number(at, 2..=2).is_some() && self.number(at + 2, 2..=2).is_some();
                // Two digits are of this century: nobody dates a page back to 1999 that way any more.
                let short = self.number(at + 4, 2..=2).filter(|y| *y < 40 && (full || sep == '/'))?;
                2000 + short
            }
        };
        let (day, month) = match () {
            () if first > 12 => (first, second),
            () if second > 12 => (second, first),
            // Full stops are no habit of those who put the month first.
            () if self.manner.month_first && sep != '.' => (second, first),
            () => (first, second),
        };
        Some((date(year, month, day)?, at + 5))
    }

    /// `3 May 2024`, `3. Mai 2024`, `3 de mayo de 2024`, `1er mai 2024`, `3 tháng 5, 2024`
    fn day_first(&self, day: u32, at: usize) -> Option<(time::Date, usize)> {
        let mut next = at + 1;
        if self.word(next) == Some("tháng") {
            let month = self.number(next + 1, 1..=2)?;
            let year = self.skip(next + 2);
            return Some((date(self.number(year, 4..=4)?, month, day)?, year + 1));
        }
        next = self.skip(next);
        let (month, after) = self.month(next)?;
        let year = self.skip(after);
        match self.number(year, 4..=4) {
            Some(value) => Some((date(value, month, day)?, year + 1)),
            // `03-May-24`
            None => {
                let dashed = self.mark(at + 1) == Some('-') && self.mark(after) == Some('-');
                let short = self.number(after + 1, 2..=2).filter(|_| dashed)?;
                Some((date(2000 + short, month, day)?, after + 2))
            }
        }
    }

    /// `May 3, 2024`, `May 3rd 2024`, and JavaScript's `May 03 2024`
    fn month_first(&self, at: usize) -> Option<(time::Date, usize)> {
        let (month, after) = self.month(at)?;
        let day = self.number(after, 1..=2)?;
        let year = self.skip(after + 1);
        if let Some(value) = self.number(year, 4..=4) {
            return Some((date(value, month, day)?, year + 1));
        }
        // C's `ctime`: `Fri May 3 15:47:42 2024`, `Fri May 3 15:47:42 UTC 2024`
        let (_, _, next) = self.time_after(after + 1)?;
        Some((date(self.number(next, 4..=4)?, month, day)?, next + 1))
    }

    /// The month that a word (or two) names, a full stop after it, and the token after.
    fn month(&self, at: usize) -> Option<(u32, usize)> {
        let word = self.word(at)?;
        let (month, mut next) = match month(word, self.manner.lang) {
            Some(month) => (month, at + 1),
            None if begins_month(word) => {
                (month(&format!("{word} {}", self.word(at + 1)?), self.manner.lang)?, at + 2)
            }
            None => return None,
        };
        if self.mark(next) == Some('.') {
            next += 1;
        }
        Some((month, next))
    }

    /// Past what may stand between the parts of a date: at most two marks and two small words.
    fn skip(&self, mut at: usize) -> usize {
        for _ in 0..3 {
            match self.kind(at) {
                Some(Kind::Mark('.' | ',' | '-' | '/' | '،' | '\'' | '’')) => at += 1,
                Some(Kind::Word(word)) if BETWEEN.contains(&word) => at += 1,
                _ => break,
            }
        }
        at
    }

    /// A time within a few tokens after a date; its zone; the token after.
    fn time_after(&self, mut at: usize) -> Option<(Time, Option<i16>, usize)> {
        for _ in 0..6 {
            if let Some((time, next)) = self.time(at) {
                let (offset, next) = self.zone(next);
                return Some((time, offset, next));
            }
            match self.kind(at)? {
                Kind::Mark(
                    ',' | '|' | '-' | '–' | '—' | '·' | '•' | '(' | ')' | '.' | ':' | '/' | '،' | '@' | '~',
                ) => at += 1,
                Kind::Word(word) if word == "t" || BETWEEN.contains(&word) || word.chars().count() == 1 => {
                    at += 1
                }
                _ => return None,
            }
        }
        None
    }

    /// A time that ends within a few tokens before a date, its zone and its first token.
    fn time_before(&self, date: usize) -> Option<(Time, Option<i16>, usize)> {
        // `15:47`, `15:47 Uhr,`, `3:47 p.m. EDT, Fri`, `15.47 |`
        let from = date.saturating_sub(11);
        let mut best = None;
        for at in from..date {
            let Some((time, next)) = self.time(at).filter(|(_, next)| *next <= date) else { continue };
            let (offset, next) = self.zone(next);
            let joined = (next..date).all(|i| match self.kind(i) {
                Some(Kind::Mark(',' | '|' | '-' | '–' | '·' | '•' | '.' | '/' | '(' | ')')) => true,
                Some(Kind::Word(word)) => {
                    word.chars().count() <= 3 || BETWEEN.contains(&word) || is_weekday(word)
                }
                _ => false,
            });
            if joined && best.is_none() {
                best = Some((time, offset, at));
            }
        }
        best
    }

    /// `15:47`, `15:47:42.389`, `3:47 pm`, `3 pm`, `15h47`, `15.47`, `15時47分`, `오후 3:47`
    fn time(&self, at: usize) -> Option<(Time, usize)> {
        if let Some(word @ ("am" | "pm" | "오전" | "오후")) = self.word(at) {
            let afternoon = matches!(word, "pm" | "오후");
            return self
                .time(at + 1)
                .and_then(|((h, m, s), next)| Some((half(h, afternoon)?, m, s)).zip(Some(next)));
        }
        if let (Some(a @ ("上" | "下" | "午")), Some(b)) = (self.word(at), self.word(at + 1))
            && matches!((a, b), ("上" | "下", "午") | ("午", "前" | "後"))
        {
            let afternoon = a == "下" || b == "後";
            return self
                .time(at + 2)
                .and_then(|((h, m, s), next)| Some((half(h, afternoon)?, m, s)).zip(Some(next)));
        }
        // `154742` after the `T` of a run of digits
        if let Some(run) = self.number(at, 6..=6)
            && at > 0
            && self.word(at - 1) == Some("t")
        {
            let time = clock(run / 10_000, run / 100 % 100, run % 100)?;
            return Some((time, at + 1));
        }
        let hour = self.number(at, 1..=2)?;
        if at > 0 && !self.is_apart(at) && matches!(self.mark(at - 1), Some('.' | '/' | '-')) {
            return None;
        }
        let mut next = at + 1;
        let (mut minute, mut second) = (0, 0);
        let mut told = false;
        match self.kind(next)? {
            Kind::Mark(sep @ (':' | '.' | '：')) if !self.is_apart(next) && !self.is_apart(next + 1) => {
                minute = self.number(next + 1, 2..=2)?;
                // `12.50` alone may be a price, `3.5.2024` a date.
                if sep == '.'
                    && self.mark(next + 2) == Some('.')
                    && matches!(self.kind(next + 3), Some(Kind::Number { .. }))
                {
                    return None;
                }
                next += 2;
                told = true;
                if sep == ':'
                    && self.mark(next) == Some(':')
                    && let Some(s) = self.number(next + 1, 2..=2)
                {
                    second = s;
                    next += 2;
                    if self.mark(next) == Some('.')
                        && !self.is_apart(next + 1)
                        && self.number(next + 1, 1..=9).is_some()
                    {
                        next += 2;
                    }
                }
            }
            Kind::Word("h" | "u" | "時" | "时" | "点" | "시") => {
                next += 1;
                told = true;
                if let Some(m) = self.number(next, 2..=2).or_else(|| self.number(next, 1..=1)) {
                    minute = m;
                    next += 1;
                    if matches!(self.word(next), Some("分" | "분" | "min" | "m")) {
                        next += 1;
                    }
                }
            }
            _ => {}
        }
        // `pm`, `p.m.`, `p. m.`
        let letter = match self.word(next) {
            Some("am") => Some(('a', next + 1)),
            Some("pm") => Some(('p', next + 1)),
            Some(l @ ("a" | "p")) if self.mark(next + 1) == Some('.') && self.word(next + 2) == Some("m") => {
                let end = next + 3;
                let end = if self.mark(end) == Some('.') { end + 1 } else { end };
                Some((if l == "a" { 'a' } else { 'p' }, end))
            }
            _ => None,
        };
        let mut hour = u8::try_from(hour).ok()?;
        if let Some((letter, end)) = letter {
            hour = half(hour, letter == 'p')?;
            next = end;
        } else if !told {
            return None;
        }
        if matches!(self.word(next), Some("uhr" | "h" | "hrs" | "godz" | "uur")) {
            next += 1;
        }
        Some((clock(u32::from(hour), minute, second)?, next))
    }

    /// The zone that stands here, in minutes, and the token after it.
    fn zone(&self, at: usize) -> (Option<i16>, usize) {
        let open = usize::from(self.mark(at) == Some('('));
        if let Some(word) = self.word(at + open)
            && let Some((_, minutes)) = ZONES.iter().find(|(name, _)| *name == word)
        {
            let next = at + open + 1;
            if let Some((offset, next)) = self.offset(next).filter(|_| *minutes == 0) {
                return (Some(offset), next);
            }
            let close = usize::from(open == 1 && self.mark(next) == Some(')'));
            return (Some(*minutes), next + close);
        }
        match self.offset(at) {
            Some((offset, next)) => (Some(offset), next),
            None => (None, at),
        }
    }

    /// `+02:00`, `-0400`, `+2`
    fn offset(&self, at: usize) -> Option<(i16, usize)> {
        let sign = match self.mark(at)? {
            '+' => 1,
            '-' | '\u{2212}' => -1,
            _ => return None,
        };
        if self.is_apart(at + 1) {
            return None;
        }
        let apart = self.is_apart(at);
        let (minutes, next) = if let Some(four) = self.number(at + 1, 4..=4) {
            (four / 100 * 60 + four % 100, at + 2)
        } else {
            let hours = self.number(at + 1, 1..=2)?;
            match (self.mark(at + 2), self.number(at + 3, 2..=2)) {
                (Some(':'), Some(minutes)) => (hours * 60 + minutes, at + 4),
                _ => (hours * 60, at + 2),
            }
        };
        // `10:00 -12:00` is a span, not a zone.
        if apart && sign < 0 && self.number(at + 1, 4..=4).is_none() {
            return None;
        }
        // The furthest zone is 14 hours ahead.
        let minutes = i16::try_from(minutes).ok().filter(|m| *m <= 14 * 60)?;
        Some((sign * minutes, next))
    }
}

fn half(hour: u8, afternoon: bool) -> Option<u8> {
    match (hour, afternoon) {
        (12, false) => Some(0),
        (12, true) => Some(12),
        (0..=11, true) => Some(hour + 12),
        (0..=23, _) => Some(hour),
        _ => None,
    }
}

fn clock(h: u32, m: u32, s: u32) -> Option<Time> {
    // Midnight as 24:00, and leap seconds.
    let h = if h == 24 && m == 0 { 0 } else { h };
    (h < 24 && m < 60 && s <= 60).then_some((h as u8, m as u8, s.min(59) as u8))
}

/// A day of the calendar, of a year that a page may be of; 1 January 1970 is what a machine says for nothing.
fn date(year: u32, month: u32, day: u32) -> Option<time::Date> {
    if !(1800..2100).contains(&year) || (year, month, day) == (1970, 1, 1) {
        return None;
    }
    let month = time::Month::try_from(u8::try_from(month).ok()?).ok()?;
    time::Date::from_calendar_date(i32::try_from(year).ok()?, month, u8::try_from(day).ok()?).ok()
}

/// The names of months by their word, and the first words of those that have two.
struct MonthNames {
    months: HashMap<&'static str, u32>,
    first_of_two: HashSet<&'static str>,
}

/// Asked for every word beside a number of a page: a search through the lists took a tenth of the whole reading.
fn month_names() -> &'static MonthNames {
    static NAMES: OnceLock<MonthNames> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names = MonthNames { months: HashMap::new(), first_of_two: HashSet::new() };
        for (number, words) in (1..).zip(MONTHS) {
            for word in words {
                names.months.entry(word).or_insert(number);
            }
        }
        let all = names.months.keys().copied().chain(MONTHS_OF.iter().map(|(_, word, _)| *word));
        names.first_of_two = all.filter_map(|word| Some(word.split_once(' ')?.0)).collect();
        names
    })
}

fn month(word: &str, lang: &str) -> Option<u32> {
    if let Some((_, _, month)) = MONTHS_OF.iter().find(|(l, w, _)| *l == lang && *w == word) {
        return Some(u32::from(*month));
    }
    // Hebrew writes "in May" as one word.
    month_names().months.get(word.strip_prefix('ב').unwrap_or(word)).copied()
}

/// May a month of two words begin with this one?
fn begins_month(word: &str) -> bool {
    month_names().first_of_two.contains(word.strip_prefix('ב').unwrap_or(word))
}

fn is_weekday(word: &str) -> bool {
    const ENDS: &[&str] =
        &["day", "tag", "dag", "woch", "jour", "di", "dì", "feira", "bado", "nes", "ota", "tai"];
    ENDS.iter().any(|end| word.ends_with(end))
}

/// Is this a word (lower case) of those that stand beside dates: "updated", a weekday, a zone, a small word?
pub(super) fn is_beside_dates(word: &str) -> bool {
    let begins = |list: &[&str]| list.iter().any(|w| word.starts_with(w.trim_end()));
    begins(UPDATED)
        || begins(PUBLISHED)
        || BETWEEN.contains(&word)
        || ZONES.iter().any(|(name, _)| *name == word)
        || is_weekday(word)
        || matches!(word, "et" | "pt" | "ct" | "am" | "pm" | "um" | "uhr" | "by" | "and" | "le" | "il" | "el")
}

/// The date in a path: `/2024/05/03/`, `/2024-05-03-`, `/20240503/`, `-20240503.html`.
pub(super) fn in_path(path: &str) -> Option<Moment> {
    let bytes = path.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() || (at > 0 && bytes[at - 1].is_ascii_alphanumeric()) {
            at += 1;
            continue;
        }
        let end = at + bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        let number = |from: usize, to: usize| path.get(from..to).and_then(|s| s.parse::<u32>().ok());
        let day = match end - at {
            8 => number(at, at + 4)
                .zip(number(at + 4, at + 6))
                .zip(number(at + 6, end))
                .map(|((y, m), d)| (y, m, d)),
            4 if matches!(bytes.get(end), Some(b'/' | b'-' | b'_')) => {
                let sep = bytes[end];
                let digits = |from: usize| {
                    bytes[from.min(bytes.len())..].iter().take_while(|b| b.is_ascii_digit()).count()
                };
                let month = end + 1;
                let month_digits = digits(month);
                let day = month + month_digits + 1;
                let day_digits = digits(day);
                let whole = (1..=2).contains(&month_digits)
                    && bytes.get(month + month_digits) == Some(&sep)
                    && (1..=2).contains(&day_digits)
                    && !bytes.get(day + day_digits).is_some_and(u8::is_ascii_alphabetic);
                whole
                    .then(|| {
                        number(at, end)
                            .zip(number(month, month + month_digits))
                            .zip(number(day, day + day_digits))
                    })
                    .flatten()
                    .map(|((y, m), d)| (y, m, d))
            }
            _ => None,
        };
        if let Some(day) =
            day.filter(|(y, _, _)| (1990..2100).contains(y)).and_then(|(y, m, d)| date(y, m, d))
        {
            return Some(Moment { day, time: None, offset: None });
        }
        at = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(text: &str, lang: &str) -> String {
        find(text, Manner::of(Some(lang), "")).first().map(|f| f.moment.iso()).unwrap_or_default()
    }

    #[test]
    fn dates_do_not_overlap() {
        // A stamp for machines right before the words for people: its zone looks like a time of theirs.
        let text = "Ann Lee2019-03-04T11:02:09+02:00 Mai 6th, 2018|News|3 Kommentare";
        let found = find(text, Manner::of(Some("de"), ""));
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].to <= found[1].from, "{found:?}");
    }

    #[test]
    fn machine_forms_keep_time_and_zone() {
        for (text, want) in [
            ("2024-05-03", "2024-05-03"),
            ("2024-05-03T15:47:42.389000+00:00", "2024-05-03T15:47:42Z"),
            ("2024-05-03T15:47:42.389Z", "2024-05-03T15:47:42Z"),
            ("2024-05-03T15:47+02:00", "2024-05-03T15:47:00+02:00"),
            ("2024-05-03T15:47:42+0530", "2024-05-03T15:47:42+05:30"),
            ("2024-05-03 15:47:42 -0400", "2024-05-03T15:47:42-04:00"),
            ("2024-05-03 15:47:42", "2024-05-03T15:47:42"),
            ("Fri, 03 May 2024 15:47:42 GMT", "2024-05-03T15:47:42Z"),
            ("Fri, 3 May 2024 15:47:42 +0200", "2024-05-03T15:47:42+02:00"),
            ("Fri May 03 2024 15:47:42 GMT+0200 (CEST)", "2024-05-03T15:47:42+02:00"),
            ("Fri May  3 15:47:42 UTC 2024", "2024-05-03"),
            ("20240503", "2024-05-03"),
            ("20240503T154742Z", "2024-05-03T15:47:42Z"),
            ("1714751262", "2024-05-03T15:47:42Z"),
            ("1714751262389", "2024-05-03T15:47:42Z"),
            ("2024/05/03", "2024-05-03"),
            ("2024-05-03T15:47:42-04:00[America/New_York]", "2024-05-03T15:47:42-04:00"),
            ("5/3/2024 3:47:42 PM", "2024-05-03T15:47:42"),
        ] {
            let got = machine(text, Manner::of(Some("en-US"), "")).map(|m| m.iso()).unwrap_or_default();
            assert_eq!(got, want, "{text:?}");
        }
        for text in
            ["", "0001-01-01T00:00:00Z", "1970-01-01", "2024-13-01", "2024-02-30", "today", "12345678901"]
        {
            assert_eq!(machine(text, Manner::default()), None, "{text:?}");
        }
    }

    #[test]
    fn dates_are_read_in_many_languages() {
        for (lang, text) in [
            ("en", "May 3, 2024"),
            ("en", "Friday, May 3rd 2024"),
            ("en", "3rd of May, 2024"),
            ("en", "03-May-24"),
            ("de", "Freitag, 3. Mai 2024"),
            ("de", "03.05.2024"),
            ("de", "3.5.24 03.05.24"),
            ("fr", "vendredi 3 mai 2024"),
            ("es", "3 de mayo de 2024"),
            ("es", "3 may. 2024"),
            ("it", "3 maggio 2024"),
            ("pt", "3 de maio de 2024"),
            ("nl", "3 mei 2024"),
            ("sv", "3 maj 2024"),
            ("da", "3. maj 2024"),
            ("no", "3. mai 2024"),
            ("fi", "3. toukokuuta 2024"),
            ("is", "3. maí 2024"),
            ("pl", "3 maja 2024 r."),
            ("cs", "3. května 2024"),
            ("cs", "3. 5. 2024"),
            ("hu", "2024. május 3."),
            ("ro", "3 mai 2024"),
            ("tr", "3 Mayıs 2024"),
            ("ru", "3 мая 2024 г."),
            ("uk", "3 травня 2024"),
            ("el", "3 Μαΐου 2024"),
            ("ar", "٣ مايو ٢٠٢٤"),
            ("he", "3 במאי 2024"),
            ("hi", "3 मई 2024"),
            ("id", "3 Mei 2024"),
            ("vi", "3 tháng 5, 2024"),
            ("ja", "2024年5月3日"),
            ("zh", "2024年05月03日"),
            ("ko", "2024년 5월 3일"),
            ("ko", "2024. 5. 3."),
            ("en-GB", "03/05/2024"),
            ("en-US", "05/03/2024"),
            ("fr", "Le 03/05/2024"),
        ] {
            assert_eq!(iso(text, lang), "2024-05-03", "{lang} {text:?}");
        }
        assert_eq!(iso("1er mai 2024", "fr"), "2024-05-01");
        assert_eq!(iso("5 كانون الثاني 2024", "ar"), "2024-01-05");
    }

    #[test]
    fn times_stand_after_or_before_their_date() {
        for (lang, text, want) in [
            ("en", "May 3, 2024 at 3:47 p.m. EDT", "2024-05-03T15:47:00-04:00"),
            ("en", "3:47 PM ET, Fri May 3, 2024", "2024-05-03T15:47:00"),
            ("en", "May 3, 2024, 12:05 am", "2024-05-03T00:05:00"),
            ("de", "3. Mai 2024 um 15:47 Uhr", "2024-05-03T15:47:00"),
            ("de", "03.05.2024, 15.47 Uhr", "2024-05-03T15:47:00"),
            ("de", "15:47 Uhr, 3. Mai 2024", "2024-05-03T15:47:00"),
            ("fr", "le 3 mai 2024 à 15h47", "2024-05-03T15:47:00"),
            ("da", "3. maj 2024 kl. 15.47", "2024-05-03T15:47:00"),
            ("ja", "2024年5月3日 15時47分", "2024-05-03T15:47:00"),
            ("ja", "2024年5月3日(金) 15:47", "2024-05-03T15:47:00"),
            ("ko", "2024.05.03 오후 3:47", "2024-05-03T15:47:00"),
            ("zh", "2024-05-03 下午3:47", "2024-05-03T15:47:00"),
            ("en", "May 3, 2024 15:47 CEST", "2024-05-03T15:47:00+02:00"),
            ("en", "May 3, 2024 10:00 - 12:00", "2024-05-03T10:00:00"),
        ] {
            assert_eq!(iso(text, lang), want, "{lang} {text:?}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "version 1.2.2024.5",
            "from 2019 to 2024",
            "call 12-05-99",
            "May 2024",
            "3 pm",
            "192.168.1.20",
            "Section 3.5.1",
        ] {
            assert_eq!(iso(text, "en"), "", "{text:?}");
        }
    }

    #[test]
    fn all_dates_of_a_text_are_found_where_they_stand() {
        let text = "Published May 3, 2024 | Updated 4 May 2024 10:00";
        let found = find(text, Manner::default());
        let parts: Vec<&str> = found.iter().map(|f| &text[f.from..f.to]).collect();
        assert_eq!(parts, ["May 3, 2024", "4 May 2024 10:00"]);
    }

    #[test]
    fn a_path_may_hold_a_date() {
        let day = |path: &str| in_path(path).map(|m| m.iso()).unwrap_or_default();
        assert_eq!(day("news/2024/05/03/story"), "2024-05-03");
        assert_eq!(day("news/2024-5-3-story"), "2024-05-03");
        assert_eq!(day("news/20240503/x"), "2024-05-03");
        assert_eq!(day("news/story-20240503.html"), "2024-05-03");
        assert_eq!(day("2024/05/story"), "");
        assert_eq!(day("article/12345678"), "");
        assert_eq!(day("a2024/05/03"), "");
        assert_eq!(day("2024/05/"), "");
        assert_eq!(day("2024-"), "");
    }

    #[test]
    fn moments_compare_across_zones() {
        let at = |text: &str| machine(text, Manner::default()).unwrap();
        assert!(at("2024-05-03T01:00:00+02:00").is_before(&at("2024-05-03T00:00:00Z")));
        assert!(!at("2024-05-03").is_before(&at("2024-05-03T10:00:00Z")));
        assert_eq!(at("2024-05-03").days_from(&at("2024-05-01")), 2);
    }
}
