"""Pairs files."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, Optional, Union, overload

from . import _native
from ._types import Path


class Pair(NamedTuple):
    """A pair of files, which :func:`enru.align_many` accepts."""

    en: pathlib.Path
    ru: pathlib.Path
    name: str
    rule: str
    """Why they are a pair, such as ``marks en/ru``."""
    confidence: float


class Alone(NamedTuple):
    """A file without a partner."""

    file: pathlib.Path
    lang: Optional[str]
    reason: str


class Pairing(Sequence[Pair]):
    """The pairs, in the order of their English paths, and the files without a partner."""

    alone: tuple[Alone, ...]
    """The files without a partner."""
    _pairs: tuple[Pair, ...]

    def __init__(self, pairs: Sequence[Pair], alone: Sequence[Alone]) -> None:
        self._pairs, self.alone = tuple(pairs), tuple(alone)

    def __len__(self) -> int:
        return len(self._pairs)

    @overload
    def __getitem__(self, index: int) -> Pair: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Pair, ...]: ...
    def __getitem__(self, index: Union[int, slice]) -> Union[Pair, tuple[Pair, ...]]:
        return self._pairs[index]

    def __iter__(self) -> Iterator[Pair]:
        return iter(self._pairs)

    def __repr__(self) -> str:
        return f"<{len(self._pairs)} pairs, {len(self.alone)} files alone>"


def pair(
    folder: Path,
    ru_folder: Optional[Path] = None,
    *,
    by: Literal["auto", "name", "content"] = "auto",
    follow_links: bool = False,
) -> Pairing:
    """Finds the pairs of files in a folder, or in an English and a Russian folder, by name, and by content if the
    names are not enough. A list of pairs (``pairs.tsv``, as ``enru pair --format tsv`` writes it) is read. Links out
    of a folder are followed only with ``follow_links``."""
    other = None if ru_folder is None else os.fspath(ru_folder)
    pairs, alone = _native.pair_files(os.fspath(folder), other, by, follow_links)
    return Pairing([Pair(*row) for row in pairs], [Alone(*row) for row in alone])
