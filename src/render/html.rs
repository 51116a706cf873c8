//! [`Article`] → a whole HTML document that stands alone: no script, nothing of another site but pictures.

use std::collections::HashSet;

use super::{MATH_ATTRIBUTES, MATH_ELEMENTS, element, link, picture, post_date};
use crate::article::*;

/// How the document looks where nothing else says so.
const SHEET: &str = "\
:root{color-scheme:light dark}\
body{max-width:36em;margin:2em auto;padding:0 1em;font:1.1em/1.55 Georgia,serif}\
h1,h2,h3,h4,h5,h6{line-height:1.2}\
img{max-width:100%;height:auto}\
figure{margin:1.5em 0}\
figcaption,.imprint,.kicker{font:0.85em/1.4 system-ui,sans-serif;opacity:.8}\
.dek{font-size:1.15em}\
.post{margin-block:1.5em}\
.depth-1{margin-inline-start:1.2em}\
.depth-2{margin-inline-start:2.4em}\
.depth-3{margin-inline-start:3.6em}\
.depth-4{margin-inline-start:4.8em}\
aside{border-inline-start:3px solid;padding-inline-start:1em}\
blockquote{margin-inline:1.5em}\
pre,.table{overflow-x:auto}\
table{border-collapse:collapse}\
td,th{border:1px solid;padding:.3em .6em;text-align:start;vertical-align:top}";

/// The document loads pictures and its own sheet, whatever else might slip into it.
const POLICY: &str = "default-src 'none'; img-src http: https: data:; style-src 'unsafe-inline'";

/// Writes an article as an HTML document.
pub fn html(article: &Article) -> String {
    let mut writer =
        Writer { notes: article.footnotes.iter().map(|n| n.key.as_str()).collect(), ..Writer::default() };
    targets(&article.body, &mut writer.targets);
    for note in &article.footnotes {
        targets(&note.blocks, &mut writer.targets);
    }
    writer.document(article);
    writer.out
}

#[derive(Default)]
struct Writer<'a> {
    out: String,
    /// Keys of the notes there are.
    notes: HashSet<&'a str>,
    /// Sources of blocks that a jump leads to.
    targets: HashSet<u32>,
    /// Those that have been written: an `id` stands once.
    placed: HashSet<u32>,
    referred: HashSet<&'a str>,
}

type Attributes<'v> = [(&'static str, &'v str)];

impl<'a> Writer<'a> {
    fn open(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            self.attribute(name, value);
        }
        self.out.push('>');
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        self.text(value);
        self.out.push('"');
    }

    fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                // A parser would read it as a line feed.
                '\r' => self.out.push_str("&#13;"),
                c => self.out.push(c),
            }
        }
    }

    fn line(&mut self, name: &str, attributes: &Attributes<'_>, text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.close(name);
    }

    fn wrap(&mut self, name: &str, attributes: &Attributes<'_>, inlines: &'a [Inline]) {
        self.open(name, attributes);
        self.inlines(inlines);
        self.close(name);
    }

    fn document(&mut self, article: &'a Article) {
        self.out.push_str("<!DOCTYPE html>\n");
        let mut attributes = Vec::new();
        attributes.extend(article.lang.as_deref().map(|lang| ("lang", lang)));
        attributes.extend(article.dir.map(|dir| ("dir", direction(dir))));
        self.open("html", &attributes);
        self.out.push_str("\n<head>\n");
        self.open("meta", &[("charset", "utf-8")]);
        self.open("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
        self.open("meta", &[("http-equiv", "Content-Security-Policy"), ("content", POLICY)]);
        self.open("meta", &[("name", "referrer"), ("content", "no-referrer")]);
        if let Some(url) = article.url.as_deref().and_then(link) {
            self.open("link", &[("rel", "canonical"), ("href", url)]);
        }
        self.out.push('\n');
        let title = article.headline.as_ref().map(Text::plain);
        self.line("title", &[], title.as_deref().or(article.site.as_deref()).unwrap_or("Untitled"));
        self.out.push_str("\n<style>");
        self.out.push_str(SHEET);
        self.out.push_str("</style>\n</head>\n<body>\n<article>\n");
        self.front(article);
        self.blocks(&article.body);
        self.footnotes(&article.footnotes);
        self.out.push_str("</article>\n</body>\n</html>\n");
    }

    fn front(&mut self, article: &'a Article) {
        self.out.push_str("<header>\n");
        if let Some(kicker) = &article.kicker {
            self.line("p", &[("class", "kicker")], kicker);
            self.out.push('\n');
        }
        if let Some(headline) = &article.headline {
            self.wrap("h1", &[], &headline.inlines);
            self.out.push('\n');
        }
        if let Some(dek) = &article.dek {
            self.wrap("p", &[("class", "dek")], &dek.inlines);
            self.out.push('\n');
        }
        self.imprint(article);
        self.out.push_str("</header>\n");
        if let Some(hero) = &article.hero {
            self.figure(hero, None);
        }
        if let Some(points) = &article.key_points {
            self.out.push_str("<section class=\"key-points\">\n");
            if let Some(heading) = &points.heading {
                self.line("h2", &[], heading);
            }
            self.out.push_str("<ul>\n");
            for point in &points.points {
                self.wrap("li", &[], &point.inlines);
                self.out.push('\n');
            }
            self.out.push_str("</ul>\n</section>\n");
        }
    }

    fn imprint(&mut self, article: &'a Article) {
        let url = article.url.as_deref().and_then(link);
        if article.bylines.is_empty()
            && article.published.is_none()
            && article.site.is_none()
            && url.is_none()
        {
            return;
        }
        self.open("p", &[("class", "imprint")]);
        let mut first = true;
        if !article.bylines.is_empty() {
            self.text(&article.bylines.join(", "));
            first = false;
        }
        for date in [&article.published, &article.modified].into_iter().flatten() {
            self.separate(&mut first);
            self.line("time", &[("datetime", date)], date);
        }
        if let Some(site) = article.site.as_deref().or(url) {
            self.separate(&mut first);
            match url {
                Some(url) => self.line("a", &[("href", url), ("rel", REL)], site),
                None => self.text(site),
            }
        }
        self.out.push_str("</p>\n");
    }

    fn separate(&mut self, first: &mut bool) {
        if !std::mem::replace(first, false) {
            self.text(" · ");
        }
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
            self.out.push('\n');
        }
    }

    fn block(&mut self, block: &'a Block) {
        let id = (self.targets.contains(&block.source) && self.placed.insert(block.source))
            .then(|| format!("b{}", block.source));
        let mut attributes: Vec<(&'static str, &str)> = Vec::new();
        attributes.extend(id.as_deref().map(|id| ("id", id)));
        attributes.extend(block.lang.as_deref().map(|lang| ("lang", lang)));
        attributes.extend(block.dir.map(|dir| ("dir", direction(dir))));
        match &block.kind {
            BlockKind::Paragraph { inlines } => self.wrap("p", &attributes, inlines),
            BlockKind::Crosshead { level, inlines } => {
                let name = ["h2", "h3", "h4", "h5", "h6"][usize::from((*level).clamp(2, 6)) - 2];
                self.wrap(name, &attributes, inlines);
            }
            BlockKind::List { ordered, start, items } => {
                let name = if *ordered { "ol" } else { "ul" };
                let number = start.filter(|_| *ordered).map(|s| s.to_string());
                attributes.extend(number.as_deref().map(|n| ("start", n)));
                self.open(name, &attributes);
                for item in items {
                    self.container("li", &[], item);
                }
                self.close(name);
            }
            BlockKind::Definitions { groups } => {
                self.open("dl", &attributes);
                for group in groups {
                    for term in &group.terms {
                        self.wrap("dt", &[], term);
                    }
                    for definition in &group.definitions {
                        self.container("dd", &[], definition);
                    }
                }
                self.close("dl");
            }
            BlockKind::BlockQuote { blocks } => self.container("blockquote", &attributes, blocks),
            BlockKind::PullQuote { inlines } => {
                attributes.push(("class", "pull-quote"));
                self.wrap("aside", &attributes, inlines);
            }
            BlockKind::Table { caption, rows } => {
                attributes.push(("class", "table"));
                self.open("div", &attributes);
                self.table(caption.as_deref(), rows);
                self.close("div");
            }
            BlockKind::Code { language, text } => {
                self.open("pre", &attributes);
                let class = language.as_deref().map(|l| format!("language-{l}"));
                let class = class.as_deref().map(|c| ("class", c));
                self.line("code", class.as_slice(), text);
                self.close("pre");
            }
            BlockKind::Figure(figure) => self.figure(figure, attributes.first().copied()),
            BlockKind::Embed(embed) => {
                self.open("figure", &attributes);
                let title = if embed.title.trim().is_empty() { &embed.src } else { &embed.title };
                match link(&embed.src) {
                    Some(src) => {
                        self.open("a", &[("href", src), ("rel", REL)]);
                        if let Some(poster) = embed.poster.as_deref().and_then(picture) {
                            self.open("img", &[("src", poster), ("alt", ""), ("loading", "lazy")]);
                        }
                        self.text(title);
                        self.close("a");
                    }
                    None => self.text(title),
                }
                if let Some(caption) = &embed.caption {
                    self.wrap("figcaption", &[], caption);
                }
                self.close("figure");
            }
            BlockKind::Math(math) => {
                self.open("p", &attributes);
                self.math(math, true);
                self.close("p");
            }
            BlockKind::Details { summary, blocks } => {
                self.open("details", &attributes);
                self.wrap("summary", &[], summary);
                self.blocks(blocks);
                self.close("details");
            }
            BlockKind::Aside { blocks } => self.container("aside", &attributes, blocks),
            BlockKind::Post { author, date, said, depth, blocks } => {
                let depth = format!("post depth-{}", depth.min(&4));
                let when = post_date(date, said);
                let label = author.as_deref().into_iter().chain(when).collect::<Vec<_>>().join(", ");
                attributes.push(("class", &depth));
                if !label.is_empty() {
                    attributes.push(("aria-label", &label));
                }
                self.open("article", &attributes);
                if !label.is_empty() {
                    self.open("header", &[("class", "imprint")]);
                    self.text(author.as_deref().unwrap_or_default());
                    if let Some(when) = when {
                        self.text(if author.is_some() { " · " } else { "" });
                        let machine: Vec<_> =
                            said.iter().zip(date).map(|(_, date)| ("datetime", date.as_str())).collect();
                        self.line(if machine.is_empty() { "span" } else { "time" }, &machine, when);
                    }
                    self.close("header");
                }
                self.blocks(blocks);
                self.close("article");
            }
            BlockKind::Rule => self.open("hr", &attributes),
        }
    }

    fn container(&mut self, name: &str, attributes: &Attributes<'_>, blocks: &'a [Block]) {
        self.open(name, attributes);
        // An item of one paragraph needs none.
        match blocks {
            [Block { kind: BlockKind::Paragraph { inlines }, lang: None, dir: None, source }]
                if name == "li" && !self.targets.contains(source) =>
            {
                self.inlines(inlines);
            }
            _ => self.blocks(blocks),
        }
        self.close(name);
    }

    fn table(&mut self, caption: Option<&'a [Inline]>, rows: &'a [Vec<Cell>]) {
        self.open("table", &[]);
        if let Some(caption) = caption {
            self.wrap("caption", &[], caption);
        }
        for row in rows {
            self.open("tr", &[]);
            for cell in row {
                let (columns, below) = (cell.colspan.to_string(), cell.rowspan.to_string());
                let mut attributes = Vec::new();
                attributes.extend((cell.colspan > 1).then_some(("colspan", columns.as_str())));
                attributes.extend((cell.rowspan > 1).then_some(("rowspan", below.as_str())));
                let name = if cell.header { "th" } else { "td" };
                self.open(name, &attributes);
                match cell.blocks.as_slice() {
                    [Block { kind: BlockKind::Paragraph { inlines }, .. }] => self.inlines(inlines),
                    blocks => self.blocks(blocks),
                }
                self.close(name);
            }
            self.close("tr");
        }
        self.close("table");
    }

    fn figure(&mut self, figure: &'a Figure, id: Option<(&'static str, &str)>) {
        self.open("figure", id.as_slice());
        for image in &figure.images {
            self.image(image);
        }
        if figure.caption.is_some() || figure.credit.is_some() {
            self.open("figcaption", &[]);
            self.inlines(figure.caption.as_deref().unwrap_or_default());
            if let Some(credit) = &figure.credit {
                if figure.caption.is_some() {
                    self.text(" ");
                }
                self.wrap("small", &[], credit);
            }
            self.close("figcaption");
        }
        self.close("figure");
        self.out.push('\n');
    }

    fn image(&mut self, image: &Image) {
        let Some(src) = picture(&image.src) else { return };
        let sizes: Vec<String> = image
            .srcset
            .iter()
            // White space and commas part candidates; an address that has them would be read as several.
            .filter(|(src, _)| {
                picture(src).is_some() && !src.contains(char::is_whitespace) && !src.ends_with(',')
            })
            .map(|(src, width)| format!("{src} {width}w"))
            .collect();
        let srcset = sizes.join(", ");
        let (width, height) = (image.width.map(|w| w.to_string()), image.height.map(|h| h.to_string()));
        let mut attributes = vec![("src", src), ("alt", image.alt.as_str()), ("loading", "lazy")];
        if !sizes.is_empty() {
            attributes.extend([("srcset", srcset.as_str()), ("sizes", "(min-width: 42em) 40em, 100vw")]);
        }
        if let (Some(width), Some(height)) = (&width, &height) {
            attributes.extend([("width", width.as_str()), ("height", height.as_str())]);
        }
        self.open("img", &attributes);
    }

    fn footnotes(&mut self, notes: &'a [Footnote]) {
        if notes.is_empty() {
            return;
        }
        self.out.push_str("<section class=\"notes\">\n<hr>\n<dl>\n");
        for note in notes {
            let (id, back) = (format!("note-{}", note.key), format!("#ref-{}", note.key));
            self.open("dt", &[("id", &id)]);
            if self.referred.contains(note.key.as_str()) {
                self.line("a", &[("href", &back)], &note.label);
            } else {
                self.text(&note.label);
            }
            self.close("dt");
            self.container("dd", &[], &note.blocks);
            self.out.push('\n');
        }
        self.out.push_str("</dl>\n</section>\n");
    }

    fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &'a Inline) {
        match inline {
            Inline::Text(text) => self.text(text),
            Inline::Link { href, inlines } => match link(href) {
                Some(href) => self.wrap("a", &[("href", href), ("rel", REL)], inlines),
                None => self.inlines(inlines),
            },
            Inline::Jump { target, inlines } if self.targets.contains(target) => {
                self.wrap("a", &[("href", &format!("#b{target}"))], inlines);
            }
            Inline::Jump { inlines, .. } => self.inlines(inlines),
            Inline::NoteRef { key, label } => {
                if !self.notes.contains(key.as_str()) {
                    return self.line("sup", &[], label);
                }
                let (id, href) = (format!("ref-{key}"), format!("#note-{key}"));
                // The note leads back to its first reference.
                let id = self.referred.insert(key).then_some(("id", id.as_str()));
                self.open("sup", id.as_slice());
                self.line("a", &[("href", &href)], label);
                self.close("sup");
            }
            Inline::Span { style, inlines } => self.wrap(element(*style), &[], inlines),
            Inline::Image(image) => self.image(image),
            Inline::Math(math) => self.math(math, false),
            Inline::Ruby { base, reading } => {
                self.open("ruby", &[]);
                self.text(base);
                self.line("rp", &[], "(");
                self.line("rt", &[], reading);
                self.line("rp", &[], ")");
                self.close("ruby");
            }
            Inline::Break => self.open("br", &[]),
        }
    }

    /// A formula: its tree, else its source.
    fn math(&mut self, math: &'a Math, display: bool) {
        let Some(tree) = &math.tree else {
            return self.line("code", &[], math.source.as_deref().unwrap_or_default());
        };
        let display: &[_] = if display { &[("display", "block")] } else { &[] };
        self.open("math", display);
        match tree {
            MathNode::Element { name, children, .. } if name == "math" => {
                children.iter().for_each(|child| self.math_node(child));
            }
            tree => self.math_node(tree),
        }
        self.close("math");
    }

    fn math_node(&mut self, node: &'a MathNode) {
        match node {
            MathNode::Text(text) => self.text(text),
            MathNode::Element { name, attributes, children } => {
                let known = MATH_ELEMENTS.iter().find(|known| *known == name && **known != "math");
                if let Some(name) = known {
                    let kept = attributes.iter().filter_map(|(name, value)| {
                        let name = MATH_ATTRIBUTES.iter().find(|known| *known == name)?;
                        Some((*name, value.as_str()))
                    });
                    self.open(name, &kept.collect::<Vec<_>>());
                }
                children.iter().for_each(|child| self.math_node(child));
                if let Some(name) = known {
                    self.close(name);
                }
            }
        }
    }
}

const REL: &str = "noopener noreferrer";

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Ltr => "ltr",
        Direction::Rtl => "rtl",
    }
}

/// Gathers where the jumps of these blocks lead.
fn targets(blocks: &[Block], out: &mut HashSet<u32>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph { inlines }
            | BlockKind::Crosshead { inlines, .. }
            | BlockKind::PullQuote { inlines } => jumps(inlines, out),
            BlockKind::List { items, .. } => items.iter().for_each(|item| targets(item, out)),
            BlockKind::Definitions { groups } => {
                for group in groups {
                    group.terms.iter().for_each(|term| jumps(term, out));
                    group.definitions.iter().for_each(|blocks| targets(blocks, out));
                }
            }
            BlockKind::BlockQuote { blocks }
            | BlockKind::Aside { blocks }
            | BlockKind::Post { blocks, .. } => {
                targets(blocks, out);
            }
            BlockKind::Details { summary, blocks } => {
                jumps(summary, out);
                targets(blocks, out);
            }
            BlockKind::Table { caption, rows } => {
                jumps(caption.as_deref().unwrap_or_default(), out);
                rows.iter().flatten().for_each(|cell| targets(&cell.blocks, out));
            }
            BlockKind::Figure(figure) => {
                for inlines in [&figure.caption, &figure.credit].into_iter().flatten() {
                    jumps(inlines, out);
                }
            }
            BlockKind::Embed(embed) => jumps(embed.caption.as_deref().unwrap_or_default(), out),
            BlockKind::Code { .. } | BlockKind::Math(_) | BlockKind::Rule => {}
        }
    }
}

fn jumps(inlines: &[Inline], out: &mut HashSet<u32>) {
    for inline in inlines {
        match inline {
            Inline::Jump { target, inlines } => {
                out.insert(*target);
                jumps(inlines, out);
            }
            Inline::Link { inlines, .. } | Inline::Span { inlines, .. } => jumps(inlines, out),
            _ => {}
        }
    }
}
