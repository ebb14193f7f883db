"""The options of the worker, and how the program and its files get to the executors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Optional

from pyspark import SparkFiles

_LOCAL = "local:"


@dataclass(frozen=True)
class Options:
    """How to align. The defaults are those of ``enru worker``."""

    lines: bool = False
    """Texts hold one sentence a line: do not split."""
    keep_unaligned: bool = False
    """Give sentences without counterpart too."""
    min_confidence: float = 0.0
    """Leave out segments of less confidence."""
    timeout: float = 60.0
    """Seconds a pair may take; then it is the error ``timeout``."""
    max_bytes: int = 64 << 20
    """Longest request and largest file; others are the error ``too-large``."""
    threads: int = 1
    """Threads of each worker: as many as ``spark.task.cpus``."""
    lexicons: Sequence[str] = ()
    """Word translations of your own (what ``enru learn`` wrote, a glossary); sent to the executors as the program is."""
    root: Optional[str] = None
    """Folder of the executors below which ``en_path`` and ``ru_path`` must be. ``align_pairs`` takes any by default, ``pipe_lines``
    none."""

    def of_request(self) -> dict[str, Any]:
        """The options that stand in each request."""
        return {"lines": self.lines, "keep_unaligned": self.keep_unaligned, "min_confidence": self.min_confidence}

    def of_worker(self) -> list[str]:
        """The options of the command line."""
        return [
            "--quiet",
            f"--timeout={self.timeout}",
            f"--max-bytes={self.max_bytes}",
            f"--jobs={self.threads}",
            *([] if self.root is None else [f"--root={self.root}"]),
        ]


class Shipped(str):
    """The name of a file that Spark puts into a folder of each executor."""


def command(program: Sequence[str], options: Options) -> list[str]:
    """The command line of a worker; :class:`Shipped` are the files to be found on the executor."""
    lexicons = [part for path in lexicons_of(options) for part in ("--lexicon", path)]
    return [*program, "worker", *options.of_worker(), *lexicons]


def lexicons_of(options: Options) -> list[str]:
    """The lexicons as the executor knows them."""
    return [name(path) for path in options.lexicons]


def files(binary: Optional[str], options: Options) -> list[str]:
    """What is not on the executors already."""
    paths = [*([] if binary is None else [binary]), *options.lexicons]
    return [path for path in paths if not path.startswith(_LOCAL)]


def located(parts: Sequence[str]) -> list[str]:
    """The command line on the machine where it runs."""
    return [SparkFiles.get(part) if isinstance(part, Shipped) else part for part in parts]


def beside(parts: Sequence[str]) -> list[str]:
    """The command line as seen from the folder that Spark puts files in."""
    return [f"./{part}" if isinstance(part, Shipped) else part for part in parts]


def name(path: str) -> str:
    """A file as the executor knows it."""
    if path.startswith(_LOCAL):
        return path[len(_LOCAL) :]
    return Shipped(path.rsplit("/", 1)[-1])
