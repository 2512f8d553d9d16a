"""Archives that try to use up memory or time, and each limit on its own."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.hostile.base import (
    DESCRIPTOR,
    HARMLESS,
    INDEX,
    ROLE,
    VALID,
    add_bytes,
    add_entries,
    add_part,
    parts,
    resource,
)
from tests.hostile.raw_zip import ALL_32, Part, build, deflate

MEGABYTE = 1_000_000


def spaced(size: int, start: bytes = b"<a>", end: bytes = b"</a>") -> bytes:
    """An XML entry of some size that is nearly all white space."""
    return start + b" " * (size - len(start) - len(end)) + end


# Compressed a thousand times.
add_part("bomb-data-100-mb", lambda: Part("resources/a/bomb.data", bytes(100 * MEGABYTE)), codes=(1,))
add_part("bomb-data-9-mb", lambda: Part("resources/a/bomb.data", bytes(9 * MEGABYTE)), codes=HARMLESS)
add_entries("bomb-xml-9-mb", lambda: {DESCRIPTOR: spaced(9 * MEGABYTE)}, codes=(1,))
add_entries("bomb-xml-100-mb", lambda: {DESCRIPTOR: spaced(100 * MEGABYTE)}, codes=(1,))
add_entries("bomb-index-9-mb", lambda: {"index.xml": spaced(9 * MEGABYTE)}, codes=(1,))
add_entries("bomb-index-100-mb", lambda: {"index.xml": spaced(100 * MEGABYTE)}, codes=(1,))
add_entries(
    "bomb-broken-dependencies-100-mb",
    lambda: {"broken_dependencies.xml": spaced(100 * MEGABYTE)},
    codes=(1,),
)
add_entries(
    "bomb-in-a-zip", lambda: {"resources/a/b.zip": build([Part("x", bytes(20 * MEGABYTE))])}, codes=HARMLESS
)


def _many(count: int, content: bytes, name: str) -> Iterator[Part]:
    packed = deflate(content)
    return (Part(name.format(i), content, packed=packed) for i in range(count))


add_bytes(
    "bomb-200-descriptors-9-mb",
    lambda: build([*parts(), *_many(200, resource(b" " * 9 * MEGABYTE), "resources/a/{:03d}.xml")]),
    codes=(1,),
)
add_bytes(
    "bomb-200-labels-9-mb",
    lambda: build([*parts(), *_many(200, resource(b"x" * 9 * MEGABYTE), "resources/a/{:03d}.xml")]),
    codes=(1,),
)
add_bytes(
    "bomb-200-data-files-9-mb",
    lambda: build([*parts(), *_many(200, bytes(9 * MEGABYTE), "resources/a/{:03d}.data")]),
    codes=(1,),
)
add_bytes(
    "bomb-50-descriptors-full-of-elements",
    lambda: build([*parts(), *_many(50, resource(b"<x/>" * 240_000, tag="y"), "resources/a/{:03d}.xml")]),
    codes=(1,),
)
add_bytes(
    "bomb-50-users-full-of-roles",
    lambda: build([*parts(), *_many(50, b"<user>" + b"<role/>" * 140_000 + b"</user>", "users/{:03d}.xml")]),
    codes=(1,),
)
add_bytes(
    "bomb-200-access-events-9-mb",
    lambda: build([*parts(), *_many(200, spaced(9 * MEGABYTE), "accessEvents/{:03d}.xml")]),
    codes=(1,),
)


# Many entries.
def _entries(count: int) -> bytes:
    return build([*parts(), *(Part(f"resources/a/{i:06d}", b"", 0) for i in range(count))])


add_bytes("entries-100000-above-the-limit", lambda: _entries(100_000), "--max-entries=1000", codes=(3,))
add_bytes("entries-50000", lambda: _entries(50_000), codes=HARMLESS)
add_bytes(
    "entries-20000-with-long-names",
    lambda: build([*parts(), *(Part("resources/a/" + f"{i:07d}" * 100, b"", 0) for i in range(20_000))]),
    codes=HARMLESS,
)
add_bytes(
    "entries-3000-with-names-of-64k",
    lambda: build([*parts(), *(Part(f"{i:04d}" * 16_000, b"", 0) for i in range(3_000))]),
    codes=(1,),
)
add_bytes(
    "entries-20000-malformed",
    lambda: build([*parts(), *(Part(f"resources/a/{i}.xml", b"<a", 0) for i in range(20_000))]),
    codes=(1,),
)
add_bytes(
    "entries-20000-jobs-of-one-report",
    lambda: build([
        *parts(),
        Part("reportJobs/a/r/index.xml", b"<reportUnitJobs>" + b"".join(
            b"<jobId>%d</jobId>" % -i for i in range(30_000)
        ) + b"</reportUnitJobs>"),
        *(Part(f"reportJobs/a/r/{i}.xml", b"<reportJob/>", 0) for i in range(20_000)),
    ]),
    codes=(1,),
)  # fmt: skip
add_bytes(
    "entries-20000-directories-in-directories",
    lambda: build([*parts(), *(Part(f"{'d/' * (i % 99)}{i}/", b"", 0) for i in range(20_000))]),
    codes=HARMLESS,
)
add_bytes(
    "entries-20000-in-random-order",
    lambda: build(random.Random(5).sample([*_many(20_000, ROLE, "roles/{:05d}.xml")], 20_000)),
    codes=(1,),
)

# Each limit on its own.
_DATA = "resources/a/logo.data"
for _name, _option, _entry, _data in (
    ("entry-size", "--max-entry-size=5000", _DATA, bytes(range(256)) * 40),
    ("entry-size-xml", "--max-entry-size=300", DESCRIPTOR, resource(b"<fileType>xml</fileType>" * 99)),
    ("total-size", "--max-total-size=5000", _DATA, bytes(range(256)) * 40),
    ("ratio", "--max-ratio=20", _DATA, bytes(11 * MEGABYTE)),
    ("xml-size", "--max-xml-size=300", DESCRIPTOR, resource(b" " * 400)),
    ("xml-depth", "--max-xml-depth=5", DESCRIPTOR, resource(b"<a>" * 6 + b"</a>" * 6)),
    ("xml-nodes", "--max-xml-nodes=50", DESCRIPTOR, resource(b"<a/>" * 60)),
    ("index-size", "--max-xml-size=250", "index.xml", INDEX + b" " * 400),
    ("index-depth", "--max-xml-depth=2", "index.xml", INDEX),
    ("index-nodes", "--max-xml-nodes=5", "index.xml", INDEX),
):
    add_entries(f"limit-{_name}", lambda entry=_entry, data=_data: {entry: data}, _option, codes=(1,))
add_bytes("limit-name-depth", lambda: build(parts()), "--max-name-depth=1", codes=(1,))
add_bytes("limit-name-length", lambda: build(parts()), "--max-name-length=12", codes=(1,))
add_bytes("limit-entries", lambda: build(parts()), "--max-entries=3", codes=(3,))
add_bytes(
    "limit-ratio-together-by-default",
    lambda: build([*parts(), *_many(6, bytes(9 * MEGABYTE), "resources/a/{:03d}.data")]),
    codes=(1,),
)
add_bytes(
    "limit-total-size-many-entries",
    lambda: build([*parts(), *_many(2_000, bytes(MEGABYTE), "resources/a/{:04d}.data")]),
    "--max-total-size=100000000",
    "--max-ratio=10000",
    codes=(1,),
)
add_bytes(
    "directory-of-300-mb-declared",
    lambda: build(parts(), size=300 << 20) + b"",
    codes=(3,),
)
add_part(
    "bomb-with-honest-header-of-4-gb",
    lambda: Part("resources/a/x.data", b"", packed=deflate(bytes(MEGABYTE)), says={"size": ALL_32 - 1}),
    codes=(1,),
)
add_bytes("valid-but-stored", lambda: build(Part(n, d, 0) for n, d in VALID.items()), codes=(0,))
