"""Every block of the README and the docs does what it says."""

from __future__ import annotations

import doctest
import json
import re
import shutil
import tomllib
from importlib import import_module
from pathlib import Path

import click
import pytest

from catalogkit.cli import COMMANDS, module_of
from tests.conftest import ROOT, Run
from tests.docs.blocks import CONSOLE, PLATFORM, SHELL, Block, Command, all_blocks, blocks_of, pages
from tests.docs.shell import HOSTS, STAND_INS, checkout, mistakes

INDEX = "packages come from an index"
NOT_HERE = {
    "pip install -q '.[sandbox]'": INDEX,
    ".venv/bin/python -m pip install -q .": INDEX,
    ".venv/bin/python -m pip install -q -e '.[test]'": INDEX,
    "python3 -m venv .venv": "the environment is the one of the tests",
    ".venv/bin/python -m pytest -q -n 2 -m 'not slow'": "these are the tests themselves",
}
"""Commands that do not run here, and why."""
RUN = (*SHELL, CONSOLE, *PLATFORM)
READ = ("jinja", "json", "python", "toml")
"""Languages of blocks that are looked at in another way."""

RUNNABLE = sorted({block.page for block in all_blocks() if block.language in RUN})


def commands_of(page: str) -> list[Command]:
    return [command for block in blocks_of("page.md", page) for command in block.commands()]


def of(*languages: str) -> list[Block]:
    return [block for block in all_blocks() if block.language in languages]


def by_place(*languages: str) -> pytest.MarkDecorator:
    """The blocks in some languages as argument."""
    return pytest.mark.parametrize("block", of(*languages), ids=lambda block: block.where)


# All of them


def test_every_block_is_in_a_language_that_is_tested() -> None:
    assert [block.where for block in all_blocks() if block.language not in (*RUN, *READ)] == []


def test_every_block_to_run_holds_commands() -> None:
    assert [block.where for block in of(*RUN) if not block.commands()] == []


def test_what_is_passed_over_or_stands_in_is_still_in_the_docs() -> None:
    texts = [command.text for block in of(*RUN) for command in block.commands()]

    assert [text for text in NOT_HERE if text not in texts] == []
    assert [name for name in (*STAND_INS, *HOSTS) if not any(name in text for text in texts)] == []


# Commands


@pytest.mark.slow
@pytest.mark.parametrize("page", RUNNABLE)
def test_every_command_ends_as_the_page_says(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = [block for block in of(*RUN) if block.page == page]
    commands = [command for block in blocks for command in block.commands()]
    if any("curl " in command.text for command in commands) and shutil.which("curl") is None:
        pytest.skip("curl is not installed")

    with checkout(tmp_path / "checkout", monkeypatch) as folder:
        for block in of("jinja"):
            _save(block, folder)
        found = mistakes(commands, folder, NOT_HERE)
    assert found == [], "\n".join(found)


def _save(block: Block, folder: Path) -> None:
    """Put a file where its first line says that it is."""
    named = re.match(r"\{# ([\w/.]+): ", block.text)
    assert named is not None, f"{block.where}: no file is named"
    path = folder / named[1]
    path.parent.mkdir(exist_ok=True)
    path.write_text(block.text)


def test_the_walk_has_every_step() -> None:
    page = (ROOT / "docs" / "sandbox.md").read_text()
    walk = page.partition("## From start to import\n")[2].partition("\n## ")[0]
    texts = [command.text for command in commands_of(walk)]
    ours = [text.split()[1] for text in texts if text.startswith("catalogkit ")]

    assert ours == ["serve", "list", "export", "diff", "check", "import", "diff"]
    assert "docs/sandbox.md#from-start-to-import" in (ROOT / "README.md").read_text()


def test_options_that_are_named_in_passing_are_there() -> None:
    unknown = []
    for path in pages():
        for name, rest in re.findall(r"`catalogkit ([a-z][a-z-]*)([^`]*)`", path.read_text()):
            if name not in COMMANDS:
                unknown.append(f"{path.name}: {name}")
                continue
            command = import_module(f"catalogkit.cli.{module_of(name)}").command
            assert isinstance(command, click.Command)
            known = {text for option in command.params for text in (*option.opts, *option.secondary_opts)}
            unknown += [
                f"{path.name}: {name} {text}" for text in re.findall(r"--[a-z-]+", rest) if text not in known
            ]

    assert unknown == []


# Other languages


@by_place("toml")
def test_a_configuration_is_one(block: Block, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "catalogkit.toml"
    path.write_text(block.text)

    assert tomllib.loads(block.text)
    code, _, errors = run("--config", path, "config")
    assert (code, errors) == (0, "")


def test_json_is_json() -> None:
    for block in of("json"):
        json.loads(block.text)


@by_place("python")
def test_an_example_in_python_does_what_it_shows(block: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    example = doctest.DocTestParser().get_doctest(block.text, {}, block.where, block.page, block.line)

    assert example.examples, "it shows nothing"
    assert doctest.DocTestRunner().run(example).failed == 0


# The reader and the shell themselves


def test_commands_are_lines_joined_where_they_belong_together() -> None:
    page = "A (exit code 1):\n\n```sh\na=1 # one\n# two\nb \\\n  c && d\n(e && f)\n"
    page += "for x in 1; do\n  g\ndone\n```\n"

    texts = [command.text for command in commands_of(page)]
    assert texts == ["a=1 # one", "b \\\n  c", "d", "(e && f)", "for x in 1; do\n  g\ndone"]
    assert [command.code for command in commands_of(page)] == [0, 0, 0, 0, 1]


def test_commands_of_ours_are_found_in_what_a_platform_reads() -> None:
    page = "```yaml\n- run: |\n    catalogkit check a.zip \\\n      -o github\n- uses: x\n```\n"
    page += "```groovy\nsh 'catalogkit ls b.zip'\n```\n"

    assert [command.text for command in commands_of(page)] == [
        "catalogkit check a.zip -o github",
        "catalogkit ls b.zip",
    ]


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("```sh\ntrue\nfalse\ntrue\n```", ["page.md:1: exit code 1 instead of 0: false\n"]),
        ("exit code 1\n\n```sh\ntrue\n```", ["page.md:3: exit code 0 instead of 1: true\n"]),
        ("```sh\ncatalogkit rulez\n```", ["page.md:1: exit code 2 instead of 0: catalogkit rulez\n"]),
        ("```sh\na=1\ntest $a = 1\nexit 3\n```", ["page.md:1: exit code None instead of 0: exit 3\n"]),
        ("```console\n$ printf 'a\\nb\\nc'\na\n…\nc\n$ echo d\nd\n```", []),
        ("```console\n$ echo d\ne\n```", ["page.md:1: other output than there: echo d\nd\n"]),
    ],
)
def test_what_is_wrong_is_told(
    page: str, told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with checkout(tmp_path / "checkout", monkeypatch) as folder:
        found = mistakes(commands_of(page), folder)

    assert len(found) == len(told)
    assert all(there.startswith(start) for there, start in zip(found, told, strict=True))
