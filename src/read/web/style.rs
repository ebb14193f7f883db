//! The meaning of CSS declarations: which hide their element, and which raise or lower it. Cost: linear.

/// How text is set relative to the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moved {
    Raised,
    Lowered,
}

/// Whether CSS declarations hide their element.
pub(super) fn is_hidden_by_style(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    let hidden = [
        "display:none",
        "visibility:hidden",
        "visibility:collapse",
        "mso-hide:all",
        // The number or bullet that Word writes before a list item.
        "mso-list:ignore",
        "left:-9999",
        "left:-10000",
        "text-indent:-9999",
        "clip:rect(0",
        "clip:rect(1px",
    ];
    hidden.iter().any(|h| style.contains(h))
}

/// How CSS declarations move their element: by its alignment, or by its place relative to the line (LibreOffice).
pub(super) fn moved(style: &str) -> Option<Moved> {
    if !style.contains("vertical-align") && !style.contains("relative") {
        return None;
    }
    let declarations: Vec<(&str, &str)> =
        style.split(';').filter_map(|part| part.split_once(':')).map(|(k, v)| (k.trim(), v.trim())).collect();
    let value = |name: &str| declarations.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value);
    let is_length =
        |value: &str| value.starts_with(|c: char| c.is_ascii_digit() || c == '.') && is_positive(value);
    let is_relative = value("position") == "relative" && !value("font-size").is_empty();
    match (value("vertical-align"), value("top")) {
        ("super", _) => Some(Moved::Raised),
        ("sub", _) => Some(Moved::Lowered),
        (align, _) if is_length(align) => Some(Moved::Raised),
        (align, _) if align.strip_prefix('-').is_some_and(is_length) => Some(Moved::Lowered),
        (_, top) if is_relative && top.strip_prefix('-').is_some_and(is_length) => Some(Moved::Raised),
        (_, top) if is_relative && is_length(top) => Some(Moved::Lowered),
        _ => None,
    }
}

/// Whether a length has another digit than zero.
fn is_positive(length: &str) -> bool {
    length.bytes().any(|b| matches!(b, b'1'..=b'9'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_raise_and_lower() {
        for (style, expected) in [
            ("font-size: 58%; vertical-align: super", Some(Moved::Raised)),
            ("vertical-align:sub;", Some(Moved::Lowered)),
            ("vertical-align: 0.3em", Some(Moved::Raised)),
            ("vertical-align: -25%", Some(Moved::Lowered)),
            (
                "font-size: 0.58em; position: relative; top: -0.33em; vertical-align: baseline",
                Some(Moved::Raised),
            ),
            ("position: relative; top: -2px", None),
            ("vertical-align: middle", None),
            ("vertical-align: 0", None),
        ] {
            assert_eq!(moved(style), expected, "{style}");
        }
    }
}
