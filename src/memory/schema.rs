//! The columns of tables, and the properties for the same fields in formats without columns.

use crate::document::Lang;
use crate::ladder::Shape;
use crate::ladder::formats::numbers::{confidence, ids, joined, parsed_ids};
use crate::memory::segment::Segment;
use crate::text::suggest::names;

/// A column of CSV, TSV and XLSX.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// English text.
    En,
    /// Russian text.
    Ru,
    /// Estimated probability that the segment is right, three decimals.
    Confidence,
    /// The number of sentences on each side, such as `2-1`.
    Shape,
    /// The decision of a person.
    Status,
    /// Numbers of the English sentences, from 1, separated by spaces.
    EnIds,
    /// Numbers of the Russian sentences.
    RuIds,
    /// The anchors that both sides share, separated by `; `.
    Anchors,
    /// Likely errors, separated by spaces.
    Flags,
    /// The name of the pair.
    Document,
    /// The id, which is stable across runs.
    SegmentId,
}

names!(Column, "column", name, {
    En => "en",
    Ru => "ru",
    Confidence => "confidence",
    Shape => "shape",
    Status => "status",
    EnIds => "en_ids",
    RuIds => "ru_ids",
    Anchors => "anchors",
    Flags => "flags",
    Document => "document",
    SegmentId => "segment_id",
});

impl Column {
    /// All columns, in the order of output, with the text in the language `source` first.
    pub fn all(source: Lang) -> Vec<Column> {
        let mut all = Column::ALL.to_vec();
        if source == Lang::Ru {
            all.swap(0, 1);
        }
        all
    }

    /// The cell of `segment` in this column.
    pub fn cell(self, segment: &Segment) -> String {
        match self {
            Column::En => segment.en.clone(),
            Column::Ru => segment.ru.clone(),
            Column::Confidence => segment.confidence.map_or_else(String::new, |c| format!("{c:.3}")),
            Column::Shape => segment.shape.to_string(),
            Column::Status => segment.status.to_string(),
            Column::EnIds => ids(&segment.en_ids),
            Column::RuIds => ids(&segment.ru_ids),
            Column::Anchors => segment.anchors.join("; "),
            Column::Flags => joined(&segment.flags),
            Column::Document => segment.document.clone(),
            Column::SegmentId => segment.segment_id.clone(),
        }
    }

    /// Sets the field of `segment` from a cell of this column. An empty cell changes nothing.
    ///
    /// # Errors
    /// Describes what is wrong with the cell.
    pub fn read_into(self, segment: &mut Segment, cell: &str) -> Result<(), String> {
        let trimmed = cell.trim();
        if trimmed.is_empty() {
            return Ok(());
        }
        match self {
            Column::En => segment.en = cell.to_string(),
            Column::Ru => segment.ru = cell.to_string(),
            Column::Confidence => segment.confidence = Some(confidence(trimmed)?),
            // A spreadsheet may have changed `2-1` to a date; CSV for Excel has an en dash to prevent that. The sentence
            // numbers also give the shape.
            Column::Shape => {
                segment.shape = trimmed.replace('–', "-").parse().unwrap_or(Shape { en: 0, ru: 0 });
            }
            Column::Status => segment.status = trimmed.to_lowercase().parse()?,
            Column::EnIds => segment.en_ids = parsed_ids(trimmed)?,
            Column::RuIds => segment.ru_ids = parsed_ids(trimmed)?,
            Column::Anchors => segment.anchors = trimmed.split("; ").map(str::to_string).collect(),
            Column::Flags => {
                segment.flags = trimmed.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
            }
            Column::Document => segment.document = cell.to_string(),
            Column::SegmentId => segment.segment_id = trimmed.to_string(),
        }
        Ok(())
    }
}

/// The columns that TMX, XLIFF and PO store as properties.
pub(crate) const PROPERTIES: [Column; 8] = [
    Column::Document,
    Column::Confidence,
    Column::Shape,
    Column::Status,
    Column::EnIds,
    Column::RuIds,
    Column::Anchors,
    Column::Flags,
];

/// The name of the property that holds `column`: `x-en-ids`.
pub(crate) fn property(column: Column) -> String {
    format!("x-{}", column.name().replace('_', "-"))
}

/// Sets the field of `segment` from the property `name`. Returns whether it is a property of enru.
///
/// # Errors
/// Describes what is wrong with the text.
pub(crate) fn put_property(segment: &mut Segment, name: &str, text: &str) -> Result<bool, String> {
    match PROPERTIES.into_iter().find(|&c| property(c) == name) {
        Some(column) => column.read_into(segment, text).map(|()| true),
        None => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use crate::memory::schema::*;

    #[test]
    fn names_are_those_of_the_header() {
        let names: Vec<_> = Column::ALL.iter().map(|c| c.name()).collect();
        assert_eq!(
            names.join(","),
            "en,ru,confidence,shape,status,en_ids,ru_ids,anchors,flags,document,segment_id"
        );
        for column in Column::ALL {
            assert_eq!(column.name().parse(), Ok(column));
        }
        assert!("english".parse::<Column>().unwrap_err().contains("en, ru"));
    }
}
