"""The pages for people: refusals, and the form that uploads a catalog (rest-services §1.2)."""

from __future__ import annotations

from html import escape

from .http import Answer

_CONTENT = "text/html;charset=utf-8"
_OPTIONS = {
    "update": "Overwrite resources of the same name",
    "skip-user-update": "But do not overwrite users",
    "merge-organization": "Import into a different organization",
    "skip-themes": "Do not import themes",
    "include-access-events": "Import created/modified timestamps",
    "include-audit-events": "Import audit event logs",
    "include-monitoring-events": "Import monitoring event logs",
    "include-server-settings": "Import global server settings",
}
_STYLE = "body{font-family:sans-serif;margin:2rem;max-width:40rem}fieldset{margin:1rem 0}label{display:block}"


def refused_page(status: int, title: str, words: str) -> Answer:
    """What a web server says to who may not call."""
    heading = f"HTTP Status {status} \N{EN DASH} {title}"
    body = (
        f'<!doctype html><html lang="en"><head><title>{escape(heading)}</title></head>'
        f"<body><h1>{escape(heading)}</h1><hr><p><b>Message</b> {escape(words)}</p></body></html>"
    )
    return Answer(status, body.encode(), _CONTENT)


def upload_page(prefix: str) -> Answer:
    """A form that uploads a catalog. Its file is the part `file`: servers do not read `file-name`.

    A box that is ticked sends `on`, which switches on; the value `true` would switch off (§1.2).

    Args:
        prefix: the path of the web application.
    """
    boxes = "".join(
        f'<label><input type="checkbox" name="{name}"> {escape(text)}</label>'
        for name, text in _OPTIONS.items()
    )
    strategies = "".join(f"<option>{name}</option>" for name in ("fail", "skip", "include"))
    body = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Import a catalog</title>'
        f"<style>{_STYLE}</style></head><body><h1>Import a catalog</h1>"
        f'<form method="post" action="{escape(prefix)}/rest_v2/import" enctype="multipart/form-data">'
        '<label>Catalog <input type="file" name="file" required accept="application/zip"></label>'
        f"<fieldset><legend>Options</legend>{boxes}"
        f'<label>Broken dependencies <select name="broken-dependencies">{strategies}</select></label>'
        '<label>Organization <input name="organization"></label></fieldset>'
        '<input type="submit" value="Import"></form></body></html>'
    )
    return Answer(200, body.encode(), _CONTENT)
