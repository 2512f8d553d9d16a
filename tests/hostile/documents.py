"""Archives whose XML is hostile or broken."""

from __future__ import annotations

from collections.abc import Callable

from tests.hostile.base import CANARY, DESCRIPTOR, HARMLESS, INDEX, ROLE, add_entries, folder, resource

UNREACHABLE = "http://127.0.0.1:9/canary"
MEGABYTE = 1_000_000

PLACES: dict[str, tuple[str, Callable[[bytes, bytes], bytes]]] = {
    "index": (
        "index.xml",
        lambda start, text: start + b'<export><property name="jsVersion" value="' + text + b'"/>'
        b'<module id="repositoryResources"><folder>' + text + b"</folder></module></export>",
    ),
    "descriptor": (
        DESCRIPTOR,
        lambda start, text: start + resource(b"<description>" + text + b"</description>"),
    ),
    "folder": ("resources/a/.folder.xml", lambda start, text: start + folder(more=text)),
    "role": ("roles/ROLE_USER.xml", lambda start, text: start + ROLE.replace(b"ROLE_USER", text)),
    "broken-dependencies": (
        "broken_dependencies.xml",
        lambda start, text: start + b"<x><resource>" + text + b"</resource></x>",
    ),
    "access-event": (
        "accessEvents/1.xml",
        lambda start, text: start + b"<accessEvent>" + text + b"</accessEvent>",
    ),
}  # fmt: skip
"""Where hostile XML can stand: entry name, and (prologue, text) → entry."""

_FILE = CANARY.as_uri().encode()
_LAUGHS = b'<!ENTITY a0 "ha">' + b"".join(
    b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 12)
)


def _doctype(inside: bytes) -> bytes:
    return b'<?xml version="1.0"?><!DOCTYPE x [' + inside + b"]>"


ATTACKS: dict[str, tuple[bytes, bytes]] = {
    "file": (_doctype(b'<!ENTITY e SYSTEM "' + _FILE + b'">'), b"&e;"),
    "file-by-path": (_doctype(b'<!ENTITY e SYSTEM "' + str(CANARY).encode() + b'">'), b"&e;"),
    "http": (_doctype(b'<!ENTITY e SYSTEM "' + UNREACHABLE.encode() + b'">'), b"&e;"),
    "public": (_doctype(b'<!ENTITY e PUBLIC "x" "' + _FILE + b'">'), b"&e;"),
    "parameter-entity": (_doctype(b'<!ENTITY % e SYSTEM "' + _FILE + b'"> %e;'), b"x"),
    "parameter-entity-out": (
        _doctype(
            b'<!ENTITY % f SYSTEM "' + _FILE + b'"><!ENTITY % a "<!ENTITY e SYSTEM \'file:///%f;\'>">%a;'
        ),
        b"&e;",
    ),
    "external-dtd": (b'<!DOCTYPE x SYSTEM "' + _FILE + b'">', b"x"),
    "external-dtd-entity": (b'<!DOCTYPE x SYSTEM "' + _FILE + b'">', b"&e;"),
    "include": (
        b"",
        b'<i:include xmlns:i="http://www.w3.org/2001/XInclude" parse="text" href="' + _FILE + b'"/>',
    ),
    "stylesheet": (b'<?xml-stylesheet type="text/xsl" href="' + _FILE + b'"?>', b"x"),
    "laughs": (_doctype(_LAUGHS), b"&a11;"),
    "quadratic": (_doctype(b'<!ENTITY e "' + b"x" * 50_000 + b'">'), b"&e;" * 50_000),
    "recursive": (_doctype(b'<!ENTITY a "&b;"><!ENTITY b "&a;">'), b"&a;"),
    "undefined": (b"", b"&nothing;"),
    "elements-in-entity": (_doctype(b'<!ENTITY e "' + b"<x/>" * 150_000 + b'">'), b"&e;"),
    "default-attributes": (
        _doctype(b'<!ATTLIST x y CDATA "' + b"v" * 50_000 + b'">'),
        b"<x/>" * 20_000,
    ),
}  # fmt: skip
"""What hostile XML holds: (prologue, text), by name."""

_HARMLESS_ATTACKS = {"external-dtd", "stylesheet", "include", "elements-in-entity"}
for _place, (_entry, _document) in PLACES.items():
    for _name, (_start, _text) in ATTACKS.items():
        add_entries(
            f"{_place}-xml-{_name}",
            lambda entry=_entry, document=_document, start=_start, text=_text: {entry: document(start, text)},
            codes=HARMLESS if _place == "access-event" or _name in _HARMLESS_ATTACKS else (1,),
        )

_TEXT = (
    '<?xml version="1.0" encoding="{}"?><fileResource><folder>/a</folder><name>\u00fc</name></fileResource>'
)


def _encoded(declared: str, real: str) -> bytes:
    return _TEXT.format(declared).encode(real)


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "utf-16": lambda: _encoded("UTF-16", "utf-16"),
    "utf-16-le-without-mark": lambda: _encoded("UTF-16", "utf-16-le"),
    "utf-16-be-without-mark": lambda: _encoded("UTF-16BE", "utf-16-be"),
    "utf-32": lambda: _encoded("UTF-32", "utf-32"),
    "utf-32-be": lambda: _encoded("UCS-4", "utf-32-be"),
    "utf-7": lambda: _encoded("UTF-7", "utf-7"),
    "ebcdic": lambda: _encoded("IBM037", "cp037"),
    "latin-1-as-utf-8": lambda: _encoded("UTF-8", "latin-1"),
    "utf-8-as-latin-1": lambda: _encoded("ISO-8859-1", "utf-8"),
    "utf-8-as-utf-16": lambda: _encoded("UTF-16", "utf-8"),
    "unknown-encoding": lambda: _encoded("KLINGON", "utf-8"),
    "java-escapes": lambda: b'<?xml version="1.0" encoding="JAVA"?>' + resource(b"\\u003cx/\\u003e" * 9_000),
    "byte-order-mark-only": lambda: b"\xef\xbb\xbf",
    "byte-order-mark": lambda: b"\xef\xbb\xbf" + resource(),
    "invalid-utf-8": lambda: resource(b"<description>\xff\xfe\xc0\xaf\xed\xa0\x80</description>"),
    "nul": lambda: resource(b"<description>a\0b</description>"),
    "nul-reference": lambda: resource(b"<description>&#0;</description>"),
    "escape-reference": lambda: resource(b"<description>&#x1b;[2J</description>"),
    "xml-1.1": lambda: b'<?xml version="1.1"?>' + resource(b"<description>&#x1b;[2J</description>"),
    "huge-reference": lambda: resource(b"<description>&#99999999999999;</description>"),
    "empty": lambda: b"",
    "white-space": lambda: b" \n" * 5_000,
    "zeros": lambda: bytes(5_000),
    "text": lambda: b"not XML",
    "binary": lambda: bytes(range(256)) * 50,
    "zip": lambda: b"PK\x05\x06" + bytes(18),
    "ends-early": lambda: resource()[:-9],
    "two-roots": lambda: resource() * 2,
    "attribute-twice": lambda: b'<fileResource a="1" a="2"/>',
    "prefix-not-bound": lambda: resource(b"<p:x/>"),
    "comments": lambda: resource(b"<!-- x -->" * 400_000),
    "instructions": lambda: resource(b"<?x y?>" * 400_000),
    "deep-10000": lambda: b"<a>" * 10_000 + b"</a>" * 10_000,
    "deep-250": lambda: resource(b"<a>" * 250 + b"</a>" * 250),
    "deep-250-in-utf-16": lambda: ("<a>" * 250 + "</a>" * 250).encode("utf-16"),
    "local-resources-500": lambda: _nested(500),
    "local-resources-60": lambda: _nested(60),
    "local-resources-45": lambda: _nested(45),
    "attribute-of-20-mb": lambda: b'<fileResource dataFile="' + b"x" * 20 * MEGABYTE + b'"/>',
    "attribute-of-9-mb": lambda: b'<fileResource dataFile="' + b"x" * 9 * MEGABYTE + b'"/>',
    "text-of-11-mb": lambda: resource(b"<fileType>" + b"x" * 11 * MEGABYTE + b"</fileType>"),
    "text-of-15-mb": lambda: resource(b"<fileType>" + b"xy" * 7 * MEGABYTE + b"</fileType>"),
    "text-in-references": lambda: resource(b"<fileType>" + b"&amp;" * 2 * MEGABYTE + b"</fileType>"),
    "elements-2000000": lambda: resource(b"<x/>" * 2 * MEGABYTE),
    "elements-490000-unknown": lambda: resource(b"<x/>" * 245_000 + b"<y/>" * 245_000),
    "elements-490000-different": lambda: resource(b"".join(b"<x%d/>" % i for i in range(490_000))),
    "elements-490000-repeated": lambda: resource(b"<label/>" * 490_000),
    "elements-490000-permissions": lambda: resource(b"<permission/>" * 490_000),
    "elements-240000-references": lambda: resource(b"<resource/>" * 240_000, tag="reportUnit"),
    "elements-490000-parts": lambda: resource(
        b"<minValue>" + b"<a/>" * 490_000 + b"</minValue>", tag="dataType"
    ),
    "text-between-elements": lambda: resource(b"x<label/>" * 400_000),
    "attributes-400000": lambda: b"<fileResource " + b" ".join(b'a%d=""' % i for i in range(400_000)) + b"/>",
    "attributes-100000": lambda: b"<fileResource " + b" ".join(b'a%d=""' % i for i in range(100_000)) + b"/>",
    "attributes-100000-below": lambda: resource(
        b"<x " + b" ".join(b'a%d=""' % i for i in range(100_000)) + b"/>"
    ),
    "namespaces-50000": lambda: (
        b"<fileResource " + b" ".join(b'xmlns:a%d="u"' % i for i in range(50_000)) + b">"
        + b"<x/>" * 50_000 + b"</fileResource>"
    ),
    "namespaces-50000-used": lambda: (
        b"<fileResource " + b" ".join(b'xmlns:a%d="u"' % i for i in range(50_000)) + b">"
        + b"".join(b"<a%d:x/>" % i for i in range(50_000)) + b"</fileResource>"
    ),
    "namespace-of-5-mb": lambda: (
        b'<fileResource xmlns:a="' + b"u" * 5 * MEGABYTE + b'">' + b"<a:x/>" * 100_000 + b"</fileResource>"
    ),
    "namespace-of-5-mb-in-entity": lambda: _doctype(b'<!ENTITY e "' + b"u" * 400_000 + b'">') + (
        b'<fileResource xmlns:a="&e;">' + b"<a:x/>" * 10_000 + b"</fileResource>"
    ),
    "namespaces-short-often": lambda: (
        b'<fileResource xmlns:a="' + b"u" * 1_900 + b'">' + b"<a:x/>" * 100_000 + b"</fileResource>"
    ),
    "long-names": lambda: (
        b"<" + b"n" * 49_000 + b"><folder>/a</folder><name>logo</name>" + b"<x/>" * 200_000
        + b"</" + b"n" * 49_000 + b">"
    ),
    "unknown-type-with-prefix": lambda: b'<p:x xmlns:p="u"><folder>/a</folder><name>logo</name></p:x>',
    "mask-of-5000-digits": lambda: resource(
        b"<permission><permissionMask>" + b"9" * 5_000 + b"</permissionMask>"
        b"<recipient recipientType=\"role\">ROLE_USER</recipient></permission>"
    ),
    "claims-folder-descriptor": lambda: resource(data=".folder.xml"),
    "claims-itself": lambda: resource(data="logo.xml"),
    "claims-outside": lambda: resource(data="../../../../etc/passwd"),
    "claims-index": lambda: resource(data="../../index.xml"),
    "claims-hostile-name": lambda: resource(data="&#x202e;&#x85;evil&#10;error: x"),
    "label-with-bidi": lambda: resource(
        "<description>\u202e\u2066\u0085\u009b2J\u2028\ufeff</description>".encode()
    ),
    "label-with-newlines": lambda: resource(b"<description>a&#10;error: all is well&#13;b</description>"),
    "name-with-bidi": lambda: resource(name="\u202egpj.logo\u009b2J"),
    "refers-to-itself": lambda: resource(b"<dataSource><uri>/a/logo</uri></dataSource>", tag="reportUnit"),
    "embedded-twice-over": lambda: resource(
        (_LOCAL_FILE * 100_000).encode(), tag="reportUnit"
    ),
}  # fmt: skip
"""Documents that stand in the place of a descriptor, by name."""

_LOCAL_FILE = (
    '<resource><localResource xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="fileResource"'
    ' dataFile="x"><folder>/a/logo_files</folder><name>x</name></localResource></resource>'
)


def _nested(levels: int) -> bytes:
    start = (
        '<dataSource><localResource xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xsi:type="query"><folder>/a/logo_files</folder><name>q</name>'
    )
    return resource((start * levels + "</localResource></dataSource>" * levels).encode(), tag="reportUnit")


_HARMLESS = {
    "byte-order-mark",
    "claims-folder-descriptor",
    "claims-itself",
    "comments",
    "elements-490000-different",
    "elements-490000-parts",
    "elements-490000-permissions",
    "elements-240000-references",
    "elements-490000-repeated",
    "elements-490000-unknown",
    "instructions",
    "java-escapes",
    "label-with-bidi",
    "label-with-newlines",
    "local-resources-45",
    "mask-of-5000-digits",
    "refers-to-itself",
    "text-between-elements",
    "text-in-references",
}
for _name, _make in DOCUMENTS.items():
    add_entries(
        f"document-{_name}",
        lambda make=_make: {DESCRIPTOR: make()},
        codes=HARMLESS if _name in _HARMLESS else (1,),
    )
for _name in ("utf-16", "utf-7", "ebcdic", "latin-1-as-utf-8", "nul", "empty", "deep-10000", "invalid-utf-8"):
    for _entry in ("index.xml", "roles/ROLE_USER.xml", "resources/a/.folder.xml", "broken_dependencies.xml"):
        add_entries(
            f"{_entry.partition('.xml')[0].replace('/', '-')}-is-{_name}",
            lambda entry=_entry, make=DOCUMENTS[_name]: {entry: make()},
            codes=HARMLESS if (_entry, _name) == ("broken_dependencies.xml", "utf-7") else (1,),
        )


def _before(mark: bytes, more: bytes) -> Callable[[], bytes]:
    return lambda: INDEX.replace(mark, more + mark, 1)


def _many(form: bytes, count: int = 30_000) -> bytes:
    return b"".join(form % i for i in range(count))


for _name, _index in {
    "items-30000": _before(b"<role>", _many(b"<role>R%d</role>")),
    "resources-30000": _before(b"<folder>", _many(b"<resource>/a/%d</resource>")),
    "same-resource-30000": _before(b"<folder>", b"<resource>/x</resource>" * 30_000),
    "properties-30000": _before(b"<module", _many(b'<property name="a" value="%d"/>')),
    "modules-30000": _before(b"</export>", b'<module id="x"/>' * 30_000),
    "unknown-400000": _before(b"</export>", b"<x/>" * 400_000),
    "unknown-in-module": _before(b"</module>", b"<x/>" * 400_000),
    "namespaced": lambda: (
        b'<e:export xmlns:e="' + b"u" * 1_900 + b'">' + b"<e:x/>" * 400_000 + b"</e:export>"
    ),
    "deep-uri": _before(b"<folder>", b"<resource>" + b"/d" * 500_000 + b"</resource>"),
    "deep-uris": _before(b"<folder>", _many(b"<resource>/%d" + b"/d" * 490 + b"</resource>", 300)),
    "control-characters": lambda: INDEX.replace(b"/a/logo", "/a/\u202e\u009b2J&#10;error: x".encode()),
    "path-processor": lambda: INDEX.replace(b'"zip"', b'"x&#10;y"'),
}.items():  # fmt: skip
    add_entries(f"index-with-{_name}", lambda index=_index: {"index.xml": index()}, codes=(0, 1))
add_entries(
    "broken-dependencies-30000",
    lambda: {"broken_dependencies.xml": b"<x>" + b"<resource>/a/logo</resource>" * 30_000 + b"</x>"},
    codes=(0, 1),
)
add_entries(
    "folders-that-contain-each-other",
    lambda: {
        "resources/a/.folder.xml": folder("a", "/a/b"),
        "resources/a/b/.folder.xml": folder("b", "/a") + b"",
    },
    codes=(1,),
)
add_entries(
    "data-sources-that-use-each-other",
    lambda: {
        f"resources/a/{i}.xml": resource(
            f"<dataSource><uri>/a/{(i + 1) % 5_000}</uri></dataSource>".encode(), tag="query", name=str(i)
        )
        for i in range(5_000)
    },
    codes=(0, 1),
)
