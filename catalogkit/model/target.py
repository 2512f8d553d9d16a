"""The repository that would receive an import: what it holds, and what of that is known.

A `Target` is a working copy: a rehearsal copies it and changes the copy as the server would.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from .names import Names
from .objects import ROOT_ORGANIZATION
from .uri import URI

Recipient: TypeAlias = tuple[str, str]
"""`user` or `role`, and the name."""
OUTSIDE = "folders and resources outside of the export"
"""What is not known of a repository if its root was not exported."""
PART_OF_REPOSITORY = "folders and resources"
"""What is not known of a repository of which only a part was listed."""


@dataclass(slots=True)
class StoredFolder:
    """A folder.

    Args:
        uri: where it is.
        label: its label.
        description: its description; empty where there is none.
        changes: how often it was changed since the rehearsal began.
        is_described: whether label and description are known: of what lies above a listed part they are not.
        created: when it was made, in seconds since 1970; only a listing, or what stands for one, tells it.
        updated: when it was last saved, likewise.
    """

    uri: str
    label: str
    description: str = ""
    changes: int = 0
    is_described: bool = True
    created: int | None = field(default=None, compare=False)
    updated: int | None = field(default=None, compare=False)


@dataclass(slots=True)
class StoredResource:
    """A resource, listed or embedded.

    Args:
        uri: where it is.
        type: XML root element name of its type, or `types.V2_FILE`.
        file_type: `fileType` of a file; empty where it has none, or it is not known.
        label: its label.
        description: its description.
        links: URIs it refers to, by element name, in the stored order.
        owner: URI of the listed resource it is embedded in; empty for a listed one.
        data: what tells its bytes from others; empty where it has none, or they are not known.
        leads_to: the host or name that a data source connects to; empty for others, or where it is not known.
        changes: how often it was changed since the rehearsal began.
        created: when it was made, in seconds since 1970; only a listing, or what stands for one, tells it.
        updated: when it was last saved, likewise.
    """

    uri: str
    type: str
    file_type: str = ""
    label: str = ""
    description: str = ""
    links: dict[str, tuple[str, ...]] = field(default_factory=dict)
    owner: str = ""
    data: str = ""
    leads_to: str = ""
    changes: int = 0
    created: int | None = field(default=None, compare=False)
    updated: int | None = field(default=None, compare=False)


@dataclass(slots=True)
class StoredUser:
    """A user. `password` tells only whether it was changed: it is never kept."""

    name: str
    full_name: str = ""
    email: str | None = None
    enabled: bool = True
    external: bool = False
    roles: tuple[str, ...] = ()
    tenant: str | None = None
    password_changes: int = 0


@dataclass(slots=True)
class StoredOrganization:
    """An organization."""

    id: str
    alias: str = ""
    name: str = ""
    description: str = ""
    note: str = ""
    uri: str = ""
    folder: str = ""
    parent: str | None = None
    theme: str = "default"


@dataclass(slots=True)
class StoredJob:
    """A report job.

    Args:
        report: URI of what it runs.
        label: its label.
        owner: name of its owner.
        output: base name of its output.
        folder: URI of the output folder.
        formats: codes of the output formats.
        created: its creation date as written; empty where it has none.
        saves: whether the output is saved to the repository.
        overwrites: whether it overwrites files of the same name.
        changes: how often it was changed since the rehearsal began.
        origin: logical path of the descriptor that last wrote it; empty where this rehearsal did not.
    """

    report: str
    label: str
    owner: str
    output: str = ""
    folder: str = ""
    formats: tuple[str, ...] = ()
    description: str = ""
    created: str = ""
    saves: bool = True
    overwrites: bool = False
    paused: bool = False
    changes: int = 0
    origin: str = field(default="", repr=False, compare=False)


@dataclass(slots=True)
class StoredEvent:
    """An access event."""

    user: str
    uri: str
    updating: bool
    date: str


@dataclass(slots=True)
class Target:
    """A repository.

    Args:
        name: what the user named.
        folders: by URI, hidden `_files` folders included.
        resources: by URI, embedded ones included.
        permissions: masks by recipient, by URI.
        users: by name.
        roles: names.
        organizations: by id.
        attributes: values by holder (`user:<name>`, `tenant:<id>`) and name.
        jobs: report jobs.
        calendars: names.
        events: access events.
        favorites: (user, URI) of each.
        keys: UUIDs of keys that its key store is known to hold; whether it holds others is not known.
        unknown: what is not known of it, in words; outcomes that depend on it are uncertain.
        commercial: whether it is a commercial server; None if that is not known.
        version: the version of the server, as in `8.2.0`; empty if that is not known.
        asked_by: the user that a running server was asked by; empty if that is not known.
    """

    name: str
    folders: dict[str, StoredFolder] = field(default_factory=dict)
    resources: dict[str, StoredResource] = field(default_factory=dict)
    permissions: dict[str, dict[Recipient, int]] = field(default_factory=dict)
    users: dict[str, StoredUser] = field(default_factory=dict)
    roles: set[str] = field(default_factory=set)
    organizations: dict[str, StoredOrganization] = field(default_factory=dict)
    attributes: dict[tuple[str, str], str] = field(default_factory=dict)
    jobs: list[StoredJob] = field(default_factory=list)
    calendars: set[str] = field(default_factory=set)
    events: list[StoredEvent] = field(default_factory=list)
    favorites: set[tuple[str, str]] = field(default_factory=set)
    keys: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()
    commercial: bool | None = None
    version: str = ""
    asked_by: str = ""
    _names: Names | None = field(default=None, init=False, repr=False, compare=False)

    def copy(self) -> Target:
        """A copy that can be changed without changing this one."""
        return Target(
            name=self.name,
            folders={uri: replace(item) for uri, item in self.folders.items()},
            resources={uri: replace(item, links=dict(item.links)) for uri, item in self.resources.items()},
            permissions={uri: dict(masks) for uri, masks in self.permissions.items()},
            users={name: replace(user) for name, user in self.users.items()},
            roles=set(self.roles),
            organizations={name: replace(item) for name, item in self.organizations.items()},
            attributes=dict(self.attributes),
            jobs=[replace(job) for job in self.jobs],
            calendars=set(self.calendars),
            events=list(self.events),
            favorites=set(self.favorites),
            keys=self.keys,
            unknown=self.unknown,
            commercial=self.commercial,
            version=self.version,
            asked_by=self.asked_by,
        )

    def has(self, uri: str) -> bool:
        """Whether a folder or a resource is at a URI."""
        return uri in self.folders or uri in self.resources

    def user(self, name: str) -> StoredUser | None:
        """A user by name, which finds all that it matches as a pattern, whatever their case.

        Only of several the exact spelling is asked for (import-semantics §12).
        """
        if name in self.users:
            return self.users[name]
        if self._names is None or len(self._names) != len(self.users):
            self._names = Names(self.users)
        found = self._names.like(name)
        return self.users[found[0]] if len(found) == 1 else None

    def put_user(self, user: StoredUser) -> None:
        """Add a user, or put it in the place of the one of that name."""
        if self._names is not None and user.name not in self.users:
            self._names.add(user.name)
        self.users[user.name] = user

    def drop_user(self, name: str) -> None:
        """Take away a user."""
        if self._names is not None:
            self._names.discard(name)
        del self.users[name]


def fresh_target(*, commercial: bool = False) -> Target:
    """A server right after it was set up, without samples (import-semantics §11, initial entries).

    What a commercial one has beyond that is what real exports of such servers have in common.

    Args:
        commercial: whether it is a commercial server.
    """
    roles = {"ROLE_ADMINISTRATOR", "ROLE_ANONYMOUS", "ROLE_USER"}
    users = [
        StoredUser("anonymousUser", "anonymousUser", roles=("ROLE_ANONYMOUS",)),
        StoredUser("jasperadmin", "jasperadmin User", roles=("ROLE_ADMINISTRATOR", "ROLE_USER")),
    ]
    folders = [
        StoredFolder("/", "root", "Root of the folder hierarchy"),
        StoredFolder("/themes", "Themes"),
        StoredFolder("/themes/default", "default"),
    ]
    permissions: dict[str, dict[Recipient, int]] = {
        "/": {("role", "ROLE_ADMINISTRATOR"): 1, ("role", "ROLE_USER"): 2},
        "/themes": {("role", "ROLE_USER"): 32},
        "/themes/default": {("role", "ROLE_ADMINISTRATOR"): 2},
    }
    if commercial:
        roles.add("ROLE_SUPERUSER")
        held = ("ROLE_ADMINISTRATOR", "ROLE_SUPERUSER")
        users.append(StoredUser("superuser", "superuser User", roles=held))
        folders += [
            StoredFolder("/organizations", "Organizations", "Organizations"),
            StoredFolder("/public", "Public"),
        ]
        permissions["/"]["role", "ROLE_SUPERUSER"] = 1
        permissions["/themes/default"]["role", "ROLE_SUPERUSER"] = 2
        permissions["/organizations"] = {("role", "ROLE_ADMINISTRATOR"): 1, ("role", "ROLE_USER"): 2}
        permissions["/public"] = {("role", "ROLE_USER"): 2}
    root = StoredOrganization(
        ROOT_ORGANIZATION, ROOT_ORGANIZATION, "root", ROOT_ORGANIZATION, " ", "/", "/", None, "default"
    )
    return Target(
        name="fresh",
        folders={folder.uri: folder for folder in folders},
        permissions=permissions,
        users={user.name: user for user in users},
        roles=roles,
        organizations={ROOT_ORGANIZATION: root},
        commercial=commercial,
    )


def ancestors(uri: str) -> Iterable[str]:
    """The folders above a URI, nearest first."""
    return URI(uri).ancestors()
