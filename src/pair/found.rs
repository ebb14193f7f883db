//! Files, pairs of files, and files without a partner.

use crate::document::Lang;
use crate::text::suggest::names;
use std::fmt;
use std::path::PathBuf;

/// A file that may be one side of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The path to open it by.
    pub path: PathBuf,
    /// The path relative to the given folder: NFC, with `/` as separator. Names and language marks are read from it.
    pub rel: String,
    /// The language that the user gave for the folder.
    pub side: Option<Lang>,
}

/// The place of a language mark in a path.
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
        /// The mark in the English path.
        en: String,
        /// The mark in the Russian path.
        ru: String,
        /// The place of both marks.
        place: Place,
    },
    /// One path has a mark. Without it, the paths are the same.
    OneSide {
        /// The mark.
        mark: String,
        /// The language it names.
        lang: Lang,
    },
    /// The same path in the English and the Russian folder.
    SamePath,
    /// The content of the two documents.
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

/// An English file and its Russian version.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The English file.
    pub en: PathBuf,
    /// The Russian file.
    pub ru: PathBuf,
    /// The name of the pair, with `/` as separator; unique in a [`Pairing`].
    pub name: String,
    /// Why they are a pair.
    pub rule: Rule,
    /// The confidence, 0 to 1.
    pub confidence: f32,
    /// The confidence that the next best partner would have; `None` unless content decided.
    pub runner_up: Option<f32>,
}

/// Why a file has no partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// No other file matches.
    NoPartner,
    /// Several files could be its partner: these.
    Ambiguous(Vec<PathBuf>),
    /// It could not be read.
    Unreadable(String),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::NoPartner => f.write_str("no partner found"),
            Reason::Unreadable(why) => f.write_str(why),
            Reason::Ambiguous(candidates) => {
                let shown: Vec<_> = candidates.iter().take(3).map(|p| p.display().to_string()).collect();
                let more = candidates.len().saturating_sub(3);
                write!(f, "ambiguous: could be paired with {}", shown.join(" or "))?;
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
    /// Its language, if its name or its text shows it.
    pub lang: Option<Lang>,
    /// Why it has no partner.
    pub reason: Reason,
}

/// The pairs of a folder, and the files without a partner.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pairing {
    /// The pairs, in the order of their English paths.
    pub pairs: Vec<Pair>,
    /// Files without a partner, by path.
    pub alone: Vec<Alone>,
}

/// A way to pair files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// By name; the remaining files by content.
    #[default]
    Auto,
    /// By name only.
    Name,
    /// By content only.
    Content,
}

names!(By, "way to pair files", name, { Auto => "auto", Name => "name", Content => "content" });

impl Alone {
    pub(super) fn unmatched(file: File) -> Alone {
        Alone { lang: file.side, file, reason: Reason::NoPartner }
    }
}
