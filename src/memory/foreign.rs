//! Detects languages other than English and Russian that use the same alphabets.
//!
//! Evidence for a Cyrillic language: letters, parts of words and words that Russian does not have, and no letters that
//! the language lacks. Evidence for a Latin language: its letters in words that are not names, and its most frequent
//! words. Texts of one or two words may remain undetected. Names and quoted words alone are not enough. Cost: one pass
//! over the words, and one per language over those that Russian or English does not have.

use crate::text::{is_letter, script};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;
use unicode_script::Script;

/// A language in Cyrillic letters.
struct Cyrillic {
    name: &'static str,
    /// Letters, and parts of words, that Russian lacks.
    marks: &'static [&'static str],
    /// Letters that the language itself lacks.
    lacks: &'static str,
    /// Frequent words that Russian lacks.
    words: &'static [&'static str],
}

/// The language with the most marks and words in the text wins, or the first of equals. So a language comes before
/// those that have its letters and more.
const CYRILLIC: [Cyrillic; 12] = [
    Cyrillic {
        name: "Ukrainian",
        marks: &["ї", "є", "ґ", "і"],
        lacks: "ыэёъўұқғәөүң",
        words: &["що", "це", "від", "або", "також", "який", "яка", "які", "як", "ще", "вже", "під", "ласка"],
    },
    Cyrillic {
        name: "Belarusian",
        marks: &["ў", "і", "аць", "дзя", "дзё", "цыя", "цыю", "ццё"],
        lacks: "ищъїєґұқғәөүң",
        words: &["што", "гэта", "або", "таксама", "які", "якая", "яна", "пры", "калі", "ласка"],
    },
    Cyrillic {
        name: "Bulgarian",
        marks: &["ията", "ието"],
        lacks: "ыэёјіїєґўқғҳҷәөүң",
        words: &[
            "това",
            "този",
            "тази",
            "тези",
            "който",
            "която",
            "което",
            "които",
            "към",
            "със",
            "през",
            "ще",
            "са",
            "бъде",
            "беше",
            "като",
            "тя",
            "моля",
            "бяха",
        ],
    },
    Cyrillic {
        name: "Serbian",
        marks: &["ј", "љ", "њ", "ђ", "ћ", "џ"],
        lacks: "йщъыьэюяёѓќѕ",
        words: &["је", "који", "која", "што", "није", "су", "као", "од", "сви", "молимо", "би", "бити"],
    },
    Cyrillic {
        name: "Macedonian",
        marks: &["ѓ", "ќ", "ѕ", "ј", "љ", "њ", "џ"],
        lacks: "йщъыьэюяёђћ",
        words: &[
            "го",
            "ги",
            "ја",
            "што",
            "кој",
            "која",
            "од",
            "беше",
            "како",
            "таа",
            "тоа",
            "сите",
            "ве",
            "копчето",
            "биде",
        ],
    },
    Cyrillic {
        name: "Mongolian",
        marks: &["ө", "ү"],
        lacks: "ңқғәіһұҳҷўҗ",
        words: &["болон", "байна", "юм", "энэ"],
    },
    Cyrillic {
        name: "Kyrgyz",
        marks: &["ө", "ү", "ң"],
        lacks: "ұқғәіһҳҷўҗ",
        words: &["жана", "менен", "үчүн", "бул"],
    },
    Cyrillic {
        name: "Uzbek",
        marks: &["ў", "қ", "ғ", "ҳ"],
        lacks: "ұәіөүңыщ",
        words: &["ва", "учун", "билан", "бу"],
    },
    Cyrillic {
        name: "Tajik",
        marks: &["ҳ", "ҷ", "ӣ", "ӯ", "қ", "ғ"],
        lacks: "ўұәіөүңыщ",
        words: &["ва", "барои", "кард"],
    },
    Cyrillic {
        name: "Tatar",
        marks: &["ә", "ө", "ү", "җ", "ң", "һ"],
        lacks: "ұқғіҳҷў",
        words: &["һәм", "белән", "өчен", "бу"],
    },
    Cyrillic {
        name: "Kazakh",
        marks: &["ұ", "қ", "ғ", "ә", "і", "ө", "ү", "ң", "һ"],
        lacks: "ҳҷўҗїєґ",
        words: &["және", "мен", "бұл", "үшін"],
    },
    Cyrillic {
        name: "Bashkir",
        marks: &["ҙ", "ҫ", "ғ", "ә", "ө", "ү", "ң", "һ", "ҡ"],
        lacks: "ұіҳҷўқ",
        words: &["һәм", "менән", "өсөн"],
    },
];

/// A language in Latin letters: letters that English lacks, and its most frequent words without those that English has
/// too.
type Latin = (&'static str, &'static str, &'static [&'static str]);

const LATIN: [Latin; 17] = [
    (
        "German",
        "äöüß",
        &[
            "der", "das", "und", "ist", "nicht", "mit", "ein", "eine", "für", "von", "zu", "im", "auf",
            "wird", "sind", "wurde", "sich", "dem", "den", "des", "auch", "als", "bei", "nach", "sie", "wir",
            "ich", "oder", "bitte", "die", "ihre", "vielen", "dank", "alle", "klicken", "werden", "neue",
            "recht", "keine",
        ],
    ),
    (
        "French",
        "éèêëàâçîïôûùœ",
        &[
            "le", "la", "les", "des", "est", "une", "dans", "pour", "que", "qui", "et", "pas", "sur", "avec",
            "du", "aux", "ce", "sont", "votre", "vous", "nous", "elle", "veuillez", "droit",
        ],
    ),
    (
        "Spanish",
        "áéíóúñ",
        &[
            "el", "los", "las", "una", "por", "para", "con", "del", "que", "es", "y", "se", "como", "más",
            "su", "está", "en", "de", "la",
        ],
    ),
    (
        "Italian",
        "àèéìòù",
        &[
            "il", "di", "che", "una", "della", "sono", "gli", "è", "nel", "più", "dei", "alla", "anche",
            "lo", "per", "sul", "la", "ha", "come", "tutti", "hanno", "stata", "grazie", "lei", "delle",
        ],
    ),
    (
        "Portuguese",
        "ãõáéíóúâêôç",
        &[
            "os", "uma", "não", "para", "com", "do", "da", "em", "é", "dos", "das", "mais", "foi", "ao",
            "na", "sua",
        ],
    ),
    (
        "Dutch",
        "ëïé",
        &[
            "het", "een", "van", "niet", "met", "voor", "zijn", "wordt", "ook", "naar", "deze", "aan", "de",
            "op", "en", "u", "uw", "dank", "alle", "als", "te", "recht", "heeft",
        ],
    ),
    (
        "Polish",
        "ąćęłńóśźż",
        &["w", "nie", "się", "jest", "że", "z", "został", "oraz", "dla", "przez", "które", "od", "na", "za"],
    ),
    (
        "Czech",
        "áčďéěíňóřšťúůýž",
        &["je", "se", "že", "pro", "byl", "byla", "které", "který", "ve", "jako", "jsou", "také", "na", "ke"],
    ),
    ("Turkish", "çğışöü", &["ve", "bir", "bu", "için", "ile", "olarak", "daha", "olan", "çok", "gibi"]),
    (
        "Swedish",
        "åäöé",
        &[
            "och", "att", "det", "som", "är", "för", "på", "av", "en", "till", "inte", "den", "med", "alla",
            "hon", "tack",
        ],
    ),
    ("Danish or Norwegian", "æøå", &["og", "det", "som", "på", "av", "til", "ikke", "den", "med", "af"]),
    (
        "Finnish",
        "äö",
        &["ja", "on", "ei", "että", "se", "oli", "ovat", "myös", "tai", "kaikki", "kiitos", "oikeus", "kun"],
    ),
    (
        "Romanian",
        "ăâîșşțţ",
        &["și", "de", "la", "în", "cu", "pe", "este", "nu", "pentru", "din", "care", "vă"],
    ),
    ("Hungarian", "áéíóöőúüű", &["az", "és", "hogy", "nem", "egy", "van", "meg", "ez", "kell", "vagy"]),
    ("Latvian", "āčēģīķļņšūž", &["un", "ir", "par", "uz", "ar", "kas", "nav"]),
    ("Lithuanian", "ąčęėįšųūž", &["ir", "yra", "iš", "su", "už", "kad", "apie", "į"]),
    ("Estonian", "äõöü", &["ja", "ei", "on", "et", "oli", "ning", "või"]),
];

/// Words that English writes with the letters of the language it has them from.
const LOANS: [&str; 20] = [
    "café",
    "cafés",
    "naïve",
    "façade",
    "façades",
    "résumé",
    "fiancé",
    "fiancée",
    "cliché",
    "clichés",
    "décor",
    "protégé",
    "soirée",
    "entrée",
    "née",
    "crème",
    "déjà",
    "piñata",
    "jalapeño",
    "über",
];

/// Words that identify a text as English.
const ENGLISH: [&str; 29] = [
    "the", "and", "to", "are", "that", "for", "with", "by", "be", "it", "at", "this", "from", "have", "has",
    "not", "his", "or", "which", "were", "but", "they", "you", "will", "her", "she", "their", "its", "your",
];
/// Words that English shares with others: as many of the other language must outweigh them.
const SHARED: [&str; 10] = ["a", "in", "an", "was", "is", "we", "as", "on", "i", "of"];

fn words(text: &str, of: Script) -> Vec<&str> {
    let words = text.split(|c: char| !is_letter(c));
    words.filter(|w| w.chars().next().is_some_and(|c| script(c) == of)).collect()
}

/// The language of a text in Cyrillic letters, unless it is Russian.
pub(crate) fn in_cyrillic(text: &str) -> Option<&'static str> {
    let words: Vec<String> = words(text, Script::Cyrillic).into_iter().map(str::to_lowercase).collect();
    // Most texts are Russian: only words that show something are looked at for each language.
    let odd: Vec<&String> = words.iter().filter(|word| is_odd(word)).collect();
    if odd.is_empty() {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for language in &CYRILLIC {
        if words.iter().any(|word| word.contains(|c| language.lacks.contains(c))) {
            continue;
        }
        let is_bulgarian = language.name == "Bulgarian";
        let is_sure = |word: &str| {
            (is_bulgarian && has_vowel_er(word)) || language.marks.iter().any(|mark| word.contains(mark))
        };
        let sure = odd.iter().filter(|word| is_sure(word)).count();
        // Russian has words that end like those with an article, but not beside words of other letters.
        let has_article =
            |word: &str| is_bulgarian && sure > 0 && ARTICLES.iter().any(|end| word.ends_with(end));
        let is_likely =
            |word: &&String| !is_sure(word) && (language.words.contains(&word.as_str()) || has_article(word));
        let count = sure + words.iter().filter(is_likely).count();
        let is_enough = count * 5 >= words.len() && (count >= 2 || (sure == 1 && words.len() <= 4));
        if is_enough && best.is_none_or(|(most, _)| count > most) {
            best = Some((count, language.name));
        }
    }
    best.map(|(_, name)| name)
}

/// The ends of Bulgarian nouns with an article.
const ARTICLES: [&str; 4] = ["ата", "ото", "ите", "ето"];

/// The frequent words of all languages in Cyrillic letters, without those that Russian has too.
static FREQUENT: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| CYRILLIC.iter().flat_map(|language| language.words).copied().collect());
/// The marks of more than one letter.
static PARTS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let marks = CYRILLIC.iter().flat_map(|language| language.marks).copied();
    marks.filter(|mark| mark.chars().nth(1).is_some()).collect()
});

/// Whether a word in lower case shows that a text may not be Russian.
fn is_odd(word: &str) -> bool {
    word.chars().any(|c| !matches!(c, 'а'..='я' | 'ё'))
        || has_vowel_er(word)
        || FREQUENT.contains(word)
        || PARTS.iter().any(|part| word.contains(part))
}

/// Whether ъ is a vowel, as in Bulgarian. In Russian only е, ё, ю, я and и follow it.
fn has_vowel_er(word: &str) -> bool {
    let mut letters = word.chars().skip_while(|&c| c != 'ъ').skip(1);
    letters.next().is_some_and(|c| !matches!(c, 'е' | 'ё' | 'ю' | 'я' | 'и'))
}

/// The language of a text in Latin letters, unless it is English.
pub(crate) fn in_latin(text: &str) -> Option<&'static str> {
    let words = words(text, Script::Latin);
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    if words.len() < 2 || lower.iter().any(|word| ENGLISH.contains(&word.as_str())) {
        return None;
    }
    let shared = lower.iter().filter(|word| SHARED.contains(&word.as_str())).count();
    // Capitalised words may be names, which keep their letters in English, and so may the first one.
    let is_name = |at: usize| words[at].starts_with(char::is_uppercase);
    let others = |at: &usize| {
        let is_loan = LOANS.contains(&lower[*at].as_str());
        lower[*at].chars().filter(move |c| !is_loan && !c.is_ascii())
    };
    let mut best: Option<(usize, &str)> = None;
    for (name, letters, frequent) in LATIN {
        if (0..words.len())
            .filter(|&at| !is_name(at))
            .flat_map(|at| others(&at))
            .any(|c| !letters.contains(c))
        {
            continue;
        }
        let sure = (0..words.len()).filter(|at| !is_name(*at) && others(at).next().is_some()).count();
        let first = usize::from(is_name(0) && others(&0).next().is_some_and(|c| letters.contains(c)));
        let is_frequent = |at: &usize| (*at == 0 || !is_name(*at)) && frequent.contains(&lower[*at].as_str());
        let likely = (0..words.len()).filter(is_frequent).count();
        let count = sure + likely + first;
        // Two particles are in names of four words, such as `Rio de la Plata`.
        let is_enough =
            count >= 2 && (sure > 0 || words.len() > 4 || (words.len() > 2 && likely * 2 > words.len()));
        let is_short = sure >= 1 && count * 5 >= words.len();
        if count * 6 >= words.len()
            && count > shared
            && (is_enough || is_short)
            && best.is_none_or(|(most, _)| count > most)
        {
            best = Some((count, name));
        }
    }
    best.map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_russian_are_known() {
        for (text, language) in [
            ("Міст через річку збудували торік, і він уже відкритий.", Some("Ukrainian")),
            ("Її будинок стоїть біля річки, що тече крізь село.", Some("Ukrainian")),
            ("Гэты дом пабудаваў яго бацька, а потым ён быў прададзены.", Some("Belarusian")),
            ("Бұл көпір өзен арқылы салынған және жаңа.", Some("Kazakh")),
            ("Мост је саграђен прошле године и њиме се прелази река.", Some("Serbian")),
            ("Мостът беше построен през миналата година и е отворен.", Some("Bulgarian")),
            ("Мост построили в прошлом году, и он уже открыт.", None),
            ("Дзяржава дае правы кожнаму.", Some("Belarusian")),
            ("Сви гости су добили вечеру.", Some("Serbian")),
            ("Сите гости добија вечера.", Some("Macedonian")),
            ("Не забравяйте да въведете фамилията.", Some("Bulgarian")),
            ("Күтө туруңуз, кеме келет.", Some("Kyrgyz")),
            ("Шәһәрдә яңа күпер ачылды.", Some("Tatar")),
            ("У шаҳар кўчасида ишлайди.", Some("Uzbek")),
            ("Объезд закрыт, подъём тоже.", None),
            ("Фирма «Ґрунт» построила мост через реку в прошлом году.", None),
        ] {
            assert_eq!(in_cyrillic(text), language, "{text}");
        }
    }

    #[test]
    fn other_languages_in_latin_letters_are_known() {
        for (text, language) in [
            ("Die Brücke wurde im letzten Jahr gebaut und ist schon offen.", Some("German")),
            ("Le pont est ouvert et les gens du village le traversent.", Some("French")),
            ("El puente está abierto para los vecinos del pueblo.", Some("Spanish")),
            ("Klicken Sie auf die Brücke.", Some("German")),
            ("In der Stadt ist eine Brücke.", Some("German")),
            ("Het was een mooie brug in de stad.", Some("Dutch")),
            ("Most jest już otwarty dla pieszych.", Some("Polish")),
            ("Podul este deschis pentru toți.", Some("Romanian")),
            ("Köprü dün açıldı.", Some("Turkish")),
            ("Śvieciłovič stood on a bridge.", None),
            ("Sheremetyevo Airport, café Zürich", None),
            ("Ha-ha!", None),
            ("The bridge over the Rio de la Plata is open.", None),
            ("Médecins Sans Frontières Suisse Genève", None),
            ("Bridge opened", None),
        ] {
            assert_eq!(in_latin(text), language, "{text}");
        }
    }
}
