"""What prices can carry, for those who make pricing a super of their own: what people accept, what
rivals would take for the quality, and what is still sold after a rise."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analytics.measures.base import measure
from analytics.pricing import report
from analytics.pricing.price_moves import by_direction
from analytics.stats.intervals import UNMEASURED, Estimate
from analytics.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from analytics.pricing.price_moves import MoveEffect
    from analytics.pricing.sensitivity import Sensitivity

SHARE, RATIO = (0.0, 1.0), (0.0, 10.0)


@measure(
    unit="share",
    bounds=SHARE,
    needs=("price_answers", "orders.amount"),
    window="answers",
    interval="bootstrap_people",
    source="van Westendorp 1976, ESOMAR Congress",
    query="pricing/survey_prices",
    rows="evidence/feedback",
    better="lower",
)
def price_beyond_range(view: View) -> Estimate:
    """By how much of it today's price lies outside what people accept (1 - price / PMC below it, 1
    - PME / price above it, 0 inside): the mean over the products that 30 people or more were asked
    about, weighted by their revenue of the last 90 days. n is people with four prices in order,
    whoever answered about several products counted once.

    The limits are those of the nearer end of the range, which the distance follows step by step.
    Reaches of products that different people were asked about add up as squares (Zou and Donner
    2008, Statistics in Medicine 27(10)); where anybody answered about several they add up plainly,
    which is no narrower however much the answers of a person go together. Of one product and of two
    they held the truth of simulated surveys 95 to 98 times in 100, from 30 to 220 people a product
    (`python -m tests.bench.price_coverage --only surveys`).
    """
    sold = {row["item"]: row for row in report.current(view).to_dicts()}
    distances, weights, people = [], [], []
    for survey in report.surveys(view):
        row = sold.get(survey.sku or "")
        if row is None or survey.strict.refusal is not None:
            continue
        distance = distance_from(survey.strict, row["price"])
        if distance.value is not None:
            distances.append(distance)
            weights.append(float(row["paid"]))
            people.append(set(survey.answers.in_order()["respondent"]))
    return weighted(distances, weights, people)


def distance_from(answer: Sensitivity, price: float) -> Estimate:
    """How far outside the range between the marginal points a price lies; 0 inside. Unmeasured
    where either point has no crossing."""
    cheapest, dearest = (answer.point(key).price for key in ("pmc", "pme"))
    ends = (cheapest.value, dearest.value)
    if None in ends:
        return UNMEASURED
    value = _outside(price, *ends)
    limits = (cheapest.low, cheapest.high, dearest.low, dearest.high)
    if None in limits:
        return Estimate(value, None, None, answer.n)
    low = _outside(price, cheapest.low, dearest.high)
    return Estimate(value, low, _outside(price, cheapest.high, dearest.low), answer.n)


def _outside(price: float, cheapest: float | None, dearest: float | None) -> float:
    if cheapest is None or dearest is None:
        return 0.0
    below = 1 - price / cheapest if cheapest > 0 else 0.0
    return max(below, 1 - dearest / price, 0.0)


def weighted(
    parts: Sequence[Estimate], weights: Sequence[float], people: Sequence[AbstractSet[str]]
) -> Estimate:
    """The weighted mean of estimates, each of some people; no limits where a part has none. Of
    estimates of different people the reaches add up as squares, of the same people plainly."""
    whole = math.fsum(weights)
    if not whole:
        return UNMEASURED
    shares = [weight / whole for weight in weights]
    n = len(set[str]().union(*people))
    power = 2 if n == sum(map(len, people)) else 1
    value = math.fsum(
        share * (part.value or 0.0) for share, part in zip(shares, parts, strict=True)
    )
    below, above = 0.0, 0.0
    for share, part in zip(shares, parts, strict=True):
        if part.value is None or part.low is None or part.high is None:
            return Estimate(value, None, None, n)
        below += (share * (part.value - part.low)) ** power
        above += (share * (part.high - part.value)) ** power
    low, high = max(value - below ** (1 / power), 0.0), min(value + above ** (1 / power), 1.0)
    return Estimate(value, low, high, n)


@measure(
    unit="ratio",
    bounds=RATIO,
    needs=("rival_ratings", "competitor_prices", "orders.amount"),
    window="quarter_back",
    interval="bootstrap_products",
    source="Gale 1994, Managing Customer Value",
    query="pricing/current_prices",
    rows="evidence/competitor_prices",
    better="lower",
)
def price_over_fair_value(view: View) -> Estimate:
    """The own brand's price over what its rivals would take for a brand rated as it is: 1 = as
    much, below 1 better value (`pricing.value_map`). n is the rivals that the same people rated;
    without five of them there is no line and nothing is measured."""
    return report.standing(view).map.fair_price


@measure(
    unit="ratio",
    bounds=RATIO,
    needs=("orders.product", "orders.amount"),
    window="period",
    interval="alike_products",
    source="Bijmolt, van Heerde and Pieters 2005, Journal of Marketing Research 42(2)",
    is_own=True,
    query="pricing/product_weeks",
    rows="evidence/sales",
    params={"most": report.MOST_PRODUCTS},
)
def volume_held(view: View) -> Estimate:
    """Units a week after an own price rise over those before it, against alike products whose price
    stood still: 1 = all held. The geometric mean over the rises that can be told, which n counts.
    """
    rises, _ = by_direction(report.price_moves(view).effects)
    return held(rises)


def held(rises: Sequence[MoveEffect]) -> Estimate:
    """The geometric mean of what was held, with the mean reach of the rises on the logarithmic
    scale: rises share alike products and weeks, and however much their errors go together, that of
    their mean is no larger than the mean of theirs. So they are wider than independent errors would
    ask for: they held the truth of all of 240 simulated shops of 20 and 60 products
    (`python -m tests.bench.price_coverage --only shops`)."""
    logs, reaches = [], []
    for rise in rises:
        units = rise.units
        if units.value is not None and units.low is not None and units.high is not None:
            logs.append(math.log1p(units.value))
            reaches.append((math.log1p(units.high) - math.log1p(units.low)) / 2)
    if not logs:
        return UNMEASURED
    middle, reach = (math.fsum(part) / len(logs) for part in (logs, reaches))
    value, low, high = (math.exp(middle + end) for end in (0.0, -reach, reach))
    return Estimate(value, low, min(high, RATIO[1]), len(logs))
