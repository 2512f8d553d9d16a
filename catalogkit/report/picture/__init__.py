"""Pictures of a graph: who needs whom (`graph`), where that stands (`arrange`), how it looks (`draw`).

Graphviz arranges where it is installed, else our own layered layout: cycles are broken (`ranking`), objects
get columns (`ranking`), an order within each column (`ordering`) and a height (`placing`).
"""

from __future__ import annotations

from .arranging import arrange
from .drawing import Picture, draw
from .graph import Graph, Link, Node, nearest, read
from .shapes import Arrangement, Box

__all__ = ["Arrangement", "Box", "Graph", "Link", "Node", "Picture", "arrange", "draw", "nearest", "read"]
