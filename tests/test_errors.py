"""Every error has an exit code and a remedy."""

import pytest

from catalogkit import errors
from catalogkit.errors import CatalogkitError, ExitCode, exit_code

CLASSES = [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, CatalogkitError)]


@pytest.mark.parametrize("cls", CLASSES)
def test_every_class_is_drawn_in_the_tree(cls: type[CatalogkitError]) -> None:
    assert errors.__doc__ is not None
    assert f"{cls.__name__} " in errors.__doc__


@pytest.mark.parametrize("cls", set(CLASSES) - {CatalogkitError})
def test_every_class_has_an_exit_code(cls: type[CatalogkitError]) -> None:
    assert exit_code(cls("what")) in (ExitCode.USAGE, ExitCode.UNREADABLE, ExitCode.SERVER)


def test_an_error_says_what_and_where() -> None:
    error = CatalogkitError("it failed", where="here", hint="do this")

    assert (str(error), error.hint) == ("it failed (here)", "do this")
    assert str(CatalogkitError("it failed")) == "it failed"
    assert exit_code(error) is ExitCode.INTERNAL
