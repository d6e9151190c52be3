"""`python -m tests.bench.halo_rates`: how often the halo of a store says something where nothing
happened, and how often it finds what did.

Simulated brands: 40 cities whose weekly online orders follow a season, drift on their own, jump
now and then (an influencer, a rival) and scatter more than by chance; one to five stores open.
"""

from datetime import date, timedelta

import numpy as np
import polars as pl

from analytics.stores.halo import Halo, halo
from analytics.stores.openings import openings

BRANDS, CITIES, WEEKS, OPENING = 300, 40, 60, 34
FIRST = date(2025, 1, 6)
SIZES = (4.0, 60.0)
SCATTER = {"quiet": (0.0, 0.0), "restless": (0.006, 0.25)}
"""Weekly drift of a city's logarithm, and the spread of a jump that half of the cities see once."""


def brand(seed: int, *, scatter: tuple[float, float], stores: int = 1, effect: float = 0.0) -> Halo:
    """The answer for one simulated brand; `effect` is on the logarithm of its stores' cities."""
    generator = np.random.default_rng(seed)
    drift, jump = scatter
    weeks = np.arange(WEEKS)
    season = 0.3 * np.sin(2 * np.pi * weeks / 52 + generator.uniform(0, 6))
    size = np.exp(generator.uniform(*np.log(SIZES), CITIES))
    logs = np.log(size)[:, None] + season[None, :]
    logs = logs + generator.normal(0, drift, (CITIES, 1)) * weeks
    at = generator.integers(5, WEEKS, CITIES)
    jumps = generator.normal(0, jump, CITIES) * (generator.random(CITIES) < 0.5)
    logs = logs + jumps[:, None] * (weeks[None, :] >= at[:, None])
    zeros = OPENING + 3 * np.arange(stores)
    for city, zero in enumerate(zeros):
        logs[city] += effect * (weeks > zero)
    counts = generator.poisson(np.exp(logs))
    rows = [
        (f"P/c{city}", FIRST + timedelta(weeks=int(week)), int(counts[city, week]))
        for city in range(CITIES)
        for week in range(WEEKS)
        if counts[city, week]
    ]
    frame = pl.DataFrame(
        rows,
        {"region": pl.String, "week_on": pl.Date, "count_orders": pl.Int32},
        orient="row",
    )
    opened = [
        (f"s{city}", f"c{city}", f"c{city}", FIRST + timedelta(weeks=int(zero), days=3))
        for city, zero in enumerate(zeros)
    ]
    return halo(frame, openings(opened, frame, FIRST + timedelta(weeks=WEEKS)))


def main() -> None:
    print("| cities | stores | effect | more or fewer | practically none | holds the truth |")
    print("|---|--:|--:|--:|--:|--:|")
    for name, scatter in SCATTER.items():
        for stores in (1, 5):
            for effect in (0.0, 0.25):
                answers = [
                    brand(seed, scatter=scatter, stores=stores, effect=effect)
                    for seed in range(BRANDS)
                ]
                said = [answer for answer in answers if answer.refusal is None]
                clear = sum(answer.verdict in ("more", "fewer") for answer in said)
                none = sum(answer.verdict == "practically_none" for answer in said)
                truth = float(np.expm1(effect))
                held = sum(
                    answer.change.low <= truth <= answer.change.high  # type: ignore[operator]
                    for answer in said
                )
                print(
                    f"| {name} | {stores} | {truth:.0%} | {clear / len(said):.1%} "
                    f"| {none / len(said):.1%} | {held / len(said):.1%} |"
                )


if __name__ == "__main__":
    main()
