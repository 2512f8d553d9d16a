"""Elements to values, driven by the tables of `model.fields`.

Whatever no table knows is kept raw and reported; nothing is dropped silently.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import TypeAlias

from lxml import etree

from ..errors import EntryLimitError
from ..model.fields import (
    TEXT,
    XSI_TYPE,
    Field,
    Kind,
    Leaf,
    Nested,
    Ref,
    Struct,
    Typed,
)
from ..model.problems import Problem, ProblemKind
from ..model.repository import Resource
from ..model.types import TYPES, ResourceType, unknown_type
from ..model.uri import URI
from ..model.values import Raw, Reference, Secret, TypedValue, Value, is_encrypted
from .xml import XSI_TYPE_NAME, Element

Reader: TypeAlias = "Callable[[Binder, Element], Value]"
Fields: TypeAlias = "dict[str, Value | tuple[Value, ...]]"

_LONG = 200
"""Characters from which on a text is not worth keeping once."""

MAX_PROBLEMS = 100
"""Problems listed for one entry; the last one says that there are more."""
MORE_PROBLEMS = "the entry has more problems than are listed"

_RAW_FACTOR, _RAW_FLOOR = 8, 4_096
"""What is kept raw may take this many times the size of its entry, and this many characters anyway."""


class Plan:
    """The fields of one shape, prepared for reading.

    Args:
        readers: (name, reader, whether repeated) by element name. Fields are kept under this name, not
            under the equal one of the element: a million fields share it.
        attributes: whether any attribute is known.
        own_text: whether the text of the element itself is a field.
    """

    __slots__ = ("attributes", "own_text", "readers", "secret_pairs")

    def __init__(
        self,
        fields: tuple[Field, ...],
        secret_pairs: tuple[str, frozenset[str], str] | None = None,
        typed: bool = False,
    ) -> None:
        self.readers = {f.name: (f.name, _reader(f), f.many) for f in fields if f.name[0] not in "@#"}
        self.attributes = {f.name[1:]: f.name for f in fields if f.name[0] == "@"}
        if typed:
            self.attributes[XSI_TYPE_NAME] = XSI_TYPE
        self.own_text = any(f.name == TEXT for f in fields)
        self.secret_pairs = secret_pairs


class Binder:
    """Reads the elements of one entry.

    Args:
        entry: its name.
        problems: where problems are added.
        texts: texts met so far; equal texts are kept once (URIs, flags and dates repeat a lot).
    """

    __slots__ = ("_raw_left", "_reported", "entry", "problems", "texts")

    def __init__(self, entry: str, problems: list[Problem], texts: dict[str, str]) -> None:
        self.entry = entry
        self.problems = problems
        self.texts = texts
        self._reported = 0
        self._raw_left: int | None = None

    def fields(self, element: Element, plan: Plan, *, ignore: str = "") -> Fields:
        """The fields of an element; `ignore` names an attribute that is not a field."""
        fields: Fields = {}
        lists: dict[str, list[Value]] = {}
        attributes = element.items()
        if attributes:
            self._attributes(element, attributes, plan, fields, ignore)
        readers = plan.readers
        for child in element:
            tag = str(child.tag)
            known = readers.get(tag)
            if known is None:
                _append(fields, lists, tag, self._unknown(element, child, tag))
                continue
            name, reader, repeated = known
            value = reader(self, child)
            if repeated:
                _append(fields, lists, name, value)
            else:
                if name in fields:
                    self.report(ProblemKind.REPEATED_ELEMENT, child, name)
                fields[name] = value
            tail = child.tail
            if tail and not tail.isspace():
                self.report(ProblemKind.TEXT_BETWEEN, child, str(element.tag))
        for name, values in lists.items():
            fields[name] = tuple(values)
        own = element.text
        if plan.own_text:
            fields[TEXT] = self.keep(own)
        elif own and not own.isspace():
            self.report(ProblemKind.TEXT_BETWEEN, element, str(element.tag))
        if plan.secret_pairs:
            _hide(fields, *plan.secret_pairs)
        return fields

    def keep(self, text: str | None) -> str:
        """A text, kept once."""
        return self.texts.setdefault(text, text) if text else ""

    def resource(self, element: Element, resource_type: ResourceType, *, ignore: str) -> Resource:
        """A local resource. Its URI is the one it states (`catalog-format.md` §0 rule 5)."""
        fields = self.fields(element, resource_plan(resource_type), ignore=ignore)
        folder, name = fields.get("folder"), fields.get("name")
        uri = URI(folder if isinstance(folder, str) else "")
        if isinstance(name, str):
            uri = uri.child(name)
        return Resource(fields, self.entry, uri, resource_type)

    def report(self, kind: ProblemKind, element: Element, subject: str, detail: str = "") -> None:
        """Add a problem, up to `MAX_PROBLEMS`."""
        self._reported += 1
        if self._reported > MAX_PROBLEMS:
            return
        if self._reported == MAX_PROBLEMS:
            subject, detail = "", MORE_PROBLEMS
        if len(subject) > _LONG:
            subject = subject[:_LONG] + "…"
        self.problems.append(Problem(kind, self.entry, element.sourceline or 0, subject, detail))

    def raw(self, element: Element) -> Raw:
        """An element as it was written, with the namespaces it uses.

        Raises:
            EntryLimitError: what is kept raw takes much more than the entry it stands in.
        """
        # Without the copy, each element would repeat every namespace around it.
        alone = deepcopy(element) if element.nsmap else element
        text = etree.tostring(alone, encoding="unicode", with_tail=False)
        if self._raw_left is None:
            self._raw_left = _RAW_FLOOR + _RAW_FACTOR * len(etree.tostring(element.getroottree()))
        self._raw_left -= len(text)
        if self._raw_left < 0:
            raise EntryLimitError(
                "unknown elements repeat their namespaces too often",
                where=self.entry,
                hint="export the catalog again",
            )
        return Raw(text)

    def _attributes(
        self, element: Element, attributes: list[tuple[str, str]], plan: Plan, fields: Fields, ignore: str
    ) -> None:
        for key, text in attributes:
            name = plan.attributes.get(key)
            if name is not None:
                fields[name] = self.keep(text)
            elif key != ignore:
                fields["@" + key] = Raw(text)
                self.report(ProblemKind.UNKNOWN_ELEMENT, element, f"{element.tag!s}/@{key}")

    def _unknown(self, parent: Element, child: Element, name: str) -> Raw:
        if self._reported < MAX_PROBLEMS:
            self.report(ProblemKind.UNKNOWN_ELEMENT, child, f"{parent.tag!s}/{name}")
        return self.raw(child)


def local_name(qualified: str) -> str:
    """The type name in an `xsi:type`, without prefix."""
    return qualified.rpartition(":")[2]


def _append(fields: Fields, lists: dict[str, list[Value]], name: str, value: Value) -> None:
    """Add to the values of a repeated field; the first one holds its place among the fields."""
    values = lists.get(name)
    if values is None:
        fields[name] = ()
        lists[name] = [value]
    else:
        values.append(value)


def _reader(field: Field) -> Reader:
    match field:
        case Leaf(kind=Kind.SECRET):
            return _read_secret
        case Leaf():
            return _read_text
        case Typed():
            return _read_typed
        case Ref():
            return _read_reference
        case Nested(type_name=name):
            return lambda binder, element: binder.resource(element, TYPES[name], ignore="")
        case Struct(fields=fields, secret_pairs=pairs, typed=is_typed):
            plan = Plan(fields, pairs, is_typed)
            return lambda binder, element: binder.fields(element, plan)
    raise TypeError(f"no reader for {field}")


def _read_text(binder: Binder, element: Element) -> Value:
    if len(element) or element.keys():
        inside = [str(child.tag) for child in element] + [f"@{key!s}" for key in element.attrib]
        for name in inside:
            binder.report(ProblemKind.UNKNOWN_ELEMENT, element, f"{element.tag!s}/{name}")
        return binder.raw(element)
    text = element.text
    if not text:
        return ""
    if text[0] == "E" and is_encrypted(text):
        return Secret(text)
    return binder.texts.setdefault(text, text) if len(text) < _LONG else text


def _read_secret(binder: Binder, element: Element) -> Value:
    value = _read_text(binder, element)
    return Secret(value) if isinstance(value, str) else value


def _read_typed(binder: Binder, element: Element) -> TypedValue | Raw:
    for key in element.keys():  # noqa: SIM118 - an element iterates over its children
        if key != XSI_TYPE_NAME:
            binder.report(ProblemKind.UNKNOWN_ELEMENT, element, f"{element.tag!s}/@{key!s}")
            return binder.raw(element)
    xsi_type = element.get(XSI_TYPE_NAME)
    parts = tuple((str(child.tag), _read_typed(binder, child)) for child in element)
    text = element.text
    value: str | Secret | None = None if parts else binder.keep(text)
    if isinstance(value, str) and is_encrypted(value):
        value = Secret(value)
    return TypedValue(binder.keep(xsi_type) if xsi_type is not None else None, value, parts)


def _read_reference(binder: Binder, element: Element) -> Value:
    uri = local = None
    for child in element:
        name = child.tag
        if name == "uri" and uri is None and not len(child) and not child.keys():
            uri = URI(binder.keep(child.text))
        elif name == "localResource" and local is None:
            local = _read_local(binder, child)
        else:
            binder.report(ProblemKind.UNKNOWN_ELEMENT, child, f"{element.tag!s}/{name!s}")
            return binder.raw(element)
    if element.keys():
        binder.report(ProblemKind.UNKNOWN_ELEMENT, element, f"{element.tag!s}/@{element.keys()[0]!s}")
        return binder.raw(element)
    return Reference(uri, local, element.sourceline or 0)


def _read_local(binder: Binder, element: Element) -> Resource:
    name = local_name(element.get(XSI_TYPE_NAME, ""))
    resource_type = TYPES.get(name)
    if resource_type is None:
        binder.report(ProblemKind.UNKNOWN_TYPE, element, name, "a local resource")
        resource_type = unknown_type(name)
    return binder.resource(element, resource_type, ignore=XSI_TYPE_NAME)


def _hide(fields: Fields, keys: str, names: frozenset[str], values: str) -> None:
    """Make the values secret whose keys are among the names."""
    key, value = fields.get(keys), fields.get(values)
    if isinstance(value, str) and key in names:
        fields[values] = Secret(value)
    elif isinstance(key, tuple) and isinstance(value, tuple):
        fields[values] = tuple(
            Secret(v) if isinstance(v, str) and i < len(key) and key[i] in names else v
            for i, v in enumerate(value)
        )


_PLANS = {name: Plan(row.fields) for name, row in TYPES.items()}
_HEADER_PLAN = Plan(unknown_type("").fields)


def resource_plan(resource_type: ResourceType) -> Plan:
    """The plan of a resource type; of an unknown one that of the header."""
    return _PLANS.get(resource_type.name, _HEADER_PLAN)
