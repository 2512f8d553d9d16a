"""Results as data, for the tests of pages: small ones, hostile ones, and big ones."""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path
from typing import Any

from catalogkit.archive import open_archive
from catalogkit.inspection.access import access
from catalogkit.inspection.checking import check
from catalogkit.inspection.diff_result import DiffOptions
from catalogkit.inspection.diffing import diff
from catalogkit.inspection.info import info
from catalogkit.inspection.listing import Filter, list_objects
from catalogkit.parsing.builder import build_catalog
from tests.conftest import ROOT

SAMPLES = ROOT / "sample_catalogs"

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "--></noscript><script>alert(1)</script>",
    "</title></style><svg onload=alert(1)>",
    "javascript:alert(1)",
    "{{7*7}}{% raw %}",
    "\u2028alert(1)\u2029",
    "\u202e\x1b[31m\x00\ud800",
    "]]>&lt;b&gt;&amp;",
)
"""Texts that a page must show and never take for markup."""


def plain(data: object) -> Any:
    """Data as it comes back from a file."""
    return json.loads(json.dumps(data, default=list))


@cache
def diff_sample(noise: bool = True) -> Any:
    with (
        open_archive(str(SAMPLES / "healthy.zip")) as old,
        open_archive(str(SAMPLES / "healthy-next.zip")) as new,
    ):
        return plain(diff(old, new, DiffOptions(with_noise=noise)).to_dict())


def change(**members: Any) -> dict[str, Any]:
    """A change with nothing special about it, but for what is given."""
    usual = {
        "kind": "label-changed", "level": "info", "group": "changed", "object": "resource", "uri": "/a",
        "root": "reportUnit",
        "type": "reportUnit", "part": "", "field": "label", "before": "old", "after": "new",
        "what": 'label is "new" instead of "old"',
        "sentence": 'The report /a: label is "new" instead of "old".',
        "text": None, "impact": None, "fingerprint": "0" * 20,
    }  # fmt: skip
    return {**usual, **members}


def diff_of(changes: list[dict[str, Any]], **members: Any) -> dict[str, Any]:
    """A comparison that found some changes."""
    levels = [one["level"] for one in changes]
    objects = {(one["object"], one["uri"]): one["group"] for one in changes}
    groups = list(objects.values())
    summary = {
        "changes": len(changes), "objects": len(objects), "errors": levels.count("error"),
        "warnings": levels.count("warning"), "notes": levels.count("info"), "left_out": 0, "ignored": 0,
        **{name: groups.count(name) for name in ("added", "removed", "moved", "retyped", "changed")},
    }  # fmt: skip
    usual = {
        "schema": "catalogkit/diff/1", "old": "old.zip", "new": "new.zip", "summary": summary,
        "changes": changes, "noise": {}, "noise_changes": [], "not_compared": [], "findings": [],
    }  # fmt: skip
    return {**usual, **members}


def finding(**members: Any) -> dict[str, Any]:
    usual = {
        "code": "CK301", "name": "unresolved-reference", "level": "error", "certainty": "certain",
        "message": "it is needed, but not in the catalog", "uri": "/a", "entry": "resources/a.xml", "line": 3,
        "server_code": None, "remedy": "Export it too.", "fingerprint": "1" * 20,
    }  # fmt: skip
    return {**usual, **members}


def action(**members: Any) -> dict[str, Any]:
    usual = {
        "uri": "/a", "kind": "resource", "type": "reportUnit", "action": "create", "reason": "",
        "certainty": "certain", "page": None,
    }  # fmt: skip
    return {**usual, **members}


def rehearsal_of(actions: list[dict[str, Any]], **members: Any) -> dict[str, Any]:
    usual = {
        "target": "fresh", "server": "8.2-ce", "user": "jasperadmin", "options": [], "verdict": "clean",
        "phase": "finished", "message": "Import succeeded.", "error": None, "warnings": [],
        "actions": actions, "created": [], "overwritten": [], "removed": [], "permissions_deleted": [],
        "permissions_written": [], "uncertain": [], "strategies": [],
    }  # fmt: skip
    return {**usual, **members}


def check_of(findings: list[dict[str, Any]], **members: Any) -> dict[str, Any]:
    usual = {
        "schema": "catalogkit/check/1", "path": "a.zip", "objects": 1, "findings": findings,
        "not_checked": [], "rehearsal": None,
    }  # fmt: skip
    return {**usual, **members}


@cache
def check_sample(name: str = "broken.zip", rehearsed: bool = True) -> Any:
    from catalogkit.rehearsal.options import ImportOptions, Server
    from catalogkit.rehearsal.rehearse import Into, default_user
    from catalogkit.sources.targets import open_target

    with open_archive(str(SAMPLES / name)) as archive:
        catalog = build_catalog(archive)
        into = None
        if rehearsed:
            target = open_target("fresh", archive.limits, commercial=True)
            into = Into(target, ImportOptions(update=True), Server.PRO_8_2, default_user(target))
        return plain(check(catalog, into=into, compare=rehearsed).to_dict())


@cache
def other_samples() -> dict[str, Any]:
    with open_archive(str(SAMPLES / "healthy.zip")) as archive:
        catalog = build_catalog(archive)
        return {
            "access": plain(access(catalog).to_dict()),
            "info": plain(info(archive).to_dict()),
            "ls": plain(list_objects(catalog, Filter(), local=True).to_dict()),
        }


def hostile(data: Any, payloads: tuple[str, ...] = PAYLOADS) -> Any:
    """The same data with a payload behind every text that comes from a catalog, a different one each time."""
    numbers = iter(range(10**9))
    ours = {
        "schema", "kind", "level", "group", "object", "code", "certainty", "verdict", "phase", "action",
        "page", "who_type", "recipient_type", "strategy", "bound", "server", "fingerprint", "scheme",
    }  # fmt: skip

    def spoilt(value: Any, name: str) -> Any:
        if isinstance(value, dict):
            return {key: spoilt(inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [spoilt(inner, name) for inner in value]
        if isinstance(value, str) and name not in ours:
            return value + payloads[next(numbers) % len(payloads)]
        return value

    return spoilt(data, "")


def big_diff(count: int, *, share: float = 0.3, lines: int = 30, scattered: bool = True) -> dict[str, Any]:
    """A comparison with so many changed objects, of which a share has so many changed lines."""
    chance = random.Random(7)
    changes = []
    for number in range(count):
        place = f"/organizations/org_{number % 7}/reports/area_{number % 41}/team_{number % 13}"
        common = {
            "uri": f"{place}/object_{number:05}",
            "level": chance.choice(("error", "warning", "info", "info", "info")),
            "fingerprint": f"{number:020x}",
        }
        if number % 10 < share * 10:
            changes.append(_text_change(chance, lines, scattered, common))
        else:
            changes.append(_label_change(chance, number, common))
    changes.sort(key=lambda one: ("error", "warning", "info").index(one["level"]))
    return diff_of(changes)


def _text_change(
    chance: random.Random, lines: int, scattered: bool, common: dict[str, Any]
) -> dict[str, Any]:
    unified = (_scattered if scattered else _together)(chance, lines)
    return change(
        kind="jrxml-changed",
        field="data",
        before="9,000 bytes, CRC-32 00000000",
        after="9,100 bytes, CRC-32 00000001",
        what="its jrxml differs: 9,100 bytes, was 9,000",
        text={"format": "jrxml", "added": lines, "removed": lines, "cut": "", "unified": unified},
        **common,
    )


def _label_change(chance: random.Random, number: int, common: dict[str, Any]) -> dict[str, Any]:
    root = chance.choice(("reportUnit", "query", "inputControl", "jdbcDataSource", "fileResource"))
    before, after = f"Label {number}", f"Label {number} new"
    what = f'label is "{after}" instead of "{before}"'
    return change(root=root, type=root, before=before, after=after, what=what, **common)


def _line(chance: random.Random, sign: str, width: int) -> str:
    place = f'x="{chance.randrange(555)}" y="{chance.randrange(800)}" width="{width}"'
    return f'{sign}\t\t\t<reportElement {place} uuid="{chance.getrandbits(64):016x}"/>'


def _some(chance: random.Random, count: int, sign: str = " ", width: int = 90) -> list[str]:
    return [_line(chance, sign, width) for _ in range(count)]


def _together(chance: random.Random, count: int) -> list[str]:
    changed = [*_some(chance, count, "-"), *_some(chance, count, "+", 120)]
    return [f"@@ -10,{count + 6} +10,{count + 6} @@", *_some(chance, 3), *changed, *_some(chance, 3)]


def _scattered(chance: random.Random, count: int) -> list[str]:
    found = []
    for number in range(count):
        start = number * 20 + 7
        changed = [_line(chance, "-", 90), _line(chance, "+", 120)]
        found += [f"@@ -{start},7 +{start},7 @@", *_some(chance, 3), *changed, *_some(chance, 3)]
    return found


def write(folder: Path, data: Any, name: str = "page.html") -> Path:
    """The page of some data as a file."""
    from catalogkit.report.html import render

    path = folder / name
    path.write_bytes(render(data, verbose=False))
    return path
