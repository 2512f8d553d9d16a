"""Content of data files: invented, different in every file, and about as compressible as the real thing."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache

_POOL = 1 << 20
"""Bytes of content per kind; longer than deflate looks back, so that repeating it does not compress."""

_WORDS = (
    "anchor", "berth", "cargo", "crane", "depth", "draught", "ferry", "harbour", "keel", "lighthouse",
    "manifest", "mooring", "pilot", "quay", "rudder", "sail", "ship", "signal", "tide", "tug", "vessel",
    "watch", "wharf", "winch",
)  # fmt: skip


def fill(kind: str, size: int, number: int) -> bytes:
    """Exactly `size` bytes of a kind, other ones for every number. Report designs are well-formed XML."""
    head, line, tail = _KINDS[kind]
    start = head.format(number=number).encode()
    room = size - len(start) - len(tail)
    if room < 0:
        return (start + tail)[:size]
    if line is None:
        return start + _cut(_noise(), room, number) + tail
    body = _cut(_lines(kind), room, number)
    whole = body[body.find(b"\n") + 1 : body.rfind(b"\n") + 1]
    return start + whole + b" " * (room - len(whole)) + tail


def _cut(pool: bytes, size: int, number: int) -> bytes:
    """Bytes of the pool from a place of their own, going round as often as needed."""
    start = number * 7919 % len(pool)
    return (pool * (1 + (start + size) // len(pool)))[start : start + size]


@cache
def _lines(kind: str) -> bytes:
    line = _KINDS[kind][1]
    assert line is not None
    dice = random.Random(kind)
    lines: list[str] = []
    length = 0
    while length < _POOL:
        lines.append(line(dice))
        length += len(lines[-1])
    return "".join(lines).encode()


@cache
def _noise() -> bytes:
    return random.Random("image").randbytes(_POOL)


def _words(dice: random.Random, count: int) -> list[str]:
    return dice.choices(_WORDS, k=count)


def _text_field(dice: random.Random) -> str:
    x, y, field = dice.randrange(800), dice.randrange(500), "_".join(_words(dice, 2))
    return (
        f'<textField><reportElement x="{x}" y="{y}" width="{dice.randrange(20, 200)}" height="18" '
        f'uuid="{dice.getrandbits(64):016x}"/>'
        f"<textFieldExpression><![CDATA[$F{{{field}}}]]></textFieldExpression></textField>\n"
    )


def _rule(dice: random.Random) -> str:
    name, color = "-".join(_words(dice, 3)), dice.getrandbits(24)
    return f".{name} {{ color: #{color:06x}; width: {dice.randrange(999)}px; }}\n"


def _label(dice: random.Random) -> str:
    return f"{'.'.join(_words(dice, 3))}={' '.join(_words(dice, 4))} {dice.randrange(999)}\n"


def _column(dice: random.Random) -> str:
    name = "_".join(_words(dice, 2))
    return f'<column id="{dice.getrandbits(32):08x}" name="{name}" width="{dice.randrange(300)}"/>\n'


_Line = Callable[[random.Random], str]
_KINDS: dict[str, tuple[str, _Line | None, bytes]] = {
    "jrxml": (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<jasperReport xmlns="http://jasperreports.sourceforge.net/jasperreports" name="r{number}">\n'
        "<queryString><![CDATA[select * from ships where year = $P{{year}}]]></queryString>\n"
        '<detail><band height="500">\n',
        _text_field,
        b"</band></detail></jasperReport>\n",
    ),
    "state": (
        '<?xml version="1.0" encoding="UTF-8"?>\n<unifiedState n="{number}">\n',
        _column,
        b"</unifiedState>\n",
    ),
    "css": ("/* sheet {number} */\n", _rule, b""),
    "properties": ("number={number}\n", _label, b""),
    "image": ("\x89PNG {number}\n", None, b""),
}
