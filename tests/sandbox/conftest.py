"""Servers for tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogkit.rehearsal.options import Server
from catalogkit.sandbox.loading import fresh_repository
from tests.sandbox.client import Client, served


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Client]:
    """A fresh community server of 6.4, called by its administrator."""
    with served(fresh_repository(Server.CE_6_4), tmp_path) as client:
        yield client


@pytest.fixture
def newer(tmp_path: Path) -> Iterator[Client]:
    """A fresh community server of 8.2."""
    with served(fresh_repository(Server.CE_8_2), tmp_path) as client:
        yield client


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Client]:
    """A fresh server of 6.4 whose tasks take a while."""
    with served(fresh_repository(Server.CE_6_4), tmp_path, slow=0.3) as client:
        yield client
