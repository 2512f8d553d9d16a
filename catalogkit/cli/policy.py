"""Options that say what users decided: what must not be touched, and what must not be left."""

from __future__ import annotations

import click

from ..rules import Policy
from .options import gathered
from .patterns import GLOB, Filled

policy_options = gathered(
    "policy",
    lambda protect, forbid: Policy(protect, forbid),
    click.option(
        "--protect",
        type=GLOB,
        multiple=True,
        help="URIs or names that must not be touched; * spans /.",
    ),
    click.option(
        "--forbid",
        type=Filled("TEXT"),
        multiple=True,
        help="A text that must not stand anywhere in the catalog, such as the host of another database.",
    ),
)
"""`--protect` and `--forbid`; they arrive as one argument `policy`."""
