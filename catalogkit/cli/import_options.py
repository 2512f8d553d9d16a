"""The options of `js-import`, spelled as it spells them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from ..errors import UsageError
from ..keys import key_from_file, read_key
from ..rehearsal.options import ImportOptions, Strategy

_Function = TypeVar("_Function", bound=Callable[..., Any])
_FLAGS = {
    "update": "Overwrite what exists.",
    "skip-user-update": "With --update, leave existing users as they are.",
    "include-access-events": "Import access events.",
    "include-audit-events": "Import audit events.",
    "include-monitoring-events": "Import monitoring events.",
    "include-server-settings": "Import server settings.",
    "skip-themes": "Leave out everything in folders of themes.",
    "merge-organization": "Import into another organization than that of the catalog.",
}
_REFUSED = {
    "update-core-users": "what it changes is known to the command line of the server only",
    "prepend-path": "what it changes is known to the command line of the server only",
    "fail-on-wrong-key": "it is a switch of the server's command line; servers fail on a wrong key anyway",
}
"""Options of `js-import` that no service has, with the reason why they are not rehearsed (§6)."""
NAMES = frozenset(
    {
        *(name.replace("-", "_") for name in _FLAGS),
        "broken_dependencies",
        "organization",
        "keyalias",
        "secret_key",
    }
)
"""The parameters that make up `ImportOptions`."""


def _refuse(why: str) -> Callable[[click.Context, click.Parameter, bool], None]:
    def callback(_: click.Context, parameter: click.Parameter, value: bool) -> None:
        if value:
            raise UsageError("this option is not rehearsed", where=parameter.opts[0], hint=why)

    return callback


def import_options(function: _Function) -> _Function:
    """Add the options of `js-import`; they arrive as one argument `options`."""

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        given = {name: kwargs.pop(name) for name in NAMES}
        given["broken_dependencies"] = Strategy(given["broken_dependencies"])
        given["organization"] = given["organization"].strip()
        key = given.pop("secret_key")
        key_file = kwargs.pop("secret_key_file")
        if key is not None or key_file is not None:
            given["secret_key"] = read_key(key) if key is not None else key_from_file(key_file)
        return function(*args, options=ImportOptions(**given), **kwargs)

    wrapped.__doc__ = function.__doc__
    wrapped.__name__ = function.__name__
    decorated: Any = wrapped
    if hasattr(function, "__click_params__"):
        decorated.__click_params__ = function.__click_params__
    for name, why in _REFUSED.items():
        decorated = click.option(
            f"--{name}", is_flag=True, flag_value=True, hidden=True, expose_value=False, callback=_refuse(why)
        )(decorated)
    decorated = click.option(
        "--secret-key-file", metavar="FILE", help="The key that the catalog was exported with, in a file."
    )(decorated)
    decorated = click.option(
        "--secret-key",
        metavar="HEX",
        help="The key itself; better in a file or in CATALOGKIT_SECRET_KEY, where nobody sees it.",
    )(decorated)
    decorated = click.option(
        "--keyalias", default="", metavar="ALIAS", help="The alias of the key in the target's key store."
    )(decorated)
    decorated = click.option(
        "--organization", default="", metavar="ID", help="Import into this organization."
    )(decorated)
    decorated = click.option(
        "--broken-dependencies",
        type=click.Choice([strategy.value for strategy in Strategy]),
        default=Strategy.FAIL.value,
        show_default=True,
        help="What to do about references that lead out of the catalog.",
    )(decorated)
    for name, text in reversed(_FLAGS.items()):
        decorated = click.option(f"--{name}", is_flag=True, help=text)(decorated)
    return decorated  # type: ignore[no-any-return]
