"""Mermaid: a flowchart that GitHub, GitLab and wikis draw where they find it in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .picture import Graph, Link, Node, nearest, read

MOST_NODES, MOST_LINKS = 150, 300
"""Mermaid draws at most 500 links and 50,000 characters; what is farther from the question is left out."""
_LONGEST = 60
_SPECIAL = re.compile(r"[^\w ./,:|@$-]")
_ARROWS = {"hard": "-->", "run time": "-.->", "soft": "-.->"}
_CLASSES = """\
  classDef asked stroke-width:3px
  classDef absent stroke-dasharray:5 3
  classDef missing stroke:#cc2f26,stroke-dasharray:5 3
  classDef note fill:none,stroke:none"""


def render(data: Mapping[str, Any], *, verbose: bool) -> bytes:  # noqa: ARG001 - a picture has one size
    """The graph of a result as a flowchart."""
    graph = nearest(read(data), MOST_NODES, MOST_LINKS)
    return "".join(f"{line}\n" for line in _lines(graph)).encode()


def _lines(graph: Graph) -> Iterator[str]:
    yield "flowchart LR"
    yield from (_node(node) for node in graph.nodes)
    yield from (_link(link) for link in graph.links)
    for number, note in enumerate(graph.notes):
        yield f'  note{number}["{_escaped(note)}"]:::note'
    yield _CLASSES
    for style, links in _line_styles(graph):
        if links:
            yield f"  linkStyle {','.join(links)} {style}"


def _node(node: Node) -> str:
    classes = [
        name
        for name, holds in (
            ("asked", node.asked),
            ("missing", node.missing),
            ("absent", not node.known and not node.missing),
        )
        if holds
    ]
    detail = node.type if node.known else "not in the catalog"
    label = "<br>".join(_escaped(line) for line in (node.name, detail) if line)
    return f'  n{node.number}["{label}"]' + (f":::{classes[0]}" if classes else "")


def _link(link: Link) -> str:
    return f'  n{link.owner} {_ARROWS[link.strength]}|"{_escaped(", ".join(link.roles))}"| n{link.node}'


def _line_styles(graph: Graph) -> Iterator[tuple[str, list[str]]]:
    links = list(enumerate(graph.links))
    yield "stroke-dasharray:1 4", [str(number) for number, link in links if link.strength == "soft"]
    yield "stroke:#cc2f26", [str(number) for number, link in links if link.missing]


def _escaped(text: str) -> str:
    """Text with everything that could mean something to Mermaid, Markdown or HTML written as a code."""
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return _SPECIAL.sub(lambda match: f"#{ord(match.group())};", cut)
