//! Text with light markup: Markdown, and what its dialects add to it.

mod dialect;
mod markdown;

pub(crate) use markdown::read;
