"""`margins`: where the list price goes, what changed, unit costs, and prices that pay."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from analytics.cli import tables
from analytics.cli.command import Command, refused
from analytics.errors import UsageError
from analytics.filters import Filters
from analytics.margins import report
from analytics.margins.base import Refusal
from analytics.margins.waterfall import KEYS
from analytics.view import View

if TYPE_CHECKING:
    import argparse
    from decimal import Decimal

    from rich.table import Table

    from analytics.cli.imported import Imported
    from analytics.margins.waterfall import Loss, Waterfall
    from analytics.words import Words

OWN_NAMES = {"item": "sku"}
"""Columns that the answer calls otherwise."""


def run(imported: Imported, _: argparse.Namespace) -> dict[str, Any]:
    """All figures of the whole dataset, refusals as codes; UsageError without any order."""
    if not imported.manifest.has("lines"):
        raise UsageError.needs_orders()
    view = View(imported.store, imported.manifest, Filters())
    costs, room = report.costs(view), report.price_room(view)
    return {
        "as_of": imported.as_of.isoformat(),
        "currency": imported.manifest.about["currency"],
        "waterfall": _waterfall(report.where(view)),
        "products": report.products(view).rename(OWN_NAMES).to_dicts(),
        "change": _change(view),
        "unit_costs": {
            "slope": costs.slope,
            "with_trend": costs.with_trend,
            "stamped": costs.stamped,
            "refusal": refused(costs.refusal),
            "products": costs.trends.rename(OWN_NAMES).to_dicts(),
        },
        "room": {
            "share": room.share,
            "n": room.n,
            "before_commission": room.before_commission,
            "refusal": refused(room.refusal),
            "products": room.products.rename(OWN_NAMES).to_dicts(),
        },
    }


def _waterfall(answer: Waterfall) -> dict[str, Any]:
    low, high = answer.band or (None, None)
    quality = asdict(answer.quality)
    return {
        "listed": float(answer.listed),
        "paid": float(answer.paid),
        "pocket": float(answer.pocket),
        "losses": [_loss(answer.loss(key), answer) for key in KEYS],
        "contribution": _number(answer.contribution),
        "low": _number(low),
        "high": _number(high),
        "without": list(answer.without),
        "refusal": refused(answer.refusal),
        "quality": {
            name: value if isinstance(value, int) else float(value)
            for name, value in quality.items()
        },
    }


def _loss(loss: Loss, answer: Waterfall) -> dict[str, Any]:
    return {
        "key": loss.key,
        "amount": _number(loss.amount),
        "share": None if loss.amount is None else answer.share(loss.amount),
        "low": _number(loss.low),
        "high": _number(loss.high),
        "known": loss.known,
        "refusal": refused(loss.refusal),
    }


def _change(view: View) -> dict[str, Any]:
    """The two periods and the parts; null with a refusal where they cannot be told."""
    periods, answer = report.changed(view)
    if isinstance(periods, Refusal) or answer is None:
        refusal = periods if isinstance(periods, Refusal) else None
        return {"periods": None, "parts": None, "refusal": refused(refusal)}
    return {
        "periods": {
            name: value.isoformat() if hasattr(value, "isoformat") else value
            for name, value in asdict(periods).items()
        },
        "before": _number(answer.before),
        "after": _number(answer.after),
        "parts": {part: float(amount) for part, amount in answer.parts.items()} or None,
        "came": answer.came,
        "went": answer.went,
        "left_out": list(answer.left_out),
        "refusal": refused(answer.refusal),
    }


def _number(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)


def table(answer: dict[str, Any], words: Words) -> list[Table]:
    """One row per step with its money and its share of the list price, or why it is not told."""
    waterfall = answer["waterfall"]
    rows = tables.new(words, words.get("money.cli.title"), ("figure", "value", "share", "verdict"))
    rows.add_row(words.get("money.step.listed"), f"{waterfall['listed']:,.0f}", "100%", "")
    for loss in waterfall["losses"]:
        rows.add_row(
            words.get(f"money.step.{loss['key']}"),
            "" if loss["amount"] is None else f"{loss['amount']:,.0f}",
            "" if loss["share"] is None else f"{loss['share']:.1%}",
            _reason(loss["refusal"], words),
        )
    remains, listed = waterfall["contribution"], waterfall["listed"]
    rows.add_row(
        words.get("money.step.remains"),
        "" if remains is None else f"{remains:,.0f}",
        "" if remains is None or not listed else f"{remains / listed:.1%}",
        _reason(waterfall["refusal"], words),
    )
    return [rows]


def _reason(refusal: dict[str, Any] | None, words: Words) -> str:
    if refusal is None:
        return ""
    ends = {
        name: "" if refusal[name] is None else f"{refusal[name]:.0%}" for name in ("have", "least")
    }
    return words.get(f"money.refusal.{refusal['code']}", **ends)


COMMAND = Command("margins", run, table)
