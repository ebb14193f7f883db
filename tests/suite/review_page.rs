//! The review page in a real browser: `cargo test --test suite review_page -- --ignored`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
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
    serde_json::json!({"format": "enru-review", "version": 2, "name": "hard", "sources": {}, "segments": segments})
        .to_string()
}

/// Writes a page over a review of `count` segments into `folder`.
fn written(folder: &Path, count: usize) -> PathBuf {
    let (review, mut page): (serde_json::Value, _) =
        (serde_json::from_str(&review(count)).unwrap(), Vec::new());
    enru::review::page::write(&review, &mut page).unwrap();
    let path = folder.join(format!("{count}.html"));
    std::fs::write(&path, page).unwrap();
    path
}

/// A script that controls a browser.
fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser").join(name)
}

#[test]
#[ignore = "needs Node and Chromium: .ci/install"]
fn a_person_can_work_on_the_page() {
    let script = script("review.js");
    let folder = tempfile::tempdir().unwrap();
    for count in [12, 5_000, 10_000] {
        let page = written(folder.path(), count);
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

#[test]
#[ignore = "needs Node and Chromium: .ci/install"]
fn a_translator_finds_what_the_work_needs() {
    let folder = tempfile::tempdir().unwrap();
    let page = written(folder.path(), 12);
    let script = script("translator.js");
    let done = Command::new("node").arg(&script).arg(CHROMIUM).arg(&page).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
#[ignore = "needs Node and Firefox"]
fn the_page_works_in_firefox_with_the_keyboard_alone() {
    let folder = tempfile::tempdir().unwrap();
    let page = written(folder.path(), 12);
    let firefox =
        ["/usr/bin/firefox-esr", "/usr/bin/firefox"].into_iter().find(|path| Path::new(path).exists());
    // Node 20 enables WebSocket with an option.
    let done = Command::new("node")
        .arg("--experimental-websocket")
        .arg(script("review-firefox.js"))
        .arg(firefox.expect("Firefox is installed"))
        .arg(&page)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// Every text of the interface exists in both languages, and the page uses no others.
#[test]
#[ignore = "needs Node: .ci/install"]
fn every_text_of_the_page_is_there_in_both_languages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/review/page");
    let program = r#"
        const [fs, vm] = [require("fs"), require("vm")];
        const read = (name) => fs.readFileSync(`${process.argv[1]}/${name}`, "utf8");
        const texts = vm.runInNewContext(`${read("texts.js")}; TEXTS`);
        const keys = (o, p = "") => Object.entries(o).flatMap(([k, v]) => v && typeof v === "object" ? keys(v, `${p}${k}.`) : [p + k]);
        const optional = (k) => !k.startsWith("flagNames.");
        const [en, ru] = [keys(texts.en).filter(optional), keys(texts.ru).filter(optional)];
        const asked = ["app", "panels", "row", "model"].flatMap((f) =>
          [...read(`${f}.js`).matchAll(/(?:say\(|refused: |said: )"(\w+)"/g)].map((m) => m[1]))
          .concat([...read("page.html").matchAll(/data-(?:text|title|label)="(\w+)"/g)].map((m) => m[1]));
        const missing = [...en.filter((k) => !ru.includes(k)), ...ru.filter((k) => !en.includes(k)),
          ...asked.filter((k) => !(k in texts.en))];
        console.log(asked.length, missing.join(" "));
        process.exit(asked.length > 80 && missing.length === 0 ? 0 : 1);"#;
    let done = Command::new("node").args(["-e", program]).arg(&folder).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
}

/// The scripts of the page save an unchanged review as it is, and write the memory that `enru apply` writes.
#[test]
#[ignore = "needs Node: .ci/install"]
fn an_unchanged_page_saves_the_same_review_and_memory() {
    let folder = tempfile::tempdir().unwrap();
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    std::fs::write(folder.path().join("a.tmx"), crate::review::FOREIGN).unwrap();
    enru(folder.path(), &["review", "a.tmx", "-o", "a.review.json"]);
    enru(folder.path(), &["apply", "a.review.json", "-o", "applied.tmx"]);
    let program = r#"
        const [fs, vm] = [require("fs"), require("vm")];
        const [scripts, folder] = process.argv.slice(1);
        const source = ["model", "blake3", "save"].map((name) => fs.readFileSync(`${scripts}/${name}.js`, "utf8")).join("\n");
        const saved = vm.runInNewContext(`${source};
          const model = new Model(JSON.parse(data));
          [reviewJson(model), tmx(model, version)]`,
          { TextEncoder, data: fs.readFileSync(`${folder}/a.review.json`, "utf8"), version: process.env.VERSION });
        ["page.review.json", "page.tmx"].forEach((name, i) => fs.writeFileSync(`${folder}/${name}`, saved[i]));"#;
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/review/page");
    let node = Command::new("node")
        .args(["-e", program])
        .arg(scripts)
        .arg(folder.path())
        .env("VERSION", env!("CARGO_PKG_VERSION"))
        .output()
        .unwrap();
    assert!(node.status.success(), "{}", String::from_utf8_lossy(&node.stderr));
    let on_one_line = |json: String| json.replace(['\n', ' '], "");
    assert_eq!(on_one_line(read("page.review.json")), on_one_line(read("a.review.json")));
    // Only a page knows the date.
    let undated = |tmx: String| {
        let date = tmx.find(" creationdate=").map(|at| at..at + tmx[at..].find("/>").unwrap());
        date.map_or(tmx.clone(), |date| tmx.replace(&tmx[date], ""))
    };
    assert_eq!(undated(read("page.tmx")), undated(read("applied.tmx")));
}

/// `enru` in a folder.
fn enru(folder: &Path, args: &[&str]) {
    let done = Command::new(env!("CARGO_BIN_EXE_enru")).current_dir(folder).args(args).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// The rows of a CSV file, without the columns that only the memory has.
fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let rows = csv::Reader::from_path(path).unwrap().into_deserialize();
    rows.map(Result::unwrap)
        .map(|mut row: BTreeMap<String, String>| {
            row.remove("segment_id");
            row
        })
        .collect()
}

#[test]
#[ignore = "needs Node and Chromium: .ci/install"]
fn what_a_person_does_on_the_page_becomes_the_memory() {
    let script = script("sample.js");
    let (folder, samples) =
        (tempfile::tempdir().unwrap(), Path::new(env!("CARGO_MANIFEST_DIR")).join("samples"));
    let sample =
        |ending: &str| samples.join(format!("who-europe-measles.{ending}")).to_str().unwrap().to_string();
    enru(folder.path(), &["review", &sample("en.txt"), &sample("ru.txt"), "-o", "a.html"]);
    let files = ["a.html", "a.json", "page.csv", "page.tmx"].map(|name| folder.path().join(name));
    let done = Command::new("node").arg(&script).arg(CHROMIUM).args(&files).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let expected: Vec<(Vec<usize>, Vec<usize>)> = serde_json::from_slice(&done.stdout).unwrap();

    enru(folder.path(), &["apply", "a.json", "-o", "all.csv", "--keep-unaligned", "--keep-rejected"]);
    let ids = |cell: &str| cell.split_whitespace().map(|id| id.parse().unwrap()).collect::<Vec<usize>>();
    let all = rows(&folder.path().join("all.csv"));
    let beads: Vec<_> = all.iter().map(|row| (ids(&row["en_ids"]), ids(&row["ru_ids"]))).collect();
    assert_eq!(beads, expected);
    assert_eq!((all[0]["status"].as_str(), all.last().unwrap()["status"].as_str()), ("reviewed", "rejected"));
    assert!(all[3]["ru"].contains("Правка:"));

    enru(folder.path(), &["apply", "a.json", "-o", "a.csv"]);
    assert_eq!(rows(&folder.path().join("page.csv")), rows(&folder.path().join("a.csv")));
    enru(folder.path(), &["convert", "page.tmx", "page.tmx.csv"]);
    let texts = |path| rows(path).iter().map(|r| (r["en"].clone(), r["ru"].clone())).collect::<Vec<_>>();
    assert_eq!(texts(&folder.path().join("page.tmx.csv")), texts(&folder.path().join("a.csv")));
}

#[test]
#[ignore = "needs Node and Chromium: .ci/install"]
fn a_report_of_ten_thousand_pairs_is_usable() {
    let folder = tempfile::tempdir().unwrap();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    enru(folder.path(), &["batch", samples.to_str().unwrap(), "-o", "tm"]);
    let path = folder.path().join("tm/report.html");
    let report = std::fs::read_to_string(&path).unwrap();
    let (head, rest) = report.split_once("<template>\n").unwrap();
    let (cards, tail) = rest.split_once("</template>").unwrap();
    let cards: Vec<&str> = cards.split_inclusive("</li>\n").collect();
    assert!(cards.len() > 1);
    let numbered = (0..10_000)
        .map(|i| cards[i % cards.len()].replacen("data-name=\"", &format!("data-name=\"{i:04}-"), 1))
        .collect::<String>();
    std::fs::write(&path, format!("{head}<template>\n{numbered}</template>{tail}")).unwrap();
    let done = Command::new("node").arg(script("report.js")).arg(CHROMIUM).arg(&path).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    eprint!("{}", String::from_utf8_lossy(&done.stdout));
}
