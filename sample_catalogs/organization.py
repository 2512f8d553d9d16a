"""`organization.zip`: an export of the cooperative's organization alone (`catalog-format.md` §3.3).

URIs are relative to the organization, except those below `/public`, which all organizations share.
"""

from __future__ import annotations

from catalogkit.testing import Options, Part, folder, key_properties, permission

from . import healthy
from .orchard import COOPERATIVE, files, people, schedules

BASE = ""
"""The cooperative's own folder is the root of its export."""

OPTIONS: Options = {
    "version": "8.1.0 PRO",
    "organization": COOPERATIVE,
    "properties": key_properties(salt="organization"),
}


def parts() -> list[Part]:
    """Everything in the organization."""
    return [
        people.cooperative(),
        people.cider_press(),
        people.administrator(),
        people.grower(),
        people.packer(),
        people.cider_maker(),
        *people.cooperative_roles(),
        folder("/", label="Hazelford", permissions=[permission(1, role="ROLE_ADMINISTRATOR")]),
        folder("/organizations/cider-press", label="Cider Press"),
        *files.shared_files(),
        *healthy.cooperative(BASE),
        *schedules.jobs(BASE),
        *schedules.calendars(),
        *schedules.favorites(BASE),
    ]
