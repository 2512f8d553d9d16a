"""What the parts of an import share while it is applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ..model.index import Index
from ..model.target import Target
from ..rehearsal.files import ServerFiles
from ..rehearsal.outcome import PlannedAction
from .repository import Draft


@dataclass(slots=True)
class Applying:
    """One import that is applied.

    Args:
        draft: the repository as it becomes.
        files: the catalog.
        index: its index.
        before: the target before the import.
        after: the target after it: what counts.
        actions: what the rehearsal says was created or updated, in order.
        renames: organizations that are renamed (import-semantics §2.3).
        moment: when it is written.
        is_commercial: whether names are qualified by organizations.
    """

    draft: Draft
    files: ServerFiles
    index: Index
    before: Target
    after: Target
    actions: tuple[PlannedAction, ...]
    renames: Mapping[str, str]
    moment: datetime
    is_commercial: bool

    def written(self, kind: str) -> list[str]:
        """The names of the objects of a kind that were created or updated, in order."""
        return [action.uri for action in self.actions if action.kind == kind]
