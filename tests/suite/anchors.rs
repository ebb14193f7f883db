//! `tests/anchors.txt`: one sentence pair per line, with the anchors that both sides share.

use enru::Lang;
use enru::anchor::{self, Strength};

/// The anchors two sentences share: keys (`~` marks a part, `?` a weak key), and names paired by sound.
fn shared(en: &str, ru: &str) -> Vec<String> {
    let (a, b) = (anchor::extract(en, Lang::En), anchor::extract(ru, Lang::Ru));
    let mut out: Vec<String> = anchor::pair((en, &a), (ru, &b))
        .into_iter()
        .map(|pair| {
            let mark = match pair.strength {
                Strength::Full => "",
                Strength::Part => "~",
                Strength::Weak => "?",
            };
            match pair.form {
                Some(form) => format!("{form}{mark}"),
                None => format!("{}={}", a[pair.en].text(en), b[pair.ru].text(ru)),
            }
        })
        .collect();
    out.sort();
    out
}

fn cases() -> impl Iterator<Item = (usize, &'static str)> {
    let lines = include_str!("../anchors.txt").lines().enumerate();
    lines.map(|(n, line)| (n + 1, line)).filter(|(_, line)| !line.starts_with('#') && !line.is_empty())
}

#[test]
fn exactly_the_expected_anchors_are_shared() {
    let mut wrong = Vec::new();
    for (n, line) in cases() {
        let mut columns = line.split('\t');
        let (Some(en), Some(ru)) = (columns.next(), columns.next()) else {
            wrong.push(format!("line {n}: an English and a Russian sentence are needed"));
            continue;
        };
        let expected = columns.next().unwrap_or_default();
        let found = shared(en, ru).join("; ");
        if found != expected {
            wrong.push(format!("line {n}: {en} | {ru}\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} lines differ\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn there_are_enough_cases() {
    assert!(cases().count() >= 300, "{}", cases().count());
}

#[test]
fn anchors_are_in_order_and_apart() {
    for (n, line) in cases() {
        for (text, lang) in line.split('\t').zip([Lang::En, Lang::Ru]) {
            let anchors = anchor::extract(text, lang);
            assert!(anchors.windows(2).all(|w| w[0].span.end <= w[1].span.start), "line {n}: {text}");
            assert!(anchors.iter().all(|a| text.get(a.span.start..a.span.end).is_some()), "line {n}: {text}");
        }
    }
}

/// Long texts, for which quadratic time would take hours.
#[test]
fn hostile_text_costs_little() {
    let bits = [
        "1,",
        "1 234 ",
        "1.",
        "99.99.9999 ",
        "a@",
        "(a",
        "A/1",
        "I.",
        "X–",
        "twenty ",
        "один ",
        "два-",
        "+1-",
        "United Nations ",
    ];
    for bit in bits.iter().chain(&[
        "Ы",
        "ы",
        "Z",
        "9",
        "-",
        "$",
        "#a",
        "www.",
        "ООН ",
        "«A",
        "1/2/",
        "5 million ",
        "Art. ",
    ]) {
        let text = bit.repeat(1_000_000 / bit.len());
        for lang in [Lang::En, Lang::Ru] {
            let anchors = anchor::extract(&text, lang);
            assert!(anchors.windows(2).all(|w| w[0].span.end <= w[1].span.start), "{bit}");
        }
        let (en, ru) = (anchor::extract(&text, Lang::En), anchor::extract(&text, Lang::Ru));
        anchor::pair((&text, &en), (&text, &ru));
    }
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_panics_and_spans_are_in_order(text in "\\PC{0,60}|[0-9A-Za-zА-яЁё.,/:%$€№° \u{a0}\\-–—«»()@#+'’½]{0,60}") {
            for lang in [Lang::En, Lang::Ru] {
                let anchors = anchor::extract(&text, lang);
                prop_assert!(anchors.windows(2).all(|w| w[0].span.end <= w[1].span.start));
                prop_assert!(anchors.iter().all(|a| text.get(a.span.start..a.span.end).is_some()));
                anchor::pair((&text, &anchors), (&text, &anchors));
            }
        }
    }
}
