"""What `gate` of the headless command answers, as `contracts.md` lays down."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.errors import UsageError
from analytics.filters import Filters
from analytics.gate.base import Thresholds
from analytics.gate.dispersion import dispersion
from analytics.gate.evidence import report

if TYPE_CHECKING:
    import argparse

    from analytics.cli.imported import Imported
    from analytics.gate.base import Condition
    from analytics.gate.conditions import Manner
    from analytics.gate.dispersion import Dispersion
    from analytics.gate.evidence import GateReport
    from analytics.stats.intervals import Estimate

EQUIVALENT = {"pass": True, "fail": False, "insufficient": None}


def gate(imported: Imported, call: argparse.Namespace) -> dict[str, Any]:
    """`gate`: the verdict, what it rests on and who drives it; lines as the call sets them.

    UsageError without any order.
    """
    if not imported.manifest.has("lines"):
        raise UsageError.needs_orders()
    lines = Thresholds(band=call.band)
    store, version = imported.store, imported.manifest.version
    found = report(store, version, Filters(), lines)
    return {
        "as_of": imported.as_of.isoformat(),
        "start": found.start.isoformat(),
        "end": found.end.isoformat(),
        "verdict": found.gate.verdict,
        "reason": found.reason,
        "lines": asdict(lines),
        "price": _price(found),
        "manner": _manner(found),
        "reach": _reach(found),
        "dispersion": _dispersion(dispersion(store, version, Filters(), lines)),
        "drivers": _drivers(found),
        "packs": found.packs.select("item", "product", "ratio", "pack")
        .rename({"item": "sku"})
        .to_dicts(),
        "needed": asdict(found.needed),
    }


def _price(found: GateReport) -> dict[str, Any]:
    """Ratios of private to public net unit price, 1 = the same. `equivalent` is null where the
    data cannot tell."""
    one = found.gate.condition("same_price")
    value, low, high = (
        None if end is None else 1 + end
        for end in (one.estimate.value, one.estimate.low, one.estimate.high)
    )
    return {
        "verdict": one.verdict,
        "ratio": value,
        "low": low,
        "high": high,
        "skus": one.estimate.n,
        "equivalent": EQUIVALENT[one.verdict],
        "gifts": found.evidence["gifts"],
        "priced_gifts": found.evidence["priced_gifts"],
    }


def _manner(found: GateReport) -> dict[str, Any]:
    """`excess` is the private share of units on special terms less the public one."""
    one = found.gate.condition("same_manner")
    is_told = one.estimate.value is not None
    return {
        "verdict": one.verdict,
        "excess": _estimate(one),
        "private": _side(found.private) if is_told else None,
        "public": _side(found.public) if is_told else None,
        "private_only": _number(found.private_only),
    }


def _side(manner: Manner) -> dict[str, Any]:
    return {"units": dict(manner.units), "special": _number(manner.special)}


def _reach(found: GateReport) -> dict[str, Any]:
    one = found.gate.condition("sold_in_public")
    return {
        "verdict": one.verdict,
        **_estimate(one),
        "public_share": _number(found.public_share),
        "trend": _number(found.trend),
    }


def _dispersion(found: Dispersion) -> dict[str, Any]:
    return {
        "cv": _number(found.cv),
        "spread": _number(found.spread),
        "weeks": found.weeks,
        "skus": found.cv.n,
    }


def _drivers(found: GateReport) -> list[dict[str, Any]]:
    """Those outside the band, most private money moved first; of a failed price, those on the side
    it fails on."""
    names = ("product", "ratio", "low", "high", "months", "private_paid", "moved")
    return found.drivers.select(pl.col("item").alias("sku"), *names).to_dicts()


def _estimate(one: Condition) -> dict[str, Any]:
    return _number(one.estimate)


def _number(one: Estimate) -> dict[str, Any]:
    return {"value": one.value, "low": one.low, "high": one.high, "n": one.n}
