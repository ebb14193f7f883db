//! The alphabet of sounds to which Latin and Cyrillic names are folded, and the distance between two folds.
//!
//! A sound is one byte: `aeiou`, the consonants `bcdfghklmnprstvwz`, and `C` (ch), `J` (j as in John), `S` (sh), `Z` (zh).
//! The tables were written for enru and tuned on name pairs from CLDR and from parallel texts. Costs are integers, in
//! twentieths of a consonant, so their sums are the same on every platform.

use crate::text::chars::{is_apostrophe, is_combining};
use crate::text::fold::composed;
use std::borrow::Cow;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// One reading of a name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fold {
    pub(super) sounds: Vec<u8>,
    /// The cost of deleting all its sounds.
    pub(super) weight: u32,
    /// Similarity lost by reading the name this way, in hundredths.
    pub(super) penalty: u32,
}

impl Fold {
    fn new(sounds: Vec<u8>) -> Fold {
        let sounds = collapsed(sounds);
        let weight = sounds.iter().map(|&s| weight(s)).sum();
        Fold { sounds, weight, penalty: 0 }
    }

    /// The reading without its final vowel (a silent e, or a vowel Russian drops), at the cost `penalty`.
    pub(super) fn without_final_vowel(&self, penalty: u32) -> Option<Fold> {
        let (&last, rest) = self.sounds.split_last()?;
        (rest.len() > 2 && is_vowel(last)).then(|| Fold { penalty, ..Fold::new(rest.to_vec()) })
    }
}

const CYRILLIC_PAIRS: [(&str, &str); 8] = [
    ("дж", "J"),
    ("кс", "ks"),
    ("тч", "C"),
    ("сч", "S"),
    ("дз", "z"),
    ("тс", "c"),
    // Chinese zh and j.
    ("чж", "C"),
    ("цз", "z"),
];

/// Latin letter groups read alike in every spelling.
const CONSONANT_GROUPS: [(&str, &str); 22] = [
    ("shch", "S"),
    ("tsch", "C"),
    ("tch", "C"),
    ("sch", "S"),
    ("dzh", "J"),
    ("sh", "S"),
    ("zh", "Z"),
    ("kh", "h"),
    ("ch", "C"),
    ("ts", "c"),
    ("tz", "c"),
    ("ph", "f"),
    ("th", "t"),
    ("ck", "k"),
    ("qu", "kv"),
    ("wh", "v"),
    ("dj", "J"),
    ("rh", "r"),
    ("cz", "C"),
    ("sz", "S"),
    ("rz", "Z"),
    ("cs", "C"),
];
/// Further letter groups for names romanised from Cyrillic and for most European languages.
const LITERAL_GROUPS: [(&str, &str); 7] =
    [("gh", "g"), ("ya", "ia"), ("yu", "iu"), ("yo", "o"), ("ye", "e"), ("oo", "u"), ("ou", "u")];
/// Groups that English spelling reads before the consonant groups. `^` is the start of the name, `$` its end.
const ENGLISH_FIRST: [(&str, &str); 10] = [
    ("es$", "z"),
    ("^kn", "n"),
    ("^wr", "r"),
    ("^x", "s"),
    ("ough", "o"),
    ("igh", "ai"),
    ("ugh", "u"),
    ("^j", "J"),
    ("rz", "rz"),
    ("ohn", "on"),
];
/// Groups that English spelling reads after the consonant groups.
const ENGLISH_GROUPS: [(&str, &str); 22] = [
    ("gh", "h"),
    ("ge", "Je"),
    ("gi", "Ji"),
    ("gy", "Ji"),
    ("gn", "n"),
    ("dg", "J"),
    ("ault", "o"),
    ("eau", "o"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ea", "i"),
    ("au", "o"),
    ("ay", "e"),
    ("ai", "e"),
    ("ey", "i"),
    ("ew", "iu"),
    ("ya", "ia"),
    ("yu", "iu"),
    ("yo", "o"),
    ("ye", "e"),
    ("ae", "e"),
];

/// Case and adjective endings of Cyrillic names.
const ENDINGS: [&str; 50] = [
    "иями", "иях", "иям", "ами", "ями", "ыми", "ими", "ого", "ому", "ией", "ой", "ом", "ем", "ей", "ью",
    "ов", "ев", "ам", "ям", "ах", "ях", "ию", "ия", "ии", "ым", "ых", "им", "их", "ый", "ий", "ая", "яя",
    "ое", "ее", "ые", "ие", "ую", "а", "у", "е", "ы", "и", "о", "ю", "я", "й", "ь", "ём", "его", "ему",
];

/// Spelling rules of other languages, one list per group of languages. Letters without a rule are read as in the
/// literal reading. `^` is the start of the name, `$` its end. Russian renders a name by its sound in its own
/// language: Scholz = Шольц, Morawiecki = Моравецкий, Vjosa = Вьоса, Chalamet = Шаламе, Jorge = Хорхе, Xinjiang =
/// Синьцзян.
const SPELLINGS: [&[(&str, &str)]; 7] = [
    // German, Dutch and Scandinavian.
    &[
        ("tsch", "C"),
        ("sch", "S"),
        ("ch", "h"),
        ("ck", "k"),
        ("tz", "c"),
        ("z", "c"),
        ("ei", "ai"),
        ("eu", "oi"),
        ("äu", "oi"),
        ("ie", "i"),
        ("ij", "ei"),
        ("j", "i"),
        ("^v", "f"),
        ("ö", "e"),
        ("ø", "e"),
        ("å", "o"),
    ],
    // Polish, Czech, Serbo-Croatian and related languages.
    &[
        ("sz", "S"),
        ("cz", "C"),
        ("rz", "Z"),
        ("ř", "rZ"),
        ("ch", "h"),
        ("š", "S"),
        ("ś", "s"),
        ("č", "C"),
        ("ć", "C"),
        ("c", "c"),
        ("ž", "Z"),
        ("ż", "Z"),
        ("dž", "J"),
        ("đ", "J"),
        ("ą", "on"),
        ("ę", "en"),
        ("ó", "u"),
        ("j", "i"),
        ("ll", "l"),
    ],
    // Albanian, Turkish, Azerbaijani and Romanian.
    &[
        ("xh", "J"),
        ("zh", "Z"),
        ("sh", "S"),
        ("gj", "g"),
        ("nj", "n"),
        ("ç", "C"),
        ("ş", "S"),
        ("ș", "S"),
        ("ț", "c"),
        ("ţ", "c"),
        ("ce", "Ce"),
        ("ci", "Ci"),
        ("c", "J"),
        ("q", "k"),
        ("x", "z"),
        ("j", "i"),
        ("y", "iu"),
    ],
    // French.
    &[
        ("eaux", "o"),
        ("eau", "o"),
        ("aux$", "o"),
        ("aud$", "o"),
        ("ault$", "o"),
        ("oi", "ua"),
        ("ou", "u"),
        ("ch", "S"),
        ("ç", "s"),
        ("gn", "n"),
        ("qu", "k"),
        ("ge", "Ze"),
        ("gi", "Zi"),
        ("j", "Z"),
        ("h", ""),
        ("ier$", "ie"),
        ("er$", "e"),
        ("t$", ""),
        ("s$", ""),
        ("x$", ""),
        ("d$", ""),
    ],
    // Spanish and Portuguese.
    &[
        ("gue", "ge"),
        ("gui", "gi"),
        ("ge", "he"),
        ("gi", "hi"),
        ("j", "h"),
        ("qu", "k"),
        ("ch", "C"),
        ("ll", "l"),
        ("h", ""),
        ("z", "s"),
        ("ç", "s"),
        ("^x", "h"),
    ],
    // Hungarian.
    &[
        ("sz", "s"),
        ("cs", "C"),
        ("zs", "Z"),
        ("gy", "d"),
        ("ny", "n"),
        ("ly", "i"),
        ("jj", "i"),
        ("j", "i"),
        ("c", "c"),
        ("s", "S"),
    ],
    // Chinese in pinyin.
    &[
        ("zh", "C"),
        ("ch", "C"),
        ("sh", "S"),
        ("ong", "un"),
        ("ng", "n"),
        ("x", "s"),
        ("q", "c"),
        ("j", "z"),
        ("c", "c"),
        ("^yu", "iu"),
    ],
];
/// Similarity lost by reading a name with the rules of another language, in hundredths.
const FOREIGN: u32 = 2;

/// A foreign reading is kept only if its distance from all earlier readings is above this value times its penalty.
/// The product is less than the cost of a vowel.
const SAME: u32 = 2;

/// Groups of letters and the sounds they stand for, in the order they are tried.
struct Groups {
    groups: Vec<Group>,
    /// Where the groups of each first byte begin in `groups`; those of the next byte begin where they end.
    starts: [usize; 257],
}

struct Group {
    letters: &'static str,
    sounds: &'static str,
    /// Only at the start of a name.
    first: bool,
    /// Only at its end.
    last: bool,
}

impl Groups {
    /// The groups of all `tables`, the first table first.
    fn new(tables: &[&[(&'static str, &'static str)]]) -> Groups {
        let mut groups: Vec<Group> = tables.iter().copied().flatten().map(Group::new).collect();
        groups.sort_by_key(Group::first_byte);
        let starts =
            std::array::from_fn(|byte| groups.partition_point(|g| usize::from(g.first_byte()) < byte));
        Groups { groups, starts }
    }

    /// The first group at the start of `rest`, which begins the name where `first` says so: its length and its sounds.
    fn find(&self, rest: &str, first: bool) -> Option<(usize, &'static str)> {
        let byte = usize::from(*rest.as_bytes().first()?);
        let fits = |group: &&Group| {
            (first || !group.first)
                && rest.starts_with(group.letters)
                && (!group.last || rest == group.letters)
        };
        let group = self.groups[self.starts[byte]..self.starts[byte + 1]].iter().find(fits)?;
        Some((group.letters.len(), group.sounds))
    }
}

impl Group {
    fn new(&(pattern, sounds): &(&'static str, &'static str)) -> Group {
        let after_start = pattern.strip_prefix('^');
        let letters = after_start.unwrap_or(pattern);
        let before_end = letters.strip_suffix('$');
        Group {
            letters: before_end.unwrap_or(letters),
            sounds,
            first: after_start.is_some(),
            last: before_end.is_some(),
        }
    }

    fn first_byte(&self) -> u8 {
        self.letters.as_bytes().first().copied().unwrap_or(0)
    }
}

static LITERAL: LazyLock<Groups> = LazyLock::new(|| Groups::new(&[&CONSONANT_GROUPS, &LITERAL_GROUPS]));
static ENGLISH: LazyLock<Groups> =
    LazyLock::new(|| Groups::new(&[&ENGLISH_FIRST, &CONSONANT_GROUPS, &ENGLISH_GROUPS]));
static FOREIGN_GROUPS: LazyLock<[Groups; SPELLINGS.len()]> =
    LazyLock::new(|| SPELLINGS.map(|spelling| Groups::new(&[spelling, &CONSONANT_GROUPS, &LITERAL_GROUPS])));
static CYRILLIC: LazyLock<Groups> = LazyLock::new(|| Groups::new(&[&CYRILLIC_PAIRS]));

/// The readings of a Latin name: literal, English, and those of other languages, where they differ.
pub(super) fn latin(name: &str) -> Vec<Fold> {
    let marked = without_apostrophes(name);
    let plain: Cow<'_, str> = match marked.is_ascii() {
        true => Cow::Borrowed(&marked),
        false => marked.nfd().filter(|&c| !is_combining(c)).collect(),
    };
    let mut out: Vec<Fold> = Vec::with_capacity(4);
    let mut add = |fold: Fold| {
        let budget = fold.penalty * SAME;
        if !fold.sounds.is_empty()
            && !out.iter().any(|other| nearly_equal(&other.sounds, &fold.sounds, budget))
        {
            out.push(fold);
        }
    };
    add(Fold::new(read_latin(&plain, &LITERAL)));
    add(Fold::new(read_latin(&plain, &ENGLISH)));
    for groups in &*FOREIGN_GROUPS {
        add(Fold { penalty: FOREIGN, ..Fold::new(read_latin(&marked, groups)) });
    }
    out
}

/// Whether the distance of `a` and `b` is at most `budget`, which is less than leaving out any sound costs: so they have
/// the same number of sounds, and each is compared with the one at its place.
fn nearly_equal(a: &[u8], b: &[u8], budget: u32) -> bool {
    let costs = || a.iter().zip(b).map(|(&a, &b)| u32::from(substitution(a, b)));
    a.len() == b.len() && costs().sum::<u32>() <= budget
}

fn read_latin(letters: &str, groups: &Groups) -> Vec<u8> {
    let mut out = Vec::with_capacity(letters.len() + 2);
    let mut at = 0;
    while let Some(c) = letters[at..].chars().next() {
        if let Some((length, sounds)) = groups.find(&letters[at..], at == 0) {
            out.extend_from_slice(sounds.as_bytes());
            at += length;
            continue;
        }
        at += c.len_utf8();
        let soft = c == 'c' && letters[at..].starts_with(['e', 'i', 'y']);
        out.extend_from_slice(if soft { b"s" } else { latin_letter(c).as_bytes() });
    }
    out
}

/// The name in lower case, composed (NFC), without apostrophes.
fn without_apostrophes(name: &str) -> String {
    let letters = name.chars().filter(|&c| !is_apostrophe(c));
    if name.is_ascii() {
        return letters.map(|c| c.to_ascii_lowercase()).collect();
    }
    letters.nfc().flat_map(char::to_lowercase).collect()
}

fn latin_letter(c: char) -> &'static str {
    match c {
        'a' | 'ə' => "a",
        'b' => "b",
        'c' | 'k' | 'q' => "k",
        'd' | 'đ' | 'ð' => "d",
        'e' | 'æ' | 'œ' => "e",
        'f' => "f",
        'g' => "g",
        'h' => "h",
        'i' | 'y' | 'ı' => "i",
        'j' => "J",
        'l' | 'ł' => "l",
        'm' => "m",
        'n' => "n",
        'o' | 'ø' => "o",
        'p' => "p",
        'r' => "r",
        's' | 'ß' => "s",
        't' | 'þ' => "t",
        'u' => "u",
        'v' => "v",
        'w' => "w",
        'x' => "ks",
        'z' => "z",
        _ if c.is_ascii() => "",
        // A letter with a mark is read as the letter without it.
        _ => c.nfd().next().filter(char::is_ascii).map_or("", latin_letter),
    }
}

/// The readings of a Cyrillic name: whole, and without each ending that leaves at least three letters.
pub(super) fn cyrillic(name: &str) -> Vec<Fold> {
    let lower = composed(name).to_lowercase();
    let mut out: Vec<Fold> = Vec::with_capacity(4);
    let mut add = |stem: &str| {
        let fold = Fold::new(read_cyrillic(stem));
        if !fold.sounds.is_empty() && !out.contains(&fold) {
            out.push(fold);
        }
    };
    for ending in ENDINGS {
        if let Some(stem) = lower.strip_suffix(ending).filter(|s| s.chars().nth(2).is_some()) {
            add(stem);
        }
    }
    if lower.chars().nth(2).is_some() {
        add(&lower);
    }
    out
}

fn read_cyrillic(stem: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(stem.len() / 2 + 2);
    let mut at = 0;
    while let Some(c) = stem[at..].chars().next() {
        let (length, sounds) =
            CYRILLIC.find(&stem[at..], at == 0).unwrap_or((c.len_utf8(), cyrillic_letter(c)));
        out.extend_from_slice(sounds.as_bytes());
        at += length;
    }
    out
}

fn cyrillic_letter(c: char) -> &'static str {
    match c {
        'а' | 'ә' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' | 'ғ' => "g",
        'д' => "d",
        'е' | 'э' | 'є' => "e",
        'ё' | 'о' | 'ө' => "o",
        'ж' => "Z",
        'з' => "z",
        'и' | 'й' | 'ы' | 'і' | 'ї' => "i",
        'к' | 'қ' => "k",
        'л' => "l",
        'м' => "m",
        'н' | 'ң' => "n",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ў' | 'ү' | 'ұ' => "u",
        'ф' => "f",
        'х' | 'һ' => "h",
        'ц' => "c",
        'ч' => "C",
        'ш' | 'щ' => "S",
        'ю' => "iu",
        'я' => "ia",
        _ => "",
    }
}

fn collapsed(mut sounds: Vec<u8>) -> Vec<u8> {
    sounds.dedup();
    sounds
}

/// Whether a sound is a vowel.
pub(super) fn is_vowel(sound: u8) -> bool {
    matches!(sound, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// The cost of deleting a sound.
pub(super) fn weight(sound: u8) -> u32 {
    match sound {
        b'a' | b'e' | b'i' | b'o' | b'u' => 7,
        b'h' | b'w' => 10,
        _ => 20,
    }
}

/// The cost of replacing one sound by another.
fn substitution_cost(a: u8, b: u8) -> u32 {
    if a == b {
        return 0;
    }
    let (low, high) = (a.min(b), a.max(b));
    match (is_vowel(a), is_vowel(b)) {
        (true, true) => vowel_change(low, high),
        (false, false) => confused(low, high).unwrap_or(24),
        _ => confused(low, high).unwrap_or(weight(a) + weight(b)),
    }
}

fn vowel_change(low: u8, high: u8) -> u32 {
    match (low, high) {
        (b'a', b'o') | (b'e', b'i') | (b'a', b'e') | (b'o', b'u') => 2,
        _ => 4,
    }
}

/// The cost of a pair of sounds that the two scripts render differently in the same name. Capitals sort before lower
/// case.
fn confused(low: u8, high: u8) -> Option<u32> {
    Some(match (low, high) {
        (b'v', b'w') => 1,
        (b'g', b'h') | (b'J', b'g') | (b'J', b'Z') | (b'C', b'J') | (b'C', b'k') | (b'c', b's') => 6,
        (b'c', b'k') | (b'C', b'c') | (b's', b'z') | (b'C', b'S') | (b'c', b'z') | (b'u', b'w') => 6,
        (b'J', b'i') | (b'S', b's') | (b'Z', b'z') => 6,
        (b'J', b'h') | (b'b', b'v') | (b'g', b'k') | (b'd', b't') | (b'b', b'p') | (b'f', b't') => 10,
        (b'c', b't') | (b'h', b'k') | (b'Z', b'g') | (b'f', b'v') | (b'S', b'Z') => 10,
        _ => return None,
    })
}

/// Substitution costs by two sounds: one table lookup per step of the distance.
static COSTS: LazyLock<[[u8; 64]; 64]> = LazyLock::new(|| {
    let mut table = [[0; 64]; 64];
    for a in b'A'..=b'z' {
        for b in b'A'..=b'z' {
            table[usize::from(a & 63)][usize::from(b & 63)] = substitution_cost(a, b) as u8;
        }
    }
    table
});

/// What it costs to take the sound `a` for the sound `b`.
pub(super) fn substitution(a: u8, b: u8) -> u8 {
    COSTS[usize::from(a & 63)][usize::from(b & 63)]
}

/// Computes the next row of the edit distance. `row` belongs to a prefix of the other name, `out` to that prefix
/// followed by `sound`; both have one cell more than `name`. Returns the least cost in `out`.
fn next_row(row: &[u32], name: &[u8], sound: u8, out: &mut [u32]) -> u32 {
    let drop = weight(sound);
    let costs = &COSTS[usize::from(sound & 63)];
    let mut above = row[0];
    let mut last = above + drop;
    let mut least = last;
    out[0] = last;
    for ((&next, &own), out) in row[1..].iter().zip(name).zip(&mut out[1..]) {
        let swap = above + u32::from(costs[usize::from(own & 63)]);
        last = swap.min(next + drop).min(last + weight(own));
        least = least.min(last);
        (*out, above) = (last, next);
    }
    least
}

/// The first row: the cost of deleting each prefix of `name`.
fn first_row(name: &[u8]) -> Vec<u32> {
    let mut row = Vec::with_capacity(name.len() + 1);
    let mut sum = 0;
    row.push(0);
    for &sound in name {
        sum += weight(sound);
        row.push(sum);
    }
    row
}

/// The weighted edit distance of `a` and `b`, or `None` if it exceeds `budget`. Cost: the product of the (bounded)
/// lengths.
pub(super) fn distance(a: &[u8], b: &[u8], budget: u32) -> Option<u32> {
    let (mut row, mut next) = (first_row(b), vec![0; b.len() + 1]);
    for &x in a {
        if next_row(&row, b, x, &mut next) > budget {
            return None;
        }
        std::mem::swap(&mut row, &mut next);
    }
    row.last().copied().filter(|&d| d <= budget)
}
