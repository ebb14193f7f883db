//! The five bitexts on which every format is tested.

use enru::bitext::Judgement;
use enru::memory::{Format, MemoryOptions, WriteOptions, open};
use enru::{Bead, Bitext, EnRu, Flag, Ladder, Lang, Segment, Sentences};
use std::path::Path;

/// Their names.
pub const FIVE: [&str; 5] = ["empty", "1-0 and 0-1", "markup", "emoji", "3-2"];

/// The bitext of that name.
pub fn bitext(name: &str) -> Bitext {
    let (en, ru, beads): (&str, &str, &[(usize, usize)]) = match name {
        "empty" => ("", "", &[]),
        "1-0 and 0-1" => ("Only here.\nBoth.\n", "Оба.\nТолько тут.\n", &[(1, 0), (1, 1), (0, 1)]),
        "markup" => (
            "<b>\"Fish & chips\"</b>, 'twas; ]]> said.\n-5 °C, \"quoted\",\ttabbed\n=SUM(A1:A2)\n'=x +1\n@you\n",
            "<b>«Рыба &amp; картошка»</b>, 'так'; ]]> сказал.\n−5 °C, \"в кавычках\",\tс табуляцией\n=СУММ(A1:A2)\n'=y\n-вы\n",
            &[(1, 1), (1, 1), (1, 1), (1, 1), (1, 1)],
        ),
        "emoji" => (
            "Family: 👨‍👩‍👧 and flag 🇰🇬.\nCafe\u{301} no\u{a0}5, \u{1d54f}.\n",
            "Семья: 👨‍👩‍👧 и флаг 🇰🇬.\nи\u{306} Сто\u{301}я №\u{a0}5, \u{1d54f}.\n",
            &[(1, 1), (1, 1)],
        ),
        "3-2" => ("One.\nTwo.\nThree.\n", "Раз, два.\nТри.\n", &[(3, 2)]),
        _ => panic!("no bitext {name}"),
    };
    let (mut at, mut ladder) = ((0, 0), Vec::new());
    for &(n, m) in beads {
        ladder.push(Bead { en: at.0..at.0 + n, ru: at.1..at.1 + m });
        at = (at.0 + n, at.1 + m);
    }
    let judgements = (0..beads.len()).map(judgement).collect();
    let en = Sentences::from_lines("pair.en", Lang::En, en);
    let ru = Sentences::from_lines("pair.ru", Lang::Ru, ru);
    Bitext::new(EnRu::new(en, ru).unwrap(), Ladder::new(ladder).unwrap(), judgements).named("pair <1>")
}

fn judgement(index: usize) -> Judgement {
    Judgement {
        confidence: [0.875, 0.5, 1.0, 0.25, 0.0][index % 5],
        anchors: if index.is_multiple_of(2) {
            vec!["5".into(), "UNODC=УНП ООН".into()]
        } else {
            vec![]
        },
        flags: if index == 1 { vec![Flag::NumberMismatch, Flag::LengthRatio] } else { vec![] },
        ..Judgement::default()
    }
}

/// `bitext` as written by the library.
pub fn written(bitext: &Bitext, format: Format, options: &WriteOptions) -> Vec<u8> {
    let mut out = Vec::new();
    bitext.write(format, options, &mut out).unwrap();
    out
}

/// All segments of a memory, completed.
pub fn read_segments(path: &Path) -> enru::Result<Vec<Segment>> {
    open(path, &MemoryOptions::default())?.complete(true).map(|(_, segment)| segment).collect()
}
