"""`python -m tests.bench.future_value`: how often the ranges of future value hold what then comes.

Shops are drawn from the models with the CDNOW estimates (Fader, Hardie & Lee 2005; note 025), seen
for 39 weeks, fitted, and followed for the next 39 weeks.
"""

import argparse
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.random import Generator
from numpy.typing import NDArray

from analytics.customers.clv import bgnbd, gammagamma, model, sums
from analytics.customers.clv.errors import ModelRefused

OFTEN = bgnbd.Params(0.243, 4.414, 0.793, 2.426)
SPEND = gammagamma.Params(6.25, 3.74, 15.44)
WEEKS = 39
MONTHS = 3
NAMES = ("purchases", "value")
ENDS = {"expectation": ("_low", "_high"), "range": ("_range_low", "_range_high")}
Vector = NDArray[np.float64]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the share of shops, and of months of a first purchase, that each interval holds."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.future_value", description=__doc__)
    parser.add_argument("--shops", type=int, default=300)
    parser.add_argument("--customers", type=int, default=1_500)
    options = parser.parse_args(arguments)
    for name, share in coverage(options.shops, options.customers).items():
        print(f"{name:32} {share:6.1%}")


def coverage(shops: int, customers: int, seed: int = 1) -> dict[str, float]:
    """Share held, by "what of whom, by which interval", over those of `shops` drawn with this
    seed that the models are not refused for."""
    held: dict[str, list[bool]] = {}
    for number in range(shops):
        try:
            shop = _shop(customers, np.random.default_rng([seed, number]))
        except ModelRefused:
            continue
        for name, inside in shop.items():
            held.setdefault(name, []).extend(inside)
    return {name: float(np.mean(inside)) for name, inside in held.items()}


def _shop(customers: int, chance: Generator) -> dict[str, list[bool]]:
    histories, spending, truth = drawn(customers, chance)
    x, t_x, age = model.times(histories, 1)
    often = bgnbd.fit(bgnbd.Histories(x, t_x, age, np.ones(customers)))
    spend = gammagamma.fit(gammagamma.Spending(*spending, np.ones(len(spending[0]))))
    models = model.Models(often, spend, 1)
    rows = {
        "all": (pl.DataFrame([sums.totals(histories, models, WEEKS)]), truth.sum()),
        "a month": (
            sums.cohorts(histories, models, WEEKS),
            truth.with_columns(histories["first_on"]).group_by("first_on").sum().sort("first_on"),
        ),
    }
    return {
        f"{name} of {who}, {kind}": _inside(answer, later, name, ends)
        for who, (answer, later) in rows.items()
        for kind, ends in ENDS.items()
        for name in NAMES
    }


def _inside(
    answer: pl.DataFrame, later: pl.DataFrame, name: str, ends: tuple[str, str]
) -> list[bool]:
    low, high = (answer[name + end] for end in ends)
    return later[name].is_between(low, high).to_list()


def drawn(
    customers: int, chance: Generator
) -> tuple[pl.DataFrame, tuple[Vector, Vector], pl.DataFrame]:
    """Histories one a customer, repeat days and mean value of those who came back, and what each
    then bought and spent in the next WEEKS."""
    months = chance.integers(0, MONTHS, customers)
    age = WEEKS - 4.0 * months - chance.uniform(0, 4, customers)
    rate = chance.gamma(OFTEN.r, 1 / OFTEN.alpha, customers)
    leaving = chance.beta(OFTEN.a, OFTEN.b, customers)
    scale = chance.gamma(SPEND.q, 1 / SPEND.v, customers)
    counts, last, later = np.zeros((3, customers))
    before, after = np.zeros((2, customers))
    time, is_there = np.zeros(customers), np.ones(customers, dtype=bool)
    while is_there.any():
        time = time + chance.exponential(1 / rate)
        is_there &= time <= age + WEEKS
        is_seen = is_there & (time <= age)
        worth = chance.gamma(SPEND.p, 1 / scale)
        counts += is_seen
        before += worth * is_seen
        last = np.where(is_seen, time, last)
        later += is_there & ~is_seen
        after += worth * (is_there & ~is_seen)
        is_there &= chance.random(customers) >= leaving
    came = counts > 0
    start = date(2025, 1, 1)
    firsts = [start + timedelta(days=31 * int(month)) for month in months]
    histories = pl.DataFrame(
        {
            "first_on": pl.Series(firsts).dt.truncate("1mo"),
            "frequency": counts,
            "recency_days": last,
            "age_days": age,
            "customers": np.ones(customers, dtype=np.int64),
            "sum_monetary": before / np.maximum(counts, 1),
        }
    )
    spending = (counts[came], before[came] / counts[came])
    return histories, spending, pl.DataFrame({"purchases": later, "value": after})


if __name__ == "__main__":
    main()
