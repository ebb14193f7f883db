//! What is remembered of a unit: a key that stands for its texts, and a rank that says how good it is.

use crate::memory::segment::{Segment, Status};
use crate::text;

/// Which differences between texts do not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fold {
    /// White space, no-break spaces too, and what [`text::clean`] takes off.
    #[default]
    Spaces,
    /// Besides, the forms of quotes and dashes, and ё. Case counts, since a memory's user sees it.
    Marks,
}

/// How many low bits of a key stand for the target text. Among the units of one source text few differ, so 48 tell
/// those apart; 80 keep the chance that any two of 5 million source texts meet at 1 in 10^11.
const TARGET_BITS: u32 = 48;

/// The texts of a unit, as 16 bytes: 10 for the English text, 6 for the Russian.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(u128);

impl Key {
    /// The key of `segment`. A unit with one text only has no source of which there could be another translation:
    /// its key shares its source with that of the same unit alone.
    pub fn of(segment: &Segment, fold: Fold) -> Key {
        let (en, ru) = (folded(&segment.en, fold), folded(&segment.ru, fold));
        let source = if en.is_empty() || ru.is_empty() { hash(&[&en, "\0", &ru]) } else { hash(&[&en]) };
        Key(source >> TARGET_BITS << TARGET_BITS | hash(&[&ru]) >> (u128::BITS - TARGET_BITS))
    }

    /// The two parts as bytes: the source text, the target text.
    pub(super) fn parts(self) -> ([u8; 10], [u8; 6]) {
        let (mut source, mut target) = ([0; 10], [0; 6]);
        let bytes = self.0.to_be_bytes();
        source.iter_mut().zip(&bytes[..10]).for_each(|(to, from)| *to = *from);
        target.iter_mut().zip(&bytes[10..]).for_each(|(to, from)| *to = *from);
        (source, target)
    }

    /// What stands for the source text.
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

/// How good a unit is, more being better: what people approved before what they rejected before what nobody has seen,
/// then by confidence (in thousandths; none counts as 0), then by date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank(u64);

const CONFIDENCE_BITS: u32 = 10;
const DATE_BITS: u32 = 38;
/// The later of two files is the newer where the units do not say.
const FILE_BITS: u32 = 14;

/// Under which names a unit may say when it was made or changed.
const DATES: [&str; 8] = [
    "changedate",
    "creationdate",
    "en.changedate",
    "en.creationdate",
    "ru.changedate",
    "ru.creationdate",
    "changed",
    "date",
];

impl Rank {
    /// The rank of `unit`, which stands in the file with number `file`.
    pub fn of(unit: &Segment, file: usize) -> Rank {
        let segment = &unit;
        let standing = match segment.status {
            Status::Reviewed | Status::Edited => 2,
            Status::Rejected => 1,
            Status::Auto => 0,
        };
        let confidence = (segment.confidence.unwrap_or(0.0).clamp(0.0, 1.0) * 1000.0).round() as u64;
        let date = DATES.iter().filter_map(|name| date(&unit.extra_text(name)?)).max().unwrap_or(0);
        let file = (file as u64).min((1 << FILE_BITS) - 1);
        Rank(((standing << CONFIDENCE_BITS | confidence) << DATE_BITS | date) << FILE_BITS | file)
    }

    /// Whether people found the unit wrong.
    pub(super) fn is_rejected(self) -> bool {
        self.0 >> (CONFIDENCE_BITS + DATE_BITS + FILE_BITS) == 1
    }
}

/// Reads `20240501T100000Z`, `2024-05-01T10:00:00Z`, `2024-05-01`: later dates are greater numbers, of 38 bits.
fn date(text: &str) -> Option<u64> {
    let digits: Vec<u64> = text.chars().filter_map(|c| c.to_digit(10)).map(u64::from).take(14).collect();
    if digits.len() < 8 {
        return None;
    }
    let number = |range: std::ops::Range<usize>, most: u64| {
        let part = digits.get(range).unwrap_or_default().iter().fold(0, |n, digit| n * 10 + digit);
        Some(part).filter(|&part| part <= most)
    };
    let parts =
        [(0..4, 4095, 12), (4..6, 12, 4), (6..8, 31, 5), (8..10, 24, 5), (10..12, 59, 6), (12..14, 60, 6)];
    parts.into_iter().try_fold(0, |all, (range, most, bits)| Some(all << bits | number(range, most)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(en: &str, ru: &str) -> Segment {
        Segment { en: en.into(), ru: ru.into(), ..Segment::default() }.into()
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
    fn people_count_before_confidence_before_dates_before_files() {
        let base = unit("A", "Б");
        let with = |status, confidence| Segment { status, confidence: Some(confidence), ..base.clone() };
        let dated = |date: &str| Segment { extra: vec![("changedate".into(), date.into())], ..base.clone() };
        let ranks = [
            Rank::of(&base, 0),
            Rank::of(&base, 1),
            Rank::of(&dated("20230101T000000Z"), 0),
            Rank::of(&dated("2024-05-01T10:00:00Z"), 0),
            Rank::of(&dated("20240501T100001Z"), 0),
            Rank::of(&with(Status::Auto, 0.5), 0),
            Rank::of(&with(Status::Auto, 1.0), 0),
            Rank::of(&with(Status::Rejected, 0.1), 0),
            Rank::of(&with(Status::Edited, 0.1), 0),
        ];
        assert!(ranks.is_sorted_by(|a, b| a < b));
        assert!(ranks[7].is_rejected() && !ranks[8].is_rejected() && !ranks[6].is_rejected());
        assert_eq!(Rank::of(&dated("soon"), 0), ranks[0]);
    }
}
