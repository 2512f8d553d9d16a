"""`catalogkit refs`."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import UsageError
from ..inspection.refs import Asked, Question, refs
from ..references.edge import Strength
from ..references.graph import build_graph
from ..sources import opened_catalog
from .options import Command, Common, catalog_argument, common, progress_bar
from .output import Output, output_of, template_option, write
from .patterns import Filled


@click.command("refs", cls=Command)
@catalog_argument
@click.argument("uri", type=Filled("URI", "leave it out"), required=False)
@click.option("--reverse", is_flag=True, help="Tell who needs URI, instead of what URI needs.")
@click.option("--transitive", is_flag=True, help="Go on to what is needed through others.")
@click.option(
    "--soft", is_flag=True, help="With --transitive, also follow what breaks nothing when it is missing."
)
@click.option(
    "--why",
    "chain",
    nargs=2,
    metavar="A B",
    help="Tell why A needs B: the shortest chain of references.",
)
@click.option("--missing", "ask_missing", is_flag=True, help="Tell what to add so that nothing is missing.")
@click.option("--unused", "ask_unused", is_flag=True, help="Tell which resources nothing needs.")
@click.option("--events", is_flag=True, help="Read access events too: who opened what.")
@click.option("--structure", is_flag=True, help="Count folders as needed by what is in them.")
@output_of("refs")
@template_option
@common
def command(
    catalog: str,
    uri: str | None,
    reverse: bool,
    transitive: bool,
    soft: bool,
    chain: tuple[str, str] | None,
    ask_missing: bool,
    ask_unused: bool,
    events: bool,
    structure: bool,
    outputs: tuple[Output, ...],
    templates: Path | None,
    common: Common,
) -> None:
    """Tell who needs whom in CATALOG, and where that is written.

    References are found in descriptors and in content: JRXML, style templates, Domains, dashboards, data
    adapters, jobs, people. Without URI everything is counted and what is missing is listed; with URI, what
    it needs. URI may also be a name, like `user ana` or `role ROLE_USER`.

    Pictures (dot, mermaid, svg, html) show the same references as the text.
    """
    flags = {"--missing": ask_missing, "--unused": ask_unused}
    asked = _asked(uri, chain, flags, reverse, transitive, soft)
    with (
        progress_bar(common, "Reading") as reading,
        opened_catalog(catalog, common.limits, reading) as opened,
    ):
        graph = build_graph(opened, access_events=events, structure=structure)
        result = refs(opened, graph, asked)
    write(result.to_dict(), outputs, verbose=common.verbose, templates=templates)


def _asked(
    uri: str | None,
    chain: tuple[str, str] | None,
    flags: dict[str, bool],
    reverse: bool,
    transitive: bool,
    soft: bool,
) -> Asked:
    """The question that the options ask.

    Raises:
        UsageError: they do not go together.
    """
    given = [name for name, is_given in flags.items() if is_given]
    given += ["--why"] if chain else []
    given += ["--reverse or --transitive"] if reverse or transitive else []
    if len(given) > 1:
        raise UsageError(f"{' and '.join(given)} do not go together", hint="ask one question at a time")
    if uri is None and (reverse or transitive):
        raise UsageError(f"{given[0]} needs a URI", hint="e.g. `catalogkit refs CATALOG /reports/x`")
    if uri is not None and given and given[0] in ("--why", "--unused"):
        raise UsageError(f"{given[0]} takes no URI beside it", where=uri, hint="leave the URI out")
    if soft and not transitive:
        raise UsageError("--soft says what to follow with --transitive", hint="add --transitive")
    names = () if uri is None else (uri,)
    weakest = Strength.SOFT if soft else Strength.RUN_TIME
    if chain:
        return Asked(Question.WHY, chain)
    if given == ["--missing"]:
        return Asked(Question.MISSING, names)
    if given == ["--unused"]:
        return Asked(Question.UNUSED)
    if uri is None:
        return Asked()
    return Asked(Question.NEEDED_BY if reverse else Question.NEEDS, names, transitive, weakest)
