//! The aligner: a lexicon, a splitter and options, shared between threads.

use crate::bitext::{Aligned, PyBitext};
use crate::document::splitter;
use crate::side::{self, Side};
use crate::trouble::{Kind, Outcome, Trouble};
use crate::work::{self, Stop};
use enru::align::{AlignError, AlignOptions, Alignment, Fixed};
use enru::io::InputOptions;
use enru::pipeline::{Known, PairReader};
use enru::{Aligner, Lang, Lexicon};
use pyo3::prelude::*;
use std::path::PathBuf;
use std::sync::Arc;

/// Sentences known to correspond.
#[derive(Clone, FromPyObject)]
pub enum Anchors {
    /// Numbers of an English and a Russian sentence, from 1.
    Numbers(Vec<(usize, usize)>),
    /// A file with such numbers.
    File(PathBuf),
}

impl Default for Anchors {
    fn default() -> Anchors {
        Anchors::Numbers(Vec::new())
    }
}

/// The aligner.
pub struct Aligning {
    pub aligner: Aligner,
    pub reader: PairReader,
    /// Segments with a lower confidence are left out.
    pub min_confidence: f32,
}

/// One pair to align.
pub struct Order {
    pub en: Side,
    pub ru: Side,
    /// The name of the pair; `None` uses that of the files.
    pub name: Option<String>,
    pub anchors: Anchors,
}

impl Aligning {
    /// Aligns a pair.
    pub fn align(self: &Arc<Aligning>, order: Order, stop: &Stop) -> Outcome<Aligned> {
        let Order { en, ru, name, anchors } = order;
        let pair = side::sentences(&self.reader, en, ru)?;
        for (side, language) in [(pair.sentences.en(), Lang::En), (pair.sentences.ru(), Lang::Ru)] {
            if side.is_empty() {
                let reason = format!("the {} side has no text; there is nothing to align", language.name());
                return Err(Trouble::new(Kind::Empty, reason));
            }
        }
        let name = name.unwrap_or(pair.name);
        let is_set = || stop.is_set();
        let options = AlignOptions::default().stop(&is_set);
        let fixed = numbered(&anchors)?;
        let Alignment { bitext, .. } = match &anchors {
            Anchors::File(path) => {
                let known =
                    Known { anchors: Some(path.clone()), decisions: None, read: InputOptions::default() };
                let aligned = known.align(&self.aligner, pair.sentences, &name, options);
                aligned.map_err(|error| if stop.is_set() { Trouble::stopped() } else { error.into() })?.0
            }
            _ => self.aligner.align_with(pair.sentences, &options.fixed(&fixed)).map_err(unkept)?,
        };
        let bitext = bitext.named(name);
        Ok(Aligned::new(self.clone(), bitext, pair.notices, anchors))
    }
}

/// The fixed points given by number.
pub fn numbered(anchors: &Anchors) -> Outcome<Vec<Fixed>> {
    let Anchors::Numbers(pairs) = anchors else { return Ok(Vec::new()) };
    let index = |number: usize| {
        number
            .checked_sub(1)
            .ok_or_else(|| Trouble::new(Kind::Option, "anchors: sentences are counted from 1, not 0"))
    };
    pairs.iter().map(|&(en, ru)| Ok(Fixed::Together(index(en)?, index(ru)?))).collect()
}

/// The error for fixed points that cannot be kept, or for work that was stopped.
pub fn unkept(error: AlignError) -> Trouble {
    match error {
        AlignError::Fixed(error) => Trouble::new(Kind::Option, format!("anchors: {error}")),
        AlignError::Stopped => Trouble::stopped(),
    }
}

/// The aligner, for Python.
#[pyclass(frozen, module = "enru._native")]
pub struct Engine(pub Arc<Aligning>);

#[pymethods]
impl Engine {
    #[new]
    fn new(
        py: Python<'_>,
        lexicon: Vec<PathBuf>,
        srx: Option<PathBuf>,
        lines: bool,
        min_confidence: Option<f32>,
    ) -> PyResult<Engine> {
        let min_confidence = min_confidence.unwrap_or(0.0);
        if !(0.0..=1.0).contains(&min_confidence) {
            let reason = format!("min_confidence is {min_confidence}, expected a number from 0 to 1");
            return Err(Trouble::new(Kind::Option, reason).raised(py));
        }
        work::run(py, move |_| {
            let lexicon = lexicon.iter().try_fold(Lexicon::builtin(), |all, file| all.with_file(file))?;
            let splitter = splitter(srx, &Lang::ALL)?;
            let reader = PairReader { lines, splitter, ..PairReader::default() };
            let aligner = Aligner::default().with_lexicon(lexicon);
            Ok(Engine(Arc::new(Aligning { aligner, reader, min_confidence })))
        })
    }

    /// Aligns one pair.
    fn align(
        &self,
        py: Python<'_>,
        en: &Bound<'_, PyAny>,
        ru: &Bound<'_, PyAny>,
        anchors: Option<Anchors>,
        name: Option<String>,
    ) -> PyResult<PyBitext> {
        let order = order(en, ru, name, anchors.unwrap_or_default()).map_err(|trouble| trouble.raised(py))?;
        let aligning = self.0.clone();
        work::run(py, move |stop| aligning.align(order, stop)).map(PyBitext::from)
    }
}

/// The arguments of a call from Python.
pub fn order(
    en: &Bound<'_, PyAny>,
    ru: &Bound<'_, PyAny>,
    name: Option<String>,
    anchors: Anchors,
) -> Outcome<Order> {
    Ok(Order { en: Side::of(en, Lang::En)?, ru: Side::of(ru, Lang::Ru)?, name, anchors })
}
