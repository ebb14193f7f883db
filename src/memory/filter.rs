//! Filters the segments of a translation memory.

use crate::ladder::Shape;
use crate::memory::segment::{Flag, Segment, Status, plain};

/// Conditions for a segment. Empty lists and `None` are no condition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Lowest confidence. Segments without a confidence match.
    pub min_confidence: Option<f32>,
    /// Highest confidence. Segments without a confidence match.
    pub max_confidence: Option<f32>,
    /// Has one of these shapes.
    pub shapes: Vec<Shape>,
    /// Has one of these statuses.
    pub statuses: Vec<Status>,
    /// Fewest characters on each side.
    pub min_length: Option<usize>,
    /// Most characters on each side.
    pub max_length: Option<usize>,
    /// Has one of these flags.
    pub flags: Vec<Flag>,
    /// Has none of these flags.
    pub without_flags: Vec<Flag>,
    /// Comes from one of these documents.
    pub documents: Vec<String>,
    /// Has all of these preserved fields: name and text, such as `client` and `UN`.
    pub fields: Vec<(String, String)>,
}

impl Filter {
    /// Whether `segment` meets all conditions.
    pub fn keeps(&self, segment: &Segment) -> bool {
        let lengths = [&segment.en, &segment.ru].map(|side| side.chars().count());
        let sure = |fits: &dyn Fn(f32) -> bool| segment.confidence.is_none_or(fits);
        self.min_confidence.is_none_or(|min| sure(&|c| c >= min))
            && self.max_confidence.is_none_or(|max| sure(&|c| c <= max))
            && among(&self.shapes, &segment.shape)
            && among(&self.statuses, &segment.status)
            && among(&self.documents, &segment.document)
            && self.fields.iter().all(|(name, text)| has_field(segment, name, text))
            && self.min_length.is_none_or(|min| lengths.iter().all(|&length| length >= min))
            && self.max_length.is_none_or(|max| lengths.iter().all(|&length| length <= max))
            && (self.flags.is_empty() || segment.flags.iter().any(|flag| self.flags.contains(flag)))
            && !segment.flags.iter().any(|flag| self.without_flags.contains(flag))
    }
}

/// Whether a preserved field of `segment` has that name and text.
fn has_field(segment: &Segment, name: &str, text: &str) -> bool {
    let is_named = |known: &str| known == name || plain_name(known) == plain_name(name);
    segment.extra.iter().any(|(known, value)| is_named(known) && plain(value) == text)
}

/// A name without the prefix and the type that programs add: `x-Client:SingleString` of Trados is `Client`.
fn plain_name(name: &str) -> String {
    let name = name.strip_prefix("x-").or(name.strip_prefix("X-")).unwrap_or(name);
    name.split_once(':').map_or(name, |(name, _)| name).to_lowercase()
}

fn among<T: PartialEq>(wanted: &[T], value: &T) -> bool {
    wanted.is_empty() || wanted.contains(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_by_the_names_that_people_know() {
        let mut segment = Segment::new("Rye", "Рожь");
        segment.extra.push(("x-Client:SingleString".into(), "UN".into()));
        segment.extra.push(("project".into(), "P1".into()));
        let keeps = |name: &str, text: &str| {
            let fields = vec![(name.to_string(), text.to_string())];
            Filter { fields, ..Filter::default() }.keeps(&segment)
        };
        assert!(keeps("client", "UN") && keeps("x-Client:SingleString", "UN") && keeps("Project", "P1"));
        assert!(!keeps("client", "un") && !keeps("clients", "UN") && !keeps("subject", "UN"));
    }
}
