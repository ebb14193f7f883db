//! Messages for unknown names, with a suggestion.

/// The error message for an unknown name: `unknown WHAT 'GIVEN' (expected one of: …)`, and the most similar known name
/// if one is similar enough.
pub fn unknown<'a>(what: &str, given: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let mut message = format!("unknown {what} '{given}' (expected one of: {})", known.join(", "));
    if let Some(name) = nearest(given, known) {
        message += &format!("; did you mean '{name}'?");
    }
    message
}

/// The least Jaro-Winkler similarity of a suggestion: `tmxx`-`tmx` has 0.94, `colour`-`columns` 0.70.
const SIMILAR: f64 = 0.75;

/// The most similar of the `known` names, ignoring case.
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let given = given.to_lowercase();
    let similarity = |name: &str| strsim::jaro_winkler(&given, &name.to_lowercase());
    let best = known.into_iter().map(|name| (similarity(name), name)).max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= SIMILAR).then_some(best.1)
}
