//! The tables in `data/`: one row per line, with cells separated by tabs.

/// The rows of a table: its lines without comments (`#`) and empty lines.
pub(crate) fn rows(table: &str) -> impl Iterator<Item = &str> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}
