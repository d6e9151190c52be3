"""What the steps have to go by, as counts of one version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analytics.beta import report as of_beta
from analytics.beta.answers import placed
from analytics.feedback import answer_sheets
from analytics.ip import report as of_ips
from analytics.margins import report as of_money
from analytics.positioning.marks import marks
from analytics.positioning.rival_map import high_marks
from analytics.pricing import report as of_prices
from analytics.pricing.answers import price_sets
from analytics.pricing.base import LEAST_PRICES
from analytics.pricing.offers import buy_answers
from analytics.stores import attendance as of_guests
from analytics.view import View

if TYPE_CHECKING:
    from analytics.storage.versions import Store


@dataclass(frozen=True)
class Evidence:
    """Counts behind the steps; 0 where a sheet is missing.

    `need_people`: who marked one need both ways on 0-10, in the segment with most; `rated_brands`:
    brands that enough people rated and anybody marked 9 or 10. Of the beta test with most answers:
    `seeds` and `brought`, people whose first answer says whether they would miss it, how many of
    the latter would very much, and the squares of their numbers by seed. `price_people`: whose four
    prices are in order, of the product with most; `offered`: prices that one product was offered
    at, and the answers at the least asked of them. `launches`: products launched at least 12 weeks
    into the orders; `guests`: customers who came to events of one kind after they had bought, of
    the kind with most; `ips`: IPs with new customers by codes of their own, `ip_customers` of
    these; `costed_share`: of the last 12 months' revenue, and `charged_share` of what was paid in
    them, with a known commission, 0-1.
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
    charged_share: float


def evidence(store: Store, version: str) -> Evidence:
    """The counts of one version, whatever its release; sheets that it does not know count 0."""
    view = View(store, store.manifest(version))
    counts = view.one("playbook/evidence")
    people, offered, answers = _prices(view)
    return Evidence(
        **counts,
        **_opinions(store, version),
        **_beta(view),
        **_ips(view),
        guests=_guests(view),
        price_people=people,
        offered=offered,
        offer_answers=answers,
        charged_share=_charged_share(view),
    )


def _charged_share(view: View) -> float:
    """`charged_share`, counted as the page on where money goes counts it; 0 where nothing sold."""
    if not of_money.can_tell(view):
        return 0.0
    answer = of_money.where(view.last_year)
    return answer.loss("commission").known if answer.paid else 0.0


def _guests(view: View) -> int:
    """`guests`, counted as the room of stores counts them."""
    pools = of_guests.pools(of_guests.events(view))
    return pools[0].guests if pools else 0


def _opinions(store: Store, version: str) -> dict[str, int]:
    """`need_people`, `claims` and `rated_brands`, counted as the positioning room counts them."""
    answers = marks(answer_sheets.needs(store, version))
    pairs = answers.pairs().filter(~pl.col("need").is_in(list(answers.other_scale)))
    people = pairs.group_by("segment", "need").len()["len"]
    rated = high_marks(answer_sheets.all_ratings(store, version))
    return {
        "need_people": max(people, default=0),
        "claims": answer_sheets.claims(store, version).height,
        "rated_brands": len(rated.brands),
    }


def _beta(view: View) -> dict[str, int]:
    """`testers`, and of the product with most of them the answers, counted as the beta room counts
    them: people in circles and answers of strangers are left out."""
    forest = of_beta.testers(view)
    nobody = dict.fromkeys(("seeds", "brought", "brought_very", "brought_squares"), 0)
    if forest.testers.is_empty():
        return {"testers": 0, **nobody}
    tests = [
        _first_answers(placed(own, forest.testers)[0])
        for _, own in of_beta.responses(view)
        .sort("sku", nulls_last=True)
        .group_by("sku", maintain_order=True)
    ]
    most = max(tests, key=lambda test: test["seeds"] + test["brought"], default=nobody)
    return {"testers": forest.testers.height, **most}


def _first_answers(answers: pl.DataFrame) -> dict[str, int]:
    first = answers.filter((pl.col("turn") == 1) & pl.col("is_very").is_not_null())
    brought = first.filter(pl.col("kind") == "invited")
    by_seed = brought.group_by("seed_id").len()["len"].cast(pl.Int64)
    return {
        "seeds": first.filter(pl.col("kind") == "seed").height,
        "brought": brought.height,
        "brought_very": int(brought["is_very"].sum()),
        "brought_squares": int((by_seed**2).sum()),
    }


def _ips(view: View) -> dict[str, int]:
    """`ips` and `ip_customers`, counted as the IP room counts them: codes of nobody, or of several
    IPs, are left out."""
    counts = of_ips.new_customers(view)
    return {"ips": len(counts), "ip_customers": sum(counts.values())}


def _prices(view: View) -> tuple[int, int, int]:
    """`price_people`, `offered` and `offer_answers`, counted as the pricing room counts them."""
    sets = of_prices.price_rows(view)
    people = max(
        (price_sets(group).quality.valid for _, group in sets.group_by("sku")),
        default=0,
    )
    offers = of_prices.offered_rows(view)
    counts = [_offered(group) for _, group in offers.group_by("sku")]
    # Many prices with an answer or two at each carry nothing: the least asked decides.
    most = max(counts, key=lambda pair: (pair[0] >= LEAST_PRICES, pair[1], pair[0]), default=(0, 0))
    return people, *most


def _offered(group: pl.DataFrame) -> tuple[int, int]:
    """Prices that one product was offered at, and the answers at the least asked of them."""
    buys, _, _ = buy_answers(group)
    counts = buys.group_by("price").agg(n=pl.len())["n"].to_list()
    return len(counts), min(counts, default=0)
