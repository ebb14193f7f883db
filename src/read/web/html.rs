//! Parses HTML as the standard defines (html5ever), with limits. The standard sets no limits, and the cost of a
//! malicious page grows with the square of its nesting. Cost: linear.

use crate::io::stop;
use crate::read::web::dom::{COMMENT, Dom, Id, ROOT};
use crate::read::web::element::is_block;
use crate::read::web::tags;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, Tracer, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};
use html5ever::tree_builder::TreeBuilder;
use html5ever::{Attribute, QualName};
use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

/// Elements nested deeper are flattened into their parent. Chromium uses the same limit, 512. The cost of a tag grows
/// with its depth.
const MAX_DEPTH: usize = 256;

/// Formatting that is not closed is reopened in every paragraph. A page that creates more than this number of elements
/// per tag is malicious.
const MAX_ELEMENTS_PER_TAG: usize = 32;

/// Pages with fewer elements than this may exceed the limit per tag.
const FEW_ELEMENTS: usize = 10_000;

/// The tree of the page `html`, or `None` if it has more than `max_nodes` elements and texts.
pub(super) fn parse(html: &str, max_nodes: usize) -> Option<Dom> {
    let guard = Guard {
        builder: TreeBuilder::new(
            Sink { dom: RefCell::new(Dom::new()), last: Cell::new(ROOT) },
            Default::default(),
        ),
        swallowed: Cell::new(0),
        tags: Cell::new(0),
        is_flat: Cell::new(false),
    };
    let tokenizer = Tokenizer::new(guard, Default::default());
    let input = BufferQueue::default();
    for piece in pieces(&tags::limited(html)) {
        if stop::is_asked() {
            break;
        }
        input.push_back(StrTendril::from_slice(piece));
        // The tokenizer stops after each script so that the caller can run it.
        while !matches!(tokenizer.feed(&input), html5ever::TokenizerResult::Done) {}
        if tokenizer.sink.builder.sink.dom.borrow().len() > max_nodes {
            return None;
        }
    }
    tokenizer.end();
    Some(tokenizer.sink.builder.sink.finish())
}

/// `html` in pieces, so that parsing can stop before the elements fill the memory.
fn pieces(html: &str) -> impl Iterator<Item = &str> {
    const PIECE: usize = 1 << 20;
    let mut rest = html;
    std::iter::from_fn(move || {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE));
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// A filter between the tokenizer and the tree builder that drops tags beyond the limits.
struct Guard {
    builder: TreeBuilder<Id, Sink>,
    /// The number of dropped start tags whose end tags must be dropped too.
    swallowed: Cell<usize>,
    tags: Cell<usize>,
    /// Whether to drop all tags.
    is_flat: Cell<bool>,
}

impl Guard {
    fn is_too_much(&self, tag: &Tag) -> bool {
        // These elements change how the following text is tokenized, and contain no elements.
        if matches!(
            &*tag.name,
            "script" | "style" | "title" | "textarea" | "noscript" | "iframe" | "noframes"
        ) {
            return false;
        }
        let dom = self.builder.sink.dom.borrow();
        self.tags.set(self.tags.get() + 1);
        if dom.len() > FEW_ELEMENTS + MAX_ELEMENTS_PER_TAG * self.tags.get() {
            self.is_flat.set(true);
        }
        let last_depth = dom.depth(self.builder.sink.last.get()) as usize;
        drop(dom);
        match tag.kind {
            _ if self.is_flat.get() => true,
            TagKind::EndTag => {
                let swallowed = self.swallowed.get();
                self.swallowed.set(swallowed.saturating_sub(1));
                swallowed > 0
            }
            TagKind::StartTag => {
                let is_deep = self.swallowed.get() > 0 || (last_depth >= MAX_DEPTH && self.is_deep());
                self.swallowed.set(self.swallowed.get() + usize::from(is_deep && !is_void(&tag.name)));
                is_deep
            }
        }
    }

    /// Whether too many elements are open, or too many formatting elements wait to be reopened.
    fn is_deep(&self) -> bool {
        let count = Count::default();
        self.builder.trace_handles(&count);
        count.0.get() >= MAX_DEPTH
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

#[derive(Default)]
struct Count(Cell<usize>);

impl Tracer for Count {
    type Handle = Id;

    fn trace_handle(&self, _: &Id) {
        self.0.set(self.0.get() + 1);
    }
}

impl TokenSink for Guard {
    type Handle = Id;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Id> {
        let token = match token {
            Token::TagToken(tag) if self.is_too_much(&tag) => {
                if !is_block(&tag.name) {
                    return TokenSinkResult::Continue;
                }
                // The tag would have begun a paragraph.
                Token::CharacterTokens("\n".into())
            }
            token => token,
        };
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Receives the elements from the parser and adds them to a tree.
struct Sink {
    dom: RefCell<Dom>,
    /// The element added last.
    last: Cell<Id>,
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Dom;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Dom {
        self.dom.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Ref<'a, QualName> {
        Ref::map(self.dom.borrow(), |dom| &dom.element(*target).expect("asked of elements only").name)
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Id {
        let mut dom = self.dom.borrow_mut();
        let id = dom.create_element(name);
        add_all(&mut dom, id, attributes);
        id
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        COMMENT
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        COMMENT
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        let mut dom = self.dom.borrow_mut();
        match child {
            NodeOrText::AppendNode(child) => {
                dom.append(*parent, child);
                self.last.set(child);
            }
            NodeOrText::AppendText(text) => dom.append_text(*parent, text),
        }
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        if self.dom.borrow().has_parent(*element) {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// A separate tree, which is not part of the page.
    fn get_template_contents(&self, _: &Id) -> Id {
        self.dom.borrow_mut().create_other()
    }

    fn same_node(&self, one: &Id, other: &Id) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, new: NodeOrText<Id>) {
        let mut dom = self.dom.borrow_mut();
        match new {
            NodeOrText::AppendNode(new) => {
                dom.insert_before(*sibling, new);
                self.last.set(new);
            }
            NodeOrText::AppendText(text) => dom.insert_text_before(*sibling, text),
        }
    }

    fn add_attrs_if_missing(&self, target: &Id, attributes: Vec<Attribute>) {
        add_all(&mut self.dom.borrow_mut(), *target, attributes);
    }

    fn remove_from_parent(&self, target: &Id) {
        self.dom.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &Id, new_parent: &Id) {
        self.dom.borrow_mut().move_children(*node, *new_parent);
    }
}

fn add_all(dom: &mut Dom, id: Id, attributes: Vec<Attribute>) {
    if let Some(element) = dom.element_mut(id) {
        attributes.into_iter().for_each(|a| element.add(a.name.local, a.value));
    }
}
