"""What can be done to an object at one place, and what is to be told of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from catalogkit.diff.noise import NoiseKind
from catalogkit.model.fields import XSI_TYPE, Field, Kind, Leaf, LinkField, Nested, Ref, Struct, Typed
from catalogkit.model.repository import Resource
from catalogkit.model.types import TYPES
from catalogkit.model.uri import URI
from catalogkit.model.values import Reference, Secret, TypedValue
from catalogkit.testing import keyed_secret, old_secret, reencrypted
from tests.diff.expected import EMBEDDED, LABEL, ORDER, PASSWORD, PROTECTION, Row, Told
from tests.diff.samples import embedded_in, is_text, other, value


@dataclass(frozen=True, slots=True)
class Tell:
    """One thing that is told of a mutation.

    Args:
        told: as what.
        below: keys and names from the place down to where it is told; with a part, from there.
        before: what stood there.
        after: what stands there.
        part: the embedded resource that it is told of.
    """

    told: Told
    below: tuple[str, ...] = ()
    before: Any = None
    after: Any = None
    part: Resource | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A mutation: what a place holds before and after it, None for nothing, and what is told."""

    old: Any
    new: Any
    tells: tuple[Tell, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of one object.

    Args:
        field: the innermost field.
        row: what is told of it.
        held: what the object holds there; None if nothing.
        files: where the object keeps what it embeds.
    """

    field: Field
    row: Row
    held: Any
    files: URI

    @property
    def one(self) -> Any:
        """A value of the place: the one it holds, or the first of several."""
        if self.held is None or isinstance(self.held, Secret):
            return value(self.field)
        return self.held[0] if self.field.many else self.held

    @property
    def two(self) -> tuple[Any, Any]:
        """Two values of a place that may hold several."""
        if self.held is not None and len(self.held) > 1:
            return self.held[0], self.held[1]
        return self.one, other(self.field, self.one)

    def came(self, one: Any) -> Tell:
        """That a value came."""
        told = EMBEDDED.added if is_embedded(one) else self.row.added
        return Tell(told, (key(self.field, one),) if self.field.many else (), None, one)

    def went(self, one: Any) -> Tell:
        """That a value went."""
        told = EMBEDDED.removed if is_embedded(one) else self.row.removed
        return Tell(told, (key(self.field, one),) if self.field.many else (), one, None)

    def inside(self, number: int = 1) -> Any:
        """Something embedded here."""
        if isinstance(self.field, Nested):
            return value(self.field, number)
        return embedded_in(self.field, number, self.files)


Operation: TypeAlias = "Callable[[Spot], Step]"


def key(field: Field, one: Any) -> str:
    """What tells one of several from the others."""
    if is_embedded(one):
        return str(resource_of(one).fields["name"])
    if isinstance(one, Reference):
        return str(one.uri)
    if isinstance(field, Struct) and field.key:
        return " ".join(filter(None, (_line(one.get(name, "")) for name in field.key)))
    return _line(one)


def is_embedded(one: Any) -> bool:
    """Whether a value is a resource inside another one."""
    return isinstance(one, Resource) or (isinstance(one, Reference) and one.local is not None)


def resource_of(one: Any) -> Resource:
    """The embedded resource in a value."""
    found = one.local if isinstance(one, Reference) else one
    assert isinstance(found, Resource)
    return found


def _line(one: Any) -> str:
    """All texts in one line, without secrets: of elements, then of attributes, then the own one."""
    match one:
        case str():
            return one
        case TypedValue(text=str() as text):
            return text
        case TypedValue(parts=parts):
            return " ".join(_line(part) for _, part in parts)
        case dict():
            names = sorted(one.keys() - {XSI_TYPE}, reverse=True)
            return " ".join(filter(None, (_line(one[name]) for name in names)))
    return ""


# One value


def changed(spot: Spot) -> Step:
    """Another value."""
    old, new = spot.one, other(spot.field, spot.one)
    if isinstance(spot.field, Typed):
        new = replace(old, text=new.text)
        return Step(old, new, (Tell(spot.row.changed, ("#text",), old.text, new.text),))
    return Step(old, new, (Tell(spot.row.changed, (), old, new),))


def changed_back(spot: Spot) -> Step:
    """The same change backwards."""
    step = changed(spot)
    assert spot.row.back is not None
    return Step(step.new, step.old, (Tell(spot.row.back, (), step.new, step.old),))


def removed(spot: Spot) -> Step:
    """The value goes."""
    return Step(spot.one, None, (spot.went(spot.one),))


def added(spot: Spot) -> Step:
    """A value comes where none was."""
    return Step(None, spot.one, (spot.came(spot.one),))


def retyped(spot: Spot) -> Step:
    """The same text is of another type."""
    old = replace(spot.one, type="java:java.lang.String")
    new = replace(old, type="java:java.lang.Long")
    return Step(old, new, (Tell(spot.row.changed, (XSI_TYPE,), old.type, new.type),))


def part_changed(spot: Spot) -> Step:
    """A part of a value that is made of parts is another one."""
    old, new = (TypedValue("java:list", None, (("item", TypedValue("java:x", text)),)) for text in "ab")
    return Step(old, new, (Tell(spot.row.changed, ("item", "#text"), "a", "b"),))


# Several values


def replaced(spot: Spot) -> Step:
    """One of two values is another one."""
    (old, same), new = spot.two, value(spot.field, 3)
    tells = spot.went(old), spot.came(new)
    return Step((old, same), (new, same), tells)


def one_more(spot: Spot) -> Step:
    """A second value comes."""
    one, two = spot.two
    return Step((one,), (one, two), (spot.came(two),))


def one_less(spot: Spot) -> Step:
    """The first of two values goes."""
    one, two = spot.two
    return Step((one, two), (two,), (spot.went(one),))


def all_come(spot: Spot) -> Step:
    """Two values come where none was."""
    return Step(None, spot.two, tuple(spot.came(one) for one in spot.two))


def all_go(spot: Spot) -> Step:
    """Both values go, so that none is left."""
    return Step(spot.two, None, tuple(spot.went(one) for one in spot.two))


def reordered(spot: Spot) -> Step:
    """Two values change places."""
    old, new = spot.two, spot.two[::-1]
    if not spot.row.ordered:
        return Step(old, new, (Tell(NoiseKind.ORDER),))
    return Step(old, new, (Tell(ORDER, ("#order",), _keys(spot, old), _keys(spot, new)),))


def _keys(spot: Spot, several: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple(key(spot.field, one) for one in several)


def one_retyped(spot: Spot) -> Step:
    """One of several is of another type."""
    step = retyped(spot)
    tell = replace(step.tells[0], below=(key(spot.field, step.old), XSI_TYPE))
    return Step((step.old,), (step.new,), (tell,))


# What is embedded


def embedded_comes(spot: Spot) -> Step:
    """Something is embedded where nothing was."""
    return Step(None, spot.inside(), (spot.came(spot.inside()),))


def embedded_goes(spot: Spot) -> Step:
    """Nothing is embedded any more."""
    return Step(spot.inside(), None, (spot.went(spot.inside()),))


def embedded_instead(spot: Spot) -> Step:
    """Something is embedded instead of a reference."""
    old, new = value(spot.field), spot.inside()
    return Step(old, new, (Tell(spot.row.changed, (), old, new),))


def referred_instead(spot: Spot) -> Step:
    """A reference instead of something embedded."""
    old, new = spot.inside(), value(spot.field)
    return Step(old, new, (Tell(spot.row.changed, (), old, new),))


def edited_inside(spot: Spot) -> Step:
    """A field of what is embedded."""
    old = spot.inside()
    new = _with(old, fields={**resource_of(old).fields, "label": "Another label"})
    label = resource_of(old).fields["label"]
    return Step(old, new, (Tell(LABEL.changed, ("label",), label, "Another label", resource_of(new)),))


def retyped_inside(spot: Spot) -> Step:
    """Something of another type is embedded under the same name."""
    old = spot.inside()
    new = _with(old, type=TYPES["beanDataSource"])
    return Step(old, new, (Tell(spot.row.changed, (), old, new),))


def one_more_inside(spot: Spot) -> Step:
    """One more is embedded."""
    one, two = spot.inside(1), spot.inside(2)
    return Step((one,), (one, two), (spot.came(two),))


def one_less_inside(spot: Spot) -> Step:
    """One less is embedded."""
    one, two = spot.inside(1), spot.inside(2)
    return Step((one, two), (two,), (spot.went(one),))


def one_instead(spot: Spot) -> Step:
    """One of several references is something embedded now."""
    old, new = value(spot.field), spot.inside()
    tells = spot.went(old), spot.came(new)
    return Step((old,), (new,), tells)


def one_edited_inside(spot: Spot) -> Step:
    """A field of one of those that are embedded."""
    step, same = edited_inside(spot), spot.inside(2)
    return Step((step.old, same), (step.new, same), step.tells)


def one_retyped_inside(spot: Spot) -> Step:
    """One of those that are embedded is of another type."""
    step = retyped_inside(spot)
    tell = replace(step.tells[0], below=(key(spot.field, step.old),))
    return Step((step.old,), (step.new,), (tell,))


def _with(one: Any, **fields: Any) -> Any:
    """A value with other fields of the resource in it."""
    made = replace(resource_of(one), **fields)
    return replace(one, local=made) if isinstance(one, Reference) else made


# Secrets

_CLEAR = "clear-hunter2"
_BUILT_IN, _OTHER_BUILT_IN = old_secret("hunter2"), old_secret("hunter3")
_KEYED = keyed_secret("hunter2")
_OTHER_KEYED = reencrypted(_KEYED, "another export")

SECRETS: Mapping[str, tuple[str, str, Told]] = {
    "encrypted-again": (_KEYED, _OTHER_KEYED, NoiseKind.RE_ENCRYPTED),
    "encrypted-under-a-key": (_BUILT_IN, _KEYED, NoiseKind.RE_ENCRYPTED),
    "another-under-the-built-in-key": (_BUILT_IN, _OTHER_BUILT_IN, PASSWORD.changed),
    "protected": (_CLEAR, _KEYED, PROTECTION),
    "protected-by-the-built-in-key": (_CLEAR, _BUILT_IN, PROTECTION),
    "not-protected": (_KEYED, _CLEAR, PROTECTION),
    "set": ("", _CLEAR, PASSWORD.changed),
    "emptied": (_BUILT_IN, "", PASSWORD.changed),
}
"""What can happen to a secret (`catalog-format.md` §13): what stood and what stands there, what is told."""


def _secret(name: str) -> Operation:
    texts, told = SECRETS[name][:2], SECRETS[name][2]
    old, new = map(Secret, texts)
    return lambda spot: Step(old, new, (Tell(told, (), old, new),))


def _named(*operations: Operation) -> dict[str, Operation]:
    return {operation.__name__.replace("_", "-"): operation for operation in operations}


_SECRETS = {name: _secret(name) for name in SECRETS}
_SEVERAL = _named(replaced, one_more, one_less, all_come, all_go, reordered)
_SEVERAL_INSIDE = _named(one_more_inside, one_less_inside, one_edited_inside, one_retyped_inside)
_INSIDE = _named(
    embedded_comes, embedded_goes, embedded_instead, referred_instead, edited_inside, retyped_inside
)


def operations(field: Field, row: Row) -> dict[str, Operation]:
    """All that can be done at a place, by name."""
    made = dict(_SEVERAL) if field.many else {} if is_text(field) else _named(added, removed)
    if not field.many and not isinstance(field, Struct):
        made |= _named(changed) if row.back is None else _named(changed, changed_back)
    match field:
        case Leaf(kind=Kind.SECRET):
            made |= _SECRETS
        case Typed():
            made |= _named(one_retyped) if field.many else _named(retyped, part_changed)
        case LinkField():
            pass
        case Ref() if field.many:
            made |= {**_SEVERAL_INSIDE, **_named(one_instead)}
        case Ref():
            made |= _INSIDE
        case Nested():
            made |= _named(one_edited_inside)
    return made
