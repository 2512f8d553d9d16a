"""What all measurements share: processes of their own, and the table with its limits."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

HERE = Path(__file__).parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(HERE.parent), "PYTHONHASHSEED": "0"}
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled once, and not for every run


class Row(NamedTuple):
    """A line of the table. `passed` is None where nothing is required."""

    what: str
    figure: str = ""
    ratio: str = ""
    limit: str = ""
    passed: bool | None = None


class Measured(NamedTuple):
    """Seconds, and bytes of memory at most resident."""

    seconds: float
    peak: int


def report(rows: Iterable[Row]) -> NoReturn:
    """Print rows as they come, and end: with 1 if a requirement was missed."""
    failed = 0
    print(f"{'what':<39}{'figure':>13}{'ratio':>7}{'limit':>15}  result\n{'-' * 82}", flush=True)
    for row in rows:
        failed += row.passed is False
        result = {True: "pass", False: "FAIL", None: ""}[row.passed]
        line = f"{row.what:<39}{row.figure:>13}{row.ratio:>7}{row.limit:>15}  {result}"
        print(line.rstrip(), flush=True)
    sys.exit(1 if failed else 0)


def seconds_row(what: str, found: list[Measured]) -> Row:
    """How long something takes, where nothing is required."""
    return Row(what, seconds_of(found))


def ratio_row(
    what: str, found: list[Measured], floor: list[Measured], limit: float | None, than: str = "floor"
) -> Row:
    """How long something takes, and how many times as long as the floor."""
    ratio = ratio_of(found, floor)
    passed = None if limit is None else ratio <= limit
    told = "" if limit is None else f"{limit} x {than}"
    return Row(what, seconds_of(found), f"{ratio:.2f}", told, passed)


def memory_row(found: list[Measured], limit: int | None = None) -> Row:
    """How much memory something takes."""
    peak = max(one.peak for one in found)
    if limit is None:
        return Row("    memory", f"{peak / 1e6:.0f} MB")
    return Row("    memory", f"{peak / 1e6:.0f} MB", "", f"{limit / 1e6:,.0f} MB", peak <= limit)


def growth_row(what: str, figure: str, growth: float, limit: float) -> Row:
    """How much of the ratio of the smallest catalog: the floor grows with a catalog, so must the task."""
    return Row(what, figure, f"{growth:.2f}", f"{limit} x smallest", growth <= limit)


def seconds_of(found: list[Measured]) -> str:
    """The median of the seconds."""
    seconds = statistics.median(one.seconds for one in found)
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def ratio_of(found: list[Measured], floor: list[Measured]) -> float:
    """The median of the ratios of the rounds."""
    pairs = zip(found, floor, strict=True)
    return statistics.median(one.seconds / low.seconds for one, low in pairs)


def run_script(name: str, *arguments: object) -> dict[str, float]:
    """Run a script of this folder in a process of its own: what it says on standard error, as JSON."""
    command = [sys.executable, str(HERE / name), *map(str, arguments)]
    done = subprocess.run(
        command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    found: dict[str, float] = json.loads(done.stderr or "{}")
    return found


def measured(name: str, *arguments: object) -> Measured:
    """What a script of this folder says it took, in a process of its own; see `run_script`."""
    found = run_script(name, *arguments)
    return Measured(found["seconds"], int(found["peak"]))


def whole_process(
    command: Sequence[object], codes: Iterable[int] = (0,), environment: Mapping[str, str] = ENVIRONMENT
) -> tuple[Measured, str]:
    """Run a command, start and end of its process included.

    Args:
        command: the program and its arguments.
        codes: the exit codes that it may have.
        environment: its environment.

    Returns:
        What it took, and what it wrote.
    """
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            list(map(str, command)), env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode()
    if process.returncode not in codes:
        sys.exit(text)
    return Measured(seconds, _bytes(usage)), text


def peak() -> int:
    """Bytes of memory at most resident in this process so far."""
    return _bytes(resource.getrusage(resource.RUSAGE_SELF))


def _bytes(usage: resource.struct_rusage) -> int:
    return usage.ru_maxrss if sys.platform == "darwin" else usage.ru_maxrss * 1024
