"""Measures what a rehearsal costs, against reading the catalog and its target.

A catalog is rehearsed into a target that holds the same objects, with `--update`, so that everything is
compared, followed and stored. Every measurement is a process of its own.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from measuring import (
    Measured,
    Row,
    growth_row,
    memory_row,
    peak,
    ratio_of,
    ratio_row,
    report,
    run_script,
    seconds_row,
)

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
    return {"reading": reading, "rehearsal": seconds, "objects": objects, "peak": peak()}


def _rows(sizes: Iterable[int], folder: Path) -> Iterator[Row]:
    smallest = None
    for entries in sizes:
        path = folder / f"{entries}.zip"
        run_script("make_catalog.py", entries, path, "--data-size", entries * DATA_PER_ENTRY)
        found = [run_script("rehearsing.py", "--measure", path) for _ in range(SIZES[entries])]
        path.unlink()
        peaks = [int(one["peak"]) for one in found]
        reading = [Measured(one["reading"], most) for one, most in zip(found, peaks, strict=True)]
        rehearsal = [Measured(one["rehearsal"], most) for one, most in zip(found, peaks, strict=True)]
        yield Row(f"{found[0]['objects']:,.0f} objects")
        yield seconds_row("  reading both", reading)
        yield ratio_row("  rehearsal", rehearsal, reading, LIMIT, "reading")
        ratio = ratio_of(rehearsal, reading)
        smallest = smallest or ratio
        yield growth_row("    growth", "", ratio / smallest, GROWTH_LIMIT)
        yield memory_row(rehearsal, MEMORY_LIMIT)


def main() -> None:
    """Measure and print the table, or one catalog for the measurement itself."""
    parser = argparse.ArgumentParser(description="Measure what a rehearsal costs.")
    parser.add_argument("--quick", action="store_true", help="only up to 10,000 objects")
    parser.add_argument("--measure", metavar="FILE", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        json.dump(measure(given.measure), sys.stderr)
        return
    with tempfile.TemporaryDirectory() as folder:
        report(_rows([n for n in SIZES if not given.quick or n <= 20_000], Path(folder)))


if __name__ == "__main__":
    main()
