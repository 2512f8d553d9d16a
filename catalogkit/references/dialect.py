"""Which dialect of JRXML the reports of a catalog are written in (`catalog-format.md` §14.2)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from ..errors import EntryError
from ..model.catalog import Catalog, find_entry

_MARKS = (b'kind="', b"<element ")
_LOOK = 1 << 20
"""Bytes in which they stand, if at all."""
_SAMPLES = 50
"""Files that are looked into; a server writes all in the same dialect."""


def has_jasperreports_7(catalog: Catalog, paths: Iterable[str]) -> bool:
    """Whether a report is written for JasperReports 7; looks at the start of some of them only.

    Args:
        catalog: the catalog.
        paths: logical paths of its JRXML files.
    """
    for path in islice(paths, _SAMPLES):
        entry = find_entry(catalog.archive, path, escaped=catalog.escaped)
        try:
            head = b"" if entry is None else catalog.archive.start(entry, _LOOK)
        except EntryError:
            continue  # the damage is a finding of its own
        if all(mark in head for mark in _MARKS):
            return True
    return False
