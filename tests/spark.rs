//! Runs the tests of `integrations/spark` on a small local cluster with the program built here. Needs Java and Spark,
//! which `.ci/install` puts under target/interop: `cargo test --test spark -- --ignored`.

use std::path::Path;
use std::process::Command;

#[test]
#[ignore = "needs Java, PySpark, PyArrow and pytest: .ci/install"]
fn spark_gives_what_batch_gives_whatever_happens_on_the_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let venv = root.join("target/interop/venv/bin/python");
    let python = if venv.exists() { venv } else { "python3".into() };
    // A cluster that hangs must not block the test run.
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
