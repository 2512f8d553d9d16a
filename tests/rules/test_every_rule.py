"""Every rule finds what it is for, and finds nothing in a healthy catalog."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogkit import Limits, open_catalog
from catalogkit.archive import Defect, DefectKind
from catalogkit.inspection.checking import check
from catalogkit.rules import Finding, Level, Subject, all_rules, run
from catalogkit.rules.base import Hit
from catalogkit.testing import (
    Raw,
    file,
    folder,
    jdbc,
    job,
    raw,
    report,
    resource,
    role,
    user,
    write,
)
from tests.rules.test_dependencies import CASES as DEPENDENCIES
from tests.rules.test_hygiene import CASES as HYGIENE
from tests.rules.test_import_rules import CASES as IMPORT
from tests.rules.test_policy import CODES as POLICY
from tests.rules.test_secrets import CASES as SECRETS

Make = Callable[[Path], Path]


def healthy(path: Path, *more: object, **options: object) -> Path:
    parts = (
        report("/a/weekly", data_source="/ds/main"),
        jdbc("/ds/main", password=None),
        role("ROLE_USER"),
        user("ana", password=""),
    )
    return write(path, *parts, *more, **options)  # type: ignore[arg-type]


def rezipped(path: Path, rename: Callable[[str], str]) -> Path:
    healthy(path)
    with zipfile.ZipFile(path) as old:
        content = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, data in content.items():
            new.writestr(rename(name), data)
    return path


def with_index(xml: str) -> Make:
    return lambda path: healthy(path, raw("index.xml", xml))


def damaged(path: Path) -> Path:
    healthy(path, file("/a/logo", b"not compressible " * 3, "img"))
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("resources/a/logo.data")
    start = info.header_offset + 30 + len(info.filename)
    path.write_bytes(data[: start + 5] + bytes([data[start + 5] ^ 0xFF]) + data[start + 6 :])
    return path


def hostile(path: Path) -> Path:
    healthy(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../out.xml", "")
    return path


def without_utf8_flag(path: Path) -> Path:
    """Names in UTF-8 that are not marked as such, neither locally nor in the central directory."""
    rezipped(path, lambda name: name.replace("weekly.xml", "wöchentlich.xml"))
    data = path.read_bytes()
    for header in (b"PK\x03\x04\x14\x00\x00\x08", b"PK\x01\x02\x14\x03\x14\x00\x00\x08"):
        assert header in data
        data = data.replace(header, header[:-1] + b"\x00")
    path.write_bytes(data)
    return path


def shadowed(path: Path) -> Path:
    healthy(path)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("index.xml", archive.read("index.xml"))
    return path


CASES: dict[str, tuple[Make, str]] = {
    "CK101": (damaged, "resources/a/logo.data"),
    "CK102": (hostile, "../out.xml"),
    "CK103": (shadowed, "index.xml"),
    "CK104": (
        lambda p: healthy(p, raw("resources/a/deep.xml", "<a>" * 150 + "</a>" * 150)),
        "resources/a/deep.xml",
    ),
    "CK105": (lambda p: rezipped(p, lambda name: "export/" + name), "export/"),
    "CK106": (without_utf8_flag, "resources/a/wöchentlich.xml"),
    "CK107": (lambda p: healthy(p, raw("__MACOSX/._index.xml")), "__MACOSX/._index.xml"),
    "CK110": (lambda p: healthy(p, without_index=True), ""),
    "CK111": (with_index("<export>"), "index.xml"),
    "CK112": (with_index('<export><module id="gadgets"/></export>'), "index.xml"),
    "CK113": (with_index('<export><property name="jsVersion"/></export>'), "index.xml"),
    "CK114": (lambda p: healthy(p, path_processor="ZIP"), "index.xml"),
    "CK115": (lambda p: healthy(p, raw("resources/a/weekly.xml", "<reportUnit>")), "resources/a/weekly.xml"),
    "CK116": (lambda p: healthy(p, resource("gadget", "/a/gadget")), "/a/gadget"),
    "CK117": (lambda p: healthy(p, jdbc("/ds/more", shiny=Raw("<shiny/>"))), "/ds/more"),
    "CK118": (
        lambda p: healthy(p, raw("roles/ROLE_X.xml", "<role>\r\n<name>ROLE_X</name></role>")),
        "roles/ROLE_X.xml",
    ),
    "CK119": (lambda p: healthy(p, jdbc("/ds/more", folder="/elsewhere")), "/ds/more"),
    "CK120": (
        lambda p: healthy(p, resource("fileResource", "/a/logo", **{"@dataFile": "logo.data"})),
        "/a/logo",
    ),
    "CK121": (lambda p: healthy(p, requested=["/", "/gone"]), "/gone"),
    "CK122": (lambda p: healthy(p, folder("/a", resources=["weekly", "gone"])), "/a"),
    "CK123": (lambda p: healthy(p, folder("/a", resources=[])), "/a/weekly"),
    "CK124": (lambda p: healthy(p, raw("resources/a/stray.data", "?")), "resources/a/stray.data"),
    "CK125": (lambda p: healthy(p, folder("/a/weekly")), "/a/weekly"),
    "CK126": (lambda p: write(p, jdbc("/x/y"), ancestors=False, requested=["/x/y"]), "/x"),
    "CK127": (lambda p: healthy(p, jdbc("/ds/more", creationDate="yesterday")), "/ds/more"),
    "CK301": (lambda p: write(p, report("/a/weekly", data_source="/ds/gone")), "/a/weekly"),
    "CK302": (lambda p: healthy(p, broken_dependencies=["/a/weekly"]), "broken_dependencies.xml"),
}
CASES |= {code: (make, where) for code, (make, where, _) in DEPENDENCIES.items()}
CASES |= HYGIENE
CASES |= SECRETS


def findings(path: Path) -> list[Finding]:
    with open_catalog(path) as catalog:
        return list(check(catalog).findings)


def place(finding: Finding) -> str:
    return finding.hit.uri or finding.hit.entry


@pytest.mark.parametrize("code", CASES)
def test_a_rule_finds_what_it_is_for(code: str, tmp_path: Path) -> None:
    make, where = CASES[code]

    found = [f for f in findings(make(tmp_path / "c.zip")) if f.rule.code == code]

    assert found
    assert where in [place(f) for f in found]


def test_a_large_archive_is_told(tmp_path: Path) -> None:
    with open_catalog(healthy(tmp_path / "c.zip")) as catalog:
        catalog.archive.defects.append(Defect(DefectKind.LARGE, detail="3,000,000,000 bytes"))
        found = [f.rule.code for f in check(catalog).findings]

    assert found == ["CK108"]


def test_every_rule_has_a_case() -> None:
    assert {rule.code for rule in all_rules()} == {*CASES, *IMPORT, *POLICY, "CK108"}


def test_nothing_is_found_in_a_healthy_catalog(tmp_path: Path) -> None:
    assert findings(healthy(tmp_path / "c.zip")) == []


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_rule_has_a_page(rule) -> None:  # type: ignore[no-untyped-def]
    assert rule.page is not None
    for part in ("What: ", "Why it matters: ", "Example: ", "Remedy: "):
        assert f"\n{part}" in rule.page
    assert rule.remedy.endswith(".")
    assert rule.page.partition("\n")[0].endswith(".")


def test_codes_and_names_are_unique() -> None:
    rules = all_rules()

    assert len({rule.code for rule in rules}) == len({rule.name for rule in rules}) == len(rules)
    assert [rule.code for rule in rules] == sorted(rule.code for rule in rules)


def test_every_defect_is_told_by_a_rule(tmp_path: Path) -> None:
    """A kind of defect that no rule passes on would be silent."""
    refused_archive = {kind for kind in DefectKind if kind.treatment.value == "archive refused"}
    with open_catalog(healthy(tmp_path / "c.zip")) as catalog:
        silent = []
        for kind in set(DefectKind) - refused_archive:
            catalog.archive.defects[:] = [Defect(kind, "some/entry")]
            if not list(run(all_rules(), Subject(catalog))):
                silent.append(kind)

    assert silent == []


def test_names_that_are_not_escaped_are_told(tmp_path: Path) -> None:
    path = rezipped(tmp_path / "c.zip", lambda name: name.replace("weekly.xml", "wöchentlich.xml"))

    assert "CK105" in [f.rule.code for f in findings(path)]


def test_findings_are_sorted_and_keep_their_fingerprint(tmp_path: Path) -> None:
    path = write(
        tmp_path / "c.zip",
        report("/a/weekly", data_source="/ds/gone"),
        report("/a/daily", data_source="/ds/gone"),
        raw("notes.txt"),
    )

    found = findings(path)

    assert [f.level for f in found] == [Level.ERROR, Level.ERROR, Level.INFO]
    assert [f.hit.uri for f in found[:2]] == ["/a/daily", "/a/weekly"]
    assert [f.fingerprint for f in found] == [f.fingerprint for f in findings(path)]
    assert len({f.fingerprint for f in found}) == 3


def test_a_fingerprint_ignores_the_line() -> None:
    rule = all_rules()[0]

    one, other = (Finding(rule, Hit("m", entry="e", line=line, detail="d")) for line in (1, 2))

    assert one.fingerprint == other.fingerprint


def test_adding_what_is_missing_removes_the_finding(tmp_path: Path) -> None:
    before = findings(write(tmp_path / "a.zip", report("/a/weekly", data_source="/ds/gone")))
    after = findings(
        write(
            tmp_path / "b.zip", report("/a/weekly", data_source="/ds/gone"), jdbc("/ds/gone", password=None)
        )
    )

    assert [f.rule.code for f in before] == ["CK301"]
    assert after == []


def test_a_job_that_its_index_does_not_list_is_not_reached(tmp_path: Path) -> None:
    path = healthy(tmp_path / "c.zip", job("/a/weekly", 7, listed=False), job("/a/weekly", 8))

    assert [f.rule.code for f in findings(path)] == ["CK123"]


def test_a_limit_that_bites_is_said_among_what_was_not_checked(tmp_path: Path) -> None:
    path = healthy(tmp_path / "c.zip", file("/a/logo", b"x" * 5000, "img"))

    with open_catalog(path, limits=Limits(max_total_size=6000)) as catalog:
        result = check(catalog)

    assert "CK104" in [f.rule.code for f in result.findings]
    assert any("limit" in item.why for item in result.not_checked)


def test_what_is_beyond_the_most_findings_of_a_rule_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalogkit.rules.base.MAX_FINDINGS", 2)
    owners = [report(f"/a/r{n}", data_source="/gone") for n in range(4)]

    messages = [f.hit.message for f in findings(write(tmp_path / "c.zip", *owners))]

    assert len(messages) == 3
    assert "there are more than the 2 that are listed" in messages
