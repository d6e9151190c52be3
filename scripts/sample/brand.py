"""The extra sheets of the brand's workbook, as column names and rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from scripts.sample import market, opinions, salons
from scripts.sample.beta import testers
from scripts.sample.chance import pick_rows, stream
from scripts.sample.plan import (
    AS_OF,
    CUSTOMERS,
    DAYS,
    MEMBERS,
    PRIVATE_GUESTS,
    SALON,
    START,
    day_number,
)
from scripts.sample.touchpoints import has_leaked, touchpoints
from scripts.sample.words import channels, products, words

if TYPE_CHECKING:
    from numpy.random import Generator

    from scripts.sample.customers import Customers
    from scripts.sample.visits import Orders
    from scripts.sample.words import Product

CONSENTED = 0.93
LEFT = 0.09
REACHED = 0.82
REPLIED = 0.46
GUEST_LISTS = (18, 110)


@dataclass(frozen=True)
class Sheet:
    """One table of the workbook; `None` or "" in a row is an empty cell."""

    name: str
    columns: list[str]
    rows: list[list[Any]]


def sheets(people: Customers, sales: Orders) -> list[Sheet]:
    """All sixteen sheets in the order of the contract."""
    return [
        product_sheet(),
        rival_sheet(),
        written("endorsements"),
        member_sheet(people),
        touchpoint_sheet(),
        written("events"),
        attendance_sheet(people, sales),
        written("stores"),
        tester_sheet(people),
        written("launch_tasks"),
        *opinion_sheets(people),
        Sheet("market", market.COLUMNS, market.panel()),
        Sheet("search_index", ["brand", "week", "searches"], market.searches()),
    ]


def written(name: str) -> Sheet:
    """A sheet taken unchanged from `words/brand.toml`."""
    table = words("brand")[name]
    return Sheet(name, table["columns"], table["rows"])


def picked(name: str, columns: list[str], things: list[Any]) -> Sheet:
    """A sheet whose columns are fields of the things."""
    return Sheet(name, columns, [[getattr(thing, c) for c in columns] for thing in things])


def product_sheet() -> Sheet:
    """The catalogue, with sizes of two lines."""
    columns = ["sku", "product", "category", "launched_on", "is_substantive"]
    columns += ["unit_cost", "list_price", "protected_until", "protection"]
    return Sheet(
        "products",
        [*columns, "size", "size_unit"],
        [
            [*(getattr(p, "name" if c == "product" else c) for c in columns), *size(p)]
            for p in products()
        ],
    )


def size(product: Product) -> list[Any]:
    """How much is in one unit, and its unit; empty for other lines."""
    if product.category not in words("opinions")["sized_lines"]:
        return ["", ""]
    amount = product.size.rstrip("mlg")
    return [int(amount), product.size.removeprefix(amount)]


def rival_sheet() -> Sheet:
    """Rivals' prices, with the sizes of the same two lines and the rivals' ratings."""
    sheet, stars = written("competitor_prices"), words("opinions")["rival_stars"]
    size_by_sku = {product.sku: size(product) for product in products()}
    rows = [
        [*row, *size_by_sku[row[0]], stars[row[1]][0], 5, stars[row[1]][1]] for row in sheet.rows
    ]
    added = ["size", "size_unit", "rating", "rating_max", "ratings"]
    return Sheet(sheet.name, [*sheet.columns, *added], rows)


def opinion_sheets(people: Customers) -> list[Sheet]:
    """What people asked by the brand think, and what the brand claims."""
    claims = words("opinions")["claims"]
    answers = ["respondent", "sku", "price", "answer", "position", "asked_on"]
    needs = ["respondent", "customer_id", "segment", "need", "importance", "satisfaction"]
    ratings = ["brand", "attribute", "respondent", "score"]
    return [
        Sheet("needs", [*needs, "asked_on"], opinions.needs(people)),
        Sheet("claims", claims["columns"], claims["rows"]),
        Sheet("rival_ratings", ratings, opinions.rival_ratings()),
        Sheet("price_answers", answers, opinions.price_answers()),
    ]


def touchpoint_sheet() -> Sheet:
    """What the IPs put out, but for the shows whose code leaks."""
    columns = ["ip", "ip_kind", "platform", "happened_on", "reach", "engaged", "cost", "code"]
    return picked(
        "touchpoints", columns, [point for point in touchpoints() if not has_leaked(point)]
    )


def tester_sheet(people: Customers) -> Sheet:
    """The testers of both waves."""
    columns = ["tester_id", "invited_by", "wave", "joined_on"]
    all_testers = testers(people)
    sheet = picked("beta_testers", columns, all_testers)
    ids = [people.customer_id[tester.customer] for tester in all_testers]
    rows = [[*row, code] for row, code in zip(sheet.rows, ids, strict=True)]
    return Sheet(sheet.name, [*columns, "customer_id"], rows)


def member_sheet(people: Customers) -> Sheet:
    """Customers within reach: private ones mostly, some won over from the public domain."""
    rng = stream("members")
    odds = np.where(people.private, 3.0, 1.0)
    chosen = np.sort(rng.choice(CUSTOMERS, MEMBERS, replace=False, p=odds / odds.sum()))
    route = routes(rng, people, chosen)
    columns = ["customer_id", "route", "joined_on", "consented"]
    columns += ["last_reached_on", "last_replied_on", "left_on"]
    rows = [
        [people.customer_id[who], way, *membership(rng, int(people.day[who]))]
        for who, way in zip(chosen, route, strict=True)
    ]
    return Sheet("members", columns, rows)


def routes(rng: Generator, people: Customers, chosen: np.ndarray[Any, Any]) -> list[str]:
    """The way each member can be reached, by the channel that won them."""
    member_words = words("brand")["members"]
    kinds = ["offline" if ch.mode == "offline" else ch.domain for ch in channels()]
    odds = np.array([member_words[kind] for kind in kinds])
    return [member_words["routes"][i] for i in pick_rows(rng, odds[people.channel[chosen]])]


def membership(rng: Generator, first: int) -> list[Any]:
    """[joined, consented, last reached, last replied, left] of one member, in order of time."""
    joined = min(first + int(rng.geometric(0.15)) - 1, DAYS - 1)
    left = int(rng.integers(joined, DAYS)) if rng.random() < LEFT else None
    end = DAYS - 1 if left is None else left
    reached = max(joined, end - int(rng.geometric(0.03))) if rng.random() < REACHED else None
    replied = reached is not None and rng.random() < REPLIED
    reply = int(rng.integers(joined, (reached or 0) + 1)) if replied else None
    days = [None if day is None else date_of(day) for day in (reached, reply, left)]
    return [date_of(joined), bool(rng.random() < CONSENTED), *days]


def date_of(day: int) -> date:
    """The date of a day of the sample."""
    return START + timedelta(days=day)


def attendance_sheet(people: Customers, sales: Orders) -> Sheet:
    """Who came to which event: customers by then, those of private channels rather, and to salons
    those who bought soon after rather."""
    rng = stream("attendance")
    rows = []
    for event in words("brand")["events"]["rows"]:
        came = guests(rng, people, event[3])
        if event[1] == SALON:
            came = salons.guests(people, sales, event, len(came))
        rows += [[event[0], people.customer_id[who]] for who in came]
    return Sheet("event_attendance", ["event_id", "customer_id"], rows)


def guests(rng: Generator, people: Customers, day: date) -> list[int]:
    """The customers at one event, each once."""
    is_customer = people.day < day_number(min(day, AS_OF))
    odds = is_customer * np.where(people.private, PRIVATE_GUESTS, 1.0)
    count = min(int(rng.integers(*GUEST_LISTS)), int(is_customer.sum()))
    return [int(who) for who in np.sort(rng.choice(CUSTOMERS, count, False, odds / odds.sum()))]
