//! The lexicon: the built-in table, user files, learning, and the subcommand `learn`.

use assert_cmd::Command;
use enru::Lang::{En, Ru};
use enru::io::InputOptions;
use enru::lexicon::learn::Learner;
use enru::lexicon::{Table, Translation, WordId, stem};
use enru::{Error, Lexicon};
use predicates::str::contains;
use proptest::prelude::*;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use tempfile::TempDir;

fn file(folder: &TempDir, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    path
}

/// The translation of an English word by a Russian one, in any form.
fn translation(lexicon: &Lexicon, en: &str, ru: &str) -> Option<Translation> {
    let (en, ru) = (lexicon.word(En, &stem(En, en))?, lexicon.word(Ru, &stem(Ru, ru))?);
    lexicon.translations(en).find(|t| t.ru == ru)
}

fn p(lexicon: &Lexicon, en: &str, ru: &str) -> f32 {
    translation(lexicon, en, ru).map_or(0.0, |t| t.ru_given_en)
}

/// The error or lexicon of `Lexicon::open` for a file, without the built-in table.
fn alone(name: &str, content: impl AsRef<[u8]>) -> enru::Result<Lexicon> {
    let folder = tempfile::tempdir().unwrap();
    Lexicon::none().with_file(file(&folder, name, content))
}

#[test]
fn the_builtin_table_translates() {
    let lexicon = Lexicon::builtin();
    for (en, ru) in
        [("countries", "стран"), ("government's", "правительства"), ("YEAR", "года"), ("two", "две")]
    {
        let t = translation(&lexicon, en, ru).unwrap_or_else(|| panic!("{en} = {ru}"));
        assert!(t.ru_given_en > 0.1 && t.ru_given_en <= 1.0 && t.en_given_ru > 0.0, "{en} = {ru}: {t:?}");
    }
    assert!(translation(&lexicon, "table", "правительство").is_none());
    assert!(lexicon.word(En, "qwrtzpsd").is_none());
    assert!(lexicon.word(Ru, &"а".repeat(500)).is_none());
}

#[test]
fn words_meet_their_own_row() {
    // Older stemmers mistook the first four for forms of intern, organ, universe and even.
    let words = [
        ("international", "международная"),
        ("organization", "организации"),
        ("university", "университета"),
        ("evening", "вечером"),
        ("emergency", "чрезвычайное"),
        ("added", "добавила"),
    ];
    let lexicon = Lexicon::builtin();
    for (en, ru) in words {
        assert!(p(&lexicon, en, ru) > 0.1, "{en} = {ru}: {}", p(&lexicon, en, ru));
    }
}

#[test]
fn common_words_have_the_expected_first_translation() {
    let lexicon = Lexicon::builtin();
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/common-words.tsv")).unwrap();
    let words: Vec<Vec<&str>> =
        text.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect()).collect();
    let (mut en_words, mut ru_words, mut wrong) = (0, 0, Vec::new());
    let mut first_en: HashMap<WordId, (f32, WordId)> = HashMap::new();
    let known = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/lexicon.tsv")).unwrap();
    let rows: HashSet<&str> = known.lines().filter_map(|l| l.split('\t').next()).collect();
    for en in rows.iter().filter_map(|row| lexicon.word(En, row)) {
        for t in lexicon.translations(en) {
            let best = first_en.entry(t.ru).or_insert((0.0, en));
            *best = if t.en_given_ru > best.0 { (t.en_given_ru, en) } else { *best };
        }
    }
    for word in &words {
        let en = lexicon.word(En, &stem(En, word[0])).unwrap_or_else(|| panic!("{word:?}"));
        let ru = lexicon.word(Ru, &stem(Ru, word[1])).unwrap_or_else(|| panic!("{word:?}"));
        if word[2] != "<" {
            en_words += 1;
            wrong.extend((lexicon.translations(en).next().map(|t| t.ru) != Some(ru)).then_some(word));
        }
        if word[2] != ">" {
            ru_words += 1;
            wrong.extend((first_en.get(&ru).map(|best| best.1) != Some(en)).then_some(word));
        }
    }
    assert!(en_words >= 200 && ru_words >= 200, "{en_words} English and {ru_words} Russian words");
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn the_words_of_international_organisations_are_tied() {
    let lexicon = Lexicon::builtin();
    for (en, ru) in [
        ("meeting", "заседание"),
        ("emergency", "чрезвычайное"),
        ("took", "состоялось"),
        ("place", "состоялось"),
        ("held", "состоялось"),
        ("session", "сессия"),
        ("session", "заседание"),
        ("council", "совет"),
        ("assembly", "ассамблея"),
        ("resolution", "резолюция"),
        ("implementation", "осуществление"),
        ("sustainable", "устойчивое"),
        ("agenda", "повестка"),
        ("secretary", "секретарь"),
    ] {
        assert!(translation(&lexicon, en, ru).is_some(), "{en} = {ru}");
    }
}

#[test]
fn decomposed_stressed_and_disguised_words_have_the_same_stem() {
    for (odd, plain) in [
        ("раи\u{306}оны", "районы"),
        ("шко\u{301}лы", "школы"),
        ("cтрaны", "страны"),
        ("хлѣбъ", "хлеб"),
        ("объявленіе", "объявление"),
    ] {
        assert_eq!(stem(Ru, odd), stem(Ru, plain));
    }
    assert_eq!(stem(En, "cоuntry"), stem(En, "country"));
}

#[test]
fn frequencies_fall_from_function_words_to_the_unknown() {
    for lexicon in [Lexicon::builtin(), Lexicon::none()] {
        let of = |lang, word: &str| lexicon.frequency(lang, &stem(lang, word));
        assert!(of(En, "the") > 0.05 && of(Ru, "и") > 0.02);
        assert!(of(En, "the") > of(En, "country") && of(En, "country") > of(En, "qwrtzpsd"));
        assert!(of(Ru, "qwrtzpsd") > 0.0);
    }
}

#[test]
fn the_table_in_data_is_sorted_and_in_range() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/lexicon.tsv");
    let text = fs::read_to_string(path).unwrap();
    let lines: Vec<&str> = text.lines().filter(|l| !l.starts_with('#')).collect();
    assert_eq!(lines[0], "en\tru\tru_given_en\ten_given_ru");
    let (mut pairs, mut counts, mut last) = (HashSet::new(), HashSet::new(), (0, "", 0));
    for line in &lines[1..] {
        let cells: Vec<&str> = line.split('\t').collect();
        let order = match cells[..] {
            [en, ru, p, q] => {
                let (p, q): (i32, i32) = (p.parse().unwrap(), q.parse().unwrap());
                assert!((1..=1000).contains(&p) && (1..=1000).contains(&q), "{line}");
                assert!(pairs.insert((en, ru)), "twice: {line}");
                (0, en, -p)
            }
            [en, "", _] => (1, en, 0),
            ["", ru, _] => (2, ru, 0),
            _ => panic!("neither pair nor count: {line}"),
        };
        if order.0 > 0 {
            assert!(cells[2].parse::<u32>().unwrap() > 0, "{line}");
            assert!(counts.insert((order.0, order.1)), "twice: {line}");
        }
        assert!(last <= order, "out of order: {line}");
        last = order;
    }
    assert!(pairs.len() > 50_000);
    for (en, ru) in pairs {
        assert!(counts.contains(&(1, en)) && counts.contains(&(2, ru)), "not counted: {en} {ru}");
    }
}

#[test]
fn every_pair_of_the_data_is_found_in_the_packed_table() {
    let lexicon = Lexicon::builtin();
    let known = Lexicon::none().with_file(concat!(env!("CARGO_MANIFEST_DIR"), "/data/lexicon.tsv")).unwrap();
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/lexicon.tsv")).unwrap();
    for line in
        text.lines().filter(|l| l.split('\t').filter(|c| !c.is_empty()).count() == 4).skip(1).step_by(7)
    {
        let cells: Vec<&str> = line.split('\t').collect();
        let find = |lexicon: &Lexicon| {
            let (en, ru) = (lexicon.word(En, cells[0]).unwrap(), lexicon.word(Ru, cells[1]).unwrap());
            lexicon.translations(en).find(|t| t.ru == ru).unwrap_or_else(|| panic!("{line}"))
        };
        let (packed, read) = (find(&lexicon), find(&known));
        assert!((packed.ru_given_en / read.ru_given_en - 1.0).abs() < 0.03, "{line}: {packed:?} {read:?}");
        assert!((packed.en_given_ru / read.en_given_ru - 1.0).abs() < 0.03, "{line}: {packed:?} {read:?}");
    }
}

#[test]
fn reads_every_format() {
    let tmx = "<?xml version=\"1.0\"?>\n<tmx version=\"1.4\"><header/><body><tu><tuv xml:lang=\"ru-RU\"><seg>Взятка</seg>\
        </tuv><tuv xml:lang=\"EN-us\"><seg><bpt i=\"1\">&lt;b></bpt>bribe<ept i=\"1\">x</ept></seg></tuv></tu></body></tmx>";
    let utf16: Vec<u8> =
        "\u{feff}en\tru\r\nbribe\tвзятка\r\n".encode_utf16().flat_map(|unit| unit.to_le_bytes()).collect();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all("bribe\tвзятка\n".as_bytes()).unwrap();
    for (name, content) in [
        ("a.tsv", "bribe\tвзятка\n".as_bytes()),
        ("swapped.tsv", "взятка\tbribe\n".as_bytes()),
        ("a.csv", "\u{feff}id,ru,EN-US,note\n1,\"взятка\",bribe,\"a, b\"\n".as_bytes()),
        ("a.csv", "source;target\r\nbribe;взятка\r\n".as_bytes()),
        ("headerless.csv", "bribe,взятка\n".as_bytes()),
        ("a.dic", "взятка @ bribe\n\n".as_bytes()),
        ("b.dic", "bribe @ взятка\n".as_bytes()),
        ("a.tmx", tmx.as_bytes()),
        ("a.lex", "# made by hand\nen\tru\tru_given_en\ten_given_ru\nbribe\tвзятк\t800\t800\n".as_bytes()),
        ("utf16.txt", utf16.as_slice()),
        ("a.tsv.gz", gz.finish().unwrap().as_slice()),
    ] {
        let lexicon = alone(name, content).unwrap();
        let found = translation(&lexicon, "bribes", "взятки").unwrap_or_else(|| panic!("{name}"));
        assert!(
            (found.ru_given_en - 0.8).abs() < 1e-3 && (found.en_given_ru - 0.8).abs() < 1e-3,
            "{name} {found:?}"
        );
    }
}

#[test]
fn a_table_of_the_users_goes_before_the_builtin_one_and_keeps_the_rest_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, "own.tsv", "table\tтаблица\t0.25\t0.5\ntable\tбрюква\t0.125\nquux\tквукс\n");
    let (builtin, own) = (Lexicon::builtin(), Lexicon::open(&path).unwrap());
    assert_eq!(p(&own, "table", "таблицы"), 0.25);
    assert_eq!(p(&own, "table", "брюква"), 0.125);
    assert!(p(&own, "quux", "квукс") > 0.5);
    assert_eq!(p(&own, "table", "стол"), p(&builtin, "table", "стол"));
    assert_eq!(p(&own, "country", "страна"), p(&builtin, "country", "страна"));
    let row: Vec<f32> = own.translations(own.word(En, "tabl").unwrap()).map(|t| t.ru_given_en).collect();
    assert!(row.is_sorted_by(|a, b| a >= b), "{row:?}");
    let later = own.with_file(file(&folder, "later.tsv", "table\tтаблица\t0.75\n")).unwrap();
    assert_eq!((p(&later, "table", "таблица"), p(&later, "table", "брюква")), (0.75, 0.125));
}

#[test]
fn a_learned_table_adds_up_with_the_builtin_one_by_counts() {
    let lex = |counts: &str| format!("en\tru\tru_given_en\ten_given_ru\nfile\tбрюкв\t900\t900\n{counts}");
    let own = |counts: &str| {
        let folder = tempfile::tempdir().unwrap();
        Lexicon::open(file(&folder, "own.lex", lex(counts))).unwrap()
    };
    let builtin = Lexicon::builtin();
    let (few, many) = (own("file\t\t100\n\tбрюкв\t90\n"), own("file\t\t90000000\n\tбрюкв\t90000000\n"));
    // A hundred occurrences are few compared with the built-in texts, ninety million are nearly all.
    assert!(p(&few, "file", "брюква") < 0.02 && p(&few, "file", "файл") > p(&builtin, "file", "файл") * 0.95);
    assert!(p(&many, "file", "брюква") > 0.85 && p(&many, "file", "файл") < 0.05);
    assert!(many.frequency(En, "file") > 0.5 && many.frequency(En, "the") < builtin.frequency(En, "the"));
    assert!((few.frequency(En, "the") / builtin.frequency(En, "the") - 1.0).abs() < 0.01);
    // A pair written by a person has no counts and wins.
    assert_eq!(p(&own(""), "file", "брюква"), 0.9);
}

#[test]
fn translations_of_a_word_without_probabilities_share_it() {
    let lexicon = alone("a.dic", "взятка @ bribe\nподкуп @ bribe\n").unwrap();
    assert_eq!(p(&lexicon, "bribe", "взятка"), 0.4);
    assert_eq!(translation(&lexicon, "bribe", "подкуп").unwrap().en_given_ru, 0.8);
}

#[test]
fn an_entry_of_several_words_links_what_is_not_linked_yet() {
    let folder = tempfile::tempdir().unwrap();
    let path =
        file(&folder, "a.csv", "en,ru\nquux government,правительство брюквы\nfoozle of barble,квукс зюзик\n");
    let lexicon = Lexicon::open(path).unwrap();
    assert!(p(&lexicon, "quux", "брюква") > 0.5);
    assert!(translation(&lexicon, "quux", "правительство").is_none());
    assert!((p(&lexicon, "foozle", "зюзик") - 0.25).abs() < 1e-3);
    assert!(translation(&lexicon, "of", "зюзик").is_none());
}

#[test]
fn errors_name_the_file_and_the_line() {
    for (name, content, message) in [
        (
            "a.lex",
            "en\tru\tru_given_en\ten_given_ru\na\tб\t10\t20\na\tв\tmany\t1\n".as_bytes(),
            "a.lex:3: expected a whole",
        ),
        (
            "a.lex",
            "en\tru\tru_given_en\ten_given_ru\na\tб\t1001\t20\n".as_bytes(),
            "a.lex:2: 1001 is over 1000",
        ),
        ("a.tsv", "a\tб\t0.5\nc\tд\t1.5\n".as_bytes(), "a.tsv: entry 2: `1.5` is not a probability"),
        ("a.tsv", "a\tб\nc\n".as_bytes(), "a.tsv:2: 1 cell in"),
        ("a.dic", "а @ b\nвг\n".as_bytes(), "a.dic:2: expected `target @ source`"),
        ("a.tmx", b"<tmx>\n<tu><<\n", "a.tmx:2: is not well-formed XML"),
        ("a.txt", "просто текст\n".as_bytes(), "a.txt: has one column only"),
        ("a.tsv", b"", "a.tsv: is empty"),
        ("a.tsv", b"a\0\tb", "not text"),
    ] {
        let error = alone(name, content).expect_err(message).to_string();
        assert!(error.contains(message), "{error} should say {message}");
    }
    assert!(matches!(Lexicon::open("/no/such/file"), Err(Error::Io { .. })));
    assert!(matches!(Lexicon::open(std::env::temp_dir()), Err(Error::Folder(_))));
}

#[test]
fn word_lists_are_read_in_the_encoding_they_have() {
    let words: String = ["дом @ house", "кошка @ cat", "собака @ dog", "дорога @ road"].join("\n");
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&words);
    let lexicon = alone("a.dic", &bytes).unwrap();
    let house = lexicon.word(En, &stem(En, "house")).expect("a word of the list");
    assert_eq!(lexicon.translations(house).next().map(|best| best.ru), lexicon.word(Ru, &stem(Ru, "дом")));
}

#[test]
fn sentences_are_no_glossary() {
    let sentence =
        "We saw a very large number of people on that day\tВ тот день мы видели очень много разных людей\n";
    let error = alone("memory.tsv", sentence).unwrap_err().to_string();
    assert!(error.contains("enru learn"), "{error}");
}

const EN: [&str; 8] = ["cat", "dog", "house", "river", "tree", "garden", "window", "road"];
const RU: [&str; 8] = ["кошка", "собака", "дом", "река", "дерево", "сад", "окно", "дорога"];

/// Sentences of three of the words above, in another order in Russian.
fn toy() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for i in 0..8 {
        for (j, k) in [(1, 2), (2, 5), (3, 7), (5, 6)] {
            let (j, k) = ((i + j) % 8, (i + k) % 8);
            let en = format!("the {} and the {} by the {}", EN[i], EN[j], EN[k]);
            all.push((en, format!("{} и {} возле {}", RU[i], RU[j], RU[k])));
        }
    }
    all
}

fn learned(pairs: &[(String, String)]) -> Table {
    let mut learner = Learner::new();
    for (en, ru) in pairs {
        learner.add(en, ru);
    }
    learner.learn()
}

#[test]
fn learns_the_right_pairs_of_a_toy_corpus() {
    let lexicon = Lexicon::none().with_table(&learned(&toy()));
    for (i, en) in EN.iter().enumerate() {
        let word = lexicon.word(En, &stem(En, en)).unwrap_or_else(|| panic!("{en}"));
        let best = lexicon.translations(word).next().unwrap();
        assert_eq!(Some(best.ru), lexicon.word(Ru, &stem(Ru, RU[i])), "{en}");
        assert!(best.ru_given_en > 0.9 && best.en_given_ru > 0.9, "{en} {best:?}");
    }
}

#[test]
fn learning_does_not_depend_on_the_number_of_threads() {
    let pairs: Vec<(String, String)> = (0..40)
        .flat_map(|n| toy().into_iter().map(move |(e, r)| (format!("{e} word{}", "x".repeat(n)), r)))
        .collect();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| learned(&pairs))
    };
    let one = with(1);
    assert!(one.pairs.len() >= 8);
    assert_eq!(one, with(4));
    assert_eq!(one, with(7));
}

#[test]
fn a_pair_is_learned_from_once_and_paragraphs_are_not() {
    let mut learner = Learner::new();
    assert!(learner.add("One cat", "Одна кошка"));
    assert!(!learner.add("One cat.", "Одна кошка!"));
    assert!(!learner.add("12", "12"));
    assert!(!learner.add(&"cat ".repeat(200), "кошка"));
    assert_eq!(learner.len(), 1);
}

#[test]
fn nothing_learned_from_nothing() {
    assert_eq!(Learner::new().learn(), Table::default());
}

#[test]
fn what_is_written_is_read_back() {
    let table = learned(&toy());
    let mut bytes = Vec::new();
    table.write(&mut bytes).unwrap();
    let read = alone("toy.lex", &bytes).unwrap();
    let direct = Lexicon::none().with_table(&table);
    for pair in &table.pairs {
        let row = |lexicon: &Lexicon| {
            let en = lexicon.word(En, &pair.en).unwrap();
            lexicon.translations(en).map(|t| (t.ru, t.ru_given_en, t.en_given_ru)).collect::<Vec<_>>()
        };
        assert_eq!(row(&read), row(&direct), "{}", pair.en);
    }
}

#[test]
fn the_command_learns_and_the_aligner_takes_it() {
    let folder = tempfile::tempdir().unwrap();
    let rows: String = toy().iter().map(|(e, r)| format!("{e},{r},auto\n")).collect();
    let csv =
        file(&folder, "memory.csv", format!("en,ru,status\n{rows}wrong wrongs,неверная пара,rejected\n"));
    let lex = folder.path().join("domain.lex");
    let enru = || Command::cargo_bin("enru").unwrap();
    enru()
        .arg("learn")
        .arg(&csv)
        .arg("-o")
        .arg(&lex)
        .assert()
        .success()
        .stderr(contains("32 segments, 32 of them new"));
    assert!(fs::read_to_string(&lex).unwrap().contains("hous\tдом\t"));
    enru().arg("learn").arg(&csv).arg("-o").arg(&lex).assert().failure().stderr(contains("already exists"));
    enru()
        .arg("learn")
        .arg(&lex)
        .args(["-o", "-"])
        .assert()
        .failure()
        .stderr(contains("is already a lexicon"));
    let empty = file(&folder, "none.tsv", "1\t2\n");
    enru()
        .arg("learn")
        .arg(&empty)
        .args(["-o", "-"])
        .assert()
        .failure()
        .stderr(contains("no columns with English and Russian texts"));
    let (en, ru) = (file(&folder, "a.en", "The cat.\n"), file(&folder, "a.ru", "Кошка.\n"));
    enru().args(["align", "--lines", "--no-lexicon", "--lexicon"]).args([&lex, &en, &ru]).assert().success();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_file_makes_it_panic(content in prop::collection::vec(any::<u8>(), 0..300), ending in "tsv|csv|dic|tmx|lex|gz") {
        let folder = tempfile::tempdir().unwrap();
        let path = file(&folder, &format!("a.{ending}"), content);
        let _ = Lexicon::none().with_file(&path);
        let _ = Learner::new().add_file(&path, &InputOptions::default());
    }

    #[test]
    fn no_text_makes_it_panic(content in "(<tmx>|en,ru\n|en\tru\tru_given_en\ten_given_ru\n|)([a-z]{1,3}|[а-я]{1,3}|\t|\n| @ |,|;|\"|<tu>|<seg>|&#6;|&amp;|0\\.5|7){0,40}") {
        let folder = tempfile::tempdir().unwrap();
        let _ = Lexicon::none().with_file(file(&folder, "a.txt", content));
    }

    #[test]
    fn learning_takes_any_text(pairs in prop::collection::vec(("\\PC{0,20}", "[а-яё' ]{0,20}"), 0..8)) {
        let table = learned(&pairs);
        for pair in &table.pairs {
            prop_assert!((0.0..=1.0).contains(&pair.ru_given_en) && (0.0..=1.0).contains(&pair.en_given_ru));
        }
    }

    #[test]
    fn a_stem_holds_no_capitals_and_no_panic(word in "\\PC{0,12}") {
        for lang in [En, Ru] {
            let key = stem(lang, &word);
            prop_assert!(!key.contains(['ё', 'Ё', '’']) && !key.chars().any(|c| c.is_ascii_uppercase()), "{key}");
        }
    }
}
