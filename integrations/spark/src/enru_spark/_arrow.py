"""Batches of rows to requests, and answers to batches of rows."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Optional, Union

import pyarrow as pa

from ._inprocess import InProcess
from ._process import Worker

# The columns of the result, for Spark and, the same, for Arrow.
RESULT_DDL = (
    "ok boolean, "
    "segments array<struct<en: string, ru: string, confidence: double, shape: string, status: string, "
    "en_ids: array<int>, ru_ids: array<int>, anchors: array<string>, flags: array<string>, segment_id: string>>, "
    "stats struct<en_sentences: int, ru_sentences: int, segments: int, unpaired: int, mean_confidence: double, "
    "suspect: array<string>>, "
    "error struct<code: string, message: string>"
)
_TEXT, _TEXTS, _NUMBERS = pa.string(), pa.list_(pa.string()), pa.list_(pa.int32())
_SEGMENT = pa.struct(
    [
        *((name, _TEXT) for name in ("en", "ru")),
        ("confidence", pa.float64()),
        *((name, _TEXT) for name in ("shape", "status")),
        *((name, _NUMBERS) for name in ("en_ids", "ru_ids")),
        *((name, _TEXTS) for name in ("anchors", "flags")),
        ("segment_id", _TEXT),
    ]
)
_COUNTS = ("en_sentences", "ru_sentences", "segments", "unpaired")
_STATS = pa.struct([*((name, pa.int32()) for name in _COUNTS), ("mean_confidence", pa.float64()), ("suspect", _TEXTS)])
_ERROR = pa.struct([("code", _TEXT), ("message", _TEXT)])
RESULT = {"ok": pa.bool_(), "segments": pa.list_(_SEGMENT), "stats": _STATS, "error": _ERROR}

# Answers are longer than texts, and Python objects longer than answers: a batch of rows may become several.
_MOST_BYTES = 32 << 20


def answered(
    batch: pa.RecordBatch, asked: Sequence[str], kept: Sequence[str], options: dict[str, Any], worker: Union[Worker, InProcess]
) -> Iterator[pa.RecordBatch]:
    """The rows of ``batch`` with their answers: columns ``kept``, then those of ``RESULT``."""
    start, answers, size = 0, [], 0
    for row, line in enumerate(worker.answers(_requests(batch, asked, options), batch.num_rows), 1):
        answers.append(_answer(json.loads(line)))
        size += len(line)
        if size >= _MOST_BYTES or row == batch.num_rows:
            yield _joined(batch.slice(start, row - start), kept, answers)
            start, answers, size = row, [], 0


def _joined(batch: pa.RecordBatch, kept: Sequence[str], answers: list[dict[str, Any]]) -> pa.RecordBatch:
    result = [pa.array([answer.get(name) for answer in answers], type=kind) for name, kind in RESULT.items()]
    fields = [*(batch.schema.field(name) for name in kept), *(pa.field(*item) for item in RESULT.items())]
    return pa.RecordBatch.from_arrays([*(batch.column(name) for name in kept), *result], schema=pa.schema(fields))


def _answer(answer: dict[str, Any]) -> dict[str, Any]:
    # The order identifies the pair: the response to a request that is too long has no id.
    for segment in answer.get("segments", ()):
        segment["segment_id"] = segment["id"]
        segment.update(segment["translation"])
    return answer


def _requests(batch: pa.RecordBatch, asked: Sequence[str], options: dict[str, Any]) -> Iterator[bytes]:
    columns = [_cells(batch.column(name)) for name in asked]
    for cells in zip(*columns):
        request = {name: cell for name, cell in zip(asked, cells) if cell is not None}
        request["options"] = options
        # Bytes that are no UTF-8 reach the worker as they are, and are an error of their pair.
        yield json.dumps(request, ensure_ascii=False).encode("utf-8", "surrogateescape") + b"\n"


def _cells(column: pa.Array) -> Iterator[Optional[object]]:
    if pa.types.is_integer(column.type):
        return (cell.as_py() for cell in column)
    binary = pa.large_binary() if pa.types.is_large_string(column.type) else pa.binary()
    return (_text(cell.as_py()) for cell in column.cast(binary))


def _text(cell: Optional[bytes]) -> Optional[str]:
    return None if cell is None else cell.decode("utf-8", "surrogateescape")
