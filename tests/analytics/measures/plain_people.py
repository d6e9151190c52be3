"""Plain recomputation of the measures of customers, answers and members, as in `plain`."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from tests.analytics.measures import plain
from tests.analytics.measures.plain import (
    ANSWERS,
    YEAR_ON,
    Books,
    Result,
    cell,
    kaplan_meier,
    paid,
    share,
)
from tests.analytics.measures.shops import AS_OF, KIND, PRAISED, Row

REGULAR = 7
"""Orders from which on a customer is of the target."""
SURVEYED, REVIEWS = ("survey", "review", "community"), ("review",)


# Moat


def protected_revenue(books: Books) -> Result:
    until = plain.of_products(books.shop, "protected_until")
    lines = books.sold(since=YEAR_ON)
    return plain.revenue_share(lines, lambda line: until.get(line["sku"], date.min) >= AS_OF)


def protected_years(books: Books) -> Result:
    until = plain.of_products(books.shop, "protected_until")
    lines = books.sold(since=YEAR_ON)
    years = {
        sku: min(20.0, max(0.0, (until[sku] - AS_OF).days / 365.25)) if sku in until else 0.0
        for sku in {line["sku"] for line in lines}
    }
    weighed = sum(years[line["sku"]] * paid(line) for line in lines)
    return share(weighed, sum(paid(line) for line in lines), len(lines))


def premium_persistence(books: Books) -> Result:
    rows = []
    for sku in sorted({row["sku"] for row in books.shop.competitor_prices}):
        seen = [row for row in plain.sightings(books, sku) if row["seen_on"] <= AS_OF]
        last_on = max((row["seen_on"] for row in seen), default=date.min)
        eras = [
            [row for row in seen if (last_on - row["seen_on"]).days <= 90],
            [row for row in seen if (last_on - row["seen_on"]).days >= 180],
        ]
        own = [
            [
                line for line in books.sold()
                if line["sku"] == sku and _month(line["on"]) in _three_months(era)
            ]
            for era in eras
        ]  # fmt: skip
        if all(eras) and all(own):
            now, then = (
                plain.unit_price(lines) / plain.rival(era)
                for lines, era in zip(own, eras, strict=True)
            )
            rows.append((now / then, sum(paid(line) for line in own[0])))
    return (plain.weighted_median(rows), len(rows)) if rows else None


def _month(on: date) -> int:
    return on.year * 12 + on.month


def _three_months(seen: Sequence[Row]) -> set[int]:
    """The months of the sightings and the two before each."""
    return {_month(row["seen_on"]) - before for row in seen for before in (0, 1, 2)}


# Repurchase


def back_within(books: Books, days: int, *, only_full_price: bool = False) -> Result:
    waits = []
    if only_full_price and not any(line["list"] for line in books.lines):
        return None
    for who in books.new():
        first_on, *later = books.days(who)
        if only_full_price:
            later = [on for on in later if any(map(_is_full_price, books.purchases[who][on]))]
        ends = later[0] if later else AS_OF
        waits.append(((ends - first_on).days, bool(later)))
    return kaplan_meier(waits, days)


def _is_full_price(order: Sequence[Row]) -> bool:
    """Paid 99 % of list price or more, over the lines that have one."""
    listed = [line for line in order if line["list"] and paid(line)]
    asked = sum(line["list"] * line["units"] for line in listed)
    return bool(listed) and sum(paid(line) for line in listed) >= 0.99 * asked - 1e-9


# IP and referrals


def _kind(books: Books, who: str) -> str:
    """Who brought a customer: ip, customer, or "" for nobody; unnamed referrers are customers."""
    line = books.referral(who)
    return "" if line is None else line["referrer_kind"] or "customer"


def ip_new_customers(books: Books) -> Result:
    kinds = [_kind(books, who) for who in books.new(since=YEAR_ON)]
    return share(kinds.count("ip"), len(kinds))


def unpaid_referrals(books: Books) -> Result:
    new = books.new(since=YEAR_ON)
    lines = [books.referral(who) for who in new if _kind(books, who) == "customer"]
    return share(sum(line["model"] != "distribution" for line in lines if line), len(new))


def ip_repurchase(books: Books) -> Result:
    brought = [books.wait(who) for who in books.new() if _kind(books, who) == "ip"]
    return kaplan_meier(brought, 90)


def ip_retention_gap(books: Books) -> Result:
    sides: dict[bool, list[tuple[int, bool]]] = defaultdict(list)
    for who in books.new():
        sides[_kind(books, who) == "ip"].append(books.wait(who))
    brought, others = (kaplan_meier(sides[side], 90) for side in (True, False))
    if brought is None or others is None:
        return None
    return 100 * (brought[0] - others[0]), min(brought[1], others[1])


def ip_concentration(books: Books) -> Result:
    codes = Counter(
        line["referrer"]
        for who in books.new()
        if _kind(books, who) == "ip" and (line := books.referral(who))
    )
    n = codes.total()
    return (sum((count / n) ** 2 for count in codes.values()), n) if n else None


# Answers


def _answers(books: Books) -> list[Row]:
    """The responses of customers surveyed; of each customer's several the latest, as a whole."""
    chosen: dict[str, Row] = {}
    for row in books.shop.feedback:
        is_answer = any(cell(row, key) is not None for key in ANSWERS)
        if plain.source(row) not in SURVEYED or not is_answer:
            continue
        who = cell(row, "customer_id") or row["feedback_id"]
        if who not in chosen or row["submitted_at"] >= chosen[who]["submitted_at"]:
            chosen[who] = row
    return list(chosen.values())


def _given(books: Books, question: str) -> list[float]:
    return [row[question] for row in _answers(books) if cell(row, question) is not None]


def would_be_missed(books: Books) -> Result:
    asked = [cell(row, "disappointed") for row in _answers(books)]
    return share(asked.count("very"), sum(answer is not None for answer in asked))


def promoters(books: Books) -> Result:
    scores = _given(books, "nps")
    balance = sum(score >= 9 for score in scores) - sum(score <= 6 for score in scores)
    return share(100 * balance, len(scores))


def survey_item(books: Books) -> Result:
    scores = _given(books, "looks")
    return share(sum(scores), len(scores))


def _reviews(books: Books) -> list[Row]:
    return [row for row in books.shop.feedback if plain.source(row) in REVIEWS]


def rating(books: Books) -> Result:
    stars = [row["rating"] / 10 * 5 for row in _reviews(books) if cell(row, "rating") is not None]
    return ((sum(stars) + 20 * 4.0) / (len(stars) + 20), len(stars)) if stars else None


def photo_share(books: Books) -> Result:
    images = [row["images"] for row in _reviews(books) if cell(row, "images") is not None]
    return share(sum(count > 0 for count in images), len(images))


def voice_share(books: Books) -> Result:
    """Every text of a shop judges looks; who wrote several is one person."""
    texts = [
        (cell(row, "customer_id") or row["feedback_id"], row["text"] == KIND)
        for row in books.shop.feedback
        if cell(row, "text") and plain.source(row) in SURVEYED
    ]
    people = len({who for who, _ in texts})
    return share(sum(is_kind for _, is_kind in texts), len(texts), people) if people >= 30 else None


# Positioning


def target_share(books: Books) -> Result:
    """Those with REGULAR purchases or more, of customers who bought: money of all their orders,
    also of what was sent back later, from the first purchase on."""
    spent = dict.fromkeys(books.purchases, 0.0)
    for order in books.orders.values():
        who, on = order[0]["who"], min(line["on"] for line in order)
        if who in spent and on >= books.days(who)[0]:
            spent[who] += sum(line["amount"] or 0.0 for line in order)
    regulars = [
        who
        for who, days in books.purchases.items()
        if sum(len(orders) for orders in days.values()) >= REGULAR
    ]
    whole = sum(spent.values())
    return share(sum(spent[who] for who in regulars), whole if whole > 0 else 0, len(spent))


def claim_fit(books: Books) -> Result:
    """Every kind text praises the packaging, which only some shops claim."""
    kind = sum(
        cell(row, "text") == KIND and plain.source(row) in SURVEYED for row in books.shop.feedback
    )
    is_claimed = any(row["topic"] == PRAISED for row in books.shop.claims)
    return share(kind if is_claimed else 0, kind)


# Members


def _people(books: Books) -> dict[str, list[Row]]:
    """The members by person, a row per contact route."""
    people: dict[str, list[Row]] = defaultdict(list)
    for row in books.shop.members:
        people[row["customer_id"]].append(row)
    return people


def _reachable(rows: Sequence[Row]) -> list[Row]:
    """The routes on which a person consented and has not left."""
    return [
        row for row in rows
        if row["consented"] == "yes" and (row["left_on"] == "" or row["left_on"] > AS_OF)
    ]  # fmt: skip


def members_reachable(books: Books) -> Result:
    people = _people(books)
    return share(sum(bool(_reachable(rows)) for rows in people.values()), len(people))


def members_responding(books: Books) -> Result:
    answered = []
    for who, rows in _people(books).items():
        routes = _reachable(rows)
        reached = max((row["last_reached_on"] for row in routes if row["last_reached_on"]),
                      default=date.min)  # fmt: skip
        replied = max((row["last_replied_on"] for row in routes if _is_past(row)),
                      default=date.min)  # fmt: skip
        if 7 <= (AS_OF - reached).days < 90:
            is_bought = any(0 < (on - reached).days <= 7 for on in books.purchases.get(who, ()))
            answered.append(is_bought or 0 <= (replied - reached).days <= 7)
    return share(sum(answered), len(answered))


def _is_past(row: Row) -> bool:
    return row["last_replied_on"] != "" and bool(row["last_replied_on"] <= AS_OF)


def members_paying(books: Books) -> Result:
    paying = [
        any((AS_OF - on).days < 90 for on in books.purchases.get(who, ()))
        for who, rows in _people(books).items()
        if _reachable(rows)
    ]
    return share(sum(paying), len(paying))


RECOMPUTED: dict[str, Callable[[Books], Result]] = {
    own.__name__: own
    for own in (
        plain.covered_revenue, plain.lasting_cover, plain.independent_endorsements,
        plain.vitality, plain.new_product_repurchase, plain.same_product_again,
        plain.returns_for_reason, plain.responders, plain.beta_paired_change,
        plain.full_price_share, plain.deal_depth, plain.relative_price,
        plain.pocket_discount,
        protected_revenue, protected_years, premium_persistence,
        ip_new_customers, unpaid_referrals, ip_repurchase, ip_retention_gap, ip_concentration,
        would_be_missed, promoters, survey_item, rating, photo_share, voice_share,
        target_share, claim_fit,
        members_reachable, members_responding, members_paying,
    )
} | {
    "back_within_90": partial(back_within, days=90),
    "back_within_year": partial(back_within, days=365),
    "back_at_full_price": partial(back_within, days=180, only_full_price=True),
    # These shops asked nobody about prices or rivals, have few products alike, no costs, no IPs.
    **dict.fromkeys(
        (
            *("price_beyond_range", "price_over_fair_value", "volume_held"),
            *("price_room", "ip_cost_per_retained"),
        ),
        lambda _books: None,
    ),
}  # fmt: skip
"""Measure -> its plain recomputation."""
