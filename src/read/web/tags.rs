//! Tags with a bounded number of attributes: the tokenizer compares each attribute of a tag with all before it, so that a
//! tag of a million would cost hours. Cost: one pass.

use memchr::{memchr, memmem};
use std::borrow::Cow;

/// More attributes than any page gives a tag.
const MAX_ATTRIBUTES: usize = 500;

/// Elements whose content is no markup.
const RAW: [&str; 8] = ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"];

/// `html` without the attributes that are over the limit of a tag.
pub(crate) fn limited(html: &str) -> Cow<'_, str> {
    let bytes = html.as_bytes();
    let (mut out, mut kept, mut at) = (String::new(), 0, 0);
    while let Some(start) = memchr(b'<', &bytes[at..]).map(|found| at + found) {
        at = start + 1;
        if bytes[at..].starts_with(b"!--") {
            at = memmem::find(&bytes[at..], b"-->").map_or(bytes.len(), |found| at + found);
        } else if matches!(bytes.get(at), Some(b'!' | b'?')) {
            at = memchr(b'>', &bytes[at..]).map_or(bytes.len(), |found| at + found);
        } else if bytes.get(at).is_some_and(|&b| b.is_ascii_alphabetic() || b == b'/') {
            let tag = Tag::at(bytes, at);
            if let Some(cut) = tag.cut {
                out.push_str(&html[kept..cut]);
                kept = tag.end;
            }
            at = raw_end(html, at, tag.end);
        }
    }
    if out.is_empty() { Cow::Borrowed(html) } else { Cow::Owned(out + &html[kept..]) }
}

struct Tag {
    /// Where its `>` is.
    end: usize,
    /// Where the attributes beyond the limit begin.
    cut: Option<usize>,
}

impl Tag {
    fn at(bytes: &[u8], start: usize) -> Tag {
        let (mut at, mut count, mut cut, mut before) = (start, 0, None, b' ');
        while let Some(&byte) = bytes.get(at).filter(|&&b| b != b'>') {
            let is_value = matches!(byte, b'"' | b'\'') && before == b'=';
            if is_value {
                at = memchr(byte, &bytes[at + 1..]).map_or(bytes.len(), |found| at + 1 + found);
            }
            // What follows a value or a space may be an attribute.
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

/// Where the content of the element ends whose tag begins at `start` and ends at `end`: at `end` for most.
fn raw_end(html: &str, start: usize, end: usize) -> usize {
    let name = html[start..end].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    let Some(raw) = RAW.iter().find(|raw| raw.eq_ignore_ascii_case(name)) else { return end };
    let (bytes, mut at) = (html.as_bytes(), end);
    while let Some(found) = memmem::find(&bytes[at..], b"</") {
        at += found + 2;
        if bytes[at..].get(..raw.len()).is_some_and(|name| name.eq_ignore_ascii_case(raw.as_bytes())) {
            return at;
        }
    }
    bytes.len()
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
    fn tags_lose_what_is_too_much() {
        for attribute in [" a=\"1>\"", " a", "a='1'", "/a"] {
            let page = format!("<p>One.</p><p {}>Two, три.</p>", attribute.repeat(2000));
            let limited = limited(&page);
            assert!(limited.len() < page.len() / 2 && limited.ends_with(">Two, три.</p>"), "{attribute}");
        }
    }
}
