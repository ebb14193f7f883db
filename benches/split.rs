//! The speed of reading documents into blocks and of splitting: real text if it is present, and three hard cases.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use enru::split::split;
use enru::{Document, Lang};
use std::hint::black_box;
use std::path::Path;

/// The samples of a language, repeated to about a megabyte.
fn samples(lang: Lang) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut paths: Vec<_> =
        std::fs::read_dir(root).expect("samples").map(|e| e.expect("entry").path()).collect();
    paths.sort();
    let ending = format!(".{lang}.txt");
    let texts = paths.iter().filter(|p| p.to_string_lossy().ends_with(&ending));
    let all: String = texts.map(|p| std::fs::read_to_string(p).expect("sample") + "\n\n").collect();
    all.repeat(1_000_000 / all.len() + 1)
}

/// A long document of the shared data, where it is present.
fn shared(name: &str) -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/align/long");
    std::fs::read_to_string(root.join(name)).ok()
}

fn cases() -> Vec<(String, Lang, String)> {
    let mut cases = Vec::new();
    for lang in [Lang::En, Lang::Ru] {
        cases.push((format!("samples.{lang}"), lang, samples(lang)));
        for name in ["lit-hard-dev", "debhb-all", "wmt-all", "bible-dev"] {
            if let Some(text) = shared(&format!("{name}.{lang}.txt")) {
                cases.push((format!("{name}.{lang}"), lang, text));
            }
        }
    }
    cases.push((
        "one endless line".into(),
        Lang::En,
        "It was dark. The lamp, e.g. ours, was out, Mr. Ito said. ".repeat(20_000),
    ));
    cases.push(("dots".into(), Lang::En, ".".repeat(1_000_000)));
    cases.push(("no space".into(), Lang::Ru, "а".repeat(500_000)));
    cases
}

fn bench(c: &mut Criterion) {
    let mut group = c.benchmark_group("split");
    group.sample_size(10);
    for (name, lang, text) in cases() {
        let document = Document::from_text(&name, lang, text);
        // Counts characters, so that the two languages compare; English bytes are characters.
        group.throughput(Throughput::Bytes(document.text().chars().count() as u64));
        group.bench_with_input(BenchmarkId::new("split", &name), &document, |b, document| {
            b.iter_batched(|| document.clone(), |d| black_box(split(d)), criterion::BatchSize::LargeInput);
        });
        group.bench_with_input(BenchmarkId::new("layout", &name), &document, |b, document| {
            b.iter(|| black_box(enru::read::plain::blocks(document.text())));
        });
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
