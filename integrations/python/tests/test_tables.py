"""Tables of other packages: pandas, pyarrow, polars, Hugging Face datasets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import enru

from .conftest import SAMPLES, russian

COLUMNS = ["en", "ru", "confidence", "shape", "status", "en_ids", "ru_ids", "anchors", "flags", "document", "segment_id"]


@pytest.fixture(scope="module")
def alignment() -> enru.Alignment:
    return enru.align(SAMPLES[0], russian(SAMPLES[0]))


def test_pandas(alignment: enru.Alignment, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    frame = alignment.to_pandas()
    assert list(frame.columns) == COLUMNS and len(frame) == len(alignment.segments)
    assert frame["confidence"].dtype == "float64"
    assert frame.to_dict("records") == alignment.to_dicts()
    # Back again: the rows of a frame are a memory.
    memory = enru.Memory(frame[["en", "ru"]].itertuples(index=False, name=None))
    assert [s.en for s in memory] == frame["en"].tolist()
    alignment.save(tmp_path / "x.csv")
    pandas.testing.assert_frame_equal(
        pandas.read_csv(tmp_path / "x.csv")[["en", "ru", "confidence", "shape"]], frame[["en", "ru", "confidence", "shape"]]
    )
    assert list(enru.align("One.", "Раз.", min_confidence=1.0).to_pandas().columns) == COLUMNS


def test_a_frame_of_documents() -> None:
    pandas = pytest.importorskip("pandas")
    documents = pandas.DataFrame({"en": ["One. Two.", None], "ru": ["Раз. Два.", "Три."], "id": [7, 8]})
    results = list(enru.align_many(documents[["en", "ru", "id"]].itertuples(index=False)))
    assert isinstance(results[0], enru.Alignment) and results[0].name == "7" and len(results[0]) == 2
    assert isinstance(results[1], enru.InputError)


def test_arrow(alignment: enru.Alignment) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    table = alignment.to_arrow()
    assert table.column_names == COLUMNS
    assert table.to_pylist() == alignment.to_dicts()
    table.validate(full=True)
    assert table.schema.field("en_ids").type == pyarrow.list_(pyarrow.int32())
    # The buffers outlive what made them.
    held = enru.align("One.", "Раз.").to_arrow()
    assert held.column("en").to_pylist() == ["One."]


def test_arrow_takes_the_buffers_over(alignment: enru.Alignment) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    before = pyarrow.total_allocated_bytes()
    table = alignment.to_arrow()
    assert table.nbytes > 1000 and pyarrow.total_allocated_bytes() - before < 1000, "nothing was copied into memory of Arrow"


def test_memories_as_batches_of_arrow(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    memory = enru.Memory((f"Line {n}.", f"Строка {n}.") for n in range(20_000))
    reader = pyarrow.RecordBatchReader.from_stream(memory)
    sizes = [len(batch) for batch in reader]
    assert sum(sizes) == 20_000 and max(sizes) <= 8192
    assert memory.to_arrow().column("ru").to_pylist()[19_999] == "Строка 19999."


def test_preserved_fields_are_columns(tmp_path: Path) -> None:
    pyarrow, pandas = pytest.importorskip("pyarrow"), pytest.importorskip("pandas")
    memory = enru.Memory([enru.Segment("One.", "Раз.", extra={"client": "UN"}), enru.Segment("Two.", "Два.")])
    assert memory.to_arrow().column("client").to_pylist() == ["UN", None]
    frame = memory.to_pandas()
    assert list(frame.columns) == [*COLUMNS, "client"] and pandas.isna(frame["client"][1])
    broken = tmp_path / "x.jsonl"
    broken.write_text('{"translation": {"en": "One.", "ru": "Раз."}}\n{broken\n', encoding="utf-8")
    with pytest.raises((enru.DocumentError, pyarrow.ArrowException), match="line 2"):
        enru.Memory(broken).to_arrow()


def test_polars(alignment: enru.Alignment) -> None:
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(alignment)
    assert frame.columns == COLUMNS and frame.to_dicts() == alignment.to_dicts()
    assert polars.DataFrame(enru.Memory(list(alignment.segments))).height == len(alignment.segments)


def _segments(row: dict[str, Any]) -> dict[str, Any]:
    return {"segments": enru.align(row["en"], row["ru"]).to_dicts()}


def test_datasets(alignment: enru.Alignment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    datasets = pytest.importorskip("datasets")
    assert datasets.Dataset(alignment.to_arrow()).to_list() == alignment.to_dicts()
    documents = datasets.Dataset.from_list(
        [{"en": f"Day {n} came. It rained.", "ru": f"Наступил день {n}. Шёл дождь."} for n in range(40)]
    )
    for processes in (None, 2):
        aligned = documents.map(_segments, num_proc=processes, load_from_cache_file=False)
        assert [len(row["segments"]) for row in aligned] == [2] * 40
        assert aligned[39]["segments"][0]["ru"] == "Наступил день 39."
    aligner = enru.Aligner(min_confidence=0.0)
    counted = documents.map(
        lambda row: {"count": len(aligner.align(row["en"], row["ru"]))}, num_proc=2, load_from_cache_file=False
    )
    assert set(counted["count"]) == {2}


def test_sentences_of_nltk_and_spacy() -> None:
    # What `doc.sents` of spaCy gives: objects with a text. What `sent_tokenize` of NLTK gives: a list of texts.
    class Span:
        def __init__(self, text: str) -> None:
            self.text = text

    spans = [Span("He said: “Wait.” Then he left."), Span("Nobody followed.")]
    alignment = enru.align((span for span in spans), ["Он сказал: «Подождите». И ушёл.", "Никто за ним не пошёл."])
    assert alignment.ladder == [([0], [0]), ([1], [1])]
    nltk = pytest.importorskip("nltk")
    punkt = nltk.tokenize.punkt.PunktSentenceTokenizer()
    en, ru = punkt.tokenize("The day came. Nobody saw it."), punkt.tokenize("День настал. Никто его не видел.")
    assert enru.align(en, ru).ladder == [([0], [0]), ([1], [1])]
