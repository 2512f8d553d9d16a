"""Width and height of images, from their first bytes."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogkit.diff.image_size import image_size
from catalogkit.testing.contents import png
from tests.diff.images import IMAGES, bmp, gif, jpeg, tiff, webp

SEGMENT = b"\xff\xe0\x00\x02"
STARTS = [image(30, 20)[:cut] for image in IMAGES for cut in (2, 4, 12, 16, 24, 60)]


@pytest.mark.parametrize("image", IMAGES)
@pytest.mark.parametrize("size", [(1, 1), (300, 20), (7, 9_000)])
def test_the_size_of_an_image_is_told(image: Callable[[int, int], bytes], size: tuple[int, int]) -> None:
    assert image_size(image(*size)) == size


@pytest.mark.parametrize(
    ("image", "size"),
    [(gif, (40_000, 65_535)), (bmp, (70_000, 1)), (tiff, (70_000, 70_001)), (webp, (1 << 24, 70_000))],
)
def test_long_sides_are_told(image: Callable[[int, int], bytes], size: tuple[int, int]) -> None:
    assert image_size(image(*size)) == size


@pytest.mark.parametrize("image", IMAGES)
def test_of_an_image_that_is_cut_off_no_wrong_size_is_told(image: Callable[[int, int], bytes]) -> None:
    whole = image(30, 20)
    sizes = {image_size(whole[:length]) for length in range(min(len(whole), 1_000))}
    assert sizes <= {None, (30, 20)}


@pytest.mark.parametrize(
    "data",
    [
        gif(0, 1),
        jpeg(5, 0),
        bmp(-5, 5),
        png(3, 2).replace(b"IHDR", b"CgBI"),
        b"\x89PNG\r\n\x1a\n" + struct.pack(">L4sLL", 13, b"IHDR", 1 << 31, 1),
        b"BM looks like the start of an image, but is none",
        jpeg(5, 5, b"\x00"),
        jpeg(5, 5, b"\xff\xd9"),
        jpeg(5, 5, b"\xff\x01"),
        jpeg(5, 5, 1_000 * SEGMENT),
        tiff(5, 5).replace(b"\x01\x01", b"\x01\x09"),
        b"RIFF\x16\x00\x00\x00WAVEVP8X\x0a\x00\x00\x00" + bytes(20),
        b"RIFF\x16\x00\x00\x00WEBPALPH\x0a\x00\x00\x00" + bytes(20),
        b"P5 3 2 255\n" + bytes(6),
        b"\x00\x00\x01\x00\x01\x00\x10\x10",
        b'<svg width="30" height="20"/>',
        b"",
    ],
)
def test_the_size_is_not_told_where_it_is_doubtful(data: bytes) -> None:
    assert image_size(data) is None


def test_only_the_first_parts_of_a_hostile_file_are_looked_at() -> None:
    assert image_size(jpeg(5, 5, 997 * SEGMENT)) == (5, 5)
    assert image_size(b"\xff\xd8" + 5_000_000 * b"\xff") is None
    tags = b"II*\x00\x08\x00\x00\x00\xff\xff" + 65_535 * struct.pack("<HHLL", 1, 4, 1, 5)
    assert image_size(tags + tiff(5, 5)[10:]) is None


@given(st.sampled_from(STARTS), st.binary(max_size=100))
def test_any_bytes_may_be_asked(start: bytes, rest: bytes) -> None:
    size = image_size(start + rest)
    assert size is None or min(size) > 0
