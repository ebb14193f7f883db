//! Every subcommand with every option: the option changes the result or is refused.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// `SUBCOMMAND | ARGUMENTS | OPTION`: with the option, the result differs from that of the arguments alone.
const ROWS: &str = "
align | a.en.txt a.ru.txt | --lines
align | a.en.txt a.ru.txt | --srx rules.srx
align | a.en.txt a.ru.txt | --encoding utf-16le
align | a.en.txt a.ru.txt | --en-encoding utf-16le
align | a.en.txt a.ru.txt | --ru-encoding koi8-r
align | a.en.txt bad.ru.txt | --lossy
align | page.en.html page.ru.html | --whole-page
align | paged.en.txt paged.ru.txt | --keep-furniture
align | a.en.txt a.ru.txt | --max-bytes 10
align | a.en.txt a.ru.txt | --anchors known.tsv
align | a.en.txt a.ru.txt | --decisions reviewed.csv
align | a.en.txt a.ru.txt | --lexicon terms.tsv
align | a.en.txt a.ru.txt | --no-lexicon
align | a.en.txt a.ru.txt | --output out.csv
align | a.en.txt a.ru.txt | --format tsv
align | a.en.txt a.ru.txt -o there.csv | --force
align | a.en.txt a.ru.txt | --columns en
align | a.en.txt a.ru.txt | --excel
align | a.en.txt a.ru.txt --format tmx | --locales en-GB,ru-RU
align | a.en.txt a.ru.txt | --source ru
align | a.en.txt a.ru.txt --format tmx | --set client=UN
align | a.en.txt longer.ru.txt | --keep-unaligned
align | a.en.txt a.ru.txt | --min-confidence 1
align | a.en.txt a.ru.txt | --plot p.svg
align | a.en.txt a.ru.txt -o x.html | --open
align | a.en.txt a.ru.txt -o out.csv | --json
align | a.en.txt other.ru.txt | --fail-on suspect
align | a.en.txt a.ru.txt | --timeout 0.000000001
align | a.en.txt a.ru.txt | --quiet
align | a.en.txt a.ru.txt | --verbose
explain | a.en.txt a.ru.txt | --lines
explain | a.en.txt a.ru.txt | --srx rules.srx
explain | a.en.txt a.ru.txt | --encoding utf-16le
explain | a.en.txt a.ru.txt | --en-encoding utf-16le
explain | a.en.txt a.ru.txt | --ru-encoding koi8-r
explain | a.en.txt bad.ru.txt | --lossy
explain | page.en.html page.ru.html | --whole-page
explain | paged.en.txt paged.ru.txt | --keep-furniture
explain | a.en.txt a.ru.txt | --max-bytes 10
explain | a.en.txt a.ru.txt | --anchors known.tsv
explain | a.en.txt a.ru.txt | --decisions reviewed.csv
explain | a.en.txt a.ru.txt | --lexicon terms.tsv
explain | a.en.txt a.ru.txt | --no-lexicon
explain | a.en.txt a.ru.txt | --segment 1
explain | a.ru.txt a.en.txt | --timeout 0.000000001
explain | a.ru.txt a.en.txt | --quiet
explain | a.en.txt a.ru.txt | --verbose
split | a.ru.txt -v | --lang en
split | a.ru.txt | --encoding koi8-r
split | bad.ru.txt | --lossy
split | page.ru.html | --whole-page
split | paged.ru.txt | --keep-furniture
split | a.ru.txt | --max-bytes 10
split | a.ru.txt | --srx rules.srx
split | a.ru.txt | --explain
split | a.ru.txt | --output out.txt
split | a.ru.txt -o there.csv | --force
split | paged.ru.txt | --quiet
split | a.ru.txt | --verbose
pair | both | --by name
pair | both --by content | --timeout 0.000001
pair | both2 koi | --encoding utf-16le
pair | both2 koi | --en-encoding utf-16le
pair | both2 koi | --ru-encoding utf-16le
pair | bad2 | --lossy
pair | pages | --whole-page
pair | pageds | --keep-furniture
pair | both2 koi | --max-bytes 10
pair | both2 koi | --lexicon terms.tsv
pair | both2 koi | --no-lexicon
pair | both | --format csv
pair | linked | --follow-links
pair | both | --quiet
batch | both -o out | --by content
batch | both -o out | --format tsv
batch | both -o out | --columns en
batch | both -o out | --excel
batch | both -o out --format tmx | --locales en-GB,ru-RU
batch | both -o out | --source ru
batch | both -o out --format tmx | --set client=UN
batch | uneven -o out | --keep-unaligned
batch | both -o out | --review
batch | both -o out | --merge all.csv
batch | both -o out --merge all.csv | --dedupe
batch | both -o out --merge all.csv | --min-confidence 1
batch | linked -o out | --follow-links
batch | both -o out | --timings
batch | both -o made | --resume
batch | both -o made | --force
batch | bad2 -o failed --by name --resume | --retry-failed
batch | both -o out | --lines
batch | both -o out | --srx rules.srx
batch | both -o out | --encoding utf-16le
batch | both -o out | --en-encoding utf-16le
batch | both -o out | --ru-encoding koi8-r
batch | bad2 -o out --by name | --lossy
batch | pages -o out | --whole-page
batch | pageds -o out | --keep-furniture
batch | both -o out | --max-bytes 10
batch | both -o out | --anchors anchors
batch | both -o out | --decisions reviewed.csv
batch | both -o out | --lexicon terms.tsv
batch | both -o out | --no-lexicon
batch | both -o out | --open
batch | both -o out | --json
batch | swapped -o out | --fail-on suspect
batch | both -o out | --quiet
convert | a.csv | --encoding utf-16le
convert | bad.csv --encoding utf-8 | --lossy
convert | a.csv | --max-bytes 10
convert | a.csv | --output out.csv
convert | a.csv | --format tsv
convert | a.csv -o there.csv | --force
convert | a.csv | --columns en
convert | a.csv | --excel
convert | a.csv --format tmx | --locales en-GB,ru-RU
convert | a.csv | --source ru
convert | a.csv --format tmx | --set client=UN
convert | a.csv | --from tsv
convert | a.csv | --text-columns ru,en
convert | a.csv | --min-confidence 1
convert | a.csv | --quiet
convert | a.csv | --verbose
review | a.en.txt a.ru.txt -o x.json | --lines
review | a.en.txt a.ru.txt -o x.json | --srx rules.srx
review | a.en.txt a.ru.txt -o x.json | --encoding utf-16le
review | a.en.txt a.ru.txt -o x.json | --en-encoding utf-16le
review | a.en.txt a.ru.txt -o x.json | --ru-encoding koi8-r
review | a.en.txt bad.ru.txt -o x.json | --lossy
review | page.en.html page.ru.html -o x.json | --whole-page
review | paged.en.txt paged.ru.txt -o x.json | --keep-furniture
review | a.en.txt a.ru.txt -o x.json | --max-bytes 10
review | a.en.txt a.ru.txt -o x.json | --anchors known.tsv
review | a.en.txt a.ru.txt -o x.json | --decisions reviewed.csv
review | a.en.txt a.ru.txt -o x.json | --lexicon terms.tsv
review | a.en.txt a.ru.txt -o x.json | --no-lexicon
review | a.en.txt a.ru.txt | --output x.json
review | a.en.txt a.ru.txt | --open
review | a.en.txt a.ru.txt -o there.html | --force
review | a.en.txt a.ru.txt -o x.json | --timeout 0.000000001
review | a.en.txt a.ru.txt -o x.json | --quiet
review | a.en.txt a.ru.txt -o x.json | --verbose
apply | reviewed.csv | --encoding utf-16le
apply | bad.csv --encoding utf-8 | --lossy
apply | reviewed.csv | --max-bytes 10
apply | reviewed.csv | --output out.csv
apply | reviewed.csv | --format tsv
apply | reviewed.csv -o there.csv | --force
apply | reviewed.csv | --columns en
apply | reviewed.csv | --excel
apply | reviewed.csv --format tmx | --locales en-GB,ru-RU
apply | reviewed.csv | --source ru
apply | reviewed.csv --format tmx | --set client=UN
apply | unpaired.csv | --keep-unaligned
apply | reviewed.csv | --min-confidence 1
apply | rejected.csv | --keep-rejected
apply | reviewed.csv | --quiet
apply | reviewed.csv | --verbose
eval | a.ladder b.ladder | --json
eval | a.ladder b.ladder | --max-bytes 3
man | | --output .
learn | a.csv | --output words.lex
learn | a.csv -o there.lex | --force
learn | a.csv -o words.lex | --max-bytes 10
learn | a.csv -o words.lex | --quiet
learn | a.csv -o words.lex | --verbose
worker | | --flat
worker | | --root .
worker | | --shard 1/2
worker | | --lines
worker | | --srx rules.srx
worker | --root . | --encoding utf-16le
worker | --root . | --en-encoding utf-16le
worker | --root . | --ru-encoding koi8-r
worker | --root . | --lossy
worker | --root . | --whole-page
worker | --root . | --keep-furniture
worker | --root . | --max-bytes 10
worker | | --lexicon terms.tsv
worker | | --no-lexicon
worker | | --quiet
worker | | --verbose
tm lint, tm merge, tm dedupe, tm filter, tm stats | a.csv | --from tsv
tm lint, tm merge, tm dedupe, tm filter, tm stats | a.csv | --text-columns ru,en
tm lint, tm merge, tm dedupe, tm filter, tm stats | a.csv | --encoding utf-16le
tm lint, tm merge, tm dedupe, tm filter, tm stats | bad.csv --encoding utf-8 | --lossy
tm lint, tm merge, tm dedupe, tm filter, tm stats | a.csv | --max-bytes 10
tm merge, tm dedupe, tm filter | a.csv | --output out.csv
tm merge, tm dedupe, tm filter | a.csv | --format tsv
tm merge, tm dedupe, tm filter | a.csv -o there.csv | --force
tm merge, tm dedupe, tm filter | a.csv | --columns en
tm merge, tm dedupe, tm filter | a.csv | --excel
tm merge, tm dedupe, tm filter | a.csv --format tmx | --locales en-GB,ru-RU
tm merge, tm dedupe, tm filter | a.csv | --source ru
tm merge, tm dedupe, tm filter | a.csv --format tmx | --set client=UN
tm merge, tm dedupe, tm filter | a.csv | --quiet
tm merge, tm dedupe, tm filter | a.csv | --verbose
tm lint | faulty.csv | --format json
tm lint | faulty.csv | --only number-mismatch
tm lint | faulty.csv | --without number-mismatch
tm lint | faulty.csv | --quiet
tm lint | faulty.csv | --verbose
tm stats | a.csv | --format json
tm stats | fuzzy.po | --quiet
tm stats | a.csv | --verbose
tm merge | faulty.csv | --keep-all
tm merge | faulty.csv | --conflicts beaten.csv
tm dedupe | faulty.csv | --fold-marks
tm dedupe | faulty.csv | --counts counts.csv
tm filter | reviewed.csv | --min-confidence 0.99999
tm filter | reviewed.csv | --max-confidence 0.1
tm filter | reviewed.csv | --shape 2-1
tm filter | reviewed.csv | --status reviewed
tm filter | reviewed.csv | --min-length 40
tm filter | reviewed.csv | --max-length 10
tm filter | faulty.csv | --flag length-ratio
tm filter | faulty.csv | --without-flag any
tm filter | reviewed.csv | --document b
tm filter | reviewed.csv | --field client=UN
";

const EN: &str = "The course began on 5 May in Geneva. It had 20 officers, e.g. from Omsk.\nThe well was dug by hand. Water is near.\n";
const RU: &str = "Курсы начались 5 мая в Женеве. В них было 20 офицеров, в т.ч. из Омска.\nКолодец вырыли вручную. Вода рядом.\n";
const SRX: &str = r#"<srx xmlns="http://www.lisa.org/srx20" version="2.0"><header segmentsubflows="yes" cascade="no"/><body>
<languagerules><languagerule languagerulename="all"><rule break="yes"><beforebreak>[,.]</beforebreak><afterbreak>\s</afterbreak></rule></languagerule></languagerules>
<maprules><languagemap languagepattern=".*" languagerulename="all"/></maprules></body></srx>"#;

/// Units with different numbers and marks, a source text with two translations, and a flag.
const FAULTY: &str = "en,ru,confidence,flags
It has 20 wells.,В нём 30 колодцев.,0.9,
The «mill» works.,«Мельница» работает.,0.9,length-ratio
The «mill» works.,„Мельница“ работает.,0.8,
The «mill» works.,Мельница в порядке.,0.7,
";

/// A request with texts and one with files.
const REQUESTS: &str = "{\"id\": 1, \"en\": \"The well was dug, by hand. Water is near.\\n- 1 -\\n\", \"ru\": \"Колодец вырыли, вручную. Вода рядом.\\n- 1 -\\n\"}
{\"id\": 2, \"en_path\": \"a.en.txt\", \"ru_path\": \"bad.ru.txt\"}
{\"id\": 3, \"en_path\": \"page.en.html\", \"ru_path\": \"page.ru.html\"}
{\"id\": 4, \"en_path\": \"a.en.txt\", \"ru_path\": \"a.ru.txt\"}
{\"id\": 5, \"en_path\": \"paged.en.txt\", \"ru_path\": \"paged.ru.txt\"}
{\"id\": 6, \"en\": \"A zorb melts.\\nThe kren sank.\", \"ru\": \"Рухнул тарн.\"}
";

/// A folder with all files that the rows name.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    };
    let bad = [&RU.as_bytes()[..RU.len() - 1], b"\xff\xfe\xfd \xd0\x92\xd0\xbe\xd0\xb4\xd0\xb0.\n"].concat();
    let page = |menu: &str, text: &str| {
        let text = text.replace('\n', "</p><p>").repeat(4);
        format!(
            "<html><body><nav><ul><li><a href=a>{menu}</a></li></ul></nav><article><h1>1</h1><p>{text}</p></article></body></html>"
        )
    };
    let paged = |text: &str| (1..6).map(|n| format!("{text}\n- {n} -\n\n")).collect::<String>();
    let (en_page, ru_page) = (page("Home page of the mill", EN), page("Главная страница мельницы", RU));
    for (prefix, en, ru) in [("", "a.en.txt", "a.ru.txt"), ("both/", "x.en.txt", "x.ru.txt")] {
        write(&format!("{prefix}{en}"), EN.as_bytes());
        write(&format!("{prefix}{ru}"), RU.as_bytes());
    }
    write("both/y.en.txt", EN.as_bytes());
    write("both/y.ru.txt", RU.as_bytes());
    write("both2/one.txt", EN.as_bytes());
    write("koi/two.txt", RU.as_bytes());
    write("bad.ru.txt", &bad);
    write("bad2/x.en.txt", EN.as_bytes());
    write("bad2/x.ru.txt", &bad);
    for folder in ["", "pages/"] {
        write(&format!("{folder}page.en.html"), en_page.as_bytes());
        write(&format!("{folder}page.ru.html"), ru_page.as_bytes());
    }
    for folder in ["", "pageds/"] {
        write(&format!("{folder}paged.en.txt"), paged(EN).as_bytes());
        write(&format!("{folder}paged.ru.txt"), paged(RU).as_bytes());
    }
    write("longer.ru.txt", format!("{RU}Совсем другое предложение о погоде на завтра.\n").as_bytes());
    write("uneven/x.en.txt", EN.as_bytes());
    write("uneven/x.ru.txt", format!("{RU}Совсем другое предложение о погоде на завтра.\n").as_bytes());
    fs::create_dir(folder.path().join("linked")).unwrap();
    #[cfg(unix)]
    for side in ["en", "ru"] {
        let name = format!("linked/x.{side}.txt");
        std::os::unix::fs::symlink(folder.path().join(format!("a.{side}.txt")), folder.path().join(name))
            .unwrap();
    }
    write("swapped/x.en.txt", RU.as_bytes());
    write("swapped/x.ru.txt", EN.as_bytes());
    write("other.ru.txt", "Погода завтра будет ясной и тёплой. ".repeat(40).as_bytes());
    write("rules.srx", SRX.as_bytes());
    write("known.tsv", b"1\t2\n");
    write("anchors/x.tsv", b"1\t2\n");
    write("terms.tsv", "well\tколодец\nwater\tвода\nhand\tвручную\nzorb\tтарн\nkren\tмилк\n".as_bytes());
    for name in ["there.csv", "there.html", "there.lex"] {
        write(name, b"precious");
    }
    write("a.ladder", b"[0]:[0]\n[1]:[1]\n");
    write("b.ladder", b"[0]:[0]\n[1]:[]\n[]:[1]\n");
    let browser = folder.path().join("browser");
    fs::write(&browser, "#!/bin/sh\necho opened > opened\n").unwrap();
    #[cfg(unix)]
    fs::set_permissions(&browser, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let make = |words: &str| assert!(run(folder.path(), words).status.success(), "{words}");
    make("align -q a.en.txt a.ru.txt -o a.csv");
    make("batch -q both -o made");
    run(folder.path(), "batch -q bad2 -o failed --by name");
    let csv = fs::read_to_string(folder.path().join("a.csv")).unwrap();
    write("reviewed.csv", csv.replacen(",auto,", ",reviewed,", 1).as_bytes());
    write("rejected.csv", csv.replacen(",auto,", ",rejected,", 1).as_bytes());
    write("unpaired.csv", format!("{csv}Alone.,,,1-0,auto,9,,,,a,0123456789abcdef\n").as_bytes());
    write("fuzzy.po", "msgid \"Yes\"\nmsgstr \"Да\"\n\n#, fuzzy\nmsgid \"No\"\nmsgstr \"Нет\"\n".as_bytes());
    write("faulty.csv", FAULTY.as_bytes());
    write("requests.jsonl", REQUESTS.as_bytes());
    write("bad.csv", &[csv.as_bytes(), b"\xff\xfe,\xd0\x92,1,1-1,auto,,,,,a,0123456789abcdee\n"].concat());
    folder
}

fn run(folder: &Path, words: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enru"));
    let requests =
        words.starts_with("worker").then(|| fs::File::open(folder.join("requests.jsonl")).unwrap());
    command
        .current_dir(folder)
        .args(words.split_whitespace())
        .stdin(requests.map_or(Stdio::null(), Stdio::from));
    command.env("ENRU_BROWSER", "./browser").env("XDG_CONFIG_HOME", folder).output().unwrap()
}

/// The result of a run: exit code, both streams, and its files. Durations are removed.
fn effect(template: &Path, words: &str) -> (i32, String, BTreeMap<String, Vec<u8>>) {
    let folder = tempfile::tempdir().unwrap();
    copy(template, folder.path());
    let output = run(folder.path(), words);
    let begun = Instant::now();
    while words.contains("--open")
        && !folder.path().join("opened").exists()
        && begun.elapsed() < Duration::from_secs(10)
    {
        std::thread::sleep(Duration::from_millis(5));
    }
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    let timeless: Vec<&str> = said.lines().map(|line| line.split(" segments, ").next().unwrap()).collect();
    let said = if words.starts_with("batch") { timeless.join("\n") } else { said };
    let walk = ignore::WalkBuilder::new(folder.path()).standard_filters(false).build();
    let files = walk.map(|e| e.unwrap().into_path()).filter(|path| path.is_file()).map(|path| {
        (path.strip_prefix(folder.path()).unwrap().display().to_string(), fs::read(&path).unwrap())
    });
    (output.status.code().unwrap(), said, files.collect())
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn rows() -> Vec<[&'static str; 3]> {
    let of_row = |row: &'static str| {
        let [subcommands, base, option] =
            row.split('|').map(str::trim).collect::<Vec<_>>().try_into().unwrap();
        subcommands.split(", ").map(move |subcommand| [subcommand, base, option])
    };
    ROWS.lines().filter(|row| !row.is_empty()).flat_map(of_row).collect()
}

/// The long options in the help of a subcommand.
fn options(folder: &Path, subcommand: &str) -> BTreeSet<String> {
    let help = String::from_utf8(run(folder, &format!("{subcommand} --help")).stdout).unwrap();
    let listed = help.lines().filter(|line| line.trim_start().starts_with('-'));
    let long = listed.filter_map(|line| line.split_whitespace().find(|word| word.starts_with("--")));
    let long = long.map(|word| word.trim_end_matches([',', ':']).to_string());
    long.filter(|option| option != "--help" && option != "--version").collect()
}

/// All subcommands with options of their own.
const SUBCOMMANDS: [&str; 17] = [
    "align",
    "explain",
    "split",
    "pair",
    "batch",
    "convert",
    "review",
    "apply",
    "eval",
    "learn",
    "worker",
    "tm lint",
    "tm merge",
    "tm dedupe",
    "tm filter",
    "tm stats",
    "man",
];

/// Options without a row, with the reason.
const ELSEWHERE: [(&str, &str, &str); 10] = [
    ("align", "--jobs", "the output is the same for any number: jobs::any_number_of_threads_gives_the_same"),
    ("pair", "--verbose", "nothing more is decided than is printed"),
    (
        "batch",
        "--jobs",
        "the output is the same for any number: batch::any_number_of_jobs_gives_the_same_bytes",
    ),
    ("batch", "--verbose", "report.csv has the encodings"),
    ("worker", "--jobs", "the answers are the same for any number: worker::threads_change_nothing"),
    ("worker", "--timeout", "worker::too_large_and_too_slow_are_answers"),
    (
        "worker",
        "--max-memory",
        "the same pool as batch: batch::a_document_that_needs_too_much_memory_fails_alone",
    ),
    ("batch", "--timeout", "batch::a_document_that_takes_too_long_fails_alone"),
    ("batch", "--max-memory", "batch::a_document_that_needs_too_much_memory_fails_alone"),
    ("pair", "--max-memory", "batch::a_document_that_needs_too_much_memory_while_pairing_is_left_alone"),
];

#[test]
fn every_option_changes_something() {
    let folder = folder();
    let mut missing = Vec::new();
    for subcommand in SUBCOMMANDS {
        for option in options(folder.path(), subcommand) {
            let has_row = rows().iter().any(|[of, base, row]| {
                *of == subcommand
                    && (row.split(' ').next() == Some(&option)
                        || base.contains("-o ") && option == "--output")
            });
            let elsewhere = ELSEWHERE.iter().any(|(of, other, _)| *of == subcommand && *other == option);
            if !has_row && !elsewhere {
                missing.push(format!("{subcommand} {option}"));
            }
        }
    }
    assert!(missing.is_empty(), "no row for {missing:?}");
    let mut same = Vec::new();
    for [subcommand, base, option] in rows() {
        let (without, with) = (format!("{subcommand} {base}"), format!("{subcommand} {base} {option}"));
        let (before, after) = (effect(folder.path(), &without), effect(folder.path(), &with));
        match after.0 {
            2 => same.push(format!("{with} is refused: {}", after.1)),
            _ if before == after => same.push(with),
            _ => {}
        }
    }
    assert!(same.is_empty(), "options without effect:\n{}", same.join("\n"));
}

#[test]
fn an_option_of_another_subcommand_is_refused() {
    let folder = folder();
    let subcommands = SUBCOMMANDS.into_iter().chain(["config", "completions"]);
    let of: Vec<_> = subcommands.map(|subcommand| (subcommand, options(folder.path(), subcommand))).collect();
    let all: BTreeSet<&String> = of.iter().flat_map(|(_, options)| options).collect();
    // Names of earlier versions.
    let old = ["--out", "--to", "--threads"];
    for (subcommand, own) in &of {
        for option in all.iter().filter(|option| !own.contains(**option) && !old.contains(&option.as_str())) {
            let output = run(folder.path(), &format!("{subcommand} {option}"));
            let error = String::from_utf8(output.stderr).unwrap();
            let is_unknown = error.contains(&format!("unexpected argument '{option}'"));
            assert!(output.status.code() == Some(2) && is_unknown, "{subcommand} {option}: {error}");
        }
    }
}
