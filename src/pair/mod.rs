//! Finds the pairs of documents in a folder.
//!
//! Takes files (from `walk::files`, or from a web page) and returns a [`Pairing`]: pairs, each with the rule that made
//! it, and files without a partner, each with the reason. Pairing by name ([`name`]) opens no file. Pairing by content
//! ([`content`]) reads each file. Cost: one sort by name; by content, nearly linear in the text.
//!
//! Not done: documents in more than two files, and versions of one document in one language.

#[doc(hidden)]
pub mod content;
mod endings;
mod found;
#[doc(hidden)]
pub mod list;
#[doc(hidden)]
pub mod name;
mod names;
#[cfg(feature = "batch")]
pub mod walk;

#[doc(hidden)]
pub use content::Opener;
pub use found::{Alone, By, File, Pair, Pairing, Place, Reason, Rule};
#[doc(hidden)]
pub use names::{name_of_pair, name_of_two};

use crate::document::Lang;
use crate::io::input::file_name_of;
use crate::lexicon::Lexicon;
use crate::read::ReadOptions;
use content::{Teller, from_disk};
use names::{sanitised, unique_names};

/// Pairs `files`. `read` holds the options for reading English and Russian documents, for pairing by content. Cost: one
/// sort by name; by content, each file is read once and the search is nearly linear.
pub fn pair(files: Vec<File>, by: By, lexicon: &Lexicon, read: &[ReadOptions; 2]) -> Pairing {
    pair_with(files, by, lexicon, read, &from_disk)
}

/// Like [`pair`], with `open` to read the files.
#[doc(hidden)]
pub fn pair_with(
    files: Vec<File>,
    by: By,
    lexicon: &Lexicon,
    read: &[ReadOptions; 2],
    open: &Opener<'_>,
) -> Pairing {
    pair_told(files, by, lexicon, &|alone| content::tell(alone, lexicon, read, open))
}

/// Like [`pair`], with `tell` to read the documents that names leave unpaired.
#[doc(hidden)]
pub fn pair_told(files: Vec<File>, by: By, lexicon: &Lexicon, tell: &Teller<'_>) -> Pairing {
    let named = match by {
        By::Content => {
            Pairing { pairs: Vec::new(), alone: files.into_iter().map(Alone::unmatched).collect() }
        }
        By::Name | By::Auto => name::pair(files),
    };
    let mut pairing = match by {
        By::Name => named,
        By::Content => by_content(named, lexicon, tell),
        By::Auto if worth_reading(&named.alone) => by_content(named, lexicon, tell),
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

/// Whether at least two files are left that may be in different languages.
fn worth_reading(alone: &[Alone]) -> bool {
    let may_be = |lang| alone.iter().any(|a| a.lang.is_none_or(|known| known == lang));
    alone.len() > 1 && may_be(Lang::En) && may_be(Lang::Ru)
}

/// Adds to `named` the pairs found by content among the remaining files.
fn by_content(named: Pairing, lexicon: &Lexicon, tell: &Teller<'_>) -> Pairing {
    let mut pairs = named.pairs;
    let found = content::pair(named.alone, lexicon, tell);
    pairs.extend(found.pairs);
    Pairing { pairs, alone: found.alone }
}
