"""The bytes of files and contents, as the v2 resources service gives them (rest-services §5, transcripts)."""

from __future__ import annotations

from ..model.repository import Resource
from .http import Answer
from .items import Item, View

_TYPES = {
    "txt": "text/plain", "html": "text/html", "css": "text/css", "csv": "text/csv", "pdf": "application/pdf",
    "json": "application/json", "rtf": "application/rtf", "xml": "application/xml",
}  # fmt: skip
"""Media types by file type; what is not told is sent as bytes."""
_BYTES = "application/octet-stream"
_LINKS = 20
"""Links that are followed one after the other."""


def content_answer(view: View, item: Item) -> Answer:
    """The bytes of a file, or of what a link leads to; a link tells nothing of their type."""
    resource = item.object
    assert isinstance(resource, Resource)
    link = bool(resource.text("referenceUri"))
    found = _led_to(view, resource)
    data = view.repository.contents.data.get(found.uri, ()) if found is not None else ()
    content = data[0].content if data else b""
    media = _BYTES if link else _media(item.file_type, content)
    return Answer(200, content, media, {"Pragma": ""})


def _led_to(view: View, resource: Resource) -> Resource | None:
    """What a chain of links leads to; None where it leads nowhere."""
    here: Resource | None = resource
    for _ in range(_LINKS):
        uri = here.text("referenceUri") if here is not None else None
        if not uri:
            return here
        here = view.repository.catalog.resource(uri)
    return None


def _media(file_type: str, content: bytes) -> str:
    if file_type == "img":
        for start, name in ((b"\x89PNG", "png"), (b"\xff\xd8", "jpeg"), (b"GIF8", "gif")):
            if content.startswith(start):
                return f"image/{name}"
    return _TYPES.get(file_type, _BYTES)
