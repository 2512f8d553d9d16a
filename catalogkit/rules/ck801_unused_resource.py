"""Nothing in the catalog uses a resource.

What: no report, view, dashboard, job, favorite or person leads to it, neither in descriptors nor in the
content that can be searched. Only exports of a whole repository (the index asks for `/`) that hold something
to open are judged: in any other export what is missing may be the user. What the server uses itself (themes,
JDBC drivers, server settings, the template of organizations) is never told. Where a resource is used only by
others that are unused too, only the outermost is told; what is alike in one folder is told together.

Why it matters: what nobody uses is migrated, reviewed and kept safe for nothing, and a forgotten data source
keeps a password alive.

Example: a data source that stayed behind when the last report over it was deleted.

Remedy: ask the people who could use it, look at the access events, then delete it on the server.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model.catalog import Catalog
from ..references.usage import OPENED, Unused, unused
from ._hygiene import counted, some
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per resource, or per type in a folder where there are several that are alike."""
    catalog = subject.catalog
    if not _is_whole(catalog) or not any(r.type.name in OPENED for r in catalog.resources.values()):
        return
    alike: dict[tuple[object, ...], list[tuple[Unused, int]]] = {}
    for item, below in _outermost(unused(catalog, subject.graph)):
        key = (item.uri.parent, item.type, item.doubts, bool(item.used_by))
        alike.setdefault(key, []).append((item, below))
    for group in alike.values():
        first = group[0][0]
        names = sorted(item.uri.name for item, _ in group)
        message = _message(first, names, sum(below for _, below in group))
        if len(group) > 1:
            yield Hit(message, uri=first.uri.parent, detail="\n".join((first.type, *names)))
        else:
            yield Hit(message, uri=first.uri, entry=catalog.resources[first.uri].entry)


def _is_whole(catalog: Catalog) -> bool:
    index = catalog.index
    return index is not None and any(
        item.text == "/" for item in index.items("repositoryResources", "folder")
    )


def _outermost(found: Sequence[Unused]) -> Iterator[tuple[Unused, int]]:
    """Those that no other unused one needs, one of each circle, and how many only they lead to.

    What several of them lead to is counted with the first.
    """
    needs: dict[str, list[str]] = {}
    for item in found:
        for user in item.used_by:
            needs.setdefault(user, []).append(item.uri)
    seen: set[str] = set()
    for item in sorted(found, key=lambda item: bool(item.used_by)):
        if item.uri not in seen:
            before = len(seen)
            _follow(item.uri, needs, seen)
            yield item, len(seen) - before - 1


def _follow(start: str, needs: dict[str, list[str]], seen: set[str]) -> None:
    seen.add(start)
    pending = [start]
    while pending:
        for uri in needs.get(pending.pop(), ()):
            if uri not in seen:
                seen.add(uri)
                pending.append(uri)


def _message(item: Unused, names: Sequence[str], below: int) -> str:
    what = f"this {item.type}"
    if len(names) > 1:
        what = f"{len(names):,} resources of type {item.type} in this folder ({some(names)})"
    message = f"nothing in the catalog uses {what}"
    if item.used_by:
        message = f"only unused resources use {what}"
    if below:
        message += f"; what {'it leads' if len(names) == 1 else 'they lead'} to is unused too"
        message += f" ({counted(below, 'resource')})"
    return f"{message}, but {some(item.doubts)}" if item.doubts else message


RULE = Rule(
    code="CK801",
    name="unused-resource",
    level=Level.INFO,
    certainty=Certainty.POSSIBLE,
    remedy="Make sure that nobody uses it by hand, then delete it on the server.",
    check=check,
    page=__doc__,
)
