"""`index.xml` and `broken_dependencies.xml` (`catalog-format.md` §2)."""

from __future__ import annotations

from ..archive import Archive, Entry
from ..errors import EntryDamagedError, EntryError
from ..model.catalog import names_are_escaped
from ..model.index import INDEX_ENTRY, MODULE_CHILDREN, Index, IndexItem, Module, Property
from ..model.problems import Problem, ProblemKind
from ..model.uri import URI
from .bind import MAX_PROBLEMS, MORE_PROBLEMS
from .xml import Element, Xml

_LONG = 200
"""Characters of a name that are repeated in a problem."""


def read_index(archive: Archive, xml: Xml, entry: Entry, problems: list[Problem]) -> Index:
    """The index.

    Raises:
        EntryError: the entry cannot be read or is no XML.
    """
    found: list[Problem] = []
    root = _root(archive, xml, entry, found)
    properties: list[Property] = []
    modules: list[Module] = []
    if root.tag != "export":
        # The server never checks the name of the root element (import-semantics §0).
        found.append(Problem(ProblemKind.WRONG_ROOT, entry.name, 1, str(root.tag)[:_LONG]))
    for child in root:
        name = _local(child)
        if name == "property":
            properties.append(Property(child.get("name"), child.get("value")))
            for attribute in ("name", "value"):
                if child.get(attribute) is None:
                    _structure(found, entry, child, f"a property without `{attribute}`")
        elif name == "module":
            modules.append(_module(child, entry, found))
        else:
            _structure(found, entry, child, f"unknown element `{_short(child)}`")
    problems.extend(found)
    return Index(tuple(properties), tuple(modules))


def archive_is_escaped(archive: Archive) -> bool:
    """Whether entry names are escaped, told by the index alone; `check` tells what is wrong with it."""
    entry = archive.by_name.get(INDEX_ENTRY)
    if entry is None:
        return names_are_escaped(None)
    try:
        return names_are_escaped(read_index(archive, Xml(archive.limits), entry, []))
    except EntryError:
        return names_are_escaped(None)


def read_broken_dependencies(
    archive: Archive, xml: Xml, entry: Entry, problems: list[Problem]
) -> tuple[URI, ...]:
    """The URIs listed in `broken_dependencies.xml` (§2.3), in document order.

    Raises:
        EntryError: the entry cannot be read or is no XML.
    """
    found: list[Problem] = []
    root = _root(archive, xml, entry, found)
    uris = []
    for child in root:
        if _local(child) == "resource":
            uris.append(URI(child.text or ""))
        else:
            _structure(found, entry, child, f"unknown element `{_short(child)}`")
    problems.extend(found)
    return tuple(uris)


def _module(element: Element, entry: Entry, problems: list[Problem]) -> Module:
    module = element.get("id")
    if module is None:
        _structure(problems, entry, element, "a module without `id`")
    known = MODULE_CHILDREN.get(module or "")
    items = []
    for child in element:
        name = _local(child)
        items.append(IndexItem(name, child.text or "", child.get("tenant"), child.sourceline or 0))
        if known is not None and name not in known:
            _structure(problems, entry, child, f"unknown element `{_short(child)}` in module {module}")
    return Module(module, tuple(items))


def _root(archive: Archive, xml: Xml, entry: Entry, problems: list[Problem]) -> Element:
    """The root, decoded as UTF-8 whatever the declaration says (import-semantics §10.17)."""
    xml.check_size(entry.size, entry.name)
    data = archive.read(entry)
    try:
        return xml.parse(data, entry.name, packed=entry.compressed_size, encoding="utf-8")
    except EntryDamagedError:
        root = xml.parse(data, entry.name, packed=entry.compressed_size)
    problems.append(
        Problem(
            ProblemKind.LENIENT,
            entry.name,
            1,
            "encoding",
            "read in the encoding it declares; the server reads it as UTF-8 and fails",
        )
    )
    return root


def _structure(problems: list[Problem], entry: Entry, element: Element, detail: str) -> None:
    """Add a problem, up to `MAX_PROBLEMS`."""
    if len(problems) >= MAX_PROBLEMS:
        return
    if len(problems) == MAX_PROBLEMS - 1:
        detail = MORE_PROBLEMS
    problems.append(
        Problem(
            ProblemKind.INDEX_STRUCTURE,
            entry.name,
            element.sourceline or 0,
            _short(element),
            detail,
        )
    )


def _local(element: Element) -> str:
    """The name without a namespace; prefixes are accepted in the index (import-semantics §10.17)."""
    return str(element.tag).rpartition("}")[2]


def _short(element: Element) -> str:
    return _local(element)[:_LONG]
