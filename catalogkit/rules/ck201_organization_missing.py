"""The target lacks an organization whose folders the catalog holds.

What: the catalog holds folders below `/organizations/<id>`, and when their turn comes the target has no
organization of that folder, neither from before nor from the catalog.

Why it matters: the server warns about the first folder only and never visits what is below it: everything
there stays out, most of it without a word (`import-semantics.md` §2.2).

Example: `/organizations/acme/reports`, exported without the organization `acme`.

Remedy: create the organization in the target first, or export it too (with everything, or as organization);
in the index the module `tenants` must come before `repositoryResources`. A community server has no
organizations: move the folders, or import into a commercial server.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ..model.objects import ROOT_ORGANIZATION
from ..rehearsal.state import NO_ORGANIZATION
from ._hygiene import counted
from ._import import told
from .base import Certainty, Hit, Level, Rule, Subject

_PAIR = re.compile(r"/organizations/([^/]+)")


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per organization that is not there."""
    _, rehearsal = told(subject)
    known = {item.folder for item in rehearsal.after.organizations.values()}
    refused = {w.parameters[0] or "" for w in rehearsal.warnings if w.code == NO_ORGANIZATION}
    missing = dict.fromkeys(filter(None, (_missing(uri, known) for uri in sorted(refused))))
    if not missing:
        return
    below = _below(subject)
    for folder in missing:
        name = folder.rpartition("/")[2]
        brought = name in subject.catalog.organizations and name != ROOT_ORGANIZATION
        why = "; the catalog brings it, but not before its folders" if brought else ""
        message = (
            f"the target has no organization {name}: its {counted(below[folder], 'object')} stay out{why}"
        )
        yield Hit(message, uri=folder, detail=name)


def _missing(uri: str, known: set[str]) -> str:
    """The topmost organization above a folder that is not known; empty if there is none."""
    end = 0
    while found := _PAIR.match(uri, end):
        end = found.end()
        if uri[:end] not in known:
            return uri[:end]
    return ""


def _below(subject: Subject) -> Counter[str]:
    """How much there is in each organization, those inside it included."""
    found: Counter[str] = Counter()
    for uri in (*subject.catalog.folders, *subject.catalog.resources):
        end = 0
        while pair := _PAIR.match(uri, end):
            end = pair.end()
            found[uri[:end]] += 1
    return found


RULE = Rule(
    code="CK201",
    name="organization-missing",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Create the organization in the target first, or export it too.",
    check=check,
    page=__doc__,
    server_code=NO_ORGANIZATION,
    needs_target=True,
)
