//! Keys and ranks of segments: a key is a hash of the texts, a rank orders segments by preference.

use super::date;
use super::formats::po::{CONTEXT, FORM};
use crate::document::Lang;
use crate::memory::segment::{Segment, Status, plain};
use crate::text;

/// Differences between texts to ignore.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fold {
    /// White space, including no-break spaces, and everything that [`text::clean`] removes.
    #[default]
    Spaces,
    /// Also the forms of quotes and dashes, and ё. Case counts, since users of a memory see it.
    Marks,
}

/// The number of low bits of a key for the target text. 48 bits are enough for the few translations of one source text.
/// The other 80 bits give a chance of 1 in 10^11 that any two of 5 million source texts collide.
const TARGET_BITS: u32 = 48;

/// The texts of a segment, as 16 bytes: 10 for the source text, 6 for the target text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(u128);

impl Key {
    /// The key of `segment`. A PO context is part of the source text. A segment with one text only cannot conflict with
    /// another translation, so only the same segment has the same source part.
    pub fn of(segment: &Segment, fold: Fold) -> Key {
        let [from, to] =
            [segment.source, segment.source.other()].map(|lang| folded(segment.text(lang), fold));
        let mut parts = vec![from.as_str()];
        if from.is_empty() || to.is_empty() {
            parts.extend(["\0", &to]);
        }
        let context = segment.extra_text(CONTEXT);
        if let Some(context) = &context {
            parts.extend(["\u{1}", context]);
        }
        // The number of a plural form is part of the source too, since several forms share one source text.
        let form = segment.extra_text(FORM).filter(|form| form != "0" && form != "1");
        if let Some(form) = &form {
            parts.extend(["\u{3}", form]);
        }
        // The same texts in the other direction are a different translation.
        if segment.source == Lang::Ru {
            parts.push("\u{2}");
        }
        Key(hash(&parts) >> TARGET_BITS << TARGET_BITS | hash(&[&to]) >> (u128::BITS - TARGET_BITS))
    }

    /// The two parts as bytes: the source text, the target text.
    pub(super) fn parts(self) -> ([u8; 10], [u8; 6]) {
        let (mut source, mut target) = ([0; 10], [0; 6]);
        let bytes = self.0.to_be_bytes();
        source.iter_mut().zip(&bytes[..10]).for_each(|(to, from)| *to = *from);
        target.iter_mut().zip(&bytes[10..]).for_each(|(to, from)| *to = *from);
        (source, target)
    }

    /// The hash of the source text.
    pub fn source(self) -> u128 {
        self.0 >> TARGET_BITS
    }
}

fn hash(parts: &[&str]) -> u128 {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part.as_bytes());
    }
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(hasher.finalize().as_bytes()).for_each(|(to, from)| *to = *from);
    u128::from_le_bytes(bytes)
}

fn folded(side: &str, fold: Fold) -> String {
    let spaces = |c: char| if text::is_no_break_space(c) { ' ' } else { c };
    let marks = |c: char| match c {
        'ё' => 'е',
        'Ё' => 'Е',
        other => spaces(text::fold::plain_mark(other)),
    };
    match fold {
        Fold::Spaces if !side.contains(text::is_no_break_space) => text::clean(side),
        Fold::Spaces => text::clean(&side.chars().map(spaces).collect::<String>()),
        Fold::Marks => text::clean(&side.chars().map(marks).collect::<String>()),
    }
}

/// The preference of a segment; higher is better. Order: approved by people, rejected by people, without a confidence
/// (made by people), automatic. Then the later date, the higher confidence (in thousandths), and the later file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank(u64);

/// The order of `Rank`, for people.
pub const RULE: &str =
    "reviewed, then human without confidence, then newer, then more confident, then the later file";

/// The rank of rejected segments.
const REJECTED: u64 = 2;
const DATE_BITS: u32 = 38;
const CONFIDENCE_BITS: u32 = 10;
/// Bits for the number of the file. Without dates, the later file counts as newer.
const FILE_BITS: u32 = 14;

/// Names of fields with the date of creation or change.
const DATES: [&str; 11] = [
    "changedate",
    "creationdate",
    "date",
    "changed",
    "created",
    "modified",
    "updated",
    "last modified",
    "дата",
    "дата изменения",
    "дата создания",
];

/// Whether the preserved field `name` is a date of the segment or one of its variants.
fn is_date(name: &str) -> bool {
    let name = name.strip_prefix("en.").or(name.strip_prefix("ru.")).unwrap_or(name);
    let name = name.trim().to_lowercase().replace('_', " ");
    DATES.contains(&name.as_str())
}

impl Rank {
    /// The rank of `segment` in the file with number `file`.
    pub fn of(segment: &Segment, file: usize) -> Rank {
        let standing = match (segment.status, segment.confidence) {
            (Status::Reviewed | Status::Edited, _) => 3,
            (Status::Rejected, _) => REJECTED,
            (Status::Auto, None) => 1,
            (Status::Auto, Some(_)) => 0,
        };
        let confidence = (segment.confidence.unwrap_or(0.0).clamp(0.0, 1.0) * 1000.0).round() as u64;
        let dates = segment.extra.iter().filter(|(name, _)| is_date(name));
        let date = dates.filter_map(|(_, value)| date::ordinal(&plain(value))).max().unwrap_or(0);
        let file = (file as u64).min((1 << FILE_BITS) - 1);
        Rank(((standing << DATE_BITS | date) << CONFIDENCE_BITS | confidence) << FILE_BITS | file)
    }

    /// Whether people rejected the segment.
    pub(super) fn is_rejected(self) -> bool {
        self.0 >> (CONFIDENCE_BITS + DATE_BITS + FILE_BITS) == REJECTED
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(en: &str, ru: &str) -> Segment {
        Segment { en: en.into(), ru: ru.into(), ..Segment::default() }
    }

    fn key(en: &str, ru: &str, fold: Fold) -> Key {
        Key::of(&unit(en, ru), fold)
    }

    #[test]
    fn keys_stand_for_texts() {
        let same = key("A b", "В", Fold::Spaces);
        assert_eq!(key(" A\u{a0} b", "В\n", Fold::Spaces), same);
        assert_ne!(key("a b", "В", Fold::Spaces), same);
        assert_ne!(key("A b", "Г", Fold::Spaces), same);
        assert_eq!(key("A b", "Г", Fold::Spaces).source(), same.source());
        assert_ne!(key("“All”", "Всё", Fold::Spaces), key("\"All\"", "Все", Fold::Spaces));
        assert_eq!(key("“All”", "Всё", Fold::Marks), key("\"All\"", "Все", Fold::Marks));
        assert_ne!(key("", "В", Fold::Spaces).source(), key("", "Г", Fold::Spaces).source());
    }

    #[test]
    fn the_source_follows_the_direction_and_the_context_counts() {
        let turned = |ru: &str, en: &str| Segment { source: Lang::Ru, ..unit(en, ru) };
        let of = |segment: &Segment| Key::of(segment, Fold::Spaces);
        assert_eq!(of(&turned("А", "B")).source(), of(&turned("А", "C")).source());
        assert_ne!(of(&turned("А", "B")).source(), of(&unit("B", "А")).source());
        let with = |context: &str| Segment {
            extra: vec![(CONTEXT.into(), context.into())],
            ..unit("Open", "Открыть")
        };
        assert_ne!(of(&with("menu")), of(&with("state")));
        assert_eq!(of(&with("menu")), of(&with("menu")));
    }

    #[test]
    fn people_count_before_dates_before_confidence_before_files() {
        let base = Segment { confidence: Some(0.0), ..unit("A", "Б") };
        let with = |status, confidence| Segment { status, confidence, ..base.clone() };
        let dated = |date: &str| Segment { extra: vec![("Changed".into(), date.into())], ..base.clone() };
        let ranks = [
            Rank::of(&base, 0),
            Rank::of(&base, 1),
            Rank::of(&with(Status::Auto, Some(0.5)), 0),
            Rank::of(&with(Status::Auto, Some(1.0)), 0),
            Rank::of(&dated("31.12.2022"), 0),
            Rank::of(&dated("2024-05-01T10:00:00Z"), 0),
            Rank::of(&dated("20240501T100001Z"), 0),
            Rank::of(&with(Status::Auto, None), 0),
            Rank::of(&with(Status::Rejected, Some(0.1)), 0),
            Rank::of(&with(Status::Edited, Some(0.1)), 0),
        ];
        assert!(ranks.is_sorted_by(|a, b| a < b));
        assert!(ranks[8].is_rejected() && !ranks[9].is_rejected() && !ranks[7].is_rejected());
        assert_eq!(Rank::of(&dated("soon"), 0), ranks[0]);
    }
}
