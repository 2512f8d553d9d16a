"""Makes two catalogs whose only report is long, and differs.

`python benchmarks/long_texts.py three 20000 old.zip new.zip` makes reports of 20,000 lines of three values.
"""

from __future__ import annotations

import argparse
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

from department import Item
from descriptors import Element, document, header, leaves, resource

Texts = Callable[[int], "tuple[list[str], list[str]]"]


def few(lines: int) -> tuple[list[str], list[str]]:
    """Every hundredth line is another one."""
    old = [_line(number) for number in range(lines)]
    return old, [_line(-number) if number % 100 == 50 else line for number, line in enumerate(old)]


def every(lines: int) -> tuple[list[str], list[str]]:
    """Every line is another one."""
    return [_line(number) for number in range(lines)], [_line(-number - 1) for number in range(lines)]


def three(lines: int) -> tuple[list[str], list[str]]:
    """Every line is one of three, in random order: nearly every line has thousands that it may have been."""
    dice, values = random.Random(3), [_line(number) for number in range(3)]
    return dice.choices(values, k=lines), dice.choices(values, k=lines)


TEXTS: dict[str, Texts] = {"few": few, "every": every, "three": three}


def write(path: Path, lines: list[str]) -> None:
    """Write a catalog with one file: a report of some lines, and those around them."""
    report = '<jasperReport name="long">\n' + "\n".join(lines) + "\n</jasperReport>\n"
    fields = [*header("/public", "long.jrxml", 0, "Long report"), *leaves(fileType="jrxml")]
    descriptor = document(resource("fileResource", fields, "long.jrxml.data"))
    items: list[Item] = [
        ("resources/public/long.jrxml.xml", descriptor),
        ("resources/public/long.jrxml.data", report.encode()),
        ("index.xml", document(Element("export", []))),
    ]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in items:
            assert isinstance(content, bytes)
            archive.writestr(name, content)


def _line(number: int) -> str:
    return (
        f'  <textField><reportElement x="{number}" y="0" width="99" height="20"/>'
        f"<textFieldExpression><![CDATA[$F{{column_{number}}}]]></textFieldExpression></textField>"
    )


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Make two catalogs with a long report.")
    parser.add_argument("texts", choices=list(TEXTS))
    parser.add_argument("lines", type=int, metavar="LINES")
    parser.add_argument("old", type=Path, metavar="OLD")
    parser.add_argument("new", type=Path, metavar="NEW")
    given = parser.parse_args()
    old, new = TEXTS[given.texts](given.lines)
    write(given.old, old)
    write(given.new, new)


if __name__ == "__main__":
    main()
