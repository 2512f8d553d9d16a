"""Model objects back to XML, laid out as the server writes it (`catalog-format.md` §4 to §12).

Elements come in the order of the tables; what no table knows follows them, as it was read.
"""

from __future__ import annotations

from lxml import etree

from ..model.descriptors import fields_of, root_of
from ..model.fields import TEXT, XSI_TYPE, Field, Nested, Ref, Struct, Typed
from ..model.index import Index
from ..model.objects import CatalogObject, many
from ..model.repository import Resource
from ..model.uri import URI
from ..model.values import Raw, Record, Reference, Secret, TypedValue, Value
from .xml import JAVA, XSI, XSI_TYPE_NAME, Element

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_RAW = "raw"
"""Name of the processing instruction that stands for raw XML until white space is laid out around it."""
_XSI_MAP = {"xsi": XSI}
_TYPED_MAP = {"xsi": XSI, "java": JAVA}


def serialise(item: CatalogObject) -> bytes:
    """The descriptor of an object: UTF-8 with declaration, indented by four spaces.

    Args:
        item: any object of a catalog.
    """
    return document(_filled(etree.Element(root_of(item)), item.fields, fields_of(item)))


def serialise_index(index: Index) -> bytes:
    """`index.xml`: properties before `modules` as far as the server does so, then modules (§2)."""
    root = etree.Element("export")
    for entry in index.properties:
        element = etree.SubElement(root, "property")
        for name, value in (("name", entry.name), ("value", entry.value)):
            if value is not None:
                element.set(name, value)
    for module in index.modules:
        element = etree.SubElement(root, "module")
        if module.id is not None:
            element.set("id", module.id)
        for item in module.items:
            child = etree.SubElement(element, item.element)
            child.text = item.text
            if item.tenant is not None:
                child.set("tenant", item.tenant)
    return document(root, indent=False)


def serialise_ids(root: str, name: str, ids: tuple[str, ...]) -> bytes:
    """The list of ids beside jobs (`reportUnitJobs`, `jobId`) or favorites (`favorites`, `favoriteId`)."""
    element = etree.Element(root)
    for value in ids:
        etree.SubElement(element, name).text = value
    return document(element)


def serialise_broken_dependencies(uris: tuple[URI, ...]) -> bytes:
    """`broken_dependencies.xml` (§2.3)."""
    root = etree.Element("broken_dependencies")
    for uri in uris:
        etree.SubElement(root, "resource").text = uri
    return document(root, indent=False)


def document(root: Element, *, indent: bool = True) -> bytes:
    """A root element as the bytes of an entry."""
    if indent:
        etree.indent(root, "    ")
    for instruction in list(root.iter(etree.PI)):
        raw = etree.fromstring(bytes.fromhex(instruction.text or ""))
        raw.tail = instruction.tail
        parent = instruction.getparent()
        assert parent is not None
        parent.replace(instruction, raw)
    return _DECLARATION + etree.tostring(root, encoding="UTF-8") + b"\n"


def _filled(element: Element, fields: Record, table: tuple[Field, ...]) -> Element:
    known = {field.name for field in table}
    for field in table:
        if field.name in fields:
            for value in many(fields, field.name):
                _add(element, field, value)
    for name in fields:
        if name not in known and name != XSI_TYPE:
            for value in many(fields, name):
                _add(element, Field(name), value)
    return element


def _add(element: Element, field: Field, value: Value) -> None:
    """One value of one field, as an attribute, as text, or as a child."""
    name = field.name
    if name == TEXT:
        element.text = _text(value)
    elif name.startswith("@"):
        element.set(name[1:], value.xml if isinstance(value, Raw) else _text(value))
    elif isinstance(value, Raw):
        element.append(etree.PI(_RAW, value.xml.encode().hex()))
    else:
        _add_child(element, field, value)


def _add_child(element: Element, field: Field, value: Value) -> None:
    match field, value:
        case Ref(), Reference():
            child = etree.SubElement(element, field.name)
            if value.uri is not None:
                etree.SubElement(child, "uri").text = value.uri
            if value.local is not None:
                child.append(_local(value.local))
        case Nested(), Resource():
            _filled(etree.SubElement(element, field.name), value.fields, value.type.fields)
        case Struct(), dict():
            nsmap = _XSI_MAP if field.typed else None
            child = etree.SubElement(element, field.name, nsmap=nsmap)
            _filled(child, value, field.fields)
            if XSI_TYPE in value:
                child.set(XSI_TYPE_NAME, _text(value[XSI_TYPE]))
        case Typed(), TypedValue():
            _typed(element, field.name, value)
        case _:
            etree.SubElement(element, field.name).text = _text(value)


def _local(resource: Resource) -> Element:
    element = etree.Element("localResource", nsmap=_XSI_MAP)
    _filled(element, resource.fields, resource.type.fields)
    element.set(XSI_TYPE_NAME, resource.type.name)
    return element


def _typed(parent: Element, name: str, value: TypedValue) -> None:
    java = value.type is not None and value.type.startswith("java:")
    child = etree.SubElement(parent, name, nsmap=_TYPED_MAP if java else _XSI_MAP)
    if value.type is not None:
        child.set(XSI_TYPE_NAME, value.type)
    if value.text is not None:
        child.text = _text(value.text)
    for part, inner in value.parts:
        _add(child, Typed(part), inner)


def _text(value: Value | tuple[Value, ...] | None) -> str:
    if isinstance(value, Secret):
        return value.reveal()
    if isinstance(value, str):
        return value
    raise TypeError(f"not a text: {type(value).__name__}")
