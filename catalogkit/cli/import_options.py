"""The options of `js-import`, spelled as it spells them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
from click.core import ParameterSource

from ..errors import UsageError
from ..keys import Key, key_from_file, read_key
from ..rehearsal.options import ImportOptions, Strategy
from .options import gathered

_FLAGS = {
    "update": "Overwrite what exists.",
    "skip-user-update": "With --update, leave existing users as they are.",
    "include-access-events": "Import access events.",
    "include-audit-events": "Import audit events.",
    "include-monitoring-events": "Import monitoring events.",
    "include-server-settings": "Import server settings.",
    "skip-themes": "Leave out everything in folders of themes.",
    "merge-organization": "Replace the organization of the catalog by that of --organization.",
}
_REFUSED = {
    "update-core-users": "what it changes is known to the command line of the server only",
    "prepend-path": "what it changes is known to the command line of the server only",
    "fail-on-wrong-key": "it is a switch of the server's command line; servers fail on a wrong key anyway",
}
"""Options of `js-import` that no service has, with the reason why they are not rehearsed (§6)."""


_SOURCES = (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT, ParameterSource.DEFAULT_MAP)
"""Where a value may come from, what outranks the others first."""


def _refuse(why: str) -> Callable[[click.Context, click.Parameter, bool], None]:
    def callback(_: click.Context, parameter: click.Parameter, value: bool) -> None:
        if value:
            raise UsageError("this option is not rehearsed", where=parameter.opts[0], hint=why)

    return callback


def _options(
    *,
    broken_dependencies: str,
    organization: str,
    secret_key: str | None,
    secret_key_file: str | None,
    **others: Any,
) -> ImportOptions:
    return ImportOptions(
        broken_dependencies=Strategy(broken_dependencies),
        organization=organization.strip(),
        secret_key=_key(secret_key, secret_key_file),
        **others,
    )


def _key(text: str | None, file: str | None) -> Key | None:
    """The key; of two that are given, the one whose source outranks that of the other.

    Raises:
        UsageError: both come from the same source, or there is no key in what is given.
    """
    if text is not None and file is not None:
        source = click.get_current_context().get_parameter_source
        of_text, of_file = (_SOURCES.index(source(name)) for name in ("secret_key", "secret_key_file"))
        if of_text == of_file:
            raise UsageError(
                "two keys are given", where="--secret-key, --secret-key-file", hint="leave one of them out"
            )
        text, file = (text, None) if of_text < of_file else (None, file)
    if text is not None:
        return read_key(text)
    return key_from_file(file) if file is not None else None


import_options = gathered(
    "options",
    _options,
    *(click.option(f"--{name}", is_flag=True, help=text) for name, text in _FLAGS.items()),
    click.option(
        "--broken-dependencies",
        type=click.Choice([strategy.value for strategy in Strategy]),
        default=Strategy.FAIL.value,
        show_default=True,
        help="What to do about references that lead out of the catalog.",
    ),
    click.option("--organization", default="", metavar="ID", help="Import into this organization."),
    click.option(
        "--keyalias", default="", metavar="ALIAS", help="The alias of the key in the target's key store."
    ),
    click.option(
        "--secret-key",
        metavar="HEX",
        help="The key that the catalog was exported with; better in a file or in CATALOGKIT_SECRET_KEY, "
        "where nobody sees it.",
    ),
    click.option(
        "--secret-key-file",
        type=click.Path(),
        metavar="FILE",
        help="The same key, in a file.",
    ),
    *(
        click.option(
            f"--{name}", is_flag=True, flag_value=True, hidden=True, expose_value=False, callback=_refuse(why)
        )
        for name, why in _REFUSED.items()
    ),
)
"""The options of `js-import`; they arrive as one argument `options`."""


secret_uri_option = click.option(
    "--secret-uri",
    default="",
    metavar="URI",
    help="A file in the repository that holds the key of the catalog (8.2).",
)
"""What a service takes beside them; it arrives as `secret_uri`."""


as_option = click.option(
    "--as",
    "user",
    default="",
    metavar="USER",
    help="Who imports, in the rehearsal. If not given: the user of the login to a running server, or else an "
    "administrator of the root organization.",
)
"""Who imports; it arrives as `user`."""
