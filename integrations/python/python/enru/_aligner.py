"""Aligning: one pair, or many."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterable, Iterator
from typing import Any, Literal, Optional, Union, overload

from . import _native
from ._alignment import Alignment
from ._types import Anchors, Lexicon, Path, Side
from .errors import EnruError


class Aligner:
    """Aligns with one lexicon and one set of options: reads their files once. Threads may share it.

    ``lines``: texts and files hold one sentence per line. ``lexicon``: your own word translations, on top of the
    built-in ones. ``srx``: your own sentence rules, instead of the built-in ones. ``min_confidence``: leaves out
    segments below it.
    """

    _engine: _native.Engine
    _options: tuple[bool, list[str], Optional[str], Optional[float]]

    def __init__(
        self,
        *,
        lines: bool = False,
        lexicon: Lexicon = None,
        srx: Optional[Path] = None,
        min_confidence: Optional[float] = None,
    ) -> None:
        self._options = (lines, lexicon_paths(lexicon), None if srx is None else os.fspath(srx), min_confidence)
        lines, files, rules, least = self._options
        self._engine = _native.Engine(files, rules, lines, least)

    def align(self, en: Side, ru: Side, *, anchors: Optional[Anchors] = None, name: Optional[str] = None) -> Alignment:
        """Aligns one pair; see :func:`enru.align`."""
        for side in (en, ru):
            if isinstance(side, str) and _is_name_of_file(side):
                warnings.warn(f"{side!r} is aligned as a text; to read the file, give pathlib.Path({side!r})", stacklevel=2)
        return Alignment(self._engine.align(en, ru, _anchors(anchors), name))

    @overload
    def align_many(
        self, pairs: Iterable[Iterable[Any]], jobs: Optional[int] = None, *, raise_errors: Literal[True]
    ) -> Iterator[Alignment]: ...
    @overload
    def align_many(
        self, pairs: Iterable[Iterable[Any]], jobs: Optional[int] = None, *, raise_errors: bool = False
    ) -> Iterator[Union[Alignment, EnruError]]: ...
    def align_many(
        self, pairs: Iterable[Iterable[Any]], jobs: Optional[int] = None, *, raise_errors: bool = False
    ) -> Iterator[Union[Alignment, EnruError]]:
        """Aligns many pairs; see :func:`enru.align_many`."""
        if jobs is not None and jobs < 1:
            raise ValueError(f"jobs is {jobs}, expected a number from 1")
        many = _native.Many(self._engine, pairs, jobs or _cores())
        return _each(many, raise_errors)

    def __reduce__(self) -> tuple[Any, ...]:
        return _aligner, self._options

    def __repr__(self) -> str:
        names = ("lines", "lexicon", "srx", "min_confidence")
        given = ", ".join(f"{name}={value!r}" for name, value in zip(names, self._options) if value)
        return f"Aligner({given})"


def _each(many: _native.Many, raise_errors: bool) -> Iterator[Union[Alignment, EnruError]]:
    try:
        for answer in many:
            if isinstance(answer, _native.Bitext):
                yield Alignment(answer)
            elif raise_errors:
                raise answer
            else:
                yield answer
    finally:
        many.close()


def _aligner(lines: bool, lexicon: list[str], srx: Optional[str], min_confidence: Optional[float]) -> Aligner:
    return Aligner(lines=lines, lexicon=lexicon, srx=srx, min_confidence=min_confidence)


def lexicon_paths(lexicon: Lexicon) -> list[str]:
    if lexicon is None:
        return []
    if isinstance(lexicon, (str, os.PathLike)):
        return [os.fspath(lexicon)]
    return [os.fspath(path) for path in lexicon]


def _anchors(anchors: Optional[Anchors]) -> Union[list[tuple[int, int]], str, None]:
    if anchors is None:
        return None
    if isinstance(anchors, os.PathLike):
        return os.fspath(anchors)
    return [(int(en), int(ru)) for en, ru in anchors]


def _cores() -> int:
    """The cores that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _is_name_of_file(text: str) -> bool:
    """Whether a text is the name of an existing file. Then the caller probably means the file."""
    return len(text) < 256 and "\n" not in text and "." in text.strip(".") and os.path.isfile(text)


_DEFAULT: list[Aligner] = []


def aligner_for(lines: bool, lexicon: Lexicon, srx: Optional[Path], min_confidence: Optional[float]) -> Aligner:
    """An aligner for one call. The one without options is cached."""
    if lines or lexicon is not None or srx is not None or min_confidence is not None:
        return Aligner(lines=lines, lexicon=lexicon, srx=srx, min_confidence=min_confidence)
    if not _DEFAULT:
        _DEFAULT.append(Aligner())
    return _DEFAULT[0]
