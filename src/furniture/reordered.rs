//! Detects alphabetical lists, such as countries and organisations, that have another order in the translation. Their
//! lines do not correspond in order, so they become furniture. Cost: linear, plus the anchors of the lines of such
//! lists.

use crate::anchor::{AnchorKind, Form, Strength, extract};
use crate::document::{Block, BlockKind, Document, EnRu, Furniture, Lang};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// Fewer lines can be in alphabetical order by chance.
const MIN_LINES: usize = 5;
/// A longer line is a sentence.
const MAX_CHARS: usize = 80;

/// Marks such lists in both documents. Two lists correspond if at least half of the lines of the shorter list name a
/// place or organisation that the other names too, and at least one in five of these is out of order.
pub fn mark(pair: EnRu<Document>) -> EnRu<Document> {
    let (en, ru) = (pair.en(), pair.ru());
    let (en_lists, ru_lists) = (lists(en), lists(ru));
    if en_lists.is_empty() || ru_lists.is_empty() {
        return pair;
    }
    let mut named: FxHashMap<Form, (usize, usize)> = FxHashMap::default();
    for (list, lines) in ru_lists.iter().enumerate() {
        for (line, names) in lines.clone().map(|block| names(ru, block)).enumerate() {
            named.extend(names.into_iter().map(|name| (name, (list, line))));
        }
    }
    let (mut en_found, mut ru_found) = (Vec::new(), Vec::new());
    for lines in en_lists {
        let twins =
            lines.clone().filter_map(|block| names(en, block).iter().find_map(|n| named.get(n)).copied());
        if let Some(list) = reordered(&twins.collect::<Vec<_>>(), lines.len(), &ru_lists) {
            en_found.extend(lines);
            ru_found.extend(ru_lists[list].clone());
        }
    }
    pair.map(|document| match document.lang() {
        Lang::En => marked(document, &en_found),
        Lang::Ru => marked(document, &ru_found),
    })
}

/// The list of `lists` that has the twins of the lines of a list, in another order.
fn reordered(twins: &[(usize, usize)], lines: usize, lists: &[Range<usize>]) -> Option<usize> {
    let mut counts: FxHashMap<usize, usize> = FxHashMap::default();
    for (list, _) in twins {
        *counts.entry(*list).or_default() += 1;
    }
    let (&list, &count) = counts.iter().max_by_key(|&(list, count)| (count, std::cmp::Reverse(list)))?;
    let places: Vec<usize> = twins.iter().filter(|(of, _)| *of == list).map(|&(_, line)| line).collect();
    let back = places.windows(2).filter(|pair| pair[1] < pair[0]).count();
    let is_twin = count >= MIN_LINES && count * 2 >= lines.min(lists[list].len());
    (is_twin && back * 5 >= count).then_some(list)
}

/// The places and organisations that a line names.
fn names(document: &Document, block: usize) -> Vec<Form> {
    let text = document.blocks()[block].span.of(document.text());
    let is_name = |kind| matches!(kind, AnchorKind::Place | AnchorKind::Organisation);
    let named = extract(text, document.lang()).into_iter().filter(|anchor| is_name(anchor.kind));
    named.flat_map(|a| a.keys).filter(|key| key.strength == Strength::Full).map(|key| key.form).collect()
}

/// Runs of short lines in alphabetical order. A few lines may be out of order.
fn lists(document: &Document) -> Vec<Range<usize>> {
    let keys: Vec<Option<String>> = document.blocks().iter().map(|block| key(document, block)).collect();
    let (mut lists, mut start) = (Vec::new(), 0);
    for index in 0..=keys.len() {
        let key = keys.get(index).and_then(Option::as_ref);
        let before = &keys[start.max(index.saturating_sub(2))..index];
        if key.is_some() && (before.is_empty() || before.iter().flatten().any(|earlier| key >= Some(earlier)))
        {
            continue;
        }
        // Lines before the first name and after the last one are in order by chance.
        let is_named = |&block: &usize| !names(document, block).is_empty();
        if index - start >= MIN_LINES
            && let (Some(first), Some(last)) = ((start..index).find(is_named), (start..index).rfind(is_named))
        {
            lists.push(first..last + 1);
        }
        start = index + usize::from(key.is_none());
    }
    lists
}

/// The sort key of a line: its letters in lower case. `None` if it is not a line of a list.
fn key(document: &Document, block: &Block) -> Option<String> {
    let is_line = matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Cell);
    let text = block.span.of(document.text());
    if !is_line
        || text.len() > MAX_CHARS * 2
        || text.chars().count() > MAX_CHARS
        || text.ends_with(['!', '?', ':'])
    {
        return None;
    }
    let letters = text.to_lowercase();
    let key: String = match document.lang() {
        Lang::En => letters.nfd().filter(|c| c.is_alphabetic()).collect(),
        // A Russian letter with a mark is a separate letter, except ё.
        Lang::Ru => letters.replace('ё', "е").chars().filter(|c| c.is_alphabetic()).collect(),
    };
    (!key.is_empty()).then_some(key)
}

fn marked(document: Document, found: &[usize]) -> Document {
    if found.is_empty() {
        return document;
    }
    let found: FxHashSet<usize> = found.iter().copied().collect();
    let mut blocks = document.blocks().to_vec();
    for (_, block) in blocks.iter_mut().enumerate().filter(|(index, _)| found.contains(index)) {
        block.kind = BlockKind::Furniture(Furniture::ReorderedList);
    }
    Document::new(document.name(), document.lang(), document.text(), blocks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(count: (usize, usize), en: &str, ru: &str) {
        let document = |lang, text: &str| Document::from_text("x", lang, text);
        let pair = mark(EnRu::new(document(Lang::En, en), document(Lang::Ru, ru)).unwrap());
        let marked = |d: &Document| {
            d.blocks().iter().filter(|b| b.kind == BlockKind::Furniture(Furniture::ReorderedList)).count()
        };
        assert_eq!((marked(pair.en()), marked(pair.ru())), count);
    }

    const EN: &str =
        "They are:\n\n- Armenia\n- Austria\n- Georgia\n- Germany\n- Hungary\n- Kazakhstan\n\nThe end.";

    #[test]
    fn lists_in_other_order_are_marked() {
        let ru = "Вот они:\n\n- Австрия\n- Армения\n- Венгрия\n- Германия\n- Грузия\n- Казахстан\n\nКонец.";
        lines((6, 6), EN, ru);
    }

    #[test]
    fn lists_in_the_same_order_are_kept() {
        let ru = "Вот они:\n\n- Армения\n- Австрия\n- Грузия\n- Германия\n- Венгрия\n- Казахстан\n\nКонец.";
        lines((0, 0), EN, ru);
        lines((0, 0), EN, "Вот они:\n\n- Кошка\n- Мышь\n- Пёс\n- Слон\n- Утка\n- Хорёк\n\nКонец.");
    }
}
