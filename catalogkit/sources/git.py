"""`REF:path`: a catalog as it is in git, without checking it out.

Git itself reads the name (`gitrevisions(7)`): `HEAD~1:exports/prod.zip`, `v2:./prod` from the current folder,
`:prod.zip` for what is staged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from ..archive import Archive, Limits
from ..errors import NotACatalogError, UnreadableError
from .copies import copy_bytes, opened_copy
from .git_names import parts_of
from .git_process import git_output, require_git, run_git
from .git_tree import LFS_POINTER, kept_in_lfs, opened_tree

_ID = re.compile(r"[0-9a-f]{40,64}")
_SUBMODULE, _LINK = "160000", "120000"
"""Modes of entries of a tree."""


@contextmanager
def opened_in_git(name: str, limits: Limits) -> Iterator[Archive]:
    """The archive at `REF:path`; its bytes are exactly those that git keeps.

    Args:
        name: `REF:path`, looked up in the repository of the current folder.
        limits: how much may be read.

    Raises:
        NotACatalogError: there is no such thing, or it holds no catalog.
        UnreadableError: git cannot read it.
    """
    require_git(name)
    kind, identity = _looked_up(name)
    if kind == "tree":
        with opened_tree(name, identity, limits) as archive:
            yield archive
        return

    def fill(copy: IO[bytes]) -> None:
        with git_output("cat-file", "blob", identity, name=name) as stream:
            copy_bytes(stream, copy, "the file in git", limits, name)
        copy.seek(0)
        if copy.read(len(LFS_POINTER)) == LFS_POINTER:
            raise kept_in_lfs(name)

    with opened_copy(name, fill, limits) as archive:
        yield archive


def _looked_up(name: str) -> tuple[str, str]:
    """`blob` or `tree`, and its id."""
    if name.startswith("-"):
        raise NotACatalogError(
            "no such file or folder, and no revision starts with `-`", where=name, hint="check the path"
        )
    identity = _resolved(name)
    if not _ID.fullmatch(identity):
        raise _missing(name)
    kind = run_git("cat-file", "-t", identity).stdout.decode().strip()
    if kind == "tree":
        return kind, identity
    mode = _mode(name)
    if mode == _SUBMODULE:
        hint = "run catalogkit in its folder, or name that folder"
        raise NotACatalogError("it is a submodule: another repository holds it", where=name, hint=hint)
    if mode == _LINK:
        raise NotACatalogError("it is a symbolic link", where=name, hint="name what it leads to")
    if kind == "blob":
        return kind, identity
    if kind:
        raise NotACatalogError(f"it is a {kind}, no file or folder", where=name, hint="name REF:path")
    raise UnreadableError(
        "its content is not in the repository", where=name, hint="fetch it: `git fsck` tells what is missing"
    )


def _resolved(name: str) -> str:
    """The id of an object; empty where there is none."""
    done = run_git("rev-parse", "--verify", "--quiet", "--end-of-options", name)
    return done.stdout.decode().strip() if done.returncode == 0 else ""


def _mode(name: str) -> str:
    """The mode of a file or folder in the tree that holds it; empty where no tree does."""
    ref, path = parts_of(name)
    folder, slash, last = path.rstrip("/").rpartition("/")
    if not ref or not last:
        return ""
    # Without `--full-tree` git would put the current folder before the name.
    done = run_git("ls-tree", "-z", "--full-tree", f"{ref}:{folder}{slash}", "--", last)
    return done.stdout.partition(b" ")[0].decode()


def _missing(name: str) -> NotACatalogError:
    """Why nothing is found: a file may be meant as well."""
    repository = run_git("rev-parse", "--git-dir")
    if repository.returncode != 0:
        said = repository.stderr.decode(errors="replace").strip().rpartition("fatal: ")[2].partition("\n")[0]
        return NotACatalogError(
            f"no such file or folder, and git says: {said}",
            where=name,
            hint="check the path; REF:path is looked up in the repository of the current folder",
        )
    ref, path = parts_of(name)
    if ref and not _resolved(f"{ref}^{{tree}}"):
        return NotACatalogError(
            f"no such file or folder, and git knows no revision `{ref}`",
            where=name,
            hint="check the path, or fetch the branch, tag or commit",
        )
    hint = f"`git {'ls-tree -r --name-only REF' if ref else 'ls-files'}` lists what there is"
    if path and _resolved(f"{ref}:./{path}"):
        hint = f"paths start at the top of the repository; did you mean {ref}:./{path}?"
    place = f"at `{ref}`" if ref else "among what is staged"
    return NotACatalogError(f"no such file or folder {place}", where=name, hint=hint)
