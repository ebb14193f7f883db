"""The extension module; the package gives it its public shape."""

import os
import pathlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, Optional, Union, final

from .errors import EnruError

__all__ = [
    "Answerer",
    "Bitext",
    "Document",
    "Engine",
    "Explanation",
    "Finding",
    "Many",
    "Rates",
    "Score",
    "Segment",
    "Store",
    "columns",
    "formats",
    "has_test_hooks",
    "ladder_of_file",
    "pair_files",
    "read",
    "run_program",
    "score",
    "split",
    "version",
]

version: str
columns: list[str]
formats: list[str]
has_test_hooks: bool

_Bead = tuple[list[int], list[int]]

@final
class Segment:
    """A bead with its texts: a row of the CSV. Never changes."""

    def __new__(
        cls,
        en: str,
        ru: str,
        confidence: Optional[float] = None,
        shape: Optional[str] = None,
        status: Optional[str] = None,
        en_ids: Sequence[int] = ...,
        ru_ids: Sequence[int] = ...,
        anchors: Sequence[str] = ...,
        flags: Sequence[str] = ...,
        document: str = ...,
        segment_id: str = ...,
        source: Literal["en", "ru"] = "en",
        extra: Optional[dict[str, Any]] = None,
    ) -> Segment: ...
    @property
    def en(self) -> str:
        """English text."""
    @property
    def ru(self) -> str:
        """Russian text."""
    @property
    def confidence(self) -> Optional[float]:
        """Estimated probability that the segment is right, 0 to 1, to three decimals; ``None`` if the file has none."""
    @property
    def shape(self) -> str:
        """How many sentences stand on each side, such as ``2-1``."""
    @property
    def status(self) -> str:
        """What people have decided: ``auto``, ``reviewed``, ``edited`` or ``rejected``."""
    @property
    def en_ids(self) -> tuple[int, ...]:
        """Numbers of the English sentences in their document, from 1."""
    @property
    def ru_ids(self) -> tuple[int, ...]:
        """Numbers of the Russian sentences, from 1."""
    @property
    def anchors(self) -> tuple[str, ...]:
        """What the two sides have in common, strongest first."""
    @property
    def flags(self) -> tuple[str, ...]:
        """What looks wrong, such as ``number-mismatch``."""
    @property
    def document(self) -> str:
        """The name of the pair of documents."""
    @property
    def segment_id(self) -> str:
        """Stable across runs."""
    @property
    def source(self) -> str:
        """The language the other text was translated from."""
    @property
    def extra(self) -> dict[str, Any]:
        """The fields of the source file that enru preserves and does not interpret."""
    def to_dict(self) -> dict[str, Any]:
        """The columns of the CSV; numbers, anchors and flags as lists."""
    def __hash__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...

@final
class Explanation:
    """Why a segment, and why its confidence. As a text, one short paragraph."""

    @property
    def text(self) -> str:
        """One short paragraph."""
    @property
    def confidence(self) -> float: ...
    @property
    def fixed(self) -> bool:
        """Whether it was known beforehand (``anchors``)."""
    @property
    def posterior(self) -> Optional[float]:
        """Its probability in the search, which the confidence begins from; ``None`` where it was found afterwards."""
    @property
    def ties(self) -> list[tuple[str, str, float]]:
        """English word, Russian word, and how much more likely the two are beside each other than by chance."""
    @property
    def unexplained_en(self) -> list[str]: ...
    @property
    def unexplained_ru(self) -> list[str]: ...
    @property
    def reasons(self) -> list[tuple[str, float, float]]:
        """Each part of the score: name, value, worth (above 0 it speaks for the segment)."""
    @property
    def signals(self) -> list[tuple[str, float, float]]:
        """What the confidence is made of: name, value, worth."""
    @property
    def runner_up(self) -> Optional[tuple[list[int], list[int], float]]:
        """The next best bead, counted from 0, and its probability."""

@final
class Document:
    """A document that was read. Made by :func:`enru.read`."""

    @property
    def name(self) -> str: ...
    @property
    def lang(self) -> Literal["en", "ru"]: ...
    @property
    def text(self) -> str:
        """The whole text."""
    @property
    def encoding(self) -> str: ...
    @property
    def blocks(self) -> list[str]:
        """The text of each paragraph, heading, item and cell, without page furniture."""
    @property
    def notices(self) -> dict[str, int]:
        """What the reader left out or doubts, such as ``page-number``, and how much of it."""
    def sentences(self) -> list[str]:
        """The sentences, by the built-in rules."""

@final
class Finding:
    """Something that looks wrong in a memory."""

    @property
    def unit(self) -> int:
        """The number of the segment in its memory, from 1."""
    @property
    def code(self) -> str:
        """What it is, such as ``number-mismatch``."""
    @property
    def message(self) -> str: ...
    @property
    def segment(self) -> Segment: ...

@final
class Rates:
    """Precision, recall and F1, each 0 to 1."""

    @property
    def precision(self) -> float: ...
    @property
    def recall(self) -> float: ...
    @property
    def f1(self) -> float: ...

@final
class Score:
    """A ladder against gold. Those of several documents add up with ``+``."""

    @property
    def strict(self) -> Rates:
        """Beads that are the very same."""
    @property
    def lax(self) -> Rates:
        """Beads that share a sentence on both sides."""
    @property
    def null(self) -> Rates:
        """Sentences left unpaired."""
    @property
    def gold_beads(self) -> int: ...
    @property
    def predicted_beads(self) -> int: ...
    def __add__(self, other: Score, /) -> Score: ...
    def __radd__(self, other: Score, /) -> Score: ...

@final
class Bitext:
    @property
    def name(self) -> str: ...
    def sentences(self, lang: str) -> list[str]: ...
    def sizes(self) -> tuple[int, int]: ...
    def __len__(self) -> int: ...
    def segment(self, index: int) -> Optional[Segment]: ...
    def segments(self) -> list[Segment]: ...
    def unpaired(self) -> list[Segment]: ...
    def ladder(self) -> list[_Bead]: ...
    def confidences(self) -> list[float]: ...
    def suspect(self) -> list[str]: ...
    def notices(self) -> dict[str, int]: ...
    def explain(self, index: int) -> Explanation: ...
    def save(self, path: str, format: Optional[str], overwrite: bool, keep_unaligned: bool, date: Optional[int]) -> None: ...
    def plot(self) -> str: ...
    def arrow_stream(self) -> object: ...

@final
class Engine:
    def __new__(cls, lexicon: list[str], srx: Optional[str], lines: bool, min_confidence: Optional[float]) -> Engine: ...
    def align(self, en: object, ru: object, anchors: Union[list[tuple[int, int]], str, None], name: Optional[str]) -> Bitext: ...

@final
class Many(Iterator[Union[Bitext, EnruError]]):
    def __new__(cls, engine: Engine, pairs: Iterable[Iterable[Any]], jobs: int) -> Many: ...
    def __iter__(self) -> Many: ...
    def __next__(self) -> Union[Bitext, EnruError]: ...
    def close(self) -> None: ...

@final
class Store:
    @staticmethod
    def of_file(path: str, format: Optional[str]) -> Store: ...
    @staticmethod
    def of_segments(segments: Iterable[Union[Segment, tuple[str, str]]]) -> Store: ...
    def filter(
        self,
        min_confidence: Optional[float],
        max_confidence: Optional[float],
        shapes: list[str],
        statuses: list[str],
        min_length: Optional[int],
        max_length: Optional[int],
        flags: list[str],
        without_flags: list[str],
        documents: list[str],
        fields: list[tuple[str, str]],
    ) -> Store: ...
    def merge(self, others: list[Store], keep_all: bool) -> Store: ...
    def dedupe(self, fold: bool) -> Store: ...
    def segments(self) -> Iterator[Segment]: ...
    def lint(self, only: list[str], without: list[str]) -> Iterator[Finding]: ...
    def stats(self) -> dict[str, Any]: ...
    def save(self, path: str, format: Optional[str], overwrite: bool, date: Optional[int]) -> int: ...
    def arrow_stream(self) -> object: ...

@final
class Answerer:
    def __new__(cls, lexicon: list[str], root: Optional[str], max_bytes: int, timeout: float) -> Answerer: ...
    def answer(self, line: bytes, number: int) -> bytes: ...

def read(path: str, data: Optional[bytes], lang_code: Optional[str]) -> Document: ...
def split(text: str, lang_code: Optional[str], srx: Optional[str]) -> list[str]: ...
def pair_files(
    folder: str, ru_folder: Optional[str], by: str, follow_links: bool
) -> tuple[list[tuple[pathlib.Path, pathlib.Path, str, str, float]], list[tuple[pathlib.Path, Optional[str], str]]]: ...
def score(gold: list[_Bead], predicted: list[_Bead]) -> Score: ...
def ladder_of_file(path: Union[str, os.PathLike[str]]) -> list[_Bead]: ...
def run_program(command: list[str], args: list[str]) -> int: ...
