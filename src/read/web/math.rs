//! Formulas in MathML as one line of text. Cost: linear, times the depth of fractions and roots.

use crate::read::web::dom::{Dom, Element, Id};
use crate::text::scripts::{fraction, grouped, lower, raise};

/// More deeply nested formulas are read as a plain row of their parts.
const MAX_DEPTH: usize = 32;

/// The formula `math` as text: `x² + 1/2`.
pub(super) fn text(dom: &Dom, math: Id) -> String {
    let line: String = parts(dom, math, 0).concat();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The texts of the elements in `id`.
fn parts(dom: &Dom, id: Id, depth: usize) -> Vec<String> {
    if depth > MAX_DEPTH || dom.children(id).next().is_none() {
        return vec![dom.text(id)];
    }
    let alternatives = dom.element(id).is_some_and(|e| e.local() == "semantics");
    let children = dom.children(id).take(if alternatives { 1 } else { usize::MAX });
    children.map(|(child, element)| part(dom, child, element, depth + 1)).collect()
}

fn part(dom: &Dom, id: Id, element: &Element, depth: usize) -> String {
    let parts = parts(dom, id, depth);
    let part = |index: usize| parts.get(index).map_or("", String::as_str);
    match element.local() {
        "mo" => operator(part(0).trim()),
        "mi" | "mn" => part(0).trim().to_string(),
        "annotation" | "annotation-xml" | "mphantom" => String::new(),
        "mspace" => " ".to_string(),
        "mfrac" => fraction(part(0), part(1)),
        "msqrt" => format!("√{}", grouped(parts.concat().trim())),
        "mroot" => {
            format!("{}√{}", raised("1", part(1)).trim_start_matches('1'), grouped(part(0).trim()))
        }
        "msup" | "mover" => raised(part(0), part(1)),
        "msub" | "munder" => lowered(part(0), part(1)),
        "msubsup" => raised(&lowered(part(0), part(1)), part(2)),
        "munderover" => raised(&lowered(part(0), part(1)), part(2)) + " ",
        "mfenced" => format!("({})", parts.join(", ")),
        "mtr" | "mlabeledtr" => parts.join(" ") + "; ",
        _ => parts.concat(),
    }
}

fn raised(base: &str, exponent: &str) -> String {
    moved(base, exponent, raise, '^')
}

fn lowered(base: &str, index: &str) -> String {
    moved(base, index, lower, '_')
}

/// In a formula, superscripts and subscripts have a meaning after any base; accents do not.
fn moved(base: &str, script: &str, set: fn(&mut String, usize), sign: char) -> String {
    let (base, script) = (base.trim_end(), script.trim());
    let mut text = format!("{base}{script}");
    set(&mut text, base.len());
    let is_plain = text.strip_prefix(base) == Some(script);
    if is_plain && script.contains(char::is_alphanumeric) && !base.is_empty() {
        text.truncate(base.len());
        text.push(sign);
        text.push_str(&grouped(script));
    }
    text
}

/// Relations have spaces around them; brackets, commas and invisible operators do not.
fn operator(sign: &str) -> String {
    match sign {
        "=" | "<" | ">" | "≤" | "≥" | "≠" | "≈" | "≡" | "→" | "⇒" | "∈" | "+" | "−" | "-" | "×" | "⋅"
        | "·" | "±" => {
            format!(" {sign} ")
        }
        "," | ";" => format!("{sign} "),
        "\u{2061}" => " ".to_string(),
        sign => sign.chars().filter(|c| !matches!(c, '\u{2062}'..='\u{2064}')).collect(),
    }
}
