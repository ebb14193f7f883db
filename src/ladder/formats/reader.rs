//! Reads ladder files. Detects the format from the content.

use super::{ScoredLadder, bracket, hunalign, xces};
use crate::error::{Error, Result};
use crate::io::decode::decode;
use crate::io::{Decoded, Input, InputOptions};

/// Reads a ladder from a path or a reader: bracket notation, hunalign ladder, or XCES.
///
/// # Errors
/// If the file cannot be read, its beads are not a ladder (the error names the first wrong line), or it holds several.
pub fn read_ladder<'a>(input: impl Into<Input<'a>>, options: &InputOptions) -> Result<Decoded<ScoredLadder>> {
    let input = input.into();
    let path = input.path().to_path_buf();
    read_ladders(input, options)?.and_then(|mut ladders| match (ladders.pop(), ladders.len()) {
        (Some(ladder), 0) => Ok(ladder),
        (_, others) => Err(Error::unusable(&path, format!("holds {} ladders; expected one", others + 1))),
    })
}

/// Reads all ladders in a file. Only XCES files hold more than one.
///
/// # Errors
/// As [`read_ladder`].
pub fn read_ladders<'a>(
    input: impl Into<Input<'a>>,
    options: &InputOptions,
) -> Result<Decoded<Vec<ScoredLadder>>> {
    let input = input.into();
    let path = input.path().to_path_buf();
    decode(&path, &input.read(options)?, options)?.and_then(|text| {
        let head = text.trim_start();
        let read = if head.starts_with('<') {
            xces::read(&text)
        } else if hunalign::is_first(head.lines().next().unwrap_or("")) {
            hunalign::read(&text).map(|ladder| vec![ladder])
        } else {
            bracket::read(&text).map(|ladder| vec![ladder])
        };
        read.map_err(|(line, message)| Error::Parse { path: path.clone(), line, message })
    })
}

/// Whether a text that starts with `head` is a ladder and not a list of segments.
pub(crate) fn is_ladder(head: &str) -> bool {
    let head = head.trim_start_matches('\u{feff}').trim_start();
    bracket::is_first(head.lines().next().unwrap_or(""))
        || hunalign::is_first(head.lines().next().unwrap_or(""))
        || head.chars().take(1000).collect::<String>().contains("<cesAlign")
}
