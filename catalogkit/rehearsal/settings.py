"""Server settings: attributes of the root, formerly a list of values (import-semantics §4.3, §12)."""

from __future__ import annotations

from ..model.objects import ROOT_ORGANIZATION, plain, records
from ..model.repository import Resource
from ..model.values import TypedValue
from .outcome import Action
from .state import State

_PREFIXES = ("log4j.", "mondrian.", "aws.", "jdbc:")
"""How the names of settings start."""


def is_setting(name: str) -> bool:
    """Whether an attribute of the root organization is a server setting."""
    return name.startswith(_PREFIXES)


def import_settings(state: State, listed: Resource) -> None:
    """Copy the items of the old list to attributes, after which the list is removed again."""
    for item in records(listed.fields, "item"):
        name, value = plain(item, "itemLabel"), item.get("itemValue")
        if is_setting(name) and not state.options.include_server_settings:
            continue
        text = str(value.text or "") if isinstance(value, TypedValue) else ""
        state.target.attributes[f"tenant:{ROOT_ORGANIZATION}", name] = text
    state.target.resources.pop(listed.uri, None)
    state.act(listed.uri, "resource", Action.UPDATE, "its items become server settings, and it is removed")
