//! Cost grows linearly with the size of the input: readers, splitter, anchors, links and search on about two hundred
//! patterns, each repeated n and 2n times. Twice the input may take at most 2.5 times the CPU time.
//!
//! Measures the user time of the process, as the least of several runs, since other programs only add to it. A pattern that
//! seems to grow too fast is measured again with more repetitions.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The highest ratio of the cost of twice the input.
const MOST: f64 = 2.5;
/// Differences below this many seconds are noise. The faults that this test detects take seconds.
const NOISE: f64 = 0.3;

/// Patterns: the repeated part, and the text before and after it, by file extension.
fn patterns() -> Vec<(&'static str, String, String, String)> {
    let mut all = Vec::new();
    let mut add = |ending, before: &str, mark: &str, after: &str| {
        all.push((ending, before.to_string(), mark.to_string(), after.to_string()));
    };
    let words = [
        "-",
        "— ",
        "–",
        "- ",
        ". ",
        "… ",
        "! ",
        "?!",
        "Mr. ",
        "A. ",
        "1. ",
        "12 ",
        "1 000 ",
        "5% ",
        "XIV ",
        "5 May ",
        "a; ",
        "a: ",
        "\" ",
        "« ",
        "(",
        "( ",
        "[1] ",
        "a-",
        "a'",
        "a/",
        "a@",
        "_",
        "*",
        "=",
        "UN ",
        "WORD ",
        "т. е. ",
        "г. ",
        "— Да! ",
        "\u{200b}",
        "\u{301}",
        "\t",
        "word\n",
        "\n",
        "- word\n",
        "1) word\n",
        "http://a.b/c ",
        "A/RES/70/1 ",
        "\u{ad}",
        "w",
        "Ivan Petrov ",
        "3.14.15 ",
        "12:30 ",
        "$5 ",
        "№ 5 ",
        "a\r",
    ];
    words.iter().for_each(|word| add("txt", "The mill. ", word, " The end."));
    let tags = [
        "<br> ",
        "<br>\n",
        "<span> </span>",
        "<b>",
        "<i><b></i>",
        "<a href=x>",
        "<a href=x>y</a> ",
        "<div>",
        "<p>",
        "<li>",
        "<ul><li>",
        "<table><tr><td>",
        "<td>x",
        "<!-- x",
        "&amp;",
        "&#x",
        "&nbsp; ",
        "<sup>1</sup> ",
        "<img alt=x> ",
        "<font a=1>",
        "<ruby><rt>",
        "<dl><dt>a<dd>",
        "<h2>a</h2>",
        "</p>",
        "</br>",
        "<form>",
        "<select><option>",
        "<svg>",
        "<math>",
        "<nobr>",
        "<template>",
        "<b><p>",
        "<wbr> ",
        "<a id=n1></a> ",
    ];
    tags.iter().for_each(|tag| add("html", "<html><body><p>The mill.</p>", tag, "The end."));
    add("html", "<p ", "a='1' ", ">The end.");
    let marks = [
        "- ",
        "1. ",
        "> ",
        ">",
        "#",
        "*a",
        "_a_b",
        "`",
        "`a",
        "[",
        "![",
        "[a](b) ",
        "](",
        "|a|b|\n",
        "<b>",
        "<!--",
        "~~a",
        "$a",
        "\\*",
        "[^1] ",
        "[^1]: a\n\n",
        "```\n",
        "a\n=\n",
        "[a]: b\n",
        "&amp;",
        "<http://a",
    ];
    marks.iter().for_each(|mark| add("md", "The mill.\n\n", mark, "\n\nThe end."));
    let controls = [
        "{",
        "\\b ",
        "\\u1088?",
        "\\'cf",
        "\\par ",
        "{\\footnote a}",
        "{\\field{\\*\\fldinst TOC}{\\fldrslt a}}",
        "\\trowd\\cell ",
        "{\\f1 a}",
        "\\tab ",
    ];
    controls.iter().for_each(|control| add("rtf", "{\\rtf1 The mill. ", control, " The end.}"));
    let elements =
        ["<p>a</p>", "<section>", "<p><a type='note' href='#n'>1</a></p>", "<empty-line/>", "<p/>"];
    elements.iter().for_each(|element| {
        add("fb2", "<FictionBook><body><p>The mill.</p>", element, "</body></FictionBook>")
    });
    add("srt", "", "1\n00:00:01,000 --> 00:00:02,000\na\n\n", "");
    add("srt", "1\n00:00:01,000 --> 00:00:02,000\n", "<i>", "The end.\n");
    add("vtt", "WEBVTT\n\n", "00:01.000 --> 00:02.000\n<v Bob>a\n\n", "");
    let rows = ["a,б\n", "\"a\",\"б\"\n", "\"\"", ",", "\n", "A.,Б.\n"];
    rows.iter().for_each(|row| add("csv", "en,ru\n", row, "c,д\n"));
    add("csv", "en,ru,flags\nA.,Б.,", "a; ", "\n");
    add("tsv", "en\tru\n", "a\tб\n", "");
    add("jsonl", "", "{\"en\":\"a\",\"ru\":\"б\"}\n", "");
    add("jsonl", "{\"en\":\"a\",\"ru\":\"б\",\"x\":[0", ",1", "]}\n");
    let unit = "<tu><tuv xml:lang='en'><seg>A.</seg></tuv><tuv xml:lang='ru'><seg>Б.</seg></tuv></tu>";
    let inside = [
        "<prop type='x'>y</prop>",
        "<note>y</note>",
        "<tuv xml:lang='en'><seg>A.</seg></tuv>",
        "<tuv xml:lang='de'><seg>A.</seg></tuv>",
    ];
    add("tmx", "<tmx version='1.4'><body>", unit, "</body></tmx>");
    inside.iter().for_each(|part| {
        add("tmx", "<tmx version='1.4'><body><tu>", part, &format!("{}</body></tmx>", &unit[4..]))
    });
    add(
        "tmx",
        "<tmx version='1.4'><body><tu><tuv xml:lang='en'><seg>A",
        "<ph>x</ph>",
        &format!("</seg></tuv>{}</body></tmx>", &unit[44..]),
    );
    add("po", "", "msgid \"a\"\nmsgstr \"б\"\n\n", "");
    add("po", "msgid \"a\"\n", "\"a\"\n", "msgstr \"б\"\n");
    add("po", "msgid \"a\"\nmsgstr \"б\"\n\n", "# x\n\n#. y\nmsgid \"a\"\nmsgstr \"б\"\n", "");
    add(
        "xlf",
        "<xliff version='1.2'><file source-language='en' target-language='ru'><body>",
        "<trans-unit id='1'><source>A.</source><target>Б.</target></trans-unit>",
        "</body></file></xliff>",
    );
    add(
        "xlf",
        "<xliff version='1.2'><file source-language='en' target-language='ru'><body><trans-unit id='1'><source>A.</source><target>Б.</target>",
        "<note>y</note>",
        "</trans-unit></body></file></xliff>",
    );
    all
}

/// The least user time of `times` runs over the file `path`, in seconds.
fn cost(path: &Path, arguments: &[&str], times: usize) -> f64 {
    let run = || {
        // A refusal is a valid result. The shell prints the time of its children; its own line comes first.
        let output = Command::new("sh")
            .args([
                "-c",
                "\"$@\" >/dev/null 2>&1; code=$?; times; exit $code",
                "sh",
                env!("CARGO_BIN_EXE_enru"),
            ])
            .args(arguments)
            .arg(path)
            .args(["-o", "/dev/null", "-q"])
            .output()
            .unwrap();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{arguments:?} {}", path.display());
        let said = String::from_utf8(output.stdout).unwrap();
        let user = said.lines().nth(1).and_then(|line| line.split_whitespace().next());
        let (minutes, seconds) = user.and_then(|user| user.split_once('m')).unwrap();
        let seconds: f64 = seconds.trim_end_matches('s').replace(',', ".").parse().unwrap();
        60.0 * minutes.parse::<f64>().unwrap() + seconds
    };
    (0..times).map(|_| run()).fold(f64::INFINITY, f64::min)
}

/// The ratio of the times for 2n and n repetitions, or `None` if both are negligible.
fn growth(folder: &Path, pattern: &(&str, String, String, String), bytes: usize, times: usize) -> f64 {
    let (ending, before, mark, after) = pattern;
    let arguments: &[&str] = match *ending {
        "csv" | "tsv" | "jsonl" | "tmx" | "po" | "xlf" => &["convert", "--format", "tmx"],
        _ => &["split", "--lang", "en"],
    };
    let [once, twice] = [bytes, 2 * bytes].map(|bytes| {
        let path = folder.join(format!("x.{ending}"));
        fs::write(&path, format!("{before}{}{after}", mark.repeat(bytes / mark.len()))).unwrap();
        cost(&path, arguments, times)
    });
    if twice < NOISE { 1.0 } else { twice / once }
}

/// Takes some minutes. `ENRU_TEST_BYTES=1000000` makes the files larger.
#[test]
fn readers_and_splitter_take_time_in_proportion() {
    let bytes = std::env::var("ENRU_TEST_BYTES").ok().and_then(|bytes| bytes.parse().ok()).unwrap_or(100_000);
    let folder = tempfile::tempdir().unwrap();
    let patterns = patterns();
    assert!(patterns.len() > 140, "{}", patterns.len());
    let grows = |pattern: &&(&str, String, String, String)| growth(folder.path(), pattern, bytes, 1) > MOST;
    let suspects: Vec<_> = patterns.iter().filter(grows).collect();
    let slow = suspects.into_iter().filter(|pattern| growth(folder.path(), pattern, 2 * bytes, 3) > MOST);
    let slow: Vec<_> = slow.map(|(ending, before, mark, _)| (ending, before, mark)).collect();
    assert!(slow.is_empty(), "{slow:?}");
}

/// Sentences that are expensive to align: anchors of each kind, names that sound alike, identical texts.
fn sentences(kind: usize, count: usize) -> [String; 2] {
    let letters = |mut number: usize, vowels: [char; 5]| -> String {
        let syllables = (0..6).map(|_| {
            let vowel = vowels[number % 5];
            number /= 5;
            vowel
        });
        syllables.flat_map(|vowel| [vowel, 'r']).collect()
    };
    let of = |i: usize| -> [String; 2] {
        let day = i % 28 + 1;
        let sides: [String; 2] = match kind {
            0 => ["The end.".into(), "Конец.".into()],
            1 => [format!("It met on {day} May 2021."), format!("Он собрался {day} мая 2021 года.")],
            2 => [format!("We saw {i} of 1000 and 2000."), format!("Мы видели {i} из 1000 и 2000.")],
            3 => ["In 2021 there were 1000 and 2000.".into(), "В 2021 было 1000 и 2000.".into()],
            4 => [
                format!("B{} came.", letters(i, ['a', 'e', 'i', 'o', 'u'])),
                format!("Б{} пришёл.", letters(i, ['а', 'е', 'и', 'о', 'у']).replace('r', "р")),
            ],
            5 => ["UNODC and WHO met the UN.".into(), "УНП ООН и ВОЗ встретили ООН.".into()],
            6 => [format!("See A/RES/{}/1.", i % 70), format!("См. A/RES/{}/1.", i % 70)],
            7 => [format!("Word{i} stands alone."), format!("Слово{} стоит одно.", i * 7)],
            8 => ["- Item.".into(), "- Пункт.".into()],
            _ => [format!("The court heard case {}.", i % 50), format!("Суд слушал дело {}.", i % 50)],
        };
        sides
    };
    let [mut en, mut ru] = [String::new(), String::new()];
    for [a, b] in (0..count).map(of) {
        en += &(a + "\n\n");
        ru += &(b + "\n\n");
    }
    [en, ru]
}

#[test]
#[ignore = "measures time of aligning: run by hand on a quiet machine"]
fn aligning_takes_time_in_proportion() {
    let folder = tempfile::tempdir().unwrap();
    let cost_of = |kind: usize, count: usize| {
        let [en, ru] = ["x.en.txt", "x.ru.txt"].map(|name| folder.path().join(name));
        let texts = sentences(kind, count);
        fs::write(&en, &texts[0]).unwrap();
        fs::write(&ru, &texts[1]).unwrap();
        cost(&ru, &["align", "--format", "csv", en.to_str().unwrap()], 1)
    };
    for kind in 0..10 {
        // Windows have 600 sentences; the search is linear from several windows on.
        let (once, twice) = (cost_of(kind, 1200), cost_of(kind, 2400));
        let grows = twice >= NOISE && twice > MOST * once;
        // Equal sentences make the search widen its windows, up to a limit at some thousand sentences.
        let still = || cost_of(kind, 9600) > MOST * cost_of(kind, 4800);
        assert!(!grows || !still(), "kind {kind}: {once} s, then {twice} s");
    }
}
