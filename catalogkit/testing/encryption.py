"""Secrets in the forms a server writes (`catalog-format.md` §13).

With a key they are encrypted as a server of 7.5 or later does. Without one they are invented: the bytes are
digests of the given text, of the length real ciphertext would have.
"""

from __future__ import annotations

from hashlib import sha256

from ..keys import Key

_BLOCK = 16
_KEYED_MARK = b"JRSIV"


def old_secret(text: str) -> str:
    """A secret as servers up to 7.2 write it: equal texts give equal secrets.

    >>> old_secret("")
    'ENC<F00D9CA07F97DF0310DC4CF04A2EB3A3>'
    """
    return f"ENC<{_invented(text, _blocks(text)).hex().upper()}>"


def keyed_secret(text: str, salt: str = "", key: Key | None = None) -> str:
    """A secret as servers from 7.5 on write it: initialisation vector first, then the ciphertext.

    Args:
        text: the clear value; without a key only its length can be told from the result.
        salt: another salt gives another text for the same value, as another export would.
        key: what it is encrypted with; invented bytes if None.
    """
    return f"ENC<{_keyed(text, salt, key)}>"


def reencrypted(secret: str, salt: str) -> str:
    """A keyed secret as another export would write the same value: other bytes, the same length."""
    old = bytes.fromhex(secret.removeprefix("ENC<").removesuffix(">"))
    count = (len(old) - len(_KEYED_MARK) - 4) // _BLOCK - 1
    return f"ENC<{_hex(f'{salt} {secret}', count)}>"


def key_properties(
    alias: str = "0b51f3c2-7a40-4c51-9d0e-5a1f0c2e9b77", salt: str = "", key: Key | None = None
) -> dict[str, str]:
    """The index properties of a catalog with keyed secrets (`catalog-format.md` §2.1)."""
    return {"keyalias": alias, "encrypted": _keyed("true", salt, key)}


def _keyed(text: str, salt: str, key: Key | None) -> str:
    seed = f"{salt} {text}"
    return _hex(seed, _blocks(text)) if key is None else _written(*_encrypted(text, seed, key))


def _hex(seed: str, count: int) -> str:
    return _written(_vector(seed), _invented(seed, count))


def _written(vector: bytes, body: bytes) -> str:
    """The mark, the length of the vector, the vector, and the ciphertext."""
    return (_KEYED_MARK + len(vector).to_bytes(4, "big") + vector + body).hex().upper()


def _vector(seed: str) -> bytes:
    return _invented(f"vector {seed}", 1)


def _encrypted(text: str, seed: str, key: Key) -> tuple[bytes, bytes]:
    """Initialisation vector and ciphertext: AES in CBC mode with PKCS#5 padding."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.padding import PKCS7

    vector, padder = _vector(seed), PKCS7(8 * _BLOCK).padder()
    encryptor = Cipher(algorithms.AES(key.reveal()), modes.CBC(vector)).encryptor()
    padded = padder.update(text.encode()) + padder.finalize()
    return vector, encryptor.update(padded) + encryptor.finalize()


def _blocks(text: str) -> int:
    """How many blocks a text has after padding."""
    return len(text.encode()) // _BLOCK + 1


def _invented(seed: str, count: int) -> bytes:
    return b"".join(sha256(f"{seed} {i}".encode()).digest()[:_BLOCK] for i in range(count))
