"""What the tests share. ENRU is a program `enru` to compare with; by default the one of the wheel."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Callable

import pytest

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = sorted((ROOT / "samples").glob("*.en.txt"))
PROGRAM = [os.environ["ENRU"]] if "ENRU" in os.environ else [sys.executable, "-m", "enru"]

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


def russian(english: Path) -> Path:
    """The Russian side of a sample."""
    return english.with_name(english.name.replace(".en.", ".ru."))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs the program in an empty folder, without settings."""

    def run(*args: object, check: bool = True, **more: object) -> subprocess.CompletedProcess[bytes]:
        env = {name: value for name, value in os.environ.items() if not name.startswith("ENRU_")}
        env.update(HOME=str(tmp_path), XDG_CONFIG_HOME=str(tmp_path))
        command = [*PROGRAM, *map(str, args)]
        return subprocess.run(command, cwd=tmp_path, env=env, check=check, capture_output=True, timeout=300, **more)  # type: ignore[call-overload,no-any-return]

    return run
