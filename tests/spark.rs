//! `integrations/spark` on a small cluster of this machine: its own tests, with the program built here. `.ci/install` puts
//! Spark under target/interop; without it or Java, the test says so on standard error and does nothing.

use std::io::Write;
use std::path::Path;
use std::process::Command;

fn works(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

#[test]
fn spark_gives_what_batch_gives_whatever_happens_on_the_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let venv = root.join("target/interop/venv/bin/python");
    let python = if venv.exists() { venv } else { "python3".into() };
    let has_spark = works(Command::new(&python).args(["-c", "import pyspark, pyarrow, pytest"]));
    if !has_spark || !works(Command::new("java").arg("-version")) {
        let _ = writeln!(std::io::stderr(), "skipped: no Java, PySpark or pytest here (see .ci/install)");
        return;
    }
    // A cluster that hangs must not hold up what waits for it.
    let output = Command::new("timeout")
        .args(["--kill-after=10", "900"])
        .arg(python)
        .args(["-m", "pytest", "-q", "--tb=short", "-p", "no:cacheprovider"])
        .current_dir(root.join("integrations/spark"))
        .env("ENRU", env!("CARGO_BIN_EXE_enru"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
