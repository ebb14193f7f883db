"""Requests and answers in this process are those of `enru worker`."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from enru.worker import Worker, command

from .conftest import Run

REQUESTS = [
    {"id": 1, "en": "One day. Two days.", "ru": "Один день. Два дня."},
    {"id": "b", "en": "A.\nB.", "ru": "А.\nБ.", "options": {"lines": True, "keep_unaligned": True}},
    {"id": 2, "en": "", "ru": "Пусто."},
    {"id": 3, "en": "One."},
    {"en": "no id", "ru": "нет"},
    {"id": 4, "en_path": "a.txt", "ru_path": "b.txt"},
    {"id": 5, "en": "x" * 5000, "ru": "Длинно."},
]
LINES = [json.dumps(request, ensure_ascii=False).encode() + b"\n" for request in REQUESTS] + [b"no json\n", b"\xff\xfe\n"]


def test_answers(run: Run) -> None:
    theirs = run("worker", "--max-bytes", "4000", input=b"".join(LINES)).stdout.splitlines(keepends=True)
    for jobs in (1, 3):
        assert list(Worker(max_bytes=4000).answers(LINES, jobs)) == theirs
    assert [json.loads(line)["ok"] for line in theirs] == [True, True] + [False] * 7


def test_files_below_a_root(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One day.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Один день.", encoding="utf-8")
    assert json.loads(Worker(root=tmp_path).answer(LINES[5]))["ok"]
    assert json.loads(Worker(root=tmp_path / "other").answer(LINES[5]))["ok"] is False


def test_time_is_limited() -> None:
    text = {"id": 1, "en": " ".join(["One day."] * 20_000), "ru": " ".join(["Один день."] * 20_000)}
    answer = json.loads(Worker(timeout=0.05).answer(json.dumps(text).encode()))
    assert answer["error"]["code"] == "timeout"


def test_the_program_of_the_package(tmp_path: Path) -> None:
    done = subprocess.run([*command(), "--version"], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.stdout.startswith("enru ")
