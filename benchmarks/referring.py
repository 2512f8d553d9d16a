"""Measures what references cost: finding them, against the floor, and questions to a large graph.

The floor inflates and parses just the files that are searched, with `zipfile` and lxml, nothing else. Every
measurement is a process of its own; floor and task take turns, a ratio is the median over the rounds.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from lxml import etree
from measuring import (
    Measured,
    Row,
    growth_row,
    measured,
    memory_row,
    peak,
    ratio_of,
    ratio_row,
    report,
    run_script,
    seconds_row,
)

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
    """Write a catalog of reports whose JRXML refer to each other, with 9 kB of JRXML each."""
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


def _rows(sizes: Iterable[int], folder: Path) -> Iterator[Row]:
    smallest = None
    for reports in sizes:
        path = folder / f"{reports}.zip"
        make_catalog(reports, path)
        floors, found = list[Measured](), list[Measured]()
        for _ in range(SIZES[reports]):
            floors.append(measured("referring.py", "--task", "floor", path))
            found.append(measured("referring.py", "--task", "extraction", path))
        path.unlink()
        yield Row(f"{reports:,} reports")
        yield seconds_row("  floor", floors)
        yield ratio_row("  extraction", found, floors, EXTRACTION_LIMIT)
        ratio = ratio_of(found, floors)
        smallest = smallest or ratio
        yield growth_row("    growth", "", ratio / smallest, GROWTH_LIMIT)
        yield memory_row(found)
    yield Row(f"a graph of {OBJECTS:,} objects, {EDGES:,} references")
    answers = run_script("referring.py", "--task", "questions")
    most = int(answers.pop("peak"))
    for name, seconds in answers.items():
        limited = name != "build"
        limit = f"{QUESTION_LIMIT} s" if limited else ""
        yield Row(f"  {name}", f"{seconds:.2f} s", "", limit, seconds <= QUESTION_LIMIT if limited else None)
    yield memory_row([Measured(0, most)], MEMORY_LIMIT)


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
        json.dump({**result, "peak": peak()}, sys.stderr)
        return
    with tempfile.TemporaryDirectory() as folder:
        report(_rows([n for n in SIZES if not given.quick or n <= 10_000], Path(folder)))


if __name__ == "__main__":
    main()
