//! Quotations in e-mail, whose lines begin with `>`: the marks are removed, so that wrapped lines are joined. Cost: linear.

/// `text` without the marks of quoted lines, if it has any. A blank line comes where the depth of quotation changes.
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

/// How deep `line` is quoted, and its text: `> > text`, `>> text`. `>text` is a command or a tag, and no quotation.
fn quotation(line: &str) -> (usize, &str) {
    let (mut depth, mut rest) = (0, line);
    while let Some(inside) = rest.strip_prefix('>') {
        depth += 1;
        rest = inside.strip_prefix(' ').unwrap_or(inside);
    }
    let is_quoted =
        line.starts_with("> ") || line.trim_end().chars().all(|c| matches!(c, '>' | ' ')) || depth > 1;
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
        assert_eq!(unquoted("a\n>b\n").unwrap(), "a\n>b\n");
    }
}
