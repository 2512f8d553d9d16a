"""`key`: how the secrets of a catalog are protected, and whether a given key is the right one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, NamedTuple

from ..keys import Key, UndecipherableError, decrypt, opens
from ..model.catalog import Catalog
from ..model.secrets import FoundSecret, Scheme, secrets
from ..rehearsal.keys import WRONG_KEY, reads_with_built_in_key
from .result import Result


class Verdict(Enum):
    """What a test of a key came to."""

    RIGHT = "right"
    WRONG = "wrong"
    UNUSABLE = "unusable"
    """It is none for AES, or the password of the key store does not open it."""
    UNTESTED = "untested"
    """The catalog holds nothing to test it with."""


class Candidate(NamedTuple):
    """A key to test; None where its key store does not give it away.

    Args:
        name: where it comes from.
        key: the key.
    """

    name: str
    key: Key | None


@dataclass(frozen=True, slots=True)
class KeyTest:
    """A key and what it does; never the key itself.

    Args:
        name: where it comes from: an option, a file, or an alias in a key store.
        bits: its length; None where it is not known.
        verdict: whether it is the key of the catalog.
        by_token: whether the property `encrypted` says so; otherwise the secrets do, which is less sure.
        decrypts: secrets that it decrypts.
    """

    name: str
    bits: int | None
    verdict: Verdict
    by_token: bool
    decrypts: int


@dataclass(frozen=True, slots=True)
class KeySecret:
    """Where a secret is and how it is written; never the secret itself.

    Args:
        object: URI of a resource; kind and name of anything else.
        field: which of its fields.
        scheme: how it is written.
    """

    object: str
    field: str
    scheme: Scheme


@dataclass(frozen=True, slots=True)
class KeyReport(Result):
    """How the secrets of a catalog are protected.

    Args:
        path: the catalog.
        js_version: what `jsVersion` says, or None.
        scheme: `keyed`, `built-in key`, `clear text`, `mixed` or `no secrets`.
        alias: UUID of the key it was exported with, or None.
        token: whether the index carries the property `encrypted`, which tests a key.
        keyed: secrets under a key of 7.5 or later.
        built_in: secrets under the built-in key of 5.5 to 7.2.
        clear: secrets in clear text.
        tests: the keys that were tested.
        needs: what an import needs, in sentences.
        secrets: every secret.
    """

    schema: ClassVar[str] = "catalogkit/key/1"

    path: str
    js_version: str | None
    scheme: str
    alias: str | None
    token: bool
    keyed: int
    built_in: int
    clear: int
    tests: tuple[KeyTest, ...]
    needs: tuple[str, ...]
    secrets: tuple[KeySecret, ...]

    @property
    def fails(self) -> bool:
        """Whether keys were tested, and none is the right one although that could be told."""
        verdicts = {test.verdict for test in self.tests}
        return bool(verdicts) and verdicts.isdisjoint({Verdict.RIGHT, Verdict.UNTESTED})


def key_report(catalog: Catalog, candidates: Iterable[Candidate] = ()) -> KeyReport:
    """How the secrets of a catalog are protected, and which of some keys is the right one."""
    found = list(secrets(catalog))
    number = Counter(secret.scheme for secret in found)
    index = catalog.index
    token = index.value("encrypted") if index is not None else None
    used = [scheme.value for scheme in Scheme if number[scheme]]
    return KeyReport(
        path=catalog.archive.path,
        js_version=index.value("jsVersion") if index is not None else None,
        scheme=used[0] if len(used) == 1 else "mixed" if used else "no secrets",
        alias=(index.value("keyalias") or None) if index is not None else None,
        token=token is not None,
        keyed=number[Scheme.KEYED],
        built_in=number[Scheme.BUILT_IN],
        clear=number[Scheme.CLEAR],
        tests=tuple(_tested(candidate, token, found) for candidate in candidates),
        needs=tuple(_needs(catalog, number, token)),
        secrets=tuple(KeySecret(secret.place, secret.field, secret.scheme) for secret in found),
    )


def _tested(candidate: Candidate, token: str | None, found: list[FoundSecret]) -> KeyTest:
    name, key = candidate
    if key is None or not key.fits_aes:
        return KeyTest(name, key.bits if key is not None else None, Verdict.UNUSABLE, False, 0)
    tried = [_decrypts(key, secret) for secret in found if secret.scheme is Scheme.KEYED]
    told = [is_right for is_right in tried if is_right is not None]
    try:
        by_token = None if token is None else opens(key, token)
    except UndecipherableError:
        by_token = None
    if by_token is not None:
        verdict = Verdict.RIGHT if by_token else Verdict.WRONG
    elif told:
        verdict = Verdict.RIGHT if all(told) else Verdict.WRONG
    else:
        verdict = Verdict.UNTESTED
    return KeyTest(name, key.bits, verdict, by_token is not None, sum(told))


def _decrypts(key: Key, found: FoundSecret) -> bool | None:
    """Whether a key decrypts a secret; None where its form does not let that be told."""
    try:
        return decrypt(key, found.secret.reveal()) is not None
    except UndecipherableError:
        return None


def _needs(catalog: Catalog, number: Counter[Scheme], token: str | None) -> Iterator[str]:
    """What an import needs (import-semantics §1.5)."""
    old = reads_with_built_in_key(catalog.index)
    if number[Scheme.BUILT_IN] and old:
        yield "No key: every server reads secrets of 5.5 to 7.2 with its built-in key, and ignores any other."
    if token is not None and old:
        yield (
            "Another jsVersion: the one it states makes the server test the property encrypted with the "
            "built-in key, which cannot be the right one."
        )
    elif token is not None:
        yield (
            "The key it was exported with. The server it comes from has it; another one needs it in its key "
            f"store (--keyalias) or handed over (--secret-key). With a wrong key it ends with {WRONG_KEY}."
        )
    elif number[Scheme.KEYED] and not old:
        yield (
            "The key it was exported with, and care: without the property encrypted no server notices a "
            "wrong one, and the secrets arrive as garbage."
        )
    if number[Scheme.BUILT_IN] and not old:
        yield "Secrets under the built-in key entered again: with what jsVersion says they arrive as garbage."
    if number[Scheme.KEYED] and old:
        yield "Secrets under a key entered again: with what jsVersion says they arrive as garbage."
    if number[Scheme.CLEAR]:
        yield "Clear text is taken as it is; whoever has the file can read it."
    if token is None and not number:
        yield "No key: there are no secrets."
