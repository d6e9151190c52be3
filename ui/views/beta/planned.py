"""Rules locked so far, and how few strangers would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.beta.two_stages import MOST
from ui import format as fmt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.beta.rules import Rule
    from analytics.beta.two_stages import TwoStages
    from ui.text import Text

HUNDRED = 100
LOCKED = {
    "saved_on": pl.Date,
    "unacceptable": pl.Float64,
    "desired": pl.Float64,
    "stop_at": pl.String,
    **dict.fromkeys(("seeds", "go_at", "invited"), pl.Int64),
}


def locked(rules: Sequence[Rule], sku: str | None, text: Text) -> pl.DataFrame:
    """One row per rule for this product or for any, newest first (LOCKED): the day it was locked,
    the two shares in per cent, and its lines, a dash where it has none to stop at."""
    return pl.DataFrame(
        [
            {
                "saved_on": rule.saved_on,
                "unacceptable": HUNDRED * rule.plan.unacceptable,
                "desired": HUNDRED * rule.plan.desired,
                "stop_at": _stop(rule, text),
                "seeds": rule.plan.seeds,
                "go_at": rule.plan.go_at,
                "invited": rule.plan.invited,
            }
            for rule in rules
            if rule.sku in ("", sku or "")
        ],
        schema=LOCKED,
    )


def _stop(rule: Rule, text: Text) -> str:
    has_stop = rule.plan.has_stop
    return fmt.count(rule.plan.stop_at, text.lang) if has_stop else fmt.dash(text.lang)


def strangers(designs: tuple[TwoStages, TwoStages], text: Text) -> pl.DataFrame:
    """One row per design, that which asks fewest people of a weak product on average, and that
    which asks fewest at all: design, first, stop_at, people, drop_at, expected (people asked of a
    weak product on average), false_go and power (per cent)."""
    return pl.DataFrame(
        [
            {
                "design": text(f"beta.design.{key}"),
                "first": design.first,
                "stop_at": design.stop_at,
                "people": design.people,
                "drop_at": design.drop_at,
                "expected": round(design.expected, 1),
                "false_go": round(HUNDRED * design.false_go, 1),
                "power": round(HUNDRED * design.power, 1),
            }
            for key, design in zip(("optimal", "minimax"), designs, strict=True)
        ]
    )


def strangers_sentence(designs: tuple[TwoStages, TwoStages] | None, text: Text) -> str:
    """The first design in words; that it takes more people than are tried, where it does."""
    if designs is None:
        return text("beta.strangers_many", most=fmt.count(MOST, text.lang))
    design, _ = designs
    return text(
        "beta.strangers",
        first=fmt.count(design.first, text.lang),
        stop=fmt.count(design.stop_at, text.lang),
        people=fmt.count(design.people, text.lang),
        drop=fmt.count(design.drop_at, text.lang),
    )
