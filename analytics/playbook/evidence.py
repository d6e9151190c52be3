"""What the steps have to go by, as counts of one version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analytics.feedback.answer_sheets import price_answers
from analytics.filters import Filters
from analytics.positioning.base import LEAST_PEOPLE
from analytics.pricing.answers import SETS, price_sets, wide
from analytics.pricing.offers import buy_answers, offer_rows
from analytics.schema import source_params

if TYPE_CHECKING:
    from analytics.storage.versions import Store


@dataclass(frozen=True)
class Evidence:
    """Counts behind the steps; 0 where a sheet is missing.

    `need_people`: who marked one need both ways, in the segment with most; `rated_brands`: brands
    with enough raters. Of the beta test with most answers: `seeds` and `brought`, people with a
    first answer on whether they would miss it, how many of the latter said "very", and the squares
    of their numbers by inviter. `price_people`: whose four prices are in order, of the product with
    most; `offered`: prices that one product was offered at, and the answers at the least asked of
    them. `launches`: products launched at least 12 weeks into the orders; `guests`: customers
    who came to an event; `costed_share`: of the last 12 months' revenue, 0-1.
    """

    need_people: int
    claims: int
    rated_brands: int
    testers: int
    seeds: int
    brought: int
    brought_very: int
    brought_squares: int
    price_people: int
    offered: int
    offer_answers: int
    launch_tasks: int
    launches: int
    guests: int
    touchpoints: int
    ips: int
    ip_customers: int
    costed_share: float


def evidence(store: Store, version: str) -> Evidence:
    """The counts of one version, whatever its release; sheets that it does not know count 0."""
    counts = store.run("playbook/evidence", version).row(0, named=True)
    opinions = {"need_people": 0, "claims": 0, "rated_brands": 0}
    if store.manifest(version).has_answer_sheets:
        opinions = store.run("playbook/opinions", version, least=LEAST_PEOPLE).row(0, named=True)
    people, offered, answers = _prices(store, version)
    return Evidence(
        **counts, **opinions, price_people=people, offered=offered, offer_answers=answers
    )


def _prices(store: Store, version: str) -> tuple[int, int, int]:
    """`price_people`, `offered` and `offer_answers`, counted as the pricing room counts them."""
    sources = source_params()["survey_sources"]
    params = {"survey_sources": sources, **Filters().params()}
    written = store.run("pricing/survey_prices", version, **params).cast(SETS)  # type: ignore[arg-type]
    answers = price_answers(store, version)
    sets = pl.concat([written, wide(answers)])
    people = max(
        (price_sets(group).quality.valid for _, group in sets.group_by("sku")),
        default=0,
    )
    offers = offer_rows(answers)
    most = max((_offered(group) for _, group in offers.group_by("sku")), default=(0, 0))
    return people, *most


def _offered(group: pl.DataFrame) -> tuple[int, int]:
    """Prices that one product was offered at, and the answers at the least asked of them."""
    buys, _, _ = buy_answers(group)
    counts = buys.group_by("price").agg(n=pl.len())["n"].to_list()
    return len(counts), min(counts, default=0)
