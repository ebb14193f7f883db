//! Small PDF files for tests, in Helvetica, which need not be embedded.

/// The content stream of one page.
#[derive(Default)]
pub struct Page(Vec<u8>);

/// An empty page of A4.
pub fn page() -> Page {
    Page::default()
}

impl Page {
    /// Adds text at a position.
    pub fn text(&mut self, x: f64, y: f64, size: f64, text: &str) {
        self.raw_text(x, y, size, text.as_bytes());
    }

    /// Adds text by its codes in windows-1252; no brackets.
    pub fn raw_text(&mut self, x: f64, y: f64, size: f64, codes: &[u8]) {
        self.raw(format!("BT /F {size} Tf {x} {y} Td (").as_bytes());
        self.raw(codes);
        self.raw(b") Tj ET ");
    }

    /// Draws a box.
    pub fn frame(&mut self, x: f64, y: f64, width: f64, height: f64) {
        self.raw(format!("{x} {y} {width} {height} re S ").as_bytes());
    }

    /// Adds words one by one, with a gap between them.
    pub fn words(&mut self, mut x: f64, y: f64, size: f64, gap: f64, words: &[&str]) {
        for word in words {
            self.text(x, y, size, word);
            x += width(word) * size + gap;
        }
    }

    /// Adds operators.
    pub fn raw(&mut self, operators: &[u8]) {
        self.0.extend_from_slice(operators);
    }
}

/// The width of `text` in Helvetica, in ems. Only these letters are supported.
fn width(text: &str) -> f64 {
    let of = |c: char| match c {
        'a' | 'b' | 'd' | 'e' | 'g' | 'h' | 'n' | 'o' | 'p' | 'q' | 'u' | 'L' => 0.556,
        'c' | 's' | 'k' | 'v' | 'x' | 'y' | 'z' => 0.5,
        'f' | 't' | '.' => 0.278,
        'i' | 'l' | 'j' => 0.222,
        'r' => 0.333,
        'w' => 0.722,
        'm' => 0.833,
        'B' => 0.667,
        _ => panic!("the width of {c} is not known here"),
    };
    text.chars().map(of).sum()
}

/// Form `number`, which draws the next one twice or only a letter.
pub fn form(number: usize, draws_next: bool) -> Vec<u8> {
    let content = match draws_next {
        true => format!("/X{0} Do /X{0} Do", number + 1),
        false => "BT /F 10 Tf (x) Tj ET".to_string(),
    };
    stream(" /Type /XObject /Subtype /Form /BBox [0 0 600 900] /Resources 3 0 R", content.as_bytes())
}

/// A file of `pages` pages that share this content stream, compressed `layers` times with Deflate.
pub fn packed(content: &[u8], layers: usize, pages: usize) -> Vec<u8> {
    let mut packed = content.to_vec();
    for _ in 0..layers {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut encoder, &packed).unwrap();
        packed = encoder.finish().unwrap();
    }
    let filters = "/FlateDecode ".repeat(layers);
    let kids: String = (0..pages).map(|page| format!("{} 0 R ", 6 + page)).collect();
    let entries = "/Parent 2 0 R /MediaBox [0 0 595 842] /Resources 3 0 R /Contents 5 0 R";
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {pages} >>").into_bytes(),
        b"<< /Font << /F 4 0 R >> >>".to_vec(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
        stream(&format!(" /Filter [ {filters}]"), &packed),
    ];
    objects.extend(vec![format!("<< /Type /Page {entries} >>").into_bytes(); pages]);
    assemble(&objects)
}

fn stream(entries: &str, content: &[u8]) -> Vec<u8> {
    let mut bytes = format!("<< /Length {}{entries} >>\nstream\n", content.len()).into_bytes();
    bytes.extend_from_slice(content);
    bytes.extend_from_slice(b"\nendstream");
    bytes
}

/// A file with these pages.
pub fn file(pages: &[Page]) -> Vec<u8> {
    file_with(pages, Vec::new())
}

/// A file with these pages, which may draw `forms` as `/X0`, `/X1` and so on.
pub fn file_with(pages: &[Page], forms: Vec<Vec<u8>>) -> Vec<u8> {
    let first_form = 5 + 2 * pages.len();
    let kids: String = (0..pages.len()).map(|page| format!("{} 0 R ", 5 + 2 * page)).collect();
    let names: String = (0..forms.len()).map(|f| format!("/X{f} {} 0 R ", first_form + f)).collect();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()).into_bytes(),
        format!("<< /Font << /F 4 0 R >> /XObject << {names} >> >>").into_bytes(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
    ];
    for (number, page) in pages.iter().enumerate() {
        let content = 6 + 2 * number;
        let entries = "/Parent 2 0 R /MediaBox [0 0 595 842] /Resources 3 0 R";
        objects.push(format!("<< /Type /Page {entries} /Contents {content} 0 R >>").into_bytes());
        objects.push(stream("", &page.0));
    }
    objects.extend(forms);
    assemble(&objects)
}

fn assemble(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", bytes.len()));
        bytes.extend_from_slice(format!("{} 0 obj\n", number + 1).as_bytes());
        bytes.extend_from_slice(object);
        bytes.extend_from_slice(b"\nendobj\n");
    }
    let start = bytes.len();
    let trailer =
        format!("trailer\n<< /Root 1 0 R /Size {} >>\nstartxref\n{start}\n%%EOF", objects.len() + 1);
    bytes.extend_from_slice((table + &trailer).as_bytes());
    bytes
}
