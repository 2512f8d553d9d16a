"""Reads saved results, and the JSON Schemas that they follow."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from ..errors import UnreadableError, UsageError

STANDARD_INPUT = "-"
MAX_RESULT = 512 << 20
"""Bytes of a saved result."""
_HINT = "name a file that was written with -o json:FILE"


def schema_names() -> tuple[str, ...]:
    """The names of all schemas, such as `check`."""
    folder = files("catalogkit") / "schemas"
    return tuple(
        sorted(item.name.rpartition("-")[0] for item in folder.iterdir() if item.name.endswith(".json"))
    )


def schema_text(name: str) -> str:
    """The JSON Schema of a result.

    Args:
        name: such as `check`, or as the result states it: `catalogkit/check/1`.

    Raises:
        UsageError: there is no such schema.
    """
    wanted = name.removeprefix("catalogkit/")
    for item in (files("catalogkit") / "schemas").iterdir():
        stem, _, number = item.name.removesuffix(".json").rpartition("-")
        if wanted in (stem, f"{stem}/{number}"):
            return item.read_text(encoding="utf-8")
    raise UsageError("there is no such schema", where=name, hint=f"there is {', '.join(schema_names())}")


def read_result(name: str) -> Mapping[str, Any]:
    """A saved result.

    Args:
        name: path of a JSON file, or `-` for standard input.

    Raises:
        UnreadableError: it cannot be read, is no result, or does not follow its schema.
    """
    from jsonschema import Draft202012Validator

    data = _parsed(name)
    stated = data.get("schema") if isinstance(data, dict) else None
    if not isinstance(stated, str) or not stated.startswith("catalogkit/"):
        raise UnreadableError("it is no result of catalogkit", where=name, hint=_HINT)
    try:
        schema = json.loads(schema_text(stated))
    except UsageError:
        what = f"its schema {stated} is not known to this version"
        raise UnreadableError(what, where=name, hint="render it with the version that wrote it") from None
    error = next(Draft202012Validator(schema).iter_errors(data), None)
    if error is not None:
        place = "/".join(map(str, error.absolute_path)) or "the top"
        raise UnreadableError(f"it does not follow {stated} at {place}", where=name, hint=_HINT)
    assert isinstance(data, dict)
    return data


def _parsed(name: str) -> object:
    try:
        if name == STANDARD_INPUT:
            content = sys.stdin.buffer.read(MAX_RESULT + 1)
        else:
            with Path(name).open("rb") as file:
                content = file.read(MAX_RESULT + 1)
    except (OSError, ValueError) as error:
        what = getattr(error, "strerror", None) or "it cannot be read"
        raise UnreadableError(what, where=name, hint="check the path") from None
    if len(content) > MAX_RESULT:
        raise UnreadableError(f"it is larger than {MAX_RESULT:,} bytes", where=name, hint=_HINT)
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise UnreadableError("it is no JSON", where=name, hint=_HINT) from None
