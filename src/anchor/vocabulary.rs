//! Closed word classes: number words, months, weekdays, titles, and what may follow a number (scales, currencies, units).
//!
//! The inflected forms are made from stems and endings once, at first use (about a thousand forms, well under a
//! millisecond).

use crate::document::Lang;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The part a closed-class word plays in an anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lexeme {
    /// A number word; ordinals end a number.
    Number { value: u64, ordinal: bool },
    /// A word that multiplies the number before it: hundred, тысяча, million.
    Scale(u32),
    /// The decade of a century: nineties, девяностые.
    Decade(u64),
    /// A part of a whole: half, треть, quarter; the denominator.
    Part(u64),
    /// One and a half, a single word in Russian.
    OneAndHalf,
    /// A count of twelve.
    Dozen,
    /// A month, 1 to 12.
    Month(u8),
    /// A weekday, 1 (Monday) to 7.
    Weekday(u8),
    /// A person's title, by its English short form.
    Title(&'static str),
}

type Table = FxHashMap<String, Lexeme>;

static ENGLISH: LazyLock<Table> = LazyLock::new(english);
static RUSSIAN: LazyLock<Table> = LazyLock::new(russian);

/// The lexeme of a folded word.
pub(super) fn lexeme(lang: Lang, word: &str) -> Option<Lexeme> {
    match lang {
        Lang::En => ENGLISH.get(word).copied(),
        Lang::Ru => RUSSIAN.get(word).copied(),
    }
}

const EN_CARDINALS: &str = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen \
    sixteen seventeen eighteen nineteen";
const EN_ORDINALS: &str = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth \
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth";
const EN_TENS: &str = "twenty thirty forty fifty sixty seventy eighty ninety";
const EN_MONTHS: &str =
    "january february march april may june july august september october november december";
const EN_WEEKDAYS: &str = "monday tuesday wednesday thursday friday saturday sunday";

fn english() -> Table {
    let mut table = Table::default();
    let mut add = |word: &str, lexeme| table.insert(word.to_owned(), lexeme);
    for (value, word) in (0..).zip(EN_CARDINALS.split_whitespace()) {
        add(word, Lexeme::Number { value, ordinal: false });
        add(&format!("{word}fold"), Lexeme::Number { value, ordinal: false });
    }
    for (value, word) in (1..).zip(EN_ORDINALS.split_whitespace()) {
        add(word, Lexeme::Number { value, ordinal: true });
    }
    for (tens, word) in (2..).zip(EN_TENS.split_whitespace()) {
        let stem = word.trim_end_matches('y');
        add(word, Lexeme::Number { value: tens * 10, ordinal: false });
        add(&format!("{stem}ieth"), Lexeme::Number { value: tens * 10, ordinal: true });
        add(&format!("{stem}ies"), Lexeme::Decade(tens * 10));
    }
    for (word, exponent) in
        [("hundred", 2), ("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12)]
    {
        add(word, Lexeme::Scale(exponent));
        add(&format!("{word}th"), Lexeme::Number { value: 10u64.pow(exponent), ordinal: true });
    }
    for (word, parts) in [
        ("half", 2),
        ("quarter", 4),
        ("quarters", 4),
        ("thirds", 3),
        ("halves", 2),
        ("fifths", 5),
        ("sixths", 6),
        ("eighths", 8),
        ("tenths", 10),
    ] {
        add(word, Lexeme::Part(parts));
    }
    add("dozen", Lexeme::Dozen);
    for (month, word) in (1..).zip(EN_MONTHS.split_whitespace()) {
        add(word, Lexeme::Month(month));
        if word.len() > 4 {
            add(&word[..3], Lexeme::Month(month));
        }
    }
    add("sept", Lexeme::Month(9));
    for (day, word) in (1..).zip(EN_WEEKDAYS.split_whitespace()) {
        add(word, Lexeme::Weekday(day));
        add(&format!("{word}s"), Lexeme::Weekday(day));
    }
    for (word, title) in EN_TITLES {
        add(word, Lexeme::Title(title));
    }
    for ambiguous in ["mar", "dec", "sun"] {
        table.remove(ambiguous);
    }
    table
}

const EN_TITLES: [(&str, &str); 16] = [
    ("mr", "MR"),
    ("mrs", "MRS"),
    ("ms", "MRS"),
    ("miss", "MRS"),
    ("dr", "DR"),
    ("doctor", "DR"),
    ("prof", "PROF"),
    ("professor", "PROF"),
    ("captain", "CAPT"),
    ("colonel", "COL"),
    ("lieutenant", "LT"),
    ("sergeant", "SGT"),
    ("madam", "MADAM"),
    ("sir", "SIR"),
    ("lady", "LADY"),
    ("lord", "LORD"),
];

/// Declension endings: feminine nouns in -ь, adjectives, and so on.
const SOFT: &[&str] = &["ь", "и", "ью"];
const HARD: &[&str] = &["ый", "ого", "ому", "ым", "ом", "ая", "ой", "ую", "ое", "ые", "ых", "ыми"];
const SOFT_ADJECTIVE: &[&str] = &["ий", "его", "ему", "им", "ем", "яя", "ей", "юю", "ее", "ие", "их", "ими"];
const MASCULINE: &[&str] = &["", "а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах"];
const FEMININE: &[&str] = &["а", "ы", "е", "у", "ой", "", "ам", "ами", "ах"];

/// Numbers whose forms are listed: what no pattern covers.
const RU_LISTED: &[(u64, &str)] = &[
    (0, "ноль нуль нуля нулю нулем нуле"),
    (1, "один одна одно одни одного одной одному одну одним одном одних одними"),
    (2, "два две двух двум двумя двое двоих двоим обе оба обоих обеих"),
    (3, "три трех трем тремя трое троих троим"),
    (4, "четыре четырех четырем четырьмя четверо четверых"),
    (5, "пятеро пятерых"),
    (6, "шестеро шестерых"),
    (7, "семеро семерых"),
    (8, "восемь восьми восемью восьмью"),
    (40, "сорок сорока"),
    (90, "девяносто девяноста"),
    (100, "сто ста"),
    (200, "двести двухсот двумстам двумястами двухстах"),
    (300, "триста трехсот тремстам тремястами трехстах"),
    (400, "четыреста четырехсот четыремстам четырьмястами четырехстах"),
];
/// Numbers declined like `пять`: the stem before ь, и, ью.
const RU_SOFT: &[(u64, &str)] = &[
    (5, "пят"),
    (6, "шест"),
    (7, "сем"),
    (9, "девят"),
    (10, "десят"),
    (11, "одиннадцат"),
    (12, "двенадцат"),
    (13, "тринадцат"),
    (14, "четырнадцат"),
    (15, "пятнадцат"),
    (16, "шестнадцат"),
    (17, "семнадцат"),
    (18, "восемнадцат"),
    (19, "девятнадцат"),
    (20, "двадцат"),
    (30, "тридцат"),
];
/// Both halves declined: пятьдесят, пятидесяти, пятьюдесятью; пятьсот, пятисот, пятистам.
const RU_HALVES: &[(u64, &str, &str, &str)] = &[
    (5, "пять", "пяти", "пятью"),
    (6, "шесть", "шести", "шестью"),
    (7, "семь", "семи", "семью"),
    (8, "восемь", "восьми", "восемью"),
    (9, "девять", "девяти", "девятью"),
];
/// Ordinal stems, declined like hard adjectives.
const RU_ORDINALS: &[(u64, &str)] = &[
    (1, "перв"),
    (2, "втор"),
    (4, "четверт"),
    (5, "пят"),
    (6, "шест"),
    (7, "седьм"),
    (8, "восьм"),
    (9, "девят"),
    (10, "десят"),
    (11, "одиннадцат"),
    (12, "двенадцат"),
    (13, "тринадцат"),
    (14, "четырнадцат"),
    (15, "пятнадцат"),
    (16, "шестнадцат"),
    (17, "семнадцат"),
    (18, "восемнадцат"),
    (19, "девятнадцат"),
    (20, "двадцат"),
    (30, "тридцат"),
    (40, "сороков"),
    (50, "пятидесят"),
    (60, "шестидесят"),
    (70, "семидесят"),
    (80, "восьмидесят"),
    (90, "девяност"),
    (100, "сот"),
    (200, "двухсот"),
    (300, "трехсот"),
    (500, "пятисот"),
    (1000, "тысячн"),
];
const RU_MONTHS: &str = "январ феврал март апрел ма июн июл август сентябр октябр ноябр декабр";
const RU_TITLES: &[(&str, &str)] = &[
    ("MR", "г-н г-на г-ну г-ном господин господина господину господином господине"),
    ("MRS", "г-жа г-жи г-же г-жу г-жой госпожа госпожи госпоже госпожу госпожой мисс миссис"),
    ("MR", "мистер мистера мистеру мистером мистере"),
    ("DR", "д-р д-ра д-ру д-ром доктор доктора доктору доктором докторе"),
    ("PROF", "проф профессор профессора профессору профессором профессоре"),
    ("CAPT", "капитан капитана капитану капитаном капитане"),
    ("COL", "полковник полковника полковнику полковником"),
    ("LT", "лейтенант лейтенанта лейтенанту лейтенантом"),
    ("SGT", "сержант сержанта сержанту сержантом"),
    ("MADAM", "мадам"),
    ("SIR", "сэр сэра сэру сэром"),
    ("LADY", "леди"),
    ("LORD", "лорд лорда лорду лордом лорды лордов"),
];

fn russian() -> Table {
    let mut table = Table::default();
    russian_numbers(&mut table);
    russian_calendar(&mut table);
    for (title, forms) in RU_TITLES {
        for form in forms.split(' ') {
            table.insert(form.to_owned(), Lexeme::Title(title));
        }
    }
    table
}

fn decline(table: &mut Table, stem: &str, endings: &[&str], lexeme: Lexeme) {
    for ending in endings {
        table.insert(format!("{stem}{ending}"), lexeme);
    }
}

fn russian_numbers(table: &mut Table) {
    for &(value, stem) in RU_ORDINALS {
        decline(table, stem, HARD, Lexeme::Number { value, ordinal: true });
    }
    let third = Lexeme::Number { value: 3, ordinal: true };
    decline(
        table,
        "трет",
        &["ий", "ьего", "ьему", "ьим", "ьем", "ья", "ьей", "ью", "ье", "ьи", "ьих"],
        third,
    );
    for &(value, stem) in RU_SOFT {
        decline(table, stem, SOFT, Lexeme::Number { value, ordinal: false });
    }
    for &(value, forms) in RU_LISTED {
        for form in forms.split(' ') {
            table.insert(form.to_owned(), Lexeme::Number { value, ordinal: false });
        }
    }
    for &(digit, nominative, genitive, instrumental) in RU_HALVES {
        let tens = Lexeme::Number { value: digit * 10, ordinal: false };
        let hundreds = Lexeme::Number { value: digit * 100, ordinal: false };
        for (first, second) in [(nominative, "десят"), (genitive, "десяти"), (instrumental, "десятью")]
        {
            table.insert(format!("{first}{second}"), tens);
        }
        for (first, second) in
            [(nominative, "сот"), (genitive, "сот"), (genitive, "стам"), (genitive, "стах")]
        {
            table.insert(format!("{first}{second}"), hundreds);
        }
        table.insert(format!("{instrumental}стами"), hundreds);
    }
    for (tens, stem) in
        [(20, "двадцат"), (30, "тридцат"), (40, "сороков"), (50, "пятидесят"), (60, "шестидесят")]
            .into_iter()
            .chain([(70, "семидесят"), (80, "восьмидесят"), (90, "девяност")])
    {
        decline(table, stem, &["ые", "ых", "ыми"], Lexeme::Decade(tens));
    }
    table.remove("семью"); // far more often "family"
    russian_scales(table);
}

fn russian_scales(table: &mut Table) {
    decline(table, "тысяч", &["а", "и", "е", "у", "ей", "ью", "", "ам", "ами", "ах"], Lexeme::Scale(3));
    table.insert("тыс".to_owned(), Lexeme::Scale(3));
    for (word, short, exponent) in [("миллион", "млн", 6), ("миллиард", "млрд", 9), ("триллион", "трлн", 12)]
    {
        decline(table, word, MASCULINE, Lexeme::Scale(exponent));
        table.insert(short.to_owned(), Lexeme::Scale(exponent));
        table.insert(format!("{short}."), Lexeme::Scale(exponent));
    }
    for (word, value) in [("полтысячи", 500), ("полмиллиона", 500_000), ("полмиллиарда", 500_000_000)]
    {
        table.insert(word.to_owned(), Lexeme::Number { value, ordinal: false });
    }
    for word in ["полтора", "полторы", "полутора"] {
        table.insert(word.to_owned(), Lexeme::OneAndHalf);
    }
    decline(table, "половин", FEMININE, Lexeme::Part(2));
    decline(table, "трет", &["ь", "и", "ей", "ям"], Lexeme::Part(3));
    decline(table, "четверт", &["ь", "и", "ью", "ей", "ям"], Lexeme::Part(4));
    decline(table, "дюжин", FEMININE, Lexeme::Dozen);
    decline(table, "десятк", &["а", "у", "ом", "е"], Lexeme::Number { value: 10, ordinal: false });
    table.insert("десяток".to_owned(), Lexeme::Number { value: 10, ordinal: false });
}

fn russian_calendar(table: &mut Table) {
    for (month, stem) in (1..).zip(RU_MONTHS.split(' ')) {
        let endings: &[&str] = match stem {
            "март" | "август" => &["", "а", "у", "ом", "е"],
            "ма" => &["й", "я", "ю", "ем", "е"],
            _ => &["ь", "я", "ю", "ем", "е"],
        };
        decline(table, stem, endings, Lexeme::Month(month));
    }
    for (month, short) in
        [(1, "янв"), (2, "фев"), (2, "февр"), (4, "апр"), (8, "авг"), (9, "сен"), (9, "сент")]
    {
        table.insert(short.to_owned(), Lexeme::Month(month));
    }
    for (month, short) in [(10, "окт"), (11, "нояб"), (12, "дек")] {
        table.insert(short.to_owned(), Lexeme::Month(month));
    }
    let days: [(u8, &str, &[&str]); 7] = [
        (1, "понедельник", MASCULINE),
        (2, "вторник", MASCULINE),
        (3, "сред", FEMININE),
        (4, "четверг", &["", "а", "у", "ом", "е", "и", "ам"]),
        (5, "пятниц", &["а", "ы", "е", "у", "ей", "", "ам"]),
        (6, "суббот", FEMININE),
        (7, "воскресень", &["е", "я", "ю", "ем", "ям"]),
    ];
    for (day, stem, endings) in days {
        decline(table, stem, endings, Lexeme::Weekday(day));
    }
    let adjectives: [(u8, &str, &[&str]); 3] =
        [(5, "пятничн", HARD), (6, "субботн", SOFT_ADJECTIVE), (7, "воскресн", HARD)];
    for (day, stem, endings) in adjectives {
        decline(table, stem, endings, Lexeme::Weekday(day));
    }
    // "среда" is also "environment": only the forms met in dates.
    for form in ["среда", "среды", "среде", "сред", "средой", "средам", "средами", "средах"]
    {
        table.remove(form);
    }
}

/// The power of ten of a short scale letter glued to a number: 5m, 3bn, 20k.
pub(super) fn scale_suffix(word: &str) -> Option<u32> {
    Some(match word {
        "k" => 3,
        "m" | "mn" => 6,
        "bn" | "b" => 9,
        "tn" => 12,
        _ => return None,
    })
}

/// The currency a sign stands for.
pub(super) fn currency_sign(sign: char) -> Option<&'static str> {
    Some(match sign {
        '$' => "USD",
        '€' => "EUR",
        '£' => "GBP",
        '¥' => "JPY",
        '₽' => "RUB",
        '₸' => "KZT",
        '₴' => "UAH",
        '₹' => "INR",
        _ => return None,
    })
}

/// The currency a folded word after (or a code before) a number names.
pub(super) fn currency_word(word: &str) -> Option<&'static str> {
    const CODES: [&str; 20] = [
        "USD", "EUR", "GBP", "JPY", "RUB", "CHF", "CNY", "KZT", "KGS", "UZS", "TJS", "TMT", "UAH", "INR",
        "CAD", "AUD", "SEK", "NOK", "DKK", "PLN",
    ];
    const STEMS: [(&str, &[&str], &str); 22] = [
        ("доллар", MASCULINE, "USD"),
        ("долл", &[""], "USD"),
        ("dollar", &["", "s"], "USD"),
        ("евро", &[""], "EUR"),
        ("euro", &["", "s"], "EUR"),
        ("руб", &[""], "RUB"),
        ("рубл", &["ь", "я", "ю", "ем", "е", "и", "ей", "ям", "ями", "ях"], "RUB"),
        ("r", &["uble", "ubles", "ouble", "oubles"], "RUB"),
        ("pound", &["", "s"], "GBP"),
        ("фунт", MASCULINE, "GBP"),
        ("иен", FEMININE, "JPY"),
        ("yen", &[""], "JPY"),
        ("юан", &["ь", "я", "ю", "ем", "и", "ей", "ям", "ями", "ях"], "CNY"),
        ("yuan", &[""], "CNY"),
        ("тенге", &[""], "KZT"),
        ("tenge", &[""], "KZT"),
        ("сом", MASCULINE, "KGS"),
        ("som", &["", "s"], "KGS"),
        ("гривн", &["а", "ы", "е", "у", "ам", "ами", "ах"], "UAH"),
        ("гривен", &[""], "UAH"),
        ("hryvnia", &["", "s"], "UAH"),
        ("франк", MASCULINE, "CHF"),
    ];
    if let Some(code) = CODES.iter().find(|c| c.eq_ignore_ascii_case(word)) {
        return Some(code);
    }
    STEMS
        .iter()
        .find(|(stem, endings, _)| word.strip_prefix(stem).is_some_and(|e| endings.contains(&e)))
        .map(|s| s.2)
}

const UNITS: &[(&str, &[&str], &str)] = &[
    ("km", &["", "s"], "km"),
    ("kilomet", &["er", "re", "ers", "res"], "km"),
    ("км", &[""], "km"),
    ("километр", MASCULINE, "km"),
    ("met", &["er", "re", "ers", "res"], "m"),
    ("м", &[""], "m"),
    ("метр", MASCULINE, "m"),
    ("cm", &[""], "cm"),
    ("centimet", &["er", "re", "ers", "res"], "cm"),
    ("см", &[""], "cm"),
    ("сантиметр", MASCULINE, "cm"),
    ("mm", &[""], "mm"),
    ("millimet", &["er", "re", "ers", "res"], "mm"),
    ("мм", &[""], "mm"),
    ("миллиметр", MASCULINE, "mm"),
    ("mile", &["", "s"], "mi"),
    ("мил", &["я", "и", "ю", "ь", "ей", "е", "ям", "ях"], "mi"),
    ("f", &["oot", "eet", "t"], "ft"),
    ("фут", MASCULINE, "ft"),
    ("inch", &["", "es"], "in"),
    ("дюйм", MASCULINE, "in"),
    ("yard", &["", "s"], "yd"),
    ("ярд", MASCULINE, "yd"),
    ("kg", &["", "s"], "kg"),
    ("kilogram", &["", "s", "me", "mes"], "kg"),
    ("kilo", &["", "s"], "kg"),
    ("кг", &[""], "kg"),
    ("килограмм", MASCULINE, "kg"),
    ("g", &["", "ram", "rams"], "g"),
    ("грамм", MASCULINE, "g"),
    ("mg", &[""], "mg"),
    ("мг", &[""], "mg"),
    ("ton", &["", "s", "ne", "nes"], "t"),
    ("т", &[""], "t"),
    ("тонн", FEMININE, "t"),
    ("lb", &["", "s"], "lb"),
    ("ounce", &["", "s"], "oz"),
    ("унци", &["я", "и", "ю", "й"], "oz"),
    ("l", &["itre", "itres", "iter", "iters"], "l"),
    ("литр", MASCULINE, "l"),
    ("л", &[""], "l"),
    ("ml", &[""], "ml"),
    ("мл", &[""], "ml"),
    ("gallon", &["", "s"], "gal"),
    ("галлон", MASCULINE, "gal"),
    ("ha", &[""], "ha"),
    ("hectare", &["", "s"], "ha"),
    ("га", &[""], "ha"),
    ("гектар", MASCULINE, "ha"),
    ("acre", &["", "s"], "acre"),
    ("акр", MASCULINE, "acre"),
    ("hour", &["", "s"], "h"),
    ("hr", &["", "s"], "h"),
    ("час", MASCULINE, "h"),
    ("ч", &[""], "h"),
    ("minute", &["", "s"], "min"),
    ("min", &["", "s"], "min"),
    ("минут", FEMININE, "min"),
    ("мин", &[""], "min"),
    ("second", &["s"], "s"),
    ("секунд", FEMININE, "s"),
    ("сек", &[""], "s"),
    ("day", &["", "s"], "day"),
    ("д", &["ень", "ня", "ней", "ню", "нем", "не", "ни", "ням", "нями", "нях"], "day"),
    ("week", &["", "s"], "week"),
    ("недел", &["я", "и", "ю", "ь", "ей", "е", "ям", "ями", "ях"], "week"),
    ("month", &["", "s"], "month"),
    ("месяц", &["", "а", "у", "ем", "е", "ы", "ев", "ам", "ами", "ах"], "month"),
    ("year", &["", "s"], "year"),
    ("год", MASCULINE, "year"),
    ("лет", &["", "ам", "ами", "ах"], "year"),
    ("kw", &["", "h"], "kw"),
    ("квт", &[""], "kw"),
    ("mw", &[""], "mw"),
    ("мвт", &[""], "mw"),
    ("gw", &[""], "gw"),
    ("гвт", &[""], "gw"),
    ("megawatt", &["", "s"], "mw"),
    ("мегаватт", MASCULINE, "mw"),
    ("hz", &[""], "hz"),
    ("гц", &[""], "hz"),
    ("mhz", &[""], "mhz"),
    ("мгц", &[""], "mhz"),
    ("ghz", &[""], "ghz"),
    ("ггц", &[""], "ghz"),
    ("kb", &[""], "kb"),
    ("кб", &[""], "kb"),
    ("mb", &[""], "mb"),
    ("мб", &[""], "mb"),
    ("gb", &[""], "gb"),
    ("гб", &[""], "gb"),
    ("tb", &[""], "tb"),
    ("тб", &[""], "tb"),
    ("megabyte", &["", "s"], "mb"),
    ("мегабайт", MASCULINE, "mb"),
    ("gigabyte", &["", "s"], "gb"),
    ("гигабайт", MASCULINE, "gb"),
    ("mph", &[""], "mi/h"),
];

/// The unit a folded word after a number names, by its international symbol.
pub(super) fn unit_word(word: &str) -> Option<&'static str> {
    static FORMS: LazyLock<FxHashMap<String, &'static str>> = LazyLock::new(|| {
        UNITS
            .iter()
            .flat_map(|&(stem, endings, unit)| endings.iter().map(move |e| (format!("{stem}{e}"), unit)))
            .collect()
    });
    FORMS.get(word).copied()
}
