//! Small documents of kinds that are hard to align: the expected pairs, unpaired sentences and confidences.

use enru::{Aligner, Bitext, EnRu, Flag, Lang, Segment, Sentences};

fn align(en: &str, ru: &str) -> Bitext {
    let side = |lang, text: &str| Sentences::from_lines("x", lang, text.to_string());
    Aligner::default().align_sentences(EnRu::new(side(Lang::En, en), side(Lang::Ru, ru)).unwrap())
}

/// The English and Russian sentence numbers of each segment, from 1.
fn numbers(bitext: &Bitext) -> Vec<(Vec<usize>, Vec<usize>)> {
    bitext.all_segments().map(|s| (s.en_ids, s.ru_ids)).collect()
}

fn segment(bitext: &Bitext, en: usize) -> Segment {
    bitext.all_segments().find(|s| s.en_ids == [en]).unwrap()
}

#[test]
fn a_heading_that_repeats_its_neighbour_stays_unpaired() {
    let bitext = align(
        "The Orion 7 kettle (52210) holds two litres and boils in four minutes.\nIt is easy to clean.\n",
        "Чайник Orion 7 (52210)\nЧайник Orion 7 (52210) вмещает два литра и закипает за четыре минуты.\n\
         Его легко чистить.\n",
    );
    let pair = |en: &[usize], ru: &[usize]| (en.to_vec(), ru.to_vec());
    assert_eq!(numbers(&bitext), [pair(&[], &[1]), pair(&[1], &[2]), pair(&[2], &[3])]);
}

#[test]
fn lines_that_are_the_same_pair_in_any_language() {
    let bitext = align(
        "Visit our shop\nThe jury met on Friday.\nLiberté, égalité, fraternité.\nIt chose a winner.\n",
        "Visit our shop\nЖюри собралось в пятницу.\nLiberté, égalité, fraternité.\nОно выбрало победителя.\n",
    );
    for line in [1, 3] {
        let segment = segment(&bitext, line);
        assert_eq!((segment.ru_ids, segment.flags), (vec![line], vec![Flag::Untranslated]));
    }
    // Russian prose in the English document is in the wrong language, even with a twin.
    let bitext = align(
        "The door opens.\nЛампа на крыше не горит.\nThe window closes.\n",
        "Дверь открывается.\nЛампа на крыше не горит.\nОкно закрывается.\n",
    );
    let lamp = segment(&bitext, 2);
    assert_eq!((lamp.ru_ids, lamp.flags), (vec![], vec![Flag::WrongLanguage]));
}

#[test]
fn addresses_of_different_kinds_do_not_pair() {
    let bitext = align(
        "Write to the press office:\nMs. Olga Lebedeva, Head of the Archive\nTel.: +7 495 000 11 22\n",
        "Пишите в пресс-службу:\nОльга Лебедева, заведующая архивом\nlebedeva@archive.example\n",
    );
    let pair = |en: &[usize], ru: &[usize]| (en.to_vec(), ru.to_vec());
    let mut found = numbers(&bitext);
    found.sort();
    assert_eq!(found, [pair(&[], &[3]), pair(&[1], &[1]), pair(&[2], &[2]), pair(&[3], &[])]);
    // Addresses of the same kind may pair, whatever the number.
    let bitext =
        align("Ask for Ivan.\nTel.: +7 495 000 11 22\n", "Спросите Ивана.\nТел.: +7 812 333 44 55\n");
    assert_eq!(segment(&bitext, 2).ru_ids, [2]);
}

#[test]
fn numbers_of_items_do_not_decide() {
    let bitext = align(
        "The school plans:\n1. to open a library;\n2. to plant apple trees in autumn;\n\
         3. to give the apples to the kindergarten.\n",
        "Школа планирует:\n1. открыть библиотеку;\n\
         2. осенью посадить яблони и отдавать яблоки детскому саду;\n3. починить крышу.\n",
    );
    let pair = |en: &[usize], ru: &[usize]| (en.to_vec(), ru.to_vec());
    assert_eq!(numbers(&bitext), [pair(&[1], &[1]), pair(&[2], &[2]), pair(&[3, 4], &[3]), pair(&[], &[4])]);
}

#[test]
fn neighbours_in_another_order_are_two_pairs() {
    let bitext = align(
        "Write to our offices:\nIn Oslo: Ingrid Berg, (22) 555-0177, iberg@example.org\n\
         In Baku: Rustam Aliyev, +994 12 000 00 11, raliyev@example.org\n",
        "Пишите в наши отделения:\nВ Баку: Рустам Алиев, +994 12 000-00-11, raliyev@example.org\n\
         В Осло: Ингрид Берг, (22) 555-0177, iberg@example.org\n",
    );
    let mut found = numbers(&bitext);
    found.sort();
    assert_eq!(found, [(vec![1], vec![1]), (vec![2], vec![3]), (vec![3], vec![2])]);
    assert_eq!(bitext.moved().len(), 1);
}

#[test]
fn a_note_that_moved_past_three_sentences_is_found() {
    let bitext = align(
        "The council met in Vienna.\n2 See the letter of the chairman of 7 June 2016, paragraph 31.\n\
         The first letter was about bridges.\nThe second letter was about forests.\n\
         The third letter was lost.\nThe council will meet again in autumn.\n",
        "Совет собрался в Вене.\nПервое письмо было о мостах.\nВторое письмо было о лесах.\n\
         Третье письмо потерялось.\n2 См. письмо председателя от 7 июня 2016 года, пункт 31.\n\
         Совет снова соберётся осенью.\n",
    );
    let note = segment(&bitext, 2);
    assert_eq!((note.ru_ids, note.flags), (vec![5], vec![Flag::Moved]));
    assert!(bitext.segments().all(|s| (s.shape.en, s.shape.ru) == (1, 1)), "{:?}", numbers(&bitext));
}

#[test]
fn confidence_needs_words_that_are_tied() {
    let sure = |bitext: &Bitext| bitext.segments().map(|s| s.confidence.unwrap()).fold(1.0, f32::min);
    let related = align(
        "The dog sleeps in the garden.\nIt is cold there.\nThe children play with it.\n",
        "Собака спит в саду.\nТам холодно.\nДети играют с ней.\n",
    );
    assert!(sure(&related) > 0.9, "{}", sure(&related));
    let unrelated = align(
        "The dog slept in a barn.\nIt barked at night.\nNobody came.\n",
        "Цены на нефть снова выросли.\nДепутат отказался от встречи.\nЗавтра будет снег.\n",
    );
    assert!(unrelated.segments().all(|s| s.confidence < Some(0.5)));
    let one = align("His soup was boiling.\n", "Автобус пришёл вовремя.\n");
    assert!(one.segments().all(|s| s.confidence < Some(0.7) && s.flags.contains(&Flag::NoTie)));
}

#[test]
fn a_half_without_counterpart_is_flagged() {
    let bitext = align(
        "The cook baked bread.\nThen he carried a heavy basket of apples to the market.\nThe market was full.\n",
        "Повар испёк хлеб.\nНу и ладно.\nПотом он отнёс на рынок тяжёлую корзину яблок.\nРынок был полон.\n",
    );
    let longer: Vec<Segment> = bitext.segments().filter(|s| s.shape.ru == 2).collect();
    assert!(longer.iter().all(|s| s.flags.contains(&Flag::PartUnmatched)), "{longer:?}");
    assert!(longer.len() + bitext.all_segments().filter(|s| s.shape.en == 0).count() == 1);
}

#[test]
fn names_are_missing_only_where_nothing_is_like_them() {
    let has_flag = |en: &str, ru: &str| {
        let bitext = align(
            &format!("The court met on Monday.\n{en}\nThe session was short.\n"),
            &format!("Суд собрался в понедельник.\n{ru}\nЗаседание было коротким.\n"),
        );
        segment(&bitext, 2).flags.contains(&Flag::NameMismatch)
    };
    // A different name.
    assert!(has_flag("The judge asked Torvik about the letter.", "Судья спросил Памфилову о письме."));
    // The same name with another sound; a word that only starts the sentence; several words run together.
    assert!(!has_flag("The judge asked Jaegwon about the letter.", "Судья спросил Джегуона о письме."));
    assert!(!has_flag("Fiix the letter, the judge asked.", "Испрравьте письмо, попросил судья."));
    assert!(!has_flag("The judge asked for the NameOfDrive letter.", "Судья попросил письмо ИмяДиска."));
}
