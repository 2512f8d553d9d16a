"""How the entry at each place becomes an object: its root element, its fields, its class."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from ..model.descriptors import fields_of_class, root_of_class
from ..model.objects import CatalogObject
from ..model.people import Organization, User, UserRole
from ..model.repository import Folder
from ..model.schedules import Calendar, Job
from ..model.uri import URI
from ..model.usage import AccessEvent, Favorite
from ..model.values import Record
from .bind import Plan
from .catalog_writer import calendar_file
from .places import Place

Make: TypeAlias = Callable[[Record, str, URI, bool], CatalogObject]
"""(fields, entry name, logical path, whether an index beside it lists it) to an object."""


class Shape:
    """One kind of descriptor other than resources.

    Args:
        cls: the class of its objects.
        make: makes one.
    """

    def __init__(self, cls: type[CatalogObject], make: Make) -> None:
        self.root = root_of_class(cls)
        self.plan = Plan(fields_of_class(cls))
        self.make = make


SHAPES: dict[Place, Shape] = {
    Place.FOLDER: Shape(Folder, lambda fields, entry, path, _: Folder(fields, entry, path)),
    Place.USER: Shape(User, lambda fields, entry, *_: User(fields, entry)),
    Place.ROLE: Shape(UserRole, lambda fields, entry, *_: UserRole(fields, entry)),
    Place.ORGANIZATION: Shape(Organization, lambda fields, entry, *_: Organization(fields, entry)),
    Place.CALENDAR: Shape(Calendar, lambda fields, entry, *_: Calendar(fields, entry)),
    Place.JOB: Shape(
        Job, lambda fields, entry, path, listed: Job(fields, entry, path.parent, path.name, listed)
    ),
    Place.FAVORITE: Shape(
        Favorite,
        lambda fields, entry, path, listed: Favorite(fields, entry, path.parent, path.name, listed),
    ),
    Place.EVENT: Shape(AccessEvent, lambda fields, entry, *_: AccessEvent(fields, entry)),
}
"""By place."""


def states_another_path(item: CatalogObject, path: str) -> str | None:
    """What a descriptor says of itself, if that does not fit its entry name; else None."""
    match item:
        case Folder():
            fits = item.body_uri == path or (item.body_uri is None and path == "/")
            return None if fits else str(item.body_uri)
        case User() | UserRole():
            name = item.name
            fits = path in (name.name, f"{name.tenant}/{name.name}")
        case Calendar():
            fits = path == calendar_file(item.name)
        case Organization():
            fits = path == item.id
        case _:
            return None
    return None if fits else item.key.id
