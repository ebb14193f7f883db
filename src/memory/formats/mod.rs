//! The formats of memories: one file per format with its reader and its writer, and their shared parts.

pub(crate) mod csv;
pub(crate) mod hunalign;
mod inline;
pub(crate) mod jsonl;
pub(crate) mod moses;
#[cfg(feature = "parquet")]
pub(crate) mod parquet;
pub(crate) mod po;
pub(crate) mod table;
pub(crate) mod tmx;
pub(crate) mod xliff;
#[cfg(feature = "xlsx")]
pub(crate) mod xlsx;
