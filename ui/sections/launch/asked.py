"""What the parts of the Launch page ask: one launch of those the filters let through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.filters import Filters
from analytics.launch import ages, buyers, report
from analytics.launch import launches as listing
from analytics.launch.board import board as placed
from ui import cache, names, state
from ui.views.launch import tasks

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from analytics.jobs import Job
    from analytics.launch.ages import AtAge, Count, Usual
    from analytics.launch.buyers import Buyers
    from analytics.launch.launches import Launch, Launches
    from analytics.launch.taken import Taken
    from analytics.storage.versions import Store
    from ui.page import Page

ALL = Filters()


def _launches(_store: Store, version: str, filters: Filters) -> Launches:
    return listing.launches(cache.view(version, filters))


def _curves(_store: Store, version: str, filters: Filters) -> pl.DataFrame:
    return report.curves(cache.view(version, filters))


def _buyers(_store: Store, version: str, code: str) -> Buyers:
    view = cache.view(version, ALL)
    launch = listing.launches(view).find(code)
    assert launch is not None
    return buyers.buyers(view, launch)


def _taken(
    _store: Store, version: str, filters: Filters, code: str, say: Callable[[float], None]
) -> Taken:
    view = cache.view(version, filters)
    launch = listing.launches(view).find(code)
    assert launch is not None
    return report.taken_by(view, launch, say)


def launches(page: Page) -> Launches:
    """Every launch of the dataset."""
    return cache.answer(_launches, page.version, ALL)


def offered(page: Page) -> dict[str, str]:
    """Code -> name of the launches to choose from: those of the filters' products."""
    chosen = page.filters.products
    return {
        launch.code: names.shown(launch.name)
        for launch in launches(page).launches
        if not chosen or launch.item in chosen
    }


def launch(page: Page) -> Launch | None:
    """The launch of the address; where it names none that is offered, the newest on sale that has
    tasks, else the first offered."""
    codes = list(offered(page))
    if not codes:
        return None
    default = launches(page).find(None)
    first = default.code if default is not None and default.code in codes else codes[0]
    return launches(page).find(state.option("launch", first, codes))


def coming(page: Page) -> Launch | None:
    """The next launch that is still to come."""
    later = [each for each in launches(page).launches if each.state == "to_come"]
    return later[-1] if later else None


def made_edits(page: Page) -> dict[int, dict[str, Any]]:
    """Row number -> what was changed in the board in this session."""
    edits: dict[int, dict[str, Any]] = state.kept(f"launch.edits.{page.version}", dict)
    return edits


def board(page: Page, which: Launch) -> pl.DataFrame:
    """The task board of a launch, with what was changed in this session."""
    every = launches(page)
    rows = tasks.with_edits(every.tasks, made_edits(page))
    return placed(rows, which, page.as_of)


def curves(page: Page) -> pl.DataFrame:
    """Every launch by age, in the channels of the filters."""
    return cache.answer(_curves, page.version, Filters(channels=page.filters.channels))


def at_age(page: Page, which: Launch, count: Count = "units") -> AtAge:
    """The launch against the one before it."""
    return ages.at_age(curves(page), which, launches(page).launches, count)


def usual(page: Page, which: Launch, count: Count = "units") -> Usual:
    """What is usual at its age."""
    return ages.usual(curves(page), which, launches(page).launches, count)


def bought(page: Page, which: Launch) -> Buyers:
    """Who bought it."""
    return cache.answer(_buyers, page.version, which.code)


def taking(page: Page, which: Launch) -> Job[Taken]:
    """What it took from older products, being worked out."""
    filters = Filters(channels=page.filters.channels)
    return cache.work(_taken, page.version, filters, which.code)
