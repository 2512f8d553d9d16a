"""What each page says first, and what its list and details hold."""

import re
from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest

from catalogkit.report.pages import embed
from tests.report import samples
from tests.report.graphs import edge, result
from tests.report.pages import block, objects_in, page, policy, read, said
from tests.report.samples import action, change, check_of, diff_of, finding, rehearsal_of

ALL = {
    "diff": samples.diff_sample,
    "check": samples.check_sample,
    "sound": lambda: samples.check_sample("healthy.zip", False),
    "info": lambda: samples.other_samples()["info"],
    "ls": lambda: samples.other_samples()["ls"],
    "access": lambda: samples.other_samples()["access"],
    "refs": lambda: result([edge("/a", "/b", resolved=False, reason="gone")]),
    "nothing differs": lambda: diff_of([]),
    "nothing wrong": lambda: check_of([]),
}
TEXT = {
    "format": "jrxml",
    "added": 1,
    "removed": 1,
    "unified": ["@@ -1,2 +1,2 @@", "-<a/>", "+<b/>", " <c/>"],
    "cut": "",
}
PNG = "data:image/png;base64,iVBORw0KGgo="


def summary_of(data: Any) -> Any:
    document = read(page(data))
    return document.xpath("//header")[0], document.xpath("//main")[0]


def objects(data: Any) -> list[dict[str, Any]]:
    return objects_in(page(data))


class TestEveryPage:
    @pytest.mark.parametrize("name", ALL)
    def test_same_data_gives_the_same_bytes(self, name: str) -> None:
        assert page(ALL[name]()) == page(samples.plain(ALL[name]()))

    @pytest.mark.parametrize("name", ALL)
    def test_the_policy_allows_its_own_parts_and_nothing_else(self, name: str) -> None:
        text = page(ALL[name]())

        rules = policy(text)
        assert rules["default-src"] == ["'none'"]
        assert rules["base-uri"] == rules["form-action"] == ["'none'"]
        for directive, tag in (("style-src", "style"), ("script-src", "script")):
            parts = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
            hashes = [f"'sha256-{b64encode(sha256(part.encode()).digest()).decode()}'" for part in parts]
            assert rules.get(directive, []) == hashes
            assert len(hashes) <= 1

    @pytest.mark.parametrize("name", ALL)
    def test_it_names_nothing_outside(self, name: str) -> None:
        document = read(page(ALL[name]()))

        links = document.xpath("//@href | //@src | //@action | //@srcset | //@data")
        assert all(link.startswith("#") for link in links)
        assert document.xpath("//link | //iframe | //object | //embed | //base | //@style | //form") == []

    @pytest.mark.parametrize("name", ALL)
    def test_it_can_be_found_a_way_around_in(self, name: str) -> None:
        document = read(page(ALL[name]()))

        assert document.get("lang") == "en"
        assert len(document.xpath("//h1")) == 1
        assert len(document.xpath("//main")) == 1
        assert document.xpath("//title")[0].text.strip()
        ids = document.xpath("//@id")
        assert sorted(ids) == sorted(set(ids))


class TestDiff:
    def test_the_first_screen_answers_whether_to_merge(self) -> None:
        header, main = summary_of(samples.diff_sample())

        assert "Look before you merge" in said(header)
        assert said(header.xpath(".//h1")[0]) == "4 changes put production at risk"
        assert "28 changes in 19 objects: 2 added, 2 removed, 2 moved, 13 changed." in said(header)
        first = said(main.xpath(".//ol[@class='sentences']/li[1]")[0])
        assert first.startswith("error data source /organizations/orchards/Data_Sources/Packing_DB")
        assert "Used by 5 reports, 4 input controls, 3 jobs and 13 others." in first
        assert "23 encrypted valuesthe same secret is encrypted differently" in said(main)

    @pytest.mark.parametrize(
        ("changes", "headline"),
        [
            ([], "Both sides hold the same"),
            ([change()], "Nothing that changed is a risk in itself"),
            ([change(level="warning"), change()], "1 change needs a reviewer"),
            ([change(level="error")], "1 change puts production at risk"),
        ],
    )
    def test_the_headline_follows_the_gravest_level(self, changes: Any, headline: str) -> None:
        assert said(summary_of(diff_of(changes))[0].xpath(".//h1")[0]) == headline

    def test_what_was_not_asked_for_is_not_called_the_same(self) -> None:
        data = diff_of([])
        data["summary"]["left_out"] = 3

        header, main = summary_of(data)

        assert said(header.xpath(".//h1")[0]) == "Nothing differs of what was asked for"
        assert "3 changes not asked for" in said(main)

    def test_changes_that_are_left_out_are_not_called_none(self) -> None:
        data = {**diff_of([change()]), "changes": []}

        assert "Nothing differs" not in page(data)
        assert "without --summary the changes are listed here" in said(
            read(page(data)).xpath("//noscript")[0]
        )

    def test_the_policy_comes_first(self) -> None:
        found = finding(code="CK901", name="protected-object", uri="/a", message="it must not change")

        header, main = summary_of(diff_of([change(level="warning")], findings=[found]))

        assert said(header.xpath(".//h1")[0]) == "1 thing is against the policy"
        first = said(main.xpath(".//ol[@class='sentences']/li[1]")[0])
        assert first == "error /aIt must not change.Export it too."
        (item,) = objects(diff_of([change(level="warning")], findings=[found]))
        assert [one["k"] for one in item["c"]] == ["CK901", "label-changed"]

    @pytest.mark.parametrize(
        "one",
        [
            change(object="folder", root="folder"),
            change(object="user", root="user", uri="ana"),
            change(object="job", root="reportJob", uri="/jobs/1"),
            change(object=None, uri="", root=""),
        ],
        ids=lambda one: str(one["object"]),
    )
    def test_the_policy_is_told_of_the_object_that_changed(self, one: Any) -> None:
        found = finding(code="CK901", name="protected-object", uri=one["uri"] or None, entry=None)
        text = page(diff_of([one], findings=[found]))

        (item,) = objects_in(text)
        assert (item["k"] if one["object"] else "", item["l"]) == (one["object"] or "", 0)
        assert [said["k"] for said in item["c"]] == ["CK901", "label-changed"]

    def test_the_policy_is_told_of_what_did_not_change_too(self) -> None:
        found = finding(code="CK902", name="forbidden-text", uri="/z", entry="resources/z.xml")

        items = objects(diff_of([change()], findings=[found]))

        assert [(item["u"], item.get("a")) for item in items] == [("/z", None), ("/a", "changed")]

    def test_alike_changes_are_one_sentence(self) -> None:
        _, main = summary_of(diff_of([change(uri=f"/a{number}") for number in range(5)]))

        assert len(main.xpath(".//ol[@class='sentences']/li")) == 1
        assert "and 4 others alike" in said(main.xpath(".//ol[@class='sentences']/li")[0])

    def test_what_came_as_a_whole_is_one_sentence(self) -> None:
        impact = {"count": 2, "words": "2 reports", "examples": []}
        new = [
            change(uri=f"/n{n}", group="added", what=f'is new: "{n}"', impact=impact if n == 2 else None)
            for n in range(4)
        ]

        _, main = summary_of(diff_of([*new, change()]))

        first, second = (said(one) for one in main.xpath(".//ol[@class='sentences']/li"))
        assert first == "note report /n0 and 3 othersAre new. The most used of them by 2 reports."
        assert second.startswith("note report /a")

    def test_each_object_holds_its_changes_gravest_first(self) -> None:
        data = diff_of([change(uri="/b", level="error"), change(uri="/a"), change(uri="/b", field="x")])

        assert [(item["u"], item["l"], len(item["c"])) for item in objects(data)] == [
            ("/b", 0, 2),
            ("/a", 2, 1),
        ]

    def test_folder_and_resource_with_one_uri_are_two_objects(self) -> None:
        data = diff_of([change(object="folder", root="folder"), change()])

        assert [item["id"] for item in objects(data)] == ["/a", "resource /a"]

    def test_texts_and_images_wait_in_blocks(self) -> None:
        images = {"before": PNG, "after": None}
        text = page(diff_of([change(text=TEXT), change(uri="/b", images=images), change(uri="/c")]))

        items = objects_in(text)
        assert [item.get("x") for item in items] == [[0, 0], [0, 1], None]
        assert block(text, "details-0") == [
            {"texts": [TEXT], "images": []},
            {"texts": [], "images": [images]},
        ]
        assert policy(text)["img-src"] == ["data:"]

    @pytest.mark.parametrize(
        "uri",
        [
            "data:image/svg+xml;base64,PHN2Zy8+",
            "https://example.com/a.png",
            'data:image/png;base64,AA"><b>',
            "data:text/html;base64,AA==",
        ],
    )
    def test_only_harmless_pictures_pass(self, uri: str) -> None:
        text = page(diff_of([change(images={"before": uri, "after": uri})]))

        assert "details-0" not in text
        assert uri not in text

    def test_many_texts_are_deflated_and_come_back(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(embed, "PLAIN", 50_000)
        data = samples.big_diff(30)

        text = page(data)

        assert '"deflate"' in text
        number, place = next(item["x"] for item in objects_in(text) if "x" in item)
        first = next(one["text"] for one in data["changes"] if one["text"])
        assert block(text, f"details-{number}")[place]["texts"] == [first]

    def test_permissions_are_told_as_masks(self) -> None:
        before = "permissionMask: 2, recipient: recipientType: role, tenantId: acme, text: ROLE_A"
        after = before.replace("2", "30")
        data = diff_of([change(kind="permission-widened", before=before, after=after)])

        (item,) = objects(data)[0]["c"]
        assert item["m"] == {"type": "role", "who": "ROLE_A|acme", "before": 2, "after": 30}

    def test_noise_is_given_to_its_object(self) -> None:
        noise = [
            {"kind": "version", "uri": uri, "field": "version", "before": "0", "after": "1", "count": 1}
            for uri in ("/z", "/a", "/a_files/b")
        ]
        text = page(diff_of([change()], noise={"version": 3}, noise_changes=noise))

        assert objects_in(text)[0]["z"] == [1, 2]
        assert block(text, "noise-0") == noise

    def test_references_are_given_to_their_object(self) -> None:
        near = {"needs": ["/b"], "needed_by": [], "needs_in_all": 1, "needed_by_in_all": 0}

        assert objects(diff_of([change()], references={"/a": near}))[0]["r"] == near

    def test_every_kind_is_explained(self) -> None:
        model = block(page(samples.diff_sample()), "data")

        kinds = {one["k"] for item in model["objects"] for one in item["c"]}
        assert kinds <= set(model["meanings"]["kinds"])
        assert model["meanings"]["kinds"]["jrxml-changed"]["text"] == [["", "The text of a JRXML."]]

    def test_inputs_and_options_are_shown_where_the_result_tells_them(self) -> None:
        inputs = [
            {"path": "old.zip", "form": "zip", "sha256": "ab" * 32},
            {"path": "x/", "form": "folder", "sha256": None},
        ]

        _, main = summary_of(diff_of([change()], inputs=inputs, options=["--only changed"]))

        assert "old.zip SHA-256 " + "ab" * 32 + " x/" in said(main)
        assert "--only changed" in said(main)

    def test_reviews_of_different_results_do_not_mix(self) -> None:
        keys = [
            block(page(data), "data")["key"]
            for data in (
                diff_of([change()]),
                diff_of([change(fingerprint="2" * 20)]),
                diff_of([change()], new="other.zip"),
                diff_of([change()], inputs=[{"path": "a", "sha256": "1"}]),
                check_of([]),
            )
        ]

        assert len(set(keys)) == len(keys)


class TestCheck:
    def test_the_first_screen_answers_whether_to_import(self) -> None:
        header, main = summary_of(samples.check_sample())

        assert said(header.xpath(".//h1")[0]) == "The import would stop and wait for a decision"
        first = said(main.xpath(".//ol[@class='sentences']/li[1]")[0])
        assert first.startswith("error import.broken.dependenciesEnds the import, because of /organizations/")
        assert re.search(r"missing_source, /[^,]+\.Import with", first)
        assert "the inside of 2 resourcestheir type is not known" in said(main)
        assert [said(row) for row in main.xpath(".//table[@class='outcomes']/tbody/tr/th")] != []

    @pytest.mark.parametrize(
        ("verdict", "headline"),
        [
            ("clean", "Everything arrives"),
            ("partial", "1 of 2 objects would not arrive"),
            ("needs-decision", "The import would stop and wait for a decision"),
            ("refused", "The import would fail"),
        ],
    )
    def test_the_headline_is_the_verdict(self, verdict: str, headline: str) -> None:
        actions = [action(), action(uri="/b", action="reject" if verdict == "partial" else "create")]

        header, _ = summary_of(check_of([], rehearsal=rehearsal_of(actions, verdict=verdict)))

        assert said(header.xpath(".//h1")[0]) == headline

    def test_doubts_are_part_of_the_verdict(self) -> None:
        rehearsal = rehearsal_of([action()], uncertain=["the users of the target are not known"])

        header, main = summary_of(check_of([], rehearsal=rehearsal))

        assert said(header.xpath(".//h1")[0]) == "Everything arrives, as far as it can be told"
        assert "the users of the target are not known" in said(main)

    @pytest.mark.parametrize(
        ("levels", "code", "answer", "headline"),
        [
            ([], 0, "Import it", "Everything arrives"),
            (["info"], 0, "Import it", "Everything arrives"),
            (["info"], 1, "Look first", "Everything arrives, but 1 note was found"),
            (["warning", "info"], 1, "Look first", "Everything arrives, but 1 warning was found"),
            (["error", "error", "warning"], 1, "Look first", "Everything arrives, but 2 errors were found"),
        ],
    )
    def test_findings_speak_against_a_clean_import(
        self, levels: list[str], code: int, answer: str, headline: str
    ) -> None:
        found = [finding(level=level) for level in levels]
        data = check_of(found, rehearsal=rehearsal_of([action()]), exit={"code": code, "reason": ""})

        header, _ = summary_of(data)

        assert said(header.xpath(".//h1")[0]) == headline
        assert said(header.xpath(".//p[@class='answer']")[0]) == answer
        assert header.xpath(f".//div[@class='verdict {levels[0] if levels else 'ok'}']") != []

    def test_the_command_can_be_copied(self) -> None:
        options = ["--update", "--organization a b", "--broken-dependencies include"]

        _, main = summary_of(check_of([], path="my export.zip", rehearsal=rehearsal_of([], options=options)))

        assert said(main.xpath(".//code[@class='command']")[0]) == (
            "js-import --input-zip 'my export.zip' --update --organization 'a b' "
            "--broken-dependencies include"
        )

    @pytest.mark.parametrize(
        ("path", "form", "command"),
        [
            ("a folder", "folder", "js-import --input-dir 'a folder'"),
            ("-", "zip", "js-import --input-zip CATALOG.zip"),
            (
                "HEAD:./x/a b.zip",
                "zip",
                "git cat-file blob 'HEAD:./x/a b.zip' > 'a b.zip' && js-import --input-zip 'a b.zip'",
            ),
            (
                "v2:exports/prod",
                "folder",
                "git archive --format=zip v2:exports/prod > prod.zip && js-import --input-zip prod.zip",
            ),
        ],
    )
    def test_the_command_finds_the_catalog(self, path: str, form: str, command: str) -> None:
        inputs = [{"path": path, "form": form, "sha256": None}]

        _, main = summary_of(check_of([], path=path, inputs=inputs, rehearsal=rehearsal_of([])))

        assert said(main.xpath(".//code[@class='command']")[0]) == command

    def test_what_is_rejected_is_an_error_and_told_once_with_advice(self) -> None:
        warning = {"code": "import.access.denied", "parameters": ["/a"], "advice": "Ask for the right."}
        actions = [action(action="reject", reason="writing there is not allowed"), action(uri="/b")]
        data = check_of([], rehearsal=rehearsal_of(actions, verdict="partial", warnings=[warning]))

        (sentence,) = summary_of(data)[1].xpath(".//ol[@class='sentences']/li")
        assert said(sentence) == "error /aIs rejected: writing there is not allowed.Ask for the right."
        assert [(item["u"], item["l"], item["a"]) for item in objects(data)] == [
            ("/a", 0, "reject"),
            ("/b", 3, "create"),
        ]

    def test_findings_go_to_the_object_they_are_about(self) -> None:
        found = [
            finding(uri="/a_files/inner", level="warning"),
            finding(uri=None, entry="index.xml"),
            finding(uri=None, entry=None, level="info"),
            finding(uri="ana", level="info"),
        ]
        actions = [action(), action(uri="ana", kind="user", type="")]

        items = objects(check_of(found, rehearsal=rehearsal_of(actions)))

        assert [(item["id"], item["l"]) for item in items] == [
            ("entry index.xml", 0),
            ("/a", 1),
            ("user ana", 2),
            ("", 2),
        ]

    def test_a_finding_says_more_in_the_list_than_the_server(self) -> None:
        error = {"code": "import.broken.dependencies", "parameters": ["/a"], "advice": ""}
        rehearsal = rehearsal_of(
            [action(action="skip")], verdict="needs-decision", phase="pending", error=error
        )

        (item,) = objects(check_of([finding()], rehearsal=rehearsal))

        assert item["w"] == "it is needed, but not in the catalog; and 1 more"
        assert [one["k"] for one in item["c"]] == ["CK301", "import.broken.dependencies"]

    def test_what_an_import_overwrites_is_told(self) -> None:
        rehearsal = rehearsal_of([action(action="update")], overwritten=["/a"], removed=["/b", "/c", "/d"])

        text = said(summary_of(check_of([], rehearsal=rehearsal))[1])

        assert "1 object of the targetIs overwritten: /a.Save them first" in text
        assert "3 objects of the targetAre gone afterwards: /b, /c and 1 other." in text

    def test_commands_in_advice_are_code(self) -> None:
        warning = {"code": "import.access.denied", "parameters": ["/a"], "advice": "Try `a <b>` first."}
        rehearsal = rehearsal_of(
            [action(action="reject", reason="no")], verdict="partial", warnings=[warning]
        )

        _, main = summary_of(check_of([], rehearsal=rehearsal))

        (advice,) = main.xpath(".//*[@class='advice']")
        assert (said(advice), said(advice.xpath("code")[0])) == ("Try a <b> first.", "a <b>")

    def test_rules_are_explained(self) -> None:
        meaning = block(page(check_of([finding()])), "data")["meanings"]["kinds"]["CK301"]

        assert meaning["name"] == "unresolved-reference"
        assert [title for title, _ in meaning["text"]] != []

    def test_what_is_ignored_or_held_is_said(self) -> None:
        ignored = [{"code": "CK801", "uri": "/x", "reason": "kept on purpose", "fingerprint": "0" * 20}]

        text = said(summary_of(check_of([finding()], ignored=ignored, held=2, stale=1))[1])

        assert "CK801 /x: kept on purpose" in text
        assert "2 findings held by it 1 entry that nothing has any more" in text

    def test_results_of_older_versions_are_read(self) -> None:
        assert "Nothing wrong was found" in page(check_of([]))


class TestOthers:
    def test_info_draws_bars(self) -> None:
        document = read(page(samples.other_samples()["info"]))

        bars = document.xpath("//*[@class='bars']/li")
        assert len(bars) > 5
        assert max(int(width) for width in document.xpath("//rect/@width")) == 1000
        assert document.xpath("//script") == []

    def test_ls_lists_every_object_with_its_label(self) -> None:
        data = samples.other_samples()["ls"]

        items = objects(data)

        assert [item["u"] for item in items] == [one["uri"] for one in data["objects"]]
        assert {item.get("w", "") for item in items} == {one["label"] or "" for one in data["objects"]}

    def test_access_is_a_matrix(self) -> None:
        data = samples.other_samples()["access"]

        model = block(page(data), "data")

        assert len(model["cells"]) == len(data["rows"])
        row, column, mask, words, _ = model["cells"][0]
        first = data["rows"][0]
        assert model["uris"][row] == first["uri"]
        assert model["people"][column] == [first["who_type"], first["who"]]
        assert (mask, words) == (first["mask"], first["words"])


class TestWithoutScripts:
    def test_the_list_and_the_sentences_are_there(self) -> None:
        data = samples.diff_sample()
        (plain,) = read(page(data)).xpath("//noscript")

        uris = {change["uri"] for change in data["changes"] if change["object"]}
        text = said(plain)
        assert all(uri in text for uri in uris)
        assert all(" ".join(change["what"].split()) in text for change in data["changes"])

    @pytest.mark.parametrize("name", ALL)
    def test_every_link_leads_somewhere(self, name: str) -> None:
        document = read(page(ALL[name]()))

        ids = set(document.xpath("//@id"))
        assert [link for link in document.xpath("//a/@href") if link[1:] not in ids] == []

    def test_links_lead_to_the_first_that_they_stand_for(self) -> None:
        changes = [
            change(uri=f"/a{number}", group="added" if number > 1 else "changed") for number in range(4)
        ]
        found = [finding(code="CK901", uri="/a3"), finding(code="CK902", uri="/a1")]
        document = read(page(diff_of(changes, findings=found)))

        def row(fragment: str) -> str:
            (place,) = document.xpath(f"//tr//*[@id='{fragment}']")
            return said(place.getparent().getparent().xpath("td[3]")[0])

        assert [row(one) for one in ("level=error", "level=info", "do=added", "kind=CK902")] == [
            "/a1", "/a0", "/a3", "/a1",
        ]  # fmt: skip

    def test_details_stop_at_the_worst_500_and_that_is_said(self) -> None:
        (plain,) = read(page(diff_of([change(uri=f"/a{number}") for number in range(501)]))).xpath(
            "//noscript"
        )

        assert len(plain.xpath(".//article")) == 500
        assert len(plain.xpath(".//table/tbody/tr")) == 501
        assert "Details of the worst 500; a browser that runs scripts shows all" in said(plain)

    def test_long_texts_are_cut_and_that_is_said(self) -> None:
        text = {**TEXT, "unified": ["@@ -1,90 +1,90 @@", *["+x"] * 90]}

        (plain,) = read(page(diff_of([change(text=text)]))).xpath("//noscript")

        assert "… and 51 more lines" in said(plain)


def test_a_page_of_many_objects_stays_small() -> None:
    assert len(page(samples.big_diff(1000)).encode()) < 5_000_000
