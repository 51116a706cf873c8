//! [`Article`] → plain text: a blank line between blocks, nothing but words.

use super::post_date;
use crate::article::*;

/// Writes an article as plain text, with a line break at its end.
pub fn text(article: &Article) -> String {
    let mut writer = Writer::default();
    writer.block(article.kicker.as_deref().unwrap_or_default());
    for text in [&article.headline, &article.dek].into_iter().flatten() {
        writer.inlines(&text.inlines);
    }
    writer.block(&article.bylines.join(", "));
    writer.block(article.published.as_deref().unwrap_or_default());
    if let Some(hero) = &article.hero {
        writer.figure(hero);
    }
    if let Some(points) = &article.key_points {
        writer.block(points.heading.as_deref().unwrap_or_default());
        for (at, point) in points.points.iter().enumerate() {
            writer.item("• ", at > 0, |w| w.inlines(&point.inlines));
        }
    }
    writer.blocks(&article.body);
    for note in &article.footnotes {
        writer.item(&format!("{} ", note.label), false, |w| w.blocks(&note.blocks));
    }
    writer.out
}

#[derive(Default)]
struct Writer {
    out: String,
    /// What stands before every line.
    indent: String,
    /// What stands before the next line instead of as much of the indent's end.
    marker: Option<String>,
    /// No blank line before the next block.
    close: bool,
}

impl Writer {
    /// Writes lines as a block of their own; blank ones are nothing.
    fn block(&mut self, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        if !self.out.is_empty() && !self.close {
            self.out.push('\n');
        }
        self.close = false;
        for line in text.trim_end().lines() {
            let mut start = self.indent.as_str();
            if let Some(marker) = self.marker.take() {
                start = &start[..start.len() - marker.chars().count().min(start.len())];
                self.out.push_str(start);
                self.out.push_str(&marker);
            } else {
                self.out.push_str(start);
            }
            self.out.push_str(line);
            while self.out.ends_with(' ') {
                self.out.pop();
            }
            self.out.push('\n');
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        self.block(plain(inlines).trim());
    }

    /// Writes blocks indented behind a marker; `close`: right under the item before.
    fn item(&mut self, marker: &str, close: bool, inside: impl FnOnce(&mut Self)) {
        let width = marker.chars().count();
        self.indent.push_str(&" ".repeat(width));
        // An item may begin with an item.
        let outer = self.marker.take().unwrap_or_default();
        self.close = close && outer.is_empty() || self.close && !outer.is_empty();
        self.marker = Some(outer + marker);
        inside(self);
        self.marker = None;
        self.close = false;
        self.indent.truncate(self.indent.len() - width);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.kind(&block.kind);
        }
    }

    fn kind(&mut self, kind: &BlockKind) {
        match kind {
            BlockKind::Paragraph { inlines } | BlockKind::Crosshead { inlines, .. } => self.inlines(inlines),
            BlockKind::PullQuote { inlines } => self.item("  ", false, |w| w.inlines(inlines)),
            BlockKind::List { ordered, start, items } => {
                for (at, blocks) in items.iter().enumerate() {
                    let number = i64::from(start.unwrap_or(1)) + at as i64;
                    let marker = if *ordered { format!("{number}. ") } else { "• ".to_owned() };
                    self.item(&marker, at > 0, |w| w.blocks(blocks));
                }
            }
            BlockKind::Definitions { groups } => {
                for group in groups {
                    group.terms.iter().for_each(|term| self.inlines(term));
                    for blocks in &group.definitions {
                        self.item("  ", true, |w| w.blocks(blocks));
                    }
                }
            }
            BlockKind::BlockQuote { blocks } | BlockKind::Aside { blocks } => {
                self.item("  ", false, |w| w.blocks(blocks));
            }
            BlockKind::Table { caption, rows } => {
                self.inlines(caption.as_deref().unwrap_or_default());
                let rows: Vec<String> = rows.iter().map(|row| cells(row)).collect();
                self.block(&rows.join("\n"));
            }
            BlockKind::Code { text, .. } => self.block(text),
            BlockKind::Figure(figure) => self.figure(figure),
            BlockKind::Embed(embed) => {
                self.block(&format!("{} {}", embed.title, embed.src));
                self.inlines(embed.caption.as_deref().unwrap_or_default());
            }
            BlockKind::Math(math) => self.block(math.source.as_deref().unwrap_or_default()),
            BlockKind::Details { summary, blocks } => {
                self.inlines(summary);
                self.item("  ", false, |w| w.blocks(blocks));
            }
            BlockKind::Post { author, date, said, depth, blocks } => {
                let said: Vec<&str> = author.as_deref().into_iter().chain(post_date(date, said)).collect();
                self.item(&"  ".repeat(usize::from(*depth).min(8)), false, |w| {
                    w.block(&said.join(" · "));
                    w.blocks(blocks);
                });
            }
            BlockKind::Rule => self.block("* * *"),
        }
    }

    fn figure(&mut self, figure: &Figure) {
        let words: Vec<String> =
            [&figure.caption, &figure.credit].into_iter().flatten().map(|i| plain(i)).collect();
        self.block(&words.join("\n"));
    }
}

/// A row of a table on one line, its cells set apart by tabs.
fn cells(row: &[Cell]) -> String {
    let texts = row.iter().map(|cell| {
        let mut writer = Writer::default();
        writer.blocks(&cell.blocks);
        writer.out.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    texts.collect::<Vec<_>>().join("\t")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(kind: BlockKind) -> Block {
        Block { source: 0, lang: None, dir: None, kind }
    }

    fn paragraph(text: &str) -> Block {
        block(BlockKind::Paragraph { inlines: vec![Inline::Text(text.to_owned())] })
    }

    fn cell(blocks: Vec<Block>) -> Cell {
        Cell { header: false, colspan: 1, rowspan: 1, blocks }
    }

    #[test]
    fn blocks_stand_apart_and_what_is_inside_is_indented() {
        let list = |ordered, items| block(BlockKind::List { ordered, start: Some(9), items });
        let article = Article {
            headline: Some(Text::of("Headline")),
            dek: Some(Text::of(" ")),
            key_points: Some(KeyPoints { heading: None, points: vec![Text::of("one"), Text::of("two")] }),
            body: vec![
                paragraph("a\nb"),
                list(
                    true,
                    vec![
                        vec![
                            paragraph("nine"),
                            list(false, vec![vec![paragraph("x")], vec![paragraph("y")]]),
                        ],
                        vec![paragraph("ten"), paragraph("more")],
                    ],
                ),
                list(false, vec![vec![list(false, vec![vec![paragraph("deep")]])]]),
                block(BlockKind::BlockQuote { blocks: vec![paragraph("said")] }),
                block(BlockKind::Table {
                    caption: None,
                    rows: vec![vec![cell(vec![paragraph("1"), paragraph("2")]), cell(vec![paragraph("3")])]],
                }),
                block(BlockKind::Code { language: None, text: "if x:\n  y\n".to_owned() }),
            ],
            footnotes: vec![Footnote {
                key: "n".to_owned(),
                label: "*".to_owned(),
                blocks: vec![paragraph("note"), paragraph("well")],
            }],
            ..Article::default()
        };
        assert_eq!(
            text(&article),
            "Headline\n\n• one\n• two\n\na\nb\n\n9. nine\n\n   • x\n   • y\n10. ten\n\n    more\n\n• • deep\n\n  said\n\n\
             1 2\t3\n\nif x:\n  y\n\n* note\n\n  well\n"
        );
    }
}
