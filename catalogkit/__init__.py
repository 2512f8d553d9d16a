"""catalogkit opens JasperReports Server export catalogs.

>>> import catalogkit
>>> with catalogkit.open_catalog("sample_catalogs/healthy.zip") as catalog:
...     len(catalog.problems)
0
"""

from .archive import Limits
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
from .sources import open_catalog

__version__ = "0.1.0"

__all__ = [
    "URI",
    "Catalog",
    "CatalogkitError",
    "EntryError",
    "LimitError",
    "Limits",
    "NotACatalogError",
    "UnreadableError",
    "UsageError",
    "__version__",
    "open_catalog",
]
