//! XCES, the link format of OPUS: one group of links per pair of documents, sentence ids from 1, an empty side for an
//! unpaired sentence.

use super::ScoredLadder;
use super::links::ladder_of_links;
use super::numbers::{confidence, parsed_ids};
use crate::io::xml::{Event, Xml, escaped};
use std::io::{self, Write};

/// A group that is being read.
#[derive(Default)]
struct Group {
    documents: [String; 2],
    links: Vec<(Vec<usize>, Vec<usize>)>,
    scores: Vec<Option<f32>>,
    line: usize,
}

impl Group {
    fn finish(self) -> Result<ScoredLadder, (usize, String)> {
        let Group { documents, links, scores, line } = self;
        ladder_of_links(links.into_iter().zip(scores), documents).map_err(|message| (line, message))
    }
}

/// Reads the ladders of all groups.
pub(crate) fn read(text: &str) -> Result<Vec<ScoredLadder>, (usize, String)> {
    let (mut ladders, mut group) = (Vec::new(), None::<Group>);
    let mut xml = Xml::new(text);
    while let Some(event) = xml.next() {
        let Event::Open(e) = event.map_err(|e| (e.line, e.message))? else { continue };
        let fail = |message: String| (xml.line(), message);
        match e.name.as_str() {
            "linkGrp" => {
                ladders.extend(group.take().map(Group::finish).transpose()?);
                let documents = ["fromDoc", "toDoc"].map(|n| e.get(n).unwrap_or("").to_string());
                group = Some(Group { documents, line: xml.line(), ..Group::default() });
            }
            "link" => {
                let targets = e.get("xtargets").unwrap_or("");
                let (en, ru) =
                    targets.split_once(';').ok_or_else(|| fail(format!("'{targets}' has no ';'")))?;
                let ids = |side: &str| parsed_ids(&side.replace('s', "")).map_err(fail);
                let group = group.get_or_insert_default();
                group.links.push((ids(en)?, ids(ru)?));
                group.scores.push(e.get("certainty").and_then(|c| confidence(c).ok()));
            }
            _ => {}
        }
    }
    ladders.extend(group.map(Group::finish).transpose()?);
    Ok(ladders)
}

/// Writes one group per ladder.
pub(crate) fn write(ladders: &[ScoredLadder], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>")?;
    writeln!(
        out,
        "<!DOCTYPE cesAlign PUBLIC \"-//CES//DTD XML cesAlign//EN\" \"\">\n<cesAlign version=\"1.0\">"
    )?;
    for scored in ladders {
        let [from, to] = scored.documents.each_ref().map(|d| escaped(d));
        writeln!(out, "  <linkGrp targType=\"s\" fromDoc=\"{from}\" toDoc=\"{to}\">")?;
        for (index, (bead, score)) in scored.ladder.beads().iter().zip(&scored.scores).enumerate() {
            write!(out, "    <link id=\"SL{}\" xtargets=\"", index + 1)?;
            for (range, after) in [(&bead.en, ";"), (&bead.ru, "\"")] {
                for id in range.clone() {
                    let space = if id > range.start { " " } else { "" };
                    write!(out, "{space}{}", id + 1)?;
                }
                out.write_all(after.as_bytes())?;
            }
            let certainty = score.map_or_else(String::new, |s| format!(" certainty=\"{s:.3}\""));
            writeln!(out, "{certainty}/>")?;
        }
        writeln!(out, "  </linkGrp>")?;
    }
    writeln!(out, "</cesAlign>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_group_is_a_ladder() {
        let text = "<cesAlign><linkGrp fromDoc='a' toDoc='b'><link xtargets='1;1 2'/><link xtargets='3;3'/></linkGrp>\
                    <linkGrp fromDoc='c' toDoc='d'><link xtargets='s1;s1'/></linkGrp></cesAlign>";
        let ladders = read(text).unwrap();
        let beads: Vec<String> = ladders.iter().map(|l| l.ladder.to_string()).collect();
        assert_eq!(beads, ["[0]:[0, 1]\n[1]:[]\n[2]:[2]\n", "[0]:[0]\n"]);
        let mut out = Vec::new();
        write(&ladders, &mut out).unwrap();
        assert_eq!(read(std::str::from_utf8(&out).unwrap()).unwrap(), ladders);
        assert!(read("<linkGrp><link xtargets='2;1'/><link xtargets='1;2'/></linkGrp>").is_err());
    }
}
