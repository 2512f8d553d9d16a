"""Measures what reading costs, as ratios against the floor, and fails when a limit is missed.

Every measurement is a process of its own, so that no task finds memory that another one left warm or full.
Tasks take turns, round after round; a ratio is the median of the ratios of the rounds, each within seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(HERE.parent), "PYTHONHASHSEED": "0"}

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


class Row(NamedTuple):
    """A line of the table. `passed` is None where nothing is required."""

    what: str
    entries: int | None
    figure: str
    ratio: str
    limit: str
    passed: bool | None


def main() -> None:
    """Read the command line, measure, print the table."""
    parser = argparse.ArgumentParser(description="Measure what reading costs.")
    parser.add_argument("--quick", action="store_true", help="only the catalogs of 1,000 and 20,000 entries")
    quick = parser.parse_args().quick
    print(f"{'what':<14}{'entries':>10}{'median':>14}{'ratio':>10}{'limit':>20}  result")
    print("-" * 80)
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for row in _rows(Path(folder), quick=quick):
            failed += row.passed is False
            print(_line(row), flush=True)
    sys.exit(1 if failed else 0)


def _rows(folder: Path, *, quick: bool) -> Iterator[Row]:
    small = _catalog(folder, 200)
    all_measured: dict[int, dict[str, list[float]]] = {}
    for size, rounds in SIZES.items():
        if quick and size not in QUICK_SIZES:
            continue
        path = _catalog(folder, size)
        all_measured[size] = _take_turns(path, small, rounds)
        yield from _compared(size, all_measured[size])
        path.unlink()
    yield from _growth(all_measured)
    if not quick:
        yield _memory(folder, small)
    yield _help()


def _catalog(folder: Path, entries: int, data_size: int | None = None) -> Path:
    path = folder / f"{entries}.zip"
    size = entries * DATA_PER_ENTRY if data_size is None else data_size
    script = HERE / "make_catalog.py"
    command = [sys.executable, str(script), str(entries), str(path), "--data-size", str(size)]
    subprocess.run(command, env=ENVIRONMENT, check=True)
    return path


def _measure(task: str, path: Path, small: Path) -> tuple[float, int]:
    """Seconds and peak bytes of one task in a process of its own."""
    command = [sys.executable, str(HERE / "tasks.py"), task, str(path), str(small)]
    done = subprocess.run(
        command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    result = json.loads(done.stderr)
    return float(result["seconds"]), int(result["peak"])


def _take_turns(path: Path, small: Path, rounds: int) -> dict[str, list[float]]:
    """Seconds of every task, round by round."""
    tasks = ["floor", *LIMITS]
    measured: dict[str, list[float]] = {task: [] for task in tasks}
    for _ in range(rounds):
        for task in tasks:
            measured[task].append(_measure(task, path, small)[0])
    return measured


def _ratio(measured: dict[str, list[float]], task: str) -> float:
    pairs = zip(measured[task], measured["floor"], strict=True)
    return statistics.median(seconds / floor for seconds, floor in pairs)


def _compared(size: int, measured: dict[str, list[float]]) -> Iterator[Row]:
    yield Row("floor", size, _milliseconds(measured["floor"]), "", "", None)
    for task, limit in LIMITS.items():
        ratio = _ratio(measured, task)
        figure = _milliseconds(measured[task])
        yield Row(task, size, figure, f"{ratio:.2f}", f"{limit} x floor", ratio <= limit)


def _growth(all_measured: dict[int, dict[str, list[float]]]) -> Iterator[Row]:
    first = _ratio(next(iter(all_measured.values())), "model")
    for size, measured in all_measured.items():
        growth = _ratio(measured, "model") / first
        figure = f"{statistics.median(measured['model']) / size * 1e6:.1f} us/entry"
        limit = f"{GROWTH_LIMIT} x smallest"
        yield Row("model, growth", size, figure, f"{growth:.2f}", limit, growth <= GROWTH_LIMIT)


def _memory(folder: Path, small: Path) -> Row:
    path = _catalog(folder, LARGE_ENTRIES, LARGE_DATA)
    _, peak = _measure("model", path, small)
    limit = f"{MEMORY_LIMIT / 1e6:.0f} MB"
    return Row("model, 2 GB", LARGE_ENTRIES, f"{peak / 1e6:.0f} MB", "", limit, peak <= MEMORY_LIMIT)


def _help() -> Row:
    """Wall time of whole processes, start of the interpreter included."""
    commands = (["-m", "catalogkit", "--help"], ["-c", "import click"])
    walls: tuple[list[float], list[float]] = ([], [])
    for _ in range(HELP_ROUNDS):
        for command, wall in zip(commands, walls, strict=True):
            start = time.perf_counter()
            subprocess.run([sys.executable, *command], env=ENVIRONMENT, stdout=subprocess.DEVNULL, check=True)
            wall.append(time.perf_counter() - start)
    ratio = statistics.median(walls[0]) / statistics.median(walls[1])
    figure, limit = _milliseconds(walls[0]), f"{HELP_LIMIT} x click"
    return Row("--help", None, figure, f"{ratio:.2f}", limit, ratio <= HELP_LIMIT)


def _milliseconds(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) * 1000:,.0f} ms"


def _line(row: Row) -> str:
    entries = "" if row.entries is None else f"{row.entries:,}"
    result = {True: "pass", False: "FAIL", None: ""}[row.passed]
    return f"{row.what:<14}{entries:>10}{row.figure:>14}{row.ratio:>10}{row.limit:>20}  {result}".rstrip()


if __name__ == "__main__":
    main()
