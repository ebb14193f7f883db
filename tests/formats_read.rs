//! Documents in other formats than plain text: what comes out, and that nothing hostile takes the reader down.

use enru::read::{ReadOptions, open, read_segments};
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

/// Pages with what web sites put around an article, in four ways of marking it up.
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
    let page = "<html><head><meta charset=koi8-r></head><body><p>Да, ООН.</p></body></html>";
    let bytes = encoding_rs::KOI8_R.encode(page).0;
    assert_eq!(texts(&read("p.html", &bytes, &ReadOptions::default()).unwrap()), ["Да, ООН."]);
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
    let laughs = "<!DOCTYPE x [<!ENTITY a 'ha'>]><FictionBook><body><p>&a;</p></body></FictionBook>";
    assert!(refused("x.fb2", laughs.as_bytes()).contains("entities"));
    assert!(refused("x.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").contains("DOCX"));
}

#[test]
fn deeply_nested_tags_are_no_trouble() {
    // 11 MB: time that grows with the square of the depth would not end.
    let page = format!("<html><body>{}<p>The end of it all.", "<div><b><p>".repeat(1_000_000));
    assert_eq!(
        texts(&read("x.html", page.as_bytes(), &ReadOptions::default()).unwrap()),
        ["The end of it all."]
    );
}

/// Files of each format, to be damaged.
fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("x.docx", docx("<w:p><w:r><w:t>Text.</w:t></w:r></w:p>")),
        ("x.html", PAGES[0].replace("ARTICLE", ARTICLE).into_bytes()),
        (
            "x.rtf",
            br"{\rtf1\ansicpg1251{\fonttbl{\f0\fcharset204 A;}}\f0 \'cf\u1088?{\footnote x}\par\bin3 abc}"
                .to_vec(),
        ),
        (
            "x.tmx",
            b"<tmx version='1.4'><body><tu><tuv xml:lang='en'><seg>A</seg></tuv></tu></body></tmx>".to_vec(),
        ),
        ("x.md", b"# A\n\n[b](c) *d* | e\n\n- f <g>\n".to_vec()),
        ("x.srt", b"1\n00:00:01,000 --> 00:00:02,000\n<i>It</i>\n".to_vec()),
        ("x.po", b"msgid \"a\\n\"\nmsgstr \"b\"\n".to_vec()),
        ("x.csv", b"en,ru,shape\n\"a\",b,1-1\n".to_vec()),
        (
            "x.pdf",
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
              3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F<</Type/Font\
              /Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n4 0 obj<</Length 28>>stream\nBT /F 9 Tf (Some text) Tj ET\n\
              endstream endobj\ntrailer<</Root 1 0 R>>\n"
                .to_vec(),
        ),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn damaged_files_are_read_or_refused(
        seed in 0usize..9,
        cut in any::<prop::sample::Index>(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
    ) {
        let (name, mut bytes) = seeds().swap_remove(seed);
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let keep = cut.index(bytes.len()) + 1;
        for bytes in [&bytes[..], &bytes[..keep]] {
            if let Ok(document) = read(name, bytes, &ReadOptions::default()) {
                prop_assert!(!document.text().trim().is_empty());
            }
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            if let Err(error) = read_segments(Path::new(&path), &ReadOptions::default()) {
                prop_assert!(error.to_string().contains(name));
            }
        }
    }
}
