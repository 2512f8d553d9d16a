"""No output of `diff`, `dump` and `show` tells what only a name, or the text around it, makes a secret."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from catalogkit import Catalog, open_catalog
from catalogkit.inspection.diff_result import DiffOptions
from catalogkit.inspection.diffing import diff
from catalogkit.inspection.dump import dump
from catalogkit.inspection.show import show
from catalogkit.references.graph import build_graph
from catalogkit.report import render
from catalogkit.testing import (
    Part,
    control,
    custom,
    file,
    folder,
    jdbc,
    job,
    local,
    organization,
    report,
    resource,
    user,
    values,
    write,
)

OLD, NEW = "hunter2", "hunter3"
TEXTS = [
    'password: "{}"',
    'select 1\nwhere {{"api_key": "{}"}}',
    r'{{"inner": "{{\"password\": \"{}\"}}"}}',
    "<a b='{{&quot;apiKey&quot;: &quot;{}&quot;}}'/>",
    '{{"name": "password", "value": "{}"}}',
    'x password="a\\"{}"',
    "jdbc:oracle:thin:ana/{}@db:1521:x",
    "http://ana:at@{}@host/",
    "Authorization: Bearer {}",
    "a = 1\nb.password = \\\n  {}\n",
    "password: '{}' " + "and so on " * 50,
]


def destination(**pairs: str) -> dict[str, object]:
    transfer = {"propertiesMapKeys": list(pairs), "propertiesMapValues": list(pairs.values())}
    return {"outputFTPInfo": {"serverName": "files", **transfer}}


def texts_of(text: str) -> Iterator[Part]:
    """Everything that holds a text."""
    yield local_query(text)
    yield folder("/a", label=text, description=text)
    yield resource("query", "/q", language="sql", queryString=text)
    yield resource("olapUnit", "/u", mdxQuery=text)
    yield resource("dashboardModelResource", "/d", foundation=[{"id": "a", "components": text}])
    yield job("/r", 1, mail={"subject": text, "messageText": text, "toAddress": [text]})
    yield user("ana", attributes={"note": text})
    yield values("/lov", {text: "a", "b": text})
    yield resource("reportOptions", "/o", inputValue=[{"key": "urls", "value": [text, "x"]}])
    yield file("/f", text.encode(), "prop")


def local_query(text: str) -> Part:
    return report("/r", main=None, query=local("query", "q", language="sql", queryString=text))


NAMED: list[Callable[[str], Part]] = [
    lambda s: user("ana", attributes={"ldap.password": s, "apiKey": s}),
    lambda s: organization(attributes={"ldap.password": s}),
    lambda s: values("/properties/GlobalPropertiesList", {"ldap.password": s}),
    lambda s: values("/lov", {"password": s}),
    lambda s: custom("/ds", "x.Service", properties={"apiKey": s}),
    lambda s: job("/r", 1, parameters={"accessToken": s}),
    lambda s: job("/r", 1, destination=destination(PORT_PROPERTY="22", HTTP_PASSWORD=s)),
    lambda s: resource("reportOptions", "/o", inputValue=[{"key": "api_key", "value": [s, s + "x"]}]),
    lambda s: resource("dashboardResource", "/d", state={"property": [{"key": "password", "value": s}]}),
    lambda s: report("/r", controls=[control("P_PASSWORD", defaultValue=s)]),
    lambda s: jdbc("/ds", connectionUrl=f"jdbc:mysql://ana:{s}@db/x?password={s}"),
    lambda s: resource("virtualDataSource", "/v", dataSource=[{"alias": f"password={s}"}]),
    lambda s: file("/f", f"PuTTY-User-Key-File-2: ssh-rsa\n{s}\n".encode(), "ppk"),
    lambda s: file("/f", f"{s}\n".encode(), "secureFile"),
    lambda s: file("/f", f"Private-Lines: 1\r\n{s}\r\nPrivate-MAC: 0".encode(), "xml"),
]
"""What holds a secret that its name tells, or what stands around it."""
FORMS = ("text", "json", "markdown", "html", "sarif", "csv", "github", "gitlab")


def outputs(paths: tuple[Path, Path]) -> Iterator[str]:
    """All that is told of two catalogs."""
    with open_catalog(paths[0]) as old, open_catalog(paths[1]) as new:
        for first, second in ((old, new), (new, old)):
            found = diff(first.archive, second.archive, DiffOptions(with_noise=True))
            assert found.summary.changes > 0
            yield from (render(found.to_dict(), form).decode() for form in FORMS)
            yield from (render(dump(first).to_dict(), form).decode() for form in ("text", "json"))
            yield from _shown(first)


def _shown(catalog: Catalog) -> Iterator[str]:
    graph = build_graph(catalog)
    for item in catalog.objects():
        if item.key.id in {*catalog.resources, *catalog.folders, *catalog.users, *catalog.jobs}:
            yield render(show(catalog, graph, item.key.id).to_dict(), "json").decode()


def told(folder: Path, parts: Iterable[Part], others: Iterable[Part]) -> list[str]:
    """The outputs that hold a secret."""
    paths = write(folder / "old.zip", *parts), write(folder / "new.zip", *others)
    return [output for output in outputs(paths) if "hunter" in output]


@pytest.mark.parametrize("holder", NAMED)
def test_a_secret_by_name_is_never_told(holder: Callable[[str], Part], tmp_path: Path) -> None:
    assert told(tmp_path, [holder(OLD)], [holder(NEW)]) == []
    assert told(tmp_path, [holder(OLD)], []) == []


@pytest.mark.parametrize("number", range(len(list(texts_of("")))))
@pytest.mark.parametrize("text", TEXTS)
def test_a_secret_in_a_text_is_never_told(text: str, number: int, tmp_path: Path) -> None:
    sides = ([list(texts_of(text.format(secret)))[number]] for secret in (OLD, NEW))

    assert told(tmp_path, *sides) == []
