"""Applies what an import wrote of organizations, roles and users (import-semantics §2.4, §7.1, §7.2, §12)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from ..model.fields import TEXT
from ..model.objects import QualifiedName, records
from ..model.people import Organization, User, UserRole, attributes
from ..model.target import StoredOrganization, StoredUser
from ..model.values import Record, Secret, Value
from ..rehearsal.outcome import ImportStoppedError
from ..rehearsal.shapes import ORGANIZATION_SHAPE, ROLE_SHAPE, USER_SHAPE, Shape
from .applying_run import Applying
from .loading import role_of


def apply_people(run: Applying) -> None:
    """Organizations, roles and users, with their attributes."""
    for name in run.after.roles - run.draft.roles.keys():
        run.draft.roles[name] = role_of(name)
    _order_roles(run)
    _users(run)
    for item in run.after.organizations.values():
        _organization(run, item)


def merge_attributes(
    run: Applying, holder: str, kept: Record, incoming: Iterable[Record]
) -> dict[str, Value | tuple[Value, ...]]:
    """Fields with the attributes of the catalog that were written; others of the holder stay (§12)."""
    found: dict[str, Record] = {_name(record): record for record in records(kept, "attribute")}
    for record in incoming:
        written = run.after.attributes.get((holder, _name(record)))
        if written is not None and written == _shown(record):
            found[_name(record)] = record
    merged = {name: value for name, value in kept.items() if name != "attribute"}
    if found:
        merged["attribute"] = tuple(dict(record) for record in found.values())
    return merged


def _name(record: Record) -> str:
    return next(iter(attributes({"attribute": dict(record)}))).name


def _shown(record: Record) -> str:
    """A value as a target tells it."""
    value = next(iter(attributes({"attribute": dict(record)}))).value
    return "(secret)" if isinstance(value, Secret) else value


def _order_roles(run: Applying) -> None:
    """New roles in the order in which the index lists them; each as its file describes it."""
    known = run.before.roles
    new = {name: role for name, role in run.draft.roles.items() if name not in known}
    for name in new:
        del run.draft.roles[name]
    described: dict[str, UserRole] = {}
    for item in run.index.items("authority", "role"):
        fields = _read(run, "roles", item.text, item.tenant, ROLE_SHAPE)
        if fields is not None:
            role = UserRole(fields, "")
            described.setdefault(_qualified(run, role.name), role)
    order = {name: place for place, name in enumerate(described)}
    for name in sorted(new, key=lambda name: (order.get(name, len(order)), name)):
        run.draft.roles[name] = described.get(name, new[name])


def _users(run: Applying) -> None:
    """Users in the order of their actions; one in another spelling is renamed in its place (§12)."""
    scratch = run.before.copy()
    written = deque(run.written("user"))
    for item in run.index.items("authority", "user"):
        fields = _read(run, "users", item.text, item.tenant, USER_SHAPE)
        if fields is None:
            continue
        user = User(fields, "")
        name = _qualified(run, user.name)
        if written and written[0] == name:
            written.popleft()
        elif name not in run.after.users or name in run.before.users:
            continue
        existing = scratch.user(name)
        if existing is not None:
            scratch.drop_user(existing.name)
        scratch.put_user(run.after.users.get(name) or StoredUser(name))
        _write_user(run, existing.name if existing is not None else None, name, fields)


def _write_user(run: Applying, existing: str | None, name: str, fields: Record) -> None:
    users = run.draft.users
    held = run.after.users.get(name)
    kept = users[existing].fields if existing is not None else {}
    made: dict[str, Value | tuple[Value, ...]] = {
        key: value for key, value in fields.items() if key not in ("attribute", "role", "tenantId")
    }
    stored_name = QualifiedName.parse(name) if "|" in name else QualifiedName(name)
    made["username"] = stored_name.name
    if stored_name.tenant is not None:
        made["tenantId"] = stored_name.tenant
    roles: list[Value] = [_role_record(role) for role in (held.roles if held is not None else ())]
    made["role"] = tuple(roles)
    before = {"attribute": kept["attribute"]} if "attribute" in kept else {}
    made |= merge_attributes(run, f"user:{name}", before, records(fields, "attribute"))
    user = User(made, "")
    if existing is None or existing == name:
        users[name] = user
    else:
        run.draft.users = {name if key == existing else key: item for key, item in users.items()}
        run.draft.users[name] = user


def _role_record(role: str) -> Record:
    name, tenant = QualifiedName.parse(role)
    return {TEXT: name} if tenant is None else {"@tenantId": tenant, TEXT: name}


def _organization(run: Applying, item: StoredOrganization) -> None:
    """An organization as the target tells it, with the attributes of the catalog that were written."""
    existing = run.draft.organizations.get(item.id)
    fields: dict[str, Value | tuple[Value, ...]] = dict(existing.fields) if existing is not None else {}
    told = {
        "id": item.id,
        "alias": item.alias,
        "parentId": item.parent,
        "tenantName": item.name,
        "tenantDesc": item.description,
        "tenantNote": item.note,
        "tenantUri": item.uri,
        "tenantFolderUri": item.folder,
        "theme": item.theme,
    }
    fields |= {name: value for name, value in told.items() if value is not None}
    incoming: list[Record] = []
    for name in run.written("organization"):
        found = _read(run, "organizations", name, None, ORGANIZATION_SHAPE)
        if found is not None and item.id in (name, found.get("id"), run.renames.get(name)):
            incoming += records(found, "attribute")
    fields = merge_attributes(run, f"tenant:{item.id}", fields, incoming)
    made = Organization(fields, "")
    if existing is None or dict(existing.fields) != fields:
        run.draft.organizations[item.id] = made


def _read(run: Applying, folder: str, name: str, tenant: str | None, shape: Shape) -> Record | None:
    """A descriptor; None for one at which the import ended, and for those after it."""
    above = f"{tenant}/" if tenant else ""
    try:
        return run.files.descriptor(f"{folder}/{above}{name}.xml", shape)
    except ImportStoppedError:
        return None


def _qualified(run: Applying, name: QualifiedName) -> str:
    """The name of a user or role in the target; community servers know no organizations (§2.3)."""
    if not run.is_commercial:
        return name.name
    return str(QualifiedName(name.name, run.renames.get(name.tenant or "", name.tenant)))
