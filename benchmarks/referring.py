"""Measures what references cost: finding them, against the floor, and questions to a large graph.

The floor inflates and parses just the files that are searched, with `zipfile` and lxml, nothing else. Every
measurement is a process of its own; floor and task take turns, a ratio is the median over the rounds.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from lxml import etree

HERE = Path(__file__).parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(HERE.parent), "PYTHONHASHSEED": "0"}

SIZES = {1_000: 7, 10_000: 5, 100_000: 3}
"""Reports of a catalog, and rounds it is measured in."""
EXTRACTION_LIMIT = 3.0
"""Times the floor."""
GROWTH_LIMIT = 1.5
"""Times the ratio of the smallest catalog."""
OBJECTS, EDGES = 100_000, 500_000
QUESTION_LIMIT = 0.5
"""Seconds each."""
MEMORY_LIMIT = 600_000_000
"""Bytes."""

_ELEMENT = """
    <textField><reportElement x="0" y="{0}" width="99" height="20" uuid="{0:032x}"/>
      <textElement><font size="9" isBold="true"/></textElement>
      <textFieldExpression><![CDATA[$F{{column_{0}}} + $R{{label.{0}}}]]></textFieldExpression></textField>"""
_JRXML = """<?xml version="1.0" encoding="UTF-8"?>
<jasperReport xmlns="http://jasperreports.sourceforge.net/jasperreports" name="r{number}" pageWidth="595"
    resourceBundle="labels">
  <property name="com.jaspersoft.studio.data.defaultdataadapter" value="One Empty Record"/>
  <template><![CDATA["repo:/styles/house.jrtx"]]></template>
  <queryString><![CDATA[select * from deliveries where day = $P{{day}}]]></queryString>
  <title><band height="80">
    <image><reportElement x="0" y="0" width="9" height="9"/>
      <imageExpression><![CDATA["repo:/images/logo_{image}"]]></imageExpression></image>
    <image><reportElement x="0" y="0" width="9" height="9"/>
      <imageExpression><![CDATA["repo:/images/" + $P{{country}} + ".png"]]></imageExpression></image>
    <subreport><reportElement x="0" y="0" width="9" height="9"/>
      <subreportExpression><![CDATA["repo:/shared/sub_{image}"]]></subreportExpression></subreport>
  </band></title>
  <detail><band height="20">{elements}</band></detail>
</jasperReport>"""
_REPORT = """<?xml version="1.0" encoding="UTF-8"?>
<reportUnit exportedWithPermissions="true"><folder>/reports</folder><name>r{number}</name><version>1</version>
<label>Report {number}</label><creationDate>2024-01-02T03:04:05.000Z</creationDate>
<mainReport><localResource dataFile="main.data" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
exportedWithPermissions="false" xsi:type="fileResource"><folder>/reports/r{number}_files</folder>
<name>main</name><version>1</version><label>main</label><creationDate>2024-01-02T03:04:05.000Z</creationDate>
<fileType>jrxml</fileType></localResource></mainReport>
<dataSource><uri>/reports/r{other}</uri></dataSource></reportUnit>"""
_SUB_REPORT = """<?xml version="1.0" encoding="UTF-8"?>
<fileResource dataFile="sub_{number}.data" exportedWithPermissions="true"><folder>/shared</folder>
<name>sub_{number}</name><version>1</version><label>Shared {number}</label>
<creationDate>2024-01-02T03:04:05.000Z</creationDate><fileType>jrxml</fileType></fileResource>"""
_SHARED = 50
"""Sub-reports and images that all reports share."""


def make_catalog(reports: int, path: Path) -> None:
    """Write a catalog of reports whose JRXML refer to each other, with 15 kB of JRXML each."""
    elements = "".join(_ELEMENT.format(n) for n in range(30))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(reports):
            values = {"number": number, "other": (number * 7 + 1) % reports, "image": number % _SHARED}
            archive.writestr(f"resources/reports/r{number}.xml", _REPORT.format(**values))
            text = _JRXML.format(elements=elements, **values)
            archive.writestr(f"resources/reports/r{number}_files/main.data", text)
        for number in range(_SHARED):
            archive.writestr(f"resources/shared/sub_{number}.xml", _SUB_REPORT.format(number=number))
            text = _JRXML.format(elements="", number=number, other=0, image=0)
            archive.writestr(f"resources/shared/sub_{number}.data", text)
        archive.writestr("index.xml", '<export><property name="pathProcessorId" value="zip"/></export>')


def floor(path: str) -> float:
    """Seconds to inflate and parse every data file."""
    start = time.perf_counter()
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(".data"):
                etree.fromstring(archive.read(name))
    return time.perf_counter() - start


def extraction(path: str) -> float:
    """Seconds to find all references of a catalog that is open."""
    import catalogkit
    from catalogkit.references.extract import extract

    with catalogkit.open_catalog(path) as catalog:
        start = time.perf_counter()
        found = extract(catalog)
        seconds = time.perf_counter() - start
    assert len(found.edges) >= 4 * len(catalog.resources)
    assert not found.unread
    return seconds


def questions() -> dict[str, float]:
    """Seconds of each question to a graph of random edges, and of building it."""
    from catalogkit.model.fields import Role
    from catalogkit.references.edge import Certainty, Edge, Strength
    from catalogkit.references.extract import References
    from catalogkit.references.graph import Graph

    chance = random.Random(7)
    ids = [f"/folder_{n % 300}/object_{n}" for n in range(OBJECTS)]
    rest = (Role.FILE, Strength.HARD, Certainty.LITERAL, "resources/entry.xml", 7, "/a/b", "text")
    ends = (chance.sample(range(OBJECTS), 2) for _ in range(EDGES))
    edges = tuple(Edge(ids[a], ids[b], ids[b], *rest, chance.random() > 0.01) for a, b in ends)
    seconds: dict[str, float] = {}

    def timed(name: str, ask: Callable[[], object], tries: int = 3) -> object:
        """The best of some tries: what else the machine does is not asked for."""
        answer: object = None
        for _ in range(tries):
            start = time.perf_counter()
            answer = ask()
            seconds[name] = min(time.perf_counter() - start, seconds.get(name, math.inf))
        return answer

    graph = timed("build", lambda: Graph(References(edges, ()), ids), tries=1)
    assert isinstance(graph, Graph)
    timed("needs, transitive", lambda: graph.reached(ids[:1]))
    timed("needed by, transitive", lambda: graph.reached(ids[:1], reverse=True))
    timed("why", lambda: graph.why(ids[0], ids[-1]))
    timed("closure of 1,000", lambda: graph.reached(ids[:1_000]))
    timed("missing", graph.missing)
    timed("circles", graph.cycles)
    return seconds


def _child(task: str, *arguments: str) -> dict[str, float]:
    command = [sys.executable, str(HERE / "referring.py"), "--task", task, *arguments]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _rows(sizes: dict[int, int], folder: Path) -> Iterator[tuple[str, str, str, bool]]:
    first = 0.0
    for reports, rounds in sizes.items():
        path = folder / f"{reports}.zip"
        make_catalog(reports, path)
        turns = [(_child("floor", str(path)), _child("extraction", str(path))) for _ in range(rounds)]
        path.unlink()
        ratio = statistics.median(task["seconds"] / low["seconds"] for low, task in turns)
        peak = max(task["peak"] for _, task in turns)
        first = first or ratio
        seconds = statistics.median(task["seconds"] for _, task in turns)
        name = f"extraction, {reports:,} reports, {seconds:.1f} s"
        yield name, f"{ratio:.2f} x floor", f"{EXTRACTION_LIMIT} x", ratio <= EXTRACTION_LIMIT
        yield (
            "  growth",
            f"{ratio / first:.2f} x smallest",
            f"{GROWTH_LIMIT} x",
            ratio / first <= GROWTH_LIMIT,
        )
        yield "  memory, with the model", f"{peak / 1e6:.0f} MB", "", True
    answers = _child("questions")
    peak = answers.pop("peak")
    for name, seconds in answers.items():
        passed = name == "build" or seconds <= QUESTION_LIMIT
        yield (
            f"{name}, {EDGES:,} edges",
            f"{seconds:.2f} s",
            "" if name == "build" else f"{QUESTION_LIMIT} s",
            passed,
        )
    yield "memory of the graph", f"{peak / 1e6:.0f} MB", f"{MEMORY_LIMIT / 1e6:.0f} MB", peak <= MEMORY_LIMIT


def main() -> None:
    """Measure and print the table, or one task for the measurement itself."""
    parser = argparse.ArgumentParser(description="Measure what references cost.")
    parser.add_argument("--quick", action="store_true", help="only 1,000 and 10,000 reports")
    parser.add_argument("--task", help=argparse.SUPPRESS)
    parser.add_argument("file", nargs="?", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.task:
        tasks: dict[str, Callable[[str], float]] = {"floor": floor, "extraction": extraction}
        result = questions() if given.task == "questions" else {"seconds": tasks[given.task](given.file)}
        json.dump({**result, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}, sys.stdout)
        return
    sizes = {n: rounds for n, rounds in SIZES.items() if not given.quick or n <= 10_000}
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, figure, limit, passed in _rows(sizes, Path(folder)):
            print(f"{name:<46}{figure:>18}{limit:>8}  {'pass' if passed else 'FAIL'}", flush=True)
            failed += not passed
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
