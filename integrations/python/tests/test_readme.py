"""What the README and the tutorial say works."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1]
BLOCKS = re.findall(r"```python\n(.*?)```", (PACKAGE / "README.md").read_text(encoding="utf-8"), re.S)


def test_the_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(BLOCKS[0].strip().splitlines()) <= 6
    exec(BLOCKS[0], {})
    printed = capsys.readouterr().out
    assert "The well is deep. = Колодец глубокий." in printed
    assert (tmp_path / "well.tmx").stat().st_size > 0


def test_the_calls_are_those_of_the_package() -> None:
    import enru

    names = set(re.findall(r"enru\.([A-Za-z_]+)", (PACKAGE / "README.md").read_text(encoding="utf-8"))) - {"toml"}
    assert names <= set(enru.__all__), names - set(enru.__all__)
    members = set(re.findall(r"alignment\.([a-z_]+)", (PACKAGE / "README.md").read_text(encoding="utf-8")))
    assert members and all(hasattr(enru.Alignment, member) for member in members)


def test_the_tutorial_runs(tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    done = subprocess.run([sys.executable, PACKAGE / "tutorial.py"], cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "bridge: 6 segments" in done.stdout or "bridge:" in done.stdout
    assert "empty: empty:" in done.stdout
