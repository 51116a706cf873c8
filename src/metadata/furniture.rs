//! Names and dates found → the elements of the page that hold them and nothing else to read.

use super::byline::{is_beside_names, leads_to_name};
use super::date::{self, Manner};
use super::near::{Line, Near};
use super::places::Place;
use super::titles::SiteNames;
use crate::text::{key, words};
use crate::tree::NodeId;

/// Elements with bylines, and elements with dates. One that holds both is in both.
#[derive(Debug, Default)]
pub(super) struct Furniture {
    pub bylines: Vec<NodeId>,
    pub dates: Vec<NodeId>,
}

/// Bylines and dates further below the headline than this, in bytes of text, are those of boxes after the article.
const FAR: usize = 2500;

/// Further above it than this they are of something else.
const ABOVE: usize = 600;

/// So many words may stand beside a name or a date that no list knows: a place, a desk, a role.
const MOST_STRANGE: usize = 4;

/// `signed` are lines that authors sign, wherever they stand.
pub(super) fn find(
    near: &Near<'_, '_>,
    names: &[String],
    signed: Vec<NodeId>,
    sites: &SiteNames,
    manner: Manner<'_>,
) -> Furniture {
    let names: Vec<String> = names.iter().map(|n| key(n)).filter(|n| !n.is_empty()).collect();
    let mut out = Furniture { bylines: signed, dates: Vec::new() };
    for line in &near.lines {
        let above = near.anchor.is_none_or(|a| line.node < a);
        if line.far > if above { 2 * ABOVE } else { FAR } || line.place.any(Place::HEADING.and(Place::FIGURE))
        {
            continue;
        }
        let (named, dated, strange) = measure(line, &names, sites, manner);
        // In a paragraph a few strange words are a sentence; in a line of its own they are a role or a desk.
        let most = if line.place.any(Place::PROSE) { 1 } else { MOST_STRANGE };
        if strange > most {
            continue;
        }
        if named && !out.bylines.contains(&line.node) {
            out.bylines.push(line.node);
        }
        if dated {
            out.dates.push(line.node);
        }
    }
    out.bylines.sort_unstable();
    out
}

/// Does a line hold one of the names, does it hold a date, and how many words does it hold that belong to neither?
fn measure(line: &Line, names: &[String], sites: &SiteNames, manner: Manner<'_>) -> (bool, bool, usize) {
    let mut rest = String::with_capacity(line.text.len());
    let mut from = 0;
    let dates = date::find(&line.text, manner);
    for found in &dates {
        rest.push_str(&line.text[from..found.from]);
        rest.push(' ');
        from = found.to;
    }
    rest.push_str(&line.text[from..]);
    let mut rest = format!(" {} ", key(&rest));
    let mut named = false;
    for name in names {
        let name = format!(" {name} ");
        if rest.contains(&name) {
            named = true;
            rest = rest.replace(&name, "  ");
        }
    }
    for name in sites.keys() {
        rest = rest.replace(&format!(" {name} "), "  ");
    }
    let mut beginnings = beginnings_of(&rest);
    for phrase in PHRASES {
        if beginnings.contains(&phrase.as_bytes()[0]) {
            let whole = format!(" {phrase} ");
            if rest.contains(&whole) {
                rest = rest.replace(&whole, "  ");
                beginnings = beginnings_of(&rest);
            }
        }
    }
    if !rest.is_ascii() {
        for phrase in SPACELESS_PHRASES {
            if rest.contains(phrase) {
                rest = rest.replace(phrase, "  ");
            }
        }
    }
    let strange = words(&rest)
        .filter(|w| {
            !leads_to_name(w, manner.lang)
                && !is_beside_names(w)
                && !date::is_beside_dates(w)
                && !w.chars().all(char::is_numeric)
        })
        .count();
    (named, !dates.is_empty(), strange)
}

/// The first byte of each word: no phrase is sought whose own is none of them.
fn beginnings_of(text: &str) -> Vec<u8> {
    text.split(' ').filter_map(|word| word.as_bytes().first().copied()).collect()
}

#[rustfmt::skip]
/// What stands beside names and dates, as comparison keys: how long ago, how long it takes to read, where it comes from.
const PHRASES: &[&str] = &[
    "i går", "i dag", "i morse", "i gaar", "igår", "idag", "gestern", "heute", "yesterday", "today", "ayer", "hoy", "ontem", "hoje", "hier",
    "aujourd hui", "ieri", "oggi", "gisteren", "vandaag", "eilen", "tänään", "wczoraj", "dziś", "dzisiaj", "včera", "dnes", "dün", "bugün", "вчера",
    "сегодня", "вчора", "сьогодні", "أمس", "اليوم", "אתמול", "היום", "어제", "오늘", "आज", "कल", "min read", "minute read", "minutes read",
    "reading time", "read time", "lesezeit", "min lesezeit", "minuten lesezeit", "temps de lecture", "min de lecture", "minutes de lecture",
    "tiempo de lectura", "min de lectura", "tempo de leitura", "min de leitura", "tempo di lettura", "minuti di lettura", "min di lettura",
    "leestijd", "min leestijd", "lästid", "min läsning", "lesetid", "læsetid", "lukuaika", "czas czytania", "min czytania", "doba čtení",
    "okuma süresi", "dk okuma süresi", "dakika", "dk", "время чтения", "время на чтение", "час читання", "мин", "минут", "хв", "وقت القراءة", "دقائق",
    "دقيقة", "זמן קריאה", "דקות", "पढने का समय", "मिनट", "분", "읽는 시간", "waktu baca", "menit", "thời gian đọc", "phút", "입력", "수정", "등록", "기자", "특파원",
    "ist", "bst", "jst", "kst",
];

#[rustfmt::skip]
/// The same in scripts without spaces: they may stand anywhere in a line.
const SPACELESS_PHRASES: &[&str] = &[
    "阅读时间", "閱讀時間", "阅读时长", "分钟", "分鐘", "読了時間", "この記事は", "来源", "來源", "记者", "記者", "作者", "编辑", "編輯", "责任编辑", "更新", "公開", "掲載", "配信", "発行", "投稿", "发布",
    "發布", "发表", "摄影", "攝影", "出典", "文", "写真", "年", "月", "日", "時", "时", "点", "分", "頃", "聞き手", "小时前", "小時前", "時間前", "昨天", "今天", "昨日", "今日",
];
