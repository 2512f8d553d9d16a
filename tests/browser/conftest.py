"""A browser that opens pages from files, and tells everything that pages should not do."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.report.samples import write

CHROMIUM = Path(os.environ.get("CATALOGKIT_CHROMIUM", "/usr/bin/chromium"))
"""The browser: that of the system, or another one."""
_FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
SLOW = 30_000
"""Milliseconds after which something that never comes is given up."""

Open = Callable[..., Any]
"""Opens the page of some data: `open(data, fragment, width=…, dark=…, …)`."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The browser; tests that need it are skipped where it or playwright is missing."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        pytest.skip("playwright is not installed: pip install -e '.[browser]'")
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}: apt-get install chromium, or set CATALOGKIT_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Open pages; whatever they load besides themselves, log or throw fails the test."""
    faults: list[str] = []
    contexts: list[Any] = []

    def open_page(
        data: Any, fragment: str = "", *, width: int = 1440, dark: bool = False, scripts: bool = True
    ) -> Any:
        path = data if isinstance(data, Path) else write(tmp_path, data)
        address = f"file://{path}"
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=scripts,
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(SLOW)
        page.on("console", lambda message: faults.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: _note_request(request.url, address, faults))
        page.goto(f"{address}#{fragment}" if fragment else address)
        if scripts:
            page.wait_for_selector("html[data-ready]", state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def _note_request(url: str, address: str, faults: list[str]) -> None:
    is_own = url.partition("#")[0] == address or url.startswith(("data:image/", "blob:null/", "blob:file:"))
    if not is_own:
        faults.append(f"request: {url}")


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe, from the folder that `CATALOGKIT_AXE` names; skipped where it is missing."""
    folder = Path(os.environ.get("CATALOGKIT_AXE", "."))
    for name in ("axe.min.js", "package/axe.min.js", "node_modules/axe-core/axe.min.js"):
        if (folder / name).is_file():
            return (folder / name).read_text(encoding="utf-8")
    pytest.skip("axe is not there: `npm pack axe-core`, unpack it, and set CATALOGKIT_AXE to the folder")
