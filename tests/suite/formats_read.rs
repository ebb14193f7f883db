//! Documents in formats other than plain text: the extracted text, and resistance to hostile files.

use crate::common::read_segments;
use enru::read::{NoticeKind, ReadOptions, from_bytes, open};
use enru::{BlockKind, Document};
use proptest::prelude::*;
use std::io::{Cursor, Write};
use std::path::Path;

fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> enru::Result<Document> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    open(&path, options).map(|reading| reading.value)
}

fn texts(document: &Document) -> Vec<&str> {
    document.blocks().iter().map(|b| b.span.of(document.text())).collect()
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn docx(body: &str) -> Vec<u8> {
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    let notes = "<w:footnotes><w:footnote w:id='0'><w:p><w:r><w:t>sep</w:t></w:r></w:p></w:footnote><w:footnote \
                 w:id='2'><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>";
    zipped(&[("word/document.xml", document.as_bytes()), ("word/footnotes.xml", notes.as_bytes())])
}

#[test]
fn docx_keeps_cells_and_notes_and_leaves_out_deletions() {
    let body = "<w:p><w:r><w:t>Split </w:t></w:r><w:del><w:r><w:delText>no</w:delText></w:r></w:del><w:ins><w:r>\
                <w:t>run.</w:t><w:footnoteReference w:id='2'/></w:r></w:ins></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>A\
                </w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>B</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let document = read("x.docx", &docx(body), &ReadOptions::default()).unwrap();
    assert_eq!(texts(&document), ["Split run.", "A", "B", "A note."]);
    let kinds: Vec<_> = document.blocks().iter().map(|b| b.kind).skip(1).collect();
    assert_eq!(kinds, [BlockKind::Cell, BlockKind::Cell, BlockKind::Note]);
}

/// Pages with the usual parts of a web site around an article, in four kinds of markup.
const PAGES: [&str; 4] = [
    "<!doctype html><html><head><title>T</title></head><body><header><a href=/>Home</a><h2>Site</h2></header><nav><ul>\
     <li><a href=/a>News</a><li><a href=/b>About us</a></ul></nav><main><article><h1>Aid arrives</h1>ARTICLE\
     </article></main><aside><p>Subscribe to our newsletter, it comes every week and costs nothing at all.</p></aside>\
     <footer><p>Copyright</p></footer></body></html>",
    "<html><body><div class='cookie-banner'><p>We use cookies, which you may accept or refuse as you like, today.</p>\
     </div><div id=menu><a href=/a>News</a></div><div class='content with-sidebar'><div class=story><h1>Aid arrives</h1>\
     ARTICLE</div><div class=sidebar><p>Most read this week: the ten best loved stories of our site.</p></div></div>\
     </body></html>",
    "<html><body><table><tr><td><a href=/a>News</a><br><a href=/b>About</a></td><td><h1>Aid arrives</h1>ARTICLE</td>\
     </tr></table><div role=contentinfo>Copyright, all rights reserved, by the owners of this old site.</div></body>",
    "<html><body><h1>Aid arrives</h1><section><div>ARTICLE</div></section><ul><li><a href=/1>One story</a><li>\
     <a href=/2>Two stories</a><li><a href=/3>Three stories</a></ul><script>var x = '<p>no</p>';</script></body></html>",
];

const ARTICLE: &str = "<p>The first trucks reached the valley on 5&nbsp;May, the Office said<sup><a href='#n1'>1</a></sup>.</p>\
                       <p>They carried food for two thousand people &amp; tents for half of them.</p>";

#[test]
fn only_the_article_comes_out_of_a_page() {
    let expected = [
        "Aid arrives",
        "The first trucks reached the valley on 5\u{a0}May, the Office said.",
        "They carried food for two thousand people & tents for half of them.",
    ];
    for page in PAGES {
        let page = page.replace("ARTICLE", ARTICLE);
        let document = read("page.html", page.as_bytes(), &ReadOptions::default()).unwrap();
        assert_eq!(texts(&document), expected, "{page}");
        let whole = ReadOptions { whole_page: true, ..Default::default() };
        assert!(read("page.html", page.as_bytes(), &whole).unwrap().blocks().len() > 3, "{page}");
    }
}

#[test]
fn a_page_says_its_encoding() {
    let script = "<script>t='charset=koi8-r'</script><meta http-equiv=Content-Type content='text/html; charset = windows-1251'>\
                  <p>Пасека за оврагом.</p>";
    let bytes = encoding_rs::WINDOWS_1251.encode(script).0;
    let document = read("x.html", &bytes, &ReadOptions::default()).unwrap();
    assert_eq!(texts(&document), ["Пасека за оврагом."]);
    let page = "<html><head><meta charset=koi8-r></head><body><p>Да, ООН.</p></body></html>";
    let bytes = encoding_rs::KOI8_R.encode(page).0;
    assert_eq!(texts(&read("p.html", &bytes, &ReadOptions::default()).unwrap()), ["Да, ООН."]);
    let text = "Да, это сказала ООН в среду.";
    for head in
        ["", "<meta charset=utf-8>", "<meta http-equiv=Content-Type content='text/html; charset=utf-8'>"]
    {
        let page = format!("<html><head>{head}</head><body><p>{text}</p></body></html>");
        let bytes = encoding_rs::WINDOWS_1251.encode(&page).0;
        assert_eq!(texts(&read("p.html", &bytes, &ReadOptions::default()).unwrap()), [text], "{head}");
    }
}

#[test]
fn books_are_read_in_the_order_of_the_spine() {
    let container = b"<container><rootfiles><rootfile full-path='O/p.opf'/></rootfiles></container>";
    let opf = b"<package><manifest><item id='a' href='a%20b.xhtml'/><item id='c' href='c.xhtml'/></manifest><spine>\
                <itemref idref='c'/><itemref idref='a'/></spine></package>";
    let book = zipped(&[
        ("META-INF/container.xml", container),
        ("O/p.opf", opf),
        ("O/a b.xhtml", b"<html><body><p>Second.</p></body></html>"),
        ("O/c.xhtml", b"<html><body><p>First.</p></body></html>"),
    ]);
    assert_eq!(texts(&read("x.epub", &book, &ReadOptions::default()).unwrap()), ["First.", "Second."]);
    let fb2 = "<FictionBook><description><p>no</p></description><body><section><title><p>One</p></title><p>Text.</p>\
               </section></body></FictionBook>";
    assert_eq!(texts(&read("x.fb2", fb2.as_bytes(), &ReadOptions::default()).unwrap()), ["One", "Text."]);
    let packed = zipped(&[("book.fb2", fb2.as_bytes())]);
    assert_eq!(texts(&read("x.fb2.zip", &packed, &ReadOptions::default()).unwrap()), ["One", "Text."]);
}

#[test]
fn style_sheets_of_a_book_hide_text() {
    let book = zipped(&[
        ("META-INF/container.xml", b"<container><rootfile full-path='O/p.opf'/></container>"),
        ("O/p.opf", b"<package><manifest><item id='a' href='text/a.xhtml'/></manifest><spine><itemref idref='a'/></spine></package>"),
        (
            "O/text/a.xhtml",
            b"<html><head><link rel='stylesheet' href='../styles/a.css'/><link href='gone.css'/></head>\
              <body><p class='print'>No.</p><aside hidden='' epub:type='footnote'>A note.</aside><p>The tide <span class='print'>never </span>turns.</p></body></html>",
        ),
        ("O/styles/a.css", b".print { display: none }"),
    ]);
    let reading = from_bytes(Path::new("x.epub"), &book, &ReadOptions::default()).unwrap();
    assert_eq!(texts(&reading.value), ["The tide turns.", "A note."]);
    assert!(reading.notices.iter().any(|notice| notice.kind == NoticeKind::Hidden && notice.count == 2));
}

#[test]
fn marks_of_notes_in_books_go_and_words_that_lead_to_notes_stay() {
    let fb2 = "<FictionBook><body><section><p>Deep<a type='note'>{1}</a> (see <a type='note'>the remark</a>).</p></section>\
               </body><body name='notes'><section><p>1</p><p>Forty metres.</p></section></body></FictionBook>";
    assert_eq!(
        texts(&read("x.fb2", fb2.as_bytes(), &ReadOptions::default()).unwrap()),
        ["Deep (see the remark).", "Forty metres."]
    );
    let book = zipped(&[
        ("META-INF/container.xml", b"<container><rootfile full-path='p.opf'/></container>"),
        ("p.opf", b"<package><manifest><item id='a' href='a.xhtml'/></manifest><spine><itemref idref='a'/></spine></package>"),
        ("a.xhtml", b"<html><body><p><a href='b.xhtml#x'>12</a>. Forty metres.</p><p>In <a href='#c'>2</a> days.</p></body></html>"),
    ]);
    assert_eq!(
        texts(&read("x.epub", &book, &ReadOptions::default()).unwrap()),
        ["Forty metres.", "In 2 days."]
    );
}

#[test]
fn a_text_that_speaks_of_tags_is_no_page() {
    let text = "The keeper writes <html> first\n\nand </html> last.\n";
    let read_text = |name: &str, text: &str| {
        let document = read(name, text.as_bytes(), &ReadOptions::default()).unwrap();
        texts(&document).into_iter().map(str::to_string).collect::<Vec<_>>()
    };
    assert_eq!(read_text("x.txt", text), ["The keeper writes <html> first", "and </html> last."]);
    let page = "<!-- saved --><?xml version='1.0'?>\n<x:html><x:body><x:p>One.</x:p></x:body></x:html>";
    assert_eq!(read_text("x.txt", page), ["One."]);
    assert_eq!(read_text("x.mdx", "export const a = 1;\n\n# One\n\n*[UN]: United Nations\n"), ["One"]);
}

#[test]
fn bombs_are_refused() {
    let refused =
        |name: &str, bytes: &[u8]| read(name, bytes, &ReadOptions::default()).unwrap_err().to_string();
    let zeros = vec![b' '; 64 << 20];
    assert!(refused("x.docx", &zipped(&[("word/document.xml", &zeros)])).contains("unsafe"));
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..3 {
        gzip.write_all(&zeros).unwrap();
    }
    assert!(refused("x.txt.gz", &gzip.finish().unwrap()).contains("unsafe"));
    assert!(refused("x.docx", &docx(&"<w:p>".repeat(10_000))).contains("deep"));
    let laughs = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><FictionBook><body><p>&b;</p></body></FictionBook>";
    assert!(refused("x.fb2", laughs.as_bytes()).contains("'&b;' is not defined"));
    assert!(refused("x.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").contains("DOCX"));
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("/Workbook").unwrap().write_all(b"x").unwrap();
    assert!(refused("x.xls", &file.into_inner().into_inner()).contains("spreadsheet"));
}

#[test]
fn deeply_nested_tags_are_no_trouble() {
    // 11 MB: quadratic time in the depth would not end.
    let page = format!("<html><body>{}<p>The end of it all.", "<div><b><p>".repeat(1_000_000));
    assert_eq!(
        texts(&read("x.html", page.as_bytes(), &ReadOptions::default()).unwrap()),
        ["The end of it all."]
    );
}

/// A Word 97 file with one piece of text (its main story and a note of 8 characters) and no formatting.
fn doc(text: &str, note: &str) -> Vec<u8> {
    doc_with_mark(text, note, None)
}

/// The same, with a footnote whose mark the author set at this character.
fn doc_with_mark(text: &str, note: &str, mark: Option<u32>) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().chain(note.encode_utf16()).collect();
    let mut word = vec![0; 2048];
    let mut put = |at: usize, value: u32| word[at..at + 4].copy_from_slice(&value.to_le_bytes());
    put(0, 0x00c1_a5ec);
    put(8, 0x0200 << 16);
    put(76, text.encode_utf16().count() as u32);
    put(80, note.encode_utf16().count() as u32);
    // The table stream contains only the piece table.
    put(154 + 8 * 33 + 4, 21);
    if mark.is_some() {
        // The references to footnotes follow it.
        put(154 + 8 * 2, 21);
        put(154 + 8 * 2 + 4, 10);
    }
    word.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    let mut table = vec![2, 16, 0, 0, 0];
    for value in [0, units.len() as u32, 2048 << 16, 0] {
        table.extend(value.to_le_bytes());
    }
    if let Some(mark) = mark {
        table.extend([mark.to_le_bytes(), (text.len() as u32).to_le_bytes()].concat());
        table.extend([0, 0]);
    }
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in [("/WordDocument", word), ("/1Table", table)] {
        file.create_stream(name).unwrap().write_all(&bytes).unwrap();
    }
    file.into_inner().into_inner()
}

#[test]
fn marks_that_the_author_set_go_from_old_word_files() {
    let bytes = doc_with_mark("The tide* turns.\r", "* At noon.\r", Some(8));
    let document = read("x.doc", &bytes, &ReadOptions::default()).unwrap();
    assert_eq!(texts(&document), ["The tide turns.", "At noon."]);
    let document =
        read("x.doc", &doc("The tide* turns.\r", "* At noon.\r"), &ReadOptions::default()).unwrap();
    assert_eq!(texts(&document), ["The tide* turns.", "* At noon."]);
}

#[test]
fn old_word_files_are_read_without_what_fields_say() {
    let text = "Заголовок\rСм. \u{13}HYPERLINK \"http://a.b\"\u{14}доклад\u{15}\u{2}, часть 2.\r\u{13} TOC \\o\u{14}Глава 1\r\u{15}Да.\r";
    let document = read("x.doc", &doc(text, "\u{2} Сноска.\r"), &ReadOptions::default()).unwrap();
    assert_eq!(texts(&document), ["Заголовок", "См. доклад, часть 2.", "Глава 1", "Да.", "Сноска."]);
    let kinds: Vec<_> = document.blocks().iter().map(|b| b.kind).collect();
    assert_eq!((kinds[2], kinds[4]), (BlockKind::Furniture(enru::Furniture::Contents), BlockKind::Note));
}

/// An unclosed field hides nothing: neither the text after it nor notes referenced by the text.
#[test]
fn fields_that_never_end_hide_no_text() {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let code = |text: &str| format!("<w:r><w:instrText>{text}</w:instrText></w:r>");
    let text = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let page = [mark("begin"), code("PAGE"), mark("separate"), text("7"), mark("end")].concat();
    let note = "<w:r><w:footnoteReference w:id='2'/></w:r>";
    for unending in [
        [mark("begin"), code("TOC"), text("Begun.")].concat(),
        [mark("begin"), code("TOC"), mark("separate"), text("Begun.")].concat(),
        [mark("begin"), mark("begin"), code("PAGE"), mark("separate"), text("Begun."), mark("end")].concat(),
    ] {
        let after = format!("<w:p>{}{page}{note}</w:p>", text("Page "));
        let document =
            read("x.docx", &docx(&format!("<w:p>{unending}</w:p>{after}")), &ReadOptions::default());
        assert_eq!(texts(&document.unwrap()), ["Begun.", "Page 7", "A note."], "{unending}");
    }
    let note = |id: usize, what: &str| format!("<w:footnote w:id='{id}'><w:p>{what}</w:p></w:footnote>");
    let next = |id: usize| format!("<w:r><w:footnoteReference w:id='{id}'/></w:r>");
    let notes: String = (2..9)
        .map(|id| note(id, &[mark("begin"), text(&format!("Note {id}.")), next(id + 1)].concat()))
        .collect();
    let book = zipped(&[
        (
            "word/document.xml",
            format!("<w:document><w:p>{}{}</w:p></w:document>", text("One."), next(2)).as_bytes(),
        ),
        ("word/footnotes.xml", format!("<w:footnotes>{notes}</w:footnotes>").as_bytes()),
    ]);
    let document = read("x.docx", &book, &ReadOptions::default()).unwrap();
    assert_eq!(texts(&document).len(), 8, "{:?}", texts(&document));
}

#[test]
fn counts_that_lie_take_no_memory() {
    let mut bytes = doc("Текст.\r", "\r");
    let at = bytes.windows(4).position(|w| w == [0xec, 0xa5, 0xc1, 0]).unwrap();
    for count in [76, 80, 154 + 8 * 33 + 4] {
        bytes[at + count..at + count + 4].copy_from_slice(&[0xff; 4]);
        let _ = read("x.doc", &bytes, &ReadOptions::default());
    }
    let sheet = "<worksheet><sheetData><row><c r='A1'><v>en</v></c><c r='B1'><v>ru</v></c><c r='IV1'><v>1</v></c></row>"
        .to_string()
        + &"<row><c r='A1' t='s'><v>0</v></c></row>".repeat(5000);
    let string = "яблоко ".repeat(20_000);
    let strings = format!("<sst><si><t>{string}</t></si></sst>");
    let book = zipped(&[
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", (sheet + "</sheetData></worksheet>").as_bytes()),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.xlsx");
    std::fs::write(&path, book).unwrap();
    let error = read_segments(&path).unwrap_err().to_string();
    assert!(error.contains("holds more than"), "{error}");
}

/// Markup that nests, stays open or repeats without limit, 2 MB of each: quadratic time would not end, and recursion
/// would overflow the stack of a thread.
#[test]
fn marks_without_end_are_no_trouble() {
    let cases: [(&str, &str, &str, &str); 16] = [
        ("x.html", "<p ", "a='1' ", ">The end.</p>"),
        ("x.html", "<p>", "<table><tr><td>", "The end."),
        ("x.html", "<p>", "<!--", "The end."),
        ("x.html", "<p>", "&amp", "The end."),
        ("x.html", "<p>", "<![CDATA[<?<!", "The end."),
        ("x.html", "<p>", "</p><a href='#'><ul><li>", "The end."),
        ("x.md", "", "[![", "The end."),
        ("x.md", "", "<", "The end."),
        ("x.md", "", "](", "The end."),
        ("x.md", "", "> ", "The end."),
        ("x.rtf", r"{\rtf1 ", r"{\field{\*\fldinst TOC }{\fldrslt a}", "}"),
        ("x.fb2", "<FictionBook><body>", "<p>", "</body></FictionBook>"),
        ("x.fb2", "<FictionBook><body ", "a='1' ", "></body></FictionBook>"),
        ("x.srt", "", "1\n00:00:01,000 --> 00:00:02,000\n", "The end."),
        ("x.po", "msgid \"", "\\\"", "\"\nmsgstr \"x\""),
        ("x.txt", "", "(«", "The end."),
    ];
    for (name, before, mark, after) in cases {
        let text = format!("{before}{}{after}", mark.repeat((2 << 20) / mark.len()));
        if let Err(error) = read(name, text.as_bytes(), &ReadOptions::default()) {
            assert!(error.to_string().contains(name), "{error}");
        }
    }
    let deep: [(&str, &str, &str); 4] = [
        ("x.tmx", "<tmx version='1.4'><body>", "<tu>"),
        ("x.xlf", "<xliff version='1.2'>", "<group>"),
        ("x.jsonl", "{\"translation\":", "["),
        ("x.csv", "en,ru\n", "\"\","),
    ];
    for (name, before, mark) in deep {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, format!("{before}{}", mark.repeat((2 << 20) / mark.len()))).unwrap();
        let _ = read_segments(&path).map_err(|e| assert!(e.to_string().contains(name)));
    }
}

/// The files of an archive.
type Parts = Vec<(&'static str, Vec<u8>)>;

/// One archive of each format, as its content.
fn archives() -> Vec<(&'static str, Parts)> {
    let part = |name, text: &str| (name, text.as_bytes().to_vec());
    vec![
        (
            "x.docx",
            vec![
                part("_rels/.rels", "<R><R Id='1' Type='t/officeDocument' Target='word/document.xml'/></R>"),
                part(
                    "word/styles.xml",
                    "<w:styles><w:style w:styleId='a'><w:name w:val='heading 1'/></w:style></w:styles>",
                ),
                part(
                    "word/document.xml",
                    "<w:document><w:body><w:sdt><w:docPartGallery w:val='Table of Contents'/><w:p><w:r><w:fldChar \
                     w:fldCharType='begin'/><w:instrText> TOC </w:instrText><w:t>Text.</w:t><w:footnoteReference \
                     w:id='2'/><w:sym w:char='F0B7'/></w:r></w:p></w:sdt><w:tbl><w:tc><w:p><w:pStyle w:val='a'/><w:t>A\
                     </w:t></w:p></w:tc></w:tbl></w:body></w:document>",
                ),
                part(
                    "word/footnotes.xml",
                    "<w:footnotes><w:footnote w:id='2'><w:p><w:t>N.</w:t></w:p></w:footnote></w:footnotes>",
                ),
            ],
        ),
        (
            "x.odt",
            vec![part(
                "content.xml",
                "<office:document-content><style:style style:name='H'><style:text-properties text:display='none'/>\
                 </style:style><office:text><text:p>One<text:span text:style-name='H'>no</text:span><text:note><text:p>N.\
                 </text:p></text:note><text:s text:c='3'/></text:p></office:text></office:document-content>",
            )],
        ),
        (
            "x.epub",
            vec![
                part("META-INF/container.xml", "<c><rootfile full-path='O/p.opf'/></c>"),
                part("O/p.opf", "<p><item id='a' href='%61.xhtml'/><itemref idref='a'/></p>"),
                part(
                    "O/a.xhtml",
                    "<html><body><p>Text.</p><aside epub:type='footnote'>N.</aside></body></html>",
                ),
            ],
        ),
        (
            "x.xlsx",
            vec![
                part("xl/workbook.xml", "<workbook><sheet r:id='1'/></workbook>"),
                part("xl/sharedStrings.xml", "<sst><si><t>en</t></si><si><t>ru</t></si></sst>"),
                part(
                    "xl/worksheets/sheet1.xml",
                    "<worksheet><row r='1'><c r='A1' t='s'><v>0</v></c><c t='s'><v>1</v></c></row><row><c><v>a</v></c>\
                     <c r='B2'><v>b</v></c></row></worksheet>",
                ),
            ],
        ),
    ]
}

/// One file of each format, to be damaged.
fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let text = |name, text: &str| (name, text.as_bytes().to_vec());
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all("Текст. Ещё текст.".as_bytes()).unwrap();
    let mut seeds = vec![
        ("x.doc", doc("\u{13} TOC \u{14}A\u{15}\u{7}\rB\r", "N\r")),
        text("x.html", &PAGES[0].replace("ARTICLE", ARTICLE)),
        text(
            "x.rtf",
            r"{\rtf1\ansicpg1251{\fonttbl{\f0\fcharset204 A;}}\f0 \'cf\u1088?{\footnote x}\par\bin3 abc{\field{\*\fldinst TOC }{\fldrslt y}}}",
        ),
        text(
            "x.fb2",
            "<?xml version='1.0'?><FictionBook><body><title><p>A</p></title><p>Б<a type='note'>1</a></p></body></FictionBook>",
        ),
        text(
            "x.tmx",
            "<tmx version='1.4'><body><tu><prop type='x-shape'>1-1</prop><tuv xml:lang='en'><seg>A<ph>x</ph></seg></tuv><tuv xml:lang='ru'><seg>Б</seg></tuv></tu></body></tmx>",
        ),
        text(
            "x.xlf",
            "<xliff version='1.2'><file source-language='en' target-language='ru'><trans-unit id='1'><source>A</source><target>Б</target></trans-unit></file></xliff>",
        ),
        text("x.md", "# A\n\n[b](c) *d* | e\n\n- f <g>\n"),
        text("x.srt", "1\n00:00:01,000 --> 00:00:02,000\n<i>It</i>\n"),
        text("x.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000 align:start\n<v Bob>It\n"),
        text("x.po", "msgid \"a\\n\"\nmsgstr \"б\"\n"),
        text("x.csv", "en,ru,shape\n\"a\",b,1-1\n"),
        text("x.tsv", "en\tru\tconfidence\na\tб\t0.5\n"),
        text(
            "x.jsonl",
            "{\"id\":\"1\",\"translation\":{\"en\":\"a\",\"ru\":\"б\"},\"flags\":[\"moved\"],\"z\":[1]}\n",
        ),
        text("x.ladder", "[0, 1]:[0]\n[2]:[]\n"),
        text("x.hunalign", "0\t0\t0.5\n1\t2\t0.7\n"),
        text(
            "x.xces",
            "<cesAlign><linkGrp fromDoc='a' toDoc='b'><link xtargets='1 2;1' certainty='0.5'/></linkGrp></cesAlign>",
        ),
        text("x.txt", "Первая строка\nвторая строка.\n\n- раз\n- два\n"),
        text(
            "x.pdf",
            "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
             3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F<</Type/Font\
             /Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n4 0 obj<</Length 28>>stream\nBT /F 9 Tf (Some text) Tj ET\n\
             endstream endobj\ntrailer<</Root 1 0 R>>\n",
        ),
        ("x.txt.gz", gzip.finish().unwrap()),
    ];
    for (name, parts) in archives() {
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        seeds.push((name, zipped(&parts)));
    }
    #[cfg(feature = "parquet")]
    {
        use enru::memory::{Format, WriteOptions};
        let (en, ru) = (
            Document::from_text("x", enru::Lang::En, "One.\n\nTwo."),
            Document::from_text("x", enru::Lang::Ru, "Раз.\n\nДва."),
        );
        let bitext = enru::Aligner::default().align(enru::EnRu::new(en, ru).unwrap());
        let mut bytes = Vec::new();
        bitext.write(Format::Parquet, &WriteOptions::default(), &mut bytes).unwrap();
        seeds.push(("x.parquet", bytes));
    }
    seeds
}

/// Reads `bytes` with every entry point: the result has text, and errors name the file.
fn try_all(name: &str, bytes: &[u8]) {
    if let Ok(document) = read(name, bytes, &ReadOptions::default()) {
        assert!(!document.text().trim().is_empty());
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let error = read_segments(&path).err();
    assert!(error.is_none_or(|e| e.to_string().contains(name)));
}

type Flips = Vec<(prop::sample::Index, u8)>;

fn flips() -> impl Strategy<Value = Flips> {
    prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6)
}

fn flipped(mut bytes: Vec<u8>, flips: &Flips) -> Vec<u8> {
    for (at, byte) in flips {
        let at = at.index(bytes.len());
        bytes[at] = *byte;
    }
    bytes
}

#[test]
fn whole_files_are_read() {
    for (name, bytes) in seeds() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, &bytes).unwrap();
        let is_read = read(name, &bytes, &ReadOptions::default()).is_ok() || read_segments(&path).is_ok();
        assert!(is_read, "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn damaged_files_are_read_or_refused(
        seed in any::<prop::sample::Index>(),
        cut in any::<prop::sample::Index>(),
        flips in flips(),
    ) {
        let mut seeds = seeds();
        let (name, bytes) = seeds.swap_remove(seed.index(seeds.len()));
        let bytes = flipped(bytes, &flips);
        try_all(name, &bytes);
        try_all(name, &bytes[..cut.index(bytes.len()) + 1]);
    }

    /// Damage inside an archive that its checksums would detect: pieces removed or duplicated, bytes changed.
    #[test]
    fn damaged_parts_of_whole_archives_are_read_or_refused(
        seed in any::<prop::sample::Index>(),
        part in any::<prop::sample::Index>(),
        from in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(),
        times in 0usize..4,
        flips in flips(),
    ) {
        let mut archives = archives();
        let (name, mut parts) = archives.swap_remove(seed.index(archives.len()));
        let part = part.index(parts.len());
        let bytes = flipped(parts[part].1.clone(), &flips);
        let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
        let (from, to) = (from.min(to), from.max(to));
        parts[part].1 = [&bytes[..from], &bytes[from..to].repeat(times), &bytes[to..]].concat();
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        try_all(name, &zipped(&parts));
    }
}
