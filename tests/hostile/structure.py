"""Archives that are damaged, or whose headers lie."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
import zlib

from tests.hostile.base import INDEX, add_bytes, add_entries, add_part, parts
from tests.hostile.raw_zip import (
    ALL_32,
    ENCRYPTED,
    STREAMED,
    UTF8,
    Part,
    body,
    build,
    build_zip64,
    deflate,
    end,
    local_header,
    record,
)

EVIL = "resources/a/evil.data"
TEXT = b"some content that is worth compressing, worth compressing " * 20
GIGABYTES_10 = 10 << 30


def sample() -> bytes:
    """The valid catalog."""
    return build(parts())


def _zip64(*values: int) -> bytes:
    return struct.pack(f"<2H{len(values)}Q", 1, 8 * len(values), *values)


# No zip at all.
for _name, _bytes in {
    "empty-file": b"",
    "one-byte": b"P",
    "text": b"This is not a zip.\n" * 100,
    "signature-only": b"PK\x03\x04",
    "gzip": gzip.compress(TEXT),
    "xz": lzma.compress(TEXT),
    "rar": b"Rar!\x1a\x07\x01\x00" + TEXT,
    "tar": b"index.xml".ljust(257, b"\0") + b"ustar\x0000" + TEXT,
    "xml": INDEX,
    "encrypted-export": b"jsEncrypted" + bytes(range(256)) * 8,
    "zeros": bytes(100_000),
    "end-signatures": b"PK\x05\x06" * 30_000,
    "local-signatures": b"PK\x03\x04" * 30_000,
}.items():
    add_bytes(f"no-zip-{_name}", lambda content=_bytes: content, codes=(3,))
add_bytes("zip-without-entries", lambda: build([]), codes=(1,))

# Cut off anywhere.
for _part in range(1, 64):
    add_bytes(f"cut-{_part:02d}-of-64", lambda n=_part: sample()[: len(sample()) * n // 64], codes=(3,))
add_bytes("cut-in-the-end-record", lambda: sample()[:-5], codes=(3,))
add_bytes(
    "cut-behind-a-zip-inside",
    lambda: build([*parts(), Part("resources/a/x.jar", sample(), 0)])[: len(sample()) * 2 - 400],
    codes=(3,),
)

# End records that lie.
add_bytes("split-over-disks", lambda: build(parts(), disk=1), codes=(3,))
add_bytes("disk-number-overflow", lambda: build(parts(), disk=0xFFFF), codes=(3,))
add_bytes("count-too-high", lambda: build(parts(), count=60_000), codes=(0, 1))
add_bytes("count-too-low", lambda: build(parts(), count=1), codes=(0, 1))
add_bytes("directory-beyond-the-end", lambda: build(parts(), offset=1 << 30), codes=(3,))
add_bytes("directory-too-large", lambda: build(parts(), size=1 << 30), codes=(3,))
add_bytes("directory-too-small", lambda: build(parts(), size=50), codes=(3,))
add_bytes("directory-empty", lambda: build(parts(), size=0), codes=(1, 3))
add_bytes("directory-at-zero", lambda: build(parts(), offset=0), codes=(1, 3))
add_bytes("directory-signature", lambda: sample().replace(b"PK\x01\x02", b"PK\x01\x03", 3), codes=(3,))
add_bytes("zip64-without-record", lambda: build(parts(), size=ALL_32, offset=ALL_32), codes=(3,))
add_bytes("zip64-record-elsewhere", lambda: build_zip64(parts(), record=1 << 62), codes=(0, 1, 3))
add_bytes("zip64-record-in-the-data", lambda: build_zip64(parts(), record=10), codes=(0, 1, 3))
add_bytes("zip64-count-huge", lambda: build_zip64(parts(), count=1 << 60), codes=(0, 1))
add_bytes("zip64-size-huge", lambda: build_zip64(parts(), size=1 << 60), codes=(3,))
add_bytes("zip64-offset-huge", lambda: build_zip64(parts(), offset=(1 << 64) - 1), codes=(3,))

# Other bytes around the zip.
add_bytes("junk-before", lambda: b"#!/bin/sh\nexit 1\n" * 100 + sample(), codes=(0, 1))
add_bytes("junk-after", lambda: sample() + b"\0" * 1_000, codes=(0, 1))
add_bytes("junk-after-70000", lambda: sample() + b"\0" * 70_000, codes=(3,))
add_bytes("two-zips", lambda: build([Part("index.xml", b"<export/>")]) + sample(), codes=(0, 1))
add_bytes("comment-with-end-record", lambda: build(parts(), comment=end(0, 0, 0)), codes=(1, 3))
add_bytes("comment-with-other-zip", lambda: build(parts(), comment=build([Part("a", b"b")])), codes=(1,))
add_bytes("comment-with-signatures", lambda: build(parts(), comment=b"PK\x05\x06" * 16_000), codes=(0, 1))
add_bytes("comment-with-escapes", lambda: build(parts(), comment=b"\x1b[2J\0\x07" * 99), codes=(0, 1))

# Central records that lie.
for _name, _part in {
    "offset-outside": Part(EVIL, TEXT, says={"offset": 1 << 30}),
    "offset-in-the-directory": Part(EVIL, TEXT, says={"offset": 20_000}),
    "offset-of-another": Part(EVIL, TEXT, says={"offset": 0}, written=False),
    "offset-in-the-middle": Part(EVIL, TEXT, says={"offset": 7}, written=False),
    "offset-huge": Part(EVIL, TEXT, says={"offset": ALL_32, "extra": _zip64((1 << 64) - 1)}),
    "sizes-huge": Part(
        EVIL,
        TEXT,
        says={"size": ALL_32, "packed_size": ALL_32, "extra": _zip64((1 << 64) - 1, (1 << 64) - 1)},
    ),
    "zip64-missing": Part(EVIL, TEXT, says={"size": ALL_32, "packed_size": ALL_32}),
    "zip64-short": Part(EVIL, TEXT, says={"size": ALL_32, "extra": struct.pack("<2H", 1, 7) + b"1234567"}),
    "extra-garbage": Part(EVIL, TEXT, says={"size": ALL_32, "extra": b"\xff" * 33}),
    "packed-size-larger": Part(EVIL, TEXT, says={"packed_size": 5_000}),
    "packed-size-smaller": Part(EVIL, TEXT, says={"packed_size": 10}),
    "size-larger": Part(EVIL, TEXT, both={"size": 100_000}),
    "size-smaller": Part(EVIL, TEXT, both={"size": 10}),
    "size-10-gb": Part(EVIL, TEXT, says={"size": ALL_32, "extra": _zip64(GIGABYTES_10)}),
    "size-10-gb-stored": Part(
        EVIL,
        TEXT,
        0,
        says={"size": ALL_32, "packed_size": ALL_32, "extra": _zip64(GIGABYTES_10, GIGABYTES_10)},
    ),
    "size-4-gb-stored": Part(EVIL, TEXT, 0, says={"size": ALL_32 - 1, "packed_size": ALL_32 - 1}),
    "stored-but-smaller": Part(EVIL, TEXT, 0, says={"size": 100_000}),
    "crc": Part(EVIL, TEXT, both={"crc": 12345}),
    "crc-stored": Part(EVIL, TEXT, 0, both={"crc": 12345}),
    "crc-in-the-directory": Part(EVIL, TEXT, says={"crc": 12345}),
    "honest-about-nothing": Part(EVIL, TEXT, both={"crc": 0, "size": 0, "packed_size": 0}),
    "encrypted": Part(EVIL, TEXT, says={"flags": UTF8 | ENCRYPTED}, local={"flags": UTF8 | ENCRYPTED}),
    "strongly-encrypted": Part(EVIL, TEXT, says={"flags": UTF8 | 0x40}),
    "hidden-headers": Part(EVIL, TEXT, says={"flags": UTF8 | 0x2000}),
    "encrypted-locally": Part(EVIL, TEXT, local={"flags": UTF8 | ENCRYPTED}),
    "method-bzip2": Part(EVIL, TEXT, 12, bz2.compress(TEXT)),
    "method-lzma": Part(EVIL, TEXT, 14, lzma.compress(TEXT)),
    "method-deflate64": Part(EVIL, TEXT, 9, deflate(TEXT)),
    "method-aes": Part(EVIL, TEXT, 99, TEXT),
    "method-unknown": Part(EVIL, TEXT, 0xFFFF, TEXT),
    "local-name": Part(EVIL, TEXT, local={"name": b"resources/a/other.data"}),
    "local-name-longer": Part(EVIL, TEXT, local={"name": EVIL.encode() + b"/../../x"}),
    "local-method": Part(EVIL, TEXT, local={"method": 0}),
    "local-crc": Part(EVIL, TEXT, local={"crc": 12345}),
    "local-size": Part(EVIL, TEXT, local={"size": 12345}),
    "local-packed-size": Part(EVIL, TEXT, local={"packed_size": 12345}),
    "local-extra-skips-data": Part(EVIL, TEXT, local={"extra": b"\0" * 65_000}),
}.items():
    _codes = (0, 1) if _name == "local-extra-skips-data" else (1,)
    add_part(f"entry-{_name}", lambda part=_part: part, codes=_codes)
    if not _name.startswith("offset"):
        add_bytes(
            f"index-{_name}",
            lambda part=_part: build([
                *parts({"index.xml": None}),
                Part("index.xml", part.data, part.method, part.packed, part.says, part.local, part.both),
            ]),
            codes=(1,),
        )  # fmt: skip

# Damaged bytes.
for _name, _packed in {
    "garbage": b"\xff" * 500,
    "ends-early": deflate(TEXT)[:-5],
    "empty": b"",
    "too-much": deflate(TEXT + b"x" * 1_000_000),
    "never-ends": b"\0\0\0\xff\xff" * 200_000,
    "bytes-after": deflate(TEXT) + b"x" * 3_000_000,
    "dictionary": zlib.compress(TEXT),
}.items():
    _codes = (0, 1) if _name == "bytes-after" else (1,)
    add_part(f"data-{_name}", lambda packed=_packed: Part(EVIL, TEXT, packed=packed), codes=_codes)
add_bytes("all-local-headers-lost", lambda: sample().replace(b"PK\x03\x04", b"PK\x04\x03"), codes=(1,))
add_bytes("every-100th-byte-flipped", lambda: bytes(
    byte ^ (255 if i % 100 == 50 else 0) for i, byte in enumerate(sample())
), codes=(1, 3))  # fmt: skip
add_part("streamed-without-sizes", lambda: Part(
    EVIL, TEXT, says={"flags": UTF8 | STREAMED},
    local={"flags": UTF8 | STREAMED, "crc": 0, "size": 0, "packed_size": 0},
), codes=(0, 1))  # fmt: skip
add_entries("index-is-a-directory", lambda: {"index.xml": None, "index.xml/": b""}, codes=(1,))
add_entries("no-index", lambda: {"index.xml": None}, codes=(1,))


def overlapping(*, extra: bool) -> bytes:
    """A zip bomb after D. Fifield: many entries whose headers are quoted by the ones before.

    Args:
        extra: quote in extra fields instead of in the compressed bytes.
    """
    kernel = deflate(bytes(1_000_000), 9)
    names = [f"resources/a/{i:04d}.data".encode() for i in range(500)]
    crc, size = zlib.crc32(bytes(1_000_000)), 1_000_000
    tail = local_header(_honest(names[-1], crc, size, len(kernel))) + kernel
    offsets = {names[-1]: len(tail)}
    records = {names[-1]: (kernel, size, crc)}
    for name in reversed(names[:-1]):
        if extra:
            says = _honest(name, crc, size, len(kernel))
            says["extra"] = b"\0" * min(len(tail) - len(kernel), 65_000)
            tail = local_header({**says, "extra": b""})[:-2] + struct.pack("<H", 65_000) + tail
            records[name] = (kernel, size, crc)
        else:
            quoted = struct.pack("<BHH", 0, len(tail) & 0xFFFF, ~len(tail) & 0xFFFF)
            packed = quoted + tail
            tail = local_header(_honest(name, crc, size, len(packed))) + packed
            records[name] = (packed, size, crc)
        offsets[name] = len(tail)
    entries, central = body(parts())
    start = len(entries)
    for name in names:
        says = _honest(name, records[name][2], records[name][1], len(records[name][0]))
        central.append(record({**says, "offset": start + len(tail) - offsets[name]}))
    directory = b"".join(central)
    return entries + tail + directory + end(len(central), len(directory), start + len(tail))


def _honest(name: bytes, crc: int, size: int, packed: int) -> dict[str, object]:
    return {
        "name": name, "method": 8, "flags": UTF8, "crc": crc, "size": size, "packed_size": packed,
        "offset": 0, "extra": b"",
    }  # fmt: skip


def spaced_overlap() -> bytes:
    """Entries far enough apart that only the local extra field leads all of them to the same bytes."""
    kernel = deflate(bytes(1_000_000), 9)
    entries, central = body(parts())
    block = bytearray()
    count, space = 20, len(kernel) + 100
    for i in range(count):
        name = f"resources/a/{i:02d}.data".encode()
        says = _honest(name, zlib.crc32(bytes(1_000_000)), 1_000_000, len(kernel))
        skip = (count - 1 - i) * space
        header = local_header({**says, "extra": b"\0" * skip})[: 30 + len(name)]
        central.append(record({**says, "offset": len(entries) + len(block)}))
        block += header + (kernel if i == count - 1 else bytes(space - len(header)))
    directory = b"".join(central)
    return entries + bytes(block) + directory + end(len(central), len(directory), len(entries) + len(block))


add_bytes("overlap-quoted", lambda: overlapping(extra=False), codes=(1,))
add_bytes("overlap-quoted-in-extra-fields", lambda: overlapping(extra=True), codes=(1,))
add_bytes("overlap-spaced", spaced_overlap, codes=(1,))
add_bytes(
    "overlap-all-the-same",
    lambda: build([
        *parts(), Part(EVIL, bytes(1_000_000)),
        *(Part(EVIL, bytes(10_000), says={"offset": 0}, written=False) for _ in range(1_000)),
    ]),
    codes=(1,),
)  # fmt: skip
