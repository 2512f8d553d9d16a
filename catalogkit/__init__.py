"""catalogkit opens JasperReports Server export catalogs.

>>> import catalogkit
>>> with catalogkit.open_catalog("sample_catalogs/healthy.zip") as catalog:
...     len(catalog.problems)
0

Names are imported when they are first used, so that `catalogkit --help` does not load an XML parser.
"""

from typing import TYPE_CHECKING

from .late import imported_late

if TYPE_CHECKING:
    from .archive.limits import Limits
    from .errors import (
        CatalogkitError,
        EntryError,
        LimitError,
        NotACatalogError,
        UnreadableError,
        UsageError,
    )
    from .model.catalog import Catalog
    from .model.uri import URI
    from .references.graph import Graph, build_graph
    from .sources import open_catalog

__version__ = "0.1.0"

_HOMES = {
    "Catalog": ".model.catalog",
    "CatalogkitError": ".errors",
    "EntryError": ".errors",
    "Graph": ".references.graph",
    "LimitError": ".errors",
    "Limits": ".archive.limits",
    "NotACatalogError": ".errors",
    "URI": ".model.uri",
    "UnreadableError": ".errors",
    "UsageError": ".errors",
    "build_graph": ".references.graph",
    "open_catalog": ".sources",
}

__all__ = [
    "URI",
    "Catalog",
    "CatalogkitError",
    "EntryError",
    "Graph",
    "LimitError",
    "Limits",
    "NotACatalogError",
    "UnreadableError",
    "UsageError",
    "__version__",
    "build_graph",
    "open_catalog",
]

__getattr__ = imported_late(__name__, _HOMES)
