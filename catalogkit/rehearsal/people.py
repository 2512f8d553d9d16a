"""Roles, users and their attributes (import-semantics §7.1, §7.2, §10.6, §12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..model.index import Module
from ..model.objects import ROOT_ORGANIZATION, many
from ..model.people import User, attributes
from ..model.target import StoredUser
from ..model.values import Record, Secret
from .limits import length
from .outcome import Action, content_error, failed, unpredictable
from .shapes import ROLE_SHAPE, USER_SHAPE, Shape
from .state import State
from .values import check_secrets

NO_TENANTS = "This implementation does not support tenants"
MAX_NAME, MAX_PASSWORD, MAX_ATTRIBUTE_NAME, MAX_ATTRIBUTE_VALUE = 100, 250, 255, 2_000
"""Characters (§5.2)."""


def import_people(state: State, modules: Iterable[Module]) -> None:
    """Roles first, then users, whatever the order in the index.

    Raises:
        ImportStoppedError: the whole import ends.
    """
    items = [item for module in modules for item in module.items]
    for item in items:
        if item.element == "role":
            _role(state, _fields(state, "roles", item.text, item.tenant, ROLE_SHAPE))
    for item in items:
        if item.element == "user":
            _user(state, User(_fields(state, "users", item.text, item.tenant, USER_SHAPE), ""))


def write_attributes(
    state: State, holder: str, fields: Record, dropped: frozenset[str] = frozenset()
) -> None:
    """Write profile attributes one by one; the last of a name counts, others of the holder stay."""
    check_secrets(fields)
    for attribute in attributes(fields):
        if attribute.name in dropped:
            continue
        value = attribute.value
        text = "(secret)" if isinstance(value, Secret) else value
        if len(attribute.name) > MAX_ATTRIBUTE_NAME or length(value) > MAX_ATTRIBUTE_VALUE:
            raise unpredictable(f"the attribute {attribute.name} is too long")
        state.target.attributes[holder, attribute.name] = text


def _fields(state: State, folder: str, name: str, tenant: str | None, shape: Shape) -> Record:
    """A file is opened before anything else is asked (§10.6)."""
    above = f"{tenant}/" if tenant else ""
    return state.files.descriptor(f"{folder}/{above}{name}.xml", shape)


def _role(state: State, fields: Record) -> None:
    name = _text(fields, "name")
    if name is None:
        raise unpredictable("a role has no name")
    name = state.qualified(name, _text(fields, "tenantId"))
    if name in state.target.roles:
        state.act(name, "role", Action.KEEP, "it exists; roles are never overwritten")
        return
    _refuse_tenant(state, fields)
    if len(name) > MAX_NAME:
        raise unpredictable(f"the name of a role is longer than {MAX_NAME} characters")
    state.target.roles.add(name)
    state.act(name, "role", Action.CREATE)


def _user(state: State, user: User) -> None:
    name = _text(user.fields, "username")
    if name is None:
        raise unpredictable("a user has no name")
    name = state.qualified(name, _text(user.fields, "tenantId"))
    options = state.options
    existing = state.target.user(name)
    if existing is not None and (not options.update or options.skip_user_update):
        reason = "it exists" if not options.update else "existing users are not updated"
        state.act(existing.name, "user", Action.KEEP, reason)
        return
    is_external = _text(user.fields, "externallyDefined") == "true"
    if existing is None and user.fields.get("password") is None and not is_external:
        raise content_error()  # a bare null, and so before anything is saved (§1.3)
    _refuse_tenant(state, user.fields)
    made = _made(state, user, name)
    if existing is None:
        state.target.put_user(made)
        state.act(name, "user", Action.CREATE)
    else:
        _overwrite(state, existing, made)
        state.act(name, "user", Action.UPDATE)
    write_attributes(state, f"user:{name}", user.fields)


def _made(state: State, user: User, name: str) -> StoredUser:
    check_secrets({"password": user.fields["password"]} if "password" in user.fields else {})
    full_name = _text(user.fields, "fullName")
    email = _text(user.fields, "email")
    if full_name is None:
        raise unpredictable("a user has no full name")
    if any(len(text or "") > MAX_NAME for text in (name, full_name, email)):
        raise unpredictable(f"a name of the user {name[:20]} is longer than {MAX_NAME} characters")
    if any(length(value) > MAX_PASSWORD for value in many(user.fields, "password")):
        raise unpredictable(f"the password of a user is longer than {MAX_PASSWORD} characters")
    named = (r for r in user.roles if r.tenant in _ROOT or state.server.is_commercial)
    known = {state.qualified(r.name, r.tenant) for r in named} & state.target.roles
    return StoredUser(
        name=name,
        full_name=full_name,
        email=email,
        enabled=user.enabled,
        external=_text(user.fields, "externallyDefined") == "true",
        roles=tuple(sorted(known)),
    )


_ROOT = (None, "", ROOT_ORGANIZATION)


def _overwrite(state: State, existing: StoredUser, made: StoredUser) -> None:
    """A user in another spelling is renamed, with everything that hangs on it (§12)."""
    target = state.target
    old = existing.name
    target.drop_user(old)
    target.put_user(replace(made, password_changes=existing.password_changes + 1))
    if old == made.name:
        return
    for holder, name in [key for key in target.attributes if key[0] == f"user:{old}"]:
        target.attributes[f"user:{made.name}", name] = target.attributes.pop((holder, name))
    for job in target.jobs:
        if job.owner == old:
            job.owner = made.name
    target.events = [
        replace(event, user=made.name) if event.user == old else event for event in target.events
    ]
    for masks in target.permissions.values():
        if ("user", old) in masks:
            masks["user", made.name] = masks.pop(("user", old))


def _refuse_tenant(state: State, fields: Record) -> None:
    if state.server.is_commercial:
        return
    tenant = _text(fields, "tenantId")
    if tenant not in _ROOT:
        raise failed(NO_TENANTS)


def _text(fields: Record, name: str) -> str | None:
    values = many(fields, name)
    return values[-1] if values and isinstance(values[-1], str) else None
