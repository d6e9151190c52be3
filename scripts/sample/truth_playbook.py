"""The truth about salons, IPs, the launch and the market."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from scripts.sample import market, plan, salons
from scripts.sample.facts import Fact, Section
from scripts.sample.words import words

if TYPE_CHECKING:
    from scripts.sample.brand import Sheet
    from scripts.sample.customers import Customers
    from scripts.sample.visits import Orders


def playbook_sections(people: Customers, sales: Orders, sheets: list[Sheet]) -> list[Section]:
    """What is planted in event_attendance, touchpoints, market and search_index."""
    return [
        ("salons", guests(people, sales, sheets)),
        ("ip", voices(people)),
        ("market", panel()),
        ("searches", searched()),
    ]


def guests(people: Customers, sales: Orders, sheets: list[Sheet]) -> list[Fact]:
    """Guests of salons come back more often."""
    rows = next(sheet.rows for sheet in sheets if sheet.name == "event_attendance")
    guests_back, others_back = salons.rates(people, sales, rows)
    return [
        Fact("kind", plan.SALON, "Kind of the events whose guests come back more often."),
        Fact(
            "odds",
            plan.SALON_ODDS,
            "Odds to be among the guests if one bought within 90 days after, against if not: who"
            "\n# came was drawn after the orders, and only looks like what a salon does.",
        ),
        Fact("guests_back_realised", guests_back, "Guests who bought within 90 days after."),
        Fact(
            "others_back_realised",
            others_back,
            "All others who had bought before; alike ones, in domain and history, are nearer.",
        ),
    ]


def voices(people: Customers) -> list[Fact]:
    """Who brings most, and whose code leaks; none stays longer."""
    codes = Counter(
        code
        for code, kind in zip(people.referrer, people.referrer_kind, strict=True)
        if kind == "ip"
    )
    names = {voice["code"]: voice["ip"] for voice in words("brand")["voices"]}
    won = Counter[str]()
    for code, count in codes.items():
        won[names[code]] += count
    largest, count = won.most_common(1)[0]
    return [
        Fact("largest", largest, "The IP that brings most customers."),
        Fact("largest_share_realised", count / won.total(), "Its part of all that IPs bring."),
        Fact("customers", won.total(), "Customers whom IPs bring."),
        Fact(
            "leaking",
            plan.LEAKING_CODE,
            "The code that buyers name in weeks without a show: one is left out of the sheet.",
        ),
        Fact("leaks_from", plan.LEAK_FROM, "First day without its show."),
        Fact("leaks_until", plan.LEAK_UNTIL, "Last day of those weeks."),
        Fact("stays", "", "No IP's customers stay longer: return follows the domain alone."),
    ]


def panel() -> list[Fact]:
    """The market is the NBD-Dirichlet of these numbers."""
    own = words("market")["shares"][words("market")["own"]]
    return [
        Fact("mean", plan.MARKET_MEAN, "M: purchases of the category a person in a quarter."),
        Fact("shape", plan.MARKET_SHAPE, "K: small where few people buy much."),
        Fact("spread", plan.MARKET_SPREAD, "S, of every brand."),
        Fact("own", words("market")["own"], "The brand in the sheets market and search_index."),
        Fact("own_share", own, "Its part of the purchases of the category."),
        Fact("own_penetration", market.penetration(own), "People who buy it in a quarter."),
    ]


def searched() -> list[Fact]:
    """The brand is searched for more of late."""
    before, now = plan.SEARCH_SHARES
    return [
        Fact("before", before, "True part of all searches until eight weeks before the last."),
        Fact("now", now, "True part of all searches in the last eight weeks."),
    ]
