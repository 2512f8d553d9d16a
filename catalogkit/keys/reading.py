"""Reading a key as people hand it over: as the server's options write it, or as plain hexadecimal digits."""

from __future__ import annotations

import re
from pathlib import Path

from ..errors import UsageError
from .key import Key

_SPACE = re.compile(r"[ \t\n\x0b\f\r]+")
_NUMBER = re.compile(r"([+-]?)(?:(?:0[xX]|\#)([0-9A-Fa-f]+)|0([0-7]+)|(0|[1-9][0-9]*))", re.ASCII)
"""What Java's `Integer.decode` accepts: hexadecimal, octal or decimal."""
_RANGE = range(-(2**31), 2**31)
_BYTE = range(-128, 256)
_DIGITS = re.compile(r"(?:0[xX])?((?:[0-9A-Fa-f]{2}){14,})", re.ASCII)
"""A whole key in one word; longer than any number that the server accepts."""
_LONGEST_FILE = 4096
_HINT = "write it as 0x1c 0x40 … with a number for each byte, or as 32, 48 or 64 hexadecimal digits"


def key_numbers(text: str) -> list[int] | None:
    """The numbers of a key as a server reads them (import-semantics §1.5); None if it would not.

    >>> key_numbers("0x1c 28 034")
    [28, 28, 28]
    """
    numbers = []
    for word in _SPACE.split(text.strip(" \t\n\x0b\f\r")):
        found = _NUMBER.fullmatch(word)
        if found is None or len(word) > 40:
            return None
        sign, hexadecimal, octal, decimal = found.groups()
        value = int(hexadecimal, 16) if hexadecimal else int(octal, 8) if octal else int(decimal)
        value = -value if sign == "-" else value
        if value not in _RANGE:
            return None
        numbers.append(value)
    return numbers


def key_of_numbers(numbers: list[int]) -> Key:
    """The key of some numbers; of each the lowest eight bits count."""
    return Key(bytes(number & 0xFF for number in numbers))


def read_key(text: str, where: str = "") -> Key:
    """Read a key for AES.

    Args:
        text: numbers separated by white space, or one word of hexadecimal digits.
        where: the option or file it comes from.

    Raises:
        UsageError: it is none; its text is never part of the error.
    """
    word = _DIGITS.fullmatch(text.strip())
    if word is not None:
        key = Key(bytes.fromhex(word[1]))
    else:
        numbers = key_numbers(text)
        if numbers is None:
            raise UsageError("this is no key", where=where, hint=_HINT)
        if any(number not in _BYTE for number in numbers):
            raise UsageError("a number of the key is no byte", where=where, hint=_HINT)
        key = key_of_numbers(numbers)
    if not key.fits_aes:
        what = f"a key of {key.bits} bits; a key for AES has 128, 192 or 256"
        raise UsageError(what, where=where, hint=_HINT)
    return key


def key_from_file(path: str | Path) -> Key:
    """Read a key for AES from a text file.

    Raises:
        UsageError: the file cannot be read, or holds no key.
    """
    try:
        with open(path, "rb") as file:
            data = file.read(_LONGEST_FILE + 1)
    except OSError as error:
        raise UsageError(
            f"cannot read the file: {error.strerror}", where=str(path), hint="check the path"
        ) from None
    if len(data) > _LONGEST_FILE or not data.isascii():
        raise UsageError("the file holds no key as text", where=str(path), hint=_HINT)
    return read_key(data.decode("ascii"), str(path))
