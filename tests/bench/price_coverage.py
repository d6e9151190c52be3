"""`python -m tests.bench.price_coverage`: how often the intervals about prices hold the truth.

Every survey and every shop is drawn anew. The truth is what a survey of 200,000 people says, or the
elasticity planted. A 95 % interval should hold it 95 times in 100.
"""

import argparse
import math
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import polars as pl
from numpy.random import Generator

from analytics.measures import pricing as measures
from analytics.pricing.elasticity import elasticity
from analytics.pricing.offers import BUY, offers
from analytics.pricing.price_moves import by_direction, move_effects
from analytics.pricing.reach import reach
from analytics.pricing.sensitivity import CROSSINGS, Sensitivity, sensitivity
from analytics.pricing.value_map import value_map
from analytics.pricing.weeks import product_weeks
from analytics.schema import PRICE_QUESTIONS
from tests.analytics.pricing.shops import rival_prices, shop

MANY = 200_000
PEOPLE = (30, 50, 100, 220)
OFFERED = (20, 50, 150)
PRICES = np.array([60.0, 80.0, 100.0, 120.0, 150.0])
SHOPS = {"steady": (4.0, 0.0), "noisy": (4.0, 0.2), "small": (1.0, 0.2)}
"""Kind of shop -> the usual logarithm of units, and what moves a week beside chance."""
DEAR = 1.25
"""Today's price over the dearer end of what people accept, where it lies outside."""
RIVALS, RATERS = (6, 12, 30), 60
OWN_PRICE, OWN_QUALITY = 100.0, 7.0
Held = tuple[str, int, bool, float]
"""What was estimated, from how many, whether its interval held the truth, and how wide it was."""


def survey(rng: Generator, people: int) -> pl.DataFrame:
    """Four prices in order around a worth of each person's own, and two intents."""
    worth = 100 * rng.lognormal(0, 0.25, people)
    steps = np.exp(np.cumsum(rng.uniform(0.08, 0.5, (people, 4)), axis=1) - 0.9)
    prices = worth[:, None] * steps
    intents = {
        "intent_cheap": rng.choice([3, 4, 5], people).astype(float),
        "intent_expensive": rng.choice([1, 2, 3, 4], people).astype(float),
    }
    return pl.DataFrame({**dict(zip(PRICE_QUESTIONS, prices.T, strict=True)), **intents})


def crossing(people: pl.DataFrame, key: str) -> float:
    """Where two curves of very many people cross, by halving on plain shares."""
    falling, rising = CROSSINGS[key]
    columns = {name: np.sort(people[name].to_numpy()) for name in PRICE_QUESTIONS}

    def risen(curve: str, price: float) -> float:
        name = curve.removeprefix("not_")
        below = np.searchsorted(columns[name], price, side="right") / people.height
        is_falling = (name in ("too_cheap", "cheap")) != curve.startswith("not_")
        return 1 - below if is_falling else below

    low, high = 1.0, 1000.0
    for _ in range(60):
        middle = (low + high) / 2
        if risen(falling, middle) > risen(rising, middle):
            low = middle
        else:
            high = middle
    return low


def surveys(rng: Generator, rounds: int) -> Iterator[Held]:
    """The six points, the price of most revenue, and how far outside the range a price lies: of one
    product, and of two that different people were asked about."""
    everybody = survey(rng, MANY)
    truth = {key: crossing(everybody, key) for key in CROSSINGS}
    best = reach(everybody.head(20_000)).best["revenue"].price.value or math.nan
    for people in PEOPLE:
        for _ in range(rounds):
            sample = survey(rng, people)
            answer = sensitivity(sample)
            yield from outside(rng, people, answer, truth)
            for point in answer.points:
                yield from held(
                    point.key, people, point.price.low, point.price.high, truth[point.key]
                )
            if people >= 50:
                price = reach(sample).best["revenue"].price
                yield from held("revenue price", people, price.low, price.high, best)


def outside(
    rng: Generator, people: int, answer: Sensitivity, truth: dict[str, float]
) -> Iterator[Held]:
    """The distance of a price that is too dear, and of one at the very end of the range."""
    for name, price in (("dear", DEAR * truth["pme"]), ("at the end", truth["pme"])):
        far = measures.distance_from(answer, price)
        yield from held(f"distance, {name}", people, far.low, far.high, 1 - truth["pme"] / price)
    price, ids = DEAR * truth["pme"], [str(number) for number in range(2 * people)]
    other = measures.distance_from(sensitivity(survey(rng, people)), price)
    first = measures.distance_from(answer, price)
    if first.value is not None and other.value is not None:
        two = measures.weighted([first, other], [1.0, 2.0], [set(ids[:people]), set(ids[people:])])
        yield from held("distance of two products", people, two.low, two.high, 1 - 1 / DEAR)


def maps(rng: Generator, rounds: int) -> Iterator[Held]:
    """The own price over what rivals take for as much quality, at a line from which their prices
    stray by 8 %, and marks that people give with a bent of their own."""
    for rivals_on in RIVALS:
        for _ in range(rounds):
            names = ["own", *(f"rival {number:02}" for number in range(rivals_on))]
            quality = np.array([OWN_QUALITY, *rng.uniform(5, 9, rivals_on)])
            fair = OWN_PRICE * (0.2 + 0.1 * quality)
            price = fair[1:] * (1 + 0.08 * rng.normal(size=rivals_on))
            answer = value_map(_matched(names[1:], price), _marks(rng, names, quality)).fair_price
            yield from held(
                "over fair value", rivals_on, answer.low, answer.high, OWN_PRICE / fair[0]
            )


def _matched(names: Sequence[str], prices: np.ndarray) -> pl.DataFrame:
    columns = {"rival": list(names), "equal_price": prices}
    return pl.DataFrame(columns).with_columns(
        price=pl.lit(OWN_PRICE), rating=pl.lit(None, pl.Float64)
    )


def _marks(rng: Generator, names: Sequence[str], quality: np.ndarray) -> pl.DataFrame:
    """Every rater's mark of every brand on three attributes."""
    bent = rng.normal(size=(RATERS, 1))
    rows = [
        pl.DataFrame(
            {
                "respondent": np.repeat([f"p{number}" for number in range(RATERS)], len(names)),
                "brand": list(names) * RATERS,
                "attribute": attribute,
                "score": (quality + bent + rng.normal(0, 1.5, (RATERS, len(names)))).ravel(),
            }
        )
        for attribute in ("a", "b", "c")
    ]
    return pl.concat(rows)


def offered(rng: Generator, rounds: int) -> Iterator[Held]:
    """Demand at each price and the floor, one price a person and all prices a person."""
    truth = 1 / (1 + np.exp((PRICES - 100) / 20))
    floor = float(truth @ np.diff(PRICES, prepend=0.0))
    for people in OFFERED:
        for _ in range(rounds):
            for name, rows in (("one price", one_price), ("every price", every_price)):
                answer = offers(rows(rng, people))
                for low, high, share in zip(
                    answer.demand["low"], answer.demand["high"], truth, strict=True
                ):
                    yield from held(f"{name}: demand", people, low, high, float(share))
                yield from held(
                    f"{name}: floor", people, answer.floor.low, answer.floor.high, floor
                )


def one_price(rng: Generator, people: int) -> pl.DataFrame:
    """So many people at each price."""
    worth = 100 + 20 * rng.logistic(size=people * len(PRICES))
    price = np.tile(PRICES, people)
    return answers(np.arange(len(worth)), price, worth >= price)


def every_price(rng: Generator, people: int) -> pl.DataFrame:
    """So many people, each at every price."""
    worth = np.repeat(100 + 20 * rng.logistic(size=people), len(PRICES))
    price = np.tile(PRICES, people)
    return answers(np.repeat(np.arange(people), len(PRICES)), price, worth >= price)


def answers(respondent: np.ndarray, price: np.ndarray, is_bought: np.ndarray) -> pl.DataFrame:
    """Rows of BUY."""
    columns = {"respondent": respondent, "price": price, "chance": is_bought.astype(float)}
    return (
        pl.DataFrame(columns)
        .select(
            pl.col("respondent").cast(pl.String),
            pl.lit("a").alias("sku"),
            "price",
            "chance",
            pl.lit(value=False).alias("is_intent"),
            pl.lit(None, pl.Int64).alias("position"),
        )
        .cast(BUY)
    )  # type: ignore[arg-type]


def shops(rng: Generator, rounds: int) -> Iterator[Held]:
    """The elasticity of shops of 20 and 60 products, half of which moved, each move, and what was
    held after all rises. Of small shops many weeks sell nothing."""
    for products in (20, 60):
        for kind, (level, noise) in SHOPS.items():
            for _ in range(rounds):
                seed = int(rng.integers(1 << 30))
                movers = products // 2
                rows = shop(products=products, movers=movers, noise=noise, level=level, seed=seed)
                table = product_weeks(rows)
                slope = elasticity(table).value
                yield from held(f"elasticity, {kind}", products, slope.low, slope.high, -2.0)
                effects = move_effects(table)
                rises, _ = by_direction(effects)
                able = [rise for rise in rises if rise.units.low is not None]
                steps = [math.log(rise.after / rise.before) for rise in able]
                whole = measures.held(rises)
                kept = math.exp(-2.0 * math.fsum(steps) / len(steps)) if steps else math.nan
                yield from held(f"held, {kind}", products, whole.low, whole.high, kept)
                for effect in effects:
                    change = (effect.after / effect.before) ** -2.0 - 1
                    ends = effect.units.low, effect.units.high
                    yield from held(f"a move, {kind}", products, *ends, change)


def rivals(rng: Generator, rounds: int) -> Iterator[Held]:
    """What rivals' prices do to shops of 20 and 60 products, by 0.8 % a percent or not at all, and
    the own elasticity beside it."""
    for products in (20, 60):
        for kind, (level, noise) in SHOPS.items():
            for cross in (0.8, 0.0):
                for _ in range(rounds):
                    seed = int(rng.integers(1 << 30))
                    prices = rival_prices(products, seed=seed + 1)
                    rows = shop(
                        products=products,
                        movers=products // 2,
                        noise=noise,
                        level=level,
                        seed=seed,
                        pull=cross * np.log(prices / 100),
                    )
                    slope = elasticity(product_weeks(rows), prices)
                    own, rival = slope.value, slope.rival
                    label = f"rivals {cross}, {kind}"
                    yield from held(label, products, rival.low, rival.high, cross)
                    yield from held(f"own beside {label}", products, own.low, own.high, -2.0)


def held(name: str, n: int, low: float | None, high: float | None, truth: float) -> Iterator[Held]:
    """One interval against the truth; nothing where there is none."""
    if low is not None and high is not None:
        width = (high - low) / abs(truth) if truth else high - low
        yield name, n, low <= truth <= high, width


PARTS: dict[str, Callable[[Generator, int], Iterator[Held]]] = {
    "surveys": surveys,
    "offers": offered,
    "shops": shops,
    "rivals": rivals,
    "maps": maps,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one line per thing estimated and number behind it."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.price_coverage", description=__doc__
    )
    parser.add_argument("--rounds", type=int, default=1000, help="surveys or shops a line")
    parser.add_argument("--only", choices=PARTS)
    call = parser.parse_args(arguments)
    print("| Estimated | n | Intervals | Holds | Width of the truth |")
    print("|---|--:|--:|--:|--:|")
    for part in PARTS if call.only is None else (call.only,):
        rows = list(PARTS[part](np.random.default_rng(1), call.rounds))
        frame = pl.DataFrame(rows, schema=["name", "n", "held", "width"], orient="row")
        table = frame.group_by("name", "n", maintain_order=True).agg(
            pl.len().alias("count"), pl.col("held").mean(), pl.col("width").median()
        )
        for name, n, count, share, width in table.sort("name", "n").rows():
            print(f"| {name} | {n} | {count} | {share:.1%} | {width:.2f} |")


if __name__ == "__main__":
    main()
