//! Finds the elements that style sheets hide with a simple selector: `.draft { display: none }`. Cost: linear in the style
//! sheets, and in the class names of an element.
//!
//! Readers may expand content that is hidden at first, and a script may show it. So only rules for a class, an id or an
//! element name apply, outside conditions, and only if no other rule shows the element.

use crate::read::web::dom::Element;
use crate::read::web::element::is_hidden_by_style;
use rustc_hash::{FxHashMap, FxHashSet};

/// The rules of all style sheets of a page.
#[derive(Default)]
pub(super) struct Sheet {
    /// For each selector, the position of its last rule and whether this rule hides elements.
    rules: FxHashMap<String, (usize, bool)>,
    /// Classes that a rule shows in a certain state: `.answer.open`.
    unfolded: FxHashSet<String>,
    /// Pairs of classes, in order, that hide what has both: `.note.internal`.
    pairs: FxHashSet<(String, String)>,
    hides: bool,
}

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
    pub(super) fn of(css: &str) -> Sheet {
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
            } else if let Some(pair) = pair(selector).filter(|_| hides) {
                self.pairs.insert(pair);
                self.hides = true;
            } else if shows && !selector.contains(":hover") && !selector.contains(":focus") {
                let last = selector.rsplit([' ', '>', '~', '+']).next().unwrap_or("");
                self.unfolded.extend(last.split(['.', ':', '[']).skip(1).map(str::to_string));
            }
        }
    }

    /// Whether the style sheets hide `element`.
    pub(super) fn hides(&self, element: &Element) -> bool {
        if !self.hides {
            return false;
        }
        let classes = || element.get("class").unwrap_or("").split_ascii_whitespace();
        let name = element.local();
        // The more specific selector wins, then the later rule.
        let by_name = [(0, name.to_string())];
        let by_class = classes().flat_map(|class| [(1, format!(".{class}")), (2, format!("{name}.{class}"))]);
        let by_id = element.get("id").map(|id| (3, format!("#{id}")));
        let all = by_name.into_iter().chain(by_class).chain(by_id);
        let found = all.filter_map(|(weight, key)| self.rules.get(&key).map(|rule| (weight, *rule))).max();
        (found.is_some_and(|(_, (_, hides))| hides) || self.hides_pair(classes()))
            && !classes().any(|class| self.unfolded.contains(class) || may_unfold(class))
            && !element.get("style").is_some_and(|s| s.contains("display") || s.contains("visibility"))
    }

    /// Whether two of the classes hide an element together. Only the first classes are considered, since an element may have
    /// thousands.
    fn hides_pair<'c>(&self, classes: impl Iterator<Item = &'c str>) -> bool {
        const MOST: usize = 8;
        if self.pairs.is_empty() {
            return false;
        }
        let mut classes: Vec<&str> = classes.take(MOST).collect();
        classes.sort_unstable();
        let mut pairs = classes
            .iter()
            .enumerate()
            .flat_map(|(at, one)| classes[at + 1..].iter().map(move |two| (one, two)));
        pairs.any(|(one, two)| self.pairs.contains(&(one.to_string(), two.to_string())))
    }
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

/// The selector of a class, an id or an element name, without ancestors that are common to every page.
fn plain(selector: &str) -> Option<&str> {
    let mut parts = selector.split_ascii_whitespace().rev();
    let last = parts.next()?;
    let around = |part: &str| matches!(part, ">" | "html" | "body" | "main" | "article" | "div");
    let names = last.strip_prefix('#').unwrap_or(last);
    let is_plain =
        names.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.') || b >= 128)
            && names.bytes().filter(|b| *b == b'.').count() <= 1
            && !(names.len() < last.len() && names.contains('.'));
    (is_plain && parts.all(around)).then_some(last)
}

/// The two classes of a selector like `.note.internal`, in order.
fn pair(selector: &str) -> Option<(String, String)> {
    let (one, two) = selector.strip_prefix('.')?.split_once('.')?;
    let is_name = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    (is_name(one) && is_name(two)).then(|| (one.min(two).to_string(), one.max(two).to_string()))
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
    use crate::read::web::sheet::*;
    use html5ever::tendril::StrTendril;
    use html5ever::{LocalName, QualName, ns};

    fn hides(css: &str, class: &str) -> bool {
        let mut dom = crate::read::web::dom::Dom::new();
        let id = dom.create_element(QualName::new(None, ns!(html), LocalName::from("p")));
        let element = dom.element_mut(id).unwrap();
        element.add(LocalName::from("class"), StrTendril::from_slice(class));
        Sheet::of(css).hides(element)
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
