"""What happened when prices moved, and against whom they stand: sentences and frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ui import format as fmt
from ui import names
from ui.text import literal
from ui.views.pricing.decision import price, reason
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.pricing.elasticity import Elasticity
    from analytics.pricing.pack_sizes import Ladder
    from analytics.pricing.price_moves import MoveEffect
    from analytics.pricing.rivals import PriceIndex
    from analytics.stats.intervals import Estimate
    from ui.text import Text

TENTH = 1.1
FURTHEST, SPREADS, STEPS = 0.2, 2.0, 4
"""Changes of price are drawn up to a fifth, to twice the spread of prices, in so many steps."""


def elasticity_sentence(slope: Elasticity, text: Text) -> str:
    """By how much units change when prices rise by a tenth, or why it cannot be told."""
    if slope.refusal is not None:
        return text("pricing.slope_refused", reason=reason(slope.refusal, text))
    if None in (slope.value.value, slope.value.low, slope.value.high):
        return text("pricing.slope_refused", reason=text("pricing.refusal.few_products"))
    sentence = text(
        "pricing.slope", products=fmt.count(slope.moved, text.lang), **_tenth(slope.value, text)
    )
    return joined([sentence, _rivals(slope, text)], text)


def _tenth(slope: Estimate, text: Text) -> dict[str, str]:
    """By how much units change when a price rises by a tenth, and between what that may be."""
    value, low, high = (
        None if end is None else TENTH**end - 1 for end in (slope.value, slope.low, slope.high)
    )
    ends = fmt.interval(low, high, text.lang, rate=True)
    return {"change": fmt.percent(value, text.lang, 0), "range": ends}


def _rivals(slope: Elasticity, text: Text) -> str:
    """What rivals' prices do to the units, or why they are left out."""
    if slope.rival_refusal is not None:
        return text("pricing.rivals_left_out", reason=reason(slope.rival_refusal, text))
    return text("pricing.rivals_joined", **_tenth(slope.rival, text))


def response(slope: Elasticity, text: Text) -> pl.DataFrame:
    """By how much units change with the price, as far as prices have moved: change, units, low,
    high (per cent), sentence; empty where it cannot be told."""
    ends = (slope.value.value, slope.value.low, slope.value.high)
    if slope.refusal is not None or slope.spread is None or None in ends:
        return pl.DataFrame()
    furthest = min(FURTHEST, SPREADS * slope.spread)
    rows = []
    for step in range(-STEPS, STEPS + 1):
        change = furthest * step / STEPS
        units = [(1 + change) ** end - 1 for end in ends if end is not None]
        low, high = sorted(units[1:])
        rows.append(
            {"change": change, "units": units[0], "low": low, "high": high}
            | {"sentence": _response(change, units[0], low, high, text)}
        )
    return pl.DataFrame(rows).with_columns(
        pl.col(name) * 100 for name in ("change", "units", "low", "high")
    )


def _response(change: float, units: float, low: float, high: float, text: Text) -> str:
    return text(
        "pricing.response_point",
        change=fmt.percent(change, text.lang, 0),
        units=fmt.percent(units, text.lang, 0),
        range=fmt.interval(low, high, text.lang, rate=True),
    )


def moves(effects: Sequence[MoveEffect], text: Text) -> pl.DataFrame:
    """One row per price move, latest first: label, product, week_on, before, after, and the change
    of units with its limits as value, low and high (per cent), sentence, reason (null unless the
    change cannot be told)."""
    rows = [
        {
            "label": text(
                "pricing.move_label",
                product=names.shown(effect.product),
                before=price(effect.before, text),
                after=price(effect.after, text),
            ),
            "product": effect.product,
            "week_on": effect.week_on,
            "before": effect.before,
            "after": effect.after,
            **_ends(effect.units),
            "sentence": _silence(effect, text) or _point(effect.units, text),
            "reason": _silence(effect, text),
        }
        for effect in effects
    ]
    kinds = dict.fromkeys(("value", "low", "high"), pl.Float64) | {"reason": pl.String}
    return pl.DataFrame(rows, schema_overrides=kinds)


def _silence(effect: MoveEffect, text: Text) -> str | None:
    return None if effect.refusal is None else reason(effect.refusal, text)


def _point(units: Estimate, text: Text) -> str:
    change = fmt.percent(units.value, text.lang, 0)
    ends = fmt.interval(units.low, units.high, text.lang, rate=True)
    return text("pricing.move_point", change=change, range=ends)


def moves_sentence(effects: Sequence[MoveEffect], text: Text) -> str:
    """How many moves there were, of how many it can be told what followed, and the latest such."""
    able = [effect for effect in effects if effect.refusal is None]
    facts = {"moves": fmt.count(len(effects), text.lang), "able": fmt.count(len(able), text.lang)}
    counted = text("pricing.moves_counted", **facts)
    return joined([counted, *(move_sentence(effect, text) for effect in able[:1])], text)


def move_sentence(effect: MoveEffect, text: Text) -> str:
    """What followed a move, against products alike, or why that cannot be told."""
    facts = {
        "product": literal(effect.product),
        "before": price(effect.before, text),
        "after": price(effect.after, text),
    }
    units = effect.units
    if effect.refusal is not None or units.low is None or units.high is None:
        why = "" if effect.refusal is None else reason(effect.refusal, text)
        return text("pricing.move_refused", reason=why, **facts)
    range_of_units = fmt.interval(units.low, units.high, text.lang, rate=True)
    change = fmt.percent(units.value, text.lang, 0)
    return text("pricing.move", change=change, range=range_of_units, **facts)


def _ends(units: Estimate) -> dict[str, float | None]:
    ends = {"value": units.value, "low": units.low, "high": units.high}
    return {name: None if end is None else 100 * end for name, end in ends.items()}


def index_sentence(answer: PriceIndex, text: Text) -> str:
    """How the middle product stands to its rivals, or why that cannot be told."""
    if answer.refusal is not None or answer.index.value is None:
        why = text("pricing.refusal.no_rivals")
        if answer.refusal is not None:
            why = reason(answer.refusal, text)
        return text("pricing.index_refused", reason=why)
    gap = answer.index.value - 1
    key = "index_dearer" if gap > 0 else "index_cheaper"
    share = fmt.percent(abs(gap), text.lang, 0)
    products = fmt.count(answer.products.height, text.lang)
    return text(f"pricing.{key}", share=share, products=products)


def ladder_sentence(answer: Ladder, text: Text) -> str:
    """Whether any bigger pack costs more for as much, and which most."""
    if answer.refusal is not None:
        return text("pricing.ladder_refused", reason=reason(answer.refusal, text))
    surcharges = answer.rungs.filter(pl.col("surcharge") > 0).sort("surcharge", descending=True)
    if surcharges.is_empty():
        return text("pricing.ladder_calm")
    row = surcharges.row(0, named=True)
    share = fmt.percent(row["surcharge"], text.lang, 0)
    return text("pricing.ladder_surcharge", product=literal(row["product"]), share=share)


def moves_table(rows: pl.DataFrame) -> pl.DataFrame:
    """What the moves are drawn from, a row a move."""
    return rows.select(
        "product",
        "week_on",
        "before",
        "after",
        units="value",
        low="low",
        high="high",
        words="sentence",
    )


def response_table(rows: pl.DataFrame) -> pl.DataFrame:
    """What the change of units is drawn from, a row a change of price."""
    return rows.select("change", "units", "low", "high")
