"""Requests and answers as lines of JSON, as ``enru worker`` has them, in this process: for engines that drive many documents.

The members of both are told in docs/schema of the project. A bad document is an answer with ``ok`` false and an ``error``; so is
a fault of enru. What a child process of ``enru worker`` survives and this process does not is a document that takes all memory.
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
    """Answers requests. Threads may share it.

    ``lexicon``: word translations of your own. ``root``: the folder below which requests may name files (``en_path``,
    ``ru_path``); without it they may name none. ``max_bytes``: the longest request and the largest file. ``timeout``: seconds that a
    pair may take.
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
        """The answer to a request, a line of JSON each; ``number`` is that of the line, for messages."""
        return self._answerer.answer(request.rstrip(b"\r\n"), number)

    def answers(self, requests: Iterable[bytes], jobs: int = 1) -> Iterator[bytes]:
        """The answers to ``requests``, in order, with at most ``2 * jobs`` on the way."""
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
    """What starts the program ``enru`` of this package, in a process of its own."""
    return __main__.command()
