//! Pairs the anchors of an English text with those of a Russian text.
//!
//! One to one, strongest first: a full date is paired with the same date before a bare year can take it. Names that share
//! no key are paired by sound. Cost: about linear in the number of anchors.

use super::name_index::NameIndex;
use super::{Anchor, AnchorKind, Form, Strength};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;

/// How many anchors with the same key are examined.
const MOST_ALIKE: usize = 16;

/// An English and a Russian anchor that mean the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Index of the English anchor.
    pub en: usize,
    /// Index of the Russian anchor.
    pub ru: usize,
    /// How much of the two anchors agrees.
    pub strength: Strength,
    /// The shared key; `None` for names paired by sound.
    pub form: Option<Form>,
    /// Similarity, 0 to 1: 1 for a shared key.
    pub similarity: f32,
}

impl Pair {
    /// A label for people: `2021-04-15`, `USD 5000000`, `24 hours=24 часа`, `UNODC=УНП ООН`, `Halvorsen=Халворсен`.
    pub fn label(&self, en: (&str, &[Anchor]), ru: (&str, &[Anchor])) -> String {
        let text = |side: (&str, &[Anchor]), i: usize| {
            let span = side.1.get(i).map(|a| a.span);
            span.and_then(|s| side.0.get(s.start..s.end)).unwrap_or_default().to_owned()
        };
        let (a, b) = (text(en, self.en), text(ru, self.ru));
        let is_long = a.len() + b.len() > LONG;
        let shown =
            self.form.as_ref().and_then(|form| form.readable().or_else(|| is_long.then(|| form.value())));
        match shown {
            Some(value) => value,
            None if a == b => a,
            None => format!("{a}={b}"),
        }
    }
}

/// Above this length of both texts, in bytes, the label is the normal form.
const LONG: usize = 80;

/// Pairs the anchors of two texts, in the order of the English anchors. Each side is the text and its anchors.
pub fn pair(en: (&str, &[Anchor]), ru: (&str, &[Anchor])) -> Vec<Pair> {
    let mut pairs = by_key(en.1, ru.1);
    by_sound(en, ru, &mut pairs);
    pairs.sort_by_key(|p| (p.en, p.ru));
    pairs
}

fn by_key(en: &[Anchor], ru: &[Anchor]) -> Vec<Pair> {
    let mut holders: FxHashMap<&Form, VecDeque<usize>> = FxHashMap::default();
    for (j, key) in ru.iter().enumerate().flat_map(|(j, a)| a.keys.iter().map(move |k| (j, k))) {
        holders.entry(&key.form).or_default().push_back(j);
    }
    let (mut en_taken, mut ru_taken) = (vec![false; en.len()], vec![false; ru.len()]);
    let mut pairs = Vec::new();
    for level in [Strength::Full, Strength::Part, Strength::Weak] {
        for (i, anchor) in en.iter().enumerate().filter(|(i, _)| !en_taken[*i]).collect::<Vec<_>>() {
            let found = anchor.keys.iter().filter(|k| k.strength >= level).find_map(|key| {
                let list = holders.get_mut(&key.form)?;
                while list.front().is_some_and(|&j| ru_taken[j]) {
                    list.pop_front();
                }
                let fits = |j: &&usize| {
                    !ru_taken[**j] && ru[**j].keys.iter().any(|k| k.form == key.form && k.strength >= level)
                };
                Some((*list.iter().take(MOST_ALIKE).find(fits)?, key))
            });
            if let Some((j, key)) = found {
                (en_taken[i], ru_taken[j]) = (true, true);
                pairs.push(Pair {
                    en: i,
                    ru: j,
                    strength: level,
                    form: Some(key.form.clone()),
                    similarity: 1.0,
                });
            }
        }
    }
    pairs
}

fn by_sound(en: (&str, &[Anchor]), ru: (&str, &[Anchor]), pairs: &mut Vec<Pair>) {
    let mut ru_taken = vec![false; ru.1.len()];
    let mut en_taken = vec![false; en.1.len()];
    for pair in pairs.iter() {
        (en_taken[pair.en], ru_taken[pair.ru]) = (true, true);
    }
    let open = |a: &Anchor| matches!(a.kind, AnchorKind::Name | AnchorKind::Acronym);
    let left = |anchors: &[Anchor], taken: &[bool]| -> Vec<usize> {
        (0..anchors.len()).filter(|&i| !taken[i] && open(&anchors[i])).collect()
    };
    let (en_names, ru_names) = (left(en.1, &en_taken), left(ru.1, &ru_taken));
    if en_names.is_empty() || ru_names.is_empty() {
        return;
    }
    let index = NameIndex::new(ru_names.iter().map(|&j| ru.1[j].text(ru.0)));
    for i in en_names {
        let found = index.find(en.1[i].text(en.0));
        if let Some((j, similarity)) =
            found.into_iter().map(|(n, s)| (ru_names[n], s)).find(|(j, _)| !ru_taken[*j])
        {
            ru_taken[j] = true;
            pairs.push(Pair { en: i, ru: j, strength: Strength::Full, form: None, similarity });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::extract;
    use super::*;
    use crate::document::Lang;

    #[test]
    fn labels_are_as_people_write() {
        let labels = |en: &str, ru: &str| {
            let (en_anchors, ru_anchors) = (extract(en, Lang::En), extract(ru, Lang::Ru));
            let (en, ru) = ((en, en_anchors.as_slice()), (ru, ru_anchors.as_slice()));
            pair(en, ru).iter().map(|pair| pair.label(en, ru)).collect::<Vec<_>>()
        };
        assert_eq!(labels("It falls on 15 April.", "Он приходится на 15 апреля."), ["15 April=15 апреля"]);
        assert_eq!(labels("It fell on 15 April 2021.", "Он пришёлся на 15.04.2021."), ["2021-04-15"]);
        assert_eq!(labels("It cost $5 million.", "Он стоил 5 млн долл."), ["USD 5000000"]);
    }
}
