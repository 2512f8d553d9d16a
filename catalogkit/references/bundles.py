"""Resource bundles: the keys of a properties file, and the files that belong to a base name (§14.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..errors import EntryDamagedError
from ..model.fields import Role
from .edge import Edge, Strength
from .extraction import Place, edge
from .resolve import Found

_LOCALE = r"(?:_[A-Za-z0-9]{1,8}){0,3}"
_SUFFIX = ".properties"


def bundle_keys(data: bytes, entry: str) -> frozenset[str]:
    r"""The keys of a properties file.

    Raises:
        EntryDamagedError: it holds an escape that is none.

    >>> sorted(bundle_keys(b"# labels\nname = Name\nlong.text: one \\\n  line\n", "x.properties"))
    ['long.text', 'name']
    """
    import javaproperties  # with it come the modules of http and e-mail

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")  # as Java does
    try:
        return frozenset(javaproperties.loads(text))
    except ValueError as error:
        raise EntryDamagedError(f"no properties file: {error}", where=entry) from None


def bundle_files(base: str, names: Iterable[str]) -> list[str]:
    """Those of some file names that are the bundle of a base name, in any locale.

    >>> bundle_files("sales", ["sales.properties", "sales_de_CH.properties", "salesman.properties"])
    ['sales.properties', 'sales_de_CH.properties']
    """
    pattern = re.compile(re.escape(base.removesuffix(_SUFFIX)) + _LOCALE + r"(?:\.properties)?")
    return [name for name in names if pattern.fullmatch(name)]


def missing_key(owner: str, key: str, place: Place) -> Edge:
    """An edge to a bundle key that no bundle has: its text is shown as it is."""
    target = f"key {key}"
    found = Found(target, target, resolved=False, reason="no bundle of its owner has this key")
    return edge(owner, found, Role.BUNDLE_KEY, place, Strength.SOFT)
