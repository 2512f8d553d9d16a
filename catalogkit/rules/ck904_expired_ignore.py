"""An ignore in the configuration has expired.

What: the day in `expires` of an `[[ignore]]` has passed; what it ignored is told again.

Why it matters: somebody decided to look at it again by that day.

Example: `expires = 2026-06-30`.

Remedy: solve what it ignored, or decide anew and give another day.
"""

from __future__ import annotations

from .base import Certainty, Level, Rule
from .ck903_unused_ignore import check

RULE = Rule(
    code="CK904",
    name="expired-ignore",
    level=Level.WARNING,
    certainty=Certainty.CERTAIN,
    remedy="Solve what it ignored, or decide anew and give another day.",
    check=check,
    page=__doc__,
)
