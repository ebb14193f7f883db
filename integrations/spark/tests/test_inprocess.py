"""Tasks that do their work themselves, by the package ``enru``: what comes out is what the program gives."""

import importlib.util
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import BINARY, Documents
from pyspark.sql import DataFrame, SparkSession

from enru_spark import Options, WorkerError, _inprocess, align_pairs

HAS_PACKAGE = importlib.util.find_spec("enru") is not None
needs_package = pytest.mark.skipif(not HAS_PACKAGE, reason="needs the package enru: .ci/python builds it")


@pytest.fixture(scope="module")
def pairs(spark: SparkSession, documents: Documents, tmp_path_factory: pytest.TempPathFactory) -> DataFrame:
    path = str(tmp_path_factory.mktemp("parquet") / "some")
    rows = [(name, *texts) for name, texts in list(documents.items())[:400]]
    spark.createDataFrame(rows, "id string, en string, ru string").repartition(4, "id").write.parquet(path)
    return spark.read.parquet(path).repartition(4, "id")


def rows(frame: DataFrame) -> dict[str, Any]:
    return {row.id: row for row in frame.collect()}


@needs_package
def test_rows_are_those_of_the_program(pairs: DataFrame, tmp_path: Path) -> None:
    lexicon = tmp_path / "in-process.tsv"
    lexicon.write_text("well\tколодец\n", encoding="utf-8")
    for options in (Options(), Options(min_confidence=0.9, keep_unaligned=True, threads=2, lexicons=[str(lexicon)])):
        ours, theirs = rows(align_pairs(pairs, options=options, engine="python")), rows(align_pairs(pairs, BINARY, options))
        assert len(ours) == 400 and ours == theirs
    few = pairs.where("id < 'document-0010'")
    assert rows(align_pairs(few)) == rows(align_pairs(few, BINARY)), "the default without a program"


@needs_package
def test_bad_documents_are_rows(pairs: DataFrame, spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One day.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Один день.", encoding="utf-8")
    bad = spark.sql(
        "select 'null' id, cast(null as string) en, 'x' ru union all select 'no-utf8', cast(x'4100ff42' as string), 'x' "
        "union all select 'empty', '', 'x' union all select 'large', repeat('many words ', 30000), 'x'"
    )
    found = rows(align_pairs(bad.union(pairs.limit(20)), options=Options(max_bytes=200_000), engine="python"))
    codes = {name: found[name].error.code for name in ("null", "no-utf8", "empty", "large")}
    assert codes == {"null": "request", "no-utf8": "request", "empty": "empty", "large": "too-large"}
    assert sum(row.ok for row in found.values()) == 20
    files = spark.createDataFrame(
        [("f", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))], "id string, en_path string, ru_path string"
    )
    assert rows(align_pairs(files, engine="python"))["f"].ok
    elsewhere = rows(align_pairs(files, options=Options(root="/usr"), engine="python"))["f"]
    assert elsewhere.error.code == "forbidden"


@needs_package
def test_a_document_that_ends_its_process_stops_nothing(pairs: DataFrame, spark: SparkSession) -> None:
    from enru import _native

    if not _native.has_test_hooks:
        pytest.skip("needs the test hooks of the package: .ci/python builds it with them")
    killer = spark.sql(
        "select 'killer' id, 'All ends when the process ends here.' en, 'Всё кончается, когда кончается процесс.' ru"
    )
    mixed = pairs.union(killer).repartition(4, "id")
    found = rows(align_pairs(mixed, engine="python"))
    # Its task was tried again with the program, which has no such hook.
    assert len(found) == 401 and all(row.ok for row in found.values())


class Echo:
    """A package whose worker gives requests back, and counts how far it read."""

    def __init__(self, **options: Any) -> None:
        self.options = options

    def answers(self, requests: Iterator[bytes], jobs: int) -> Iterator[bytes]:
        return iter(requests)


def test_answers_are_given_as_they_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_inprocess, "_package", lambda: type("Package", (), {"Worker": Echo}))
    made = []

    def requests() -> Iterator[bytes]:
        for number in range(1000):
            made.append(number)
            yield b"%d\n" % number

    with _inprocess.InProcess([], None, 1000, 1.0, 1) as worker:
        answers = worker.answers(requests(), 1000)
        assert [next(answers) for _ in range(3)] == [b"0\n", b"1\n", b"2\n"]
        assert len(made) == 3
        worker.finish()


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "enru", None)
    monkeypatch.setitem(__import__("sys").modules, "enru.worker", None)
    with pytest.raises(WorkerError, match="pip install enru-align"):
        _inprocess.InProcess([], None, 1000, 1.0, 1)


def test_engines_that_do_not_fit(spark: SparkSession) -> None:
    frame = spark.sql("select 1 id, 'a' en, 'b' ru")
    with pytest.raises(ValueError, match="expected 'binary' or 'python'"):
        align_pairs(frame, engine="luck")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="needs binary"):
        align_pairs(frame, engine="binary")


@needs_package
def test_the_program_of_the_package_is_the_same() -> None:
    request = json.dumps({"id": 1, "en": "One. Two.", "ru": "Раз. Два."}).encode() + b"\n"
    programs = [[*_inprocess.command(), "worker"], [BINARY, "worker"]]
    answers = [subprocess.run(program, input=request, capture_output=True, check=True).stdout for program in programs]
    assert answers[0] == answers[1]
