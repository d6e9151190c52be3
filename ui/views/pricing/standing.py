"""Against whom: frames of the index per size, the map of value and the pack ladder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ui import format as fmt
from ui import names
from ui.views.pricing.decision import price, reason, span

if TYPE_CHECKING:
    from analytics.pricing.pack_sizes import Ladder
    from analytics.pricing.rivals import PriceIndex
    from analytics.pricing.value_map import ValueMap
    from ui.text import Text

MOST = 12
MUCH = 100.0
"""Units of size for which prices of packs are compared: 100 ml, 100 g."""
PERCENT = 100.0


def index(answer: PriceIndex, text: Text) -> pl.DataFrame:
    """One row per product, dearest against its rivals first: label, value, low, high (per cent from
    the middle rival), sentence, reason (null)."""
    rows = [
        {
            "label": row["product"],
            "value": PERCENT * (row["index"] - 1),
            "low": _gap(row["low"]),
            "high": _gap(row["high"]),
            "sentence": text(
                f"pricing.index_point.{row['per']}",
                price=price(row["price"], text),
                rival=price(row["rival_price"], text),
                range=span(row["rival_low"], row["rival_high"], text),
                n=fmt.count(row["rivals"], text.lang),
            ),
            "reason": None,
        }
        for row in answer.products.to_dicts()
    ]
    kinds = dict.fromkeys(("value", "low", "high"), pl.Float64) | {"reason": pl.String}
    return pl.DataFrame(rows, schema_overrides=kinds)


def _gap(ratio: float | None) -> float | None:
    return None if ratio is None else PERCENT * (ratio - 1)


def index_table(answer: PriceIndex) -> pl.DataFrame:
    """Every product with its rivals' prices for as much; `gap` in per cent of the middle rival."""
    return answer.products.select(
        "product",
        "price",
        "rivals",
        "rival_low",
        "rival_price",
        "rival_high",
        gap=PERCENT * (pl.col("index") - 1),
    )


def rivals_table(answer: PriceIndex) -> pl.DataFrame:
    """Every rival product that counts: what its pack costs, and what as much would."""
    return answer.rivals.select("product", "rival", "rival_product", "rival_pack", "equal_price")


def sightings(answer: PriceIndex, text: Text) -> str:
    """How many sightings count, and how many do not and why; "" where all count."""
    counts = {
        name: getattr(answer.sightings, name)
        for name in ("old", "unreadable", "replaced", "unmatched", "sizeless")
    }
    if not any(counts.values()):
        return ""
    reasons = [
        text(f"pricing.sighting.{name}", count=fmt.count(count, text.lang))
        for name, count in counts.items()
        if count
    ]
    return text(
        "pricing.sightings",
        counted=fmt.count(answer.sightings.counted, text.lang),
        reasons=text("common.and").join(reasons),
    )


def value_map(answer: ValueMap, text: Text) -> pl.DataFrame:
    """One row per product on the map: label, is_own, quality, price (per cent of the mean of its
    rivals and itself), sentence."""
    rows = [
        {
            "label": row["name"],
            "is_own": row["is_own"],
            "quality": PERCENT * row["quality"],
            "price": PERCENT * row["price"],
            "sentence": text(
                "pricing.map_point",
                product=names.shown(row["name"]),
                quality=fmt.percent(row["quality"], text.lang, 0),
                price=fmt.percent(row["price"], text.lang, 0),
            ),
        }
        for row in answer.points.to_dicts()
    ]
    return pl.DataFrame(rows)


def map_line(answer: ValueMap) -> tuple[float, float] | None:
    """Intercept and slope of fair value in per cent; None where there is no line."""
    if answer.intercept is None or answer.slope.value is None:
        return None
    return PERCENT * answer.intercept, answer.slope.value


def map_sentence(answer: ValueMap, text: Text) -> str:
    """How many own products give clearly better value than rivals do, or clearly worse."""
    if answer.refusal is not None:
        return text("pricing.map_refused", reason=reason(answer.refusal, text))
    own = answer.points.filter("is_own")
    return text(
        "pricing.map_counted",
        own=fmt.count(own.height, text.lang),
        better=fmt.count(own.filter(pl.col("high") < 0).height, text.lang),
        worse=fmt.count(own.filter(pl.col("low") > 0).height, text.lang),
    )


def rungs(answer: Ladder, text: Text) -> pl.DataFrame:
    """One row per pack, families by name, smallest first: family, label (the name of
    its smallest pack), product, amount, unit, price,
    price_of_much (of 100 ml, 100 g), is_dearer than the next smaller pack, sentence."""
    rows = answer.rungs.with_columns(
        price_of_much=MUCH * pl.col("unit_price"),
        is_dearer=(pl.col("surcharge") > 0).fill_null(value=False),
    )
    sentences = [
        text(
            "pricing.rung_point",
            product=names.shown(row["product"]),
            much=f"{MUCH:g} {row['unit']}",
            price=price(row["price_of_much"], text),
        )
        for row in rows.to_dicts()
    ]
    labels = rows.select(pl.col("product").first().over("family", "unit"))["product"]
    columns = ("family", "product", "amount", "unit", "price", "price_of_much", "is_dearer")
    return rows.select(
        *columns,
        pl.Series("sentence", sentences, pl.String),
        pl.Series("label", [names.shown(label) for label in labels], pl.String),
    )


def map_table(answer: ValueMap) -> pl.DataFrame:
    """What the map is drawn from: quality and price in per cent of the mean, and how far an own
    price lies from fair value, in points."""
    columns = ("quality", "price", "distance", "low", "high")
    return answer.points.select(
        pl.col("name").alias("product"), *(pl.col(name) * PERCENT for name in columns)
    )


def rungs_table(answer: Ladder) -> pl.DataFrame:
    """What the ladder is drawn from; the surcharge in per cent of the next smaller pack."""
    return answer.rungs.select(
        "product",
        "amount",
        "unit",
        "price",
        price_of_much=MUCH * pl.col("unit_price"),
        surcharge=PERCENT * pl.col("surcharge"),
    )
