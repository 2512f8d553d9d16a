"""Users, roles, organizations and permissions that do not fit together, and careless secrets."""

from __future__ import annotations

from catalogkit.model.objects import QualifiedName
from catalogkit.model.repository import Permission
from catalogkit.parsing.serialise import serialise
from catalogkit.testing import Part, folder, jdbc, organization, permission, raw, role, user

from . import BROKEN

_AT = f"{BROKEN}/Accounts"


def faults() -> list[Part]:
    """All faults in accounts."""
    return [*people(), *permissions(), *secrets(), *files()]


def people() -> list[Part]:
    """Users and organizations that refer to what is not there."""
    return [
        user("lena", tenant="orchards", roles=["ROLE_USER", "ROLE_GONE"], password=""),
        user("per", tenant="vineyards"),
        user("twice", roles=["ROLE_USER", "ROLE_USER"]),
        role("ROLE_CELLAR", tenant="vineyards"),
        organization("juice-bar", parentId="vineyards", theme="gone"),
    ]


def permissions() -> list[Part]:
    """Permissions for nobody, for unknown recipients, and with senseless masks."""
    nobody = Permission("", QualifiedName(""), 2)
    return [
        folder(
            f"{_AT}/Permissions",
            permissions=[
                nobody,
                permission(2, role="ROLE_GONE"),
                permission(30, user="nobody|orchards"),
                permission(64, role="ROLE_USER"),
                permission(2, role="ROLE_ADMINISTRATOR"),
                permission(1, role="ROLE_ADMINISTRATOR"),
            ],
        ),
        folder(f"{_AT}/Open_to_anybody", permissions=[permission(30, role="ROLE_ANONYMOUS")]),
    ]


def secrets() -> list[Part]:
    """Passwords in clear text, of another era, or no longer decipherable."""
    return [
        jdbc(f"{_AT}/clear_text", password="clear-text-password"),  # noqa: S106 - invented
        jdbc(f"{_AT}/old_encryption"),
        jdbc(f"{_AT}/no_hexadecimal", password="ENC<not hexadecimal>"),  # noqa: S106 - invented
        jdbc(f"{_AT}/password_in_url", url="jdbc:mysql://db.example/x?user=a&password=b", password=None),
    ]


def files() -> list[Part]:
    """Files of users and roles with wrong names or contents."""
    guest = serialise(user("guest"))
    return [
        raw("users/visitor.xml", guest),
        raw("users/guest.xml", guest),
        raw("users/wrong_root.xml", serialise(role("ROLE_GUEST"))),
        raw("users/unlisted.xml", serialise(user("unlisted"))),
        raw("roles/cut_off.xml", "<role><name>ROLE_CUT"),
    ]
