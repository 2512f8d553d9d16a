"""Calendars, access events and favorites (import-semantics §7.3, §7.5, §7.6, §10.22, §10.24, §12)."""

from __future__ import annotations

from collections.abc import Iterable

from ..model.index import Module
from ..model.objects import QualifiedName, many
from ..model.shapes import ACCESS_EVENT, CALENDAR, FAVORITE, FAVORITE_INDEX
from ..model.target import StoredEvent
from ..model.uri import without_scheme
from ..model.values import Record
from ..parsing.bind import Plan
from ..parsing.catalog_writer import calendar_file
from .outcome import Action, content_error, unpredictable
from .renames import renamed
from .state import State

_CALENDAR_PLAN, _EVENT_PLAN = Plan(CALENDAR), Plan(ACCESS_EVENT)
_FAVORITE_PLAN, _FAVORITE_INDEX_PLAN = Plan(FAVORITE), Plan(FAVORITE_INDEX)
_MAX_CALENDAR_NAME = 80


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
            fields = state.files.descriptor(path, _CALENDAR_PLAN, "holiday-calendar")
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
    try:
        count = int(counts[-1])
    except ValueError:
        raise unpredictable("the number of access events is no number") from None
    for number in range(1, count + 1):
        path = f"accessEvents/{number}.xml"
        fields = state.files.descriptor(path, _EVENT_PLAN)
        uri = renamed(without_scheme(_text(fields, "resourceUri") or ""), state.renames)
        user = state.target.user(_text(fields, "userName") or "")
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
            index = state.files.descriptor(f"{folder}/index.xml", _FAVORITE_INDEX_PLAN)
            for identity in (value for value in many(index, "favoriteId") if isinstance(value, str)):
                _favorite(state, f"{folder}/{identity}.xml")


def _favorite(state: State, path: str) -> None:
    fields = state.files.descriptor(path, _FAVORITE_PLAN)
    user = state.target.user(QualifiedName.parse(_text(fields, "userName") or "").name)
    uri = renamed(_text(fields, "resourceURI") or "", state.renames)
    if user is None:
        state.act(path, "favorite", Action.SKIP, "its user is not in the target")
    elif not state.target.has(uri):
        state.uncertain.append(f"{path}: the server is expected to stop at a favorite without a resource")
        raise content_error()
    elif (user.name, uri) in state.target.favorites:
        state.act(path, "favorite", Action.KEEP, "it exists")
    else:
        state.target.favorites.add((user.name, uri))
        state.act(path, "favorite", Action.CREATE)


def _text(fields: Record, name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) else None
