"""Keeps secrets out of texts, whatever they are: XML, properties, JSON, URLs, code.

A text does not say which of its values are secrets, so their names must: what is called a password, a token
or a key of an interface is masked, and sometimes a harmless word with it. Every pattern takes time that grows
with the text and not with its square: the text may be hostile. `re` compiles it when it is first needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from .values import MASK, is_encrypted

ENCRYPTED = f"{MASK} (encrypted)"
"""What stands for a value that is encrypted as a whole."""
_IN_URLS = ("password", "passwd", "pwd", "secret", "token")
_WORDS = {
    "pass": ("password", "passwd", "passphrase"),
    "pwd": ("pwd",),
    "secret": ("secret",),
    "token": ("token",),
    "key": tuple(f"{what}{sign}key" for what in ("access", "api", "private") for sign in ("", "_", ".", "-")),
}
"""The names of secrets, each with a part of it: a text without that part is not searched for the whole."""
_NAMES = tuple(name for names in _WORDS.values() for name in names)
_NAME = f"(?:{'|'.join(map(re.escape, _NAMES))})"
_ANY_NAME = rf"(?i)(?={_NAME})"
_QUOTE = r"(?:\\{1,4}[\"']|&quot;|&#34;)"
"""A quote inside of a text that is itself in quotes."""
_PAIR = rf"{_NAME}\w{{0,80}}(?:[\"']|{_QUOTE})?\s{{0,80}}[=:]\s{{0,80}}"
_QUOTED_NAME = rf"[\"'][^\"'<>]{{0,80}}{_NAME}[^\"'<>]{{0,80}}[\"']"
_ELEMENTS = (
    rf"<[\w:.-]{{0,80}}{_NAME}[\w.-]{{0,80}}(?:\s[^<>]{{0,400}})?>\s{{0,80}}",
    rf"<(?:\w{{1,20}}:)?(?:prop|property|entry|param)\s[^<>]{{0,80}}{_QUOTED_NAME}[^<>/]{{0,80}}>\s{{0,80}}",
)
"""Start tags of `<password>x</password>` and of `<property name="password">x</property>`."""
_MASKED = rf"\g<1>{MASK}"
_ANYWHERE = {
    # A private key, to its end or that of the file; the private half of a PuTTY key.
    "-----BEGIN": r"(?s)(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----).*?(?=-----END|\Z)",
    "Private-Lines": r"(Private-Lines: \d{1,5}\s)[^:]+",
    # What the server encrypts, plain or as it stands in XML.
    "ENC": r"()ENC(?:<|&lt;)[0-9A-Za-z+/=]*(?:>|&gt;)",
    "uthorization": r"(uthorization[\"']?\s{0,9}[:=,]\s{0,9}[\"']?(?:Basic|Bearer)\s{1,9})[^\s\"'<>]+",
}
"""What masks secrets that have no name, each behind what it begins with."""
_LINE = (
    rf"(?im)^([ \t]{{0,80}}[\w.-]{{0,80}}{_NAME}[\w.-]{{0,80}}[ \t]{{0,80}}[=:][ \t]{{0,80}})(?=\S)"
    r".+(?:(?<=\\)\n.+)*$"
)
"""A property up to the end of its line, or of those that continue it."""
_PAIRS = (
    rf"(?i)({_PAIR}{_QUOTE})(?:(?!{_QUOTE})[^\"\n<])+",
    rf"(?i)({_PAIR}\")(?:(?:[^\"\\\n]|\\.)+|[^\"\n]+)(?=\")",
    rf"(?i)({_PAIR}')(?:(?:[^'\\\n]|\\.)+|[^'\n]+)(?=')",
    rf"(?i)({_PAIR})(?!{_QUOTE})[^\s;&,<>\"'(){{}}\[\]]+",
)
"""A pair inside a line: `"password": "x"`, `pwd='x'`, `token=x`."""
_MARKED_UP = (
    # `<property name="password" value="x"/>`
    ("value=", rf"(?i)((?:name|key)={_QUOTED_NAME}\s{{1,80}}value=[\"'])[^\"'<>]+"),
    # `{"name": "password", "value": "x"}`
    (
        "value",
        rf"(?i)([\"'](?:name|key|id)[\"']\s{{0,9}}:\s{{0,9}}{_QUOTED_NAME}"
        r"\s{0,80},\s{0,80}[\"']value[\"']\s{0,9}:\s{0,9}[\"'])[^\"'\n]+",
    ),
    # `<name>password</name><value>x</value>`
    (
        "<value",
        rf"(?i)(<(name|key)(?:\s[^<>]{{0,200}})?>[^<>]{{0,80}}{_NAME}[^<>]{{0,80}}</\2>\s{{0,80}}"
        r"<value(?:\s[^<>]{0,200})?>\s{0,80}(?:<!\[CDATA\[)?)[^<\]]+",
    ),
    # The default of a parameter of a report, where it is a text.
    (
        "<parameter",
        rf"(<parameter\s[^<>]{{0,80}}(?i:{_QUOTED_NAME})[^<>]{{0,400}}>\s{{0,80}}"
        r"<defaultValueExpression[^<>]{0,200}>\s{0,80}(?:<!\[CDATA\[)?\s{0,80}\")[^\"]{1,400}(?=\")",
    ),
    *(("<![cdata[", rf"(?is)({element}<!\[CDATA\[)(?:(?!\]\]>).){{1,4000}}") for element in _ELEMENTS),
    *(("<", rf"(?is)({element}(?=[^\s<]))[^<]+") for element in _ELEMENTS),
)
"""Names and values in markup, each behind what it holds, in small letters."""
_IN_URL = rf"(?i)((?:{'|'.join(_IN_URLS)})\w{{0,80}}\s*=\s*)[^;&\s\"'<>]+"
"""A parameter of a URL with its value, which may hold brackets."""
_USERS = {
    "://": r"(://[^\s/:@]*:)[^\s/]+(?=@)",
    "jdbc:oracle": r"(jdbc:oracle:\w{1,9}:[^\s/:@]{1,200}/)[^\s@]{1,200}(?=@)",
}
"""`http://user:password@host`, and `jdbc:oracle:thin:user/password@host`; likewise."""


def names_secret(name: str) -> bool:
    """Whether what has such a name is a secret.

    >>> names_secret("ldap.bindPassword"), names_secret("season")
    (True, False)
    """
    return any(_words(name.lower()))


def redacted_text(text: str) -> str:
    """A text as it may be shown: of a file, or a value.

    >>> redacted_text("password = two words")
    'password = ***'
    """
    if is_encrypted(text):
        return ENCRYPTED
    for word, pattern in _ANYWHERE.items():
        if word in text:
            text = re.sub(pattern, _MASKED, text)
    names = _names(text)
    if names:
        lower = text.lower()
        for word, pattern, starts in _NAMED:
            if word not in lower:
                continue
            masked = _masked(pattern, text, starts(text, names)) if starts else re.sub(pattern, _MASKED, text)
            if masked != text:
                text, names = masked, _names(masked)
    for word, pattern in _USERS.items():
        if word in text:
            text = re.sub(pattern, _MASKED, text)
    return text


def _names(text: str) -> list[int]:
    """Where a name begins: searching for each is many times as fast as one pattern for all of them."""
    lower = text.lower()
    if len(lower) != len(text):  # a letter became two
        return [found.start() for found in re.finditer(_ANY_NAME, text)]
    return sorted({at for name in _words(lower) for at in _found(lower, name)})


def _words(lower: str) -> Iterator[str]:
    """The names in a text of small letters."""
    for part, names in _WORDS.items():
        if part in lower:
            yield from (name for name in names if name in lower)


def _found(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at != -1:
        yield at
        at = text.find(word, at + 1)


def _lines(text: str, names: Iterable[int]) -> Iterator[int]:
    """Where the lines begin that hold a name."""
    end = 0
    for at in names:
        if at >= end:
            yield text.rfind("\n", end, at) + 1 or end
            end = text.find("\n", at)
            if end == -1:
                return


def _masked(pattern: str, text: str, starts: Iterable[int]) -> str:
    """What `sub` makes of a text where a pattern matches at some places only."""
    compiled = re.compile(pattern)
    done = 0
    parts: list[str] = []
    for start in starts:
        found = compiled.match(text, start) if start >= done else None
        if found is not None:
            parts += text[done : found.end(1)], MASK
            done = found.end()
    return "".join((*parts, text[done:])) if parts else text


def _names_themselves(text: str, names: list[int]) -> Iterable[int]:  # noqa: ARG001
    return names


_NAMED: tuple[tuple[str, str, Callable[[str, list[int]], Iterable[int]] | None], ...] = (
    ("", _LINE, _lines),
    *(("", pattern, _names_themselves) for pattern in _PAIRS),
    *((word, pattern, None) for word, pattern in _MARKED_UP),
    ("", _IN_URL, _names_themselves),
)
"""What masks the secrets of names, in this order: what a text must hold in small letters, the pattern, and
where it may begin, None for anywhere."""
