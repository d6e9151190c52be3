"""What the opening of a store did to online orders of its region, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.stores.halo import STEP
from ui import format as fmt
from ui import names
from ui.text import literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.stores.base import Refusal
    from analytics.stores.halo import Halo
    from analytics.stores.openings import Openings
    from ui.text import Text

MOST_OTHERS = 30
"""Regions drawn behind the store's own: those with most orders scatter least."""
MOST_NAMED = 5
RARE = 0.005
"""A chance that would be written as nothing."""
WHOLE = 100.0


def place(region: str) -> str:
    """A region as people call it: its city, else its province."""
    return region.rpartition("/")[2]


def sentence(halo: Halo, text: Text) -> str:
    """The answer, or why there is none."""
    if halo.refusal is not None:
        return reason(halo.refusal, text)
    change, lead = halo.change, halo.lead
    facts = {
        "who": _who(halo, text),
        "regions": fmt.count(change.n, text.lang),
        "share": fmt.percent(abs(change.value or 0.0), text.lang, 0),
        "range": _range(change.low, change.high, text, is_fewer=halo.verdict == "fewer"),
    }
    if halo.verdict == "cannot_tell" and not halo.is_flat:
        return text("stores.halo.moving", **facts, lead=_signed(lead.value, text))
    return text(f"stores.halo.{halo.verdict}", **facts)


def chance_sentence(halo: Halo, text: Text) -> str:
    """How often regions without a store look so by themselves; empty where nothing was compared."""
    if halo.chance is None or halo.least_chance is None:
        return ""
    if halo.chance < RARE:
        return text("stores.halo.hardly")
    chance = fmt.percent(halo.chance, text.lang, 0)
    if len(halo.openings) > 1:
        return text("stores.halo.chance_of_many", chance=chance)
    least = fmt.percent(halo.least_chance, text.lang, 0)
    return text("stores.halo.chance", chance=chance, least=least)


def left_out(openings: Openings, text: Text) -> list[str]:
    """Stores that are not looked at, by why."""
    groups = {
        "same_region": openings.same_region,
        "to_come": openings.to_come,
        "undated": openings.undated,
        "elsewhere": openings.elsewhere,
    }
    return [
        text(f"stores.halo.left.{code}", names=_named(written, text))
        for code, written in groups.items()
        if written
    ]


def reason(refusal: Refusal, text: Text) -> str:
    """Why there is no answer, and what to bring."""
    counts = {
        name: "" if number is None else fmt.count(number, text.lang)
        for name, number in (("have", refusal.have), ("least", refusal.least))
    }
    return text(f"stores.refusal.{refusal.code}", **counts)


def strip(halo: Halo, text: Text) -> pl.DataFrame:
    """One row per region and week of the chart: week, change and limits in per cent, sentence."""
    own = halo.strip.filter("is_own")
    others = halo.strip.filter(~pl.col("is_own"))
    calm = (
        others.group_by("region")
        .agg(pl.col("change").std().alias("scatter"))
        .sort("scatter", "region", nulls_last=True)
        .head(MOST_OTHERS)["region"]
    )
    shown = pl.concat([others.filter(pl.col("region").is_in(calm.to_list())), own])
    sentences = [
        text(
            "stores.halo.point",
            region=text("stores.halo.own") if is_own else place(region),
            first=fmt.count(abs(week) - STEP // 2 + 1, text.lang),
            last=fmt.count(abs(week) + STEP // 2, text.lang),
            when=text("stores.halo.after" if week > 0 else "stores.halo.before"),
            change=_signed(change, text),
        )
        for region, week, change, is_own in shown.select(
            "region", "week", "change", "is_own"
        ).iter_rows()
    ]
    return shown.with_columns(
        *(pl.col(name) * WHOLE for name in ("change", "low", "high")),
        sentence=pl.Series(sentences, dtype=pl.String),
    )


def mean(halo: Halo, text: Text) -> tuple[float, str]:
    """The change of all weeks after the opening in per cent, and the same in words."""
    ends = _range(halo.change.low, halo.change.high, text, is_fewer=False)
    value = halo.change.value or 0.0
    return value * WHOLE, text("stores.halo.mean_point", change=_signed(value, text), range=ends)


def rows(halo: Halo, text: Text) -> tuple[pl.DataFrame, dict[str, str]]:
    """The rows behind the chart with their headers: every region in steps of four weeks."""
    table = halo.strip.select(
        pl.col("region").map_elements(place, return_dtype=pl.String),
        "week",
        *((pl.col(name) * WHOLE).round(1) for name in ("change", "low", "high")),
    )
    return table, {name: text(f"stores.halo.column.{name}") for name in table.columns}


def _who(halo: Halo, text: Text) -> str:
    if len(halo.openings) > 1:
        return text("stores.halo.many", count=len(halo.openings))
    opening = halo.openings[0]
    return text(
        "stores.halo.one", name=literal(opening.name), region=literal(place(opening.region))
    )


def _range(low: float | None, high: float | None, text: Text, *, is_fewer: bool) -> str:
    if low is None or high is None:
        return fmt.dash(text.lang)
    ends = (-high, -low) if is_fewer else (low, high)
    return fmt.interval(*ends, text.lang, rate=True, digits=0)


def _signed(share: float | None, text: Text) -> str:
    if share is None:
        return fmt.dash(text.lang)
    written = fmt.percent(share, text.lang, 0)
    return f"+{written}" if share > 0 else written


def _named(written: Sequence[str], text: Text) -> str:
    return text("common.and").join(literal(names.shown(name)) for name in written[:MOST_NAMED])
