//! Which files of a folder belong together, and why.
//!
//! Takes files ([`walk::files`]), gives [`Pairing`]: pairs, each with the rule that made it, and what is left without a
//! partner, each with its reason. By name ([`name`]) no file is opened; by content ([`content`]) every one is read.

pub mod content;
pub mod list;
pub mod name;
pub mod walk;

use crate::document::Lang;
use crate::lexicon::Lexicon;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// A file that may be one side of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The path to open it by.
    pub path: PathBuf,
    /// The path below the folder that was given: NFC, `/` between its parts. Names and marks are read from it.
    pub rel: String,
    /// The side it is on, where the user said so by giving one folder a language.
    pub side: Option<Lang>,
}

/// Where in a path a language mark stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// In the name of a folder.
    Folder,
    /// At the start of the file name.
    Start,
    /// At the end of the file name.
    End,
    /// Elsewhere in the file name.
    Inside,
}

/// Why two files are a pair.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// The paths differ in their language marks only.
    Marks {
        /// As it stands in the English path.
        en: String,
        /// As it stands in the Russian path.
        ru: String,
        /// Where it stands.
        place: Place,
    },
    /// One path has a mark, and is the other path without it.
    OneSide {
        /// The mark.
        mark: String,
        /// The language it names.
        lang: Lang,
    },
    /// The same path below the English and the Russian folder.
    SamePath,
    /// What the two documents say.
    Content,
    /// A list made by the user.
    List,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rule::Marks { en, ru, place: Place::Folder } => write!(f, "folders {en}/{ru}"),
            Rule::Marks { en, ru, .. } => write!(f, "marks {en}/{ru}"),
            Rule::OneSide { mark, lang } => write!(f, "mark {mark} on the {} side", lang.name()),
            Rule::SamePath => f.write_str("same path"),
            Rule::Content => f.write_str("content"),
            Rule::List => f.write_str("list"),
        }
    }
}

/// Two files that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The English file.
    pub en: PathBuf,
    /// The Russian file.
    pub ru: PathBuf,
    /// The name of the pair, its parts divided by `/`: no two pairs of a [`Pairing`] share one.
    pub name: String,
    /// Why they are a pair.
    pub rule: Rule,
    /// How sure that is, 0 to 1.
    pub confidence: f32,
    /// What the next best partner would have had, where content decided.
    pub runner_up: Option<f32>,
}

/// Why a file is left without a partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Nothing goes with it.
    NoPartner,
    /// More than one file could be its partner; these could.
    Ambiguous(Vec<PathBuf>),
    /// It could not be read.
    Unreadable(String),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::NoPartner => f.write_str("no counterpart found"),
            Reason::Unreadable(why) => f.write_str(why),
            Reason::Ambiguous(candidates) => {
                let shown: Vec<_> = candidates.iter().take(3).map(|p| p.display().to_string()).collect();
                let more = candidates.len().saturating_sub(3);
                write!(f, "ambiguous: could go with {}", shown.join(" or "))?;
                if more > 0 { write!(f, " or {more} more") } else { Ok(()) }
            }
        }
    }
}

/// A file without a partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alone {
    /// The file.
    pub file: File,
    /// Its language, where its name or its text told.
    pub lang: Option<Lang>,
    /// Why it is alone.
    pub reason: Reason,
}

/// What belongs together, and what is left.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pairing {
    /// The pairs, in the order of their English paths.
    pub pairs: Vec<Pair>,
    /// Files without a partner, by path.
    pub alone: Vec<Alone>,
}

/// What files are paired by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// Their names; what names leave over, by content.
    #[default]
    Auto,
    /// Their names alone.
    Name,
    /// Their content alone.
    Content,
}

impl By {
    /// All ways, and the words for them.
    pub const ALL: [(By, &'static str); 3] =
        [(By::Auto, "auto"), (By::Name, "name"), (By::Content, "content")];
}

impl FromStr for By {
    type Err = String;

    fn from_str(word: &str) -> Result<By, String> {
        By::ALL
            .iter()
            .find(|(_, name)| *name == word)
            .map(|(by, _)| *by)
            .ok_or_else(|| format!("'{word}' is no way to pair; known are auto, name, content"))
    }
}

/// Pairs `files`. Cost: by name, one sort; by content, one reading of each file and near-linear search.
pub fn pair(files: Vec<File>, by: By, lexicon: &Lexicon) -> Pairing {
    let named = match by {
        By::Content => {
            Pairing { pairs: Vec::new(), alone: files.into_iter().map(Alone::unmatched).collect() }
        }
        By::Name | By::Auto => name::pair(files),
    };
    let mut pairing = match by {
        By::Name => named,
        By::Content => by_content(named, lexicon),
        By::Auto if worth_reading(&named.alone) => by_content(named, lexicon),
        By::Auto => named,
    };
    pairing.pairs.sort_by(|a, b| (&a.en, &a.ru).cmp(&(&b.en, &b.ru)));
    pairing.alone.sort_by(|a, b| a.file.path.cmp(&b.file.path));
    for pair in &mut pairing.pairs {
        pair.name = sanitised(&pair.name);
    }
    unique_names(&mut pairing.pairs, |pair| file_name_of(&pair.en));
    pairing
}

/// A name that is safe as a path below the output folder, on any system: no part leads out of it or is hidden.
pub(crate) fn sanitised(name: &str) -> String {
    let safe = |c: char| if c.is_control() || "<>:\"|?*\\".contains(c) { '_' } else { c };
    let parts: Vec<String> = name
        .split('/')
        .map(|part| part.trim().trim_start_matches('.').chars().map(safe).collect::<String>())
        .filter(|part| !part.is_empty())
        .collect();
    if parts.is_empty() { "unnamed".to_string() } else { parts.join("/") }
}

/// The name of a pair whose English file is `stem`: without language marks.
pub(crate) fn name_of(stem: &str) -> String {
    name::unmarked(stem, Lang::En)
}

impl Alone {
    fn unmatched(file: File) -> Alone {
        Alone { lang: file.side, file, reason: Reason::NoPartner }
    }
}

/// Content can only help where two files are left that may be of different languages.
fn worth_reading(alone: &[Alone]) -> bool {
    let may_be = |lang| alone.iter().any(|a| a.lang.is_none_or(|known| known == lang));
    alone.len() > 1 && may_be(Lang::En) && may_be(Lang::Ru)
}

/// Adds to `named` the pairs that content finds among what names left alone.
fn by_content(named: Pairing, lexicon: &Lexicon) -> Pairing {
    let mut pairs = named.pairs;
    let found = content::pair(named.alone, lexicon);
    pairs.extend(found.pairs);
    Pairing { pairs, alone: found.alone }
}

fn file_name_of(path: &std::path::Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Names outputs of a batch may not have, since the batch writes files of these names itself.
const RESERVED: [&str; 3] = ["report", "run", "unpaired"];

/// Makes the names differ, also where upper and lower case are one: pairs that share a name get `fallback` (the
/// English file name in full) in place of its last part, and a number where even that is taken.
pub(crate) fn unique_names(pairs: &mut [Pair], fallback: impl Fn(&Pair) -> String) {
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for pair in pairs.iter() {
        *uses.entry(pair.name.to_lowercase()).or_default() += 1;
    }
    let shared = |name: &str| RESERVED.contains(&name) || uses.get(name).is_some_and(|&n| n > 1);
    let mut taken: BTreeMap<String, ()> =
        uses.keys().filter(|name| !shared(name)).map(|name| (name.clone(), ())).collect();
    for pair in pairs.iter_mut().filter(|pair| shared(&pair.name.to_lowercase())) {
        let folder = pair.name.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let base = format!("{folder}{}", fallback(pair));
        let numbered = (2..).map(|n| format!("{base}-{n}"));
        let free = std::iter::once(base.clone())
            .chain(numbered)
            .find(|name| !taken.contains_key(&name.to_lowercase()))
            .expect("numbers do not run out");
        taken.insert(free.to_lowercase(), ());
        pair.name = free;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    }
}
