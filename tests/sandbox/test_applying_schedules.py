"""Jobs that an import writes: each from its own descriptor."""

from __future__ import annotations

from catalogkit.testing import catalog, folder, job, report
from tests.sandbox.client import Client


def _descriptions(server: Client) -> list[tuple[str, str | None]]:
    assert server.sandbox is not None
    return [(job.report, job.text("description")) for job in server.sandbox.repository.contents.jobs]


def _two(state: str) -> bytes:
    """Two reports, whose jobs differ in their descriptions only."""
    jobs = [
        job(f"/area/{name}", number, label="Nightly", description=f"{state} {name}")
        for number, name in enumerate("ab", 1)
    ]
    return catalog(folder("/area"), report("/area/a"), report("/area/b"), *jobs, requested=["/area"])


def test_jobs_of_two_reports_that_look_alike_are_each_updated_from_their_own(server: Client) -> None:
    server.import_(_two("old"))
    created = _descriptions(server)

    server.import_(_two("new"), "?update=true")

    assert created == [("/area/a", "old a"), ("/area/b", "old b")]
    assert _descriptions(server) == [("/area/a", "new a"), ("/area/b", "new b")]


def test_of_two_descriptors_that_update_one_job_the_last_one_counts(server: Client) -> None:
    parts = [folder("/area"), report("/area/a")]
    server.import_(catalog(*parts, job("/area/a", 1, label="Night plan"), requested=["/area"]))
    twice = [job("/area/a", 1, label="Night", description="first"), job("/area/a", 2, label="Nig")]

    server.import_(catalog(*parts, *twice, requested=["/area"]), "?update=true")

    assert _descriptions(server) == [("/area/a", None)]
