"""A key that never shows itself."""

from __future__ import annotations

from hmac import compare_digest

AES_LENGTHS = (16, 24, 32)
"""Bytes that a key for AES may have (import-semantics §1.5)."""


class Key:
    """A key. `reveal` hands its bytes out; nothing else shows them.

    >>> Key(bytes(16))
    Key(16 bytes)
    """

    __slots__ = ("_data",)

    def __init__(self, data: bytes) -> None:
        self._data = data

    def reveal(self) -> bytes:
        """The bytes themselves. Never print or log them."""
        return self._data

    @property
    def bits(self) -> int:
        """Its length in bits."""
        return 8 * len(self._data)

    @property
    def fits_aes(self) -> bool:
        """Whether AES can use a key of this length."""
        return len(self._data) in AES_LENGTHS

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and compare_digest(other._data, self._data)

    def __hash__(self) -> int:
        return hash(self._data)

    def __repr__(self) -> str:
        return f"Key({len(self._data)} bytes)"

    def __reduce__(self) -> str:
        raise TypeError("a key is not pickled")
