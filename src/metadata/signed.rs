//! A line of its own → the names that sign it, in the ways of single languages: 記者 before a name, 기자 after it, a
//! name in brackets at the text's end, a name with its address.

use super::byline::{looks_like_full_name, push};
use crate::text::is_spaceless;

/// Lines with a signature are no longer, in characters: two names, a paper, a place, an address.
const LONGEST: usize = 60;

/// The names that sign a line, if it does nothing else.
pub(super) fn names(line: &str) -> Vec<String> {
    let line = line.trim();
    if line.chars().take(LONGEST + 1).count() > LONGEST {
        return Vec::new();
    }
    let bare = unbracketed(line);
    let found = korean(bare.unwrap_or(line));
    if !found.is_empty() {
        return found;
    }
    let found = chinese(bare.unwrap_or(line));
    if !found.is_empty() {
        return found;
    }
    if let Some(found) = bare.map(japanese).filter(|f| !f.is_empty()) {
        return found;
    }
    addressed(line).into_iter().collect()
}

/// What stands between the brackets where all of a line does.
fn unbracketed(line: &str) -> Option<&str> {
    const PAIRS: &[(char, char)] =
        &[('（', '）'), ('(', ')'), ('【', '】'), ('〔', '〕'), ('［', '］'), ('[', ']'), ('＝', '＝')];
    /// "Related articles" stands in such brackets too.
    const RELATED: &[&str] = &["関連", "相关", "相關", "관련"];
    PAIRS.iter().find_map(|&(open, close)| {
        let inner = line.strip_prefix(open)?.trim_end_matches(['。', ' ']).strip_suffix(close)?;
        let related = RELATED.iter().any(|r| inner.starts_with(r));
        (!inner.contains([open, close]) && !related).then_some(inner.trim())
    })
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '々' | '〆' | 'ヶ')
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | 'ー')
}

fn is_mail(word: &str) -> bool {
    let word = word.trim_matches(['(', ')', '<', '>', ',', '|']);
    word.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.') || host.is_empty())
}

/// "노다은 기자", "[강변뉴스 노다은 기자] name@paper", "노다은·김하늘 기자", "노다은 선임기자".
fn korean(line: &str) -> Vec<String> {
    const ROLES: &[&str] = &["기자", "특파원", "논설위원", "통신원"];
    let mut out = Vec::new();
    let mut before: Vec<&str> = Vec::new();
    let mut after = 0;
    for word in line.split([' ', '\u{a0}', '(', ')', '[', ']', '=', '|', ',', '/', '·', 'ㆍ']) {
        let is_name = |w: &str| {
            (2..=4).contains(&w.chars().count())
                && w.chars().all(is_hangul)
                && !ROLES.contains(&w)
                && w != "사진"
        };
        let role = ROLES.iter().find_map(|r| word.strip_suffix(r));
        match role {
            Some(rest) if !is_mail(word) => {
                // "선임기자", "인턴기자": a kind of reporter; "노다은기자": a name without its space.
                const KINDS: &[&str] = &["", "선임", "수석", "객원", "인턴", "전문", "대", "사진"];
                if !KINDS.contains(&rest) {
                    before.push(rest);
                }
                // Names joined by a dot stand last; what comes before them is the paper, the place, "by".
                let joined = line.contains(['·', 'ㆍ', ',']);
                let names: Vec<&str> = before.drain(..).rev().take_while(|w| is_name(w)).collect();
                let most = if joined { names.len() } else { 1 };
                names[..most.min(names.len())].iter().rev().for_each(|n| push(&mut out, (*n).to_owned()));
                after = 0;
            }
            _ if word.is_empty() || is_mail(word) => {}
            _ => {
                before.push(word);
                after += 1;
            }
        }
    }
    // Words that go on after the last reporter make it a sentence; words before the first are a paper's or a place's.
    if after > 0 || line.split_whitespace().count() > 8 { Vec::new() } else { out }
}

/// "记者 沈若溪", "本报记者沈若溪 张三", "記者沈若溪／台北報導", "文／沈若溪".
fn chinese(line: &str) -> Vec<String> {
    const BEFORE: &[&str] = &["记者", "記者", "文/", "文／", "撰文", "通讯员"];
    const OTHERS: &[&str] = &[
        "摄影",
        "攝影",
        "摄",
        "图",
        "圖",
        "编辑",
        "編輯",
        "报道",
        "報導",
        "報道",
        "综合",
        "综述",
        "实习生",
        "通讯员",
    ];
    let Some((at, word)) = BEFORE.iter().filter_map(|b| line.find(b).map(|at| (at, *b))).min() else {
        return Vec::new();
    };
    // Before it stands the paper at the most.
    if line[..at].chars().filter(|c| c.is_alphanumeric()).count() > 8 || line.ends_with(['。', '！', '？'])
    {
        return Vec::new();
    }
    let rest = line[at + word.len()..].trim_start_matches([':', '：', ' ', '\u{3000}', '/', '／']);
    let mut out = Vec::new();
    for part in rest.split([' ', '\u{3000}', '、', '，', ',', '／', '/', '|', '｜']) {
        if part.is_empty() || part == word {
            continue;
        }
        let other = OTHERS.iter().any(|o| part.starts_with(o) || part.ends_with(o));
        let name = (2..=4).contains(&part.chars().count()) && part.chars().all(|c| is_han(c) || c == '·');
        match (other, name) {
            (true, _) => break,
            (false, true) => push(&mut out, part.to_owned()),
            // A sentence that begins with the word.
            (false, false) => return Vec::new(),
        }
    }
    out
}

/// "津村久志", "文・写真　津村久志", "聞き手・津村久志、山田はな": names alone, as they stand in brackets at a text's end.
fn japanese(inner: &str) -> Vec<String> {
    const BEFORE: &[&str] = &[
        "文・写真",
        "取材・文",
        "写真・文",
        "聞き手",
        "構成",
        "記者",
        "文責",
        "執筆",
        "文",
        "＝",
        "・",
        "=",
        ":",
        "：",
        " ",
        "\u{3000}",
    ];
    const NO_NAME: &[&str] = &[
        "続く",
        "つづく",
        "完",
        "終",
        "終わり",
        "おわり",
        "敬称略",
        "以下同",
        "以下同じ",
        "抜粋",
        "写真",
        "共同",
        "時事",
        "編集部",
        "訳注",
        "原文ママ",
        "一部略",
        "中略",
        "後略",
        "談",
        "詳細",
        "省略",
        "無料",
        "有料",
        "税込",
        "税別",
        "広告",
        "上",
        "中",
        "下",
        "前編",
        "後編",
        "次回へ続く",
    ];
    let mut rest = inner;
    while let Some(cut) = BEFORE.iter().find_map(|b| rest.strip_prefix(b)).filter(|cut| !cut.is_empty()) {
        rest = cut;
    }
    let mut out = Vec::new();
    for part in rest.split(['、', '，', ',', '／', '/']) {
        let part = part.trim().trim_end_matches("記者");
        let letters: Vec<char> = part.chars().filter(|c| !matches!(c, ' ' | '\u{3000}' | '・')).collect();
        let han = letters.iter().filter(|c| is_han(**c)).count();
        let name = (3..=7).contains(&letters.len())
            && letters.iter().all(|&c| is_han(c) || is_kana(c))
            && letters.iter().all(|&c| is_spaceless(c))
            && letters.first().is_some_and(|&c| is_han(c))
            && han >= 2
            && !part.ends_with([
                'る', 'い', 'た', 'す', 'の', 'は', 'を', 'に', 'で', '年', '月', '日', '時', '円', '県',
                '市', '部', '社',
            ])
            && !NO_NAME.iter().any(|w| part == *w || w.chars().count() > 1 && part.contains(w));
        if !name {
            return Vec::new();
        }
        push(&mut out, part.to_owned());
    }
    out
}

/// "Jane Doe jane@paper": a full name with an address, and nothing else.
fn addressed(line: &str) -> Option<String> {
    let mails = line.split_whitespace().filter(|w| is_mail(w)).count();
    let rest: Vec<&str> = line.split_whitespace().filter(|w| !is_mail(w)).collect();
    let rest = rest.join(" ");
    let rest = rest.trim_matches([',', '|', '-', '–', ':', ' ', '/', '(', ')']);
    (mails == 1 && looks_like_full_name(rest)).then(|| rest.to_owned())
}

/// The last line of a text → who signs it where nobody else is named: the paper's desk ("XY-Redaktion"), the source
/// beside the paper ("Site / Source"), reporters by their initials ("abc, de; Foto: …", "(abc/de)").
pub(super) fn closing(line: &str, is_site: impl Fn(&str) -> bool) -> Vec<String> {
    let line = line.trim();
    let bare = unbracketed(line);
    let Some(said) = bare.unwrap_or(line).split([';', '|']).next().map(str::trim) else { return Vec::new() };
    let parts: Vec<&str> = said.split([',', '/']).map(str::trim).filter(|p| !p.is_empty()).collect();
    let initials = |p: &&str| (2..=4).contains(&p.chars().count()) && p.chars().all(char::is_lowercase);
    let named =
        |p: &&str| p.split(' ').count() <= 3 && p.starts_with(char::is_uppercase) && !p.ends_with('.');
    let of_sources = parts.len() > 1 && parts.iter().any(|p| is_site(p)) && parts.iter().all(named);
    let is_desk =
        said.split_once('-').is_some_and(|(paper, desk)| !paper.contains(' ') && desk == "Redaktion");
    let marked = bare.is_some() || parts.len() > 1 || said.len() < line.len();
    if is_desk || of_sources || marked && parts.len() <= 3 && parts.iter().all(initials) {
        parts.into_iter().filter(|p| !of_sources || !is_site(p)).map(str::to_owned).collect()
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::{closing, names};

    #[test]
    fn a_text_is_signed_at_its_end_by_desks_sources_and_initials() {
        for (line, expected) in [
            ("UB-Redaktion", &["UB-Redaktion"][..]),
            ("Uferblatt / Diario del Puerto", &["Diario del Puerto"]),
            ("fre, jom; Foto: Archiv", &["fre", "jom"]),
            ("(fre/jom)", &["fre", "jom"]),
            ("(fre)", &["fre"]),
            ("more", &[]),
            ("top, news and more", &[]),
            ("Redaktion", &[]),
            ("Hafen / Markt", &[]),
            ("", &[]),
        ] {
            assert_eq!(closing(line, |name| name == "Uferblatt"), expected, "{line}");
        }
    }

    #[test]
    fn reporters_sign_in_the_ways_of_their_languages() {
        for (line, expected) in [
            ("记者 沈若溪", &["沈若溪"][..]),
            ("本报记者沈若溪 何一鸣 摄影 林帆", &["沈若溪", "何一鸣"]),
            ("〔記者王小明／台北報導〕", &["王小明"]),
            ("（津村久志）", &["津村久志"]),
            ("【文・写真　津村久志】", &["津村久志"]),
            ("（聞き手・津村久志、北條はな）", &["津村久志", "北條はな"]),
            ("노다은 기자", &["노다은"]),
            ("[강변뉴스 노다은 기자] daeun@gangbyeon.example", &["노다은"]),
            ("글·사진 노다은 선임기자", &["노다은"]),
            ("노다은·김하늘 기자", &["노다은", "김하늘"]),
            ("Frauke Mertens frauke@paper.example", &["Frauke Mertens"]),
        ] {
            assert_eq!(names(line), expected, "{line}");
        }
    }

    #[test]
    fn sentences_and_remarks_sign_nothing() {
        for line in [
            "记者从市公安局获悉，案件已经告破。",
            "记者 昨天从市政府获悉",
            "（続く）",
            "（敬称略）",
            "（税込1万円）",
            "기자 회견이 열렸다",
            "노다은 기자가 전했다",
            "Write to editor@paper.example",
            "(see below)",
        ] {
            assert!(names(line).is_empty(), "{line}: {:?}", names(line));
        }
    }
}
