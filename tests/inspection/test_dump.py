"""`dump`: everything, in stable order, without secrets and without noise."""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from catalogkit import Catalog, open_catalog
from catalogkit.inspection.dump import DumpedObject, dump
from catalogkit.inspection.dump_files import DumpedFile
from catalogkit.model.values import Reference, Secret, TypedValue
from catalogkit.report import render, stream
from catalogkit.testing import (
    Raw,
    attribute,
    control,
    custom,
    favorite,
    file,
    folder,
    jdbc,
    job,
    jrxml,
    local,
    organization,
    permission,
    raw,
    report,
    resource,
    role,
    user,
    values,
    write,
)
from tests.conftest import ROOT

SAMPLES = ("healthy.zip", "healthy-next.zip", "organization.zip", "broken.zip")


def text_of(path: Path, **options: int) -> str:
    with open_catalog(path) as catalog:
        return render(dump(catalog, **options).to_dict(), "text").decode()


def lines_of(path: Path, **options: int) -> list[str]:
    return text_of(path, **options).splitlines()


def objects_of(path: Path, **options: int) -> dict[str, DumpedObject]:
    with open_catalog(path) as catalog:
        return {f"{item.kind} {item.id}".strip(): item for item in dump(catalog, **options).objects}


def section(path: Path, header: str) -> list[str]:
    """The lines of one object under its header, without the indentation that all have."""
    (found,) = (block for block in text_of(path).split("\n\n") if block.split("\n")[0] == header)
    return [line.removeprefix("  ") for line in found.rstrip("\n").split("\n")[1:]]


def one_file(path: Path, uri: str, **options: int) -> DumpedFile:
    with open_catalog(path) as catalog:
        (found,) = (item for item in dump(catalog, **options).objects if item.id == uri)
        (read,) = found.files
        return read


def secrets_of(catalog: Catalog) -> set[str]:
    def walk(value: Any) -> Iterator[str]:
        match value:
            case Secret():
                yield value.reveal()
            case TypedValue(text=text, parts=parts):
                yield from walk(text)
                yield from walk([part for _, part in parts])
            case Reference(local=inner) if inner is not None:
                yield from walk(inner.fields)
            case tuple() | list():
                for item in value:
                    yield from walk(item)
            case dict():
                yield from walk(list(value.values()))
            case _ if hasattr(value, "fields"):
                yield from walk(value.fields)

    found = {text for item in catalog.objects() for text in walk(item.fields)}
    if catalog.index is not None:
        found.add(catalog.index.value("encrypted") or "")
    return found - {""}


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_of_a_sample_is_told(name: str, form: str) -> None:
    with open_catalog(ROOT / "sample_catalogs" / name) as catalog:
        output = render(dump(catalog).to_dict(), form).decode()
        secrets = secrets_of(catalog)

    assert len(secrets) > 3
    assert [secret for secret in secrets if secret in output] == []
    assert "ENC<" not in output
    assert "***" in output


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_catalog_gives_the_same_bytes(name: str) -> None:
    path = ROOT / "sample_catalogs" / name
    outputs = {
        subprocess.run(
            [sys.executable, "-m", "catalogkit", "dump", str(path)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert outputs == {text_of(path).encode()}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_object_is_there(name: str) -> None:
    path = ROOT / "sample_catalogs" / name
    told = objects_of(path)
    with open_catalog(path) as catalog:
        expected = {str(item.key) for item in catalog.objects()}
        expected |= {f"entry {item.entry}" for item in catalog.unclaimed}
        embedded = {inner.uri for inner in catalog.all_resources()} - catalog.resources.keys()
    others = {key for key in told if key.split()[0] in ("index", "module", "attributes", "access", "broken")}

    assert told.keys() - others == expected
    assert {item.id for outer in told.values() for item in all_embedded(outer)} == embedded


def all_embedded(item: DumpedObject) -> Iterator[DumpedObject]:
    for inner in item.embedded:
        yield inner
        yield from all_embedded(inner)


def test_a_season_later_shows_what_changed_and_no_noise() -> None:
    """The changes that `sample_catalogs/README.md` lists."""
    old, new = (lines_of(ROOT / "sample_catalogs" / name) for name in ("healthy.zip", "healthy-next.zip"))
    headers = [line for line in (*old, *new) if line and line[0] != " "]

    changed = list(difflib.unified_diff(old, new, lineterm="", n=0))
    removed = {line[1:].strip() for line in changed if line.startswith("-")}
    added = {line[1:].strip() for line in changed if line.startswith("+")}

    base = "resource /organizations/orchards"
    assert removed & set(headers) == {
        f"{base}/Controls/villages (query)",
        f"{base}/Output/season_2023.pdf (contentResource)",
        f"{base}/Files/varieties.json (fileResource)",
        f"{base}/Reports/Season_Archive (reportUnit)",
    }
    assert added & set(headers) == {
        f"{base}/Reports/Frost_Damage (reportUnit)",
        f"{base}/Bundles/varieties.json (fileResource)",
        f"{base}/Reports/Season-2023 (reportUnit)",
        "role ROLE_AUDITOR|orchards",
    }
    assert {
        "label: Reports and statements",
        "permission role ROLE_USER: 30 read, write, create, delete",
        "permission role ROLE_GROWER|orchards: 2 read-only",
        "permission user jürgen|orchards: 1 administer",
        "connectionUrl: jdbc:postgresql://packing-db.staging.example:5432/packing",
        "queryString: select id, name, village from growers where active order by name",
        "referenceUri: /public/Shared/cooperative_logo",
        "| where week = $P{week} and grade <> 'juice'",
        "role: ROLE_ADMINISTRATOR",
        "role: ROLE_PACKER|orchards",
        "orchard: South Slope",
        "enabled: false",
        "season: 2025",
        "domainWhitelist: https?://.*",
        "recurrenceInterval: 24",
        "toAddress: everyone@mailing-list.example",
        "excludedDate: 2025-04-18T00:00:00.000Z",
    } <= added
    assert "permission user ana-luise|orchards: 18 read, delete" in removed
    assert "gateCode: *** (encrypted)" in removed
    noise = (
        "version:",
        "creationDate:",
        "updateDate:",
        "triggerId:",
        "id:",
        "jobId:",
        "encrypted:",
        "keyalias",
    )
    assert [line for line in removed | added if line.startswith(noise)] == []
    assert len(removed) < 50
    assert len(added) < 80


def test_what_differs_in_every_export_is_left_out(tmp_path: Path) -> None:
    def parts(number: int) -> list[Any]:
        date = f"2024-01-0{number}T00:00:00.000Z"
        dates = {"creationDate": date, "updateDate": date}
        later = {"version": number, **dates}
        people = [permission(2, role="ROLE_B"), permission(30, user="ana"), permission(2, role="ROLE_A")]
        roles = ["ROLE_A", "ROLE_B"]
        if number == 2:
            people.reverse()
            roles.reverse()
        return [
            report("/a/weekly", controls=[control("region", **later)], permissions=people, **later),
            folder("/a", permissions=people, **dates),
            job(
                "/a/weekly",
                4,
                label="Monday",
                outputFormat=["1", "10"] if number == 1 else ["10", "1"],
                version=number,
            ),
            user("ana", roles=roles, password=f"secret-{number}"),
            jdbc("/ds", password=f"secret-{number}"),
        ]

    texts = [text_of(write(tmp_path / f"{number}.zip", *parts(number))) for number in (1, 2)]

    assert texts[0] == texts[1]


def test_kinds_come_in_a_fixed_order(tmp_path: Path) -> None:
    path = write(
        tmp_path / "c.zip",
        favorite("/b/r", "ana", 3),
        job("/b/r", 4),
        user("ana", attributes=[attribute("town", "Hazelford")]),
        role("ROLE_X"),
        organization("acme"),
        report("/b/r"),
        report("/a/r"),
        folder("/b"),
        raw("stray.txt", b"x"),
    )

    headers = [line for line in lines_of(path) if line and line[0] != " "]
    assert [line for line in headers if not line.startswith("module")] == [
        "index",
        "folder /",
        "folder /a",
        "folder /b",
        "resource /a/r (reportUnit)",
        "resource /b/r (reportUnit)",
        "organization acme",
        *(line for line in headers if line.startswith("organization organizations")),
        "role ROLE_X",
        "user ana",
        "attributes user ana",
        "job /b/r/4",
        "favorite /b/3",
        "access events",
        "entry stray.txt (not a place where a catalog keeps anything)",
    ]


def test_an_object_is_told_line_by_line(tmp_path: Path) -> None:
    path = write(
        tmp_path / "c.zip",
        jdbc(
            "/ds/main",
            label="Main",
            url="jdbc:x://host/db?password=hunter2",
            password="hunter2",
            permissions=[permission(2, role="ROLE_X"), permission(30, user="ana")],
        ),
    )

    assert section(path, "resource /ds/main (jdbcDataSource)") == [
        "@exportedWithPermissions: true",
        "label: Main",
        "driver: org.postgresql.Driver",
        "connectionUrl: jdbc:x://host/db?password=***",
        "connectionUser: sample",
        "connectionPassword: ***",
        "permission role ROLE_X: 2 read-only",
        "permission user ana: 30 read, write, create, delete",
    ]


def test_what_is_embedded_stands_below_its_owner(tmp_path: Path) -> None:
    inner = local("query", "q", language="sql", queryString="select 1\nfrom x")
    path = write(
        tmp_path / "c.zip",
        report("/r", data_source="/ds", query=inner, controls=["/z", control("b"), "/a", control("a")]),
    )

    lines = section(path, "resource /r (reportUnit)")

    assert [line for line in lines if line.startswith("inputControl")] == [
        "inputControl: /z",
        "inputControl: /r_files/b (embedded)",
        "inputControl: /a",
        "inputControl: /r_files/a (embedded)",
    ]
    assert [line for line in lines if line.startswith("embedded ")] == [
        "embedded /r_files/a (inputControl)",
        "embedded /r_files/b (inputControl)",
        "embedded /r_files/main_jrxml (fileResource)",
        "embedded /r_files/q (query)",
    ]
    assert lines[lines.index("embedded /r_files/q (query)") + 1 :] == [
        "  @exportedWithPermissions: false",
        "  label: q",
        "  language: sql",
        "  queryString:",
        "    | select 1",
        "    | from x",
    ]


def test_a_descriptor_that_states_another_place_says_so(tmp_path: Path) -> None:
    path = write(
        tmp_path / "c.zip", report("/a/r", folder="/elsewhere", name="other"), folder("/a", name="b")
    )

    assert {"folder: /elsewhere", "name: other"} <= set(section(path, "resource /a/r (reportUnit)"))
    assert "name: b" in section(path, "folder /a")


def test_secrets_are_known_by_their_names(tmp_path: Path) -> None:
    path = write(
        tmp_path / "c.zip",
        custom(
            "/ds",
            "com.example.Service",
            properties={"apiKey": "hunter2", "url": "x://h", "password": "hunter2"},
        ),
        user("ana", attributes=[attribute("db.password", "hunter2"), attribute("town", "Hazelford")]),
        job("/r", 1, parameters={"accessToken": "hunter2", "week": "41"}),
        values("/properties/GlobalPropertiesList", {"ldap.password": "hunter2"}),
        resource("query", "/q", language="json", queryString='{"api_key": "hunter2"}'),
    )

    text = text_of(path)

    assert "hunter2" not in text
    assert {"db.password: ***", "town: Hazelford"} == set(section(path, "attributes user ana"))
    assert "    value: 41" in section(path, "job /r/1")
    settings = section(path, "resource /properties/GlobalPropertiesList (listOfValues)")
    assert settings[-3:] == ["item", "  itemLabel: ldap.password", "  itemValue: ***"]
    assert section(path, "resource /q (query)")[-1] == 'queryString: {"api_key": "***"}'


def test_parallel_lists_are_told_as_pairs(tmp_path: Path) -> None:
    transfer = {
        "propertiesMapKeys": ["SSH_PASSPHRASE_PROPERTY", "PORT_PROPERTY"],
        "propertiesMapValues": ["hunter2", "22"],
    }
    destination = {"folderURI": "/out", "outputFTPInfo": {"serverName": "files", **transfer}}
    path = write(tmp_path / "c.zip", job("/r", 1, contentRepositoryDestination=destination))

    lines = section(path, "job /r/1")

    assert lines[lines.index("  outputFTPInfo") + 1 :][:3] == [
        "    serverName: files",
        "    PORT_PROPERTY: 22",
        "    SSH_PASSPHRASE_PROPERTY: ***",
    ]


def test_unknown_content_is_counted(tmp_path: Path) -> None:
    path = write(tmp_path / "c.zip", resource("gadget", "/g", key=Raw("<key>hunter2</key>")))

    assert "key: (18 characters of unknown XML)" in section(path, "resource /g (gadget)")


def test_no_line_of_a_file_can_be_taken_for_one_of_ours(tmp_path: Path) -> None:
    data = b"\n\nuser evil\n  enabled: true\n\x0c\x7f\xe2\x80\xae\ttab \xc2\x9b31m\r"
    path = write(
        tmp_path / "c.zip",
        file("/f", data, "xml", label="a\x9b31mb\u202e"),
        jdbc("/ds", label="x\nuser evil\n"),
    )

    text = text_of(path)

    assert not set(text) & set("\x0c\x7f\u202e\x9b\r\x1b")
    assert re.findall(r"(?m)^user", text) == []
    assert section(path, "resource /f (fileResource)")[1:] == [
        "label: a\\x9b31mb\\u202e",
        "@dataFile: f.data",
        "fileType: xml",
        "file resources/f.data:",
        "  |",
        "  |",
        "  | user evil",
        "  |   enabled: true",
        "  | \\x0c\\x7f\\u202e\ttab \\x9b31m\\r",
    ]


@pytest.mark.parametrize(
    ("data", "remark", "text"),
    [
        (b"a\nb\n", "", "a\nb\n"),
        (b"a\r\nb", "CRLF", "a\nb"),
        ("Äpfel".encode(), "", "Äpfel"),
        ("title=Äpfel".encode("latin-1"), "iso-8859-1", "title=Äpfel"),
        ("<?xml version='1.0' encoding='windows-1252'?><a>€</a>".encode("cp1252"), "windows-1252", "€"),
        ("<?xml version='1.0' encoding='hex'?><a>Ä</a>".encode("latin-1"), "iso-8859-1", "Ä"),
        ("<?xml version='1.0' encoding='shift_jis'?>\x83".encode("latin-1"), "iso-8859-1", "\x83"),
        ("﻿Äpfel".encode(), "utf-8-sig", "Äpfel"),
        ("﻿Äpfel\r\n".encode("utf-16-le"), "utf-16, CRLF", "Äpfel\n"),
        ("<?xml version='1.0'?>".encode("utf-16-be"), "utf-16-be", "<?xml version='1.0'?>"),
        (b"a line with one\x1bcontrol character", "", "a line with one\x1bcontrol character"),
        (b"", "", ""),
    ],
)
def test_text_is_shown(tmp_path: Path, data: bytes, remark: str, text: str) -> None:
    read = one_file(write(tmp_path / "c.zip", file("/f", data, "xml")), "/f")

    assert (read.size, read.remark, read.sha256, read.problem) == (len(data), remark, "", "")
    assert read.text is not None
    assert text in read.text


@pytest.mark.parametrize(
    ("data", "kind", "options"),
    [
        (b"\x89PNG\r\n\x1a\n\x00", "img", {}),
        (b"\xff\xfe\x00", "xml", {}),
        (b"\x01\x02", "xml", {}),
        (b"\xac\xed\x00\x05sr", "jrxml", {}),
        (b"x" * 11, "xml", {"max_text": 10}),
        (b"x" * 41, "xml", {"max_text": 10}),
        (b"-----BEGIN PRIVATE KEY-----", "key", {}),
        (b"PuTTY-User-Key-File-2", "ppk", {}),
        (b"plain", "secureFile", {}),
    ],
)
def test_what_is_no_text_or_no_business_of_ours_is_told_by_its_checksum(
    tmp_path: Path, data: bytes, kind: str, options: dict[str, int]
) -> None:
    path = write(tmp_path / "c.zip", file("/f", data, kind))

    read = one_file(path, "/f", **options)

    checksum = hashlib.sha256(data).hexdigest()
    assert read == DumpedFile("resources/f.data", len(data), sha256=checksum)
    assert f"  file resources/f.data: {len(data)} bytes, SHA-256 {checksum}" in lines_of(path, **options)


def test_a_text_of_just_the_length_is_shown(tmp_path: Path) -> None:
    path = write(tmp_path / "c.zip", file("/f", "Ä".encode() * 10, "xml"))

    assert one_file(path, "/f", max_text=10).text == "Ä" * 10
    assert one_file(path, "/f", max_text=9).text is None


def test_secrets_in_files_are_masked(tmp_path: Path) -> None:
    data = b"<jdbcDataAdapter><password>hunter2</password><url>x://ana:hunter2@h</url></jdbcDataAdapter>"
    path = write(
        tmp_path / "c.zip", file("/f", data, "xml"), file("/p", b"db.password=hunter2 x\nb=1", "prop")
    )

    assert section(path, "resource /f (fileResource)")[-1] == (
        "  | <jdbcDataAdapter><password>***</password><url>x://ana:***@h</url></jdbcDataAdapter>"
    )
    assert section(path, "resource /p (fileResource)")[-2:] == ["  | db.password=***", "  | b=1"]


def test_a_file_that_is_not_there_or_cannot_be_read_says_so(tmp_path: Path) -> None:
    path = write(
        tmp_path / "c.zip",
        resource("fileResource", "/gone", **{"@dataFile": "gone.data"}),
        file("/bad", b"a text that is damaged", "xml"),
        file("/empty", b"", "css"),
    )
    damaged = path.read_bytes()
    at = damaged.index(b"bad.data")
    path.write_bytes(damaged[: at + 8] + bytes([damaged[at + 8] ^ 1]) + damaged[at + 9 :])

    assert section(path, "resource /gone (fileResource)")[-1] == "file resources/gone.data: missing"
    assert section(path, "resource /empty (fileResource)")[-1] == "file resources/empty.data: empty"
    assert section(path, "resource /bad (fileResource)")[-1].startswith(
        "file resources/bad.data: cannot be read: "
    )


def test_what_belongs_to_nothing_is_told_by_its_checksum(tmp_path: Path) -> None:
    path = write(tmp_path / "c.zip", raw("resources/odd.xml", b"<a>hunter2"), raw("notes.txt", b"hunter2"))

    checksum = hashlib.sha256(b"hunter2").hexdigest()
    assert section(path, "entry notes.txt (not a place where a catalog keeps anything)") == [
        f"file notes.txt: 7 bytes, SHA-256 {checksum}"
    ]
    assert "hunter2" not in text_of(path)
    assert [line for line in lines_of(path) if line.startswith("entry resources/odd.xml (")]


def test_a_job_that_no_index_lists_is_marked(tmp_path: Path) -> None:
    path = write(tmp_path / "c.zip", report("/r"), job("/r", 1, listed=False))

    assert "job /r/1 (not listed)" in lines_of(path)


def test_a_catalog_without_an_index_is_dumped(tmp_path: Path) -> None:
    path = write(tmp_path / "c.zip", report("/r"), raw("index.xml", b"no xml"))

    assert lines_of(path)[0] == "index (missing or unreadable)"
    assert "resource /r (reportUnit)" in lines_of(path)


def test_what_a_server_listed_as_broken_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "c.zip", report("/r"), broken_dependencies=["/z", "/a"])

    assert section(path, "broken dependencies") == ["uri: /a", "uri: /z"]


def test_every_output_is_made_anew(tmp_path: Path) -> None:
    path = write(tmp_path / "c.zip", report("/r", main=file("main", jrxml("r"), "jrxml")), user("ana"))
    with open_catalog(path) as catalog:
        data = dump(catalog).to_dict()
        first, second = (json.loads(render(data, "json")) for _ in range(2))
        pieces = b"".join(stream(data, "text"))
        assert pieces == render(data, "text")

    assert first == second
    assert [item["kind"] for item in first["objects"]].count("resource") == 1
    assert first["objects"][-2]["kind"] == "user"


def test_only_one_file_is_held_at_a_time(tmp_path: Path) -> None:
    files = [file(f"/f{number}", (b"x" * 999 + b"\n") * 900, "xml") for number in range(20)]
    path = write(tmp_path / "c.zip", report("/r", resources=[part.at(part.name) for part in files]), *files)
    with open_catalog(path) as catalog:
        data = dump(catalog).to_dict()
        written = sum(map(len, stream(data, "text")))
        tracemalloc.start()
        try:
            consume(stream(data, "text"))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert written > 35_000_000
    assert peak < 20_000_000


def consume(pieces: Iterable[bytes]) -> None:
    for _ in pieces:
        pass
