//! The page as a tree: a pre-order vector, so that a subtree is a range of ids. Built once, never edited.

/// A node of a [`Tree`]: its position in pre-order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

impl NodeId {
    /// Position in pre-order, from 0 (the root).
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Which element a node is; `Text` for text, `Other` for names outside the list.
macro_rules! tags {
    ($($variant:ident $name:literal),* $(,)?) => {
        /// The elements that rules ask for by name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs)]
        pub enum Tag { Root, Text, Other, $($variant),* }

        impl Tag {
            /// The tag of a lower-case element name.
            pub fn of(name: &str) -> Tag {
                match name { $($name => Tag::$variant,)* _ => Tag::Other }
            }

            /// The element's name; empty for text, the root and names outside the list.
            pub fn name(self) -> &'static str {
                match self { $(Tag::$variant => $name,)* _ => "" }
            }
        }
    };
}

tags! {
    A "a", Abbr "abbr", Address "address", Area "area", Article "article", Aside "aside", Audio "audio",
    B "b", Bdi "bdi", Bdo "bdo", Big "big", Blockquote "blockquote", Body "body", Br "br", Button "button",
    Canvas "canvas", Caption "caption", Center "center", Cite "cite", Code "code", Col "col",
    Colgroup "colgroup", Data "data", Dd "dd", Del "del", Details "details", Dfn "dfn", Dialog "dialog",
    Div "div", Dl "dl", Dt "dt", Em "em", Embed "embed", Fieldset "fieldset", Figcaption "figcaption",
    Figure "figure", Font "font", Footer "footer", Form "form", H1 "h1", H2 "h2", H3 "h3", H4 "h4", H5 "h5",
    H6 "h6", Head "head", Header "header", Hgroup "hgroup", Hr "hr", Html "html", I "i", Iframe "iframe",
    Img "img", Input "input", Ins "ins", Kbd "kbd", Label "label", Legend "legend", Li "li", Link "link",
    Main "main", Mark "mark", Math "math", Menu "menu", Meta "meta", Nav "nav", Object "object", Ol "ol",
    Option "option", P "p", Picture "picture", Pre "pre", Q "q", Rp "rp", Rt "rt", Rtc "rtc", Rb "rb",
    Ruby "ruby", S "s", Samp "samp", Search "search", Section "section", Select "select", Small "small",
    Source "source", Span "span", Strike "strike", Strong "strong", Sub "sub", Summary "summary", Sup "sup",
    Svg "svg", Table "table", Tbody "tbody", Td "td", Template "template", Textarea "textarea",
    Tfoot "tfoot", Th "th", Thead "thead", Time "time", Title "title", Tr "tr", Track "track", Tt "tt",
    U "u", Ul "ul", Var "var", Video "video", Wbr "wbr",
}

#[derive(Debug, Clone)]
struct Node {
    tag: Tag,
    parent: u32,
    /// One past the last node of the subtree.
    end: u32,
    /// Element: its ordinal. Text: unused.
    ordinal: u32,
    /// Element: range in `attributes`. Text: range in `text`.
    from: u32,
    to: u32,
    /// Element outside the list: range of its name in `text`.
    name: (u32, u32),
}

#[derive(Debug, Clone)]
struct Attribute {
    name: (u32, u32),
    value: (u32, u32),
}

/// A page's elements and text.
#[derive(Debug, Clone)]
pub struct Tree {
    nodes: Vec<Node>,
    attributes: Vec<Attribute>,
    text: String,
}

impl Tree {
    /// The node that holds all others; no element of the page.
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// How many nodes there are, the root included.
    #[allow(clippy::len_without_is_empty)] // there is always the root
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Every node in page order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        (0..self.nodes.len() as u32).map(NodeId)
    }

    /// The nodes from one up to another, which is not among them.
    pub fn range(&self, from: NodeId, to: NodeId) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        (from.0..to.0.min(self.nodes.len() as u32)).map(NodeId)
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    fn slice(&self, (from, to): (u32, u32)) -> &str {
        &self.text[from as usize..to as usize]
    }

    /// Which element this is, or that it is text.
    pub fn tag(&self, id: NodeId) -> Tag {
        self.node(id).tag
    }

    /// The element's name; empty for text and the root.
    pub fn name(&self, id: NodeId) -> &str {
        let node = self.node(id);
        if node.tag == Tag::Other { self.slice(node.name) } else { node.tag.name() }
    }

    /// Is it an element (not text, not the root)?
    pub fn is_element(&self, id: NodeId) -> bool {
        !matches!(self.tag(id), Tag::Text | Tag::Root)
    }

    /// Number of the element in the order of start tags; that of the nearest element above for text.
    pub fn ordinal(&self, id: NodeId) -> u32 {
        let node = self.node(id);
        match node.tag {
            Tag::Root => 0,
            Tag::Text => self.ordinal(NodeId(node.parent)),
            _ => node.ordinal,
        }
    }

    /// The node above; none for the root.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        (id.0 != 0).then(|| NodeId(self.node(id).parent))
    }

    /// The nodes above, nearest first, the root last.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(id), |&p| self.parent(p))
    }

    /// One past the last node of the subtree: ids in `id..end(id)` are `id` and what it holds.
    pub fn end(&self, id: NodeId) -> NodeId {
        NodeId(self.node(id).end)
    }

    /// Does `outer`'s subtree hold `inner` (itself included)?
    pub fn holds(&self, outer: NodeId, inner: NodeId) -> bool {
        outer <= inner && inner < self.end(outer)
    }

    /// What the node holds, at any depth, in page order, without itself.
    pub fn descendants(&self, id: NodeId) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        (id.0 + 1..self.node(id).end).map(NodeId)
    }

    /// What the node holds directly.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.node(id).end;
        let first = (id.0 + 1 < end).then_some(NodeId(id.0 + 1));
        std::iter::successors(first, move |&c| {
            let next = self.node(c).end;
            (next < end).then_some(NodeId(next))
        })
    }

    /// The text of a text node, entities decoded, white space as in the page; empty for an element.
    pub fn text(&self, id: NodeId) -> &str {
        let node = self.node(id);
        if node.tag == Tag::Text { self.slice((node.from, node.to)) } else { "" }
    }

    /// An attribute's value, entities decoded; `name` in lower case.
    pub fn attr(&self, id: NodeId, name: &str) -> Option<&str> {
        self.attrs(id).find(|(n, _)| *n == name).map(|(_, v)| v)
    }

    /// All attributes of an element, in page order.
    pub fn attrs(&self, id: NodeId) -> impl Iterator<Item = (&str, &str)> + '_ {
        let node = self.node(id);
        let range = if node.tag == Tag::Text { 0..0 } else { node.from as usize..node.to as usize };
        self.attributes[range].iter().map(|a| (self.slice(a.name), self.slice(a.value)))
    }

    /// All text below the node as in the page, nothing between.
    pub fn raw_text(&self, id: NodeId) -> String {
        let mut out = self.text(id).to_owned();
        self.descendants(id).for_each(|d| out.push_str(self.text(d)));
        out
    }
}

/// Makes a [`Tree`] from opens, texts and closes in page order.
#[derive(Debug)]
pub struct Builder {
    tree: Tree,
    open: Vec<u32>,
    elements: u32,
}

impl Default for Builder {
    fn default() -> Self {
        let root = Node { tag: Tag::Root, parent: 0, end: 1, ordinal: 0, from: 0, to: 0, name: (0, 0) };
        let tree = Tree { nodes: vec![root], attributes: Vec::new(), text: String::new() };
        Builder { tree, open: vec![0], elements: 0 }
    }
}

impl Builder {
    fn store(&mut self, text: &str) -> (u32, u32) {
        let from = self.tree.text.len() as u32;
        self.tree.text.push_str(text);
        (from, self.tree.text.len() as u32)
    }

    fn push(&mut self, node: Node) -> u32 {
        let id = self.tree.nodes.len() as u32;
        self.tree.nodes.push(node);
        id
    }

    fn top(&self) -> u32 {
        self.open.last().copied().unwrap_or(0)
    }

    /// Opens an element; with `void` it is closed at once.
    pub fn open<'a>(&mut self, name: &str, attributes: impl Iterator<Item = (&'a str, &'a str)>, void: bool) {
        let tag = Tag::of(name);
        let from = self.tree.attributes.len() as u32;
        for (name, value) in attributes {
            let (name, value) = (self.store(name), self.store(value));
            self.tree.attributes.push(Attribute { name, value });
        }
        let to = self.tree.attributes.len() as u32;
        let stored = if tag == Tag::Other { self.store(name) } else { (0, 0) };
        let parent = self.top();
        let ordinal = self.elements;
        self.elements += 1;
        let id = self.push(Node { tag, parent, end: 0, ordinal, from, to, name: stored });
        if void {
            self.tree.nodes[id as usize].end = id + 1;
        } else {
            self.open.push(id);
        }
    }

    /// Adds text; directly after text it continues that node.
    pub fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let parent = self.top();
        let last = self.tree.nodes.len() as u32 - 1;
        let (from, to) = self.store(text);
        let node = &mut self.tree.nodes[last as usize];
        if node.tag == Tag::Text && node.parent == parent && node.to == from {
            node.to = to;
            return;
        }
        self.push(Node { tag: Tag::Text, parent, end: last + 2, ordinal: 0, from, to, name: (0, 0) });
    }

    /// Closes the element opened last; more closes than opens are ignored.
    pub fn close(&mut self) {
        if self.open.len() > 1 {
            let id = self.open.pop().unwrap_or(0);
            self.tree.nodes[id as usize].end = self.tree.nodes.len() as u32;
        }
    }

    /// Ends the page: closes what is open.
    pub fn finish(mut self) -> Tree {
        while self.open.len() > 1 {
            self.close();
        }
        self.tree.nodes[0].end = self.tree.nodes.len() as u32;
        self.tree
    }
}
