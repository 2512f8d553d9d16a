"""The root element and the fields of every kind of object."""

from __future__ import annotations

from .fields import Field
from .objects import CatalogObject
from .people import Organization, User, UserRole
from .repository import Folder, Resource
from .schedules import Calendar, Job
from .shapes import ACCESS_EVENT, CALENDAR, FAVORITE, FOLDER, JOB, ORGANIZATION, ROLE, USER
from .usage import AccessEvent, Favorite

_DESCRIPTORS: dict[type[CatalogObject], tuple[str, tuple[Field, ...]]] = {
    Folder: ("folder", FOLDER),
    User: ("user", USER),
    UserRole: ("role", ROLE),
    Organization: ("organization", ORGANIZATION),
    Job: ("reportJob", JOB),
    Calendar: ("holiday-calendar", CALENDAR),
    AccessEvent: ("accessEvent", ACCESS_EVENT),
    Favorite: ("favorite", FAVORITE),
}


def root_of_class(cls: type[CatalogObject]) -> str:
    """The name of the root element of every object of a class other than `Resource`."""
    return _DESCRIPTORS[cls][0]


def fields_of_class(cls: type[CatalogObject]) -> tuple[Field, ...]:
    """The fields of every object of a class other than `Resource`, in the server's order."""
    return _DESCRIPTORS[cls][1]


def root_of(item: CatalogObject) -> str:
    """The name of the root element of an object's descriptor."""
    return item.type.name if isinstance(item, Resource) else root_of_class(type(item))


def fields_of(item: CatalogObject) -> tuple[Field, ...]:
    """The fields of an object's descriptor, in the server's order."""
    return item.type.fields if isinstance(item, Resource) else fields_of_class(type(item))
