"""The pipes to one worker, with programs that behave badly in its place."""

import sys
import time
from collections.abc import Iterator

import pytest

from enru_spark._process import Worker, WorkerError


def worker(program: str) -> Worker:
    return Worker([sys.executable, "-c", program])


ECHO = "import sys\nfor line in sys.stdin: sys.stdout.write(line); sys.stdout.flush()"


def test_more_than_the_pipes_hold_goes_through_in_order() -> None:
    requests = [b"%d %s\n" % (number, b"x" * 100_000) for number in range(200)]
    with worker(ECHO) as echo:
        for _ in range(2):
            assert list(echo.answers(requests, len(requests))) == requests
        echo.finish()


def test_a_worker_that_says_much_is_not_held_up() -> None:
    loud = "import sys\nfor line in sys.stdin: sys.stderr.write('w' * 1_000_000); print('a', flush=True)"
    with worker(loud) as says:
        assert list(says.answers([b"q\n"] * 20, 20)) == [b"a\n"] * 20
        says.finish()


def test_requests_are_made_no_faster_than_they_are_taken() -> None:
    made = []

    def requests() -> Iterator[bytes]:
        for number in range(10_000):
            made.append(number)
            yield b"x" * 9_999 + b"\n"

    with worker("import sys, time\nsys.stdin.readline()\nprint('a', flush=True)\ntime.sleep(60)") as slow:
        assert next(slow.answers(requests(), 10_000)) == b"a\n"
        time.sleep(0.5)
        assert 1 <= len(made) < 100


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("import sys\nsys.stderr.write('no such option')\nsys.exit(2)", "exit code 2 after 0 answers; it said: no such option"),
        ("import os\nos.write(1, b'a\\nhalf')\nos.abort()", "killed by SIGABRT after 1 answers; it said: nothing"),
        ("print('a', flush=True)", "exit code 0 after 1 answers"),
        ("import sys\nsys.stderr.write('z' * 10_000_000)\nsys.exit(3)", "exit code 3"),
    ],
)
def test_a_worker_that_ends_too_early_is_told(program: str, words: str) -> None:
    with worker(program) as dying, pytest.raises(WorkerError, match=words) as told:
        list(dying.answers([b"q" * 1000 + b"\n"] * 1000, 1000))
    assert len(str(told.value)) < 100_000


@pytest.mark.parametrize("program", [ECHO + "\nsys.exit(1)", ECHO + "\nprint('one answer too many')"])
def test_a_worker_that_ends_badly_is_told(program: str) -> None:
    with worker(program) as echo:
        assert list(echo.answers([b"q\n"], 1)) == [b"q\n"]
        with pytest.raises(WorkerError):
            echo.finish()


def test_what_the_requests_raise_is_raised() -> None:
    def requests() -> Iterator[bytes]:
        yield b"q\n"
        raise KeyError("column")

    with worker(ECHO) as echo, pytest.raises(KeyError, match="column"):
        list(echo.answers(requests(), 2))


def test_leaving_ends_a_worker_that_hangs() -> None:
    started = time.monotonic()
    with worker("import time\ntime.sleep(600)"):
        pass
    assert time.monotonic() - started < 60
