"""What a result says, one item each, for the formats that machines read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..model.level import Level
from ..sources.git_names import path_in_git

Data: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """One finding, one answer of the server, or one change.

    Args:
        rule: code of a rule or of the server, or kind of a change.
        name: its name, in words or kebab-case.
        level: `error`, `warning` or `info`.
        message: what it says, in a sentence.
        uri: URI or name of the object; empty where it is about none.
        entry: the entry it was seen in; empty for the whole catalog.
        line: line in the entry, from 1; 0 where there is none.
        remedy: what to do; empty where nothing is to be done.
        fingerprint: twenty hex digits that stay the same as long as the item does.
    """

    rule: str
    name: str
    level: str
    message: str
    uri: str
    entry: str
    line: int
    remedy: str
    fingerprint: str

    @property
    def title(self) -> str:
        """The rule with its name, if that says more."""
        return self.rule if self.name == self.rule else f"{self.rule} {self.name}"

    @property
    def told(self) -> str:
        """The message with what it is about, if it does not name that itself."""
        where = self.uri or self.entry
        return self.message if not where or where in self.message else f"{where}: {self.message}"


def items(data: Data) -> list[Item]:
    """The items of a check or a diff, gravest first."""
    found = [*_rehearsal(data.get("rehearsal") or {}), *map(_change, data.get("changes", ()))]
    found += map(_finding, data["findings"])
    return sorted(found, key=lambda item: Level(item.level).rank)


def gaps(data: Data) -> list[Item]:
    """What is not known, as notes: what could not be checked or compared, and what is uncertain."""
    found = [
        (name.replace("_", "-"), f"{item['what']}: {item['why']}")
        for name in ("not_checked", "not_compared")
        for item in data.get(name, ())
    ]
    found += [("uncertain", text) for text in (data.get("rehearsal") or {}).get("uncertain", ())]
    return [Item(kind, kind, "info", text, "", "", 0, "", _digest(kind, text)) for kind, text in found]


def catalog_path(data: Data) -> str:
    """The path of the catalog that a result is about: of two, the new one; of `REF:path`, the path."""
    return path_in_git(str(data["new"] if "new" in data else data["path"]))


def _finding(finding: Data) -> Item:
    return Item(
        finding["code"],
        finding["name"],
        finding["level"],
        finding["message"],
        finding["uri"] or "",
        finding["entry"] or "",
        finding["line"] or 0,
        finding["remedy"],
        finding["fingerprint"],
    )


def _change(change: Data) -> Item:
    kind = change["kind"]
    uri = change["part"] or change["uri"]
    return Item(kind, kind, change["level"], change["sentence"], uri, "", 0, "", change["fingerprint"])


def _rehearsal(rehearsal: Data) -> Iterator[Item]:
    """What the server would say."""
    error = rehearsal.get("error")
    if error is not None:
        yield _answer(error, "error", f"the import would be {rehearsal['phase']}: ")
    for warning in rehearsal.get("warnings", ()):
        yield _answer(warning, "warning", "the import would say: ")


def _answer(answer: Data, level: str, before: str) -> Item:
    code = answer["code"]
    parameters = ["null" if value is None else value for value in answer["parameters"] or ()]
    told = f"{before}{code}" + (f" [{', '.join(parameters)}]" if parameters else "")
    uri = next((value for value in reversed(parameters) if value.startswith("/")), "")
    return Item(code, code, level, told, uri, "", 0, answer["advice"], _digest(code, *parameters))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]
