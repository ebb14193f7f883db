//! Formulas on one line: `1/2`, `10⁶`, `√(a+b)`. Word (Office MathML) names the parts of a fraction or power;
//! OpenDocument (MathML) identifies them by their order. Cost: linear.

use crate::io::xml::{Element, Event};
use crate::text::scripts::{fraction, grouped, lower, raise};

/// A formula being read: the open elements, each with the parts read so far.
#[derive(Default)]
pub(super) struct Formula {
    open: Vec<Node>,
}

#[derive(Default)]
struct Node {
    name: String,
    /// The text of its parts: numerator and denominator of a fraction, the content of other elements.
    parts: Vec<(String, String)>,
    /// Characters set by its properties: brackets, separators, operators.
    signs: Vec<(String, String)>,
}

impl Node {
    fn part(&self, name: &str) -> &str {
        self.parts.iter().find(|(n, _)| n == name).map_or("", |(_, text)| text.trim())
    }

    fn sign<'a>(&'a self, name: &str, usual: &'a str) -> &'a str {
        self.signs.iter().find(|(n, _)| n == name).map_or(usual, |(_, sign)| sign)
    }

    fn nth(&self, index: usize) -> &str {
        self.parts.get(index).map_or("", |(_, text)| text.trim())
    }

    fn all(&self) -> String {
        self.parts.iter().map(|(_, text)| text.as_str()).collect()
    }

    fn text(&self) -> String {
        match self.name.as_str() {
            "m:f" => fraction(self.part("m:num"), self.part("m:den")),
            "m:sSup" => scripted(self.part("m:e"), "", self.part("m:sup")),
            "m:sSub" => scripted(self.part("m:e"), self.part("m:sub"), ""),
            "m:sSubSup" | "m:sPre" => scripted(self.part("m:e"), self.part("m:sub"), self.part("m:sup")),
            "m:rad" => format!("{}√{}", self.part("m:deg"), grouped(self.part("m:e"))),
            "m:nary" => {
                let sign = scripted(self.sign("m:chr", "∫"), self.part("m:sub"), self.part("m:sup"));
                format!("{sign} {}", self.part("m:e"))
            }
            "m:d" => {
                let inner: Vec<&str> = self
                    .parts
                    .iter()
                    .filter(|(name, _)| name == "m:e")
                    .map(|(_, text)| text.trim())
                    .collect();
                let (begin, end) = (self.sign("m:begChr", "("), self.sign("m:endChr", ")"));
                format!("{begin}{}{end}", inner.join(self.sign("m:sepChr", "|")))
            }
            "m:limLow" | "m:limUpp" => format!("{} {}", self.part("m:e"), self.part("m:lim")),
            "m:func" => format!("{} {}", self.part("m:fName"), self.part("m:e")),
            "m:mr" | "m:eqArr" => {
                let cells: Vec<&str> = self.parts.iter().map(|(_, text)| text.trim()).collect();
                format!("{} ", cells.join(" "))
            }
            "math:mfrac" => fraction(self.nth(0), self.nth(1)),
            "math:msup" => scripted(self.nth(0), "", self.nth(1)),
            "math:msub" => scripted(self.nth(0), self.nth(1), ""),
            "math:msubsup" => scripted(self.nth(0), self.nth(1), self.nth(2)),
            "math:msqrt" => format!("√{}", grouped(&self.all())),
            "math:mroot" => format!("{}√{}", self.nth(1), grouped(self.nth(0))),
            "math:mtd" | "math:mtr" => format!("{} ", self.all()),
            // The source of the formula in another language, such as TeX.
            "math:annotation" | "math:annotation-xml" => String::new(),
            _ => self.all(),
        }
    }
}

fn is_text(name: &str) -> bool {
    matches!(name, "m:t" | "w:t" | "math:mi" | "math:mn" | "math:mo" | "math:mtext")
}

fn scripted(base: &str, below: &str, above: &str) -> String {
    let mut text = base.to_string();
    let at = text.len();
    text.push_str(below);
    lower(&mut text, at);
    let at = text.len();
    text.push_str(above);
    raise(&mut text, at);
    text
}

impl Formula {
    /// Whether a formula is open.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Processes an event inside a formula, or the one that opens it. Returns the text of a formula that ends.
    pub(super) fn event(&mut self, event: &Event) -> Option<String> {
        match event {
            Event::Open(element) => self.begin(element),
            Event::Text(text) => self.text(text),
            Event::Close(_) => return self.close(),
        }
        None
    }

    /// Begins a part of the formula.
    pub(super) fn open(&mut self, name: &str) {
        self.open.push(Node { name: name.to_string(), ..Node::default() });
    }

    /// Adds text of the formula. Only text inside text elements counts.
    pub(super) fn text(&mut self, text: &str) {
        if let Some(node) = self.open.last_mut().filter(|node| is_text(&node.name)) {
            node.parts.push((String::new(), text.to_string()));
        }
    }

    fn begin(&mut self, element: &Element) {
        if let Some(sign) = element.get("m:val")
            && matches!(element.name.as_str(), "m:begChr" | "m:endChr" | "m:sepChr" | "m:chr")
            // The properties are in an element of their own.
            && let Some(owner) = self.open.len().checked_sub(2).and_then(|index| self.open.get_mut(index))
        {
            owner.signs.push((element.name.clone(), sign.to_string()));
        }
        self.open(&element.name);
    }

    /// Ends the innermost part. Returns the text of the formula if it is complete.
    pub(super) fn close(&mut self) -> Option<String> {
        let node = self.open.pop()?;
        let text = node.text();
        let Some(owner) = self.open.last_mut() else { return Some(text) };
        owner.parts.push((node.name, text));
        None
    }
}
