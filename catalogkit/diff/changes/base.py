"""What a change is. One class for each kind: its level, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from ...model.level import Level
from ...model.nouns import noun, sentence_case
from ...model.objects import ObjectKind
from ..canonical import Tree
from ..kinds import ChangeKind, Group
from ..showing import quoted, shown


class Subject(NamedTuple):
    """What a change is about.

    Args:
        kind: the kind of the object; None for the catalog itself.
        id: URI of a folder or resource, else its name; empty for the catalog itself.
        root: root element of the object; name of an entry that belongs to none.
        part: URI of the embedded resource that changed; empty if the object itself did.
        part_root: its root element.
    """

    kind: ObjectKind | None
    id: str
    root: str
    part: str = ""
    part_root: str = ""

    @property
    def type(self) -> str:
        """The root element of what changed."""
        return self.part_root or self.root

    def __str__(self) -> str:
        if self.kind is None:
            return self.id or "the catalog"
        whole = f"the {noun(self.root)} {self.id}"
        if not self.part:
            return whole
        return f"the {noun(self.part_root)} {self.part.rpartition('/')[2]} of {whole}"


def place_of(path: tuple[str, ...]) -> str:
    """A path as people read it; a key may be empty."""
    return "/".join(filter(None, (name.lstrip("@#") for name in path)))


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Args:
        subject: what it is about.
        path: names and keys from the object down to the place.
        before: what stood there; None if nothing did.
        after: what stands there now; None if nothing does.
        codes: what the values mean, where they are codes.
    """

    subject: Subject
    path: tuple[str, ...] = ()
    before: Tree | None = field(default=None, repr=False)  # a text may hold a password, as in a URL
    after: Tree | None = field(default=None, repr=False)
    codes: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    kind: ClassVar[ChangeKind]
    usual: ClassVar[Level] = Level.INFO
    """The level, unless the values make it graver."""
    group: ClassVar[Group] = Group.CHANGED
    words: ClassVar[str] = ""
    """What changed, in words; the name of the field if empty."""

    @property
    def level(self) -> Level:
        """How much it matters."""
        return self.usual

    @property
    def place(self) -> str:
        """The place inside the object, as people read it."""
        return place_of(self.path)

    @property
    def places(self) -> tuple[str, ...]:
        """The URIs or names that it touches: the object's, and that of the embedded resource that changed."""
        subject = self.subject
        return (subject.id, subject.part) if subject.part else (subject.id,)

    @property
    def reaches(self) -> tuple[str, ...]:
        """The URIs or names of all that it does something to: its places, or many objects of the catalog."""
        return self.places

    @property
    def what(self) -> str:
        """What changed, without the subject."""
        return self._instead(self.words or self.place)

    @property
    def sentence(self) -> str:
        """What changed, as a sentence."""
        return sentence_case(f"{self.subject}: {self.what}.")

    def _instead(self, words: str) -> str:
        before, after = self._value(self.before), self._value(self.after)
        if self.before is None:
            return (
                f"{words} is {quoted(after)}; there was none"
                if after
                else f"{words} is empty; there was none"
            )
        if self.after is None:
            return f"{words} is gone; it was {quoted(before)}" if before else f"{words} is gone; it was empty"
        if before == after:
            return f"{words} differs in what is not shown"
        return f"{words} is {quoted(after)} instead of {quoted(before)}"

    def _value(self, tree: Tree | None) -> str:
        text = shown(tree)
        return f"{text} ({self.codes[text]})" if text in self.codes else text
