"""`REF:path`: what is in git, byte for byte, or why not."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

import pytest

from catalogkit import LimitError, UnreadableError
from catalogkit.archive import Archive, DefectKind, Limits, open_archive
from catalogkit.errors import ExitCode, exit_code
from catalogkit.inspection.checking import check
from catalogkit.sources import git_names, git_tree, opened_archive, opened_catalog
from catalogkit.sources.targets import open_target
from catalogkit.testing import file, jdbc, report, write, write_folder
from tests.git_repository import Repository

PARTS = (
    report("/a/weekly", data_source="/ds/main"),
    jdbc("/ds/main"),
    file("/a/logo", b"\r\n$Id$\x00", "img"),
)
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12345\n"


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary files go; nothing may be left there."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository with a catalog in both forms; it is the current folder."""
    made = Repository(tmp_path / "repository", monkeypatch)
    monkeypatch.chdir(made.path)
    (made.path / "exports").mkdir()
    write(made.path / "exports/prod.zip", *PARTS)
    write_folder(made.path / "exports/prod", *PARTS)
    made.commit()
    return made


def contents(archive: Archive) -> list[tuple[str, int, bytes]]:
    return [(entry.name, entry.size, archive.read(entry)) for entry in archive.entries]


def in_git(name: str, limits: Limits | None = None) -> list[tuple[str, int, bytes]]:
    with opened_archive(name, limits or Limits()) as archive:
        assert archive.path == name
        return contents(archive)


def on_disk(path: Path) -> list[tuple[str, int, bytes]]:
    with open_archive(path) as archive:
        return contents(archive)


def refusal(name: str, limits: Limits | None = None) -> UnreadableError:
    """The error about a name; it says one thing in one line, and what to do."""
    with pytest.raises(UnreadableError) as caught, opened_archive(name, limits or Limits()):
        pass
    error = caught.value
    assert error.where == name
    assert error.hint
    assert "\n" not in error.what + error.hint
    assert exit_code(error) is ExitCode.UNREADABLE
    return error


def test_a_zip_is_read_from_an_earlier_commit(repository: Repository) -> None:
    path = repository.path / "exports/prod.zip"
    before = on_disk(path)
    write(path, jdbc("/ds/other"))
    repository.commit()
    repository.git("tag", "v2")
    path.unlink()

    assert in_git("HEAD~1:exports/prod.zip") == before
    assert in_git("v2:exports/prod.zip") != before


def test_a_folder_is_read_as_it_is_on_disk(repository: Repository) -> None:
    folder = repository.path / "exports/prod"

    assert in_git("main:exports/prod") == in_git("main:exports/prod/") == on_disk(folder)
    with opened_archive("main:exports/prod", Limits()) as archive:
        assert archive.form == "folder"
        assert {entry.crc for entry in archive.entries} == {None}


@pytest.mark.parametrize("form", ["prod", "prod.zip"])
def test_a_catalog_in_git_is_checked_like_one_on_disk(repository: Repository, form: str) -> None:
    with opened_catalog(f"HEAD:exports/{form}", Limits()) as catalog:
        result = check(catalog)
    with opened_catalog(f"exports/{form}", Limits()) as catalog:
        expected = check(catalog)

    assert result.path == f"HEAD:exports/{form}"
    assert result.findings == expected.findings


def test_a_target_is_read_from_git_too(repository: Repository) -> None:
    target = open_target("HEAD:exports/prod.zip", Limits())

    assert target.name == "HEAD:exports/prod.zip"
    assert target.resources == open_target("exports/prod.zip", Limits()).resources


def test_attributes_change_nothing(repository: Repository) -> None:
    """What `git archive` and checking out would leave out or change."""
    before = in_git("HEAD:exports/prod")
    attributes = "*.xml export-ignore text eol=crlf\n* export-subst ident\n"
    (repository.path / ".gitattributes").write_text(attributes)
    repository.git("config", "core.autocrlf", "true")
    repository.git("add", ".gitattributes")
    repository.git("commit", "--quiet", "-m", "attributes")

    assert in_git("HEAD:exports/prod") == before


def test_paths_start_at_the_top_unless_they_start_with_a_dot(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository.path / "exports")

    assert in_git("HEAD:exports/prod.zip") == in_git("HEAD:./prod.zip") == in_git("HEAD:../exports/prod.zip")
    assert in_git("HEAD:./prod") == on_disk(repository.path / "exports/prod")
    error = refusal("HEAD:prod.zip")
    assert (error.what, error.hint) == (
        "no such file or folder at `HEAD`",
        "paths start at the top of the repository; did you mean HEAD:./prod.zip?",
    )


def test_the_top_of_a_tree_is_a_folder(repository: Repository) -> None:
    top = repository.git("rev-parse", "HEAD:exports/prod")

    assert in_git(f"{top}:") == on_disk(repository.path / "exports/prod")


def test_what_is_staged_is_found(repository: Repository) -> None:
    path = write(repository.path / "exports/prod.zip", jdbc("/ds/other"))
    repository.git("add", "exports")
    staged = on_disk(path)
    path.unlink()

    assert in_git(":exports/prod.zip") == staged
    assert refusal(":exports/none.zip").what == "no such file or folder among what is staged"


def test_a_revision_may_hold_colons_in_braces(repository: Repository) -> None:
    repository.git("commit", "--quiet", "--allow-empty", "-m", "fix: all")

    expected = in_git("HEAD:exports/prod.zip")
    assert in_git("HEAD^{/fix: all}:exports/prod.zip") == expected
    assert refusal("HEAD^{/fix: all}:none").what == "no such file or folder at `HEAD^{/fix: all}`"


@pytest.mark.parametrize(
    "name", ["a b", "q\"u'o", "ünï", "-x", "new\nline", "*", ":(top)", "a:b", "tab\t", "$(id)"]
)
def test_any_name_is_taken_as_it_is(repository: Repository, name: str) -> None:
    write(repository.path / f"{name}.zip", *PARTS)
    write_folder(repository.path / f"{name}-folder", *PARTS)
    repository.commit()

    assert in_git(f"HEAD:{name}.zip") == in_git("HEAD:exports/prod.zip")
    assert in_git(f"HEAD:{name}-folder") == in_git("HEAD:exports/prod")
    assert refusal(f"HEAD:{name}.none").what == "no such file or folder at `HEAD`"


def test_names_in_a_folder_are_taken_as_they_are(repository: Repository) -> None:
    names = [b"a b", b'q"uo', "ünï".encode(), b"-x", b"latin \xfc", b"deep/er/x", b"deep.txt", b"ab"]
    folder = repository.path / "odd"
    for name in names:
        path = Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name)
    repository.commit()

    assert in_git("HEAD:odd") == on_disk(folder)
    assert len(on_disk(folder)) == len(names) + 2


def test_hostile_names_are_refused_and_never_used(repository: Repository, tmp_path: Path) -> None:
    content = repository.blob(b"x")
    inner = repository.tree(("100644", "blob", content, "x"))
    objects = [("100644", "blob", content, name) for name in ("C:x", "a\nb", "back\\slash", "fine")]
    tree = repository.tree(*objects, ("040000", "tree", inner, ".."), ("120000", "blob", content, "link"))

    with opened_archive(f"{tree}:", Limits()) as archive:
        refused = {entry.raw_name: entry.refused for entry in archive.entries}

    assert refused == {
        "C:x": DefectKind.DRIVE_LETTER,
        "a\nb": DefectKind.NUL_IN_NAME,
        "back\\slash": None,
        "fine": None,
        "link": DefectKind.SYMLINK,
        "../": DefectKind.PARENT_SEGMENT,
        "../x": DefectKind.PARENT_SEGMENT,
    }
    assert not (tmp_path / "x").exists()


def test_files_that_are_there_come_first(repository: Repository) -> None:
    path = write(repository.path / "HEAD:exports", jdbc("/ds/other"))

    assert in_git("HEAD:exports") == on_disk(path)


@pytest.mark.parametrize(
    "name", ["https://h/x.zip", "http://h/x.zip", "svn+ssh://h/x.zip", "plain.zip", "x\0:y"]
)
def test_addresses_and_plain_paths_are_not_looked_up(repository: Repository, name: str) -> None:
    assert not git_names.names_git(name)


def test_a_drive_is_not_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    assert git_names.names_git("C:\\x.zip")
    monkeypatch.setattr(git_names, "PurePath", PureWindowsPath)
    assert not git_names.names_git("C:\\x.zip")
    assert git_names.names_git("HEAD:exports/prod.zip")


@pytest.mark.parametrize(
    ("name", "what", "hint"),
    [
        ("v9:x.zip", "no such file or folder, and git knows no revision `v9`", "fetch the branch"),
        ("backup:2024.zip", "no such file or folder, and git knows no revision `backup`", "check the path"),
        ("HEAD:none.zip", "no such file or folder at `HEAD`", "git ls-tree"),
        ("HEAD:exports/prod.zip/x", "no such file or folder at `HEAD`", "git ls-tree"),
        ("--output=x:y", "no such file or folder, and no revision starts with `-`", "check the path"),
        (":/x", "it is a commit, no file or folder", "REF:path"),
        ("HEAD:text", "the file holds no zip archive", "name a zip"),
        ("HEAD:link", "it is a symbolic link", "what it leads to"),
        ("HEAD:./link", "it is a symbolic link", "what it leads to"),
        ("HEAD:inner", "it is a submodule: another repository holds it", "its folder"),
        ("HEAD:pointer.zip", "git-lfs keeps the file elsewhere", "git lfs pull"),
        ("HEAD:large", "git-lfs keeps a file elsewhere: folder/x.data", "git lfs pull"),
    ],
)
def test_what_cannot_be_opened_says_why(repository: Repository, name: str, what: str, hint: str) -> None:
    (repository.path / "text").write_text("text")
    (repository.path / "link").symlink_to("exports/prod.zip")
    (repository.path / "pointer.zip").write_bytes(POINTER)
    (repository.path / "large/folder").mkdir(parents=True)
    (repository.path / "large/folder/x.data").write_bytes(POINTER)
    head = repository.git("rev-parse", "HEAD")
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{head[::-1]},inner")
    repository.git("add", "--all")
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{head[::-1]},inner")
    repository.git("commit", "--quiet", "-m", "x")

    error = refusal(name)

    assert error.what == what
    assert hint in error.hint


def test_a_long_file_that_starts_like_a_pointer_is_a_file(repository: Repository) -> None:
    (repository.path / "exports/prod/more.txt").write_bytes(POINTER + bytes(1024))
    repository.commit()

    assert in_git("HEAD:exports/prod") == on_disk(repository.path / "exports/prod")


def test_a_submodule_in_a_folder_is_listed(repository: Repository) -> None:
    tree = repository.tree(("160000", "commit", repository.git("rev-parse", "HEAD"), "inner"))

    with opened_archive(f"{tree}:", Limits()) as archive:
        assert [(d.kind, d.entry, d.detail) for d in archive.defects] == [
            (DefectKind.SPECIAL_FILE, "inner", "a submodule")
        ]


@pytest.mark.parametrize("form", ["prod", "prod.zip"])
def test_content_that_was_not_fetched_is_told(repository: Repository, form: str) -> None:
    path = "exports/prod/index.xml" if form == "prod" else "exports/prod.zip"
    lost = repository.git("rev-parse", f"HEAD:{path}")
    (repository.path / ".git/objects" / lost[:2] / lost[2:]).unlink()

    error = refusal(f"HEAD:exports/{form}")

    assert "not in the repository" in error.what
    assert "git fsck" in error.hint


def test_a_damaged_object_is_told(repository: Repository) -> None:
    lost = repository.git("rev-parse", "HEAD:exports/prod.zip")
    stored = repository.path / ".git/objects" / lost[:2] / lost[2:]
    stored.chmod(0o600)
    stored.write_bytes(stored.read_bytes()[:-40])

    assert refusal("HEAD:exports/prod.zip").what == "git cannot read it"


def test_outside_a_repository_git_says_so(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

    error = refusal("backup:2024.zip")

    assert error.what.startswith("no such file or folder, and git says: not a git repository")
    assert error.hint == "check the path; REF:path is looked up in the repository of the current folder"


def test_without_git_it_is_a_file_that_is_not_there(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    error = refusal("HEAD:exports/prod.zip")

    assert error.what == "no such file or folder, and no `git` command that could look it up"


@pytest.mark.parametrize("form", ["prod", "prod.zip"])
def test_the_limits_hold(repository: Repository, form: str) -> None:
    name = f"HEAD:exports/{form}"

    assert refusal(name, Limits(max_total_size=1000)).what.endswith("in git holds more than 1,000 bytes")
    error = refusal(name, Limits(max_entries=3))
    assert isinstance(error, LimitError)
    assert error.hint == "raise --max-entries if you trust the catalog"


def test_a_bomb_of_folders_ends_at_the_limit(repository: Repository) -> None:
    """Ten folders in each of ten levels, all the same: some kilobytes that list as 10¹⁰ files."""
    kind, identity, mode = "blob", repository.blob(b"x" * 1000), "100644"
    for _ in range(10):
        identity = repository.tree(*[(mode, kind, identity, f"{number}") for number in range(10)])
        kind, mode = "tree", "040000"

    assert "more entries than" in refusal(f"{identity}:", Limits(max_entries=5_000)).what


def test_names_are_limited_too(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_tree, "MAX_DIRECTORY_SIZE", 100)

    assert refusal("HEAD:exports/prod").what == "the names in the folder take more than 100 bytes"


def test_equal_files_are_copied_once(repository: Repository, temporary: Path) -> None:
    identity = repository.blob(b"x" * 1000)
    tree = repository.tree(*[("100644", "blob", identity, f"{number}") for number in range(10)])

    assert [data for _, _, data in in_git(f"{tree}:", Limits(max_total_size=10_000))] == [b"x" * 1000] * 10


@pytest.mark.parametrize("form", ["prod", "prod.zip"])
def test_an_interrupt_leaves_nothing_behind(repository: Repository, form: str) -> None:
    """The fixture `temporary` looks."""
    with pytest.raises(KeyboardInterrupt), opened_archive(f"HEAD:exports/{form}", Limits()):
        raise KeyboardInterrupt


def test_an_interrupt_in_the_middle_ends_git(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git still has a lot to write then."""
    (repository.path / "exports/prod/large").write_bytes(os.urandom(3 << 20))
    repository.commit()
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def noted(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
        started.append(popen(*arguments, **options))  # type: ignore[call-overload]
        return started[-1]

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("catalogkit.sources.git_process.subprocess.Popen", noted)
    monkeypatch.setattr(git_tree, "_copy", interrupted)

    with pytest.raises(KeyboardInterrupt), opened_archive("HEAD:exports/prod", Limits()):
        pass

    assert started
    assert None not in [process.returncode for process in started]


def test_two_files_can_be_read_at_once(repository: Repository) -> None:
    large = [os.urandom(600_000), os.urandom(700_000)]
    for number, data in enumerate(large):
        (repository.path / f"exports/prod/{number}").write_bytes(data)
    repository.commit()

    with opened_archive("HEAD:exports/prod", Limits()) as archive:
        streams = [archive.chunks(archive.by_name[name]) for name in ("0", "1")]
        read = [b"", b""]
        for first, second in zip(*streams, strict=True):
            read[0] += first
            read[1] += second

    assert read == large


def test_nobody_is_asked_and_no_shell_is_used(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A `git` that only notes how it was called."""
    note = tmp_path / "note"
    fake = tmp_path / "bin/git"
    fake.parent.mkdir()
    fake.write_text(
        f"#!{sys.executable}\nimport os, sys\n"
        f"open({str(note)!r}, 'a').write(repr((os.environ['GIT_TERMINAL_PROMPT'], sys.argv[1:])) + '\\n')\n"
        "sys.exit(sys.stdin.read() != '')\n"
    )
    fake.chmod(0o700)
    monkeypatch.setenv("PATH", str(fake.parent))

    refusal("HEAD:$(id); x")

    first = note.read_text().splitlines()[0]
    assert first == repr(("0", ["rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD:$(id); x"]))
