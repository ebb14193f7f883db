//! The numbers of list items within a line: `1)`, `(a)`, `ii.`

use crate::text::chars::is_letter_or_digit;

/// The start of the run of letters and digits before `at`, if it is short and follows white space.
pub(super) fn token_before(text: &str, at: usize) -> Option<usize> {
    let mut start = at;
    for c in text[..at].chars().rev().take(5) {
        if c.is_whitespace() {
            break;
        }
        if !(is_letter_or_digit(c) || c == '(') {
            return None;
        }
        start -= c.len_utf8();
    }
    let begins = start == 0 || text[..start].ends_with(char::is_whitespace);
    (begins && start < at).then_some(start)
}

/// The number of a list item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item {
    value: Value,
    /// Whether a full stop follows.
    stop: bool,
    /// Whether a bracket follows.
    bracket: bool,
}

/// The value of an item number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    Number(u32),
    /// A letter, counted from 1, and its value as a Roman numeral, if any ("i" is the ninth letter and the first
    /// numeral).
    Letter(u32, Option<u32>),
    Roman(u32),
}

/// Roman numerals of items.
const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];

impl Value {
    /// Up to two digits, one letter, or a small Roman numeral.
    fn parse(token: &str) -> Option<Value> {
        if let Ok(number) = token.parse() {
            return (token.len() <= 2).then_some(Value::Number(number));
        }
        let roman = ROMAN.iter().position(|numeral| *numeral == token).map(|i| i as u32 + 1);
        let mut letters = token.chars();
        let letter = letters.next().filter(|_| letters.next().is_none());
        match letter {
            Some(c @ 'a'..='z') => Some(Value::Letter(c as u32 - 'a' as u32 + 1, roman)),
            Some(c @ 'а'..='я') => Some(Value::Letter(c as u32 - 'а' as u32 + 1, None)),
            _ => roman.map(Value::Roman),
        }
    }

    fn roman(self) -> Option<u32> {
        match self {
            Value::Letter(_, roman) => roman,
            Value::Roman(roman) => Some(roman),
            Value::Number(_) => None,
        }
    }

    fn follows(self, last: Value) -> bool {
        match (self, last) {
            (Value::Number(n), Value::Number(m)) => n == m + 1,
            (Value::Letter(n, _), Value::Letter(m, _)) if n == m + 1 => true,
            _ => last.roman().is_some_and(|last| self.roman() == Some(last + 1)),
        }
    }
}

impl Item {
    /// The item number at the start of `text`, if a space follows.
    pub(super) fn parse(text: &str) -> Option<Item> {
        let text = text.strip_prefix('(').unwrap_or(text);
        let end = text.char_indices().take(5).find(|&(_, c)| matches!(c, '.' | ')'))?.0;
        let rest = text[end..].trim_start_matches(['.', ')']);
        if !rest.starts_with(char::is_whitespace) {
            return None;
        }
        let stop = text[end..].starts_with('.');
        let bracket = text[end..].trim_start_matches('.').starts_with(')');
        Some(Item { value: Value::parse(&text[..end])?, stop, bracket })
    }

    /// Whether the number consists of digits.
    pub(super) fn is_number(&self) -> bool {
        matches!(self.value, Value::Number(_))
    }

    /// Whether this is the first item of a list.
    pub(super) fn is_first(&self) -> bool {
        matches!(self.value, Value::Number(1) | Value::Letter(1, _)) || self.value.roman() == Some(1)
    }

    /// Whether this is the item after `last` in the same style.
    pub(super) fn follows(&self, last: &Item) -> bool {
        (self.stop, self.bracket) == (last.stop, last.bracket) && self.value.follows(last.value)
    }
}
