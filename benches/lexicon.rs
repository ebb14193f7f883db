//! Lexicon lookups: the cost of each word of a document before it is compared with any other.

use criterion::{Criterion, criterion_group, criterion_main};
use enru::Lang::{En, Ru};
use enru::Lexicon;
use enru::lexicon::learn::Learner;
use enru::lexicon::{stem, stem_into};
use std::hint::black_box;

const EN: &str =
    "The representatives of twenty governments discussed international cooperation against corruption";
const RU: &str =
    "Представители двадцати правительств обсудили международное сотрудничество в борьбе с коррупцией";

fn lookups(c: &mut Criterion) {
    c.bench_function("lexicon/start", |b| b.iter(Lexicon::builtin));
    let lexicon = Lexicon::builtin();
    let mut key = String::new();
    for (name, lang, text) in [("en", En, EN), ("ru", Ru, RU)] {
        let words: Vec<&str> = text.split(' ').collect();
        c.bench_function(&format!("lexicon/stem a sentence/{name}"), |b| {
            b.iter(|| words.iter().for_each(|word| stem_into(lang, black_box(word), &mut key)));
        });
        let stems: Vec<String> = words.iter().map(|word| stem(lang, word)).collect();
        c.bench_function(&format!("lexicon/look up a sentence/{name}"), |b| {
            b.iter(|| stems.iter().filter_map(|stem| lexicon.word(lang, black_box(stem))).count());
        });
    }
    let word = lexicon.word(En, "govern").expect("the table has the word");
    c.bench_function("lexicon/translations of a word", |b| {
        b.iter(|| lexicon.translations(black_box(word)).map(|t| t.ru_given_en).sum::<f32>());
    });
}

fn learning(c: &mut Criterion) {
    let mut learner = Learner::new();
    let (en, ru): (Vec<&str>, Vec<&str>) = (EN.split(' ').collect(), RU.split(' ').collect());
    for i in 0..en.len() * en.len() {
        let (a, b) = (i % en.len(), i / en.len());
        learner.add(&format!("{} {}", en[a], en[b]), &format!("{} {}", ru[a % ru.len()], ru[b % ru.len()]));
    }
    c.bench_function("learn/a hundred short pairs", |b| b.iter(|| learner.learn()));
}

criterion_group!(benches, lookups, learning);
criterion_main!(benches);
