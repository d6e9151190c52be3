"""Clean exports by seed, with what they come to: any platform's headers, csv or workbook, several
encodings, customers who come back, money sent back and discounts.
"""

import random
import tomllib
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PLATFORMS: dict[str, dict[str, Any]] = tomllib.loads((HERE / "platforms.toml").read_text("utf-8"))
WORDS: dict[str, dict[str, Any]] = tomllib.loads((HERE / "words.toml").read_text("utf-8"))
CENT = Decimal("0.01")
NOTHING = Decimal(0)
ENCODINGS = {
    "zh-Hans": ("utf-8", "utf-8-sig", "gb18030", "utf-16"),
    "zh-Hant": ("utf-8", "utf-8-sig", "big5", "utf-16"),
    "en": ("utf-8", "utf-8-sig", "cp1252"),
}
DATES = {
    "zh-Hans": ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d"),
    "zh-Hant": ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d"),
    "en": ("%Y-%m-%d %H:%M:%S", "%m/%d/%Y %H:%M", "%d.%m.%Y", "%Y-%m-%dT%H:%M:%SZ"),
}
MASTER = {"shopify": "%Y-%m-%d %H:%M:%S +0800", "amazon": "%Y-%m-%dT%H:%M:%S+00:00"}
SHARE_REFUNDED = 0.08


@dataclass(frozen=True)
class Line:
    """One row of an export as it is meant."""

    order_id: str
    at: datetime
    customer: str | None
    product: str
    sku: str
    quantity: int
    price: Decimal
    line_discount: Decimal = NOTHING
    order_discount: Decimal = NOTHING
    refund: Decimal = NOTHING
    note: str = ""
    channel: str = ""
    is_first: bool = True
    place: int = 0

    @property
    def gross(self) -> Decimal:
        return self.quantity * self.price

    @property
    def paid(self) -> Decimal:
        """For the line, before what the whole order was owed less."""
        return self.gross - self.line_discount


@dataclass
class Style:
    """How a file writes it: csv or xlsx, encoding, delimiter, dates, and marks of money."""

    kind: str
    encoding: str
    delimiter: str
    dates: str
    money: str


@dataclass
class Export:
    """One export: what is meant, and the cells that say so, row for row."""

    platform: str
    style: Style
    lines: list[Line]
    headers: list[str]
    roles: list[str]
    rows: list[list[Any]] = field(default_factory=list)
    sheets: dict[str, list[list[Any]]] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return str(PLATFORMS[self.platform]["language"])

    @property
    def words(self) -> dict[str, Any]:
        return WORDS[self.language]

    def column(self, role: str) -> int:
        return self.roles.index(role)

    @property
    def money(self) -> int:
        """The column that says what a row brought."""
        role = next(role for role in ("paid", "price", "gross") if role in self.roles)
        return self.column(role)

    def write_cells(self) -> None:
        """The cells of every line, as this file writes them."""
        totals = order_sums(self.lines)
        self.rows = [[self._cell(role, line, totals) for role in self.roles] for line in self.lines]

    def _cell(self, role: str, line: Line, totals: dict[str, Decimal]) -> Any:
        about = PLATFORMS[self.platform]
        if role.endswith("_first"):
            return self._cell(role.removesuffix("_first"), line, totals) if line.is_first else ""
        plain = {
            "status": about.get("status", self.words["status"]),
            "currency": "USD",
            "nothing": Decimal("0.00"),
            "code": "WELCOME" if line.order_discount else "",
            "customer_type": "returning",
            "line_id": f"{line.order_id}{line.place:02}",
            "order_paid": totals[line.order_id],
        }
        return plain[role] if role in plain else getattr(line, role)


def order_sums(lines: list[Line]) -> dict[str, Decimal]:
    """What every order came to after all discounts."""
    sums: dict[str, Decimal] = {}
    for line in lines:
        sums[line.order_id] = (
            sums.get(line.order_id, NOTHING) + line.paid - line.order_discount - line.refund
        )
    return sums


def totals(lines: list[Line]) -> dict[str, Any]:
    """What the command should say under `totals`."""
    days = sorted(line.at.date() for line in lines)
    return {
        "lines": len(lines),
        "orders": len({line.order_id for line in lines}),
        "customers": len({line.customer for line in lines if line.customer}),
        "amount": float(sum(order_sums(lines).values(), NOTHING)),
        "first_on": days[0].isoformat(),
        "last_on": days[-1].isoformat(),
    }


def make(rng: random.Random, platforms: tuple[str, ...] = (), kind: str = "") -> Export:
    """A clean export; of one of these platforms and of this kind of file where named."""
    platform = rng.choice(platforms or tuple(PLATFORMS))
    about = PLATFORMS[platform]
    language = about["language"]
    style = _style(rng, platform, language, kind)
    headers, roles = map(list, zip(*about["columns"], strict=True))
    export = Export(platform, style, _history(rng, about), headers, roles)
    export.write_cells()
    return export


def _style(rng: random.Random, platform: str, language: str, kind: str) -> Style:
    dates = MASTER.get(platform) or rng.choice(DATES[language])
    is_german = dates == "%d.%m.%Y"
    return Style(
        kind or rng.choice(("csv", "csv", "xlsx")),
        rng.choice(ENCODINGS[language]),
        ";" if is_german else rng.choice((",", ",", ",", "\t")),
        dates,
        "german" if is_german else rng.choice(("plain", "plain", "grouped")),
    )


def _history(rng: random.Random, about: dict[str, Any]) -> list[Line]:
    """Orders of people who come back, in the order of time; 200-600 lines."""
    words = WORDS[about["language"]]
    count = rng.randint(200, 600)
    people = _people(rng, about["customers"], words, count // 3)
    prices = [Decimal(rng.randint(500, 120_000)) / 100 for _ in words["products"]]
    start = datetime(rng.randint(2021, 2024), rng.randint(1, 12), rng.randint(1, 28), 8)
    span = rng.randint(200, 600) * 86_400
    number = rng.randint(10**9, 10**10)
    lines: list[Line] = []
    for second in sorted(rng.randrange(span) for _ in range(count)):
        if len(lines) >= count:
            break
        number += rng.randint(1, 900)
        lines += _order(rng, about, words, prices, _Order(str(number), people, start, second))
    return lines


@dataclass(frozen=True)
class _Order:
    number: str
    people: list[str]
    start: datetime
    second: int


def _order(
    rng: random.Random,
    about: dict[str, Any],
    words: dict[str, Any],
    prices: list[Decimal],
    order: _Order,
) -> list[Line]:
    at = (order.start + timedelta(seconds=order.second)).replace(second=order.second % 60)
    customer = rng.choice(order.people) if order.people else None
    channel = rng.choice(words["channels"])
    size = 1 if about["rows"] == "order" else rng.choice((1, 1, 1, 2, 2, 3))
    lines = []
    for place, item in enumerate(rng.sample(range(len(prices)), size)):
        line = Line(
            order.number, at, customer, words["products"][item], f"S{item + 101}",
            rng.choice((1, 1, 1, 2, 3)), prices[item], note=rng.choice(words["notes"]),
            channel=channel, is_first=place == 0, place=place,
        )  # fmt: skip
        lines.append(line)
    lines = _discounted(rng, about.get("discounts", "none"), lines)
    return _refunded(rng, about["refunds"], lines)


def _discounted(rng: random.Random, manner: str, lines: list[Line]) -> list[Line]:
    is_deal = rng.random() < 0.3
    if manner == "none" or not is_deal:
        return lines
    share = Decimal(rng.randint(5, 40)) / 100
    if manner == "line":
        return [replace(line, line_discount=(line.gross * share).quantize(CENT)) for line in lines]
    whole = (sum((line.gross for line in lines), NOTHING) * share).quantize(CENT)
    return [replace(lines[0], order_discount=whole), *lines[1:]]


def _refunded(rng: random.Random, manner: str, lines: list[Line]) -> list[Line]:
    """One piece of several comes back, or half the money: nobody's only purchase is undone."""
    if manner == "none" or rng.random() >= SHARE_REFUNDED:
        return lines
    if manner == "column":
        return [replace(lines[0], refund=(lines[0].paid / 2).quantize(CENT))]
    several = [line for line in lines if line.quantity > 1]
    back = [replace(line, quantity=-1, is_first=False, place=len(lines)) for line in several[:1]]
    return [*lines, *back]


def _people(rng: random.Random, manner: str, words: dict[str, Any], count: int) -> list[str]:
    if manner == "none":
        return []
    numbers = rng.sample(range(100_000, 999_999), count)
    shapes = {
        "id": lambda number: f"C{number}",
        "email": lambda number: f"{rng.choice(('ana', 'bo', 'carla'))}.{number}@example.com",
        "phone": lambda number: f"13{rng.randint(0, 9)}{number:06}{number % 97:02}",
        "nick": lambda number: f"{rng.choice(words['nicks'])}{number}",
    }
    return sorted({shapes[manner](number) for number in numbers})
