"""Measures what reading costs, as ratios against the floor, and fails when a limit is missed.

Every measurement is a process of its own, so that no task finds memory that another one left warm or full.
Tasks take turns, round after round; a ratio is the median of the ratios of the rounds, each within seconds.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import (
    Measured,
    Row,
    growth_row,
    measured,
    memory_row,
    ratio_of,
    ratio_row,
    report,
    run_script,
    seconds_row,
    whole_process,
)

SIZES = {1_000: 15, 20_000: 9, 100_000: 5}
"""Entries of a catalog, and rounds it is measured in."""
QUICK_SIZES = (1_000, 20_000)
DATA_PER_ENTRY = 1_000
"""Bytes of data files per entry: less than in any real catalog, so that descriptors decide."""
LIMITS = {"model": 2.5, "info": 1.0, "ls": 0.5}
"""Times the floor."""
GROWTH_LIMIT = 1.5
"""Times the ratio of the smallest catalog: the floor grows with the number of entries, so must the model."""

LARGE_ENTRIES, LARGE_DATA = 100_000, 2_000_000_000
MEMORY_LIMIT = 600_000_000
"""Bytes."""

HELP_LIMIT = 2.0
"""Times the import of click."""
HELP_ROUNDS = 25


def main() -> None:
    """Read the command line, measure, print the table."""
    parser = argparse.ArgumentParser(description="Measure what reading costs.")
    parser.add_argument("--quick", action="store_true", help="only the catalogs of 1,000 and 20,000 entries")
    quick = parser.parse_args().quick
    with tempfile.TemporaryDirectory() as folder:
        report(_rows(Path(folder), quick=quick))


def _rows(folder: Path, *, quick: bool) -> Iterator[Row]:
    small = _catalog(folder, 200)
    smallest = None
    for size in QUICK_SIZES if quick else SIZES:
        path = _catalog(folder, size)
        found = _take_turns(path, small, SIZES[size])
        path.unlink()
        yield Row(f"{size:,} entries")
        yield seconds_row("  floor", found["floor"])
        for task, limit in LIMITS.items():
            yield ratio_row(f"  {task}", found[task], found["floor"], limit)
        ratio = ratio_of(found["model"], found["floor"])
        smallest = smallest or ratio
        each = statistics.median(one.seconds for one in found["model"]) / size
        yield growth_row("  model, growth", f"{each * 1e6:.1f} us/entry", ratio / smallest, GROWTH_LIMIT)
    if not quick:
        path = _catalog(folder, LARGE_ENTRIES, LARGE_DATA)
        yield Row(f"{LARGE_ENTRIES:,} entries, {LARGE_DATA / 1e9:.0f} GB")
        yield memory_row([measured("tasks.py", "model", path, small)], MEMORY_LIMIT)
    yield _help()


def _catalog(folder: Path, entries: int, data_size: int | None = None) -> Path:
    path = folder / f"{entries}.zip"
    size = entries * DATA_PER_ENTRY if data_size is None else data_size
    run_script("make_catalog.py", entries, path, "--data-size", size)
    return path


def _take_turns(path: Path, small: Path, rounds: int) -> dict[str, list[Measured]]:
    """What every task took, round by round."""
    found: dict[str, list[Measured]] = {task: [] for task in ("floor", *LIMITS)}
    for _ in range(rounds):
        for task, results in found.items():
            results.append(measured("tasks.py", task, path, small))
    return found


def _help() -> Row:
    """Whole processes, start of the interpreter included."""
    commands = (["-m", "catalogkit", "--help"], ["-c", "import click"])
    found: tuple[list[Measured], list[Measured]] = ([], [])
    for _ in range(HELP_ROUNDS):
        for command, results in zip(commands, found, strict=True):
            results.append(whole_process([sys.executable, *command])[0])
    return ratio_row("--help", *found, HELP_LIMIT, "click")


if __name__ == "__main__":
    main()
