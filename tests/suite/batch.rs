//! `enru batch`: failures, resuming, killing, merging.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const NAMES: [&str; 4] =
    ["cis-rescue-exercises", "undp-issyk-kul-water", "unodc-precursor-course", "who-europe-measles"];

fn sample(name: &str, side: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("samples/{name}.{side}.txt"));
    fs::read_to_string(path).unwrap()
}

/// A folder with `count` pairs copied from the samples: `en/0007.txt` and `ru/0007.txt`.
fn folder(count: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for side in ["en", "ru"] {
        fs::create_dir(folder.path().join(side)).unwrap();
        for i in 0..count {
            let text = sample(NAMES[i % NAMES.len()], side) + &format!("\n{i}\n");
            fs::write(folder.path().join(side).join(format!("{i:04}.txt")), text).unwrap();
        }
    }
    folder
}

fn enru(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enru"));
    command.current_dir(folder).args(args).stdin(Stdio::null());
    command
}

fn run(folder: &Path, args: &[&str]) -> Output {
    enru(folder, args).output().unwrap()
}

#[track_caller]
fn succeed(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, args);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{args:?}: {said}");
    said
}

/// Every file below `folder` outside the work folder, with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let walk = ignore::WalkBuilder::new(folder).standard_filters(false).build();
    let files = walk.map(|e| e.unwrap().into_path()).filter(|p| p.is_file());
    let below = files.map(|p| (p.strip_prefix(folder).unwrap().to_path_buf(), fs::read(&p).unwrap()));
    below.filter(|(path, _)| !path.starts_with(".enru")).collect()
}

fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_path(path).unwrap().deserialize().map(|row| row.unwrap()).collect()
}

#[test]
fn any_number_of_jobs_gives_the_same_bytes() {
    let dir = folder(12);
    for (jobs, out) in [("1", "a"), ("2", "b"), ("5", "c")] {
        let merged = format!("{out}/tm.csv");
        succeed(
            dir.path(),
            &["batch", "en", "ru", "-o", out, "--jobs", jobs, "--merge", &merged, "--dedupe"],
        );
    }
    let first = files(&dir.path().join("a"));
    assert_eq!(
        first.len(),
        12 + 5,
        "a file a pair, report.csv, report.html, run.json, tm.csv, tm.counts.csv"
    );
    assert_eq!(first, files(&dir.path().join("b")));
    assert_eq!(first, files(&dir.path().join("c")));
}

#[test]
fn a_killed_run_resumes_to_the_same_bytes_and_never_leaves_part_of_a_file() {
    let dir = folder(10);
    let args = |out: &str| -> Vec<String> {
        let words = format!("batch en ru -o {out} -q --merge {out}/tm.csv --min-confidence 0.9");
        words.split(' ').map(str::to_string).collect()
    };
    let started = Instant::now();
    let reference = args("whole");
    succeed(dir.path(), &reference.iter().map(String::as_str).collect::<Vec<_>>());
    let whole = started.elapsed();
    let expected = files(&dir.path().join("whole"));
    let mut seed = 12345u64;
    let mut broken_off = 0;
    // `ENRU_TEST_KILLS=50` by hand, as in `kept.rs`.
    let kills: u32 = std::env::var("ENRU_TEST_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(20);
    for attempt in 0..kills {
        let out = format!("killed{attempt}");
        let path = dir.path().join(&out);
        let mut command = args(&out);
        let mut child = enru(dir.path(), &command.iter().map(String::as_str).collect::<Vec<_>>())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let share = (f64::from(attempt) + (seed >> 33) as f64 / (1u64 << 31) as f64) / f64::from(kills);
        std::thread::sleep(Duration::from_secs_f64(whole.as_secs_f64() * share));
        child.kill().unwrap();
        broken_off += usize::from(!child.wait().unwrap().success());
        if path.is_dir() {
            for (file, bytes) in files(&path) {
                assert!(expected.get(&file) == Some(&bytes), "{} is not whole", file.display());
            }
        }
        command.push("--resume".to_string());
        succeed(dir.path(), &command.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(files(&path) == expected, "attempt {attempt} differs");
        assert!(!path.join(".enru").exists());
    }
    println!("{broken_off} of {kills} runs were caught in the act");
    assert!(broken_off >= kills as usize / 4, "only {broken_off} runs were caught in the act");
}

#[cfg(unix)]
#[test]
fn review_pages_are_outputs_like_others() {
    let folder = folder(3);
    let path = |name: &str| folder.path().join("tm").join(name);
    let args = ["batch", "en", "ru", "-o", "tm", "--review", "--by", "name"];
    succeed(folder.path(), &args);
    let page = fs::read_to_string(path("0001.review.html")).unwrap();
    assert!(page.contains("enru-review") && page.contains("0001.txt"));
    let report = fs::read_to_string(path("report.html")).unwrap();
    let links = report.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let links: Vec<&str> = links.collect();
    assert_eq!(links.len(), 12, "the page, the segments and both documents of each pair");
    assert!(links.contains(&"./0001.review.html") && links.contains(&"./../en/0001.txt"));
    assert!(links.iter().all(|link| path(link).is_file()), "{links:?}");

    // A missing output is created again, an output changed by a person is kept, outputs of pairs that no longer exist
    // are removed.
    fs::remove_file(path("0000.review.html")).unwrap();
    fs::write(path("0001.review.html"), "mine").unwrap();
    fs::remove_file(folder.path().join("en/0002.txt")).unwrap();
    succeed(folder.path(), &[&args[..], &["--resume"]].concat());
    assert!(path("0000.review.html").is_file());
    assert_eq!(fs::read_to_string(path("0001.review.html")).unwrap(), "mine");
    assert!(!path("0002.review.html").exists() && !path("0002.csv").exists());
}

#[test]
fn an_interrupt_stops_cleanly_and_says_how_to_resume() {
    let dir = folder(150);
    let child = enru(dir.path(), &["batch", "en", "ru", "-o", "tm", "--jobs", "1"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while !dir.path().join("tm/0000.csv").exists() && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(2));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("To continue: enru batch en ru -o tm --jobs 1 --resume"), "{said}");
    assert!(!dir.path().join("tm/run.json").exists());
    let said = succeed(dir.path(), &["batch", "en", "ru", "-o", "tm", "--resume"]);
    assert!(said.contains("by an earlier run"), "{said}");
    assert_eq!(rows(&dir.path().join("tm/report.csv")).len(), 150);
}

#[test]
fn resume_redoes_what_changed_and_nothing_else() {
    let dir = folder(8);
    let batch = ["batch", "en", "ru", "-o", "tm"];
    succeed(dir.path(), &batch);
    let refused = run(dir.path(), &batch);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--resume"));
    let text = sample(NAMES[0], "en") + "\nThe number is 4711.\n";
    fs::write(dir.path().join("en/0003.txt"), text).unwrap();
    fs::remove_file(dir.path().join("ru/0005.txt")).unwrap();
    fs::remove_file(dir.path().join("tm/0006.csv")).unwrap();
    let reviewed =
        fs::read_to_string(dir.path().join("tm/0001.csv")).unwrap().replacen(",auto,", ",reviewed,", 1);
    fs::write(dir.path().join("tm/0001.csv"), &reviewed).unwrap();
    let said = succeed(dir.path(), &["batch", "en", "ru", "-o", "tm", "--resume", "--by", "name"]);
    assert!(said.contains("7 pairs aligned (5 by an earlier run)"), "{said}");
    assert!(said.contains("edited after"), "{said}");
    assert_eq!(fs::read_to_string(dir.path().join("tm/0001.csv")).unwrap(), reviewed);
    assert!(!dir.path().join("tm/0005.csv").exists(), "the output of a pair that is gone goes too");
    assert!(dir.path().join("tm/0006.csv").exists());
    assert_eq!(rows(&dir.path().join("tm/unpaired.csv"))[0]["file"], "en/0005.txt");
    fs::remove_dir_all(dir.path().join("tm")).unwrap();
}

/// A folder with one pair, and another pair in a folder `sub` of each side.
fn folder_with_sub() -> tempfile::TempDir {
    let dir = folder(1);
    for lang in ["en", "ru"] {
        fs::create_dir(dir.path().join(lang).join("sub")).unwrap();
        fs::copy(dir.path().join(lang).join("0000.txt"), dir.path().join(lang).join("sub/x.txt")).unwrap();
    }
    dir
}

/// A disk that is full while a child process writes is no fault of the pair: the next run tries it again.
#[cfg(unix)]
#[test]
fn a_pair_that_did_not_fit_on_the_disk_is_tried_again() {
    let dir = folder(2);
    for side in ["en", "ru"] {
        let file = dir.path().join(side).join("0001.txt");
        fs::write(&file, fs::read_to_string(&file).unwrap().repeat(8)).unwrap();
    }
    // Ignored, the signal of the limit becomes an error, as that of a full disk is.
    let limited = "trap '' XFSZ; ulimit -f 64; exec \"$0\" batch en ru -o tm";
    let mut shell = Command::new("sh");
    shell.args(["-c", limited, env!("CARGO_BIN_EXE_enru")]).current_dir(dir.path());
    let full = shell.output().unwrap();
    let said = String::from_utf8_lossy(&full.stderr).into_owned();
    assert!(said.contains("0001.csv: cannot write: File too large"), "{said}");
    assert_eq!(full.status.code(), Some(1));
    assert!(dir.path().join("tm/0000.csv").exists() && !dir.path().join("tm/0001.csv").exists());
    let said = succeed(dir.path(), &["batch", "en", "ru", "-o", "tm", "--resume"]);
    assert!(said.contains("2 pairs aligned (1 by an earlier run)"), "{said}");
}

#[test]
fn a_pair_whose_output_cannot_be_written_is_tried_again() {
    let dir = folder_with_sub();
    fs::create_dir(dir.path().join("tm")).unwrap();
    fs::write(dir.path().join("tm/sub"), "in the way").unwrap();
    let failed = run(dir.path(), &["batch", "en", "ru", "-o", "tm"]);
    assert_eq!(failed.status.code(), Some(1));
    let failed = run(dir.path(), &["batch", "en", "ru", "-o", "tm", "--resume"]);
    let said = String::from_utf8_lossy(&failed.stderr);
    assert!(said.contains("tm/sub: cannot") && !said.contains("os error"), "{said}");
    assert!(said.contains("then: enru batch en ru -o tm --resume"), "{said}");
    fs::remove_file(dir.path().join("tm/sub")).unwrap();
    let said = succeed(dir.path(), &["batch", "en", "ru", "-o", "tm", "--resume"]);
    assert!(said.contains("2 pairs aligned (1 by an earlier run)"), "{said}");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_in_the_output_folder() {
    let dir = folder_with_sub();
    for folder in ["tm", "elsewhere"] {
        fs::create_dir(dir.path().join(folder)).unwrap();
    }
    std::os::unix::fs::symlink("../elsewhere", dir.path().join("tm/sub")).unwrap();
    let failed = run(dir.path(), &["batch", "en", "ru", "-o", "tm"]);
    let said = String::from_utf8_lossy(&failed.stderr);
    assert!(
        failed.status.code() == Some(1) && said.contains("tm/sub/x.csv: is reached through a link"),
        "{said}"
    );
    assert_eq!(fs::read_dir(dir.path().join("elsewhere")).unwrap().count(), 0);
}

#[test]
fn one_broken_file_in_ten_stops_no_other() {
    let dir = folder(60);
    let ru = |name: &str| dir.path().join("ru").join(name);
    fs::write(ru("0000.txt"), "").unwrap();
    fs::write(ru("0010.txt"), [0u8, 159, 146, 150, 0, 1, 2, 3, 0, 0, 7].repeat(50)).unwrap();
    fs::write(ru("0020.txt"), sample(NAMES[1], "en")).unwrap();
    let utf16: Vec<u8> = sample(NAMES[2], "ru").encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(ru("0030.txt"), [&[0xff, 0xfe], &utf16[..utf16.len() / 2 * 2 - 1]].concat()).unwrap();
    fs::remove_file(ru("0040.txt")).unwrap();
    fs::create_dir(ru("0040.txt")).unwrap();
    fs::remove_file(ru("0050.txt")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere.txt", ru("0050.txt")).unwrap();
    let output = run(dir.path(), &["batch", "en", "ru", "-o", "tm", "--by", "name"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    let rows = rows(&dir.path().join("tm/report.csv"));
    let failed: BTreeMap<_, _> = rows
        .iter()
        .filter(|r| r["status"] == "failed")
        .map(|r| (r["name"].as_str(), r["error"].as_str()))
        .collect();
    let reasons = [
        ("0000", "is empty"),
        ("0010", "is not text"),
        ("0020", "both are in English"),
        ("0030", "UTF-16"),
        ("0040", "is a folder"),
        #[cfg(unix)]
        ("0050", "which does not exist"),
    ];
    for (name, reason) in reasons {
        assert!(failed.get(name).is_some_and(|e| e.contains(reason)), "{name}: {:?}", failed.get(name));
        assert!(said.contains(&format!("{name}: ")), "{name} is named in the summary");
    }
    assert_eq!(failed.len(), reasons.len());
    assert_eq!(rows.iter().filter(|r| r["status"] == "done").count(), 54);
}

#[test]
fn what_looks_wrong_is_marked_suspect() {
    let dir = folder(4);
    fs::write(dir.path().join("ru/0001.txt"), sample(NAMES[2], "ru").repeat(4)).unwrap();
    fs::write(dir.path().join("en/0002.txt"), sample(NAMES[2], "ru")).unwrap();
    fs::write(dir.path().join("ru/0002.txt"), sample(NAMES[2], "en")).unwrap();
    succeed(dir.path(), &["batch", "en", "ru", "-o", "tm", "--by", "name"]);
    let rows = rows(&dir.path().join("tm/report.csv"));
    let statuses: Vec<_> = rows.iter().map(|r| r["status"].as_str()).collect();
    assert_eq!(statuses, ["done", "suspect", "suspect", "done"]);
    assert!(rows[1]["suspect"].contains("lengths far apart") && rows[1]["suspect"].contains("unpaired"));
    assert!(rows[2]["suspect"].contains("swapped"));
}

#[test]
fn the_report_is_not_taken_for_a_memory() {
    let dir = folder(1);
    succeed(dir.path(), &["batch", "en", "ru", "-o", "tm"]);
    let output = run(dir.path(), &["tm", "stats", "tm/0000.csv", "tm/report.csv"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("tm/report.csv: is the report of a batch"));
}

#[test]
fn merging_folds_and_sets_aside() {
    let dir = folder(8);
    let args = "batch en ru -o tm --merge all/tm.csv --dedupe --min-confidence 0.9";
    succeed(dir.path(), &args.split(' ').collect::<Vec<_>>());
    let (main, review) = (rows(&dir.path().join("all/tm.csv")), rows(&dir.path().join("all/tm.review.csv")));
    assert!(main.iter().all(|r| r["confidence"].parse::<f32>().unwrap() >= 0.9));
    assert!(review.iter().all(|r| r["confidence"].parse::<f32>().unwrap() < 0.9));
    let mut texts: Vec<_> = main.iter().chain(&review).map(|r| (&r["en"], &r["ru"])).collect();
    let all = texts.len();
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), all, "nothing twice");
    let counts = rows(&dir.path().join("all/tm.counts.csv"));
    let folded: usize = counts.iter().map(|r| r["count"].parse::<usize>().unwrap() - 1).sum();
    let outputs: usize = (0..8).map(|i| rows(&dir.path().join(format!("tm/{i:04}.csv"))).len()).sum();
    assert_eq!(all + folded, outputs);
    // The merged memory is the same in another format.
    let args = "batch en ru -o tm2 --format jsonl --merge all/lines.jsonl --dedupe --min-confidence 0.9";
    succeed(dir.path(), &args.split(' ').collect::<Vec<_>>());
    let jsonl = fs::read_to_string(dir.path().join("all/lines.jsonl")).unwrap();
    assert_eq!(jsonl.lines().count(), main.len());
}

#[test]
fn a_list_of_pairs_names_its_outputs() {
    let dir = folder(2);
    fs::write(
        dir.path().join("pairs.tsv"),
        "en/0000.txt\tru/0000.txt\tyear/first\nen/0001.txt\tru/0001.txt\n",
    )
    .unwrap();
    succeed(dir.path(), &["batch", "pairs.tsv", "-o", "tm", "-q"]);
    let written: Vec<_> = files(&dir.path().join("tm")).into_keys().collect();
    let expected = ["0001.csv", "report.csv", "report.html", "run.json", "year/first.csv"].map(PathBuf::from);
    assert_eq!(written, expected);
}

#[test]
fn mistakes_are_told_with_exit_code_2() {
    let dir = folder(1);
    for args in ["batch en/0000.txt ru/0000.txt -o tm", "batch en ru", "batch en ru -o tm --dedupe"] {
        let output = run(dir.path(), &args.split(' ').collect::<Vec<_>>());
        assert_eq!(output.status.code(), Some(2), "{args}: {}", String::from_utf8_lossy(&output.stderr));
    }
    let output = run(dir.path(), &["batch", "en", "-o", "tm"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no pairs found"));
}

#[test]
fn the_merged_memory_is_no_other_output_of_the_batch() {
    let dir = folder(1);
    std::fs::create_dir(dir.path().join("tm")).unwrap();
    for merge in ["tm/report.csv", "en/../tm/0000.csv"] {
        let output = run(dir.path(), &["batch", "en", "ru", "-o", "tm", "--merge", merge]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{merge}: {said}");
        assert!(said.contains(&format!("{merge}: the batch writes another file of this name")), "{said}");
        assert!(files(&dir.path().join("tm")).is_empty(), "{merge}");
    }
}

/// Runs a batch that must be refused, and returns its message.
#[track_caller]
fn refused(dir: &Path, arguments: &str) -> String {
    let output = run(dir, &arguments.split(' ').collect::<Vec<_>>());
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn files_that_no_run_wrote_are_never_replaced() {
    let dir = folder(2);
    let file = |name: &str| dir.path().join(name);
    for (name, options) in [
        ("tm/0000.csv", "--resume"),
        ("tm/0000.csv", "--force"),
        ("tm/report.html", "--force"),
        ("mine.csv", "--resume --merge mine.csv"),
        ("mine.tmx", "--force --merge mine.tmx"),
    ] {
        let _ = fs::remove_dir_all(file("tm"));
        fs::create_dir_all(file("tm")).unwrap();
        fs::write(file(name), "my own").unwrap();
        let said = refused(dir.path(), &format!("batch en ru -o tm {options}"));
        assert!(said.contains(name) && said.contains("was not written by an earlier run"), "{said}");
        assert_eq!(fs::read_to_string(file(name)).unwrap(), "my own");
    }
}

#[test]
fn an_edited_output_is_kept_whatever_changed() {
    let dir = folder(2);
    let output = dir.path().join("tm/0000.csv");
    succeed(dir.path(), &["batch", "en", "ru", "-o", "tm", "-q"]);
    let edited = fs::read_to_string(&output).unwrap() + "\n";
    fs::write(&output, &edited).unwrap();
    for options in ["--resume", "--resume --no-lexicon", "--force", "--force --keep-unaligned"] {
        let said =
            succeed(dir.path(), &format!("batch en ru -o tm {options}").split(' ').collect::<Vec<_>>());
        assert!(said.contains("edited after enru wrote them"), "{options}: {said}");
        assert_eq!(fs::read_to_string(&output).unwrap(), edited, "{options}");
    }
}

#[test]
fn decisions_in_a_merged_memory_are_carried_into_the_next() {
    let dir = folder(2);
    let batch = |more: &[&str]| {
        succeed(dir.path(), &[&["batch", "en", "ru", "-o", "tm", "--merge", "all.csv"], more].concat())
    };
    batch(&[]);
    let memory = dir.path().join("all.csv");
    let text = fs::read_to_string(&memory).unwrap();
    let reviewed = text.replacen(",auto,", ",reviewed,", 1).replacen(",auto,", ",rejected,", 1);
    fs::write(&memory, &reviewed).unwrap();
    let said = batch(&["--force"]);
    assert!(said.contains("2 decisions carried over from the earlier memory"), "{said}");
    assert_eq!(fs::read_to_string(dir.path().join("all.earlier.csv")).unwrap(), reviewed, "kept beside");
    let next = fs::read_to_string(&memory).unwrap();
    assert_eq!((next.matches(",reviewed,").count(), next.lines().count()), (1, text.lines().count() - 1));

    // They last: through runs in which nobody edits the memory, runs without a memory, and one with another name.
    for more in [&["--resume"], &["--force"]] {
        batch(more);
        assert_eq!(fs::read_to_string(&memory).unwrap(), next, "{more:?}");
    }
    succeed(dir.path(), &["batch", "en", "ru", "-o", "tm", "--resume"]);
    succeed(dir.path(), &["batch", "en", "ru", "-o", "tm", "--resume", "--merge", "other.csv"]);
    assert_eq!(fs::read_to_string(dir.path().join("other.csv")).unwrap(), next);

    // Until a person withdraws them.
    fs::write(&memory, next.replace(",reviewed,", ",auto,")).unwrap();
    batch(&["--resume"]);
    assert_eq!(fs::read_to_string(&memory).unwrap().matches(",reviewed,").count(), 0);
}

#[test]
fn a_record_that_names_files_elsewhere_touches_none() {
    let dir = folder(2);
    succeed(dir.path(), &["batch", "en", "ru", "-o", "tm", "-q"]);
    let victim = dir.path().join("victim.csv");
    fs::write(&victim, "mine").unwrap();
    let run = dir.path().join("tm/run.json");
    let mut record: serde_json::Value = serde_json::from_str(&fs::read_to_string(&run).unwrap()).unwrap();
    let hash = enru::batch::file_hash(&victim).unwrap();
    for (pair, output) in [(0, "../victim.csv"), (1, victim.to_str().unwrap())] {
        record["pairs"][pair]["output"] = output.into();
        record["pairs"][pair]["output_hash"] = hash.clone().into();
    }
    fs::write(&run, record.to_string()).unwrap();
    fs::remove_dir_all(dir.path().join("en")).unwrap();
    fs::create_dir(dir.path().join("en")).unwrap();
    fs::write(dir.path().join("en/0000.txt"), "Another text.").unwrap();
    run_any(dir.path(), "batch en ru -o tm --resume");
    run_any(dir.path(), "batch en ru -o tm --force");
    assert_eq!(fs::read_to_string(&victim).unwrap(), "mine");
}

#[test]
#[cfg(unix)]
fn links_in_the_output_folder_lead_nothing_out_of_it() {
    use std::os::unix::fs::symlink;
    let dir = folder(1);
    let victim = dir.path().join("victim");
    let work = dir.path().join("tm/.enru");
    for link in ["", "lock", "segments", "segments/0000.csv"] {
        let _ = fs::remove_dir_all(dir.path().join("tm"));
        let _ = fs::remove_dir_all(&victim);
        fs::create_dir(&victim).unwrap();
        for file in ["0000.csv", "x.part", "lock"] {
            fs::write(victim.join(file), "mine").unwrap();
        }
        let target = if link.contains('.') || link == "lock" { victim.join("lock") } else { victim.clone() };
        let link = if link.is_empty() { work.clone() } else { work.join(link) };
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        symlink(&target, &link).unwrap();
        run_any(dir.path(), "batch en ru -o tm --format tsv --merge all.csv --force -q");
        let kept = files(&victim);
        assert!(
            kept.len() == 3 && kept.values().all(|bytes| bytes == b"mine"),
            "{}: {kept:?}",
            link.display()
        );
    }
}

fn run_any(dir: &Path, arguments: &str) {
    run(dir, &arguments.split(' ').collect::<Vec<_>>());
}

#[test]
fn a_document_that_takes_too_long_fails_alone() {
    let dir = folder(3);
    let words: String = (0..400_000).map(|i| format!("Sentence {i} is long enough. ")).collect();
    fs::write(dir.path().join("en/0001.txt"), &words).unwrap();
    fs::write(
        dir.path().join("ru/0001.txt"),
        words.replace("Sentence", "Предложение").replace("is long enough", "достаточно длинное"),
    )
    .unwrap();
    let output = run(dir.path(), &["batch", "en", "ru", "-o", "tm", "--timeout", "2", "--jobs", "2"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("0001: took longer than 2 s") && said.contains("2 pairs aligned"), "{said}");
    let started = Instant::now();
    run_any(dir.path(), "batch en ru -o tm --timeout 2 --resume -q");
    assert!(started.elapsed() < Duration::from_secs(2), "it is not tried again");
}

#[cfg(target_os = "linux")]
#[test]
fn a_document_that_needs_too_much_memory_while_pairing_is_left_alone() {
    let dir = folder(3);
    fs::write(dir.path().join("en/0009.txt"), "a\n\n".repeat(5_000_000)).unwrap();
    let limits = ["en", "ru", "--by", "content", "--max-memory", "200M"];
    let output = run(dir.path(), &[&["batch", "-o", "tm"], &limits[..]].concat());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("needed more memory than allowed") && said.contains("3 pairs aligned"), "{said}");
    let output = run(dir.path(), &[&["pair"], &limits[..]].concat());
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(told.contains("no pair: en/0009.txt: needed more memory than allowed"), "{told}");
    assert_eq!(told.matches("content (").count(), 3, "{told}");
    let output = run(dir.path(), &["pair", "en", "ru", "--by", "content", "--timeout", "0.000001"]);
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(told.matches("took longer than").count(), 7, "{told}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_document_that_needs_too_much_memory_fails_alone() {
    let dir = folder(3);
    let words: String = (0..200_000).map(|i| format!("Sentence {i} is long enough. ")).collect();
    fs::write(dir.path().join("en/0001.txt"), &words).unwrap();
    fs::write(
        dir.path().join("ru/0001.txt"),
        words.replace("Sentence", "Предложение").replace("is long enough", "достаточно длинное"),
    )
    .unwrap();
    let output = run(dir.path(), &["batch", "en", "ru", "-o", "tm", "--max-memory", "200M", "--jobs", "1"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.contains("failed: 0001")
            && said.contains("needed more memory than allowed")
            && said.contains("2 pairs aligned"),
        "{said}"
    );
}

/// Ten documents of different kinds that would otherwise end, hang or fill a process.
fn hostile() -> [(&'static str, Vec<u8>); 10] {
    let words = |text: &str| text.as_bytes().to_vec();
    let packed = |text: &[u8]| {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut gzip, text).unwrap();
        gzip.finish().unwrap()
    };
    let zipped = |part: &str| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, part.as_bytes()).unwrap();
        zip.finish().unwrap().into_inner()
    };
    let page = |extra: &str| {
        format!(
            "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj\
             <</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]{extra}>>endobj\ntrailer<</Root 1 0 R>>\n"
        )
    };
    [
        ("deep.docx", zipped(&"<w:p>".repeat(100_000))),
        ("bomb.docx", zipped(&format!("<w:p><w:t>{}", "a".repeat(150 << 20)))),
        ("bomb.txt.gz", packed(&vec![b'a'; 200 << 20])),
        ("deep.pdf", words(&page(&format!("/Annots {}{}", "[".repeat(100_000), "]".repeat(100_000))))),
        ("scan.pdf", words(&page(""))),
        ("zeros.txt", vec![0; 1 << 20]),
        ("empty.txt", Vec::new()),
        ("damaged.doc", [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0xff; 4096]].concat()),
        ("damaged.epub", b"PK\x03\x04 and no more".to_vec()),
        ("deep.fb2", words(&format!("<FictionBook><body>{}", "<section>".repeat(100_000)))),
    ]
}

#[test]
fn ten_hostile_documents_among_a_hundred_are_named_and_the_others_are_done() {
    let dir = folder(90);
    for (name, bytes) in hostile() {
        fs::write(dir.path().join("en").join(name), bytes).unwrap();
    }
    let pair = |name: &str| format!("en/{name}\tru/0000.txt\t{name}\n");
    let good = (0..90).map(|i| format!("en/{i:04}.txt\tru/{i:04}.txt\t{i:04}\n"));
    let list: String = good.chain(hostile().iter().map(|(name, _)| pair(name))).collect();
    fs::write(dir.path().join("pairs.tsv"), format!("en\tru\tname\n{list}")).unwrap();
    let started = Instant::now();
    let output =
        run(dir.path(), &["batch", "pairs.tsv", "-o", "tm", "--max-memory", "1G", "--timeout", "30"]);
    let took = started.elapsed();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let rows = rows(&dir.path().join("tm/report.csv"));
    let failed: Vec<_> = rows.iter().filter(|row| row["status"] == "failed").collect();
    assert_eq!((rows.len(), failed.len()), (100, 10));
    for row in failed {
        let expected =
            hostile().iter().any(|(name, _)| row["en"].ends_with(name) && row["error"].contains(name));
        assert!(expected, "{}: {}", row["en"], row["error"]);
    }
    assert!(took < Duration::from_secs(120), "{took:?}");
}

#[test]
fn pages_that_enru_wrote_are_no_documents() {
    let folder = folder(1);
    let documents = ["en/0000.txt", "ru/0000.txt"];
    succeed(folder.path(), &["review", documents[0], documents[1], "-o", "en/0000.review.html"]);
    succeed(folder.path(), &["batch", "en", "ru", "-o", "en/earlier"]);
    assert!(folder.path().join("en/earlier/report.html").is_file());
    fs::write(folder.path().join("en/own.review.html"), "<p>It was reviewed in May.</p>").unwrap();
    succeed(folder.path(), &["batch", "en", "ru", "-o", "tm"]);
    let alone = fs::read_to_string(folder.path().join("tm/unpaired.csv")).unwrap();
    assert_eq!(alone.lines().skip(1).count(), 1, "{alone}");
    assert!(alone.contains("own.review.html"), "a document with such a name is not skipped: {alone}");
}
