//! The review page in a real browser. Skipped where Node or Chromium is absent.

#![allow(clippy::print_stderr)] // a skipped test says so, a run tells its times

use std::path::Path;
use std::process::Command;

const CHROMIUM: &str = "/usr/bin/chromium";
const HARD: &str = "It's \"so\" </script><script>window.broken=1</script> \u{2028} שלום 🦊";

/// A review of `count` one-to-one segments.
fn review(count: usize) -> String {
    let segments: Vec<_> = (1..=count)
        .map(|i| {
            let (en, ru) = (format!("Sentence {i}. {HARD}"), format!("Предложение {i}. {HARD}"));
            serde_json::json!({
                "id": format!("s{i}"), "translation": {"en": en, "ru": ru}, "en_sentences": [en], "ru_sentences": [ru],
                "en_ids": [i], "ru_ids": [i], "confidence": (i % 10) as f64 / 10.0, "shape": "1-1", "status": "auto",
                "anchors": [i.to_string()], "flags": [], "document": "d",
            })
        })
        .collect();
    serde_json::json!({"format": "enru-review", "version": 1, "name": "hard", "sources": {}, "segments": segments})
        .to_string()
}

#[test]
fn a_person_can_work_on_the_page() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/review.js");
    let node = Command::new("node").arg("--version").output().is_ok();
    if !node || !Path::new(CHROMIUM).exists() || !script.exists() {
        eprintln!("skipped: the review page is tested with Node and {CHROMIUM}");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for count in [12, 10_000] {
        let page = folder.path().join(format!("{count}.html"));
        std::fs::write(&page, enru::review::page::page(&review(count))).unwrap();
        let done = Command::new("node")
            .arg(&script)
            .arg(CHROMIUM)
            .arg(&page)
            .arg(count.to_string())
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        eprint!("{}", String::from_utf8_lossy(&done.stdout));
    }
}
