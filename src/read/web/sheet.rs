//! Finds the elements that style sheets hide (`.draft { display: none }`, `.notes .internal { display: none }`), raise or
//! lower (`.mark { vertical-align: super }`). Cost:
//! linear in the style sheets, in the class names of an element, and in the depth of the elements that a rule for an
//! element inside others could hide.
//!
//! Readers may expand content that is hidden at first, and a script may show it. So only selectors of element names,
//! classes and ids apply, outside conditions, and only if no other rule shows the element.

use crate::read::web::dom::Element;
use crate::read::web::style::{Moved, is_hidden_by_style, moved};
use rustc_hash::{FxHashMap, FxHashSet};
use std::rc::Rc;

/// The rules of a style sheet.
#[derive(Default)]
pub(crate) struct Sheet {
    /// For each selector of one part, the position of its last rule and whether this rule hides elements.
    rules: FxHashMap<String, (usize, bool)>,
    /// Rules that hide elements inside others, or with several classes, by the [key](Part::key) of the last part.
    combined: FxHashMap<String, Vec<Combined>>,
    /// Selectors of one part whose elements are superscripts or subscripts.
    moved: FxHashMap<String, Moved>,
    /// Classes that a rule shows in a certain state: `.answer.open`.
    unfolded: FxHashSet<String>,
    hides: bool,
}

/// The most rules of [`Sheet::combined`] that an element is compared with, and the most of its classes. With
/// [`DEEPEST`], it keeps the cost linear.
const MOST: usize = 16;
/// The most elements around an element that its rules are compared with. The pages of `tests/pages` nest up to 13 deep.
const DEEPEST: usize = 64;

/// A selector of several parts or classes: `.notes > p.internal`.
struct Combined {
    /// The part for the element itself.
    last: Part,
    /// The parts for the elements around it, from the inside out, and whether each must be the parent of the one before.
    around: Vec<(Part, bool)>,
    order: usize,
}

/// The part of a selector for one element: `p.note.internal`.
#[derive(Default)]
struct Part {
    name: String,
    id: String,
    classes: Vec<String>,
}

/// How specific a selector is: the numbers of its ids, classes and names. The most specific one wins.
type Weight = [usize; 3];

/// The condition under which the rules of a block apply, from the weakest to the strictest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Condition {
    Always,
    /// On certain screens.
    Screen,
    /// In print, or in blocks without rules for text.
    Never,
}

impl Sheet {
    pub(crate) fn of(css: &str) -> Sheet {
        let css = without_comments(css);
        let mut sheet = Sheet::default();
        let (mut rest, mut order) = (css.as_str(), 0);
        // The conditions of the open blocks, each combined with those around it.
        let mut open: Vec<Condition> = Vec::new();
        while let Some(end) = rest.find(['{', '}', ';']) {
            let (head, after) = (rest[..end].trim(), &rest[end + 1..]);
            let sign = rest.as_bytes()[end];
            let around = open.last().copied().unwrap_or(Condition::Always);
            rest = after;
            match sign {
                b'}' => drop(open.pop()),
                b'{' if head.starts_with('@') => open.push(around.max(condition(head))),
                b'{' => {
                    let body = &rest[..rest.find(['{', '}']).unwrap_or(rest.len())];
                    order += 1;
                    sheet.rule(head, body, order, around);
                    open.push(Condition::Never);
                }
                _ => {}
            }
        }
        sheet
    }

    fn rule(&mut self, selectors: &str, body: &str, order: usize, condition: Condition) {
        if let Some(moved) = moved(body).filter(|_| condition == Condition::Always) {
            let plain = selectors.split(',').filter_map(|selector| plain(selector.trim()));
            self.moved.extend(plain.map(|selector| (selector.to_string(), moved)));
        }
        let hides = is_hidden_by_style(body);
        let shows = !hides && (body.contains("display") || body.contains("visibility"));
        let holds = if hides { condition == Condition::Always } else { condition != Condition::Never };
        if !holds || !(hides || shows) {
            return;
        }
        for selector in selectors.split(',').map(str::trim) {
            if let Some(plain) = plain(selector) {
                self.rules.insert(plain.to_string(), (order, hides));
                self.hides |= hides;
            } else if hides {
                self.hides |= Combined::of(selector, order).is_some_and(|rule| self.combine(rule));
            } else if !selector.contains(":hover") && !selector.contains(":focus") {
                let last = selector.rsplit([' ', '>', '~', '+']).next().unwrap_or("");
                self.unfolded.extend(last.split(['.', ':', '[']).skip(1).map(str::to_string));
            }
        }
    }

    fn combine(&mut self, rule: Combined) -> bool {
        let rules = self.combined.entry(rule.last.key()).or_default();
        let has_room = rules.len() < MOST;
        if has_room {
            rules.push(rule);
        }
        has_room
    }

    /// The rule that decides whether `element` is hidden: its weight, its position, and whether it hides. `around` are the
    /// elements around it, from the inside out.
    fn rule_for<'e>(
        &self,
        element: &Element,
        around: impl Iterator<Item = &'e Element> + Clone,
    ) -> Option<(Weight, usize, bool)> {
        // The more specific selector wins, then the later rule.
        self.plain_rules(element).max().max(self.combined_rules(element, around).max())
    }

    /// The rules with one part that apply to `element`, in three parts: weight, position, whether it hides.
    fn plain_rules(&self, element: &Element) -> impl Iterator<Item = (Weight, usize, bool)> {
        plain_selectors(element)
            .filter_map(|(weight, key)| self.rules.get(&key).map(|&(order, hides)| (weight, order, hides)))
    }

    /// The rules of several parts or classes that hide `element`.
    fn combined_rules<'e>(
        &self,
        element: &Element,
        around: impl Iterator<Item = &'e Element> + Clone,
    ) -> impl Iterator<Item = (Weight, usize, bool)> {
        let is_any = !self.combined.is_empty();
        let by_class = classes(element).take(MOST).map(|class| format!(".{class}"));
        let by_id = element.get("id").map(|id| format!("#{id}"));
        let keys = by_class.chain(by_id).chain([element.local().to_string()]).filter(move |_| is_any);
        let rules = keys.filter_map(|key| self.combined.get(&key)).flatten();
        rules
            .take(MOST)
            .filter(move |rule| rule.is_of(element, around.clone().take(DEEPEST)))
            .map(|rule| (rule.weight(), rule.order, true))
    }
}

/// The selectors of one part that `element` matches, with their weights.
fn plain_selectors(element: &Element) -> impl Iterator<Item = (Weight, String)> {
    let name = element.local();
    let by_name = [([0, 0, 1], name.to_string())];
    let by_class = classes(element)
        .flat_map(move |class| [([0, 1, 0], format!(".{class}")), ([0, 1, 1], format!("{name}.{class}"))]);
    let by_id = element.get("id").map(|id| ([1, 0, 0], format!("#{id}")));
    by_name.into_iter().chain(by_class).chain(by_id)
}

/// Whether the style sheets `sheets` make `element` a superscript or a subscript.
pub(super) fn moved_by(sheets: &[Rc<Sheet>], element: &Element) -> Option<Moved> {
    let moving: Vec<&Rc<Sheet>> = sheets.iter().filter(|sheet| !sheet.moved.is_empty()).collect();
    if moving.is_empty() {
        return None;
    }
    plain_selectors(element)
        .find_map(|(_, key)| moving.iter().find_map(|sheet| sheet.moved.get(&key)).copied())
}

/// Whether the style sheets `sheets`, in order, hide `element`. `around` are the elements around it, from the inside out.
pub(super) fn hides<'e>(
    sheets: &[Rc<Sheet>],
    element: &Element,
    around: impl Iterator<Item = &'e Element> + Clone,
) -> bool {
    if !sheets.iter().any(|sheet| sheet.hides) {
        return false;
    }
    let rules = sheets.iter().enumerate().filter_map(|(number, sheet)| {
        let (weight, order, hides) = sheet.rule_for(element, around.clone())?;
        Some((weight, number, order, hides))
    });
    rules.max().is_some_and(|(_, _, _, hides)| hides)
        && !classes(element)
            .any(|class| may_unfold(class) || sheets.iter().any(|sheet| sheet.unfolded.contains(class)))
        && !element.get("style").is_some_and(|s| s.contains("display") || s.contains("visibility"))
}

impl Combined {
    /// Parses `selector` unless a script or reader may unfold one of its elements, or it has other parts than names,
    /// classes and ids.
    fn of(selector: &str, order: usize) -> Option<Combined> {
        const MOST_PARTS: usize = 8;
        let spaced = selector.replace('>', " > ");
        let (mut parts, mut is_parent): (Vec<(Part, bool)>, bool) = (Vec::new(), false);
        for word in spaced.split_ascii_whitespace().rev() {
            if word == ">" {
                is_parent = true;
                continue;
            }
            parts.push((Part::of(word)?, std::mem::take(&mut is_parent)));
        }
        if parts.is_empty() || parts.len() > MOST_PARTS {
            return None;
        }
        let around = parts.split_off(1);
        parts.pop().map(|(last, _)| Combined { last, around, order })
    }

    fn is_of<'e>(&self, element: &Element, mut around: impl Iterator<Item = &'e Element>) -> bool {
        self.last.is_of(element)
            && self.around.iter().all(|(part, is_parent)| match is_parent {
                true => around.next().is_some_and(|element| part.is_of(element)),
                false => around.any(|element| part.is_of(element)),
            })
    }

    fn weight(&self) -> Weight {
        let parts = self.around.iter().map(|(part, _)| part).chain([&self.last]);
        parts.fold([0, 0, 0], |[ids, classes, names], part| {
            [
                ids + usize::from(!part.id.is_empty()),
                classes + part.classes.len(),
                names + usize::from(!part.name.is_empty()),
            ]
        })
    }
}

impl Part {
    fn of(word: &str) -> Option<Part> {
        let mut part = Part::default();
        let mut rest = word;
        while !rest.is_empty() {
            let body = rest.trim_start_matches(['.', '#']);
            let end = body.find(['.', '#']).unwrap_or(body.len());
            let (name, sign) = (&body[..end], &rest[..rest.len() - body.len()]);
            if name.is_empty() || !name.chars().all(is_name) || may_unfold(name) || is_state(name) {
                return None;
            }
            match sign {
                "" => part.name = name.to_ascii_lowercase(),
                "." => part.classes.push(name.to_string()),
                "#" if part.id.is_empty() => part.id = name.to_string(),
                _ => return None,
            }
            rest = &body[end..];
        }
        Some(part)
    }

    /// What an element must have for this part: its id, its first class, or its name.
    fn key(&self) -> String {
        match (&*self.id, self.classes.first()) {
            ("", Some(class)) => format!(".{class}"),
            ("", None) => self.name.clone(),
            (id, _) => format!("#{id}"),
        }
    }

    fn is_of(&self, element: &Element) -> bool {
        (self.name.is_empty() || element.local() == self.name)
            && (self.id.is_empty() || element.get("id") == Some(&self.id))
            && self.classes.iter().all(|class| classes(element).take(MOST).any(|own| own == class))
    }
}

fn classes(element: &Element) -> impl Iterator<Item = &str> {
    element.get("class").unwrap_or("").split_ascii_whitespace()
}

/// Whether the class is one whose elements a script shows later, or a reader by a click.
fn may_unfold(class: &str) -> bool {
    const PARTS: [&str; 16] = [
        "accordion",
        "anim",
        "answer",
        "collaps",
        "fade",
        "fold",
        "js-",
        "lazy",
        "panel",
        "reveal",
        "slide",
        "spoiler",
        "step",
        "tab",
        "toggle",
        "wow",
    ];
    let class = class.to_ascii_lowercase();
    PARTS.iter().any(|part| class.contains(part))
}

/// Whether the class stands for a state of the page that a script or a click ends: `.no-js .map`, `.closed .body`.
fn is_state(class: &str) -> bool {
    const STATES: [&str; 8] = ["active", "close", "expand", "js", "load", "mobile", "open", "visible"];
    let class = class.to_ascii_lowercase();
    STATES.iter().any(|state| class.contains(state))
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii()
}

/// The selector of a class, an id or an element name, without ancestors that are common to every page.
fn plain(selector: &str) -> Option<&str> {
    let mut parts = selector.split_ascii_whitespace().rev();
    let last = parts.next()?;
    let around = |part: &str| matches!(part, ">" | "html" | "body" | "main" | "article" | "div");
    let names = last.strip_prefix('#').unwrap_or(last);
    let is_plain = names.chars().all(|c| is_name(c) || c == '.')
        && names.bytes().filter(|b| *b == b'.').count() <= 1
        && !(names.len() < last.len() && names.contains('.'));
    (is_plain && parts.all(around)).then_some(last)
}

fn condition(head: &str) -> Condition {
    let Some(media) = head.strip_prefix("@media") else {
        let holds = head.starts_with("@layer") || head.starts_with("@supports");
        return if holds { Condition::Always } else { Condition::Never };
    };
    let is_screen = |part: &str| matches!(part.trim(), "screen" | "all" | "only screen");
    match media.split(',').any(is_screen) {
        true => Condition::Always,
        false if media.contains("print") => Condition::Never,
        false => Condition::Screen,
    }
}

fn without_comments(css: &str) -> String {
    let (mut plain, mut rest) = (String::with_capacity(css.len()), css);
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    // Old pages wrap a style sheet in an HTML comment.
    if plain.contains("--") { plain.replace("<!--", " ").replace("-->", " ") } else { plain }
}

#[cfg(test)]
mod tests {
    use crate::read::web::dom::{Dom, Id};
    use crate::read::web::sheet::*;
    use html5ever::tendril::StrTendril;
    use html5ever::{LocalName, QualName, ns};

    /// Whether the style sheets hide the last of nested elements, given as `name.class.class#id`.
    /// Adds an element to `dom`.
    fn element(dom: &mut Dom, name: &str, classes: &str, id: &str) -> Id {
        let node = dom.create_element(QualName::new(None, ns!(html), LocalName::from(name)));
        let element = dom.element_mut(node).unwrap();
        element.add(LocalName::from("class"), StrTendril::from_slice(classes));
        if !id.is_empty() {
            element.add(LocalName::from("id"), StrTendril::from_slice(id));
        }
        node
    }

    /// Whether `sheets` hide the last of `elements`, each of which is inside the one before it.
    fn hides_last(sheets: &[&str], elements: &[&str]) -> bool {
        let mut dom = Dom::new();
        let parts = elements.iter().map(|text| Part::of(text).unwrap());
        let ids: Vec<Id> =
            parts.map(|part| element(&mut dom, &part.name, &part.classes.join(" "), &part.id)).collect();
        let sheets: Vec<Rc<Sheet>> = sheets.iter().map(|css| Rc::new(Sheet::of(css))).collect();
        let mut inside_out = ids.iter().rev().map(|&id| dom.element(id).unwrap());
        let last = inside_out.next().unwrap();
        super::hides(&sheets, last, inside_out)
    }

    /// Whether `css` hides a paragraph with the classes `class`.
    fn hides(css: &str, class: &str) -> bool {
        let mut dom = Dom::new();
        let id = element(&mut dom, "p", class, "");
        super::hides(&[Rc::new(Sheet::of(css))], dom.element(id).unwrap(), std::iter::empty())
    }

    #[test]
    fn rules_for_elements_inside_others_apply_inside_these_only() {
        let inside = ["html", "body", "div.notes.big#n7", "section", "p.editor"];
        for (css, hidden) in [
            (".notes p{display:none}", true),
            ("div.notes>p{display:none}", false),
            (".notes > section>p.editor{display:none}", true),
            ("#n7 .editor, h6{display:none}", true),
            (".big.notes .editor{display:none}", true),
            (".small.notes .editor{display:none}", false),
            ("section .notes .editor{display:none}", false),
            (".notes p{display:none} .editor{display:block}", true),
            (".notes p{display:none} #x .editor{display:block}", false),
            (".notes + p{display:none}", false),
            (".notes p:first-child{display:none}", false),
            (".no-js .editor{display:none}", false),
            ("@media print{.notes p{display:none}}", false),
        ] {
            assert_eq!(hides_last(&[css], &inside), hidden, "{css}");
        }
        assert!(!hides_last(&[".notes p{display:none}"], &["body", "p"]));
        assert!(!hides_last(&[".closed p{display:none}"], &["body", "div.shut", "p"]));
        assert!(!hides_last(&["p.x{display:none}", "p.x{display:block}"], &["p.x"]), "the later sheet wins");
        assert!(
            hides_last(&["p.x{display:none}", ".x{display:block}"], &["p.x"]),
            "the more specific rule wins"
        );
    }

    #[test]
    fn a_plain_rule_hides_and_a_later_one_shows() {
        for (css, hidden) in [
            (".x { color: red; display : none !important; }", true),
            ("<!-- /* } */ h2, p.x{DISPLAY:NONE} -->", true),
            ("@charset 'utf-8'; body .x {visibility:hidden}", true),
            ("@media screen { .y{} .x{display:none} }", true),
            (".x{display:none} .x{display:block}", false),
            (".x{display:none} p.x{display:block}", false),
            (".x{display:none} .x.open{display:block}", false),
            (".x{display:none} .x:hover{display:block}", true),
            (".x{display:none} @media (min-width: 9em) {.x{display:block}}", false),
            ("@media print {.x{display:none}}", false),
            ("@media (max-width: 9em) {.x{display:none}} .z{}", false),
            (".y .x{display:none}", false),
            (".x::before{display:none}", false),
            (".xx{display:none}", false),
            (".y.x{display:none}", true),
            (".x.z{display:none}", false),
            (".x{display:none", true),
        ] {
            assert_eq!(hides(css, "y x"), hidden, "{css}");
        }
        assert!(!hides(".panel{display:none}", "panel"));
        assert!(!hides("@media print { @media screen { .x{display:none} } }", "x"));
    }

    #[test]
    fn nested_blocks_cost_linear_time() {
        // With a look at every open block for every rule, this takes minutes.
        let css = "@layer{".repeat(200_000) + &"a{display:block}".repeat(200_000) + ".x{display:none}";
        assert!(hides(&css, "x"));
    }
}
