"""Where the bytes of a repository lie in a catalog: each file under a name that nothing else has there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from itertools import count

from ..model.repository import Folder, Resource
from ..model.uri import URI
from ..model.walk import data_paths, with_locals
from ..parsing.catalog_writer import logical_path
from .memory import Data
from .storing import DATA_SUFFIX, each_part


@dataclass(frozen=True, slots=True)
class Placed:
    """Resources and their bytes, as a catalog holds them.

    Args:
        resources: the resources; those whose files would lie where something else lies name other files.
        files: their bytes by logical path.
    """

    resources: Mapping[URI, Resource]
    files: Mapping[str, Data]


def placed(
    folders: Iterable[Folder], resources: Mapping[URI, Resource], data: Mapping[URI, tuple[Data, ...]]
) -> Placed:
    """Give every file of a repository a place of its own.

    A server names bytes after their resource, so those of a file `logo` and of a content `logo.data` would
    lie at the same place, and those of a content `x.xml` where the descriptor of `x` lies
    (`catalog-format.md` §3.2).

    Args:
        folders: the folders.
        resources: the resources by URI.
        data: the bytes of each resource, embedded ones too, in the order of `data_paths`.
    """
    uses = Counter(map(logical_path, [*folders, *resources.values()]))
    for resource in resources.values():
        uses.update(_paths(resource))
    shared = {path for path, times in uses.items() if times > 1}
    if shared:
        taken = set(uses)
        resources = {
            uri: resource if shared.isdisjoint(_paths(resource)) else _moved(resource, shared, taken)
            for uri, resource in resources.items()
        }
    files = {
        path: content
        for resource in resources.values()
        for part in with_locals(resource)
        for path, content in zip(data_paths(part), data.get(part.uri, ()), strict=False)
    }
    return Placed(resources, files)


def _paths(resource: Resource) -> list[str]:
    return [path for part in with_locals(resource) for path in data_paths(part)]


def _moved(resource: Resource, shared: Set[str], taken: set[str]) -> Resource:
    """A resource that names no shared file; snapshots are named by the server alone, and stay."""

    def move(part: Resource) -> Resource:
        field = part.type.data
        if field is None or shared.isdisjoint(data_paths(part)[:1]):
            return part
        suffix = DATA_SUFFIX[part.type.name]
        for number in count(2):
            found = replace(part, fields={**part.fields, field: f"{part.uri.name}-{number}{suffix}"})
            path = data_paths(found)[0]
            if path not in taken:
                break
        taken.add(path)
        return found

    return each_part(resource, move)
