"""All answers about one launch, over one view of a dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.launch import ages, taken
from analytics.launch.board import BOARD, board
from analytics.launch.launches import launches

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.launch.launches import Launch, Launches
    from analytics.launch.taken import Taken
    from analytics.view import View


def offered(view: View) -> tuple[Launch, ...]:
    """The launches to choose from: those of the filters' products where they name any."""
    chosen, all_launches = view.filters.products, launches(view).launches
    return tuple(launch for launch in all_launches if not chosen or launch.item in chosen)


def tasks_of(view: View, launch: Launch) -> pl.DataFrame:
    """The board of a launch (rows of BOARD) as of the last day of the data."""
    every = launches(view)
    if every.as_of is None:
        return pl.DataFrame(schema=BOARD)
    return board(every.tasks, launch, every.as_of)


def curves(view: View) -> pl.DataFrame:
    """Every launch by age (rows of `ages.CURVES`), in the channels of the filters. Launches are
    compared whole: a period does not cut them."""
    table: pl.DataFrame = view.remember("launch curves", lambda: _curves(view, launches(view)))
    return table


def _curves(view: View, every: Launches) -> pl.DataFrame:
    begun = [launch for launch in every.launches if launch.item and launch.state == "past"]
    if not begun or every.as_of is None:
        return pl.DataFrame(schema=ages.CURVES)
    days = view.store.run(
        "launch/days",
        view.manifest.version,
        items=[launch.item for launch in begun],
        first_on=min(launch.day_zero for launch in begun if launch.day_zero),
        channels=view.filters.params()["channels"],
    )
    return ages.curves(days, begun, every.as_of)


def taken_by(view: View, launch: Launch, say: Callable[[float], None] = lambda _: None) -> Taken:
    """What the launch took from older products, in the channels of the filters."""
    every = launches(view).launches
    if launch.day_zero is None:
        return taken.taken(pl.DataFrame(), launch, every)
    first_on, last_on = taken.window(launch.day_zero)
    rows = view.store.run(
        "launch/weeks",
        view.manifest.version,
        first_on=first_on,
        last_on=last_on,
        channels=view.filters.params()["channels"],
    )
    say(0.1)
    return taken.taken(rows, launch, every, say)
