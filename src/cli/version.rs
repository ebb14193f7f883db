//! `enru --version --json`

use super::program;
use enru::align::model_hash;
use enru::worker::SCHEMA_VERSION;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::process::ExitCode;

/// Whether the command line contains `--version --json`.
pub fn asked() -> bool {
    let args: BTreeSet<OsString> = program::args().iter().cloned().collect();
    let short = BTreeSet::from(["--json".into(), "-V".into()]);
    args == short || args == BTreeSet::from(["--json".into(), "--version".into()])
}

/// Prints name, version, model and schema as JSON.
pub fn print() -> ExitCode {
    let version = serde_json::json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "model": model_hash(),
        "schema": SCHEMA_VERSION,
    });
    anstream::println!("{version}");
    ExitCode::SUCCESS
}
