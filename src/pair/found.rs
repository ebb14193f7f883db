//! Files, pairs of files, and files without a partner.

use crate::document::Lang;
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

impl Alone {
    pub(super) fn unmatched(file: File) -> Alone {
        Alone { lang: file.side, file, reason: Reason::NoPartner }
    }
}
