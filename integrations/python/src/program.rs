//! The program `enru`, in the process of Python.

use pyo3::prelude::*;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

/// Runs the program; gives its exit code, unless it ends the process itself.
#[pyfunction]
pub fn run_program(py: Python<'_>, command: Vec<OsString>, args: Vec<OsString>) -> u8 {
    py.detach(|| {
        let code = enru::cli::run(command, args);
        // Rust does so only where it began the process.
        let _ = io::stdout().flush();
        (0..=u8::MAX).find(|&number| ExitCode::from(number) == code).unwrap_or(1)
    })
}
