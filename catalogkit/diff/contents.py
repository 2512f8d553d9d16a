"""What it means that the bytes of a data file differ."""

from __future__ import annotations

from ..archive import Archive
from ..errors import EntryError
from ..model.redaction import KEY_FILES
from ..model.repository import Resource
from .canonical import FileContent
from .changes.base import Change, Subject
from .changes.content import BinaryReplaced, ImageReplaced, JrxmlChanged, TextChanged, ThemeFileChanged
from .formats import TextFormat, format_of
from .found import Noise, NotCompared
from .image_size import image_size
from .layout import same_apart_from_layout
from .noise import NoiseKind

_XML = frozenset({TextFormat.JRXML, TextFormat.STYLE, TextFormat.XML})
_THEMES = "/themes/"


def content_change(
    archives: tuple[Archive, Archive],
    subject: Subject,
    path: tuple[str, ...],
    holder: Resource,
    before: FileContent,
    after: FileContent,
) -> Change | Noise | NotCompared:
    """The change that other bytes are; noise where only the layout of XML differs.

    What cannot be read is told as other bytes, unless it may be the same.

    Args:
        archives: the old and the new archive.
        subject: what the change is about.
        path: where the file belongs to.
        holder: the resource whose file it is.
        before: the file as it was.
        after: the file as it is.
    """
    try:
        old, new = archives[0].read(before.entry), archives[1].read(after.entry)
    except EntryError as error:
        why = f"{error.what} ({error.where})"
        if before.may_be(after):
            return NotCompared(str(subject), why)
        return BinaryReplaced(subject, path, before, after, unread=why)
    name, file_type = holder.text("name") or "", holder.text("fileType") or ""
    form = format_of(new, name, file_type)
    forms = {format_of(old, name, file_type), form}
    if forms <= _XML and same_apart_from_layout(old, new, archives[1].limits):
        return Noise(NoiseKind.LAYOUT, subject, "/".join(name.lstrip("@#") for name in path))
    if forms == {TextFormat.IMAGE}:
        return ImageReplaced(subject, path, before, after, sizes=(image_size(old), image_size(new)))
    if file_type in KEY_FILES or not all(each.is_text for each in forms):
        return BinaryReplaced(subject, path, before, after)
    if _THEMES in subject.id:
        return ThemeFileChanged(subject, path, before, after, form=form.value)
    cls = JrxmlChanged if TextFormat.JRXML in forms else TextChanged
    return cls(subject, path, before, after, form=form.value)
