//! Messages for unknown names, with a suggestion.

use std::fmt::Display;

/// The error message for an unknown name: `unknown WHAT 'GIVEN' (expected one of: …)`, and the most similar known name
/// if one is similar enough.
pub fn unknown<'a>(what: &str, given: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    unknown_or(what, given, known, "")
}

/// Like [`unknown`]. `or` says what else is possible.
pub fn unknown_or<'a>(what: &str, given: &str, known: impl IntoIterator<Item = &'a str>, or: &str) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let (list, guess) = (known.join(", "), suggestion(nearest(given, known)));
    format!("unknown {what} '{given}' (expected one of: {list}{or}){guess}")
}

/// The end of an error message that suggests `name`, or nothing.
pub fn suggestion(name: Option<impl Display>) -> String {
    name.map_or(String::new(), |name| format!("; did you mean '{name}'?"))
}

/// Gives the values of an enum their names: the constant `ALL`, a method for the name, and the conversions to and from
/// text. The error for an unknown name is that of [`unknown`].
macro_rules! names {
    ($type:ident, $what:literal, $name:ident, { $($value:ident => $text:literal),+ $(,)? }) => {
        impl $type {
            /// All values, in the order of lists and reports.
            pub const ALL: [$type; [$($type::$value),+].len()] = [$($type::$value),+];

            /// The name in files and options.
            pub fn $name(self) -> &'static str {
                match self {
                    $($type::$value => $text),+
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.$name())
            }
        }

        impl std::str::FromStr for $type {
            type Err = String;

            fn from_str(name: &str) -> Result<$type, String> {
                let error = || $crate::text::suggest::unknown($what, name, $type::ALL.map($type::$name));
                $type::ALL.into_iter().find(|value| value.$name() == name).ok_or_else(error)
            }
        }
    };
}
pub(crate) use names;

/// The least similarity at which a word is suggested. Test `typing_errors_are_understood` makes typing errors in the
/// names of formats and columns: one letter left out, doubled, replaced or swapped with the next. With 0.75, at least
/// 95 % get the right suggestion, and `docx` gets none.
const SIMILAR: f64 = 0.75;

/// The word of `known` that is most similar to `word`, if any is similar enough.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let likeness = |near: &str| {
        let near = near.to_lowercase();
        match strsim::damerau_levenshtein(&word, &near) {
            // One typing error always counts as similar, even in a word as short as `csv`.
            0 | 1 if near.len() > 2 => 1.0,
            _ => strsim::jaro_winkler(&word, &near).max(strsim::normalized_damerau_levenshtein(&word, &near)),
        }
    };
    let scored = known.into_iter().map(|near| (likeness(near), near));
    let best = scored.fold(None, |best: Option<(f64, &str)>, next| match best {
        Some(best) if best.0 >= next.0 => Some(best),
        _ => Some(next),
    });
    best.filter(|(likeness, _)| *likeness >= SIMILAR).map(|(_, near)| near)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::{Column, Format};

    /// `word` with each letter left out, doubled, replaced, and exchanged with the next.
    fn typing_errors(word: &str) -> Vec<String> {
        let chars: Vec<char> = word.chars().collect();
        let text = |chars: Vec<char>| chars.into_iter().collect::<String>();
        (0..chars.len())
            .flat_map(|i| {
                let (mut without, mut doubled, mut replaced, mut exchanged) =
                    (chars.clone(), chars.clone(), chars.clone(), chars.clone());
                without.remove(i);
                doubled.insert(i, chars[i]);
                replaced[i] = 'q';
                exchanged.swap(i, (i + 1) % chars.len());
                [without, doubled, replaced, exchanged].map(text)
            })
            .filter(|error| error != word)
            .collect()
    }

    #[test]
    fn typing_errors_are_understood() {
        let formats: Vec<&str> = Format::ALL.iter().map(|f| f.name()).collect();
        let columns: Vec<&str> = Column::ALL.iter().map(|c| c.name()).collect();
        let (mut right, mut all) = (0, 0);
        for known in [&formats, &columns] {
            for word in known.iter().filter(|word| word.len() > 3) {
                for error in typing_errors(word) {
                    all += 1;
                    right += usize::from(nearest(&error, known.iter().copied()) == Some(word));
                }
            }
        }
        assert!(right * 100 >= all * 95, "{right} of {all}");
        assert_eq!(nearest("docx", formats.iter().copied()), None);
        assert_eq!(nearest("english", columns.iter().copied()), Some("en"));
        assert_eq!(nearest("Confidense", columns.iter().copied()), Some("confidence"));
    }
}
