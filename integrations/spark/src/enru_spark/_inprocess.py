"""Requests answered in the process of the task, by the package ``enru`` for Python."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from types import TracebackType
from typing import Any, Optional

from ._process import WorkerError


class InProcess:
    """Answers as :class:`_process.Worker` does, without another process."""

    def __init__(self, lexicons: Sequence[str], root: Optional[str], max_bytes: int, timeout: float, threads: int) -> None:
        self._worker = _package().Worker(lexicon=lexicons, root=root, max_bytes=max_bytes, timeout=timeout)
        self._threads = threads

    def __enter__(self) -> "InProcess":
        return self

    def __exit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        pass

    def answers(self, requests: Iterable[bytes], count: int) -> Iterator[bytes]:
        """The answers to ``count`` requests, in order, each as soon as it is there. Raises what ``requests`` raises."""
        return islice(self._worker.answers(requests, self._threads), count)

    def finish(self) -> None:
        """There is nothing to bring to an end."""


def command() -> list[str]:
    """What starts the program of the package."""
    parts: list[str] = _package().command()
    return parts


def _package() -> Any:
    try:
        import enru.worker
    except ImportError as error:
        raise WorkerError(
            "engine='python' needs the package enru where the executors' Python finds it: pip install enru-align"
        ) from error
    return enru.worker
