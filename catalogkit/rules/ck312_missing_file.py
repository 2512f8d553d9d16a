"""Something else that is needed at run time is not in the catalog.

What: a font, a file named by `repo:` somewhere in JRXML, the output folder of a job, a component of a
dashboard.

Why it matters: the import goes through; what needs it fails when it runs.

Example: `pdfFontName="repo:house.ttf"` in a report that does not hold the font.

Remedy: export it too, or make sure that the target has it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.fields import Role
from ._dependencies import run_time_hits
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per owner and missing target."""
    return run_time_hits(subject, Role.FONT, Role.FILE, Role.OUTPUT_FOLDER, Role.COMPONENT)


RULE = Rule(
    code="CK312",
    name="missing-file",
    level=Level.WARNING,
    certainty=Certainty.LIKELY,
    remedy="Export it too, or make sure that the target has it.",
    check=check,
    page=__doc__,
)
