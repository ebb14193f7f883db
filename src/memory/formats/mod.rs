//! The formats of memories.

pub(crate) mod delimited;
pub(crate) mod jsonl;
#[cfg(feature = "parquet")]
pub(crate) mod parquet_reader;
#[cfg(feature = "parquet")]
pub(crate) mod parquet_writer;
pub(crate) mod plain;
pub(crate) mod table;
pub(crate) mod tmx_reader;
pub(crate) mod tmx_writer;
pub(crate) mod xliff_reader;
pub(crate) mod xliff_writer;
pub(crate) mod xlsx_reader;
pub(crate) mod xlsx_writer;
