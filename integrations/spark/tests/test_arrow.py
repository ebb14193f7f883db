"""Batches of rows through one worker, without Spark."""

import pyarrow as pa
import pytest
from conftest import BINARY

from enru_spark import _arrow
from enru_spark._process import Worker


@pytest.mark.parametrize("text", [pa.string(), pa.large_string()])
@pytest.mark.parametrize(("most", "batches"), [(1 << 30, 1), (1, 5)])
def test_long_answers_make_several_batches_of_the_same_rows(
    monkeypatch: pytest.MonkeyPatch, text: pa.DataType, most: int, batches: int
) -> None:
    monkeypatch.setattr(_arrow, "_MOST_BYTES", most)
    columns = {
        "year": pa.array(range(2001, 2006)),
        "id": pa.array(["a", "b", None, "d", "e"], text),
        "en": pa.array(["It is 5 May.", "One.", "Two.", None, "\0"], text),
        "ru": pa.array(["Сегодня 5 мая.", "Раз.", "Два.", "Три.", "Ноль."], text),
    }
    batch = pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))
    with Worker([BINARY, "worker", "--quiet"]) as worker:
        found = list(_arrow.answered(batch, ["id", "en", "ru"], ["year", "id"], {}, worker))
        worker.finish()
    assert len(found) == batches
    rows = [row for each in found for row in each.to_pylist()]
    assert [(row["year"], row["id"]) for row in rows] == list(zip(range(2001, 2006), ["a", "b", None, "d", "e"]))
    assert [row["error"] and row["error"]["code"] for row in rows] == [None, None, "request", "request", None]
    assert [segment["ru"] for segment in rows[0]["segments"]] == ["Сегодня 5 мая."]
