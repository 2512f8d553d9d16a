"""What comes of an import, in the server's words and in ours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class Phase(Enum):
    """The state of an import task (import-semantics §1.2)."""

    IN_PROGRESS = "inprogress"
    """For ever: the worker died."""
    FINISHED = "finished"
    PENDING = "pending"
    FAILED = "failed"


class Action(Enum):
    """What becomes of an object of the catalog."""

    CREATE = "create"
    UPDATE = "update"
    KEEP = "keep"
    """The target has it, and it stays as it is."""
    SKIP = "skip"
    """It is passed over without a word."""
    REJECT = "reject"
    """It is refused, with a warning."""


class ServerWarning(NamedTuple):
    """A warning of the server: its code and parameters; None where the server says null."""

    code: str
    parameters: tuple[str | None, ...]


class ServerError(NamedTuple):
    """The error of a task.

    Args:
        code: the server's code.
        parameters: its parameters; None where the server leaves them out.
        opaque: whether their text comes from a database, parser or JVM, so that it cannot be told.
    """

    code: str
    parameters: tuple[str | None, ...] | None = None
    opaque: bool = False


class ImportStoppedError(Exception):
    """The whole import ends here; what was saved before stays (import-semantics §1.1)."""

    def __init__(self, error: ServerError, phase: Phase = Phase.FAILED) -> None:
        super().__init__(error.code)
        self.error = error
        self.phase = phase


class WorkerDiedError(Exception):
    """References go round in circles: the worker never ends (import-semantics §1.2)."""


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """What becomes of one object.

    Args:
        uri: its URI, or its name.
        kind: `folder`, `resource`, `user`, `role`, `organization`, `calendar`, `job`, `event`, `favorite`.
        type: its resource type; empty for all but resources.
        action: what is done.
        reason: why, in a short sentence; may be empty.
        certain: whether that is known behaviour with a known target.
    """

    uri: str
    kind: str
    type: str
    action: Action
    reason: str = ""
    certain: bool = True


CONTENT_ERROR = "import.failed.content.error"
ZIP_ERROR = "import.failed.zip.error"
FAILED = "import.failed"


def content_error() -> ImportStoppedError:
    """Something that is listed is not there (import-semantics §1.3)."""
    return ImportStoppedError(ServerError(CONTENT_ERROR))


def failed(text: str | None, *, opaque: bool = False) -> ImportStoppedError:
    """An error with the server's text as its only parameter."""
    return ImportStoppedError(ServerError(FAILED, (text,), opaque))


def unpredictable(text: str) -> ImportStoppedError:
    """An error whose text comes from a database, parser or JVM; `text` says what it is about."""
    return failed(text, opaque=True)
