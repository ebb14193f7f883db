"""Memories as streams, and what the program makes of the same files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import enru

from .conftest import SAMPLES, Run, russian


@pytest.fixture(scope="module")
def memories(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A TMX and a CSV that have source texts in common."""
    folder = tmp_path_factory.mktemp("memories")
    first, second = folder / "first.tmx", folder / "second.csv"
    enru.align(SAMPLES[0], russian(SAMPLES[0])).save(first)
    more = [*enru.align(SAMPLES[1], russian(SAMPLES[1])).segments]
    old = next(iter(enru.Memory(first)))
    more.append(enru.Segment(old.en, "Совсем другой перевод 17.", status="reviewed"))
    more.append(more[0])
    enru.Memory(more).save(second)
    return [first, second]


def test_iterated_as_often_as_wanted(memories: list[Path]) -> None:
    memory = enru.Memory(memories[0])
    aligned = enru.align(SAMPLES[0], russian(SAMPLES[0])).segments
    assert list(memory) == list(memory) == list(aligned)
    assert len(list(enru.Memory(str(memories[0]), format="tmx"))) == len(aligned)


def test_filter_merge_and_dedupe_are_those_of_the_program(memories: list[Path], tmp_path: Path, run: Run) -> None:
    first, second = (enru.Memory(path) for path in memories)
    cases: list[tuple[list[object], enru.Memory]] = [
        (["filter", memories[0], "--min-confidence", "0.99"], first.filter(min_confidence=0.99)),
        (["filter", memories[0], "--shape", "1-1", "--without-flag", "any"], first.filter(shape="1-1", without_flag="any")),
        (["filter", memories[1], "--status", "reviewed,edited"], second.filter(status=["reviewed", "edited"])),
        (["filter", memories[0], "--min-length", "60", "--max-length", "200"], first.filter(min_length=60, max_length=200)),
        (["merge", *memories], first.merge(second)),
        (["merge", *memories, "--keep-all"], first.merge(second, keep_all=True)),
        (["dedupe", memories[1]], second.dedupe()),
        (["dedupe", memories[1], "--fold-marks"], second.dedupe(fold_marks=True)),
    ]
    for number, (arguments, memory) in enumerate(cases):
        for kind in ("csv", "tmx"):
            theirs, ours = tmp_path / f"theirs-{number}.{kind}", tmp_path / f"ours-{number}.{kind}"
            run("tm", *arguments, "-o", theirs)
            count = memory.save(ours)
            assert ours.read_bytes() == theirs.read_bytes(), arguments
            assert count == len(list(memory)) > 0


def test_one_after_the_other(memories: list[Path]) -> None:
    first, second = (enru.Memory(path) for path in memories)
    merged = first.filter(min_confidence=0.5).merge(second.dedupe()).filter(max_length=300)
    segments = list(merged)
    assert segments and all(len(segment.en) <= 300 for segment in segments)
    assert "Совсем другой перевод 17." in {segment.ru for segment in segments}, "what people reviewed wins"
    assert len({segment.en for segment in segments}) == len(segments)


def test_lint_is_that_of_the_program(tmp_path: Path, run: Run) -> None:
    rows = ["It cost 40 soms.,Это стоило 50 сомов.", "Two  spaces.,Два пробела.", ",Пусто.", "Fine.,Хорошо.", "Fine.,Отлично."]
    (tmp_path / "tm.csv").write_text("en,ru\n" + "\n".join(rows) + "\n", encoding="utf-8")
    told = run("tm", "lint", "tm.csv", "--format", "json", check=False).stdout.decode().splitlines()
    theirs = [(line["unit"], line["code"], line["message"]) for line in map(json.loads, told)]
    ours = [(f.unit, f.code, f.message) for f in enru.Memory(tmp_path / "tm.csv").lint()]
    assert [finding[:2] for finding in ours] == [finding[:2] for finding in theirs]
    assert [m.replace(str(tmp_path) + "/", "") for _, _, m in ours] == [m for _, _, m in theirs]
    codes = {code for _, code, _ in ours}
    assert {"number-mismatch", "double-space", "target-differs"} <= codes
    only = list(enru.Memory(tmp_path / "tm.csv").lint(only="number-mismatch"))
    assert [(f.unit, f.segment.en) for f in only] == [(1, "It cost 40 soms.")]
    assert not {f.code for f in enru.Memory(tmp_path / "tm.csv").lint(without=codes)}
    filtered = enru.Memory(tmp_path / "tm.csv").filter(min_length=1)
    assert {f.code for f in filtered.lint()} >= {"number-mismatch"}
    with pytest.raises(enru.OptionError, match="unknown code"):
        filtered.lint(only="luck")


def test_stats_are_those_of_the_program(memories: list[Path], run: Run) -> None:
    theirs = json.loads(run("tm", "stats", memories[0], "--format", "json").stdout)
    assert enru.Memory(memories[0]).stats() == theirs


def test_preserved_fields_stay(tmp_path: Path) -> None:
    segments = [enru.Segment("One.", "Раз.", extra={"client": "UN", "year": "1999"}), enru.Segment("Two.", "Два.")]
    memory = enru.Memory(segments)
    memory.save(tmp_path / "x.tmx")
    read = list(enru.Memory(tmp_path / "x.tmx"))
    assert read[0].extra["client"] == "UN" and "client" not in read[1].extra
    assert [s.en for s in enru.Memory(tmp_path / "x.tmx").filter(fields={"client": "UN"})] == ["One."]
    assert enru.Memory(tmp_path / "x.tmx").to_dicts()[0]["year"] == "1999"


def test_moses_files_of_opus(tmp_path: Path) -> None:
    (tmp_path / "News.en-ru.en").write_text("One day.\nTwo days passed.\n", encoding="utf-8")
    (tmp_path / "News.en-ru.ru").write_text("Один день.\nПрошло два дня.\n", encoding="utf-8")
    memory = enru.Memory(tmp_path / "News.en-ru.en")
    assert [(s.en, s.ru) for s in memory] == [("One day.", "Один день."), ("Two days passed.", "Прошло два дня.")]
    aligned = enru.align(tmp_path / "News.en-ru.en", tmp_path / "News.en-ru.ru", lines=True)
    aligned.save(tmp_path / "Again.en-ru")
    assert (tmp_path / "Again.en-ru.ru").read_bytes() == (tmp_path / "News.en-ru.ru").read_bytes()


def test_from_anything_that_iterates(tmp_path: Path) -> None:
    def pairs() -> Iterator[tuple[str, str]]:
        for number in range(1000):
            yield f"Line {number}.", f"Строка {number}."

    memory = enru.Memory(pairs())
    assert memory.save(tmp_path / "x.jsonl") == 1000
    assert [s.ru for s in memory][999] == "Строка 999."
    assert len({s.segment_id for s in memory}) == 1000
    with pytest.raises((TypeError, ValueError)):
        enru.Memory([("only one",)])  # type: ignore[list-item]


def test_a_stream_that_is_left_ends(tmp_path: Path) -> None:
    enru.Memory((f"Line {n}.", f"Строка {n}.") for n in range(50_000)).save(tmp_path / "x.jsonl")
    for _ in range(20):
        stream = iter(enru.Memory(tmp_path / "x.jsonl"))
        assert next(stream).en == "Line 0."
        del stream


def test_what_is_wrong_further_down_is_told_after_what_is_right(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    line = '{"translation": {"en": "One.", "ru": "Раз."}}\n'
    path.write_text(line * 10 + "{broken\n" + line, encoding="utf-8")
    met = []
    with pytest.raises(enru.DocumentError, match="line 11") as caught:
        for segment in enru.Memory(path):
            met.append(segment)
    assert len(met) == 10 and caught.value.file == path
    with pytest.raises(enru.DocumentError):
        enru.Memory(path).save(tmp_path / "y.csv")
    assert not (tmp_path / "y.csv").exists()
