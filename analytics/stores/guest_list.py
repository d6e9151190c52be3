"""Everybody on the list of a pool of events, person by person, and what became of the new ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analytics.stats import survival, survival_points
from analytics.stats.intervals import UNMEASURED, Estimate
from analytics.stores.base import DAYS

if TYPE_CHECKING:
    from analytics.stores.attendance import Pool
    from analytics.view import View


@dataclass(frozen=True)
class GuestList:
    """People, each once, by how they stood at the first of the events they came to: `unknown` to
    the orders, `never` bought, bought `before` it, first bought on its days or within 90 days of
    its end (`new`), or `later`. `again`: visits beyond a person's first. `new_back`: the share of
    the new who bought again within 90 days; its n is those of them who could be followed."""

    unknown: int
    never: int
    before: int
    new: int
    later: int
    again: int
    new_back: Estimate


def guest_list(view: View, pool: Pool) -> GuestList:
    """Of all on the list, whatever channels and products are chosen: the money went to all."""
    rows = view.store.run(
        "stores/guest_list",
        view.manifest.version,
        event_ids=list(pool.event_ids),
        horizon_days=DAYS,
    )
    people: dict[str, int] = dict(rows.group_by("standing").agg(pl.col("people").sum()).iter_rows())
    return GuestList(
        **{
            standing: people.get(standing, 0)
            for standing in ("unknown", "never", "before", "new", "later")
        },
        again=int((rows["visits"] - rows["people"]).sum()),
        new_back=_back(rows.filter((pl.col("standing") == "new") & (pl.col("days") > 0))),
    )


def _back(rows: pl.DataFrame) -> Estimate:
    people = rows.select("days", "is_event", group="standing", customers="people")
    share = survival_points.on_day(survival.kaplan_meier(people), DAYS)
    return share.get("new", UNMEASURED)
