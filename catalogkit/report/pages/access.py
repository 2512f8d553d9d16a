"""The page of `access`: objects and people as a matrix."""

from __future__ import annotations

from typing import Any

from ..layout import counted
from .embed import Block, safe_json
from .objects import Data
from .shell import page, scripts, styles

_LISTED = 5_000
"""Rows that a page lists without scripts."""


def access_page(data: Data) -> str:
    """The page of who may do what."""
    rows = data["rows"]
    return page(
        "access.html",
        style=styles("base", "page", "access"),
        script=scripts("page-dom", "page-state", "page-access"),
        blocks=(Block("data", safe_json(_model(data))),),
        data=data,
        headline=_headline(data),
        listed=rows[:_LISTED],
        hidden=max(len(rows) - _LISTED, 0),
    )


def _headline(data: Data) -> str:
    objects = len({row["uri"] for row in data["rows"]})
    people = {(row["who_type"], row["who"]) for row in data["rows"]}
    if not people:
        return (
            "No permission of the catalog is about them"
            if data.get("permissions")
            else "The catalog holds no permissions"
        )
    roles = sum(kind == "role" for kind, _ in people)
    who = [
        counted(number, word) for number, word in ((roles, "role"), (len(people) - roles, "user")) if number
    ]
    return f"{' and '.join(who)} at {counted(objects, 'object')}"


def _model(data: Data) -> dict[str, Any]:
    """Objects, people, and cells by the numbers of both."""
    uris = list(dict.fromkeys(row["uri"] for row in data["rows"]))
    people = sorted({(row["who_type"], row["who"]) for row in data["rows"]})
    row_of = {uri: number for number, uri in enumerate(uris)}
    column_of = {who: number for number, who in enumerate(people)}
    return {
        "uris": uris,
        "people": people,
        "cells": [
            [
                row_of[row["uri"]],
                column_of[row["who_type"], row["who"]],
                row["mask"],
                row["words"],
                [[s["recipient_type"], s["recipient"], s["uri"], s["mask"]] for s in row["sources"]],
            ]
            for row in data["rows"]
        ],
    }
