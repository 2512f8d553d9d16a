"""Keeps secrets out of texts, whatever they are: XML, properties, JSON, URLs, code.

A text does not say which of its values are secrets, so their names must: what is called a password, a token
or a key of an interface is masked, and sometimes a harmless word with it. Every pattern takes time that grows
with the text and not with its square: the text may be hostile.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from .values import MASK, is_encrypted

ENCRYPTED = f"{MASK} (encrypted)"
"""What stands for a value that is encrypted as a whole."""
_IN_URLS = ("password", "passwd", "pwd", "secret", "token")
_NAMES = (
    *_IN_URLS,
    "passphrase",
    *(f"{what}{sign}key" for what in ("access", "api", "private") for sign in ("", "_", ".", "-")),
)
_NAME = f"(?:{'|'.join(map(re.escape, _NAMES))})"
_ANY_NAME = re.compile(rf"(?i)(?={_NAME})")
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
    "-----BEGIN": re.compile(r"(?s)(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----).*?(?=-----END|\Z)"),
    "Private-Lines": re.compile(r"(Private-Lines: \d{1,5}\s)[^:]+"),
    # What the server encrypts, plain or as it stands in XML.
    "ENC": re.compile(r"()ENC(?:<|&lt;)[0-9A-Za-z+/=]*(?:>|&gt;)"),
    "uthorization": re.compile(
        r"(uthorization[\"']?\s{0,9}[:=,]\s{0,9}[\"']?(?:Basic|Bearer)\s{1,9})[^\s\"'<>]+"
    ),
}
"""What masks secrets that have no name, each behind what it begins with."""
_LINE = re.compile(
    rf"(?im)^([ \t]{{0,80}}[\w.-]{{0,80}}{_NAME}[\w.-]{{0,80}}[ \t]{{0,80}}[=:][ \t]{{0,80}})(?=\S)"
    r".+(?:(?<=\\)\n.+)*$"
)
"""A property up to the end of its line, or of those that continue it."""
_PAIRS = (
    re.compile(rf"(?i)({_PAIR}{_QUOTE})(?:(?!{_QUOTE})[^\"\n<])+"),
    re.compile(rf"(?i)({_PAIR}\")(?:(?:[^\"\\\n]|\\.)+|[^\"\n]+)(?=\")"),
    re.compile(rf"(?i)({_PAIR}')(?:(?:[^'\\\n]|\\.)+|[^'\n]+)(?=')"),
    re.compile(rf"(?i)({_PAIR})(?!{_QUOTE})[^\s;&,<>\"'(){{}}\[\]]+"),
)
"""A pair inside a line: `"password": "x"`, `pwd='x'`, `token=x`."""
_MARKED_UP = tuple(
    re.compile(pattern)
    for pattern in (
        # `<property name="password" value="x"/>`
        rf"(?i)((?:name|key)={_QUOTED_NAME}\s{{1,80}}value=[\"'])[^\"'<>]+",
        # `{"name": "password", "value": "x"}`
        rf"(?i)([\"'](?:name|key|id)[\"']\s{{0,9}}:\s{{0,9}}{_QUOTED_NAME}"
        r"\s{0,80},\s{0,80}[\"']value[\"']\s{0,9}:\s{0,9}[\"'])[^\"'\n]+",
        # `<name>password</name><value>x</value>`
        rf"(?i)(<(name|key)(?:\s[^<>]{{0,200}})?>[^<>]{{0,80}}{_NAME}[^<>]{{0,80}}</\2>\s{{0,80}}"
        r"<value(?:\s[^<>]{0,200})?>\s{0,80}(?:<!\[CDATA\[)?)[^<\]]+",
        # The default of a parameter of a report, where it is a text.
        rf"(<parameter\s[^<>]{{0,80}}(?i:{_QUOTED_NAME})[^<>]{{0,400}}>\s{{0,80}}"
        r"<defaultValueExpression[^<>]{0,200}>\s{0,80}(?:<!\[CDATA\[)?\s{0,80}\")[^\"]{1,400}(?=\")",
        *(rf"(?is)({element}<!\[CDATA\[)(?:(?!\]\]>).){{1,4000}}" for element in _ELEMENTS),
        *(rf"(?is)({element}(?=[^\s<]))[^<]+" for element in _ELEMENTS),
    )
)
_IN_URL = re.compile(rf"(?i)((?:{'|'.join(_IN_URLS)})\w{{0,80}}\s*=\s*)[^;&\s\"'<>]+")
"""A parameter of a URL with its value, which may hold brackets."""
_USERS = {
    "://": re.compile(r"(://[^\s/:@]*:)[^\s/]+(?=@)"),
    "jdbc:oracle": re.compile(r"(jdbc:oracle:\w{1,9}:[^\s/:@]{1,200}/)[^\s@]{1,200}(?=@)"),
}
"""`http://user:password@host`, and `jdbc:oracle:thin:user/password@host`; likewise."""


def names_secret(name: str) -> bool:
    """Whether what has such a name is a secret.

    >>> names_secret("ldap.bindPassword"), names_secret("season")
    (True, False)
    """
    lower = name.lower()
    return any(word in lower for word in _NAMES)


def redacted_text(text: str) -> str:
    """A text as it may be shown: of a file, or a value.

    >>> redacted_text("password = two words")
    'password = ***'
    """
    if is_encrypted(text):
        return ENCRYPTED
    for word, pattern in _ANYWHERE.items():
        if word in text:
            text = pattern.sub(_MASKED, text)
    names = _names(text)
    if names:
        for pattern, starts in _NAMED:
            masked = _masked(pattern, text, starts(text, names)) if starts else pattern.sub(_MASKED, text)
            if masked != text:
                text, names = masked, _names(masked)
    for word, pattern in _USERS.items():
        if word in text:
            text = pattern.sub(_MASKED, text)
    return text


def _names(text: str) -> list[int]:
    """Where a name begins: searching for each is many times as fast as one pattern for all of them."""
    lower = text.lower()
    if len(lower) != len(text):  # a letter became two
        return [found.start() for found in _ANY_NAME.finditer(text)]
    return sorted({at for name in _NAMES if name in lower for at in _found(lower, name)})


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


def _masked(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> str:
    """What `sub` makes of a text where a pattern matches at some places only."""
    done = 0
    parts: list[str] = []
    for start in starts:
        found = pattern.match(text, start) if start >= done else None
        if found is not None:
            parts += text[done : found.end(1)], MASK
            done = found.end()
    return "".join((*parts, text[done:])) if parts else text


def _names_themselves(text: str, names: list[int]) -> Iterable[int]:  # noqa: ARG001
    return names


_NAMED: tuple[tuple[re.Pattern[str], Callable[[str, list[int]], Iterable[int]] | None], ...] = (
    (_LINE, _lines),
    *((pattern, _names_themselves) for pattern in _PAIRS),
    *((pattern, None) for pattern in _MARKED_UP),
    (_IN_URL, _names_themselves),
)
"""What masks the secrets of names, in this order, and where it may begin; None for anywhere."""
