"""A server's own words about an import, explained."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogkit import Limits, UnreadableError, UsageError
from catalogkit.inspection.explain import Explanation, explain
from catalogkit.inspection.pages import rule_list, rule_page
from catalogkit.rehearsal.codes import PAGES
from catalogkit.report import render
from catalogkit.rules import all_rules


def explained(tmp_path: Path, content: str | bytes, limits: Limits | None = None) -> Explanation:
    path = tmp_path / "state"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return explain(str(path), limits or Limits())


def test_recorded_answers_hold_nothing_unknown(shared: Path, tmp_path: Path) -> None:
    warnings = errors = 0
    for name in ("import", "export"):
        for line in (shared / "conformance" / "transcripts" / f"{name}.jsonl").read_text().splitlines():
            text = json.loads(line)["response"].get("body") or ""
            if not (text.startswith("{") and ('"phase"' in text or '"errorCode"' in text)):
                continue
            state = json.loads(text)
            result = explained(tmp_path, text)
            given = state.get("error", state).get("errorCode")

            assert result.unknown == ()
            assert result.form == "json"
            assert result.phase == state.get("phase", "")
            assert bool(result.phase_meaning) == ("phase" in state)
            assert (result.error.code if result.error else None) == given
            assert len(result.warnings) == len(state.get("warnings", ()))
            assert all(item.advice for item in result.warnings)
            warnings += len(result.warnings)
            errors += result.error is not None

    assert warnings > 20
    assert errors > 20


def test_recorded_pages_and_xml_are_explained(shared: Path, tmp_path: Path) -> None:
    forms = set()
    for line in (shared / "conformance" / "transcripts" / "import.jsonl").read_text().splitlines():
        text = json.loads(line)["response"].get("body") or ""
        if text.startswith("<"):
            result = explained(tmp_path, text)
            forms.add((result.form, result.phase, result.error.code if result.error else ""))

    assert forms >= {
        ("xml", "inprogress", ""),
        ("xml", "", "no.such.export.process"),
        ("log", "", "http-401"),
        ("log", "", "http-403"),
    }


def test_a_state_is_explained_in_order(tmp_path: Path) -> None:
    state = {
        "phase": "finished",
        "message": "Import succeeded.",
        "warnings": [
            {"code": "import.access.denied", "parameters": ["/b"], "message": "whatever"},
            {"code": "import.reference.resource.not.found", "parameters": [None, "/a"]},
            {"code": "import.brand.new", "parameters": [7, ["x"]]},
        ],
    }

    result = explained(tmp_path, json.dumps(state))

    assert [(w.code, w.parameters) for w in result.warnings] == [
        ("import.access.denied", ("/b",)),
        ("import.reference.resource.not.found", (None, "/a")),
        ("import.brand.new", ("7", '["x"]')),
    ]
    assert "administer /b" in result.warnings[0].advice
    assert result.error is None
    assert result.unknown == ("import.brand.new",)


def test_the_error_code_of_the_documents_is_read_too(tmp_path: Path) -> None:
    error = {"code": "import.broken.dependencies", "parameters": ["/a", "/b"]}

    result = explained(tmp_path, json.dumps({"id": "x", "state": {"phase": "pending", "error": error}}))

    assert result.phase == "pending"
    assert "PUT /rest_v2/import/ID" in result.phase_advice
    assert result.error is not None
    assert "--broken-dependencies include" in result.error.advice


def test_the_example_of_the_documents_is_no_json_and_is_read_as_text(tmp_path: Path) -> None:
    result = explained(
        tmp_path, '{\n phase: "pending",\n error: { code: "import.organizations.not.match" }\n}'
    )

    assert (result.form, result.error.code if result.error else "") == (
        "log",
        "import.organizations.not.match",
    )


def test_a_state_in_xml_is_explained(tmp_path: Path) -> None:
    result = explained(
        tmp_path,
        "<state><id>x</id><phase>failed</phase><message>m</message><error><errorCode>import.failed</errorCode>"
        "<parameters><parameter>jsexception.import.module.not.found</parameter></parameters></error>"
        "<warnings><code>import.reference.resource.not.found</code><message>m</message>"
        "<parameters><parameter>/a</parameter></parameters></warnings></state>",
    )

    assert result.form == "xml"
    assert result.error is not None
    assert result.error.page == "jsexception.import.module.not.found"
    assert result.warnings[0].parameters == ("/a",)  # null vanishes in XML: what is left is the owner
    assert "refs CATALOG /a" in result.warnings[0].advice


def test_a_log_is_searched_for_codes_and_messages(tmp_path: Path) -> None:
    log = """     [java] Imported resource /a/b
     [java] WARN  x.y.Z,main:1 - Access denied for "/a/c"
     [java] WARN  x.y.Z,main:1 - Access denied for "/a/c"
     [java] Reference resource "null" not found when importing resource "/a/d".
     [java] Folder details for folder "/q" were not found in the import information.
     [java]     at com.example.export.modules.Import.run(export.zip)
     [java] import.failed.content.error
     [java] import.brand.new.thing
"""

    result = explained(tmp_path, log)

    assert result.form == "log"
    assert [(w.code, w.parameters) for w in result.warnings] == [
        ("import.access.denied", ("/a/c",)),
        ("import.reference.resource.not.found", (None, "/a/d")),
    ]
    assert result.error is not None
    assert (result.error.code, result.error.parameters) == ("folder-descriptor-missing", ("/q",))
    assert [item.code for item in result.further] == ["import.failed.content.error", "import.brand.new.thing"]
    assert result.unknown == ("import.brand.new.thing",)


def test_a_log_in_another_encoding_is_read(tmp_path: Path) -> None:
    text = 'Access denied for "/ä"\r\nImport succeeded.\r\n'

    for data in (text.encode("utf-16"), b"\xef\xbb\xbf" + text.encode()):
        result = explained(tmp_path, data)
        assert (result.phase, result.warnings[0].parameters) == ("finished", ("/ä",))


def test_secrets_are_masked(tmp_path: Path) -> None:
    texts = (
        "Batch entry 0 insert into JIJdbcDatasource (password, url) values ('hunter2', 'x') was aborted",
        "could not read ENC<4A52534956C0FFEE> of jdbc:mysql://h/d?user=a&password=hunter2",
    )

    for text in texts:
        state = {"phase": "failed", "message": f"Import failed. Reason: {text}"}
        state["error"] = {"errorCode": "import.failed", "parameters": [text]}  # type: ignore[assignment]
        for content in (json.dumps(state), f"Import failed. Reason: {text}"):
            shown = json.dumps(explained(tmp_path, content).to_dict())
            assert "hunter2" not in shown
            assert "C0FFEE" not in shown


_BOMB = (
    '<!DOCTYPE state [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><state><phase>&j;</phase></state>"
)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"PK\x03\x04....", "zip"),
        (b"\x7fELF\x00\x00\x01", "neither JSON, XML nor text"),
        (b"{" + b'"a":{' * 200_000, "nested too deeply"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"phase":' + b"9" * 10_000 + b"}", "no JSON that can be read"),
        (b'{"a": 1', "no JSON that can be read"),
        (b'["7b0e"]', "no state"),
        (b'{"resourceLookup": []}', "no state"),
        (b"<export/>", "no state"),
        (b"<state><phase>", "the XML cannot be read"),
        (_BOMB.encode(), "XML"),
        (b"<a>" * 5_000 + b"</a>" * 5_000, "XML"),
        (b'<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><state><phase>&x;</phase></state>', "XML"),
        (b"x" * 3_000, "more than 2,048 bytes"),
    ],
    ids=lambda value: value[:12].decode("latin-1") if isinstance(value, bytes) else None,
)
def test_what_is_no_answer_is_refused(content: bytes, what: str, tmp_path: Path) -> None:
    limits = Limits(max_xml_size=2_048) if what.startswith("more") else Limits()

    with pytest.raises(UnreadableError, match=what) as error:
        explained(tmp_path, content, limits)

    assert error.value.hint
    assert "\n" not in str(error.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "gone", tmp_path):
        with pytest.raises(UnreadableError, match="cannot be read"):
            explain(str(path), Limits())


@pytest.mark.parametrize(
    "content",
    [
        '{"phase": 3, "error": "x", "warnings": {"a": 1}}',
        '{"phase": null, "error": {"errorCode": 5}, "warnings": [1, null, {"code": "import.access.denied"}]}',
        '{"errorCode": "import.failed", "parameters": {"a": "b"}}',
        '{"error": {"errorCode": "import.failed", "parameters": [{"a": {}}]}}',
    ],
)
def test_odd_members_do_no_harm(content: str, tmp_path: Path) -> None:
    assert explained(tmp_path, content).form == "json"


_TEXTS = st.one_of(st.text(), st.sampled_from(sorted(PAGES)))
_NAMES = st.sampled_from(
    ["phase", "message", "error", "warnings", "errorCode", "code", "parameters", "state"]
)
_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _TEXTS),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(_NAMES, inner)),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(st.binary(), st.text().map(str.encode), _VALUES.map(lambda value: json.dumps(value).encode()))
)
def test_whatever_is_given_is_explained_or_refused(tmp_path: Path, content: bytes) -> None:
    try:
        result = explained(tmp_path, content)
    except UnreadableError:
        return
    assert render(result.to_dict(), "text")
    assert render(result.to_dict(), "json")


def test_every_page_can_be_shown() -> None:
    listed = rule_list().rules

    assert len({word for line in listed for word in (line.code, line.name) if word}) == (
        2 * len(all_rules()) + len(PAGES)
    )
    for line in listed:
        page = rule_page(line.code)
        assert (page.code, page.title, page.kind) == (line.code, line.title, line.kind)
        assert {section.title for section in page.sections} & {"Remedy"}
        if line.name:
            assert rule_page(line.name.upper()) == page


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("ck80", "CK801"),
        ("unresolved-refrence", "unresolved-reference"),
        ("uri.too.long", "import.resource.uri.too.long"),
        ("import.acces.denied", "import.access.denied"),
        ("qqq", "catalogkit rules"),
        ("", "catalogkit rules"),
    ],
)
def test_a_word_that_is_no_code_gets_a_suggestion(word: str, hint: str) -> None:
    with pytest.raises(UsageError, match="no such rule or code") as error:
        rule_page(word)

    assert hint in error.value.hint
