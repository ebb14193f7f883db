//! PO, gettext's catalogues: the messages as a document of one language, or as segments of both.

use super::builder::Builder;
use crate::document::{BlockKind, Lang};

/// A message and its translation.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Message {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) fuzzy: bool,
}

/// The messages of the catalogue `text`, without the header and what is commented out.
pub(crate) fn messages(text: &str) -> Vec<Message> {
    let (mut messages, mut open, mut field) = (Vec::new(), Message::default(), Field::None);
    for line in text.lines().map(str::trim) {
        if line.is_empty() || (line.starts_with("msgid ") && field == Field::Text) {
            messages.push(std::mem::take(&mut open));
            field = Field::None;
        }
        let (keyword, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        match keyword {
            "#," => open.fuzzy = rest.contains("fuzzy"),
            "msgid" => field = Field::Id,
            "msgstr" | "msgstr[0]" => field = Field::Text,
            keyword if keyword.starts_with("msg") => field = Field::Other,
            _ => {}
        }
        if let Some(string) = quoted(if line.starts_with('"') { line } else { rest }) {
            match field {
                Field::Id => open.id.push_str(&string),
                Field::Text => open.text.push_str(&string),
                Field::Other | Field::None => {}
            }
        }
    }
    messages.push(open);
    messages.retain(|m| !m.id.is_empty());
    messages
}

#[derive(Clone, Copy, PartialEq)]
enum Field {
    None,
    Id,
    Text,
    Other,
}

fn quoted(text: &str) -> Option<String> {
    let body = text.trim().strip_prefix('"')?.strip_suffix('"')?;
    let (mut out, mut chars) = (String::new(), body.chars());
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next()? {
                'n' => '\n',
                't' => '\t',
                other => other,
            },
            c => c,
        });
    }
    Some(out)
}

/// The side of the catalogue in `lang`: the messages are English, the translations Russian. Where no language is
/// asked for, the translations if there are any.
pub(super) fn read(text: &str, lang: Option<Lang>) -> Builder {
    let messages = messages(text);
    let is_translated = messages.iter().any(|m| !m.text.is_empty());
    let translations = lang.map_or(is_translated, |lang| lang == Lang::Ru);
    let mut builder = Builder::default();
    for message in messages {
        builder.paragraph(BlockKind::Paragraph, if translations { &message.text } else { &message.id });
    }
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_joined_and_the_header_left_out() {
        let po = "msgid \"\"\nmsgstr \"\"\n\"Language: ru\\n\"\n\n#, fuzzy\nmsgid \"\"\n\"Say \\\"yes\\\"\\n\"\n\"now\"\n\
                  msgstr \"Скажи\"\n";
        let expected = Message { id: "Say \"yes\"\nnow".into(), text: "Скажи".into(), fuzzy: true };
        assert_eq!(messages(po), [expected]);
    }
}
