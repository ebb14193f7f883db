//! Saved web pages: the article comes out, the menus, banners and side bars do not. And what other pages carry that is no
//! text is left out, and counted.

use assert_cmd::Command;
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;
use std::fs;
use std::path::{Path, PathBuf};

fn enru(args: &[&str]) -> assert_cmd::assert::Assert {
    Command::new(env!("CARGO_BIN_EXE_enru")).args(args).assert()
}

fn page(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages").join(name)
}

#[test]
fn only_the_article_comes_out() {
    for name in ["release.en", "release.ru", "notice.en", "notice.ru", "blog.en", "node.en", "portal.ru"] {
        let html = page(&format!("{name}.html"));
        let done = enru(&["split", html.to_str().unwrap()]).success();
        let text = String::from_utf8(done.get_output().stdout.clone()).unwrap();
        let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        let expected = fs::read_to_string(page(&format!("{name}.txt"))).unwrap();
        assert_eq!(lines, expected.lines().collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn the_whole_page_comes_out_where_asked() {
    let (en, ru) = (page("release.en.html"), page("release.ru.html"));
    let args = ["align", en.to_str().unwrap(), ru.to_str().unwrap(), "--keep-unaligned"];
    enru(&args).success().stdout(contains("Vacancies").or(contains("Карта сайта")).not());
    enru(&[&args[..], &["--whole-page"]].concat())
        .success()
        .stdout(contains("Vacancies").and(contains("Карта сайта")).and(contains("Do not read this").not()));
}

/// A report of four pages, each with its head and its number.
fn report(head: &str, number: &str, pages: [&str; 4]) -> String {
    let page = |(k, text): (usize, &&str)| format!("{head}\n\n{text}\n\n{number} {}\n\n", k + 1);
    pages.iter().enumerate().map(page).collect()
}

#[test]
fn furniture_is_left_out_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let en = [
        "The work began in May.",
        "It was hard but it went well.",
        "It ended in June.",
        "The agency thanks all who helped.",
    ];
    let ru = [
        "Работа началась в мае.",
        "Она была трудной, но шла хорошо.",
        "Она закончилась в июне.",
        "Агентство благодарит всех, кто помог.",
    ];
    let write = |name: &str, text: String| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_string()
    };
    let en = write("r.en.txt", report("Annual report of the agency", "Page", en));
    let ru = write("r.ru.txt", report("Годовой отчёт агентства", "Страница", ru));
    enru(&["align", &en, &ru])
        .success()
        // The first head is the title.
        .stdout(contains("Page 1").not())
        .stderr(contains("left out in English: 3 running heads, 4 page numbers").and(contains("5 segments")));
    enru(&["align", &en, &ru, "--keep-furniture"])
        .success()
        .stdout(contains("Page 1"))
        .stderr(contains("left out").not());
}

#[test]
fn lists_in_another_order_are_left_out_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let list = |names: &[&str]| names.iter().map(|name| format!("- {name}\n")).collect::<String>();
    let en =
        list(&["Albania", "Armenia", "Austria", "Germany", "Greece", "Hungary", "Kazakhstan", "Uzbekistan"]);
    let ru =
        list(&["Австрия", "Албания", "Армения", "Венгрия", "Германия", "Греция", "Казахстан", "Узбекистан"]);
    let en = format!("These States took part in the session.\n\n{en}\nThe session lasted 3 days.\n");
    let ru = format!("В сессии участвовали эти государства.\n\n{ru}\nСессия продолжалась 3 дня.\n");
    let paths = [("s.en.txt", en), ("s.ru.txt", ru)].map(|(name, text)| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_string()
    });
    enru(&["align", &paths[0], &paths[1]])
        .success()
        .stdout(contains("Armenia").not().and(contains("3 days.,")))
        .stderr(contains("8 lines of reordered lists").and(contains("2 segments")));
    enru(&["align", &paths[0], &paths[1], "--keep-furniture"]).success().stdout(contains("Armenia"));
    let (all, out) = (folder.path().to_str().unwrap(), folder.path().join("out"));
    enru(&["batch", all, "-o", out.to_str().unwrap()])
        .success()
        .stderr(contains("left out: reordered-list 16 (--keep-furniture aligns them)"));
    assert!(fs::read_to_string(out.join("report.csv")).unwrap().contains("reordered-list=16"));
}
