"""What is measured; `python benchmarks/tasks.py TASK FILE SMALL_FILE` measures one task once.

The task first runs on the small file, so that modules, templates and tables that are loaded when they are
first needed do not count. Seconds and peak memory go to standard error as JSON.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable

from floor import floor
from measuring import peak

import catalogkit
from catalogkit.cli import Settings, cli


def model(path: str) -> object:
    """Build the full model."""
    return catalogkit.open_catalog(path)


def info(path: str) -> object:
    """The command `info`: model, rules, facts, rendered text."""
    return cli.main(["info", path], standalone_mode=False, obj=Settings())


def ls(path: str) -> object:
    """The command `ls`: URIs from names alone, rendered text."""
    return cli.main(["ls", path], standalone_mode=False, obj=Settings())


TASKS: dict[str, Callable[[str], object]] = {"floor": floor, "model": model, "info": info, "ls": ls}


def main() -> None:
    """Measure one task."""
    task, path, small = sys.argv[1:]
    TASKS[task](small)
    gc.collect()
    start = time.perf_counter()
    kept = TASKS[task](path)  # taking the result apart does not count
    seconds = time.perf_counter() - start
    json.dump({"seconds": seconds, "peak": peak()}, sys.stderr)
    del kept


if __name__ == "__main__":
    main()
