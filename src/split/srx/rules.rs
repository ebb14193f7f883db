//! Applies SRX 2.0 rules. A rule matches at a place where its `beforebreak` ends and its `afterbreak` starts. The first
//! rule that matches decides whether a sentence ends.
//!
//! Rules apply within a block, so no sentence crosses a paragraph. A line break inside a block (hard-wrapped text) is
//! one space for the rules. `regex` runs most expressions in linear time. `fancy-regex` runs those with lookaround or
//! backreferences and gives up after a million steps. It would run every expression with `\b` too, so these go to
//! `regex`: 3,000 abbreviations of a customer take a hundredth of the time there. The crate `srx` is not used: it takes
//! the first group of the whole rule as the break, so a rule with a group in its `beforebreak` (15 of the 30 Russian
//! rules of LanguageTool) splits at the wrong place, and it drops rules with lookaround.
//!
//! Cost: one pass over the text per rule. Not done: `segmentsubflows` and `formathandle`, which are about markup.

use crate::document::Lang;
use crate::split::decision::Decision;
use std::borrow::Cow;

/// A `<rule>` of the file.
#[derive(Clone, Debug, Default)]
pub struct SrxRule {
    /// The line of the file it starts at, from 1.
    pub line: usize,
    /// Whether it splits (`break="yes"`) or prevents a split.
    pub breaks: bool,
    /// The expression for the text before the place.
    pub before: String,
    /// The expression for the text after it.
    pub after: String,
}

/// A rule with an invalid expression.
#[derive(Clone, Debug)]
pub struct BadRule {
    /// The line of the rule.
    pub line: usize,
    /// What is wrong.
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
    /// The expression before, the empty group [`PLACE`], the expression after.
    expression: Expression,
}

#[derive(Clone, Debug)]
enum Expression {
    Plain(regex::Regex),
    /// With lookaround, backreferences or possessive repetition.
    Looking(fancy_regex::Regex),
}

impl Expression {
    fn new(pattern: &str) -> Result<Expression, fancy_regex::Error> {
        // `regex` would read a possessive repetition as a repetition of a repetition.
        let is_possessive = ["++", "*+", "?+", "}+"].iter().any(|mark| pattern.contains(mark));
        match regex::Regex::new(pattern) {
            Ok(regex) if !is_possessive => Ok(Expression::Plain(regex)),
            _ => fancy_regex::Regex::new(pattern).map(Expression::Looking),
        }
    }

    /// The start of the first match in `text` from `at` on, and its [`PLACE`].
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

/// The name of the group between the two sides of a rule.
const PLACE: &str = "enru_place";

impl Rule {
    fn new(rule: &SrxRule) -> Result<Rule, BadRule> {
        let compile = |pattern: &str| {
            Expression::new(pattern).map_err(|e| BadRule { line: rule.line, message: reason(pattern, &e) })
        };
        // Compile each side alone first, since "a)(b" would close the group that separates them.
        compile(&rule.before)?;
        compile(&rule.after)?;
        let expression = compile(&format!("(?:{})(?<{PLACE}>)(?:{})", rule.before, rule.after))?;
        Ok(Rule { line: rule.line, breaks: rule.breaks, expression })
    }

    /// Calls `found` with the places inside `text` where the rule matches, in order. Matches do not overlap.
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

/// The reason why `pattern` is invalid, on one line.
fn reason(pattern: &str, error: &fancy_regex::Error) -> String {
    let error = error.to_string();
    let last = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
    format!("invalid expression `{pattern}`: {last}")
}

impl Srx {
    /// The rules of each language, compiled.
    ///
    /// # Errors
    /// If an expression is invalid or uses a feature that `fancy-regex` does not support. The error names the line of
    /// the rule.
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

/// A block with one space instead of the white space around each line break.
struct Folded<'a> {
    text: Cow<'a, str>,
    /// The positions after each such space: in this text and in the block.
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

    /// The position in the block of the character at `place`.
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
    fn rules_may_have_lookaround_and_be_empty() {
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
