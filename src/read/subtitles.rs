//! Subtitles: SubRip and WebVTT, SubStation Alpha (SSA, ASS), TTML, SubViewer (SBV), MicroDVD, LRC. Cues are joined
//! where a sentence runs over several. Cost: linear.
//!
//! A cue continues in the next one if it does not end a sentence, unless the next one begins like a new sentence, with
//! a capital or a dialogue dash. In files with hardly any full stops, each capital at the start of a cue begins a
//! sentence.

use super::builder::Builder;
use crate::document::BlockKind;
use crate::io::stop;
use crate::io::xml::{Event, Xml, local, referred};

/// Longer than any spoken sentence. In a file without punctuation, text is cut at this length.
const LONGEST: usize = 2000;
/// The number of cues before and after a cue that show whether this part of the file uses full stops. A sentence rarely
/// has more than five cues.
const NEAR: usize = 10;
/// Length of a pause, in seconds, that ends a sentence without a comma.
const PAUSE: f64 = 2.5;

/// Whether a text that begins with `head` (in lower case) is a subtitle file.
pub(super) fn is(extension: &str, head: &str) -> bool {
    let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty());
    let (first, second) = (lines.next().unwrap_or(""), lines.next().unwrap_or(""));
    head.starts_with("webvtt")
        || (extension == "srt" && head.contains("-->"))
        || (first.bytes().all(|b| b.is_ascii_digit()) && second.contains("-->"))
        || is_script(head)
        || (first.starts_with('<') && (head.contains("/ns/ttml") || head.contains("/ttaf1")))
        || is_sbv_time(first)
        || is_subviewer(head)
        || (extension == "sub" && first.starts_with('{'))
        || (extension == "lrc" && head.contains('['))
}

/// Whether `head` (in lower case) begins with the first section of SubStation Alpha, possibly after comments.
fn is_script(head: &str) -> bool {
    let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(';'));
    lines.next().is_some_and(|line| line.starts_with("[script info]"))
}

/// Whether `head` (in lower case) begins with the header of SubViewer 2.
fn is_subviewer(head: &str) -> bool {
    head.trim_start().starts_with("[information]") && head.lines().any(is_sbv_time)
}

/// The number of bytes used to detect the subtitle format.
const HEAD: usize = 4096;

/// The text of one cue, its times and its speaker.
#[derive(Debug, Default, PartialEq)]
struct Cue {
    /// Seconds from the beginning; 0 if unknown.
    start: f64,
    end: f64,
    /// The speaker, if the file names one.
    speaker: String,
    lines: Vec<String>,
}

impl Cue {
    /// Adds a line of text, possibly with tags.
    fn say(&mut self, line: &str) {
        let (speaker, text) = spoken(line);
        if !speaker.is_empty() {
            self.speaker = speaker;
        }
        if !text.is_empty() {
            self.lines.push(text);
        }
    }
}

/// Reads the subtitles in `text`.
pub(super) fn read(text: &str) -> Builder {
    let head = text.trim_start();
    let lower = head[..head.floor_char_boundary(HEAD)].to_ascii_lowercase();
    let mut cues = if is_script(&lower) {
        script(text)
    } else if head.starts_with('<') {
        timed_text(text)
    } else if head.starts_with('{') {
        frames(text)
    } else if head.lines().next().is_some_and(is_sbv_time) || is_subviewer(&lower) {
        timed_lines(text, is_sbv_time)
    } else if head.contains("-->") {
        timed_lines(text, is_arrow_time)
    } else {
        lyrics(text)
    };
    if is_rolling(&cues) {
        roll_up(&mut cues);
    } else {
        grow(&mut cues);
    }
    cues.retain(|cue| !cue.lines.is_empty());
    build(&cues)
}

fn build(cues: &[Cue]) -> Builder {
    let (mut builder, mut sentence) = (Builder::default(), String::new());
    let unmarked = unmarked(cues);
    let mut before: Option<&Cue> = None;
    for (cue, is_unmarked) in cues.iter().zip(unmarked).take_while(|_| !stop::is_asked()) {
        for (index, line) in cue.lines.iter().enumerate() {
            let is_new = match before {
                Some(_) if index > 0 => begins_turn(line),
                Some(before) => begins_sentence(before, cue, line, &sentence, is_unmarked),
                None => true,
            };
            if is_new || sentence.len() > LONGEST {
                builder.paragraph(BlockKind::Paragraph, &std::mem::take(&mut sentence));
            }
            if !sentence.is_empty() {
                sentence.push(' ');
            }
            sentence.push_str(line);
            before = Some(cue);
        }
    }
    builder.paragraph(BlockKind::Paragraph, &sentence);
    builder
}

/// For each cue, whether full stops are missing near it: fewer than one in ten of the neighbouring cues end a sentence,
/// or none of the cues before it or after it do. A file may have several authors, and not all of them use full stops.
fn unmarked(cues: &[Cue]) -> Vec<bool> {
    let mut ended = vec![0];
    for cue in cues {
        let ends = cue.lines.last().is_some_and(|line| is_ended(line));
        ended.push(ended[ended.len() - 1] + usize::from(ends));
    }
    let is_unmarked = |at: usize| {
        let (from, to) = (at.saturating_sub(NEAR), (at + NEAR + 1).min(cues.len()));
        let count = |from: usize, to: usize| ended[to] - ended[from];
        count(from, to) * 10 < to - from
            || at - from == NEAR && count(from, at) == 0
            || to - at > NEAR && count(at, to) == 0
    };
    (0..cues.len()).map(is_unmarked).collect()
}

/// Whether `line`, the first line of `cue`, begins a sentence after `sentence`, which ended in the cue `before`.
fn begins_sentence(before: &Cue, cue: &Cue, line: &str, sentence: &str, is_unmarked: bool) -> bool {
    if cue.speaker != before.speaker || begins_turn(line) || is_heard(cue) || is_heard(before) {
        return true;
    }
    if is_ended(sentence) && !ends_in_title(sentence) {
        return true;
    }
    let starts_upper =
        line.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase);
    let is_after_pause = cue.start - before.end > PAUSE;
    if is_unmarked && is_after_pause {
        return true;
    }
    starts_upper && !ends_in_title(sentence) && !sentence.ends_with(',') && (is_unmarked || is_after_pause)
}

/// Whether `cue` is a sound other than speech, such as `(a door opens)` or `[music]`, or begins a song.
fn is_heard(cue: &Cue) -> bool {
    let is_song = |line: &String| line.starts_with(['♪', '♫']);
    let is_sound = |line: &str| {
        line.strip_prefix(['(', '['])
            .and_then(|rest| rest.strip_suffix([')', ']']))
            .is_some_and(|inside| !inside.contains([')', ']', '(', '[']))
    };
    let may_be_sound = cue.lines.first().is_some_and(|line| line.starts_with(['(', '[']));
    cue.lines.first().is_some_and(is_song) || may_be_sound && is_sound(&cue.lines.join(" "))
}

/// A dash with a space after it, which marks a change of speaker.
fn begins_turn(line: &str) -> bool {
    let rest = line.trim_start_matches(['-', '–', '—']);
    rest.len() < line.len() && (rest.starts_with(' ') || rest.starts_with(char::is_uppercase))
}

fn is_ended(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '»', '”', ')', '’']);
    text.ends_with(['.', '!', '?', '…', ':', ']', '♪'])
}

/// Whether the full stop at the end belongs to an abbreviation that precedes a name.
fn ends_in_title(text: &str) -> bool {
    const TITLES: [&str; 14] = [
        "Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "St.", "Gen.", "Col.", "Lt.", "Sgt.", "г.", "г-н", "им.", "ул.",
    ];
    text.split_whitespace().next_back().is_some_and(|word| TITLES.contains(&word))
}

/// Cues below lines with times (`is_time`): SRT, VTT, SBV. Lines before the first time are a header. A line before a
/// time that is only a number is the number of the cue.
fn timed_lines(text: &str, is_time: fn(&str) -> bool) -> Vec<Cue> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let times: Vec<bool> = lines.iter().map(|line| is_time(line)).collect();
    let (mut cues, mut is_comment): (Vec<Cue>, bool) = (Vec::new(), false);
    // SubViewer marks line breaks this way.
    let has_breaks = text.contains("[br]");
    // For each line, whether the next line that is not blank is a time.
    let mut before_time = vec![false; lines.len()];
    for index in (1..lines.len()).rev() {
        before_time[index - 1] = if lines[index].is_empty() { before_time[index] } else { times[index] };
    }
    for (index, line) in lines.iter().enumerate() {
        let next_is_time = before_time[index];
        let stands_apart = index == 0 || lines[index - 1].is_empty();
        if times[index] {
            let (start, end) = arrow_times(line).or(line.split_once(',')).unwrap_or((line, ""));
            let (start, end) =
                (seconds(start.trim()), seconds(end.split_ascii_whitespace().next().unwrap_or("")));
            cues.push(Cue { start, end, ..Cue::default() });
            is_comment = false;
        } else if stands_apart && (line.starts_with("NOTE") || *line == "STYLE" || *line == "REGION") {
            is_comment = true;
        } else if line.is_empty() {
            is_comment = false;
        } else if next_is_time && (is_number(line) || (stands_apart && times.get(index + 1) == Some(&true))) {
            // The number or the identifier of the next cue.
        } else if let Some(cue) = cues.last_mut().filter(|_| !is_comment) {
            if has_breaks {
                line.split("[br]").for_each(|part| cue.say(part));
            } else {
                cue.say(line);
            }
        }
    }
    cues
}

fn is_number(line: &str) -> bool {
    !line.is_empty() && line.len() <= 6 && line.bytes().all(|b| b.is_ascii_digit())
}

/// `00:00:01,000 --> 00:00:02,500`
fn is_arrow_time(line: &str) -> bool {
    arrow_times(line).is_some()
}

/// The two times around an arrow. Most lines are text; the first character shows it.
fn arrow_times(line: &str) -> Option<(&str, &str)> {
    let is_time = |b: u8| b.is_ascii_digit() || matches!(b, b':' | b'.' | b',' | b'-' | b' ');
    let arrow = line.find('>').filter(|_| line.starts_with(|c: char| c.is_ascii_digit() || c == '-'))?;
    let start = line[..arrow].strip_suffix("--")?.trim_end();
    (start.contains(':') && start.bytes().all(is_time)).then(|| (start, line[arrow + 1..].trim_start()))
}

/// `0:00:01.000,0:00:02.500`
fn is_sbv_time(line: &str) -> bool {
    let is_time = |part: &str| {
        part.matches(':').count() == 2 && part.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.'))
    };
    line.trim().split_once(',').is_some_and(|(start, end)| is_time(start) && is_time(end))
}

/// `01:02:03,456`, `02:03.456`
fn seconds(time: &str) -> f64 {
    time.split(':').fold(0.0, |sum, part| 60.0 * sum + decimal(part).unwrap_or(0.0))
}

/// The value of digits with a decimal point or comma. Other numbers are not times.
fn decimal(text: &str) -> Option<f64> {
    const LONGEST: usize = 15;
    let (mut digits, mut scale, mut in_fraction) = (0_u64, 1_u64, false);
    for b in text.bytes().take(LONGEST) {
        match b {
            b'0'..=b'9' => {
                digits = 10 * digits + u64::from(b - b'0');
                scale *= if in_fraction { 10 } else { 1 };
            }
            b'.' | b',' if !in_fraction => in_fraction = true,
            _ => return None,
        }
    }
    Some(digits as f64 / scale as f64)
}

/// The speaker and the text of a line. Removes tags (`<i>`, `<v Name>`, `{\an8}`) and resolves character references.
fn spoken(line: &str) -> (String, String) {
    if !line.contains(['<', '{']) {
        return (String::new(), references(line.trim()));
    }
    let (mut text, mut rest, mut speaker) = (String::new(), line, String::new());
    while let Some(at) = rest.find(['<', '{']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        match tag(rest) {
            Some(length) => {
                if let Some(name) = rest[..length].strip_prefix("<v").and_then(|v| v.split_once(' ')) {
                    speaker = name.1.trim_end_matches('>').trim().to_string();
                }
                rest = &rest[length..];
            }
            None => {
                text.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    (speaker, references(text.trim()))
}

/// Longer than any tag. The limit keeps the cost linear for a line of opening brackets without closing ones.
const LONGEST_TAG: usize = 256;

/// The length of the tag at the start of `rest`: `<` before a letter, a slash or a time, or `{` before a backslash or a
/// MicroDVD code, up to the end of the tag on the same line.
fn tag(rest: &str) -> Option<usize> {
    let (close, inside) = match rest.strip_prefix('<') {
        Some(inside) => ('>', inside),
        None => ('}', rest.strip_prefix('{')?),
    };
    let end = inside[..inside.floor_char_boundary(LONGEST_TAG)].find(close)?;
    let body = &inside[..end];
    let is_tag = if close == '>' {
        let name = body.trim_start_matches('/');
        let word: String = name.chars().take_while(char::is_ascii_alphanumeric).collect();
        matches!(
            word.to_ascii_lowercase().as_str(),
            "i" | "b"
                | "u"
                | "s"
                | "c"
                | "v"
                | "font"
                | "lang"
                | "ruby"
                | "rt"
                | "span"
                | "br"
                | "em"
                | "strong"
        ) || (body.contains(':') && body.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.')))
    } else {
        body.starts_with('\\')
            || body.to_ascii_lowercase().starts_with("y:")
            || body.to_ascii_lowercase().starts_with("c:")
    };
    is_tag.then_some(end + 2)
}

/// Longer than any character name.
const LONGEST_REFERENCE: usize = 34;

/// Resolves `&amp;` and other character references in `text`. An ampersand that does not begin a reference is kept.
fn references(text: &str) -> String {
    if !text.contains('&') {
        return text.to_string();
    }
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest[1..rest.floor_char_boundary(LONGEST_REFERENCE)].split_once(';').map(|(name, _)| name);
        match name.and_then(|name| Some((name, referred(name)?))) {
            Some((name, meant)) => {
                out.extend(meant.chars().filter(|c| !matches!(c, '\u{200e}' | '\u{200f}')));
                rest = &rest[name.len() + 2..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The events of SubStation Alpha. The text is the last of the fields named by `Format`.
fn script(text: &str) -> Vec<Cue> {
    let mut fields: Vec<String> = Vec::new();
    let (mut cues, mut in_events) = (Vec::new(), false);
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            in_events = line.eq_ignore_ascii_case("[events]");
        } else if let (true, Some(names)) = (in_events, line.strip_prefix("Format:")) {
            fields = names.split(',').map(|name| name.trim().to_ascii_lowercase()).collect();
        } else if let (true, Some(values)) = (in_events, line.strip_prefix("Dialogue:")) {
            let values: Vec<&str> = values.splitn(fields.len().max(1), ',').collect();
            let get = |name: &str| {
                let at = fields.iter().position(|field| field == name)?;
                values.get(at).map(|value| value.trim())
            };
            let text = get("text").unwrap_or("");
            let said =
                without_drawings(text).replace("\\N", "\n").replace("\\n", "\n").replace("\\h", "\u{a0}");
            cues.push(Cue {
                start: seconds(get("start").unwrap_or("")),
                end: seconds(get("end").unwrap_or("")),
                speaker: get("name").unwrap_or("").to_string(),
                lines: said.lines().map(|line| spoken(line).1).filter(|line| !line.is_empty()).collect(),
            });
        }
    }
    cues.sort_by(|a, b| a.start.total_cmp(&b.start));
    cues
}

/// `text` of SubStation Alpha without drawings, which are between `{\p1}` and `{\p0}`.
fn without_drawings(text: &str) -> String {
    let (mut out, mut rest, mut draws) = (String::with_capacity(text.len()), text, false);
    while let Some((before, (codes, after))) =
        rest.split_once("{\\").and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        if !draws {
            out.push_str(before);
        }
        let mut scales =
            codes.split('\\').filter_map(|code| code.strip_prefix('p')?.trim().parse::<u32>().ok());
        draws = scales.next_back().map_or(draws, |scale| scale > 0);
        rest = after;
    }
    if !draws {
        out.push_str(rest);
    }
    out
}

/// The paragraphs of TTML.
fn timed_text(xml: &str) -> Vec<Cue> {
    let (mut cues, mut open): (Vec<Cue>, Option<(Cue, String)>) = (Vec::new(), None);
    let mut in_metadata = 0;
    for event in Xml::new(xml) {
        match event {
            Ok(Event::Open(e)) if in_metadata > 0 || local(&e.name) == "metadata" => in_metadata += 1,
            Ok(Event::Close(_)) if in_metadata > 0 => in_metadata -= 1,
            Ok(_) if in_metadata > 0 => {}
            Ok(Event::Open(e)) if local(&e.name) == "p" => {
                let time = |name: &str| seconds(e.get(name).unwrap_or("").trim_end_matches('s'));
                open =
                    Some((Cue { start: time("begin"), end: time("end"), ..Cue::default() }, String::new()));
            }
            Ok(Event::Open(e)) if local(&e.name) == "br" => {
                open.iter_mut().for_each(|(_, text)| text.push('\n'));
            }
            Ok(Event::Text(said)) => {
                open.iter_mut().for_each(|(_, text)| text.push_str(&said.replace('\n', " ")));
            }
            Ok(Event::Close(name)) if local(&name) == "p" => {
                if let Some((mut cue, text)) = open.take() {
                    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
                    cue.lines = text.lines().map(words).filter(|line| !line.is_empty()).collect();
                    cues.push(cue);
                }
            }
            Ok(_) => {}
            Err(_) => break,
        }
    }
    cues
}

/// MicroDVD: `{12}{50}Text|second line`. Assumes 25 frames per second, unless the first line gives another number:
/// `{1}{1}23.976`
fn frames(text: &str) -> Vec<Cue> {
    let rate =
        text.trim_start().strip_prefix("{1}{1}").and_then(|rest| rest.lines().next()?.trim().parse().ok());
    let text = match rate {
        Some(_) => text.trim_start().split_once('\n').map_or("", |(_, rest)| rest),
        None => text,
    };
    let rate: f64 = rate.filter(|rate| *rate > 0.0).unwrap_or(25.0);
    let cue = |line: &str| {
        let (start, rest) = line.trim().strip_prefix('{')?.split_once("}{")?;
        let (end, said) = rest.split_once('}')?;
        let time = |frame: &str| frame.parse::<f64>().unwrap_or(0.0) / rate;
        let lines = said.split('|').map(|line| spoken(line).1).filter(|line| !line.is_empty()).collect();
        Some(Cue { start: time(start), end: time(end), speaker: String::new(), lines })
    };
    text.lines().filter_map(cue).collect()
}

/// LRC: `[00:12.00]Text`. Each line is a sentence of its own.
fn lyrics(text: &str) -> Vec<Cue> {
    let cue = |(index, line): (usize, &str)| {
        let said = line.trim_start().trim_start_matches('[').split_once(']').map_or("", |(_, rest)| rest);
        let is_tag = |line: &str| line.trim_start_matches('[').starts_with(|c: char| c.is_ascii_alphabetic());
        let said = said.rsplit(']').next().unwrap_or("").trim();
        // Each line gets a different speaker, so that no line continues in the next.
        (!said.is_empty() && !is_tag(line)).then(|| Cue {
            speaker: index.to_string(),
            lines: vec![spoken(said).1],
            ..Cue::default()
        })
    };
    text.lines().enumerate().filter_map(cue).collect()
}

/// A caption shows at most this many lines at a time.
const MOST_LINES: usize = 8;

/// Captions that grow word by word: each cue repeats the whole text of the cue before it, so only the last one is kept.
fn grow(cues: &mut [Cue]) {
    let grows = |before: &Cue, cue: &Cue| {
        let (Some(first), Some(next)) = (before.lines.first(), cue.lines.first()) else { return false };
        if !next.starts_with(first.as_str()) && !first.starts_with(next.as_str()) {
            return false;
        }
        let (said, more) = (before.lines.join(" "), cue.lines.join(" "));
        let rest = more.strip_prefix(said.as_str()).filter(|_| !said.is_empty() && !is_ended(&said));
        rest.is_some_and(|rest| rest.starts_with(' ')) && cue.start - before.end < PAUSE
    };
    // A cue may begin like the one before it by chance.
    if cues.windows(2).filter(|pair| grows(&pair[0], &pair[1])).count() * 4 < cues.len() {
        return;
    }
    for index in 1..cues.len() {
        if grows(&cues[index - 1], &cues[index]) {
            cues[index].start = cues[index - 1].start;
            cues[index - 1].lines.clear();
        }
    }
}

/// Whether the last line of each cue is the first line of the next. A refrain repeats now and then, a rolling line
/// always.
fn is_rolling(cues: &[Cue]) -> bool {
    let repeats =
        |pair: &&[Cue]| pair[1].lines.first().is_some_and(|line| pair[0].lines.last() == Some(line));
    cues.windows(2).filter(repeats).count() * 4 >= cues.len()
}

/// Removes repetitions from roll-up captions, which show each line several times, first below and then above the next
/// line.
fn roll_up(cues: &mut [Cue]) {
    let mut shown: Vec<String> = Vec::new();
    for cue in cues {
        let lines = cue.lines.clone();
        let known = (0..=lines.len().min(shown.len()).min(MOST_LINES))
            .rev()
            .find(|&n| shown[shown.len() - n..] == lines[..n])
            .unwrap_or(0);
        cue.lines.drain(..known);
        shown = lines;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Lang;

    fn sentences(text: &str) -> Vec<String> {
        let document = read(text).finish("x".into(), |_| Lang::En);
        document.blocks().iter().map(|b| b.span.of(document.text()).to_string()).collect()
    }

    #[test]
    fn cues_become_sentences() {
        let srt = "1\n00:00:01,000 --> 00:00:02,000\n<i>It was late</i>\n\n2\n00:00:02,000 --> 00:00:03,000\n{\\an8}and \
                   dark.\n\n3\n00:00:04,000 --> 00:00:05,000\nYes!\n";
        assert_eq!(sentences(srt), ["It was late and dark.", "Yes!"]);
    }

    #[test]
    fn signs_that_are_no_tags_are_text_and_blank_lines_end_nothing() {
        let srt = "1\n00:00:01,000 --> 00:00:02,000\nWe <3 tea &amp; milk if t < 9 {so\n\nthey say.\n2\n\
                   00:00:02,000 --> 00:00:03,000\nDr. Orlova and Mrs.\n \n3\n00:00:03,000 --> 00:00:04,000\nLind agree.\n";
        assert_eq!(
            sentences(srt),
            ["We <3 tea & milk if t < 9 {so they say.", "Dr. Orlova and Mrs. Lind agree."]
        );
    }

    #[test]
    fn times_rates_and_metadata_are_no_text() {
        let srt =
            "1\n00:00:01,000 --> 00:00:02,000\nPress A --> B.\n\n2\n00:00:02,000 --> 00:00:03,000\nDone.\n";
        assert_eq!(sentences(srt), ["Press A --> B.", "Done."]);
        let frames = "{1}{1}23.976\n{24}{48}The tide|is out.\n{1}{1}No number.\n";
        assert_eq!(sentences(frames), ["The tide is out.", "No number."]);
        let ttml = "<tt xmlns='http://www.w3.org/ns/ttml'><body><p begin='1s' end='2s'><metadata><desc>No.</desc></metadata>\
                    The tide.</p></body></tt>";
        assert_eq!(sentences(ttml), ["The tide."]);
    }

    #[test]
    fn rolling_lines_are_said_once() {
        let vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\nthe boat left at noon\n\n00:02.000 --> 00:03.000\nthe boat left at \
                   noon\nand came back at dusk.\n\n00:03.000 --> 00:04.000\nand came back at dusk.\nNobody saw it.\n";
        assert_eq!(sentences(vtt), ["the boat left at noon and came back at dusk.", "Nobody saw it."]);
    }

    #[test]
    fn speakers_pauses_and_capitals_end_sentences_without_marks() {
        let vtt = "WEBVTT\n\nNOTE a comment\nof two lines\n\nfirst\n00:01.000 --> 00:02.000\n<v Ann>we shall see\n\n\
                   00:02.000 --> 00:03.000\n<v Bob>so we shall\n";
        assert_eq!(sentences(vtt), ["we shall see", "so we shall"]);
        let srt = "1\n00:00:01,000 --> 00:00:02,000\nThe mill stands\nby the river\n\n2\n00:00:02,000 --> 00:00:03,000\nIt \
                   grinds rye\n\n3\n00:00:03,500 --> 00:00:05,000\n- Does it?\n- It does\n";
        assert_eq!(
            sentences(srt),
            ["The mill stands by the river", "It grinds rye", "- Does it?", "- It does"]
        );
    }

    #[test]
    fn full_stops_may_be_missing_in_a_part_of_a_file() {
        let cue = |n: usize, said: &str| format!("{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{said}\n\n");
        let marked: String =
            (0..30).map(|n| cue(n, if n % 2 == 0 { "The mill of" } else { "Anna grinds." })).collect();
        let bare: String = (30..60).map(|n| cue(n, &format!("Boat {n} is gone"))).collect();
        let found = sentences(&format!("{marked}{bare}"));
        assert_eq!(found[..15], ["The mill of Anna grinds."; 15]);
        assert_eq!(found[15..], (30..60).map(|n| format!("Boat {n} is gone")).collect::<Vec<_>>());
    }

    #[test]
    fn captions_that_grow_are_said_once_and_sounds_stand_apart() {
        let cues = ["we", "we saw", "we saw them", "(a bell)", "♪ row, row ♪"];
        let srt: String = cues
            .iter()
            .enumerate()
            .map(|(n, said)| format!("{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{said}\n\n"))
            .collect();
        assert_eq!(sentences(&srt), ["we saw them", "(a bell)", "♪ row, row ♪"]);
        let paused =
            "1\n00:00:01,000 --> 00:00:02,000\nwe left\n\n2\n00:00:21,000 --> 00:00:22,000\nall was quiet\n";
        assert_eq!(sentences(paused), ["we left", "all was quiet"]);
    }

    #[test]
    fn references_and_codes_of_all_kinds_are_no_text() {
        assert_eq!(references("A &amp; B&hellip; &#x41;&lrm;; C & D"), "A & B… A; C & D");
        assert_eq!(without_drawings("{\\an8}Oh{\\p1}m 0 0{\\p0} no {x}"), "Oh no {x}");
        let ass = "; made by hand\n[Script Info]\n[Events]\nFormat: Start, End, Text\nDialogue: 0:00:01.00,0:00:02.00,Hm, yes.\n";
        assert!(is("txt", &ass.to_ascii_lowercase()));
        assert_eq!(sentences(ass), ["Hm, yes."]);
        let ttml = "<t:tt xmlns:t='http://www.w3.org/2006/10/ttaf1'><t:body><t:p begin='1s' end='2s'>So.</t:p></t:body></t:tt>";
        assert!(is("xml", ttml));
        assert_eq!(sentences(ttml), ["So."]);
        let viewer = "[INFORMATION]\n[TITLE]x\n[END INFORMATION]\n00:00:01.00,00:00:02.00\nOne[br]two.\n";
        assert!(is("sub", &viewer.to_ascii_lowercase()));
        assert_eq!(sentences(viewer), ["One two."]);
    }

    #[test]
    fn other_kinds_of_subtitles_are_read() {
        let ass = "[Script Info]\nTitle: x\n[Events]\nFormat: Start, End, Name, Text\nDialogue: 0:00:01.00,0:00:02.00,,\
                   {\\i1}Wait, here{\\i0}\\Nand now.\nComment: 0:00:02.00,0:00:03.00,,no\n";
        assert_eq!(sentences(ass), ["Wait, here and now."]);
        let ttml = "<tt xmlns='http://www.w3.org/ns/ttml'><body><div><p begin='1s' end='2s'>One<br/>two.</p></div></body></tt>";
        assert_eq!(sentences(ttml), ["One two."]);
        assert_eq!(
            sentences("0:00:01.000,0:00:02.000\nOne two.\n\n0:00:03.000,0:00:04.000\nThree.\n"),
            ["One two.", "Three."]
        );
        assert_eq!(sentences("{10}{50}One|two.\n{60}{90}{Y:i}Three.\n"), ["One two.", "Three."]);
        assert_eq!(
            sentences("[ar:Nobody]\n[00:01.00]By the river\n[00:05.00]stands a mill\n"),
            ["By the river", "stands a mill"]
        );
    }
}
