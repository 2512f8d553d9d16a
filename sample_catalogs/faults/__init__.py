"""Faults for `broken.zip`, a module per kind. The name of each object says what is wrong with it."""

from catalogkit.parsing.serialise import serialise
from catalogkit.testing import ResourcePart, assemble

from ..orchard import BASE

BROKEN = f"{BASE}/Broken"
"""The folder of everything that is wrong and lies in the repository."""


def descriptor(part: ResourcePart) -> bytes:
    """The descriptor of a resource, to be spoilt."""
    return next(serialise(item) for item in assemble([part], {}).objects if item.key.id == part.path)


def entry(path: str) -> str:
    """The entry name of a descriptor of a resource below the folder of faults; names are plain ASCII."""
    return f"resources{BROKEN}/{path}.xml"
