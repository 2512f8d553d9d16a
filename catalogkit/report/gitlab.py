"""The code quality report of GitLab."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .items import Item, catalog_path, gaps, items
from .safe import visible

_SEVERITIES = {"error": "critical", "warning": "major", "info": "info"}


def render(data: Mapping[str, Any], *, verbose: bool) -> bytes:  # noqa: ARG001 - always whole
    """The items of a check or a diff, and what is not known; of several with one fingerprint the gravest."""
    path = catalog_path(data)
    by_fingerprint: dict[str, Item] = {}
    for item in (*items(data), *gaps(data)):
        by_fingerprint.setdefault(item.fingerprint, item)
    report = [_issue(item, path) for item in by_fingerprint.values()]
    return json.dumps(report, indent=2, ensure_ascii=True).encode() + b"\n"


def _issue(item: Item, path: str) -> dict[str, object]:
    return {
        "description": str(visible(item.told)),
        "check_name": item.rule,
        "fingerprint": item.fingerprint,
        "severity": _SEVERITIES[item.level],
        "location": {"path": str(visible(path)), "lines": {"begin": 1}},
    }
