"""The descriptors that the server binds, and how it binds them: what it does not know it ignores (§0)."""

from __future__ import annotations

from collections.abc import Iterable

from ..model.fields import Field, Leaf, Nested, Ref, Struct, Typed
from ..model.shapes import (
    ACCESS_EVENT,
    CALENDAR,
    FAVORITE,
    FAVORITE_INDEX,
    FOLDER,
    JOB,
    JOB_INDEX,
    ORGANIZATION,
    ROLE,
    USER,
)
from ..model.types import TYPES, ResourceType, unknown_type
from ..parsing.bind import Plan, local_name, resource_plan
from ..parsing.xml import XSI_TYPE_NAME, Element


class Shape:
    """A kind of descriptor.

    Args:
        tag: the name that its root element must have (`catalog-format.md` §3).
        fields: what is in it.
        plan: the same, prepared for reading; worked out if not given.
    """

    __slots__ = ("fields", "plan", "tag")

    def __init__(self, tag: str, fields: tuple[Field, ...], plan: Plan | None = None) -> None:
        self.tag = tag
        self.fields = fields
        self.plan = plan or Plan(fields)


FOLDER_SHAPE = Shape("folder", FOLDER)
USER_SHAPE = Shape("user", USER)
ROLE_SHAPE = Shape("role", ROLE)
ORGANIZATION_SHAPE = Shape("organization", ORGANIZATION)
JOB_SHAPE = Shape("reportJob", JOB)
JOBS_SHAPE = Shape("reportUnitJobs", JOB_INDEX)
CALENDAR_SHAPE = Shape("holiday-calendar", CALENDAR)
EVENT_SHAPE = Shape("accessEvent", ACCESS_EVENT)
FAVORITE_SHAPE = Shape("favorite", FAVORITE)
FAVORITES_SHAPE = Shape("favorites", FAVORITE_INDEX)
_RESOURCES = {name: Shape(name, row.fields, resource_plan(row)) for name, row in TYPES.items()}


def resource_shape(kind: ResourceType) -> Shape:
    """The shape of a resource of a known type."""
    return _RESOURCES[kind.name]


def strip_unknown(element: Element, fields: Iterable[Field]) -> None:
    """Take away what no field is for, as the server passes over it."""
    known = {field.name: field for field in fields}
    for child in list(element):
        field = known.get(str(child.tag))
        if field is None:
            element.remove(child)
        else:
            _strip_field(child, field)


def _strip_field(element: Element, field: Field) -> None:
    match field:
        case Leaf():
            _keep_text(element)
        case Typed():
            for part in element.iter():
                _keep_attributes(part, XSI_TYPE_NAME)
        case Ref():
            _strip_reference(element)
        case Nested(type_name=name):
            strip_unknown(element, TYPES[name].fields)
        case Struct(fields=fields):
            strip_unknown(element, fields)


def _strip_reference(element: Element) -> None:
    """A reference is its first `uri` and its first `localResource`."""
    _keep_attributes(element)
    seen: set[str] = set()
    for child in list(element):
        name = str(child.tag)
        if name in seen or name not in ("uri", "localResource"):
            element.remove(child)
        elif name == "uri":
            _keep_text(child)
        else:
            kind = local_name(child.get(XSI_TYPE_NAME, ""))
            strip_unknown(child, (TYPES.get(kind) or unknown_type(kind)).fields)
        seen.add(name)


def _keep_text(element: Element) -> None:
    for child in list(element):
        element.remove(child)
    _keep_attributes(element)


def _keep_attributes(element: Element, *names: str) -> None:
    for name in [key for key in element.attrib if key not in names]:
        del element.attrib[name]
