"""`gate`: whether what sells privately sells publicly, what that rests on and who drives it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.cli import tables
from analytics.cli.command import Command, figure
from analytics.cli.options import number
from analytics.errors import UsageError
from analytics.filters import Filters
from analytics.gate.base import DEFAULT, Thresholds
from analytics.gate.dispersion import dispersion
from analytics.gate.evidence import report
from analytics.stats.intervals import UNMEASURED

if TYPE_CHECKING:
    import argparse

    from rich.table import Table

    from analytics.cli.imported import Imported
    from analytics.gate.base import ByMoney
    from analytics.gate.conditions import Manner
    from analytics.gate.dispersion import Dispersion
    from analytics.gate.evidence import GateReport
    from analytics.gate.prices import Divider
    from analytics.stats.intervals import Estimate
    from analytics.words import Words

EQUIVALENT = {"pass": True, "fail": False, "insufficient": None}


def options(parser: argparse.ArgumentParser) -> None:
    """Within how much of each other two prices count as the same."""
    parser.add_argument("--band", type=_band, default=DEFAULT.band, metavar="SHARE")


def _band(text: str) -> float:
    band = number("--band", text, "0.05")
    if not 0 < band < 1:
        raise UsageError.bad_option("--band", text, "0.05")
    return band


def run(imported: Imported, call: argparse.Namespace) -> dict[str, Any]:
    """The verdict and its conditions; UsageError without any order."""
    if not imported.manifest.has("lines"):
        raise UsageError.needs_orders()
    thresholds = Thresholds(band=call.band)
    store, version = imported.store, imported.manifest.version
    gate = report(store, version, Filters(), thresholds)
    return {
        "as_of": imported.as_of.isoformat(),
        "start": gate.start.isoformat(),
        "end": gate.end.isoformat(),
        "verdict": gate.gate.verdict,
        "reason": gate.reason,
        "lines": asdict(thresholds),
        "price": _price(gate),
        "manner": _manner(gate),
        "reach": _reach(gate),
        "dispersion": _dispersion(dispersion(store, version, Filters(), thresholds)),
        "drivers": _drivers(gate),
        "packs": gate.packs.select("item", "product", "ratio", "pack")
        .rename({"item": "sku"})
        .to_dicts(),
        "needed": asdict(gate.needed),
    }


def _price(gate: GateReport) -> dict[str, Any]:
    """Ratios of private to public net unit price, 1 = the same: the median by product and, as
    `weighted`, by money. `equivalent` is null where the data cannot tell."""
    condition = gate.gate.condition("same_price")
    return {
        "verdict": condition.verdict,
        **_ratio(condition.estimate),
        "skus": condition.estimate.n,
        "weighted": _weighted(condition.by_money),
        "divider": _divider(gate.divider),
        "equivalent": EQUIVALENT[condition.verdict],
        "gifts": gate.evidence["gifts"],
        "priced_gifts": gate.evidence["priced_gifts"],
    }


def _weighted(money: ByMoney | None) -> dict[str, Any]:
    """The ratio by money; `effective` is how many products of equal weight would say as much."""
    if money is None:
        return {"verdict": "insufficient", **_ratio(UNMEASURED), "effective": 0.0}
    return {"verdict": money.verdict, **_ratio(money.estimate), "effective": money.effective}


def _divider(divider: Divider | None) -> dict[str, Any] | None:
    """The product that sets the two ratios apart; null where they agree."""
    if divider is None:
        return None
    names = {"sku": divider.item, "product": divider.product}
    return {**names, "share": divider.share, "gap": divider.gap}


def _ratio(gap: Estimate) -> dict[str, float | None]:
    ends = {"ratio": gap.value, "low": gap.low, "high": gap.high}
    return {name: None if end is None else 1 + end for name, end in ends.items()}


def _manner(gate: GateReport) -> dict[str, Any]:
    """`excess` is the private share of units on special terms less the public one."""
    condition = gate.gate.condition("same_manner")
    is_measured = condition.estimate.value is not None
    return {
        "verdict": condition.verdict,
        "excess": figure(condition.estimate),
        "private": _side(gate.private) if is_measured else None,
        "public": _side(gate.public) if is_measured else None,
        "private_only": figure(gate.private_only),
    }


def _side(manner: Manner) -> dict[str, Any]:
    return {"units": dict(manner.units), "special": figure(manner.special)}


def _reach(gate: GateReport) -> dict[str, Any]:
    condition = gate.gate.condition("sold_in_public")
    return {
        "verdict": condition.verdict,
        **figure(condition.estimate),
        "public_share": figure(gate.public_share),
        "trend": figure(gate.trend),
    }


def _dispersion(prices: Dispersion) -> dict[str, Any]:
    return {
        "cv": figure(prices.cv),
        "spread": figure(prices.spread),
        "weeks": prices.weeks,
        "skus": prices.cv.n,
    }


def _drivers(gate: GateReport) -> list[dict[str, Any]]:
    """Those outside the band, most private money moved first; of a failed price, those on the side
    it fails on."""
    names = ("product", "ratio", "low", "high", "months", "private_paid", "moved")
    return gate.drivers.select(pl.col("item").alias("sku"), *names).to_dicts()


def table(answer: dict[str, Any], words: Words) -> list[Table]:
    """One row per condition with its figure, its 90 % interval and its verdict."""
    period = {name: answer[name] for name in ("start", "end")}
    verdict = words.get(f"common.verdict.{answer['verdict']}")
    title = words.get("gate.cli.title", verdict=verdict, **period)
    rows = tables.new(words, title, ("figure", "value", "interval_90", "verdict"))
    conditions = {
        "price": answer["price"],
        "weighted": answer["price"]["weighted"],
        "manner": answer["manner"]["excess"],
        "reach": answer["reach"],
    }
    verdicts = {name: answer[name]["verdict"] for name in conditions if name in answer}
    verdicts["weighted"] = answer["price"]["weighted"]["verdict"]
    for name, condition in conditions.items():
        value = condition.get("ratio", condition.get("value"))
        # A share that is counted has no interval of chance.
        ends = () if name == "reach" else (condition[end] for end in ("low", "high"))
        interval = "-".join(f"{end:.1%}" for end in ends if end is not None)
        verdict = words.get(f"common.verdict.{verdicts[name]}")
        written = "" if value is None else f"{value:.1%}"
        rows.add_row(words.get(f"gate.cli.{name}"), written, interval, verdict)
    return [rows]


COMMAND = Command("gate", run, table, options)
