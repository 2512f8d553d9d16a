"""Repository URIs."""

from __future__ import annotations

from typing import Self

FILES_SUFFIX = "_files"
"""Suffix of the hidden folder that holds an owner's local resources (`catalog-format.md` §3.2)."""

MAX_LENGTH = 1_000
"""Characters of a URI that is taken seriously; a folder's may have 250 (`import-semantics.md` §5.2)."""


class URI(str):
    """An absolute, `/`-separated repository path made of resource ids (`catalog-format.md` §3.3).

    >>> URI("/public/Sales/Weekly").parent
    URI('/public/Sales')
    """

    __slots__ = ()

    @property
    def name(self) -> str:
        """The last segment; `/` for the root."""
        return self.rpartition("/")[2] or "/"

    @property
    def parent(self) -> Self:
        """The folder that holds it; the root is its own parent."""
        return type(self)(self.rpartition("/")[0] or "/")

    def child(self, name: str) -> Self:
        """The URI of a child of this folder."""
        return type(self)(f"{self.rstrip('/')}/{name}")

    @property
    def files(self) -> Self:
        """The hidden folder of its local resources."""
        return type(self)(self + FILES_SUFFIX)

    def ancestors(self) -> list[Self]:
        """The folders above it, nearest first, the root last; none for a text too long to be a path."""
        found: list[Self] = []
        if len(self) > MAX_LENGTH:
            return found
        here = self
        while here != "/":
            parent = here.parent
            if parent == here:
                break
            found.append(parent)
            here = parent
        return found

    def is_below(self, folder: str) -> bool:
        """Whether it lies anywhere below a folder."""
        return self != folder and self.startswith(folder.rstrip("/") + "/")

    def __repr__(self) -> str:
        return f"URI({str.__repr__(self)})"


def without_scheme(text: str) -> str:
    """A URI without the prefix `repo:` that some texts carry (`catalog-format.md` §3.3)."""
    return text[5:] if text.startswith("repo:") else text
