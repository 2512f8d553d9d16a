"""The committed samples are what the script writes, and are as sound, or as broken, as they claim."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from catalogkit import URI, Catalog, open_catalog
from catalogkit.model.index import MODULE_CHILDREN
from catalogkit.model.objects import QualifiedName
from catalogkit.model.problems import ProblemKind
from catalogkit.model.repository import RepositoryObject, Resource
from catalogkit.model.types import TYPES, Edition
from catalogkit.model.values import Reference, Secret, TypedValue
from catalogkit.model.walk import local_resources, references
from sample_catalogs import make

HEALTHY = "healthy.zip"
SOUND = (HEALTHY, "healthy-next.zip", "organization.zip")
BROKEN = "broken.zip"


@pytest.fixture(scope="module")
def samples() -> Iterator[dict[str, Catalog]]:
    catalogs = {name: open_catalog(make.HERE / name) for name in (*SOUND, BROKEN)}
    yield catalogs
    for catalog in catalogs.values():
        catalog.close()


@pytest.fixture(scope="module")
def healthy(samples: dict[str, Catalog]) -> Catalog:
    return samples[HEALTHY]


@pytest.fixture(params=SOUND)
def sound(request: pytest.FixtureRequest, samples: dict[str, Catalog]) -> Catalog:
    return samples[request.param]


# The script


def test_committed_samples_are_up_to_date() -> None:
    assert make.outdated() == []


def test_the_script_says_that_they_are() -> None:
    script = Path(make.__file__)
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_every_run_writes_the_same_bytes() -> None:
    code = "import hashlib; from sample_catalogs.make import samples; "
    code += "print(*(hashlib.sha256(b).hexdigest() for b in samples().values()))"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=make.HERE.parent,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_an_outdated_sample_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(make, "HERE", tmp_path)
    assert make.main([]) == 0
    assert make.main(["--check"]) == 0
    (tmp_path / HEALTHY).write_bytes((tmp_path / BROKEN).read_bytes())
    (tmp_path / BROKEN).unlink()
    assert make.outdated() == [HEALTHY, BROKEN]
    assert make.main(["--check"]) == 1


# What a sound catalog is


def test_it_opens_without_problems(sound: Catalog) -> None:
    assert sound.problems == ()
    assert sound.unclaimed == ()
    assert sound.missing_data == ()
    assert sound.archive.defects == []
    assert len(list(sound.access_events)) == len(sound.access_events)


def test_every_reference_resolves(sound: Catalog) -> None:
    found = [(f.owner.uri, f.uri) for resource in sound.all_resources() for f in references(resource)]
    assert [(owner, uri) for owner, uri in found if uri is not None and not sound.has(uri)] == []


def test_every_path_in_a_report_template_resolves(sound: Catalog) -> None:
    paths = [(owner, path) for owner, path in _template_paths(sound) if not sound.has(_resolved(owner, path))]
    assert paths == []


def test_everybody_who_is_named_exists(sound: Catalog) -> None:
    users, roles = set(sound.users), set(sound.roles)
    for item in sound.objects():
        if isinstance(item, RepositoryObject):
            for permission in item.permissions:
                known = users if permission.recipient_type == "user" else roles
                assert str(permission.recipient) in known | _STOCK_ROLES
    for user in sound.users.values():
        assert {str(role) for role in user.roles} <= roles | _STOCK_ROLES
        assert user.text("tenantId") in {None, *sound.organizations}
    owners = [job.text("username") for job in sound.jobs.values()]
    owners += [favorite.text("userName") for favorite in sound.favorites.values()]
    assert {str(QualifiedName.parse(owner or "")) for owner in owners} <= users


_STOCK_ROLES = {"ROLE_USER", "ROLE_ADMINISTRATOR"}
"""Roles of the root organization, which an export of another organization does not hold."""


def test_every_folder_lists_exactly_what_is_in_it(sound: Catalog) -> None:
    for uri, folder in sound.folders.items():
        folders = {other.name for other in sound.folders if other.parent == uri and other != "/"}
        resources = {other.name for other in sound.resources if other.parent == uri}
        assert (set(folder.texts("folder")), set(folder.texts("resource"))) == (folders, resources)
    assert {uri.parent for uri in (*sound.folders, *sound.resources)} == {
        uri for uri, folder in sound.folders.items() if folder.texts("folder") or folder.texts("resource")
    }


def test_secrets_fit_the_version(sound: Catalog) -> None:
    assert sound.index is not None
    assert sound.index.value("jsVersion") == "8.1.0 PRO"
    assert sound.index.value("keyalias")
    assert re.fullmatch("4A52534956[0-9A-F]+", sound.index.value("encrypted") or "")
    secrets = [secret.reveal() for item in sound.objects() for secret in _secrets(item.fields)]
    assert len(secrets) > 10
    assert [text for text in secrets if not re.fullmatch("ENC<4A52534956[0-9A-F]+>", text)] == []


def test_jobs_find_their_folders_and_keys(sound: Catalog) -> None:
    for job in sound.jobs.values():
        assert job.listed
        assert job.report in sound.resources
        destination: Any = job.fields["contentRepositoryDestination"]
        assert URI(destination["folderURI"]) in sound.folders
        for value in destination.get("outputFTPInfo", {}).get("propertiesMapValues", ()):
            assert not isinstance(value, str) or not value.startswith("/") or sound.has(value)


# What the healthy one covers


def test_healthy_holds_every_resource_type(healthy: Catalog) -> None:
    names = {resource.type.name for resource in healthy.all_resources()}
    assert names == set(TYPES)
    assert {TYPES[name].edition for name in names} == set(Edition)


def test_healthy_holds_every_module(healthy: Catalog) -> None:
    assert healthy.index is not None
    modules = {module.id: len(module.items) for module in healthy.index.modules}
    assert list(modules) == list(MODULE_CHILDREN)
    assert {name for name, count in modules.items() if count == 0} == {"audit", "reportMonitoring"}


def test_healthy_holds_every_field_of_jobs(healthy: Catalog) -> None:
    triggers = {dict(job.fields["trigger"])["@xsi:type"] for job in healthy.jobs.values()}  # type: ignore[arg-type]
    assert triggers == {"reportJobSimpleTrigger", "reportJobCalendarTrigger"}
    assert {"mailNotification", "alert"} <= {name for job in healthy.jobs.values() for name in job.fields}


def test_healthy_has_deep_locals_and_names_that_need_escaping(healthy: Catalog) -> None:
    depths = [uri.count("_files/") for uri in healthy.owners]
    assert max(depths) == 3
    assert any("-002d" in entry.name for entry in healthy.archive.entries)
    assert any(not uri.isascii() for uri in healthy.resources)


def test_healthy_holds_both_dialects_of_jrxml(healthy: Catalog) -> None:
    assert {bool(etree.QName(root).namespace) for _, root in _templates(healthy)} == {True, False}


def test_the_organization_holds_nothing_under_its_own_folder(samples: dict[str, Catalog]) -> None:
    catalog = samples["organization.zip"]
    assert catalog.index is not None
    assert catalog.index.organization == "orchards"
    assert [uri for uri in catalog.resources if uri.startswith("/organizations/orchards/")] == []
    assert set(catalog.resources) <= {
        URI(uri.removeprefix("/organizations/orchards")) for uri in samples[HEALTHY].resources
    }


def test_the_next_one_has_other_resources(samples: dict[str, Catalog]) -> None:
    before, after = (set(samples[name].resources) for name in SOUND[:2])
    base = "/organizations/orchards"
    assert before - after == {
        f"{base}/Controls/villages",
        f"{base}/Output/season_2023.pdf",
        f"{base}/Files/varieties.json",
        f"{base}/Reports/Season_Archive",
    }
    assert after - before == {
        f"{base}/Bundles/varieties.json",
        f"{base}/Reports/Season-2023",
        f"{base}/Reports/Frost_Damage",
    }


# What the broken one covers


def test_broken_has_every_kind_of_problem(samples: dict[str, Catalog]) -> None:
    unusual = {ProblemKind.XML_LIMIT, ProblemKind.UNREADABLE_ENTRY}
    assert {problem.kind for problem in samples[BROKEN].problems} >= set(ProblemKind) - unusual


def test_broken_has_missing_and_unclaimed_files(samples: dict[str, Catalog]) -> None:
    broken = samples[BROKEN]
    assert len(broken.missing_data) == 5
    assert {"import.log", "__MACOSX/._index.xml"} <= {item.entry for item in broken.unclaimed}
    assert broken.broken_dependencies is not None


def test_faults_stay_where_the_readme_says(samples: dict[str, Catalog]) -> None:
    resources = [r for r in samples[BROKEN].resources.values() if "/Broken/" not in r.uri]
    found = [f.uri for listed in resources for r in (listed, *local_resources(listed)) for f in references(r)]
    assert [uri for uri in found if uri is not None and not samples[BROKEN].has(uri)] == []


# Helpers


def _secrets(value: object) -> Iterator[Secret]:
    match value:
        case Secret():
            yield value
        case TypedValue(text=Secret() as text):
            yield text
        case Reference(local=Resource(fields=fields)) | Resource(fields=fields):
            yield from _secrets(fields)
        case dict():
            for item in value.values():
                yield from _secrets(item)
        case tuple():
            for item in value:
                yield from _secrets(item)


def _templates(catalog: Catalog) -> Iterator[tuple[Resource, etree._Element]]:
    """Every report template with its listed owner."""
    for listed in catalog.resources.values():
        for resource in (listed, *local_resources(listed)):
            if resource.text("fileType") == "jrxml":
                for entry in catalog.data_entries(resource):
                    yield listed, etree.fromstring(catalog.archive.read(entry))


def _template_paths(catalog: Catalog) -> Iterator[tuple[Resource, str]]:
    """String literals of images, sub-reports, templates and drill-downs (`catalog-format.md` §14.2)."""
    names = "imageExpression", "subreportExpression", "template", "hyperlinkParameterExpression"
    old = " or ".join(f"local-name()='{name}'" for name in names)
    shown = "@kind='image' or @kind='subreport'"
    query = f"//*[{old}] | //element[{shown}]/expression | //hyperlinkParameter/expression"
    for owner, root in _templates(catalog):
        for text in (str(element.text) for element in root.xpath(query)):
            yield owner, text.strip('"')
        for adapter in root.xpath("//*[@name='net.sf.jasperreports.data.adapter']/@value"):
            yield owner, str(adapter)


def _resolved(owner: Resource, path: str) -> URI:
    path = path.removeprefix("repo:")
    return URI(path) if path.startswith("/") else owner.uri.files.child(path)
