"""What the files of Domains name (`catalog-format.md` §14.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.catalog import Catalog
from ..model.fields import Role
from ..model.objects import ObjectKind, plain, records
from ..model.repository import Resource
from ..model.values import Reference
from ..parsing.xml import Element
from .bundles import missing_key
from .edge import Certainty, Edge, Strength
from .expressions import Literal, literals
from .extraction import Content, Place, dynamic, edge, elements, local_name, named, place_of
from .files import Files
from .people import People
from .resolve import Found, Resolver

NOBODY_HAS_IT = "nobody in the catalog has it"
"""The reason of profile attributes that are not resolved."""
SCHEMA = "schema"
SECURITY = "securityDefinition"
_LABELS = ("labelId", "descriptionId")
_MARKER = re.compile(
    r"(?<!['\"{])\b(?:(?P<role>getRoleName|roleName|getRoles|roles)"
    r"|(?P<attribute>testProfileAttribute|attrName|getAttrName|attribute)"
    r"|(?P<user>getUsername|username|getUserName|userName))\b(?!['\"])"
)
"""Words in an expression that tell what the literals after them are; placeholders are found elsewhere."""
_IN_FILTERS = "testProfileAttribute"
_MAX_KEYS = 100_000


def domain_of(catalog: Catalog, content: Content) -> Resource | None:
    """The Domain that a file is embedded in; None where it is in something else."""
    holder = catalog.resource(content.holder.uri.parent.removesuffix("_files"))
    return holder if holder is not None and holder.type.name == "semanticLayerDataSource" else None


def schema_edges(content: Content, domain: Resource, resolver: Resolver, files: Files) -> Iterator[Edge]:
    """The data sources that a schema names by alias, and the bundle keys that no bundle has."""
    root = content.root
    assert root is not None
    aliases = _aliases(domain)
    seen = set()
    for element in named(root, "jdbcTable", "jdbcQuery"):
        alias = element.get("datasourceId")
        if not alias or alias in seen:
            continue
        seen.add(alias)
        place = place_of(content.entry, element, alias, "datasourceId")
        if alias in aliases:
            found = resolver.exact(aliases[alias])
        else:
            target = f"alias {alias}"
            found = Found(
                target, target, resolved=False, reason="the Domain has no data source of this alias"
            )
        yield edge(content.owner, found, Role.DATA_SOURCE_ALIAS, place, Strength.RUN_TIME)
    yield from _missing_keys(content, domain, files)


def security_edges(content: Content, people: People, attributes: dict[str, Found]) -> Iterator[Edge]:
    """Roles, users and profile attributes in the expressions of a security file."""
    assert content.root is not None
    for element in named(content.root, "principalExpression", "filterExpression"):
        expression = element.text or ""
        is_filter = local_name(element) == "filterExpression"
        for kind, literal, is_named in _marked(expression, is_filter=is_filter):
            place = place_of(content.entry, element, literal.text)
            place = place._replace(line=place.line + literal.line)
            if literal.dynamic:
                yield dynamic(content.owner, "", _ROLES[kind], place, Strength.SOFT)
            elif kind == "attribute":
                if is_named:
                    yield attribute_edge(content.owner, literal.text, place, attributes)
            else:
                found = people.find_near(ObjectKind(kind), literal.text, content.owner)
                yield edge(content.owner, found, _ROLES[kind], place, Strength.SOFT)


_ROLES = {"role": Role.USER_ROLE, "user": Role.USER, "attribute": Role.ATTRIBUTE}


def attribute_edge(owner: str, name: str, place: Place, attributes: dict[str, Found]) -> Edge:
    """An edge to a profile attribute."""
    target = f"attribute {name}"
    unknown = Found(target, target, resolved=False, reason=NOBODY_HAS_IT)
    return edge(owner, attributes.get(name, unknown), Role.ATTRIBUTE, place, Strength.SOFT, Certainty.LITERAL)


def _marked(expression: str, *, is_filter: bool) -> Iterator[tuple[str, Literal, bool]]:
    """The literals after a word that tells what they are; and whether it is the first, or in a list.

    Words in a filter are names of columns, except the one function that asks for an attribute.
    """
    found = (m for m in _MARKER.finditer(expression) if not is_filter or m[0] == _IN_FILTERS)
    following = next(found, None)
    marker: re.Match[str] | None = None
    is_list = False
    for literal in literals(expression):
        is_first = False
        while following is not None and following.start() < literal.start:
            marker, following, is_first = following, next(found, None), True
        if marker is None:
            continue
        if is_first:
            is_list = "[" in expression[marker.end() : literal.start]
        if literal.text:
            yield marker.lastgroup or "", literal, is_first or is_list


def _aliases(domain: Resource) -> dict[str, str]:
    found = {}
    for source in records(domain.fields, "dataSource"):
        reference = source.get("dataSourceReference")
        if isinstance(reference, Reference):
            local = reference.local.uri if reference.local is not None else ""
            found[plain(source, "alias")] = reference.uri or local
    return found


def _missing_keys(content: Content, domain: Resource, files: Files) -> Iterator[Edge]:
    bundles: list[str] = []
    for bundle in records(domain.fields, "bundle"):
        reference = bundle.get("bundle")
        if isinstance(reference, Reference):
            bundles.append(reference.local.uri if reference.local is not None else reference.uri or "")
    assert content.root is not None
    asked: dict[str, tuple[Element, str]] = {}
    for element in elements(content.root):
        for name in _LABELS:
            key = element.get(name)
            if key and len(asked) < _MAX_KEYS:
                asked.setdefault(key, (element, name))
    lost = files.lost_keys(asked, bundles)
    for key, (element, name) in asked.items():
        if key in lost:
            place = place_of(content.entry, element, key, name)
            yield missing_key(content.owner, key, place)
