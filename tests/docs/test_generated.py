"""What is made from the code is up to date, and everything that users meet is documented."""

import re
import subprocess
import sys

import pytest

from catalogkit.cli import COMMANDS
from catalogkit.errors import ExitCode
from catalogkit.rules import all_rules
from tests.conftest import ROOT


@pytest.mark.parametrize("script", ["docs/make_pages.py", "docs/make_schemas.py"])
def test_generated_files_are_up_to_date(script: str) -> None:
    done = subprocess.run(
        [sys.executable, script, "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


WITHOUT_CATALOG = {
    "diff": "catalogkit diff OLD NEW",
    "explain": "catalogkit explain FILE",
    "export": "catalogkit export SERVER",
    "import": "catalogkit import SERVER CATALOG",
    "list": "catalogkit list SERVER",
    "config": "catalogkit config",
    "git-diff": "catalogkit git-diff",
    "render": "catalogkit render RESULT",
    "rule": "catalogkit rule CODE",
    "rules": "catalogkit rules",
    "schema": "catalogkit schema",
    "serve": "catalogkit serve [CATALOG...]",
    "task": "catalogkit task ACTION SERVER [ID]",
}
"""How commands are called that take anything but one catalog."""


def test_the_readme_tells_every_command_and_exit_code() -> None:
    readme = (ROOT / "README.md").read_text()
    uses = [WITHOUT_CATALOG.get(name, f"catalogkit {name} export.zip") for name in COMMANDS]

    assert [use for use in uses if f"`{use}" not in readme] == []
    assert [code for code in ExitCode if not re.search(rf"\b{code.value} ", readme)] == []


def test_links_lead_somewhere() -> None:
    dead = []
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("*/README.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            if not (page.parent / target).exists():
                dead.append(f"{page.name}: {target}")

    assert dead == []


def test_the_changelog_counts_the_rules() -> None:
    assert f"{len(all_rules())} rules" in (ROOT / "CHANGELOG.md").read_text()
