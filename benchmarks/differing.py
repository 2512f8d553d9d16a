"""Measures what a comparison costs: against the floor, in memory, and against `diffoscope`.

Every measurement is a process of its own. Floor and tasks take turns, round after round; a ratio is the
median of the ratios of the rounds. The floor inflates and parses both catalogs (`floor.py`), nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from measuring import (
    HERE,
    Measured,
    Row,
    measured,
    memory_row,
    peak,
    ratio_row,
    report,
    run_script,
    seconds_of,
    seconds_row,
    whole_process,
)

SAMPLES = HERE.parent / "sample_catalogs"
PRODUCTS = HERE.parent.parent / "shared" / "catalogs"

SIZES = {20_000: 9, 100_000: 7}
"""Entries of each catalog, and rounds they are measured in."""
QUICK_SIZES = (20_000,)
DATA_PER_ENTRY = 1_000
"""Bytes of data files per entry: less than in any real catalog, so that descriptors decide."""
MEMORY_LIMIT = 700_000_000
"""Bytes, for two catalogs that are nearly the same."""

LINES = 20_000
TEXTS = {"few": "few lines changed", "every": "all lines changed", "three": "lines of three values"}
TEXT_ROUNDS = 5
TEXT_LIMIT = 2.0
"""Seconds."""

PAIRS = (
    ("ce-5.6-product", "ce-6.0.1-product"),
    ("ce-6.0.1-product", "ce-6.1.1-product"),
    ("ce-6.1.1-product", "ce-6.2.1-product-mysql"),
    ("ce-6.2.1-product-mysql", "ce-6.2.1-product-postgresql"),
)
PAIR_ROUNDS = 5
FASTER = 15.0
"""Times faster than diffoscope."""
_XML_COMPARED = re.compile(r"^├── (\S+\.xml)\n│ ├── \1$", re.MULTILINE)
"""How diffoscope shows a file that it compared as XML, not as text: once more below its name."""


class Task(NamedTuple):
    """A comparison.

    Args:
        what: its name in the table.
        command: what is run.
        how: how the other catalog differs (`altered.py`).
        limit: times the floor that it may take; None where nothing is required.
    """

    what: str
    command: str
    how: str
    limit: float | None


TASKS = (
    Task("nearly the same, --no-impact", "diff --no-impact", "little", 0.25),
    Task("nearly the same", "diff", "little", 1.5),
    Task("every label, --no-impact", "diff --no-impact", "everywhere", 5.0),
    Task("every label", "diff", "everywhere", None),
)


def main() -> None:
    """Measure and print the table, or run one task for the measurement itself."""
    parser = argparse.ArgumentParser(description="Measure what a comparison costs.")
    parser.add_argument("--quick", action="store_true", help="only catalogs of 20,000 entries")
    parser.add_argument("--diffoscope", metavar="PATH", default=shutil.which("diffoscope"))
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        json.dump(run_task(*given.measure)._asdict(), sys.stderr)
        return
    with tempfile.TemporaryDirectory() as folder:
        report(_rows(Path(folder), given.diffoscope, quick=given.quick))


def _rows(folder: Path, diffoscope: str | None, *, quick: bool) -> Iterator[Row]:
    for size, rounds in SIZES.items():
        if not quick or size in QUICK_SIZES:
            yield from _compared(folder, size, rounds)
    yield Row(f"report of {LINES:,} lines", "")
    for kind, what in TEXTS.items():
        yield from _text(folder, kind, what)
    yield from _products(diffoscope)


def _compared(folder: Path, size: int, rounds: int) -> Iterator[Row]:
    """Times and memory of all tasks on catalogs of one size."""
    old = folder / "old.zip"
    run_script("make_catalog.py", size, old, "--data-size", size * DATA_PER_ENTRY)
    others = {how: folder / f"{how}.zip" for how in ("little", "everywhere")}
    for how, path in others.items():
        run_script("altered.py", how, old, path)
    found: dict[str, list[Measured]] = {"floor": [], **{task.what: [] for task in TASKS}}
    for _ in range(rounds):
        found["floor"].append(_measure("floor", old, others["little"]))
        for task in TASKS:
            found[task.what].append(_measure(task.command, old, others[task.how]))
    yield Row(f"two catalogs of {size:,} entries", "")
    yield seconds_row("  floor", found["floor"])
    for task in TASKS:
        yield ratio_row(f"  {task.what}", found[task.what], found["floor"], task.limit)
        yield memory_row(found[task.what], MEMORY_LIMIT if task.how == "little" else None)


def _text(folder: Path, kind: str, what: str) -> Iterator[Row]:
    """Two catalogs that hold nothing but a long report."""
    old, new = folder / "old.zip", folder / "new.zip"
    run_script("long_texts.py", kind, LINES, old, new)
    found = [_measure("diff", old, new) for _ in range(TEXT_ROUNDS)]
    passed = statistics.median(one.seconds for one in found) <= TEXT_LIMIT
    yield Row(f"  {what}", seconds_of(found), "", f"{TEXT_LIMIT} s", passed)
    yield memory_row(found)


def _products(diffoscope: str | None) -> Iterator[Row]:
    """Whole processes, start of the interpreter included, by turns."""
    yield Row("against diffoscope", "")
    paths = [(PRODUCTS / f"{old}.zip", PRODUCTS / f"{new}.zip") for old, new in PAIRS]
    why_not = _why_not(diffoscope, paths[0])
    for old, new in paths:
        what = f"  {old.stem.replace('-product', '')} -> {new.stem.replace('-product', '')}"
        if why_not:
            yield Row(what, "skipped", "", why_not)
            continue
        assert diffoscope is not None
        walls = [(_ours(old, new), _theirs(diffoscope, old, new)) for _ in range(PAIR_ROUNDS)]
        faster = statistics.median(theirs.seconds / ours.seconds for ours, theirs in walls)
        figure = seconds_of([ours for ours, _ in walls])
        yield Row(what, figure, f"{faster:.1f}", f"{FASTER:.0f} x faster", faster >= FASTER)


def _why_not(diffoscope: str | None, pair: tuple[Path, Path]) -> str:
    """Why nothing can be compared with diffoscope; empty if it can."""
    if not PRODUCTS.is_dir():
        return "  ../shared is missing"
    if diffoscope is None:
        return "  diffoscope is missing (--diffoscope PATH)"
    done = subprocess.run([diffoscope, "--text", "-", *pair], capture_output=True, text=True, check=False)
    if not _XML_COMPARED.search(done.stdout):
        return "  this diffoscope does not compare XML: install defusedxml beside it"
    return ""


def _ours(old: Path, new: Path) -> Measured:
    command = [sys.executable, "-m", "catalogkit", "diff", old, new, "--exit-zero", "-o", "json"]
    return whole_process(command)[0]


def _theirs(diffoscope: str, old: Path, new: Path) -> Measured:
    return whole_process([diffoscope, "--text", "-", old, new], (0, 1), os.environ)[0]


def _measure(task: str, old: Path, new: Path) -> Measured:
    """One task in a process of its own."""
    return measured("differing.py", "--measure", task, old, new)


def run_task(task: str, old: str, new: str) -> Measured:
    """Run a task on small catalogs, so that all modules and templates are loaded; then on the given ones.

    Args:
        task: `floor`, or a command of catalogkit with its options.
        old: one catalog.
        new: the other one.
    """
    from floor import floor

    from catalogkit.cli import Settings, cli

    def run(first: str, second: str) -> None:
        if task == "floor":
            floor(first)
            floor(second)
            return
        cli.main([*task.split(), first, second, "--exit-zero"], standalone_mode=False, obj=Settings())

    run(str(SAMPLES / "healthy.zip"), str(SAMPLES / "healthy-next.zip"))
    start = time.perf_counter()
    run(old, new)
    seconds = time.perf_counter() - start
    return Measured(seconds, peak())


if __name__ == "__main__":
    main()
