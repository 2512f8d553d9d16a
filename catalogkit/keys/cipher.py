"""Decrypting what servers from 7.5 on encrypt (`catalog-format.md` §13).

AES in CBC mode with PKCS#5 padding; the initialisation vector travels in the value. Values of 5.5 to 7.2
are under a key that is built into the server and that nobody has published: they are never tried.
"""

from __future__ import annotations

import re

from ..errors import CatalogkitError
from .key import Key

_HEXADECIMAL = re.compile(r"(?:[0-9A-Fa-f]{2})*", re.ASCII)
_MARK = b"JRSIV"
_VECTOR_START = len(_MARK) + 4
_BLOCK = 16
_TRUE = "true"
"""What the token is in clear; servers compare it in any case (import-semantics §1.5)."""


class UndecipherableError(CatalogkitError):
    """A value is not of a form that any key could decrypt here; says why, never what it is."""


def is_hexadecimal(value: str) -> bool:
    """Whether a value, with or without `ENC<>` around it, is written in hexadecimal digits."""
    return _HEXADECIMAL.fullmatch(_inside(value)) is not None


def decrypt(key: Key, value: str) -> str | None:
    """The clear text of a value; None if the key is not the one it was encrypted with.

    A wrong key goes unnoticed once in about 256 times, and then gives garbage.

    Args:
        key: a key that fits AES.
        value: with `ENC<>` around it or, as the token, without.

    Raises:
        UndecipherableError: it was not encrypted by a server of 7.5 or later, or not with AES.
    """
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.padding import PKCS7

    vector, body = _parts(value)
    decryptor = Cipher(algorithms.AES(key.reveal()), modes.CBC(vector)).decryptor()
    unpadder = PKCS7(8 * _BLOCK).unpadder()
    padded = decryptor.update(body) + decryptor.finalize()
    try:
        return (unpadder.update(padded) + unpadder.finalize()).decode("utf-8")
    except ValueError:
        return None


def opens(key: Key, token: str) -> bool:
    """Whether a key is the one of a catalog, tested with the index property `encrypted`.

    Raises:
        UndecipherableError: the token is malformed.
    """
    return (decrypt(key, token) or "").lower() == _TRUE


def _parts(value: str) -> tuple[bytes, bytes]:
    """Initialisation vector and ciphertext."""
    if not is_hexadecimal(value):
        raise UndecipherableError("it is not hexadecimal")
    data = bytes.fromhex(_inside(value))
    if not data.startswith(_MARK):
        raise UndecipherableError("it carries no initialisation vector: no server since 7.5 wrote it")
    length = int.from_bytes(data[len(_MARK) : _VECTOR_START], "big")
    if length != _BLOCK:
        raise UndecipherableError("it was not encrypted with AES")
    vector, body = data[_VECTOR_START : _VECTOR_START + _BLOCK], data[_VECTOR_START + _BLOCK :]
    if len(vector) < _BLOCK or not body or len(body) % _BLOCK:
        raise UndecipherableError("it is cut off")
    return vector, body


def _inside(value: str) -> str:
    return value[4:-1] if value.startswith("ENC<") and value.endswith(">") else value
