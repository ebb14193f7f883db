"""The process stays sound: threads, forks, Ctrl-C, many documents."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import enru

EN = " ".join(f"On day {n} the pump gave {n * 7 + 3} litres of water." for n in range(40))
RU = " ".join(f"В день {n} насос дал {n * 7 + 3} литров воды." for n in range(40))


def test_threads_share_an_aligner() -> None:
    aligner = enru.Aligner()
    expected = aligner.align(EN, RU).to_dicts()
    with ThreadPoolExecutor(8) as threads:
        for rows in threads.map(lambda _: aligner.align(EN, RU).to_dicts(), range(64)):
            assert rows == expected


def test_other_threads_run_meanwhile() -> None:
    en, ru = " ".join([EN] * 40), " ".join([RU] * 40)
    ticks, done = [0], threading.Event()

    def tick() -> None:
        while not done.is_set():
            ticks[0] += 1
            time.sleep(0.001)

    ticker = threading.Thread(target=tick)
    ticker.start()
    begun = time.monotonic()
    enru.align(en, ru)
    took, during = time.monotonic() - begun, ticks[0]
    done.set()
    ticker.join()
    # A lock held all the time would let the thread run a few times at the most.
    assert took > 0.05 and during > 10, (took, during)


INTERRUPTED = """
    import json, pathlib, signal, sys, time
    import enru
    # A shell that runs the tests in the background has them ignore the signal.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    en = " ".join(f"Item {n} weighs {n % 97} kilos." for n in range(60_000))
    ru = " ".join(f"Предмет {n} весит {n % 97} кило." for n in range(60_000))
    def pairs():
        for n in range(100):
            yield en, ru
    folder = pathlib.Path(sys.argv[2])
    with open(folder / "tm.jsonl", "w", encoding="utf-8") as file:
        for n in range(400_000 if sys.argv[1] in ("memory", "lint") else 0):
            file.write(json.dumps({"translation": {"en": f"Item {n} weighs {n % 97} kilos.", "ru": f"Предмет {n}."}}) + "\\n")
    work = {"align": lambda: enru.align(en, ru), "many": lambda: list(enru.align_many(pairs(), 2)),
            "memory": lambda: enru.Memory(folder / "tm.jsonl").save(folder / "tm.tmx"),
            "lint": lambda: sum(1 for _ in enru.Memory(folder / "tm.jsonl").lint())}[sys.argv[1]]
    print("ready", flush=True)
    begun = time.monotonic()
    try:
        work()
        print("not interrupted")
    except KeyboardInterrupt:
        print("interrupted", flush=True)
    # The process is as it was, and nothing half-written stays once the thread has seen that it is over.
    while (names := {path.name for path in folder.iterdir()}) - {"tm.jsonl"} and time.monotonic() < begun + 30:
        time.sleep(0.05)
    assert names <= {"tm.jsonl"}, names
    assert len(enru.align("One. Two.", "Раз. Два.")) == 2
    assert len(list(enru.align_many([("One.", "Раз.")] * 5))) == 5
    print("sound")
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
@pytest.mark.parametrize("what", ["align", "many", "memory", "lint"])
def test_ctrl_c_ends_it(what: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", textwrap.dedent(INTERRUPTED), what, str(tmp_path)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    time.sleep(0.5)
    child.send_signal(signal.SIGINT)
    begun = time.monotonic()
    assert child.stdout.readline() == "interrupted\n"
    assert time.monotonic() - begun < 5, "at once, also on a busy machine"
    assert child.stderr is not None
    output, errors = child.stdout.read(), child.stderr.read()
    assert (output, child.wait(timeout=60)) == ("sound\n", 0), errors


def _use_everything(folder: str) -> int:
    pairs = enru.pair(folder, by="content")
    memory = enru.Memory([("It cost 40 soms.", "Это стоило 50 сомов.")] * 3)
    return len(pairs) + len(list(memory.lint(only="number-mismatch"))) + len(enru.align(EN, RU))


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_forked_process_works(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(EN, encoding="utf-8")
    (tmp_path / "b.txt").write_text(RU, encoding="utf-8")
    # Once here, so that whatever is started once is started.
    expected = _use_everything(str(tmp_path))
    assert expected > 40
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map_async(_use_everything, [str(tmp_path)] * 4).get(timeout=120) == [expected] * 4


def test_an_iteration_that_is_left_ends_its_threads() -> None:
    before = threading.active_count(), _threads()
    for _ in range(20):
        results = enru.align_many(((EN, RU) for _ in range(1000)), 4)
        next(results)
        del results
    deadline = time.monotonic() + 30
    while _threads() > before[1] and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _threads() <= before[1]


def _threads() -> int:
    try:
        return len(os.listdir("/proc/self/task"))
    except FileNotFoundError:
        return 0


@pytest.mark.skipif(sys.platform == "win32", reason="resource is of Unix")
def test_100_000_documents_leave_the_process_as_it_was() -> None:
    import resource

    count = 100_000

    def pairs() -> Iterator[tuple[str, str]]:
        for n in range(count):
            # One in a thousand is bad.
            en = "" if n % 1000 == 999 else f"Note {n} came on day {n % 31}. It was short."
            yield en, f"Записка {n} пришла в день {n % 31}. Она была короткой."

    peaks: list[int] = []
    for number, result in enumerate(enru.align_many(pairs())):
        if number % 1000 == 999:
            assert isinstance(result, enru.EmptyError), number
        else:
            assert isinstance(result, enru.Alignment) and len(result) == 2, number
        if number in (count // 4, count - 1):
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    # In kilobytes on Linux, in bytes on macOS.
    unit = 1024 if sys.platform == "darwin" else 1
    assert peaks[1] - peaks[0] < 8_000 * unit, peaks
