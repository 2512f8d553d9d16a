"""Families of objects: what shares a colour in a picture."""

from __future__ import annotations

from enum import Enum


class Family(Enum):
    """What an object is for; the value is what a legend calls it."""

    REPORT = "Reports and views"
    """What people open."""
    DATA = "Data sources"
    """Where data comes from: data sources, connections, domains."""
    CONTROL = "Controls and queries"
    """What asks for values, and the queries behind it."""
    FILE = "Files"
    """Data files: images, JRXML, bundles, …"""
    PEOPLE = "People and rights"
    """Users, roles, organizations, attributes."""
    JOB = "Jobs and calendars"
    """What runs by itself."""
    OTHER = "Other"
    """Folders, and what the catalog does not have."""


_BY_KIND = {
    "user": Family.PEOPLE,
    "role": Family.PEOPLE,
    "organization": Family.PEOPLE,
    "attribute": Family.PEOPLE,
    "job": Family.JOB,
    "calendar": Family.JOB,
}
_BY_ENDING = {
    ("DataSource", "Connection", "XmlaDefinition"): Family.DATA,
    ("ReportUnit", "reportUnit", "DefinerUnit", "olapUnit", "Options", "DataView"): Family.REPORT,
    ("dashboardResource", "dashboardModelResource"): Family.REPORT,
    ("Control", "query", "dataType", "listOfValues"): Family.CONTROL,
    ("fileResource", "contentResource"): Family.FILE,
}


def family(kind: str, type_name: str) -> Family:
    """The family of an object.

    >>> family("resource", "jdbcDataSource").value, family("user", "").value
    ('Data sources', 'People and rights')
    """
    by_type = (found for endings, found in _BY_ENDING.items() if type_name.endswith(endings))
    return _BY_KIND.get(kind) or next(by_type, Family.OTHER)
