//! PDF with a text layer: words are combined into lines, columns, cells and paragraphs. Structure that the file does
//! not give is inferred from distances. Each step has a file: page content (`glyphs`), running heads and page numbers
//! (`margins`), columns and tables (`regions`, `gutter`, `grid`, `borderless`), footnotes (`notes`), paragraphs
//! (`paragraphs`), words broken at line ends (`hyphens`). Cost: n log n in words.

mod borderless;
mod glyphs;
mod grid;
mod gutter;
mod hyphens;
mod layout;
mod limits;
mod line;
mod margins;
mod mojibake;
mod notes;
mod page;
mod paragraphs;
mod piece;
mod regions;
mod row;
mod spacing;

use super::builder::Builder;
use crate::document::BlockKind;
use crate::error::{Error, Result};
use crate::io::stop;
use crate::read::reading::NoticeKind;
use glyphs::Canvas;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect;
use hayro_interpret::util::TransformExt;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, RenderContent, interpret_page};
use limits::{Cost, Refused};
use page::Page;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Once;

/// More pages than any printed document has. Reading stops with an error beyond this.
const MOST_PAGES: usize = 20_000;

/// Reads the PDF file in `bytes`, the content of `path`.
///
/// # Errors
/// If the file is damaged, protected by a password, unsafe to unpack, or has no readable text.
pub(super) fn read(path: &Path, bytes: &[u8]) -> Result<Builder> {
    let damaged = || Err("is a damaged PDF; save it anew".to_string());
    let drawn = quietly(|| draw(bytes)).unwrap_or_else(damaged);
    let (mut pages, canvas) = drawn.map_err(|why| Error::unusable(path, why))?;
    if pages.iter().all(|page| page.words.is_empty()) {
        return Err(Error::unusable(
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
        return Err(Error::unusable(path, message));
    }
    let empty = pages.iter().filter(|page| page.words.is_empty() && page.has_pictures).count();
    mojibake::mend(pages.iter_mut().flat_map(|page| &mut page.words));
    let mut builder = build(pages);
    builder.notice(NoticeKind::PagesWithoutText, empty);
    builder.notice(NoticeKind::UnknownCharacters, canvas.unknown);
    builder.notice(NoticeKind::Hidden, canvas.hidden);
    Ok(builder)
}

/// Returns the result of `read`, or `None` if it panics: a damaged file can make the PDF library panic, and this must
/// not end the program. Nothing is printed. On targets without unwinding the panic does end the program.
fn quietly<T>(read: impl FnOnce() -> T) -> Option<T> {
    thread_local! { static IS_QUIET: Cell<bool> = const { Cell::new(false) } }
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !IS_QUIET.get() {
                before(panic);
            }
        }));
    });
    IS_QUIET.set(true);
    let read = catch_unwind(AssertUnwindSafe(read));
    IS_QUIET.set(false);
    read.ok()
}

/// The content of all pages. The error says what is wrong with the file.
fn draw(bytes: &[u8]) -> std::result::Result<(Vec<Page>, Canvas), String> {
    limits::check_file(bytes).map_err(|refused| refused.message())?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => "is protected by a password; save it without one".to_string(),
        LoadPdfError::Invalid => "cannot be read as PDF; save it anew, or as DOCX or text".to_string(),
    })?;
    if pdf.pages().len() > MOST_PAGES {
        return Err(Refused::Draws.message());
    }
    let cache = InterpreterCache::new();
    let settings =
        InterpreterSettings { render_content: RenderContent::all(), ..InterpreterSettings::default() };
    let (mut pages, mut canvas, mut cost) = (Vec::new(), Canvas::default(), Cost::new());
    for page in pdf.pages().iter().take_while(|_| !stop::is_asked()) {
        cost.add_page(page).map_err(|refused| refused.message())?;
    }
    for page in pdf.pages().iter().take_while(|_| !stop::is_asked()) {
        let transform = page.initial_transform(false).to_kurbo();
        let (width, height) = page.render_dimensions();
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let mut context = Context::new(transform, bounds, &cache, pdf.xref(), settings.clone());
        canvas.begin_page(bounds);
        interpret_page(page, &mut context, &mut canvas);
        pages.push(canvas.finish_page());
        if canvas.draws_too_much() {
            return Err(Refused::Draws.message());
        }
    }
    Ok((pages, canvas))
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
