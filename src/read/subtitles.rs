//! SRT and VTT: the cues, joined where a sentence runs over several.

use super::builder::Builder;
use crate::document::BlockKind;

/// The text of the subtitles `text`. A cue that does not end a sentence goes on in the next.
pub(super) fn read(text: &str) -> Builder {
    let (mut builder, mut sentence) = (Builder::default(), String::new());
    for cue in text.split("\n\n") {
        let Some(cue) = spoken(cue) else { continue };
        if !sentence.is_empty() {
            sentence.push(' ');
        }
        sentence.push_str(&cue);
        if is_ended(&sentence) || sentence.len() > 2000 {
            builder.paragraph(BlockKind::Paragraph, &sentence);
            sentence.clear();
        }
    }
    builder.paragraph(BlockKind::Paragraph, &sentence);
    builder
}

/// The text of a cue on one line, without its number, its times and its tags; `None` for what is no cue.
fn spoken(cue: &str) -> Option<String> {
    let mut lines = cue.lines();
    lines.find(|line| line.contains("-->"))?;
    let text = lines.map(|line| without_tags(line.trim())).collect::<Vec<_>>().join(" ");
    if text.trim().is_empty() { None } else { Some(text.trim().to_string()) }
}

fn is_ended(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '»', '”', ')', '’']);
    text.ends_with(['.', '!', '?', '…', ':', ']', '♪'])
}

/// `<i>`, `<v Name>` and `{\an8}` taken off.
fn without_tags(line: &str) -> String {
    let (mut out, mut until) = (String::new(), None);
    for c in line.chars() {
        match (until, c) {
            (Some(end), c) if c == end => until = None,
            (Some(_), _) => {}
            (None, '<') => until = Some('>'),
            (None, '{') => until = Some('}'),
            (None, c) => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Lang;

    #[test]
    fn cues_become_sentences() {
        let srt = "1\n00:00:01,000 --> 00:00:02,000\n<i>It was late</i>\n\n2\n00:00:02,000 --> 00:00:03,000\n{\\an8}and \
                   dark.\n\n3\n00:00:04,000 --> 00:00:05,000\nYes!\n";
        let document = read(srt).finish("x".into(), |_| Lang::En);
        let texts: Vec<_> = document.blocks().iter().map(|b| b.span.of(document.text())).collect();
        assert_eq!(texts, ["It was late and dark.", "Yes!"]);
    }
}
