//! Runs the program `enru` in the Python process.

use pyo3::prelude::*;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

/// Runs the program and returns its exit code, unless it ends the process itself.
#[pyfunction]
pub fn run_program(py: Python<'_>, command: Vec<OsString>, args: Vec<OsString>) -> u8 {
    py.detach(|| {
        let code = enru::cli::run(command, args);
        // Rust flushes standard output at the end only in processes that it starts.
        let _ = io::stdout().flush();
        (0..=u8::MAX).find(|&number| ExitCode::from(number) == code).unwrap_or(1)
    })
}
