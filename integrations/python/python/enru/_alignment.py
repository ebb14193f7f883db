"""The result of :func:`enru.align`."""

from __future__ import annotations

import html
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, Optional, Union, overload

from . import _native
from ._native import Explanation, Segment
from ._types import Path

if TYPE_CHECKING:
    import pandas
    import pyarrow

_ROWS: int = 20
"""The number of segments that a notebook shows."""


class Svg(str):
    """An SVG image, which notebooks show."""

    def _repr_svg_(self) -> str:
        return str(self)

    def save(self, path: Path) -> None:
        """Writes the image to a file."""
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(self)


class Segments(Sequence[Segment]):
    """The segments of an alignment in document order. Segments found out of order come last."""

    _bitext: _native.Bitext

    def __init__(self, bitext: _native.Bitext) -> None:
        self._bitext = bitext

    def __len__(self) -> int:
        return len(self._bitext)

    @overload
    def __getitem__(self, index: int) -> Segment: ...
    @overload
    def __getitem__(self, index: slice) -> list[Segment]: ...
    def __getitem__(self, index: Union[int, slice]) -> Union[Segment, list[Segment]]:
        if isinstance(index, slice):
            return self._bitext.segments()[index]
        segment = self._bitext.segment(_at(index, len(self)))
        assert segment is not None
        return segment

    def __iter__(self) -> Iterator[Segment]:
        return iter(self._bitext.segments())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __repr__(self) -> str:
        return f"<{len(self)} segments>"


class Alignment:
    """Two aligned documents. Created by :func:`enru.align`, and immutable."""

    _bitext: _native.Bitext

    def __init__(self, bitext: _native.Bitext) -> None:
        self._bitext = bitext

    @property
    def name(self) -> str:
        """The name of the pair, which is the column ``document``."""
        return self._bitext.name

    @property
    def segments(self) -> Segments:
        """The paired segments, which are the rows of the CSV, without those below ``min_confidence``."""
        return Segments(self._bitext)

    @property
    def unpaired(self) -> list[Segment]:
        """The unpaired sentences, as segments with an empty side."""
        return self._bitext.unpaired()

    @property
    def en(self) -> list[str]:
        """The English sentences. ``segment.en_ids`` counts them from 1, ``ladder`` from 0."""
        return self._bitext.sentences("en")

    @property
    def ru(self) -> list[str]:
        """The Russian sentences."""
        return self._bitext.sentences("ru")

    @property
    def ladder(self) -> list[tuple[list[int], list[int]]]:
        """All beads in order, such as ``([0, 1], [0])``, with sentence numbers from 0. One side of a bead may be empty."""
        return self._bitext.ladder()

    @property
    def confidences(self) -> list[float]:
        """The confidence of each bead of :attr:`ladder`."""
        return self._bitext.confidences()

    @property
    def suspect(self) -> list[str]:
        """The reasons why the documents may not be translations of each other; usually empty."""
        return self._bitext.suspect()

    @property
    def notices(self) -> dict[str, int]:
        """What the readers left out or found suspicious, such as ``page-number``, with counts."""
        return self._bitext.notices()

    def explain(self, index: int) -> Explanation:
        """Explains segment ``index`` and its confidence. The first call aligns again."""
        return self._bitext.explain(_at(index, len(self._bitext)))

    def to_dicts(self, *, keep_unaligned: bool = False) -> list[dict[str, Any]]:
        """One dictionary per segment, with the columns of the CSV, optionally followed by the unpaired sentences."""
        segments = self._bitext.segments() + (self.unpaired if keep_unaligned else [])
        return [segment.to_dict() for segment in segments]

    def to_pandas(self) -> pandas.DataFrame:
        """One row per segment, with the columns of the CSV; ``en_ids``, ``ru_ids``, ``anchors`` and ``flags`` hold lists."""
        import pandas

        return pandas.DataFrame(self.to_dicts(), columns=list(_native.columns))

    def to_arrow(self) -> pyarrow.Table:
        """One row per segment, with the columns of the CSV. Arrow takes over the memory; nothing is copied."""
        import pyarrow

        return pyarrow.table(self)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The segments through the Arrow C data interface, so that polars, DuckDB and others accept an alignment directly."""
        return self._bitext.arrow_stream()

    def save(
        self,
        path: Path,
        *,
        format: Optional[str] = None,
        keep_unaligned: bool = False,
        overwrite: bool = True,
    ) -> None:
        """Writes a file, completely or not at all, with the same bytes as ``enru align -o PATH``. The extension
        determines the format: csv, tsv, jsonl, tmx, xlsx, xliff, po, hunalign, xces, ladder, moses, parquet,
        or html for the review page. ``format`` overrides the extension.
        """
        self._bitext.save(os.fspath(path), format, overwrite, keep_unaligned, creation_date())

    def plot(self) -> Svg:
        """The path of the alignment as an image. Unpaired sentences are red."""
        return Svg(self._bitext.plot())

    def __len__(self) -> int:
        return len(self._bitext)

    def __reduce__(self) -> NoReturn:
        raise TypeError("an alignment stays in its process; send alignment.to_dicts() or list(alignment.segments)")

    def __repr__(self) -> str:
        en, ru = self._bitext.sizes()
        name = f"{self.name!r}, " if self.name else ""
        return f"<Alignment {name}{en} English and {ru} Russian sentences, {len(self)} segments>"

    def _repr_html_(self) -> str:
        shown = self.segments[:_ROWS]
        rows = "".join(_row(segment) for segment in shown)
        more = f"<p>and {len(self) - len(shown)} more segments</p>" if len(self) > len(shown) else ""
        doubts = "".join(f"<p>suspect: {html.escape(reason)}</p>" for reason in self.suspect)
        return (
            f"{doubts}<table><thead><tr><th>#</th><th>English</th><th>Russian</th><th>confidence</th><th>shape</th>"
            f"<th>flags</th></tr></thead><tbody>{rows}</tbody></table>{more}"
        )


def _row(segment: Segment) -> str:
    number = html.escape(" ".join(map(str, segment.en_ids)))
    cells = [number, html.escape(segment.en), html.escape(segment.ru), _bar(segment.confidence)]
    cells += [segment.shape, html.escape(" ".join(segment.flags))]
    return "<tr>" + "".join(f'<td style="text-align:left">{cell}</td>' for cell in cells) + "</tr>"


def _bar(confidence: Optional[float]) -> str:
    if confidence is None:
        return ""
    colour = "#c0392b" if confidence < 0.5 else "#d68910" if confidence < 0.9 else "#1e8449"
    return f'<span style="color:{colour}">{confidence:.3f}</span>'


def _at(index: int, length: int) -> int:
    at = index + length if index < 0 else index
    if not 0 <= at < length:
        raise IndexError(f"there is no segment {index}; there are {length}")
    return at


def creation_date() -> Optional[int]:
    """The date of outputs according to ``SOURCE_DATE_EPOCH``; without it, outputs have no date."""
    date = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(date) if date.isdecimal() else None
