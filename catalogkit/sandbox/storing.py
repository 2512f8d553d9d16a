"""A resource as a server keeps it: under its owner, with the file names and references that it stores."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from ..model.fields import TEXT
from ..model.objects import CatalogObject, QualifiedName
from ..model.repository import Resource
from ..model.target import Recipient
from ..model.uri import URI
from ..model.values import Record, Reference, Value
from ..model.walk import data_paths
from ..rehearsal.references import CONTROL_USES
from ..rehearsal.renames import renamed

_TRAVELLING = frozenset({"@exportedWithPermissions", "permission"})
"""What a descriptor says of permissions: a repository keeps them apart."""
DATA_SUFFIX = {"fileResource": ".data", "contentResource": "", "olapUnit": ".view.options"}
"""What a server appends to a name to name its bytes (`catalog-format.md` §3.2)."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an import writes into the header of a resource.

    Args:
        created: its creation date, as text.
        version: its version.
    """

    created: str
    version: int = 0


@dataclass(frozen=True, slots=True)
class Stored:
    """A resource as it is kept.

    Args:
        resource: the resource.
        files: where the files of it and of what is embedded in it were, as logical paths by the URI that it
            is kept at, in the order of `data_paths`.
    """

    resource: Resource
    files: Mapping[URI, tuple[str, ...]]


def version_of(item: CatalogObject) -> int:
    """The version of an object; 0 where it tells none that is a number."""
    try:
        return int(item.text("version") or "0")
    except ValueError:
        return 0


def date_text(moment: datetime) -> str:
    """A date as descriptors write it (`catalog-format.md` §4).

    >>> date_text(datetime(2024, 1, 2, 3, 4, 5, 67000, UTC))
    '2024-01-02T03:04:05.067Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def stored(
    resource: Resource, uri: URI, *, stamp: Stamp | None = None, renames: Mapping[str, str] | None = None
) -> Stored:
    """A resource of a catalog as a server would keep it.

    Args:
        resource: as it was read.
        uri: where it is kept.
        stamp: what an import writes into it; None leaves its header as it is.
        renames: organizations that are renamed on the way (import-semantics §2.3).
    """
    run = _Storing(stamp, renames or {})
    return Stored(run.resource(resource, uri, stamp), run.files)


class _Storing:
    """One resource with what is embedded in it."""

    def __init__(self, stamp: Stamp | None, renames: Mapping[str, str]) -> None:
        self._inner = replace(stamp, version=0) if stamp is not None else None
        self._renames = renames
        self.files: dict[URI, tuple[str, ...]] = {}

    def resource(self, resource: Resource, uri: URI, stamp: Stamp | None) -> Resource:
        fields: dict[str, Value | tuple[Value, ...]] = {
            name: value for name, value in resource.fields.items() if name not in _TRAVELLING
        }
        fields |= {"folder": uri.parent, "name": uri.name}
        if stamp is not None:
            fields |= {"version": str(stamp.version), "creationDate": stamp.created}
        for name in _unused(resource):
            fields.pop(name, None)
        self._name_data(resource, fields, uri.name)
        made = replace(resource, fields=self._record(fields, resource, uri), uri=uri, entry="")
        sources = tuple(data_paths(resource))
        if sources:
            self.files[uri] = sources
        return made

    def _name_data(self, resource: Resource, fields: dict[str, Value | tuple[Value, ...]], name: str) -> None:
        """Bytes are named after their resource, whatever the catalog named them."""
        field = resource.type.data
        if field is not None and fields.get(field):
            fields[field] = name + DATA_SUFFIX[resource.type.name]

    def _record(self, fields: Record, owner: Resource, uri: URI) -> Record:
        made: dict[str, Value | tuple[Value, ...]] = {}
        for name, value in fields.items():
            values = value if isinstance(value, tuple) else (value,)
            kept = tuple(v for v in (self._value(v, owner, uri, name) for v in values) if v is not None)
            if kept:
                made[name] = kept if isinstance(value, tuple) else kept[0]
        return made

    def _value(self, value: Value, owner: Resource, uri: URI, name: str) -> Value | None:
        """A value as it is kept; None for a reference that holds nothing."""
        if isinstance(value, Reference):
            return self._reference(value, uri)
        if isinstance(value, Resource):
            return self._embedded(value, uri)
        if isinstance(value, dict):
            return self._record(value, owner, uri)
        if name == "referenceUri" and isinstance(value, str):
            return value.rstrip("/")
        return value

    def _reference(self, value: Reference, uri: URI) -> Reference | None:
        if value.local is not None:
            return Reference(local=self._embedded(value.local, uri))
        if not value.uri:
            return None
        return Reference(uri=URI(renamed(value.uri, self._renames).rstrip("/")))

    def _embedded(self, local: Resource, owner: URI) -> Resource:
        return self.resource(local, owner.files.child(local.text("name") or ""), self._inner)


def _unused(resource: Resource) -> frozenset[str]:
    """Fields that a server does not keep: references a control of its type does not use, a link's type."""
    if resource.type.name == "inputControl":
        return frozenset(CONTROL_USES.values()) - {CONTROL_USES.get(resource.text("type") or "", "")}
    if resource.type.name == "fileResource" and resource.text("referenceUri"):
        return frozenset({"fileType"})
    return frozenset()


def each_part(resource: Resource, change: Callable[[Resource], Resource]) -> Resource:
    """A resource of which each part is changed: what is embedded in it, at any depth, and itself."""

    def changed(value: Value | tuple[Value, ...]) -> Value | tuple[Value, ...]:
        return tuple(map(one, value)) if isinstance(value, tuple) else one(value)

    def one(value: Value) -> Value:
        if isinstance(value, Resource):
            return each_part(value, change)
        if isinstance(value, Reference) and value.local is not None:
            return Reference(local=each_part(value.local, change))
        if isinstance(value, dict):
            return {name: changed(inner) for name, inner in value.items()}
        return value

    return change(replace(resource, fields={name: changed(value) for name, value in resource.fields.items()}))


def with_marks(resource: Resource, marks: Record) -> Resource:
    """A resource that tells of its permissions; what is embedded in it tells that it has none (§6.1)."""
    none: Record = {"@exportedWithPermissions": "false"}
    marked = each_part(resource, lambda part: replace(part, fields={**part.fields, **none}))
    return replace(marked, fields={**marked.fields, **marks})


def marks_of(masks: dict[Recipient, int]) -> dict[str, Value | tuple[Value, ...]]:
    """Masks as the permissions of a descriptor that tells all there are (`catalog-format.md` §10)."""
    entries: tuple[Value, ...] = tuple(_entry(recipient, mask) for recipient, mask in masks.items())
    return {"@exportedWithPermissions": "true", **({"permission": entries} if entries else {})}


def _entry(recipient: Recipient, mask: int) -> Value:
    kind, text = recipient
    name, tenant = QualifiedName.parse(text)
    who: dict[str, Value | tuple[Value, ...]] = {"@recipientType": kind, TEXT: name}
    if tenant is not None:
        who["@tenantId"] = tenant
    return {"permissionMask": str(mask), "recipient": who}
