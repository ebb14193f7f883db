"""`save` writes the bytes that the program writes, for the samples of the project in every format."""

from __future__ import annotations

from pathlib import Path

import pytest

import enru
from enru import _native

from .conftest import SAMPLES, Run, russian

FILES = {
    "csv": "x.csv",
    "tsv": "x.tsv",
    "jsonl": "x.jsonl",
    "parquet": "x.parquet",
    "tmx": "x.tmx",
    "xlsx": "x.xlsx",
    "xliff": "x.xliff",
    "po": "x.po",
    "moses": "x.en-ru",
    "hunalign": "x.hunalign",
    "hunalign-ladder": "x.lad",
    "xces": "x.xces",
    "bracket": "x.ladder",
    "html": "x.html",
}


def test_every_format_is_tried() -> None:
    assert set(_native.formats) | {"parquet", "html"} == set(FILES)
    assert len(SAMPLES) >= 4


@pytest.mark.parametrize("english", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("format", FILES)
@pytest.mark.parametrize("lines", [False, True], ids=["documents", "lines"])
def test_bytes(english: Path, format: str, lines: bool, tmp_path: Path, run: Run) -> None:
    if format == "parquet" and format not in _native.formats:
        pytest.skip("this wheel has no Parquet: maturin build --features parquet")
    if lines and format not in ("csv", "bracket"):
        pytest.skip("lines differ from documents before anything is written")
    en, ru = english, russian(english)
    if lines:
        en, ru = (path.with_name(path.name[: -len(".txt")]) for path in (en, ru))
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    theirs.mkdir()
    ours.mkdir()
    named = ["--format", format] if format == "hunalign-ladder" else []
    run("align", *(["--lines"] if lines else []), *named, en, ru, "-o", theirs / FILES[format])
    alignment = enru.align(en, ru, lines=lines)
    alignment.save(ours / FILES[format], format=format if named else None)
    names = sorted(path.name for path in theirs.iterdir())
    assert names == sorted(path.name for path in ours.iterdir()) and names
    for name in names:
        assert (ours / name).read_bytes() == (theirs / name).read_bytes(), name


def test_options_of_the_program(tmp_path: Path, run: Run) -> None:
    en, ru = SAMPLES[0], russian(SAMPLES[0])
    run("align", en, ru, "--keep-unaligned", "-o", "all.csv")
    enru.align(en, ru).save(tmp_path / "all.ours.csv", keep_unaligned=True)
    assert (tmp_path / "all.csv").read_bytes() == (tmp_path / "all.ours.csv").read_bytes()
    run("align", en, ru, "--min-confidence", "0.95", "-o", "sure.tmx")
    enru.align(en, ru, min_confidence=0.95).save(tmp_path / "sure.ours.tmx")
    assert (tmp_path / "sure.tmx").read_bytes() == (tmp_path / "sure.ours.tmx").read_bytes()
    run("align", en, ru, "--plot", "x.svg", "-o", "x.csv")
    assert enru.align(en, ru).plot() == (tmp_path / "x.svg").read_text(encoding="utf-8")


def test_the_date_of_reproducible_builds(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    en, ru = SAMPLES[0], russian(SAMPLES[0])
    run("align", en, ru, "-o", "dated.tmx")
    enru.align(en, ru).save(tmp_path / "ours.tmx")
    assert b"20231114T221320Z" in (tmp_path / "ours.tmx").read_bytes()
    assert (tmp_path / "dated.tmx").read_bytes() == (tmp_path / "ours.tmx").read_bytes()


def test_segments_are_the_rows_of_the_csv(tmp_path: Path) -> None:
    import csv

    alignment = enru.align(SAMPLES[0], russian(SAMPLES[0]))
    alignment.save(tmp_path / "x.csv")
    with open(tmp_path / "x.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(alignment.segments)
    for row, segment in zip(rows, alignment.segments):
        assert row["en"] == segment.en and row["ru"] == segment.ru and row["shape"] == segment.shape
        assert row["confidence"] == f"{segment.confidence:.3f}" and row["status"] == segment.status
        assert row["en_ids"] == " ".join(map(str, segment.en_ids)) and row["ru_ids"] == " ".join(map(str, segment.ru_ids))
        assert row["anchors"] == "; ".join(segment.anchors) and row["flags"] == " ".join(segment.flags)
        assert (row["document"], row["segment_id"]) == (segment.document, segment.segment_id)
        assert list(row) == list(segment.to_dict())


@pytest.mark.parametrize("english", SAMPLES, ids=lambda path: path.stem)
def test_split_is_that_of_the_program(english: Path, run: Run) -> None:
    for path, lang in ((english, "en"), (russian(english), "ru")):
        lines = [line for line in run("split", path).stdout.decode().splitlines() if line]
        assert enru.read(path).sentences() == lines
        assert enru.split(path.read_text(encoding="utf-8"), lang) == lines  # type: ignore[arg-type]
