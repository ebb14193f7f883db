"""One ``enru worker`` and the pipes to it: neither side ever waits for the other for ever."""

import signal
import subprocess
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import IO, Optional

_TAIL_LINES = 20


class WorkerError(RuntimeError):
    """A worker that ended before its work did, with the end of what it wrote to standard error."""


class Worker:
    """A running worker. Leaving its ``with`` block ends it, whatever it does."""

    def __init__(self, command: Sequence[str]) -> None:
        pipe = subprocess.PIPE
        self._child = subprocess.Popen(list(command), stdin=pipe, stdout=pipe, stderr=pipe)
        self._input, self._output = _pipe(self._child.stdin), _pipe(self._child.stdout)
        self._tail: deque[bytes] = deque(maxlen=_TAIL_LINES)
        # Never drained, a worker that says much would wait for ever.
        self._drain = threading.Thread(target=self._read_errors, args=(_pipe(self._child.stderr),), daemon=True)
        self._drain.start()
        self._answered = 0
        self._refused: Optional[BaseException] = None

    def __enter__(self) -> "Worker":
        return self

    def __exit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self._child.kill()
        self._child.wait()

    def answers(self, requests: Iterable[bytes], count: int) -> Iterator[bytes]:
        """The answers to ``count`` requests, in order, each as soon as it is there.

        Raises :class:`WorkerError` if the worker ends before, and what ``requests`` raises.
        """
        # Written beside the reading: a worker whose answers nobody takes takes no requests.
        writer = threading.Thread(target=self._write, args=(requests,), daemon=True)
        writer.start()
        for _ in range(count):
            answer = self._output.readline()
            if not answer.endswith(b"\n"):
                raise self._failure()
            self._answered += 1
            yield answer
        writer.join()

    def finish(self) -> None:
        """Ends a worker whose requests are all answered; raises :class:`WorkerError` if it does not end well."""
        self._input.close()
        if self._output.read(1) or self._child.wait() != 0:
            raise self._failure()

    def _write(self, requests: Iterable[bytes]) -> None:
        try:
            for request in requests:
                self._input.write(request)
            self._input.flush()
        except BrokenPipeError:
            pass  # The worker is gone, as the reader finds out and tells.
        except BaseException as error:
            self._refused = error
            self._child.kill()

    def _read_errors(self, errors: IO[bytes]) -> None:
        # An endless line must not fill the memory.
        for line in iter(lambda: errors.readline(4096), b""):
            self._tail.append(line)

    def _failure(self) -> BaseException:
        self._child.wait()
        if self._refused is not None:
            return self._refused
        self._drain.join(timeout=5)
        said = b"".join(self._tail).decode("utf-8", "replace").strip() or "nothing"
        return WorkerError(f"enru worker {_ending(self._child.returncode)} after {self._answered} answers; it said: {said}")


def _ending(code: int) -> str:
    if code >= 0:
        return f"ended with exit code {code}"
    try:
        return f"was killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"was killed by signal {-code}"


def _pipe(stream: Optional[IO[bytes]]) -> IO[bytes]:
    assert stream is not None
    return stream
