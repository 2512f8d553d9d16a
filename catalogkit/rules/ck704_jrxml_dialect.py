"""Reports are in a dialect of JRXML that the target cannot read.

What: a report that the import creates or overwrites is written for JasperReports 7 (elements are called
`element` and have a `kind`), and the target is a server of version 8 or before.

Why it matters: the import looks at no JRXML and succeeds; the reports fail when they run
(`catalog-format.md` §14.2, §16). `jsVersion` says nothing about it: such catalogs call themselves 8.1.0.

Example: a report that was edited in Jaspersoft Studio 7 and exported from version 9.

Remedy: save the reports for the version of the target in Jaspersoft Studio, or import into version 9 or
later.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.versions import FEATURES, JASPERREPORTS_7, number
from ..model.walk import with_locals
from ..references.dialect import has_jasperreports_7
from ._features import jrxml_paths
from ._import import told, written_resources
from .base import Certainty, Hit, Level, Rule, Subject

_FIRST = next(feature.version for feature in FEATURES if feature.name == JASPERREPORTS_7)


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per resource; none where the first files that are looked into are all in the old dialect."""
    into, _ = told(subject)
    catalog = subject.catalog
    version, _, _ = into.server.value.partition("-")
    if number(version) >= number(_FIRST) or not has_jasperreports_7(
        catalog, jrxml_paths(catalog.all_resources())
    ):
        return
    for resource, _ in written_resources(subject):
        paths = jrxml_paths(with_locals(resource))
        if any(has_jasperreports_7(catalog, [path]) for path in paths):
            message = f"it is written for JasperReports 7, which {version} cannot run"
            yield Hit(message, uri=resource.uri, entry=resource.entry)


RULE = Rule(
    code="CK704",
    name="jrxml-dialect",
    level=Level.WARNING,
    certainty=Certainty.LIKELY,
    remedy="Save the reports for the version of the target, or import into version 9 or later.",
    check=check,
    page=__doc__,
    needs_target=True,
)
