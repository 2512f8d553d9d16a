"""Measures what a rehearsal costs, against reading the catalog and its target.

A catalog is rehearsed into a target that holds the same objects, with `--update`, so that everything is
compared, followed and stored. Every measurement is a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from make_catalog import make_catalog

HERE = Path(__file__).parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(HERE.parent), "PYTHONHASHSEED": "0"}

SIZES = {2_000: 5, 20_000: 3, 200_000: 1}
"""Entries of a catalog (half of them objects), and rounds it is measured in."""
DATA_PER_ENTRY = 300
LIMIT = 2.0
"""Times reading both."""
GROWTH_LIMIT = 1.5
MEMORY_LIMIT = 1_200_000_000
"""Bytes."""


def measure(path: str) -> dict[str, float]:
    """Seconds to read both, and to rehearse; objects, and peak bytes."""
    import catalogkit
    from catalogkit.rehearsal.options import ImportOptions, Server
    from catalogkit.rehearsal.rehearse import rehearse
    from catalogkit.rehearsal.targets import target_of

    start = time.perf_counter()
    with catalogkit.open_catalog(path) as old:
        target = target_of(old)
    with catalogkit.open_catalog(path) as catalog:
        objects = sum(1 for _ in catalog.objects())
        reading = time.perf_counter() - start
        start = time.perf_counter()
        options = ImportOptions(update=True, include_access_events=True)
        outcome = rehearse(catalog.archive, target, options, server=Server.PRO_8_2)
        seconds = time.perf_counter() - start
    assert outcome.phase.value == "finished", outcome.error
    assert len(outcome.actions) >= objects * 0.9
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"reading": reading, "rehearsal": seconds, "objects": objects, "peak": peak}


def _rows(sizes: dict[int, int], folder: Path) -> Iterator[tuple[str, str, str, bool]]:
    first = 0.0
    for entries, rounds in sizes.items():
        path = folder / f"{entries}.zip"
        make_catalog(entries, path, entries * DATA_PER_ENTRY)
        found = [_child(path) for _ in range(rounds)]
        ratio = statistics.median(one["rehearsal"] / one["reading"] for one in found)
        first = first or ratio
        seconds = statistics.median(one["rehearsal"] for one in found)
        name = f"{found[0]['objects']:,.0f} objects, {seconds:.1f} s"
        yield name, f"{ratio:.2f} x reading", f"{LIMIT} x", ratio <= LIMIT
        growth = ratio / first
        yield "  growth", f"{growth:.2f} x smallest", f"{GROWTH_LIMIT} x", growth <= GROWTH_LIMIT
        peak = max(one["peak"] for one in found)
        yield "  memory", f"{peak / 1e6:.0f} MB", f"{MEMORY_LIMIT / 1e6:,.0f} MB", peak <= MEMORY_LIMIT


def _child(path: Path) -> dict[str, float]:
    command = [sys.executable, str(HERE / "rehearsing.py"), "--measure", str(path)]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def main() -> None:
    """Measure and print the table, or one catalog for the measurement itself."""
    parser = argparse.ArgumentParser(description="Measure what a rehearsal costs.")
    parser.add_argument("--quick", action="store_true", help="only up to 10,000 objects")
    parser.add_argument("--measure", metavar="FILE", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        json.dump(measure(given.measure), sys.stdout)
        return
    sizes = {n: rounds for n, rounds in SIZES.items() if not given.quick or n <= 20_000}
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, figure, limit, passed in _rows(sizes, Path(folder)):
            print(f"{name:<36}{figure:>20}{limit:>12}  {'pass' if passed else 'FAIL'}", flush=True)
            failed += not passed
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
