"""`healthy.zip`: an export of a whole server, with everything that can be in one and nothing wrong."""

from __future__ import annotations

from catalogkit.testing import Options, Part, folder, key_properties, permission

from .orchard import BASE, controls, files, olap, people, reports, schedules, sources, views

OPTIONS: Options = {
    "version": "8.1.0 PRO",
    "properties": key_properties(),
    "modules": {"audit": (), "reportMonitoring": ()},
}
"""How servers since 8.1 write an export of everything."""


def folders(base: str) -> list[Part]:
    """The folders of the cooperative that have a label or permissions of their own."""
    return [
        folder(
            f"{base}/Data_Sources",
            label="Data Sources",
            permissions=[permission(0, role=people.GROWERS), permission(2, role=people.PACKERS)],
        ),
        folder(
            f"{base}/Reports",
            label="Reports",
            description="What growers and packing houses read",
            permissions=[
                permission(30, role=people.PACKERS),
                permission(18, user="ana-luise|orchards"),
                permission(32, role="ROLE_USER"),
            ],
        ),
        folder(f"{base}/Output", label="Output", permissions=[permission(30, role=people.GROWERS)]),
    ]


def server_folders() -> list[Part]:
    """The root and the folders of the organizations."""
    everyone = [permission(1, role="ROLE_ADMINISTRATOR"), permission(2, role="ROLE_USER")]
    return [
        folder("/", permissions=everyone),
        folder(BASE, label="Hazelford Orchard Cooperative", permissions=everyone[:1]),
        folder(f"{BASE}/organizations", label="Organizations"),
        folder(f"{BASE}/organizations/cider-press", label="Cider Press"),
        folder("/temp", label="Temp", permissions=[permission(30, role="ROLE_USER")]),
    ]


def cooperative(base: str) -> list[Part]:
    """The repository of the cooperative."""
    return [
        *folders(base),
        *files.cooperative_files(base),
        *sources.sources(base),
        *controls.inputs(base),
        *reports.reports(base),
        *views.views(base),
        *olap.analysis(base),
    ]


def parts() -> list[Part]:
    """Everything on the server."""
    return [
        *people.organizations(),
        *people.users(),
        *people.roles(),
        *server_folders(),
        *files.shared_files(),
        *files.server_files(),
        *cooperative(BASE),
        *schedules.jobs(BASE),
        *schedules.calendars(),
        *schedules.events(BASE),
        *schedules.favorites(BASE),
    ]
