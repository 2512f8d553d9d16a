"""`healthy-next.zip`: the same server a season later, with changes of every kind and a lot of noise."""

from __future__ import annotations

from collections.abc import Iterable

from catalogkit.model.objects import CatalogObject
from catalogkit.testing import (
    FolderPart,
    Options,
    Part,
    ResourcePart,
    attribute,
    calendar,
    file,
    folder,
    jrxml,
    key_properties,
    keyed_secret,
    link,
    permission,
    report,
    role,
    user,
)

from . import healthy
from .noise import noisy
from .orchard import BASE, COOPERATIVE, SHARED, controls, files, people, reports, schedules, sources

OPTIONS: Options = {**healthy.OPTIONS, "properties": key_properties(salt="a later export")}

_REMOVED = {f"{BASE}/Controls/villages", f"{BASE}/Output/season_2023.pdf"}
_MOVED = {f"{BASE}/Files/varieties.json": f"{BASE}/Bundles/varieties.json"}
_RENAMED = {f"{BASE}/Reports/Season_Archive": f"{BASE}/Reports/Season-2023"}
_WEEKLY_QUERY = """select grower, grade, sum(crates) as crates
from deliveries
where week = $P{week} and grade <> 'juice'
group by grower, grade"""


def resources() -> list[Part]:
    """Resources that changed or are new."""
    weekly = reports.weekly_main(BASE, _WEEKLY_QUERY)
    return [
        sources.packing_db(BASE, "packing-db.staging.example", "a much longer apple-crate"),
        controls.growers_query(BASE, "select id, name, village from growers where active order by name"),
        reports.weekly_deliveries(BASE, weekly),
        files.logo(BASE, files.RED),
        link(f"{BASE}/Images/letterhead-small", f"{SHARED}/cooperative_logo"),
        report(
            f"{BASE}/Reports/Frost_Damage",
            main=file("main_jrxml", jrxml("Frost_Damage", dialect=7, fields=["orchard", "loss"]), "jrxml"),
            data_source=f"{BASE}/Data_Sources/Weather_JNDI",
        ),
    ]


def folders() -> list[Part]:
    """Permissions that were widened, revoked and granted."""
    return [
        folder(
            f"{BASE}/Data_Sources",
            label="Data Sources",
            permissions=[permission(2, role=people.GROWERS), permission(2, role=people.PACKERS)],
        ),
        folder(
            f"{BASE}/Reports",
            label="Reports and statements",
            description="What growers and packing houses read",
            permissions=[permission(30, role=people.PACKERS), permission(30, role="ROLE_USER")],
        ),
        folder(
            f"{BASE}/Output",
            label="Output",
            permissions=[permission(30, role=people.GROWERS), permission(1, user=schedules.PACKER)],
        ),
    ]


def accounts() -> list[Part]:
    """A new role, a user with more roles and another password, a disabled user, changed settings."""
    return [
        role("ROLE_AUDITOR", tenant=COOPERATIVE),
        user(
            "ana-luise",
            tenant=COOPERATIVE,
            roles=["ROLE_USER", people.GROWERS, people.PACKERS, "ROLE_ADMINISTRATOR"],
            fullName="Ana Luise Brandt",
            email="ana-luise@hazelford.example",
            password=keyed_secret("a password of more than one block"),
            attributes=[attribute("orchard", "South Slope", people.ADMINISTRATORS)],
            previousPasswordChangeTime="2025-01-20T07:15:00.000Z",
        ),
        user(
            "jürgen",
            tenant=COOPERATIVE,
            roles=["ROLE_USER", people.PACKERS],
            fullName="Jürgen Østby",
            email="juergen@hazelford.example",
            password=keyed_secret(""),
            externallyDefined=True,
            enabled=False,
            previousPasswordChangeTime=None,
        ),
        people.root(season="2025", hosts=r"https?://.*"),
    ]


def schedule() -> list[Part]:
    """A job with another rhythm and recipient, and one more holiday."""
    days = ["2024-05-01T00:00:00.000Z", "2024-12-25T00:00:00.000Z", "2025-04-18T00:00:00.000Z"]
    return [
        schedules.weekly_mail(BASE, to="everyone@mailing-list.example", hours=24),
        calendar("Frost & Bank Holidays", days, description="No packing", timezone="Europe/Berlin"),
    ]


def parts() -> list[Part]:
    """Everything on the server a season later."""
    changed = [*resources(), *folders(), *accounts(), *schedule()]
    replaced = {_identity(part) for part in changed}
    kept = [part for part in healthy.parts() if _identity(part) not in replaced]
    return noisy([*_relocated(kept), *changed])


def _relocated(parts: Iterable[Part]) -> Iterable[Part]:
    """Without what was removed, and with what was moved or renamed at its new place."""
    places = _MOVED | _RENAMED
    for part in parts:
        if isinstance(part, ResourcePart) and part.path in places:
            yield part.at(places[part.path])
        elif not (isinstance(part, ResourcePart) and part.path in _REMOVED):
            yield part


def _identity(part: Part) -> object:
    """What tells a part that may change from all others."""
    match part:
        case ResourcePart(path=path):
            return "resource", path
        case FolderPart(uri=uri):
            return "folder", uri
        case CatalogObject():
            return part.key
    return part
