"""Calendars, access events and favorites (import-semantics §7.3, §7.5, §7.6, §10.22, §10.24, §12)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..model.index import Module
from ..model.objects import QualifiedName, many
from ..model.target import StoredEvent
from ..model.uri import without_scheme
from ..model.values import Record
from ..parsing.catalog_writer import calendar_file
from .outcome import Action, content_error, unpredictable
from .renames import renamed
from .shapes import CALENDAR_SHAPE, EVENT_SHAPE, FAVORITE_SHAPE, FAVORITES_SHAPE
from .state import State

_MAX_CALENDAR_NAME = 80
_COUNT = re.compile(r"[+-]?[0-9]{1,10}")
"""What Java reads as a number; larger ones end where files do, or are none to it."""


def import_calendars(state: State, modules: Iterable[Module]) -> None:
    """The existence test asks for the name in the index; the one in the file is written."""
    for module in modules:
        for item in module.items:
            if item.element != "calendar":
                continue
            if item.text in state.target.calendars and not state.options.update:
                state.act(item.text, "calendar", Action.KEEP, "it exists")
                continue
            path = f"calendars/{calendar_file(item.text)}.xml"
            fields = state.files.descriptor(path, CALENDAR_SHAPE)
            name = _text(fields, "name")
            if not many(fields, "excludedDate"):
                raise content_error()
            if name is None or len(name) > _MAX_CALENDAR_NAME:
                raise unpredictable("the name of a calendar is missing or too long")
            action = Action.UPDATE if name in state.target.calendars else Action.CREATE
            state.target.calendars.add(name)
            state.act(name, "calendar", action)


def import_events(state: State, modules: Iterable[Module]) -> None:
    """Access events are always added, never matched; the last count in the index counts."""
    if not state.options.include_access_events:
        return
    counts = [i.text for m in modules for i in m.items if i.element == "accessEventsCount"]
    if not counts:
        return
    if not _COUNT.fullmatch(counts[-1]):
        raise unpredictable("the number of access events is no number")
    for number in range(1, int(counts[-1]) + 1):
        path = f"accessEvents/{number}.xml"
        fields = state.files.descriptor(path, EVENT_SHAPE)
        uri = renamed(without_scheme(_text(fields, "resourceUri") or ""), state.renames)
        name = state.qualified(_text(fields, "userName") or "", _text(fields, "tenantId"))
        user = state.target.user(name)
        if user is None and not state.server.is_6_4:
            raise content_error()
        if user is None or uri not in state.target.resources:
            reason = "its user is not in the target" if user is None else "its resource is not in the target"
            state.act(path, "event", Action.SKIP, reason)
            continue
        updating = _text(fields, "updating") == "true"
        state.target.events.append(StoredEvent(user.name, uri, updating, _text(fields, "eventDate") or ""))
        state.act(path, "event", Action.CREATE)


def import_favorites(state: State, modules: Iterable[Module]) -> None:
    """Favorites of users and resources that the target has (8.x only)."""
    for module in modules:
        for item in module.items:
            if item.element != "favorite":
                continue
            folder = f"favorites{item.text.rstrip('/')}"
            index = state.files.descriptor(f"{folder}/index.xml", FAVORITES_SHAPE)
            for identity in (value for value in many(index, "favoriteId") if isinstance(value, str)):
                _favorite(state, f"{item.text}/{identity}", f"{folder}/{identity}.xml")


def _favorite(state: State, name: str, path: str) -> None:
    fields = state.files.descriptor(path, FAVORITE_SHAPE)
    owner = QualifiedName.parse(_text(fields, "userName") or "")
    user = state.target.user(state.qualified(owner.name, owner.tenant))
    uri = renamed(_text(fields, "resourceURI") or "", state.renames)
    if user is None:
        state.act(name, "favorite", Action.SKIP, "its user is not in the target")
    elif not state.target.has(uri):
        state.uncertain.append(f"{path}: the server is expected to stop at a favorite without a resource")
        raise content_error()
    elif (user.name, uri) in state.target.favorites:
        state.act(name, "favorite", Action.KEEP, "it exists")
    else:
        state.target.favorites.add((user.name, uri))
        state.act(name, "favorite", Action.CREATE)


def _text(fields: Record, name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) else None
