"""Secret keys in a JCEKS key store, the kind that servers keep theirs in (`catalog-format.md` §13).

A secret key lies in it as a serialised Java object, sealed with Triple DES under a password. Key stores in
other formats (PKCS#12, JKS) hold no secret keys that could be read here.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path

from ..errors import UsageError
from .java_object import JavaObject, JavaValue, Stream, read_object
from .key import Key

_MAGIC = b"\xce\xce\xce\xce"
_PRIVATE, _CERTIFICATE, _SECRET = 1, 2, 3
_DIGEST = 20
_SALT_WORD = b"Mighty Aphrodite"
"""What the format mixes into its checksum."""
_SEALED = "PBEWithMD5AndTripleDES"
_MOST_ROUNDS = 5_000_000
_LARGEST = 16 << 20


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A secret key of a key store.

    Args:
        alias: its name.
        key: the key; None if the password does not open it, or it is none for AES.
    """

    alias: str
    key: Key | None


def read_keystore(path: str | Path, password: str, key_password: str = "") -> tuple[StoredKey, ...]:
    """The secret keys of a JCEKS key store.

    Args:
        path: the file.
        password: opens the store.
        key_password: opens the keys; the same if empty.

    Raises:
        UsageError: the file cannot be read or is no such key store, the password is wrong, or there is no
            secret key in it.
    """
    try:
        with open(path, "rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise UsageError(
            f"cannot read the file: {error.strerror}", where=str(path), hint="check the path"
        ) from None
    if not data.startswith(_MAGIC) or len(data) > _LARGEST:
        hint = "keytool -importkeystore -deststoretype jceks makes one of another"
        raise UsageError("this is no key store in the format JCEKS", where=str(path), hint=hint)
    body, digest = data[:-_DIGEST], data[-_DIGEST:]
    salted = password.encode("utf-16-be", "surrogatepass") + _SALT_WORD
    if not hmac.compare_digest(hashlib.sha1(salted + body).digest(), digest):  # noqa: S324 - the format's own
        hint = "the password comes from CATALOGKIT_KEYSTORE_PASSWORD"
        raise UsageError(
            "the password does not open the key store, or it is damaged", where=str(path), hint=hint
        )
    try:
        found = _keys(Stream(body, len(_MAGIC)), key_password or password)
    except ValueError as error:
        raise UsageError(f"the key store cannot be read: {error}", where=str(path)) from None
    if not found:
        raise UsageError("the key store holds no secret key", where=str(path))
    return found


def _keys(stream: Stream, password: str) -> tuple[StoredKey, ...]:
    version = stream.number(4)
    found = []
    for _ in range(stream.number(4)):
        kind = stream.number(4)
        alias = stream.text()
        stream.take(8)  # when it was made
        if kind == _SECRET:
            found.append(StoredKey(alias, _unsealed(read_object(stream), password)))
        elif kind == _PRIVATE:
            stream.take(stream.number(4))
            for _ in range(stream.number(4)):
                _skip_certificate(stream, version)
        elif kind == _CERTIFICATE:
            _skip_certificate(stream, version)
        else:
            raise ValueError("an unknown kind of entry")
    return tuple(found)


def _skip_certificate(stream: Stream, version: int) -> None:
    if version > 1:
        stream.text()
    stream.take(stream.number(4))


def _unsealed(sealed: JavaObject, password: str) -> Key | None:
    """The key in a sealed object; None if the password is wrong, or it is no key for AES."""
    algorithm, content = sealed.fields.get("sealAlg"), sealed.fields.get("encryptedContent")
    parameters = sealed.fields.get("encodedParams")
    if algorithm != _SEALED or not isinstance(content, bytes) or not isinstance(parameters, bytes):
        raise ValueError("a key is sealed in an unknown way")
    data = _decrypted(content, *_parameters(parameters), password)
    if data is None:
        return None
    try:
        return _aes(read_object(Stream(data)).fields)
    except ValueError:
        return None


def _aes(fields: dict[str, JavaValue]) -> Key | None:
    data = fields.get("key")
    key = Key(data) if isinstance(data, bytes) and fields.get("algorithm") == "AES" else None
    return key if key is not None and key.fits_aes else None


def _parameters(encoded: bytes) -> tuple[bytes, int]:
    """Salt and number of rounds, out of DER: a sequence of eight bytes and a number."""
    stream = Stream(encoded)
    if stream.take(1) != b"\x30" or stream.number(1) != len(encoded) - 2 or stream.take(2) != b"\x04\x08":
        raise ValueError("a key is sealed in an unknown way")
    salt = stream.take(8)
    if stream.take(1) != b"\x02":
        raise ValueError("a key is sealed in an unknown way")
    rounds = stream.number(stream.number(1))
    if rounds > _MOST_ROUNDS:
        raise ValueError("a key is sealed with too many rounds")
    return salt, rounds


def _decrypted(content: bytes, salt: bytes, rounds: int, password: str) -> bytes | None:
    """Undo `PBEWithMD5AndTripleDES` of Java: each half of the salt is hashed with the password by itself."""
    from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
    from cryptography.hazmat.primitives.ciphers import Cipher, modes
    from cryptography.hazmat.primitives.padding import PKCS7

    secret = bytes(ord(character) & 0x7F for character in password)
    derived = b""
    for half in _halves(salt):
        part = half
        for _ in range(rounds):
            part = hashlib.md5(part + secret).digest()  # noqa: S324 - the format's own
        derived += part
    if not content or len(content) % 8:
        raise ValueError("a sealed key is cut off")
    decryptor = Cipher(TripleDES(derived[:24]), modes.CBC(derived[24:])).decryptor()
    unpadder = PKCS7(64).unpadder()
    padded = decryptor.update(content) + decryptor.finalize()
    try:
        return unpadder.update(padded) + unpadder.finalize()
    except ValueError:
        return None


def _halves(salt: bytes) -> tuple[bytes, bytes]:
    """Both halves of the salt; if they are equal, Java shuffles the first one."""
    first, second = bytearray(salt[:4]), salt[4:]
    if first == second:
        for here in (0, 1):
            kept = first[here]
            first[here] = first[3 - here]
            first[2] = kept
    return bytes(first), second
