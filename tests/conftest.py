"""Fixtures for all tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from catalogkit.cli import main

settings.register_profile("catalogkit", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("catalogkit")

ROOT = Path(__file__).resolve().parent.parent
"""The root of the repository."""

SHARED = ROOT.parent / "shared"
"""Real exports and recordings; they are kept outside the repository."""


Run = Callable[..., tuple[int, str, str]]
"""Runs the command line; gives exit code, output and error output."""


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run the command line in this process."""

    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        output, errors = capfdbinary.readouterr()
        return int(stop.value.code or 0), output.decode(), errors.decode()

    return run


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real exports and recordings; a test that needs it is skipped without it."""
    if not SHARED.is_dir():
        pytest.skip(f"no real exports beside the repository ({SHARED.name}/)")
    return SHARED
