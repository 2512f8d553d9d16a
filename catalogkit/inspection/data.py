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
        UsageError: no such resource, no data, no file of that name, or several files and no name.
    """
    resource = catalog.resource(uri)
    if resource is None:
        hint = "`catalogkit ls --local` lists what there is"
        raise UsageError("there is no such resource in the catalog", where=uri, hint=hint)
    there = list(catalog.data_entries(resource))
    entries = [entry for entry in there if name is None or entry.name.endswith(name)]
    if len(entries) == 1:
        return entries[0]
    if there:
        names = ", ".join(entry.name for entry in entries or there)
        what = "the resource has several files" if entries else "the resource has no such file"
        raise UsageError(what, where=uri, hint=f"choose with --file: {names}")
    if data_paths(resource):
        missing = ", ".join(m.entry for m in catalog.missing_data if m.resource == URI(uri))
        raise UsageError(f"its data file is not in the catalog: {missing}", where=uri, hint="export again")
    inner = [local.uri for local in local_resources(resource) if data_paths(local)]
    hint = "its embedded files: " + ", ".join(inner) if inner else "`catalogkit show` shows its fields"
    raise UsageError("the resource has no data of its own", where=uri, hint=hint)
