//! Word-processor documents are read as people see them: hidden, deleted or covered text and instructions are not
//! text, and formatting with a meaning keeps it.

use enru::read::{NoticeKind, ReadOptions, Reading, from_bytes};
use enru::{Document, Furniture};
use std::io::{Cursor, Write};
use std::path::Path;

fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn read(name: &str, bytes: &[u8]) -> enru::Result<Reading<Document>> {
    from_bytes(Path::new(name), bytes, &ReadOptions::default())
}

/// The blocks that are not furniture, one per line.
fn shown(reading: &Reading<Document>) -> Vec<String> {
    let blocks = reading.value.blocks().iter().filter(|b| !matches!(b.kind, enru::BlockKind::Furniture(_)));
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    blocks.map(|b| words(b.span.of(reading.value.text()))).collect()
}

const WORD: &str = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' \
                    xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math' \
                    xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'";

fn docx(body: &str) -> Vec<String> {
    let document = format!("<w:document {WORD}><w:body>{body}</w:body></w:document>");
    let styles = "<w:styles><w:style w:type='character' w:styleId='Base'><w:rPr><w:vanish/></w:rPr></w:style>\
                  <w:style w:type='character' w:styleId='Quiet'><w:basedOn w:val='Base'/></w:style></w:styles>";
    let notes = "<w:footnotes><w:footnote w:id='7'><w:p><w:r><w:t>† See the map.</w:t></w:r></w:p></w:footnote>\
                 </w:footnotes>";
    let parts = [
        ("word/document.xml", document.as_str()),
        ("word/styles.xml", styles),
        ("word/footnotes.xml", notes),
    ];
    shown(&read("x.docx", &zipped(&parts)).unwrap())
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>")
}

#[test]
fn docx_joins_paragraphs_whose_mark_is_gone() {
    for mark in ["<w:del/>", "<w:moveFrom/>", "<w:vanish/>"] {
        let body = format!(
            "<w:p><w:pPr><w:rPr>{mark}</w:rPr></w:pPr>{}</w:p><w:p>{}</w:p>",
            run("The ferry "),
            run("sank.")
        );
        assert_eq!(docx(&body), ["The ferry sank."], "{mark}");
    }
    let cap = format!(
        "<w:p><w:pPr><w:framePr w:dropCap='margin'/></w:pPr>{}</w:p><w:p>{}</w:p>",
        run("O"),
        run("nce upon.")
    );
    assert_eq!(docx(&cap), ["Once upon."]);
    let page = format!("<w:p>{}<w:r><w:br w:type='page'/></w:r>{}</w:p>", run("The port of"), run("Aktau."));
    assert_eq!(docx(&page), ["The port of Aktau."]);
}

#[test]
fn docx_shows_no_row_cell_or_style_that_is_hidden() {
    let row = |properties: &str, cell: &str, text: &str| {
        format!(
            "<w:tr><w:trPr>{properties}</w:trPr><w:tc><w:tcPr>{cell}</w:tcPr><w:p>{}</w:p></w:tc></w:tr>",
            run(text)
        )
    };
    let table = [
        row("", "", "Kept."),
        row("<w:del/>", "", "Gone."),
        row("<w:hidden/>", "", "Hidden."),
        row("", "<w:vMerge/>", "Covered."),
        row("", "<w:cellDel/>", "Cut."),
    ];
    assert_eq!(docx(&format!("<w:tbl>{}</w:tbl>", table.concat())), ["Kept."]);
    let quiet = "<w:r><w:rPr><w:rStyle w:val='Quiet'/></w:rPr><w:t>Secret. </w:t></w:r>";
    assert_eq!(docx(&format!("<w:p>{quiet}{}</w:p><w:p>{quiet}</w:p>", run("Plain."))), ["Plain."]);
    let control = format!(
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p>{}</w:p></w:sdtContent></w:sdt>",
        run("Type here.")
    );
    assert_eq!(docx(&format!("{control}<w:p>{}</w:p>", run("Typed."))), ["Typed."]);
}

#[test]
fn docx_reads_results_of_fields_and_the_branch_that_word_takes() {
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let instruction = |text: &str| format!("<w:r><w:instrText>{text}</w:instrText></w:r>");
    let nested = [
        field("begin"),
        instruction(" IF "),
        field("begin"),
        instruction(" DATE "),
        field("separate"),
        run("5 May"),
        field("end"),
        field("separate"),
        run("Result"),
        field("end"),
        run(" stays."),
    ]
    .concat();
    assert_eq!(docx(&format!("<w:p>{nested}</w:p>")), ["Result stays."]);
    let contents = [
        field("begin"),
        instruction("T"),
        instruction("OC \\o"),
        field("separate"),
        run("Preface 3"),
        field("end"),
    ]
    .concat();
    assert_eq!(docx(&format!("<w:p>{contents}</w:p><w:p>{}</w:p>", run("Text."))), ["Text."]);
    let choice = |required: &str| {
        format!(
            "<w:p><mc:AlternateContent><mc:Choice Requires='{required}'>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:p>",
            run("New."),
            run("Old.")
        )
    };
    assert_eq!(docx(&choice("wps")), ["New."]);
    assert_eq!(docx(&choice("wps unheardof")), ["Old."]);
}

#[test]
fn docx_keeps_the_meaning_of_marks_signs_and_formulas() {
    let mark = "<w:r><w:footnoteReference w:customMarkFollows='1' w:id='7'/><w:t>†</w:t></w:r>";
    assert_eq!(
        docx(&format!("<w:p>{}{mark}{}</w:p>", run("The pass"), run(" is high."))),
        ["The pass is high.", "See the map."]
    );
    let sign = "<w:r><w:sym w:font='Symbol' w:char='F0B3'/></w:r>";
    let raised = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>3</w:t></w:r>";
    assert_eq!(docx(&format!("<w:p>{}{sign}{}{raised}</w:p>", run("Flow "), run(" 10"))), ["Flow ≥ 10³"]);
    let formula = "<m:oMath><m:f><m:num><m:r><m:t>3</m:t></m:r></m:num><m:den><m:r><m:t>4</m:t></m:r></m:den></m:f></m:oMath>";
    assert_eq!(
        docx(&format!("<w:p>{}{formula}{}</w:p>", run("About "), run(" of it."))),
        ["About 3/4 of it."]
    );
}

#[test]
fn what_is_not_shown_is_counted() {
    let body = format!("<w:p>{}<w:del><w:r><w:delText>no</w:delText></w:r></w:del></w:p>", run("Yes."));
    let document = format!("<w:document {WORD}><w:body>{body}</w:body></w:document>");
    let reading = read("x.docx", &zipped(&[("word/document.xml", &document)])).unwrap();
    assert_eq!(
        reading.notices.iter().map(|n| (n.kind, n.count)).collect::<Vec<_>>(),
        [(NoticeKind::Hidden, 1)]
    );
    let reading = read("x.txt", "Title\n=====\n\nThe text goes on here.\n".as_bytes()).unwrap();
    assert_eq!(reading.notices[0].kind, NoticeKind::Furniture(Furniture::Ruler));
    let reading = read("x.dita", "<?xml version='1.0'?><topic>Text.</topic>".as_bytes()).unwrap();
    assert_eq!(reading.notices[0].kind, NoticeKind::Data);
    let reading = read("x.yaml", "key: value\n".as_bytes()).unwrap();
    assert_eq!(reading.notices[0].kind, NoticeKind::Data);
}

const OPEN: &str = "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' \
                    xmlns:t='urn:oasis:names:tc:opendocument:xmlns:text:1.0' \
                    xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0' \
                    xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' \
                    xmlns:fo='urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0' \
                    xmlns:presentation='urn:oasis:names:tc:opendocument:xmlns:presentation:1.0' xmlns:math='http://www.w3.org/1998/Math/MathML' xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0'";

/// A flat document with an unusual namespace prefix.
fn fodt(body: &str) -> Vec<String> {
    let styles = "<office:automatic-styles><style:style style:name='A' style:family='text'><style:text-properties \
                  t:display='none'/></style:style><style:style style:name='B' style:family='text' \
                  style:parent-style-name='A'/><style:style style:name='Up' style:family='text'>\
                  <style:text-properties style:text-position='super 58%'/></style:style><style:style style:name='W' style:family='text'>\
                  <style:text-properties style:font-name='Wingdings'/></style:style><style:style style:name='P' \
                  style:family='paragraph'><style:paragraph-properties fo:break-before='page'/></style:style></office:automatic-styles>";
    let xml = format!(
        "<office:document {OPEN}>{styles}<office:body><office:text>{body}</office:text></office:body></office:document>"
    );
    shown(&read("x.fodt", xml.as_bytes()).unwrap())
}

#[test]
fn opendocument_is_read_as_shown() {
    assert_eq!(
        fodt(
            "<t:p>Seen <t:span t:style-name='B'>unseen </t:span>10<t:span t:style-name='Up'>9</t:span>.</t:p>"
        ),
        ["Seen 10⁹."]
    );
    let note = "<t:p>The pass<t:note>\n <t:note-citation t:label='*'>*</t:note-citation>\n <t:note-body>\n <t:p>* High.</t:p></t:note-body>\n</t:note>.</t:p>";
    assert_eq!(fodt(note), ["The pass.", "High."]);
    assert_eq!(fodt("<t:p>5\u{f0b4}6</t:p>"), ["5×6"]);
    let deleted = "<t:tracked-changes><t:changed-region t:id='c'><t:deletion/></t:changed-region></t:tracked-changes>\
                   <t:p>One <t:change-start t:change-id='c'/>gone</t:p><t:p>too <t:change-end t:change-id='c'/>two.</t:p>";
    assert_eq!(fodt(deleted), ["One two."]);
    let section =
        |display: &str| format!("<t:section {display}><t:p>Inside.</t:p></t:section><t:p>After.</t:p>");
    assert_eq!(fodt(&section("t:display='condition' t:is-hidden='true'")), ["After."]);
    assert_eq!(fodt(&section("t:display='condition' t:is-hidden='false'")), ["Inside.", "After."]);
    assert_eq!(
        fodt(
            "<t:p>A<t:hidden-paragraph t:is-hidden='true'/> b.</t:p><t:p>C <t:placeholder>name</t:placeholder>d.</t:p>"
        ),
        ["C d."]
    );
    let table = "<table:table><table:table-row table:visibility='collapse'><table:table-cell><t:p>No.</t:p></table:table-cell>\
                 </table:table-row><table:table-row><table:table-cell><t:p>Wide.</t:p></table:table-cell>\
                 <table:covered-table-cell><t:p>Under.</t:p></table:covered-table-cell></table:table-row></table:table>";
    assert_eq!(fodt(table), ["Wide."]);
    assert_eq!(fodt("<t:p>Done <t:span t:style-name='W'>\u{f0fc}</t:span></t:p>"), ["Done ✓"]);
    assert_eq!(
        fodt("<t:p>The ferry</t:p><t:p t:style-name='P'>sank.</t:p><t:p t:style-name='P'>All of it.</t:p>"),
        ["The ferry sank.", "All of it."]
    );
    let number = "<draw:frame presentation:class='page-number'><draw:text-box><t:p>3</t:p></draw:text-box></draw:frame><t:p>A.</t:p>";
    assert_eq!(fodt(number), ["A."]);
    let object = "<math xmlns='http://www.w3.org/1998/Math/MathML'><msup><mi>x</mi><mn>2</mn></msup></math>";
    // Pandoc writes a slash after the name of the object.
    for href in ["./Object 1", "Formula-0/"] {
        let body = format!("<t:p>So <draw:object xlink:href='{href}'/> is it.</t:p>");
        let xml = format!(
            "<office:document-content {OPEN}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
        );
        let part = format!("{}/content.xml", href.trim_matches(['.', '/']));
        let parts = [("content.xml", xml.as_str()), (part.as_str(), object)];
        assert_eq!(shown(&read("x.odt", &zipped(&parts)).unwrap()), ["So x² is it."], "{href}");
    }
    let formula = "<t:p>It is <draw:object><math:math><math:mfrac><math:mn>1</math:mn><math:mn>8</math:mn></math:mfrac></math:math></draw:object>.</t:p>";
    assert_eq!(fodt(formula), ["It is 1/8."]);
}

#[test]
fn rtf_keeps_boxes_and_objects_apart_and_joins_sentences_over_pages() {
    for (rtf, text) in [
        (
            "Seen {\\shp{\\*\\shpinst{\\shptxt \\pard Box.\\par}}}from here.\\par",
            vec!["Box.", "Seen from here."],
        ),
        ("Seen {\\*\\do{\\dptxbxtext Old box.\\par}}here.\\par", vec!["Old box.", "Seen here."]),
        ("{\\object\\objemb{\\*\\objdata 00ff}{\\result A table.}}\\par", vec!["A table."]),
        (
            "The ferry\\par\\pard\\pagebb sank.\\par Late.\\page\\par so\\par",
            vec!["The ferry sank.", "Late.", "so"],
        ),
    ] {
        let bytes = format!("{{\\rtf1\\ansi {rtf}}}");
        assert_eq!(shown(&read("x.rtf", bytes.as_bytes()).unwrap()), text, "{rtf}");
    }
}

#[test]
fn word_in_one_file_and_slides_are_read() {
    let old = "<w:wordDocument xmlns:w='http://schemas.microsoft.com/office/word/2003/wordml'><w:body><w:p><w:r><aml:annotation \
               w:type='Word.Comment' xmlns:aml='a'><aml:content><w:p><w:r><w:t>No.</w:t></w:r></w:p></aml:content></aml:annotation>\
               </w:r><w:r><w:t>Old Word.</w:t></w:r></w:p></w:body></w:wordDocument>";
    assert_eq!(shown(&read("x.xml", old.as_bytes()).unwrap()), ["Old Word."]);
    let flat = format!(
        "<pkg:package xmlns:pkg='http://schemas.microsoft.com/office/2006/xmlPackage'><pkg:part \
                        pkg:name='/word/document.xml'><pkg:xmlData><w:document {WORD}><w:body><w:p>{}</w:p></w:body></w:document>\
                        </pkg:xmlData></pkg:part><pkg:part pkg:name='/docProps/x.xml'><pkg:xmlData><w:p>{}</w:p></pkg:xmlData>\
                        </pkg:part></pkg:package>",
        run("Flat."),
        run("No.")
    );
    assert_eq!(shown(&read("x.xml", flat.as_bytes()).unwrap()), ["Flat."]);
    let main = "<p:presentation xmlns:p='http://schemas.openxmlformats.org/presentationml/2006/main' \
                xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><p:sldIdLst><p:sldId r:id='b'/>\
                <p:sldId r:id='a'/></p:sldIdLst></p:presentation>";
    let slide = |text: &str, kind: &str| {
        format!(
            "<p:sld><p:sp><p:nvPr><p:ph type='{kind}'/></p:nvPr><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sp></p:sld>"
        )
    };
    let rels = "<Relationships><Relationship Id='a' Type='x/slide' Target='slides/1.xml'/><Relationship Id='b' Type='x/slide' \
                Target='slides/2.xml'/></Relationships>";
    let (first, second) = (slide("Second.", "body"), slide("First.", "title"));
    let parts = [
        ("ppt/presentation.xml", main),
        ("ppt/_rels/presentation.xml.rels", rels),
        ("ppt/slides/1.xml", first.as_str()),
        ("ppt/slides/2.xml", second.as_str()),
    ];
    assert_eq!(shown(&read("x.pptx", &zipped(&parts)).unwrap()), ["First.", "Second."]);
}

#[test]
fn files_that_are_not_read_say_what_they_are() {
    let encrypted =
        "<encryption><EncryptedData><CipherReference URI=\"c1.xhtml\"/></EncryptedData></encryption>";
    let book = zipped(&[("META-INF/container.xml", "<container/>"), ("META-INF/encryption.xml", encrypted)]);
    let sheet =
        zipped(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<x/>")]);
    let locked = zipped(&[("content.xml", "<x/>"), ("META-INF/manifest.xml", "<m:encryption-data/>")]);
    let mail = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n".to_vec();
    let (pages, kindle) = (zipped(&[("Index/Document.iwa", "x")]), [&[b'x'; 60][..], b"BOOKMOBI"].concat());
    for (name, bytes, word) in [
        ("x.epub", &book, "DRM"),
        ("x.ods", &sheet, "spreadsheet"),
        ("x.odt", &locked, "password"),
        ("x.mht", &mail, "MHTML"),
        ("x.pages", &pages, "Pages"),
        ("x.mobi", &kindle, "Kindle"),
        ("x.fb3", &zipped(&[("fb3/body.xml", "<x/>")]), "FB3"),
        ("x.oxps", &zipped(&[("FixedDocumentSequence.fdseq", "x")]), "XPS"),
        ("x.heic", &b"\0\0\0\x18ftypheic".to_vec(), "picture"),
        ("x.mo", &b"\xde\x12\x04\x95\0".to_vec(), "msgunfmt"),
        ("x.doc", &b"\xdc\xa5\x68\0".to_vec(), "Word 6"),
        ("x.tif", &b"II*\0....".to_vec(), "picture"),
        ("x.tmx", &b"<?xml version='1.0'?><tmx version='1.4'></tmx>".to_vec(), "both languages"),
    ] {
        let error = read(name, bytes).unwrap_err().to_string();
        assert!(error.starts_with(name) && error.contains(word), "{error}");
    }
}

#[test]
fn text_in_two_encodings_is_refused_by_name() {
    let first = "Мельница стоит у самой реки, и колесо её шумит весь день.\n";
    let second = encoding_rs::WINDOWS_1251.encode("А ночью мельник закрывает шлюз и ложится спать.\n").0;
    let error = read("x.txt", &[first.as_bytes(), &second].concat()).unwrap_err().to_string();
    assert!(error.contains("UTF-8, and from line 2 windows-1251"), "{error}");
}

#[test]
fn a_file_is_taken_for_the_language_of_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let en = file(
        "a",
        "Run the mill:\n\nmill --grind --fine --speed slow --stones two\n\nThe flour is ready in the evening.\n",
    );
    let ru = file("b", "Запуск:\n\nmill --grind --fine --speed slow --stones two --dry\n\nМука готова.\n");
    let pair = enru::read::open_pair((&en, &ru), [&ReadOptions::default(); 2]).unwrap();
    let (en_side, ru_side) = pair.into_sides();
    assert_eq!((en_side.value.lang().code(), ru_side.value.lang().code()), ("en", "ru"));
    assert!(ru_side.notices.iter().any(|notice| notice.kind == NoticeKind::OtherLanguage));
    // Addresses have no language.
    let contacts = file("d", "Оренбург: anna.berg@example.org, office@orenburg.example.org\n");
    let pair = enru::read::open_pair((&en, &contacts), [&ReadOptions::default(); 2]).unwrap();
    assert_eq!(pair.ru().notices, []);
    let other = file("c", "Nothing in this file is in the other language.\n");
    assert!(enru::read::open_pair((&en, &other), [&ReadOptions::default(); 2]).is_err());
}

/// Inputs that repeat the same work: a quadratic reader takes minutes, a linear one less than a second.
#[test]
fn repetition_costs_little() {
    let many = |text: &str| text.repeat(200_000 / text.len().max(4));
    let fields = many("<w:r><w:fldChar w:fldCharType='begin'/><w:t>x</w:t></w:r>");
    let word = format!("<w:document {WORD}><w:body><w:p>{fields}</w:p></w:body></w:document>");
    let bytes: [(&str, Vec<u8>); 6] = [
        ("x.docx", zipped(&[("word/document.xml", &word)])),
        ("x.rtf", format!("{{\\rtf1 a{} {}", " ".repeat(100_000), many("\\page ")).into_bytes()),
        ("x.rtf", format!("{{\\rtf1 {}{}", "*".repeat(100_000), many("{\\footnote x}*")).into_bytes()),
        ("x.srt", format!("1\n00:00:01,000 --> 00:00:02,000\n{}\n{}", many("<"), many("\n")).into_bytes()),
        ("x.txt", many("a-\n").into_bytes()),
        ("x.txt", many("==\n=====\n").into_bytes()),
    ];
    let started = std::time::Instant::now();
    for (name, bytes) in &bytes {
        let _ = read(name, bytes);
    }
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}
