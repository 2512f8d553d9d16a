"""SARIF 2.1.0: the catalog is the artifact, the URI of an object the logical location."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from .. import __version__
from .help import help_of
from .items import Item, catalog_path, gaps, items
from .safe import visible

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_ESCAPES = str.maketrans({"{": "{{", "}": "}}", "[": r"\[", "]": r"\]", "\\": r"\\"})
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(data: Mapping[str, Any], *, verbose: bool) -> bytes:  # noqa: ARG001 - always whole
    """The items of a check or a diff as one run."""
    found = items(data)
    rules = sorted({item.rule for item in found})
    path = catalog_path(data)
    run = {
        "tool": {
            "driver": {
                "name": "catalogkit",
                "semanticVersion": __version__,
                "rules": [_rule(rule, next(i for i in found if i.rule == rule)) for rule in rules],
            }
        },
        "artifacts": [{"location": {"uri": _address(path)}}],
        "results": [_result(item, rules.index(item.rule), path) for item in found],
        "invocations": [_invocation(data)],
        "columnKind": "unicodeCodePoints",
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=True).encode() + b"\n"


def _rule(rule: str, item: Item) -> dict[str, object]:
    title, text = help_of(rule)
    return {
        "id": rule,
        "name": item.name,
        "shortDescription": {"text": title},
        "help": {"text": text},
        "defaultConfiguration": {"level": _LEVELS[item.level]},
    }


def _result(item: Item, index: int, path: str) -> dict[str, object]:
    physical: dict[str, object] = {"artifactLocation": {"uri": _address(path), "index": 0}}
    location: dict[str, object] = {"physicalLocation": physical}
    names = [_logical(name, kind) for name, kind in ((item.uri, "object"), (item.entry, "entry")) if name]
    if names:
        location["logicalLocations"] = names
    message = item.message + (f" {item.remedy}" if item.remedy else "")
    if item.line:
        message += f" (line {item.line} of {item.entry})"
    return {
        "ruleId": item.rule,
        "ruleIndex": index,
        "level": _LEVELS[item.level],
        "message": _message(message),
        "locations": [location],
        "partialFingerprints": {"catalogkit/v1": item.fingerprint},
    }


def _logical(name: str, kind: str) -> dict[str, str]:
    shown = str(visible(name))
    return {"fullyQualifiedName": shown, "name": shown.rpartition("/")[2] or shown, "kind": kind}


def _invocation(data: Mapping[str, Any]) -> dict[str, object]:
    """Whether all was looked at; what was not is a notification."""
    return {
        "executionSuccessful": True,
        "exitCode": data.get("exit", {}).get("code", 0),
        "toolExecutionNotifications": [
            {"level": "note", "message": _message(gap.message)} for gap in gaps(data)
        ],
    }


def _message(text: str) -> dict[str, str]:
    """A message: nothing in it is a placeholder or a link (SARIF 2.1.0, 3.11.5 and 3.11.6)."""
    return {"text": str(visible(text)).translate(_ESCAPES)}


def _address(path: str) -> str:
    """A path as a relative reference of RFC 3986."""
    return quote(path.replace("\\", "/").encode("utf-8", "surrogatepass"), safe="/._-~")
