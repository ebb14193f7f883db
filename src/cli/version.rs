//! `enru --version --json`

use enru::align::model_hash;
use enru::worker::SCHEMA_VERSION;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::process::ExitCode;

/// Whether the version is asked for as JSON.
pub fn asked() -> bool {
    let args: BTreeSet<OsString> = std::env::args_os().skip(1).collect();
    let short = BTreeSet::from(["--json".into(), "-V".into()]);
    args == short || args == BTreeSet::from(["--json".into(), "--version".into()])
}

/// Tells name, version, model and schema.
pub fn tell() -> ExitCode {
    let version = serde_json::json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "model": model_hash(),
        "schema": SCHEMA_VERSION,
    });
    anstream::println!("{version}");
    ExitCode::SUCCESS
}
