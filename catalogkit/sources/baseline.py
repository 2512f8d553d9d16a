"""A baseline: old findings that are not told again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..atomic import writing
from ..errors import UnreadableError, UsageError

SCHEMA = "catalogkit/baseline/1"
MAX_BASELINE = 64 << 20
"""Bytes of a baseline."""


def read_baseline(path: Path) -> Mapping[str, str]:
    """The fingerprints that a baseline holds, each with the code of its rule.

    Args:
        path: the file.

    Raises:
        UsageError: it is not there.
        UnreadableError: it is no baseline.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BASELINE + 1)
    except OSError as error:
        raise UsageError(
            f"the baseline cannot be read: {error.strerror}",
            where=str(path),
            hint="add --update-baseline to write it",
        ) from None
    try:
        data = json.loads(content) if len(content) <= MAX_BASELINE else None
        if isinstance(data, dict) and data.get("schema") == SCHEMA:
            return {str(item["fingerprint"]): str(item["code"]) for item in data["findings"]}
    except (ValueError, RecursionError, KeyError, TypeError):
        data = None  # told below, as everything else that is no baseline
    raise UnreadableError("it is no baseline", where=str(path), hint="add --update-baseline to write it anew")


def write_baseline(path: Path, findings: Iterable[Mapping[str, object]]) -> None:
    """Write a baseline of some findings: what is stale drops out.

    Args:
        path: the file.
        findings: findings as data; several with one fingerprint count once.

    Raises:
        UsageError: it cannot be written.
    """
    members = ("code", "uri", "fingerprint")
    rows = {str(f["fingerprint"]): {name: f[name] for name in members} for f in findings}
    ordered = sorted(
        rows.values(), key=lambda row: (str(row["code"]), str(row["uri"]), str(row["fingerprint"]))
    )
    text = json.dumps({"schema": SCHEMA, "findings": ordered}, indent=2) + "\n"
    with writing(path) as file:
        file.write(text.encode())
