"""Keeps secrets out of the text of data files, whatever they are: XML, properties, JSON, code.

A file does not say which of its values are secrets, so their names must: what is called a password, a token
or a key of an interface is masked, and sometimes a harmless word with it. Every pattern takes time that grows
with the text and not with its square: the text may be hostile.
"""

from __future__ import annotations

import re

from .redaction import holds, redacted
from .values import MASK

_NAMES = (
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "secret",
    "token",
    *(f"{what}{sign}key" for what in ("access", "api", "private") for sign in ("", "_", ".", "-")),
)
_NAME = f"(?:{'|'.join(map(re.escape, _NAMES))})"
_PAIR = rf"{_NAME}\w{{0,80}}[\"']?\s{{0,80}}[=:]\s{{0,80}}"
_QUOTED_NAME = rf"[\"'][^\"'<>]{{0,80}}{_NAME}[^\"'<>]{{0,80}}[\"']"
_ELEMENTS = (
    rf"<[\w:.-]{{0,80}}{_NAME}[\w.-]{{0,80}}(?:\s[^<>]{{0,400}})?>\s{{0,80}}",
    rf"<(?:\w{{1,20}}:)?(?:property|entry|param)\s[^<>]{{0,80}}{_QUOTED_NAME}[^<>/]{{0,80}}>\s{{0,80}}",
)
"""Start tags of `<password>x</password>` and of `<property name="password">x</property>`."""
_ANYWHERE = tuple(
    re.compile(pattern)
    for pattern in (
        # A private key, to its end or that of the file.
        r"(?s)(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----).*?(?=-----END|\Z)",
        # What the server encrypts, plain or as it stands in XML.
        r"()ENC(?:<|&lt;)[0-9A-Za-z+/=]*(?:>|&gt;)",
    )
)
_NAMED = tuple(
    re.compile(pattern)
    for pattern in (
        # A property up to the end of its line.
        rf"(?im)^([ \t]{{0,80}}[\w.-]{{0,80}}{_NAME}[\w.-]{{0,80}}[ \t]{{0,80}}[=:][ \t]{{0,80}})(?=\S).+$",
        # A pair inside a line: `"password": "x"`, `pwd='x'`, `token=x`.
        rf"(?i)({_PAIR}\")[^\"\n]+(?=\")",
        rf"(?i)({_PAIR}')[^'\n]+(?=')",
        rf"(?i)({_PAIR})[^\s;&,<>\"'(){{}}\[\]]+",
        # `<property name="password" value="x"/>`
        rf"(?i)((?:name|key)={_QUOTED_NAME}\s{{1,80}}value=[\"'])[^\"'<>]+",
        *(rf"(?is)({element}<!\[CDATA\[)(?:(?!\]\]>).){{1,4000}}" for element in _ELEMENTS),
        *(rf"(?is)({element}(?=[^\s<]))[^<]+" for element in _ELEMENTS),
    )
)


def names_secret(name: str) -> bool:
    """Whether what has such a name is a secret.

    >>> names_secret("ldap.bindPassword"), names_secret("season")
    (True, False)
    """
    return holds(name, _NAMES)


def redacted_text(text: str) -> str:
    """The text of a file as it may be shown.

    >>> redacted_text("password = two words")
    'password = ***'
    """
    for pattern in _ANYWHERE + _NAMED if holds(text, _NAMES) else _ANYWHERE:
        text = pattern.sub(rf"\g<1>{MASK}", text)
    return redacted(text)
