"""Archives whose entry names are hostile or broken."""

from __future__ import annotations

import stat

from tests.hostile.base import CANARY, DESCRIPTOR, VALID, add_bytes, add_part, folder, parts, resource
from tests.hostile.raw_zip import Part, build

TRAVERSALS = {
    "absolute": "/etc/passwd",
    "absolute-double": "//server/share/file",
    "absolute-backslash": "\\\\server\\share\\file",
    "drive-letter": "C:/Windows/system.ini",
    "drive-letter-backslash": "c:\\Windows\\system.ini",
    "drive-letter-relative": "c:evil.xml",
    "drive-letter-behind-dot": "./C:/evil.xml",
    "parent": "../../etc/passwd",
    "parent-inside": "resources/../../etc/passwd",
    "parent-last": "resources/a/..",
    "parent-backslash": "resources\\..\\..\\evil.xml",
    "parent-mixed": "resources/..\\..\\evil.xml",
    "nul": "resources/a/evil.xml\0.png",
    "newline": "resources/a/evil\nerror: all is well.xml",
    "carriage-return": "resources/a/evil\rerror: all is well.xml",
    "tab": "resources/a/ev\til.xml",
    "escape-sequence": "resources/a/\x1b[2J\x1b[31mevil.xml",
    "bell": "resources/a/\x07\x07evil.xml",
    "delete": "resources/a/\x7fevil.xml",
    "c1-control": "resources/a/\x9b2Jevil.xml",
    "bidi-override": "resources/a/\u202elmx.live",
    "line-separator": "resources/a/evil\u2028error: no.xml",
    "zero-width": "resources/a/lo\u200bgo.xml",
    "empty": "",
    "dot": ".",
    "space": "resources/a/ .xml",
    "double-slash": "resources//a///other.xml",
    "dot-segments": "resources/./a/./other.xml",
    "file-below-a-file": "index.xml/inside.xml",
    "case-twin": "resources/A/Logo.xml",
    "case-twin-of-index": "INDEX.XML",
    "long-64k": "resources/a/" + "x" * 65_000 + ".xml",
    "long-5000": "resources/a/" + "y" * 5_000 + ".xml",
    "deep-1000": "resources/" + "d/" * 1_000 + "evil.xml",
    "deep-backslash": "resources" + "\\d" * 1_000 + ".xml",
    "dots-and-slashes": "/" * 20_000,
    "dots-only": "./" * 99 + "..",
    "escaped-parent": "resources/-002e-002e/-002e-002e/etc/passwd.xml",
    "escaped-slash": "resources/a-002f..-002fevil.xml",
    "escaped-nul": "resources/a/-0000evil.xml",
    "escaped-escape": "resources/a/-001b[2Jevil.xml",
    "escaped-lone-surrogate": "resources/a/-d800evil.xml",
    "escaped-bidi": "resources/a/-202elmx.xml",
    "escaped-index": "index-002exml",
    "escaped-folder-descriptor": "resources/b/-002efolder.xml",
    "junk": "__MACOSX/._index.xml",
}
"""Names, by what is wrong with them."""

ENCODED = {
    "cp437": b"resources/a/\x81\x84.xml",
    "latin-1": "resources/a/\u00fcber.xml".encode("latin-1"),
    "shift-jis": "resources/a/\u65e5\u672c.xml".encode("shift-jis"),
    "overlong-slash": b"resources/a/..\xc0\xaf..\xc0\xafetc",
    "surrogates": b"resources/a/\xed\xa0\x80.xml",
    "broken": b"\xff\xfe\xfd/\x80\x81.xml",
}
"""Names that are not UTF-8."""

# Some are harmless: the server would find or ignore them, too.
_HARMLESS = {"junk", "space", "zero-width", "bidi-override", "file-below-a-file", "escaped-index"}

for _name, _text in TRAVERSALS.items():
    _codes = (0, 1) if _name in _HARMLESS else (1,)
    add_part(f"name-{_name}", lambda text=_text: Part(text, resource(name="evil")), codes=_codes)

for _name, _bytes in ENCODED.items():
    add_part(f"name-in-{_name}", lambda name=_bytes: Part(name, resource(name="evil")), codes=(1,))

add_part(
    "name-utf-8-without-flag",
    lambda: Part("resources/a/\u00fc.xml", resource(name="\u00fc"), says={"flags": 0}),
)
add_bytes("all-names-absolute", lambda: build(Part("/" + name, data) for name, data in VALID.items()))
add_bytes(
    "all-names-with-backslashes",
    lambda: build(Part(name.replace("/", "\\"), data) for name, data in VALID.items()),
)
add_bytes("wrapped", lambda: build(Part("export/" + name, data) for name, data in VALID.items()))
add_bytes(
    "wrapped-drive-letter",
    lambda: build([*(Part("x/" + n, d) for n, d in VALID.items()), Part("x/C:/evil.xml", b"<a/>")]),
)
add_bytes("not-escaped", lambda: build([*parts(), Part("resources/a-b.xml", resource(name="a-b"))]))

_CASES = str.maketrans("01", "aA")
for _name, _twin in {
    "index": Part("index.xml", b"<export/>"),
    "descriptor": Part(DESCRIPTOR, resource(name="other")),
    "folder": Part("resources/a/.folder.xml", folder("other")),
    "directory-and-file": Part("index.xml/", b""),
}.items():
    add_bytes(f"duplicate-{_name}", lambda twin=_twin: build([*parts(), twin]), codes=(0, 1))
add_bytes("duplicates-50000", lambda: build([*parts(), *[Part("resources/a/same.data", b"", 0)] * 50_000]))
add_bytes(
    "duplicates-case-20000",
    lambda: build([*parts(), *(Part("resources/" + f"{i:015b}".translate(_CASES)) for i in range(20_000))]),
)

for _name, _mode in {
    "symlink": stat.S_IFLNK | 0o777,
    "symlink-without-rights": stat.S_IFLNK,
    "character-device": stat.S_IFCHR | 0o666,
    "block-device": stat.S_IFBLK | 0o666,
    "pipe": stat.S_IFIFO | 0o666,
    "socket": stat.S_IFSOCK | 0o666,
}.items():
    add_part(
        f"zip-{_name}",
        lambda mode=_mode: Part("resources/a/evil.xml", str(CANARY).encode(), 0, mode=mode),
        codes=(1,),
    )
    add_bytes(
        f"zip-index-is-{_name}",
        lambda mode=_mode: build([
            *parts({"index.xml": None}), Part("index.xml", str(CANARY).encode(), 0, mode=mode)
        ]),
        codes=(1,),
    )  # fmt: skip
