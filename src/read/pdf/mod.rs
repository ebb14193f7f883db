//! PDF with a text layer: words put back into lines, columns, cells and paragraphs. What the page does not show is
//! guessed from distances. Each step has a file: what is drawn (`glyphs`), running heads and page numbers (`margins`),
//! columns and tables of a page (`regions`, `gutter`, `grid`, `borderless`), notes at its foot (`notes`), paragraphs (`paragraphs`), words
//! broken at line ends (`hyphens`). Cost: n log n in words.

mod borderless;
mod glyphs;
mod grid;
mod gutter;
mod hyphens;
mod line;
mod margins;
mod mojibake;
mod notes;
mod page;
mod paragraphs;
mod piece;
mod regions;
mod row;

use super::builder::Builder;
use crate::document::BlockKind;
use crate::error::Result;
use crate::io::archive::unusable;
use glyphs::{Canvas, TooMuch};
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect;
use hayro_interpret::util::TransformExt;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, RenderContent, interpret_page};
use page::Page;
use std::io::Read as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// A page count no printed document has; reading stops with an error there.
const MOST_PAGES: usize = 20_000;

/// The text of the PDF file `bytes`, the content of `path`.
pub(super) fn read(path: &Path, bytes: &[u8]) -> Result<Builder> {
    // A damaged file must not take the program down, whatever it does to the interpreter.
    let drawn = catch_unwind(AssertUnwindSafe(|| draw(bytes))).unwrap_or_else(|thrown| {
        Err(if thrown.is::<TooMuch>() { TOO_MUCH.into() } else { "is a damaged PDF; save it anew".into() })
    });
    let (mut pages, canvas) = drawn.map_err(|why| unusable(path, why))?;
    if pages.iter().all(|page| page.words.is_empty()) {
        return Err(unusable(
            path,
            "has no text layer (it is a scan, or damaged); run text recognition on it first",
        ));
    }
    if canvas.unknown * 10 > canvas.glyphs {
        let message = format!(
            "does not say which letters {} of its {} glyphs are (fonts without a Unicode map); take the document it \
             was made from, or run text recognition on it",
            canvas.unknown, canvas.glyphs
        );
        return Err(unusable(path, message));
    }
    mojibake::mend(pages.iter_mut().flat_map(|page| &mut page.words));
    Ok(build(pages))
}

const TOO_MUCH: &str =
    "draws more than enru reads (10,000,000 strokes and glyphs, 20,000 pages); split it into parts";

/// What all pages draw. The error says what is wrong with the file.
fn draw(bytes: &[u8]) -> std::result::Result<(Vec<Page>, Canvas), String> {
    if unpacks_to_much(bytes) {
        return Err(format!(
            "has a part that unpacks to more than {MOST_UNPACKED} bytes, which is refused as unsafe"
        ));
    }
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => "is protected by a password; save it without one".to_string(),
        LoadPdfError::Invalid => "cannot be read as PDF; save it anew, or as DOCX or text".to_string(),
    })?;
    if pdf.pages().len() > MOST_PAGES {
        return Err(TOO_MUCH.into());
    }
    let cache = InterpreterCache::new();
    let settings =
        InterpreterSettings { render_content: RenderContent::PAGE, ..InterpreterSettings::default() };
    let (mut pages, mut canvas) = (Vec::new(), Canvas::default());
    for page in pdf.pages().iter() {
        let transform = page.initial_transform(false).to_kurbo();
        let (width, height) = page.render_dimensions();
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let mut context = Context::new(transform, bounds, &cache, pdf.xref(), settings.clone());
        interpret_page(page, &mut context, &mut canvas);
        let (words, rules) = canvas.finish_page();
        pages.push(Page { words, rules });
    }
    Ok((pages, canvas))
}

/// The longest stream that is unpacked: the interpreter has no limit of its own.
const MOST_UNPACKED: u64 = 400_000_000;
/// Deflate packs no better than this.
const BEST_RATIO: u64 = 1032;

/// Whether a stream in `bytes` is far longer unpacked. Only those are tried that are long enough.
fn unpacks_to_much(bytes: &[u8]) -> bool {
    let shortest = (MOST_UNPACKED / BEST_RATIO) as usize;
    let ends: Vec<usize> = memchr::memmem::find_iter(bytes, b"endstream").collect();
    let mut from = 0;
    for end in ends {
        let part = &bytes[from..end];
        from = end;
        // The keyword itself may stand in packed data, but hardly after less than a dictionary.
        let Some(start) = memchr::memmem::find(part, b"stream").filter(|_| part.len() >= shortest) else {
            continue;
        };
        let start =
            memchr::memmem::find(&part[start + 6..], b"stream").map_or(start, |next| start + 6 + next);
        let packed = part[start + 6..].trim_ascii_start();
        let mut unpacked = flate2::read::ZlibDecoder::new(packed).take(MOST_UNPACKED + 1);
        let mut counted = 0u64;
        let mut buffer = vec![0; 1 << 16];
        while let Ok(count @ 1..) = unpacked.read(&mut buffer) {
            counted += count as u64;
        }
        if counted > MOST_UNPACKED {
            return true;
        }
    }
    false
}

fn build(mut pages: Vec<Page>) -> Builder {
    let furniture = margins::take(&mut pages);
    let mut laid_out = regions::lay_out_all(pages);
    let notes = notes::take(&mut laid_out);
    let mut builder = paragraphs::build(laid_out, notes);
    for (kind, text) in furniture {
        builder.paragraph(BlockKind::Furniture(kind), &text);
    }
    builder
}
