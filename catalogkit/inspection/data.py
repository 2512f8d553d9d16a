"""`cat`: the data file of a resource."""

from __future__ import annotations

from ..archive import Entry
from ..errors import UsageError
from ..model.catalog import Catalog
from ..model.uri import URI
from ..model.walk import data_paths, local_resources


def data_entry(catalog: Catalog, uri: str, name: str | None = None) -> Entry:
    """The entry that holds the data of a resource, listed or embedded.

    Args:
        catalog: the catalog.
        uri: URI of the resource.
        name: the end of the entry name, where a resource has several files.

    Raises:
        UsageError: no such resource, no data, or several files and no name.
    """
    resource = catalog.resource(uri)
    if resource is None:
        hint = "`catalogkit ls --local` lists what there is"
        raise UsageError("there is no such resource in the catalog", where=uri, hint=hint)
    entries = [e for e in catalog.data_entries(resource) if name is None or e.name.endswith(name)]
    if len(entries) == 1:
        return entries[0]
    if entries:
        names = ", ".join(entry.name for entry in entries)
        raise UsageError("the resource has several files", where=uri, hint=f"choose with --file: {names}")
    if data_paths(resource):
        missing = ", ".join(m.entry for m in catalog.missing_data if m.resource == URI(uri))
        raise UsageError(f"its data file is not in the catalog: {missing}", where=uri, hint="export again")
    inner = [local.uri for local in local_resources(resource) if data_paths(local)]
    hint = "its embedded files: " + ", ".join(inner) if inner else "`catalogkit show` shows its fields"
    raise UsageError("the resource has no data of its own", where=uri, hint=hint)
