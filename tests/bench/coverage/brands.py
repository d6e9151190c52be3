"""Brands of one truth as spreadsheets: each a channel with people of its own.

What one person does and says hangs together, as among real people: who is content comes back
sooner, answers higher throughout, writes more kindly and sends back less; who hunts bargains buys
on deal nearly every time; whose purse is large spends more on each order.
"""

import csv
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
from numpy.random import Generator
from numpy.typing import NDArray

from analytics.schema import SUPERS

FIRST, LAST = date(2024, 7, 1), date(2026, 6, 30)
DAYS = (LAST - FIRST).days
SECONDS = 86_400
PRODUCTS = 24
LIST_PRICES = np.round(np.geomspace(40, 600, PRODUCTS), 0)
POPULARITY = np.geomspace(4, 1, PRODUCTS) / np.geomspace(4, 1, PRODUCTS).sum()
LAUNCHED = {20: date(2025, 12, 1), 21: date(2026, 1, 10), 22: date(2026, 2, 1), 23: FIRST}
WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class People:
    """The people of one brand, a row each; content and purse in standard deviations."""

    content: Numbers
    purse: Numbers
    deal: Numbers
    first_on: NDArray[np.int64]


def write(folder: Path, brands: int, customers: int, seed: int) -> list[Path]:
    """Orders, feedback and the small sheets of so many brands of so many customers each."""
    rng = np.random.default_rng(seed)
    sides = [_brand(brand, customers, rng) for brand in range(brands)]
    frames = {name: pl.concat([side[name] for side in sides]) for name in sides[0]}
    paths = []
    for name, frame in frames.items():
        paths.append(folder / f"{name}.csv")
        frame.write_csv(paths[-1])
    for name, rows in _sheets().items():
        paths.append(folder / f"{name}.csv")
        _write_rows(paths[-1], rows)
    return paths


def channel(brand: int) -> str:
    """The channel that stands for a brand."""
    return f"brand {brand:03}"


def _brand(brand: int, customers: int, rng: Generator) -> dict[str, pl.DataFrame]:
    people = People(
        rng.standard_normal(customers),
        rng.standard_normal(customers),
        rng.beta(0.35, 0.5, customers),
        rng.integers(0, DAYS, customers),
    )
    names = np.array([f"c{brand:03}-{person:05}" for person in range(customers)])
    orders = _orders(brand, people, names, rng)
    feedback = _feedback(brand, people, names, rng)
    return {"orders": orders, "feedback": feedback, "beta_testers": _testers(names)}


def _orders(brand: int, people: People, names: NDArray[np.str_], rng: Generator) -> pl.DataFrame:
    """One row per line: orders come at random, the sooner the more content their buyer is."""
    pace = np.exp(np.log(1 / 220) + 0.7 * people.content)
    more = rng.poisson(np.minimum(pace * (DAYS - people.first_on), 40))
    who = np.concatenate([np.arange(len(names)), np.repeat(np.arange(len(names)), more)])
    later = people.first_on[who] + rng.random(len(who)) * (DAYS - people.first_on[who])
    day = np.where(np.arange(len(who)) < len(names), people.first_on[who], later)
    favourite = rng.choice(PRODUCTS, len(names), p=POPULARITY)
    is_deal = rng.random(len(who)) < people.deal[who]
    depth = np.where(is_deal, rng.uniform(0.1, 0.45, len(who)), 0.0)
    lines = 1 + rng.binomial(2, 0.25, len(who))
    order = np.repeat(np.arange(len(who)), lines)
    buyer = who[order]
    keeps = rng.random(len(order)) < 0.5
    product = np.where(keeps, favourite[buyer], rng.choice(PRODUCTS, len(order), p=POPULARITY))
    quantity = 1 + rng.poisson(0.25 * np.exp(0.9 * people.purse[buyer]))
    price = LIST_PRICES[product]
    amount = np.round(price * quantity * (1 - depth[order]), 2)
    kind = rng.choice(3, len(names), p=[0.7, 0.18, 0.12])
    code = rng.choice(4, len(names), p=[0.4, 0.3, 0.2, 0.1])
    sold = pl.DataFrame(
        {
            "order_id": [f"o{brand:03}-{number:06}" for number in order],
            "ordered_at": _moments(day[order]),
            "customer_id": names[buyer],
            "sku": [f"P{number:02}" for number in product],
            "quantity": quantity,
            "list_price": price,
            "amount": amount,
            "channel": channel(brand),
            "domain": "public",
            "referrer_id": [("", f"ip-{code[p]}", f"friend-{code[p]}")[kind[p]] for p in buyer],
            "referrer_kind": np.array(["", "ip", "customer"])[kind[buyer]],
            "return_reason": "",
        }
    )
    sent_back = rng.random(len(order)) < 0.05 * np.exp(-0.8 * people.content[buyer])
    back = sold.filter(pl.Series(sent_back)).with_columns(
        pl.Series("order_id", [f"r{brand:03}-{i:06}" for i in range(int(sent_back.sum()))]),
        pl.Series("ordered_at", _moments(np.minimum(day[order][sent_back] + 9, DAYS + 0.99))),
        pl.col("quantity") * -1,
        pl.col("amount") * -1,
        pl.Series("return_reason", rng.choice(WORDS["reasons"], int(sent_back.sum())).tolist()),
    )
    return pl.concat([sold, back.select(sold.columns)])


def _moments(days: Numbers) -> list[str]:
    seconds = (np.minimum(days, DAYS + 0.99) * SECONDS).astype(int)
    start = np.datetime64(FIRST.isoformat(), "s")
    moments: list[str] = np.datetime_as_string(start + seconds.astype("timedelta64[s]")).tolist()
    return moments


def _feedback(brand: int, people: People, names: NDArray[np.str_], rng: Generator) -> pl.DataFrame:
    """Survey answers of a third of the people, reviews of others and the same, two waves of a
    test; every answer leans on the content of who gives it."""
    surveyed = np.flatnonzero(rng.random(len(names)) < 0.35)
    reviewers = np.repeat(np.arange(len(names)), rng.binomial(4, 0.15, len(names)))
    testers = np.arange(len(names))[:60]
    waves = np.concatenate([testers, testers])
    return pl.concat(
        [
            _survey(people.content[surveyed], rng).with_columns(
                customer_id=pl.Series(names[surveyed]),
                submitted_at=pl.Series(_moments(rng.random(len(surveyed)) * DAYS)),
                source=pl.lit("survey"),
            ),
            _reviews(people.content[reviewers], rng).with_columns(
                customer_id=pl.Series(names[reviewers]),
                submitted_at=pl.Series(_moments(rng.random(len(reviewers)) * DAYS)),
                source=pl.lit("review"),
            ),
            pl.DataFrame(
                {
                    "customer_id": names[waves],
                    "submitted_at": _moments(np.repeat([100.0, 130.0], len(testers))),
                    "rating": _marks(people, waves, len(testers), rng),
                }
            ).with_columns(source=pl.lit("beta"), rating_max=pl.lit(10.0), sku=pl.lit("P01")),
        ],
        how="diagonal",
    ).with_columns(channel=pl.lit(channel(brand)))


def _marks(people: People, waves: NDArray[np.int64], first: int, rng: Generator) -> Numbers:
    lift = np.where(np.arange(len(waves)) >= first, 1.0 + 0.5 * people.content[waves], 0.0)
    marks: Numbers = np.clip(np.round(5 + lift + rng.standard_normal(len(waves))), 0, 10)
    return marks


def _survey(content: Numbers, rng: Generator) -> pl.DataFrame:
    def answers(mean: float, lean: float) -> Numbers:
        noise = rng.standard_normal(len(content))
        return np.clip(np.round(mean + lean * content + 1.2 * noise), 0, 10)

    level = {key: answers(6.4 + 0.1 * place, 1.3) for place, key in enumerate(SUPERS)}
    missed = content + rng.standard_normal(len(content))
    return pl.DataFrame(
        {
            **level,
            "nps": answers(7.6, 1.6),
            "disappointed": np.select([missed > 0.6, missed > -0.6], ["very", "somewhat"], "not"),
        }
    )


def _reviews(content: Numbers, rng: Generator) -> pl.DataFrame:
    stars = np.clip(np.round(4.3 + 0.6 * content + 0.6 * rng.standard_normal(len(content))), 1, 5)
    keys = list(WORDS["kind"])
    topic = rng.integers(len(keys), size=len(content))
    is_kind = 0.8 * content + rng.standard_normal(len(content)) > -1.0
    texts = [
        WORDS["kind" if kind else "unkind"][keys[key]]
        for key, kind in zip(topic, is_kind, strict=True)
    ]
    images = rng.random(len(content)) < 1 / (1 + np.exp(1.6 - 1.2 * content))
    return pl.DataFrame(
        {"rating": stars, "rating_max": 5.0, "text": texts, "images": images.astype(int)}
    )


def _testers(names: NDArray[np.str_]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "tester_id": [f"t{name}" for name in names[:60]],
            "wave": "first",
            "joined_on": "2024-09-01",
            "customer_id": names[:60],
        }
    )


def _sheets() -> dict[str, Sequence[Mapping[str, object]]]:
    skus = [f"P{number:02}" for number in range(PRODUCTS)]
    products = [
        {
            "sku": sku,
            "launched_on": LAUNCHED.get(number, FIRST - timedelta(days=900)).isoformat(),
            "is_substantive": "yes",
            "protected_until": "2030-01-01" if number % 3 == 0 else "",
        }
        for number, sku in enumerate(skus)
    ]
    endorsements = [
        {
            "name": f"badge {number}",
            "issuer": f"institute {number}",
            "tier": "A",
            "is_paid": "no" if number % 3 else "yes",
            "skus": ";".join(skus[number::4]),
            "valid_from": "2024-01-01",
            "valid_to": "2026-08-01" if number == 1 else "2029-01-01",
        }
        for number in range(3)
    ]
    return {"products": products, "endorsements": endorsements}


def _write_rows(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    records = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(records[0]))
        writer.writeheader()
        writer.writerows(records)
