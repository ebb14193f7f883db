//! `enru pair`: every naming style, and names without meaning.

use enru::Lexicon;
use enru::pair::walk::{self, Links};
use enru::pair::{By, Pairing, pair};
use std::fs;
use std::path::{Path, PathBuf};

/// Naming styles: the English and the Russian path of the document `{}`.
const STYLES: [(&str, &str); 12] = [
    ("{}.en.txt", "{}.ru.txt"),
    ("{}_EN.txt", "{}_RU.txt"),
    ("{}-eng.txt", "{}-rus.txt"),
    ("en/{}.txt", "ru/{}.txt"),
    ("English/{}.txt", "Russian/{}.txt"),
    ("{} (англ).txt", "{} (рус).txt"),
    ("{}.txt", "{}_ru.txt"),
    ("{}_en.txt", "{}.txt"),
    ("{}.en.html", "{}.ru.md"),
    ("Документ {} по-английски.txt", "Документ {} по-русски.txt"),
    ("{}.En.TXT", "{}.rU.txt"),
    ("2020/{}EN.txt", "2020/{}RU.txt"),
];

/// The documents of a folder of pairs: names and paths of both sides.
fn documents(folder: &Path) -> Vec<(String, [PathBuf; 2])> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(stem) = name.strip_suffix(".en.txt") {
            found
                .push((stem.to_string(), ["en", "ru"].map(|side| folder.join(format!("{stem}.{side}.txt")))));
        }
    }
    found.sort();
    found
}

fn samples() -> Vec<(String, [PathBuf; 2])> {
    documents(&Path::new(env!("CARGO_MANIFEST_DIR")).join("samples"))
}

/// The 144 documents per side of a news test set.
fn news() -> Vec<(String, [PathBuf; 2])> {
    documents(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/align/wmt22-enru"))
}

/// Copies the documents under names in the style with the number `style` returns, and pairs them by name.
#[track_caller]
fn all_found(documents: &[(String, [PathBuf; 2])], style: impl Fn(usize) -> usize) {
    let folder = tempfile::tempdir().unwrap();
    let mut expected = Vec::new();
    for (at, (name, sources)) in documents.iter().enumerate() {
        let (en, ru) = STYLES[style(at)];
        let copies = [en, ru].map(|path| folder.path().join(path.replace("{}", name)));
        for (source, copy) in sources.iter().zip(&copies) {
            fs::create_dir_all(copy.parent().unwrap()).unwrap();
            fs::copy(source, copy).unwrap();
        }
        expected.push(copies);
    }
    expected.sort();
    let pairing = pair(
        walk::files(folder.path(), None, None, Links::Inside).unwrap().files,
        By::Name,
        &Lexicon::builtin(),
        &Default::default(),
    );
    let found: Vec<_> = pairing.pairs.iter().map(|p| [p.en.clone(), p.ru.clone()]).collect();
    assert_eq!(found, expected);
    assert!(pairing.alone.is_empty(), "{:?}", pairing.alone);
}

#[test]
fn samples_are_paired_in_every_style() {
    for style in 0..STYLES.len() {
        all_found(&samples(), |_| style);
    }
    all_found(&samples(), |at| at * 3);
}

#[test]
#[ignore = "needs ../shared/data"]
fn news_is_paired_in_every_style() {
    let news = news();
    for style in 0..STYLES.len() {
        all_found(&news, |_| style);
    }
    all_found(&news, |at| at % STYLES.len());
}

/// Copies the documents under meaningless names, without the Russian side of every `drop`th, and pairs them by
/// content. Returns the pairing, and the document of each path.
fn by_content(
    documents: &[(String, [PathBuf; 2])],
    drop: usize,
) -> (Pairing, impl Fn(&Path) -> usize + use<>) {
    let folder = tempfile::tempdir().unwrap();
    let count = documents.len();
    for (at, (_, sources)) in documents.iter().enumerate() {
        // Any permutation works; these two shuffle the sides independently.
        let names = [(at * 59 + 7) % 1009, (at * 83 + 11) % 1009 + 2000];
        for (side, (source, name)) in sources.iter().zip(names).enumerate() {
            if side == 0 || drop == 0 || at % drop != 0 {
                fs::copy(source, folder.path().join(format!("{name}.txt"))).unwrap();
            }
        }
    }
    let pairing = pair(
        walk::files(folder.path(), None, None, Links::Inside).unwrap().files,
        By::Content,
        &Lexicon::builtin(),
        &Default::default(),
    );
    let which = move |path: &Path| {
        let name: usize = path.file_stem().unwrap().to_str().unwrap().parse().unwrap();
        (0..count).find(|at| [(at * 59 + 7) % 1009, (at * 83 + 11) % 1009 + 2000].contains(&name)).unwrap()
    };
    (pairing, which)
}

#[test]
fn samples_are_paired_by_content() {
    let (pairing, which) = by_content(&samples(), 0);
    assert_eq!(pairing.pairs.len(), 4);
    assert!(pairing.pairs.iter().all(|p| which(&p.en) == which(&p.ru) && p.confidence > 0.9));
    let (pairing, which) = by_content(&samples(), 2);
    assert_eq!((pairing.pairs.len(), pairing.alone.len()), (2, 2));
    assert!(pairing.pairs.iter().all(|p| which(&p.en) == which(&p.ru)));
}

#[test]
#[ignore = "needs ../shared/data"]
fn news_is_paired_by_content() {
    let news = news();
    for drop in [0, 10] {
        let (pairing, which) = by_content(&news, drop);
        let expected = news.len() - if drop > 0 { news.len().div_ceil(drop) } else { 0 };
        let (right, wrong): (Vec<_>, Vec<_>) =
            pairing.pairs.iter().partition(|p| which(&p.en) == which(&p.ru));
        assert!(right.len() * 100 >= expected * 99, "{} of {expected}", right.len());
        assert!(wrong.iter().all(|p| p.confidence < 0.9), "{wrong:?}");
    }
}

#[test]
fn what_is_hidden_ignored_or_a_loop_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "x").unwrap();
    };
    for name in ["a.en.txt", ".b.en.txt", "c.en.txt", "sub/d.en.txt", "e.png", "tm/a.txt"] {
        write(name);
    }
    fs::write(folder.path().join(".ignore"), "c.*\n").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path(), folder.path().join("sub/loop")).unwrap();
    let found = walk::files(folder.path(), None, Some(&folder.path().join("tm")), Links::Inside).unwrap();
    let names: Vec<_> = found.files.iter().map(|f| f.rel.as_str()).collect();
    assert_eq!(names, ["a.en.txt", "sub/d.en.txt"]);
    assert!(found.problems.is_empty(), "{:?}", found.problems);
}

/// A French text with the sentences of a press release and its names and numbers.
const FRENCH: &str = "Copenhague, le 24 avril 2020. Les données publiées aujourd’hui par le Bureau régional de l’OMS montrent \
    que 39 des 53 États membres de la Région ont notifié 6782 cas de rougeole au premier trimestre de l’année, soit moitié \
    moins qu’à la même période de 2019 (13 611). La Bulgarie a signalé 241 cas et le Kazakhstan 2140.";

#[test]
fn a_version_in_a_third_language_is_no_counterpart() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy("samples/who-europe-measles.ru.txt", folder.path().join("one.txt")).unwrap();
    fs::write(folder.path().join("two.txt"), FRENCH).unwrap();
    let found = pair(
        walk::files(folder.path(), None, None, Links::Inside).unwrap().files,
        By::Content,
        &Lexicon::builtin(),
        &Default::default(),
    );
    assert!(found.pairs.is_empty());
    let reasons: Vec<String> = found.alone.iter().map(|alone| alone.reason.to_string()).collect();
    assert!(reasons.contains(&"is in French".to_string()), "{reasons:?}");
}
