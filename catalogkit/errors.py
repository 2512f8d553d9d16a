"""Every error catalogkit raises on purpose, and the exit code each ends with.

    CatalogkitError                 an error with a remedy
    ├── UsageError                  the question itself is wrong (no such URI, bad option)
    ├── UnreadableError             the input is no readable catalog
    │   ├── NotACatalogError        no zip, no folder, cut off, or not there at all
    │   │   └── EncryptedExportError    a zip that is encrypted as a whole
    │   └── LimitError              a limit was exceeded before anything useful was known
    ├── RemoteError                 a server does not do what it is asked
    │   ├── UnreachableError            no connection, no answer in time, or one that was cut off
    │   ├── RefusedError                it answers with an error
    │   └── BadAnswerError              it answers with something that cannot be used
    └── EntryError                  one entry of an archive cannot be read; the rest can
        ├── EntryRefusedError       its name or kind is hostile: it is never followed
        ├── EntryDamagedError       its bytes are not what the archive says they are
        └── EntryLimitError         reading it would exceed a limit

`EXIT_CODES` maps class to exit code; anything not listed there is an internal error (70).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the command line (`design/architecture.md`, Command line)."""

    CLEAN = 0
    """Nothing to report."""
    FINDINGS = 1
    """Findings at the level of `--fail-on` or above."""
    USAGE = 2
    """The command was used wrongly."""
    UNREADABLE = 3
    """The input is no readable catalog, or a limit was exceeded."""
    SERVER = 4
    """A server cannot be reached, or refuses."""
    INTERNAL = 70
    """A fault of catalogkit."""
    INTERRUPTED = 130
    """Stopped by the user."""
    TERMINATED = 143
    """Ended by a signal, after tidying up."""


class CatalogkitError(Exception):
    """An error that is expected to happen, with what to do about it.

    Args:
        what: one line that says what is wrong.
        where: the file, entry or option it is about; empty when that adds nothing.
        hint: one line that says what to do.
    """

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(what, where, hint)
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.what} ({self.where})" if self.where else self.what


class UsageError(CatalogkitError):
    """The question cannot be answered as it was put."""


class UnreadableError(CatalogkitError):
    """The input is no readable catalog."""


class NotACatalogError(UnreadableError):
    """The input is not there, is neither a zip nor a folder, or is cut off."""


class EncryptedExportError(NotACatalogError):
    """The export is encrypted as a whole: it begins with `jsEncrypted` (import-semantics §1.1)."""


class LimitError(UnreadableError):
    """The archive as a whole exceeds a limit; the hint names the option that raises it."""


class RemoteError(CatalogkitError):
    """A server cannot be reached, refuses, or answers with something that cannot be used."""


class UnreachableError(RemoteError):
    """There is no connection, no answer in time, or the answer was cut off.

    Args:
        what: see `CatalogkitError`.
        where: see `CatalogkitError`.
        hint: see `CatalogkitError`.
        sent: whether the request may have arrived.
    """

    def __init__(self, what: str, *, where: str = "", hint: str = "", sent: bool = True) -> None:
        super().__init__(what, where=where, hint=hint)
        self.sent = sent


class RefusedError(RemoteError):
    """The server answers with an error.

    Args:
        what: see `CatalogkitError`.
        where: see `CatalogkitError`.
        hint: see `CatalogkitError`.
        status: the HTTP status.
        code: the server's own code; empty where it gives none.
        tries: how often the request was sent; an earlier one may have arrived.
        wait: seconds after which the server wants to be asked again; None if it does not say.
    """

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        hint: str = "",
        status: int = 0,
        code: str = "",
        tries: int = 1,
        wait: float | None = None,
    ) -> None:
        super().__init__(what, where=where, hint=hint)
        self.status = status
        self.code = code
        self.tries = tries
        self.wait = wait


class BadAnswerError(RemoteError):
    """The server answers with something else than what was asked for."""


class EntryError(CatalogkitError):
    """One entry cannot be read.

    Args:
        what: see `CatalogkitError`.
        where: see `CatalogkitError`.
        hint: see `CatalogkitError`.
        line: line in the entry, from 1; 0 where there is none.
    """

    def __init__(self, what: str, *, where: str = "", hint: str = "", line: int = 0) -> None:
        super().__init__(what, where=where, hint=hint)
        self.line = line


class EntryRefusedError(EntryError):
    """The entry is hostile or unsupported (see `docs/archive-defects.md`); it is not read."""


class EntryDamagedError(EntryError):
    """The bytes of the entry disagree with what the archive declares."""


class EntryLimitError(EntryError):
    """Reading the entry would exceed a limit; the hint names the option that raises it."""


EXIT_CODES: dict[type[CatalogkitError], ExitCode] = {
    UsageError: ExitCode.USAGE,
    UnreadableError: ExitCode.UNREADABLE,
    RemoteError: ExitCode.SERVER,
    EntryError: ExitCode.UNREADABLE,
}


def exit_code(error: CatalogkitError) -> ExitCode:
    """The exit code of an error: that of the nearest class listed in `EXIT_CODES`."""
    for cls in type(error).__mro__:
        if cls in EXIT_CODES:
            return EXIT_CODES[cls]
    return ExitCode.INTERNAL


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint about a name that is not known; empty where no other is like it.

    >>> did_you_mean("chekc", ["check", "diff"])
    'did you mean check?'
    """
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), 1)
    return f"did you mean {near[0]}?" if near else ""
