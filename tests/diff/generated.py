"""Small catalogs of every kind of object, drawn from few values so that any two have much in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from catalogkit.testing import (
    Options,
    Part,
    ResourcePart,
    attribute,
    calendar,
    content,
    control,
    custom,
    data_type,
    event,
    favorite,
    file,
    folder,
    jdbc,
    jndi,
    job,
    jrxml,
    keyed_secret,
    link,
    old_secret,
    organization,
    permission,
    png,
    query,
    raw,
    report,
    role,
    user,
    values,
    virtual,
    write,
)

_FOLDERS = ("/", "/a", "/a/b", "/c-1")
_URIS = ("/r", "/a/r", "/a/s", "/a/b/r", "/c-1/r", "/c-1/ä")
"""Few places and names: much is moved, and much is replaced by something of another type."""
_REFERRED = (*_URIS, "/gone")
_RECIPIENTS = ("ana", "bo|org")
_ROLES = ("ROLE_USER", "ROLE_ADMINISTRATOR", "ROLE_PACKER|org")
_DATES = ("2024-01-15T08:00:00.000Z", "2025-02-16T09:10:11.000Z")

labels = st.sampled_from(["Apples", "Pears", "Pears & plums", ""])
descriptions = st.none() | st.sampled_from(["", "Fruit\nof the season"])
references = st.sampled_from(_REFERRED)
secrets = st.sampled_from(
    ["", "pips", old_secret("pips"), old_secret("core"), keyed_secret("pips"), keyed_secret("pips", "again")]
)
contents = st.sampled_from(
    [b"", b"a\nb\n", b"a\nc\n", png(), png(2, 2), jrxml("r"), jrxml("r", query="select 1")]
)
permissions = st.lists(
    st.builds(
        lambda mask, who: permission(mask, **who),
        st.sampled_from([0, 1, 2, 30]),
        st.sampled_from([{"user": name} for name in _RECIPIENTS] + [{"role": name} for name in _ROLES]),
    ),
    max_size=2,
    unique_by=lambda made: str(made.recipient),
)


@st.composite
def headers(draw: st.DrawFn) -> dict[str, Any]:
    """What all resources have."""
    return {
        "label": draw(labels),
        "description": draw(descriptions),
        "version": draw(st.integers(0, 2)),
        "updateDate": draw(st.sampled_from(_DATES)),
        "permissions": draw(permissions),
    }


files = st.builds(
    lambda name, data, kind: file(name, data, kind),
    st.sampled_from(["logo", "page.jrxml"]),
    contents,
    st.sampled_from(["img", "jrxml"]),
)
controls = st.builds(
    lambda name, kind, label, kept: control(name, kind, label=label, **kept),
    st.sampled_from(["week", "grower"]),
    st.sampled_from(["single value", "boolean"]),
    labels,
    st.sampled_from([{}, {"data_type": "/a/r"}, {"data_type": data_type("kind", "number")}]),
)
sources = (
    st.none()
    | references
    | st.builds(lambda name: jndi("source", name), st.sampled_from(["jdbc/a", "jdbc/b"]))
)
asked = st.lists(references.map(str) | controls, max_size=3, unique_by=lambda one: getattr(one, "path", one))


def _drawn(
    make: Callable[..., ResourcePart], *given: st.SearchStrategy[Any]
) -> st.SearchStrategy[ResourcePart]:
    """Resources with a header; their URI is given to them later."""
    return st.builds(lambda header, *values: make(*values).but(**header), headers(), *given)


_ENTRIES = st.dictionaries(st.sampled_from(["one", "two"]), references, max_size=2)
_RESOURCES: dict[str, st.SearchStrategy[ResourcePart]] = {
    "reportUnit": _drawn(
        lambda main, source, asked, files: report(
            "", main=file("main", main, "jrxml"), data_source=source, controls=asked, resources=files
        ),
        contents,
        sources,
        asked,
        st.lists(files, max_size=2, unique_by=lambda one: one.path),
    ),
    "jdbcDataSource": _drawn(
        lambda host, secret: jdbc("", url=f"jdbc:x://{host}", password=secret),
        st.sampled_from(["one", "two"]),
        secrets,
    ),
    "customDataSource": _drawn(
        lambda pairs, entries: custom("", "x.Service", properties=pairs, entries=entries),
        st.dictionaries(st.sampled_from(["password", "url", "mode"]), st.sampled_from(["1", "2"])),
        _ENTRIES,
    ),
    "virtualDataSource": _drawn(lambda parts: virtual("", parts), _ENTRIES),
    "query": _drawn(
        lambda text, source: query("", text, data_source=source),
        st.sampled_from(["select 1", "select 2\nfrom x"]),
        sources,
    ),
    "listOfValues": _drawn(
        lambda items: values("", dict(items)),
        st.lists(
            st.tuples(st.sampled_from(["one", "two", "three"]), st.sampled_from([1, "1", "pips"])),
            unique_by=lambda item: item[0],
        ),
    ),
    "fileResource": _drawn(lambda target: link("", target), references)
    | _drawn(lambda data, kind: file("", data, kind), contents, st.sampled_from(["img", "jrxml"])),
    "contentResource": _drawn(lambda data: content("", data, "pdf"), contents),
    "inputControl": _drawn(lambda made: made.at(""), controls),
}
resources = st.sampled_from(sorted(_RESOURCES)).flatmap(lambda name: _RESOURCES[name])


@st.composite
def jobs(draw: st.DrawFn, number: int) -> Part:
    """A job; what it is called tells it from others of its report, as ids do."""
    addresses = st.lists(st.sampled_from(["a@x.example", "b@x.example"]), max_size=2, unique=True)
    return job(
        draw(st.sampled_from(["/a/r", "/a/b/r"])),
        number + 10 * draw(st.integers(0, 1)),
        label=f"Job {number}",
        owner=draw(st.sampled_from(_RECIPIENTS)),
        formats=draw(st.lists(st.sampled_from(["pdf", "csv"]), unique=True, max_size=2)),
        parameters=draw(
            st.dictionaries(st.sampled_from(["week", "grower"]), st.sampled_from([1, "1", "2", ["1", "2"]]))
        ),
        mail=draw(st.none() | st.fixed_dictionaries({"toAddress": addresses, "subject": labels})),
        listed=draw(st.booleans()),
        paused=draw(st.booleans()),
    )


@st.composite
def people(draw: st.DrawFn) -> list[Part]:
    """Users, roles and organizations, some of them."""
    texts = st.sampled_from(
        ["1", "2", keyed_secret("pips"), keyed_secret("pips", "again"), old_secret("pips")]
    )
    granted = st.builds(attribute, st.sampled_from(["season", "gate"]), texts)
    attributes = st.lists(granted, max_size=2, unique_by=lambda one: one.name)
    made: list[Part] = []
    for name in draw(st.sets(st.sampled_from(_RECIPIENTS))):
        held = draw(st.lists(st.sampled_from(_ROLES), max_size=2, unique=True))
        short, _, tenant = name.partition("|")
        made.append(
            user(
                short,
                tenant=tenant or None,
                roles=held,
                password=draw(secrets),
                attributes=draw(attributes),
                enabled=draw(st.booleans()),
                fullName=draw(labels),
            )
        )
    for name in draw(st.sets(st.sampled_from(_ROLES))):
        short, _, tenant = name.partition("|")
        made.append(role(short, tenant=tenant or None, externallyDefined=draw(st.booleans())))
    for name in draw(st.sets(st.sampled_from(["organizations", "org"]))):
        made.append(
            organization(name, attributes=draw(attributes), theme=draw(st.sampled_from(["default", "dark"])))
        )
    return made


@st.composite
def others(draw: st.DrawFn) -> list[Part]:
    """Everything but resources, some of it."""
    parts: list[Part] = [
        folder(uri, label=draw(labels), description=draw(descriptions), permissions=draw(permissions))
        for uri in sorted(draw(st.sets(st.sampled_from(_FOLDERS))))
    ]
    parts += [draw(jobs(number)) for number in draw(st.sets(st.integers(1, 3)))]
    parts += draw(people())
    for days in draw(st.lists(st.lists(st.sampled_from(_DATES), unique=True), max_size=1)):
        parts.append(calendar("Frost Days", days, description=draw(st.sampled_from(["", "cold"]))))
    for number in draw(st.sets(st.sampled_from([4, 5]))):
        parts.append(favorite("/a/r", ["ana", "bo"][number % 2], number, listed=draw(st.booleans())))
    parts += [event("ana", "/a/r")] * draw(st.integers(0, 2))
    parts += [raw("notes.txt", data) for data in draw(st.lists(contents, max_size=1))]
    return parts


_OPTIONS: st.SearchStrategy[Options] = st.fixed_dictionaries(  # type: ignore[assignment]
    {
        "version": st.sampled_from(["7.2.0 PRO", "8.1.0 PRO"]),
        "broken_dependencies": st.lists(references, max_size=2, unique=True),
    }
)


@dataclass(frozen=True)
class Drawn:
    """A drawn catalog.

    Args:
        resources: resources by URI.
        others: everything else.
        options: how it is written.
    """

    resources: dict[str, ResourcePart]
    others: list[Part]
    options: Options

    def write(self, path: Path) -> Path:
        """Write it to a file."""
        parts = [part.at(uri) for uri, part in self.resources.items()]
        return write(path, *parts, *self.others, **self.options)


@st.composite
def catalogs(draw: st.DrawFn) -> Drawn:
    """A catalog with some of everything."""
    uris = draw(st.lists(st.sampled_from(_URIS), unique=True))
    return Drawn({uri: draw(resources) for uri in uris}, draw(others()), draw(_OPTIONS))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Drawn, Drawn]:
    """A catalog, and another one that comes of it: resources were kept, changed, moved, removed and added."""
    old = draw(catalogs())
    new: dict[str, ResourcePart] = {}
    for uri, part in old.resources.items():
        match draw(st.sampled_from(["kept", "labelled", "changed", "replaced", "moved", "removed"])):
            case "kept":
                new[uri] = part
            case "labelled":
                new[uri] = part.but(label=draw(labels))
            case "changed":
                new[uri] = draw(_RESOURCES[part.type.name])
            case "replaced":
                new[uri] = draw(resources)
            case "moved":
                new[draw(st.sampled_from(_URIS))] = part.but(description=draw(descriptions))
    return old, Drawn(new, draw(st.just(old.others) | others()), draw(st.just(old.options) | _OPTIONS))
