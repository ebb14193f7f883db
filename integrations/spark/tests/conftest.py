"""A small cluster, and documents made of the samples of the project.

ENRU is the program to test; without it, the debug build beside is taken.
"""

import json
import os
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import pyspark
import pytest
from pyspark.sql import SparkSession

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "samples"
BINARY = os.environ.get("ENRU", str(ROOT / "target/debug/enru"))

Bead = tuple[str, str]
Documents = dict[str, tuple[str, str]]


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """Two executors of one core, processes of their own: only there are files sent and tasks tried again."""
    home = tmp_path_factory.mktemp("spark")
    # The cluster works in a folder of its home, which for the package of PyPI would be among the installed code.
    for part in Path(pyspark.__file__).parent.iterdir():
        (home / part.name).symlink_to(part)
    os.environ.update(SPARK_HOME=str(home), PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("enru")
    settings = {
        "spark.executor.memory": "1g",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "4",
        # Some batches a partition, as large tables have.
        "spark.sql.execution.arrow.maxRecordsPerBatch": "100",
        # Snappy, the default, is a native library that does not load on every machine.
        "spark.sql.parquet.compression.codec": "gzip",
        # On a busy machine executors are slow, not dead.
        "spark.network.timeout": "300s",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def documents() -> Documents:
    """2,000 pairs by name: each some runs of aligned sentences of the samples, with the digits changed alike on both sides."""
    chosen, sources = random.Random(20261126), [_beads(gold) for gold in sorted(SAMPLES.glob("*.gold"))]
    return {f"document-{number:04}": _document(sources, chosen) for number in range(2000)}


def _beads(gold: Path) -> list[Bead]:
    sides = [gold.with_suffix(end).read_text(encoding="utf-8").splitlines() for end in (".en", ".ru")]
    beads = [[json.loads(side) for side in line.replace("]:[", "] : [").split(" : ")] for line in gold.read_text().splitlines()]
    return [(_joined(sides[0], en), _joined(sides[1], ru)) for en, ru in beads if en and ru]


def _joined(sentences: list[str], numbers: list[int]) -> str:
    return " ".join(sentences[number] for number in numbers)


def _document(sources: list[list[Bead]], chosen: random.Random) -> tuple[str, str]:
    beads: list[Bead] = []
    for _ in range(chosen.randint(1, 4)):
        source = chosen.choice(sources)
        start = chosen.randrange(len(source) - 4)
        beads += source[start : start + 4]
    shift = chosen.randrange(1, 10)
    digits = str.maketrans("0123456789", "".join(str((digit + shift) % 10) for digit in range(10)))
    return tuple("\n\n".join(side).translate(digits) for side in zip(*beads))  # type: ignore[return-value]


@dataclass
class Dying:
    """A program that is enru, but the first few times it is started it is killed after 60 answers, in the middle of the next."""

    binary: str
    starts: Path

    def count(self) -> int:
        """How often it was started."""
        return len(list(self.starts.iterdir()))

    def running(self) -> list[str]:
        """The processes that are still there; those started later keep their number when they become enru."""
        started = (path.name.split("-")[0] for path in self.starts.iterdir())
        return [number for number in started if Path("/proc", number, "exe").exists()]


_DYING = """#!{python}
import os, signal, subprocess, sys, tempfile
tempfile.mkstemp(dir={starts!r}, prefix=f"{{os.getpid()}}-")
for turn in range({deaths}):
    try:
        os.mkdir(f"{{{turns!r}}}/{{turn}}")
    except FileExistsError:
        continue
    print("the plug was pulled", file=sys.stderr, flush=True)
    child = subprocess.Popen([{enru!r}, *sys.argv[1:]], stdout=subprocess.PIPE)
    for _ in range(60):
        sys.stdout.buffer.write(child.stdout.readline())
    sys.stdout.buffer.write(child.stdout.readline()[:50])
    sys.stdout.buffer.flush()
    child.kill()
    os.kill(os.getpid(), signal.SIGKILL)
os.execv({enru!r}, [{enru!r}, *sys.argv[1:]])
"""


@pytest.fixture
def dying(tmp_path: Path) -> Callable[[int], Dying]:
    """Makes a program that dies so many times. Each has a name of its own: Spark keeps files by name."""

    def make(deaths: int) -> Dying:
        starts, turns = tmp_path / "starts", tmp_path / "turns"
        starts.mkdir()
        turns.mkdir()
        program = tmp_path / f"enru-{tmp_path.name}"
        values = {"python": sys.executable, "enru": BINARY, "starts": str(starts), "turns": str(turns)}
        program.write_text(_DYING.format(deaths=deaths, **values))
        program.chmod(0o755)
        return Dying(str(program), starts)

    return make
