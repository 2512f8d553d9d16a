"""Whether two XML documents say the same, however they are laid out."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

from ..archive.limits import Limits
from ..errors import EntryError
from .formats import decoded

if TYPE_CHECKING:
    from ..parsing.xml import Element

_SPACE = " \t\r\n"
"""White space as XML defines it; other kinds are text."""
_KEEPS_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DECLARATIONS = ("<!ENTITY", "<!ATTLIST")
"""With them a document may mean by its text what it likes."""


def same_apart_from_layout(old: bytes, new: bytes, limits: Limits) -> bool:
    r"""Whether two XML documents differ in nothing but their layout.

    Layout is white space between elements, the order and quotes of attributes, CDATA against escapes, line
    ends, the encoding, where namespaces are declared, and the prefixes of elements and attributes. White
    space counts in elements that hold text or no elements: in JRXML it is printed. Comments count too.

    Args:
        old: one document.
        new: another one.
        limits: under which both are parsed; False beyond them, and for what is not well-formed.

    >>> same_apart_from_layout(b"<a><b c='1' d='2'/></a>", b'<a>\n <b d="2" c="1"/>\n</a>', Limits())
    True
    >>> same_apart_from_layout(b"<a>1</a>", b"<a>1 </a>", Limits())
    False
    """
    ours, theirs = _parsed(old, limits), _parsed(new, limits)
    if ours is None or theirs is None or _doctype(ours) != _doctype(theirs):
        return False
    before = list(ours.itersiblings(preceding=True)), list(theirs.itersiblings(preceding=True))
    after = list(ours.itersiblings()), list(theirs.itersiblings())
    return _same(*before) and _same([ours], [theirs]) and _same(*after)


def _parsed(data: bytes, limits: Limits) -> Element | None:
    """The root element, with comments and processing instructions; None where it cannot be compared."""
    from lxml import etree

    from ..parsing.xml import Xml

    text = decoded(data)
    if text is None or any(declaration in text for declaration in _DECLARATIONS):
        return None
    try:
        Xml(limits).parse(data, "")
    except EntryError:
        return None  # shown as text, and the damage is a finding of `check`
    # The same once more: that one refuses what is too large, but drops comments.
    parser = etree.XMLParser(resolve_entities="internal", no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def _doctype(root: Element) -> tuple[str | None, ...]:
    info = root.getroottree().docinfo
    return info.doctype, info.public_id, info.system_url


def _same(old: list[Element], new: list[Element]) -> bool:
    """Whether nodes that follow one another are the same, with all in them."""
    if len(old) != len(new):
        return False
    pending = list(zip(old, new, repeat(False)))
    while pending:
        ours, theirs, keeps_space = pending.pop()
        if ours.tag != theirs.tag:
            return False
        if not isinstance(ours.tag, str):  # a comment or a processing instruction
            if (ours.text, _target(ours)) != (theirs.text, _target(theirs)):
                return False
            continue
        keeps_space = {"preserve": True, "default": False}.get(ours.get(_KEEPS_SPACE, ""), keeps_space)
        if not _same_element(ours, theirs, keeps_space=keeps_space):
            return False
        pending.extend(zip(ours, theirs, repeat(keeps_space), strict=False))
    return True


def _same_element(old: Element, new: Element, *, keeps_space: bool) -> bool:
    """Whether two elements of the same name hold the same texts and attributes, and as many nodes."""
    texts = _texts(old, keeps_space=keeps_space)
    attributes = dict(old.attrib)
    if texts != _texts(new, keeps_space=keeps_space) or attributes != dict(new.attrib):
        return False
    # A name in a text or value means another thing if its prefix does: `xsi:type="java:int"`.
    values = [value for value in (*texts, *attributes.values()) if ":" in value]
    if not values or len(old) != len(new):
        return len(old) == len(new)
    changed = {prefix for prefix, _ in old.nsmap.items() ^ new.nsmap.items() if prefix}
    return not any(f"{prefix}:" in value for prefix in changed for value in values)


def _texts(element: Element, *, keeps_space: bool) -> list[str]:
    """The texts before, between and after what an element holds; none where they are layout."""
    texts = [element.text or "", *(node.tail or "" for node in element)]
    if keeps_space or any(text.strip(_SPACE) for text in texts):
        return texts
    return [] if any(isinstance(node.tag, str) for node in element) else texts


def _target(node: Element) -> str | None:
    """What a processing instruction is for; None for a comment."""
    return getattr(node, "target", None)
