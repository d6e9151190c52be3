"""Small random shops for the plain recomputation of measures: rows as a file would hold them.

They hold what makes rules differ: refunds under the order's number and under their own, exchanges,
gifts, guests, several orders of a customer on one day, several products in an order, a second
currency, channels with and without a social model, referrers with and without a kind, answers of
every source, and in some shops columns that are missing.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from analytics.schema import SUPERS

Row = dict[str, Any]

AS_OF = date(2024, 12, 20)
FIRST = date(2023, 6, 1)
SKUS = ("A", "B", "C", "D", "E", "F")
CHANNELS = {"Shop": "", "Club": "community", "Agents": "distribution"}
REASONS = ("did not work", "ugly colour", "too late")
KIND, UNKIND = "\u5305\u88c5\u5f88\u6f02\u4eae", "\u5305\u88c5\u5f88\u4e11"
PRAISED, UNPRAISED = "packaging", "price"
"""Topics that a shop claims: the one that kind texts speak of, or another."""
MISSING: tuple[tuple[str, ...], ...] = (
    (),
    ("list_price",),
    ("order_id",),
    ("referrer_kind",),
    ("source",),
    ("return_reason", "channel", "social_model"),
    ("amount", "list_price", "currency"),
    ("customer_id",),
)
"""Columns that some shops' files do not have."""


@dataclass(frozen=True)
class Shop:
    """The rows of every table of one shop; `missing` columns are in none of them."""

    lines: list[Row] = field(default_factory=list)
    feedback: list[Row] = field(default_factory=list)
    products: list[Row] = field(default_factory=list)
    endorsements: list[Row] = field(default_factory=list)
    competitor_prices: list[Row] = field(default_factory=list)
    members: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)

    def tables(self) -> dict[str, list[Row]]:
        return {"orders": self.lines} | {
            name: getattr(self, name)
            for name in (
                "feedback", "products", "endorsements", "competitor_prices", "members",
                "claims",
            )
        }  # fmt: skip


def shop(seed: int) -> Shop:
    """The shop of a seed."""
    chance = Random(seed)
    missing = MISSING[seed % len(MISSING)]
    made = Shop(
        lines=sorted(_lines(chance), key=lambda line: line["ordered_at"]),
        feedback=_feedback(chance),
        products=[_product(chance, sku) for sku in SKUS[:5]],
        endorsements=[_endorsement(chance, n) for n in range(5)],
        competitor_prices=[_sighting(chance) for _ in range(30)],
        members=[_member(chance, n) for n in range(50)],
        claims=[_claim(UNPRAISED if seed % 3 == 0 else PRAISED)],
    )
    for rows in (made.lines, made.feedback):
        for row in rows:
            for column in missing:
                row.pop(column, None)
    return made


def day(chance: Random, first: date = FIRST, last: date = AS_OF) -> date:
    return first + timedelta(days=chance.randint(0, (last - first).days))


def _moment(chance: Random, on: date) -> datetime:
    return datetime(on.year, on.month, on.day) + timedelta(seconds=chance.randint(0, 80_000))


def _lines(chance: Random) -> list[Row]:
    lines: list[Row] = []
    number = 1000
    for customer in range(60):
        who = f"c{customer:02}" if customer < 55 else ""
        on = day(chance)
        while on <= AS_OF:
            for _ in range(1 + (chance.random() < 0.15)):
                number += 1
                lines += _order(chance, f"N{number}", who, on)
            on += timedelta(days=chance.choice((1, 5, 20, 40, 90, 150, 400)))
    return lines


def _order(chance: Random, order_id: str, who: str, on: date) -> list[Row]:
    """The lines of one order, and perhaps a refund of one of them, or an exchange for it."""
    at, channel = _moment(chance, on), chance.choice(list(CHANNELS))
    currency = "USD" if chance.random() < 0.06 else "CNY"
    kind = chance.choice(("ip", "customer", "")) if chance.random() < 0.5 else None
    common = {
        "order_id": order_id,
        "ordered_at": at,
        "customer_id": who,
        "channel": channel,
        "social_model": CHANNELS[channel],
        "currency": currency,
        "referrer_id": "" if kind is None else f"r{chance.randint(1, 4)}",
        "referrer_kind": kind or "",
    }
    lines = []
    for sku in chance.sample(SKUS, chance.choice((1, 1, 2, 3))):
        quantity = chance.choice((1, 1, 2))
        is_gift = chance.random() < 0.08
        has_list = chance.random() < 0.8 and not is_gift
        unit = 0.0 if is_gift else 20 + chance.randint(0, 30_000) / 100
        deal = chance.choice((1, 1, 1, 0.985, 0.9, 0.7))
        lines.append({
            **common, "sku": sku, "quantity": quantity,
            "amount": round(unit * quantity * deal, 2),
            "list_price": round(unit, 2) if has_list else "", "return_reason": "",
        })  # fmt: skip
    return lines + _after(chance, lines)


def _after(chance: Random, lines: list[Row]) -> list[Row]:
    """Nothing; a refund under the order's number or under its own; or that and an exchange."""
    line, happens = chance.choice(lines), chance.random()
    sent_on = line["ordered_at"].date() + timedelta(days=chance.randint(0, 12))
    if happens > 0.3 or sent_on > AS_OF or not line["amount"]:
        return []
    back = {
        **line, "ordered_at": max(_moment(chance, sent_on), line["ordered_at"]),
        "quantity": -line["quantity"], "amount": -line["amount"], "list_price": "",
        "referrer_id": "", "referrer_kind": "", "return_reason": chance.choice(REASONS),
    }  # fmt: skip
    if happens < 0.12:
        return [back]
    back = {**back, "order_id": f"{line['order_id']}R"}
    again_on = sent_on + timedelta(days=chance.choice((1, 10, 30, 31, 60)))
    if happens < 0.2 or again_on > AS_OF:
        return [back]
    again = {**line, "order_id": f"{line['order_id']}X", "ordered_at": _moment(chance, again_on)}
    return [back, again]


def _feedback(chance: Random) -> list[Row]:
    rows = []
    for number in range(260):
        source = chance.choice(("review", "survey", "survey", "beta", "community"))
        base = chance.randint(0, 10)
        is_answer = source in ("survey", "beta") or chance.random() < 0.2
        asked = {key: _near(chance, base) for key in (*SUPERS, "nps")}
        on = day(chance)
        rows.append({
            "feedback_id": f"f{number}",
            "submitted_at": _moment(chance, on),
            "customer_id": f"c{chance.randint(0, 70):02}" if chance.random() < 0.8 else "",
            "sku": chance.choice(SKUS),
            "source": source,
            # Pictures alone would be set aside as nothing said.
            "rating": chance.randint(0, 10) if not is_answer or chance.random() < 0.6 else "",
            "rating_max": 10,
            "images": chance.choice((0, 0, 1, 3, "")),
            "disappointed": chance.choice(("very", "somewhat", "not")) if is_answer else "",
            "text": chance.choice((KIND, UNKIND, "")),
            **{key: answer if is_answer and chance.random() < 0.9 else ""
               for key, answer in asked.items()},
        })  # fmt: skip
    return rows


def _near(chance: Random, base: int) -> int:
    return min(10, max(0, base + chance.randint(-2, 2)))


def _product(chance: Random, sku: str) -> Row:
    return {
        "sku": sku,
        "product": f"Product {sku}",
        "launched_on": day(chance) if chance.random() < 0.8 else "",
        "is_substantive": chance.choice(("yes", "no")),
        "protected_until": day(chance, FIRST, date(2050, 1, 1)) if chance.random() < 0.6 else "",
    }


def _endorsement(chance: Random, number: int) -> Row:
    return {
        "name": f"E{number}",
        "kind": "award",
        "issuer": "X",
        "tier": chance.choice("ABC"),
        "is_paid": chance.choice(("yes", "no")),
        "skus": ";".join(chance.sample(SKUS, 2)),
        "valid_from": day(chance),
        "valid_to": day(chance, date(2024, 11, 1), date(2025, 8, 1)) if number else "",
    }


def _sighting(chance: Random) -> Row:
    return {
        "sku": chance.choice(SKUS),
        "rival": "R",
        "rival_product": "x",
        "price": 50 + chance.randint(0, 20_000) / 100,
        "units_per_pack": chance.choice((1, 1, 2)),
        "seen_on": day(chance),
    }


def _claim(topic: str) -> Row:
    return {"claim": "Ours is best", "topic": topic, "since": FIRST}


def _member(chance: Random, number: int) -> Row:
    reached = day(chance, date(2024, 7, 1)) if chance.random() < 0.8 else None
    return {
        "customer_id": f"c{number + 10 * (number % 2):02}",
        "route": chance.choice(("wechat", "sms")),
        "joined_on": day(chance, FIRST, date(2024, 6, 1)),
        "consented": chance.choice(("yes", "yes", "no")),
        "last_reached_on": reached or "",
        "last_replied_on": reached + timedelta(days=chance.randint(0, 20))
        if reached and chance.random() < 0.4
        else "",
        "left_on": day(chance, date(2024, 1, 1)) if chance.random() < 0.15 else "",
    }
