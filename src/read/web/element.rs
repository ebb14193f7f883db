//! The meaning of HTML elements: which begin a paragraph and of what kind, which contain no text of the page, which are
//! hidden from readers, and which are note marks.

use crate::document::BlockKind;
use crate::read::web::dom::Element;
use crate::read::web::style::{self, Moved, is_hidden_by_style};

/// Elements that begin and end a paragraph.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "optgroup"
            | "option"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "xmp"
            | "listing"
    )
}

pub(super) fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// The kind of the paragraphs in `element`, if the element determines one.
pub(super) fn kind_of(element: &Element) -> Option<BlockKind> {
    match element.local() {
        name if is_block(name) && is_note(element) => Some(BlockKind::Note),
        name if is_heading(name) => Some(BlockKind::Heading),
        "li" | "dt" | "dd" => Some(BlockKind::ListItem),
        "td" | "th" => Some(BlockKind::Cell),
        _ => None,
    }
}

/// Whether the block `element` holds footnotes, according to its role or to the names that common programs use.
fn is_note(element: &Element) -> bool {
    let types = [element.get("role"), element.get("epub:type")];
    let by_type = types.into_iter().flatten().flat_map(str::split_whitespace).any(|word| {
        matches!(
            word,
            "doc-footnote"
                | "doc-endnote"
                | "doc-endnotes"
                | "footnote"
                | "endnote"
                | "rearnote"
                | "footnotes"
                | "endnotes"
                | "rearnotes"
        )
    });
    let by_class = element.get("class").unwrap_or("").split_whitespace().any(|class| {
        matches!(
            class,
            "footnote"
                | "footnotes"
                | "endnote"
                | "endnotes"
                | "footnote-list"
                | "references"
                | "MsoFootnoteText"
                | "MsoEndnoteText"
                // LibreOffice.
                | "Footnote"
                | "Endnote"
        )
    });
    let by_id =
        element.get("id").is_some_and(|id| id.starts_with("sdfootnote") || id.starts_with("sdendnote"));
    let by_style = element
        .get("style")
        .is_some_and(|style| style.contains("mso-element:footnote") || style.contains("mso-element:endnote"));
    by_type || by_class || by_id || by_style
}

/// Elements whose content is not text of the page.
pub(super) fn is_dropped(element: &Element) -> bool {
    let by_name = matches!(
        element.local(),
        "script"
            | "style"
            | "head"
            | "title"
            | "template"
            | "noscript"
            | "svg"
            | "select"
            | "textarea"
            | "iframe"
            | "object"
            | "canvas"
            | "audio"
            | "video"
            | "rt"
            | "rp"
            | "rtc"
            | "datalist"
            | "del"
            | "noframes"
            | "noembed"
            | "map"
            | "progress"
            | "meter"
    );
    by_name || is_page_mark(element) || is_edit_link(element) || is_wiki_query(element)
}

/// A raised request to the authors of a wiki: "citation needed".
fn is_wiki_query(element: &Element) -> bool {
    element.local() == "sup"
        && element.get("class").is_some_and(|c| c.split_whitespace().any(|class| class == "noprint"))
}

/// The ids of the parts that a button expands in place. Menus and dialogs do not count.
pub(super) fn folded(element: &Element) -> impl Iterator<Item = &str> {
    let is_fold = element.get("aria-expanded").is_some() || element.get("role") == Some("tab");
    let ids = element.get("aria-controls").filter(|_| is_fold).unwrap_or("");
    ids.split_ascii_whitespace()
}

/// Whether readers do not see `element`: it is marked as hidden, or is for screen readers only.
pub(super) fn is_hidden(element: &Element) -> bool {
    // The browser shows `until-found` text when a search in the page finds it.
    element.get("hidden").is_some_and(|how| how != "until-found")
        || element.get("aria-hidden") == Some("true")
        || element.get("class").is_some_and(|c| c.split_ascii_whitespace().any(is_for_screen_readers))
        || element.get("style").is_some_and(is_hidden_by_style)
            // The formula that MediaWiki hides is the text of the picture that it shows.
            && !element.get("class").is_some_and(|c| c.contains("mwe-math-mathml"))
}

fn is_for_screen_readers(class: &str) -> bool {
    matches!(
        class,
        "sr-only-focusable"
            | "visuallyhidden"
            | "element-invisible"
            | "show-for-sr"
            | "a11y-hidden"
            | "assistive-text"
            | "offscreen"
            | "off-screen"
            | "accessibly-hidden"
            | "screenreader-only"
            | "skip-link"
    ) || class.ends_with("sr-only")
        || class.ends_with("visually-hidden")
        || class.ends_with("screen-reader-text")
        || class.ends_with("screen-reader-only")
}

/// Page numbers of the printed book.
fn is_page_mark(element: &Element) -> bool {
    let is_mark = |word: &str| matches!(word, "pagebreak" | "doc-pagebreak");
    element.get("epub:type").is_some_and(|t| t.split_whitespace().any(is_mark))
        || element.get("role").is_some_and(is_mark)
        || element.get("class").is_some_and(|c| {
            c.split_whitespace().any(|class| {
                matches!(
                    class.to_ascii_lowercase().as_str(),
                    "pagenum"
                        | "pageno"
                        | "page-num"
                        | "page-no"
                        | "pagebreak"
                        | "page-break"
                        | "pagenumber"
                        | "page-number"
                        | "x-ebookmaker-pageno"
                )
            })
        })
}

/// Links to edit a section, to copy its address, or to return from a note.
fn is_edit_link(element: &Element) -> bool {
    element.get("class").is_some_and(|c| {
        c.split_whitespace().any(|class| {
            matches!(
                class,
                "mw-editsection"
                    | "Inline-Template"
                    | "mw-jump-link"
                    | "mw-cite-backlink"
                    | "headerlink"
                    | "hash-link"
                    | "header-anchor"
                    | "heading-anchor"
                    | "anchorjs-link"
                    | "footnote-backref"
                    | "footnote-back"
                    | "reversefootnote"
                    | "clipboard-button"
                    | "copy-button"
                    | "copybtn"
            )
        })
    }) || element.get("role") == Some("doc-backlink")
        || matches!(element.get("id"), Some("siteSub" | "contentSub"))
}

/// Whether a `<button>` holds a question that expands its answer.
pub(super) fn is_fold(element: &Element, in_heading: bool) -> bool {
    in_heading
        || element.get("aria-expanded").is_some() && element.get("aria-controls").is_some()
        || element.get("class").is_some_and(|c| {
            let class = c.to_ascii_lowercase();
            class.contains("accordion") || class.contains("collapsible") || class.contains("faq")
        })
}

/// Whether text in `element` is superscript or subscript, by its name or its own style.
pub(super) fn moved(element: &Element) -> Option<Moved> {
    match element.local() {
        "sup" => Some(Moved::Raised),
        "sub" => Some(Moved::Lowered),
        _ => element.get("style").and_then(style::moved),
    }
}

/// The target of a link within the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inward {
    /// A note, or the reference to it, recognized by the name of the target or of the link.
    Note,
    /// Anything else.
    Elsewhere,
}

/// The kind of target of a link within the page, or `None` for other elements.
pub(super) fn inward(element: &Element) -> Option<Inward> {
    let href = element.get("href").filter(|_| element.local() == "a")?;
    let (_, place) = href.split_once('#')?;
    let types = [element.get("role"), element.get("epub:type"), element.get("class")];
    let is_reference = types.into_iter().flatten().flat_map(str::split_whitespace).any(|word| {
        matches!(
            word,
            "doc-noteref"
                | "noteref"
                | "footnote-ref"
                | "footnote"
                | "footnote-reference"
                | "sdfootnoteanc"
                | "sdendnoteanc"
                | "sdfootnotesym"
                | "sdendnotesym"
                | "fn"
                | "fnref"
                | "see-footnote"
                | "easy-footnote"
        )
    });
    Some(if is_reference || names_note(place) { Inward::Note } else { Inward::Elsewhere })
}

/// Whether the id `place` is one that programs give to notes: `fn1`, `_ftnref2`, `cite_note-3`.
fn names_note(place: &str) -> bool {
    let place = place.trim_start_matches(['_', '-']).to_ascii_lowercase();
    // LibreOffice names the place in the text `body_ftn1`.
    let place = place.trim_start_matches("body_");
    let word: String = place.chars().take_while(|c| c.is_ascii_alphabetic()).collect();
    matches!(
        word.as_str(),
        "fn" | "fnref"
            | "ftnt"
            | "cmnt"
            | "ftn"
            | "ftnref"
            | "edn"
            | "ednref"
            | "footnote"
            | "footnoteref"
            | "endnote"
            | "endnoteref"
            | "note"
            | "noteref"
            | "sdfootnote"
            | "sdendnote"
            | "snoska"
            | "refnote"
            | "backnote"
            | "rfn"
    ) || place.starts_with("cite_note")
        || place.starts_with("cite_ref")
        || place.starts_with("cite-note")
}

/// Whether `text` is the mark of a note: a number, a symbol, a lower-case Roman numeral or a single letter, optionally
/// in brackets.
pub(crate) fn is_note_mark(text: &str) -> bool {
    let is_sign = |c: char| {
        c.is_ascii_digit()
            || matches!(
                c,
                '[' | ']'
                    | '{'
                    | '}'
                    | '('
                    | ')'
                    | '*'
                    | '†'
                    | '‡'
                    | '§'
                    | '¶'
                    | '↩'
                    | '↑'
                    | '^'
                    | ' '
                    | '\u{a0}'
                    | '\u{fe0e}'
            )
            || matches!(c, '⁰' | '¹' | '²' | '³' | '⁴'..='⁹' | '⁽' | '⁾' | 'ᵃ' | 'ᵇ' | 'ᶜ' | 'ᵈ' | 'ᵉ' | 'ᶠ')
    };
    let letters = text.trim_matches(is_sign);
    let is_number =
        letters.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l')) || letters.chars().count() == 1;
    !text.is_empty() && text.len() <= 24 && (letters.is_empty() || is_number)
}

/// Whether `text` is a permalink sign.
pub(super) fn is_permalink(text: &str) -> bool {
    text.chars().any(|c| !c.is_whitespace())
        && text.chars().all(|c| {
            c.is_whitespace()
                || matches!(
                    c,
                    '¶' | '#'
                        | '§'
                        | '🔗'
                        | '⚓'
                        | '∞'
                        | '\u{200b}'
                        | '\u{fe0e}'
                        | '\u{fe0f}'
                        | '↩'
                        | '↑'
                        | '^'
                )
        })
}
