"""What stands somewhere, in words: without secrets, and short where it goes into a sentence."""

from __future__ import annotations

from ..model.codes import mask_words
from ..model.fields import TEXT, XSI_TYPE
from ..model.nouns import noun
from ..model.objects import QualifiedName
from ..model.redaction import redacted
from ..model.values import Raw, Secret
from .canonical import FileContent, Node, Order, Tree

MAX_SHOWN = 10_000
"""Characters of a value that a result holds; what is longer is cut, and that is said."""
_QUOTED = 80
"""Characters of a value in a sentence."""


def shown(tree: Tree | None) -> str:
    """A value as it may be shown."""
    match tree:
        case None:
            return ""
        case str() | Secret():
            return redacted(tree)
        case Raw():
            return f"(unknown XML of {len(tree.xml):,} characters)"
        case FileContent():
            crc = "unknown" if tree.crc is None else f"{tree.crc:08x}"
            return f"{tree.size:,} bytes, CRC-32 {crc}"
        case Order():
            return ", ".join(map(redacted, tree))
        case Node():
            return _node(tree)


def cut(text: str) -> str:
    """A shown value, cut if it is very long."""
    if len(text) <= MAX_SHOWN:
        return text
    return f"{text[:MAX_SHOWN]}… ({len(text) - MAX_SHOWN:,} more characters)"


def quoted(text: str) -> str:
    """A shown value inside a sentence: on one line, and short."""
    line = " ".join(text.split())
    if len(line) > _QUOTED:
        line = line[: _QUOTED - 1].rstrip() + "…"
    return f'"{line}"'


def mask_shown(tree: Tree | None) -> str:
    """A permission mask in words."""
    text = shown(tree)
    try:
        return mask_words(int(text))
    except ValueError:
        return quoted(text)


def recipient_shown(recipient: Tree | None) -> str:
    """Whom a permission is for."""
    if not isinstance(recipient, Node):
        return "nobody"
    kind, tenant, name = (shown(recipient.get(part)) for part in ("@recipientType", "@tenantId", TEXT))
    return f"{kind} {QualifiedName(name, tenant or None)}".strip()


def _node(node: Node) -> str:
    if node.resource is not None:
        return f"the embedded {noun(node.resource.type.name)} {node.resource.text('name') or ''}".rstrip()
    if node.keys() <= {TEXT, XSI_TYPE}:
        return shown(node.get(TEXT))
    return ", ".join(f"{name.lstrip('@#')}: {shown(part)}" for name, part in node.items() if name != XSI_TYPE)
