"""The bytes of files and contents, as the v2 resources service gives them (rest-services §5, transcripts)."""

from __future__ import annotations

from ..model.repository import Resource
from .http import Answer
from .items import View

_TYPES = {
    "txt": "text/plain", "html": "text/html", "css": "text/css", "csv": "text/csv", "pdf": "application/pdf",
    "json": "application/json", "rtf": "application/rtf", "xml": "application/xml",
}  # fmt: skip
"""Media types by file type; what is not told is sent as bytes."""
_BYTES = "application/octet-stream"


def content_answer(view: View, resource: Resource) -> Answer | None:
    """The bytes of a file, or of what a link leads to; a link tells nothing of their type.

    Args:
        view: who looks.
        resource: a file or content that it may read.

    Returns None where it may not read what a link leads to.
    """
    chain = view.chain(resource)
    if not all(view.may_read(link.uri) for link in chain):
        return None
    data = view.repository.contents.data.get(chain[-1].uri, ())
    content = data[0].content if data else b""
    media = _media(resource.text("fileType") or "", content) if len(chain) == 1 else _BYTES
    return Answer(200, content, media, {"Pragma": ""})


def _media(file_type: str, content: bytes) -> str:
    if file_type == "img":
        for start, name in ((b"\x89PNG", "png"), (b"\xff\xd8", "jpeg"), (b"GIF8", "gif")):
            if content.startswith(start):
                return f"image/{name}"
    return _TYPES.get(file_type, _BYTES)
