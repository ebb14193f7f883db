//! Aligns an English document with its Russian version, sentence by sentence, and writes the segments as a translation
//! memory. Works offline and without neural models. Each segment has a confidence and an explanation.
//!
//! ```
//! use enru::{Aligner, Document, EnRu, Lang};
//!
//! let en = Document::from_text("report", Lang::En, "The course began on 5 May. It was held in Geneva.");
//! let ru = Document::from_text("report", Lang::Ru, "Курсы начались 5 мая. Они прошли в Женеве.");
//! let bitext = Aligner::default().align(EnRu::new(en, ru)?);
//! for segment in bitext.segments() {
//!     println!("{} = {} ({:.2})", segment.en, segment.ru, segment.confidence.unwrap_or(0.0));
//! }
//! # assert_eq!(bitext.segments().count(), 2);
//! # Ok::<(), enru::SameLanguage>(())
//! ```
//!
//! `Document::open` reads a file. You can also use the stages one by one: [`read`] returns a [`Document`], [`split`]
//! its [`Sentences`], [`align`] a [`Bitext`], and [`memory`] reads and writes files.

#![forbid(unsafe_code)]
// Builds without some formats do not use all of the code.
#![cfg_attr(not(feature = "cli"), allow(dead_code, unused_imports))]

// Lets the command line use the library under its public name, as other programs do.
#[cfg(feature = "cli")]
extern crate self as enru;

pub mod align;
#[doc(hidden)]
pub mod anchor;
#[cfg(feature = "batch")]
pub mod batch;
pub mod bitext;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
pub mod document;
mod error;
pub mod evaluate;
#[doc(hidden)]
pub mod furniture;
pub mod io;
pub mod ladder;
pub mod lexicon;
pub mod memory;
#[cfg(feature = "pairs")]
pub mod pair;
mod parallel;
// Shared by the command line, batch, worker, Python and the browser.
#[cfg(feature = "pairs")]
#[doc(hidden)]
pub mod pipeline;
#[cfg(feature = "batch")]
mod pool;
pub mod read;
#[cfg(feature = "review")]
pub mod review;
pub mod split;
#[doc(hidden)]
pub mod text;
#[cfg(feature = "batch")]
#[doc(hidden)]
pub mod worker;

pub use align::Aligner;
pub use bitext::Bitext;
pub use document::{
    Block, BlockKind, Document, EnRu, Furniture, Lang, SameLanguage, Sentence, Sentences, Span,
};
pub use error::{Error, Result};
pub use ladder::{Bead, Ladder, Shape};
pub use lexicon::Lexicon;
pub use memory::{Flag, Segment, Status};

/// The example of the README, compiled and run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
