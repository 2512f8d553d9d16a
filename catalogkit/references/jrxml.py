"""Places in JRXML and style templates that name other files (`catalog-format.md` §14.2), in both dialects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from lxml import etree

from ..model.fields import Role
from ..parsing.xml import Element
from .edge import Certainty, Strength
from .expressions import Literal, literals
from .extraction import Content, Place, local_name, named, place_of
from .resolve import is_address

ROOTS = frozenset({"jasperReport", "jasperTemplate"})
"""Root elements of JRXML and of style templates."""

_LOADED = {
    "subreportExpression": Role.SUB_REPORT,
    "imageExpression": Role.IMAGE,
    "template": Role.STYLE_TEMPLATE,
}
"""Elements whose expression loads a file, in the dialect up to version 6; `template` in both."""
_LOADED_7 = {"subreport": Role.SUB_REPORT, "image": Role.IMAGE}
"""The same in version 7, by the attribute `kind` of the element around the expression."""
_ADAPTER = "net.sf.jasperreports.data.adapter"
_PROVENANCE = (
    "ireport.jasperserver.reportUnit",
    "ireport.jasperserver.report.resource",
    "ireport.domainUri",
    "com.jaspersoft.jrs.data.source",
    "com.jaspersoft.studio.data.",
    "com.jaspersoft.jasperserver.api.metadata.jasperreports.domain.TopicReportUnit",
)
"""How the names of properties start that tell where a report was made."""
FIELD_TREES = frozenset({"adhoc.tree.uri", "semantic.tree.uri", "adhoc.chosen.tree.uri"})
"""Properties whose values look like URIs and are paths in a tree of fields."""
_SCHEME = "repo:"
_LINK_TARGETS = frozenset({"hyperlinkReferenceExpression", "hyperlinkParameterExpression"})
_NO_REFERENCES = frozenset(
    {"queryString", "query", "text", "description", "parameterDescription", "fieldDescription"}
)
"""Elements whose text is for databases or people, whatever it holds."""
_BUNDLE_KEY = re.compile(r"\$R\{([^}]{1,500})\}")
_HOLDERS = etree.XPath(f"//*[text()[contains(., '{_SCHEME}')] or @*[starts-with(., '{_SCHEME}')]]")
"""Elements that hold `repo:` in their text or at the start of an attribute."""
_MAX_KEYS = 10_000
"""Bundle keys of one report that are looked at."""


class Site(NamedTuple):
    """A place in a report that names something.

    Args:
        role: what it means.
        path: the path as written; the certain beginning, or nothing, where it is dynamic; the base name
            of a bundle.
        place: where it is written.
        strength: what happens without it.
        certainty: how much of it is written.
        local_only: whether it counts only if the report holds a resource of that name: a bare name in an
            expression may be anything.
    """

    role: Role
    path: str
    place: Place
    strength: Strength = Strength.RUN_TIME
    certainty: Certainty = Certainty.LITERAL
    local_only: bool = False

    @property
    def is_absolute(self) -> bool:
        """Whether it means the same wherever the file is used."""
        return self.path.removeprefix(_SCHEME).startswith("/") or is_address(self.path)


class Searched(NamedTuple):
    """What a report or style template names.

    Args:
        entry: name of its entry.
        sites: the places that name files.
        keys: the keys that it looks up in its resource bundle.
    """

    entry: str
    sites: tuple[Site, ...]
    keys: tuple[str, ...]


def search(content: Content) -> Searched:
    """Search a JRXML file or a style template."""
    root = content.root
    assert root is not None
    found: list[Site] = []
    seen: set[Element] = set()
    for site, element in _known_places(content.entry, root):
        found.append(site)
        seen.add(element)
    if _is_wide(content.data) or content.data.count(_SCHEME.encode()) > sum(map(_schemes, seen)):
        found.extend(_other_places(content.entry, root, seen))
    base = root.get("resourceBundle") if local_name(root) == "jasperReport" else None
    if base:
        found.append(Site(Role.BUNDLE, base, place_of(content.entry, root, base, "resourceBundle")))
    return Searched(content.entry, tuple(found), _keys(content, root) if base else ())


def _schemes(element: Element) -> int:
    """How often `repo:` stands in an element itself."""
    return (element.text or "").count(_SCHEME) + sum(str(v).count(_SCHEME) for v in element.attrib.values())


def _is_wide(data: bytes) -> bool:
    """Whether characters take more than a byte each, so that texts are not found among the bytes."""
    return b"\0" in data[:4]


def _known_places(entry: str, root: Element) -> Iterator[tuple[Site, Element]]:
    """The places that the format gives a meaning, each with its element."""
    names = (*_LOADED, "expression", "property", "propertyExpression", "hyperlinkParameter")
    for element in named(root, *names):
        name = local_name(element)
        role = _LOADED.get(name)
        if name == "expression":
            role = _LOADED_7.get(_attribute_of_parent(element, "kind"))
        if role is not None:
            found = _loaded(entry, element, role)
        elif name == "property":
            found = _property(entry, element)
        elif name == "propertyExpression" and element.get("name") == _ADAPTER:
            found = _loaded(entry, element, Role.DATA_ADAPTER)
        elif name == "hyperlinkParameter":
            found = _link_parameter(entry, element)
        else:
            continue
        for site in found:
            yield site, element


def _attribute_of_parent(element: Element, name: str) -> str:
    parent = element.getparent()
    return "" if parent is None else parent.get(name, "")


def _loaded(entry: str, element: Element, role: Role) -> Iterator[Site]:
    """An expression whose value is loaded, so that a bare name counts if it is the whole expression."""
    written = element.text or ""
    expression = written.strip()
    if not expression or expression == "null":
        return
    if (
        role is Role.STYLE_TEMPLATE
        and '"' not in expression
        and "'" not in expression
        and "{" not in expression
    ):
        yield Site(
            role, expression, place_of(entry, element, expression)
        )  # a style template names it plainly
        return
    certain = 0
    for literal in literals(written):
        is_path = literal.whole or literal.text.startswith(_SCHEME) or is_address(literal.text)
        path = literal.text.strip()
        if is_path and path not in ("", _SCHEME) and not literal.dynamic:
            certain += 1
            yield Site(role, path, _literal_place(entry, element, literal))
        elif literal.dynamic and path:
            certain += 1
            place = _literal_place(entry, element, literal, expression)
            yield Site(role, "" if path == _SCHEME else path, place, certainty=Certainty.DYNAMIC)
        elif path:
            yield Site(role, path, _literal_place(entry, element, literal), local_only=True)
    if not certain:
        yield Site(role, "", place_of(entry, element, expression), certainty=Certainty.DYNAMIC)


def _property(entry: str, element: Element) -> Iterator[Site]:
    name, value = element.get("name", ""), element.get("value")
    attribute = "value" if value is not None else ""
    text = (value if value is not None else element.text or "").strip()
    if not text or name in FIELD_TREES:
        return
    if name == _ADAPTER:
        local_only = not text.startswith(_SCHEME)  # or else a file of whoever made the report
        place = place_of(entry, element, text, attribute)
        yield Site(Role.DATA_ADAPTER, text, place, local_only=local_only)
    elif name.startswith(_PROVENANCE):
        if text.removeprefix(_SCHEME).startswith("/"):
            place = place_of(entry, element, text, attribute)
            yield Site(Role.FILE, text, place, Strength.SOFT, Certainty.PROVENANCE)
    elif text.startswith(_SCHEME) and text != _SCHEME:
        yield Site(Role.FILE, text, place_of(entry, element, text, attribute))


def _link_parameter(entry: str, element: Element) -> Iterator[Site]:
    """A parameter of a link that names what is opened, such as `_report`."""
    if not element.get("name", "").startswith("_"):
        return
    for inner in named(element, "hyperlinkParameterExpression", "expression"):
        expression = (inner.text or "").strip()
        for literal in literals(inner.text or ""):
            if literal.text.removeprefix(_SCHEME).startswith("/"):
                place = _literal_place(entry, inner, literal, expression if literal.dynamic else "")
                certainty = Certainty.DYNAMIC if literal.dynamic else Certainty.LITERAL
                yield Site(Role.DRILL_DOWN, literal.text, place, Strength.SOFT, certainty)


def _other_places(entry: str, root: Element, seen: set[Element]) -> Iterator[Site]:
    """Literals and attributes that start with `repo:` anywhere else; text of queries is not looked at."""
    for element in _HOLDERS(root):
        name = local_name(element)
        if name == "property" or element in seen:  # those that name something are known
            continue
        for attribute, value in element.attrib.items():
            if str(value).startswith(_SCHEME):
                role = Role.FONT if "font" in str(attribute).lower() else Role.FILE
                yield Site(role, str(value), place_of(entry, element, str(value), str(attribute)))
        text = element.text or ""
        if _SCHEME not in text or name in _NO_REFERENCES:
            continue
        parent = element.getparent()
        if parent is not None and parent in seen:  # the expression of a link parameter
            continue
        if text.strip().startswith(_SCHEME):
            yield Site(Role.FILE, text.strip(), place_of(entry, element, text.strip()))
        yield from _literal_sites(entry, element, text, is_link=_is_link(element))


def _is_link(element: Element) -> bool:
    """Whether an expression tells what a link opens."""
    parent = element.getparent()
    in_link = parent is not None and local_name(parent) == "hyperlinkParameter"
    return in_link or local_name(element) in _LINK_TARGETS


def _literal_sites(entry: str, element: Element, expression: str, *, is_link: bool) -> Iterator[Site]:
    stripped = expression.strip()
    role = Role.DRILL_DOWN if is_link else Role.FILE
    strength = Strength.SOFT if is_link else Strength.RUN_TIME
    for literal in literals(expression):
        if literal.text.startswith(_SCHEME):
            bare = literal.text.strip() == _SCHEME
            certainty = Certainty.DYNAMIC if literal.dynamic or bare else Certainty.LITERAL
            place = _literal_place(
                entry, element, literal, stripped if certainty is Certainty.DYNAMIC else ""
            )
            yield Site(role, "" if bare else literal.text, place, strength, certainty)


def _keys(content: Content, root: Element) -> tuple[str, ...]:
    """The keys that are looked up in the resource bundle."""
    if b"$R{" not in content.data and not _is_wide(content.data):
        return ()
    text = str(etree.tostring(root, method="text", encoding="unicode"))
    return tuple(islice(dict.fromkeys(_BUNDLE_KEY.findall(text)), _MAX_KEYS))


def _literal_place(entry: str, element: Element, literal: Literal, text: str = "") -> Place:
    place = place_of(entry, element, text or literal.text)
    return place._replace(line=place.line + literal.line) if place.line else place
