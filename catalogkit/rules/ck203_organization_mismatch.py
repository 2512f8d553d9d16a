"""The catalog and the import are of different organizations.

What: the index says from which organization the catalog was exported (`rootTenantId`), and the import goes
into another one: organization into root, root into organization, or one organization into another without
`--merge-organization`; or into one that the target lacks.

Why it matters: the server refuses, or waits for a decision, and imports nothing (`import-semantics.md`
§2.1). It tells one organization of the two, compares case-sensitively without saying so, and never checks
whether the organization that is imported into exists.

Example: an export of `acme`, imported without `--organization` by somebody who belongs to none.

Remedy: what the finding says: the option to add, or the organization to import from.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.index import INDEX_ENTRY
from ..model.objects import ROOT_ORGANIZATION
from ..rehearsal.organizations import is_root
from ._import import told
from .base import Certainty, Hit, Level, Rule, Subject

INTO_ROOT = "import.organization.into.root.not.allowed"
OUT_OF_ROOT = "import.root.into.organization.not.allowed"
MISMATCH = "import.organizations.not.match"


def check(subject: Subject) -> Iterator[Hit]:
    """At most two hits for the whole catalog."""
    into, rehearsal = told(subject)
    source = (subject.catalog.index.organization if subject.catalog.index is not None else None) or ""
    goal = into.options.organization
    code = rehearsal.error.code if rehearsal.error is not None else ""
    message = {
        INTO_ROOT: f"it was exported from the organization {source}, and goes into the root: add "
        f"--organization {source}, or another one with --merge-organization",
        OUT_OF_ROOT: f"it was exported from the root, and goes into the organization {goal}: leave "
        f"--organization out, or export from an organization",
        MISMATCH: f"it was exported from {source}, and goes into {goal}: {_choice(source, goal)}",
    }.get(code)
    if message is not None:
        yield Hit(message, entry=INDEX_ENTRY, detail=f"{source} {goal}", server_code=code)
    target = into.target
    if not is_root(goal) and goal not in target.organizations and "organizations" not in target.unknown:
        known = ", ".join(sorted(target.organizations.keys() - {ROOT_ORGANIZATION})[:5])
        message = f"it goes into the organization {goal}, which the target lacks; it has {known or 'none'}"
        yield Hit(message, entry=INDEX_ENTRY, detail=f"missing {goal}", level=Level.WARNING)


def _choice(source: str, goal: str) -> str:
    if source.lower() == goal.lower():
        return f"upper and lower case count, write --organization {source}"
    return f"import into {source}, or add --merge-organization to import it into {goal}"


RULE = Rule(
    code="CK203",
    name="organization-mismatch",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Add the option that the finding names, or import into the organization that the catalog is from.",
    check=check,
    page=__doc__,
    needs_target=True,
)
