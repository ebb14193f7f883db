"""On a cluster of two executors: what comes out is what ``enru batch`` gives, whatever happens on the way."""

import json
import subprocess
import time
from pathlib import Path
from typing import Any, Callable

import pytest
from conftest import BINARY, SAMPLES, Documents, Dying
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql.functions import spark_partition_id

from enru_spark import Options, align_pairs, pipe_lines, segments

PARTITIONS = 4
COLUMNS = ("en", "ru", "confidence", "shape", "status", "en_ids", "ru_ids", "anchors", "flags")


@pytest.fixture(scope="module")
def expected(documents: Documents, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """The records of each pair that ``enru batch`` writes."""
    folder, out = tmp_path_factory.mktemp("pairs"), tmp_path_factory.mktemp("out") / "tm"
    for name, texts in documents.items():
        for side, text in zip(("en", "ru"), texts):
            (folder / f"{name}.{side}.txt").write_text(text, encoding="utf-8")
    subprocess.run([BINARY, "batch", folder, "--quiet", "--by", "name", "--format", "jsonl", "--out", out], check=True)
    records = {name: (out / f"{name}.jsonl").read_text(encoding="utf-8").splitlines() for name in documents}
    return {name: [json.loads(line) for line in lines] for name, lines in records.items()}


@pytest.fixture(scope="module")
def pairs(spark: SparkSession, documents: Documents, tmp_path_factory: pytest.TempPathFactory) -> DataFrame:
    """The documents with a column of something else, from Parquet."""
    path = str(tmp_path_factory.mktemp("parquet") / "pairs")
    rows = [(name, number, *texts) for number, (name, texts) in enumerate(documents.items())]
    frame = spark.createDataFrame(rows, "id string, number int, en string, ru string")
    frame.repartition(PARTITIONS, "id").write.parquet(path)
    return spark.read.parquet(path).repartition(PARTITIONS, "id")


def record(segment: Row, document: str) -> dict[str, Any]:
    """A segment as ``enru batch`` writes it."""
    fields = segment.asDict()
    texts = {side: fields.pop(side) for side in ("en", "ru")}
    return {**fields, "id": fields.pop("segment_id"), "translation": texts, "document": document}


def assert_same(rows: list[Row], expected: dict[str, list[dict[str, Any]]]) -> None:
    assert sorted(row.id for row in rows) == sorted(expected), "pairs lost or doubled"
    for row in rows:
        assert row.ok and row.error is None
        found = [{k: v for k, v in record(segment, row.id).items() if k != "segment_id"} for segment in row.segments]
        assert found == expected[row.id], row.id
        assert row.stats.segments == len(found)


def test_rows_are_those_of_batch_from_parquet_to_parquet(
    spark: SparkSession, pairs: DataFrame, expected: dict[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    out = str(tmp_path / "aligned")
    align_pairs(pairs, BINARY).write.parquet(out)
    aligned = spark.read.parquet(out)
    assert aligned.columns == ["id", "number", "ok", "segments", "stats", "error"]
    rows = aligned.collect()
    assert_same(rows, expected)
    assert all(row.id == f"document-{row.number:04}" for row in rows)
    found = segments(aligned)
    assert found.columns == ["id", "number", *COLUMNS, "segment_id"]
    ids = [record["id"] for records in expected.values() for record in records]
    assert sorted(row.segment_id for row in found.collect()) == sorted(ids)


def test_a_worker_killed_half_way_loses_and_doubles_nothing(
    pairs: DataFrame, expected: dict[str, list[dict[str, Any]]], dying: Callable[[int], Dying]
) -> None:
    program = dying(2)
    assert_same(align_pairs(pairs, program.binary).collect(), expected)
    assert program.count() == PARTITIONS + 2


def test_a_worker_that_always_dies_is_an_error_that_tells_why(pairs: DataFrame, dying: Callable[[int], Dying]) -> None:
    program = dying(1000)
    with pytest.raises(PySparkException) as error:
        align_pairs(pairs, program.binary).collect()
    assert "enru worker was killed by SIGKILL after 60 answers; it said: the plug was pulled" in str(error.value)
    assert program.count() >= 4


POISON = {
    "null": ("cast(null as string)", "request"),
    "no-utf8": ("cast(x'4100ff42' as string)", "request"),
    "empty": ("''", "empty"),
    "blank": ("repeat(' \\n', 1000)", "empty"),
    "too-large": ("repeat('many words ', 30000)", "too-large"),
}


def test_a_poisoned_document_in_each_partition_is_a_row(pairs: DataFrame, expected: dict[str, list[dict[str, Any]]]) -> None:
    clean, whole = pairs.limit(200).repartition(PARTITIONS, "id"), pairs.sparkSession.range(PARTITIONS * 20)
    poison = [
        whole.selectExpr(f"'{name}' id", "cast(id as int) number", f"{text} en", "'Текст.' ru")
        for name, (text, _) in POISON.items()
    ]
    for each in poison:
        clean = clean.union(each)
    mixed = clean.repartition(PARTITIONS, "number")
    assert mixed.where("id = 'no-utf8'").select(spark_partition_id()).distinct().count() == PARTITIONS
    rows = align_pairs(mixed, BINARY, Options(max_bytes=200_000)).collect()
    good = [row for row in rows if row.id not in POISON]
    assert_same(good, {row.id: expected[row.id] for row in good})
    assert len(good) == 200
    for name, (_, code) in POISON.items():
        bad = [row for row in rows if row.id == name]
        assert len(bad) == PARTITIONS * 20
        assert all(not row.ok and row.error.code == code and row.error.message for row in bad), (name, bad[0])
        assert all(row.segments is None and row.stats is None for row in bad)


def test_files_numbers_and_options(spark: SparkSession, tmp_path: Path) -> None:
    lexicon = tmp_path / "words.tsv"
    lexicon.write_text("well\tколодец\n", encoding="utf-8")
    names = sorted(path.name[: -len(".gold")] for path in SAMPLES.glob("*.gold"))
    files = [(number, str(SAMPLES / f"{name}.en"), str(SAMPLES / f"{name}.ru")) for number, name in enumerate(names)]
    files.append((99, "/no/such.en", "/no/such.ru"))
    frame = spark.createDataFrame(files, "id long, en_path string, ru_path string")
    options = Options(lines=True, keep_unaligned=True, lexicons=[str(lexicon)])
    rows = {row.id: row for row in align_pairs(frame, f"local:{BINARY}", options).collect()}
    assert sorted(rows) == [0, 1, 2, 3, 99]
    assert rows[99].error.code == "unreadable" and "/no/such.en" in rows[99].error.message
    for number, name in enumerate(names):
        sides = [(SAMPLES / f"{name}.{side}").read_text(encoding="utf-8").splitlines() for side in ("en", "ru")]
        covered = [sorted(i for s in rows[number].segments for i in getattr(s, ids)) for ids in ("en_ids", "ru_ids")]
        assert covered == [list(range(1, len(side) + 1)) for side in sides], name


def test_lines_are_piped(pairs: DataFrame, expected: dict[str, list[dict[str, Any]]], dying: Callable[[int], Dying]) -> None:
    program = dying(1)
    lines = pairs.selectExpr("to_json(struct(id, en, ru))").rdd.map(lambda row: row[0])
    answers = [json.loads(line) for line in pipe_lines(lines, program.binary).collect()]
    assert program.count() == lines.getNumPartitions() + 1
    assert {answer["id"]: answer["segments"] for answer in answers} == expected
    assert len(answers) == len(expected)


def test_who_wants_few_rows_leaves_no_worker_behind(pairs: DataFrame, dying: Callable[[int], Dying]) -> None:
    program = dying(0)
    assert len(align_pairs(pairs, program.binary).limit(3).collect()) == 3
    assert program.count() >= 1
    end = time.monotonic() + 30
    while (running := program.running()) and time.monotonic() < end:
        time.sleep(0.2)
    assert not running


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ("1 id, 'a' en", "there are id, en"),
        ("'a' en, 'b' ru", "there are en, ru"),
        ("1 id, 'a' en, 'b' ru, 'c' en_path, 'd' ru_path", "give columns id"),
        ("1.5 id, 'a' en, 'b' ru", "column id is decimal"),
        ("1 id, 'a' en, array('b') ru", "column ru is array<string>"),
        ("1 id, 'a' en, 'b' ru, true ok", "columns ok are added"),
    ],
)
def test_columns_that_do_not_fit_are_told_before_anything_runs(spark: SparkSession, columns: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        align_pairs(spark.sql(f"select {columns}"), BINARY)
