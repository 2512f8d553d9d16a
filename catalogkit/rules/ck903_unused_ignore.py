"""An ignore in the configuration ignores nothing.

What: no finding has the rule and the URI of an `[[ignore]]`.

Why it matters: what it was meant for was solved or moved; left there, it may hide something else later.

Example: `rule = "CK801"`, `uri = "/public/old/*"`, after the folder was deleted.

Remedy: take it out of `catalogkit.toml`, or correct its pattern.
"""

from __future__ import annotations

from .base import Certainty, Level, Rule, Subject


def check(subject: Subject) -> tuple[()]:  # noqa: ARG001 - every rule is asked about a subject
    """Nothing: what is ignored shows only when all rules have spoken (`sifting.sift`)."""
    return ()


RULE = Rule(
    code="CK903",
    name="unused-ignore",
    level=Level.WARNING,
    certainty=Certainty.CERTAIN,
    remedy="Take it out of the configuration, or correct its pattern.",
    check=check,
    page=__doc__,
)
