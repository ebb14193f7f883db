//! Names of pairs. Each is a path below the output folder of a batch, so names are safe and unique.

use super::found::Pair;
use super::name;
use crate::document::{EnRu, Lang, Sentences};
use crate::io::input::file_name_of;
use crate::text::chars::sets_direction;
use std::collections::BTreeMap;
use std::path::Path;

/// Makes a name safe as a path below the output folder on any system: no part leads out of it, is hidden, names a device
/// of Windows, ends in a dot or a space, which Windows drops, shows its letters in another order than it has them, or is
/// too long.
pub(crate) fn sanitised(name: &str) -> String {
    let safe =
        |c: char| if c.is_control() || sets_direction(c) || "<>:\"|?*\\".contains(c) { '_' } else { c };
    let parts: Vec<String> = name
        .split('/')
        .map(|part| part.trim_matches(|c: char| c == '.' || c.is_whitespace()))
        .filter(|part| !part.is_empty())
        .map(|part| if is_device(part) { format!("_{part}") } else { part.to_string() })
        .map(|part| cut(&part).chars().map(safe).collect())
        .collect();
    if parts.is_empty() { "unnamed".to_string() } else { parts.join("/") }
}

/// The longest part of a name in bytes. File systems allow 255 (Linux, macOS) or 255 UTF-16 units (Windows); a batch adds
/// `.review.html`, and a number to names that occur more than once.
const LONGEST: usize = 235;

/// The first [`LONGEST`] bytes of `part`, in whole characters.
fn cut(part: &str) -> &str {
    let end = part.floor_char_boundary(LONGEST);
    part[..end].trim_end_matches(|c: char| c == '.' || c.is_whitespace())
}

/// Whether this is the name of a Windows device, with any extension. Data written to such a file is lost.
/// The names are those of <https://learn.microsoft.com/windows/win32/fileio/naming-a-file>.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let port = stem.strip_prefix("com").or(stem.strip_prefix("lpt"));
    ["con", "prn", "aux", "nul"].contains(&&*stem)
        || port.is_some_and(|n| ["1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"].contains(&n))
}

/// The name of a pair whose English file is `stem`: the stem without language marks.
pub(crate) fn name_of(stem: &str) -> String {
    name::unmarked(stem, Lang::En)
}

/// The name of the pair of two files: the words that both file names start with, or the name of the English file.
pub fn name_of_two(en: &Path, ru: &Path) -> String {
    let (en, ru) = (file_name_of(en), file_name_of(ru));
    let common = common_words(&en, &ru);
    if common.is_empty() { en } else { common.to_string() }
}

/// The name of a pair that was read: [`name_of_two`] of its files, in whichever order they were given.
pub fn name_of_pair(pair: &EnRu<Sentences>) -> String {
    let name = |side: &Sentences| side.document().name().to_string();
    name_of_two(Path::new(&name(pair.en())), Path::new(&name(pair.ru())))
}

/// The common prefix of `a` and `b` in whole words: `report` for `report.en.txt` and `report.ru.txt`, nothing for
/// `alpha.txt` and `alphabet.txt`.
fn common_words<'a>(a: &'a str, b: &str) -> &'a str {
    let same: usize = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let inside_word = |text: &str| text[same..].starts_with(char::is_alphanumeric);
    let mut common = &a[..same];
    if inside_word(a) || inside_word(b) {
        common = common.trim_end_matches(char::is_alphanumeric);
    }
    common.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')')
}

/// Names that a pair may not have, since a batch writes lists under these names.
const RESERVED: [&str; 3] = ["report", "run", "unpaired"];

/// Makes the names unique, ignoring case, since some file systems do. Pairs that share a name get `fallback` (the full
/// English file name) instead of its last part, and a number if that is taken too.
pub(crate) fn unique_names(pairs: &mut [Pair], fallback: impl Fn(&Pair) -> String) {
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for pair in pairs.iter() {
        *uses.entry(pair.name.to_lowercase()).or_default() += 1;
    }
    let shared = |name: &str| RESERVED.contains(&name) || uses.get(name).is_some_and(|&n| n > 1);
    let mut taken: BTreeMap<String, ()> =
        uses.keys().filter(|name| !shared(name)).map(|name| (name.clone(), ())).collect();
    // Continue counting where the last pair with the same fallback stopped, so that many of them cost linear time.
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    for pair in pairs.iter_mut().filter(|pair| shared(&pair.name.to_lowercase())) {
        let folder = pair.name.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let base = format!("{folder}{}", sanitised(&fallback(pair)));
        let next = counted.entry(base.to_lowercase()).or_insert(1);
        let free = loop {
            let name = if *next == 1 { base.clone() } else { format!("{base}-{next}") };
            *next += 1;
            if !taken.contains_key(&name.to_lowercase()) {
                break name;
            }
        };
        taken.insert(free.to_lowercase(), ());
        pair.name = free;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pair::Rule;

    fn named(en: &str, name: &str) -> Pair {
        let rule = Rule::List;
        Pair { en: en.into(), ru: "r".into(), name: name.into(), rule, confidence: 1.0, runner_up: None }
    }

    #[test]
    fn names_are_made_unique_without_touching_the_others() {
        let mut pairs = [
            named("a/x.en", "x"),
            named("a/X.en.txt", "X"),
            named("a/y.en", "y"),
            named("a/report.txt", "report"),
        ];
        unique_names(&mut pairs, |p| file_name_of(&p.en));
        let names: Vec<_> = pairs.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names, ["x.en", "X.en.txt", "y", "report.txt"]);
    }

    #[test]
    fn the_same_english_file_twice_gets_numbers() {
        let mut pairs = [named("a/x.txt", "x"), named("b/x.txt", "x")];
        unique_names(&mut pairs, |p| file_name_of(&p.en));
        assert_eq!([&pairs[0].name, &pairs[1].name], ["x.txt", "x.txt-2"]);
        let mut pairs = [named("a/x?\u{7}.txt", "x"), named("b/\u{b}.", "x")];
        unique_names(&mut pairs, |p| file_name_of(&p.en));
        assert_eq!([&pairs[0].name, &pairs[1].name], ["x__.txt", "unnamed"]);
    }

    #[test]
    fn names_are_safe_on_any_system() {
        let rows = [
            ("a/b", "a/b"),
            ("../../etc", "etc"),
            (" . /.hidden/x. ", "hidden/x"),
            ("year./q?", "year/q_"),
            ("C:\\x", "C__x"),
            ("con", "_con"),
            ("AUX.2024/Com1 .v2", "_AUX.2024/_Com1 .v2"),
            ("contract/com10", "contract/com10"),
            ("...", "unnamed"),
            ("\u{c}.\u{c}/\t..\n", "unnamed"),
            ("doc\u{202e}fdp", "doc_fdp"),
        ];
        let [long, cut] = [300, LONGEST / 2].map(|letters| "я".repeat(letters));
        for (name, safe) in rows.into_iter().chain([(long.as_str(), cut.as_str())]) {
            assert_eq!(sanitised(name), safe, "{name}");
        }
    }

    #[test]
    fn names_of_pairs_are_whole_words() {
        let name = |en: &str, ru: &str| name_of_two(Path::new(en), Path::new(ru));
        assert_eq!(name("a/report.en.txt", "b/report.ru.txt"), "report");
        assert_eq!(name("report (en).docx", "report (ru).docx"), "report");
        assert_eq!(name("alpha.txt", "alphabet.txt"), "alpha.txt");
        assert_eq!(name("minutes-2024-en.txt", "minutes-2024-ru.txt"), "minutes-2024");
        assert_eq!(name("reading.txt", "really.txt"), "reading.txt");
        assert_eq!(name("en.txt", "ru.txt"), "en.txt");
    }
}
