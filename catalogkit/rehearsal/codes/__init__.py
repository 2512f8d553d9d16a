"""A page for every code that a server gives, and for every outcome that it says nothing about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..outcome import FAILED, Action, PlannedAction
from .answers import ANSWERS
from .errors import ERRORS
from .page import CodeKind, CodePage
from .phases import PHASES
from .reasons import REASONS
from .silent import SILENT
from .warnings import WARNINGS

__all__ = ["PAGES", "CodeKind", "CodePage", "Said", "advice", "page_of", "said_in", "silent_page"]

PAGES: dict[str, CodePage] = {
    page.code: page for page in (*PHASES, *ERRORS, *REASONS, *WARNINGS, *ANSWERS, *SILENT)
}
"""Every page by code, in the order of the kinds."""

Said = tuple[CodePage, tuple[str | None, ...]]
"""A page, and the parameters that were said with it."""

_ADVISORY = (*REASONS, *(page for page in PAGES.values() if page.texts and page.kind is not CodeKind.REASON))
_SILENT: tuple[tuple[str, Action, str, str], ...] = (
    ("folder", Action.KEEP, "", "existing-folder-kept"),
    ("resource", Action.KEEP, "", "existing-resource-kept"),
    ("role", Action.KEEP, "", "role-never-overwritten"),
    ("user", Action.KEEP, "not updated", "user-kept-by-option"),
    ("user", Action.KEEP, "", "existing-user-kept"),
    ("organization", Action.KEEP, "", "existing-organization-kept"),
    ("calendar", Action.KEEP, "", "existing-calendar-kept"),
    ("favorite", Action.KEEP, "", "existing-favorite-kept"),
    ("folder", Action.SKIP, "themes", "theme-skipped"),
    ("resource", Action.SKIP, "themes", "theme-skipped"),
    ("folder", Action.SKIP, "broken", "broken-listed-skipped"),
    ("resource", Action.SKIP, "broken", "broken-listed-skipped"),
    ("resource", Action.UPDATE, "settings", "settings-list-dissolved"),
    ("job", Action.SKIP, "its report is not in the target", "job-without-report"),
    ("job", Action.SKIP, "its owner", "job-without-owner"),
    ("job", Action.SKIP, "output folder", "job-without-output-folder"),
    ("job", Action.SKIP, "same files", "job-writes-same-files"),
    ("job", Action.SKIP, "", "job-not-valid"),
    ("event", Action.SKIP, "its user", "event-without-user"),
    ("event", Action.SKIP, "", "event-without-resource"),
    ("favorite", Action.SKIP, "", "favorite-without-user"),
)
"""Kind, action, and words of the reason of a `PlannedAction`, with the page; the first that fits counts."""


def page_of(code: str, parameters: Sequence[str | None] = ()) -> Said | None:
    """The page about a code, with its parameters; of `import.failed` the one about its reason, if known."""
    page = PAGES.get(code)
    if page is None:
        return None
    if code == FAILED and parameters and parameters[0] is not None:
        for reason in REASONS:
            said = reason.said_in(parameters[0])
            if said is not None:
                return reason, said
    return page, tuple(parameters)


def advice(code: str, parameters: Sequence[str | None] = ()) -> str:
    """What to do next about a code of the server; empty for one that is not known.

    >>> advice("import.reference.resource.not.found", ("/ds/main", "/reports/weekly")).partition(";")[0]
    'Include /ds/main in the export, so that /reports/weekly finds it'
    """
    said = page_of(code, parameters)
    return "" if said is None else said[0].advice(said[1])


def silent_page(action: PlannedAction) -> CodePage | None:
    """The page about an object that is kept or skipped without a word; None if nothing is to be said."""
    for kind, done, words, code in _SILENT:
        if (action.kind, action.action) == (kind, done) and words in action.reason:
            return PAGES[code]
    return None


def said_in(text: str) -> Iterator[Said]:
    """What a line of text says in the server's own words; a reason comes in place of `import.failed`."""
    for page in _ADVISORY:
        said = page.said_in(text)
        if said is not None:
            yield page, said
            return
