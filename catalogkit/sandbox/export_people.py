"""Organizations, users and roles of an export (rest-services §2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from ..model.index import IndexItem
from ..model.objects import ROOT_ORGANIZATION, records
from ..model.people import Organization, User, UserRole, attributes
from ..model.values import Record, Value
from ..rehearsal.settings import is_setting
from .export_request import ExportRequest, Names
from .export_walk import RefusedError
from .repository import Repository

_Person = TypeVar("_Person", User, UserRole)


@dataclass(frozen=True, slots=True)
class People:
    """The users and roles of an export, in order."""

    users: tuple[User, ...]
    roles: tuple[UserRole, ...]

    def items(self) -> Iterator[IndexItem]:
        """What the index lists: users, then roles."""
        for element, people in (("user", self.users), ("role", self.roles)):
            for person in people:
                yield IndexItem(element, person.name.name, person.name.tenant or None)


def exported_organizations(repository: Repository, request: ExportRequest) -> Iterator[Organization]:
    """The organizations; a community server writes the root only (`catalog-format.md` §2.2)."""
    only_root = not repository.server.is_commercial or request.has("skip-suborganizations")
    for item in repository.contents.organizations.values():
        if item.id == ROOT_ORGANIZATION or not only_root:
            yield replace(item, fields=_organization_fields(item, request))


def exported_people(repository: Repository, request: ExportRequest) -> People | None:
    """The users and roles that are asked for, and those that come with them; None if none are asked for.

    Raises:
        RefusedError: one of them is not there.
    """
    everything = request.everything
    if request.users is None and request.roles is None and not everything:
        return None
    contents = repository.contents
    users = _chosen(contents.users, () if everything else request.users)
    roles = _chosen(contents.roles, () if everything else request.roles)
    if request.has("role-users"):
        for name, user in contents.users.items():
            if any(str(role) in roles for role in user.roles):
                users.setdefault(name, user)
    if request.has("users-roles"):
        held = [str(role) for user in users.values() for role in user.roles]
        roles = {name: contents.roles[name] for name in held if name in contents.roles} | roles
    return People(tuple(_user(user, request) for user in users.values()), tuple(roles.values()))


def _chosen(people: Mapping[str, _Person], names: Names) -> dict[str, _Person]:
    """People by name; `organization|name` is read as `name|organization`, as the vendor writes it."""
    if names is None:
        return {}
    if not names:
        return dict(people)
    found: dict[str, _Person] = {}
    for name in names:
        first, separator, second = name.partition("|")
        key = name if name in people or not separator else f"{second}|{first}"
        if key not in people:
            raise RefusedError(name)
        found[key] = people[key]
    return found


def _user(user: User, request: ExportRequest) -> User:
    if "attribute" not in user.fields:
        return user
    fields: dict[str, Value | tuple[Value, ...]] = {
        name: value for name, value in user.fields.items() if name != "attribute"
    }
    if request.with_attributes:
        skip_values = request.has("skip-attribute-values")
        fields["attribute"] = _attributes(user.fields, skip_values=skip_values)
    return replace(user, fields=fields)


def _organization_fields(item: Organization, request: ExportRequest) -> Record:
    fields: dict[str, Value | tuple[Value, ...]] = {
        name: value for name, value in item.fields.items() if name != "attribute"
    }
    if not request.with_attributes:
        return fields
    settings = request.everything or request.has("include-server-settings")
    kept = tuple(
        value
        for value, attribute in zip(
            _attributes(item.fields, skip_values=request.has("skip-attribute-values")),
            attributes(item.fields),
            strict=True,
        )
        if settings or not is_setting(attribute.name)
    )
    return {**fields, "attribute": kept} if kept else fields


def _attributes(fields: Record, *, skip_values: bool) -> tuple[Value, ...]:
    """Attributes; without their values, those are empty (`catalog-format.md` §9.4)."""
    found = [dict(record) for record in records(fields, "attribute")]
    return tuple({**record, "value": ""} if skip_values else record for record in found)
