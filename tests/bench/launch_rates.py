"""How often the answers about a launch call something clear that is not there.

    python -m tests.bench.launch_rates [--shops N]

Each line simulates launches without any effect, or with one that was planted, and prints in how
many of 100 the answer was clear, and in how many the limits held the truth.
"""

from __future__ import annotations

import argparse
from datetime import date, timedelta

import numpy as np
import polars as pl

from analytics.launch.launches import Launch
from analytics.launch.taken import taken
from analytics.stats.counts import interrupted, ratio_at_age
from analytics.stats.intervals import Estimate

MONDAY = date(2025, 1, 6)
WEEKS, START, POST = 78, 60, 13
SHOPS = 400


def launched(day_zero: date, category: str = "A") -> Launch:
    """A launch of the product `new` on a day."""
    return Launch("new", "new", "new", category, day_zero, "product", "past", (), {}, {}, 0)


def shop(
    chance: np.random.Generator,
    *,
    drift: float = 0.02,
    noise: float = 0.1,
    together: float = 0.0,
    seasonal: float = 0.0,
    taken_share: float = 0.0,
) -> pl.DataFrame:
    """Rows of `launch/weeks` of six older products of category A, fifteen of three others, and a
    new one from week 60 on, which takes so great a share of its units from the older ones;
    `together`: how far categories move as one."""
    time = np.arange(WEEKS)
    common = 0.25 * np.sin(2 * np.pi * (time + chance.integers(52)) / 52)
    names = [*(f"a{n}" for n in range(6)), *(f"{c}{n}" for c in "bcd" for n in range(5))]
    moves = {c: together * np.cumsum(chance.normal(0, drift, WEEKS)) for c in "abcd"}
    means = {}
    for name in names:
        own = np.cumsum(chance.normal(0, drift, WEEKS)) + chance.normal(0, noise, WEEKS)
        wave = seasonal * chance.random() * np.sin(2 * np.pi * (time + chance.integers(52)) / 52)
        level = np.log(chance.lognormal(3.2, 0.6) + 6)
        means[name] = np.exp(level + common + own + moves[name[0]] + wave)
    after = time >= START
    older = np.sum([means[name] for name in names[:6]], axis=0)
    new = np.where(after, 0.25 * older, 0.0)
    factor = 1 - taken_share * new / older
    units = {
        name: chance.poisson(mean * (factor if name[0] == "a" else 1.0))
        for name, mean in means.items()
    }
    units["new"] = chance.poisson(new)
    return pl.DataFrame(
        [
            (name, name, "A" if name[0] in "an" else name[0].upper(), MONDAY, on, float(count))
            for name, series in units.items()
            for on, count in zip(
                (MONDAY + timedelta(7 * int(week)) for week in time), series, strict=True
            )
            if count
        ],
        schema={
            "item": pl.String,
            "product": pl.String,
            "category": pl.String,
            "sold_from": pl.Date,
            "week_on": pl.Date,
            "units": pl.Float64,
        },
        orient="row",
    ).with_columns(
        sold_from=pl.when(pl.col("item") == "new")
        .then(pl.lit(MONDAY + timedelta(7 * START)))
        .otherwise("sold_from")
    )


def shops(count: int, seed: int, share: float, **look: float) -> tuple[float, float, float]:
    """Per hundred: clear, truth within the limits, practically none."""
    chance = np.random.default_rng(seed)
    launch = launched(MONDAY + timedelta(7 * START))
    answers = [
        taken(shop(chance, taken_share=share, **look), launch, [launch]) for _ in range(count)
    ]
    held = [
        answer.share.low <= share <= answer.share.high
        for answer in answers
        if answer.share.low is not None and answer.share.high is not None
    ]
    clear = [answer.certainty == "clear" for answer in answers]
    none = [answer.certainty == "practically_none" for answer in answers]
    return 100 * float(np.mean(clear)), 100 * float(np.mean(held)), 100 * float(np.mean(none))


def is_apart(ratio: Estimate) -> bool:
    """Whether the limits of a ratio leave out 1."""
    return ratio.low is not None and ratio.high is not None and not ratio.low <= 1 <= ratio.high


def same_age(count: int, seed: int, level: float, restless: float, days: int) -> float:
    """Per hundred: two launches with the same mean that are called different."""
    chance = np.random.default_rng(seed)
    course = level * (0.3 + np.exp(-np.arange(days) / 12.0))
    wrong = 0
    for _ in range(count):
        pair = []
        for _side in range(2):
            swing = chance.gamma(1 / max(restless, 1e-9), max(restless, 1e-9), days)
            pair.append(chance.poisson(course * (swing if restless else 1.0)))
        ratio = ratio_at_age(*pair)
        wrong += (
            ratio.low is not None and ratio.high is not None and not ratio.low <= 1 <= ratio.high
        )
    return 100 * wrong / count


def steps(count: int, seed: int, lasting: float) -> float:
    """Per hundred: a series of 39 weeks without a break that is called broken."""
    chance = np.random.default_rng(seed)
    wrong = 0
    for _ in range(count):
        noise = np.zeros(39)
        for week in range(1, 39):
            noise[week] = lasting * noise[week - 1] + chance.normal(0, 0.12)
        series = chance.poisson(120 * np.exp(noise + 0.005 * np.arange(39)))
        ratio = interrupted(series, 26).ratio(1, is_lasting=True)
        wrong += (
            ratio.low is not None and ratio.high is not None and not ratio.low <= 1 <= ratio.high
        )
    return 100 * wrong / count


def main() -> None:
    """Print every line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--shops", type=int, default=SHOPS)
    count = parser.parse_args().shops
    looks: dict[str, dict[str, float]] = {
        "quiet": {"drift": 0.0, "noise": 0.0},
        "drifting": {},
        "categories move as one": {"together": 1.0},
        "seasonal": {"seasonal": 0.6},
        "restless": {"drift": 0.03, "noise": 0.3},
    }
    for name, look in looks.items():
        for share in (0.0, 0.5):
            line = shops(count, 7, share, **look)
            clear, held, none = (f"{number:5.1f}" for number in line)
            print(f"{name:24} taken {share:.1f}: clear {clear} held {held} none {none}")
    ages = ((1, 0, 14), (3, 0, 14), (20, 0, 30), (3, 0.3, 14), (20, 0.2, 90))
    for level, restless, days in ages:
        wrong = same_age(4 * count, 11, level, restless, days)
        print(f"same age, {level} a day, swing {restless}, {days} days: {wrong:.1f}")
    for lasting in (0.0, 0.3, 0.6):
        print(f"no break, neighbours alike {lasting}: {steps(2 * count, 13, lasting):.1f}")


if __name__ == "__main__":
    main()
