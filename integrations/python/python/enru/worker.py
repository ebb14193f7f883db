"""Processes requests as lines of JSON, like ``enru worker``, but in this process: for engines that process many documents.

docs/schema of the project describes requests and responses. The response to a bad document has ``ok`` false and an ``error``, and so
has that to a bug of enru. ``enru worker`` uses child processes, which protect it from a document that takes all memory; this process
is not protected.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Optional

from . import __main__, _native
from ._aligner import lexicon_paths
from ._types import Lexicon, Path

__all__ = ["Worker", "command"]


class Worker:
    """Processes requests. Can be shared between threads.

    ``lexicon``: your own word translations. ``root``: the folder that contains the files of requests (``en_path``, ``ru_path``);
    without it, requests with files are refused. ``max_bytes``: the limit for a request and for a file. ``timeout``: the limit for
    a pair, in seconds.
    """

    _answerer: _native.Answerer

    def __init__(
        self,
        *,
        lexicon: Lexicon = None,
        root: Optional[Path] = None,
        max_bytes: int = 256 << 20,
        timeout: float = 60.0,
    ) -> None:
        self._answerer = _native.Answerer(lexicon_paths(lexicon), None if root is None else os.fspath(root), max_bytes, timeout)

    def answer(self, request: bytes, number: int = 1) -> bytes:
        """The response to a request, both lines of JSON. ``number`` is the number of the line, for messages."""
        return self._answerer.answer(request.rstrip(b"\r\n"), number)

    def answers(self, requests: Iterable[bytes], jobs: int = 1) -> Iterator[bytes]:
        """The responses to ``requests``, in order, with at most ``2 * jobs`` in progress."""
        numbered = zip(requests, range(1, sys.maxsize))
        if jobs == 1:
            for request, number in numbered:
                yield self.answer(request, number)
            return
        threads = ThreadPoolExecutor(jobs)
        try:
            waiting: deque[Future[bytes]] = deque()
            for request, number in numbered:
                waiting.append(threads.submit(self.answer, request, number))
                if len(waiting) == 2 * jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            threads.shutdown(wait=False, cancel_futures=True)


def command() -> list[str]:
    """The command that starts the program ``enru`` of this package in a new process."""
    return __main__.command()
