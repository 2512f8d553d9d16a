"""Laws of the rehearsal, over catalogs that are made up."""

from __future__ import annotations

import io
import random
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogkit.archive import open_archive
from catalogkit.errors import CatalogkitError
from catalogkit.model.target import Target, fresh_target
from catalogkit.rehearsal.options import ImportOptions, Server, Strategy
from catalogkit.rehearsal.outcome import Action, Phase
from catalogkit.rehearsal.rehearse import Rehearsal, rehearse
from catalogkit.testing import (
    calendar,
    catalog,
    control,
    data_type,
    event,
    file,
    folder,
    jndi,
    job,
    link,
    organization,
    permission,
    query,
    report,
    role,
    user,
    virtual,
)
from catalogkit.testing.parts import Part, ResourcePart
from tests.hostile.makers import MAKERS
from tests.hostile.test_hostile import _LARGE as LARGE

_EXAMPLES = settings(max_examples=60, deadline=None)
_SERVERS = st.sampled_from(list(Server))
_DEEP = 50_000

# What is referred to: by its name, everybody knows of which type it is.
_MAKERS: dict[str, Callable[[str], ResourcePart]] = {
    "/pool/ds": jndi,
    "/pool/type": data_type,
    "/pool/logo": lambda uri: file(uri, b"logo", "img"),
    "/pool/main": lambda uri: file(uri, b"<jasperReport/>", "jrxml"),
    "/pool/query": query,
    "/pool/control": control,
}
_URIS = [f"{kind}{number}" for kind in _MAKERS for number in (1, 2)]
_OWNERS = ["/pool/report1", "/pool/report2", "/pool/link1", "/pool/link2", "/pool/all1", "/pool/query3"]


def alone(uri: str) -> ResourcePart:
    """A resource that needs nothing."""
    return _MAKERS[uri.rstrip("0123456789")](uri)


def _some(kind: str) -> st.SearchStrategy[str]:
    return st.sampled_from([f"{kind}1", f"{kind}2"])


@st.composite
def owners(draw: st.DrawFn, uri: str) -> ResourcePart:
    """A resource that needs others, some of them embedded."""
    if uri.startswith("/pool/link"):
        return link(uri, draw(_some("/pool/logo") | st.sampled_from(["/pool/link1", "/pool/link2"])))
    if uri.startswith("/pool/all"):
        return virtual(uri, {"a": draw(_some("/pool/ds")), "b": draw(_some("/pool/ds"))})
    if uri.startswith("/pool/query"):
        return query(uri, data_source=draw(st.none() | _some("/pool/ds")))
    embedded = control("inner", "single value", data_type=draw(_some("/pool/type")))
    return report(
        uri,
        data_source=draw(st.none() | _some("/pool/ds")),
        query=draw(st.none() | _some("/pool/query") | st.just("/pool/query3")),
        controls=draw(st.lists(_some("/pool/control") | st.just(embedded), max_size=2, unique_by=str)),
        resources=draw(st.lists(_some("/pool/logo"), max_size=2, unique=True)),
    )


@st.composite
def repositories(draw: st.DrawFn) -> list[Part]:
    """Folders and resources; what is needed may be missing, what is listed may be too."""
    uris = draw(st.lists(st.sampled_from(_URIS), unique=True, max_size=8))
    parts: list[Part] = [_ROOT, *map(alone, uris)]
    for uri in draw(st.lists(st.sampled_from(_OWNERS), unique=True, max_size=5)):
        parts.append(draw(owners(uri)))
    names = [uri.rpartition("/")[2] for uri in (*_URIS, *_OWNERS)]
    if draw(st.booleans()):
        listed = draw(st.lists(st.sampled_from(names), unique=True, max_size=10))
        entries = draw(st.lists(_PERMISSIONS, max_size=3))
        parts.append(folder("/pool", resources=listed, permissions=entries, label=draw(_LABELS)))
    return parts


_ROOT = folder("/", permissions=[permission(1, role="ROLE_ADMINISTRATOR"), permission(2, role="ROLE_USER")])
_LABELS = st.sampled_from(["Pool", "Teich", "x" * 200])
_PERMISSIONS = st.builds(
    lambda mask, who: permission(mask, **who),
    st.sampled_from([0, 1, 2, 30, 32]),
    st.sampled_from([{"role": "ROLE_USER"}, {"role": "ROLE_CREW"}, {"user": "bo"}, {"role": "ROLE_NONE"}]),
)
"""None that locks out the importing user: its other role administers everything."""
_PEOPLE = st.lists(
    st.sampled_from(
        [
            role("ROLE_CREW"),
            user("bo", roles=["ROLE_CREW", "ROLE_NONE"], attributes={"deck": "2"}),
            user("JasperAdmin", roles=["ROLE_ADMINISTRATOR", "ROLE_USER"]),
            calendar("Days", ["2024-12-24T00:00:00.000Z"]),
            organization(attributes={"color": "grey", "log4j.a": "DEBUG"}),
        ]
    ),
    unique_by=id,
)
_OPTIONS = st.builds(
    ImportOptions,
    update=st.booleans(),
    skip_user_update=st.booleans(),
    include_access_events=st.booleans(),
    include_server_settings=st.booleans(),
    skip_themes=st.booleans(),
    broken_dependencies=st.sampled_from(list(Strategy)),
    organization=st.sampled_from(["", "north"]),
)
_BROKEN = st.lists(st.sampled_from([*_URIS, *_OWNERS, "/pool"]), unique=True, max_size=2)


def imported(
    data: bytes, target: Target, options: ImportOptions, server: Server = Server.CE_6_4
) -> Rehearsal:
    with tempfile.NamedTemporaryFile(suffix=".zip") as copy:
        copy.write(data)
        copy.flush()
        with open_archive(copy.name) as archive:
            return rehearse(archive, target, options, server=server)


def settled(target: Target) -> Target:
    """The state of a target, without how often something was changed."""
    copy = target.copy()
    for item in (*copy.folders.values(), *copy.resources.values()):
        item.changes = 0
    copy.users = {name: replace(item, password_changes=0) for name, item in copy.users.items()}
    return copy


@_EXAMPLES
@given(repositories(), _PEOPLE, _OPTIONS, _BROKEN, _SERVERS)
def test_an_import_into_a_fresh_target_can_be_repeated_with_update(
    parts: list[Part], people: list[Part], options: ImportOptions, broken: list[str], server: Server
) -> None:
    """With `update` in both: without it, what a fresh server has already stays as it is the first time."""
    data = catalog(*parts, *people, broken_dependencies=broken)
    options = replace(options, update=True)
    once = imported(data, fresh_target(), options, server)
    twice = imported(data, once.after, options, server)

    assert settled(twice.after) == settled(once.after)
    assert (twice.phase, twice.error) == (once.phase, once.error)


@_EXAMPLES
@given(repositories(), _OPTIONS, _SERVERS)
def test_what_an_import_creates_stays_as_it_is_when_it_is_updated(
    parts: list[Part], options: ImportOptions, server: Server
) -> None:
    data = catalog(*parts)
    target = fresh_target()
    once = imported(data, target, replace(options, update=False), server)
    twice = imported(data, once.after, replace(options, update=True), server)

    first, second = settled(once.after), settled(twice.after)
    assert second.resources == first.resources
    assert second.folders.keys() == first.folders.keys()
    for uri in first.folders.keys() - target.folders.keys():
        assert second.folders[uri] == first.folders[uri]


@_EXAMPLES
@given(repositories(), _OPTIONS, _SERVERS)
def test_the_missing_resource_removes_every_warning_that_names_it(
    parts: list[Part], options: ImportOptions, server: Server
) -> None:
    options = replace(options, organization="")
    first = imported(catalog(*parts), fresh_target(), options, server)
    there = {part.path for part in parts if isinstance(part, ResourcePart)}
    named = {text for warning in first.warnings for text in warning.parameters if text is not None}

    for missing in sorted((named - there) & set(_URIS)):
        second = imported(catalog(*parts, alone(missing)), fresh_target(), options, server)
        assert not [warning for warning in second.warnings if missing in warning.parameters]


@_EXAMPLES
@given(repositories(), _PEOPLE, _OPTIONS, _BROKEN, _SERVERS, st.randoms(use_true_random=False))
def test_the_order_of_entries_does_not_matter(
    parts: list[Part],
    people: list[Part],
    options: ImportOptions,
    broken: list[str],
    server: Server,
    order: random.Random,
) -> None:
    data = catalog(*parts, *people, broken_dependencies=broken)

    assert imported(_shuffled(data, order), fresh_target(), options, server) == imported(
        data, fresh_target(), options, server
    )


def _shuffled(data: bytes, order: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = [(name, archive.read(name)) for name in archive.namelist()]
    order.shuffle(entries)
    return _zipped(entries)


def _zipped(entries: Iterable[tuple[str, bytes]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return made.getvalue()


_ALL = catalog(
    _ROOT,
    folder("/pool", permissions=[permission(30, role="ROLE_USER")]),
    *map(alone, _URIS),
    report("/pool/report1", data_source="/pool/ds1", query=query("inner")),
    link("/pool/link1", "/pool/logo1"),
    user("bo", attributes={"deck": "2"}),
    role("ROLE_CREW"),
    organization(attributes={"color": "grey"}),
    calendar("Days", ["2024-12-24T00:00:00.000Z"]),
    job("/pool/report1"),
    event("bo", "/pool/ds1"),
    broken_dependencies=["/pool/ds1"],
    version="6.4.0 CE",
)
_PIECES = st.sampled_from(
    [
        b"<", b">", b"/", b"&", b'"', b"-1", b"0", b"true", b"/pool/ds1", b"<uri>", b"</uri>", b"\x00",
        b"\xff", b"ENC<zz>", b"x" * 300, b"<folder>/</folder>", b"<name/>", b"<name>/</name>", b" ", b"",
    ]
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A catalog in which pieces of some entries are replaced, and some entries are missing or renamed."""
    with zipfile.ZipFile(io.BytesIO(_ALL)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    for name in draw(st.lists(st.sampled_from(sorted(entries)), min_size=1, max_size=3, unique=True)):
        data = entries.pop(name)
        what = draw(st.sampled_from(["replace", "remove", "swap", "word"]))
        if what == "replace":
            begin = draw(st.integers(0, len(data)))
            end = draw(st.integers(begin, min(len(data), begin + 40)))
            entries[name] = data[:begin] + draw(_PIECES) + data[end:]
        elif what == "swap":
            entries[name] = entries[draw(st.sampled_from(sorted(entries)))]
        elif what == "word":
            words = sorted(set(data.replace(b">", b"<").split(b"<")))
            entries[name] = data.replace(draw(st.sampled_from(words)) or b"\n", draw(_PIECES), 1)
    return _zipped(entries.items())


@settings(max_examples=300, deadline=None)
@given(damaged(), _OPTIONS, _SERVERS)
def test_no_catalog_makes_it_raise(data: bytes, options: ImportOptions, server: Server) -> None:
    once = imported(data, fresh_target(), options, server)

    imported(data, once.after, replace(options, update=True), server)


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[Path]:
    """Where a hostile archive is put; it may hold deeper folders than Python can delete."""
    yield tmp_path / "hostile"
    subprocess.run(["rm", "-rf", str(tmp_path / "hostile")], check=True)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if LARGE.search(name) else ()) for name in MAKERS]
)
def test_no_hostile_archive_makes_it_raise(name: str, hostile: Path) -> None:
    MAKERS[name].make(hostile)
    try:
        archive = open_archive(hostile)
    except CatalogkitError:
        return  # what the server says to that needs no archive
    with archive:
        for server in (Server.CE_6_4, Server.PRO_8_2):
            made = rehearse(archive, fresh_target(), ImportOptions(update=True), server=server)
            assert isinstance(made.phase, Phase)


def _chain(length: int, *, whole: bool) -> bytes:
    """Links that each lead to the next one; the last to a file, or nowhere."""
    head = "<fileResource><folder>/</folder><name>{0}</name><label>l</label>"
    entries: list[tuple[str, bytes]] = []
    for number in range(length):
        text = head.format(f"l{number}") + f"<referenceUri>/l{number + 1}</referenceUri></fileResource>"
        entries.append((f"resources/l{number}.xml", text.encode()))
    if whole:
        text = head.format(f"l{length}") + "<fileType>img</fileType></fileResource>"
        entries.append((f"resources/l{length}.xml", text.encode()))
    listed = "".join(f"<resource>/l{number}</resource>" for number in range(length))
    index = f'<export><module id="repositoryResources">{listed}</module></export>'
    return _zipped([*entries, ("index.xml", index.encode())])


def test_a_chain_of_dependencies_may_be_deep() -> None:
    made = imported(_chain(_DEEP, whole=True), fresh_target(), ImportOptions())

    assert (made.phase, made.warnings) == (Phase.FINISHED, ())
    assert len(made.after.resources) == _DEEP + 1


def test_a_deep_chain_may_lead_nowhere() -> None:
    made = imported(_chain(_DEEP, whole=False), fresh_target(), ImportOptions())

    assert not made.after.resources
    assert [warning.parameters for warning in made.warnings] == [
        (f"/l{_DEEP}", f"/l{number}") for number in range(_DEEP)
    ]


def test_a_deep_circle_is_a_dead_end() -> None:
    data = _chain(_DEEP, whole=True).replace(b"<fileType>img</fileType>", b"<referenceUri>/l0</referenceUri>")

    made = imported(data, fresh_target(), ImportOptions())

    assert made.phase in (Phase.IN_PROGRESS, Phase.FAILED)
    assert not [action for action in made.actions if action.action is Action.CREATE]
