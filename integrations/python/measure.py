"""What aligning many documents costs by each door: `python measure.py [COUNT] [--program ENRU]`.

Makes COUNT releases of some thirty sentences from the samples of the project, no two the same, and aligns them by
`enru.align_many`, by one `enru worker`, and by a process `enru align` for each of every hundredth. Prints the CPU time of each in
milliseconds a document, children included, and the peak of memory after a tenth and after all of them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def releases(count: int) -> Iterator[tuple[str, str, str]]:
    """English, Russian, name: runs of aligned sentences, with the digits changed alike on both sides."""
    sources = [_beads(gold) for gold in sorted(SAMPLES.glob("*.gold"))]
    chosen = random.Random(20261127)
    for number in range(count):
        beads: list[tuple[str, str]] = []
        while len(beads) < 28:
            source = chosen.choice(sources)
            start = chosen.randrange(len(source) - 7)
            beads += source[start : start + 7]
        shift = chosen.randrange(1, 10)
        digits = str.maketrans("0123456789", "".join(str((digit + shift) % 10) for digit in range(10)))
        en, ru = ("\n\n".join(side).translate(digits) for side in zip(*beads))
        yield f"Release {number}.\n\n{en}", f"Сообщение {number}.\n\n{ru}", f"release-{number}"


def _beads(gold: Path) -> list[tuple[str, str]]:
    sides = [gold.with_suffix(end).read_text(encoding="utf-8").splitlines() for end in (".en", ".ru")]
    beads = [[json.loads(side) for side in line.replace("]:[", "] : [").split(" : ")] for line in gold.read_text().splitlines()]
    return [(" ".join(sides[0][i] for i in en), " ".join(sides[1][i] for i in ru)) for en, ru in beads if en and ru]


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def by_package(count: int, folder: Path, program: str) -> None:
    """Reads each release from its file of requests, as the worker does, and takes its rows."""
    import enru

    def pairs() -> Iterator[tuple[str, str, str]]:
        with open(folder / "requests.jsonl", encoding="utf-8") as file:
            for line in file:
                request = json.loads(line)
                yield request["en"], request["ru"], request["id"]

    digest, early = hashlib.sha256(), 0.0
    for number, alignment in enumerate(enru.align_many(pairs(), 1, raise_errors=True)):
        for segment in alignment.segments:
            digest.update(f"{segment.segment_id} {segment.confidence}\n".encode())
        if number == count // 10:
            early = _peak()
    print(json.dumps({"digest": digest.hexdigest(), "early": early, "peak": _peak()}))


def by_worker(count: int, folder: Path, program: str) -> None:
    with open(folder / "requests.jsonl", "rb") as requests, open(folder / "answers.jsonl", "wb") as answers:
        subprocess.run([program, "worker", "--quiet"], stdin=requests, stdout=answers, check=True)
    print(json.dumps({"peak": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024}))


def by_processes(count: int, folder: Path, program: str) -> None:
    for number in range(0, count, 100):
        paths = [folder / f"{number}.{side}.txt" for side in ("en", "ru")]
        subprocess.run([program, "align", *paths, "-o", folder / f"{number}.csv", "--quiet"], check=True)
    print(json.dumps({"peak": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024}))


DOORS = {"package": by_package, "worker": by_worker, "processes": by_processes}


def digest_of_answers(folder: Path) -> str:
    digest = hashlib.sha256()
    with open(folder / "answers.jsonl", encoding="utf-8") as file:
        for line in file:
            for segment in json.loads(line)["segments"]:
                digest.update(f"{segment['id']} {segment['confidence']}\n".encode())
    return digest.hexdigest()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("count", nargs="?", type=int, default=10_000)
    options.add_argument("--program", default=str(Path(sys.executable).with_name("enru")), help="the program enru")
    options.add_argument("--door", choices=DOORS, help=argparse.SUPPRESS)
    options.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.door:
        DOORS[chosen.door](chosen.count, chosen.folder, chosen.program)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open(folder / "requests.jsonl", "w", encoding="utf-8") as file:
            for number, (en, ru, ident) in enumerate(releases(chosen.count)):
                file.write(json.dumps({"id": ident, "en": en, "ru": ru}, ensure_ascii=False) + "\n")
                if number % 100 == 0:
                    (folder / f"{number}.en.txt").write_text(en, encoding="utf-8")
                    (folder / f"{number}.ru.txt").write_text(ru, encoding="utf-8")
        digests = set[str]()
        for door in DOORS:
            before = os.times()
            command = [sys.executable, __file__, str(chosen.count), "--door", door, "--folder", name, "--program", chosen.program]
            told = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
            after = os.times()
            cpu = after.children_user + after.children_system - before.children_user - before.children_system
            documents = -(-chosen.count // 100) if door == "processes" else chosen.count
            early = f", {told['early']:.0f} MB after a tenth" if "early" in told else ""
            print(f"{door:<10} {1000 * cpu / documents:8.2f} ms of CPU a document, peak {told['peak']:.0f} MB{early}", flush=True)
            digests |= {told["digest"]} if "digest" in told else set()
        digests.add(digest_of_answers(folder))
        print("the same segments" if len(digests) == 1 else "DIFFERENT SEGMENTS")
        sys.exit(len(digests) != 1)


if __name__ == "__main__":
    main()
