"""The program `enru` that the wheel brings."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import enru

from .conftest import SAMPLES, russian

SCRIPT = shutil.which("enru", path=str(Path(sys.executable).parent))


def program(*args: object, cwd: Path, **more: object) -> subprocess.CompletedProcess[str]:
    assert SCRIPT, "the wheel installs enru beside python"
    return subprocess.run([SCRIPT, *map(str, args)], cwd=cwd, capture_output=True, text=True, timeout=300, **more)  # type: ignore[call-overload,no-any-return]


def test_version_and_help(tmp_path: Path) -> None:
    assert program("--version", cwd=tmp_path).stdout == f"enru {enru.__version__}\n"
    version = json.loads(program("--version", "--json", cwd=tmp_path).stdout)
    assert (version["name"], version["version"]) == ("enru", enru.__version__)
    assert "Usage: enru align" in program("align", "--help", cwd=tmp_path).stdout


def test_exit_codes_and_streams(tmp_path: Path) -> None:
    assert program("align", "only-one.txt", cwd=tmp_path).returncode == 2
    missing = program("align", "no.en.txt", "no.ru.txt", cwd=tmp_path)
    assert missing.returncode == 1 and missing.stdout == "" and "no.en.txt: cannot read" in missing.stderr
    assert "Traceback" not in missing.stderr
    done = program("align", SAMPLES[0], russian(SAMPLES[0]), cwd=tmp_path)
    assert done.returncode == 0 and done.stdout.startswith("en,ru,confidence") and done.stdout.endswith("\n")
    # Without a line break at its end, too: nothing stays in a buffer.
    ladder = program("align", SAMPLES[0], russian(SAMPLES[0]), "--format", "bracket", cwd=tmp_path)
    assert ladder.stdout.count("]:[") == len(enru.align(SAMPLES[0], russian(SAMPLES[0])).ladder)


def test_documents_are_worked_on_in_child_processes(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    # A module of this name in the working folder is not taken for the package.
    (tmp_path / "enru.py").write_text("raise SystemExit('the wrong enru')", encoding="utf-8")
    for number in range(3):
        (tmp_path / "in" / f"{number}.en.txt").write_text(f"Day {number} came. It rained.", encoding="utf-8")
        (tmp_path / "in" / f"{number}.ru.txt").write_text(f"Наступил день {number}. Шёл дождь.", encoding="utf-8")
    batch = program("batch", "in", "-o", "out", cwd=tmp_path)
    assert batch.returncode == 0, batch.stderr
    assert sorted(path.name for path in (tmp_path / "out").glob("?.csv")) == ["0.csv", "1.csv", "2.csv"]
    requests = "".join(json.dumps({"id": n, "en": f"Day {n}.", "ru": f"День {n}."}) + "\n" for n in range(5))
    answers = program("worker", cwd=tmp_path, input=requests)
    assert answers.returncode == 0, answers.stderr
    assert [json.loads(line)["id"] for line in answers.stdout.splitlines()] == list(range(5))
    assert all(json.loads(line)["ok"] for line in answers.stdout.splitlines())


def test_a_reader_that_closes_the_pipe_is_success(tmp_path: Path) -> None:
    assert SCRIPT
    child = subprocess.Popen(
        [SCRIPT, "align", str(SAMPLES[0]), str(russian(SAMPLES[0]))], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    )
    assert child.stdout is not None and child.stderr is not None
    child.stdout.close()
    errors = child.stderr.read().decode()
    assert child.wait(timeout=60) == 0, errors
    assert "Traceback" not in errors and "error" not in errors


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
@pytest.mark.parametrize("what", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_it_and_leave_nothing_half_written(tmp_path: Path, what: signal.Signals) -> None:
    assert SCRIPT
    for lang, line in (("en", "Item {} weighs {} kilos. "), ("ru", "Предмет {} весит {} кило. ")):
        text = "".join(line.format(n, n % 97) for n in range(400_000))
        (tmp_path / f"big.{lang}.txt").write_text(text, encoding="utf-8")
    command = [SCRIPT, "align", "big.en.txt", "big.ru.txt", "-o", "big.csv"]
    child = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    time.sleep(2.0)
    child.send_signal(what)
    _, errors = child.communicate(timeout=30)
    assert (child.returncode, "Traceback" in errors) == (130, False), errors
    assert sorted(path.name for path in tmp_path.iterdir()) == ["big.en.txt", "big.ru.txt"]


def test_as_a_module(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "enru", "--version"], capture_output=True, text=True, cwd=tmp_path, timeout=60)
    assert done.stdout == f"enru {enru.__version__}\n"
