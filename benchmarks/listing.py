"""Measures what comparing a catalog with the listing of a running server costs, against reading both.

A server (`listing_server.py`) lists over loopback what the catalog holds, every hundredth object under
another label. Its answers are made beforehand; it runs on the same machine, so its time counts on both sides.
**Reading both** builds the model of the catalog and asks the server for all that it lists (`Server.target`),
one after the other in one process, and nothing else. All that is measured is a whole process, start of the
interpreter included. Reading and commands take turns; a ratio is the median of the ratios of the rounds.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from measuring import (
    ENVIRONMENT,
    HERE,
    Measured,
    Row,
    growth_row,
    memory_row,
    ratio_of,
    ratio_row,
    report,
    run_script,
    seconds_row,
    whole_process,
)

SIZES = {23_500: 5, 235_000: 3}
"""Entries of a catalog (10,000 or 100,000 of them resources that a listing shows), and rounds."""
QUICK_SIZES = (23_500,)
DATA_PER_ENTRY = 300
"""Bytes of data files per entry: they are not read."""
CHANGED = 100
"""One object of so many has another label."""
LIMIT = 2.0
"""Times reading both."""
GROWTH_LIMIT = 1.5
"""Times the ratio of the smaller catalog."""
MEMORY_LIMIT = 500_000_000
"""Bytes."""


class Task(NamedTuple):
    """A command, with the options between catalog and server; without `is_limited` nothing is required."""

    what: str
    options: tuple[str, ...] = ()
    is_limited: bool = True

    def command(self, path: Path, address: str) -> list[object]:
        name = self.what.partition(" ")[0]
        return [sys.executable, "-m", "catalogkit", name, path, *self.options, address]


TASKS = (
    Task("diff --no-impact", ("--no-impact",)),
    Task("diff"),
    Task("check --into", ("--into",), is_limited=False),
)


def main() -> None:
    """Measure and print the table, or read both for the measurement itself."""
    parser = argparse.ArgumentParser(description="Measure what a comparison with a running server costs.")
    parser.add_argument("--quick", action="store_true", help="only 10,000 resources")
    parser.add_argument("--read", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.read:
        read_both(*given.read)
        return
    with tempfile.TemporaryDirectory() as folder:
        report(_rows(Path(folder), QUICK_SIZES if given.quick else tuple(SIZES)))


def read_both(path: str, address: str) -> None:
    """Read the catalog and the listing."""
    import catalogkit
    from catalogkit.collector import collector_paused
    from catalogkit.server import connect

    with collector_paused(), catalogkit.open_catalog(path), connect(address) as server:
        server.target()


def _rows(folder: Path, sizes: tuple[int, ...]) -> Iterator[Row]:
    first: dict[str, float] = {}
    for size in sizes:
        path = folder / f"{size}.zip"
        run_script("make_catalog.py", size, path, "--data-size", size * DATA_PER_ENTRY)
        for api in ("v2", "v1"):
            with _server(path, api) as told:
                found = _take_turns(path, told, SIZES[size])
            reading = found.pop("reading")
            yield Row(f"{api}, {told['resources']:,} resources, {told['folders']:,} folders")
            yield seconds_row("  reading both", reading)
            yield memory_row(reading)
            for task in TASKS:
                yield from _told(task, found[task.what], reading, first.get(f"{api} {task.what}"))
                first.setdefault(f"{api} {task.what}", ratio_of(found[task.what], reading))
        path.unlink()


def _told(
    task: Task, found: list[Measured], reading: list[Measured], smallest: float | None
) -> Iterator[Row]:
    """What a task took, and what of that is required."""
    yield ratio_row(f"  {task.what}", found, reading, LIMIT if task.is_limited else None, "reading")
    if task.is_limited and smallest is not None:
        yield growth_row("    growth", "", ratio_of(found, reading) / smallest, GROWTH_LIMIT)
    yield memory_row(found, MEMORY_LIMIT if task.is_limited else None)


def _take_turns(path: Path, told: dict[str, str], rounds: int) -> dict[str, list[Measured]]:
    """What reading both and every task took, round by round."""
    address = told["address"]
    found: dict[str, list[Measured]] = {"reading": [], **{task.what: [] for task in TASKS}}
    for _ in range(rounds):
        reading, _ = whole_process([sys.executable, HERE / "listing.py", "--read", path, address])
        found["reading"].append(reading)
        for task in TASKS:
            measured, text = whole_process(task.command(path, address), codes=(1,))
            assert f"{told['changed']:,} changed" in text or not task.is_limited, text[:500]
            found[task.what].append(measured)
    return found


@contextmanager
def _server(path: Path, api: str) -> Iterator[dict[str, str]]:
    """The server, as long as it is needed, and what it says of itself."""
    script = str(HERE / "listing_server.py")
    command = [sys.executable, script, str(path), "--api", api, "--changed", str(CHANGED)]
    with subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
