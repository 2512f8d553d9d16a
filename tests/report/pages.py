"""Pages read back: what stands in them, and what their scripts read."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode
from typing import Any

from lxml import html as lxml_html

from catalogkit.report.html import render


def page(data: Any) -> str:
    """The page of some data."""
    return render(data, verbose=False).decode()


def read(text: str) -> Any:
    """A page as elements; those without scripts are elements as well."""
    return lxml_html.document_fromstring(text.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))


def said(element: Any) -> str:
    """The text of an element with single blanks."""
    return " ".join(element.text_content().split())


def block(text: str, name: str) -> Any:
    """What a block of data holds, inflated where it is deflated."""
    (found,) = re.findall(f'<script type="application/json" id="{name}">(.*?)</script>', text, re.DOTALL)
    value = json.loads(found)
    if isinstance(value, dict) and "deflate" in value:
        return json.loads(zlib.decompress(b64decode(value["deflate"])))
    return value


def objects_in(text: str) -> list[dict[str, Any]]:
    """The objects that a page is about, as its script reads them."""
    objects: list[dict[str, Any]] = block(text, "data")["objects"]
    for one in objects:
        one.setdefault("u", one["id"])
    return objects


def policy(text: str) -> dict[str, list[str]]:
    """The content security policy: sources by directive."""
    (content,) = read(text).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    parts = [part.split() for part in content.split(";")]
    return {name: sources for name, *sources in parts}
