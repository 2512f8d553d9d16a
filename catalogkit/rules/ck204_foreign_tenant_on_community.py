"""Users or roles of an organization go into a community server.

What: a community server receives a user or role with a `tenantId` other than the root, or meets an
organization that it has already.

Why it matters: the whole import ends at the first of them with `This implementation does not support
tenants`, which names none; what was saved before stays (`import-semantics.md` §1.4, §12). Community servers
create an organization of a catalog once, and fail at it ever after. Roles that exist, and users that exist
without `--update`, are passed over and do no harm.

Example: an export of everything from a commercial server with organizations.

Remedy: import into a commercial server; or export without users and roles, or from the root only those that
belong to no organization.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.objects import ROOT_ORGANIZATION
from ..rehearsal.outcome import Phase
from ._import import told
from .base import Certainty, Hit, Level, Rule, Subject

_ROOT = (None, "", ROOT_ORGANIZATION)


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per user, role and organization, in the order in which the server meets them."""
    into, rehearsal = told(subject)
    if into.server.is_commercial or rehearsal.phase is Phase.PENDING:
        return
    catalog, target, options = subject.catalog, into.target, into.options
    for key, organization in catalog.organizations.items():
        if key not in _ROOT and key in target.organizations:
            message = "the target has this organization, and a community server fails at it"
            yield Hit(message, uri=key, entry=organization.entry, detail="organization")
    for key, role in catalog.roles.items():
        if role.name.tenant not in _ROOT and role.name.name not in target.roles:
            message = f"the role belongs to {role.name.tenant}, and a community server has no organizations"
            yield Hit(message, uri=key, entry=role.entry, detail="role")
    for key, user in catalog.users.items():
        exists = target.user(user.name.name) is not None
        is_kept = exists and (not options.update or options.skip_user_update)
        if user.name.tenant not in _ROOT and not is_kept:
            message = f"the user belongs to {user.name.tenant}, and a community server has no organizations"
            yield Hit(message, uri=key, entry=user.entry, detail="user")


RULE = Rule(
    code="CK204",
    name="foreign-tenant-on-community",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Import into a commercial server, or export without users and roles of organizations.",
    check=check,
    page=__doc__,
    server_code="import.failed",
    needs_target=True,
)
