//! Splitting by an organisation's own rules, as SRX 2.0 states them: at a place where the `beforebreak` of a rule ends
//! and its `afterbreak` begins, the first such rule says whether a sentence ends.
//!
//! Blocks stay those of the document, so no segment crosses a paragraph, and a line break inside a block (hard-wrapped
//! text) is one space to the rules. Expressions are run by `regex`, in linear time; those that look around or refer back, by
//! `fancy-regex`, which gives up after a million steps and takes `\b` for such a one: 3,000 abbreviations of a customer take
//! a hundredth of the time without it. The crate `srx` was tried: it takes the first group of the whole
//! rule for the break, so a rule with a group in its `beforebreak`, as 15 of the 30 Russian ones of LanguageTool have,
//! works at the wrong place, and it drops rules that look around.
//!
//! Cost: a pass over the text for each rule. Not done: `segmentsubflows` and `formathandle`, which speak of markup.

use crate::document::Lang;
use crate::split::decision::Decision;
use std::borrow::Cow;

/// One `<rule>` as it stands in the file.
#[derive(Clone, Debug, Default)]
pub struct SrxRule {
    /// The line of the file it starts at, from 1.
    pub line: usize,
    /// Whether it ends sentences (`break="yes"`) or forbids it.
    pub breaks: bool,
    /// The expression for what stands before the place.
    pub before: String,
    /// The expression for what stands after it.
    pub after: String,
}

/// A rule whose expression cannot be used.
#[derive(Clone, Debug)]
pub struct BadRule {
    /// The line of the rule.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

/// The rules of an SRX file for some languages, in order.
#[derive(Clone, Debug, Default)]
pub struct Srx {
    languages: Vec<(Lang, Vec<Rule>)>,
}

#[derive(Clone, Debug)]
struct Rule {
    line: usize,
    breaks: bool,
    /// What stands before, the empty group [`PLACE`], what stands after.
    expression: Expression,
}

#[derive(Clone, Debug)]
enum Expression {
    Plain(regex::Regex),
    /// Looks around, refers back, or never gives back what it took.
    Looking(fancy_regex::Regex),
}

impl Expression {
    fn new(pattern: &str) -> Result<Expression, fancy_regex::Error> {
        // To `regex` a possessive repetition is a repetition of a repetition.
        let is_possessive = ["++", "*+", "?+", "}+"].iter().any(|mark| pattern.contains(mark));
        match regex::Regex::new(pattern) {
            Ok(regex) if !is_possessive => Ok(Expression::Plain(regex)),
            _ => fancy_regex::Regex::new(pattern).map(Expression::Looking),
        }
    }

    /// Where the first match in `text` from `at` on begins, and its [`PLACE`].
    fn find(&self, text: &str, at: usize) -> Option<(usize, usize)> {
        match self {
            Expression::Plain(regex) => {
                let captures = regex.captures_at(text, at)?;
                Some((captures.get(0)?.start(), captures.name(PLACE)?.start()))
            }
            Expression::Looking(regex) => {
                let captures = regex.captures_from_pos(text, at).ok()??;
                Some((captures.get(0)?.start(), captures.name(PLACE)?.start()))
            }
        }
    }
}

/// The group at the place between the two sides of a rule.
const PLACE: &str = "enru_place";

impl Rule {
    fn new(rule: &SrxRule) -> Result<Rule, BadRule> {
        let compile = |pattern: &str| {
            Expression::new(pattern).map_err(|e| BadRule { line: rule.line, message: reason(pattern, &e) })
        };
        // One by one first: "a)(b" would close the group that keeps the two apart.
        compile(&rule.before)?;
        compile(&rule.after)?;
        let expression = compile(&format!("(?:{})(?<{PLACE}>)(?:{})", rule.before, rule.after))?;
        Ok(Rule { line: rule.line, breaks: rule.breaks, expression })
    }

    /// The places inside `text` where the rule holds, in order; what stood before one is not part of the next.
    fn places(&self, text: &str, mut found: impl FnMut(usize)) {
        let mut at = 0;
        while let Some((start, place)) = self.expression.find(text, at) {
            found(place);
            let next = |i: usize| text[i..].chars().next().map_or(text.len() + 1, |c| i + c.len_utf8());
            at = place.max(next(start));
            if at > text.len() {
                break;
            }
        }
    }
}

/// Why `pattern` cannot be used, on one line.
fn reason(pattern: &str, error: &fancy_regex::Error) -> String {
    let error = error.to_string();
    let last = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
    format!("the expression `{pattern}` cannot be used: {last}")
}

impl Srx {
    /// The rules of each language, compiled.
    ///
    /// # Errors
    /// When an expression is not well-formed, or uses what `fancy-regex` does not know; the line of its rule is told.
    pub fn new(languages: &[(Lang, Vec<SrxRule>)]) -> Result<Srx, BadRule> {
        let compiled = languages.iter().map(|(lang, rules)| {
            Ok((*lang, rules.iter().map(Rule::new).collect::<Result<Vec<_>, BadRule>>()?))
        });
        Ok(Srx { languages: compiled.collect::<Result<_, _>>()? })
    }

    /// The decisions in `block`, the text of one block that starts at `offset` of the document.
    pub(in crate::split) fn decide(
        &self,
        block: &str,
        offset: usize,
        lang: Lang,
        decided: &mut dyn FnMut(Decision),
    ) {
        let folded = Folded::new(block);
        let rules = self.languages.iter().find(|(l, _)| *l == lang).map_or(&[][..], |(_, rules)| rules);
        let mut places = Vec::new();
        for (order, rule) in rules.iter().enumerate() {
            rule.places(&folded.text, |place| places.push((place, order)));
        }
        places.sort_unstable();
        places.dedup_by_key(|(place, _)| *place);
        for (place, order) in places {
            if 0 < place && place < folded.text.len() {
                let rule = &rules[order];
                let at = offset + folded.original(place);
                decided(Decision { at, splits: rule.breaks, rule: format!("line {}", rule.line).into() });
            }
        }
    }
}

/// A block with the white space around each line break made one space.
struct Folded<'a> {
    text: Cow<'a, str>,
    /// Where text goes on after such a space: its place here and in the block.
    shifts: Vec<(usize, usize)>,
}

impl<'a> Folded<'a> {
    fn new(block: &'a str) -> Folded<'a> {
        if memchr::memchr2(b'\n', b'\r', block.as_bytes()).is_none() {
            return Folded { text: Cow::Borrowed(block), shifts: Vec::new() };
        }
        let (mut text, mut shifts) = (String::with_capacity(block.len()), Vec::new());
        let mut at = 0;
        for line in block.split(['\n', '\r']) {
            let words = line.trim();
            if !words.is_empty() {
                let start = at + (line.len() - line.trim_start().len());
                if !text.is_empty() {
                    text.push(' ');
                }
                shifts.push((text.len(), start));
                text.push_str(words);
            }
            at += line.len() + 1;
        }
        Folded { text: Cow::Owned(text), shifts }
    }

    /// Where in the block the character at `place` stands.
    fn original(&self, place: usize) -> usize {
        match self.shifts.partition_point(|(folded, _)| *folded <= place).checked_sub(1) {
            Some(last) => place - self.shifts[last].0 + self.shifts[last].1,
            None => place,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::split::Splitter;

    fn rule(breaks: bool, before: &str, after: &str) -> SrxRule {
        SrxRule { line: 7, breaks, before: before.into(), after: after.into() }
    }

    fn cut(rules: Vec<SrxRule>, text: &str) -> Vec<String> {
        let srx = Srx::new(&[(Lang::En, rules)]).expect("rules");
        let found = Splitter::from(srx).split(Document::from_text("", Lang::En, text));
        (0..found.len()).map(|i| found.text(i).to_string()).collect()
    }

    #[test]
    fn the_first_rule_at_a_place_decides() {
        let rules = || vec![rule(false, r"\b(Mr|Mrs)\.", r"\s"), rule(true, r"[.?!]|;", r"\s\p{Lu}")];
        assert_eq!(cut(rules(), "We met Mr. Hill; He left. Yes."), ["We met Mr. Hill;", "He left.", "Yes."]);
        let reversed = rules().into_iter().rev().collect();
        assert_eq!(cut(reversed, "We met Mr. Hill."), ["We met Mr.", "Hill."]);
    }

    #[test]
    fn rules_may_look_around_and_be_empty() {
        assert_eq!(cut(vec![rule(true, r"(?<!No)\.", "")], "No.5 is it. Yes."), ["No.5 is it.", "Yes."]);
        assert_eq!(cut(vec![rule(true, "", "(?=Я)")], "aЯbЯЯ"), ["a", "Яb", "Я", "Я"]);
        assert_eq!(cut(vec![rule(true, "", "")], "aбв"), ["a", "б", "в"]);
        assert_eq!(cut(vec![], "One. Two."), ["One. Two."]);
    }

    #[test]
    fn a_wrapped_line_is_a_space() {
        let text = "The plan provides for the following exercises of the rescue services in the\n   \
                    region, as the Council decided in Minsk. It was decided before the meeting\r\n\
                    in Geneva.\n";
        let rules =
            vec![rule(true, r"\n", ""), rule(true, r"\.", r"\s\p{Lu}"), rule(true, "the", r"\sregion")];
        let found = cut(rules, text);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[1].starts_with("region,") && found[2].starts_with("It was"));
    }

    #[test]
    fn bad_expressions_name_their_line() {
        for (before, after) in [("(", ""), ("", "[a"), ("a)(b", "")] {
            let bad = Srx::new(&[(Lang::Ru, vec![rule(true, before, after)])]).expect_err(before);
            assert_eq!(bad.line, 7);
            assert!(!bad.message.contains('\n'), "{}", bad.message);
        }
    }
}
