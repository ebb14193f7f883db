//! What is inside an archive: the first byte names the part, the rest is its content, so that the sums of the archive are
//! right and the reader of the part is reached.
#![no_main]

use enru::memory::{MemoryOptions, open_reader};
use enru::read::{ReadOptions, from_bytes};
use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;

/// The file, the part, and what the part begins with.
const PARTS: [(&str, &str, &str); 8] = [
    ("x.docx", "word/document.xml", "<w:document><w:body><w:p><w:r><w:t>A</w:t></w:r></w:p>"),
    ("x.docx", "word/styles.xml", "<w:styles>"),
    ("x.docx", "word/footnotes.xml", "<w:footnotes>"),
    ("x.odt", "content.xml", "<office:document-content><office:text><text:p>A</text:p>"),
    ("x.epub", "p.opf", "<package>"),
    ("x.epub", "a.xhtml", "<html><body><p>A</p>"),
    ("x.xlsx", "xl/worksheets/sheet1.xml", "<worksheet><sheetData>"),
    ("x.xlsx", "xl/sharedStrings.xml", "<sst>"),
];

/// What the other parts of these files are.
const OTHERS: [(&str, &str, &str); 8] = [
    ("x.docx", "word/document.xml", "<w:document><w:p><w:pPr><w:pStyle w:val='a'/></w:pPr><w:r><w:t>A</w:t><w:footnoteReference w:id='1'/></w:r></w:p></w:document>"),
    ("x.odt", "mimetype", "application/vnd.oasis.opendocument.text"),
    ("x.epub", "META-INF/container.xml", "<c><rootfile full-path='p.opf'/></c>"),
    ("x.epub", "p.opf", "<p><item id='a' href='a.xhtml'/><itemref idref='a'/></p>"),
    ("x.epub", "a.xhtml", "<p>A</p>"),
    ("x.xlsx", "xl/workbook.xml", "<workbook><sheet r:id='1'/></workbook>"),
    ("x.xlsx", "xl/sharedStrings.xml", "<sst><si><t>en</t></si><si><t>ru</t></si></sst>"),
    ("x.xlsx", "xl/worksheets/sheet1.xml", "<worksheet><row><c t='s'><v>0</v></c><c t='s'><v>1</v></c></row><row><c><v>a</v></c><c><v>b</v></c></row></worksheet>"),
];

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let (file, part, begin) = PARTS[usize::from(first % 8)];
    let content = [begin.as_bytes(), rest].concat();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut add = |name: &str, bytes: &[u8]| {
        zip.start_file(name, stored).and_then(|()| zip.write_all(bytes).map_err(Into::into)).expect("memory")
    };
    for (of, name, text) in OTHERS.iter().filter(|(of, name, _)| *of == file && *name != part) {
        debug_assert_eq!(*of, file);
        add(name, text.as_bytes());
    }
    add(part, &content);
    let bytes = zip.finish().expect("memory").into_inner();
    let path = Path::new(file);
    if file == "x.xlsx" {
        if let Ok(units) = open_reader(path, Box::new(Cursor::new(bytes)), &MemoryOptions::default()) {
            units.complete(true).for_each(drop);
        }
    } else if let Ok(reading) = from_bytes(path, &bytes, &ReadOptions::default()) {
        assert!(!reading.value.text().trim().is_empty());
    }
});
