"""Translation memories."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Optional, Union

from . import _native
from ._alignment import creation_date
from ._native import Finding, Segment
from ._types import Path

if TYPE_CHECKING:
    import pandas
    import pyarrow

Words = Union[str, Iterable[str]]


class Memory:
    """A translation memory of any size: CSV, TSV, JSONL, TMX, XLIFF, XLSX, PO, Moses, hunalign or Parquet, plain or gzipped.

    ``source`` is a path (``str`` or ``pathlib.Path``), or segments or ``(en, ru)`` pairs of texts, which go into a temporary
    file. Segments are not kept in memory: each iteration reads the file again. :meth:`filter`, :meth:`merge` and
    :meth:`dedupe` read nothing until then.

    >>> for segment in enru.Memory("tm.tmx").filter(min_confidence=0.9):  # doctest: +SKIP
    ...     print(segment.en, "=", segment.ru)
    """

    _store: _native.Store

    def __init__(self, source: Union[Path, Iterable[Union[Segment, tuple[str, str]]]], *, format: Optional[str] = None) -> None:
        if isinstance(source, (str, os.PathLike)):
            self._store = _native.Store.of_file(os.fspath(source), format)
        else:
            self._store = _native.Store.of_segments(source)

    @classmethod
    def _of(cls, store: _native.Store) -> Memory:
        memory = cls.__new__(cls)
        memory._store = store
        return memory

    def __iter__(self) -> Iterator[Segment]:
        return self._store.segments()

    def filter(
        self,
        *,
        min_confidence: Optional[float] = None,
        max_confidence: Optional[float] = None,
        shape: Words = (),
        status: Words = (),
        min_length: Optional[int] = None,
        max_length: Optional[int] = None,
        flag: Words = (),
        without_flag: Words = (),
        document: Words = (),
        fields: Optional[dict[str, str]] = None,
    ) -> Memory:
        """The segments that match all conditions, and one item of each list, as ``enru tm filter`` does. Segments
        without a confidence match. ``without_flag="any"`` keeps segments without flags.
        """
        least, most = (min_confidence, max_confidence), (min_length, max_length)
        lists = [_words(words) for words in (shape, status, flag, without_flag, document)]
        shapes, statuses, flags, without, documents = lists
        if "any" in without:
            without = [*_FLAGS]
        named = list((fields or {}).items())
        return Memory._of(self._store.filter(*least, shapes, statuses, *most, flags, without, documents, named))

    def merge(self, *others: Memory, keep_all: bool = False) -> Memory:
        """This memory merged with others. Keeps the best translation of each source text, as ``enru tm merge`` does."""
        return Memory._of(self._store.merge([other._store for other in others], keep_all))

    def dedupe(self, *, fold_marks: bool = False) -> Memory:
        """Keeps one segment of each group with the same texts, as ``enru tm dedupe`` does."""
        return Memory._of(self._store.dedupe(fold_marks))

    def lint(self, *, only: Words = (), without: Words = ()) -> Iterator[Finding]:
        """The likely errors that ``enru tm lint`` reports, with codes such as ``number-mismatch``, in the order of the memory."""
        return self._store.lint(_words(only), _words(without))

    def stats(self) -> dict[str, Any]:
        """Counts of segments, words, characters, shapes, statuses, flags and confidences, as in ``enru tm stats``."""
        return self._store.stats()

    def save(self, path: Path, *, format: Optional[str] = None, overwrite: bool = True) -> int:
        """Writes the segments to a file, completely or not at all, and returns their number. The extension determines the format."""
        return self._store.save(os.fspath(path), format, overwrite, creation_date())

    def to_dicts(self) -> list[dict[str, Any]]:
        """One dictionary per segment, with the columns of the CSV, and the preserved fields of the file."""
        return [{**segment.extra, **segment.to_dict()} for segment in self]

    def to_pandas(self) -> pandas.DataFrame:
        """One row per segment: the columns of the CSV, then one for each preserved field."""
        import pandas

        rows = self.to_dicts()
        extra = dict.fromkeys(name for row in rows for name in row if name not in _native.columns)
        return pandas.DataFrame(rows, columns=[*_native.columns, *extra])

    def to_arrow(self) -> pyarrow.Table:
        """One row per segment: the columns of the CSV, then a text for each preserved field. To read batches one at a
        time, pass the memory to ``pyarrow.RecordBatchReader.from_stream``."""
        import pyarrow

        return pyarrow.table(self)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The segments through the Arrow C data interface, in batches of some thousands."""
        return self._store.arrow_stream()


_FLAGS: tuple[str, ...] = (
    "number-mismatch",
    "name-mismatch",
    "length-ratio",
    "untranslated",
    "mixed-script",
    "wrong-language",
    "moved",
    "part-unmatched",
    "no-tie",
)


def _words(words: Words) -> list[str]:
    return [words] if isinstance(words, str) else list(words)
