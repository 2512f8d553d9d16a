"""Every code that a server was seen to give has a page, and the page tells what to do."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from catalogkit.rehearsal.codes import PAGES, CodeKind, CodePage, advice, page_of, said_in, silent_page
from catalogkit.rehearsal.outcome import Action, PlannedAction
from catalogkit.rules import all_rules
from tests.conftest import ROOT

_CODE = re.compile(r"(?<![\w./])(?:import|export|jsexception)(?:\.[A-Za-z]\w*)+")
_QUOTED = re.compile(r"`([a-z]+(?:\.[a-zA-Z]+)+)`")
_NO_CODES = {
    "import.zip", "index.xml", "log4j.vx", "vx.color", "log4j.vx.test", "mondrian.query.limit",
}  # fmt: skip


def cases(shared: Path) -> Iterator[dict[str, object]]:
    for path in sorted((shared / "conformance" / "cases").glob("*/case.json")):
        outcome = json.loads(path.read_text())["outcome"]
        yield outcome
        yield from outcome.get("before_restart", ())


def bodies(shared: Path) -> Iterator[dict[str, object]]:
    for name in ("import", "export"):
        for line in (shared / "conformance" / "transcripts" / f"{name}.jsonl").read_text().splitlines():
            text = json.loads(line)["response"].get("body") or ""
            if text.startswith("{"):
                body = json.loads(text)
                if {"phase", "errorCode"} & body.keys():
                    yield body


def test_every_recorded_code_has_a_page(shared: Path) -> None:
    recorded = set()
    for outcome in (*cases(shared), *bodies(shared)):
        error = outcome.get("error")
        recorded |= {error["errorCode"]} if isinstance(error, dict) else set()
        recorded |= {outcome["errorCode"]} if "errorCode" in outcome else set()
        recorded |= {warning["code"] for warning in outcome.get("warnings", ())}  # type: ignore[attr-defined]
        recorded.add(outcome.get("phase"))

    assert len(recorded) > 15
    assert recorded - PAGES.keys() - {None} == set()


def test_every_code_of_the_documents_has_a_page(shared: Path) -> None:
    text = "\n".join(path.read_text() for path in sorted((shared / "seeds").iterdir()))
    named = set(_CODE.findall(re.sub(r"\.\n(?=[a-z]+\.[a-z])", ".", text)))

    assert len(named) == 14
    assert named - PAGES.keys() == set()


def test_every_code_of_the_reference_has_a_page(shared: Path) -> None:
    text = "".join(
        (shared / "reference" / name).read_text() for name in ("import-semantics.md", "rest-services.md")
    )
    quoted = {code for code in _QUOTED.findall(text) if code.count(".") > 1 or code.startswith("import")}

    assert len(quoted) > 30
    assert quoted - PAGES.keys() - _NO_CODES == set()


def test_every_code_that_a_rehearsal_gives_has_a_page() -> None:
    sources = "".join(path.read_text() for path in (ROOT / "catalogkit" / "rehearsal").glob("*.py"))
    given = set(re.findall(r'"((?:import|jsexception)\.[A-Za-z.]+)"', sources))

    assert len(given) > 15
    assert given - PAGES.keys() == set()
    assert [code for code in given if PAGES[code].never] == []


def test_every_recorded_reason_has_a_page(shared: Path) -> None:
    unexplained, explained = set(), set()
    for outcome in cases(shared):
        error = outcome.get("error")
        if (
            isinstance(error, dict)
            and error["errorCode"] == "import.failed"
            and error["parameters"] != [None]
        ):
            found = page_of("import.failed", error["parameters"])
            assert found is not None
            (explained if found[0].kind is CodeKind.REASON else unexplained).add(error["parameters"][0][:80])

    assert len(explained) > 20
    assert unexplained == set()


def test_the_servers_words_lead_to_its_codes(shared: Path) -> None:
    """Every recorded message of a warning gives the same code and parameters as the warning itself."""
    compared = 0
    for body in bodies(shared):
        for warning in body.get("warnings", ()):  # type: ignore[attr-defined]
            if "message" in warning:
                compared += 1
                ((page, parameters),) = said_in(warning["message"])
                assert (page.code, list(parameters)) == (warning["code"], warning["parameters"])

    assert compared > 10


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_is_whole(page: CodePage) -> None:
    needed = [{int(n) for _, n, _, _ in Formatter().parse(s) if n and n != "list"} for s in page.steps]

    assert page.title
    assert page.meaning.endswith(".")
    assert page.causes
    assert "{" not in page.remedy
    assert all(step.endswith(".") for step in page.steps)
    assert max(set().union(*needed), default=-1) < len(page.parameters)
    assert re.search(r"(import-semantics|`rest-services.md`) §\d", page.evidence)
    assert page.never == "" or "§" in page.never
    for pattern in page.patterns:
        assert page.code in ("import.failed", "import.reference.resource.not.found") or pattern.groups <= max(
            1, len(page.parameters)
        )


def test_the_paragraphs_exist(shared: Path) -> None:
    missing = []
    for name in ("import-semantics", "rest-services"):
        text = (shared / "reference" / f"{name}.md").read_text()
        for page in PAGES.values():
            for part in re.split(r", (?=[`a-z])", page.evidence):
                if part.strip("`").startswith(name):
                    for number in re.findall(r"§(\d+)", part):
                        missing += [] if re.search(rf"^## {number}\.", text, re.M) else [(page.code, number)]

    assert missing == []


def test_pages_name_only_rules_that_exist() -> None:
    named = {code for page in PAGES.values() for code in re.findall(r"CK\d{3}", " ".join(page.steps))}

    assert len(named) > 5
    assert named - {rule.code for rule in all_rules()} == set()


def test_codes_that_servers_never_give_say_so() -> None:
    assert {page.code for page in PAGES.values() if page.never} == {
        "import.multi.tenancy.not.supported",
        "import.report.job.reference.resource.not.found",
        "import.resource.attached.not.exist.org",
        "import.resource.data.missing",
        "import.resource.uri.not.valid",
    }


@pytest.mark.parametrize(
    ("code", "parameters", "words"),
    [
        ("import.reference.resource.not.found", ("/ds", "/a"), ["Include /ds", "/a finds it", "include"]),
        ("import.reference.resource.not.found", (None, "/a"), ["catalogkit refs CATALOG /a"]),
        ("import.reference.resource.not.found", ("", "/a"), ['Include "" in the export']),
        ("import.reference.resource.not.found", (), ["--broken-dependencies include"]),
        ("import.resource.uri.too.long", ("/a", "250"), ["/a to at most 250"]),
        ("import.organizations.not.match", ("x",), ["--organization x", "--merge-organization"]),
        ("import.organizations.not.match", ("x", "y"), ["into the organization y"]),
        ("import.broken.dependencies", ("/a", "/b"), ["include", "with dependencies"]),
        ("import.failed", ('No path processor found for id "ZIP"',), ['"zip" instead of "ZIP"']),
        ("import.failed", (None,), ["catalogkit check"]),
        ("import.failed", ("something new",), ["catalogkit check"]),
        ("import.access.denied", ("/{0}/{x}",), ["administer /{0}/{x}"]),
    ],
)
def test_advice_names_what_it_is_about(
    code: str, parameters: tuple[str | None, ...], words: list[str]
) -> None:
    given = advice(code, parameters)

    assert [word for word in words if word not in given] == []


def test_a_code_that_is_not_known_gets_no_advice() -> None:
    assert advice("import.new.thing", ("/a",)) == ""
    assert page_of("import.new.thing") is None


def test_what_was_done_has_no_silent_page() -> None:
    assert silent_page(PlannedAction("/a", "resource", "query", Action.CREATE)) is None
    assert silent_page(PlannedAction("/a", "resource", "query", Action.REJECT, "themes are skipped")) is None
