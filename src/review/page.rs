//! The review page: one self-contained HTML file. Its parts stand in `page/` as plain style sheet and scripts, and are
//! put together here, so that building needs nothing but Rust and the page asks nothing of the network.

const TEMPLATE: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/page.css");

/// In the order they use each other.
const SCRIPTS: [&str; 10] = [
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

/// The page over `data_json`, a review as JSON: opened in a browser it shows the review and saves it again. Whatever
/// markup the texts hold stays text. Cost: one copy of the data.
pub fn page(data_json: &str) -> String {
    let script = format!("(() => {{\n\"use strict\";\n{}}})();\n", SCRIPTS.join("\n"));
    let shell = TEMPLATE
        .replace("/*{{style}}*/", STYLE)
        .replace("/*{{script}}*/", &script)
        .replace("{{version}}", env!("CARGO_PKG_VERSION"));
    // Once and last: a text that names the marker must not be filled in.
    shell.replacen("__ENRU_DATA__", &in_script(data_json), 1)
}

/// JSON that can end no script and break no line of one. Such characters stand in JSON inside strings only.
fn in_script(json: &str) -> String {
    let mut safe = String::with_capacity(json.len() + json.len() / 64);
    for c in json.chars() {
        match c {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_text_stays_text() {
        let html = page(r#"{"name":"</script><script>alert(1)</script>&amp;__ENRU_DATA__"}"#);
        assert!(html.contains(r"\u003c/script\u003e\u003cscript\u003ealert(1)"));
        assert_eq!(html.matches("</script>").count(), 2);
        assert!(html.contains(r"\u0026amp;__ENRU_DATA__"));
        assert!(!html.contains("{{"), "a marker was left");
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
