"""Builders that make any catalog in one line, for tests of whatever reads catalogs.

>>> from catalogkit.testing import catalog, jdbc, report
>>> data = catalog(report("/reports/weekly", data_source="/sources/main"), jdbc("/sources/main"))

Everything that is not given gets what a server would write, and never depends on the clock. Folders
above what is given, their lists of children, and the index are worked out. Owners embed the parts they
are given (`report("/a", controls=[control("region")])`) and refer to the URIs they are given.
"""

from ..model.index import IndexItem
from ..model.objects import QualifiedName
from ..model.values import Raw, Secret, TypedValue
from .assemble import VERSION, Contents, Options, assemble
from .coerce import DATE
from .commercial import adhoc_view, dashboard, domain, report_options
from .contents import jrxml, png
from .encryption import key_properties, keyed_secret, old_secret, reencrypted
from .parts import FolderPart, Part, RawEntry, ResourcePart, folder, local, raw, resource
from .people import attribute, organization, permission, role, user
from .resources import (
    content,
    control,
    custom,
    data_type,
    file,
    jdbc,
    jndi,
    link,
    mondrian,
    query,
    report,
    values,
    virtual,
)
from .schedules import calendar, calendar_trigger, event, favorite, job, simple_trigger
from .writing import catalog, write, write_folder

__all__ = [
    "DATE",
    "VERSION",
    "Contents",
    "FolderPart",
    "IndexItem",
    "Options",
    "Part",
    "QualifiedName",
    "Raw",
    "RawEntry",
    "ResourcePart",
    "Secret",
    "TypedValue",
    "adhoc_view",
    "assemble",
    "attribute",
    "calendar",
    "calendar_trigger",
    "catalog",
    "content",
    "control",
    "custom",
    "dashboard",
    "data_type",
    "domain",
    "event",
    "favorite",
    "file",
    "folder",
    "jdbc",
    "jndi",
    "job",
    "jrxml",
    "key_properties",
    "keyed_secret",
    "link",
    "local",
    "mondrian",
    "old_secret",
    "organization",
    "permission",
    "png",
    "query",
    "raw",
    "reencrypted",
    "report",
    "report_options",
    "resource",
    "role",
    "simple_trigger",
    "user",
    "values",
    "virtual",
    "write",
    "write_folder",
]
