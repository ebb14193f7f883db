//! A page as its paragraphs and the elements around them. Cost: one walk over the tree.

use crate::document::BlockKind;
use crate::read::web::aside::{self, Aside};
use crate::read::web::dom::{Dom, Element, Id, ROOT, Step};
use crate::read::web::element::{self, Inward};
use crate::read::web::math;
use crate::read::web::sheet::{self, Sheet};
use crate::read::web::style::Moved;
use crate::text::chars::is_letter_or_digit;
use crate::text::scripts::{lower, raise};
use rustc_hash::FxHashSet;
use std::rc::Rc;

/// A page as its paragraphs and the elements around them.
#[derive(Default)]
pub(super) struct Page {
    pub(super) leaves: Vec<Leaf>,
    /// Block-level elements; the first stands for the page. Parents come before their children.
    pub(super) containers: Vec<Container>,
    /// The number of elements with text that the style sheets hide.
    pub(super) hidden: usize,
}

/// A paragraph, heading, list item or cell.
pub(super) struct Leaf {
    pub(super) kind: BlockKind,
    pub(super) text: String,
    /// Letters and digits of the text.
    pub(super) letters: usize,
    /// The number of these letters and digits that are in links.
    pub(super) linked: usize,
    /// Index of the innermost element around it.
    pub(super) container: usize,
    /// Whether it is the title of the page.
    pub(super) title: bool,
}

/// A block-level element.
pub(super) struct Container {
    pub(super) parent: usize,
    /// Whether the author marked it as the content.
    pub(super) article: bool,
    /// Whether it is a paragraph, heading, item or cell, rather than a section of the page.
    pub(super) paragraph: bool,
    /// How the element shows that it is not part of the article, if it does.
    pub(super) aside: Option<Aside>,
}

/// An open element of the walk.
struct Frame {
    id: Id,
    container: usize,
    kind: Option<BlockKind>,
    in_article: bool,
    in_link: bool,
    moved: Option<Moved>,
    in_raised: bool,
    in_pre: bool,
    in_heading: bool,
    in_title: bool,
    is_cell: bool,
    /// Where its text begins, for elements whose text is examined when they end.
    at: usize,
    /// Whether the paragraph had text before this element.
    begun: bool,
    /// The number of paragraphs before it, and whether a picture has followed.
    leaves: usize,
    has_media: bool,
    quotes: u8,
}

/// The purpose of reading a page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Page,
    /// A chapter of a book. Its table of contents and page lists are omitted.
    Chapter,
}

struct Walk<'a> {
    dom: &'a Dom,
    purpose: Purpose,
    page: Page,
    frames: Vec<Frame>,
    text: String,
    /// Whether `text` has more than white space. Stored, because checking costs the length of the text.
    begun: bool,
    linked: usize,
    kind: BlockKind,
    title: bool,
    /// The ids of collapsible parts, collected when the first hidden part is found.
    folded: Option<FxHashSet<&'a str>>,
    sheets: &'a [Rc<Sheet>],
    /// The number of letters that the style sheets hide.
    hidden_letters: usize,
    /// The number of paragraphs before the last button that expands what follows it.
    fold: Option<usize>,
    /// Whether the mark of a note was cut from the start of the paragraph. The full stop or bracket after it is cut
    /// too.
    after_mark: bool,
}

impl Page {
    /// The page with its own style sheets and those it links to, `linked`.
    pub(super) fn of(dom: &Dom, purpose: Purpose, mut linked: Vec<Rc<Sheet>>) -> Page {
        linked.push(Rc::new(Sheet::of(dom.styles())));
        let (page, hidden) = Page::styled(dom, purpose, &linked);
        // If a style sheet hides most of the text, a script shows it later.
        if hidden > page.leaves.iter().map(|l| l.letters).sum() {
            return Page::styled(dom, purpose, &[]).0;
        }
        page
    }

    /// The page as `sheets` show it, and the number of letters that they hide.
    fn styled(dom: &Dom, purpose: Purpose, sheets: &[Rc<Sheet>]) -> (Page, usize) {
        let whole = Container { parent: 0, article: false, paragraph: false, aside: None };
        let mut walk = Walk {
            dom,
            purpose,
            page: Page { leaves: Vec::new(), containers: vec![whole], hidden: 0 },
            frames: Vec::new(),
            text: String::new(),
            begun: false,
            linked: 0,
            kind: BlockKind::Paragraph,
            title: false,
            folded: None,
            sheets,
            hidden_letters: 0,
            fold: None,
            after_mark: false,
        };
        dom.walk(ROOT, |step| match step {
            Step::Enter(id, element) => walk.enter(id, element),
            Step::Leave(id, element) => {
                walk.leave(id, element);
                true
            }
            Step::Text(text) => {
                walk.characters(text);
                true
            }
        });
        walk.flush(false);
        (walk.page, walk.hidden_letters)
    }
}

impl<'a> Walk<'a> {
    /// Whether to read the content of the element.
    fn enter(&mut self, id: Id, element: &Element) -> bool {
        let name = element.local();
        match name {
            "br" => self.text.push('\n'),
            "hr" => self.flush(false),
            "img" => self.picture(element),
            "math" => self.formula(&math::text(self.dom, id)),
            // The page already contains the output of MathJax.
            "script" if element.is_tex() && element.get("id").is_none() => {
                self.formula(self.dom.text(id).trim());
            }
            _ if element::is_dropped(element) || self.is_unseen(id, element) || self.is_left_out(element) => {
                self.after_mark |= name == "a" && !self.begun;
            }
            _ => {
                if element::is_block(name) {
                    self.flush(false);
                }
                self.push(id, element);
                return true;
            }
        }
        false
    }

    /// Whether the element is hidden and readers cannot expand it.
    fn is_unseen(&mut self, id: Id, element: &Element) -> bool {
        // A reading program shows a hidden note when its mark is touched.
        let is_note =
            || self.purpose == Purpose::Chapter && element::kind_of(element) == Some(BlockKind::Note);
        if (!element::is_hidden(element) || is_note()) && !self.is_styled_away(id, element) {
            return false;
        }
        let Some(id) = element.get("id") else { return true };
        let dom = self.dom;
        let folded = self.folded.get_or_insert_with(|| dom.elements().flat_map(element::folded).collect());
        !folded.contains(id)
    }

    /// Whether a style sheet hides the element, and no button directly before it expands it.
    fn is_styled_away(&mut self, id: Id, element: &Element) -> bool {
        let is_folded = || self.fold.is_some_and(|fold| self.page.leaves.len() <= fold + 1);
        let around = self.frames.iter().rev().filter_map(|frame| self.dom.element(frame.id));
        let is_hidden = sheet::hides(self.sheets, element, around) && !is_folded();
        if is_hidden {
            let hidden = letters(&self.dom.text(id));
            self.hidden_letters += hidden;
            self.page.hidden += usize::from(hidden > 0);
        }
        is_hidden
    }

    fn is_left_out(&self, element: &Element) -> bool {
        let in_heading = self.frames.last().is_some_and(|f| f.in_heading);
        let is_contents = || {
            element.local() == "nav"
                || element.get("epub:type").is_some_and(|t| {
                    t.split_whitespace().any(|t| matches!(t, "toc" | "landmarks" | "page-list"))
                })
        };
        match element.local() {
            "button" => !element::is_fold(element, in_heading),
            // The number of a note in brackets, as Sphinx writes it.
            "span" if !self.begun && self.frames.last().is_some_and(|f| f.kind == Some(BlockKind::Note)) => {
                element.get("class") == Some("label")
            }
            _ => self.purpose == Purpose::Chapter && is_contents(),
        }
    }

    fn push(&mut self, id: Id, element: &Element) {
        let name = element.local();
        if name == "button" {
            self.fold = Some(self.page.leaves.len());
        }
        let above = self.frames.last();
        let parent = above.map_or(0, |f| f.container);
        let above_kind = above.and_then(|f| f.kind);
        let in_article = above.is_some_and(|f| f.in_article);
        let is_article = matches!(name, "article" | "main") || element.get("role") == Some("main");
        let kind = match element::kind_of(element) {
            Some(BlockKind::ListItem | BlockKind::Cell) if above_kind == Some(BlockKind::Note) => above_kind,
            own => own.or(above_kind),
        };
        let in_heading = element::is_heading(name) || matches!(name, "summary" | "dt");
        let is_block = element::is_block(name);
        let moved = match is_block {
            true => None,
            false => element::moved(element).or_else(|| sheet::moved_by(self.sheets, element)),
        };
        if is_block {
            // Old pages use tables for layout.
            if above.is_some_and(|f| f.is_cell) {
                self.page.containers[parent].paragraph = false;
            }
            let is_note = kind == Some(BlockKind::Note);
            self.page.containers.push(Container {
                parent,
                article: is_article,
                paragraph: is_paragraph(name),
                aside: if is_note { None } else { aside::of(element, in_article) },
            });
        }
        let frame = Frame {
            id,
            container: if is_block { self.page.containers.len() - 1 } else { parent },
            kind,
            in_article: in_article || is_article,
            in_link: above.is_some_and(|f| f.in_link) || (name == "a" && element.get("href").is_some()),
            moved,
            in_raised: above.is_some_and(|f| f.in_raised) || moved == Some(Moved::Raised),
            in_pre: above.is_some_and(|f| f.in_pre) || matches!(name, "pre" | "xmp" | "listing"),
            in_heading: above.is_some_and(|f| f.in_heading) || in_heading,
            in_title: above.is_some_and(|f| f.in_title) || name == "h1",
            is_cell: matches!(name, "td" | "th"),
            at: self.text.len(),
            begun: self.begun,
            leaves: self.page.leaves.len(),
            has_media: false,
            quotes: above.map_or(0, |f| f.quotes) + u8::from(name == "q"),
        };
        self.frames.push(frame);
    }

    fn leave(&mut self, id: Id, element: &Element) {
        let Some(frame) = self.frames.last().filter(|f| f.id == id) else { return };
        let name = element.local();
        let (at, begun, in_raised, moved) = (frame.at, frame.begun, frame.in_raised, frame.moved);
        if element::is_block(name) {
            // An empty paragraph shows how the author separates paragraphs.
            self.flush(name == "p" && frame.leaves == self.page.leaves.len() && !frame.has_media);
        } else if self.text.len() > at {
            match element::inward(element) {
                Some(inward) if self.is_mark(at, begun, inward, in_raised) => self.cut(at, begun),
                // The separator between several note marks that were cut.
                None if moved == Some(Moved::Raised) && is_separator(&self.text[at..]) => self.cut(at, begun),
                None if moved == Some(Moved::Raised) => raise(&mut self.text, at),
                None if moved == Some(Moved::Lowered) => lower(&mut self.text, at),
                None if name == "q" => self.quote(at),
                // LibreOffice sets the number of an item apart by its style only.
                None if is_list_label(element) && !self.text[at..].contains(char::is_alphanumeric) => {
                    self.cut(at, begun)
                }
                None if is_list_label(element) => self.text.push(' '),
                _ => {}
            }
        }
        self.frames.pop();
    }

    /// Whether the link whose text begins at `at` is the mark of a note, or a permalink sign. Links that are numbers of
    /// figures, sections and articles are kept.
    fn is_mark(&self, at: usize, begun: bool, inward: Inward, in_raised: bool) -> bool {
        let mark = self.text[at..].trim();
        let is_raised = in_raised || mark.starts_with(is_raised_digit);
        let is_signed =
            mark.starts_with(['[', '(', '*', '†', '‡', '↩', '↑', '^']) || self.text[..at].ends_with('[');
        // After a space the number is a word of the sentence: "see note 5".
        let is_attached =
            mark.bytes().all(|b| b.is_ascii_digit()) && !self.text[..at].ends_with(char::is_whitespace);
        // Notes begin with a link back to their place in the text, whatever its name. Paragraphs of a book do not.
        let is_back = !begun
            && (self.purpose == Purpose::Chapter
                || self.frames.last().is_some_and(|f| f.kind == Some(BlockKind::Note)));
        let leads_to_note =
            is_raised || is_back || (inward == Inward::Note && (is_signed || is_attached || !begun));
        let is_named = is_raised && mark.starts_with('[') && mark.ends_with(']') && mark.len() <= 24;
        element::is_permalink(mark) || (leads_to_note && (is_named || element::is_note_mark(mark)))
    }

    /// Removes the text from `at` on.
    fn cut(&mut self, at: usize, begun: bool) {
        self.linked -= letters(&self.text[at..]).min(self.linked);
        self.text.truncate(at);
        self.begun = begun;
        self.after_mark = !begun;
    }

    /// Adds quotation marks around a `<q>`, as browsers do, according to its language.
    fn quote(&mut self, at: usize) {
        let quoted = self.text[at..].trim();
        let is_russian = quoted.chars().any(|c| matches!(c, '\u{400}'..='\u{4ff}'));
        let is_inner = self.frames.last().is_some_and(|f| f.quotes > 1);
        let (open, close) = match (is_russian, is_inner) {
            (true, false) => ('«', '»'),
            (true, true) => ('„', '“'),
            (false, false) => ('“', '”'),
            (false, true) => ('‘', '’'),
        };
        if !quoted.is_empty() && !quoted.starts_with(['«', '„', '“', '"', '‘']) {
            let text = format!("{open}{quoted}{close}");
            self.text.replace_range(at.., &text);
        }
    }

    /// A picture that replaces text: an initial capital, a formula, a symbol.
    fn picture(&mut self, element: &Element) {
        self.frames.iter_mut().for_each(|f| f.has_media = true);
        let Some(alt) = element
            .get("alt")
            .map(str::trim)
            .filter(|_| !element::is_dropped(element) && !element::is_hidden(element))
        else {
            return;
        };
        let class = element.get("class").unwrap_or("");
        let is_initial = !self.begun && alt.chars().count() == 1 && alt.chars().all(char::is_uppercase);
        let is_text = class.split_whitespace().any(|c| matches!(c, "latex" | "tex" | "emoji" | "wp-smiley"));
        if is_initial || is_text {
            self.characters(alt);
        }
    }

    fn formula(&mut self, formula: &str) {
        let has_end = self.text.ends_with(char::is_whitespace) || self.text.ends_with(['(', '[']);
        if !formula.is_empty() && !has_end && self.begun {
            let is_attached = self.text.ends_with(|c: char| !c.is_alphanumeric() && c != ',' && c != ':');
            self.text.push_str(if is_attached { "" } else { " " });
        }
        self.characters(formula);
    }

    fn characters(&mut self, text: &str) {
        let Some(frame) = self.frames.last() else { return };
        if !self.begun && text.chars().any(|c| !c.is_whitespace()) {
            self.begun = true;
            self.kind = frame.kind.unwrap_or(BlockKind::Paragraph);
            self.title = frame.in_title;
        }
        let in_pre = frame.in_pre;
        let text = match std::mem::take(&mut self.after_mark) {
            true => text.trim_start_matches(['.', ')', ']']),
            false => text,
        };
        if frame.in_link {
            self.linked += letters(text);
        }
        self.text.extend(text.chars().map(|c| if is_line_space(c) && !in_pre { ' ' } else { c }));
    }

    /// Ends the paragraph. An empty paragraph counts only if it is `explicit`.
    fn flush(&mut self, explicit: bool) {
        let begun = std::mem::take(&mut self.begun);
        let linked = std::mem::take(&mut self.linked);
        let text = std::mem::take(&mut self.text);
        // Open formatting continues in the next paragraph.
        self.frames.iter_mut().for_each(|f| (f.at, f.begun) = (0, false));
        if !explicit && !begun {
            return;
        }
        let container = self.frames.last().map_or(0, |f| f.container);
        let letters = letters(&text);
        let text = if begun { text } else { String::new() };
        self.page.leaves.push(Leaf {
            kind: self.kind,
            text,
            letters,
            linked: linked.min(letters),
            container,
            title: self.title,
        });
    }
}

/// Whether the element is the bullet or number of an item, as LibreOffice writes it.
fn is_list_label(element: &Element) -> bool {
    element.get("class").is_some_and(|class| class.starts_with("ListLabel"))
}

/// Whether elements of this name are paragraphs of their own, rather than sections of a page.
fn is_paragraph(name: &str) -> bool {
    element::is_heading(name)
        || matches!(
            name,
            "p" | "li"
                | "dt"
                | "dd"
                | "td"
                | "th"
                | "pre"
                | "blockquote"
                | "figure"
                | "figcaption"
                | "caption"
                | "summary"
                | "address"
                | "ul"
                | "ol"
                | "dl"
                | "tr"
                | "legend"
        )
}

fn is_separator(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, ',' | ';' | '–' | '-' | '[' | ']'))
}

fn is_raised_digit(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '⁽' | 'ᵃ' | 'ᵇ' | 'ᶜ' | 'ᵈ' | 'ᵉ' | 'ᶠ')
}

fn is_line_space(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t')
}

fn letters(text: &str) -> usize {
    text.chars().filter(|&c| is_letter_or_digit(c)).count()
}
