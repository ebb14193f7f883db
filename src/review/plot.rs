//! Plots of an alignment: the ladder as a line from the start of both documents to their ends. Where the line leaves
//! the diagonal, one side lacks text. Red parts need a person's attention.

use crate::bitext::{Bitext, Judgement};
use crate::ladder::Bead;
use quick_xml::escape::escape;
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// Confidence below which a bead is marked as doubtful.
const DOUBTFUL: f32 = 0.5;
/// The size of the plot area in pixels, and the margin around it.
const FIELD: f64 = 600.0;
const MARGIN: f64 = 60.0;
/// Points closer than this, in pixels, are drawn as one.
const NEAR: f64 = 0.5;

const STYLE: &str = "text{font:13px sans-serif;fill:#444}.field{fill:#fff;stroke:#bbb}.doubt{fill:#f6d5cf}\
.path{fill:none;stroke:#1f5fa8;stroke-width:1.5}.gap{fill:none;stroke:#c0392b;stroke-width:2}.anchor{fill:#2e7d32}\
@media(prefers-color-scheme:dark){svg{background:#181a1d}text{fill:#ccc}.field{fill:#202327;stroke:#555}\
.doubt{fill:#5a2f2a}.path{stroke:#7fb2ee}.gap{stroke:#ff8a75}.anchor{fill:#8bd48f}}";

/// Draws `bitext` as an SVG image: English sentences from left to right, Russian sentences from top to bottom, the
/// beads as a line, unpaired sentences in red, a dot for each bead with anchors, doubtful parts shaded. The size of the
/// file does not grow with the documents.
pub fn svg(bitext: &Bitext) -> String {
    let (width, height) = (FIELD + 2.0 * MARGIN, FIELD + 2.0 * MARGIN);
    let scale = Scale::new(bitext);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n<title>{}</title>\n\
         <style>{STYLE}</style>\n<rect class=\"field\" x=\"{MARGIN}\" y=\"{MARGIN}\" width=\"{FIELD}\" height=\"{FIELD}\"/>\n",
        escape(bitext.name())
    );
    let size = bitext.ladder().size();
    let label = |out: &mut String, x: f64, y: f64, more: &str, text: &str| {
        let _ = writeln!(out, "<text x=\"{x}\" y=\"{y}\"{more}>{}</text>", escape(text));
    };
    label(&mut out, MARGIN, MARGIN / 2.0, "", bitext.name());
    let middle = MARGIN + FIELD / 2.0;
    let (en, ru) = (format!("English, {} sentences →", size.en), format!("Russian, {} sentences →", size.ru));
    label(&mut out, middle, height - MARGIN / 2.0, " text-anchor=\"middle\"", &en);
    let turned = format!(" text-anchor=\"middle\" transform=\"rotate(90 {} {middle})\"", MARGIN / 2.0);
    label(&mut out, MARGIN / 2.0, middle, &turned, &ru);
    for (from, to) in doubtful(bitext, &scale) {
        let wide = (to - from).max(1.0);
        let _ = writeln!(
            out,
            "<rect class=\"doubt\" x=\"{from:.1}\" y=\"{MARGIN}\" width=\"{wide:.1}\" height=\"{FIELD}\"/>"
        );
    }
    for (class, path) in [("path", line(bitext, &scale, true)), ("gap", line(bitext, &scale, false))] {
        let _ = writeln!(out, "<path class=\"{class}\" d=\"{path}\"/>");
    }
    for (x, y) in anchors(bitext, &scale) {
        let _ = writeln!(out, "<circle class=\"anchor\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"1.6\"/>");
    }
    out + "</svg>\n"
}

/// Converts sentence numbers to pixels.
struct Scale {
    en: f64,
    ru: f64,
}

impl Scale {
    fn new(bitext: &Bitext) -> Scale {
        let size = bitext.ladder().size();
        Scale { en: FIELD / size.en.max(1) as f64, ru: FIELD / size.ru.max(1) as f64 }
    }

    fn at(&self, en: f64, ru: f64) -> (f64, f64) {
        (MARGIN + en * self.en, MARGIN + ru * self.ru)
    }
}

fn judged(bitext: &Bitext) -> impl Iterator<Item = (&Bead, &Judgement)> {
    bitext.ladder().beads().iter().zip(bitext.judgements())
}

/// The paired or the unpaired beads as SVG path data.
fn line(bitext: &Bitext, scale: &Scale, paired: bool) -> String {
    let (mut path, mut pen, mut drawn) = (String::new(), None, (f64::MIN, f64::MIN));
    for (bead, _) in judged(bitext).filter(|(bead, _)| bead.is_paired() == paired) {
        let from = scale.at(bead.en.start as f64, bead.ru.start as f64);
        let to = scale.at(bead.en.end as f64, bead.ru.end as f64);
        if pen != Some(from) && away(drawn, from) {
            let _ = write!(path, "M{:.1} {:.1}", from.0, from.1);
            drawn = from;
        }
        if away(drawn, to) {
            let _ = write!(path, "L{:.1} {:.1}", to.0, to.1);
            drawn = to;
        }
        pen = Some(to);
    }
    path
}

fn away(a: (f64, f64), b: (f64, f64)) -> bool {
    (a.0 - b.0).abs() >= NEAR || (a.1 - b.1).abs() >= NEAR
}

/// The ranges of doubtful beads, from left to right.
fn doubtful(bitext: &Bitext, scale: &Scale) -> Vec<(f64, f64)> {
    let mut stretches: Vec<(f64, f64)> = Vec::new();
    for (bead, judgement) in judged(bitext) {
        if bead.is_paired() && judgement.confidence >= DOUBTFUL {
            continue;
        }
        let (from, _) = scale.at(bead.en.start as f64, 0.0);
        let (to, _) = scale.at(bead.en.end as f64, 0.0);
        match stretches.last_mut() {
            Some(last) if from - last.1 < NEAR => last.1 = to,
            _ => stretches.push((from, to)),
        }
    }
    stretches
}

/// The centre of each bead with anchors.
fn anchors(bitext: &Bitext, scale: &Scale) -> Vec<(f64, f64)> {
    let mut dots: Vec<(f64, f64)> = Vec::new();
    for (bead, _) in judged(bitext).filter(|(bead, j)| bead.is_paired() && !j.anchors.is_empty()) {
        let middle = |range: &std::ops::Range<usize>| (range.start + range.end) as f64 / 2.0;
        let dot = scale.at(middle(&bead.en), middle(&bead.ru));
        if dots.last().is_none_or(|&last| away(last, dot)) {
            dots.push(dot);
        }
    }
    dots
}

/// The path of an alignment as a few numbers, for thumbnails.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The position in the Russian document, in percent, at each of equal steps through the English document.
    pub path: Vec<u8>,
    /// The mean confidence of the sentences up to that step, in percent.
    pub sure: Vec<u8>,
}

/// The number of steps of a profile.
const STEPS: usize = 24;

impl Profile {
    /// The profile of `bitext`; empty if one of the documents has no sentences.
    pub fn of(bitext: &Bitext) -> Profile {
        let size = bitext.ladder().size();
        let mut profile = Profile::default();
        if size.en == 0 || size.ru == 0 {
            return profile;
        }
        let (mut sure, mut all) = (0.0, 0.0);
        for (bead, judgement) in judged(bitext) {
            let sentences = (bead.en.len() + bead.ru.len()) as f32;
            all += sentences;
            sure += if bead.is_paired() { judgement.confidence * sentences } else { 0.0 };
            let share = |x: f32| (x * 100.0).round() as u8;
            while profile.path.len() < STEPS && bead.en.end * STEPS >= (profile.path.len() + 1) * size.en {
                // In a short document a bead spans several steps. It is drawn as a straight line.
                let at =
                    (profile.path.len() + 1) as f32 * size.en as f32 / STEPS as f32 - bead.en.start as f32;
                let part = (at / bead.en.len().max(1) as f32).clamp(0.0, 1.0);
                profile
                    .path
                    .push(share((bead.ru.start as f32 + part * bead.ru.len() as f32) / size.ru as f32));
                // A bead that spans several steps was counted in the first of them.
                let before = profile.sure.last().copied().unwrap_or_default();
                profile.sure.push(if all == 0.0 { before } else { share(sure / all) });
                (sure, all) = (0.0, 0.0);
            }
        }
        // The rest of the Russian document belongs to the last step.
        if let (Some(path), Some(last), true) = (profile.path.last_mut(), profile.sure.last_mut(), all > 0.0)
        {
            *path = 100;
            *last = (*last).min((sure / all * 100.0).round() as u8);
        }
        profile
    }

    /// The thumbnail: an SVG image of 100 by 100 pixels.
    pub fn svg(&self) -> String {
        let (mut sure, mut doubtful) = (String::new(), String::new());
        let mut from = (0.0, 0.0);
        for (k, (&ru, &how_sure)) in self.path.iter().zip(&self.sure).enumerate() {
            let to = (100.0 * (k + 1) as f64 / self.path.len() as f64, f64::from(ru));
            let path = if how_sure < 50 { &mut doubtful } else { &mut sure };
            let _ = write!(path, "M{:.0} {:.0}L{:.0} {:.0}", from.0, from.1, to.0, to.1);
            from = to;
        }
        format!(
            "<svg viewBox=\"-3 -3 106 106\" aria-hidden=\"true\"><path class=\"ideal\" d=\"M0 0L100 100\"/>\
             <path class=\"sure\" d=\"{sure}\"/><path class=\"doubtful\" d=\"{doubtful}\"/></svg>"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{EnRu, Lang, Sentences};
    use crate::ladder::{Bead, Ladder};

    #[test]
    fn short_documents_are_drawn_as_straight_lines() {
        let side = |lang, text: &str| Sentences::from_lines("x", lang, text);
        let pair = EnRu::new(side(Lang::En, "One.\nTwo.\n"), side(Lang::Ru, "Раз.\nДва.\n")).unwrap();
        let ladder = Ladder::new(vec![Bead { en: 0..1, ru: 0..1 }, Bead { en: 1..2, ru: 1..2 }]).unwrap();
        let judgement = |confidence| Judgement { confidence, ..Judgement::default() };
        let profile = Profile::of(&Bitext::new(pair, ladder, vec![judgement(1.0), judgement(0.4)]));
        let diagonal: Vec<u8> =
            (1..=STEPS).map(|k| (100.0 * k as f32 / STEPS as f32).round() as u8).collect();
        assert_eq!(profile.path, diagonal);
        assert_eq!(profile.sure, [[100; STEPS / 2], [40; STEPS / 2]].concat());
    }
}
