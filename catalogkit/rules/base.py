"""What a rule is, and what it finds (`conventions.md`, Findings and rules)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from ..model.catalog import Catalog
from ..model.level import Level as Level  # rules name it from here
from ..model.secrets import FoundSecret, secrets
from .policy import Policy

if TYPE_CHECKING:
    from ..references.graph import Graph
    from ..rehearsal.rehearse import Into, Rehearsal


class Certainty(Enum):
    """How sure a finding is."""

    CERTAIN = "certain"
    """Known behaviour of the server."""
    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a rule applies.

    Args:
        message: one sentence, without the location.
        uri: URI or name of the object it is about; empty where it is about none.
        entry: the entry it was seen in; empty for the whole archive.
        line: line in the entry, from 1; 0 where there is none.
        detail: what tells this hit from others of the same rule at the same place; goes into the
            fingerprint, so it must not change between runs.
        level: another level than the rule's, or None.
        server_code: the code that the server would report here, where it differs from the rule's.
    """

    message: str
    uri: str = ""
    entry: str = ""
    line: int = 0
    detail: str = ""
    level: Level | None = None
    server_code: str = ""


MAX_FINDINGS = 10_000
"""Findings of one rule that are listed; a hostile index could ask for millions."""


class Subject:
    """What rules look at.

    Args:
        catalog: the catalog.
        into: what its import is told; None if no target was given.
        rehearsal: what the import would do then.
        policy: what the users of the catalog decided.
        touched: what happens to which objects, by URI or name, in words; None to take it from the rehearsal.
    """

    def __init__(
        self,
        catalog: Catalog,
        into: Into | None = None,
        rehearsal: Rehearsal | None = None,
        policy: Policy | None = None,
        touched: Mapping[str, str] | None = None,
    ) -> None:
        self.catalog = catalog
        self.into = into
        self.rehearsal = rehearsal
        self.policy = policy or Policy()
        self._touched = touched

    @cached_property
    def touched(self) -> Mapping[str, str]:
        """What happens to which objects: by the diff, by the import, or else that they travel along."""
        if self._touched is not None:
            return self._touched
        if self.rehearsal is None:
            return {item.key.id: "it is in the catalog" for item in self.catalog.objects()}
        words = {"create": "an import creates it", "update": "an import overwrites it"}
        actions = self.rehearsal.actions
        return {a.uri: words[a.action.value] for a in actions if a.action.value in words}

    @cached_property
    def graph(self) -> Graph:
        """Its references; found, and what finds them imported, when first asked for."""
        from ..references.graph import build_graph

        return build_graph(self.catalog)

    @cached_property
    def secrets(self) -> tuple[FoundSecret, ...]:
        """Its secrets."""
        return tuple(secrets(self.catalog))


Check: TypeAlias = Callable[[Subject], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Its page is the docstring of its module.

    Args:
        code: `CK` and three digits; the hundreds are groups.
        name: kebab-case.
        level: how much its findings matter.
        certainty: how sure they are.
        remedy: one sentence: what to do.
        check: finds where it applies.
        server_code: the code that the server itself would report, or empty.
        page: what, why it matters, example, remedy.
        needs_repository: whether it looks at folders and resources; the others run on a catalog of which
            only archive, index and people were read.
        needs_target: whether it looks at what an import would do; it is not asked without a target.
    """

    code: str
    name: str
    level: Level
    certainty: Certainty
    remedy: str
    check: Check
    page: str | None
    server_code: str = ""
    needs_repository: bool = True
    needs_target: bool = False

    @property
    def is_policy(self) -> bool:
        """Whether it says what users decided, so that it also holds for a diff."""
        return self.code.startswith("CK9")

    def is_asked(self, subject: Subject) -> bool:
        """Whether what it looks at is there."""
        return subject.rehearsal is not None or not self.needs_target


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule and one of its hits."""

    rule: Rule
    hit: Hit

    @property
    def level(self) -> Level:
        """The hit's own level, else the rule's."""
        return self.hit.level or self.rule.level

    @property
    def fingerprint(self) -> str:
        """Twenty hex digits that stay the same as long as the finding does."""
        text = "\0".join((self.rule.code, self.hit.uri or self.hit.entry, self.hit.detail))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]

    def to_dict(self) -> dict[str, object]:
        """As data, for every format."""
        return {
            "code": self.rule.code,
            "name": self.rule.name,
            "level": self.level.value,
            "certainty": self.rule.certainty.value,
            "message": self.hit.message,
            "uri": self.hit.uri or None,
            "entry": self.hit.entry or None,
            "line": self.hit.line or None,
            "server_code": self.hit.server_code or self.rule.server_code or None,
            "remedy": self.rule.remedy,
            "fingerprint": self.fingerprint,
        }


def run(rules: Iterable[Rule], subject: Subject) -> Iterator[Finding]:
    """All findings in the order of the rules; of one rule `MAX_FINDINGS` at most, which is then said."""
    for rule in rules:
        if not rule.is_asked(subject):
            continue
        for number, hit in enumerate(rule.check(subject)):
            if number == MAX_FINDINGS:
                yield Finding(rule, Hit(f"there are more than the {number:,} that are listed", detail="more"))
                break
            yield Finding(rule, hit)
