//! Messages for names that are not known.

/// The message for `given`, which is not one of the `known` names: `unknown WHAT 'GIVEN' (expected one of: …)`, and the
/// most similar of them if one is similar.
pub fn unknown<'a>(what: &str, given: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let mut message = format!("unknown {what} '{given}' (expected one of: {})", known.join(", "));
    if let Some(name) = nearest(given, known) {
        message += &format!("; did you mean '{name}'?");
    }
    message
}

/// Names of less Jaro-Winkler similarity are not suggested: `tmxx`-`tmx` has 0.94, `colour`-`columns` 0.70.
const SIMILAR: f64 = 0.75;

/// The most similar of the `known` names, upper and lower case alike.
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let given = given.to_lowercase();
    let similarity = |name: &str| strsim::jaro_winkler(&given, &name.to_lowercase());
    let best = known.into_iter().map(|name| (similarity(name), name)).max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= SIMILAR).then_some(best.1)
}
