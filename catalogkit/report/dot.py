"""Graphviz text: the whole graph, for programs that lay out or analyse it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .picture import Graph, Link, Node, read

_STYLES = {"hard": "solid", "run time": "dashed", "soft": "dotted"}
_MISSING = "#cc2f26"
_ESCAPES = str.maketrans({"&": "&amp;", "\\": "\\\\", '"': '\\"'})


def render(data: Mapping[str, Any], *, verbose: bool) -> bytes:  # noqa: ARG001 - always whole
    """The graph of a result in the DOT language."""
    return "".join(f"{line}\n" for line in _lines(read(data))).encode()


def _lines(graph: Graph) -> Iterator[str]:
    yield "digraph {"
    yield f"  graph [rankdir=LR label={_quoted(graph.title, *graph.notes)} labelloc=t]"
    yield '  node [shape=box style=rounded fontname="sans-serif" fontsize=11]'
    yield '  edge [fontname="sans-serif" fontsize=9 color="#6f7a8b"]'
    yield from (_node(node) for node in graph.nodes)
    yield from (_link(link) for link in graph.links)
    yield "}"


def _node(node: Node) -> str:
    more = " penwidth=2.5" if node.asked else ""
    if not node.known:
        more += f' style="rounded,dashed" color="{_MISSING}"' if node.missing else ' style="rounded,dashed"'
    detail = node.type if node.known else "not in the catalog"
    return f"  n{node.number} [label={_quoted(node.name, detail)} tooltip={_quoted(node.id)}{more}]"


def _link(link: Link) -> str:
    more = f' color="{_MISSING}" fontcolor="{_MISSING}"' if link.missing else ""
    label = _quoted(", ".join(link.roles))
    return f"  n{link.owner} -> n{link.node} [label={label} style={_STYLES[link.strength]}{more}]"


def _quoted(*lines: str) -> str:
    """Lines as one string of the language; a label also knows backslash sequences and HTML entities."""
    return '"' + "\\n".join(line.translate(_ESCAPES) for line in lines if line) + '"'
