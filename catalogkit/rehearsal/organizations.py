"""Which organization an import goes into, and the organizations a catalog brings (import-semantics §2)."""

from __future__ import annotations

from collections.abc import Iterable

from ..model.index import Index, Module
from ..model.objects import ROOT_ORGANIZATION
from ..model.people import attributes
from ..model.shapes import ORGANIZATION
from ..model.target import StoredOrganization
from ..model.values import Record
from ..parsing.bind import Plan
from .options import ImportOptions
from .outcome import Action, ImportStoppedError, Phase, ServerError, failed, unpredictable
from .people import write_attributes
from .settings import is_setting
from .state import State

_PLAN = Plan(ORGANIZATION)
_LIMITS = {"id": 100, "alias": 100, "tenantName": 100, "tenantDesc": 250, "tenantNote": 250,
           "tenantUri": 250, "tenantFolderUri": 250, "theme": 250}  # fmt: skip


def is_root(organization: str | None) -> bool:
    """Whether an id means the root organization."""
    return organization is None or not organization.strip() or organization == ROOT_ORGANIZATION


def check_organization(index: Index, options: ImportOptions) -> tuple[str, str]:
    """The organization of the catalog and that of the import (§2.1).

    Raises:
        ImportStoppedError: they do not go together.
    """
    source = index.value("rootTenantId") or ROOT_ORGANIZATION
    target = options.organization or ROOT_ORGANIZATION
    if is_root(target) and not is_root(source):
        raise ImportStoppedError(ServerError("import.organization.into.root.not.allowed", (source,)))
    if is_root(source) and not is_root(target):
        raise ImportStoppedError(ServerError("import.root.into.organization.not.allowed", (target,)))
    if not is_root(target) and source != target and not options.merge_organization:
        error = ServerError("import.organizations.not.match", (source,))
        raise ImportStoppedError(error, Phase.PENDING)
    return source, target


def import_organizations(state: State, modules: Iterable[Module]) -> None:
    """The module `tenants` (§2.4, §12).

    Raises:
        ImportStoppedError: the whole import ends.
    """
    for module in modules:
        for item in module.items:
            if item.element == "organization":
                _organization(state, item.text)


def _organization(state: State, name: str) -> None:
    target = state.target
    existing = target.organizations.get(name)
    if existing is not None and not is_root(name) and not state.server.is_commercial:
        raise failed("This implementation does not support tenants")
    if existing is not None and not state.options.update:
        state.act(name, "organization", Action.KEEP, "it exists")
        return
    fields = state.files.descriptor(f"organizations/{name}.xml", _PLAN)
    for field, limit in _LIMITS.items():
        if len(_text(fields, field) or "") > limit:
            raise unpredictable(f"{field} of the organization {name} is longer than {limit} characters")
    if existing is None:
        _create(state, name, fields)
        state.act(name, "organization", Action.CREATE)
    else:
        _update(state, existing, fields)
        state.act(name, "organization", Action.UPDATE)
    dropped: frozenset[str] = frozenset()
    if is_root(name) and not state.options.include_server_settings:
        names = (attribute.name for attribute in attributes(fields))
        dropped = frozenset(filter(is_setting, names))
    write_attributes(state, f"tenant:{name}", fields, dropped)


def _create(state: State, name: str, fields: Record) -> None:
    theme = "default" if state.options.skip_themes else _text(fields, "theme") or "default"
    identity = _text(fields, "id") or name
    state.target.organizations[identity] = StoredOrganization(
        id=identity,
        alias=_text(fields, "alias") or identity,
        name=_text(fields, "tenantName") or "",
        description=_text(fields, "tenantDesc") or "",
        note=_text(fields, "tenantNote") or "",
        uri=_text(fields, "tenantUri") or "",
        folder=_text(fields, "tenantFolderUri") or "",
        parent=_text(fields, "parentId"),
        theme=theme,
    )


def _update(state: State, existing: StoredOrganization, fields: Record) -> None:
    for member, field in (
        ("alias", "alias"),
        ("name", "tenantName"),
        ("description", "tenantDesc"),
        ("note", "tenantNote"),
        ("uri", "tenantUri"),
        ("folder", "tenantFolderUri"),
    ):
        value = _text(fields, field)
        if value is not None:
            setattr(existing, member, value)
    if not state.options.skip_themes and _text(fields, "theme"):
        existing.theme = _text(fields, "theme") or existing.theme


def _text(fields: Record, name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) else None
