//! Memories written by other programs: what is read, skipped and refused, and what a round trip keeps.

use crate::common::read_segments;
use assert_cmd::Command;
use enru::io::InputOptions;
use enru::memory::{Format, Memory, MemoryOptions, WriteOptions, open, save};
use enru::{Lang, Segment, Status};
use predicates::str::contains;
use std::fs;
use std::path::Path;

/// The pairs in a file of this name and content.
fn pairs(name: &str, content: &str) -> Vec<(String, String)> {
    segments(name, content).into_iter().map(|s| (s.en, s.ru)).collect()
}

fn segments(name: &str, content: &str) -> Vec<Segment> {
    read(name, content).unwrap_or_else(|error| panic!("{error}"))
}

fn read(name: &str, content: &str) -> enru::Result<Vec<Segment>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    read_segments(&path)
}

fn refused(name: &str, content: &str) -> String {
    read(name, content).unwrap_err().to_string()
}

fn xliff(version: &str, body: &str) -> String {
    match version {
        "1.2" => format!(
            "<xliff version='1.2' xmlns='urn:oasis:names:tc:xliff:document:1.2' xmlns:sdl='http://sdl.com/FileTypes/SdlXliff/1.0' \
             xmlns:mq='MQXliff'><file original='a' source-language='en' target-language='ru'><body>{body}</body></file></xliff>"
        ),
        _ => format!(
            "<xliff version='{version}' xmlns='urn:oasis:names:tc:xliff:document:2.0' \
             xmlns:mtc='urn:oasis:names:tc:xliff:matches:2.0' srcLang='en' trgLang='ru'><file id='f'>{body}</file></xliff>"
        ),
    }
}

#[test]
fn units_of_xliff_are_read_by_their_segments() {
    let one = |body: &str| pairs("x.xlf", &xliff("1.2", body));
    let marked = "<trans-unit id='1'><source>Rain fell. It stopped.</source>\
        <seg-source><mrk mtype='seg' mid='1'>Rain fell.</mrk> <mrk mtype='seg' mid='2'>It stopped.</mrk></seg-source>\
        <target><mrk mtype='seg' mid='1'>Шёл дождь.</mrk> <mrk mtype='seg' mid='2'></mrk></target></trans-unit>";
    assert_eq!(
        one(marked),
        [("Rain fell.".into(), "Шёл дождь.".into()), ("It stopped.".into(), String::new())]
    );
    let unmarked = "<trans-unit id='1'><source>Hail. Snow.</source><seg-source><mrk mtype='seg' mid='1'>Hail.</mrk> \
        <mrk mtype='seg' mid='2'>Snow.</mrk></seg-source><target>Град и снег.</target></trans-unit>";
    assert_eq!(one(unmarked), [("Hail. Snow.".into(), "Град и снег.".into())]);
    let second = "<unit id='1'><segment id='a'><source>Hail.</source></segment><segment id='b'><source>Snow.</source>\
        <target>Снег.</target></segment></unit>";
    assert_eq!(
        pairs("x.xlf", &xliff("2.0", second)),
        [("Hail.".into(), String::new()), ("Snow.".into(), "Снег.".into())]
    );
    let whole = "<trans-unit id='1'><source>Tea</source><target>Чай</target><alt-trans><source>Tea</source>\
        <target>Кофе</target></alt-trans><mq:insertedmatch><source>Tea</source><target>Вода</target></mq:insertedmatch></trans-unit>";
    assert_eq!(one(whole), [("Tea".into(), "Чай".into())]);
    let tracked = "<trans-unit id='1'><source>Hot tea</source><target><mrk mtype='x-sdl-deleted'>Холодный </mrk>\
        <mrk mtype='x-sdl-added'>Горячий </mrk>чай<mrk mtype='x-sdl-deleted'> <g id='1'>лёд</g></mrk></target></trans-unit>";
    assert_eq!(one(tracked), [("Hot tea".into(), "Горячий чай".into())]);
    let codes = "<trans-unit id='1'><source>Now<x id='1' ctype='lb'/>or <g id='2'>la</g>ter<ph id='3'>&lt;br/&gt;</ph>on\
        </source><target>Сейчас<x id='1' ctype='lb'/>или потом</target></trans-unit>";
    assert_eq!(one(codes), [("Now or later on".into(), "Сейчас или потом".into())]);
    let two = |body: &str| pairs("x.xlf", &xliff("2.1", body));
    let segmented = "<unit id='u'><mtc:matches><mtc:match ref='#1'><source>A</source><target>Б</target></mtc:match></mtc:matches>\
        <ignorable><source> </source></ignorable><segment id='1'><source>One.</source><target>Раз.</target></segment>\
        <ignorable><source> </source><target> </target></ignorable>\
        <segment id='2'><source>Two<ph id='1' subType='xlf:lb'/>more.</source><target>Ещё два.</target></segment></unit>";
    assert_eq!(two(segmented), [("One.".into(), "Раз.".into()), ("Two more.".into(), "Ещё два.".into())]);
}

#[test]
fn states_notes_and_languages_of_xliff_are_kept() {
    let body = "<trans-unit id='1' approved='yes' translate='no'><source>Tea</source><target state='final'>Чай</target>\
        <note>On the menu</note></trans-unit>\
        <trans-unit id='2'><source>Cup</source><target state='needs-translation'>Cup</target></trans-unit>";
    let read = segments("x.xlf", &xliff("1.2", body));
    assert_eq!((read[0].status, read[1].status), (Status::Reviewed, Status::Auto));
    let mut out = Vec::new();
    enru::memory::write_segments(read.into_iter(), Format::Xliff, &WriteOptions::default(), &mut out)
        .unwrap();
    let out = String::from_utf8(out).unwrap();
    for part in [
        "approved=\"yes\"",
        "translate=\"no\"",
        "state=\"final\"",
        "<note>On the menu</note>",
        "state=\"needs-translation\">Cup",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
    let other = xliff("1.2", body).replace("target-language='ru'", "target-language='de'");
    assert!(refused("x.xlf", &other).contains("en-de"));
    let turned = "<xliff version='1.2'><file original='a' source-language='ru-RU' target-language='en-GB'><body>\
        <trans-unit id='1'><source>Чай</source><target>Tea</target></trans-unit></body></file></xliff>";
    let read = segments("x.xlf", turned);
    assert_eq!((read[0].en.as_str(), read[0].source), ("Tea", Lang::Ru));
}

#[test]
fn variants_breaks_and_languages_of_tmx_are_kept() {
    let tu =
        |inner: &str| format!("<tmx version='1.4'><header srclang='en'/><body><tu>{inner}</tu></body></tmx>");
    let pair = |en: &str, ru: &str| {
        tu(&format!("<tuv xml:lang='EN_us'><seg>{en}</seg></tuv><tuv xml:lang='rus'><seg>{ru}</seg></tuv>"))
    };
    let one = |en: &str| pairs("x.tmx", &pair(en, "Да"))[0].0.clone();
    assert_eq!(one("Up<ph type='lb'/>down"), "Up down");
    assert_eq!(one("Up<ph x='1'>&lt;br/&gt;</ph>down"), "Up down");
    assert_eq!(one("b<bpt i='1'>&lt;b&gt;</bpt>o<ept i='1'>&lt;/b&gt;</ept>ld"), "bold");
    assert_eq!(one("See<ph>{fn <sub>the note</sub>}</ph>here"), "See the note here");
    assert_eq!(one("5&nbsp;km &mdash; far"), "5\u{a0}km — far");
    assert!(refused("x.tmx", &pair("a&own;b", "в")).contains("'&own;' is not defined"));
    let several = tu("<tuv xml:lang='en'><seg>Tea</seg></tuv><tuv xml:lang='ru'><seg>Чай</seg></tuv>\
        <tuv xml:lang='ru' changeid='ann'><seg>Чаёк</seg></tuv><tuv xml:lang='de'><prop type='x-q'>1</prop><seg>Tee</seg></tuv>");
    let read = segments("x.tmx", &several);
    let mut out = Vec::new();
    enru::memory::write_segments(read.into_iter(), Format::Tmx, &WriteOptions::default(), &mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    for part in [
        "<tuv xml:lang=\"ru\"><seg>Чай<",
        "<tuv xml:lang=\"ru\" changeid=\"ann\"><seg>Чаёк<",
        "<prop type=\"x-q\">1</prop>",
        "<seg>Tee<",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
    let german = tu("<tuv xml:lang='de'><seg>Tee</seg></tuv><tuv xml:lang='fr'><seg>Thé</seg></tuv>");
    assert!(refused("x.tmx", &german).contains("de, fr"));
}

#[test]
fn catalogues_are_read_whole() {
    let po = "msgid \"\"\nmsgstr \"Language: ru_RU\\n\"\n#, c-format\n#, fuzzy\nmsgid \"Maybe\"\nmsgstr \"Может\"\n\
        msgid \"%d cup\"\nmsgid_plural \"%d cups\"\nmsgstr[0] \"%d чашка\"\nmsgstr[1] \"%d чашки\"\nmsgstr[2] \"%d чашек\"\n\
        msgctxt \"menu\"\nmsgid \"Open\"\nmsgstr \"Открыть\"\nmsgid \"Untranslated\"\nmsgstr \"\"\n";
    let read = segments("x.po", po);
    let texts: Vec<_> = read.iter().map(|s| (s.en.as_str(), s.ru.as_str())).collect();
    assert_eq!(
        texts,
        [("%d cup", "%d чашка"), ("%d cups", "%d чашки"), ("%d cups", "%d чашек"), ("Open", "Открыть")]
    );
    assert_eq!(read[3].extra_text("msgctxt").as_deref(), Some("menu"));
    let turned = segments("x", "msgid \"\"\nmsgstr \"Language: en\\n\"\n\nmsgid \"Чай\"\nmsgstr \"Tea\"\n");
    assert_eq!((turned[0].en.as_str(), turned[0].source), ("Tea", Lang::Ru));
}

#[test]
fn tables_of_other_programs_are_read() {
    let tea = [("Tea".to_string(), "Чай".to_string())];
    for (name, table) in [
        ("a.csv", "ID,Source,Target,Comment\n7,Tea,Чай,hot\n"),
        ("b.csv", "Source text;Target text\nЧай;Tea\n"),
        ("c.csv", "My export,,\n,,\n№,English (UK),Russian\n1,Tea,Чай\n"),
        ("d.csv", "sep=|\nen|ru\nTea|Чай\n"),
        ("e.csv", "1,Tea,Чай\n"),
        ("f.csv", "Оригинал,Перевод,Status\nTea,Чай,Done\n"),
        ("g.csv", "English,Русский,Confidence\nTea,Чай,95%\n"),
        ("h.txt", "en\tru\n\"Tea\"\tЧай\n"),
        ("i.txt", "Tea\tЧай\t0.5\n"),
    ] {
        let found = pairs(name, table);
        let expected =
            if name == "h.txt" { [("\"Tea\"".to_string(), "Чай".to_string())] } else { tea.clone() };
        assert_eq!(found, expected, "{name}");
    }
    assert_eq!(
        pairs("x.tsv", "en\tru\n\"Tea \"\"hot\"\".\"\tЧай\n"),
        [("Tea \"hot\".".into(), "Чай".into())]
    );
    assert_eq!(
        segments("f.csv", "Source,Target,Status\nTea,Чай,Done\n")[0].extra_text("Status").as_deref(),
        Some("Done")
    );
    assert_eq!(segments("r.csv", "ru,en\nЧай,Tea\n")[0].source, Lang::Ru);
    assert!(refused("u.csv", "en,ru\nTea, hot,Чай\n").contains("u.csv:2: 3 cells"));
    assert_eq!(segments("s.csv", "en,ru,shape\nA.,Я.,4000000000-1\n")[0].shape.to_string(), "1-1");
}

#[test]
fn codes_that_stand_for_breaks_leave_a_space() {
    let rtf = |text: &str| {
        format!("<seg>{}</seg>", text.replace('|', "<ut>{\\tab }</ut>").replace('+', "<ph>\\par </ph>"))
    };
    let unit = format!(
        "<tmx version='1.4'><body><tu><tuv xml:lang='en'>{}</tuv><tuv xml:lang='ru'>{}</tuv></tu></body></tmx>",
        rtf("Oats|two+three"),
        rtf("Овёс|два+три")
    );
    assert_eq!(pairs("x.tmx", &unit), [("Oats two three".into(), "Овёс два три".into())]);
    let data = "<unit id='1'><originalData><data id='a'>&lt;br/></data><data id='b'>&lt;i></data></originalData><segment>\
        <source>Oats<ph id='1' dataRef='a'/>and <pc id='2' dataRefStart='b'>r</pc>ye</source>\
        <target>Овёс<ph id='1' dataRef='a'/>и <pc id='2' dataRefStart='b'>р</pc>ожь</target></segment></unit>";
    assert_eq!(pairs("x.xlf", &xliff("2.1", data)), [("Oats and rye".into(), "Овёс и рожь".into())]);
}

#[test]
fn extensions_of_xliff_are_known_by_their_namespace() {
    let sdl = "<trans-unit id='1'><source>Oats</source><seg-source><mrk mtype='seg' mid='1'>Oats</mrk></seg-source>\
        <target><mrk mtype='seg' mid='1'>Овёс</mrk></target><s:seg-defs xmlns:s='http://sdl.com/FileTypes/SdlXliff/1.0'>\
        <s:seg id='1' conf='ApprovedSignOff'/></s:seg-defs></trans-unit>\
        <trans-unit id='2' xmlns:m='MQXliff' m:status='Proofread'><source>Rye</source><target>Рожь</target></trans-unit>";
    let statuses: Vec<Status> = segments("x.xlf", &xliff("1.2", sdl)).into_iter().map(|s| s.status).collect();
    assert_eq!(statuses, [Status::Reviewed, Status::Reviewed]);
}

#[test]
fn plural_forms_stay_one_message_and_all_of_them_stay_in_a_memory() {
    let folder = tempfile::tempdir().unwrap();
    let plural = "msgctxt \"herd\"\nmsgid \"%d goat\"\nmsgid_plural \"%d goats\"\nmsgstr[0] \"%d коза\"\n\
                  msgstr[1] \"%d козы\"\nmsgstr[2] \"%d коз\"\n";
    fs::write(folder.path().join("in.po"), format!("{plural}\nmsgid \"Hay\"\nmsgstr \"Сено\"\n")).unwrap();
    for (from, to) in [("in.po", "a.csv"), ("a.csv", "b.tmx"), ("b.tmx", "out.po")] {
        enru(folder.path(), &["tm", "merge", from, "-o", to])
            .assert()
            .success()
            .stderr(contains("4 segments"));
    }
    let written = fs::read_to_string(folder.path().join("out.po")).unwrap();
    assert!(written.contains(plural) && written.contains("Plural-Forms: nplurals=3"), "{written}");
    let partial = "msgid \"%d ox\"\nmsgid_plural \"%d oxen\"\nmsgstr [0] \"\"\nmsgstr [1] \"%d \" \"вола\"\n";
    fs::write(folder.path().join("in.po"), partial).unwrap();
    let convert = enru(folder.path(), &["convert", "in.po", "-", "--format", "po"]).assert().success();
    let written = String::from_utf8_lossy(&convert.get_output().stdout).into_owned();
    assert!(written.ends_with("msgstr[0] \"\"\nmsgstr[1] \"%d вола\"\nmsgstr[2] \"\"\n"), "{written}");
}

#[test]
fn old_catalogues_name_their_language_in_words() {
    let po = |header: &str| format!("msgid \"\"\nmsgstr \"{header}\\n\"\n\nmsgid \"Hay\"\nmsgstr \"OK\"\n");
    assert_eq!(pairs("x.po", &po("Language-Team: Russian <ru@example.org>")), [("Hay".into(), "OK".into())]);
    assert!(refused("x.po", &po("Language-Team: LANGUAGE <LL@li.org>")).contains("no language"));
}

#[test]
fn headings_of_people_are_no_units() {
    for heading in [
        "ID|Source (en-US)|Target (ru-RU)|Match %",
        "№|Текст на английском|Текст на русском|",
        "n|src_text|tgt_text|",
        "n|Исходный сегмент|Целевой сегмент|note",
        "n|Text|Translation|Back translation",
        "n|Language 1|Language 2|",
    ] {
        let table = format!("{heading}\n1|Hay, dry|Сено|x\n");
        assert_eq!(pairs("x.csv", &table), [("Hay, dry".into(), "Сено".into())], "{heading}");
    }
    for (heading, other) in
        [("uk,en", "uk"), ("English,Ukrainian (UA)", "Ukrainian (UA)"), ("Русский,Немецкий", "Немецкий")]
    {
        let message = refused("x.csv", &format!("{heading}\nСіно,Hay\n"));
        assert!(message.contains(&format!("'{other}'")), "{message}");
    }
    let codes = "Source language,Target language,Source,Target\nen,ru,Hay,Сено\n";
    assert_eq!(pairs("x.csv", codes), [("Hay".into(), "Сено".into())]);
}

#[test]
fn sentences_of_hunalign_are_joined_without_scores_too() {
    let text = "Hay. ~~~ Straw.\tСено и солома.\nOats.\tОвёс.\n";
    assert_eq!(pairs("x.txt", text)[0], ("Hay. Straw.".into(), "Сено и солома.".into()));
}

#[test]
fn texts_that_begin_like_another_format_are_cells() {
    let tags = "<b>Salt</b>\t<b>Соль</b>\nOats\tОвёс\n";
    assert_eq!(pairs("x.txt", tags)[0].0, "<b>Salt</b>");
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x.csv"), "[1] Salt,[1] Соль\n").unwrap();
    let csv = enru(folder.path(), &["convert", "x.csv", "-", "--columns", "en,ru"]).assert().success();
    csv.stdout("en,ru\n[1] Salt,[1] Соль\n");
    assert!(refused("x.html", "<p>Salt</p>\n").contains("neither TMX nor XLIFF"));
    assert!(refused("x.json", "[{\"en\": \"Salt\", \"ru\": \"Соль\"}]").contains("JSONL"));
}

#[test]
fn old_workbooks_are_refused_by_their_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.xls");
    fs::write(&path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").unwrap();
    let error = read_segments(&path).unwrap_err().to_string();
    assert!(error.contains("save it as XLSX or CSV"), "{error}");
}

#[test]
fn moses_pairs_may_be_gzipped() {
    let folder = tempfile::tempdir().unwrap();
    for (lang, text) in [("en", "Salt\n"), ("ru", "Соль\n")] {
        let file = fs::File::create(folder.path().join(format!("m.ru-en.{lang}.gz"))).unwrap();
        let mut gzip = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
        std::io::Write::write_all(&mut gzip, text.as_bytes()).unwrap();
        gzip.finish().unwrap();
    }
    let mut units = open(folder.path().join("m.ru-en.ru.gz").as_path(), &MemoryOptions::default()).unwrap();
    let unit = units.next().unwrap().unwrap();
    assert_eq!((unit.en.as_str(), unit.ru.as_str(), unit.source), ("Salt", "Соль", Lang::Ru));
}

/// Converts from another program's file to ours, and from ours to ours.
#[test]
fn what_is_not_confirmed_is_never_written_as_translated() {
    let folder = tempfile::tempdir().unwrap();
    let states = |body: &str, version: &str| -> Vec<String> {
        fs::write(folder.path().join("a.xlf"), xliff(version, body)).unwrap();
        for (from, to) in [("a.xlf", "b.xlf"), ("b.xlf", "c.xlf")] {
            enru(folder.path(), &["convert", from, "-o", to, "--force"]).assert().success();
        }
        let written = fs::read_to_string(folder.path().join("c.xlf")).unwrap();
        assert_eq!(written, fs::read_to_string(folder.path().join("b.xlf")).unwrap());
        written.split("state=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_string()).collect()
    };
    let unit = |id: usize, attributes: &str, target: &str, more: &str| {
        format!(
            "<trans-unit id='{id}' {attributes}><source>Rye</source><target {target}>Рожь</target>{more}</trans-unit>"
        )
    };
    let old = [
        unit(1, "", "state='needs-translation'", ""),
        unit(2, "mq:status='PartiallyEdited'", "", ""),
        unit(3, "", "", ""),
        "<trans-unit id='4'><source>Rye</source><seg-source><mrk mtype='seg' mid='1'>Rye</mrk></seg-source><target>\
         <mrk mtype='seg' mid='1'>Рожь</mrk></target><sdl:seg-defs><sdl:seg id='1' conf='Draft'/></sdl:seg-defs></trans-unit>"
            .to_string(),
    ];
    assert_eq!(
        states(&old.concat(), "1.2"),
        ["needs-translation", "needs-review-translation", "translated", "needs-review-translation"]
    );
    let segment =
        |state: &str| format!("<segment {state}><source>Rye</source><target>Рожь</target></segment>");
    let new = ["state='initial'", "state='reviewed'", "state='translated' subState='us:odd'"].map(segment);
    let units: Vec<String> =
        new.iter().enumerate().map(|(id, segment)| format!("<unit id='{id}'>{segment}</unit>")).collect();
    assert_eq!(states(&units.concat(), "2.1"), ["needs-translation", "signed-off", "translated"]);
    let last = fs::read_to_string(folder.path().join("c.xlf")).unwrap();
    assert!(last.contains("<context context-type=\"state\">us:odd</context>"), "{last}");
}

fn enru(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enru"));
    command.current_dir(folder).args(args);
    command
}

#[test]
fn what_is_left_out_is_reported_and_the_direction_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    file("a.po", "#, fuzzy\nmsgid \"A\"\nmsgstr \"А\"\n\nmsgid \"Tea\"\nmsgstr \"Чай\"\n");
    let convert = ["convert", "a.po", "-", "--format", "csv"];
    enru(folder.path(), &convert).assert().success().stderr(contains("left out 1 fuzzy message\n"));
    file("r.csv", "ru,en\nЧай,Tea\nЧай,Tea leaf\n");
    enru(folder.path(), &["convert", "r.csv", "-", "--format", "tmx"])
        .assert()
        .stdout(contains("srclang=\"ru\""));
    enru(folder.path(), &["tm", "merge", "r.csv"]).assert().stdout("ru,en,confidence,shape,status,en_ids,ru_ids,anchors,flags,document,segment_id\nЧай,Tea,,1-1,auto,,,,,r.csv,".to_string() + &segments("r.csv", "ru,en\nЧай,Tea\n")[0].segment_id + "\n");
    file("e.csv", "en,ru\nTea,Чай\nTea leaf,Чай\n");
    let count = |source: &str| {
        let out = enru(folder.path(), &["tm", "merge", "e.csv", "--source", source]).output().unwrap();
        String::from_utf8(out.stdout).unwrap().lines().count() - 1
    };
    assert_eq!((count("en"), count("ru")), (2, 1));
    let locales =
        ["convert", "e.csv", "-", "--format", "tmx", "--locales", "ru-RU,en-US", "--set", "client=UN"];
    let tmx = enru(folder.path(), &locales).assert().success();
    tmx.stdout(contains("<tuv xml:lang=\"en-US\"><seg>Tea<"))
        .stdout(contains("<prop type=\"client\">UN</prop>"));
    enru(folder.path(), &["convert", "e.csv", "-", "--format", "tmx", "--locales", "xx,ru"]).assert().code(2);
    enru(folder.path(), &["tm", "merge", "e.csv", "-o", "o.csv", "--conflicts", "./o.csv"]).assert().code(2);
    enru(folder.path(), &["tm", "merge", "e.csv", "-o", "o.csv", "--force", "--conflicts", "e.csv"])
        .assert()
        .code(2);
    enru(folder.path(), &["convert", "e.csv", "-", "--text-columns", "ru,zz"])
        .assert()
        .code(1)
        .stderr(contains("'zz'"));
    enru(folder.path(), &["convert", "e.csv", "-", "--format", "tmxx"])
        .assert()
        .code(2)
        .stderr(contains("a similar value exists: 'tmx'"));
}

/// Formats that hold a whole memory, with the name of a file of each.
const WHOLE: [(Format, &str); 7] = [
    (Format::Csv, "m.csv"),
    (Format::Tsv, "m.tsv"),
    (Format::Jsonl, "m.jsonl"),
    (Format::Tmx, "m.tmx"),
    (Format::Xlsx, "m.xlsx"),
    (Format::Xliff, "m.xlf"),
    (Format::Po, "m.po"),
];

fn sample() -> Vec<Segment> {
    let mut first = Segment::new("Tea is ready.", "Чай готов.");
    (first.source, first.status, first.confidence) = (Lang::Ru, Status::Reviewed, Some(0.875));
    (first.document, first.segment_id) = ("menu".into(), "0123456789abcdef".into());
    (first.en_ids, first.ru_ids, first.anchors) = (vec![3], vec![4], vec!["5 = 5".into()]);
    first.extra =
        [("client", "UN"), ("note", "hot"), ("creationid", "ann"), ("changedate", "20240501T100000Z")]
            .map(|(name, value)| (name.to_string(), value.into()))
            .to_vec();
    let mut second = Segment::new("One. Two.", "Раз и два.");
    (second.source, second.shape.en, second.document) = (Lang::Ru, 2, "menu".into());
    second.segment_id = "fedcba9876543210".into();
    vec![first, second]
}

/// Converts every format to every format and back: texts, direction, statuses, confidences, numbers, documents, and
/// preserved fields survive. PO has no segment ids.
#[test]
fn a_round_trip_keeps_what_both_formats_hold() {
    let folder = tempfile::tempdir().unwrap();
    let names = ["client", "note", "creationid", "changedate"].map(str::to_string).to_vec();
    let options = WriteOptions { extra: names, ..WriteOptions::default() };
    let write = |segments: Vec<Segment>, (format, name): (Format, &str)| {
        let path = folder.path().join(name);
        save(segments.into_iter().map(Ok), format, &options, &path, true).unwrap();
        read_segments(&path).unwrap()
    };
    let known = |segments: &[Segment], with_ids: bool| -> Vec<Segment> {
        let mut all = segments.to_vec();
        for segment in &mut all {
            segment.extra.sort_by(|a, b| a.0.cmp(&b.0));
            if !with_ids {
                segment.segment_id.clear();
            }
        }
        all
    };
    for from in WHOLE {
        for to in WHOLE {
            let with_ids = ![from.0, to.0].contains(&Format::Po);
            let read = write(write(sample(), from), to);
            assert_eq!(
                known(&read, with_ids),
                known(&sample(), with_ids),
                "{} to {}",
                from.0.name(),
                to.0.name()
            );
        }
    }
}

/// The formats that `learn` reads, except Parquet, which not every build supports.
#[test]
fn learn_reads_all_that_is_written_and_no_rejected_segments() {
    let folder = tempfile::tempdir().unwrap();
    let formats = WHOLE.into_iter().chain([(Format::Moses, "m.moses"), (Format::Hunalign, "m.hunalign")]);
    for (format, name) in formats {
        let mut rejected = Segment::new("Wrong", "Неверно");
        rejected.status = Status::Rejected;
        // Plain lines have no status, so they cannot mark a segment as rejected.
        let is_plain = matches!(format, Format::Moses | Format::Hunalign);
        let segments = sample().into_iter().chain((!is_plain).then_some(rejected));
        let path = folder.path().join(name);
        save(segments.map(Ok), format, &WriteOptions::default(), &path, true).unwrap();
        let read = enru::lexicon::learn::Learner::new().add_file(&path, &InputOptions::default());
        assert_eq!(read.unwrap_or_else(|e| panic!("{e}")), 2, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn pipes_are_copied_and_changed_files_refused() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.csv");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let writer = {
        let pipe = pipe.clone();
        std::thread::spawn(move || fs::write(pipe, "en,ru\nTea,Чай\nTea,Чай\nCup,Чашка\n").unwrap())
    };
    enru(folder.path(), &["tm", "dedupe", "pipe.csv"]).assert().success().stdout(contains("Cup,Чашка"));
    writer.join().unwrap();
    let path = folder.path().join("m.csv");
    fs::write(&path, "en,ru\nTea,Чай\n").unwrap();
    let memory = Memory::new(&path, &MemoryOptions::default()).unwrap();
    assert_eq!(memory.segments().unwrap().count(), 1);
    fs::write(&path, "en,ru\nTea,Чай\nCup,Чашка\n").unwrap();
    assert!(memory.segments().err().unwrap().to_string().contains("changed while it was being read"));
}

#[test]
fn ladders_with_absurd_numbers_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("big.ladder"), "0\t0\t0.5\n5000000000\t5000000000\t0.3\n").unwrap();
    enru(folder.path(), &["convert", "big.ladder", "-", "--format", "bracket"])
        .assert()
        .code(1)
        .stderr(contains("5000000000-5000000000 sentences"));
    fs::write(folder.path().join("gap.ladder"), "0\t0\n1\t1\n0\t5000000000000000\n").unwrap();
    enru(folder.path(), &["convert", "gap.ladder", "-", "--format", "bracket"])
        .assert()
        .code(1)
        .stderr(contains("[1..0]:[1..5000000000000000]"));
}

/// Every reader holds one segment at a time: a file with many short rows needs little memory.
#[test]
fn short_rows_are_read_one_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.csv");
    fs::write(&path, "en,ru\n".to_string() + &"a,б\n".repeat(100_000)).unwrap();
    assert_eq!(open(&path, &MemoryOptions::default()).unwrap().filter(|s| s.is_ok()).count(), 100_000);
}
