"""Bodies of requests, and the answer to an unknown task, which imports and exports share."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from .http import NO_CACHE, PRIVATE, Answer, Call, ErrorDescriptor, error

_TASK_STATE = re.compile(r"[0-9a-f-]{36}")


class UnreadableBodyError(Exception):
    """The body is no JSON object, or a member of it is of the wrong type."""


def json_object(body: bytes, *, texts: Iterable[str] = (), lists: Iterable[str] = ()) -> Mapping[str, object]:
    """The JSON object in a body; members that no server knows are ignored (rest-services §1.4).

    Args:
        body: the body.
        texts: members that hold a text, if they are there.
        lists: members that hold a list of texts, if they are there.

    Raises:
        UnreadableBodyError: it is none.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise UnreadableBodyError from None
    if not isinstance(found, dict):
        raise UnreadableBodyError
    for name in texts:
        if not isinstance(found.get(name, ""), str | None):
            raise UnreadableBodyError
    for name in lists:
        value = found.get(name)
        if value is not None and not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
            raise UnreadableBodyError
    return found


def no_such_task(call: Call, identity: str) -> Answer:
    """404; the words are the same for imports. What looks like a state may not be kept (transcripts)."""
    words = f"No export task with id {identity}."
    answer = error(call, 404, ErrorDescriptor("no.such.export.process", words, (identity,)))
    is_state = call.path.endswith("/state") and _TASK_STATE.fullmatch(identity) is not None
    return answer.with_headers(NO_CACHE if is_state and call.method == "GET" else PRIVATE)
