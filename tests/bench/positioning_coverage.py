"""`python -m tests.bench.positioning_coverage`: how often the intervals of positioning hold the
truth, and how often something is called out where nothing is.

Every survey, brand and map is drawn anew from a truth that is known by construction. A 95 %
interval should hold it 95 times in 100; an alarm should be rare.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import polars as pl
from numpy.random import Generator

from analytics.positioning.claims import claim_fit
from analytics.positioning.judged import MENTIONS
from analytics.positioning.needs import UNDERSERVED, opportunity
from analytics.positioning.pains import VOICES, by_segment
from analytics.positioning.rival_map import RATINGS, correspondence, rival_map
from analytics.positioning.target import sums_of, target_share
from analytics.stats.intervals import Estimate

PEOPLE = (30, 50, 100, 220)
NEEDS = ((0.7, 0.4, 0.0), (0.78, 0.3, 0.2), (0.5, 0.5, 0.2), (0.9, 0.2, 0.0), (0.3, 0.6, 0.3))
"""True shares of important and satisfied, and how they go together."""
AT_THE_LINE = (0.7, 0.4, 0.2)
REVIEWS = (60, 200, 1000)
TOPICS = 6
CUSTOMERS = (30, 100, 1000)
RATERS = (30, 60, 120)
MANY = 400_000
CHI_SQUARE = 5.991464547107979
"""The 95 % point of the chi-square with two degrees of freedom."""
Held = tuple[str, int, bool, float]
"""What was estimated, from how many, whether its interval held the truth (of alarms: whether there
was one), and how wide it was."""


def pairs(rng: Generator, people: int, need: tuple[float, float, float]) -> np.ndarray:
    """Two columns of 0 and 1: important and satisfied, of each person."""
    x, y, together = need
    both = x * y + together * np.sqrt(x * (1 - x) * y * (1 - y))
    both = min(max(both, x + y - 1, 0.0), x, y)
    cells = rng.choice(4, people, p=[both, x - both, y - both, 1 - x - y + both])
    return np.stack([cells < 2, (cells == 0) | (cells == 2)], axis=1).astype(float)


def needs(rng: Generator, rounds: int) -> Iterator[Held]:
    """Opportunity, its ellipse, and a need exactly at the line called badly met."""
    for people in PEOPLE:
        for need in NEEDS:
            x, y, _ = need
            truth = 10 * (x + max(x - y, 0))
            for _ in range(rounds):
                drawn = pairs(rng, people, need)
                *_, over_all, ellipse = opportunity(drawn[:, 0], drawn[:, 1])
                yield from held(f"opportunity {x:.2f} {y:.2f}", over_all, truth)
                away = np.array([10 * x - ellipse.x, 10 * y - ellipse.y])
                spread = [[ellipse.var_x, ellipse.cov], [ellipse.cov, ellipse.var_y]]
                distance = float(away @ np.linalg.solve(spread, away))
                yield f"ellipse {x:.2f} {y:.2f}", people, distance <= CHI_SQUARE, 0.0
        for _ in range(rounds):
            drawn = pairs(rng, people, AT_THE_LINE)
            *_, over_all, _ = opportunity(drawn[:, 0], drawn[:, 1])
            is_called = over_all.low is not None and over_all.low > UNDERSERVED
            yield "alarm: need at 10", people, is_called, 0.0


def voices(rng: Generator, people: int) -> pl.DataFrame:
    """Rows of VOICES of three segments that differ in nothing; a person writes one to three
    reviews and complains of the same things again, mostly."""
    rates = np.linspace(0.05, 0.3, TOPICS)
    rows = []
    for person in range(people):
        own = rng.beta(rates * 3, (1 - rates) * 3)
        segment = f"s{rng.integers(3)}"
        for review in range(int(rng.integers(1, 4))):
            voice = f"{person}-{review}"
            rows += [
                (voice, str(person), segment, f"t{topic}", bool(rng.random() < own[topic]))
                for topic in range(TOPICS)
            ]
    return pl.DataFrame(rows, schema=VOICES, orient="row")


def pains(rng: Generator, rounds: int) -> Iterator[Held]:
    """Shares of segments by topic, and any cell apart among segments that are alike."""
    rates = np.linspace(0.05, 0.3, TOPICS)
    for people in (100, 300):
        for _ in range(max(rounds // 4, 1)):
            cells = by_segment(voices(rng, people), "reviews")
            for cell in cells:
                truth = float(rates[int(cell.topic.removeprefix("t"))])
                yield from held("pain share", cell.share, truth, people)
            yield "alarm: pains", people, any(cell.is_apart for cell in cells), 0.0


def mentions(rng: Generator, reviews: int) -> pl.DataFrame:
    """Rows of MENTIONS: each review judges one to three of six topics, all alike."""
    rows = [
        (row, "looks", f"t{topic}", "negative" if rng.random() < 0.2 else "positive")
        for row in range(reviews)
        for topic in rng.choice(TOPICS, int(rng.integers(1, 4)), replace=False)
    ]
    return pl.DataFrame(rows, schema=MENTIONS, orient="row")


def claims(rng: Generator, rounds: int) -> Iterator[Held]:
    """Praise, fit and gaps where all topics are alike, and any claim called contradicted."""
    sheet = pl.DataFrame(
        {"claim": ["a", "b", "c"], "topic": ["t0", "t1", "t2"], "super": [None, None, None]},
        schema=dict.fromkeys(("claim", "topic", "super"), pl.String),
    )
    names = {f"t{topic}": f"t{topic}" for topic in range(TOPICS)}
    for reviews in REVIEWS:
        for _ in range(max(rounds // 2, 1)):
            answer = claim_fit(mentions(rng, reviews), sheet, names, {})
            yield from held("claim fit", answer.fit, 0.5, reviews)
            for topic in answer.topics:
                yield from held("praise", topic.praised, 1 / TOPICS, reviews)
                yield from held("gap", topic.gap, 0.0, reviews)
            yield "alarm: contradiction", reviews, bool(answer.contradicted), 0.0


def targets(rng: Generator, rounds: int) -> Iterator[Held]:
    """The share of revenue of a target whose customers pay half as much again."""
    for spread in (0.5, 1.0):
        for part in (0.1, 0.4):
            truth = part * 1.5 / (part * 1.5 + 1 - part)
            for people in CUSTOMERS:
                for _ in range(rounds):
                    is_in = rng.random(people) < part
                    amount = rng.lognormal(0, spread, people) * np.where(is_in, 1.5, 1.0)
                    ids = [str(number) for number in range(people)]
                    frame = pl.DataFrame({"customer_id": ids, "amount": amount})
                    chosen = {name for name, inside in zip(ids, is_in, strict=True) if inside}
                    share = target_share(sums_of(frame, chosen)).revenue
                    yield from held(f"target share, spread {spread}, part {part}", share, truth)


def maps(rng: Generator, rounds: int) -> Iterator[Held]:
    """Places of brands on the map that is drawn, against where very many raters would place
    them on the same map."""
    chances = np.array([[0.5, 0.3, 0.1, 0.3], [0.2, 0.4, 0.4, 0.1], [0.3, 0.1, 0.5, 0.4]])
    for raters in RATERS:
        for _ in range(max(rounds // 4, 1)):
            hits = rng.random((raters, *chances.shape)) < chances
            rows = [
                (f"b{brand}", f"a{attribute}", str(person), 10.0 if hit else 5.0)
                for (person, brand, attribute), hit in np.ndenumerate(hits)
            ]
            answer = rival_map(pl.DataFrame(rows, schema=RATINGS, orient="row"))
            standard = correspondence(hits.sum(axis=0)).standard[:, :2]
            truth = chances / chances.sum(axis=1, keepdims=True) @ standard
            for brand, place in enumerate(answer.points.head(len(chances)).iter_rows(named=True)):
                for side, axis in enumerate("xy"):
                    ends = place[f"{axis}_low"], place[f"{axis}_high"]
                    estimate = Estimate(place[axis], *ends, raters)
                    yield from held(f"place on the map, {axis}", estimate, truth[brand, side])


def held(name: str, estimate: Estimate, truth: float, n: int | None = None) -> Iterator[Held]:
    """One interval against the truth; nothing where there is none."""
    if estimate.low is not None and estimate.high is not None:
        is_held = estimate.low <= truth <= estimate.high
        yield name, estimate.n if n is None else n, is_held, estimate.high - estimate.low


PARTS: dict[str, Callable[[Generator, int], Iterator[Held]]] = {
    "needs": needs,
    "pains": pains,
    "claims": claims,
    "targets": targets,
    "maps": maps,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one line per thing estimated and number behind it."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.positioning_coverage", description=__doc__
    )
    parser.add_argument("--rounds", type=int, default=1000, help="surveys or brands a line")
    parser.add_argument("--only", choices=PARTS)
    call = parser.parse_args(arguments)
    print("| Estimated | n | Intervals | Holds | Width |")
    print("|---|--:|--:|--:|--:|")
    for part in PARTS if call.only is None else (call.only,):
        rows = list(PARTS[part](np.random.default_rng(1), call.rounds))
        frame = pl.DataFrame(rows, schema=["name", "n", "held", "width"], orient="row")
        table = frame.group_by("name", "n", maintain_order=True).agg(
            pl.len().alias("count"), pl.col("held").mean(), pl.col("width").median()
        )
        for name, n, count, share, width in table.sort("name", "n").rows():
            print(f"| {name} | {n} | {count} | {share:.1%} | {width:.3f} |")


if __name__ == "__main__":
    main()
