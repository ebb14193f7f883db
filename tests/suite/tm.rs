//! `enru tm`: the output, the messages and the exit code of each command.

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::{contains, is_empty, starts_with};
use std::fs;
use std::io::Write;
use tempfile::TempDir;

/// A folder with memories in it.
struct Folder(TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        for (name, content) in files {
            fs::write(folder.0.path().join(name), content).unwrap();
        }
        folder
    }

    fn enru(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_enru"));
        command.current_dir(self.0.path()).args(args);
        command
    }

    fn tm(&self, args: &[&str]) -> Command {
        self.enru(&[&["tm"], args].concat())
    }

    fn stdout(&self, args: &[&str]) -> String {
        text(&self.tm(args).assert().success().get_output().stdout)
    }

    fn read(&self, name: &str) -> String {
        text(&fs::read(self.0.path().join(name)).unwrap())
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A memory with one fault of each kind, and good units.
const FAULTY: &str = "\
en,ru,status,segment_id
The course began on 5 May 2021.,Курс начался 05.05.2021.,auto,good
It cost 3.5 million dollars.,\"Он стоил 3,5 млн долларов.\",auto,also-good
Only here.,,auto,e
The very same text on both sides,The very same text on both sides,auto,u
Русское предложение слева тут,The English sentence on the right,auto,s
An English sentence,This is in English as well,auto,w
An organisation,Oрганизация,auto,m
There were 15 people.,Было 16 человек.,auto,n
There were 17 people.,Было 18 человек.,rejected,no
Yes.,Это очень длинный ответ на короткий вопрос.,auto,l
Two  spaces.,Два пробела.,auto,d
He said so.,«Он так сказал.,auto,q
Two spaces.,Пробелов два.,auto,t
";

const FOUND: &str = "\
tm.csv:3: empty no Russian text
tm.csv:4: untranslated both sides have the same text
tm.csv:5: swapped-languages the English text is Russian, and the Russian text is English
tm.csv:6: wrong-language the Russian side is in Latin letters
tm.csv:7: mixed-script Russian: 'Oрганизация' has both Latin and Cyrillic letters
tm.csv:8: number-mismatch '15' in the English text only
tm.csv:10: length-ratio 4 English and 37 Russian letters and marks
tm.csv:11: double-space English: 2 spaces after 'Two'
tm.csv:12: unbalanced-quotes in the Russian text only
tm.csv:13: target-differs translated differently in tm.csv:11
";

#[test]
fn lint_tells_each_fault_in_a_line() {
    let folder = Folder::new(&[("tm.csv", FAULTY)]);
    folder
        .tm(&["lint", "tm.csv"])
        .assert()
        .code(1)
        .stdout(FOUND)
        .stderr(starts_with("checked 13 segments: 1 empty"));
    folder
        .tm(&["lint", "-q", "tm.csv", "--only", "empty,double-space", "--without", "empty"])
        .assert()
        .code(1)
        .stdout("tm.csv:11: double-space English: 2 spaces after 'Two'\n")
        .stderr(is_empty());
}

/// The review page has the same numbers and names.
#[test]
fn lint_and_the_review_page_say_which_number_and_name() {
    let en = "The bridge was opened on Monday.\n\nThe first to cross it was Kowalski, and 15 boats followed.\n\nThen the band played.\n";
    let ru = "Мост открыли в понедельник.\n\nПервым по нему прошёл Грищук, а за ним 16 лодок.\n\nПотом играл оркестр.\n";
    let folder = Folder::new(&[("a.en.txt", en), ("a.ru.txt", ru)]);
    for args in [&["align", "-o", "tm.csv"], &["review", "-o", "page.html"]] {
        let (command, output) = args.split_at(1);
        folder.enru(command).args(["a.en.txt", "a.ru.txt"]).args(output).assert().success();
    }
    let number = "'15' in the English text only";
    let name = "'Kowalski' in English and 'Грищук' in Russian";
    let found = format!("tm.csv:2: number-mismatch {number}\ntm.csv:2: name-mismatch {name}\n");
    folder.tm(&["lint", "tm.csv"]).assert().code(1).stdout(found);
    folder
        .tm(&["lint", "--without", "name-mismatch", "tm.csv"])
        .assert()
        .code(1)
        .stdout(contains("Kowalski").not());
    let page = folder.read("page.html");
    assert!(page.contains(r#""number-mismatch":{"en":"15","ru":null}"#));
    assert!(page.contains(r#""name-mismatch":{"en":"Kowalski","ru":"Грищук"}"#));
}

#[test]
fn lint_writes_json_lines() {
    let folder = Folder::new(&[("tm.csv", FAULTY)]);
    let output =
        folder.tm(&["lint", "--format", "json", "tm.csv"]).assert().code(1).get_output().stdout.clone();
    let lines: Vec<serde_json::Value> =
        text(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), FOUND.lines().count());
    let first = serde_json::json!({
        "file": "tm.csv", "unit": 3, "code": "empty", "message": "no Russian text", "segment_id": "e"
    });
    assert_eq!(lines[0], first);
}

#[test]
fn lint_exit_codes() {
    let folder = Folder::new(&[("good.csv", "en,ru\nYes.,Да.\n"), ("other.jsonl", "")]);
    folder.tm(&["lint", "good.csv", "other.jsonl"]).assert().code(0).stdout(is_empty());
    folder
        .tm(&["lint", "--only", "nonsense", "good.csv"])
        .assert()
        .code(2)
        .stderr(contains("possible values: empty"));
    folder.tm(&["lint", "-", "-"]).assert().code(2);
    folder.tm(&["lint", "missing.csv"]).assert().code(1).stderr(contains("missing.csv"));
}

#[test]
fn lint_finds_other_translations_across_files_and_formats() {
    let tmx = "<tmx version='1.4'><body><tu tuid='1'><tuv xml:lang='en'><seg>Good day.</seg></tuv><tuv xml:lang='ru'>\
               <seg>Здравствуйте.</seg></tuv></tu></body></tmx>";
    let folder = Folder::new(&[("a.csv", "en,ru\nYes.,Да.\nGood  day.,Добрый день.\n"), ("b.tmx", tmx)]);
    folder
        .tm(&["lint", "a.csv", "b.tmx", "--only", "target-differs"])
        .assert()
        .code(1)
        .stdout("b.tmx:1: target-differs translated differently in a.csv:2\n");
}

const OLD: &str = "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<tmx version=\"1.4\"><header srclang=\"en-US\"/><body>
<tu tuid=\"a\" changedate=\"20240101T000000Z\"><note>seen</note><prop type=\"client\">UN</prop>
<prop type=\"x-status\">reviewed</prop>
<tuv xml:lang=\"en-US\" creationid=\"me\"><seg>One.</seg></tuv><tuv xml:lang=\"ru-RU\"><seg>Раз.</seg></tuv></tu>
<tu tuid=\"b\"><tuv xml:lang=\"en-US\"><seg>Two.</seg></tuv><tuv xml:lang=\"ru-RU\"><seg>Два.</seg></tuv></tu>
<tu tuid=\"c\"><tuv xml:lang=\"en-US\"><seg>Three.</seg></tuv><tuv xml:lang=\"ru-RU\"><seg>Три.</seg></tuv></tu>
</body></tmx>
";

const NEW: &str = "\
en,ru,confidence,shape,status,segment_id,project
One.,Один.,0.990,1-1,auto,d,P1
Two.,Две.,0.800,1-1,auto,e,P1
Three.,Три.,0.700,1-1,auto,f,P1
Four.,Четыре.,0.600,1-1,auto,g,P1
";

#[test]
fn merge_prefers_people_to_programs() {
    let folder = Folder::new(&[("old.tmx", OLD), ("new.csv", NEW)]);
    let conflicts = "\
conflict: new.csv:1 loses to old.tmx:1: One.
conflict: new.csv:2 loses to old.tmx:2: Two.
";
    let merged = "\
en,ru,confidence,shape,status,en_ids,ru_ids,anchors,flags,document,segment_id,changedate,note,client,en.creationid,project
One.,Раз.,,1-1,reviewed,,,,,old.tmx,a,20240101T000000Z,seen,UN,me,
Two.,Два.,,1-1,auto,,,,,old.tmx,b,,,,,
Three.,Три.,,1-1,auto,,,,,old.tmx,c,,,,,
Four.,Четыре.,0.600,1-1,auto,,,,,new.csv,g,,,,,P1
";
    let assert = folder.tm(&["merge", "old.tmx", "new.csv", "--conflicts", "c.csv"]).assert().success();
    assert_eq!(text(&assert.get_output().stdout), merged);
    let told: Vec<_> = text(&assert.get_output().stderr).lines().map(str::to_string).collect();
    let mut expected: Vec<_> = conflicts.lines().map(str::to_string).collect();
    expected.push("4 segments, 1 duplicate left out, 2 conflicts resolved".into());
    expected.push(format!("rule: {}", enru::memory::RULE));
    assert_eq!(told, expected);
    let rows: Vec<String> = folder.read("c.csv").lines().skip(1).map(|row| row.replace(",,", ",")).collect();
    assert_eq!(rows.len(), 4);
    assert!(
        rows[0].contains("old.tmx:1,yes,old.tmx:1") && rows[2].contains("new.csv:1,no,old.tmx:1"),
        "{rows:?}"
    );
}

#[test]
fn merge_can_keep_every_translation() {
    let folder = Folder::new(&[("old.tmx", OLD), ("new.csv", NEW)]);
    folder
        .tm(&["merge", "--keep-all", "old.tmx", "new.csv", "--to", "tsv"])
        .assert()
        .success()
        .stdout(predicate::function(|out: &str| out.lines().count() == 7))
        .stderr(contains("6 segments, 1 duplicate left out, 2 conflicts kept"));
}

#[test]
fn what_is_not_ours_survives_every_format_that_holds_it() {
    let folder = Folder::new(&[("old.tmx", OLD), ("new.csv", NEW)]);
    for name in ["m.tmx", "m.jsonl", "m.xlsx", "m.tsv", "m.csv", "m.xlf"] {
        folder.tm(&["merge", "-q", "old.tmx", "new.csv", "-o", name]).assert().success();
        let csv = folder.stdout(&["filter", "-q", name]);
        let mut rows = csv::Reader::from_reader(csv.as_bytes());
        let header = rows.headers().unwrap().clone();
        let column = |wanted: &str| {
            header.iter().position(|name| name == wanted).unwrap_or_else(|| panic!("{name}: {wanted}"))
        };
        let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
        let row = |id: &str| rows.iter().find(|row| &row[column("segment_id")] == id).unwrap();
        for (wanted, value) in
            [("changedate", "20240101T000000Z"), ("note", "seen"), ("client", "UN"), ("en.creationid", "me")]
        {
            assert_eq!(&row("a")[column(wanted)], value, "{name}: {wanted}");
        }
        assert_eq!(&row("g")[column("project")], "P1", "{name}");
        assert_eq!(&row("g")[column("confidence")], "0.600", "{name}");
    }
    let tmx = folder.read("m.tmx");
    assert!(tmx.contains("<tu tuid=\"a\" changedate=\"20240101T000000Z\">"), "{tmx}");
    assert!(tmx.contains("<note>seen</note>") && tmx.contains("<prop type=\"client\">UN</prop>"));
    assert!(tmx.contains("<tuv xml:lang=\"en-US\" creationid=\"me\">") && tmx.contains("srclang=\"en-US\""));
}

#[test]
fn json_stays_json() {
    let line = "{\"id\":\"a\",\"translation\":{\"en\":\"One.\",\"ru\":\"Один.\"},\"confidence\":0.5,\"shape\":\"1-1\",\
                \"status\":\"auto\",\"en_ids\":[],\"ru_ids\":[],\"anchors\":[],\"flags\":[],\"document\":\"d\",\
                \"meta\":{\"n\":[1,2.5,null]},\"score\":7}\n";
    let folder = Folder::new(&[("a.jsonl", line)]);
    assert_eq!(folder.stdout(&["dedupe", "-q", "a.jsonl", "--to", "jsonl"]), line);
}

const REPEATED: &str = "\
en,ru,confidence,status,segment_id
One.,Один.,0.5,auto,a
 One. ,Один.,0.9,auto,b
One.,Раз.,0.1,auto,c
“All”,Всё,0.5,auto,d
\"\"\"All\"\"\",Все,0.6,auto,e
One.,Один.,0.1,reviewed,f
";

fn ids(csv: &str) -> Vec<String> {
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let column = rows.headers().unwrap().iter().position(|name| name == "segment_id").unwrap();
    rows.records().map(|row| row.unwrap()[column].to_string()).collect()
}

#[test]
fn dedupe_keeps_the_best_of_the_same_texts() {
    let folder = Folder::new(&[("tm.csv", REPEATED)]);
    let assert = folder.tm(&["dedupe", "tm.csv", "--counts", "n.csv"]).assert().success();
    assert_eq!(ids(&text(&assert.get_output().stdout)), ["c", "d", "e", "f"]);
    assert_eq!(text(&assert.get_output().stderr), "kept 4 of 6 segments, 2 duplicates left out\n");
    assert_eq!(folder.read("n.csv"), "en,ru,document,segment_id,count\nOne.,Один.,tm.csv,f,3\n");
    assert_eq!(ids(&folder.stdout(&["dedupe", "--fold-marks", "tm.csv"])), ["c", "e", "f"]);
}

#[test]
fn filter_asks_all_of_its_options() {
    let tm = "\
en,ru,confidence,shape,status,flags,document,segment_id
One.,Один.,0.950,1-1,auto,,x,a
One two.,Один два.,0.500,2-1,auto,number-mismatch,x,b
One two three.,Один два три.,,1-2,reviewed,length-ratio moved,y,c
One two three four.,Один два три четыре.,0.990,1-1,rejected,,y,d
";
    let folder = Folder::new(&[("tm.csv", tm)]);
    let cases: [(&[&str], &[&str]); 10] = [
        (&[], &["a", "b", "c", "d"]),
        (&["--min-confidence", "0.9"], &["a", "c", "d"]),
        (&["--max-confidence", "0.96"], &["a", "b", "c"]),
        (&["--shape", "2-1,1-2"], &["b", "c"]),
        (&["--status", "auto,reviewed"], &["a", "b", "c"]),
        (&["--min-length", "6", "--max-length", "14"], &["b", "c"]),
        (&["--flag", "moved,number-mismatch"], &["b", "c"]),
        (&["--without-flag", "moved"], &["a", "b", "d"]),
        (&["--without-flag", "any", "--status", "auto"], &["a"]),
        (&["--document", "y", "--shape", "1-1"], &["d"]),
    ];
    for (options, expected) in cases {
        let args = [&["filter", "tm.csv"], options].concat();
        assert_eq!(ids(&folder.stdout(&args)), expected, "{options:?}");
    }
    folder.tm(&["filter", "tm.csv", "--shape", "1"]).assert().code(2);
    folder.tm(&["filter", "tm.csv", "--status", "fine"]).assert().code(2).stderr(contains("auto, reviewed"));
}

#[test]
fn stats_counts() {
    let tm = "\
en,ru,confidence,shape,status,flags
One two.,Один — два.,0.950,1-1,auto,
One.,,0.300,1-0,auto,
Three four.,Три четыре.,,1-1,reviewed,moved
";
    let folder = Folder::new(&[("tm.csv", tm)]);
    let expected = "\
segments                        3

                          English        Russian
words                           5              4
characters                     23             22
longest                        11             11
without text                    0              1

shape
  1-1                           2   66.7 %  ##########################
  1-0                           1   33.3 %  #############

status
  auto                          2   66.7 %  ##########################
  reviewed                      1   33.3 %  #############

flag
  moved                         1   33.3 %  #############

confidence
  0.3-0.4                       1   33.3 %  #############
  0.9-1.0                       1   33.3 %  #############
  none                          1   33.3 %  #############
";
    assert_eq!(folder.stdout(&["stats", "tm.csv"]), expected);
    let json: serde_json::Value =
        serde_json::from_str(&folder.stdout(&["stats", "--format", "json", "tm.csv"])).unwrap();
    assert_eq!(json["units"], 3);
    assert_eq!(json["ru"], serde_json::json!({"empty": 1, "words": 4, "characters": 22, "longest": 11}));
    assert_eq!(json["shapes"], serde_json::json!({"1-0": 1, "1-1": 2}));
    assert_eq!(json["confidence"], serde_json::json!([0, 0, 0, 1, 0, 0, 0, 0, 0, 1]));
    assert_eq!(json["no_confidence"], 1);
}

#[test]
fn memories_go_through_pipes() {
    let folder = Folder::new(&[("old.tmx", OLD), ("new.csv", NEW)]);
    let merged = folder.stdout(&["merge", "-q", "old.tmx", "new.csv"]);
    let piped = |args: &[&str], input: &str| {
        text(&folder.tm(args).write_stdin(input).assert().success().get_output().stdout)
    };
    let deduped = piped(&["dedupe"], &merged);
    assert_eq!(deduped, merged);
    assert!(piped(&["stats"], &deduped).starts_with("segments                        4\n"));
    assert_eq!(piped(&["merge", "-", "new.csv", "-q"], &merged), merged);
    assert_eq!(piped(&["filter", "--status", "edited"], &merged).lines().count(), 1);
    // Filtering an empty memory gives an empty memory.
    assert_eq!(piped(&["dedupe"], &piped(&["filter", "--status", "edited"], &merged)).lines().count(), 1);
    assert_eq!(piped(&["stats", "--format", "json"], ""), piped(&["stats", "--format", "json"], "en,ru\n"));
}

#[test]
fn outputs_are_whole_and_not_replaced_unless_forced() {
    let folder = Folder::new(&[
        ("a.csv", NEW),
        ("bad.csv", "en,ru,confidence\nOne.,Один.,0.5\nTwo, more.,Два.,0.5\n"),
    ]);
    folder.tm(&["filter", "a.csv", "-o", "a.csv"]).assert().code(1).stderr(contains("already exists"));
    folder.tm(&["filter", "a.csv", "--shape", "2-1", "-o", "a.csv", "--force"]).assert().success();
    assert_eq!(folder.read("a.csv").lines().count(), 1);
    folder.tm(&["dedupe", "bad.csv", "-o", "out.csv"]).assert().code(1).stderr(contains("bad.csv:3"));
    assert!(!folder.0.path().join("out.csv").exists());
    folder.tm(&["filter", "a.csv", "-o", "out.xyz"]).assert().code(2);
    folder.tm(&["filter", "a.csv", "--to", "bracket"]).assert().code(2);
}

#[test]
fn encodings_and_gzip_are_read_as_they_come() {
    let folder = Folder::new(&[]);
    let write = |name: &str, bytes: &[u8]| fs::write(folder.0.path().join(name), bytes).unwrap();
    let csv = "en;ru\r\n'=Sum;'=Сумма\r\nA longer text;Более длинный текст для проверки\r\n";
    write("w.csv", &encoding_rs::WINDOWS_1251.encode(csv).0);
    let utf16: Vec<u8> =
        "\u{feff}".encode_utf16().chain(OLD.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    write("u.tmx", &utf16);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(NEW.as_bytes()).unwrap();
    write("n.csv.gz", &gzip.finish().unwrap());
    let out = folder.stdout(&["merge", "-q", "w.csv", "u.tmx", "n.csv.gz"]);
    for row in ["=Sum,=Сумма,", "One.,Раз.,", "Four.,Четыре.,0.600"] {
        assert!(out.contains(row), "{row}: {out}");
    }
    assert!(out.contains(",n.csv,"), "the document is the file without .gz: {out}");
}

#[test]
fn runs_give_the_same_bytes() {
    let mut tm = String::from("en,ru,confidence\n");
    for i in 0..20_000 {
        tm += &format!("Segment {} of it.,Единица {}.,0.{:03}\n", i % 6_000, i % 4_000, i * 7 % 1000);
    }
    let folder = Folder::new(&[("tm.csv", &tm)]);
    for (command, units) in [("merge", 6_000), ("dedupe", 12_000)] {
        let once = folder.stdout(&[command, "tm.csv"]);
        assert_eq!(once, folder.stdout(&[command, "tm.csv"]));
        assert_eq!(once.lines().count(), 1 + units);
    }
    let lint = |()| folder.tm(&["lint", "tm.csv"]).assert().code(1).get_output().stdout.clone();
    assert_eq!(lint(()), lint(()));
}
