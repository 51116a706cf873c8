//! Words that hint at what a part of a page is for. Data only: a hint is evidence to be weighed, never a verdict.

use std::sync::OnceLock;

/// What a word in a class, id, role, `itemprop`, `data-` attribute or custom element's name hints at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)] // the names are the meaning
pub enum Hint {
    Advert,
    Author,
    Callout,
    Caption,
    Cards,
    Comments,
    Consent,
    Contents,
    Credit,
    Date,
    Dek,
    Footer,
    Form,
    Header,
    Headline,
    Hidden,
    KeyPoints,
    Kicker,
    Navigation,
    Newsletter,
    Picture,
    Player,
    Post,
    Prose,
    Quote,
    Related,
    Review,
    Share,
    Shop,
    Sidebar,
    Tags,
    Wrapper,
}

/// How many kinds of hint are measured: all but the last, without which the tables were made.
pub const HINTS: usize = HINT_NAMES.len();

/// Names of the hints in the order of their numbers.
pub const HINT_NAMES: &[&str] = &[
    "advert",
    "author",
    "callout",
    "caption",
    "cards",
    "comments",
    "consent",
    "contents",
    "credit",
    "date",
    "dek",
    "footer",
    "form",
    "header",
    "headline",
    "hidden",
    "key_points",
    "kicker",
    "navigation",
    "newsletter",
    "picture",
    "player",
    "post",
    "prose",
    "quote",
    "related",
    "review",
    "share",
    "shop",
    "sidebar",
    "tags",
];

/// Words of class names and the like, in lower case, sorted by word. Gathered from common CMS themes, the ARIA and
/// schema.org vocabularies and general usage in several languages.
#[rustfmt::skip]
const CLASS_WORDS: &[(&str, Hint)] = &[
    ("abo", Hint::Newsletter), ("about", Hint::Author), ("abstract", Hint::Dek), ("account", Hint::Form),
    ("ad", Hint::Advert), ("admonition", Hint::Callout), ("ads", Hint::Advert), ("adslot", Hint::Advert),
    ("advert", Hint::Advert), ("advertisement", Hint::Advert), ("advertorial", Hint::Advert),
    ("affiliate", Hint::Shop), ("agency", Hint::Credit), ("alert", Hint::Callout), ("also", Hint::Related),
    ("answer", Hint::Post), ("answers", Hint::Post), ("anzeige", Hint::Advert), ("app", Hint::Wrapper),
    ("archive", Hint::Cards), ("article", Hint::Prose), ("articlebody", Hint::Prose),
    ("artikel", Hint::Prose), ("aside", Hint::Sidebar), ("attribution", Hint::Credit),
    ("audio", Hint::Player), ("auteur", Hint::Author), ("author", Hint::Author), ("authors", Hint::Author),
    ("autor", Hint::Author), ("autore", Hint::Author), ("avatar", Hint::Author), ("banner", Hint::Advert),
    ("bio", Hint::Author), ("blockquote", Hint::Quote), ("blog", Hint::Prose), ("blurb", Hint::Dek),
    ("body", Hint::Prose), ("bodytext", Hint::Prose), ("box", Hint::Callout),
    ("breadcrumb", Hint::Navigation), ("breadcrumbs", Hint::Navigation), ("brief", Hint::KeyPoints),
    ("bullet", Hint::KeyPoints), ("bullets", Hint::KeyPoints), ("button", Hint::Form),
    ("buttons", Hint::Share), ("buy", Hint::Shop), ("byline", Hint::Author), ("callout", Hint::Callout),
    ("caption", Hint::Caption), ("card", Hint::Cards), ("cards", Hint::Cards), ("carousel", Hint::Cards),
    ("cart", Hint::Shop), ("categories", Hint::Tags), ("category", Hint::Tags), ("chapo", Hint::Dek),
    ("checkout", Hint::Shop), ("cite", Hint::Quote), ("collapse", Hint::Hidden), ("collapsed", Hint::Hidden),
    ("comment", Hint::Comments), ("commenter", Hint::Comments), ("commentlist", Hint::Comments),
    ("comments", Hint::Comments), ("consent", Hint::Consent), ("contact", Hint::Form),
    ("container", Hint::Wrapper), ("contenido", Hint::Prose), ("content", Hint::Prose),
    ("contents", Hint::Contents), ("contenu", Hint::Prose), ("contribution", Hint::Author),
    ("contributor", Hint::Author), ("contributors", Hint::Author), ("cookie", Hint::Consent),
    ("cookies", Hint::Consent), ("copyright", Hint::Credit), ("correction", Hint::Callout),
    ("coupon", Hint::Shop), ("credit", Hint::Credit), ("credits", Hint::Credit),
    ("crumb", Hint::Navigation), ("cta", Hint::Newsletter), ("cutline", Hint::Caption), ("date", Hint::Date),
    ("dateline", Hint::Date), ("datemodified", Hint::Date), ("datepublished", Hint::Date),
    ("datetime", Hint::Date), ("datum", Hint::Date), ("deck", Hint::Dek), ("dek", Hint::Dek),
    ("desc", Hint::Dek), ("description", Hint::Dek), ("dialog", Hint::Consent), ("disclaimer", Hint::Footer),
    ("discussion", Hint::Comments), ("disqus", Hint::Comments), ("doc", Hint::Prose), ("docs", Hint::Prose),
    ("donate", Hint::Newsletter), ("donation", Hint::Newsletter), ("dropdown", Hint::Navigation),
    ("editor", Hint::Author), ("entry", Hint::Prose), ("entrytext", Hint::Prose), ("epigraph", Hint::Quote),
    ("excerpt", Hint::Dek), ("eyebrow", Hint::Kicker), ("facebook", Hint::Share), ("faq", Hint::Prose),
    ("feature", Hint::Cards), ("featured", Hint::Cards), ("figcaption", Hint::Caption),
    ("figure", Hint::Picture), ("fliesstext", Hint::Prose), ("flyout", Hint::Navigation),
    ("follow", Hint::Share), ("foot", Hint::Footer), ("footer", Hint::Footer), ("footnote", Hint::Callout),
    ("footnotes", Hint::Callout), ("form", Hint::Form), ("foto", Hint::Picture), ("gallery", Hint::Picture),
    ("gdpr", Hint::Consent), ("glance", Hint::KeyPoints), ("grid", Hint::Cards), ("head", Hint::Header),
    ("header", Hint::Header), ("headline", Hint::Headline), ("hero", Hint::Picture), ("hidden", Hint::Hidden),
    ("hide", Hint::Hidden), ("highlight", Hint::KeyPoints), ("highlights", Hint::KeyPoints),
    ("icon", Hint::Share), ("icons", Hint::Share), ("image", Hint::Picture), ("images", Hint::Picture),
    ("img", Hint::Picture), ("info", Hint::Date), ("infobox", Hint::Callout), ("inner", Hint::Wrapper),
    ("insights", Hint::KeyPoints), ("instagram", Hint::Share), ("intro", Hint::Dek), ("item", Hint::Cards),
    ("items", Hint::Cards), ("journalist", Hint::Author), ("keypoint", Hint::KeyPoints),
    ("keypoints", Hint::KeyPoints), ("keywords", Hint::Tags), ("kicker", Hint::Kicker),
    ("label", Hint::Kicker), ("labels", Hint::Tags), ("latest", Hint::Related), ("layout", Hint::Wrapper),
    ("lead", Hint::Dek), ("leader", Hint::Dek), ("lede", Hint::Dek), ("legal", Hint::Footer),
    ("legend", Hint::Caption), ("legende", Hint::Caption), ("like", Hint::Share), ("likes", Hint::Share),
    ("link", Hint::Related), ("links", Hint::Related), ("list", Hint::Cards), ("listing", Hint::Cards),
    ("login", Hint::Form), ("logo", Hint::Header), ("main", Hint::Prose), ("markdown", Hint::Prose),
    ("mashup", Hint::Cards), ("masthead", Hint::Header), ("media", Hint::Picture), ("member", Hint::Author),
    ("menu", Hint::Navigation), ("message", Hint::Post), ("messages", Hint::Post), ("meta", Hint::Date),
    ("metadata", Hint::Date), ("modal", Hint::Consent), ("more", Hint::Related), ("most", Hint::Related),
    ("nav", Hint::Navigation), ("navbar", Hint::Navigation), ("navi", Hint::Navigation),
    ("navigation", Hint::Navigation), ("news", Hint::Related), ("newsletter", Hint::Newsletter),
    ("next", Hint::Related), ("note", Hint::Callout), ("notice", Hint::Callout), ("offer", Hint::Shop),
    ("outbrain", Hint::Advert), ("overlay", Hint::Consent), ("overline", Hint::Kicker),
    ("overview", Hint::Dek), ("page", Hint::Wrapper), ("pager", Hint::Navigation),
    ("pagination", Hint::Navigation), ("paragraph", Hint::Prose), ("partner", Hint::Advert),
    ("paywall", Hint::Newsletter), ("photo", Hint::Picture), ("photographer", Hint::Credit),
    ("picture", Hint::Picture), ("player", Hint::Player), ("podcast", Hint::Player), ("poll", Hint::Form),
    ("popular", Hint::Related), ("popup", Hint::Consent), ("post", Hint::Prose), ("postbody", Hint::Post),
    ("postcontent", Hint::Post), ("posted", Hint::Date), ("posts", Hint::Cards), ("preview", Hint::Cards),
    ("previous", Hint::Related), ("price", Hint::Shop), ("print", Hint::Share), ("product", Hint::Shop),
    ("products", Hint::Shop), ("profile", Hint::Author), ("promo", Hint::Advert), ("promotion", Hint::Advert),
    ("prose", Hint::Prose), ("pubdate", Hint::Date), ("publish", Hint::Date), ("published", Hint::Date),
    ("pull", Hint::Quote), ("pullquote", Hint::Quote), ("question", Hint::Post), ("quote", Hint::Quote),
    ("rail", Hint::Sidebar), ("rating", Hint::Review), ("react", Hint::Share), ("reaction", Hint::Share),
    ("reactions", Hint::Share), ("readmore", Hint::Related), ("recent", Hint::Related),
    ("recirc", Hint::Related), ("recirculation", Hint::Related), ("recommendation", Hint::Related),
    ("recommendations", Hint::Related), ("recommended", Hint::Related), ("register", Hint::Form),
    ("relacionadas", Hint::Related), ("related", Hint::Related), ("replies", Hint::Comments),
    ("reply", Hint::Comments), ("respond", Hint::Comments), ("review", Hint::Review),
    ("reviews", Hint::Review), ("rich", Hint::Prose), ("richtext", Hint::Prose), ("row", Hint::Wrapper),
    ("rss", Hint::Share), ("rubrik", Hint::Kicker), ("sapo", Hint::Dek), ("screen", Hint::Hidden),
    ("screenreader", Hint::Hidden), ("search", Hint::Form), ("secondary", Hint::Sidebar),
    ("section", Hint::Kicker), ("share", Hint::Share), ("sharebar", Hint::Share), ("shares", Hint::Share),
    ("sharing", Hint::Share), ("shop", Hint::Shop), ("shopping", Hint::Shop), ("sidebar", Hint::Sidebar),
    ("sidenav", Hint::Navigation), ("signature", Hint::Author), ("signup", Hint::Newsletter),
    ("sitemap", Hint::Navigation), ("skip", Hint::Navigation), ("slide", Hint::Cards),
    ("slider", Hint::Cards), ("slideshow", Hint::Picture), ("snippet", Hint::Dek), ("social", Hint::Share),
    ("sociallinks", Hint::Share), ("source", Hint::Credit), ("speakable", Hint::Prose),
    ("spoiler", Hint::Hidden), ("sponsor", Hint::Advert), ("sponsored", Hint::Advert),
    ("standfirst", Hint::Dek), ("stats", Hint::Date), ("status", Hint::Date), ("sticky", Hint::Sidebar),
    ("story", Hint::Prose), ("storybody", Hint::Prose), ("strapline", Hint::Dek), ("sub", Hint::Dek),
    ("subhead", Hint::Dek), ("subheading", Hint::Dek), ("subheadline", Hint::Dek), ("subline", Hint::Dek),
    ("submenu", Hint::Navigation), ("subscribe", Hint::Newsletter), ("subscription", Hint::Newsletter),
    ("subtitle", Hint::Dek), ("sumario", Hint::Dek), ("summary", Hint::Dek), ("support", Hint::Newsletter),
    ("taboola", Hint::Advert), ("tag", Hint::Tags), ("tags", Hint::Tags), ("takeaway", Hint::KeyPoints),
    ("takeaways", Hint::KeyPoints), ("teads", Hint::Advert), ("teaser", Hint::Cards),
    ("teasers", Hint::Cards), ("testo", Hint::Prose), ("text", Hint::Prose), ("texte", Hint::Prose),
    ("texto", Hint::Prose), ("thread", Hint::Post), ("thumb", Hint::Cards), ("thumbnail", Hint::Cards),
    ("time", Hint::Date), ("timestamp", Hint::Date), ("tip", Hint::Callout), ("titel", Hint::Headline),
    ("title", Hint::Headline), ("titre", Hint::Headline), ("titulo", Hint::Headline),
    ("tldr", Hint::KeyPoints), ("toc", Hint::Contents), ("toggle", Hint::Navigation),
    ("toolbar", Hint::Share), ("toolbox", Hint::Share), ("tools", Hint::Share), ("tooltip", Hint::Hidden),
    ("top", Hint::Header), ("topbar", Hint::Header), ("topic", Hint::Tags), ("topics", Hint::Tags),
    ("trending", Hint::Related), ("tweet", Hint::Share), ("twitter", Hint::Share), ("upload", Hint::Form),
    ("user", Hint::Author), ("utility", Hint::Navigation), ("video", Hint::Player), ("vote", Hint::Share),
    ("votes", Hint::Share), ("warning", Hint::Callout), ("whatsapp", Hint::Share), ("widget", Hint::Sidebar),
    ("widgets", Hint::Sidebar), ("wrap", Hint::Wrapper), ("wrapper", Hint::Wrapper), ("wysiwyg", Hint::Prose),
];

/// The hint of one word of a class name, in lower case.
pub fn class_hint(word: &str) -> Option<Hint> {
    CLASS_WORDS.binary_search_by_key(&word, |&(w, _)| w).ok().map(|at| CLASS_WORDS[at].1)
}

/// Hints in a class attribute, id or the like: bit `hint as u32` of the result is set for each.
pub fn class_hints(value: &str) -> u64 {
    let mut bits = 0;
    each_word(value, |word| {
        if let Some(hint) = class_hint(word) {
            bits |= 1 << hint as u64;
        }
    });
    bits
}

/// The words of a class attribute, id or the like in lower case: parted at hyphens, digits and where capitals begin.
pub fn each_word(value: &str, mut each: impl FnMut(&str)) {
    let mut word = String::new();
    let mut previous = ' ';
    for c in value.chars().chain([' ']) {
        let camel = c.is_uppercase() && previous.is_lowercase();
        if !c.is_ascii_alphabetic() || camel {
            if !word.is_empty() {
                each(&word);
            }
            word.clear();
        }
        if c.is_ascii_alphabetic() && word.len() < 24 {
            word.push(c.to_ascii_lowercase());
        }
        previous = c;
    }
}

/// What a short line's own words hint at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)] // the names are the meaning
pub enum Cue {
    ReadMore,
    Advert,
    Share,
    Newsletter,
    Photo,
    Rights,
    Comments,
    By,
    Date,
    KeyPoints,
    Contents,
    Consent,
    Disclosure,
}

/// How many kinds of cue there are.
pub const CUES: usize = CUE_NAMES.len();

/// Names of the cues in the order of their numbers.
pub const CUE_NAMES: &[&str] = &[
    "read_more",
    "advert",
    "share",
    "newsletter",
    "photo",
    "rights",
    "comments",
    "by",
    "date",
    "key_points",
    "contents",
    "consent",
    "disclosure",
];

/// Phrases as comparison keys (lower case, punctuation gone), with the cue they give where a block begins with them.
/// General usage in the sixteen languages of the corpus and a few more.
#[rustfmt::skip]
const PHRASES: &[(Cue, &[&str])] = &[
    (Cue::ReadMore, &[
        "read more", "read also", "also read", "read next", "related", "more on", "more from", "see also", "you may also",
        "you might also", "recommended", "don t miss", "more stories", "most read", "most popular", "trending",
        "latest", "previous", "next", "up next", "continue reading", "keep reading", "further reading", "source link",
        "mehr zum thema", "mehr dazu", "lesen sie", "lesen sie auch", "auch interessant", "weitere", "zum thema",
        "das könnte sie", "meistgelesen", "passend dazu", "mehr lesen", "weiterlesen", "empfohlen", "siehe auch",
        "lire aussi", "à lire aussi", "a lire aussi", "lire également", "voir aussi", "à lire", "sur le même",
        "les plus lus", "plus d articles", "lea también", "lee también", "leer más", "te puede interesar",
        "más noticias", "noticias relacionadas", "le puede interesar", "ver también", "leia também", "leia mais",
        "veja também", "saiba mais", "leggi anche", "leggi di più", "ti potrebbe", "potrebbe interessarti",
        "lees ook", "lees meer", "meer over", "bekijk ook", "les også", "les mer", "læs også", "læs mere", "läs mer",
        "läs också", "läs även", "lue myös", "czytaj także", "czytaj też", "zobacz także", "zobacz też",
        "přečtěte si", "čtěte také", "olvasta már", "citește și", "читайте также", "читайте ещё", "по теме",
        "читайте також", "ilgili haberler", "ayrıca okuyun", "اقرأ أيضا", "مواضيع ذات صلة", "यह भी पढें",
        "ये भी पढें", "関連記事", "あわせて読みたい", "相关阅读", "相关新闻", "延伸阅读", "推荐阅读", "관련기사", "baca juga",
        "xem thêm", "đọc thêm",
    ]),
    (Cue::Advert, &[
        "advertisement", "advertising", "ad", "sponsored", "promoted", "paid content", "anzeige", "werbung",
        "publicité", "publicidad", "publicidade", "pubblicità", "advertentie", "annonse", "annons", "annonce",
        "reklama", "reklam", "реклама", "إعلان", "विजञापन", "広告", "广告", "광고", "mainos", "hirdetés", "inzerce",
    ]),
    (Cue::Share, &[
        "share", "share this", "follow us", "follow", "like this", "tweet", "facebook", "whatsapp", "email", "print",
        "save", "copy link", "copied", "bookmark", "listen", "teilen", "folgen sie", "drucken", "merken", "partager",
        "suivez nous", "imprimer", "compartir", "síguenos", "compartilhe", "compartilhar", "condividi", "seguici",
        "delen", "del", "dela", "udostępnij", "поделиться", "подписывайтесь", "paylaş", "شارك", "シェア", "分享", "공유",
    ]),
    (Cue::Newsletter, &[
        "sign up", "subscribe", "get the", "join", "newsletter", "our newsletter", "download", "register", "log in",
        "sign in", "already a", "become a", "support", "donate", "jetzt abonnieren", "abonnieren", "newsletter",
        "anmelden", "registrieren", "jetzt testen", "s abonner", "abonnez vous", "inscrivez vous", "recevez",
        "suscríbete", "suscribirse", "regístrate", "recibe", "inscreva se", "assine", "receba", "iscriviti",
        "abbonati", "meld je aan", "schrijf je in", "abonneer", "abonner", "prenumerera", "subskrybuj", "zapisz się",
        "подпишитесь", "abone ol", "اشترك", "登録", "订阅", "구독",
    ]),
    (Cue::Photo, &[
        "photo", "image", "picture", "getty", "reuters", "ap photo", "afp", "file photo", "courtesy", "illustration",
        "video", "watch", "foto", "bild", "bildquelle", "quelle", "fotos", "symbolbild", "crédit", "imagen", "imagem",
        "reprodução", "фото", "fotoğraf", "写真", "图", "사진", "credit",
    ]),
    (Cue::Rights, &[
        "copyright", "all rights", "alle rechte", "tous droits", "todos los derechos", "todos os direitos",
        "tutti i diritti", "terms", "privacy", "impressum", "datenschutz", "mentions légales", "aviso legal",
        "nutzungsbedingungen", "cookie", "about us", "contact", "все права", "wszelkie prawa", "made with", "powered by",
    ]),
    (Cue::Comments, &[
        "comments", "comment", "leave a", "leave your", "reply", "post a comment", "add a comment", "join the",
        "be the first", "no comments", "please enter", "your email", "kommentare", "kommentar", "kommentieren",
        "antworten", "diskutieren", "commentaires", "commenter", "répondre", "comentarios", "deja un", "responder",
        "comentários", "deixe um", "commenti", "rispondi", "reacties", "reageer", "kommentarer", "komentarze",
        "комментарии", "ответить", "yorum", "yorumlar", "تعليق", "コメント", "评论", "댓글",
    ]),
    (Cue::By, &[
        "by", "written by", "about the author", "author", "von", "autor", "text", "par", "por", "di", "a cura di",
        "door", "av", "af", "autorin", "über den autor", "l auteur", "sobre el autor", "sobre o autor", "автор",
        "yazar", "بقلم", "文", "記者", "作者", "기자", "posted by", "edited by", "redaktion",
    ]),
    (Cue::Date, &[
        "published", "updated", "last updated", "posted", "modified", "first published", "veröffentlicht",
        "aktualisiert", "stand", "publié", "mis à jour", "publicado", "actualizado", "atualizado", "pubblicato",
        "aggiornato", "gepubliceerd", "bijgewerkt", "publisert", "oppdatert", "publicerad", "uppdaterad",
        "opublikowano", "aktualizacja", "опубликовано", "обновлено", "güncelleme", "reading time", "min read",
        "lesezeit", "temps de lecture", "tiempo de lectura", "tempo di lettura", "tempo de leitura",
    ]),
    (Cue::KeyPoints, &[
        "key takeaways", "key takeaway", "key points", "highlights", "key highlights", "story highlights",
        "key insights", "in short", "tl dr", "tldr", "quick summary", "summary", "at a glance", "in brief", "main points",
        "takeaways", "what we know", "what to know", "fast facts", "bottom line", "the bottom line", "in a nutshell",
        "key facts", "das wichtigste in kürze", "das wichtigste", "darum geht s", "auf einen blick", "kurz gesagt",
        "kurz zusammengefasst", "in kürze", "zusammenfassung", "kurz und bündig", "l essentiel", "en bref", "points clés",
        "ce qu il faut retenir", "en résumé", "claves", "las claves", "puntos clave", "lo esencial", "en resumen",
        "in sintesi", "in breve", "punti chiave", "em resumo", "pontos chave", "destaques", "resumo",
        "het belangrijkste", "in het kort", "samengevat", "sammanfattning", "i korthet", "kort fortalt", "oppsummert",
        "det vigtigste", "det viktigste", "kort oppsummert", "lyhyesti", "tiivistelmä", "w skrócie", "najważniejsze",
        "ve zkratce", "shrnutí", "röviden", "pe scurt", "главное", "кратко", "коротко", "головне", "özet", "الخلاصة",
        "أبرز النقاط", "תקציר", "בקצרה", "मुखय बातें", "要点", "重点", "摘要", "ポイント", "まとめ", "핵심 요약", "tóm tắt",
        "ringkasan", "poin penting",
    ]),
    (Cue::Contents, &[
        "in this article", "table of contents", "contents", "on this page", "jump to", "inhalt", "inhaltsverzeichnis",
        "in diesem artikel", "sommaire", "dans cet article", "contenido", "en este artículo", "índice", "indice",
        "neste artigo", "inhoud", "innehåll", "spis treści", "содержание", "içindekiler", "目次", "目录", "목차",
    ]),
    (Cue::Consent, &[
        "we use cookies", "this website uses", "accept", "manage", "an dieser stelle", "empfohlener", "externer inhalt",
        "mit klick", "ce contenu", "pour afficher", "este contenido", "this content", "to view this", "please enable",
        "javascript", "your browser", "datenschutzeinstellungen", "hier finden sie", "ich bin damit einverstanden",
        "wir benötigen", "wir verwenden",
    ]),
    (Cue::Disclosure, &[
        "this article", "this story", "disclaimer", "disclosure", "editor s note", "correction", "correct", "note",
        "hinweis", "anmerkung", "dieser artikel", "dieser text", "cet article", "este artículo", "esta matéria",
        "questo articolo", "dit artikel", "for more", "contact us", "mehr", "opinions expressed", "the views",
        "affiliate", "we may earn", "as an amazon",
    ]),
];

/// Cues of a block from its comparison key (`text::key`): bit `cue as u32` is set for each.
pub fn cues(key: &str) -> u32 {
    static BY_FIRST_BYTE: OnceLock<Vec<Vec<(Cue, &'static str)>>> = OnceLock::new();
    let Some(&first) = key.as_bytes().first() else { return 0 };
    let phrases = BY_FIRST_BYTE.get_or_init(|| {
        let mut index = vec![Vec::new(); 256];
        for &(cue, phrases) in PHRASES {
            for phrase in phrases {
                index[usize::from(phrase.as_bytes()[0])].push((cue, *phrase));
            }
        }
        index
    });
    let mut bits = 0;
    for &(cue, phrase) in &phrases[usize::from(first)] {
        let begins = key.strip_prefix(phrase).is_some_and(|rest| {
            rest.is_empty()
                || rest.starts_with(' ')
                || !phrase.is_ascii() && !phrase.contains(|c: char| c < '\u{2e80}')
        });
        if begins {
            bits |= 1 << cue as u32;
        }
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hint_has_its_name() {
        assert_eq!(HINTS, Hint::Wrapper as usize);
        assert_eq!(HINT_NAMES[Hint::Credit as usize], "credit");
        assert_eq!(HINT_NAMES[Hint::Tags as usize], "tags");
    }

    #[test]
    fn class_words_are_sorted_for_the_search() {
        for pair in CLASS_WORDS.windows(2) {
            assert!(pair[0].0 < pair[1].0, "{} before {}", pair[0].0, pair[1].0);
        }
    }

    #[test]
    fn phrases_are_comparison_keys() {
        for phrase in PHRASES.iter().flat_map(|(_, phrases)| *phrases) {
            assert_eq!(*phrase, crate::text::key(phrase));
        }
    }

    #[test]
    fn names_fall_apart_into_words() {
        let bits = class_hints("Component-keyPoints c-article__body share_bar");
        assert_ne!(bits & 1 << Hint::Prose as u64, 0);
        assert_ne!(bits & 1 << Hint::Share as u64, 0);
        assert_eq!(bits & 1 << Hint::Comments as u64, 0);
    }

    #[test]
    fn a_cue_is_at_the_start_and_ends_with_a_word() {
        assert_eq!(cues("read more on trade"), 1 << Cue::ReadMore as u32);
        assert_eq!(cues("byron said so"), 0);
        assert_eq!(cues("広告です") & 1 << Cue::Advert as u32, 1 << Cue::Advert as u32);
    }
}
