"""The catalog holds something that is newer than the target.

What: a feature of the catalog that only later versions write than the one whose rules the rehearsal
follows. `jsVersion` is not believed: the vendor forgets to raise it (`catalog-format.md` §16). Reports in
the dialect of JasperReports 7 are another rule (CK704).

Why it matters: a server does not know what came after it. A module that it does not have ends the whole
import (`import-semantics.md` §0), secrets under a key are stored as garbage by a server that knows no keys
(§1.5, §10.9), and elements that it does not know are passed over without a word (§0).

Example: a catalog with favorites into 6.4.

Remedy: export from a server of the version of the target, or import into a newer one; favorites can be left
out of the export.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.index import INDEX_ENTRY
from ..model.versions import JASPERREPORTS_7, KEYED, Feature, Mark, number
from ._features import features_of
from ._import import told
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per feature."""
    into, _ = told(subject)
    version, _, _ = into.server.value.partition("-")
    for feature in features_of(subject.catalog):
        is_newer = number(feature.version) > number(version)
        matters = feature.mark is not Mark.PROPERTY and feature.name != JASPERREPORTS_7
        if is_newer and matters:
            what, level = _consequence(feature)
            message = (
                f"it holds {feature.words}, of {feature.version} or later, and goes into {version}: {what}"
            )
            yield Hit(message, entry=INDEX_ENTRY, detail=feature.name, level=level)


def _consequence(feature: Feature) -> tuple[str, Level]:
    if feature.mark is Mark.MODULE:
        return "the import ends there", Level.ERROR
    if feature.name == KEYED:
        return "they are stored as garbage", Level.ERROR
    return "it is passed over", Level.WARNING


RULE = Rule(
    code="CK701",
    name="newer-than-target",
    level=Level.WARNING,
    certainty=Certainty.CERTAIN,
    remedy="Export from a server of the version of the target, or import into a newer one.",
    check=check,
    page=__doc__,
    needs_target=True,
)
