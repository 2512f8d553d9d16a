"""What data files hold, and what belongs to the catalog itself."""

from __future__ import annotations

from dataclasses import dataclass

from ...model.index import INDEX_ENTRY
from ...model.level import Level
from ...model.objects import ROOT_ORGANIZATION
from ..canonical import FileContent, Tree
from ..kinds import ChangeKind
from ..showing import quoted, shown
from .base import Change


@dataclass(frozen=True, slots=True)
class TextChanged(Change):
    """`ChangeKind.TEXT_CHANGED`.

    Args:
        form: what the text is, in a word.
    """

    form: str = ""
    kind = ChangeKind.TEXT_CHANGED

    @property
    def what(self) -> str:
        return f"its {self.form} differs: {_sizes(self.before, self.after)}"


class JrxmlChanged(TextChanged):
    """`ChangeKind.JRXML_CHANGED`."""

    kind = ChangeKind.JRXML_CHANGED
    usual = Level.WARNING


@dataclass(frozen=True, slots=True)
class ImageReplaced(Change):
    """`ChangeKind.IMAGE_REPLACED`.

    Args:
        sizes: width and height in pixels, as they were and as they are; None where they cannot be told.
    """

    sizes: tuple[tuple[int, int] | None, tuple[int, int] | None] = (None, None)
    kind = ChangeKind.IMAGE_REPLACED

    @property
    def what(self) -> str:
        before, after = self.sizes
        pixels = ""
        if before is not None and after is not None:
            was = f", was {before[0]} x {before[1]}" if before != after else ""
            pixels = f", {after[0]} x {after[1]} pixels{was}"
        return f"is another picture: {_sizes(self.before, self.after)}{pixels}"


@dataclass(frozen=True, slots=True)
class BinaryReplaced(Change):
    """`ChangeKind.BINARY_REPLACED`.

    Args:
        unread: why it is not known what the bytes are; empty if it is.
    """

    unread: str = ""
    kind = ChangeKind.BINARY_REPLACED

    @property
    def what(self) -> str:
        why = f"; they were not compared: {self.unread}" if self.unread else ""
        return f"has other bytes: {_sizes(self.before, self.after)}{why}"


class ThemeFileChanged(TextChanged):
    """`ChangeKind.THEME_CHANGED`: a file of a theme."""

    kind = ChangeKind.THEME_CHANGED

    @property
    def what(self) -> str:
        return f"a file of a theme differs: {_sizes(self.before, self.after)}"


class ThemeChanged(Change):
    """`ChangeKind.THEME_CHANGED`: the theme of an organization."""

    kind = ChangeKind.THEME_CHANGED
    words = "its theme"


class FileAdded(Change):
    """`ChangeKind.FILE_ADDED`."""

    kind = ChangeKind.FILE_ADDED

    @property
    def what(self) -> str:
        return f"has its {self.place} now: {shown(self.after)}"


class FileRemoved(Change):
    """`ChangeKind.FILE_REMOVED`."""

    kind = ChangeKind.FILE_REMOVED
    usual = Level.ERROR

    @property
    def what(self) -> str:
        return f"lacks its {self.place}, and so fails the whole import: it had {shown(self.before)}"


class IndexChanged(Change):
    """`ChangeKind.INDEX_CHANGED`."""

    kind = ChangeKind.INDEX_CHANGED

    @property
    def level(self) -> Level:
        """Where it was exported from, and under which key, decides whether an import goes through.

        A whole server is what older ones do not name (`import-semantics.md` §2.1).
        """
        is_whole = self.path[0] == "rootTenantId" and {self.before, self.after} <= {None, ROOT_ORGANIZATION}
        return Level.INFO if is_whole or self.path[0] == "jsVersion" else Level.WARNING

    @property
    def what(self) -> str:
        if None not in (self.before, self.after):
            return self._instead("the order of its modules" if self.path[0] == "modules" else self.place)
        verb = "names" if self.before is None else "no longer names"
        name = shown(self.after if self.before is None else self.before)
        end = " now" if self.before is None else ""
        match self.path:
            case ("module", _):
                return f"its index {verb} the module {quoted(name)}{end}"
            case ("id", _):
                return f"{verb} {quoted(name)}{end}, of which there is no file"
            case (module, element, _):
                return f"its index {verb} the {element} {quoted(name)} in {module}{end}"
            case (name,) if name == INDEX_ENTRY:
                return "has an index.xml now" if self.before is None else "has no index.xml any more"
        return self._instead(self.place)


class BrokenDependenciesChanged(Change):
    """`ChangeKind.BROKEN_DEPENDENCIES_CHANGED`."""

    kind = ChangeKind.BROKEN_DEPENDENCIES_CHANGED
    usual = Level.WARNING

    @property
    def what(self) -> str:
        if self.after is None:
            return f"the exporter no longer lists {shown(self.before)} as broken"
        return f"the exporter lists {shown(self.after)} as broken"


class EntryChanged(Change):
    """`ChangeKind.ENTRY_CHANGED`."""

    kind = ChangeKind.ENTRY_CHANGED
    usual = Level.WARNING

    @property
    def what(self) -> str:
        if self.before is None:
            return f"this entry, which belongs to no object, is new: {shown(self.after)}"
        if self.after is None:
            return f"this entry, which belongs to no object, is gone: {shown(self.before)}"
        return f"this entry, which belongs to no object, differs: {_sizes(self.before, self.after)}"


def _sizes(before: Tree | None, after: Tree | None) -> str:
    sizes = [tree.size if isinstance(tree, FileContent) else 0 for tree in (before, after)]
    if sizes[0] == sizes[1]:
        return f"{sizes[1]:,} bytes, as before"
    return f"{sizes[1]:,} bytes, was {sizes[0]:,}"
