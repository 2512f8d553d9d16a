"""Values: URIs, names, masks, secrets."""

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogkit import URI
from catalogkit.model.codes import mask_words
from catalogkit.model.fields import Field, Nested, Ref, Struct, Typed
from catalogkit.model.objects import QualifiedName
from catalogkit.model.redaction import redacted
from catalogkit.model.types import TYPES
from catalogkit.model.values import Raw, Secret

SEGMENTS = st.lists(st.text(st.characters(exclude_characters="/", exclude_categories=["Cs"]), min_size=1))


@given(SEGMENTS)
def test_a_child_of_its_parent_is_itself(segments: list[str]) -> None:
    uri = URI("/" + "/".join(segments))

    if segments:
        assert uri.parent.child(uri.name) == uri
    assert [a for a in uri.ancestors() if not uri.is_below(a)] == []
    assert len(uri.ancestors()) == len(segments)


def test_the_root_is_its_own_parent() -> None:
    root = URI("/")

    assert (root.parent, root.name, root.ancestors(), root.child("a")) == ("/", "/", [], "/a")
    assert root.is_below("/") is False


def test_a_uri_without_slash_has_only_the_root_above() -> None:
    assert URI("quay").ancestors() == ["/"]


@pytest.mark.parametrize(
    ("text", "name", "shown"),
    [
        ("ana", QualifiedName("ana"), "ana"),
        ("ana|acme", QualifiedName("ana", "acme"), "ana|acme"),
        ("a|b|acme", QualifiedName("a|b", "acme"), "a|b|acme"),
        ("ana|organizations", QualifiedName("ana", "organizations"), "ana"),
    ],
)
def test_qualified_names(text: str, name: QualifiedName, shown: str) -> None:
    assert QualifiedName.parse(text) == name
    assert str(name) == shown


@pytest.mark.parametrize(
    ("mask", "words"),
    [
        (0, "no access"),
        (1, "administer"),
        (22, "read, write, delete"),
        (34, "read, execute"),
        (64, "unknown bits 64"),
        (66, "read, unknown bits 64"),
    ],
)
def test_masks_in_words(mask: int, words: str) -> None:
    assert mask_words(mask) == words


def test_a_secret_shows_itself_nowhere() -> None:
    secret = Secret("hunter2")

    shown = [repr(secret), str(secret), f"{secret}", "%s" % secret, repr({"a": (secret,)})]  # noqa: UP031
    assert not [text for text in shown if "hunter2" in text]
    assert secret.reveal() == "hunter2"
    assert secret == Secret("hunter2") != Secret("other")
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        copy.deepcopy(secret)


def test_raw_content_shows_only_its_size() -> None:
    assert repr(Raw("<password>hunter2</password>")) == "Raw(28 characters)"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "jdbc:mysql://db/x?user=u&password=p%40ss&ssl=true",
            "jdbc:mysql://db/x?user=u&password=***&ssl=true",
        ),
        (
            "jdbc:sqlserver://db;user=u;password=p;encrypt=true",
            "jdbc:sqlserver://db;user=u;password=***;encrypt=true",
        ),
        ("mongodb://ana:p4ss@db:27017/x", "mongodb://ana:***@db:27017/x"),
        ("https://example.com/a?b=c", "https://example.com/a?b=c"),
        ("select 1", "select 1"),
        ("ENC<0011>", "*** (encrypted)"),
        ("", ""),
    ],
)
def test_passwords_inside_texts_are_masked(text: str, shown: str) -> None:
    assert redacted(text) == shown


def test_secrets_tell_only_whether_they_are_encrypted() -> None:
    assert [redacted(Secret(text)) for text in ("", "clear", "ENC<00>")] == ["", "***", "*** (encrypted)"]


def every_field(fields: tuple[Field, ...]) -> list[Field]:
    inner = [f for field in fields if isinstance(field, Struct) for f in every_field(field.fields)]
    return [*fields, *inner]


@pytest.mark.parametrize("row", TYPES.values(), ids=TYPES)
def test_a_row_of_the_table_is_sound(row) -> None:  # type: ignore[no-untyped-def]
    names = [field.name for field in row.fields]
    assert len(set(names)) == len(names)
    assert row.v2
    assert row.data is None or row.data in names
    for field in every_field(row.fields):
        assert not (field.name.startswith("@") and isinstance(field, Struct | Ref | Typed | Nested))
        assert not (isinstance(field, Nested) and field.type_name not in TYPES)
