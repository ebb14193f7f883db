//! The program `enru`.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    enru::cli::main()
}
