//! Reads SRX 2.0 files: segmentation rules for [`crate::split::Splitter`]. Cost: one pass.

use super::rules::{Srx, SrxRule};
use crate::document::Lang;
use crate::error::{Error, Result};
use crate::io::decode::decode;
use crate::io::xml::{Event, Xml, XmlError, local};
use crate::io::{Input, InputOptions};
use fancy_regex::Regex;

/// Reads the rules of an SRX file for `langs`. A language gets the rules of every `<languagemap>` whose pattern matches
/// its code (`en`, `ru`), ignoring case, or of the first one only if the file has `cascade="no"`. Without a `cascade`
/// attribute all match, as the file of OmegaT expects.
///
/// # Errors
/// If the file cannot be read, is not SRX, has an invalid expression (the error names its line), or has no rules for
/// one of `langs`.
pub fn open_srx<'a>(input: impl Into<Input<'a>>, langs: &[Lang]) -> Result<Srx> {
    let (input, options) = (input.into(), InputOptions::default());
    let path = &input.path().to_path_buf();
    let text = decode(path, &input.read(&options)?, &options)?.value;
    let parse = |line, message| Error::Parse { path: path.to_path_buf(), line, message };
    let file = File::parse(&text).map_err(|e| parse(e.line, e.message))?;
    if !file.is_srx {
        return Err(Error::unusable(path, "is not an SRX file: it has no <srx> element"));
    }
    let mut languages = Vec::new();
    for &lang in langs {
        let rules = file.rules_for(lang).map_err(|e| parse(e.line, e.message))?;
        if rules.is_empty() {
            let why = format!("has no rules for {}: no <languagemap> matches `{}`", lang.name(), lang.code());
            return Err(Error::unusable(path, why));
        }
        languages.push((lang, rules));
    }
    Srx::new(&languages).map_err(|bad| parse(bad.line, bad.message))
}

/// The content of an SRX file.
#[derive(Debug, Default)]
struct File {
    is_srx: bool,
    cascade: bool,
    /// The rules by `languagerulename`.
    rules: Vec<(String, Vec<SrxRule>)>,
    maps: Vec<Map>,
}

/// A `<languagemap>`.
#[derive(Debug)]
struct Map {
    line: usize,
    pattern: String,
    name: String,
}

impl File {
    fn parse(text: &str) -> std::result::Result<File, XmlError> {
        let mut file = File::default();
        let mut inside = String::new();
        let mut xml = Xml::new(text);
        while let Some(event) = xml.next() {
            match event? {
                Event::Open(element) => {
                    inside = local(&element.name).to_string();
                    let get = |name: &str| element.get(name).unwrap_or_default().to_string();
                    match inside.as_str() {
                        "srx" => file.is_srx = true,
                        "header" => file.cascade = get("cascade") != "no",
                        "languagerule" => file.rules.push((get("languagerulename"), Vec::new())),
                        "languagemap" => file.maps.push(Map {
                            line: xml.line(),
                            pattern: get("languagepattern"),
                            name: get("languagerulename"),
                        }),
                        "rule" => file.add_rule(get("break"), xml.line())?,
                        _ => {}
                    }
                }
                Event::Text(text) => file.add_text(&inside, &text),
                Event::Close(_) => inside.clear(),
            }
        }
        Ok(file)
    }

    fn add_rule(&mut self, breaks: String, line: usize) -> std::result::Result<(), XmlError> {
        let error = |message: String| Err(XmlError { line, message });
        let breaks = match breaks.as_str() {
            "yes" | "" => true,
            "no" => false,
            other => return error(format!("break=\"{other}\" is neither \"yes\" nor \"no\"")),
        };
        let Some((_, rules)) = self.rules.last_mut() else {
            return error("a <rule> is outside a <languagerule>".into());
        };
        rules.push(SrxRule { line, breaks, ..SrxRule::default() });
        Ok(())
    }

    fn add_text(&mut self, inside: &str, text: &str) {
        let Some(rule) = self.rules.last_mut().and_then(|(_, rules)| rules.last_mut()) else { return };
        match inside {
            "beforebreak" => rule.before += text,
            "afterbreak" => rule.after += text,
            _ => {}
        }
    }

    /// The rules of `lang` in order.
    fn rules_for(&self, lang: Lang) -> std::result::Result<Vec<SrxRule>, XmlError> {
        let mut rules = Vec::new();
        for map in &self.maps {
            let error = |message: String| XmlError { line: map.line, message };
            let pattern = Regex::new(&format!("(?i)^(?:{})$", map.pattern))
                .map_err(|_| error(format!("invalid pattern `{}`", map.pattern)))?;
            if !pattern.is_match(lang.code()).unwrap_or(false) {
                continue;
            }
            let named = self.rules.iter().find(|(name, _)| *name == map.name);
            let (_, own) =
                named.ok_or_else(|| error(format!("there is no <languagerule> named `{}`", map.name)))?;
            rules.extend(own.iter().cloned());
            if !self.cascade {
                break;
            }
        }
        Ok(rules)
    }
}

/// The name of an element without its prefix.
#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"<srx version="2.0"><header cascade="yes"/><body><languagerules>
        <languagerule languagerulename="R"><rule break="no">
            <beforebreak>\bг\.</beforebreak><afterbreak>\s</afterbreak></rule></languagerule>
        <languagerule languagerulename="All"><rule><beforebreak>&lt;|<![CDATA[>]]></beforebreak></rule></languagerule>
        </languagerules><maprules><languagemap languagepattern="RU.*" languagerulename="R"/>
        <languagemap languagepattern=".*" languagerulename="All"/></maprules></body></srx>"#;

    #[test]
    fn rules_of_a_language() {
        let mut file = File::parse(FILE).unwrap();
        let ru = file.rules_for(Lang::Ru).unwrap();
        assert_eq!(ru.iter().map(|r| (r.line, r.breaks)).collect::<Vec<_>>(), [(2, false), (4, true)]);
        assert_eq!((ru[0].before.as_str(), ru[0].after.as_str()), (r"\bг\.", r"\s"));
        assert_eq!(ru[1].before, "<|>");
        assert_eq!(file.rules_for(Lang::En).unwrap().len(), 1);
        file.cascade = false;
        assert_eq!(file.rules_for(Lang::Ru).unwrap().len(), 1);
    }

    #[test]
    fn errors_name_their_line() {
        assert_eq!(File::parse(&FILE.replace("break=\"no\"", "break=\"n\"")).unwrap_err().line, 2);
        assert_eq!(File::parse(&FILE.replace("</rule></languagerule>\n", "\n")).unwrap_err().line, 5);
        let missing =
            File::parse(&FILE.replace("languagerulename=\"R\"/>", "languagerulename=\"X\"/>")).unwrap();
        assert_eq!(missing.rules_for(Lang::Ru).unwrap_err().line, 5);
    }
}
