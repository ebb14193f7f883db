//! Lightweight markup: Markdown and its dialects.

mod dialect;
mod markdown;

pub(crate) use markdown::read;
