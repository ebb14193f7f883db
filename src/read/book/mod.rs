//! Books: EPUB and FB2.

pub(crate) mod epub;
pub(crate) mod fb2;
