"""What can go wrong: a small tree under :class:`EnruError`, each with the file and the reason."""

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
    """Anything that enru reports."""

    code: str = "error"
    """The kind of error for programs, such as ``empty``; the same words as the answers of ``enru worker`` where both have them."""
    file: Optional[Path]
    """The file that it is about, if any."""
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
    """The content of a file cannot be used: it is damaged, no text, in no known format, or does not follow its format."""

    code = "unusable"


class EmptyError(DocumentError):
    """There is no text to align."""

    code = "empty"


class EncodingError(DocumentError):
    """Bytes that are not in the encoding, or text that is no Unicode."""

    code = "encoding"


class TooLargeError(DocumentError):
    """More bytes than are read into memory."""

    code = "too-large"


class LanguageError(DocumentError):
    """Both sides are in one language."""

    code = "language"


class OptionError(EnruError, ValueError):
    """An option that cannot be used: an unknown format, anchors that cross."""

    code = "option"


class InputError(EnruError, TypeError):
    """An argument that is no text, list of sentences, path or document."""

    code = "request"


class StoppedError(EnruError):
    """The work was stopped before it was done."""

    code = "stopped"


class InternalError(EnruError, RuntimeError):
    """A fault in enru. Please report it with the documents."""

    code = "internal"
