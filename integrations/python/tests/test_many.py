"""Many pairs: lazily, in order, errors as values."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import enru

from .conftest import ROOT


def document(number: int) -> tuple[str, str, str]:
    """A pair that differs from all others."""
    en = f"Lot {number} was sold. It fetched {3 * number + 1} soms. The buyer paid in cash."
    ru = f"Лот {number} продан. За него дали {3 * number + 1} сома. Покупатель заплатил наличными."
    return en, ru, f"lot-{number}"


@pytest.mark.parametrize("jobs", [1, 2, 5, None])
def test_in_order_whatever_the_number_of_threads(jobs: int | None) -> None:
    results = list(enru.align_many((document(n) for n in range(100)), jobs, raise_errors=True))
    assert [result.name for result in results] == [f"lot-{n}" for n in range(100)]
    one_by_one = [enru.align(en, ru, name=name).to_dicts() for en, ru, name in map(document, range(100))]
    assert [result.to_dicts() for result in results] == one_by_one


def test_errors_are_values_unless_asked(tmp_path: Path) -> None:
    bad: list[Any] = [("", "Пусто."), (None, "Раз."), ("One.",), "ab", 7, (tmp_path / "missing.txt", "Раз.")]
    pairs: list[Any] = [document(0), *bad, document(1)]
    results = list(enru.align_many(pairs, 2))
    assert [type(result).__name__ for result in results] == [
        "Alignment",
        "EmptyError",
        "InputError",
        "InputError",
        "InputError",
        "InputError",
        "FileError",
        "Alignment",
    ]
    met: Iterator[enru.Alignment] = enru.align_many(pairs, 2, raise_errors=True)
    assert next(met).name == "lot-0"
    with pytest.raises(enru.EmptyError):
        next(met)
    assert list(met) == []


def test_lazy() -> None:
    taken = 0

    def source() -> Iterator[tuple[str, str, str]]:
        nonlocal taken
        for number in itertools.count():
            taken += 1
            yield document(number)

    results = enru.align_many(source(), 2)
    assert taken == 0
    for _, result in zip(range(10), results):
        assert isinstance(result, enru.Alignment)
    assert taken <= 10 + 2 * 2 + 1


def test_what_the_source_raises_comes_after_what_it_gave() -> None:
    def source() -> Iterator[tuple[str, str, str]]:
        yield document(0)
        yield document(1)
        raise KeyError("no more")

    results = enru.align_many(source(), 4)
    assert [getattr(next(results), "name") for _ in range(2)] == ["lot-0", "lot-1"]
    with pytest.raises(KeyError, match="no more"):
        next(results)
    assert list(results) == []


def test_pairs_of_a_folder(tmp_path: Path) -> None:
    for number in range(3):
        en, ru, name = document(number)
        (tmp_path / f"{name}.en.txt").write_text(en, encoding="utf-8")
        (tmp_path / f"{name}.ru.txt").write_text(ru, encoding="utf-8")
    (tmp_path / "alone.en.txt").write_text("Alone.", encoding="utf-8")
    pairs = enru.pair(tmp_path)
    assert [pair.name for pair in pairs] == ["lot-0", "lot-1", "lot-2"]
    assert [alone.file.name for alone in pairs.alone] == ["alone.en.txt"]
    assert pairs[0].rule.startswith("marks") and pairs[0].confidence > 0.5
    results = list(enru.align_many(pairs, raise_errors=True))
    assert [result.name for result in results] == ["lot-0", "lot-1", "lot-2"]
    by_content = enru.pair(tmp_path, by="content")
    assert {pair.name for pair in by_content} >= {"lot-0"} or len(by_content) <= 3
    with pytest.raises(enru.OptionError):
        enru.pair(tmp_path, by="luck")  # type: ignore[arg-type]


def test_the_samples_of_the_project() -> None:
    pairs = enru.pair(ROOT / "samples")
    assert len(pairs) >= 4
    assert all(len(result.segments) > 10 for result in enru.align_many(pairs, raise_errors=True))
