"""Going through a result in a browser: search, filters, links, keys, details, ticks, notes, paper."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.browser.conftest import Open
from tests.report import samples
from tests.report.pages import objects_in
from tests.report.pages import page as html_of
from tests.report.samples import action, big_diff, change, check_of, diff_of, finding, rehearsal_of

pytestmark = pytest.mark.browser
pytest.importorskip("playwright", reason="playwright is not installed: pip install -e '.[browser]'")

from playwright.sync_api import expect  # noqa: E402

REPORT = "/organizations/orchards/Reports/Weekly-Deliveries"
REPORTS = "/organizations/orchards/Reports"


def at(**state: str) -> str:
    return urlencode(state)


def count(page: Any) -> Any:
    return page.locator("#count")


def title(page: Any) -> Any:
    return page.locator(".detail:not([hidden]) h2")


def rows(page: Any) -> Any:
    return page.locator(".row")


def open_facet(page: Any, name: str, value: str) -> None:
    """Tick a value of a filter."""
    facet = page.locator(".facet", has=page.locator("summary", has_text=name)).first
    facet.locator("summary").click()
    facet.locator("label", has_text=value).first.click()
    facet.locator("summary").click()


class TestSearchAndFilters:
    def test_search_narrows_the_list_and_is_told(self, open_page: Open) -> None:
        page = open_page(samples.diff_sample())
        expect(count(page)).to_have_text("19 items")

        page.locator("#search").fill("weekly jrxml")

        expect(count(page)).to_have_text("1 of 19 items")
        expect(rows(page)).to_have_count(1)
        expect(rows(page)).to_contain_text("Weekly-Deliveries")
        assert "q=weekly+jrxml" in page.url

    def test_filters_live_in_the_address_and_come_back(self, open_page: Open) -> None:
        page = open_page(samples.diff_sample())
        open_facet(page, "Level", "error")
        expect(count(page)).to_have_text("4 of 19 items")
        open_facet(page, "Type", "user")
        expect(count(page)).to_have_text("1 of 19 items")
        fragment = page.url.partition("#")[2]
        assert fragment == "level=error&type=user"

        again = open_page(samples.diff_sample(), fragment)

        expect(count(again)).to_have_text("1 of 19 items")
        expect(rows(again)).to_contain_text("ana-luise")

    @pytest.mark.parametrize(
        ("fragment", "wanted"),
        [
            ("level=warning", lambda one: one["l"] == 1),
            ("level=error&level=warning", lambda one: one["l"] < 2),
            ("do=moved", lambda one: one["a"] == "moved"),
            ("kind=jrxml-changed", lambda one: any(item["k"] == "jrxml-changed" for item in one["c"])),
            ("org=orchards", lambda one: one.get("o") == "orchards"),
            ("folder=%2Forganizations%2Forchards%2FControls", lambda one: "orchards/Controls/" in one["u"]),
            ("type=folder&level=info&level=warning", lambda one: one["t"] == "folder" and one["l"] > 0),
            ("q=nothing+like+this", lambda one: False),
        ],
    )
    def test_every_filter_works_from_a_link(
        self, open_page: Open, fragment: str, wanted: Callable[[Any], bool]
    ) -> None:
        found = sum(map(wanted, objects_in(html_of(samples.diff_sample()))))

        page = open_page(samples.diff_sample(), fragment)

        expect(count(page)).to_have_text(f"{found} of 19 items")

    def test_nothing_found_offers_a_way_out(self, open_page: Open) -> None:
        page = open_page(samples.diff_sample(), "q=zzz")

        page.locator(".nothing button").click()

        expect(count(page)).to_have_text("19 items")
        expect(page.locator("#search")).to_be_focused()

    def test_numbers_of_the_summary_lead_to_what_they_count(self, open_page: Open) -> None:
        page = open_page(samples.diff_sample())

        page.locator(".tile.removed").click()

        expect(count(page)).to_have_text("2 of 19 items")

    def test_folders_filter_by_mouse_and_by_keys(self, open_page: Open) -> None:
        page = open_page(samples.diff_sample())
        page.locator("#tree .node", has_text="Controls").click()
        expect(count(page)).to_have_text("2 of 19 items")

        page.keyboard.press("Home")
        page.keyboard.press("Enter")

        expect(count(page)).to_have_text("19 items")
        expect(page.locator("#tree [role=treeitem]").first).to_be_focused()

    def test_columns_sort(self, open_page: Open) -> None:
        page = open_page(samples.diff_sample())

        page.get_by_role("button", name="URI or name").click()

        expect(page.get_by_role("columnheader", name="URI or name")).to_have_attribute(
            "aria-sort", "ascending"
        )
        expect(rows(page).first).to_contain_text("varieties.json")
        assert "sort=uri" in page.url

    def test_the_back_button_undoes_steps(self, open_page: Open) -> None:
        page = open_page(samples.diff_sample())
        rows(page).first.click()
        expect(title(page)).to_have_text("Packing_DB")

        page.go_back()

        expect(page.locator("#panel")).to_be_hidden()


class TestDetails:
    def test_a_link_opens_its_object(self, open_page: Open) -> None:
        page = open_page(samples.diff_sample(), at(at=REPORT))

        expect(title(page)).to_have_text("Weekly-Deliveries")
        expect(page.locator(".row[aria-selected=true]")).to_contain_text("Weekly-Deliveries")

    def test_a_link_to_nothing_says_so(self, open_page: Open) -> None:
        page = open_page(samples.diff_sample(), at(at="/gone"))

        expect(page.locator("#told")).to_contain_text("There is no object /gone in this result.")
        rows(page).first.locator(".uri").click()
        expect(title(page)).to_be_visible()
        expect(page.locator("#told")).to_have_text("")

    def test_a_link_to_nothing_in_a_listing_says_so_too(self, open_page: Open) -> None:
        page = open_page(samples.other_samples()["ls"], at(at="/gone"))

        expect(page.get_by_text("There is no object /gone in this result.")).to_be_visible()

    def test_a_link_to_nothing_is_forgotten_by_the_next_address(self, open_page: Open) -> None:
        page = open_page(samples.diff_sample(), at(at="/gone"))

        page.evaluate("location.hash = '#level=error'")

        expect(page.locator("#told")).to_have_text("")

    def test_texts_are_unified_or_side_by_side(self, open_page: Open) -> None:
        page = open_page(samples.diff_sample(), at(at=REPORT))
        lines = page.locator(".detail:not([hidden]) .lines")
        expect(lines.locator("td.plus:not(.no):not(.sign)")).to_have_count(4)
        expect(lines.locator("ins").first).to_have_text("grade, ")
        expect(lines.locator(".s-tag").first).to_be_visible()

        page.get_by_role("button", name="Side by side").click()

        expect(page.locator(".lines.split")).to_be_visible()
        expect(lines.locator("tr").nth(1).locator("td")).to_have_count(4)
        assert "view=split" in page.url

    def test_long_unchanged_stretches_are_folded(self, open_page: Open) -> None:
        unified = ["@@ -1,61 +1,61 @@", *[f" <line n='{n}'/>" for n in range(60)], "-a", "+b"]
        text = {"format": "xml", "added": 1, "removed": 1, "unified": unified, "cut": "cut after 2 lines"}
        page = open_page(diff_of([change(text=text)]), at(at="/a"))
        lines = page.locator(".lines tr")
        expect(lines).to_have_count(4 + 1 + 4 + 2)
        expect(page.locator(".cut")).to_have_text("cut after 2 lines")

        page.get_by_role("button", name="Show 52 unchanged lines").click()

        expect(lines).to_have_count(62)

    def test_permissions_are_a_matrix(self, open_page: Open) -> None:
        page = open_page(samples.diff_sample(), at(at=REPORTS))

        user = page.locator(".matrix tbody tr").first
        expect(page.locator(".matrix")).to_have_count(1)
        expect(user.locator("th")).to_have_text("role ROLE_USER")
        expect(user.locator("td")).to_have_text(["·", "+ gains", "+ gains", "+ gains", "+ gains", "− loses"])  # noqa: RUF001

    def test_pictures_stand_beside_each_other(self, open_page: Open) -> None:
        from catalogkit.archive import open_archive
        from catalogkit.inspection.diff_result import DiffOptions
        from catalogkit.inspection.diffing import diff

        options = DiffOptions(with_images=True, with_references=True)
        folder = samples.SAMPLES
        with open_archive(folder / "healthy.zip") as old, open_archive(folder / "healthy-next.zip") as new:
            data = samples.plain(diff(old, new, options).to_dict())

        page = open_page(data, at(at="/organizations/orchards/Images/logo"))

        images = page.locator(".images img")
        expect(images).to_have_count(2)
        assert images.evaluate_all("images => images.every((image) => image.naturalWidth > 0)")
        expect(page.locator(".picture-box .box.self")).to_contain_text("logo")
        expect(page.locator(".links a").first).to_be_visible()

    def test_neighbours_lead_on(self, open_page: Open) -> None:
        near = {"needs": ["/b", "/elsewhere"], "needed_by": [], "needs_in_all": 300, "needed_by_in_all": 0}
        page = open_page(diff_of([change(), change(uri="/b")], references={"/a": near}), at(at="/a"))
        expect(page.locator(".picture-box .rest")).to_contain_text("298 more")
        expect(page.locator(".detail")).to_contain_text("298 more are not part of this page.")

        page.locator(".links a").click()

        expect(title(page)).to_have_text("b")

    def test_noise_is_shown_on_demand(self, open_page: Open) -> None:
        page = open_page(samples.diff_sample(), at(at=REPORT))
        box = page.locator(".detail details", has_text="differences that say nothing")
        expect(box.locator("li")).to_have_count(0)

        box.locator("summary").click()

        expect(box.locator("li", has_text="update-date")).not_to_have_count(0)

    def test_much_noise_of_one_object_comes_in_portions(self, open_page: Open) -> None:
        noise = [
            {"kind": "version", "uri": "/a", "field": f"f{n}", "before": "0", "after": "1", "count": 1}
            for n in range(450)
        ]
        data = diff_of([change()], noise={"version": 450}, noise_changes=noise)
        page = open_page(data, at(at="/a"))
        box = page.locator(".detail details", has_text="450 differences that say nothing")

        box.locator("summary").click()

        for shown, button in ((200, "Show more (250 left)"), (400, "Show more (50 left)")):
            expect(box.locator("li")).to_have_count(shown)
            box.get_by_role("button", name=button).click()
        expect(box.locator("li")).to_have_count(450)
        expect(box.get_by_role("button")).to_have_count(0)

    def test_rules_explain_themselves(self, open_page: Open) -> None:
        page = open_page(check_of([finding()]), at(at="/a"))

        page.locator(".meaning summary").click()

        expect(page.locator(".meaning p").first).to_be_visible()
        expect(page.locator(".remedy")).to_have_text("Export it too.")

    def test_commands_are_code_and_nothing_is_told_twice(self, open_page: Open) -> None:
        warning = {"code": "import.access.denied", "parameters": ["/a"], "advice": "Try `refs <b>` first."}
        lost = action(action="reject", reason="writing there is not allowed")
        rehearsal = rehearsal_of([lost], verdict="partial", warnings=[warning])

        page = open_page(check_of([], rehearsal=rehearsal), at(at="/a"))

        expect(page.locator(".remedy code")).to_have_text("refs <b>")
        expect(page.locator(".detail").get_by_text("writing there is not allowed")).to_have_count(1)

    def test_many_changes_of_one_object_come_in_portions(self, open_page: Open) -> None:
        page = open_page(diff_of([change(field=f"f{n}") for n in range(130)]), at(at="/a"))
        expect(page.locator(".item")).to_have_count(60)

        page.get_by_role("button", name="Show 60 of 70 more").click()

        expect(page.locator(".item")).to_have_count(120)


class TestKeys:
    def test_a_walk_without_a_mouse(self, open_page: Open) -> None:
        page = open_page(samples.diff_sample())
        page.keyboard.press("/")
        expect(page.locator("#search")).to_be_focused()
        page.keyboard.type("orchards")
        expect(count(page)).to_contain_text("of 19")
        page.keyboard.press("Escape")
        expect(count(page)).to_have_text("19 items")
        page.locator("#search").blur()

        page.keyboard.press("j")
        expect(rows(page).nth(0)).to_be_focused()
        page.keyboard.press("j")
        expect(rows(page).nth(1)).to_be_focused()
        page.keyboard.press("k")
        expect(rows(page).nth(0)).to_be_focused()

        page.keyboard.press("Enter")
        expect(title(page)).to_have_text("Packing_DB")
        expect(title(page)).to_be_focused()
        page.keyboard.press("j")
        expect(title(page)).to_have_text("organizations")
        page.keyboard.press("x")
        expect(page.locator("#progress-text")).to_have_text("1 of 19 reviewed")
        page.keyboard.press("n")
        expect(page.locator("#note")).to_be_focused()
        page.keyboard.type("ask jx")
        page.keyboard.press("Escape")
        expect(title(page)).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#panel")).to_be_hidden()
        expect(rows(page).nth(1)).to_be_focused()

    def test_arrows_move_in_the_list(self, open_page: Open) -> None:
        page = open_page(big_diff(300))
        page.keyboard.press("j")

        page.keyboard.press("End")

        expect(page.locator(".row:focus")).to_have_attribute("aria-rowindex", "301")
        page.keyboard.press("Home")
        expect(page.locator(".row:focus")).to_have_attribute("aria-rowindex", "2")

    def test_help_opens_and_closes(self, open_page: Open) -> None:
        page = open_page(samples.diff_sample())
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_be_visible()

        page.keyboard.press("Escape")

        expect(page.locator("#help")).to_be_hidden()

    def test_keys_are_letters_where_people_type(self, open_page: Open) -> None:
        page = open_page(samples.diff_sample())

        page.locator("#search").press_sequentially("xjkn?")

        expect(page.locator("#search")).to_have_value("xjkn?")
        expect(page.locator("#progress-text")).to_have_text("0 of 19 reviewed")


def reload_until(page: Any, is_shown: Callable[[], bool]) -> None:
    """Reload until a page shows what it kept: a busy browser may give it what was kept a moment before."""
    for _ in range(10):
        page.wait_for_timeout(100)
        page.reload()
        page.wait_for_selector("html[data-ready]", state="attached")
        if is_shown():
            return


class TestReview:
    def test_ticks_and_notes_survive_a_reload(self, open_page: Open) -> None:
        page = open_page(samples.diff_sample(), at(at=REPORT))
        page.locator("#seen").check()
        page.locator("#note").fill("Ask about <juice>.")
        page.locator("#note").blur()

        reload_until(page, lambda: page.locator("#progress-text").inner_text() == "1 of 19 reviewed")

        expect(page.locator("#progress-text")).to_have_text("1 of 19 reviewed")
        expect(page.locator("#seen")).to_be_checked()
        expect(page.locator("#note")).to_have_value("Ask about <juice>.")
        expect(page.locator(".row.done")).to_have_count(1)

    def test_a_note_survives_a_reload_right_after_it_was_typed(self, open_page: Open) -> None:
        page = open_page(samples.diff_sample(), at(at=REPORT))
        page.locator("#note").fill("Wait for Ana.")

        reload_until(page, lambda: bool(page.locator("#note").input_value()))

        expect(page.locator("#note")).to_have_value("Wait for Ana.")

    def test_what_a_page_does_not_know_of_survives_its_ticks(self, open_page: Open) -> None:
        """A page is not told what is kept from its own window; nor is one that is loaded too early."""
        page = open_page(samples.diff_sample())
        rows(page).nth(0).locator("input").check()
        (kept,) = page.evaluate("Object.entries(localStorage)")
        rows(page).nth(0).locator("input").uncheck()
        assert page.evaluate("localStorage.length") == 0
        page.evaluate("([name, text]) => localStorage.setItem(name, text)", kept)

        rows(page).nth(1).locator("input").check()

        reload_until(page, lambda: page.locator("#progress-text").inner_text() == "2 of 19 reviewed")
        expect(page.locator("#progress-text")).to_have_text("2 of 19 reviewed")

    def test_a_tick_shows_in_other_pages(self, open_page: Open) -> None:
        page = open_page(samples.diff_sample())
        other = page.context.new_page()
        other.goto(page.url)
        other.wait_for_selector("html[data-ready]", state="attached")

        rows(page).nth(0).locator("input").check()

        expect(other.locator("#progress-text")).to_have_text("1 of 19 reviewed")

    def test_the_list_ticks_off_too(self, open_page: Open) -> None:
        page = open_page(samples.diff_sample())

        rows(page).nth(2).locator("input").check()

        expect(page.locator("#progress-text")).to_have_text("1 of 19 reviewed")
        expect(page.locator("#panel")).to_be_hidden()

    def test_only_what_is_left_can_be_shown(self, open_page: Open) -> None:
        page = open_page(samples.diff_sample())
        rows(page).nth(0).locator("input").check()

        page.get_by_role("button", name="Not reviewed yet").click()

        expect(count(page)).to_have_text("18 of 19 items")
        assert "left=yes" in page.url

    def test_reviews_of_different_results_do_not_mix(self, open_page: Open, tmp_path: Path) -> None:
        page = open_page(diff_of([change()]))
        rows(page).locator("input").check()
        other = samples.write(tmp_path, diff_of([change(fingerprint="3" * 20)]), "page.html")

        page.goto(f"file://{other}")
        page.reload()

        expect(page.locator("#progress-text")).to_have_text("0 of 1 reviewed")

    def test_a_review_is_exported_and_taken_in_elsewhere(self, open_page: Open, tmp_path: Path) -> None:
        page = open_page(samples.diff_sample(), at(at=REPORT))
        page.locator("#seen").check()
        page.locator("#note").fill("fine")
        page.locator("#note").blur()
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        with page.expect_download() as download:
            page.locator("#export").click()
        path = tmp_path / "review.json"
        download.value.save_as(path)
        exported = json.loads(path.read_text())
        assert exported["schema"] == "catalogkit/review/1"
        assert exported["objects"] == {REPORT: {"seen": True, "note": "fine"}}
        exported["objects"]["/unknown"] = {"seen": True, "note": ""}
        path.write_text(json.dumps(exported))

        other = open_page(samples.diff_sample())
        other.locator("#import-file").set_input_files(path)

        expect(other.locator("#progress-text")).to_have_text("1 of 19 reviewed")
        expect(other.locator("#told")).to_have_text("Took in 1 object; 1 are not in this result.")

    @pytest.mark.parametrize("text", ["no json", "{}", '{"schema": "catalogkit/review/1", "objects": 3}'])
    def test_other_files_are_refused(self, open_page: Open, tmp_path: Path, text: str) -> None:
        page = open_page(samples.diff_sample())
        (tmp_path / "x.json").write_text(text)

        page.locator("#import-file").set_input_files(tmp_path / "x.json")

        expect(page.locator("#told")).to_contain_text("This file is no")


class TestPaper:
    def test_what_was_opened_is_printed_without_the_controls(self, open_page: Open) -> None:
        page = open_page(samples.diff_sample(), at(at=REPORT))
        expect(page.locator(".lines tr").first).to_be_visible()
        page.keyboard.press("j")
        expect(title(page)).to_have_text("Frost & Bank Holidays")
        page.keyboard.press("Escape")

        page.emulate_media(media="print")

        for name in (".toolbar", ".reviewing", "#tree", ".panel-bar"):
            expect(page.locator(name).first).to_be_hidden()
        expect(page.locator(".detail h2", has_text="Weekly-Deliveries")).to_be_visible()
        expect(page.locator(".detail h2", has_text="Frost & Bank Holidays")).to_be_visible()
        expect(page.locator("h1")).to_be_visible()
        expect(rows(page)).to_have_count(19)
        assert len(page.pdf()) > 10_000
