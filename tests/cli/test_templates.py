"""`--template`: users override blocks, in a sandbox."""

from pathlib import Path

import pytest

from tests.conftest import ROOT, Run

SAMPLES = ROOT / "sample_catalogs"
PAIR = ("diff", SAMPLES / "healthy.zip", SAMPLES / "healthy-next.zip")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "templates"
    made.mkdir()
    return made


def test_the_example_of_the_documentation(run: Run, folder: Path) -> None:
    text = (ROOT / "docs" / "templates.md").read_text()
    (folder / "diff.md").write_text(text.partition("```jinja\n")[2].partition("```")[0])
    _, plain, _ = run(*PAIR, "-o", "markdown")
    code, output, errors = run(*PAIR, "-o", "markdown", "--template", folder)

    assert (code, errors) == (1, "")
    assert output.startswith("### What this export changes\n")
    assert "Questions? Ask the reporting team." in output
    assert "### Catalog diff" not in output
    assert plain.startswith("### Catalog diff\n")
    assert [line for line in plain.splitlines()[2:] if line and line not in output] == []


@pytest.mark.parametrize(
    "command",
    [PAIR, ("check", SAMPLES / "broken.zip"), ("info", SAMPLES / "healthy.zip")],
    ids=lambda c: c[0],
)
def test_a_block_of_a_page(run: Run, folder: Path, command: tuple[object, ...]) -> None:
    name = "info" if command[0] == "info" else "review"
    (folder / f"{name}.html").write_text(
        f'{{% extends "catalogkit/{name}.html" %}}'
        "{% block header %}<p>Ours: <b>1 < 2</b></p>{{ super() }}{% endblock %}"
    )
    _, output, _ = run(*command, "-o", "html", "--template", folder)

    assert "<p>Ours: <b>1 < 2</b></p>" in output
    assert "<p>Ours:" not in run(*command, "-o", "html")[1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
        ("{% for x in %}", "diff.md, line 1"),
        ("{{ nothing.here }}", "is undefined"),
        ('{% include "catalogkit/../../../etc/passwd" %}', "a template cannot be rendered"),
        ('{% extends "gone.md" %}', "gone.md"),
        ("\n{{ nothing.here }}", "diff.md, line 2"),
        ("{{ changes.clear() }}", "access to attribute 'clear' of 'list' object is unsafe (/"),
        ("{{ 1 + 'a' }}", "unsupported operand type(s)"),
        ("{{ 1 // 0 }}", "diff.md, line 1"),
        ('{% include "diff.md" %}', "maximum recursion depth exceeded"),
        ("{% for i in range(1000000) %}{% endfor %}", "Range too big"),
        ("{{ " + "(" * 1000 + ")" * 1000 + " }}", "diff.md"),
        ("\udcff", "can't decode byte 0xff"),
    ],
)
def test_what_is_wrong_with_a_template_is_told(run: Run, folder: Path, text: str, words: str) -> None:
    (folder / "diff.md").write_text(text, errors="surrogateescape")
    code, output, errors = run(*PAIR, "-o", "markdown", "--template", folder)

    assert (code, output) == (2, "")
    assert str(folder / "diff.md") in errors
    assert len(errors.splitlines()) == 2
    assert errors.startswith("error: a template cannot be rendered: ")
    assert words in errors


def test_a_folder_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    code, _, errors = run(*PAIR, "-o", "markdown", "--template", tmp_path / "none")

    assert (code, "there is no such folder of templates" in errors) == (2, True)
