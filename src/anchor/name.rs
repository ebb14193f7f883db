//! Finds names, acronyms, titles, and Latin words in Russian text, by their capitals or their script.

use super::gazetteer::gazetteer;
use super::token::{Case, Class, Tokens};
use super::vocabulary::{Lexeme, is_function_word};
use super::{Anchor, AnchorKind, Form, Key, Strength, roman};
use crate::document::Lang;

/// Reads the organisation, place, title, acronym or name at token `i`. Returns the index of the token after it.
pub(super) fn name(t: &Tokens, i: usize, out: &mut Vec<Anchor>) -> Option<usize> {
    let token = t.get(i).filter(|n| matches!(n.class, Class::Latin | Class::Cyrillic))?;
    if let Some(end) = known(t, i, out) {
        return Some(end);
    }
    if let Some(found) = hyphenated_title(t, i) {
        return self::title(t, i, found, i + 3, out);
    }
    if let Some(Lexeme::Title(title)) = token.lexeme {
        return self::title(t, i, title, t.after_stop_of_abbreviation(i), out);
    }
    if let Some(end) = roman::roman(t, i, out) {
        return Some(end);
    }
    let (kind, keys, end) = match (token.class, token.case) {
        (Class::Latin, _) if t.lang == Lang::Ru => (AnchorKind::Latin, latin_keys(t, i), i + 1),
        (_, Case::Upper) if token.letters > 1 && !t.shouting => {
            (AnchorKind::Acronym, acronym_keys(t, i), i + 1)
        }
        (_, Case::Capital | Case::Mixed | Case::Upper)
            if token.letters > 1 && !is_function_word(t.lang, t.word(i)) =>
        {
            (AnchorKind::Name, latin_keys(t, i), i + 1)
        }
        _ => return None,
    };
    out.push(Anchor { span: t.span(i, end), kind, keys });
    Some(end)
}

/// Reads a name from the tables.
fn known(t: &Tokens, i: usize, out: &mut Vec<Anchor>) -> Option<usize> {
    let found = gazetteer(t.lang).find(t, i)?;
    let kind = if found.organisation { AnchorKind::Organisation } else { AnchorKind::Place };
    // In a line of capitals every short word looks like an acronym: WHO, US, IT.
    let shouted = found.acronym && t.shouting && t.get(i)?.letters < 4;
    let strength = if shouted { Strength::Weak } else { Strength::Full };
    let form = if found.organisation { Form::Organisation(found.key) } else { Form::Place(found.key) };
    out.push(Anchor { span: t.span(i, found.end), kind, keys: vec![Key::new(form, strength)] });
    Some(found.end)
}

/// `г-н`, `г-жа`, `д-р` in all cases.
fn hyphenated_title(t: &Tokens, i: usize) -> Option<&'static str> {
    if !t.is_dash(i + 1) || !t.glued(i + 1) || !t.glued(i + 2) {
        return None;
    }
    match (t.word(i), t.word(i + 2)) {
        ("г", "н" | "на" | "ну" | "ном" | "не") => Some("MR"),
        ("г", "жа" | "жи" | "же" | "жу" | "жой") => Some("MRS"),
        ("д", "р" | "ра" | "ру" | "ром" | "ре") => Some("DR"),
        _ => None,
    }
}

fn title(t: &Tokens, i: usize, title: &'static str, end: usize, out: &mut Vec<Anchor>) -> Option<usize> {
    let keys = vec![Key::part(Form::Title(title))];
    out.push(Anchor { span: t.span(i, end), kind: AnchorKind::Title, keys });
    Some(end)
}

/// Both languages write Latin words alike, so English names and Latin words in Russian text have the same keys.
fn latin_keys(t: &Tokens, i: usize) -> Vec<Key> {
    match t.get(i).map(|n| n.class) {
        Some(Class::Latin) => vec![Key::full(Form::Latin(t.word(i).to_owned()))],
        _ => Vec::new(),
    }
}

/// The keys of an unknown acronym: its Latin letters, and the sounds of its letters.
fn acronym_keys(t: &Tokens, i: usize) -> Vec<Key> {
    let mut keys = latin_keys(t, i);
    let sound: String = t.word(i).chars().map(letter_sound).collect();
    keys.push(Key::part(Form::Acronym(sound)));
    keys
}

/// The Latin letter for the sound of an acronym's letter.
fn letter_sound(c: char) -> char {
    match c {
        'а' | 'я' => 'a',
        'б' => 'b',
        'в' | 'w' => 'v',
        'г' => 'g',
        'д' => 'd',
        'е' | 'э' => 'e',
        'ж' | 'з' => 'z',
        'и' | 'й' | 'ы' | 'y' => 'i',
        'к' | 'c' | 'q' | 'ц' => 'k',
        'л' => 'l',
        'м' => 'm',
        'н' => 'n',
        'о' => 'o',
        'п' => 'p',
        'р' => 'r',
        'с' | 'ш' | 'щ' => 's',
        'т' => 't',
        'у' | 'ю' => 'u',
        'ф' => 'f',
        'х' => 'h',
        'ч' => 'k',
        'x' => 'k',
        'j' => 'z',
        other => other,
    }
}
