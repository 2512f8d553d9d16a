"""Entries are named in a way that the server does not find.

What: names are separated by back-slashes, hold `.` or empty segments, are not escaped although the index says
so, or everything lies in one more folder. catalogkit reads such an archive all the same.

Why it matters: the server looks entries up by exact name. Without `index.xml` at the top the import ends
with `import.failed.content.error`; other entries that are not found are missing from the import.

Example: a catalog that was unpacked, edited and zipped again on Windows.

Remedy: zip what is inside the folder, not the folder, with a tool that writes `/`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..archive import DefectKind
from ..archive.escaping import is_escaped
from ._shared import grouped_hit
from .base import Certainty, Hit, Level, Rule, Subject

_KINDS = (DefectKind.BACKSLASH_NAMES, DefectKind.WRAPPING_FOLDER, DefectKind.ODD_NAME)


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per kind: these concern many entries at once."""
    for kind in _KINDS:
        yield from grouped_hit(subject.catalog, kind)
    if subject.catalog.escaped:
        plain = [name for name in subject.catalog.claims if not is_escaped(name)]
        if plain:
            count = f" ({len(plain)} entries)" if len(plain) > 1 else ""
            yield Hit(
                f"the name is not escaped as the server escapes it{count}", entry=plain[0], detail="plain"
            )


RULE = Rule(
    code="CK105",
    name="entries-not-found-by-server",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Zip the content of the folder itself, with `/` in names and `index.xml` at the top.",
    check=check,
    page=__doc__,
    needs_repository=False,
    server_code="import.failed.content.error",
)
