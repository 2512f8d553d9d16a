"""Findings that are known: ignored with a reason, or held by a baseline."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

from .base import Finding, Hit
from .ck903_unused_ignore import RULE as UNUSED
from .ck904_expired_ignore import RULE as EXPIRED

ABOUT_IGNORES = (UNUSED, EXPIRED)
"""Rules about the configuration, not about a catalog."""


@dataclass(frozen=True, slots=True)
class Ignore:
    """A decision not to be told something.

    Args:
        rule: code of the rule.
        reason: why; never empty.
        uri: pattern of the URIs or entries that it holds for.
        expires: the last day on which it holds; None for ever.
    """

    rule: str
    reason: str
    uri: str = "*"
    expires: date | None = None

    def matches(self, finding: Finding) -> bool:
        """Whether a finding is one of those."""
        places = (finding.hit.uri, finding.hit.entry)
        return finding.rule.code == self.rule and any(fnmatchcase(place, self.uri) for place in places)


@dataclass(frozen=True, slots=True)
class Known:
    """What users decided not to be told.

    Args:
        ignores: what is ignored.
        baseline: fingerprints of old findings, each with the code of its rule.
        today: the day that decides what has expired.
    """

    ignores: tuple[Ignore, ...] = ()
    baseline: Mapping[str, str] | None = None
    today: date = date.min


@dataclass(frozen=True, slots=True)
class Sifted:
    """Findings after sifting.

    Args:
        kept: those that are told, with what is wrong with the ignores themselves.
        ignored: those that are ignored, each with the decision.
        held: those that the baseline holds.
        stale: fingerprints that the baseline holds and nothing has any more.
    """

    kept: tuple[Finding, ...]
    ignored: tuple[tuple[Finding, Ignore], ...] = ()
    held: tuple[Finding, ...] = ()
    stale: tuple[str, ...] = ()


def sift(findings: Iterable[Finding], known: Known, *, unasked: Collection[str] = ()) -> Sifted:
    """Sort out what is known.

    An ignore that nothing matches, or that has expired, is a finding itself (`conventions.md`).

    Args:
        findings: all findings.
        known: what users decided.
        unasked: codes of rules that were not asked: what is known of them is neither unused nor stale.
    """
    baseline = known.baseline or {}
    valid = [ignore for ignore in known.ignores if ignore.expires is None or ignore.expires >= known.today]
    kept: list[Finding] = []
    ignored: list[tuple[Finding, Ignore]] = []
    held: list[Finding] = []
    used = {ignore for ignore in valid if ignore.rule in unasked}
    for finding in findings:
        matching = [ignore for ignore in valid if ignore.matches(finding)]
        used.update(matching)
        if matching:
            ignored.append((finding, matching[0]))
        elif finding.fingerprint in baseline:
            held.append(finding)
        else:
            kept.append(finding)
    for ignore in known.ignores:
        what = f"{ignore.rule} at {ignore.uri}"
        if ignore not in valid:
            hit = Hit(f"the ignore of {what} has expired on {ignore.expires}: {ignore.reason}", detail=what)
            kept.append(Finding(EXPIRED, hit))
        elif ignore not in used:
            kept.append(Finding(UNUSED, Hit(f"nothing is ignored by {what}: {ignore.reason}", detail=what)))
    found = {finding.fingerprint for finding in (*kept, *held, *(finding for finding, _ in ignored))}
    stale = tuple(sorted(old for old, code in baseline.items() if old not in found and code not in unasked))
    return Sifted(tuple(kept), tuple(ignored), tuple(held), stale)
