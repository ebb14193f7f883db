"""Aligns English documents with their Russian versions, sentence by sentence, offline and without models. Each
segment has a confidence and an explanation.

>>> import enru
>>> alignment = enru.align("The well is deep. It was dug in 1920.", "Колодец глубокий. Его вырыли в 1920 году.")
>>> for segment in alignment.segments:
...     print(segment.en, "=", segment.ru)
The well is deep. = Колодец глубокий.
It was dug in 1920. = Его вырыли в 1920 году.

A path is a ``pathlib.Path``; a ``str`` is the text itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any, Literal, Optional, Union, overload

from . import _native
from ._aligner import Aligner, aligner_for
from ._alignment import Alignment, Segments, Svg
from ._memory import Memory
from ._native import Document, Explanation, Finding, Rates, Score, Segment
from ._pair import Alone, Pair, Pairing, pair
from ._types import Anchors, Bead, Lang, Lexicon, Path, Side
from .errors import (
    DocumentError,
    EmptyError,
    EncodingError,
    EnruError,
    FileError,
    InputError,
    InternalError,
    LanguageError,
    OptionError,
    StoppedError,
    TooLargeError,
)

__all__ = [
    "Aligner",
    "Alignment",
    "Alone",
    "Document",
    "DocumentError",
    "EmptyError",
    "EncodingError",
    "EnruError",
    "Explanation",
    "FileError",
    "Finding",
    "InputError",
    "InternalError",
    "LanguageError",
    "Memory",
    "OptionError",
    "Pair",
    "Pairing",
    "Rates",
    "Score",
    "Segment",
    "Segments",
    "StoppedError",
    "Svg",
    "TooLargeError",
    "align",
    "align_many",
    "evaluate",
    "pair",
    "read",
    "split",
]

__version__: str = _native.version


def align(
    en: Side,
    ru: Side,
    *,
    lines: bool = False,
    lexicon: Lexicon = None,
    srx: Optional[Path] = None,
    min_confidence: Optional[float] = None,
    anchors: Optional[Anchors] = None,
    name: Optional[str] = None,
) -> Alignment:
    """Aligns an English document with its Russian version.

    ``en`` and ``ru`` are each a text (``str``), a list of sentences, a path (``pathlib.Path``) of any format enru reads, or
    the result of :func:`read`. Two paths may be given in either order.

    ``lines``: texts and files hold one sentence per line; a list of sentences is never split. ``lexicon``: your own
    word translations. ``srx``: your own sentence rules. ``min_confidence``: leave out segments below it. ``anchors``: sentences known
    to correspond, ``[(1, 1), (7, 6)]``, counted from 1 as in ``en_ids``, or a file of them. ``name``: the name of the pair, for
    the column ``document``; that of the files by default.

    Raises :class:`EnruError`. Other threads run meanwhile; Ctrl-C ends it.
    """
    return aligner_for(lines, lexicon, srx, min_confidence).align(en, ru, anchors=anchors, name=name)


@overload
def align_many(
    pairs: Iterable[Iterable[Any]],
    jobs: Optional[int] = None,
    *,
    lines: bool = ...,
    lexicon: Lexicon = ...,
    srx: Optional[Path] = ...,
    min_confidence: Optional[float] = ...,
    raise_errors: Literal[True],
) -> Iterator[Alignment]: ...
@overload
def align_many(
    pairs: Iterable[Iterable[Any]],
    jobs: Optional[int] = None,
    *,
    lines: bool = ...,
    lexicon: Lexicon = ...,
    srx: Optional[Path] = ...,
    min_confidence: Optional[float] = ...,
    raise_errors: bool = ...,
) -> Iterator[Union[Alignment, EnruError]]: ...
def align_many(
    pairs: Iterable[Iterable[Any]],
    jobs: Optional[int] = None,
    *,
    lines: bool = False,
    lexicon: Lexicon = None,
    srx: Optional[Path] = None,
    min_confidence: Optional[float] = None,
    raise_errors: bool = False,
) -> Iterator[Union[Alignment, EnruError]]:
    """Aligns many pairs on ``jobs`` threads (all cores by default), lazily and in order: one result per pair.

    A pair is ``(en, ru)`` or ``(en, ru, name)``, with sides as :func:`align` takes them, or a :class:`Pair`. Pairs are
    taken as needed: at most ``2 * jobs`` are in progress, so an endless source needs little memory. The result of a bad pair is
    an :class:`EnruError` as a value; with ``raise_errors`` it is raised and ends the work.

    >>> for result in enru.align_many([("One. Two.", "Раз. Два."), ("", "Пусто.")]):
    ...     print(result if isinstance(result, enru.EnruError) else len(result))
    2
    the English side has no text; there is nothing to align
    """
    return aligner_for(lines, lexicon, srx, min_confidence).align_many(pairs, jobs, raise_errors=raise_errors)


def split(text: str, lang: Optional[Lang] = None, *, srx: Optional[Path] = None) -> list[str]:
    """The sentences of a text. The language is detected if it is not given."""
    return _native.split(text, lang, None if srx is None else os.fspath(srx))


def read(path: Path, data: Optional[bytes] = None, *, lang: Optional[Lang] = None) -> Document:
    """Reads a document: text, HTML, DOCX, ODT, RTF, PDF, EPUB, FB2, Markdown and others, plain or gzipped. Format, encoding
    and language are detected. With ``data``, reads these bytes as the content of a file with that name."""
    return _native.read(os.fspath(path), data, lang)


def evaluate(gold: Union[Alignment, Iterable[Bead], Path], predicted: Union[Alignment, Iterable[Bead], Path]) -> Score:
    """Scores a ladder against gold: strict (the same bead), lax (shares a sentence on both sides), null (unpaired
    sentences). A ladder is an :class:`Alignment`, a list of beads such as ``([0, 1], [0])``, or a path. Scores of several
    documents add up with ``+``."""
    return _native.score(_ladder(gold), _ladder(predicted))


def _ladder(ladder: Union[Alignment, Iterable[Bead], Path]) -> list[tuple[list[int], list[int]]]:
    if isinstance(ladder, Alignment):
        return ladder.ladder
    if isinstance(ladder, (str, os.PathLike)):
        return _native.ladder_of_file(os.fspath(ladder))
    return [(list(en), list(ru)) for en, ru in ladder]
