"""Whatever somebody hands us: a clear answer, soon, in little memory, and nothing else touched."""

from __future__ import annotations

import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from catalogkit import CatalogkitError, open_catalog
from tests.hostile.base import CANARY, MAKERS, UNREADABLE, Maker, parts
from tests.hostile.documents import PLACES
from tests.hostile.makers import documents, structure
from tests.hostile.raw_zip import build
from tests.hostile.runner import MEGABYTE, Run, Runner, prepare

SECONDS = 15
"""Of processor time: a runaway takes minutes, and the largest input some three seconds."""
MEMORY = 500 * MEGABYTE

_LARGE = re.compile(r"-\d{5,}|-\d+-(mb|gb)|bomb-\d|64k$|1000-(?!mb)|namespace|attribute|unknown|nodes")
"""Makers that take a while; the others run in the quick suite."""
_REPRESENTATIVE = (
    "cut-32-of-64",
    "name-escape-sequence",
    "descriptor-xml-file",
    "folder-pipe",
    "overlap-quoted",
)
"""Makers for which the quick suite starts a new interpreter."""

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_ERROR = re.compile(r"error: [^\n]+\n(hint: [^\n]+\n)?")


_WORDS = re.compile(r"^(name|zip|folder|path|no-zip|split)|label|bidi|control|hostile|escape")
"""Makers whose names and texts could do harm in a terminal."""


def _marked(maker: Maker, *, quick: bool) -> object:
    return pytest.param(maker, id=maker.name, marks=[] if quick else [pytest.mark.slow])


_IN_JSON = [_marked(maker, quick=not _LARGE.search(name)) for name, maker in MAKERS.items()]
_IN_TEXT = [_marked(maker, quick=bool(_WORDS.search(name))) for name, maker in MAKERS.items()]
_AFRESH = [_marked(maker, quick=name in _REPRESENTATIVE) for name, maker in MAKERS.items()]
_SMALL = [pytest.param(maker, id=name) for name, maker in MAKERS.items() if not _LARGE.search(name)]


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner() as running:
        yield running


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """Where a run takes place; it may hold deeper folders than Python can delete."""
    prepare(tmp_path)
    yield tmp_path
    subprocess.run(["rm", "-rf", str(tmp_path / "input.zip")], check=True)


def assert_harmless(maker: Maker, run: Run, home: Path) -> None:
    """What must hold for every run."""
    text = (run.output + run.errors).decode()
    assert "Traceback" not in text
    assert run.code in maker.codes, run.errors.decode()
    assert run.seconds < SECONDS
    assert run.memory < MEMORY
    assert _FORBIDDEN.search(text) is None
    assert CANARY.read_text().strip() not in text
    assert [*(home / "work").iterdir(), *(home / "temp").iterdir()] == []
    if run.code == UNREADABLE:
        assert run.output == b""
        assert _ERROR.fullmatch(run.errors.decode())
    else:
        assert run.errors == b""


@pytest.mark.parametrize("maker", _IN_JSON)
def test_check_in_json(maker: Maker, runner: Runner, home: Path) -> None:
    maker.make(home / "input.zip")
    run = runner.run(["check", str(home / "input.zip"), "-o", "json", *maker.options], home)
    assert_harmless(maker, run, home)


@pytest.mark.parametrize("maker", _IN_TEXT)
def test_check_in_text(maker: Maker, runner: Runner, home: Path) -> None:
    maker.make(home / "input.zip")
    run = runner.run(["check", str(home / "input.zip"), *maker.options], home)
    assert_harmless(maker, run, home)


@pytest.mark.parametrize("maker", _AFRESH)
def test_check_in_a_new_interpreter(maker: Maker, runner: Runner, home: Path) -> None:
    maker.make(home / "input.zip")
    run = runner.run(["check", str(home / "input.zip"), "-o", "json", *maker.options], home, afresh=True)
    assert_harmless(maker, run, home)


@pytest.mark.slow
@pytest.mark.parametrize(
    "maker",
    [pytest.param(maker, id=name) for name, maker in MAKERS.items() if not name.startswith("cut-")],
)
@pytest.mark.parametrize("command", ["info", "tree", "ls", "access", "dump"])
def test_other_commands(maker: Maker, command: str, runner: Runner, home: Path) -> None:
    maker.make(home / "input.zip")
    run = runner.run([command, str(home / "input.zip"), *maker.options], home)
    assert run.code in (0, 1, 2, 3), run.errors.decode()
    text = (run.output + run.errors).decode()
    assert _FORBIDDEN.search(text) is None
    assert CANARY.read_text().strip() not in text
    assert run.seconds < SECONDS
    assert run.memory < MEMORY


@pytest.mark.parametrize("maker", _SMALL)
def test_the_library_reads_everything_or_says_why_not(maker: Maker, home: Path) -> None:
    maker.make(home / "input.zip")
    with suppress(CatalogkitError), open_catalog(home / "input.zip") as catalog:
        list(catalog.objects())
        list(catalog.access_events)
        catalog.archive.verify()
        for entry in catalog.archive.entries:
            try:
                data = catalog.archive.read(entry)
            except CatalogkitError:
                assert entry.refused is not None
            else:
                assert CANARY.read_text().encode() not in data


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("form", ['<!ENTITY e SYSTEM "{}">', '<!ENTITY % e SYSTEM "{}"> %e;'])
def test_nothing_is_fetched(place: str, form: str, runner: Runner, home: Path) -> None:
    name, document = PLACES[place]
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/canary"
        start = f"<!DOCTYPE x [{form.format(address)}]>".encode()
        (home / "input.zip").write_bytes(build(parts({name: document(start, b"&e;")})))
        run = runner.run(["check", str(home / "input.zip")], home)
        server.settimeout(0.05)
        with pytest.raises(TimeoutError):
            server.accept()
    assert run.code in (0, 1)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("name-parent-inside", "climbs out"),
        ("zip-symlink", "symbolic link"),
        ("entry-encrypted", "encrypted"),
        ("entry-size-10-gb", "holds more than 2,147,483,648 bytes"),
        ("overlap-quoted", "shares its bytes"),
        ("descriptor-xml-laughs", "amplification"),
        ("document-deep-10000", "[Dd]ep"),
        ("document-elements-2000000", "elements and attributes"),
        ("limit-total-size", "the archive holds more than 5,000 bytes"),
        ("folder-pipe", "a pipe"),
        ("split-over-disks", "several disks"),
        ("limit-entries", "--max-entries"),
    ],
)
def test_the_reason_is_given(name: str, says: str, runner: Runner, home: Path) -> None:
    maker = MAKERS[name]
    maker.make(home / "input.zip")
    run = runner.run(["check", str(home / "input.zip"), *maker.options], home)
    assert re.search(says, " ".join((run.output + run.errors).decode().split()))


def test_the_valid_catalog_is_valid(runner: Runner, home: Path) -> None:
    (home / "input.zip").write_bytes(structure.sample())
    run = runner.run(["check", str(home / "input.zip")], home)
    assert (run.code, run.errors) == (0, b"")


def test_there_are_many() -> None:
    assert len(MAKERS) > 500
    assert len(documents.DOCUMENTS) > 60
