"""A catalog against what a saved listing tells of a repository, and listings against each other."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from catalogkit.archive import Archive, Limits
from catalogkit.diff.found import NotCompared
from catalogkit.diff.kinds import ChangeKind
from catalogkit.diff.listings import scope_of
from catalogkit.errors import UnreadableError, UsageError
from catalogkit.inspection.diff_result import DiffOptions, DiffResult
from catalogkit.inspection.diffing import diff
from catalogkit.rules.base import Policy
from catalogkit.sources.sides import opened_side
from catalogkit.testing import (
    Part,
    content,
    file,
    folder,
    jdbc,
    link,
    mondrian,
    query,
    report,
    user,
    write,
    write_folder,
)

_TARGETS = ("clash", "fresh", "hidden", "locked", "pool", "sources", "world1")
_MONDRIAN = "1 resource that only one side has"
_NEVER_TOLD = (
    "access events, attributes, calendars, embedded resources, links, organizations, permissions, report jobs"
)
_V1_UNKNOWN = f"Mondrian connections, {_NEVER_TOLD}, users and roles"
_V2_UNKNOWN = f"{_NEVER_TOLD}, types of files, users and roles"
_FIELDS = "fields of resources, and what files hold"

Told = tuple[ChangeKind, str, str | None, str | None]
Item = dict[str, str]


def compared(old: Path, new: Path, options: DiffOptions | None = None) -> DiffResult:
    with opened_side(str(old), Limits()) as first, opened_side(str(new), Limits()) as second:
        return diff(first, second, options)


def told(result: DiffResult) -> list[Told]:
    """The changes: kind, URI, what was there, what is there."""
    assert all(change.sentence for change in result.changes)
    return [(change.kind, str(change.uri), change.before, change.after) for change in result.changes]


def both_ways(old: Path, new: Path) -> list[Told]:
    """The changes there, after it was seen that those of the way back mirror them."""
    there, back = compared(old, new), compared(new, old)
    mirrored = [(kind.mirror, uri, after, before) for kind, uri, before, after in told(back)]
    assert sorted(mirrored, key=repr) == sorted(told(there), key=repr)
    assert there.not_compared == back.not_compared
    return told(there)


@pytest.mark.parametrize("name", _TARGETS)
def test_recorded_v1_listings_show_the_export(shared: Path, name: str) -> None:
    """A catalog and a listing of one repository agree in all that both tell."""
    targets = shared / "conformance" / "targets"
    result = compared(targets / f"{name}.zip", targets / f"{name}.listing-v1")
    assert told(result) == []
    hidden = [_MONDRIAN] if name == "world1" else []
    assert [one.what for one in result.not_compared] == [*hidden, _FIELDS, _V1_UNKNOWN]


@pytest.mark.parametrize("name", _TARGETS)
def test_recorded_v2_listings_show_the_export(shared: Path, name: str) -> None:
    targets = shared / "conformance" / "targets"
    result = compared(targets / f"{name}.zip", targets / f"{name}.listing-v2.json")
    assert told(result) == []
    assert [one.what for one in result.not_compared] == [_FIELDS, _V2_UNKNOWN]


@pytest.mark.parametrize("name", _TARGETS)
def test_recorded_listings_of_one_repository_agree(shared: Path, name: str) -> None:
    targets = shared / "conformance" / "targets"
    assert both_ways(targets / f"{name}.listing-v1", targets / f"{name}.listing-v2.json") == []


def test_recorded_listings_of_two_repositories_differ(shared: Path) -> None:
    """What only one of two servers has, and how it is called, as the recorded states tell it."""
    targets = shared / "conformance" / "targets"
    states = {
        name: {item["uri"]: item for item in _visible(targets / f"{name}.state.json")}
        for name in ("sources", "world1")
    }
    old, new = states["sources"], states["world1"]
    found = both_ways(targets / "sources.listing-v2.json", targets / "world1.listing-v2.json")
    common = old.keys() & new.keys()
    relabelled = {uri for uri in common if old[uri]["label"] != new[uri]["label"]}
    described = {uri for uri in common if (old[uri]["description"] or "") != (new[uri]["description"] or "")}
    assert {(kind, uri) for kind, uri, _, _ in found} == {
        *((ChangeKind.OBJECT_ADDED, uri) for uri in new.keys() - old.keys()),
        *((ChangeKind.LABEL_CHANGED, uri) for uri in relabelled),
        *((ChangeKind.DESCRIPTION_CHANGED, uri) for uri in described),
    }
    assert old.keys() < new.keys()
    assert relabelled
    assert described


def _visible(state: Path) -> Iterable[Item]:
    """Folders and resources of a recorded state, but for the root and what is embedded."""
    made = json.loads(state.read_text())
    return [
        item for item in made["folders"] + made["resources"] if not item.get("local") and item["uri"] != "/"
    ]


_PARTS: list[Part] = [
    folder("/a", label="Fruit"),
    jdbc("/a/d", label="Packing"),
    query("/a/q", label="Growers", description="by name"),
    file("/a/f", b"x", "txt", label="Prices"),
    link("/a/l", "/a/f", label="Link"),
    content("/a/c", b"x", "pdf", label="Statement"),
]
_V1 = {
    "folder": ("Folder", "folder"),
    "jdbcDataSource": ("JdbcReportDataSource", "jdbc"),
    "query": ("Query", "query"),
    "file": ("FileResource", "txt"),
    "link": ("FileResource", "reference"),
    "content": ("ContentResource", "contentResource"),
}
_V2 = {"content": "file", "link": "file"}


def items(**changes: Item | None) -> list[Item]:
    """What a server lists that holds the same as the catalog; by name, something else or nothing."""
    made = {
        "a": {"uri": "/a", "kind": "folder", "label": "Fruit"},
        "d": {"uri": "/a/d", "kind": "jdbcDataSource", "label": "Packing"},
        "q": {"uri": "/a/q", "kind": "query", "label": "Growers", "description": "by name"},
        "f": {"uri": "/a/f", "kind": "file", "label": "Prices"},
        "l": {"uri": "/a/l", "kind": "link", "label": "Link", "target": "/a/f"},
        "c": {"uri": "/a/c", "kind": "content", "label": "Statement"},
    }
    edited = {name: made.get(name, {}) | change for name, change in changes.items() if change is not None}
    return [item for name, item in (made | edited).items() if changes.get(name, item) is not None]


def v1(path: Path, listed: list[Item]) -> Path:
    """A listing of the old services, in one file."""
    path.write_text(f"<resourceDescriptors>{''.join(map(_descriptor, listed))}</resourceDescriptors>")
    return path


def _descriptor(item: Item) -> str:
    interface, ws_type = _V1.get(item["kind"], (item["kind"], item["kind"]))
    properties = {"PROP_RESOURCE_TYPE": f"com.jaspersoft.jasperserver.{interface}"}
    properties |= {"PROP_REFERENCE_URI": item["target"]} if "target" in item else {}
    texts = [f"<{name}>{escape(item.get(name, ''))}</{name}>" for name in ("label", "description")]
    texts += [
        f'<resourceProperty name="{name}"><value>{escape(value)}</value></resourceProperty>'
        for name, value in properties.items()
    ]
    start = f'<resourceDescriptor wsType="{item.get("wsType", ws_type)}" uriString="{item["uri"]}">'
    return f"{start}{''.join(texts)}</resourceDescriptor>"


def v2(path: Path, listed: list[Item]) -> Path:
    """A listing of the newer services."""
    lookups = [{**item, "resourceType": _V2.get(item["kind"], item["kind"])} for item in listed]
    path.write_text(json.dumps({"resourceLookup": lookups}))
    return path


_K = ChangeKind
_NOISE = DiffOptions(with_noise=True)
_FORMS = pytest.mark.parametrize("listing", [v1, v2])
_CASES = pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param(
            {"q": {"label": "Farmers"}}, [(_K.LABEL_CHANGED, "/a/q", "Growers", "Farmers")], id="label"
        ),
        pytest.param(
            {"a": {"label": "Vegetables"}},
            [(_K.LABEL_CHANGED, "/a", "Fruit", "Vegetables")],
            id="label of a folder",
        ),
        pytest.param(
            {"q": {"description": ""}}, [(_K.DESCRIPTION_CHANGED, "/a/q", "by name", "")], id="description"
        ),
        pytest.param(
            {"q": {"kind": "jdbcDataSource"}},
            [(_K.OBJECT_RETYPED, "/a/q", "query", "jdbcDataSource")],
            id="type",
        ),
        pytest.param(
            {"q": {"kind": "file"}}, [(_K.OBJECT_RETYPED, "/a/q", "query", "fileResource")], id="a file now"
        ),
        pytest.param({"q": None}, [(_K.OBJECT_REMOVED, "/a/q", "Growers", None)], id="removed"),
        pytest.param(
            {"n": {"uri": "/a/n", "kind": "query", "label": "New"}},
            [(_K.OBJECT_ADDED, "/a/n", None, "New")],
            id="added",
        ),
        pytest.param(
            {"n": {"uri": "/b", "kind": "folder", "label": "New"}},
            [(_K.OBJECT_ADDED, "/b", None, "New")],
            id="a folder added",
        ),
        pytest.param(
            {"q": {"uri": "/a/p"}},
            [(_K.OBJECT_REMOVED, "/a/q", "Growers", None), (_K.OBJECT_ADDED, "/a/p", None, "Growers")],
            id="moved: a listing does not tell that it is the same",
        ),
    ],
)


@_FORMS
@_CASES
def test_a_catalog_against_a_listing(
    listing: object, changes: dict[str, Item | None], expected: list[Told], tmp_path: Path
) -> None:
    assert callable(listing)
    catalog = write(tmp_path / "catalog.zip", *_PARTS)
    found = both_ways(catalog, listing(tmp_path / "listing", items(**changes)))
    if listing is v2:  # of files it tells only that they are files
        expected = [(k, uri, b, "file" if a == "fileResource" else a) for k, uri, b, a in expected]
    assert found == expected


@_FORMS
@_CASES
def test_a_listing_against_a_listing(
    listing: object, changes: dict[str, Item | None], expected: list[Told], tmp_path: Path
) -> None:
    assert callable(listing)
    found = both_ways(listing(tmp_path / "old", items()), listing(tmp_path / "new", items(**changes)))
    if listing is v2:
        expected = [(k, uri, b, "file" if a == "fileResource" else a) for k, uri, b, a in expected]
    assert found == expected


def test_dates_are_noise(tmp_path: Path) -> None:
    """Those of v2 have no zone: quarters of an hour say nothing; nor does what only one side tells."""
    parts = [
        query(f"/q/{name}", creationDate="2024-03-02T09:30:00.000-07:00", updateDate=updated)
        for name, updated in (
            ("later", "2024-03-02T09:30:00.000-07:00"),
            ("elsewhere", "2024-03-02T22:15:00.000+05:45"),
            ("untold", None),
        )
    ]
    dates = {"kind": "query", "creationDate": "2024-03-02T11:30:00", "updateDate": "2024-03-02T16:30:00"}
    listed = [{"uri": f"/q/{name}", "label": name, **dates} for name in ("elsewhere", "untold")]
    listed.append({"uri": "/q/later", "label": "later", **dates, "updateDate": "2026-01-01T00:00:01"})
    catalog, listing = write(tmp_path / "catalog.zip", *parts), v2(tmp_path / "listing", listed)

    result, back = compared(catalog, listing, _NOISE), compared(listing, catalog, _NOISE)

    assert told(result) == told(back) == []
    assert [(n.kind, n.uri, n.before, n.after) for n in result.noise_changes] == [
        ("update-date", "/q/later", "2024-03-02 16:30:00", "2026-01-01 00:00:01")
    ]
    assert [(n.after, n.before) for n in back.noise_changes] == [
        (n.before, n.after) for n in result.noise_changes
    ]


def test_creation_dates_of_v1_are_moments(tmp_path: Path) -> None:
    listing = tmp_path / "listing"
    text = v1(listing, items()).read_text()
    for number, date in enumerate(("1700000000000", "1700000001000", "yesterday")):
        dated = text.replace("<label>", f"<creationDate>{date}</creationDate><label>")
        (tmp_path / f"{number}.xml").write_text(dated)

    same, later, none = (
        compared(tmp_path / "0.xml", tmp_path / f"{number}.xml", _NOISE).noise_changes for number in range(3)
    )

    assert (len(same), len(later), len(none)) == (0, 6, 0)
    assert {(n.kind, n.before, n.after) for n in later} == {
        ("creation-date", "2023-11-14 22:13:20", "2023-11-14 22:13:21")
    }


def test_a_folder_is_compared_like_a_zip(tmp_path: Path) -> None:
    catalog = write_folder(tmp_path / "catalog", *_PARTS)
    assert both_ways(catalog, v2(tmp_path / "listing.json", items(q=None))) == [
        (ChangeKind.OBJECT_REMOVED, "/a/q", "Growers", None)
    ]


def test_a_link_that_leads_elsewhere(tmp_path: Path) -> None:
    """Only listings of v1 tell it."""
    catalog = write(tmp_path / "catalog.zip", *_PARTS)
    changed = items(l={"target": "/a/c"})
    assert both_ways(catalog, v1(tmp_path / "v1", changed)) == [
        (ChangeKind.REFERENCE_RETARGETED, "/a/l", "/a/f", "/a/c")
    ]
    assert both_ways(catalog, v2(tmp_path / "v2", changed)) == []


@pytest.mark.parametrize("ws_type", ["unknow", "css", "reference"])
def test_v1_names_of_kinds_that_are_none(ws_type: str, tmp_path: Path) -> None:
    """A file is one whatever its type is called, and that of a link is not told by what it links to."""
    catalog = write(tmp_path / "catalog.zip", *_PARTS)
    listed = items(f={"wsType": ws_type}, l={"wsType": ws_type})
    assert both_ways(catalog, v1(tmp_path / "listing", listed)) == []


@_FORMS
def test_types_that_a_server_has_no_name_for(listing: object, tmp_path: Path) -> None:
    assert callable(listing)
    catalog = write(tmp_path / "catalog.zip", *_PARTS)
    nameless = "unknow" if listing is v1 else "unknown"
    assert both_ways(catalog, listing(tmp_path / "listing", items(q={"kind": nameless}))) == []


@_FORMS
def test_embedded_resources_are_not_missed(listing: object, tmp_path: Path) -> None:
    """Listings do not show them, nor their folders."""
    assert callable(listing)
    catalog = write(tmp_path / "catalog.zip", *_PARTS, report("/a/r", label="Report"))
    listed = items(r={"uri": "/a/r", "kind": "reportUnit", "label": "Report"})
    assert both_ways(catalog, listing(tmp_path / "listing", listed)) == []


def test_v1_listings_leave_out_mondrian_connections(tmp_path: Path) -> None:
    catalog = write(tmp_path / "catalog.zip", *_PARTS, mondrian("/a/m", "/a/f", "/a/d"))
    listing = v1(tmp_path / "listing", items())
    assert both_ways(catalog, listing) == []
    assert _MONDRIAN in [one.what for one in compared(catalog, listing).not_compared]
    assert both_ways(catalog, v2(tmp_path / "v2", items())) == [
        (ChangeKind.OBJECT_REMOVED, "/a/m", "m", None)
    ]


@_FORMS
def test_what_a_part_of_a_repository_cannot_show(listing: object, tmp_path: Path) -> None:
    """A partial export says nothing of what it was not asked for; that it needs something, it does."""
    assert callable(listing)
    parts = [folder("/a", label="Fruit"), jdbc("/b/d", label="Packing"), query("/a/q", label="Growers")]
    catalog = write(tmp_path / "catalog.zip", *parts, requested=["/a"])
    listed = [
        {"uri": "/a", "kind": "folder", "label": "Fruit"},
        {"uri": "/c", "kind": "folder", "label": "Else"},
        {"uri": "/c/x", "kind": "query", "label": "Else"},
        {"uri": "/a/n", "kind": "query", "label": "New"},
    ]
    result = compared(catalog, listing(tmp_path / "listing", listed))
    assert told(result) == [
        (ChangeKind.OBJECT_REMOVED, "/a/q", "Growers", None),
        (ChangeKind.OBJECT_REMOVED, "/b", "b", None),
        (ChangeKind.OBJECT_REMOVED, "/b/d", "Packing", None),
        (ChangeKind.OBJECT_ADDED, "/a/n", None, "New"),
    ]
    reason = "outside of what the catalog was asked for"
    assert [(one.what, one.why) for one in result.not_compared[:2]] == [
        ("1 resource that only one side has", reason),
        ("1 folder that only one side has", reason),
    ]


def test_what_was_asked_for_may_be_much() -> None:
    """Something quadratic would take half an hour at this length."""
    in_scope = scope_of([f"/{number}/" for number in range(100_000)])
    assert all(in_scope(f"/{number}/a/b") for number in range(100_000))
    assert in_scope("/7")
    assert not in_scope("/x/7")
    assert not in_scope("/77777x")


def test_everything_was_asked_for() -> None:
    in_scope = scope_of(["/"])
    assert in_scope("/")
    assert in_scope("/a/b")


def test_a_listing_that_says_so_does_not_tell_what_is_missing(tmp_path: Path) -> None:
    catalog, listing = write(tmp_path / "catalog.zip", *_PARTS), tmp_path / "listing.json"
    listing.write_text('{"complete": false, "resourceLookup": []}')
    why = "the listing may not hold everything: it says so, or has exactly as many items as one page"
    result = compared(catalog, listing)
    assert told(result) == []
    assert NotCompared("5 resources that only one side has", why) in result.not_compared


@pytest.mark.parametrize(("count", "missing"), [(99, True), (100, False), (101, True)])
def test_a_first_page_does_not_tell_what_is_missing(count: int, missing: bool, tmp_path: Path) -> None:
    catalog = write(tmp_path / "catalog.zip", *_PARTS)
    more = [
        {"uri": f"/a/x{number}", "kind": "query", "label": "x"} for number in range(count - len(items()) + 1)
    ]
    result = compared(catalog, v2(tmp_path / "listing", [*items(q=None), *more]))
    removed = [uri for kind, uri, _, _ in told(result) if kind is ChangeKind.OBJECT_REMOVED]
    assert removed == (["/a/q"] if missing else [])
    assert ("1 resource that only one side has" in [one.what for one in result.not_compared]) == (not missing)


@_FORMS
def test_folders_above_a_listed_part_are_known_by_name_alone(listing: object, tmp_path: Path) -> None:
    """Their labels are not told, and so not compared."""
    assert callable(listing)
    catalog = write(tmp_path / "catalog.zip", *_PARTS)
    assert both_ways(catalog, listing(tmp_path / "listing", items(a=None))) == []


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "{}",
        '{"resourceLookup": [{"uri": "/a"}]}',
        "<resourceDescriptors>",
        "<html/>",
        "<resources><a/></resources>",
    ],
)
def test_what_is_no_listing_is_refused(text: str, tmp_path: Path) -> None:
    catalog, mangled = write(tmp_path / "catalog.zip", *_PARTS), tmp_path / "listing.json"
    mangled.write_text(text)
    for sides in (catalog, mangled), (mangled, catalog), (mangled, mangled):
        with pytest.raises(UnreadableError) as raised:
            compared(*sides)
        assert raised.value.where == str(mangled)


def test_both_sides_have_names(tmp_path: Path) -> None:
    catalog = write(tmp_path / "catalog.zip", *_PARTS)
    with pytest.raises(UsageError), opened_side("  ", Limits()):
        pass
    with pytest.raises(UnreadableError):
        compared(catalog, tmp_path / "missing.json")


def test_only_some_changes_are_wanted(tmp_path: Path) -> None:
    catalog = write(tmp_path / "catalog.zip", *_PARTS)
    listing = v2(tmp_path / "listing", items(q=None, f={"label": "Old prices"}))
    result = compared(catalog, listing, DiffOptions(uris=("/a/f",)))
    assert told(result) == [(ChangeKind.LABEL_CHANGED, "/a/f", "Prices", "Old prices")]
    assert result.summary.left_out == 1


def test_a_policy_asks_of_a_new_catalog_only(tmp_path: Path) -> None:
    catalog = write(tmp_path / "catalog.zip", *_PARTS)
    listing = v2(tmp_path / "listing", items(f={"label": "Old prices"}))
    options = DiffOptions(policy=Policy(protected=("/a/f",)))
    there, back = compared(catalog, listing, options), compared(listing, catalog, options)
    unasked = NotCompared("what --protect and --forbid name", "they are asked of a catalog only")
    assert ([f.hit.uri for f in there.findings], unasked in there.not_compared) == ([], True)
    assert ([f.hit.uri for f in back.findings], unasked in back.not_compared) == (["/a/f"], False)


@pytest.mark.parametrize("policy", [Policy(), Policy(forbidden=("joan@example.com",))])
def test_only_a_policy_asks_for_more_than_folders_and_resources(policy: Policy, tmp_path: Path) -> None:
    """Large catalogs take memory, and a listing knows nothing of the rest."""
    catalog = write(tmp_path / "catalog.zip", *_PARTS, user("joan", email="joan@example.com"))
    listing = v2(tmp_path / "listing", items())
    with opened_side(str(listing), Limits()) as old, opened_side(str(catalog), Limits()) as new:
        assert isinstance(new, Archive)
        result = diff(old, new, DiffOptions(policy=policy))
        read = {entry.name for entry in new.entries if entry.verified}
    assert "resources/a/q.xml" in read
    assert ("users/joan.xml" in read) == bool(policy)
    assert [finding.hit.entry for finding in result.findings] == (["users/joan.xml"] if policy else [])
