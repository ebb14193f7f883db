//! The cost of each stage of aligning on the same text: splitting; words, stems and anchors; links between the two
//! sides; the search and its steps; confidences and flags. Uses long documents if they are present, otherwise the
//! samples.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use enru::align::parts::Parts;
use enru::anchor::extract;
use enru::document::Sentences;
use enru::lexicon::Lexicon;
use enru::split::split;
use enru::{Document, EnRu, Lang};
use std::hint::black_box;
use std::path::{Path, PathBuf};

/// The documents of the repository, concatenated.
fn samples(lang: Lang) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(root).expect("samples").map(|e| e.expect("entry").path()).collect();
    paths.sort();
    let of_lang = paths.iter().filter(|p| p.to_string_lossy().ends_with(&format!(".{lang}.txt")));
    of_lang.map(|p| std::fs::read_to_string(p).expect("sample") + "\n\n").collect()
}

/// A long document of the shared data, where it is present.
fn shared(name: &str, lang: Lang) -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/align/long");
    std::fs::read_to_string(root.join(format!("{name}.{lang}.txt"))).ok()
}

fn bench(c: &mut Criterion) {
    measure(c, "samples", &samples(Lang::En), &samples(Lang::Ru));
    for name in ["wmt-all", "lit-hard-dev"] {
        if let (Some(en), Some(ru)) = (shared(name, Lang::En), shared(name, Lang::Ru)) {
            measure(c, name, &en, &ru);
        }
    }
}

fn measure(c: &mut Criterion, name: &str, en: &str, ru: &str) {
    let lexicon = Lexicon::default();
    let document = |lang, text: &str| Document::from_text(name, lang, text.to_owned());
    let (en, ru) = (document(Lang::En, en), document(Lang::Ru, ru));
    let sentences = (split(en.clone()), split(ru.clone()));
    let pair = EnRu::new(sentences.0.clone(), sentences.1.clone()).expect("one side in each language");
    let parts = Parts::new(&pair, &lexicon);
    let mut group = c.benchmark_group(format!("align/{name}"));
    group.sample_size(10);
    group.throughput(Throughput::Elements(sentences.0.len() as u64));
    let both = || (en.clone(), ru.clone());
    let split_both = |(en, ru)| black_box((split(en), split(ru)));
    group.bench_function("split", |b| {
        b.iter_batched(both, split_both, criterion::BatchSize::LargeInput);
    });
    group.bench_function("features", |b| b.iter(|| parts.features()));
    let anchors = || found(&sentences.0, Lang::En) + found(&sentences.1, Lang::Ru);
    group.bench_function("features: anchors", |b| b.iter(anchors));
    group.bench_function("links", |b| b.iter(|| parts.links()));
    group.bench_function("search", |b| b.iter(|| parts.search()));
    group.bench_function("search: cells", |b| b.iter(|| parts.cells()));
    group.bench_function("search: cells and costs", |b| b.iter(|| parts.costs()));
    group.bench_function("judgements", |b| b.iter(|| parts.judgements()));
    group.finish();
}

/// The number of anchors of the sentences.
fn found(sentences: &Sentences, lang: Lang) -> usize {
    (0..sentences.len()).map(|index| extract(sentences.text(index), lang).len()).sum()
}

criterion_group!(benches, bench);
criterion_main!(benches);
