"""Where a reference leads inside a catalog, or why it leads out of it (`catalog-format.md` §14.1, §15)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import NamedTuple

from ..model.catalog import Catalog
from ..model.objects import ROOT_ORGANIZATION
from ..model.uri import FILES_SUFFIX, MAX_LENGTH, URI, without_scheme

_ADDRESS = re.compile(r"(?i)(file|https?|ftp|data|mailto|javascript):")
_ORGANIZATION = re.compile(r"(?:/organizations/[^/]+)+")
_TEMPORARY = "/temp/"
_SHARED = "/public"
"""The folder that all organizations share (§3.3)."""
NOT_THERE = "not in the catalog"
"""The reason of most targets that are not resolved."""


class Found(NamedTuple):
    """What became of a target.

    Args:
        target: its id; a URI where it is in the repository.
        node: id of the listed object that it is, or is embedded in; else the target.
        resolved: whether it is in the catalog.
        reason: why it is not, or what is odd about how it was found; may be empty.
        external: whether it lies outside any repository.
    """

    target: str
    node: str
    resolved: bool
    reason: str = ""
    external: bool = False


class Resolver:
    """Resolves targets in one catalog.

    Args:
        catalog: the catalog.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._found: dict[str, Found] = {}
        self._own = catalog.index.organization if catalog.index is not None else None
        self._folders = {
            item.id: URI(item.text("tenantFolderUri") or "/")
            for item in catalog.organizations.values()
            if item.id != ROOT_ORGANIZATION
        }

    def exact(self, text: str) -> Found:
        """The target of a descriptor: a URI is taken as it is written."""
        found = self._found.get(text)
        if found is None:
            uri = URI(text)
            if self._catalog.has(uri):
                found = Found(uri, self._catalog.owners.get(uri, uri), resolved=True)
            else:
                found = Found(uri, uri, resolved=False, reason=self._why_not(uri))
            self._found[text] = found
        return found

    def path(self, text: str, owner: URI) -> Found:
        """An absolute path in content, with or without `repo:` and `|organization`.

        In an organization it is looked for there first (§14.1).

        Args:
            text: the path as written.
            owner: the object that needs it.
        """
        path, separator, organization = without_scheme(text.strip()).rpartition("|")
        if not separator:
            path, organization = organization, ""
        path = _normal(path)
        if organization == ROOT_ORGANIZATION:
            return self._without_own(path)
        if organization:
            return self._in_organization(path, organization)
        for folder in organizations_of(owner):
            found = self.exact(folder + path)
            if found.resolved:
                return found._replace(reason=f"found in the organization of its owner, {folder}")
        return self._without_own(path)

    def in_report(self, text: str, report: URI, local: Mapping[str, URI], beside: URI | None) -> Found:
        """A path in the JRXML of a report.

        Args:
            text: the path as written.
            report: URI of the report unit.
            local: URIs of the resources embedded in it, by name.
            beside: folder of the file it is written in, where that is not embedded in the report.
        """
        text = text.strip()
        if is_address(text):
            return Found(
                text, text, resolved=False, reason="an address outside the repository", external=True
            )
        path = without_scheme(text)
        if path.startswith("/"):
            return self.path(path, report)
        name = path.partition("|")[0]
        if name in local:
            return self.exact(local[name])
        found = self.exact(_normal(f"{report.files}/{name}"))
        if not found.resolved and beside is not None:
            shared = self.exact(_normal(f"{beside}/{name}"))
            if shared.resolved:
                return shared._replace(
                    reason="found beside the file that names it; older servers do not look there"
                )
        return found

    def beside(self, text: str, folder: URI) -> Found:
        """A path that is relative to a folder."""
        return self.exact(_normal(f"{folder.rstrip('/')}/{text}"))

    def _in_organization(self, path: URI, organization: str) -> Found:
        if organization == self._own or path.is_below(_SHARED):
            return self.exact(path)
        folder = self._folders.get(organization)
        if folder is None:
            folder = URI(f"/organizations/{organization}")
            if folder not in self._catalog.folders:
                target = f"{path}|{organization}"
                reason = f"the organization {organization} is not in the catalog"
                return Found(target, target, resolved=False, reason=reason)
        if path.is_below(folder):  # it is written out, and qualified besides
            return self.exact(path)
        return self.exact(folder + path)

    def _without_own(self, path: str) -> Found:
        """An export of an organization writes paths relative to it (§3.3); content may hold the whole."""
        found = self.exact(path)
        if found.resolved or self._own is None:
            return found
        _, separator, inside = path.partition(f"/organizations/{self._own}/")
        if separator:
            shorter = self.exact("/" + inside)
            if shorter.resolved:
                return shorter._replace(reason=f"found without the path of the organization {self._own}")
        return found

    def _why_not(self, uri: URI) -> str:
        if uri.startswith(_TEMPORARY):
            return "a temporary object of the server"
        for folder in uri.ancestors():
            if folder.endswith(FILES_SUFFIX):
                owner = URI(folder.removesuffix(FILES_SUFFIX))
                if owner in self._catalog.resources:
                    return f"{owner} holds no such resource"
        return NOT_THERE


def is_address(text: str) -> bool:
    """Whether a path leads out of the repository (§14.1)."""
    return _ADDRESS.match(text) is not None


def _normal(path: str) -> URI:
    """A path without `.` and `..`; one too long to be one stays as it is."""
    if len(path) > MAX_LENGTH or not path.startswith("/"):
        return URI(path)
    return URI(posixpath.normpath(path).replace("//", "/"))


def organizations_of(owner: URI) -> list[URI]:
    """The folders of the organizations that an object is in, innermost first."""
    match = _ORGANIZATION.match(owner)
    found: list[URI] = []
    here = URI(match.group()) if match else URI("/")
    while here != "/":
        found.append(here)
        here = here.parent.parent
    return found
