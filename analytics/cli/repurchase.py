"""`repurchase`: the curve of time to the second purchase, and rates within windows, by group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.cli import tables
from analytics.cli.command import Command, figure, refused
from analytics.cli.options import days
from analytics.errors import UsageError
from analytics.filters import Filters
from analytics.market import norm as of_market
from analytics.market import search as of_searches
from analytics.repurchase import repurchase
from analytics.repurchase.repurchase import AGAIN, GROUPINGS, WINDOWS

if TYPE_CHECKING:
    import argparse

    from rich.table import Table

    from analytics.cli.imported import Imported
    from analytics.market.norm import BrandNorm, Norm
    from analytics.market.search import SearchShare
    from analytics.words import Words


def options(parser: argparse.ArgumentParser) -> None:
    """The windows, the groups, and what counts as coming back."""
    parser.add_argument("--days", type=days, default=list(WINDOWS))
    parser.add_argument("--by", type=_grouping, default="all")
    parser.add_argument("--again", choices=AGAIN, default="any")
    parser.add_argument("--brand", metavar="NAME", default="")


def _grouping(text: str) -> str:
    if text not in ("all", *GROUPINGS):
        raise UsageError.unknown_column(text, ", ".join(GROUPINGS))
    return text


def run(imported: Imported, call: argparse.Namespace) -> dict[str, Any]:
    """Curve and windows of each group, without `--by` one group, `all`; the market and searches
    where there are sheets of them, beside the brand that `--brand` names. UsageError for a name
    that no sheet has."""
    imported.require_customers()
    query = repurchase.RepurchaseQuery(by=call.by, again=call.again)
    version = imported.manifest.version
    curve = repurchase.curve(imported.store, version, query)
    within = repurchase.within(imported.store, version, query, call.days)
    groups = repurchase.groups(imported.store, version, query)
    answers = (imported.store, version, Filters(), call.brand)
    market, searches = of_market.norm(*answers), of_searches.share_of_search(*answers)
    brands = {*market.brands, *searches.brands}
    if call.brand and call.brand not in brands:
        raise UsageError.bad_option("--brand", call.brand, ", ".join(sorted(brands)) or "-")
    return {
        "as_of": imported.as_of.isoformat(),
        "again": call.again,
        "groups": [_group(row, curve, within) for row in groups.to_dicts()],
        "market": _market(market),
        "search": _search(searches),
    }


def _market(market: Norm) -> dict[str, Any]:
    panel = market.panel
    return {
        "refusal": refused(market.refusal),
        "left_out": market.faults or {},
        "category": panel and panel.category,
        "period_from": panel and panel.period_from.isoformat(),
        "period_to": panel and panel.period_to.isoformat(),
        "mean": market.market and market.market.mean,
        "shape": market.market and market.market.shape,
        "spread": market.spread,
        "spreads": market.spreads,
        "brands": [_brand(brand) for brand in market.norms],
        "own": market.own and market.own.name,
        "observed": market.observed and figure(market.observed),
        "verdict": market.verdict,
        "own_refusal": refused(market.own_refusal),
    }


def _brand(brand: BrandNorm) -> dict[str, Any]:
    return {
        "brand": brand.name,
        "share": brand.share,
        "observed_penetration": brand.observed_penetration,
        "spread": brand.spread,
        "penetration": brand.expected.penetration,
        "rate": brand.expected.rate,
        "category_rate": brand.expected.category_rate,
        "repeat": brand.expected.repeat,
        "low": brand.low,
        "high": brand.high,
    }


def _search(searches: SearchShare) -> dict[str, Any]:
    estimates = {name: getattr(searches, name) for name in ("now", "before", "change")}
    weeks = searches.weeks.with_columns(pl.col("week_on").dt.to_string("iso"))
    return {
        "refusal": refused(searches.refusal),
        "left_out": searches.left_out,
        "brands": list(searches.brands),
        **{name: estimate and figure(estimate) for name, estimate in estimates.items()},
        "weeks": weeks.to_dicts(),
    }


def _group(row: dict[str, Any], curve: pl.DataFrame, within: pl.DataFrame) -> dict[str, Any]:
    is_group = pl.col("group") == row["group"]
    return {
        "group": row["group"] or None,
        "customers": row["customers"],
        "repeaters": row["repeaters"],
        "guests_share": row["guests_share"],
        "curve": curve.filter(is_group)
        .select("day", "at_risk", "events", "repurchased", "low", "high")
        .to_dicts(),
        "within": within.filter(is_group)
        .select("days", "rate", "low", "high", "eligible")
        .to_dicts(),
        "median_days": row["median_days"],
    }


def table(answer: dict[str, Any], words: Words) -> list[Table]:
    """One row per group: customers, who came back, and the rate within each window."""
    groups = answer["groups"]
    windows = [window["days"] for window in groups[0]["within"]] if groups else []
    columns = ("group", "customers", "repeaters", *(f"<={length}" for length in windows))
    rows = tables.new(words, "", columns)
    for group in groups:
        rates = [
            "" if window["rate"] is None else f"{window['rate']:.1%}" for window in group["within"]
        ]
        name = group["group"] or words.get("common.not_given")
        counts = (str(group["customers"]), str(group["repeaters"]))
        rows.add_row(tables.plain(name), *counts, *rates)
    return [rows]


COMMAND = Command("repurchase", run, table, options)
