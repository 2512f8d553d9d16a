"""Changes that mean something else depending on what stands there, and what they must never show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from catalogkit.archive import open_archive
from catalogkit.diff.changes.base import Change
from catalogkit.diff.found import Noise, NotCompared
from catalogkit.inspection.diff_result import DiffOptions
from catalogkit.inspection.diffing import diff
from catalogkit.model.schedules import Job
from catalogkit.model.values import Reference, TypedValue
from catalogkit.testing import (
    Part,
    attribute,
    control,
    folder,
    jdbc,
    jndi,
    job,
    keyed_secret,
    local,
    old_secret,
    organization,
    permission,
    report,
    resource,
    user,
    values,
    write,
)
from catalogkit.testing import (
    custom as custom_of,
)
from tests.diff.comparing import (
    Brief,
    Found,
    all_words,
    brief,
    changed_parts,
    compared,
    compared_files,
    surrounded,
)
from tests.diff.expected import ROOTS, rows
from tests.diff.mutations import Case, mutation, places
from tests.diff.samples import base, table

JOB = "/r/7"


def custom(uri: str, properties: dict[str, str]) -> Part:
    return custom_of(uri, "Service", properties=properties)


def found_between(folder: Path, old: Part, new: Part) -> Found:
    """What differs between two catalogs of one object each."""
    return compared_files(write(folder / "old.zip", old), write(folder / "new.zip", new))


# Permissions

MASKS = [
    (2, 30, "widened", "warning"),
    (0, 2, "widened", "warning"),
    (30, 1, "widened", "error"),
    (2, 3, "widened", "error"),
    (30, 2, "narrowed", "warning"),
    (2, 0, "narrowed", "warning"),
    (1, 30, "narrowed", "warning"),
    (2, 32, "changed", "warning"),
    (6, 34, "changed", "warning"),
    (1, 3, "changed", "warning"),
    (1, 63, "changed", "warning"),
]


@pytest.mark.parametrize(("old", "new", "what", "level"), MASKS)
def test_what_another_mask_means(old: int, new: int, what: str, level: str, tmp_path: Path) -> None:
    """Administration implies everything (`catalog-format.md` §10)."""
    sides = ([folder("/a", permissions=[permission(mask, role="R")])] for mask in (old, new))

    assert changed_parts(tmp_path, *sides) == [(f"permission-{what}", level, "/a", "permission/role R")]


@pytest.mark.parametrize(("mask", "level"), [(1, "error"), (3, "error"), (2, "warning"), (0, "warning")])
def test_who_is_given_administration_is_told_loudly(mask: int, level: str, tmp_path: Path) -> None:
    without, given = (
        [folder("/a", exportedWithPermissions=True, permissions=some)]
        for some in ([], [permission(mask, user="ana|acme")])
    )
    place = "permission/acme user ana"

    assert changed_parts(tmp_path, without, given) == [("permission-granted", level, "/a", place)]
    assert changed_parts(tmp_path, given, without) == [("permission-revoked", "warning", "/a", place)]


def test_a_permission_of_an_attribute_says_which(tmp_path: Path) -> None:
    old, new = (user("ana", attributes=[attribute("region", "N", permission(m, role="R"))]) for m in (2, 1))

    found = found_between(tmp_path, old, new)

    assert brief(found) == [("permission-widened", "error", "ana", "attribute/region/permission/role R")]
    assert "region" in all_words(found)


# Roles, settings


@pytest.mark.parametrize(
    ("name", "level"),
    [("ROLE_USER", "warning"), ("ROLE_ADMINISTRATOR", "error"), ("ROLE_SUPERUSER", "error")],
)
def test_a_role_of_an_administrator_is_told_loudly(name: str, level: str, tmp_path: Path) -> None:
    without, given = ([user("ana", roles=roles)] for roles in ([], [name]))

    assert changed_parts(tmp_path, without, given) == [("role-gained", level, "ana", f"role/{name}")]
    assert changed_parts(tmp_path, given, without) == [("role-lost", level, "ana", f"role/{name}")]


def settings_at_root(name: str, value: str) -> tuple[Part, str, str]:
    return organization(attributes={name: value}), "organizations", f"attribute/{name}/value"


def settings_in_list(name: str, value: str) -> tuple[Part, str, str]:
    uri = "/properties/GlobalPropertiesList"
    return values(uri, {name: value}), uri, f"item/{name}/itemValue/text"


@pytest.mark.parametrize("holder", [settings_at_root, settings_in_list])
@pytest.mark.parametrize(("name", "level"), [("domainWhitelist", "error"), ("season", "warning")])
def test_whom_the_server_trusts_is_told_loudly(name: str, level: str, holder: Any, tmp_path: Path) -> None:
    old, at, place = holder(name, "a")
    new, _, _ = holder(name, "b")

    assert changed_parts(tmp_path, [old], [new]) == [("setting-changed", level, at, place)]


# Data sources

RETARGETING = ["mongoURI", "url", "serverHost", "port", "database", "username", "fileName", "region"]
OTHERS = ["delimiter", "_cds_name", "schema", "timeout"]


@pytest.mark.parametrize("name", [*RETARGETING, *OTHERS])
def test_what_a_property_of_a_custom_data_source_means(name: str, tmp_path: Path) -> None:
    old, new = ([custom("/ds", {name: text})] for text in ("a", "b"))
    told = ("data-source-retargeted", "error") if name in RETARGETING else ("data-source-changed", "warning")

    assert changed_parts(tmp_path, old, new) == [(*told, "/ds", f"property/{name}/value")]


# Secrets that only their key, or their form, tells

CLEAR, OTHER_CLEAR = "hunter2-clear", "hunter3-clear"
BUILT_IN, OTHER_BUILT_IN = old_secret("hunter2"), old_secret("hunter3")
KEYED, OTHER_KEYED = keyed_secret("hunter2"), keyed_secret("hunter2", "salt")


def ftp_job(**fields: object) -> Job:
    info = {"serverName": "files", "folderPath": "/", **fields}
    return job("/r", 7, destination={"outputFTPInfo": info})


def ftp_properties(**pairs: str) -> Job:
    return ftp_job(propertiesMapKeys=list(pairs), propertiesMapValues=list(pairs.values()))


def hidden_property(text: str) -> Part:
    return custom("/ds", {"password": text})


def hidden_attribute(text: str) -> Part:
    return user("ana", attributes={"token": text})


def hidden_setting(text: str) -> Part:
    return organization(attributes={"token": text})


def hidden_item(text: str) -> Part:
    return values("/lov", {"token": text})


def hidden_passphrase(text: str) -> Part:
    return ftp_properties(SSH_PASSPHRASE_PROPERTY=text)


def hidden_inside(text: str) -> Part:
    return report("/r", main=None, data_source=jdbc("ds", connectionPassword=text))


def hidden_parameter(text: str) -> Part:
    made = {"key": "pin", "value": [text]}
    return resource("reportOptions", "/o", inputValue=[made])


FTP = "contentRepositoryDestination/outputFTPInfo"
HIDDEN = {
    hidden_property: ("/ds", "property/password/value"),
    hidden_attribute: ("ana", "attribute/token/value"),
    hidden_setting: ("organizations", "attribute/token/value"),
    hidden_item: ("/lov", "item/token/itemValue/text"),
    hidden_passphrase: (JOB, f"{FTP}/propertiesMapKeys SSH_PASSPHRASE_PROPERTY"),
    hidden_inside: ("/r!ds", "connectionPassword"),
}
"""What holds a secret, and where."""
CHANGED, PROTECTION = ("password-changed", "warning"), ("password-protection-changed", "warning")
TEXTS = [
    (BUILT_IN, OTHER_BUILT_IN, CHANGED),
    (KEYED, OTHER_KEYED, ("re-encrypted", "noise")),
    (BUILT_IN, KEYED, ("re-encrypted", "noise")),
    (CLEAR, KEYED, PROTECTION),
    (CLEAR, BUILT_IN, PROTECTION),
    (KEYED, CLEAR, PROTECTION),
]


@pytest.mark.parametrize(("old", "new", "told"), TEXTS)
@pytest.mark.parametrize("holder", HIDDEN)
def test_a_secret_is_told_and_never_shown(
    holder: Any, old: str, new: str, told: tuple[str, str], tmp_path: Path
) -> None:
    found = found_between(tmp_path, holder(old), holder(new))

    assert brief(found) == [(*told, *HIDDEN[holder])]
    assert [text for text in (old, new) if text in all_words(found)] == []


@pytest.mark.parametrize("holder", [hidden_property, hidden_passphrase, hidden_inside])
def test_a_secret_in_clear_text_is_never_shown(holder: Any, tmp_path: Path) -> None:
    """Only where its key says that it is one."""
    found = found_between(tmp_path, holder(CLEAR), holder(OTHER_CLEAR))

    assert brief(found) == [(*CHANGED, *HIDDEN[holder])]
    assert "hunter" not in all_words(found)


@pytest.mark.parametrize("text", [BUILT_IN, KEYED])
def test_a_secret_among_values_is_never_shown(text: str, tmp_path: Path) -> None:
    found = found_between(tmp_path, hidden_parameter(text), hidden_parameter("1"))

    assert len(found) > 0
    assert all(isinstance(item, Change) for item in found)
    assert text not in all_words(found)


WHOLE: list[tuple[Part, Part]] = [
    (custom("/ds", {}), custom("/ds", {"password": CLEAR})),
    (user("ana"), user("ana", attributes={"token": BUILT_IN})),
    (values("/lov", {"a": "b"}), values("/lov", {"a": "b", "token": KEYED})),
    (job("/r", 7), ftp_job(password=CLEAR)),
    (job("/r", 7), ftp_properties(SSH_PASSPHRASE_PROPERTY=CLEAR)),
    (report("/r", main=None), hidden_inside(CLEAR)),
    (jndi("/ds"), jdbc("/ds", connectionPassword=CLEAR)),
    (folder("/a"), jdbc("/a/ds", connectionPassword=CLEAR)),
]


@pytest.mark.parametrize(("without", "given"), WHOLE, ids=str)
def test_a_secret_in_what_comes_or_goes_is_never_shown(without: Part, given: Part, tmp_path: Path) -> None:
    for pair in ((without, given), (given, without)):
        found = found_between(tmp_path, *pair)
        assert any(isinstance(item, Change) for item in found)
        assert [text for text in (CLEAR, BUILT_IN, KEYED) if text in all_words(found)] == []


def test_a_password_in_a_url_is_never_shown(tmp_path: Path) -> None:
    old, new = (
        jdbc("/ds", connectionUrl=f"jdbc:mysql://ana:{word}@db/sales?password={word}")
        for word in ("hunter2", "hunter3")
    )

    found = found_between(tmp_path, old, new)

    assert brief(found) == [("data-source-retargeted", "error", "/ds", "connectionUrl")]
    assert "hunter" not in all_words(found)


@pytest.mark.parametrize("text", [f"{CLEAR}\nand more", f"password={CLEAR} " + "x" * 500])
@pytest.mark.parametrize("other", [BUILT_IN, "short"])
def test_a_result_never_shows_a_secret(text: str, other: str, tmp_path: Path) -> None:
    """Long texts are compared line by line."""
    text = text if other == BUILT_IN else text.replace("\n", f"\npassword={CLEAR}\n").removeprefix(CLEAR)
    sides = [write(tmp_path / f"{n}.zip", hidden_attribute(t)) for n, t in enumerate((text, other))]

    with open_archive(sides[0]) as old, open_archive(sides[1]) as new:
        results = [diff(old, new, DiffOptions(with_noise=True)), diff(new, old, DiffOptions(with_noise=True))]

    assert [result.summary.changes for result in results] == [1, 1]
    assert CLEAR not in repr(results)
    assert BUILT_IN not in repr(results)


# Values of parameters


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("41", "42", [""]),
        (["41", "42"], ["42", "43"], ["/41", "/43"]),
        ([], ["43"], ["/43"]),
        ("41", 41, ["/41/xsi:type"]),
    ],
)
def test_the_only_value_of_a_parameter_is_one_change(
    old: Any, new: Any, at: list[str], tmp_path: Path
) -> None:
    sides = ([job("/r", 7, parameters={"week": value})] for value in (old, new))
    place = "source/parameter/week/value"

    found = [one[-1] for one in changed_parts(tmp_path, *sides) if not one[-1].endswith("valueType")]

    assert found == [f"{place}{more}" for more in at]


# Parallel lists of a job


def test_properties_of_a_transfer_are_told_as_pairs(tmp_path: Path) -> None:
    name = f"{FTP}/propertiesMapKeys"
    old = ftp_properties(PORT_PROPERTY="22", FTP_TYPE_PROPERTY="TYPE_SFTP")
    news: list[tuple[Job, list[Brief]]] = [
        (
            ftp_properties(PORT_PROPERTY="23", FTP_TYPE_PROPERTY="TYPE_SFTP"),
            [("job-output-changed", "warning", JOB, f"{name} PORT_PROPERTY")],
        ),
        (
            ftp_properties(PORT_PROPERTY="22", FTP_TYPE_PROPERTY="TYPE_SFTP", PROT_PROPERTY="P"),
            [("job-output-changed", "warning", JOB, f"{name} PROT_PROPERTY")],
        ),
        (
            ftp_properties(FTP_TYPE_PROPERTY="TYPE_SFTP"),
            [("job-output-changed", "warning", JOB, f"{name} PORT_PROPERTY")],
        ),
        (
            ftp_properties(FTP_TYPE_PROPERTY="TYPE_SFTP", PORT_PROPERTY="22"),
            [("order", "noise", JOB, "contentRepositoryDestination")],
        ),
    ]

    for new, told in news:
        assert changed_parts(tmp_path, [old], [new]) == told


def test_all_properties_of_a_transfer_come_and_go(tmp_path: Path) -> None:
    place = f"{FTP}/propertiesMapKeys PORT_PROPERTY"

    for pair in (
        (ftp_job(), ftp_properties(PORT_PROPERTY="22")),
        (ftp_properties(PORT_PROPERTY="22"), ftp_job()),
    ):
        assert changed_parts(tmp_path, [pair[0]], [pair[1]]) == [
            ("job-output-changed", "warning", JOB, place)
        ]


def test_the_lists_of_pairs_are_the_only_ones_left_to_this_test() -> None:
    pairs = {name for root in ROOTS for name, row in rows(root).items() if row.is_pair}

    assert pairs == {f"{FTP}/propertiesMapKeys", f"{FTP}/propertiesMapValues"}


# Noise by value


@pytest.mark.parametrize(("old", "new"), [(None, "default"), ("default", None)])
def test_the_default_component_type_is_noise(old: str | None, new: str | None, tmp_path: Path) -> None:
    for wrap in (lambda part: part, lambda part: report("/r", main=None, controls=[part.at("c")])):
        sides = ([wrap(control("/c", componentType=text))] for text in (old, new))
        ((kind, level, _, place),) = changed_parts(tmp_path, *sides)
        assert (kind, level, place.rpartition("/")[2]) == ("component-type", "noise", "componentType")


@pytest.mark.parametrize(("old", "new"), [("default", "slider"), (None, "slider"), ("slider", None)])
def test_another_component_type_is_told(old: str | None, new: str | None, tmp_path: Path) -> None:
    sides = ([control("/c", componentType=text)] for text in (old, new))

    assert changed_parts(tmp_path, *sides) == [("input-control-changed", "warning", "/c", "componentType")]


# Several of one key


def test_one_of_two_items_of_one_label(tmp_path: Path) -> None:
    old, new = (
        resource("listOfValues", "/lov", item=[{"itemLabel": "a", "itemValue": v} for v in pair])
        for pair in (("1", "2"), ("1", "3"))
    )

    assert changed_parts(tmp_path, [old], [new]) == [
        ("values-changed", "info", "/lov", "item/a #2/itemValue/text")
    ]


def test_one_of_two_embedded_resources_of_one_name(tmp_path: Path) -> None:
    old, new = (
        report("/r", main=None, resources=[local("fileResource", "a", label=label) for label in pair])
        for pair in (("1", "2"), ("1", "3"))
    )

    assert changed_parts(tmp_path, [old], [new]) == [("label-changed", "info", "/r!a", "label")]


def test_a_value_that_is_made_of_parts(tmp_path: Path) -> None:
    old, new = (
        TypedValue("java:java.util.ArrayList", None, tuple(("item", TypedValue("x", one)) for one in texts))
        for texts in ("ab", "ac")
    )
    sides = ([control("/c", defaultValue=value)] for value in (old, new))

    assert changed_parts(tmp_path, *sides) == [
        ("input-control-changed", "warning", "/c", "defaultValue/item #2/text")
    ]


def test_a_reference_that_is_both(tmp_path: Path) -> None:
    """Odd, and kept as it is."""
    holder = base("reportUnit")
    inside = base("jndiJdbcDataSource")
    old, new = (
        replace(holder, fields={**holder.fields, "dataSource": Reference(uri, inside)})  # type: ignore[arg-type]
        for uri in (None, holder.key.id)
    )

    found = compared(tmp_path, *surrounded(old, new))

    assert [(item[0], item[1], item[3]) for item in brief(found)] == [("reference-added", "info", "uri")]


# What is said


def coded() -> list[tuple[str, str]]:
    """Every place that holds a code which is told with its word."""
    roots = ("reportUnit", "dataType", "inputControl", "reportJob", "adhocDataView")
    found = []
    for root in roots:
        for name, chain in places(table(root)):
            if getattr(chain[-1], "codes", None) and not chain[-1].many:
                found.append((root, name))
    return found


@pytest.mark.parametrize(("root", "name"), coded())
def test_the_words_of_codes_are_said(root: str, name: str, tmp_path: Path) -> None:
    made = mutation(Case(root, name, "changed"))
    codes: dict[str, str] = dict(dict(places(table(root)))[name][-1].codes)  # type: ignore[attr-defined]

    (change,) = compared(tmp_path, *surrounded(made.old, made.new))

    assert isinstance(change, Change)
    assert codes[str(change.before)] in change.sentence
    assert codes[str(change.after)] in change.sentence


def test_noise_shows_what_changed_but_no_secret(tmp_path: Path) -> None:
    old, new = (
        jdbc("/ds", version=version, connectionPassword=text)
        for version, text in ((1, KEYED), (2, OTHER_KEYED))
    )

    found = [item for item in found_between(tmp_path, old, new) if isinstance(item, Noise)]

    assert sorted((item.field, item.before, item.after) for item in found) == [
        ("connectionPassword", "", ""),
        ("version", "1", "2"),
    ]


# Flags, properties and mail


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (user("ana", enabled=None), user("ana", enabled=False)),
        (job("/r", 7, paused=None), job("/r", 7, paused=False)),
        (folder("/a", exportedWithPermissions=None), folder("/a", exportedWithPermissions=False)),
    ],
    ids=["enabled", "paused", "exportedWithPermissions"],
)
def test_a_flag_that_is_not_written_is_not_set(old: Part, new: Part, tmp_path: Path) -> None:
    for first, second in ((old, new), (new, old)):
        (change,) = changed_parts(tmp_path, [first], [second])
        assert change[:2] == ("field-changed", "info")


def test_a_password_among_properties_is_a_password(tmp_path: Path) -> None:
    without, given = custom("/ds", {"x": "1"}), custom("/ds", {"x": "1", "password": "hunter2"})

    assert changed_parts(tmp_path, [without], [given])[0][:2] == ("password-changed", "warning")


@pytest.mark.parametrize(
    ("passwords", "kind", "words"),
    [
        pytest.param(
            [old_secret("x")] * 2, "user-changed", "the same password was set at another time", id="same"
        ),
        pytest.param(
            [keyed_secret("x", salt) for salt in "ab"], "password-changed", "was probably", id="keyed"
        ),
        pytest.param(["x", old_secret("x")], "password-changed", "was probably", id="encrypted now"),
    ],
)
def test_when_a_password_was_set_is_no_sign_where_it_is_the_same(
    passwords: list[str], kind: str, words: str, tmp_path: Path
) -> None:
    old, new = (
        user("ana", password=one, previousPasswordChangeTime=f"202{n}-01-15T08:00:00.000Z")
        for n, one in enumerate(passwords)
    )
    found = [one for one in found_between(tmp_path, old, new) if isinstance(one, Change)]
    (change,) = (one for one in found if one.path == ("previousPasswordChangeTime",))
    assert (change.kind.value, change.level.value) == (kind, "info")
    assert words in change.what


def test_new_mail_tells_whom_it_goes_to(tmp_path: Path) -> None:
    (change,) = found_between(tmp_path, job("/r", 7), job("/r", 7, mail={"toAddress": ["ana@x.example"]}))
    assert isinstance(change, Change)
    assert change.what == "sends mail now, to ana@x.example"


def test_permissions_that_one_side_does_not_tell_are_not_compared(tmp_path: Path) -> None:
    without = folder("/a", exportedWithPermissions=False, permissions=[])
    given = folder("/a", exportedWithPermissions=True, permissions=[permission(30, role="R")])
    for sides in ((without, given), (given, without)):
        found = found_between(tmp_path, *sides)
        assert [one.kind.value for one in found if isinstance(one, Change)] == ["permissions-exported"]
        assert [one.what for one in found if isinstance(one, NotCompared)] == ["permissions of 1 object"]


def exported(folder_path: Path, *, flag: bool, odd: bool) -> Path:
    """A catalog of objects that were exported with permissions or without, and of an odd one."""
    some = [permission(30, role="R")] if flag else []
    parts = (folder("/a", permissions=some), report("/a/r"), folder("/odd", exportedWithPermissions=odd))
    return write(folder_path / f"{flag}.zip", *parts, with_permissions=flag)


def test_that_permissions_were_exported_at_all_is_told_once(tmp_path: Path) -> None:
    without, given = (exported(tmp_path, flag=flag, odd=flag) for flag in (False, True))
    for sides, words in (
        ((without, given), "with permissions now"),
        ((given, without), "without permissions now"),
    ):
        found = compared_files(*sides)
        (change,) = (one for one in found if isinstance(one, Change))
        assert brief([change]) == [("permissions-exported", "warning", "", "exportedWithPermissions")]
        assert change.what.startswith(f"all objects are exported {words}: an import with --update ")
        assert [one.what for one in found if isinstance(one, NotCompared)] == ["permissions of 1 object"]


@pytest.mark.parametrize("odd", [(True, True), (True, False)], ids=["one stays", "one goes the other way"])
def test_that_permissions_of_some_were_exported_is_told_of_each(
    odd: tuple[bool, bool], tmp_path: Path
) -> None:
    paths = exported(tmp_path, flag=False, odd=odd[0]), exported(tmp_path, flag=True, odd=odd[1])
    for sides in (paths, paths[::-1]):
        told = {one.subject.id for one in compared_files(*sides) if isinstance(one, Change)}
        assert told == {"/", "/a", "/a/r", *(["/odd"] if odd[0] != odd[1] else [])}
