"""What a merge of organizations rewrites, and what it leaves as it is.

What: with `--merge-organization` the organization of the catalog becomes the one that is imported into. The
server rewrites known fields only: the leading `/organizations/<id>` of URIs of folders, resources,
references, jobs and access events, the organization of users, roles and recipients, and the `|<id>` of job
owners. This rule tells how many there are (a note), and names the places that keep the old organization
(warnings).

Why it matters: links between files (`referenceUri`) and everything inside JRXML, JSON and other content
keep `/organizations/<old id>/…`: it leads to another organization, or nowhere (`import-semantics.md` §2.3,
`catalog-format.md` §3.3). The target keeps its own id, alias and name, whatever the documents say.

Example: a report whose JRXML shows `repo:/organizations/acme/img/logo`, merged into `globex`.

Remedy: use paths relative to the report, or edit the paths before the import.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.index import INDEX_ENTRY
from ..model.uri import without_scheme
from ._dependencies import content_edges
from ._hygiene import counted
from ._import import organizations_renamed
from .base import Certainty, Hit, Level, Rule, Subject

_PAIRS = re.compile(r"(?:/organizations/[^/]+)+")


def check(subject: Subject) -> Iterator[Hit]:
    """A note about what is rewritten, and one hit per place that is not."""
    for source, goal in organizations_renamed(subject).items():
        yield Hit(
            f"the organization {source} becomes {goal}: {_rewritten(subject, source)}",
            entry=INDEX_ENTRY,
            detail=f"{source} {goal}",
            level=Level.INFO,
        )
        yield from _links(subject, source, goal)
        yield from _content(subject, source, goal)


def _rewritten(subject: Subject, source: str) -> str:
    catalog = subject.catalog
    numbers = (
        (sum(_names(uri, source) for uri in (*catalog.folders, *catalog.resources)), "URI"),
        (sum(user.name.tenant == source for user in catalog.users.values()), "user"),
        (sum(role.name.tenant == source for role in catalog.roles.values()), "role"),
        (sum((job.text("username") or "").endswith(f"|{source}") for job in catalog.jobs.values()), "job"),
    )
    told = ", ".join(counted(number, noun) for number, noun in numbers if number)
    return f"{told} and what refers to them" if told else "nothing in the catalog names it by a full path"


def _links(subject: Subject, source: str, goal: str) -> Iterator[Hit]:
    for resource in subject.catalog.all_resources():
        target = resource.text("referenceUri") or ""
        if _names(target, source):
            message = f"the link keeps leading to {target}: it is not rewritten to {goal}"
            yield Hit(message, uri=resource.uri, entry=resource.entry, detail=target)


def _content(subject: Subject, source: str, goal: str) -> Iterator[Hit]:
    seen = set()
    for edge in content_edges(subject):
        is_old = _names(without_scheme(edge.text), source) or edge.text.endswith(f"|{source}")
        if is_old and (edge.owner, edge.text) not in seen:
            seen.add((edge.owner, edge.text))
            message = f"its content keeps {edge.text}: it is not rewritten to {goal}"
            yield Hit(message, uri=edge.owner, entry=edge.entry, line=edge.line, detail=edge.text)


def _names(uri: str, organization: str) -> bool:
    """Whether the organizations that a URI starts with include one."""
    found = _PAIRS.match(uri)
    return found is not None and organization in found.group().split("/")[2::2]


RULE = Rule(
    code="CK202",
    name="merge-renames",
    level=Level.WARNING,
    certainty=Certainty.CERTAIN,
    remedy="Use paths relative to the report, or edit the paths before the import.",
    check=check,
    page=__doc__,
    needs_target=True,
)
