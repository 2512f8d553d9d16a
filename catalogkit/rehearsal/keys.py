"""Which key an import decrypts secrets with, and whether it is the right one (import-semantics §1.5).

These are rules of 8.2; servers of 6.4 know nothing of keys.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..keys import AES_LENGTHS, Key, UndecipherableError, is_hexadecimal, key_numbers, opens
from ..model.index import Index
from ..model.target import Target
from ..model.versions import stated_number
from .outcome import ImportStoppedError, ServerError, unpredictable
from .state import State

WRONG_KEY = "import.decode.failed"
_FIRST_KEYED = (7, 3)
"""Catalogs that state a version below are read with the built-in key: 7.0 to 7.2, and all before 7."""


class RefusedField(NamedTuple):
    """A field of a form upload that a server refuses with HTTP 400, before there is a task.

    Args:
        code: the server's code.
        field: name of the field; its value is a secret.
    """

    code: str
    field: str


def reads_with_built_in_key(index: Index | None) -> bool:
    """Whether servers decrypt the secrets of a catalog with the key that is built in, whatever is given."""
    stated = stated_number((index.value("jsVersion") if index is not None else None) or "")
    return stated is not None and stated < _FIRST_KEYED


def check_key(index: Index, state: State) -> None:
    """Test the key of an import with the token of the catalog; without one nothing is tested.

    Raises:
        ImportStoppedError: the key is the wrong one, or none at all.
    """
    token = index.value("encrypted")
    if state.server.is_6_4 or token is None:
        return
    if not is_hexadecimal(token):
        raise unpredictable("the property encrypted is not hexadecimal")
    if reads_with_built_in_key(index):
        version = index.value("jsVersion")
        state.uncertain.append(
            f"jsVersion {version} makes the server test the property encrypted with its old built-in key, "
            "which is not the key of any later catalog; its words may differ (import-semantics §1.5)"
        )
        raise _wrong_key()
    if state.options.secret_key is not None:
        _test(state.options.secret_key, token, state)
    else:
        state.uncertain.extend(_unknown(index, state))


def refused_field(fields: Iterable[tuple[str, str]], target: Target) -> RefusedField | None:
    """The key of a form upload that a server of 8.2 refuses; None if it takes the form.

    Where both keys are bad, which is named first is inferred: `secret-key` overrides what was read from
    `secret-uri`, so that is read before.
    """
    given = {name: value for name, value in fields if value}
    uri = given.get("secret-uri")
    if uri is not None and "folders and resources" not in target.unknown:
        found = target.resources.get(uri)
        if found is None or found.type != "fileResource":
            return RefusedField("import.invalid.secretUri", "secret-uri")
    text = given.get("secret-key")
    if text is not None:
        numbers = key_numbers(text)
        if numbers is None:
            return RefusedField("import.invalid.secretKey", "secret-key")
        if len(numbers) not in AES_LENGTHS:
            return RefusedField("import.invalid.secretKey.length", "secret-key")
    return None


def _test(key: Key, token: str, state: State) -> None:
    if not key.fits_aes:
        raise unpredictable(f"a key of {key.bits} bits is none for AES")
    try:
        is_right = opens(key, token)
    except UndecipherableError as error:
        state.uncertain.append(f"whether the key is the right one: of the property encrypted, {error.what}")
        return
    if not is_right:
        raise _wrong_key()


def _unknown(index: Index, state: State) -> Iterable[str]:
    """What is not known of the key store of the target."""
    uuid = index.value("keyalias")
    if state.options.keyalias:
        yield (
            f"whether the key {state.options.keyalias} in the key store of the target is that of the "
            f"catalog; if not, the import fails with {WRONG_KEY} or, if there is none, with another error"
        )
    elif not uuid:
        yield (
            "whether the target's own key is that of the catalog: only if it was exported there or the key "
            f"is shared; else the import fails with {WRONG_KEY}"
        )
    elif uuid not in state.target.keys:
        yield (
            f"whether the key store of the target holds the key {uuid} of the catalog; "
            f"if it does not, the import fails with {WRONG_KEY}"
        )


def _wrong_key() -> ImportStoppedError:
    return ImportStoppedError(ServerError(WRONG_KEY, ()))
