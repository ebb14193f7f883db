//! Results do not depend on the number of threads.

use enru::align::AlignOptions;
use enru::{Aligner, EnRu, Lang, Sentences};
use std::fs;
use std::path::Path;

/// The samples concatenated.
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

#[test]
fn windows_that_are_searched_at_a_time_give_the_same() {
    // Several windows long, with sentences missing on either side, so that some windows end where the search did not
    // expect it.
    let lines = |lang: Lang, left_out: usize| -> String {
        let line = |n: usize| match lang {
            Lang::En => format!("House {} was built in {} for {} people.\n", n * 7, 1000 + n % 900, n * 13),
            Lang::Ru => {
                format!("Дом {} построили в {} году для {} человек.\n", n * 7, 1000 + n % 900, n * 13)
            }
        };
        (1..2600).filter(|n| n % left_out != 0).map(line).collect()
    };
    let en = Sentences::from_lines("x", Lang::En, lines(Lang::En, 91));
    let ru = Sentences::from_lines("x", Lang::Ru, lines(Lang::Ru, 67));
    let pair = EnRu::new(en, ru).unwrap();
    let align = |jobs| {
        let options = AlignOptions::default().jobs(jobs);
        Aligner::default().align_with(pair.clone(), &options).unwrap().bitext
    };
    let one = align(1);
    let paired = one.ladder().beads().iter().filter(|bead| bead.is_paired()).count();
    assert!(paired > 2400, "{paired}");
    for jobs in [2, 3, 1000] {
        assert_eq!(align(jobs), one, "{jobs} threads");
    }
}
