"""What a running import knows: the target as it is by now, the options, and what was said so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..model.objects import ROOT_ORGANIZATION, QualifiedName
from ..model.target import Recipient, Target
from .files import ServerFiles
from .options import ImportOptions, Server
from .outcome import Action, PlannedAction, ServerWarning

REFERENCE_NOT_FOUND = "import.reference.resource.not.found"
RESOURCE_NOT_FOUND = "import.resource.not.found"
ACCESS_DENIED = "import.access.denied"
OTHER_TYPE = "import.resource.different.type.already.exists"
TOO_LONG = "import.resource.uri.too.long"
THEMES_SKIPPED = "themes are skipped"
"""Why an object is skipped that nobody wants."""
NO_ORGANIZATION = "import.folder.attached.not.exist.org"


@dataclass(slots=True)
class State:
    """One run.

    Args:
        files: the catalog.
        target: the repository as it is by now; changed by the run.
        options: the import options.
        server: whose rules apply.
        recipients: through whom the importing user has rights, as they were at login.
        broken: URIs of `broken_dependencies.xml`.
        renames: organizations that are renamed, by their id in the catalog.
        warnings: what the server said.
        actions: what becomes of each object.
        updated: URIs of resources whose update was tried, which decides how jobs are matched (§12).
        uncertain: what could not be told, in words.
    """

    files: ServerFiles
    target: Target
    options: ImportOptions
    server: Server
    recipients: tuple[Recipient, ...]
    broken: frozenset[str] = frozenset()
    renames: dict[str, str] = field(default_factory=dict)
    warnings: list[ServerWarning] = field(default_factory=list)
    actions: list[PlannedAction] = field(default_factory=list)
    updated: set[str] = field(default_factory=set)
    uncertain: list[str] = field(default_factory=list)
    source_organization: str = ROOT_ORGANIZATION
    target_organization: str = ROOT_ORGANIZATION

    def qualified(self, name: str, tenant: str | None) -> str:
        """The name of a user or role in the target (§2.3); community servers know no organizations."""
        renamed = self.renames.get(tenant or "", tenant)
        return str(QualifiedName(name, renamed)) if self.server.is_commercial else name

    def warn(self, code: str, *parameters: str | None) -> None:
        """Say what the server says."""
        self.warnings.append(ServerWarning(code, parameters))

    def act(
        self,
        uri: str,
        kind: str,
        action: Action,
        reason: str = "",
        type_name: str = "",
        *,
        certain: bool = True,
    ) -> None:
        """Note what becomes of an object."""
        self.actions.append(PlannedAction(uri, kind, type_name, action, reason, certain))
