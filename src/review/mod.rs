//! What people decide about an alignment, and where they do it.

pub mod page;
