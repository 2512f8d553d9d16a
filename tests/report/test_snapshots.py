"""Every text output of the sample catalogs, as it is printed."""

import pytest
from syrupy.assertion import SnapshotAssertion

from catalogkit.cli import main
from tests.conftest import ROOT

BROKEN, HEALTHY = "sample_catalogs/broken.zip", "sample_catalogs/healthy.zip"
DASHBOARD = "/organizations/orchards/Dashboards/Season_2024"
REPORT = "/organizations/orchards/Reports/Weekly-Deliveries"


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", HEALTHY),
        ("check", BROKEN),
        ("check", BROKEN, "-v"),
        ("check", BROKEN, "-o", "json"),
        ("info", HEALTHY),
        ("info", BROKEN),
        ("info", "sample_catalogs/organization.zip", "-o", "json"),
        ("tree", HEALTHY),
        ("tree", HEALTHY, "/public", "--local", "--depth", "3"),
        ("ls", HEALTHY),
        ("ls", HEALTHY, "-l", "-t", "reportUnit", "-t", "query", "--local"),
        ("ls", HEALTHY, "-k", "user", "-k", "job", "-k", "calendar"),
        ("show", HEALTHY, REPORT),
        ("show", HEALTHY, REPORT, "-o", "json"),
        ("show", HEALTHY, "superuser"),
        ("refs", HEALTHY),
        ("refs", HEALTHY, REPORT),
        ("refs", HEALTHY, REPORT, "-o", "json"),
        ("refs", HEALTHY, REPORT, "--reverse", "--transitive"),
        ("refs", HEALTHY, "--why", DASHBOARD, "/public/Shared/signature"),
        ("refs", HEALTHY, "--unused"),
        ("refs", HEALTHY, "superuser"),
        ("refs", BROKEN),
        ("refs", BROKEN, "--missing", "-v"),
        ("refs", BROKEN, "/organizations/orchards/Broken/Contents/missing_pieces", "-o", "csv"),
        ("access", HEALTHY),
        ("access", HEALTHY, "--uri", REPORT),
    ],
    ids=" ".join,
)
def test_output(
    arguments: tuple[str, ...],
    snapshot: SnapshotAssertion,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)

    with pytest.raises(SystemExit):
        main(list(arguments))

    assert capfdbinary.readouterr().out.decode() == snapshot
