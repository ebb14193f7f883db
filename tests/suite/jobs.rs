//! The number of threads changes nothing.

use enru::align::AlignOptions;
use enru::{Aligner, EnRu, Lang, Sentences};
use std::fs;
use std::path::Path;

/// The samples one after another.
fn samples(lang: Lang) -> Sentences {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == lang.code()));
    paths.sort();
    let text: String = paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    Sentences::from_lines("x", lang, text.repeat(3))
}

#[test]
fn any_number_of_threads_gives_the_same() {
    let pair = EnRu::new(samples(Lang::En), samples(Lang::Ru)).unwrap();
    let align = |jobs| {
        let options = AlignOptions::default().explain(true).jobs(jobs);
        Aligner::default().align_with(pair.clone(), &options).unwrap()
    };
    let one = align(1);
    assert!(one.bitext.segments().count() > 300);
    for jobs in [2, 4, 1000] {
        assert_eq!(align(jobs), one, "{jobs} threads");
    }
}
