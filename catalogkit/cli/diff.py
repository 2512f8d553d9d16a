"""`catalogkit diff`."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click

from ..collector import collector_paused
from ..diff.kinds import Group
from ..errors import ExitCode
from ..inspection.diff_result import DiffOptions
from ..inspection.diffing import diff
from ..model.level import Level
from ..rules import Policy
from ..server import Api, Connection
from ..sources.servers import Asking
from ..sources.sides import opened_side
from .options import AMOUNT, Command, Common, common, progress_bar
from .output import Output, has_pages, output_of, template_option, write
from .patterns import GLOB, IGNORABLE, TYPE
from .policy import policy_options
from .server_options import api_option, connection_options

_GROUPS = [group.value for group in Group]


class _Groups(click.ParamType[tuple[Group, ...]]):
    """Names of groups with commas between them."""

    name = "GROUPS"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Group, ...]:
        names = [name.strip() for name in str(value).split(",") if name.strip()]
        wrong = [name for name in names if name not in _GROUPS]
        if wrong or not names:
            self.fail(f"there is no {', '.join(wrong) or 'group'}; there is {', '.join(_GROUPS)}", param, ctx)
        return tuple(Group(name) for name in names)


@click.command("diff", cls=Command)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("-u", "--uri", "uris", type=GLOB, multiple=True, help="Only URIs that match; * spans /.")
@click.option("-t", "--type", "types", type=TYPE, multiple=True, help="Only things of this type.")
@click.option(
    "--only",
    type=_Groups(),
    default=None,
    metavar="GROUPS",
    help=f"Only these, with commas between them: {', '.join(_GROUPS)}.",
)
@click.option(
    "--ignore",
    type=IGNORABLE,
    multiple=True,
    help="Do not show uri:GLOB, type:TYPE or field:GLOB; such changes are counted.",
)
@click.option("--noise", is_flag=True, help="Show what differs between any two exports too.")
@click.option("--no-impact", is_flag=True, help="Do not tell who depends on what changed: much faster.")
@click.option("--summary", is_flag=True, help="Tell how much differs, not what.")
@click.option(
    "--context", type=click.IntRange(0), default=3, show_default=True, help="Lines around changed lines."
)
@click.option(
    "--max-lines", type=AMOUNT, default="2000", show_default=True, help="Lines of one text that are shown."
)
@click.option(
    "--max-text", type=AMOUNT, default="8M", show_default=True, help="Bytes of a file compared by lines."
)
@policy_options
@click.option(
    "--fail-on",
    type=click.Choice([level.value for level in Level]),
    default=None,
    help="The level from which changes make the exit code 1; any change if not given.",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever differs.")
@api_option
@connection_options
@output_of("diff")
@template_option
@common
@collector_paused()
def command(
    old: str,
    new: str,
    uris: tuple[str, ...],
    types: tuple[str, ...],
    only: tuple[Group, ...] | None,
    ignore: tuple[str, ...],
    noise: bool,
    no_impact: bool,
    summary: bool,
    context: int,
    max_lines: int,
    max_text: int,
    policy: Policy,
    fail_on: str | None,
    exit_zero: bool,
    api: Api,
    connection: Connection,
    outputs: tuple[Output, ...],
    templates: Path | None,
    common: Common,
) -> int:
    """Tell what differs between OLD and NEW, risks first.

    Each side is a zip, a folder, `REF:path` in git, `-`, a saved listing of a repository (v1 XML, v2 JSON, or
    a folder of them), or the address of a server (`catalogkit list --help` tells about logins). Objects are
    compared by meaning: what differs between any two exports of the same thing is counted, and shown with
    --noise. Against a listing only what a listing knows is compared.

    Exit code 0: nothing differs, or nothing at --fail-on or above. 1: something does. 3: no readable input.
    4: a server cannot be reached, or refuses.
    """
    options = DiffOptions(
        uris=uris,
        types=types,
        groups=only or (),
        ignored=ignore,
        with_noise=noise,
        with_impact=not (no_impact or summary),
        context=context,
        max_lines=max_lines,
        max_text=max_text,
        policy=policy,
        with_inputs=any(output.form != "text" for output in outputs),
        with_images=has_pages(outputs),
        with_references=has_pages(outputs) and not (no_impact or summary),
    )
    with (
        ExitStack() as opened,
        progress_bar(common, "Listing") as listing,
        progress_bar(common, "Comparing") as reading,
    ):
        asking = Asking(connection, api, listing)
        sides = [opened.enter_context(opened_side(name, common.limits, asking)) for name in (old, new)]
        result = diff(sides[0], sides[1], options, reading)
        data = result.to_dict()
    code, reason = ExitCode.CLEAN, "nothing differs" if fail_on is None else f"nothing at {fail_on} or above"
    if result.fails(Level(fail_on) if fail_on is not None else None):
        code, reason = ExitCode.FINDINGS, "something differs" if fail_on is None else f"{fail_on} or above"
        if exit_zero:
            code, reason = ExitCode.CLEAN, reason + ", but --exit-zero was given"
    if summary:
        data["changes"], data["noise_changes"] = [], []
    write(
        {**data, "exit": {"code": int(code), "reason": reason}},
        outputs,
        verbose=common.verbose,
        templates=templates,
    )
    return code
