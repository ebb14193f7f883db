//! Creates reviews from aligned documents or from a translation memory.

use super::{Item, KEYS, Review, Size, Sources, joined};
use crate::align::Explanation;
use crate::bitext::Bitext;
use crate::document::{Document, Lang, Sentences};
use crate::memory::segment::{Segment, rounded};
use crate::split::Splitter;
use crate::text::clean;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value, json};
use std::ops::Range;

impl Review {
    /// A review of all segments of `bitext`, including unpaired sentences, with the explanations as far as given.
    pub fn of_bitext(bitext: &Bitext, explanations: &[Explanation]) -> Review {
        let whys: FxHashMap<(usize, usize), &Explanation> =
            explanations.iter().map(|e| ((e.bead.en.start, e.bead.ru.start), e)).collect();
        let sentences = |side: &Sentences, ids: &[usize]| -> Vec<String> {
            ids.iter().map(|&id| clean(side.text(id - 1))).collect()
        };
        let items = bitext.all_segments().map(|segment| {
            let (en, ru) = (sentences(bitext.en(), &segment.en_ids), sentences(bitext.ru(), &segment.ru_ids));
            let first = |ids: &[usize]| ids.first().map(|id| id - 1);
            let key = first(&segment.en_ids).zip(first(&segment.ru_ids));
            let why = key.and_then(|key| whys.get(&key)).filter(|e| e.bead.is_paired()).map(|e| why(e));
            Item { segment, en_sentences: en, ru_sentences: ru, made: None, why }
        });
        let size = Size { name: bitext.name().to_string(), en: bitext.en().len(), ru: bitext.ru().len() };
        let name = |side: &Sentences| side.document().name().to_string();
        let (en, ru) = (name(bitext.en()), name(bitext.ru()));
        let sources = Sources { en, ru, documents: vec![size], numbered: false };
        Review::new(bitext.name().to_string(), sources, items.collect())
    }

    /// A review of the segments of a translation memory. Splits each text into as many sentences as the segment says it
    /// has. If the splitter finds another number, the whole text becomes the first sentence and the others are empty.
    pub fn of_units(name: impl Into<String>, units: impl IntoIterator<Item = Segment>) -> Review {
        let splitter = Splitter::default();
        let mut items: Vec<Item> = units.into_iter().map(|unit| of_unit(unit, &splitter)).collect();
        let mut sources = Sources::default();
        if !has_own_numbers(&items) {
            sources.numbered = true;
            sources.documents = number(&mut items);
        }
        Review::new(name.into(), sources, items)
    }
}

/// An explanation as JSON for the page.
fn why(e: &Explanation) -> Value {
    let ids = |range: &Range<usize>| range.clone().map(|i| i + 1).collect::<Vec<_>>();
    // JavaScript writes whole numbers without a decimal point. Doing the same keeps an unchanged review byte-identical.
    let round = |x: f32| match rounded(x) {
        whole if whole.fract() == 0.0 => json!(whole as i64),
        part => json!(part),
    };
    let ties: Vec<Value> =
        e.ties.iter().map(|t| json!({"en": t.en, "ru": t.ru, "weight": round(t.weight)})).collect();
    let runner_up = e.runner_up.as_ref().map(|r| {
        json!({"shape": r.bead.shape().to_string(), "en_ids": ids(&r.bead.en), "ru_ids": ids(&r.bead.ru),
            "probability": round(r.probability)})
    });
    let flags: Map<String, Value> =
        e.flags.iter().map(|(flag, m)| (flag.to_string(), json!({"en": m.en, "ru": m.ru}))).collect();
    json!({"text": e.to_string(), "flags": flags, "ties": ties, "runner_up": runner_up,
        "unexplained": {"en": e.unexplained_en, "ru": e.unexplained_ru}})
}

fn of_unit(mut segment: Segment, splitter: &Splitter) -> Item {
    let count = |ids: &[usize], shape| if ids.is_empty() { shape } else { ids.len() };
    let en_sentences = sentences(&segment.en, Lang::En, count(&segment.en_ids, segment.shape.en), splitter);
    let ru_sentences = sentences(&segment.ru, Lang::Ru, count(&segment.ru_ids, segment.shape.ru), splitter);
    for (name, _) in &mut segment.extra {
        if KEYS.contains(&name.as_str()) {
            name.insert_str(0, "x-");
        }
    }
    Item { segment, en_sentences, ru_sentences, made: None, why: None }
}

/// The sentences of a text that has `count` sentences, or 0 if that is unknown.
fn sentences(text: &str, lang: Lang, count: usize, splitter: &Splitter) -> Vec<String> {
    let found: Vec<String> = match count {
        0 | 1 => Vec::new(),
        _ => {
            let sentences = splitter.split(Document::from_text("", lang, text));
            (0..sentences.len()).map(|i| clean(sentences.text(i))).collect()
        }
    };
    if count > 1 && found.len() == count && joined(&found) == text {
        return found;
    }
    let known = usize::from(!text.is_empty());
    let mut sentences = vec![text.to_string(); known.min(count.max(1))];
    sentences.resize(count.max(known), String::new());
    sentences
}

/// Whether all sentences have numbers that are unique in their document.
fn has_own_numbers(items: &[Item]) -> bool {
    let mut seen = FxHashSet::default();
    items.iter().all(|item| {
        Lang::ALL.into_iter().all(|lang| {
            let (ids, sentences) = (item.ids(lang), item.sentences(lang));
            let document = &item.segment.document;
            ids.len() == sentences.len() && ids.iter().all(|&id| seen.insert((document, lang, id)))
        })
    })
}

/// Numbers the sentences of each document in order.
fn number(items: &mut [Item]) -> Vec<Size> {
    let (mut sizes, mut of): (Vec<Size>, FxHashMap<String, usize>) = (Vec::new(), FxHashMap::default());
    for item in items {
        let document = &item.segment.document;
        let index = *of.entry(document.clone()).or_insert_with(|| {
            sizes.push(Size { name: document.clone(), en: 0, ru: 0 });
            sizes.len() - 1
        });
        let next = |counter: &mut usize, count: usize| -> Vec<usize> {
            let first = *counter + 1;
            *counter += count;
            (first..=*counter).collect()
        };
        item.segment.en_ids = next(&mut sizes[index].en, item.en_sentences.len());
        item.segment.ru_ids = next(&mut sizes[index].ru, item.ru_sentences.len());
    }
    sizes
}
