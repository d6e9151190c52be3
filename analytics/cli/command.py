"""What a command of `python -m analytics` is made of: one in each module of this room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

    from rich.table import Table

    from analytics.cli.imported import Imported
    from analytics.stats.intervals import Estimate
    from analytics.stats.refusals import Refused
    from analytics.words import Words

Answer = dict[str, Any]


def no_options(_parser: argparse.ArgumentParser) -> None:
    """For a command with nothing to set beyond what every command takes."""


def done(_answer: Answer) -> int:
    """The exit status of a command that has no more to say by it."""
    return 0


@dataclass(frozen=True)
class Command:
    """A command under its name. `run` gives the answer that `--json` prints (docs/contracts.md),
    `table` the same for people at a terminal; `options` adds what only this command takes,
    `status` is the exit status of an answer. Its line of help is `cli.<name>`."""

    name: str
    run: Callable[[Imported, argparse.Namespace], Answer]
    table: Callable[[Answer, Words], list[Table]]
    options: Callable[[argparse.ArgumentParser], None] = no_options
    status: Callable[[Answer], int] = done
    has_notes: bool = True
    """Whether the notes on the days of the data stand beside the answer."""
    reads_stored: bool = False
    """Whether a call without files is about a dataset of the real store: the one that is open
    there, or that of `--dataset`."""


def figure(estimate: Estimate) -> dict[str, Any]:
    """An estimate as every answer writes it."""
    return {
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "n": estimate.n,
    }


def refused(refusal: Refused[str] | None) -> dict[str, Any] | None:
    """A refusal as every answer writes it; None where there is an answer."""
    return None if refusal is None else asdict(refusal)
