//! [`Article`] → how long it takes to read, by the speed at which people read its language.

use crate::article::{Article, Block, BlockKind, Figure, Inline, plain};
use crate::text::{is_spaceless, words};

/// Mean words a minute by language, normally sighted native speakers of 18 to 35 years reading aloud a text of the
/// sixth grade: S. Trauzettel-Klosinski, K. Dietz, the IReST Study Group, "Standardized Assessment of Reading
/// Performance: The New International Reading Speed Texts IReST", Investigative Ophthalmology & Visual Science 53
/// (2012) 5452–5461, <https://doi.org/10.1167/iovs.11-8284>. Readers differ by a sixth either way; in silence many
/// are faster, with harder texts slower: the time is a hint, and shown in whole minutes.
#[rustfmt::skip]
const WORDS_A_MINUTE: &[(&str, f32)] = &[
    ("ar", 138.0), ("de", 179.0), ("en", 228.0), ("es", 218.0), ("fi", 161.0), ("fr", 195.0), ("he", 187.0),
    ("it", 188.0), ("nl", 202.0), ("pl", 166.0), ("pt", 181.0), ("ru", 184.0), ("sl", 180.0), ("sv", 199.0),
    ("tr", 166.0),
];

/// The mean of the study's 17 languages, for all others.
const WORDS_ANYWHERE: f32 = 184.0;

/// Characters a minute, in the same study.
const CHINESE_CHARACTERS: f32 = 255.0;
/// Of kana and kanji together.
const JAPANESE_CHARACTERS: f32 = 357.0;
/// The mean of all languages, for Thai, Lao, Khmer and Burmese, whose letters stand for sounds.
const LETTERS_ANYWHERE: f32 = 863.0;

/// Kana a Han character from which a text of no declared language is Japanese: kana are half of a Japanese text and
/// a name or two of a Chinese one.
const KANA_OF_JAPANESE: f32 = 0.1;

/// Whole minutes that reading takes, at least 1. Notes at the end, formulas and what other sites show are not
/// counted.
pub fn reading_minutes(article: &Article) -> u32 {
    let mut count = Count::default();
    for text in [&article.headline, &article.dek].into_iter().flatten() {
        count.inlines(&text.inlines);
    }
    for point in article.key_points.iter().flat_map(|k| &k.points) {
        count.inlines(&point.inlines);
    }
    article.hero.iter().for_each(|hero| count.figure(hero));
    count.blocks(&article.body);
    // No article reaches what the conversion cuts off.
    (count.minutes(article.lang.as_deref()).round() as u32).max(1)
}

#[derive(Default)]
struct Count {
    /// Words of scripts that part them by spaces.
    words: u32,
    han: u32,
    kana: u32,
    /// Letters of other scripts without spaces.
    letters: u32,
}

impl Count {
    fn text(&mut self, text: &str) {
        for word in words(text) {
            let counter = match word.chars().next() {
                Some('\u{3040}'..='\u{30ff}') => &mut self.kana,
                Some('\u{0e00}'..='\u{17ff}') if word.starts_with(is_spaceless) => &mut self.letters,
                Some(c) if is_spaceless(c) => &mut self.han,
                _ => &mut self.words,
            };
            *counter += 1;
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        self.text(&plain(inlines));
    }

    fn figure(&mut self, figure: &Figure) {
        for words in [&figure.caption, &figure.credit].into_iter().flatten() {
            self.inlines(words);
        }
    }

    /// In no order, as none is needed to count.
    fn blocks(&mut self, blocks: &[Block]) {
        let mut open = vec![blocks];
        while let Some(blocks) = open.pop() {
            for Block { kind, .. } in blocks {
                match kind {
                    BlockKind::Paragraph { inlines }
                    | BlockKind::Crosshead { inlines, .. }
                    | BlockKind::PullQuote { inlines } => self.inlines(inlines),
                    BlockKind::List { items, .. } => open.extend(items.iter().map(Vec::as_slice)),
                    BlockKind::Definitions { groups } => {
                        for group in groups {
                            group.terms.iter().for_each(|term| self.inlines(term));
                            open.extend(group.definitions.iter().map(Vec::as_slice));
                        }
                    }
                    BlockKind::Table { caption, rows } => {
                        caption.iter().for_each(|caption| self.inlines(caption));
                        open.extend(rows.iter().flatten().map(|cell| cell.blocks.as_slice()));
                    }
                    BlockKind::Code { text, .. } => self.text(text),
                    BlockKind::Figure(figure) => self.figure(figure),
                    BlockKind::Embed(embed) => embed.caption.iter().for_each(|caption| self.inlines(caption)),
                    BlockKind::Details { summary, blocks } => {
                        self.inlines(summary);
                        open.push(blocks);
                    }
                    BlockKind::BlockQuote { blocks }
                    | BlockKind::Aside { blocks }
                    | BlockKind::Post { blocks, .. } => open.push(blocks),
                    BlockKind::Math(_) | BlockKind::Rule => {}
                }
            }
        }
    }

    fn minutes(&self, lang: Option<&str>) -> f32 {
        let lang = lang.unwrap_or_default().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let speed =
            WORDS_A_MINUTE.iter().find(|(known, _)| *known == lang).map_or(WORDS_ANYWHERE, |&(_, s)| s);
        let (han, kana) = (self.han as f32, self.kana as f32);
        let japanese = match lang.as_str() {
            "ja" => true,
            "zh" | "yue" => false,
            _ => kana > han * KANA_OF_JAPANESE,
        };
        let characters = if japanese { JAPANESE_CHARACTERS } else { CHINESE_CHARACTERS };
        self.words as f32 / speed + (han + kana) / characters + self.letters as f32 / LETTERS_ANYWHERE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Text;

    fn article(lang: &str, text: String) -> Article {
        let kind = BlockKind::Paragraph { inlines: vec![Inline::Text(text)] };
        let lang = Some(lang.to_owned()).filter(|l| !l.is_empty());
        Article { lang, body: vec![Block { source: 0, lang: None, dir: None, kind }], ..Article::default() }
    }

    #[test]
    fn each_language_has_its_speed() {
        for (lang, minutes_of_words) in
            [("en", 8), ("en-GB", 8), ("DE", 10), ("ar", 13), ("tr", 11), ("eu", 10)]
        {
            assert_eq!(reading_minutes(&article(lang, "word ".repeat(1_824))), minutes_of_words, "{lang}");
        }
        assert_eq!(reading_minutes(&article("", "word ".repeat(1_840))), 10, "of no declared language");
    }

    #[test]
    fn where_no_spaces_part_words_characters_count() {
        assert_eq!(
            reading_minutes(&article("zh-Hans", "水声如旧，".repeat(638))),
            10,
            "punctuation is not read"
        );
        assert_eq!(reading_minutes(&article("ja", "水のおと".repeat(893))), 10);
        // What the language is said to be counts for less than the letters that stand there.
        assert_eq!(reading_minutes(&article("en", "水のおと".repeat(893))), 10);
        assert_eq!(reading_minutes(&article("", "水声如旧".repeat(638))), 10);
        assert_eq!(reading_minutes(&article("th", "กขคงจฉ".repeat(1_438))), 10);
        assert_eq!(reading_minutes(&article("ko", "물 소리 ".repeat(920))), 10, "Korean parts its words");
    }

    #[test]
    fn all_that_is_read_counts_wherever_it_stands() {
        let mut nested = article("en", "word ".repeat(2_280));
        for _ in 0..64 {
            let blocks = std::mem::take(&mut nested.body);
            nested.body.push(Block { source: 0, lang: None, dir: None, kind: BlockKind::Aside { blocks } });
        }
        nested.headline = Some(Text::of("word ".repeat(228)));
        nested.dek = Some(Text::of("word ".repeat(228)));
        let caption = Some(vec![Inline::Text("word ".repeat(228))]);
        nested.hero = Some(Figure { caption, ..Figure::default() });
        assert_eq!(reading_minutes(&nested), 13);
        assert_eq!(reading_minutes(&Article::default()), 1, "never less than one");
    }
}
