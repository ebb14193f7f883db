//! Quoted e-mail, whose lines begin with `>`. The marks are removed so that wrapped lines can be joined. Cost: linear.

/// Returns `text` without quotation marks of e-mail, or `None` if no line has any. Inserts a blank line where the
/// quotation level changes.
pub(super) fn unquoted(text: &str) -> Option<String> {
    if !text.starts_with('>') && !text.contains("\n>") {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut before = 0;
    for line in text.split_inclusive('\n') {
        let (depth, rest) = quotation(line);
        if depth != before && !out.is_empty() {
            out.push('\n');
        }
        before = depth;
        out.push_str(if rest.is_empty() && line.ends_with('\n') { "\n" } else { rest });
    }
    Some(out)
}

/// The quotation level of `line` and its text: `> > text`, `>> text`. `>text` without a space is a command or a tag,
/// `>>: later` an operator and `> 5 %` a comparison, not a quotation.
fn quotation(line: &str) -> (usize, &str) {
    let (mut depth, mut rest) = (0, line);
    while let Some(inside) = rest.strip_prefix('>') {
        depth += 1;
        rest = inside.strip_prefix(' ').unwrap_or(inside);
    }
    let is_empty = rest.trim().is_empty();
    let is_comparison = depth == 1 && rest.starts_with(|c: char| c.is_ascii_digit());
    let is_deep =
        depth > 1 && rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, ' ' | '"' | '«' | '('));
    let is_quoted = is_empty || line.starts_with("> ") && !is_comparison || is_deep;
    if depth > 0 && is_quoted { (depth, rest) } else { (0, line) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_lines_lose_their_marks() {
        let mail = "Hello,\n> the mill is\n> old.\n>\n> > Who\n>> says?\nNobody.\n";
        assert_eq!(unquoted(mail).unwrap(), "Hello,\n\nthe mill is\nold.\n\n\nWho\nsays?\n\nNobody.\n");
        assert_eq!(unquoted("a > b\n"), None);
        for text in ["a\n>b\n", "a\n>>: later\n", "a\n> 90 % of them\n"] {
            assert_eq!(unquoted(text).unwrap(), text);
        }
    }
}
