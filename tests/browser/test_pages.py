"""Every page in a browser: quiet, harmless, accessible, readable without scripts, and fast."""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.browser.conftest import Open
from tests.report import samples
from tests.report.graphs import edge, result
from tests.report.samples import PAYLOADS, big_diff, change, diff_of, hostile, write

pytestmark = pytest.mark.browser
pytest.importorskip("playwright", reason="playwright is not installed: pip install -e '.[browser]'")

from playwright.sync_api import expect  # noqa: E402

REPORT = urlencode({"at": "/organizations/orchards/Reports/Weekly-Deliveries"})
REPORTS = urlencode({"at": "/organizations/orchards/Reports"})
BROKEN = urlencode({"at": "/organizations/orchards/Broken/References/missing_source"})
PAGES: dict[str, tuple[Any, str]] = {
    "diff": (samples.diff_sample, ""),
    "diff, text": (samples.diff_sample, REPORT),
    "diff, side by side": (samples.diff_sample, f"view=split&{REPORT}"),
    "diff, permissions": (samples.diff_sample, REPORTS),
    "check": (samples.check_sample, ""),
    "check, detail": (samples.check_sample, BROKEN),
    "info": (lambda: samples.other_samples()["info"], ""),
    "ls": (lambda: samples.other_samples()["ls"], ""),
    "access": (lambda: samples.other_samples()["access"], ""),
    "refs": (lambda: result([edge("/a", "/b", resolved=False, reason="gone"), edge("/a", "/c")]), ""),
    "nothing": (lambda: diff_of([]), ""),
}


def has_scripts(name: str) -> bool:
    return name not in ("info", "refs")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_it_opens_quietly_and_fits(open_page: Open, name: str, width: int) -> None:
    make, fragment = PAGES[name]
    page = open_page(make(), fragment, width=width, scripts=has_scripts(name))

    expect(page.locator("h1")).to_have_count(1)
    assert page.locator("h1").bounding_box()["width"] <= width
    if has_scripts(name):
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_serious(
    browser: Any, tmp_path: Path, axe: str, name: str, dark: bool, width: int
) -> None:
    make, fragment = PAGES[name]
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"file://{write(tmp_path, make())}#{fragment}")
    if has_scripts(name):
        page.wait_for_selector("html[data-ready]", state="attached")
    page.evaluate(axe)

    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]

    context.close()
    grave = [one for one in found if one["impact"] in ("serious", "critical")]
    assert [(one["id"], [node["html"] for node in one["nodes"][:3]]) for one in grave] == []


class TestWithoutScripts:
    def test_summary_list_and_sentences_are_there(self, open_page: Open) -> None:
        page = open_page(samples.diff_sample(), scripts=False)

        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".sentences li").first).to_be_visible()
        expect(page.locator("noscript table.plain tbody tr")).to_have_count(19)
        expect(page.locator("noscript table.plain tbody tr").first).to_be_visible()
        expect(page.locator("noscript article").first).to_be_visible()
        expect(page.locator("#app")).to_be_hidden()

    def test_links_lead_to_details(self, open_page: Open) -> None:
        page = open_page(samples.diff_sample(), scripts=False)

        page.locator(".sentences a").first.click()

        expect(page.locator("noscript article").first).to_be_in_viewport()

    @pytest.mark.parametrize("name", ["diff", "check", "ls"])
    def test_every_link_of_the_first_screen_leads_somewhere(self, open_page: Open, name: str) -> None:
        page = open_page(PAGES[name][0](), scripts=False)
        links = page.locator(".tiles a, .sentences a")
        assert links.count() > 2

        for link in links.all():
            link.click()
            expect(page.locator("tr:has(:target), article:target")).to_be_in_viewport()

    @pytest.mark.parametrize("name", ["ls", "access", "check"])
    def test_other_pages_list_too(self, open_page: Open, name: str) -> None:
        page = open_page(PAGES[name][0](), scripts=False)

        expect(page.locator("noscript table.plain tbody tr").first).to_be_visible()


class TestHostileTexts:
    """Nothing of a catalog runs: no dialog, no log, no request (`open_page` looks), and no element."""

    @pytest.mark.parametrize("name", [name for name in PAGES if has_scripts(name)])
    def test_nothing_runs(self, open_page: Open, name: str) -> None:
        make, _ = PAGES[name]
        page = open_page(hostile(make()))

        rows = page.locator(".row")
        for number in range(min(rows.count(), 4)):
            rows.nth(number).click()
            page.keyboard.press("Escape")

        self.is_untouched(page)

    @pytest.mark.parametrize("payload", PAYLOADS)
    def test_nothing_runs_in_details(self, open_page: Open, payload: str) -> None:
        noise = [
            {
                "kind": "version",
                "uri": "/a",
                "field": payload,
                "before": payload,
                "after": payload,
                "count": 1,
            }
        ]
        text = {"format": payload, "added": 1, "removed": 1, "cut": payload,
                "unified": ["@@ -1,2 +1,2 @@", f"-{payload}", f"+x {payload}", f" {payload}"]}  # fmt: skip
        near = {"needs": [payload], "needed_by": ["/b"], "needs_in_all": 1, "needed_by_in_all": 1}
        rich = change(
            text=text, what=payload, part=payload, field=payload, before=payload, after=f"{payload} new",
            impact={"count": 1, "words": payload, "examples": [payload]},
        )  # fmt: skip
        value = change(what=payload, before=payload, after=f"{payload} new", uri="/b")
        data = diff_of([rich, value], noise={"version": 1}, noise_changes=noise, references={"/a": near})

        page = open_page(data, urlencode({"at": "/a", "q": ""}))

        expect(page.locator(".lines tr").first).to_be_visible()
        page.get_by_role("button", name="Side by side").click()
        page.locator(".detail:not([hidden]) details summary").last.click()
        page.keyboard.press("j")
        expect(page.locator(".values")).to_be_visible()
        self.is_untouched(page)

    def test_nothing_runs_from_the_address(self, open_page: Open) -> None:
        payload = "<img src=x onerror=alert(1)>"
        fragment = urlencode(
            {"q": payload, "at": payload, "type": payload, "folder": payload, "view": payload}
        )

        page = open_page(samples.diff_sample(), fragment)

        expect(page.locator("#count")).to_have_text("0 of 19 items")
        self.is_untouched(page)

    def is_untouched(self, page: Any) -> None:
        assert page.evaluate("document.querySelectorAll('iframe, object, embed, img, [src]').length") == 0
        handlers = "(e) => [...e.attributes].some((one) => /^on/i.test(one.name))"
        assert page.evaluate(f"[...document.querySelectorAll('*')].some({handlers})") is False
        assert page.evaluate("document.querySelectorAll('script:not([type])').length") == 1
        links = page.evaluate("[...document.querySelectorAll('[href]')].map((e) => e.getAttribute('href'))")
        assert all(link.startswith("#") for link in links)


class TestAccess:
    def test_objects_can_be_told_apart_on_a_phone(self, open_page: Open) -> None:
        page = open_page(samples.other_samples()["access"], width=390)

        for cell in page.locator(".rights tbody th").all():
            assert cell.evaluate("(e) => e.scrollWidth <= e.clientWidth")

    def test_search_narrows_rows_and_columns(self, open_page: Open) -> None:
        page = open_page(samples.other_samples()["access"])
        columns = page.locator(".rights thead th").count()

        page.locator("#who").fill("superuser")

        expect(page.locator(".rights thead th")).to_have_count(2)
        assert columns > 2
        assert "who=superuser" in page.url
        page.locator("#search").fill("no such object")
        expect(page.locator("#matrix")).to_have_text("Nothing matches.")


@pytest.mark.slow
class TestBigPages:
    """Figures, printed, within the limits of the project, with room for a busy machine."""

    def test_10_000_objects(self, browser: Any, tmp_path: Path) -> None:
        from time import perf_counter

        data = big_diff(10_000)
        start = perf_counter()
        big = write(tmp_path, data, "big.html")
        rendering = perf_counter() - start
        small = write(tmp_path, big_diff(100), "small.html")
        size = big.stat().st_size
        seconds = {path.stem: [self.opening(browser, path) for _ in range(3)] for path in (small, big)}
        opening = {name: statistics.median(values) for name, values in seconds.items()}
        filtering = self.filtering(browser, big)
        print(
            f"\n10,000 objects: rendered in {rendering:.1f} s to {size / 1e6:.1f} MB; opened in"
            f" {opening['big']:.2f} s, {opening['big'] / opening['small']:.1f} times 100 objects"
            f" ({opening['small']:.2f} s); filtered in {filtering:.0f} ms"
        )
        assert size <= 25_000_000
        assert rendering < 30
        assert filtering < 1_000
        assert opening["big"] / opening["small"] < 12

    def opening(self, browser: Any, path: Path) -> float:
        """Seconds until the page can be used."""
        page = browser.new_page()
        page.goto(f"file://{path}", wait_until="commit")
        page.wait_for_selector("html[data-ready]", state="attached")
        milliseconds: float = page.evaluate("performance.now()")
        page.close()
        return milliseconds / 1000

    def filtering(self, browser: Any, path: Path) -> float:
        """Milliseconds from a keystroke to the next picture, the longest of some."""
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"file://{path}")
        page.wait_for_selector("html[data-ready]", state="attached")
        longest: float = page.evaluate(
            """async () => {
              const search = document.getElementById('search'), count = document.getElementById('count');
              let longest = 0;
              for (const words of ['object_00', 'team_3 label', 'zzz', 'jrxml', '']) {
                const told = new Promise((done) => {
                  const watching = new MutationObserver(() => { watching.disconnect(); done(); });
                  watching.observe(count, { childList: true });
                });
                const start = performance.now();
                search.value = words;
                search.dispatchEvent(new Event('input'));
                await told;
                await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
                longest = Math.max(longest, performance.now() - start);
              }
              return longest;
            }"""
        )
        page.close()
        return longest

    def test_a_big_text_never_blocks_for_long(self, browser: Any, tmp_path: Path) -> None:
        def lines(sign: str, y: int) -> list[str]:
            return [f"{sign}<a x='{number}' y='{y}' z='{number * 7}'/>" for number in range(3000)]

        unified = ["@@ -1,6000 +1,6000 @@", *lines("-", 1), *lines("+", 2), *lines(" ", 3)]
        text = {"format": "jrxml", "added": 3000, "removed": 3000, "unified": unified, "cut": ""}
        page = browser.new_page()
        page.goto(f"file://{write(tmp_path, diff_of([change(text=text)]))}")
        page.wait_for_selector("html[data-ready]", state="attached")
        page.evaluate(
            "window.long = []; new PerformanceObserver((list) => window.long.push(...list.getEntries().map("
            "(one) => one.duration))).observe({ entryTypes: ['longtask'] })"
        )

        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_selector(".lines:not([aria-busy])", timeout=120_000)
        expect(page.locator(".lines tr")).to_have_count(6009)  # the unchanged ones are folded

        longest = max(page.evaluate("window.long"), default=0)
        page.evaluate(
            "new Promise((done) => setTimeout(() => {"
            " const end = performance.now() + 200; while (performance.now() < end); setTimeout(done, 100) }))"
        )
        noticed = max(page.evaluate("window.long"), default=0)
        page.close()
        print(f"\nlongest task: {longest:.0f} ms")
        assert longest < 1_000
        assert noticed >= 200  # it would have been seen
