//! Saved web pages: extracts the article without menus, banners and side bars. Parts of other pages that are not text
//! are left out and counted.

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

/// The output of `enru split` for a file with this name.
fn lines(name: &str, content: impl AsRef<[u8]>) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    let done = enru(&["split", "--lang", "en", path.to_str().unwrap()]).success();
    let text = String::from_utf8(done.get_output().stdout.clone()).unwrap();
    text.lines().filter(|line| !line.is_empty()).map(str::to_string).collect()
}

const LONG: &str = "<p>The keeper of the lighthouse writes down the weather twice a day and sends the page to the \
                    harbour office every Monday morning.</p>";
const LONG_TEXT: &str = "The keeper of the lighthouse writes down the weather twice a day and sends the page to the \
                         harbour office every Monday morning.";

/// A page whose article is `html` around a long paragraph.
fn article(html: &str) -> Vec<String> {
    let mut lines = lines("a.html", format!("<!DOCTYPE html><main>{html}{LONG}</main>"));
    assert_eq!(lines.pop().as_deref(), Some(LONG_TEXT), "{html}");
    lines
}

#[test]
fn short_paragraphs_beside_a_long_one_stay() {
    let letter =
        format!("<body><p>Dear all,</p><blockquote>{LONG}</blockquote><p>Please reply.</p><p>A. Hill</p>");
    assert_eq!(lines("a.html", letter), ["Dear all,", LONG_TEXT, "Please reply.", "A. Hill"]);
    let lead = format!(
        "<main><h1>Title</h1><p>A lead.</p><article>{LONG}</article></main><div>Advertisement.</div>"
    );
    assert_eq!(lines("a.html", lead), ["Title", "A lead.", LONG_TEXT]);
}

#[test]
fn what_is_left_out_is_counted() {
    let page = page("release.en.html");
    enru(&["split", page.to_str().unwrap()])
        .success()
        .stderr(contains("paragraphs outside the article left out"));
    // A page may consist of a list of links.
    let links = "<main><h1>Reports</h1><ul><li><a href=a>One</a><li><a href=b>Two</a><li><a href=c>Three</a></ul></main>";
    assert_eq!(lines("a.html", links), ["Reports", "One", "Two", "Three"]);
}

#[test]
fn all_articles_of_a_page_and_its_only_title_stay() {
    let two =
        format!("<article>{LONG}<p>So it is.</p></article><article>{LONG}</article><p>Advertisement.</p>");
    assert_eq!(lines("a.html", &two)[..3], [LONG_TEXT, "So it is.", LONG_TEXT]);
    let teased = format!("<article>{LONG}{LONG}</article><article>Short.</article>");
    assert_eq!(lines("a.html", teased), [LONG_TEXT, LONG_TEXT]);
    let banner = format!("<header><a href='/'>Port</a><h1>Weather</h1></header><main>{LONG}</main>");
    assert_eq!(lines("a.html", banner), ["Weather", LONG_TEXT]);
    let site = format!("<header><h1><a href='/'>Port</a></h1></header><main>{LONG}</main>");
    assert_eq!(lines("a.html", site), [LONG_TEXT]);
}

#[test]
fn names_made_from_titles_are_no_side_bars() {
    let section = format!("<section id='related'><h2 id='menu'>Related</h2><p>Short.</p>{LONG}</section>");
    let page = format!("<main><h1>All</h1>{LONG}{LONG}{section}</main>");
    assert_eq!(lines("a.html", page)[3..], ["Related", "Short.", LONG_TEXT]);
    let post =
        format!("<div class='post category-newsletter'><h1>All</h1>{LONG}</div><div>{LONG}{LONG}</div>");
    assert_eq!(lines("a.html", post)[..2], ["All", LONG_TEXT]);
}

#[test]
fn marks_of_notes_go_and_numbers_of_references_stay() {
    for (html, text) in [
        ("Deep<sup><a href='#cite_note-1'>[1]</a></sup> lake.", "Deep lake."),
        ("Deep<sup><a href='#n'>2</a>, <a href='#m'>3</a></sup> lake.", "Deep lake."),
        ("Deep<a href='#_ftn1'>[1]</a> lake.", "Deep lake."),
        ("Deep<a href='#x' role='doc-noteref'>4</a> lake.", "Deep lake."),
        ("Deep<a href='#n'><sup>b</sup></a> lake.", "Deep lake."),
        ("See Figure <a href='#f2'>2</a> and <a href='#p4'>(4)</a>.", "See Figure 2 and (4)."),
        ("See note <a href='#fn9'>9</a> and [<a href='#ref5'>5</a>].", "See note 9 and [5]."),
        ("Rules<a class='anchor' href='#rules'>¶</a>", "Rules"),
        ("Hill, 1990. <a href='#r1'>^</a>", "Hill, 1990."),
        ("Rules <a href='#rules' aria-hidden='true'>link</a>", "Rules"),
    ] {
        assert_eq!(article(&format!("<p>{html}</p>")), [text]);
    }
}

#[test]
fn raised_text_and_formulas_keep_their_meaning() {
    for (html, text) in [
        ("It is 10<sup>6</sup> km<sup>2</sup> of H<sub>2</sub>O.", "It is 10⁶ km² of H₂O."),
        ("On the 5<sup>th</sup> add <sup>1</sup>/<sub>2</sub> cup.", "On the 5th add 1/2 cup."),
        ("Let <math><msup><mi>x</mi><mn>2</mn></msup><mo>=</mo><mn>4</mn></math> be.", "Let x² = 4 be."),
        (
            "A <math><mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mn>2</mn></mfrac></math>.",
            "A (a + 1)/2.",
        ),
        (
            "So <math><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>\
             <msub><mi>x</mi><mi>i</mi></msub></math> is.",
            "So ∑_(i = 1)^n x_i is.",
        ),
    ] {
        assert_eq!(article(&format!("<p>{html}</p>")), [text]);
    }
}

#[test]
fn what_readers_do_not_see_is_not_read() {
    for hidden in [
        "<p hidden>No.</p>",
        "<p style='Visibility: Hidden'>No.</p>",
        "<span class='govuk-visually-hidden'>No.</span>",
        "<p style='position:absolute; left:-9999px'>No.</p>",
        "<template><p>No.</p></template>",
        "<noscript><p>No.</p></noscript>",
        "<svg><title>No.</title></svg>",
        "<button>Share</button>",
        "<span class='mw-editsection'>[edit]</span>",
        "<iframe>No.</iframe>",
    ] {
        assert_eq!(article(&format!("<p>Yes.</p>{hidden}")), ["Yes."], "{hidden}");
    }
    let panel =
        "<button aria-expanded='false' aria-controls='p1'>When?</button><div id='p1' hidden>Soon.</div>";
    assert_eq!(article(panel), ["When?", "Soon."]);
    let fold =
        "<h3><button aria-expanded='false'>Why?</button></h3><details><summary>How?</summary>So.</details>";
    assert_eq!(article(fold), ["Why?", "How?", "So."]);
    assert_eq!(article("<p>Deep lakes,<sup>2, 3</sup> they say.</p>"), ["Deep lakes,², ³ they say."]);
    assert_eq!(article("<p><q>It is <q>new</q></q>, he said.</p>"), ["“It is ‘new’”, he said."]);
    assert_eq!(article("<p><img alt='T'>he end. <img alt='A boat'></p>"), ["The end."]);
}

#[test]
fn style_sheets_of_the_page_hide_text() {
    let sheet = "<style>/* notes */ .draft, p.aside { display: none } #old{visibility:hidden}\
                 .panel{display:none} .tip{display:none} .tip.open{display:block}\
                 @media print { .web { display: none } }</style>";
    let shown = |html: &str| article(&format!("{sheet}<p>Yes.</p>{html}"));
    for hidden in ["<p class='a draft'>No.</p>", "<div class=draft><p>No.</p></div>", "<p id=old>No.</p>"] {
        assert_eq!(shown(hidden), ["Yes."], "{hidden}");
    }
    assert_eq!(shown("<p>It <span class='draft'>never </span>rains.</p>"), ["Yes.", "It rains."]);
    for read in
        ["<p class=web>Too.</p>", "<p class=tip>Too.</p>", "<p class=draft style='display:block'>Too.</p>"]
    {
        assert_eq!(shown(read), ["Yes.", "Too."], "{read}");
    }
    let inside = "<style>.editors p, #memo > .line{display:none}</style>";
    for hidden in
        ["<div class=editors><div><p>No.</p></div></div>", "<div id=memo><p class=line>No.</p></div>"]
    {
        assert_eq!(article(&format!("{inside}<p>Yes.</p>{hidden}")), ["Yes."], "{hidden}");
    }
    let outside = format!("{inside}<p>Yes.</p><div id=memo><div><p class=line>Too.</p></div></div>");
    assert_eq!(article(&outside), ["Yes.", "Too."]);
    let fold = "<button class='accordion'>Why?</button><div class='draft'>So.</div>";
    assert_eq!(shown(fold), ["Yes.", "Why?", "So."]);
    // A page that a program has yet to show is read.
    let waiting = "<style>body{visibility:hidden}</style><body><p>The ferry is late.</p></body>";
    assert_eq!(lines("w.html", waiting), ["The ferry is late."]);
}

#[test]
fn style_sheets_of_the_page_raise_and_lower_text() {
    let sheet = "<style>.calibre7{font-size:0.7em;vertical-align:super} span.t4{vertical-align:sub}</style>";
    let text = "<p>The lake holds 10<span class=calibre7>9</span> litres of H<span class=t4>2</span>O.\
                <a href='#n3'><span class=calibre7>3</span></a></p>";
    assert_eq!(article(&format!("{sheet}{text}")), ["The lake holds 10⁹ litres of H₂O."]);
}

#[test]
fn titles_and_notes_of_pandoc_and_libreoffice_are_read() {
    let titled = "<header id=title-block-header><h1>The Lake</h1><p class=author>A. Hill</p></header>\
                  <h1>Depth</h1><p>The lake is the deepest of the whole country and has no fish.</p>";
    assert_eq!(
        lines("t.html", format!("<html><body>{titled}</body></html>")),
        ["The Lake", "A. Hill", "Depth", "The lake is the deepest of the whole country and has no fish."]
    );
    let notes = "<p>It is deep.<a href='#ftn1' id=body_ftn1>1</a></p><ol><li><p><span class='ListLabel_20_3'>2.</span>\
                 Swim.</p></li></ol><p class=Footnote><a id=ftn1 href='#body_ftn1'>1</a> By a metre.</p>\
                 <p><a href='#r' class='footnote-back'>2</a>. By two.</p>";
    let page = format!("<html><body>{notes}</body></html>");
    assert_eq!(lines("n.html", page), ["It is deep.", "2. Swim.", "By two.", "By a metre."]);
    let section = "<div><p>The ferry of the bay crosses it six times a day in summer.</p></div>";
    for note in [
        "<div id=ftn1><p class=MsoFootnoteText><a href='#_ftnref1'>[1]</a> In May.</p></div>",
        "<aside class='footnote-list'><aside class=footnote role=doc-footnote><span class=label>[<a role=doc-backlink href='#r'>1</a>]</span>\
         <p>In May.</p></aside></aside>",
        "<div class=footnotes><p><a href='#ftnt_ref1' id=ftnt1>[1]</a>&nbsp;In May.</p></div>",
        "<ol class=footnotes><li>In May. <a href='#r5-link'>\u{21a9}\u{fe0e}</a></li></ol>",
    ] {
        let page = format!("<html><body>{section}<div>{note}</div></body></html>");
        assert_eq!(lines("n.html", &page)[1..], ["In May."], "{note}");
    }
    let wiki =
        "<p>Rye is old.<sup class='noprint Inline-Template'>[<i><a href=x>who says?</a></i>]</sup></p>";
    assert_eq!(article(wiki), ["Rye is old."]);
}

#[test]
fn formulas_that_mathjax_sets_are_read() {
    let tex = "<p>Let <script type='math/tex; mode=display'>a < b</script>, so.</p>";
    assert_eq!(article(tex), ["Let a < b, so."]);
    let set = "<p>Let <span>x</span><script type='math/tex' id='MathJax-Element-1'>x</script> be.</p>";
    assert_eq!(article(set), ["Let x be."]);
    assert_eq!(article("<p>Let<script type='text/javascript'>a < b</script> it be.</p>"), ["Let it be."]);
}

#[test]
fn xhtml_is_read_by_the_rules_of_xml() {
    let head = "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title/><script src='x'/></head>";
    let body = "<body><p>One<del/>&nbsp;two.<iframe src='y'/></p><p><![CDATA[A < b & c.]]></p></body></html>";
    assert_eq!(lines("a.xhtml", format!("{head}{body}")), ["One\u{a0}two.", "A < b & c."]);
    // Not well-formed: read as browsers do.
    assert_eq!(
        lines("a.xhtml", "<html xmlns='http://www.w3.org/1999/xhtml'><p>One<br>two<p>Three"),
        ["One two", "Three"]
    );
}

#[test]
fn pages_made_to_harm_are_read_in_linear_time() {
    let long = 200_000;
    for page in [
        format!("<!x <script><p{}>The end.</p>", " a='1'".repeat(long)),
        format!("<p>{}The end.", "<br> ".repeat(long)),
        format!("{}<p>The end.", "<div>".repeat(long)),
        format!("{}The end.", (0..long).map(|n| format!("<b id={n}>")).collect::<String>()),
        format!("<p>{}The end.", "<a href='#x'>".repeat(long)),
        format!("<math>{}</math>The end.", "<msqrt>".repeat(long)),
    ] {
        assert!(lines("a.html", &page).concat().contains("The end."), "{}", &page[..30]);
    }
}

/// A report of four pages, each with a heading and a page number.
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
        // The first page heading is the title.
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
        .stderr(contains("left out: reordered-list 16 (--keep-furniture keeps them)"));
    assert!(fs::read_to_string(out.join("report.csv")).unwrap().contains("reordered-list=16"));
}
