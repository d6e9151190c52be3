"""Every measure computed again in plain Python from the rows of a file, by its stated words.

Neither SQL nor frames nor the product's own functions: a person with a pencil could do the same.
Each function gives (value, n), or None where the words leave nothing to measure.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from statistics import mean, median
from typing import Any

from analytics.schema import SUPERS
from tests.analytics.measures.shops import AS_OF, Row, Shop

Result = tuple[float, int] | None
YEAR_ON = date(2024, 1, 1)
"""The first of the twelve calendar months up to the as-of day."""
ANSWERS = (*SUPERS, "nps", "disappointed")


def cell(row: Row, column: str) -> Any:
    """What a cell holds; None where it is empty or the file has no such column."""
    value = row.get(column)
    return None if value == "" else value


def source(row: Row) -> str:
    """Where the row does not say: answers to the survey make a survey, a text or stars a review."""
    if "source" in row:
        return str(row["source"])
    if any(cell(row, key) is not None for key in ANSWERS):
        return "survey"
    return "review" if cell(row, "text") or cell(row, "rating") is not None else "survey"


class Books:
    """What a shop's order lines say about purchases and who made them."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        named = Counter(line["currency"] for line in shop.lines if cell(line, "currency"))
        main = min(named, key=lambda name: (-named[name], name)) if named else None
        self.lines = [self._line(line, number, main) for number, line in enumerate(shop.lines)]
        self.orders: dict[str, list[Row]] = defaultdict(list)
        for line in self.lines:
            self.orders[line["order"]].append(line)
        self.purchases: dict[str, dict[date, list[list[Row]]]] = defaultdict(dict)
        for order in self.orders.values():
            if order[0]["who"] and self.is_purchase(order):
                days = self.purchases[order[0]["who"]]
                days.setdefault(_begun(order).date(), []).append(order)

    @staticmethod
    def _line(line: Row, number: int, main: str | None) -> Row:
        is_main = cell(line, "currency") in (None, main)
        return {
            "order": cell(line, "order_id") or f"line {number}",
            "at": line["ordered_at"],
            "on": line["ordered_at"].date(),
            "who": cell(line, "customer_id"),
            "sku": line["sku"],
            "units": line["quantity"],
            "amount": cell(line, "amount") if is_main else None,
            "list": cell(line, "list_price") if is_main else None,
            "channel": cell(line, "channel") or "",
            "model": cell(line, "social_model"),
            "reason": cell(line, "return_reason"),
            "referrer": cell(line, "referrer_id"),
            "referrer_kind": cell(line, "referrer_kind"),
        }

    def is_purchase(self, order: Sequence[Row]) -> bool:
        """Money left after the order's own refunds, without amounts goods; and no exchange."""
        amounts = [line["amount"] for line in order if line["amount"] is not None]
        left = sum(amounts) > 1e-9 if amounts else sum(line["units"] for line in order) > 0
        return left and not self.is_exchange(order)

    def is_exchange(self, order: Sequence[Row]) -> bool:
        """One product that its customer had bought and then sent back within 30 days before."""
        if len(order) > 1 or not order[0]["who"]:
            return False
        taken = order[0]
        own = [
            line for line in self.lines
            if line["who"] == taken["who"] and line["sku"] == taken["sku"]
        ]  # fmt: skip
        return any(
            back["units"] < 0
            and (back["amount"] or 0) <= 0
            and taken["units"] <= -back["units"]
            and back["at"] <= taken["at"]
            and (taken["on"] - back["on"]).days <= 30
            and any(line["units"] > 0 and line["at"] < back["at"] for line in own)
            for back in own
        )

    def days(self, who: str) -> list[date]:
        return sorted(self.purchases[who])

    def wait(self, who: str) -> tuple[int, bool]:
        """Days from the first purchase day to the second, or else to the end; whether it came."""
        first_on, *later = self.days(who)
        return ((later[0] if later else AS_OF) - first_on).days, bool(later)

    def first_product(self, who: str) -> str:
        """The dearest line of the first order; of equals the last by channel and product. Of
        orders at the same moment, as where orders have no number, the first by the same."""
        first_day = self.purchases[who][self.days(who)[0]]
        first = min(first_day, key=lambda order: (_begun(order), _place(_dearest(order))))
        return str(_dearest(first)["sku"])

    def referral(self, who: str) -> Row | None:
        """The first line of the first purchase day that names a referrer."""
        first_on = self.days(who)[0]
        named = [
            line for line in self.lines
            if line["who"] == who and line["on"] == first_on and line["referrer"]
        ]  # fmt: skip
        return min(named, key=lambda line: line["at"]) if named else None

    def sold(self, *, since: date = date.min) -> list[Row]:
        """Lines with money paid."""
        return [line for line in self.lines if paid(line) and line["on"] >= since]

    def new(self, *, since: date = date.min) -> list[str]:
        return [who for who in self.purchases if self.days(who)[0] >= since]


def _dearest(order: Sequence[Row]) -> Row:
    return max(order, key=lambda line: (paid(line), *_place(line)))


def _place(line: Row) -> tuple[str, str]:
    return line["channel"], line["sku"]


def _begun(order: Sequence[Row]) -> datetime:
    return min(line["at"] for line in order)


def paid(line: Row) -> float:
    return max(line["amount"] or 0.0, 0.0)


def kaplan_meier(waits: Sequence[tuple[int, bool]], day: int) -> Result:
    """The share whose wait has ended by `day`; nothing where somebody is left and nobody was
    watched so long."""
    left = 1.0
    for at in sorted({length for length, is_end in waits if is_end and length <= day}):
        ended = sum(length == at and is_end for length, is_end in waits)
        left *= 1 - ended / sum(length >= at for length, _ in waits)
    is_cut_short = left > 0 and max((length for length, _ in waits), default=0) < day
    return (1 - left, len(waits)) if waits and not is_cut_short else None


def share(part: float, whole: float, n: int | None = None) -> Result:
    return (part / whole, int(whole) if n is None else n) if whole else None


def revenue_share(lines: Sequence[Row], is_inside: Callable[[Row], bool]) -> Result:
    inside = sum(paid(line) for line in lines if is_inside(line))
    return share(inside, sum(paid(line) for line in lines), len(lines))


def of_products(shop: Shop, column: str) -> dict[str, Any]:
    return {row["sku"]: row[column] for row in shop.products if row[column] != ""}


# Endorsement


def _endorsed(shop: Shop, tiers: str, last: date = date.min) -> list[Row]:
    return [
        row for row in shop.endorsements
        if row["tier"] in tiers and row["valid_from"] <= AS_OF
        and (row["valid_to"] == "" or row["valid_to"] >= max(AS_OF, last))
    ]  # fmt: skip


def _skus(rows: Iterable[Row]) -> set[str]:
    return {sku for row in rows for sku in row["skus"].split(";")}


def covered_revenue(books: Books) -> Result:
    covered = _skus(_endorsed(books.shop, "AB"))
    if not covered:
        return None
    return revenue_share(books.sold(since=YEAR_ON), lambda line: line["sku"] in covered)


def lasting_cover(books: Books) -> Result:
    covered = _skus(_endorsed(books.shop, "AB"))
    lasting = _skus(_endorsed(books.shop, "AB", AS_OF + timedelta(days=90)))
    lines = [line for line in books.sold(since=YEAR_ON) if line["sku"] in covered]
    return revenue_share(lines, lambda line: line["sku"] in lasting)


def independent_endorsements(books: Books) -> Result:
    valid = _endorsed(books.shop, "ABC")
    return share(sum(row["is_paid"] == "no" for row in valid), len(valid))


# Creativity


def vitality(books: Books) -> Result:
    launched = of_products(books.shop, "launched_on")
    real = {row["sku"] for row in books.shop.products if row["is_substantive"] == "yes"}
    new = {sku for sku, on in launched.items() if YEAR_ON <= on <= AS_OF and sku in real}
    return revenue_share(books.sold(since=YEAR_ON), lambda line: line["sku"] in new)


def new_product_repurchase(books: Books) -> Result:
    launched = of_products(books.shop, "launched_on")
    waits = []
    for who in books.new():
        first_on, on = books.days(who)[0], launched.get(books.first_product(who))
        if on is not None and on <= first_on < on.replace(year=on.year + 1):
            waits.append(books.wait(who))
    return kaplan_meier(waits, 90)


# Efficacy


def same_product_again(books: Books) -> Result:
    waits = []
    for who in books.new():
        first_on, first = books.days(who)[0], books.first_product(who)
        again = [
            on
            for on, orders in books.purchases[who].items()
            for order in orders
            for line in order
            if on > first_on
            and line["sku"] == first
            and line["units"] > 0
            and (line["amount"] is None or line["amount"] > 0)
        ]
        waits.append(((min(again, default=AS_OF) - first_on).days, bool(again)))
    return kaplan_meier(waits, 180)


def returns_for_reason(books: Books) -> Result:
    if not any(line["reason"] for line in books.lines):
        return None
    sold = [line for line in books.lines if line["units"] > 0]
    if any(line["amount"] is not None for line in books.lines):
        sold = books.sold()
    returned = sum(abs(line["units"]) for line in books.lines if line["reason"] == "ugly colour")
    return share(returned, sum(line["units"] for line in sold))


def _tester_changes(books: Books) -> list[float]:
    marks: dict[str, dict[str, list[tuple[datetime, float]]]] = defaultdict(dict)
    for row in books.shop.feedback:
        who, rating = cell(row, "customer_id"), cell(row, "rating")
        if source(row) == "beta" and who and rating is not None:
            marks[who].setdefault(row["sku"], []).append((row["submitted_at"], rating))
    testers = []
    for products in marks.values():
        waves = [sorted(own) for own in products.values()]
        changes = [
            own[-1][1] - own[0][1] for own in waves
            if (own[-1][0].date() - own[0][0].date()).days >= 7
        ]  # fmt: skip
        if changes:
            testers.append(mean(changes))
    return testers


def responders(books: Books) -> Result:
    changes = _tester_changes(books)
    return share(sum(change >= 1 - 0.01 for change in changes), len(changes))


def beta_paired_change(books: Books) -> Result:
    changes = _tester_changes(books)
    return (mean(changes), len(changes)) if changes else None


# Value for price


def full_price_share(books: Books) -> Result:
    lines = [line for line in books.sold(since=YEAR_ON) if line["list"]]
    return revenue_share(lines, lambda line: not _is_deal(line))


def _is_deal(line: Row) -> bool:
    return bool(line["amount"] < 0.98 * line["list"] * line["units"] - 1e-9)


def deal_depth(books: Books) -> Result:
    deals = [line for line in books.sold(since=YEAR_ON) if line["list"] and _is_deal(line)]
    listed = sum(line["list"] * line["units"] for line in deals)
    products = len({line["sku"] for line in deals})
    return (1 - sum(paid(line) for line in deals) / listed, products) if deals else None


def pocket_discount(books: Books) -> Result:
    begun = {line["order"]: on for line in reversed(books.lines) for on in [line["on"]]}
    lines = books.sold(since=YEAR_ON)
    if not any(line["list"] for line in lines):
        return None
    listed = sum((line["list"] or paid(line) / line["units"]) * line["units"] for line in lines)
    back = sum(
        line["amount"] for line in books.lines
        if (line["amount"] or 0) < 0 and begun[line["order"]] >= YEAR_ON
    )  # fmt: skip
    pocket = sum(paid(line) for line in lines) + back
    return 1 - pocket / listed, len({line["sku"] for line in lines})


def relative_price(books: Books) -> Result:
    since = AS_OF.replace(year=AS_OF.year - 1)
    rows = []
    for sku in sorted({row["sku"] for row in books.shop.competitor_prices}):
        seen = [row for row in sightings(books, sku) if since < row["seen_on"] <= AS_OF]
        own = [line for line in books.sold(since=YEAR_ON) if line["sku"] == sku]
        if seen and own:
            rows.append((unit_price(own) / rival(seen), sum(paid(line) for line in own)))
    return (weighted_median(rows), len(rows)) if rows else None


def sightings(books: Books, sku: str) -> list[Row]:
    return [row for row in books.shop.competitor_prices if row["sku"] == sku]


def rival(seen: Iterable[Row]) -> float:
    return median(row["price"] / row["units_per_pack"] for row in seen)


def unit_price(lines: Sequence[Row]) -> float:
    return sum(paid(line) for line in lines) / sum(int(line["units"]) for line in lines)


def weighted_median(rows: Iterable[tuple[float, float]]) -> float:
    """The first value at which half of the weight is reached."""
    ordered = sorted(rows)
    half, reached = sum(weight for _, weight in ordered) / 2, 0.0
    for value, weight in ordered:
        reached += weight
        if reached >= half:
            return value
    raise ValueError(rows)
