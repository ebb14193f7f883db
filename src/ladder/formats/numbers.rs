//! Parses and prints sentence numbers and confidences.

use std::fmt;

/// Prints sentence numbers separated by spaces.
pub(crate) fn ids(ids: &[usize]) -> String {
    joined(ids)
}

pub(crate) fn joined<T: fmt::Display>(items: &[T]) -> String {
    items.iter().map(T::to_string).collect::<Vec<_>>().join(" ")
}

/// Parses the output of [`ids`], also with plus signs, as in CSV for Excel.
pub(crate) fn parsed_ids(text: &str) -> Result<Vec<usize>, String> {
    let number = |id: &str| match id.parse() {
        Ok(0) | Err(_) => Err(format!("'{id}' is not a sentence number (they count from 1)")),
        Ok(number) => Ok(number),
    };
    text.split(|c: char| c.is_whitespace() || c == '+').filter(|id| !id.is_empty()).map(number).collect()
}

/// Parses a confidence. Accepts a decimal comma, as Russian spreadsheets write it.
pub(crate) fn confidence(text: &str) -> Result<f32, String> {
    match text.replace(',', ".").parse::<f32>() {
        Ok(value) if (0.0..=1.0).contains(&value) => Ok(value),
        _ => Err(format!("'{text}' is not a confidence: expected a number from 0 to 1")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_cells_are_refused() {
        assert!(confidence("1.2").is_err() && confidence("NaN").is_err());
        assert_eq!(confidence("0,5"), Ok(0.5));
        assert!(parsed_ids("1 0").is_err());
        assert_eq!(parsed_ids("1 2"), Ok(vec![1, 2]));
        assert_eq!(parsed_ids("1+2"), Ok(vec![1, 2]));
    }
}
