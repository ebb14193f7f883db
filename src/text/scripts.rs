//! Converts superscripts, subscripts and fractions to plain characters that keep the meaning: `10⁶`, `H₂O`, `x^(n+1)`,
//! `1/2`, but `5th`. All readers of formats with such text use it. Cost: linear in the converted text.

const RAISED: [(char, char); 17] = [
    ('0', '⁰'),
    ('1', '¹'),
    ('2', '²'),
    ('3', '³'),
    ('4', '⁴'),
    ('5', '⁵'),
    ('6', '⁶'),
    ('7', '⁷'),
    ('8', '⁸'),
    ('9', '⁹'),
    ('+', '⁺'),
    ('-', '⁻'),
    ('−', '⁻'),
    ('–', '⁻'),
    ('=', '⁼'),
    ('(', '⁽'),
    (')', '⁾'),
];

const LOWERED: [(char, char); 17] = [
    ('0', '₀'),
    ('1', '₁'),
    ('2', '₂'),
    ('3', '₃'),
    ('4', '₄'),
    ('5', '₅'),
    ('6', '₆'),
    ('7', '₇'),
    ('8', '₈'),
    ('9', '₉'),
    ('+', '₊'),
    ('-', '₋'),
    ('−', '₋'),
    ('–', '₋'),
    ('=', '₌'),
    ('(', '₍'),
    (')', '₎'),
];

/// Letters that mark notes, as in tables.
const NOTE_LETTERS: [(char, char); 6] =
    [('a', 'ᵃ'), ('b', 'ᵇ'), ('c', 'ᶜ'), ('d', 'ᵈ'), ('e', 'ᵉ'), ('f', 'ᶠ')];

/// A longer superscript is a sentence in small print, not an exponent.
const LONGEST_EXPONENT: usize = 16;

/// The plain digit of a superscript digit: `4` for `⁴`.
pub(crate) fn raised_digit(text: &str) -> Option<char> {
    let plain = RAISED.iter().find(|(plain, raised)| plain.is_ascii_digit() && text.chars().eq([*raised]));
    plain.map(|(plain, _)| *plain)
}

/// These digits as a superscript: `⁴⁸` for `48`.
pub(crate) fn superscript(digits: &str) -> String {
    let raised =
        |digit: char| RAISED.iter().find(|(plain, _)| *plain == digit).map_or(digit, |(_, raised)| *raised);
    digits.chars().map(raised).collect()
}

/// Converts the superscript that starts at byte `from` of `text`. Numbers become superscript characters, formulas get a
/// `^`, ordinal endings and other words do not change.
pub(crate) fn raise(text: &mut String, from: usize) {
    let Some((start, raised)) = moved(text, from) else { return };
    let base = Base::of(&text[..start]);
    let new = match converted(&raised, &RAISED).or_else(|| marks(&raised, base)) {
        Some(converted) => converted,
        None if is_exponent(&raised, base) => format!("^{}", grouped(&raised)),
        None if base == Base::Word => converted(&raised, &NOTE_LETTERS)
            .filter(|mark| mark.chars().count() == 1)
            .unwrap_or_else(|| raised.clone()),
        None => return,
    };
    text.replace_range(start..start + raised.len(), &new);
}

/// Converts the subscript that starts at byte `from` of `text`. Numbers become subscript characters or the denominator
/// of a fraction, an index gets a `_`, other words do not change.
pub(crate) fn lower(text: &mut String, from: usize) {
    let Some((start, lowered)) = moved(text, from) else { return };
    if lowered.chars().all(|c| c.is_ascii_digit()) && fraction_in_line(text, start) {
        return;
    }
    let base = Base::of(&text[..start]);
    let is_index = base == Base::Variable
        && lowered.chars().count() <= LONGEST_EXPONENT
        && !lowered.contains(char::is_whitespace);
    let new = match converted(&lowered, &LOWERED) {
        Some(converted) => converted,
        None if is_index => format!("_{}", grouped(&lowered)),
        None => return,
    };
    text.replace_range(start..start + lowered.len(), &new);
}

/// A fraction on one line: `1/2`, `(a+b)/2`.
pub(crate) fn fraction(numerator: &str, denominator: &str) -> String {
    format!("{}/{}", grouped(numerator.trim()), grouped(denominator.trim()))
}

/// `text`, in brackets if an operator would otherwise apply to its last part only.
pub(crate) fn grouped(text: &str) -> String {
    let is_one = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | ',' | '_' | '^' | '√'))
        || (text.starts_with('(') && text.find(')') == Some(text.len() - 1));
    if is_one { text.to_string() } else { format!("({text})") }
}

/// What a superscript or subscript is attached to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Base {
    Number,
    /// A single letter, or a closing bracket.
    Variable,
    Word,
    Nothing,
}

impl Base {
    fn of(before: &str) -> Base {
        let mut chars = before.chars().rev();
        match (chars.next(), chars.next()) {
            (Some(last), _) if last.is_numeric() => Base::Number,
            (Some(')' | ']'), _) => Base::Variable,
            (Some(last), next) if last.is_alphabetic() => {
                if next.is_some_and(char::is_alphabetic) {
                    Base::Word
                } else {
                    Base::Variable
                }
            }
            _ => Base::Nothing,
        }
    }
}

/// The superscript or subscript without surrounding spaces, and its start.
fn moved(text: &str, from: usize) -> Option<(usize, String)> {
    let moved = text.get(from..)?;
    let start = from + (moved.len() - moved.trim_start().len());
    let moved = moved.trim();
    (!moved.is_empty()).then(|| (start, moved.to_string()))
}

/// `text` converted by `table`; `None` if a character is missing there.
fn converted(text: &str, table: &[(char, char)]) -> Option<String> {
    let one = |c: char| {
        let found = table.iter().find(|(plain, moved)| *plain == c || *moved == c);
        found.map(|(_, moved)| *moved)
    };
    let has_content = text.chars().any(char::is_alphanumeric) || text.chars().count() == 1;
    if has_content { text.chars().map(one).collect() } else { None }
}

/// The marks of several notes with separators: `2, 3`.
fn marks(raised: &str, base: Base) -> Option<String> {
    let is_list = matches!(base, Base::Word | Base::Nothing)
        && raised.contains(',')
        && raised.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | ' ' | '-' | '–'));
    let raise = |c: char| RAISED.iter().find(|(plain, _)| *plain == c).map_or(c, |(_, raised)| *raised);
    is_list.then(|| raised.chars().map(raise).collect())
}

/// Whether `raised` is part of a formula, not an ordinal ending, a note mark or a word.
fn is_exponent(raised: &str, base: Base) -> bool {
    let length = raised.chars().count();
    if length > LONGEST_EXPONENT || raised.contains(['[', ']', '*', '†', '‡', '®', '™', '°']) {
        return false;
    }
    let is_letter = length == 1 && raised.chars().all(|c| c.is_ascii_alphabetic());
    let is_formula = raised.chars().any(|c| c.is_numeric() || matches!(c, '+' | '−' | '-' | '/' | '·'))
        && raised.chars().any(char::is_alphanumeric);
    match base {
        // `1ª`, `1º` and `XXᵉ` are ordinals; the other letters are exponents.
        Base::Number => is_formula || (is_letter && !raised.contains(['a', 'o', 'e'])),
        Base::Variable => is_formula || is_letter,
        Base::Word | Base::Nothing => false,
    }
}

/// If the text before `start` ends in a superscript number and a slash, converts the number to plain digits: `¹/` and a
/// subscript 2 become `1/2`. Returns whether it did.
fn fraction_in_line(text: &mut String, start: usize) -> bool {
    let before = text[..start].trim_end();
    let Some(head) = before.strip_suffix(['/', '⁄', '∕']) else { return false };
    let raised: Vec<char> = head.chars().rev().take_while(|c| is_raised_digit(*c)).collect();
    if raised.is_empty() {
        return false;
    }
    let at = head.len() - raised.iter().map(|c| c.len_utf8()).sum::<usize>();
    let numerator: String = raised.iter().rev().map(|c| plain_digit(*c)).collect();
    // A whole number precedes the fraction.
    let space = if head[..at].ends_with(|c: char| c.is_ascii_digit()) { " " } else { "" };
    text.replace_range(at..start, &format!("{space}{numerator}/"));
    true
}

fn is_raised_digit(c: char) -> bool {
    plain_digit(c) != c
}

fn plain_digit(c: char) -> char {
    let found = RAISED.iter().find(|(plain, raised)| *raised == c && plain.is_ascii_digit());
    found.map_or(c, |(plain, _)| *plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raised(before: &str, moved: &str) -> String {
        let mut text = format!("{before}{moved}");
        raise(&mut text, before.len());
        text
    }

    fn lowered(before: &str, moved: &str) -> String {
        let mut text = format!("{before}{moved}");
        lower(&mut text, before.len());
        text
    }

    #[test]
    fn powers_keep_their_meaning() {
        assert_eq!(raised("10", "6"), "10⁶");
        assert_eq!(raised("10", "−3"), "10⁻³");
        assert_eq!(raised("x", "2"), "x²");
        assert_eq!(raised("Ca", "2+"), "Ca²⁺");
        assert_eq!(raised("x", "n+1"), "x^(n+1)");
        assert_eq!(raised("2", "n"), "2^n");
        assert_eq!(raised("10", "3,5"), "10^3,5");
    }

    #[test]
    fn ordinals_marks_and_words_do_not_change() {
        for (before, moved) in
            [("5", "th"), ("1", "er"), ("М", "me"), ("1", "o"), ("Acme", "TM"), ("end.", "[1]")]
        {
            assert_eq!(raised(before, moved), format!("{before}{moved}"));
        }
        assert_eq!(raised("the end.", "1"), "the end.¹");
        assert_eq!(raised("the end.", "2, 3"), "the end.², ³");
        assert_eq!(raised("Total", "a"), "Totalᵃ");
        assert_eq!(raised("", "  "), "  ");
    }

    #[test]
    fn lowered_numbers_are_indices_or_halves_of_fractions() {
        assert_eq!(lowered("H", "2") + "O", "H₂O");
        assert_eq!(lowered("x", "i"), "x_i");
        assert_eq!(lowered("V", "max"), "V_max");
        assert_eq!(lowered("¹/", "2"), "1/2");
        assert_eq!(lowered("3¹⁄", "2"), "3 1/2");
    }

    #[test]
    fn fractions_become_one_line() {
        assert_eq!(fraction("1", "2"), "1/2");
        assert_eq!(fraction("a + b", "2"), "(a + b)/2");
    }
}
