//! Prepares pages for the parser. Limits the number of attributes of a tag, and removes what would swallow the rest of
//! the page according to the HTML standard: comments, attribute values and invisible elements that are never closed.
//! The tokenizer compares each attribute of a tag with all earlier ones, so a tag with a million attributes would take
//! hours. Cost: one pass.

use memchr::{memchr, memmem};
use std::borrow::Cow;

/// More attributes than a tag of any real page has. Chosen.
const MAX_ATTRIBUTES: usize = 500;

/// Elements whose content is not markup, or is not shown.
const UNSEEN: [&str; 11] = [
    "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript", "template",
    "select",
];
/// The number of entries, from the first, whose content is not markup.
const RAW: usize = 8;

/// `html` without the attributes beyond the limit and without the starts of constructs that never end.
pub(crate) fn limited(html: &str) -> Cow<'_, str> {
    let bytes = html.as_bytes();
    let mut cuts = Cuts { html, out: String::new(), kept: 0 };
    let (mut at, mut ends) = (0, Ends::default());
    while let Some(start) = memchr(b'<', &bytes[at..]).map(|found| at + found) {
        at = start + 1;
        if bytes[at..].starts_with(b"!--") {
            at = match ends.comment(bytes, at) {
                Some(end) => end,
                None => cuts.cut(start, next_tag(bytes, at)),
            };
        } else if matches!(bytes.get(at), Some(b'!' | b'?')) {
            at = memchr(b'>', &bytes[at..]).map_or(bytes.len(), |found| at + found);
        } else if bytes.get(at).is_some_and(|&b| b.is_ascii_alphabetic() || b == b'/') {
            let tag = Tag::at(bytes, at, &mut ends);
            let name = html[at..tag.end].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
            let unseen = UNSEEN.iter().position(|unseen| unseen.eq_ignore_ascii_case(name));
            let close = unseen.map(|element| (element, ends.close(bytes, element, tag.end)));
            if let Some((_, None)) = close {
                // Code and titles are not text of the page.
                let is_silent = !html[at..tag.end].ends_with('/')
                    && ["script", "style", "title"].iter().any(|raw| raw.eq_ignore_ascii_case(name));
                let after = (tag.end + 1).min(bytes.len());
                at = cuts.cut(start, if is_silent { next_tag(bytes, after) } else { after });
                continue;
            }
            if let Some(cut) = tag.cut {
                cuts.cut(cut, tag.end);
            }
            at = close.filter(|(element, _)| *element < RAW).and_then(|(_, close)| close).unwrap_or(tag.end);
        }
    }
    cuts.finish()
}

/// A page from which parts are removed.
struct Cuts<'h> {
    html: &'h str,
    out: String,
    /// Where the next text to keep begins.
    kept: usize,
}

impl<'h> Cuts<'h> {
    /// Removes `from..to` and returns `to`.
    fn cut(&mut self, from: usize, to: usize) -> usize {
        if from > self.kept {
            self.out.push_str(&self.html[self.kept..from]);
        }
        self.kept = self.kept.max(to);
        to
    }

    fn finish(mut self) -> Cow<'h, str> {
        if self.kept == 0 {
            return Cow::Borrowed(self.html);
        }
        self.out.push_str(&self.html[self.kept..]);
        Cow::Owned(self.out)
    }
}

/// The position of the next tag.
fn next_tag(bytes: &[u8], at: usize) -> usize {
    memchr(b'<', &bytes[at..]).map_or(bytes.len(), |found| at + found)
}

/// Positions of closing tags, as found last. What is not closed after one position is not closed after later ones.
#[derive(Default)]
struct Ends {
    /// For each of [`UNSEEN`], the position of its next closing tag, or `Some(None)` if there is none.
    closes: [Option<Option<usize>>; UNSEEN.len()],
    /// Whether no `"` or `'` follows.
    quotes: [bool; 2],
    /// Whether no `-->` follows.
    comments: bool,
}

impl Ends {
    /// The position of the name in the next closing tag of `element` after `at`.
    fn close(&mut self, bytes: &[u8], element: usize, at: usize) -> Option<usize> {
        let known = self.closes[element];
        if let Some(close) = known.filter(|close| close.is_none_or(|close| close >= at)) {
            return close;
        }
        let name = UNSEEN[element].as_bytes();
        let mut from = at;
        let mut next = || {
            from += memmem::find(&bytes[from..], b"</")? + 2;
            Some(from)
        };
        let is_name =
            |at: &usize| bytes[*at..].get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
        let close = std::iter::from_fn(&mut next).find(is_name);
        self.closes[element] = Some(close);
        close
    }

    /// The position of the `-->` that closes the comment at `at`.
    fn comment(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        let found = if self.comments { None } else { memmem::find(&bytes[at..], b"-->") };
        self.comments = found.is_none();
        found.map(|found| at + found)
    }

    /// The end of the quoted value that begins at `at`.
    fn quote(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        let is_missing = &mut self.quotes[usize::from(bytes[at] == b'\'')];
        let found = if *is_missing { None } else { memchr(bytes[at], &bytes[at + 1..]) };
        *is_missing = found.is_none();
        found.map(|found| at + 1 + found)
    }
}

struct Tag {
    /// The position of its `>`.
    end: usize,
    /// The start of the part to remove: attributes beyond the limit, or a value that never ends.
    cut: Option<usize>,
}

impl Tag {
    fn at(bytes: &[u8], start: usize, ends: &mut Ends) -> Tag {
        let (mut at, mut count, mut cut, mut before) = (start, 0, None, b' ');
        while let Some(&byte) = bytes.get(at).filter(|&&b| b != b'>') {
            let is_quote = matches!(byte, b'"' | b'\'') && before == b'=';
            let close = if is_quote { ends.quote(bytes, at) } else { None };
            if is_quote && close.is_none() {
                cut = cut.or(Some(at));
            }
            at = close.unwrap_or(at);
            let is_value = close.is_some();
            // A value or a space may be followed by an attribute.
            if is_value || byte.is_ascii_whitespace() || byte == b'/' {
                count += 1;
                if count > MAX_ATTRIBUTES {
                    cut = cut.or(Some((at + usize::from(is_value)).min(bytes.len())));
                }
            }
            if !byte.is_ascii_whitespace() {
                before = if is_value { b' ' } else { byte };
            }
            at += 1;
        }
        Tag { end: at.min(bytes.len()), cut }
    }
}

#[cfg(test)]
mod tests {
    use crate::read::web::tags::*;

    #[test]
    fn pages_stay_as_they_are() {
        let page = "<p title='>'>A <b>b</b><script>if (a<b) { s = \"'\"; }</script><!-- <a ' --><p>The <end";
        assert!(matches!(limited(page), Cow::Borrowed(_)));
    }

    #[test]
    fn what_never_ends_swallows_nothing() {
        for (page, wanted) in [
            ("<p>One.<!-- and <p>Two.", "<p>One.<p>Two."),
            ("<title>Mill<p>One.", "<p>One."),
            ("<p>One <script src=x />two.", "<p>One two."),
            ("<p>One.<SCRIPT src=x>let a = 1;<p>Two.", "<p>One.<p>Two."),
            ("<p>One.<noscript><p>Two.<iframe/><p>Three.", "<p>One.<p>Two.<p>Three."),
            ("<p>See <a href=\"x>here</a>.<p>It's.", "<p>See <a href=>here</a>.<p>It's."),
            (
                "<title>A</title><title>B</title><p>One.<title>C<p>Two.",
                "<title>A</title><title>B</title><p>One.<p>Two.",
            ),
        ] {
            assert_eq!(limited(page), wanted);
        }
    }

    #[test]
    fn tags_lose_what_is_too_much() {
        for attribute in [" a=\"1>\"", " a", "a='1'", "/a"] {
            let page = format!("<p>One.</p><p {}>Two, три.</p>", attribute.repeat(2000));
            let limited = limited(&page);
            assert!(limited.len() < page.len() / 2 && limited.ends_with(">Two, три.</p>"), "{attribute}");
        }
    }
}
