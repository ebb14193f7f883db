//! The blocks of plain text: paragraphs, headings, list items. Joins hard-wrapped lines.
//!
//! A blank line ends a block. Within a paragraph a single line break ends a block too, unless the text is hard-wrapped.
//! In hard-wrapped text each line but the last is *full*: the first word of the next line would not have fitted. Such
//! lines form one block. If only some lines of a text are full, they are joined only where the words show that a
//! sentence continues. Bullets, numbered items and dialogue dashes begin a block in wrapped text too. Ruler lines
//! (`=====`) end one.
//!
//! Cost: two passes over the lines. Not done: a sentence that continues after a page number stays in two blocks.

use crate::document::{Block, BlockKind, Furniture, Span, trimmed};
use crate::io::stop;
use crate::text::{is_letter, is_letter_or_digit};

/// Widest hard-wrapped text, in characters (72 to 80, plus room for indents).
pub(super) const WIDEST: usize = 100;
/// Narrowest hard-wrapped text, in characters. Shorter lines are verse, tables and addresses.
const NARROWEST: usize = 45;
/// Width of hard-wrapped text that is narrower or wider than usual, as on telephones and in editors. The words must show
/// that its lines are wrapped.
const UNUSUAL: std::ops::RangeInclusive<usize> = 28..=132;
/// The fewest full lines that show this.
const FEWEST_FULL: usize = 4;
/// Shortest full line that continues in a line with the end of its sentence, in characters.
const SHORTEST: usize = 40;
/// Lines of proportional type differ in their number of characters by up to 1/`RAGGED`.
const RAGGED: usize = 8;
/// Tab width in columns.
const TAB: usize = 8;
/// Longest heading, in characters.
const HEADING: usize = 120;

/// A line that is not blank.
struct Line<'a> {
    span: Span,
    text: &'a str,
    /// Its length in characters, including leading spaces.
    width: usize,
    /// The length of its first word in characters.
    first_word: usize,
    after_blank: bool,
    /// Whether it ends in spaces, which mark a soft line break in format=flowed e-mail (RFC 3676).
    flowed: bool,
    /// Whether it begins a list item.
    is_item: bool,
    /// Whether it is a table row.
    is_row: bool,
}

/// The blocks of `text`, in order. Together they cover everything but white space.
pub fn blocks(text: &str) -> Vec<Block> {
    let lines = lines(text);
    let document_width = wrapped_width(&lines);
    let mut blocks: Vec<Block> = Vec::with_capacity(lines.len());
    let widest = |lines: &[Line]| {
        lines.iter().map(|line| line.width).max().filter(|w| (SHORTEST..=WIDEST).contains(w))
    };
    let document_widest = widest(&lines);
    for paragraph in lines.chunk_by(|_, next| !next.after_blank).take_while(|_| !stop::is_asked()) {
        let own_width = wrapped_width(paragraph);
        let width = document_width.or(own_width).unwrap_or(usize::MAX);
        // Some paragraphs of a wrapped text were wrapped to a smaller width than others.
        let own_width = own_width.unwrap_or(usize::MAX);
        let own_widest = widest(paragraph);
        let widest = [document_widest.or(own_widest), own_widest].map(|width| width.unwrap_or(usize::MAX));
        let is_whole = |before: &Line, line: &Line| {
            goes_on(before, line, width)
                || (begins_small(line) && goes_on(before, line, own_width))
                || widest.iter().any(|&widest| fills_and_goes_on(before, line, widest))
        };
        let pairs = std::iter::once(None).chain(paragraph.iter().map(Some));
        let last = paragraph.last().map(|line| line.span);
        for (before, line) in pairs.zip(paragraph) {
            // A sentence ends with a punctuation mark. A number without one at the end of a page is the page number.
            let numbers_page = Some(line.span) == last && is_page_number(line.text);
            match (before, blocks.last_mut()) {
                (Some(before), Some(block)) if !numbers_page && is_whole(before, line) => {
                    block.span.end = line.span.end
                }
                _ => blocks.push(Block { span: line.span, kind: kind(line), after_break: line.after_blank }),
            }
        }
        unmark_heading(&mut blocks, text);
    }
    blocks
}

/// The lines that are not blank. LF, CRLF, CR, form feeds and the Unicode separators end a line.
fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut start, mut after_blank, mut last_cr) = (0, true, false);
    for raw in raw_lines(text) {
        let span = trimmed(text, Span::new(start, start + raw.len()));
        start += raw.len();
        let half_of_crlf = last_cr && raw == "\n";
        last_cr = raw.ends_with('\r');
        if half_of_crlf {
            continue;
        }
        if span.start == span.end {
            after_blank = true;
            continue;
        }
        // A ruler is a paragraph of its own.
        let is_ruler = is_ruler(span.of(text));
        lines.push(line(span, span.of(text), raw, after_blank || is_ruler));
        after_blank = raw.ends_with(['\u{c}', '\u{2029}']) || is_ruler;
    }
    lines
}

/// The lines of `text` and their line terminators.
fn raw_lines(text: &str) -> impl Iterator<Item = &str> {
    let has_separators = ["\u{85}", "\u{2028}", "\u{2029}"].iter().any(|end| text.contains(end));
    let mut rest = text;
    std::iter::from_fn(move || {
        let ascii = memchr::memchr3(b'\n', b'\r', 0xc, rest.as_bytes()).map_or(rest.len(), |at| at + 1);
        let mut end = ascii;
        if has_separators && let Some(at) = rest[..ascii].find(['\u{85}', '\u{2028}', '\u{2029}']) {
            end = at + rest[at..].chars().next().map_or(0, char::len_utf8);
        }
        let (line, after) = rest.split_at(end);
        rest = after;
        (!line.is_empty()).then_some(line)
    })
}

fn line<'a>(span: Span, text: &'a str, raw: &str, after_blank: bool) -> Line<'a> {
    let body = raw.trim_end_matches(['\n', '\r']);
    // Beyond the widest wrapped line the exact width is irrelevant, so a line of 10 MB is not measured to its end.
    let width = columns(body.trim_end());
    let first_word = text.split_whitespace().next().map_or(0, |word| word.chars().take(WIDEST).count());
    // The signature separator ends in a space but is not a soft line break (RFC 3676).
    let flowed = body.ends_with(' ') && body != "-- ";
    let is_item = begins_item(text);
    Line { span, text, width, first_word, after_blank, flowed, is_item, is_row: is_row(text, is_item) }
}

/// The width of `line` in columns, measured up to a few columns more than the [widest](UNUSUAL) wrapped line.
fn columns(line: &str) -> usize {
    let most = UNUSUAL.end() + 1;
    if line.is_ascii() && !line.contains('\t') {
        return line.len().min(most);
    }
    line.chars().take(most).fold(0, |width, c| if c == '\t' { (width / TAB + 1) * TAB } else { width + 1 })
}

/// The width to which `lines` are hard-wrapped, if they are. No line is wider than [`WIDEST`], and most lines that have
/// a successor in their paragraph are full. Lines of proportional type, as copied from a PDF, differ by a
/// [part](RAGGED) of the width. For these, more lines must be full, and many must be followed by a word in lower case.
fn wrapped_width(lines: &[Line]) -> Option<usize> {
    let widest = lines.iter().map(|line| line.width).max()?;
    if !(NARROWEST..=WIDEST).contains(&widest) {
        return is_surely_wrapped(lines, widest).then_some(widest);
    }
    let ragged = ragged(widest);
    let pairs: Vec<_> = inner_pairs(lines).collect();
    let count = |width: usize, run_on: fn(&Line, &Line) -> bool| {
        pairs.iter().filter(|p| is_full(&p[0], &p[1], width) && run_on(&p[0], &p[1])).count()
    };
    let share = |part: usize, whole: usize, tenths: usize| part > 0 && part * 10 >= whole * tenths;
    let full = count(widest, |_, _| true);
    if share(full, pairs.len(), 6) && share(count(widest, runs_on), full, 5) {
        return Some(widest);
    }
    let full = count(ragged, |_, _| true);
    (share(full, pairs.len(), 8) && share(count(ragged, runs_on_surely), full, 4)).then_some(ragged)
}

/// The pairs of lines of which the second may continue the first.
fn inner_pairs<'l>(lines: &'l [Line<'l>]) -> impl Iterator<Item = &'l [Line<'l>]> {
    lines.windows(2).filter(|pair| !pair[1].after_blank && !pair[1].is_item)
}

/// Whether `lines` are hard-wrapped to an unusual width: most are full, and after most of these the words continue.
fn is_surely_wrapped(lines: &[Line], width: usize) -> bool {
    if !UNUSUAL.contains(&width) {
        return false;
    }
    let (mut all, mut full, mut run_on) = (0, 0, 0);
    for pair in inner_pairs(lines) {
        let is_full = is_full(&pair[0], &pair[1], width);
        all += 1;
        full += usize::from(is_full);
        run_on += usize::from(is_full && runs_on_surely(&pair[0], &pair[1]));
    }
    full >= FEWEST_FULL && full * 10 >= all * 8 && run_on * 2 >= full
}

/// The smallest width of a line of proportional type that was wrapped to `width`.
fn ragged(width: usize) -> usize {
    width - width / RAGGED
}

/// Whether the first word of `next` would not have fitted on `line`.
fn is_full(line: &Line, next: &Line, width: usize) -> bool {
    line.width * 2 >= width && line.width + 1 + next.first_word > width
}

/// Whether the words show that a sentence continues from `line` into `next`.
fn runs_on(line: &Line, next: &Line) -> bool {
    next.text.starts_with(char::is_lowercase)
        || !line.text.ends_with(['.', '!', '?', '…', ':', ';', '»', '”', '"'])
}

/// Whether `next` certainly continues `line`: it begins with a number or a lower-case word, and `line` ends with a word
/// or a comma.
fn runs_on_surely(line: &Line, next: &Line) -> bool {
    next.text.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
        && !next.is_item
        && line.text.ends_with(|c: char| is_letter_or_digit(c) || c == ',')
}

/// Whether `next` belongs to the block of `line`.
fn goes_on(line: &Line, next: &Line, width: usize) -> bool {
    let closing =
        next.text.starts_with(['.', ',', ';', ':', ')', '»', '”', '!', '?']) && !next.text.starts_with("..");
    if (line.flowed && next.text.starts_with(char::is_lowercase))
        || is_broken_word(line.text, next.text)
        || closing
        || (is_stacked(line) && is_stacked(next))
    {
        return true;
    }
    let fills =
        is_full(line, next, width) || is_full(line, next, ragged(width)) && runs_on_surely(line, next);
    if !fills || begins_with_bullet(next.text) || line.is_row || next.is_row {
        return false;
    }
    let ended = line.text.ends_with(['.', '!', '?', '…', ':', ';', '»', '”', '"']);
    !(ended && (next.is_item || begins_with_dash(next.text)))
}

/// Whether a word is broken between the lines, at its own hyphen or between syllables, or a name at its hyphen.
fn is_broken_word(line: &str, next: &str) -> bool {
    let stem = line.strip_suffix(['-', '\u{2010}', '\u{ad}']);
    let word = stem.and_then(|stem| stem.rsplit(|c: char| !is_letter(c) && c != '-').next()).unwrap_or("");
    let is_name = word.starts_with(char::is_uppercase) && !word.chars().skip(1).all(char::is_uppercase);
    word.ends_with(char::is_alphabetic)
        && (next.starts_with(char::is_lowercase) || is_name && next.starts_with(char::is_uppercase))
}

/// Whether `line` begins with a lower-case letter and is not a list item.
fn begins_small(line: &Line) -> bool {
    line.text.trim_start_matches('(').starts_with(char::is_lowercase) && !line.is_item
}

/// Whether `next` continues the full line before it in a text that is not hard-wrapped throughout. The words decide.
fn fills_and_goes_on(line: &Line, next: &Line, widest: usize) -> bool {
    let is_open = line.text.ends_with(|c: char| is_letter_or_digit(c) || c == ',');
    let is_long =
        line.width >= NARROWEST || line.width >= SHORTEST && next.text.ends_with(['.', '!', '?', '…']);
    is_long && is_full(line, next, widest) && is_open && begins_small(next) && !line.is_row && !next.is_row
}

/// The fewest characters of a ruler.
const SHORTEST_RULER: usize = 3;

/// Whether `text` is a ruler: one character repeated, or two that alternate, such as `=====`, `* * *`, `+-----+-----+`.
pub(super) fn is_ruler(text: &str) -> bool {
    let is_sign = |c: char| {
        matches!(c, '=' | '-' | '~' | '_' | '*' | '#' | '+' | '.' | '•' | '·' | '–' | '—' | '|' | ':')
    };
    let is_drawn =
        |c: char| is_sign(c) || matches!(c, '\u{2500}'..='\u{257f}' | '\u{2580}'..='\u{259f}' | '⁂');
    let mut signs = text.chars().filter(|c| !c.is_whitespace());
    let Some(first) = signs.next().filter(|&c| is_drawn(c)) else { return false };
    let (mut count, mut other) = (1, None);
    let all_drawn = signs.all(|c| {
        count += 1;
        is_drawn(c) && (c == first || *other.get_or_insert(c) == c || c >= '\u{2500}')
    });
    let fewest = match first {
        _ if other.is_some() => 2 * SHORTEST_RULER,
        '.' | '#' | ':' | '|' => 2 * SHORTEST_RULER - 1,
        '⁂' => 1,
        _ => SHORTEST_RULER,
    };
    all_drawn && count >= fewest
}

/// Whether the lines of `text` are hard-wrapped.
pub(super) fn is_wrapped(text: &str) -> bool {
    wrapped_width(&lines(text)).is_some()
}

/// Whether `text` is a table row, with cells separated by tabs, bars or wide gaps. The gap after the number of a list
/// item does not count. Justified text has gaps of two or three spaces.
fn is_row(text: &str, is_item: bool) -> bool {
    let cells = match text.split_once(char::is_whitespace) {
        Some((_, rest)) if is_item => rest.trim_start(),
        _ => text,
    };
    cells.contains('\t') || cells.contains("    ") || cells.contains('|') && cells.contains(" | ")
}

/// Whether `text` is a page number: `7`, `- 7 -`
fn is_page_number(text: &str) -> bool {
    let digits = text.trim_matches(|c: char| matches!(c, '-' | '–' | '—' | ' '));
    (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Whether `line` is one or two capitals: part of a word set vertically, one letter per line, as on posters and spines.
/// Its letters have no meaning as sentences. Grades and initials in a column are lost too.
fn is_stacked(line: &Line) -> bool {
    line.text.chars().count() <= 2 && line.text.chars().all(char::is_uppercase)
}

fn begins_with_bullet(text: &str) -> bool {
    text.starts_with(['•', '‣', '⁃', '◦', '▪', '●', '■', '·', '*', '✓', '➢', '►'])
}

/// Whether `text` begins with a dash and a space: a list item or a line of dialogue.
fn begins_with_dash(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| matches!(c, '-' | '–' | '—' | '―'))
        && chars.next().is_some_and(char::is_whitespace)
}

/// Whether `text` begins with a bullet, a dash, or the number of an item: `1.`, `2)`, `(a)`, `iv.`, `3.2.1`, `§ 4`
fn begins_item(text: &str) -> bool {
    if begins_with_bullet(text) || begins_with_dash(text) || text.starts_with('§') {
        return true;
    }
    let Some(token) = text.split_whitespace().next().filter(|t| t.len() <= 8 && t.len() < text.len()) else {
        return false;
    };
    let number = token.trim_start_matches('(').trim_end_matches(['.', ')']);
    let marked = number.len() < token.len() || number.contains('.');
    let digits = number.split('.').all(|part| part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit()));
    let roman = number.bytes().all(|b| matches!(b, b'i' | b'v' | b'x' | b'I' | b'V' | b'X'));
    marked && !number.is_empty() && (digits || roman || number.chars().count() == 1)
}

/// The kind of a block that begins with `line`, judged by this line alone.
fn kind(line: &Line) -> BlockKind {
    let ended = line.text.ends_with(['.', '!', '?', '…', ':', ';', ',', '»', '”', '"', ')']);
    if is_ruler(line.text) {
        BlockKind::Furniture(Furniture::Ruler)
    } else if line.is_item || is_contact(line.text) {
        BlockKind::ListItem
    } else if line.after_blank && !ended && line.width <= WIDEST && line.text.contains(char::is_alphabetic) {
        BlockKind::Heading
    } else {
        BlockKind::Paragraph
    }
}

/// Whether `text` is part of an address: a telephone number, an e-mail address, a web address.
fn is_contact(text: &str) -> bool {
    const LABELS: [&str; 12] = [
        "Tel",
        "Phone",
        "Fax",
        "E-mail",
        "Email",
        "Mobile",
        "Web",
        "Тел",
        "Факс",
        "Эл. почта",
        "Моб",
        "Сайт",
    ];
    LABELS.iter().any(|label| text.starts_with(label)) && text.len() <= HEADING
}

/// A block of several lines or of more than the longest heading is not a heading.
fn unmark_heading(blocks: &mut [Block], text: &str) {
    if let Some(block) = blocks.last_mut()
        && block.kind == BlockKind::Heading
        && block.span.of(text).contains(['\n', '\r'])
    {
        block.kind = BlockKind::Paragraph;
    }
}

#[cfg(test)]
mod tests {
    use crate::read::plain::*;

    fn texts(text: &str) -> Vec<String> {
        blocks(text)
            .iter()
            .map(|b| b.span.of(text).split_whitespace().collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn blank_lines_end_blocks_and_so_do_single_breaks() {
        assert_eq!(
            texts("Title\n\nOne.\nTwo.\r\n\r\nThree.\rFour."),
            ["Title", "One.", "Two.", "Three.", "Four."]
        );
        let kinds: Vec<_> = blocks("Title\n\nOne.\n• two").iter().map(|b| (b.kind, b.after_break)).collect();
        use BlockKind::{Heading, ListItem, Paragraph};
        assert_eq!(kinds, [(Heading, true), (Paragraph, true), (ListItem, false)]);
    }

    #[test]
    fn lines_drawn_of_one_sign_or_two_are_rulers() {
        for line in
            ["=====", "* * *", "+----+----+", "=-=-=-=", "| | | | |", ". . . . .", "••••", "╔════╗", "⁂"]
        {
            assert!(is_ruler(line), "{line}");
        }
        for line in ["...", "--", "?!?!?!", "#+", "-=[ Boats ]=-", "| A | B |", "* * x"] {
            assert!(!is_ruler(line), "{line}");
        }
    }

    #[test]
    fn a_word_broken_at_a_hyphen_goes_on_whatever_the_width() {
        assert_eq!(
            texts("Short and bro-\nken here.\n- an item -\nand -\nmore"),
            ["Short and bro- ken here.", "- an item -", "and -", "more"]
        );
    }

    #[test]
    fn wrapped_lines_are_one_block() {
        let text = "The meeting was chaired by A. B. Petrov and attended by delegations from eight\n\
                    CIS member states and by observers from Serbia. The next meeting will take\n\
                    place in Yerevan.\n\nIt also considered:\n- the training of rescuers;\n- the exchange of images.";
        let got = texts(text);
        assert_eq!(got.len(), 4, "{got:?}");
        assert!(got[0].ends_with("place in Yerevan."));
        assert_eq!(blocks(text)[0].kind, BlockKind::Paragraph);
    }

    #[test]
    fn list_items_and_headings_end_wrapped_lines() {
        let text = "The plan provides for the following exercises of the rescue services in the\n\
                    region, as the Council decided in Minsk:\n\
                    (a) Earthquake-2022 (Osh, Kyrgyzstan, September 2022), with 350 rescuers and\n\
                    12 dog teams;\n\
                    (b) High Water (Brest Region, Belarus, April 2023), with 40 boats and two\n\
                    helicopters.\n";
        let got = texts(text);
        assert_eq!(got.len(), 3, "{got:?}");
        assert!(got[1].ends_with("12 dog teams;"));
    }

    #[test]
    fn lines_of_proportional_type_are_joined_and_short_lines_are_not() {
        let text = "The Assembly, recalling its resolution 70/1, entitled “Transforming our world”, and 71/222 of\n\
                    21 December 2016 on the International Decade for Action, requests the Secretary-General\n\
                    to report to it at its seventy-seventh session on what was done to carry out the\n\
                    present resolution and on the funds that were spent.\n\n\
                    99th plenary meeting\n\n\
                    9 July 2021\n";
        let got = texts(text);
        assert_eq!(got.len(), 3, "{got:#?}");
        assert!(got[0].ends_with("that were spent."));
    }

    #[test]
    fn addresses_verse_and_tables_keep_their_lines() {
        assert_eq!(
            texts(
                "Дополнительная информация\nЛюдмила Петренко, сотрудник по вопросам коммуникации\nТел.: 555"
            )
            .len(),
            3
        );
        assert_eq!(texts("Болгария | 241\nКазахстан | 2140\nРумыния | 803").len(), 3);
        assert_eq!(texts("Мороз и солнце; день чудесный!\nЕщё ты дремлешь, друг прелестный —\nПора, красавица, проснись").len(), 3);
    }

    #[test]
    fn signatures_rows_and_page_numbers_stand_alone() {
        assert_eq!(texts("See you there.\n-- \nsent from my phone").len(), 3);
        let text = "The meeting was chaired by A. B. Petrov and attended by delegations from eight\n\
                    CIS member states and by observers from Serbia, who came to Minsk on Friday and\n12\n\u{c}\
                    stayed for a week.\n\n\
                    Kyrgyz Republic: number of persons infected              12 345         23 456\n\
                    Kazakhstan: persons infected in all of the regions      112 345        123 456\n\
                    1.    The delegations agreed to meet again in Yerevan in the spring of the next\n\
                    year.\n";
        let got = texts(text);
        assert_eq!(got.len(), 6, "{got:#?}");
        assert_eq!(got[1], "12");
        assert!(got[5].ends_with("next year."));
    }

    #[test]
    fn full_lines_go_on_where_the_words_say_so() {
        let text = "Rule one\n=====\n   [mill/door]\n   The key of the door hangs on the nail beside the window of the\n   \
                    miller and has to be there at night.\n\nRules for cats\nShort line\nnext line";
        assert_eq!(
            texts(text),
            [
                "Rule one",
                "=====",
                "[mill/door]",
                "The key of the door hangs on the nail beside the window of the miller and has to be there at night.",
                "Rules for cats",
                "Short line",
                "next line"
            ]
        );
        assert_eq!(blocks(text)[1].kind, BlockKind::Furniture(Furniture::Ruler));
        assert!(["* * *", "~~~~", "———"].iter().all(|line| is_ruler(line)));
        assert!(!["--", "...", "-=-", "* a"].iter().any(|line| is_ruler(line)));
    }

    #[test]
    fn paragraphs_narrower_than_the_document_are_joined() {
        let wide =
            "A line of this chapter of the manual may be as wide as this one here, or wider by a letter\n\n";
        let narrow = "Pier/Lantern\n\
                      The key of the lantern on the pier sets how often the lamp of the pier\n\
                      is lit in a night.\n\
                      0 - never.\n1 - once.\nThe default value is 1.\nSet it in spring.\n";
        let got = texts(&format!("{}{narrow}", wide.repeat(4)));
        assert_eq!(
            got[5],
            "The key of the lantern on the pier sets how often the lamp of the pier is lit in a night."
        );
        assert_eq!(got[6..], ["0 - never.", "1 - once.", "The default value is 1.", "Set it in spring."]);
        assert_eq!(columns("\ta"), 9);
        assert_eq!(columns("ab\t\tc"), 17);
    }

    #[test]
    fn unusual_widths_are_joined_where_the_words_continue() {
        let words = "In the morning the keeper of the lamp climbs the stairs of the tower and wipes the glass, and in the \
                     evening he lights the wick, so that the boats find the way home through the rocks of the bay";
        let wrap = |width: usize| {
            let mut lines = vec![String::new()];
            for word in words.split_whitespace() {
                if lines[lines.len() - 1].len() + word.len() + 1 > width {
                    lines.push(String::new());
                }
                let line = lines.last_mut().unwrap();
                line.push_str(if line.is_empty() { "" } else { " " });
                line.push_str(word);
            }
            lines.join("\n")
        };
        assert_eq!(texts(&wrap(32)), [words]);
        assert_eq!(texts(&format!("{0}\n\n{0}\n\n{0}\n\n{0}", wrap(120))), [words; 4]);
        let verse = "The lamp is lit upon the shore\nAnd all the boats come home once more\nThe keeper wipes the glass \
                     again\nAnd lights it in the wind and rain\nThe night is long, the sea is wide\nThe rocks are under";
        assert_eq!(texts(verse).len(), 6);
    }

    #[test]
    fn two_lines_and_names_are_joined() {
        let quoted = "The key of the lamp was lost last winter in\nthe snow.";
        assert_eq!(texts(quoted), ["The key of the lamp was lost last winter in the snow."]);
        assert_eq!(texts("He came from Saint-\nMalo."), ["He came from Saint- Malo."]);
        assert_eq!(texts("PART-\nONE\nof the very-\nBig").len(), 4);
    }

    #[test]
    fn a_flowed_line_goes_on() {
        assert_eq!(texts("It was a cold \nnight in the city."), ["It was a cold night in the city."]);
        assert_eq!(texts("features\ncontact manager").len(), 2);
    }
}
