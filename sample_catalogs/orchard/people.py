"""Organizations, roles and users."""

from __future__ import annotations

from catalogkit.model.people import Organization, User, UserRole
from catalogkit.testing import attribute, keyed_secret, organization, permission, role, user

from . import COOPERATIVE

ADMINISTRATORS = permission(1, role="ROLE_ADMINISTRATOR")
GROWERS = f"ROLE_GROWER|{COOPERATIVE}"
PACKERS = f"ROLE_PACKER|{COOPERATIVE}"


def root(season: str = "2024", hosts: str = r"https?://.*\.hazelford\.example(:\d+)?") -> Organization:
    """The root organization with the server's settings."""
    return organization(
        attributes=[
            attribute("jdbc:org.postgresql.Driver", "postgresql"),
            attribute("domainWhitelist", hosts),
            attribute("mapService.key", keyed_secret("map service key"), ADMINISTRATORS),
            attribute("season", season, permission(1, role="ROLE_SUPERUSER")),
        ]
    )


def cooperative() -> Organization:
    """The cooperative."""
    return organization(
        COOPERATIVE,
        tenantName="Hazelford Orchard Cooperative",
        tenantDesc="Apples, pears and plums of 41 growers",
        attributes=[
            attribute("dbHost", "packing-db.hazelford.example", ADMINISTRATORS),
            attribute("currency", "EUR"),
        ],
        theme="orchard",
    )


def cider_press() -> Organization:
    """A business of the cooperative, an organization below it."""
    return organization(
        "cider-press", parent=cooperative(), tenantName="Cider Press", tenantDesc="Juice and cider"
    )


def organizations() -> list[Organization]:
    """All organizations, the root first."""
    return [root(), cooperative(), cider_press()]


def cooperative_roles() -> list[UserRole]:
    """The roles of the cooperative alone."""
    return [role("ROLE_GROWER", tenant=COOPERATIVE), role("ROLE_PACKER", tenant=COOPERATIVE)]


def roles() -> list[UserRole]:
    """All roles."""
    names = ("ROLE_SUPERUSER", "ROLE_ADMINISTRATOR", "ROLE_USER", "ROLE_ANONYMOUS")
    return [*(role(name) for name in names), *cooperative_roles()]


def server_users() -> list[User]:
    """The users of the root organization."""
    return [
        user("anonymousUser", roles=["ROLE_ANONYMOUS"], password=keyed_secret("")),
        user("superuser", roles=["ROLE_SUPERUSER", "ROLE_ADMINISTRATOR"], password=keyed_secret("superuser")),
    ]


def administrator() -> User:
    """The administrator of the cooperative."""
    return user(
        "jasperadmin",
        tenant=COOPERATIVE,
        roles=["ROLE_USER", "ROLE_ADMINISTRATOR"],
        fullName="Office Administrator",
        email="office@hazelford.example",
        password=keyed_secret("jasperadmin"),
    )


def grower() -> User:
    """A grower, with what reports need to know about her."""
    return user(
        "ana-luise",
        tenant=COOPERATIVE,
        roles=["ROLE_USER", GROWERS],
        fullName="Ana Luise Brandt",
        email="ana-luise@hazelford.example",
        password=keyed_secret("ana-luise"),
        attributes=[
            attribute("orchard", "North Slope", ADMINISTRATORS),
            attribute("gateCode", keyed_secret("4711")),
        ],
    )


def packer() -> User:
    """A packer whose account comes from a directory service."""
    return user(
        "jürgen",
        tenant=COOPERATIVE,
        roles=["ROLE_USER", PACKERS],
        fullName="Jürgen Østby",
        email="juergen@hazelford.example",
        password=keyed_secret(""),
        externallyDefined=True,
        previousPasswordChangeTime=None,
    )


def cider_maker() -> User:
    """A user of the organization below the cooperative."""
    return user(
        "tom",
        tenant="cider-press",
        fullName="Tom Keller",
        email="tom@cider-press.example",
        password=keyed_secret("tom"),
    )


def users() -> list[User]:
    """All users."""
    return [*server_users(), administrator(), grower(), packer(), cider_maker()]
