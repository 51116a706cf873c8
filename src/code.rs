//! A block of code and what stands around it → its language, and the block that names it.

use crate::blocks::Kind;
use crate::roles::Page;

/// Names of languages as pages write them above code, in lower case: nothing else in such a place is taken for one.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "bash", "batch", "c", "c#", "c++", "clojure", "console", "cpp", "csharp", "css", "dart", "diff", "docker", "dockerfile",
    "elixir", "erlang", "f#", "fsharp", "glsl", "go", "golang", "graphql", "groovy", "haskell", "hcl", "html", "http", "ini",
    "java", "javascript", "js", "json", "json5", "jsonc", "jsx", "julia", "kotlin", "kql", "latex", "less", "lua", "makefile",
    "markdown", "matlab", "md", "nginx", "nix", "objective-c", "output", "perl", "php", "plain text", "plaintext",
    "powershell", "ps1", "py", "python", "r", "rb", "ruby", "rust", "sass", "scala", "scss", "sh", "shell", "sql", "svelte",
    "svg", "swift", "terminal", "tex", "text", "toml", "ts", "tsx", "txt", "typescript", "vb", "vue", "wasm", "wat", "xml",
    "yaml", "yml", "zsh",
];

/// Blocks between the name and the code: a button to copy it, one to run it, an icon. From 1 to 6 the corpus' 992 web
/// pages read the same.
const BETWEEN: usize = 3;

/// Blocks that the box of one piece of code holds: its name, its buttons, the code. From 3 to 12 those pages read the
/// same; without the rule the names stand in the text.
const IN_BOX: usize = 6;

/// The block that names the language of the code that block `i` is, in a box that holds both and little else.
pub fn label(page: &Page<'_>, i: usize) -> Option<usize> {
    if page.blocks[i].kind != Kind::Preformatted {
        return None;
    }
    let tree = page.tree;
    let named = (i.saturating_sub(BETWEEN + 1)..i).rev().find(|&j| {
        let text = page.blocks[j].text.trim();
        page.blocks[j].kind.is_text() && NAMES.contains(&text.to_lowercase().as_str())
    })?;
    let in_box = tree.ancestors(page.blocks[i].node).take(4).any(|up| {
        let held = page.around.blocks_of(tree, up);
        tree.holds(up, page.blocks[named].span.0)
            && held.len() <= IN_BOX
            && held.filter(|&j| page.blocks[j].kind == Kind::Preformatted).count() == 1
    });
    in_box.then_some(named)
}

/// The language of the code that block `i` is, in lower case, where the page tells.
pub fn language(page: &Page<'_>, i: usize) -> Option<String> {
    let (tree, node) = (page.tree, page.blocks[i].node);
    let near =
        std::iter::once(node).chain(tree.ancestors(node).take(3)).chain(tree.descendants(node).take(3));
    let fits = |lang: &&str| !lang.is_empty() && lang.len() < 24;
    for id in near {
        for name in ["data-lang", "data-language"] {
            if let Some(lang) = tree.attr(id, name).filter(fits) {
                return Some(lang.to_ascii_lowercase());
            }
        }
        let mut classes = tree.attr(id, "class").unwrap_or_default().split_ascii_whitespace();
        while let Some(class) = classes.next() {
            let lang = ["language-", "lang-", "highlight-source-", "brush:"]
                .iter()
                .find_map(|p| class.strip_prefix(p));
            let lang = if class == "brush:" { classes.next() } else { lang };
            if let Some(lang) = lang.map(|lang| lang.trim_end_matches(';')).filter(fits) {
                return Some(lang.to_ascii_lowercase());
            }
        }
    }
    label(page, i).map(|named| page.blocks[named].text.trim().to_lowercase())
}
