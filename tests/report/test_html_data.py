"""What results hold for their pages when asked: pictures, and who needs whom."""

from pathlib import Path

import pytest

from catalogkit import open_catalog
from catalogkit.archive import open_archive
from catalogkit.inspection.checking import check
from catalogkit.inspection.diff_result import DiffOptions, DiffResult
from catalogkit.inspection.diffing import diff
from catalogkit.inspection.neighbours import MOST, neighbours
from catalogkit.inspection.pictures import MAX_PICTURE, picture_uri
from catalogkit.parsing.builder import build_catalog
from catalogkit.references.graph import build_graph
from catalogkit.report.html import render
from catalogkit.testing import catalog, jdbc, report
from tests.conftest import ROOT

SAMPLES = ROOT / "sample_catalogs"
DATA_SOURCE = "/organizations/orchards/Data_Sources/Packing_DB"


def compared(options: DiffOptions) -> DiffResult:
    with open_archive(SAMPLES / "healthy.zip") as old, open_archive(SAMPLES / "healthy-next.zip") as new:
        return diff(old, new, options)


def test_nothing_is_held_unless_asked_for() -> None:
    result = compared(DiffOptions())

    assert result.references is None
    assert all(change.images is None for change in result.changes)


def test_pictures_are_held_before_and_after() -> None:
    result = compared(DiffOptions(with_images=True))

    (pictures,) = [change.images for change in result.changes if change.images is not None]
    assert pictures.before is not None
    assert pictures.after is not None
    assert pictures.before.startswith("data:image/")
    assert pictures.before != pictures.after
    assert pictures.before.encode() in render(result.to_dict(), verbose=False)


@pytest.mark.parametrize(
    ("data", "start"),
    [
        (b"\x89PNG\r\n\x1a\n1", "data:image/png;base64,"),
        (b"\xff\xd8\xff1", "data:image/jpeg;base64,"),
        (b"GIF87a", "data:image/gif;base64,"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"\x89PNG\r\n\x1a\n" + bytes(MAX_PICTURE), None),
        (b"", None),
    ],
)
def test_only_small_pictures_of_three_kinds_are_held(data: bytes, start: str | None) -> None:
    uri = picture_uri(data)

    assert uri is None if start is None else uri is not None and uri.startswith(start)


def test_references_tell_both_ways() -> None:
    references = compared(DiffOptions(with_references=True, with_impact=False)).references

    assert references is not None
    assert "/organizations/orchards/Reports/Weekly-Deliveries" in references[DATA_SOURCE].needed_by
    weekly = references["/organizations/orchards/Reports/Weekly-Deliveries"]
    assert DATA_SOURCE in weekly.needs
    assert weekly.needs_in_all == len(weekly.needs) <= MOST


def test_a_check_tells_references_of_what_it_tells_of() -> None:
    with open_archive(SAMPLES / "broken.zip") as archive:
        built = build_catalog(archive)
        assert check(built).references is None
        references = check(built, references=True).references

    assert references is not None
    assert "/organizations/orchards/Data_Sources/Gone" in (
        references["/organizations/orchards/Broken/References/missing_source"].needs
    )


def test_long_lists_are_capped_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    path.write_bytes(catalog(jdbc("/ds"), *(report(f"/r{n}", data_source="/ds") for n in range(MOST + 3))))

    with open_catalog(path) as opened:
        near = neighbours(build_graph(opened), ["/ds"])["/ds"]

    assert len(near.needed_by) == MOST
    assert near.needed_by_in_all == MOST + 3
