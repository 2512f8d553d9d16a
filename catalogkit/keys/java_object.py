"""Serialised Java objects of the one shape that key stores hold: fields that are byte arrays and texts.

Nothing else is read, and nothing is ever made from a class that the stream names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

_HEADER = b"\xac\xed\x00\x05"
_NULL, _REFERENCE, _CLASS, _OBJECT, _TEXT, _ARRAY, _END = 0x70, 0x71, 0x72, 0x73, 0x74, 0x75, 0x78
_FIRST_HANDLE = 0x7E0000
_DEEPEST = 16

JavaValue: TypeAlias = "bytes | str | JavaObject | _Class | None"


@dataclass(frozen=True, slots=True)
class _Class:
    name: str
    fields: tuple[str, ...]
    parent: _Class | None


@dataclass(frozen=True, slots=True)
class JavaObject:
    """An object: the name of its class, and its fields by name."""

    type: str
    fields: dict[str, JavaValue]

    def __repr__(self) -> str:
        return f"JavaObject({self.type})"


class Stream:
    """Bytes that are read from the front, as Java's `DataInput` does.

    Args:
        data: the bytes.
        position: where to begin.
    """

    def __init__(self, data: bytes, position: int = 0) -> None:
        self._data = data
        self.position = position

    def take(self, count: int) -> bytes:
        """The next bytes.

        Raises:
            ValueError: there are not that many.
        """
        found = self._data[self.position : self.position + count]
        if len(found) < count:
            raise ValueError("cut off")
        self.position += count
        return found

    def number(self, size: int) -> int:
        """The next bytes as a number without sign."""
        return int.from_bytes(self.take(size), "big")

    def text(self) -> str:
        """The next text: its length in two bytes, then UTF-8."""
        return self.take(self.number(2)).decode("utf-8", "replace")


def read_object(stream: Stream) -> JavaObject:
    """Read one serialised object.

    Raises:
        ValueError: it is none, or of another shape.
    """
    if stream.take(len(_HEADER)) != _HEADER:
        raise ValueError("no serialised object")
    found = _Reader(stream).value(0)
    if not isinstance(found, JavaObject):
        raise ValueError("no object")
    return found


class _Reader:
    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._handles: list[JavaValue] = []

    def value(self, depth: int) -> JavaValue:
        mark = self._stream.number(1)
        if depth > _DEEPEST:
            raise ValueError("too deep")
        if mark == _NULL:
            return None
        if mark == _REFERENCE:
            return self._referred()
        if mark == _TEXT:
            text = self._stream.text()
            self._handles.append(text)
            return text
        if mark == _CLASS:
            return self._class(depth)
        if mark == _OBJECT:
            return self._object(depth)
        if mark == _ARRAY:
            return self._array(depth)
        raise ValueError("not of the shape that key stores hold")

    def _referred(self) -> JavaValue:
        handle = self._stream.number(4) - _FIRST_HANDLE
        if not 0 <= handle < len(self._handles):
            raise ValueError("refers to nothing")
        return self._handles[handle]

    def _class(self, depth: int) -> _Class:
        name = self._stream.text()
        self._stream.take(8)  # its serial version
        handle = len(self._handles)
        self._handles.append(None)
        self._stream.take(1)  # its flags
        fields = []
        for _ in range(self._stream.number(2)):
            kind = self._stream.take(1)
            fields.append(self._stream.text())
            if kind in (b"[", b"L"):
                self.value(depth + 1)
            else:
                raise ValueError("a field that is neither object nor array")
        if self._stream.number(1) != _END:
            raise ValueError("an annotated class")
        parent = self.value(depth + 1)
        found = _Class(name, tuple(fields), parent if isinstance(parent, _Class) else None)
        self._handles[handle] = found
        return found

    def _described(self, depth: int) -> _Class:
        found = self.value(depth + 1)
        if not isinstance(found, _Class):
            raise ValueError("no class")
        return found

    def _object(self, depth: int) -> JavaObject:
        described = self._described(depth)
        handle = len(self._handles)
        self._handles.append(None)
        chain: list[_Class] = []
        level: _Class | None = described
        while level is not None:
            chain.insert(0, level)
            level = level.parent
        fields = {name: self.value(depth + 1) for level in chain for name in level.fields}
        found = JavaObject(described.name, fields)
        self._handles[handle] = found
        return found

    def _array(self, depth: int) -> bytes:
        if self._described(depth).name != "[B":
            raise ValueError("an array of something else than bytes")
        handle = len(self._handles)
        self._handles.append(None)
        data = self._stream.take(self._stream.number(4))
        self._handles[handle] = data
        return data
