"""Fixtures for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
"""The root of the repository."""

SHARED = ROOT.parent / "shared"
"""Real exports and recordings; they are kept outside the repository."""


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real exports and recordings; a test that needs it is skipped without it."""
    if not SHARED.is_dir():
        pytest.skip(f"no real exports beside the repository ({SHARED.name}/)")
    return SHARED
