"""What people call things."""

from __future__ import annotations

from catalogkit.model.descriptors import root_of_class
from catalogkit.model.nouns import NOUNS
from catalogkit.model.people import Organization, User, UserRole
from catalogkit.model.repository import Folder
from catalogkit.model.schedules import Calendar, Job
from catalogkit.model.types import TYPES
from catalogkit.model.usage import AccessEvent, Favorite

_OTHERS = (Folder, User, UserRole, Organization, Job, Calendar, AccessEvent, Favorite)


def test_everything_has_a_noun() -> None:
    assert {*NOUNS} == {*TYPES, *map(root_of_class, _OTHERS)}
