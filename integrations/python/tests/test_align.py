"""Aligning one pair, and what is known of it."""

from __future__ import annotations

import copy
import gzip
import pickle
from pathlib import Path
from typing import Any

import pytest

import enru

from .conftest import SAMPLES, russian

EN = "The ferry left Baku at 6.40 a.m. Forty people were on board. Nobody was hurt."
RU = "Паром вышел из Баку в 6:40. На борту было сорок человек. Никто не пострадал."


def test_texts() -> None:
    alignment = enru.align(EN, RU, name="ferry")
    assert [(s.en, s.ru) for s in alignment.segments] == [
        ("The ferry left Baku at 6.40 a.m.", "Паром вышел из Баку в 6:40."),
        ("Forty people were on board.", "На борту было сорок человек."),
        ("Nobody was hurt.", "Никто не пострадал."),
    ]
    first = alignment.segments[0]
    assert (first.shape, first.status, first.en_ids, first.ru_ids, first.document) == ("1-1", "auto", (1,), (1,), "ferry")
    assert first.confidence is not None and 0.5 < first.confidence <= 1.0
    assert "6:40" in " ".join(first.anchors)
    assert len(first.segment_id) == 16
    assert alignment.ladder == [([0], [0]), ([1], [1]), ([2], [2])]
    assert len(alignment.confidences) == 3
    assert alignment.suspect == []


def test_a_list_is_never_split() -> None:
    alignment = enru.align(["He came. He saw.", "He left."], ["Он пришёл.\nОн увидел.", "Он ушёл."])
    assert alignment.en == ["He came. He saw.", "He left."]
    assert alignment.ru == ["Он пришёл. Он увидел.", "Он ушёл."]
    assert enru.align(iter(["One."]), ("Раз.",)).ladder == [([0], [0])]
    # An empty sentence is a sentence.
    assert len(enru.align(["One.", ""], ["Раз.", ""]).en) == 2


def test_lines_are_sentences() -> None:
    alignment = enru.align("He came. He saw.\nHe left.\n", "Он пришёл. Он увидел.\nОн ушёл.\n", lines=True)
    assert alignment.ladder == [([0], [0]), ([1], [1])]
    mixed = enru.align("He came. He saw.\nHe left.\n", ["Он пришёл. Он увидел.", "Он ушёл."], lines=True)
    assert mixed.ladder == alignment.ladder


def test_a_str_is_a_text_and_a_path_is_a_file(tmp_path: Path) -> None:
    en, ru = tmp_path / "ferry.en.txt", tmp_path / "ferry.ru.txt.gz"
    en.write_text(EN, encoding="utf-16")
    ru.write_bytes(gzip.compress(RU.encode("cp1251")))
    of_files = enru.align(en, ru)
    assert of_files.name == "ferry"
    texts = [(s.en, s.ru) for s in enru.align(EN, RU).segments]
    assert [(s.en, s.ru) for s in of_files.segments] == texts
    # Files may be given in either order, and each side in its own way.
    assert [(s.en, s.ru) for s in enru.align(ru, en).segments] == texts
    assert [(s.en, s.ru) for s in enru.align(en, RU).segments] == texts
    assert [(s.en, s.ru) for s in enru.align(enru.read(en), enru.read(ru)).segments] == texts
    assert [(s.en, s.ru) for s in enru.align(enru.read(ru), enru.read(en)).segments] == texts
    with pytest.warns(UserWarning, match="to read the file, give pathlib.Path"):
        assert enru.align(str(en), RU).en == [str(en)]


def test_read_tells_what_it_found(tmp_path: Path) -> None:
    path = tmp_path / "notice.html"
    path.write_text("<html><body><h1>Уведомление</h1><p>Школа закрыта. Приходите в среду.</p></body></html>", encoding="utf-8")
    document = enru.read(path)
    assert (document.name, document.lang, document.encoding) == ("notice.html", "ru", "UTF-8")
    assert document.blocks == ["Уведомление", "Школа закрыта. Приходите в среду."]
    assert document.sentences() == ["Уведомление", "Школа закрыта.", "Приходите в среду."]
    assert enru.read("notice.html", path.read_bytes()).text == document.text
    assert enru.read("x.txt", b"Page 1\n\nPage 2\n\nPage 3\n\nText.").notices == {"page-number": 3}


def test_split() -> None:
    assert enru.split("Mr. Lee left. He was late.", "en") == ["Mr. Lee left.", "He was late."]
    assert enru.split("В 2020 г. он уехал. Потом вернулся.") == ["В 2020 г. он уехал.", "Потом вернулся."]
    assert enru.split("", "en") == []
    with pytest.raises(enru.OptionError, match="unknown language 'de'"):
        enru.split("Ja.", "de")  # type: ignore[arg-type]


def test_options_count(tmp_path: Path) -> None:
    everything = enru.align(EN, RU)
    sure = enru.align(EN, RU, min_confidence=1.0)
    assert len(sure.segments) < len(everything.segments) == 3
    assert len(sure.ladder) == 3
    srx = tmp_path / "whole.srx"
    srx.write_text(
        '<srx version="2.0" xmlns="http://www.lisa.org/srx20"><header segmentsubflows="yes" cascade="no"/><body>'
        '<languagerules><languagerule languagerulename="all"><rule break="yes"><beforebreak>hurt\\.</beforebreak>'
        "<afterbreak>\\s</afterbreak></rule></languagerule></languagerules><maprules>"
        '<languagemap languagepattern=".*" languagerulename="all"/></maprules></body></srx>',
        encoding="utf-8",
    )
    assert len(enru.align(EN, RU, srx=srx).en) == 1
    assert enru.split(EN, "en", srx=srx) == [EN]
    glossary = tmp_path / "glossary.tsv"
    glossary.write_text("blorf\tбурбл\n", encoding="utf-8")
    explained = enru.align(["The blorf."], ["Бурбл."], lexicon=glossary).explain(0)
    assert any(tie[0].startswith("blorf") for tie in explained.ties)
    assert not enru.align(["The blorf."], ["Бурбл."]).explain(0).ties


def test_anchors_are_kept(tmp_path: Path) -> None:
    en, ru = ["Alpha.", "Beta.", "Gamma."], ["Первый.", "Второй.", "Третий."]
    wrong = enru.align(en, ru, anchors=[(1, 3)])
    assert any(0 in bead[0] and 2 in bead[1] for bead in wrong.ladder)
    file = tmp_path / "anchors.tsv"
    file.write_text("1\t3\n", encoding="utf-8")
    assert enru.align(en, ru, anchors=file).ladder == wrong.ladder
    assert enru.align(en, ru, anchors=file).explain(0).text == wrong.explain(0).text
    for bad, reason in [([(1, 3), (2, 1)], "crosses"), ([(0, 1)], "counted from 1"), ([(9, 1)], "out of range")]:
        with pytest.raises(enru.OptionError, match=reason):
            enru.align(en, ru, anchors=bad)


def test_explanations() -> None:
    alignment = enru.align(EN, RU)
    explanation = alignment.explain(0)
    assert explanation.text == str(explanation) and explanation.text
    assert abs(explanation.confidence - (alignment.segments[0].confidence or 0)) < 0.001
    assert explanation.ties and explanation.ties[0][2] > 0
    assert explanation.reasons and explanation.signals
    assert alignment.explain(-1).text == alignment.explain(2).text
    for index in (3, -4):
        with pytest.raises(IndexError, match="there are 3"):
            alignment.explain(index)


def test_what_was_moved_is_explained_too() -> None:
    en = ["The mayor opened the fair in Osh.", "Apples cost 40 som.", "It rained in Naryn on 7 May.", "Buses ran until 23:15."]
    ru = [en_ru for en_ru in ("В Нарыне 7 мая шёл дождь.", "Мэр открыл ярмарку в Оше.", "Яблоки стоили 40 сомов.")]
    ru.append("Автобусы ходили до 23:15.")
    alignment = enru.align(en, ru)
    for index, segment in enumerate(alignment.segments):
        assert ("out of document order" in alignment.explain(index).text) == ("moved" in segment.flags), segment


def test_segments_are_a_sequence() -> None:
    segments = enru.align(EN, RU).segments
    assert len(segments) == 3 and segments[-1] == list(segments)[2] and segments[:2] == list(segments)[:2]
    assert segments[1] in segments and segments.index(segments[1]) == 1
    with pytest.raises(IndexError):
        segments[3]
    assert segments == enru.align(EN, RU).segments


def test_a_segment_is_frozen_hashed_and_pickled() -> None:
    segment = enru.align(EN, RU).segments[0]
    with pytest.raises(AttributeError):
        segment.en = "other"  # type: ignore[misc]
    same = pickle.loads(pickle.dumps(segment))
    assert same == segment and hash(same) == hash(segment) and {segment, same} == {segment}
    assert copy.deepcopy(segment) == segment
    assert segment != enru.Segment("The ferry left Baku at 6.40 a.m.", "Паром вышел из Баку в 6:40.")
    made = enru.Segment(
        "One.", "Раз.", confidence=0.5, en_ids=[1, 2], ru_ids=[3], flags=["moved"], extra={"client": "UN", "n": 1}
    )
    assert (made.shape, made.extra, made.flags) == ("2-1", {"client": "UN", "n": 1}, ("moved",))
    assert pickle.loads(pickle.dumps(made)) == made
    assert repr(made) == "Segment(en='One.', ru='Раз.', confidence=0.500, shape='2-1')"
    bad: list[dict[str, Any]] = [{"confidence": 2.0}, {"status": "fine"}, {"flags": ["odd"]}, {"shape": "x"}]
    for wrong in bad:
        with pytest.raises(enru.OptionError):
            enru.Segment("One.", "Раз.", **wrong)


def test_an_alignment_stays_in_its_process() -> None:
    with pytest.raises(TypeError, match="to_dicts"):
        pickle.dumps(enru.align(EN, RU))


def test_an_aligner_is_pickled_with_its_options(tmp_path: Path) -> None:
    glossary = tmp_path / "glossary.tsv"
    glossary.write_text("blorf\tбурбл\n", encoding="utf-8")
    aligner = enru.Aligner(lexicon=[glossary], lines=True, min_confidence=0.25)
    same = pickle.loads(pickle.dumps(aligner))
    assert repr(same) == repr(aligner) and pickle.dumps(same) == pickle.dumps(aligner)
    assert same.align("A.\nB.", "А.\nБ.").ladder == aligner.align("A.\nB.", "А.\nБ.").ladder


def test_notebooks_show_it() -> None:
    alignment = enru.align(["<b>One & two.</b>"], ["Раз и два."])
    page = alignment._repr_html_()
    assert "&lt;b&gt;One &amp; two.&lt;/b&gt;" in page and "<b>" not in page
    assert page.count("<tr>") == 2
    picture = alignment.plot()
    assert picture.startswith("<svg") and picture._repr_svg_() == picture
    assert "1 English and 1 Russian sentences" in repr(alignment)


def test_what_is_left_out_is_told() -> None:
    alignment = enru.align(
        "Page 1\n\nOne day.\n\nPage 2\n\nTwo days.\n\nPage 3\n", "Один день.\n\nДва дня.\n\nЕщё кое-что новое."
    )
    assert alignment.notices == {"page-number": 3}
    assert [s.ru for s in alignment.unpaired] == ["Ещё кое-что новое."]
    assert len(alignment.to_dicts(keep_unaligned=True)) == len(alignment.segments) + 1


def test_suspicions() -> None:
    long = " ".join(f"Sentence {word} says something of its own." for word in "alpha beta gamma delta".split())
    assert enru.align(long, "Совсем другое.").suspect


@pytest.mark.parametrize("english", SAMPLES, ids=lambda path: path.stem)
def test_evaluation_of_the_samples(english: Path) -> None:
    stem = english.name[: -len(".en.txt")]
    gold = english.with_name(f"{stem}.gold")
    alignment = enru.align(english.with_name(f"{stem}.en"), english.with_name(f"{stem}.ru"), lines=True)
    score = enru.evaluate(gold, alignment)
    assert score.strict.f1 > 0.8 and score.gold_beads > 10
    assert enru.evaluate(alignment, alignment.ladder).strict.f1 == 1.0
    assert (score + score).gold_beads == 2 * score.gold_beads
    assert abs((score + score).lax.f1 - score.lax.f1) < 1e-12
    assert sum([score], start=enru.evaluate([], [])) == score
    assert russian(english).exists()
