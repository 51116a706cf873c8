//! What lines say that stand with a text and are none of it, in many languages: data only, as comparison keys
//! (`text::key`), for the rules in `leftovers.rs` and `key_points.rs`. General usage; no measure of a block knows them.

#[rustfmt::skip]
/// How lines and headings begin that lead to other articles, beside those that `lexicon.rs` knows.
pub const SUGGESTIONS: &[&str] = &[
    "más información", "te recomendamos", "le recomendamos", "también te puede interesar", "lee más", "sigue leyendo", "te puede gustar",
    "noticia relacionada", "notas relacionadas", "artículos relacionados", "lea más", "mira también",
    "notícias relacionadas", "veja mais", "recomendado para você", "leia ainda", "artigos relacionados", "relacionadas",
    "sur le même sujet", "à lire également", "à voir aussi", "lire plus", "à découvrir", "nos derniers articles", "articles liés", 
    "articoli correlati", "leggi pure", "approfondisci", "vedi anche", "ti può interessare", "notizie correlate",
    "mehr zum thema", "mehr zu diesem thema", "lesen sie hier", "lesen sie mehr", "mehr lesen sie", "hier lesen sie", "lesetipp", "unsere empfehlung", "mehr aus",
    "lees meer over", "lees verder", "meer lezen", "gerelateerde artikelen", "ook interessant", "kijk ook",
    "läs vidare", "läs mer om", "läs även om", "mer om ämnet", "les mer om", "les også om", "læs mere om", "relaterede artikler",
    "przeczytaj także", "przeczytaj też", "polecamy", "powiązane artykuły", "warto przeczytać", "czytaj więcej", "zobacz więcej",
    "přečtěte si také", "čtěte více", "související články", "mohlo by vás zajímat", "čítajte aj", "prečítajte si",
    "ещё по теме", "еще по теме", "по теме", "читайте ещё", "смотрите также", "материалы по теме", "подробнее", "рекомендуем",
    "за темою", "більше про", "дивіться також",
    "ilginizi çekebilir", "bunlar da ilginizi çekebilir", "ayrıca bakınız", "öneriler", "haberin devamı",
    "اقرأ المزيد", "اقرأ أيضا", "مقالات ذات صلة", "قد يهمك", "شاهد أيضا", "קראו גם", "כתבות נוספות",
    "関連記事", "関連ニュース", "あわせて読む", "こちらもおすすめ", "おすすめ記事", "相关报道", "相關新聞", "更多阅读", "推荐", "延伸閱讀", "관련 기사", "관련기사",
    "함께 보면 좋은", "추천 기사", "अनय खबरें", "इसे भी पढें", "bài liên quan", "baca selengkapnya", "artikel terkait", "related articles",
    "related stories", "you might like", "editor s picks", "more in this section",
];

#[rustfmt::skip]
/// Labels of keywords at a text's end.
pub const TAGS: &[&str] = &[
    "tags", "tag", "keywords", "topics", "filed under", "schlagwörter", "themen", "stichwörter", "mots clés", "mots clefs", "étiquettes", "etiquetas", "temas",
    "palavras chave", "tópicos", "argomenti", "etichette", "parole chiave", "labels", "trefwoorden", "onderwerpen", "ämnen", "taggar", "emner", "tagi", "tematy", "słowa kluczowe", "štítky", "témata",
    "теги", "метки", "темы", "ключевые слова", "etiketler", "anahtar kelimeler", "وسوم", "תגיות", "タグ", "キーワード", "标签", "關鍵字", "关键词", "태그", "टैग", "từ khóa", "címkék",
];

#[rustfmt::skip]
/// Labels of whom a text was taken from, at its end.
pub const SOURCES: &[&str] = &[
    "source", "sources", "quelle", "quellen", "fuente", "fuentes", "fonte", "fontes", "fonti", "bron", "källa", "kilde", "źródło", "zdroj", "источник", "джерело", "kaynak", "lähde", "forrás",
    "المصدر", "מקור", "出典", "情報源", "来源", "文章来源", "資料來源", "출처", "nguồn", "sumber",
];

#[rustfmt::skip]
/// What calls on readers hold at a text's end: to follow, to scan, to send in what they know.
pub const CALLS: &[&str] = &[
    "扫描二维码", "扫码", "关注我们", "公众号", "點擊關注", "点击关注", "加入粉絲", "情報提供は", "情報をお寄せ", "お寄せください", "友だち追加", "フォローしてください",
    "제보하기", "카카오톡", "채널 추가", "send us your tips", "got a tip", "do you have a story", "get in touch with our newsroom", "haben sie hinweise an die redaktion",
    "tienes más información escríbenos", "abone olmak için tıklayın", "takip etmek için tıklayın", "تابعونا على", "للمزيد تابعوا", "सबसकराइब करें", "फॉलो करें",
    "подписывайтесь на", "підписуйтесь на", "присылайте новости",
    "follow us on", "find us on", "like us on", "folgt uns auf", "folge uns auf", "folgen sie uns auf", "suivez nous sur", "síguenos en", "seguici su", "volg ons op",
    "siga nos no", "śledź nas na", "følg oss på", "følg os på", "följ oss på", "buy me a coffee", "buying me a coffee",
];

#[rustfmt::skip]
/// What heads key points, beside what `lexicon.rs` knows.
pub const POINTS: &[&str] = &[
    "öne çıkanlar", "kısaca", "önemli noktalar", "haberin özeti", "o essencial", "em poucas palavras", "pontos principais", "o que precisa de saber", "o que você precisa saber",
    "los puntos clave", "lo más importante", "lo que debes saber", "i punti chiave", "in pillole", "le cose da sapere", "punti salienti",
    "najważniejsze informacje", "co trzeba wiedzieć", "to nejdůležitější", "nejdůležitější", "stručně", "hlavní body", "v kostce",
    "les points clés", "à retenir", "ce qu il faut savoir", "les points essentiels", "de hoofdpunten", "kort samengevat", "belangrijkste punten", "dit moet je weten",
    "hovedpunkter", "i korte trekk", "kort om saken", "det här är viktigast", "viktigaste punkterna", "tärkeimmät kohdat", "fő pontok", "a lényeg", "pe scurt despre",
    "самое важное", "что важно", "основное", "ключевые моменты", "главные тезисы", "ключові моменти", "найголовніше",
    "핵심", "주요 내용", "3줄 요약", "핵심 포인트", "기사 요약", "要旨", "要約", "記事のポイント", "この記事のポイント", "核心要点", "内容提要", "本文要点", "重點", "重點整理",
    "أهم النقاط", "نقاط رئيسية", "ملخص", "परमुख बातें", "खास बातें", "עיקרי הדברים", "điểm chính", "poin utama", "hauptpunkte", "die wichtigsten punkte", "kernpunkte", "darum geht es", "das ist passiert", "the main points", "what you need to know", "the essentials",
];

/// Does a comparison key begin with one of the phrases, as whole words where words have spaces?
pub fn begins(key: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| {
        key.strip_prefix(phrase).is_some_and(|rest| {
            rest.is_empty() || rest.starts_with(' ') || phrase.chars().all(crate::text::is_spaceless)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_comparison_keys() {
        for phrase in [SUGGESTIONS, TAGS, SOURCES, CALLS, POINTS].into_iter().flatten() {
            assert_eq!(*phrase, crate::text::key(phrase));
        }
    }

    #[test]
    fn a_phrase_ends_with_a_word() {
        assert!(begins("tags lighthouse sea", TAGS));
        assert!(!begins("tagsüber", TAGS));
        assert!(begins("关键词灯塔", TAGS));
    }
}
