"""`access`: who may do what, with inheritance and where it comes from.

Rules: `catalog-format.md` §10, import-semantics §11. Every recipient of a user (the user itself and each of
its roles) takes the nearest entry on the way up to `/`; a user may do what any of its recipients may.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from ..errors import UsageError
from ..model.catalog import Catalog
from ..model.codes import ADMINISTER, mask_words
from ..model.objects import ROOT_ORGANIZATION, QualifiedName
from ..model.people import User
from ..model.repository import RepositoryObject
from ..model.uri import URI
from .result import Result

Recipient: TypeAlias = tuple[str, QualifiedName]
"""(`user` or `role`, name)."""


@dataclass(frozen=True, slots=True)
class Source:
    """An explicit entry that counts.

    Args:
        recipient_type: `user` or `role`.
        recipient: whose entry it is.
        uri: where it is written.
        mask: what it grants.
    """

    recipient_type: str
    recipient: str
    uri: str
    mask: int


@dataclass(frozen=True, slots=True)
class Access:
    """What somebody may do somewhere.

    Args:
        uri: where.
        who_type: `user` or `role`.
        who: name, with organization where it is not the root.
        mask: sum of permission bits; None where no entry in the catalog applies.
        words: the mask in words.
        inherited: whether every entry that counts is written further up.
        sources: the entries that count.
    """

    uri: str
    who_type: str
    who: str
    mask: int | None
    words: str
    inherited: bool
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class AccessReport(Result):
    """Effective permissions.

    Args:
        path: the catalog.
        question: which objects are shown, in words.
        complete: whether the catalog holds permissions up to the root; if not, what is inherited from
            further up is decided by the target.
        rows: sorted by URI, roles before users.
        unknown_recipients: recipients that the catalog does not hold; an import skips their entries
            unless the target has them.
        permissions: how many permissions the catalog holds, about whomever.
    """

    schema: ClassVar[str] = "catalogkit/access/1"

    path: str
    question: str
    complete: bool
    rows: tuple[Access, ...]
    unknown_recipients: tuple[str, ...]
    permissions: int = 0


def access(
    catalog: Catalog, *, user: str | None = None, role: str | None = None, uri: str | None = None
) -> AccessReport:
    """Effective permissions.

    Without `uri` the rows are the places where access changes: an object is shown for somebody if what
    they may do there differs from what they may do in the folder above.

    Args:
        catalog: the catalog.
        user: only this user, `name` or `name|organization`.
        role: only this role.
        uri: only this object, whatever changes there.

    Raises:
        UsageError: no such user, role or object, or a user and a role are named.
    """
    if user is not None and role is not None:
        raise UsageError("--user and --role do not go together", hint="ask for one of them")
    entries = _entries(catalog)
    people = list(_people(catalog, entries, user, role))
    rows: list[Access] = []
    if uri is not None:
        here = URI(uri.rstrip("/") or "/")
        if not catalog.has(here):
            raise UsageError("there is no such object in the catalog", where=uri, hint="see `catalogkit ls`")
        rows = [_access(entries, here, *who) for who in people]
    else:
        for place in sorted(entries):
            for who in people:
                found = _access(entries, place, *who)
                if place == "/" or found.mask != _access(entries, place.parent, *who).mask:
                    rows.append(found)
    return AccessReport(
        path=catalog.archive.path,
        question=f"at {uri}" if uri is not None else "where access changes",
        complete=URI("/") in entries,
        rows=tuple(row for row in rows if uri is not None or row.mask is not None),
        unknown_recipients=tuple(sorted(_unknown(catalog, entries))),
        permissions=sum(map(len, entries.values())),
    )


_Entries: TypeAlias = dict[URI, dict[Recipient, int]]


def _entries(catalog: Catalog) -> _Entries:
    """Explicit entries by URI; they hang on URIs, not on kinds. The last one for a recipient counts."""
    entries: _Entries = {}
    objects: Iterable[RepositoryObject] = (*catalog.folders.values(), *catalog.resources.values())
    for item in objects:
        for permission in item.permissions:
            if permission.mask is not None and permission.recipient.name:
                who = (permission.recipient_type, _normal(permission.recipient))
                entries.setdefault(item.uri, {})[who] = permission.mask
    return entries


def _normal(name: QualifiedName) -> QualifiedName:
    """The same name for the root organization, however it is written."""
    return QualifiedName(name.name, None if name.tenant in ("", ROOT_ORGANIZATION) else name.tenant)


def _people(
    catalog: Catalog, entries: _Entries, user: str | None, role: str | None
) -> Iterator[tuple[Recipient, tuple[Recipient, ...]]]:
    """Who is asked about, each with the recipients it counts through."""
    recipients = {who for grants in entries.values() for who in grants}
    roles = {("role", _normal(r.name)) for r in catalog.roles.values()}
    roles |= {who for who in recipients if who[0] == "role"}
    users: dict[Recipient, tuple[Recipient, ...]] = {who: (who,) for who in recipients if who[0] == "user"}
    users.update((("user", _normal(u.name)), _recipients(u)) for u in catalog.users.values())
    if user is None:
        chosen = sorted(who for who in roles if role in (None, str(who[1])))
        if role is not None and not chosen:
            raise UsageError("there is no such role", where=role, hint=_known(who for who in roles))
        yield from ((who, (who,)) for who in chosen)
    if role is None:
        mine = sorted(who for who in users if user in (None, str(who[1])))
        if user is not None and not mine:
            raise UsageError("there is no such user", where=user, hint=_known(users))
        yield from ((who, users[who]) for who in mine)


def _recipients(user: User) -> tuple[Recipient, ...]:
    own = ("user", _normal(user.name))
    return (own, *(("role", _normal(role)) for role in user.roles))


def _known(people: Iterable[Recipient]) -> str:
    names = sorted(str(name) for _, name in people)
    return "known: " + ", ".join(names[:10]) + (" …" if len(names) > 10 else "") if names else "there is none"


def _access(entries: _Entries, uri: URI, who: Recipient, recipients: tuple[Recipient, ...]) -> Access:
    sources = [found for r in recipients if (found := _nearest(entries, uri, r)) is not None]
    mask = None
    if sources:
        mask = 0
        for source in sources:
            mask |= source.mask
    return Access(
        uri=uri,
        who_type=who[0],
        who=str(who[1]),
        mask=ADMINISTER if mask is not None and mask & ADMINISTER else mask,
        words="not stated in the catalog" if mask is None else _words(mask),
        inherited=bool(sources) and all(source.uri != uri for source in sources),
        sources=tuple(sources),
    )


def _words(mask: int) -> str:
    """Administering implies everything."""
    return mask_words(ADMINISTER if mask & ADMINISTER else mask)


def _nearest(entries: _Entries, uri: URI, recipient: Recipient) -> Source | None:
    for here in (uri, *uri.ancestors()):
        mask = entries.get(here, {}).get(recipient)
        if mask is not None:
            return Source(recipient[0], str(recipient[1]), here, mask)
    return None


def _unknown(catalog: Catalog, entries: _Entries) -> set[str]:
    known = {("role", _normal(r.name)) for r in catalog.roles.values()}
    known |= {("user", _normal(u.name)) for u in catalog.users.values()}
    return {f"{kind} {name}" for grants in entries.values() for kind, name in set(grants) - known}
