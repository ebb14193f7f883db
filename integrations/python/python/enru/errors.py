"""Exceptions: subclasses of :class:`EnruError` with the file and the reason."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Optional, Union

__all__ = [
    "DocumentError",
    "EmptyError",
    "EncodingError",
    "EnruError",
    "FileError",
    "InputError",
    "InternalError",
    "LanguageError",
    "OptionError",
    "StoppedError",
    "TooLargeError",
]


class EnruError(Exception):
    """The base class of all errors of enru."""

    code: str = "error"
    """The kind of error for programs, such as ``empty``; the same codes as in responses of ``enru worker``."""
    file: Optional[Path]
    """The file concerned, if any."""
    reason: str
    """What is wrong, without the file."""

    def __init__(self, reason: str, file: Union[str, os.PathLike[str], None] = None) -> None:
        # Not `super()`: OSError takes two arguments for a number and a text.
        Exception.__init__(self, reason, file)
        self.reason = reason
        self.file = None if file is None else Path(file)

    def __str__(self) -> str:
        return self.reason if self.file is None else f"{self.file}: {self.reason}"


class FileError(EnruError, OSError):
    """The system cannot read or write a file: it is missing, a folder, already there, or not allowed."""

    code = "unreadable"


class DocumentError(EnruError, ValueError):
    """The content of a file cannot be used: it is damaged, not text, of an unknown format, or invalid in its format."""

    code = "unusable"


class EmptyError(DocumentError):
    """There is no text to align."""

    code = "empty"


class EncodingError(DocumentError):
    """Bytes that are invalid in the encoding, or text that is not Unicode."""

    code = "encoding"


class TooLargeError(DocumentError):
    """A file that is larger than the limit."""

    code = "too-large"


class LanguageError(DocumentError):
    """Both sides are in the same language."""

    code = "language"


class OptionError(EnruError, ValueError):
    """An option that cannot be used: an unknown format, anchors that cross."""

    code = "option"


class InputError(EnruError, TypeError):
    """An argument that is not a text, a list of sentences, a path or a document."""

    code = "request"


class StoppedError(EnruError):
    """The work was stopped before it was done."""

    code = "stopped"


class InternalError(EnruError, RuntimeError):
    """A bug in enru. Please report it with the documents."""

    code = "internal"
