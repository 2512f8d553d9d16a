"""A password or key is in clear text.

What: a secret field is not encrypted and not empty: passwords of users, data sources and FTP servers, keys of
cloud services, and properties of custom data sources that connectors use for secrets. A profile attribute in
its place, which is looked up when it is needed, is not told.

Why it matters: whoever gets the file can read it: a mail attachment, a ticket, a repository. Servers up to
5.0 wrote all secrets so; later ones write only properties of custom data sources so that are not called
`password`. An import takes clear text as it is.

Example: `connectionPassword` of a data source that was written into the catalog by hand.

Remedy: keep the file as you keep the passwords, and change those that have travelled. Where it goes on to
others, empty the field, or put a profile attribute in its place.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.secrets import Scheme
from ._secrets import hits_by_object, written
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per object."""
    yield from hits_by_object(written(subject, Scheme.CLEAR), "in clear text")


RULE = Rule(
    code="CK401",
    name="clear-text-secret",
    level=Level.WARNING,
    certainty=Certainty.CERTAIN,
    remedy="Keep the file as secret as the passwords in it, or empty these fields before it goes on.",
    check=check,
    page=__doc__,
)
