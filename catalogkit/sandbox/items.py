"""What listings show of a repository, and what their user may do with it (rest-services §4, §5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from ..model.codes import ADMINISTER, CREATE, DELETE, EXECUTE, READ, WRITE
from ..model.dates import date_of
from ..model.repository import Folder, Resource
from ..model.target import Recipient, ancestors
from ..model.uri import URI
from ..model.walk import local_resources
from ..rehearsal.access import may_read
from ..rehearsal.rehearse import recipients_of
from .repository import Repository
from .storing import version_of

FILES = frozenset({"fileResource", "contentResource"})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LEVELS = (READ | WRITE | CREATE | DELETE, READ | DELETE, READ, EXECUTE)
"""The levels that v2 tells a mask by, highest first."""


@dataclass(frozen=True, slots=True)
class Item:
    """A folder or resource of a listing.

    Args:
        object: the folder or resource.
        hidden: whether it is embedded, or a folder of what is embedded.
    """

    object: Folder | Resource
    hidden: bool = False

    @property
    def uri(self) -> URI:
        """Where it is."""
        return self.object.uri

    @property
    def label(self) -> str:
        """Its label."""
        return self.object.label

    @property
    def description(self) -> str:
        """Its description; empty where there is none."""
        return self.object.description

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return isinstance(self.object, Folder)

    @property
    def kind(self) -> str:
        """XML root element of its type; `folder` for a folder."""
        return self.object.type.name if isinstance(self.object, Resource) else "folder"

    @property
    def v2(self) -> str:
        """Its kind in the v2 service (§6.3)."""
        return self.object.type.v2 if isinstance(self.object, Resource) else "folder"

    @property
    def file_type(self) -> str:
        """The type of a file or content; empty for others."""
        return self.object.text("fileType") or "" if self.kind in FILES else ""

    @property
    def version(self) -> int:
        """Its version."""
        return version_of(self.object)

    @property
    def created(self) -> datetime:
        """When it was created."""
        return moment(self.object.text("creationDate"))

    @property
    def updated(self) -> datetime:
        """When it was updated."""
        return moment(self.object.text("updateDate"))

    @property
    def order(self) -> tuple[datetime, str]:
        """Stands for the internal id, which catalogs do not tell."""
        return self.created, self.uri

    def says(self, words: str) -> bool:
        """Whether every word is in the label or the description (§4, `q`)."""
        texts = (self.label.lower(), self.description.lower())
        return all(any(word in text for text in texts) for word in words.lower().split())


class View:
    """A repository as a user sees it.

    Args:
        repository: the repository.
        user: who looks.
    """

    def __init__(self, repository: Repository, user: str) -> None:
        self.repository = repository
        self.user = user
        self._recipients = recipients_of(repository.target, user)

    def may_read(self, uri: str) -> bool:
        """Whether the user may read something; what is embedded goes with its owner."""
        asked = self.repository.catalog.owners.get(URI(uri), uri)
        return may_read(self.repository.target, self._recipients, asked)

    def mask(self, uri: str) -> int:
        """What the user may do, as v1 tells it: the masks of all that it acts through, together."""
        found = 0
        for recipient in self._recipients:
            found |= _nearest(self.repository, recipient, uri)
        return found

    def level(self, uri: str) -> int:
        """The same as v2 tells it: one of the levels of the server's own dialogs."""
        mask = self.mask(uri)
        if mask & ADMINISTER:
            return ADMINISTER
        return next((level for level in _LEVELS if mask & level == level), 0)

    def items(self) -> Iterator[Item]:
        """All folders and resources but the root, hidden ones too."""
        contents = self.repository.contents
        for folder in contents.folders.values():
            if folder.uri != "/":
                yield Item(folder)
        for resource in contents.resources.values():
            yield Item(resource)
            for local in local_resources(resource):
                yield Item(local, hidden=True)
        for uri in self.repository.target.folders:
            if uri not in contents.folders:
                found = self.repository.folder(uri)
                assert found is not None
                yield Item(found, hidden=True)

    def find(self, uri: str) -> Item | None:
        """What is at a URI: a resource, embedded or not, or a folder."""
        catalog = self.repository.catalog
        found: Folder | Resource | None = catalog.resource(uri) or self.repository.folder(uri)
        if found is None:
            return None
        return Item(found, hidden=URI(uri) not in catalog.resources and URI(uri) not in catalog.folders)

    def chain(self, resource: Resource) -> list[Resource]:
        """A file and what it links to, one after the other, as far as that is there."""
        found = {resource.uri: resource}
        here: Resource | None = resource
        while here is not None:
            here = self.repository.catalog.resource(here.text("referenceUri") or "")
            if here is None or here.uri in found:
                break
            found[here.uri] = here
        return list(found.values())


def moment(text: str | None) -> datetime:
    """A date of a descriptor; the epoch where there is none that can be read."""
    return date_of(text or "") or _EPOCH


def _nearest(repository: Repository, recipient: Recipient, uri: str) -> int:
    """The mask that a recipient has by itself, or inherits from the nearest folder."""
    for here in (uri, *ancestors(uri)):
        mask = repository.target.permissions.get(here, {}).get(recipient)
        if mask is not None:
            return mask
    return 0
