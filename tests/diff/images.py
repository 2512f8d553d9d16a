"""Images in the formats that reports and themes show, as short as can be."""

from __future__ import annotations

import struct

from catalogkit.testing.contents import png


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\x80\x00\x00" + bytes(6) + b";"


def bmp(width: int, height: int) -> bytes:
    return b"BM" + struct.pack("<LLLLllHH", 58, 0, 54, 40, width, height, 1, 24) + bytes(28)


def jpeg(width: int, height: int, before: bytes = b"") -> bytes:
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + before + frame + b"\xff\xd9"
    )


def turned(width: int, height: int) -> bytes:
    """A JPEG that says it is to be shown turned by a quarter."""
    exif = (
        b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00"
        + bytes(4)
    )
    return jpeg(width, height, b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)


def os2_bmp(width: int, height: int) -> bytes:
    return b"BM" + struct.pack("<LLLLHHHH", 38, 0, 26, 12, width, height, 1, 24) + bytes(12)


def upside_down(width: int, height: int) -> bytes:
    return bmp(width, -height)


def many_parts(width: int, height: int) -> bytes:
    """A JPEG with a large colour profile, and fill bytes, before its size."""
    return jpeg(width, height, 255 * (b"\xff\xe2\xff\xff" + bytes(65_533)) + b"\xff\xff")


def tiff(width: int, height: int) -> bytes:
    tags = struct.pack("<HHLLHHLL", 256, 4, 1, width, 257, 4, 1, height)
    return b"II*\x00\x08\x00\x00\x00\x02\x00" + tags + bytes(4)


def motorola_tiff(width: int, height: int) -> bytes:
    tags = struct.pack(">HHLHHHHLHH", 256, 3, 1, width, 0, 257, 3, 1, height, 0)
    return b"MM\x00*\x00\x00\x00\x08\x00\x02" + tags + bytes(4)


def webp(width: int, height: int) -> bytes:
    size = struct.pack("<L", width - 1)[:3] + struct.pack("<L", height - 1)[:3]
    return b"RIFF\x16\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00" + bytes(4) + size


def lossy_webp(width: int, height: int) -> bytes:
    frame = b"\x10\x00\x00\x9d\x01\x2a" + struct.pack("<HH", width | 0x4000, height | 0x8000)
    return b"RIFF\x18\x00\x00\x00WEBPVP8 \x0a\x00\x00\x00" + frame


def lossless_webp(width: int, height: int) -> bytes:
    bits = (width - 1) | (height - 1) << 14
    return b"RIFF\x16\x00\x00\x00WEBPVP8L\x05\x00\x00\x00\x2f" + struct.pack("<L", bits) + bytes(5)


IMAGES = [
    *(png, gif, bmp, os2_bmp, upside_down, jpeg, turned, many_parts),
    *(tiff, motorola_tiff, webp, lossy_webp, lossless_webp),
]
"""Each makes an image of a width and a height, in pixels."""
