//! The tree of a page, with elements and texts in one vector, so that no step needs recursion. Elements keep only the
//! attributes that affect how their text is read.

use html5ever::tendril::StrTendril;
use html5ever::{LocalName, QualName};

/// Index of a node.
pub(super) type Id = u32;

const NONE: Id = u32::MAX;

/// The root of every tree.
pub(super) const ROOT: Id = 0;
/// Represents all comments, which are not kept.
pub(super) const COMMENT: Id = 1;

/// The attributes that are kept.
const KEPT: [&str; 15] = [
    "alt",
    "aria-controls",
    "aria-expanded",
    "aria-hidden",
    "class",
    "encoding",
    "epub:type",
    "hidden",
    "href",
    "id",
    "open",
    "role",
    "style",
    "title",
    "type",
];

/// Elements whose content is never text of the page. It is not kept, except that of style sheets and formulas.
const NO_TEXT: [&str; 6] = ["script", "style", "noscript", "iframe", "noframes", "noembed"];

pub(super) struct Dom {
    nodes: Vec<Node>,
    elements: Vec<Element>,
    /// The style sheets, concatenated.
    styles: String,
}

struct Node {
    parent: Id,
    first: Id,
    last: Id,
    previous: Id,
    next: Id,
    depth: u32,
    data: Data,
}

enum Data {
    /// The root, a comment, the content of a template.
    Other,
    /// Index into the elements.
    Element(u32),
    Text(StrTendril),
}

pub(super) struct Element {
    pub(super) name: QualName,
    attributes: Vec<(LocalName, StrTendril)>,
}

impl Element {
    /// The name without a prefix, in lower case for HTML.
    pub(super) fn local(&self) -> &str {
        &self.name.local
    }

    /// The value of an attribute, if the element has it and it is kept.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| **n == *name).map(|(_, value)| &**value)
    }

    /// Whether it holds a TeX formula, which a script of the page typesets.
    pub(super) fn is_tex(&self) -> bool {
        self.local() == "script" && self.get("type").is_some_and(|kind| kind.starts_with("math/tex"))
    }

    /// Adds an attribute unless the element has it already or it is not needed.
    pub(super) fn add(&mut self, name: LocalName, value: StrTendril) {
        if KEPT.contains(&&*name) && self.get(&name).is_none() {
            self.attributes.push((name, value));
        }
    }
}

/// A step of a walk: a node, or the end of an element.
pub(super) enum Step<'a> {
    Enter(Id, &'a Element),
    Leave(Id, &'a Element),
    Text(&'a str),
}

impl Dom {
    pub(super) fn new() -> Dom {
        let mut dom = Dom { nodes: Vec::new(), elements: Vec::new(), styles: String::new() };
        // The root and the one comment.
        dom.create(Data::Other);
        dom.create(Data::Other);
        dom
    }

    /// The number of nodes.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    fn create(&mut self, data: Data) -> Id {
        self.nodes.push(Node {
            parent: NONE,
            first: NONE,
            last: NONE,
            previous: NONE,
            next: NONE,
            depth: 0,
            data,
        });
        Id::try_from(self.nodes.len() - 1).expect("fewer nodes than bytes of a document")
    }

    /// A node that is neither an element nor a text.
    pub(super) fn create_other(&mut self) -> Id {
        self.create(Data::Other)
    }

    pub(super) fn create_element(&mut self, name: QualName) -> Id {
        let index = u32::try_from(self.elements.len()).expect("fewer elements than bytes of a document");
        self.elements.push(Element { name, attributes: Vec::new() });
        self.create(Data::Element(index))
    }

    pub(super) fn element(&self, id: Id) -> Option<&Element> {
        match self.nodes[id as usize].data {
            Data::Element(index) => Some(&self.elements[index as usize]),
            _ => None,
        }
    }

    pub(super) fn element_mut(&mut self, id: Id) -> Option<&mut Element> {
        match self.nodes[id as usize].data {
            Data::Element(index) => Some(&mut self.elements[index as usize]),
            _ => None,
        }
    }

    pub(super) fn has_parent(&self, id: Id) -> bool {
        self.nodes[id as usize].parent != NONE
    }

    /// The depth of the node at the time it was inserted.
    pub(super) fn depth(&self, id: Id) -> u32 {
        self.nodes[id as usize].depth
    }

    pub(super) fn append(&mut self, parent: Id, child: Id) {
        if child == COMMENT {
            return;
        }
        self.detach(child);
        let last = self.nodes[parent as usize].last;
        self.link(parent, last, child, NONE);
    }

    pub(super) fn append_text(&mut self, parent: Id, text: StrTendril) {
        let last = self.nodes[parent as usize].last;
        if self.element(parent).is_some_and(|e| e.local() == "style") {
            self.styles.push_str(&text);
        } else if self.takes_text(parent) && !self.extend(last, &text) {
            let child = self.create(Data::Text(text));
            self.link(parent, last, child, NONE);
        }
    }

    pub(super) fn insert_before(&mut self, sibling: Id, child: Id) {
        let parent = self.nodes[sibling as usize].parent;
        if child == COMMENT || parent == NONE || child == sibling {
            return;
        }
        self.detach(child);
        let previous = self.nodes[sibling as usize].previous;
        self.link(parent, previous, child, sibling);
    }

    pub(super) fn insert_text_before(&mut self, sibling: Id, text: StrTendril) {
        let Node { parent, previous, .. } = self.nodes[sibling as usize];
        if parent != NONE && !self.extend(previous, &text) {
            let child = self.create(Data::Text(text));
            self.link(parent, previous, child, sibling);
        }
    }

    pub(super) fn detach(&mut self, id: Id) {
        let Node { parent, previous, next, .. } = self.nodes[id as usize];
        if parent == NONE {
            return;
        }
        match previous {
            NONE => self.nodes[parent as usize].first = next,
            previous => self.nodes[previous as usize].next = next,
        }
        match next {
            NONE => self.nodes[parent as usize].last = previous,
            next => self.nodes[next as usize].previous = previous,
        }
        let node = &mut self.nodes[id as usize];
        (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
    }

    pub(super) fn move_children(&mut self, from: Id, to: Id) {
        while self.nodes[from as usize].first != NONE {
            self.append(to, self.nodes[from as usize].first);
        }
    }

    fn link(&mut self, parent: Id, previous: Id, child: Id, next: Id) {
        match previous {
            NONE => self.nodes[parent as usize].first = child,
            previous => self.nodes[previous as usize].next = child,
        }
        match next {
            NONE => self.nodes[parent as usize].last = child,
            next => self.nodes[next as usize].previous = child,
        }
        let depth = self.nodes[parent as usize].depth + 1;
        let node = &mut self.nodes[child as usize];
        (node.parent, node.previous, node.next, node.depth) = (parent, previous, next, depth);
    }

    fn takes_text(&self, parent: Id) -> bool {
        self.element(parent).is_none_or(|e| !NO_TEXT.contains(&e.local()) || e.is_tex())
    }

    /// Appends `text` to the node `id` if that is a text.
    fn extend(&mut self, id: Id, text: &StrTendril) -> bool {
        match self.nodes.get_mut(id as usize).map(|n| &mut n.data) {
            Some(Data::Text(before)) => {
                before.push_tendril(text);
                true
            }
            _ => false,
        }
    }

    /// Walks everything inside `top` in document order. If `visit` returns false for an element, its content is skipped
    /// and its end is not visited.
    pub(super) fn walk<'a>(&'a self, top: Id, mut visit: impl FnMut(Step<'a>) -> bool) {
        let mut at = self.nodes[top as usize].first;
        while at != NONE {
            let node = &self.nodes[at as usize];
            let goes_in = match &node.data {
                Data::Text(text) => visit(Step::Text(text)),
                Data::Element(index) => {
                    let element = &self.elements[*index as usize];
                    let goes_in = visit(Step::Enter(at, element));
                    if goes_in && node.first == NONE {
                        visit(Step::Leave(at, element));
                    }
                    goes_in
                }
                Data::Other => false,
            };
            if goes_in && node.first != NONE {
                at = node.first;
                continue;
            }
            while at != top && self.nodes[at as usize].next == NONE {
                at = self.nodes[at as usize].parent;
                if at == NONE || at == top {
                    return;
                }
                if let Some(element) = self.element(at) {
                    visit(Step::Leave(at, element));
                }
            }
            at = self.nodes[at as usize].next;
        }
    }

    /// The style sheets of the page.
    pub(super) fn styles(&self) -> &str {
        &self.styles
    }

    /// All elements, in no particular order.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.elements.iter()
    }

    /// The elements directly inside `id`.
    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = (Id, &Element)> {
        let first = self.nodes[id as usize].first;
        let ids = std::iter::successors((first != NONE).then_some(first), |&at| {
            let next = self.nodes[at as usize].next;
            (next != NONE).then_some(next)
        });
        ids.filter_map(|at| Some((at, self.element(at)?)))
    }

    /// All text inside `id`.
    pub(super) fn text(&self, id: Id) -> String {
        let mut all = String::new();
        self.walk(id, |step| {
            if let Step::Text(text) = step {
                all.push_str(text);
            }
            true
        });
        all
    }
}
