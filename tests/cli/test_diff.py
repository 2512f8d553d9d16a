"""`diff` and `git-diff`: options, exit codes, formats."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from catalogkit.testing import (
    Part,
    file,
    folder,
    jdbc,
    jndi,
    permission,
    report,
    resource,
    role,
    user,
    write,
)
from tests.conftest import ROOT, Run

SAMPLES = ROOT / "sample_catalogs"
OLD, NEW = SAMPLES / "healthy.zip", SAMPLES / "healthy-next.zip"


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """A label, a host and a permission differ; a report is new."""
    old = write(
        tmp_path / "old.zip",
        jdbc("/ds/main", url="jdbc:postgresql://prod/sales", label="Main"),
        report("/a/weekly", data_source="/ds/main"),
        folder("/a", label="A"),
        role("ROLE_USER"),
        with_permissions=True,
    )
    new = write(
        tmp_path / "new.zip",
        jdbc("/ds/main", url="jdbc:postgresql://test/sales", label="Main"),
        report("/a/weekly", data_source="/ds/main"),
        report("/a/daily", data_source="/ds/main"),
        folder("/a", label="B", permissions=[permission(1, role="ROLE_USER")]),
        role("ROLE_USER"),
        with_permissions=True,
    )
    return old, new


def changes(output: str) -> list[tuple[str, str]]:
    return [(change["kind"], change["uri"]) for change in json.loads(output)["changes"]]


def test_risks_come_first(run: Run, pair: tuple[Path, Path]) -> None:
    code, output, errors = run("diff", *pair, "-o", "json")

    assert (code, errors) == (1, "")
    assert changes(output) == [
        ("data-source-retargeted", "/ds/main"),
        ("permission-granted", "/a"),
        ("object-added", "/a/daily"),
        ("label-changed", "/a"),
    ]
    retargeted = json.loads(output)["changes"][0]
    assert (retargeted["before"], retargeted["after"]) == (
        "jdbc:postgresql://prod/sales",
        "jdbc:postgresql://test/sales",
    )
    assert retargeted["impact"] == {"count": 2, "words": "2 reports", "examples": ["/a/daily", "/a/weekly"]}


def test_json_follows_its_schema(run: Run) -> None:
    _, output, _ = run("diff", OLD, NEW, "--noise", "--protect", "*", "-o", "json")

    schema = json.loads((ROOT / "catalogkit" / "schemas" / "diff-1.json").read_text())
    jsonschema.validate(json.loads(output), schema)


def test_nothing_differs_from_itself(run: Run) -> None:
    code, output, _ = run("diff", OLD, OLD)

    assert code == 0
    assert output == f"{OLD} -> {OLD}\n  nothing differs\n"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--only", "added"], [("object-added", "/a/daily")]),
        (["--only", "added,removed"], [("object-added", "/a/daily")]),
        (["-u", "/ds/*"], [("data-source-retargeted", "/ds/main")]),
        (["-t", "folder"], [("permission-granted", "/a"), ("label-changed", "/a")]),
        (["-t", "jdbcDataSource", "-u", "/a*"], []),
        (["--ignore", "uri:/ds/*", "--ignore", "field:label", "--ignore", "type:reportUnit"],
         [("permission-granted", "/a")]),
    ],
)  # fmt: skip
def test_what_is_not_wanted_is_counted(
    run: Run, pair: tuple[Path, Path], options: list[str], expected: list[tuple[str, str]]
) -> None:
    code, output, _ = run("diff", *pair, *options, "-o", "json")

    summary = json.loads(output)["summary"]
    assert changes(output) == expected
    assert summary["left_out"] + summary["ignored"] + len(expected) == 4
    assert code == (1 if expected else 0)


@pytest.mark.parametrize(
    ("uri", "level", "code"),
    [
        (uri, level, code)
        for uri, codes in (("*", (1, 1, 1)), ("/a/*", (0, 0, 1)), ("/ds/*", (1, 1, 1)), ("/none", (0, 0, 0)))
        for level, code in zip(("error", "warning", "info"), codes, strict=True)
    ],
)
def test_the_level_decides_the_exit_code(
    run: Run, pair: tuple[Path, Path], uri: str, level: str, code: int
) -> None:
    assert run("diff", *pair, "-u", uri, "--fail-on", level)[0] == code
    assert run("diff", *pair, "-u", uri, "--fail-on", level, "--exit-zero")[0] == 0


def test_a_summary_tells_how_much_and_not_what(run: Run, pair: tuple[Path, Path]) -> None:
    code, output, _ = run("diff", *pair, "--summary")

    assert code == 1
    assert output.splitlines()[1] == "  2 errors, 2 notes in 3 objects: 1 added, 2 changed"
    assert "/ds/main" not in output


def test_the_catalog_itself_is_counted(run: Run, tmp_path: Path) -> None:
    old, new = (
        write(tmp_path / f"{name}.zip", folder("/a", label=name), modules=modules)
        for name, modules in (("old", {}), ("new", {"audit": []}))
    )
    code, output, _ = run("diff", old, new)

    assert (code, output.splitlines()[1]) == (1, "  1 warning, 1 note in 2 objects: 2 changed")


def test_nothing_differs_of_what_a_policy_forbids(run: Run) -> None:
    code, output, _ = run("diff", OLD, OLD, "--forbid", "orchard")

    assert code == 1
    assert output.splitlines()[1] == "  nothing differs"
    assert "policy CK902" in output


def test_noise_is_counted_and_shown_if_asked_for(run: Run) -> None:
    _, output, _ = run("diff", OLD, NEW)
    assert "126 version" in output
    assert "(--noise shows it)" in output

    _, output, _ = run("diff", OLD, NEW, "--noise")
    assert "  version: /jdbc/postgresql/postgresql-42.7.3.jar version: 0 -> 3" in output


def test_lines_around_changes_and_lines_shown(run: Run) -> None:
    _, output, _ = run("diff", OLD, NEW, "--context", 0, "-u", "*Weekly*", "-t", "fileResource", "-o", "json")
    (change,) = json.loads(output)["changes"]
    assert [line[0] for line in change["text"]["unified"]] == ["@", "-", "+", "+", "+", "+"]

    _, output, _ = run("diff", OLD, NEW, "--max-lines", 2, "--context", 0, "-o", "json")
    (change,) = [c for c in json.loads(output)["changes"] if c["kind"] == "jrxml-changed"]
    assert len(change["text"]["unified"]) == 3
    assert "only 2 of 5 lines are shown" in change["text"]["cut"]

    _, output, _ = run("diff", OLD, NEW, "--max-text", "1k", "-o", "json")
    (change,) = [c for c in json.loads(output)["changes"] if c["kind"] == "jrxml-changed"]
    assert "1,024 bytes are not compared" in change["text"]["cut"]


def test_the_policy(run: Run, pair: tuple[Path, Path]) -> None:
    code, output, _ = run("diff", *pair, "--protect", "/ds/*", "--forbid", "TEST/sales", "-o", "json")

    found = [(f["code"], f["uri"], f["line"]) for f in json.loads(output)["findings"]]
    assert code == 1
    assert [one[:2] for one in found] == [("CK901", "/ds/main"), ("CK902", "/ds/main")]

    code, output, _ = run("diff", pair[0], pair[0], "--forbid", "prod")
    assert code == 1
    assert "policy CK902 forbidden-text: /ds/main" in output


def protected(run: Run, *arguments: object) -> list[tuple[str, str]]:
    """The URI and the message of every protected object that was touched; they decide the exit code."""
    code, output, _ = run("diff", *arguments, "--fail-on", "error", "-o", "json")
    found = [(f["uri"], f["message"]) for f in json.loads(output)["findings"] if f["code"] == "CK901"]
    assert code == (1 if found else 0)
    return found


def test_what_is_moved_away_is_touched(run: Run, tmp_path: Path) -> None:
    old = write(tmp_path / "old.zip", jndi("/ds/main", label="Main"))
    new = write(tmp_path / "new.zip", jndi("/elsewhere/main", label="Main"))

    assert protected(run, old, new, "--protect", "/ds/*") == [
        (
            "/ds/main",
            "it is protected by /ds/*: the data source /elsewhere/main: was moved, it was /ds/main",
        )
    ]
    assert protected(run, old, new, "--protect", "/elsewhere/*") == [
        ("/elsewhere/main", "it is protected by /elsewhere/*: was moved, it was /ds/main")
    ]


def test_what_is_embedded_is_touched(run: Run, tmp_path: Path) -> None:
    paths = [
        write(tmp_path / f"{name}.zip", report("/a/r", data_source=jndi("own", f"jdbc/{name}")))
        for name in ("old", "new")
    ]

    assert [uri for uri, _ in protected(run, *paths, "--protect", "*/own")] == ["/a/r_files/own"]


@pytest.mark.parametrize(
    "options", [["-u", "/a/*"], ["-t", "folder"], ["--only", "added"], ["--ignore", "uri:/ds/*"]]
)
def test_what_is_not_shown_is_touched_all_the_same(
    run: Run, pair: tuple[Path, Path], options: list[str]
) -> None:
    expected = protected(run, *pair, "--protect", "/ds/*")

    assert [uri for uri, _ in expected] == ["/ds/main"]
    assert protected(run, *pair, "--protect", "/ds/*", *options) == expected


def test_permissions_that_are_exported_of_all_reach_each_object(run: Run, tmp_path: Path) -> None:
    old, new = (
        write(tmp_path / f"{flag}.zip", folder("/a"), jndi("/ds/main"), with_permissions=flag)
        for flag in (False, True)
    )
    expected = [("permissions-exported", "")]
    assert changes(run("diff", old, new, "-u", "/ds/*", "-o", "json")[1]) == expected
    assert changes(run("diff", old, new, "--ignore", "uri:/ds/*", "-o", "json")[1]) == expected
    ((uri, message),) = protected(run, old, new, "--protect", "/ds/main")
    assert uri == "/ds/main"
    assert message.startswith("it is protected by /ds/main: the catalog: all objects are exported with perm")


def test_what_was_moved_is_found_at_both_ends(run: Run, tmp_path: Path) -> None:
    old = write(tmp_path / "old.zip", jndi("/ds/main", label="Main"))
    new = write(tmp_path / "new.zip", jndi("/elsewhere/main", label="Main"))
    for pattern in ("/ds/*", "/elsewhere/*"):
        _, output, _ = run("diff", old, new, "-u", pattern, "-t", "jndiJdbcDataSource", "-o", "json")
        assert changes(output) == [("object-moved", "/elsewhere/main")]


def _secret(password: str, inner: str) -> list[Part]:
    """Secrets that are known by their place, by the name beside them, and by the text around them."""
    return [
        jdbc("/ds", password=password, url=f"jdbc:x://h/d?password={inner}"),
        user("ana", attributes={"ldap.password": password}),
        resource("query", "/q", queryString=f'password: "{inner}"'),
    ]


def test_secrets_never_show(run: Run, tmp_path: Path) -> None:
    old = write(tmp_path / "old.zip", *_secret("hunter2", "swordfish"))
    new = write(tmp_path / "new.zip", *_secret("letmein", "opensesame"))
    for form in ("text", "json", "markdown"):
        _, output, _ = run("diff", old, new, "--noise", "-v", "-o", form)
        assert "connectionPassword is another one" in output
        assert "attribute/ldap.password/value is another one" in output
        assert "differs in what is not shown" in output
        for secret in ("hunter2", "letmein", "swordfish", "opensesame"):
            assert secret not in output


def test_markdown_is_cut_to_what_a_comment_holds(run: Run, tmp_path: Path) -> None:
    old = write(tmp_path / "old.zip", *(folder(f"/f{n}", label="old" * 30) for n in range(800)))
    new = write(tmp_path / "new.zip", *(folder(f"/f{n}", label=f"new {n}" * 10) for n in range(800)))
    _, output, _ = run("diff", old, new, "-o", "markdown")

    assert 40_000 < len(output) <= 65_000
    assert "objects not shown**: a comment holds 65,000 characters" in output


def test_markdown_cannot_be_broken_out_of(run: Run, tmp_path: Path) -> None:
    text = "```\n</details>\n# <script>alert(1)</script> @everyone [x](javascript:y) `a``b`"
    parts = [("/a", text), ("/```b", text)]
    old = write(tmp_path / "old.zip", *(folder(uri, label="x") for uri, _ in parts))
    new = write(tmp_path / "new.zip", *(folder(uri, label=label) for uri, label in parts))
    _, output, _ = run("diff", old, new, "-o", "markdown")

    outside = []
    closing = ""
    for line in output.splitlines():
        if not closing and line.startswith("```"):
            closing = line[: len(line) - len(line.lstrip("`"))]
        elif closing and line == closing:
            closing = ""
        elif not closing:
            outside.append(line)
    assert closing == ""
    assert [line for line in outside if "script" in line or "@everyone" in line] == []


def test_bad_arguments(run: Run, pair: tuple[Path, Path], tmp_path: Path) -> None:
    code, _, errors = run("diff", *pair, "--only", "added,gone")
    assert (code, "there is no gone; there is added, removed" in errors) == (2, True)
    code, _, errors = run("diff", pair[0], tmp_path / "none.zip")
    assert (code, errors.startswith("error: no such file or folder")) == (3, True)
    (tmp_path / "no.zip").write_bytes(b"no zip")
    code, output, errors = run("diff", tmp_path / "no.zip", pair[0])
    assert (code, output, errors.count("\n")) == (3, "", 2)
    code, _, errors = run("diff", "", pair[0])
    assert (code, "one side is not named" in errors) == (2, True)


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("--ignore", "label", "'label' begins with none of uri:, type:, field:; uri:/public/* does"),
        ("--ignore", "uri", "'uri' begins with none of uri:, type:, field:; did you mean uri:?"),
        ("--ignore", "url:/a", "'url:/a' begins with none of uri:, type:, field:; did you mean uri:?"),
        ("--ignore", "uri:", "it is empty; * matches everything"),
        ("--ignore", "field: ", "it is empty; * matches everything"),
        ("--ignore", "type:reportunit", "there is no type 'reportunit'; did you mean reportUnit?"),
        ("--uri", "", "it is empty; * matches everything"),
        ("--protect", "", "it is empty; * matches everything"),
        ("--type", "jdbcDatasource", "there is no type 'jdbcDatasource'; did you mean jdbcDataSource?"),
        ("--type", "", "there is no type ''"),
    ],
)
def test_bad_patterns(run: Run, option: str, value: str, expected: str) -> None:
    code, output, errors = run("diff", OLD, NEW, option, value)

    assert (code, output) == (2, "")
    assert errors.splitlines()[0].endswith(f": {expected}")


def test_files_are_written_whole(run: Run, pair: tuple[Path, Path], tmp_path: Path) -> None:
    code, output, _ = run(
        "diff", *pair, "-o", "text", "-o", f"json:{tmp_path}/d.json", "-o", f"markdown:{tmp_path}/d.md"
    )

    assert code == 1
    assert output.startswith(str(pair[0]))
    assert json.loads((tmp_path / "d.json").read_text())["exit"]["code"] == 1
    assert (tmp_path / "d.md").read_text().startswith("### Catalog diff")


def git(folder: Path, *arguments: str) -> str:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose catalogs are compared by the documented driver; one was changed once."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q")
    git(folder, "config", "diff.catalog.command", f"'{sys.executable}' -m catalogkit git-diff")
    (folder / ".gitattributes").write_text("*.zip diff=catalog\n")
    for label in ("first", "second"):
        write(folder / "c.zip", jdbc("/ds", label=label), user("ana"))
        git(folder, "add", ".")
        git(folder, "commit", "-q", "-m", label)
    return folder


def test_git_shows_what_differs(repository: Path) -> None:
    output = git(repository, "diff", "HEAD~1")
    assert output.startswith("a/c.zip -> b/c.zip\n")
    assert 'label is "second" instead of "first"' in output

    output = git(repository, "log", "-p", "--ext-diff")
    assert 'label is "second" instead of "first"' in output
    assert "catalog c.zip\n  it is new\n" in output


def test_git_goes_on_where_a_catalog_cannot_be_read(repository: Path) -> None:
    (repository / "c.zip").write_bytes(b"no zip")
    output = git(repository, "diff")

    assert output.startswith("catalog c.zip\n  the file holds no zip archive")


def test_git_diff_is_for_git(run: Run) -> None:
    code, _, errors = run("git-diff", "a.zip", "b.zip")

    assert code == 2
    assert "hint: `catalogkit diff OLD NEW` is for people" in errors
    assert run("git-diff", "a.zip")[1] == "catalog a.zip\n  it is not merged\n"


_NAME = os.fsdecode(b"\xff\x1b[2J\xe2\x80\xae.zip")
"""What git may pass: neither text nor harmless to a terminal."""
_SHOWN = r"\udcff\x1b[2J\u202e.zip"


@pytest.mark.parametrize(
    ("sides", "renamed", "expected"),
    [
        (("/dev/null", NEW), (), f"catalog {_SHOWN}\n  it is new\n"),
        ((OLD, os.devnull), (), f"catalog {_SHOWN}\n  it is gone\n"),
        ((OLD, ROOT / "pyproject.toml"), (), f"catalog {_SHOWN}\n  the file holds no zip archive"),
        ((OLD, "/dev/null"), (_NAME, ""), f"catalog {_SHOWN} -> {_SHOWN}\n  it is gone\n"),
        ((OLD, OLD), (), f"a/{_SHOWN} -> b/{_SHOWN}\n  nothing differs\n"),
    ],
)
def test_git_may_call_a_catalog_anything(
    run: Run, sides: tuple[object, object], renamed: tuple[str, ...], expected: str
) -> None:
    old, new = ((file, "0" * 40, "100644") for file in sides)
    code, output, errors = run("git-diff", _NAME, *old, *new, *renamed)

    assert (code, errors) == (0, "")
    assert output.startswith(expected)
    assert run("git-diff", _NAME)[1] == f"catalog {_SHOWN}\n  it is not merged\n"


def test_a_file_is_compared_by_lines(run: Run, tmp_path: Path) -> None:
    old = write(tmp_path / "old.zip", file("/a/notes", b"one\ntwo\n", "txt"))
    new = write(tmp_path / "new.zip", file("/a/notes", b"one\nthree\n", "txt"))
    _, output, _ = run("diff", old, new)

    assert "      -two\n      +three\n" in output
