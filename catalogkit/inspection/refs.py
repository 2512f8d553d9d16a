"""`refs`: who needs whom, why, what is missing, and what nobody uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from ..errors import UsageError
from ..model.catalog import Catalog
from ..model.descriptors import root_of
from ..model.objects import CatalogObject, ObjectKind
from ..model.uri import URI
from ..references.edge import Certainty, Edge, Strength, object_id
from ..references.graph import Graph
from ..references.lines import with_lines
from ..references.usage import unused
from .result import Result

_KINDS = ("user", "role", "organization", "attribute", "job", "calendar", "favorite")


class Question(Enum):
    """What was asked about references."""

    ALL = "all"
    NEEDS = "needs"
    NEEDED_BY = "needed by"
    WHY = "why"
    MISSING = "missing"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class ReferencedObject:
    """An object at one end of an edge.

    Args:
        id: its URI, or kind and name.
        kind: its kind; None where it is not in the catalog.
        type: its root element name; empty where it is not in the catalog.
        label: its label.
        known: whether it is in the catalog.
    """

    id: str
    kind: ObjectKind | None
    type: str
    label: str
    known: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """One edge; see `references.edge.Edge`. `line` and `reason` are None where there is none."""

    owner: str
    target: str
    node: str
    role: str
    strength: Strength
    certainty: Certainty
    entry: str
    line: int | None
    where: str
    text: str
    resolved: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class MissingObject:
    """Something to add. `needed_by` are the ids of those who need it."""

    target: str
    roles: tuple[str, ...]
    needed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnusedResource:
    """A resource that nothing needs; see `references.usage.Unused`."""

    uri: str
    type: str
    used_by: tuple[str, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnreadContent:
    """Content that could not be searched."""

    owner: str
    entry: str
    line: int | None
    what: str


@dataclass(frozen=True, slots=True)
class RoleCount:
    """How many edges there are of a role and strength, and what became of them."""

    role: str
    strength: Strength
    edges: int
    resolved: int
    dynamic: int
    provenance: int


@dataclass(frozen=True, slots=True)
class Refs(Result):
    """The answer to a question about references.

    Args:
        path: the catalog.
        question: in words.
        kind: which question it is.
        asked: ids of the objects that were asked about.
        transitive: whether what is needed indirectly is among the edges.
        counts: all edges of the answer, counted.
        edges: the edges of the answer; of a chain in its order.
        objects: what stands at their ends.
        missing: what to add so that nothing is missing.
        unused: what nothing needs; None if it was not asked.
        cycles: groups of objects that need each other.
        unread: content that could not be searched: what it needs is not among the edges.
    """

    schema: ClassVar[str] = "catalogkit/refs/1"

    path: str
    question: str
    kind: Question
    asked: tuple[str, ...]
    transitive: bool
    counts: tuple[RoleCount, ...]
    edges: tuple[Reference, ...]
    objects: tuple[ReferencedObject, ...]
    missing: tuple[MissingObject, ...]
    unused: tuple[UnusedResource, ...] | None
    cycles: tuple[tuple[str, ...], ...]
    unread: tuple[UnreadContent, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question.

    Args:
        kind: which one.
        names: URIs or names of the objects it is about: none for `ALL` and `UNUSED`, none or one for
            `MISSING`, one for `NEEDS` and `NEEDED_BY`, two for `WHY`.
        transitive: for `NEEDS` and `NEEDED_BY`, whether to ask further as long as there is an answer.
        weakest: the weakest references to follow then.
    """

    kind: Question = Question.ALL
    names: tuple[str, ...] = ()
    transitive: bool = False
    weakest: Strength = Strength.RUN_TIME


def refs(catalog: Catalog, graph: Graph, asked: Asked) -> Refs:
    """Answer a question about references.

    Raises:
        UsageError: an object is not in the catalog, and nothing refers to it.
    """
    nodes = tuple(find_node(catalog, graph, name) for name in asked.names)
    words, edges = _answer(catalog, graph, asked, nodes)
    found = with_lines(catalog.archive, tuple(edges))
    return Refs(
        path=catalog.archive.path,
        question=words,
        kind=asked.kind,
        asked=nodes,
        transitive=asked.transitive,
        counts=_counts(found),
        edges=tuple(_reference(edge) for edge in found),
        objects=tuple(_objects(catalog, nodes, found)),
        missing=tuple(_missing(graph, nodes)) if asked.kind in (Question.ALL, Question.MISSING) else (),
        unused=tuple(_unused(catalog, graph)) if asked.kind is Question.UNUSED else None,
        cycles=graph.cycles() if asked.kind is Question.ALL else (),
        unread=tuple(UnreadContent(u.owner, u.entry, u.line or None, u.what) for u in graph.unread),
    )


def _answer(
    catalog: Catalog, graph: Graph, asked: Asked, nodes: tuple[str, ...]
) -> tuple[str, Iterable[Edge]]:
    """The words of a question, and the edges of its answer."""
    through = ", directly or through others" if asked.transitive else ""
    match asked.kind:
        case Question.ALL:
            return "all references", graph.edges
        case Question.NEEDS:
            edges = _transitive(graph, asked, nodes[0]) if through else graph.out(nodes[0])
            return f"what {asked.names[0]} needs{through}", edges
        case Question.NEEDED_BY:
            edges = _transitive(graph, asked, nodes[0]) if through else _into(catalog, graph, asked, nodes[0])
            return f"who needs {asked.names[0]}{through}", edges
        case Question.WHY:
            return f"why {asked.names[0]} needs {asked.names[1]}", graph.why(*nodes)
        case Question.MISSING:
            found = graph.missing(nodes or None)
            what = asked.names[0] if asked.names else "the whole catalog"
            return f"what is missing for {what}", (edge for item in found for edge in item.needed_by)
        case Question.UNUSED:
            return "what nothing needs", ()


def _into(catalog: Catalog, graph: Graph, asked: Asked, node: str) -> Iterable[Edge]:
    """The edges that lead to an object; to an embedded one also those of its owner."""
    (name,) = asked.names
    if URI(name) not in catalog.owners:
        return graph.into(node)
    return (edge for edge in graph.out(node) + graph.into(node) if edge.target == name)


def _transitive(graph: Graph, asked: Asked, node: str) -> Iterable[Edge]:
    """The edges among all that is reached."""
    reverse = asked.kind is Question.NEEDED_BY
    reached = graph.reached([node], reverse=reverse, weakest=asked.weakest)
    edges = (edge for other in reached for edge in (graph.into(other) if reverse else graph.out(other)))
    return (edge for edge in edges if edge.is_used and (edge.owner in reached or not reverse))


def find_node(catalog: Catalog, graph: Graph, asked: str) -> str:
    """The id of an object, from its URI or name.

    Raises:
        UsageError: there is no such object, and nothing refers to one of that name.
    """
    uri = URI(asked.rstrip("/") or "/")
    if uri in catalog.owners:
        return catalog.owners[uri]
    if graph.knows(uri):
        return uri
    for candidate in (asked, *(f"{kind} {asked}" for kind in _KINDS)):
        if graph.knows(candidate):
            return candidate
    near = next((u for u in (*catalog.folders, *catalog.resources) if u.lower() == uri.lower()), None)
    hint = f"did you mean {near}?" if near else "`catalogkit ls` lists what there is"
    raise UsageError("no such object is in the catalog, and nothing refers to it", where=asked, hint=hint)


def _reference(edge: Edge) -> Reference:
    return Reference(
        edge.owner,
        edge.target,
        edge.node,
        edge.role.value,
        edge.strength,
        edge.certainty,
        edge.entry,
        edge.line or None,
        edge.where,
        edge.text,
        edge.resolved,
        edge.reason or None,
    )


def _counts(edges: tuple[Edge, ...]) -> tuple[RoleCount, ...]:
    total = Counter((edge.role, edge.strength) for edge in edges)
    resolved = Counter((edge.role, edge.strength) for edge in edges if edge.resolved)
    dynamic = Counter((e.role, e.strength) for e in edges if e.certainty is Certainty.DYNAMIC)
    provenance = Counter((e.role, e.strength) for e in edges if e.certainty is Certainty.PROVENANCE)
    strengths = list(Strength)
    order = sorted(total, key=lambda key: (strengths.index(key[1]), -total[key], key[0].value))
    return tuple(
        RoleCount(role.value, strength, total[key], resolved[key], dynamic[key], provenance[key])
        for key in order
        for role, strength in (key,)
    )


def _missing(graph: Graph, asked: tuple[str, ...]) -> Iterator[MissingObject]:
    for item in graph.missing(asked or None):
        roles = sorted({edge.role.value for edge in item.needed_by})
        yield MissingObject(item.target, tuple(roles), tuple(sorted({e.owner for e in item.needed_by})))


def _unused(catalog: Catalog, graph: Graph) -> Iterator[UnusedResource]:
    for item in unused(catalog, graph):
        yield UnusedResource(item.uri, item.type, item.used_by, item.doubts)


def _objects(catalog: Catalog, asked: tuple[str, ...], edges: tuple[Edge, ...]) -> Iterator[ReferencedObject]:
    """Those at the ends of edges, sorted by id."""
    ids = set(asked)
    for edge in edges:
        ids.update((edge.owner, edge.node))
    ids.discard("")
    known: dict[str, CatalogObject] = {}
    for item in catalog.objects():
        known[object_id(item.key)] = item  # a resource wins over a folder of its URI
    for name in sorted(ids):
        found = known.get(name)
        if found is None:
            yield ReferencedObject(name, None, "", "", known=False)
        else:
            yield ReferencedObject(name, found.key.kind, root_of(found), found.label, known=True)
