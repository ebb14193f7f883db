//! The jobs of the page: `enru align`, `enru pair`, `enru review` and `enru apply` on files of the page.

use crate::failure::Failure;
use crate::request::{self, FileRef};
use enru::align::AlignOptions;
use enru::memory::{WriteOptions, extra_names, write_segments};
use enru::pair::{By, File, Pairing, name_of_pair, pair_with};
use enru::pipeline::{Known, ReadPair, Reuse, suspicions};
use enru::read::{self, Reading};
use enru::review::{self, Kept, Review, kept};
use enru::{Aligner, Bitext, Segment};
use serde::Serialize;
use std::cell::Cell;
use std::collections::HashMap;
use std::path::Path;

/// What jobs need from the page.
pub struct Host {
    /// The bytes of a file.
    pub read: fn(&str) -> Option<Vec<u8>>,
    /// Reports that `done` of about `all` steps of a stage are finished.
    pub progress: fn(&str, f64, f64),
}

/// Sentences between two progress reports, which gives some hundred reports per second.
const SELDOM: usize = 64;

/// `enru align`, with explanations: a summary and the review.
pub fn align(request: request::Align, host: &Host) -> Result<Vec<String>, Failure> {
    let request::Align { en, ru, name, options } = request;
    (host.progress)("reading", 0.0, 1.0);
    let (reader, lexicon) = (options.reader(host)?, options.lexicon(host)?);
    let earlier = match &options.decisions {
        Some(file) => Some(review::open(file.input(host)?, &options.read()?.input)?),
        None => None,
    };
    let ReadPair { sentences, readings } = reader.open(en.input(host)?, ru.input(host)?)?;
    let swapped = sentences.swapped();
    let (en, ru) = if swapped { (ru, en) } else { (en, ru) };
    if let Some((_, file)) =
        [(sentences.en(), &en), (sentences.ru(), &ru)].into_iter().find(|(side, _)| side.is_empty())
    {
        return Err(Failure::empty(&file.name));
    }
    let name = name.unwrap_or_else(|| name_of_pair(&sentences));
    let all = (sentences.en().len() + sentences.ru().len()) as f64;
    let steps = Cell::new(0);
    let stop = || {
        if steps.replace(steps.get() + 1) % SELDOM == 0 {
            (host.progress)("aligning", steps.get() as f64, all);
        }
        false
    };
    let decisions = options.decisions.as_ref().map(|file| file.name.clone().into());
    let known = Known { decisions, ..Known::default() };
    let how = AlignOptions::default().explain(true).stop(&stop);
    let aligner = Aligner::default().with_lexicon(lexicon);
    let (aligned, reuse) = known.align_reviewed(&aligner, sentences, &name, earlier.as_ref(), how)?;
    let review = Review::of_bitext(&aligned.bitext, &aligned.explanations);
    let summary = Summary::of(&aligned.bitext, swapped, &readings, reuse);
    Ok(vec![json(&summary), review.to_json()])
}

/// The result of a pair.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    name: String,
    segments: usize,
    unpaired: [usize; 2],
    mean_confidence: f32,
    /// Why the documents may not be translations of each other.
    suspicions: Vec<String>,
    /// The notices of the readers of the English and the Russian document.
    notices: [Vec<String>; 2],
    /// Whether the first file was the Russian one.
    swapped: bool,
    /// Decisions of an earlier review: kept and lost.
    reuse: Option<[usize; 2]>,
}

impl Summary {
    fn of(bitext: &Bitext, swapped: bool, readings: &[Reading<()>; 2], reuse: Option<Reuse>) -> Summary {
        let (mut segments, mut unpaired, mut sum) = (0, [0, 0], 0.0);
        for (bead, judgement) in bitext.judged() {
            if bead.is_paired() {
                segments += 1;
                sum += judgement.confidence;
            } else {
                unpaired[0] += bead.en.len();
                unpaired[1] += bead.ru.len();
            }
        }
        let notices = |reading: &Reading<()>| {
            let warnings = reading.notices.iter().filter(|notice| notice.kind.is_warning());
            warnings.map(|notice| notice.to_string()).collect()
        };
        Summary {
            name: bitext.name().to_string(),
            segments,
            unpaired,
            mean_confidence: sum / segments.max(1) as f32,
            suspicions: suspicions(bitext),
            notices: [notices(&readings[0]), notices(&readings[1])],
            swapped,
            reuse: reuse.map(|reuse| [reuse.kept, reuse.lost.len()]),
        }
    }
}

/// `enru pair`: by name, and the remaining files by content.
pub fn pair(request: request::Pair, host: &Host) -> Result<String, Failure> {
    let request::Pair { files, options } = request;
    let (read, lexicon) = (options.read()?, options.lexicon(host)?);
    let keys: HashMap<&str, &str> =
        files.iter().map(|file| (file.name.as_str(), file.key.as_str())).collect();
    let documents: Vec<File> =
        files.iter().filter_map(|file| File::below(Path::new(&file.name), &file.name, None)).collect();
    let (count, opened) = (documents.len() as f64, std::sync::atomic::AtomicU32::new(0));
    let open = |file: &File, read: &read::ReadOptions| {
        let done = opened.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        (host.progress)("pairing", f64::from(done), count);
        let name = file.path.to_string_lossy().into_owned();
        let key = keys.get(name.as_str()).copied().unwrap_or_default().to_string();
        let input = FileRef { key, name }.input(host).map_err(|failure| failure.message)?;
        Ok(read::open(input, read).map_err(|e| e.to_string())?.value)
    };
    let Pairing { pairs, alone } = pair_with(documents, By::Auto, &lexicon, &[read.clone(), read], &open);
    let key = |path: &Path| keys.get(&*path.to_string_lossy()).copied().unwrap_or_default().to_string();
    let pairs: Vec<Paired> = pairs
        .iter()
        .map(|pair| Paired {
            en: key(&pair.en),
            ru: key(&pair.ru),
            name: pair.name.clone(),
            rule: pair.rule.to_string(),
            confidence: pair.confidence,
        })
        .collect();
    let alone: Vec<Left> =
        alone.iter().map(|a| Left { key: key(&a.file.path), reason: a.reason.to_string() }).collect();
    Ok(json(&serde_json::json!({ "pairs": pairs, "alone": alone })))
}

/// A pair of files, by their keys.
#[derive(Serialize)]
struct Paired {
    en: String,
    ru: String,
    name: String,
    rule: String,
    confidence: f32,
}

/// A file without a partner.
#[derive(Serialize)]
struct Left {
    key: String,
    reason: String,
}

/// `enru review MEMORY`.
pub fn open(request: request::Open, host: &Host) -> Result<String, Failure> {
    Ok(review::open(request.file.input(host)?, &Default::default())?.to_json())
}

/// `enru apply` for several reviews; or, as `review`, the review file.
pub fn write(request: request::Write, host: &Host) -> Result<Vec<u8>, Failure> {
    let mut units: Vec<Segment> = Vec::new();
    for file in &request.reviews {
        let review = review::open(file.input(host)?, &Default::default())?;
        if request.format == "review" {
            return Ok(review.to_json().into_bytes());
        }
        units.extend(review.units());
    }
    let format = request.format()?;
    let Kept { segments, .. } = kept(units, false, request.keep_unaligned);
    let options = WriteOptions { extra: extra_names(&segments), ..request.options()? };
    let mut bytes = Vec::new();
    let written = write_segments(segments.into_iter(), format, &options, &mut bytes);
    written.map_err(|e| Failure::request(&e.to_string()))?;
    Ok(bytes)
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("texts and numbers")
}
