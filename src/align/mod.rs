//! The recipe: from two documents to a bitext.
//!
//! Sentences become features (`features`), features of both sides are linked (`links`), a coarse search says which
//! part of the table is worth a look (`search`), the cost of each bead in it is a weighted sum of what is known of it
//! (`cost`, `lexical`, `length`), and the table is solved (`dp`).

mod band;
mod confidence;
mod cost;
mod dp;
mod explain;
mod features;
mod fixed;
mod judge;
mod length;
mod lexical;
mod links;
mod moved;
mod narrow;
pub mod parts;
mod plain;
mod search;
pub mod tuning;
mod version;

pub use explain::{Explanation, Reason, RunnerUp, Tie};
pub use fixed::{Fixed, FixedError, Misfit};
pub(crate) use judge::{far_apart, is_untranslated, mixed_word};
pub use version::model_hash;

use crate::bitext::{Bitext, Judgement};
use crate::document::{Document, Sentences};
use crate::ladder::{Bead, Ladder, Shape};
use crate::lexicon::Lexicon;
use crate::memory::segment::Flag;
use crate::split::Splitter;
use band::Band;
use confidence::Grounds;
use cost::{Beads, Run, Sum, Vector, WEIGHTS};
use dp::{Problem, SHAPES, Step};
use features::Side;
use fixed::Pins;
use lexical::{Explained, Floors, MAX_BLOCK};
use links::Links;
use narrow::Worth;
use search::{Corridor, Window};

/// The numbers of the model: pure data, the same for every document.
#[derive(Clone, Debug)]
struct Model {
    weights: Vector,
    floors: Floors,
    /// What a paired bead must be worth to be claimed, see [`Problem::decode`].
    price: f32,
}

impl Default for Model {
    fn default() -> Model {
        Model { weights: WEIGHTS, floors: Floors::default(), price: 0.1 }
    }
}

/// Aligns documents. Cheap to clone, free to share between threads.
#[derive(Clone, Debug, Default)]
pub struct Aligner {
    lexicon: Lexicon,
    splitter: Splitter,
    model: Model,
}

impl Aligner {
    /// The same aligner with another lexicon.
    pub fn with_lexicon(self, lexicon: Lexicon) -> Aligner {
        Aligner { lexicon, ..self }
    }

    /// The same aligner, which splits documents in another way.
    pub fn with_splitter(self, splitter: Splitter) -> Aligner {
        Aligner { splitter, ..self }
    }

    /// Splits both documents and aligns their sentences.
    pub fn align(&self, en: Document, ru: Document) -> Bitext {
        self.align_sentences(self.splitter.split(en), self.splitter.split(ru))
    }

    /// Aligns sentences.
    pub fn align_sentences(&self, en: Sentences, ru: Sentences) -> Bitext {
        self.align_while(en, ru, &|| true).expect("nobody says to stop")
    }

    /// Aligns sentences for as long as `go_on` says so; it is asked before each sentence is looked at, and before each
    /// window of some 600 sentences is searched. `None` when it said no.
    pub fn align_while(&self, en: Sentences, ru: Sentences, go_on: &dyn Fn() -> bool) -> Option<Bitext> {
        self.align_pinned(en, ru, &Pins::default(), go_on)
    }

    /// Aligns sentences and keeps what is known of the ladder: every [`Fixed::Bead`] stands in it, with confidence 1,
    /// and no bead parts what is [`Fixed::Together`].
    ///
    /// # Errors
    /// When a fixed point names a sentence that is not there, or crosses another one.
    pub fn align_sentences_fixed(
        &self,
        en: Sentences,
        ru: Sentences,
        fixed: &[Fixed],
    ) -> Result<Bitext, FixedError> {
        let pins = Pins::new(fixed, Shape { en: en.len(), ru: ru.len() })?;
        Ok(self.align_pinned(en, ru, &pins, &|| true).expect("nobody says to stop"))
    }

    fn align_pinned(
        &self,
        en: Sentences,
        ru: Sentences,
        pins: &Pins,
        go_on: &dyn Fn() -> bool,
    ) -> Option<Bitext> {
        let sides = Sides::new_while(&en, &ru, &self.lexicon, go_on)?;
        let steps = self.steps(&sides, pins, go_on, &mut |_| ())?;
        let grounds = confidence::grounds(&steps, &sides, pins);
        Some(self.bitext(en, ru, &sides, pins, &steps, &grounds))
    }

    /// The ladder as a bitext, with a judgement of each bead, and with what stands elsewhere.
    fn bitext(
        &self,
        en: Sentences,
        ru: Sentences,
        sides: &Sides,
        pins: &Pins,
        steps: &[Step],
        grounds: &[Grounds],
    ) -> Bitext {
        let judgement = |bead: &Bead, confidence| {
            let (anchors, flags) = judge::judge(bead, &en, &ru, sides);
            Judgement { confidence, anchors, flags, ..Judgement::default() }
        };
        let parallel = grounds.first().map_or(0.0, |g| g.parallel);
        let moved = moved::moved(steps, sides, pins, &self.model, parallel);
        let moved = moved.into_iter().map(|found| (judgement(&found.bead, found.confidence), found.bead));
        let moved: Vec<_> = moved
            .map(|(mut judgement, bead)| {
                judgement.flags.push(Flag::Moved);
                (bead, judgement)
            })
            .collect();
        let beads: Vec<Bead> = steps.iter().map(Bead::from).collect();
        let judgements = beads.iter().zip(grounds).map(|(b, g)| judgement(b, g.confidence())).collect();
        let ladder = Ladder::new(beads).expect("beads follow on one another");
        Bitext::new(en, ru, ladder, judgements).with_moved(moved)
    }

    /// The ladder of two documents, from fixed bead to fixed bead; `watch` sees each part of it as it is found.
    fn steps(
        &self,
        sides: &Sides,
        pins: &Pins,
        go_on: &dyn Fn() -> bool,
        watch: &mut Watch<'_>,
    ) -> Option<Vec<Step>> {
        let search = Search {
            aligner: self,
            sides,
            corridor: Corridor::new(&sides.en, &sides.ru, &sides.links, pins),
            unpaired: Unpaired::new(sides, &self.model.weights).pinned(pins),
            pins,
            go_on,
        };
        let mut steps: Vec<Step> = Vec::new();
        let mut at = (0, 0);
        for cut in &pins.cuts {
            search.through(at, (cut.en.start, cut.ru.start), &mut steps, watch)?;
            let known = certain(cut);
            watch(Part::Known(known.len()));
            steps.extend(known);
            at = (cut.en.end, cut.ru.end);
        }
        search.through(at, (sides.en.len(), sides.ru.len()), &mut steps, watch)?;
        Some(steps)
    }
}

/// Sees the parts of a ladder, in order.
type Watch<'a> = dyn FnMut(Part<'_>) + 'a;

/// A part of a ladder that was found.
enum Part<'a> {
    /// So many steps that were known.
    Known(usize),
    /// These steps, and what the window they were found in can tell.
    Found(&'a [Step], &'a Beads<'a>, &'a Problem<'a>),
}

/// The steps of a bead that is known.
fn certain(bead: &Bead) -> Vec<Step> {
    let (i, j) = (bead.en.start, bead.ru.start);
    let step = |i, j, n, m, further| Step { i, j, n, m, further, posterior: 1.0 };
    match (bead.en.len(), bead.ru.len()) {
        (n, 0) => (0..n).map(|k| step(i + k, j, 1, 0, k > 0)).collect(),
        (0, m) => (0..m).map(|k| step(i, j + k, 0, 1, k > 0)).collect(),
        (n, m) => vec![step(i, j, n, m, false)],
    }
}

/// One search: what stays the same from window to window.
struct Search<'a> {
    aligner: &'a Aligner,
    sides: &'a Sides,
    corridor: Corridor,
    unpaired: Unpaired,
    pins: &'a Pins,
    go_on: &'a dyn Fn() -> bool,
}

impl Search<'_> {
    /// Adds the best ladder from node `at` to node `end`, window by window. `None` when told to stop.
    fn through(
        &self,
        mut at: (usize, usize),
        end: (usize, usize),
        steps: &mut Vec<Step>,
        watch: &mut Watch<'_>,
    ) -> Option<()> {
        while at != end {
            let found = self.window(at, end, watch)?;
            let Some(last) = found.last() else { break };
            at = (last.i + last.n, last.j + last.m);
            steps.extend(found);
        }
        Some(())
    }

    /// The best ladder from `at` through one window, as far as it can be kept. A ladder that comes near the edge of the
    /// window is looked for again in a wider one.
    fn window(&self, at: (usize, usize), end: (usize, usize), watch: &mut Watch<'_>) -> Option<Vec<Step>> {
        let (sides, model) = (self.sides, &self.aligner.model);
        let mut margin = MARGIN;
        while (self.go_on)() {
            let Window { band: wide, keep } = self.corridor.window(at, end, margin, self.pins);
            let explained = Explained::new(&sides.en, &sides.ru, &sides.links, &model.floors, &wide);
            let band = self.narrow(&wide, &explained, (margin / MARGIN) as f32);
            let lexical = explained.lexical(&band);
            let beads = Beads { en: &sides.en, ru: &sides.ru, lexical: &lexical, band: &band };
            let paired = paired_costs(&beads, &model.weights, self.pins);
            let problem = Problem {
                band: &band,
                paired: &paired,
                unpaired_en: &self.unpaired.en,
                unpaired_ru: &self.unpaired.ru,
            };
            let mut steps = problem.decode(model.price);
            steps.truncate(steps.partition_point(|s| s.i + s.n <= keep));
            if margin >= WIDEST || !touches_edge(steps.iter(), &band, end.1, at.1) {
                watch(Part::Found(&steps, &beads, &problem));
                return Some(steps);
            }
            margin *= 2;
        }
        None
    }

    /// The nodes of `wide` that may matter, `times` as far from the best as usual. Where it is known what belongs
    /// together, that decides, not what sentences are worth.
    fn narrow(&self, wide: &Band, explained: &Explained<'_>, times: f32) -> Band {
        if !self.pins.hulls().is_empty() {
            return wide.clone();
        }
        let own = (self.unpaired.own_en.as_slice(), self.unpaired.own_ru.as_slice());
        Worth::new(wide, explained.alone(), own, &self.aligner.model.weights).narrow(times)
    }
}

/// How many sentences around the coarse path are searched at first, and at most.
const MARGIN: usize = 12;
const WIDEST: usize = 48;

/// Whether a paired bead begins or ends so near the edge of `band` that a better ladder may lie outside.
fn touches_edge<'a>(mut steps: impl Iterator<Item = &'a Step>, band: &Band, ru: usize, from: usize) -> bool {
    let at_edge = |i: usize, j: usize| {
        let columns = band.columns(i);
        let (low, high) = (*columns.start(), *columns.end());
        (low > from && j <= low) || (high < ru && j >= high)
    };
    let is_sure = |s: &Step| s.n > 0 && s.m > 0 && s.posterior > 0.5;
    steps.any(|s| is_sure(s) && (at_edge(s.i, s.j) || at_edge(s.i + s.n, s.j + s.m)))
}

/// Two documents as features.
struct Sides {
    en: Side,
    ru: Side,
    links: Links,
}

impl Sides {
    fn new(en: &Sentences, ru: &Sentences, lexicon: &Lexicon) -> Sides {
        Sides::new_while(en, ru, lexicon, &|| true).expect("nobody says to stop")
    }

    fn new_while(
        en: &Sentences,
        ru: &Sentences,
        lexicon: &Lexicon,
        go_on: &dyn Fn() -> bool,
    ) -> Option<Sides> {
        let en = features::side(en, lexicon, go_on)?;
        let ru = features::side(ru, lexicon, go_on)?;
        let links = go_on().then(|| Sides::linked(&en, &ru, lexicon))?;
        go_on().then_some(Sides { en, ru, links })
    }

    fn linked(en: &Side, ru: &Side, lexicon: &Lexicon) -> Links {
        if !search::is_long(en, ru) {
            return links::links(en, ru, lexicon);
        }
        let words = links::links_without(&[links::Source::Sound], en, ru, lexicon);
        links::with_names(&words, en, ru, &search::stretches(en, ru, &words))
    }
}

/// What it costs to leave each sentence unpaired, first of a run and further in a run.
struct Unpaired {
    en: Vec<[f32; 2]>,
    ru: Vec<[f32; 2]>,
    /// What being paired is worth to each instead.
    own_en: Vec<f32>,
    own_ru: Vec<f32>,
}

impl Unpaired {
    fn new(sides: &Sides, weights: &Vector) -> Unpaired {
        let cost = |facts: &features::Facts, further| {
            let mut sum = Sum::new(weights);
            Beads::unpaired(facts, further, &mut sum);
            sum.cost()
        };
        let side = |side: &Side| -> Vec<[f32; 2]> {
            side.facts.iter().map(|f| [cost(f, false), cost(f, true)]).collect()
        };
        let (en, ru) = (side(&sides.en), side(&sides.ru));
        let (own_en, own_ru) = (narrow::own(&sides.en, &en, weights), narrow::own(&sides.ru, &ru, weights));
        Unpaired { en, ru, own_en, own_ru }
    }

    /// The same, but no sentence that belongs to another is left unpaired.
    fn pinned(mut self, pins: &Pins) -> Unpaired {
        for hull in pins.hulls() {
            self.en[hull.en.clone()].fill([f32::INFINITY; 2]);
            self.ru[hull.ru.clone()].fill([f32::INFINITY; 2]);
        }
        self
    }
}

/// The cost of each shape at each node of the band.
fn paired_costs(beads: &Beads<'_>, weights: &Vector, pins: &Pins) -> Vec<[f32; SHAPES.len()]> {
    let cost = |add: &dyn Fn(&mut Sum<'_>)| {
        let mut sum = Sum::new(weights);
        add(&mut sum);
        sum.cost()
    };
    let alone = |side: &Side, first: usize| {
        let facts = side.facts.get(first..).unwrap_or_default();
        let costs = std::array::from_fn::<_, { MAX_BLOCK + 1 }, _>(|n| {
            facts.get(..n).map_or(f32::INFINITY, |facts| cost(&|sum| Beads::alone(facts, sum)))
        });
        (Run::new(facts), costs)
    };
    let ((_, low), (_, high)) = beads.band.corners();
    let ru: Vec<_> = (low..=high).map(|j| alone(beads.ru, j)).collect();
    let mut costs = Vec::with_capacity(beads.band.len());
    for i in beads.band.rows() {
        let (en_run, en_costs) = alone(beads.en, i);
        for j in beads.band.columns(i) {
            let (ru_run, ru_costs) = &ru[j - low];
            let reach = beads.reach_of(i, j, &en_run, ru_run);
            let opening = cost(&|sum| beads.opening(i, j, sum));
            costs.push(SHAPES.map(|shape @ (n, m)| {
                let bead = Bead { en: i..i + n, ru: j..j + m };
                if !beads.in_band(i, j, shape, &reach) || !pins.admit(&bead) {
                    return f32::INFINITY;
                }
                if (reach.is_foreign(shape) || reach.too_uneven(shape)) && !pins.is_hull(&bead) {
                    return f32::INFINITY;
                }
                let mut sum = Sum::new(weights);
                beads.beside(i, j, shape, &reach, &mut sum);
                opening + en_costs[n] + ru_costs[m] + sum.cost()
            }));
        }
    }
    costs
}
