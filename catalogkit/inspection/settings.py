"""`config`: the settings that hold, and where each comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .result import Result


@dataclass(frozen=True, slots=True)
class Setting:
    """One option of a command.

    Args:
        command: the command.
        option: its name, as a configuration spells it.
        value: what holds; secrets are masked.
        origin: the configuration file, the environment variable, or `default`.
    """

    command: str
    option: str
    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class SettingList(Result):
    """The settings of some commands.

    Args:
        config: the configuration file that was read; None for none.
        settings: one for each option.
        ignores: findings that are ignored, each in words.
    """

    schema: ClassVar[str] = "catalogkit/config/1"

    config: str | None
    settings: tuple[Setting, ...]
    ignores: tuple[str, ...]
