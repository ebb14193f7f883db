//! Removes what Markdown dialects add, line by line, before parsing: metadata at the top, attributes (Kramdown,
//! Pandoc), template tags (Jekyll, Hugo), directives (MyST, MkDocs, Docusaurus). Code is kept unchanged. Cost: one
//! pass.

/// MyST directives whose content is text. Other directives contain code, a list of files or a picture.
const TEXT_DIRECTIVES: [&str; 33] = [
    "admonition",
    "attention",
    "card",
    "caution",
    "danger",
    "definition",
    "deprecated",
    "details",
    "dropdown",
    "epigraph",
    "error",
    "exercise",
    "figure",
    "glossary",
    "grid",
    "hint",
    "important",
    "list-table",
    "margin",
    "note",
    "proof",
    "pull-quote",
    "seealso",
    "sidebar",
    "solution",
    "tab-item",
    "tab-set",
    "theorem",
    "tip",
    "topic",
    "versionadded",
    "versionchanged",
    "warning",
];

/// `text` as standard Markdown, without the additions of dialects.
pub(super) fn plain(text: &str) -> String {
    let mut lines =
        Lines { out: String::with_capacity(text.len()), fences: Vec::new(), indent: 0, in_titles: true };
    for line in body(text).split('\n') {
        lines.add(line.strip_suffix('\r').unwrap_or(line));
    }
    lines.out
}

/// The text after the metadata at the top: YAML between `---` and `---` or `...`, TOML between `+++`.
fn body(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}');
    let ends: &[&str] = match text.lines().next().map(str::trim_end) {
        Some("---") => &["---", "..."],
        Some("+++") => &["+++"],
        _ => return text,
    };
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        at += line.len();
        // An empty line after the first rule shows that the two rules enclose text, not metadata.
        if index == 1 && line.trim().is_empty() {
            return text;
        }
        if index > 0 && ends.contains(&line.trim_end()) {
            return &text[at..];
        }
    }
    text
}

struct Lines {
    out: String,
    /// The open fences: code, or directives whose content is text.
    fences: Vec<Fence>,
    /// The indent of the content of a MkDocs admonition.
    indent: usize,
    /// Whether only lines of Pandoc's title block have been read.
    in_titles: bool,
}

struct Fence {
    mark: char,
    length: usize,
    is_code: bool,
    /// Whether only options of the directive have followed its first line.
    is_new: bool,
}

impl Lines {
    fn add(&mut self, line: &str) {
        let line = template_fence(self.dedented(line));
        let trimmed = line.trim();
        let title = line.strip_prefix("% ").filter(|_| self.in_titles);
        self.in_titles = title.is_some();
        if let Some(title) = title {
            self.push(title);
            return self.push("");
        }
        let (mark, length) = fence(trimmed);
        if let Some(open) = self.fences.last_mut() {
            if open.mark == mark && length >= open.length && trimmed.trim_start_matches(mark).is_empty() {
                let is_code = self.fences.pop().is_some_and(|fence| fence.is_code);
                return self.push(if is_code { line } else { "" });
            }
            if open.is_code {
                return self.push(line);
            }
            let is_option = open.is_new && trimmed.starts_with(':') && trimmed[1..].contains(':');
            open.is_new &= is_option;
            if is_option {
                return self.push("");
            }
        }
        if length >= 3 {
            return self.open_fence(line, mark, length);
        }
        if let Some(title) = admonition(trimmed) {
            self.indent = line.len() - line.trim_start().len() + 4;
            self.push("");
            self.push(title);
            return self.push("");
        }
        // Indented code.
        if line.starts_with("    ") && self.out.ends_with("\n\n") {
            return self.push(line);
        }
        self.text(line, trimmed);
    }

    /// The line without the indent that makes it the content of a MkDocs admonition.
    fn dedented<'a>(&mut self, line: &'a str) -> &'a str {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if self.indent == 0 || line.trim().is_empty() {
            line
        } else if indent >= self.indent {
            &line[self.indent..]
        } else {
            self.indent = 0;
            line
        }
    }

    fn open_fence(&mut self, line: &str, mark: char, length: usize) {
        let info = line.trim().trim_start_matches(mark).trim();
        let (name, title) = directive(info);
        let is_code = mark != ':' && !name.is_some_and(|name| TEXT_DIRECTIVES.contains(&name));
        if mark == ':' && info.is_empty() {
            return self.push("");
        }
        // A colon fence needs no name. A fence that is closed on the same line encloses nothing.
        self.fences.push(Fence { mark, length, is_code, is_new: name.is_some() });
        if is_code {
            return self.push(line);
        }
        self.push("");
        // The address of a picture is not a title.
        self.push(if name == Some("figure") { "" } else { title });
        self.push("");
    }

    fn text(&mut self, line: &str, trimmed: &str) {
        let is_attributes = trimmed.starts_with("{:") && trimmed.ends_with('}');
        let is_label = trimmed.starts_with('(') && trimmed.ends_with(")=");
        let is_contents = matches!(trimmed, "[TOC]" | "[[TOC]]" | "[toc]" | "[[toc]]" | "[[_TOC_]]");
        let is_abbreviation = trimmed.starts_with("*[") && trimmed.contains("]:");
        let is_break = trimmed.starts_with("\\newpage") || trimmed.starts_with("\\pagebreak");
        let is_import = trimmed.starts_with("import ")
            && trimmed.contains(" from ")
            && trimmed.ends_with([';', '\'', '"'])
            || trimmed.starts_with("export const ") && trimmed.ends_with(';');
        // This attribute follows a list item that the table of contents replaces.
        if trimmed.starts_with("{:toc") {
            let item = self.out.trim_end().rfind('\n').map_or(0, |end| end + 1);
            if self.out[item..].starts_with(['*', '-', '1']) {
                self.out.truncate(item);
            }
        }
        let is_snippet = trimmed.starts_with("<<< ");
        let is_comment = self.is_comment(trimmed);
        if is_attributes
            || is_label
            || is_contents
            || is_abbreviation
            || is_break
            || is_import
            || is_snippet
            || is_comment
        {
            return self.push("");
        }
        if let Some((quote, title)) = callout(line) {
            [quote, " ", title, "\n", quote].iter().for_each(|part| self.out.push_str(part));
            return self.push("");
        }
        // A shortcode of an emoji (`:warning:`) at the start of a line is not a definition.
        if trimmed.starts_with(':') && !trimmed[1..].starts_with([' ', '\t']) {
            self.out.push('\\');
        }
        let line = without_tags(line);
        self.push(&line);
        // Markdown inside HTML (`markdown="1"`) begins after an empty line.
        if trimmed.starts_with('<') && trimmed.ends_with('>') && trimmed.contains(" markdown") {
            self.push("");
        }
    }

    /// Whether the line is a comment of JSX, Obsidian, or MyST. A percent sign within a paragraph is text.
    fn is_comment(&self, trimmed: &str) -> bool {
        let is_between = |open: &str, close: &str| {
            trimmed.len() >= open.len() + close.len() && trimmed.starts_with(open) && trimmed.ends_with(close)
        };
        let begins = self.out.is_empty() || self.out.ends_with("\n\n");
        is_between("{/*", "*/}") || is_between("%%", "%%") || begins && trimmed.starts_with("% ")
    }

    fn push(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }
}

/// The quotation mark and the title of a callout: `> [!tip]- Title` (GitHub, Obsidian).
fn callout(line: &str) -> Option<(&str, &str)> {
    let (quote, rest) = line.split_once("[!")?;
    let (name, title) = rest.split_once(']')?;
    let is_quote = quote.contains('>') && quote.chars().all(|c| matches!(c, '>' | ' '));
    let is_name =
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '|'));
    (is_quote && is_name).then(|| (quote.trim_end(), title.trim_start_matches(['+', '-']).trim()))
}

/// `line`, or a fence in place of the tags around code and comments (Jekyll, Kramdown).
fn template_fence(line: &str) -> &str {
    if matches!(line.trim(), "{::comment}" | "{:/comment}") {
        return "~~~~~~~~~~";
    }
    let tag = line.trim().strip_prefix("{%").map_or("", |rest| rest.trim_start_matches(['-', ' ']));
    let is_fence =
        ["highlight", "endhighlight", "comment", "endcomment"].iter().any(|name| tag.starts_with(name));
    // A fence longer than any an author writes.
    if is_fence { "~~~~~~~~~~" } else { line }
}

/// The fence character and the fence length at the start of `line`.
fn fence(line: &str) -> (char, usize) {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~' | ':')).unwrap_or(' ');
    let length = line.chars().take_while(|&c| c == mark).count();
    // Inline code is not a fence.
    let is_inline = mark == '`' && line[length..].contains('`');
    if mark == ' ' || length < 3 || is_inline { (' ', 0) } else { (mark, length) }
}

/// The name and the title of a directive: `{note} Title`, `note Title`, `note[Title]`. A class in braces is neither.
fn directive(info: &str) -> (Option<&str>, &str) {
    if let Some((name, title)) = info.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'));
        return (is_name.then_some(name), if is_name { title.trim() } else { "" });
    }
    let (name, title) = info.split_at(info.find([' ', '[', '{']).unwrap_or(info.len()));
    let title = title.trim();
    let title = title.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(title);
    let title = title.split_once('{').map_or(title, |(before, _)| before.trim());
    ((!name.is_empty()).then_some(name), title.trim_matches(':').trim())
}

/// The title of a MkDocs admonition or tab: `!!! note "Title"`, `=== "Tab"`.
fn admonition(line: &str) -> Option<&str> {
    let rest = ["!!! ", "??? ", "???+ ", "!!!+ "].iter().find_map(|mark| line.strip_prefix(mark));
    let rest = rest.or_else(|| line.strip_prefix("=== ").filter(|rest| rest.starts_with('"')))?;
    let quoted = rest.split_once('"').and_then(|(_, title)| title.rsplit_once('"'));
    Some(quoted.map_or("", |(title, _)| title))
}

/// `line` without template tags: `{% ... %}`, `{{< ... >}}`, `{{% ... %}}`. Printed variables, `{{ ... }}`, are kept.
fn without_tags(line: &str) -> std::borrow::Cow<'_, str> {
    const TAGS: [(&str, &str); 3] = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}")];
    if !line.contains("{%") && !line.contains("{{<") {
        return line.into();
    }
    let (mut out, mut rest) = (String::new(), line);
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let is_code = before.ends_with('`');
        let tag = TAGS.iter().filter(|_| !is_code).find(|(open, _)| after.starts_with(open));
        rest = match tag.and_then(|(_, close)| Some(&after[after.find(close)? + close.len()..])) {
            Some(rest) => rest,
            None => {
                out.push('{');
                &after[1..]
            }
        };
    }
    out.push_str(rest);
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        plain(text).lines().filter(|l| !l.trim().is_empty()).map(str::to_string).collect()
    }

    #[test]
    fn metadata_and_attributes_go() {
        assert_eq!(lines("---\ntitle: x\n...\n\nOne.\n{: .note}\n"), ["One."]);
        assert_eq!(lines("+++\ntitle = 1\n+++\nOne.\n"), ["One."]);
        assert_eq!(lines("---\n\nOne.\n\n---\n"), ["---", "One.", "---"]);
        assert_eq!(lines("* TOC\n{:toc}\n\nOne.\n"), ["One."]);
        assert_eq!(lines("{% comment %}\nNo.\n{% endcomment %}\n")[1..2], ["No."], "inside a fence");
        assert_eq!(lines("(label)=\nOne {% include x %}two{{< ref >}}.\n[TOC]\n"), ["One two."]);
    }

    #[test]
    fn callouts_and_comments_of_dialects_go() {
        assert_eq!(
            lines("> [!tip]- Mind\n> The gap.\n\n> [!NOTE]\n> So.\n"),
            ["> Mind", ">", "> The gap.", "> ", ">", "> So."]
        );
        assert_eq!(
            lines("One.\n\n% No.\n\n{/* No. */}\n%% No. %%\nTwo\n% of it.\n"),
            ["One.", "Two", "% of it."]
        );
        assert_eq!(lines(":fire: Hot.\nTerm\n: Word.\n"), ["\\:fire: Hot.", "Term", ": Word."]);
        assert_eq!(lines("% Title\n% Ann\n\nOne.\n"), ["Title", "Ann", "One."]);
    }

    #[test]
    fn content_of_directives_stays() {
        let myst = "```{note} Mind\n:class: x\nThe *gap*.\n```\n```{code-block} sh\nls\n```\n";
        assert_eq!(lines(myst), ["Mind", "The *gap*.", "```{code-block} sh", "ls", "```"]);
        assert_eq!(lines(":::tip[Mind]\nThe gap.\n:::\nOut.\n"), ["Mind", "The gap.", "Out."]);
        assert_eq!(
            lines("!!! note \"Mind\"\n    The gap.\n\n    And more.\nOut.\n"),
            ["Mind", "The gap.", "And more.", "Out."]
        );
    }
}
