"""Types of arguments."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal, Protocol, Union

if TYPE_CHECKING:
    from ._native import Document

Path = Union[str, "os.PathLike[str]"]
"""A path of a file."""


class HasText(Protocol):
    """A sentence of another package, such as a span of spaCy."""

    @property
    def text(self) -> str:
        """The sentence."""
        ...


Side = Union[str, Iterable[str], Iterable[HasText], "os.PathLike[str]", "Document"]
"""One side of a pair: a text, sentences, a path (``pathlib.Path``, not ``str``), or the result of :func:`enru.read`."""

Bead = tuple[Sequence[int], Sequence[int]]
"""English and Russian sentences that correspond, counted from 0."""

Anchors = Union[Iterable[tuple[int, int]], "os.PathLike[str]"]
"""Sentences known to correspond: pairs of numbers from 1, or a file with lines ``EN<TAB>RU``."""

Lexicon = Union[Path, Iterable[Path], None]
"""A file of word translations, or several; if two translate a word differently, the last one wins."""

Lang = Literal["en", "ru"]
"""English or Russian."""
