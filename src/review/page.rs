//! The review page: one self-contained HTML file. Its style sheet and scripts are plain files in `page/` and are joined
//! here, so that the build needs nothing but Rust and the page makes no network request.

use serde::Serialize;
use serde_json::ser::Formatter;
use std::io::{self, Write};

const TEMPLATE: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/page.css");

/// Each script uses only those before it.
const SCRIPTS: [&str; 11] = [
    include_str!("page/shared.js"),
    include_str!("page/texts.js"),
    include_str!("page/model.js"),
    include_str!("page/blake3.js"),
    include_str!("page/save.js"),
    include_str!("page/store.js"),
    include_str!("page/list.js"),
    include_str!("page/row.js"),
    include_str!("page/panels.js"),
    include_str!("page/keys.js"),
    include_str!("page/app.js"),
];

/// Writes the page that shows, edits and saves the review `data`. Markup in texts is escaped. Streams: does not copy
/// the data.
///
/// # Errors
/// Those of `out`.
pub fn write(data: &impl Serialize, mut out: impl Write) -> io::Result<()> {
    let script = format!("(() => {{\n\"use strict\";\n{}}})();\n", SCRIPTS.join("\n"));
    let shell = TEMPLATE
        .replace("/*{{style}}*/", STYLE)
        .replace("/*{{script}}*/", &script)
        .replace("{{version}}", env!("CARGO_PKG_VERSION"));
    let (before, after) = shell.split_once("__ENRU_DATA__").unwrap_or((&shell, ""));
    out.write_all(before.as_bytes())?;
    data.serialize(&mut serde_json::Serializer::with_formatter(&mut out, InScript))?;
    out.write_all(after.as_bytes())
}

/// Writes JSON that can be part of a script: escapes `<` and line separators, which JSON has inside strings only.
struct InScript;

impl Formatter for InScript {
    fn write_string_fragment<W: Write + ?Sized>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(['<', '>', '&', '\u{2028}', '\u{2029}']) {
            let (plain, special) = rest.split_at(at);
            let c = special.chars().next().unwrap_or_default();
            write!(out, "{plain}\\u{:04x}", u32::from(c))?;
            rest = &special[c.len_utf8()..];
        }
        out.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(json: &str) -> String {
        let (data, mut out): (serde_json::Value, _) = (serde_json::from_str(json).unwrap(), Vec::new());
        write(&data, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn markup_in_a_text_stays_text() {
        let html = page(r#"{"name":"</script><script>alert(1)</script>&amp;__ENRU_DATA__ \u2028"}"#);
        assert!(html.contains(r"\u003c/script\u003e\u003cscript\u003ealert(1)"));
        assert_eq!(html.matches("</script>").count(), 2);
        assert!(html.contains(r"\u0026amp;__ENRU_DATA__ \u2028"));
        assert!(!html.contains("{{"), "a placeholder is left");
    }

    #[test]
    fn nothing_comes_from_the_network() {
        let html = page("{}")
            .replace("http://www.w3.org/2000/svg", "")
            .replace("http://schemas.openxmlformats.org", "");
        for sign in ["http:", "https:", "src=", "@import", "url(", "fetch(", "XMLHttpRequest"] {
            assert!(!html.contains(sign), "the page has {sign}");
        }
    }
}
