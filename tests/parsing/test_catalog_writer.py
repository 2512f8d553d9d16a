"""What is written as a catalog: nothing takes the place of something else."""

from __future__ import annotations

import io
import zipfile

import pytest

from catalogkit.errors import EntryRefusedError
from catalogkit.model.index import Index, Module
from catalogkit.model.objects import CatalogObject
from catalogkit.parsing.catalog_writer import write_catalog
from catalogkit.testing import jdbc
from catalogkit.testing.assemble import assemble


def _objects(*uris: str) -> tuple[CatalogObject, ...]:
    return tuple(item for uri in uris for item in assemble([jdbc(uri)], {"ancestors": False}).objects)


def test_two_objects_at_the_same_place_are_refused() -> None:
    with pytest.raises(EntryRefusedError, match=r"lie at the same place \(resources/ds\.xml\)"):
        write_catalog(io.BytesIO(), None, _objects("/ds", "/ds"))


def test_bytes_where_a_descriptor_lies_are_refused() -> None:
    with pytest.raises(EntryRefusedError, match=r"lie at the same place \(resources/ds\.xml\)"):
        write_catalog(io.BytesIO(), None, _objects("/ds"), {"resources/ds.xml": b""})


def test_directories_come_before_what_is_in_them_and_that_of_jobs_even_if_empty() -> None:
    stream = io.BytesIO()
    index = Index((), (Module("repositoryResources"), Module("calendars"), Module("reportJobs")))

    write_catalog(stream, index, _objects("/a/b/ds", "/c/ds"), directories=True)

    assert zipfile.ZipFile(stream).namelist() == [
        "resources/",
        "resources/a/b/",
        "resources/a/b/ds.xml",
        "resources/c/",
        "resources/c/ds.xml",
        "reportJobs/",
        "index.xml",
    ]
