"""Which organization an import goes into, and the organizations a catalog brings (import-semantics §2)."""

from __future__ import annotations

from collections.abc import Iterable

from ..model.index import Index, Module
from ..model.objects import ROOT_ORGANIZATION
from ..model.people import attributes
from ..model.target import StoredOrganization
from ..model.values import Record
from .options import ImportOptions
from .outcome import Action, ImportStoppedError, Phase, ServerError, failed, unpredictable
from .people import NO_TENANTS, write_attributes
from .renames import renamed
from .settings import is_setting
from .shapes import ORGANIZATION_SHAPE
from .state import State

_LIMITS = {"id": 100, "alias": 100, "tenantName": 100, "tenantDesc": 250, "tenantNote": 250,
           "tenantUri": 250, "tenantFolderUri": 250, "theme": 250}  # fmt: skip


def is_root(organization: str | None) -> bool:
    """Whether an id means the root organization."""
    return organization is None or not organization.strip() or organization == ROOT_ORGANIZATION


def check_organization(index: Index, options: ImportOptions, own: str | None) -> tuple[str, str]:
    """The organization of the catalog and that of the import (§2.1).

    Args:
        index: of the catalog.
        options: the import options.
        own: the organization of the importing user, which counts where none is named (§1.1).

    Raises:
        ImportStoppedError: they do not go together.
    """
    source = index.value("rootTenantId") or ROOT_ORGANIZATION
    target = options.organization or own or ROOT_ORGANIZATION
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
    existing = _existing(state, name)
    if existing is not None and not is_root(name) and not state.server.is_commercial:
        raise failed(NO_TENANTS)
    if existing is not None and not state.options.update:
        state.act(name, "organization", Action.KEEP, "it exists")
        return
    fields = state.files.descriptor(f"organizations/{name}.xml", ORGANIZATION_SHAPE)
    for field, limit in _LIMITS.items():
        if len(_text(fields, field) or "") > limit:
            raise unpredictable(f"{field} of the organization {name} is longer than {limit} characters")
    if existing is None:
        existing = _create(state, name, fields)
        state.act(name, "organization", Action.CREATE)
    else:
        _update(state, existing, fields, is_source=name == state.source_organization and bool(state.renames))
        state.act(name, "organization", Action.UPDATE)
    _write_attributes(state, existing.id, fields)


def _existing(state: State, name: str) -> StoredOrganization | None:
    """The organization of the target: that of a merge, or the one of the id, whatever its case (§2.4)."""
    organizations = state.target.organizations
    for key in (state.renames.get(name, name), name):
        if key in organizations:
            return organizations[key]
    spelled = [item for item in organizations.values() if item.id.lower() == name.lower()]
    return spelled[0] if len(spelled) == 1 else None


def _write_attributes(state: State, name: str, fields: Record) -> None:
    """Attributes of the root are server settings in part; community servers have no others (§12)."""
    found = attributes(fields)
    if found and not is_root(name) and not state.server.is_commercial:
        raise failed(NO_TENANTS)
    dropped: frozenset[str] = frozenset()
    if is_root(name) and not state.options.include_server_settings:
        dropped = frozenset(filter(is_setting, (attribute.name for attribute in found)))
    write_attributes(state, f"tenant:{name}", fields, dropped)


def _create(state: State, name: str, fields: Record) -> StoredOrganization:
    """An organization below a renamed one moves with it (§2.3)."""
    theme = "default" if state.options.skip_themes else _text(fields, "theme") or "default"
    identity = _text(fields, "id") or name
    parent = _text(fields, "parentId")
    made = StoredOrganization(
        id=identity,
        alias=_text(fields, "alias") or identity,
        name=_text(fields, "tenantName") or "",
        description=_text(fields, "tenantDesc") or "",
        note=_text(fields, "tenantNote") or "",
        uri=_text(fields, "tenantUri") or "",
        folder=renamed(_text(fields, "tenantFolderUri") or "", state.renames),
        parent=None if parent is None else state.renames.get(parent, parent),
        theme=theme,
    )
    state.target.organizations[identity] = made
    return made


def _update(state: State, existing: StoredOrganization, fields: Record, *, is_source: bool) -> None:
    """Fields that are missing stay; the target of a merge keeps its alias and name (§2.3)."""
    for member, field in (
        *(() if is_source else (("alias", "alias"), ("name", "tenantName"))),
        ("description", "tenantDesc"),
        ("note", "tenantNote"),
        ("uri", "tenantUri"),
        ("folder", "tenantFolderUri"),
    ):
        value = _text(fields, field)
        if value is not None:
            setattr(existing, member, renamed(value, state.renames) if member == "folder" else value)
    if not state.options.skip_themes:
        existing.theme = _text(fields, "theme") or existing.theme
    existing.theme = existing.theme or "default"


def _text(fields: Record, name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) else None
