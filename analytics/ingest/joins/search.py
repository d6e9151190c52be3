"""Parts that can be looked up from a table of orders, their keys, and the columns they add."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analytics.ingest.columns.formats import normalise
from analytics.ingest.joins import keys
from analytics.ingest.joins.facts import Join, LeftOut, Lookup, Taken
from analytics.schema import ORDERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from analytics.ingest.joins.facts import Kind, Rule
    from analytics.ingest.proposals import Proposal

GOODS = ("sku", "product")
LINE_MONEY = ("amount", "unit_price")
ORDER_MONEY = ("amount", "list_amount", "profit", "refund_amount")
BY_ORDER = (
    *("ordered_at", "customer_id", "channel", "domain", "mode", "social_model", "store_id"),
    *("campaign", "referrer_id", "referrer_kind", "currency", "status"),
)
BY_GOODS = ("sku", "product", "category", "unit_cost", "list_price")
WORTH = ("ordered_at", "customer_id", "sku", "product", "category", "amount", "refund_amount")
"""Columns that justify a join; others are taken along with them."""
COARSER = 0.2
"""Allowed excess of the share of repeated orders in the part over that in the base."""


def bases(parts: Sequence[Proposal]) -> list[Proposal]:
    """Parts that could be the base of a join: first order lines without day or customer, those that
    lack both before those that lack one, then tables that are orders already."""
    incomplete, orders = [], []
    for part in parts:
        column_places = keys.columns_of(part)
        if keys.is_refunds(part, column_places):
            continue
        lacks = sum(column not in column_places for column in ("ordered_at", "customer_id"))
        if "order_id" in column_places and _has_goods(column_places) and lacks:
            incomplete.append((lacks, part))
        elif part.match.table == ORDERS.name and "ordered_at" in column_places:
            orders.append(part)
    return [*(part for _, part in sorted(incomplete, key=lambda entry: -entry[0])), *orders]


def join_of(base: Proposal, others: Sequence[Proposal], spent: Collection[str]) -> Join | None:
    """The base with every lookup that adds to it; None when that makes no new table.

    `spent` are keys of parts whose money has gone into another join.
    """
    mapping = {column: (0, place) for column, place in keys.columns_of(base).items()}
    join, rest = Join(base, (), mapping), list(others)
    while lookups := [lookup for part in rest for lookup in _lookups(join, part, spent)]:
        best = max(lookups, key=_worth)
        join = _with(join, best)
        rest = [part for part in rest if part is not best.part]
    if not join.lookups or "ordered_at" not in join.mapping:
        return None
    return replace(join, left_out=(*_left_columns(join), *_left_parts(join, rest)))


def _lookups(join: Join, part: Proposal, spent: Collection[str]) -> Iterator[Lookup]:
    """The lookup of the part by a shared key, where it adds a column that justifies a join."""
    column_places = keys.columns_of(part)
    lookup = (
        _by_order(join, part, column_places, may_pay=part.key not in spent)
        if "order_id" in column_places and "order_id" in join.mapping
        else _by_customer(join, part, column_places) or _by_goods(join, part, column_places)
    )
    if lookup is not None and _worth(lookup):
        yield lookup


def _by_order(
    join: Join, part: Proposal, column_places: dict[str, int], *, may_pay: bool
) -> Lookup | None:
    (_, here), there = join.mapping["order_id"], column_places["order_id"]
    evidence = keys.agree(join.base, here, part, there)
    if not evidence or _is_finer(join.base, here, part, column_places):
        return None
    lookup = Lookup(part, (0, here), there, (), evidence)
    if keys.is_refunds(part, column_places):
        refund = (
            _taken(part, column_places, ("refund_amount",), join, "one_line") if may_pay else ()
        )
        finer = _finer(join, part, column_places)
        return replace(lookup, taken=refund, kind="refunds", finer=finer)
    facts = _taken(part, column_places, BY_ORDER, join)
    is_payments = not facts and keys.place_of(part, keys.words("payments")) is not None
    kind: Kind = "payments" if is_payments else "facts"
    money = _order_money(join, part, column_places) if may_pay else ()
    return replace(lookup, taken=(*facts, *money), kind=kind)


def _order_money(join: Join, part: Proposal, column_places: dict[str, int]) -> tuple[Taken, ...]:
    """What an order was paid, only where its lines have no money. A refund beside it may be off the
    payment already, as the total before it tells: the three stay together or are left out."""
    if "amount" not in column_places or any(column in join.mapping for column in LINE_MONEY):
        return ()
    paid = _taken(part, column_places, ("amount",), join, "first_line")
    return (*paid, *_taken(part, column_places, ("list_amount", "refund_amount"), join, "one_line"))


def _by_customer(join: Join, part: Proposal, column_places: dict[str, int]) -> Lookup | None:
    """A lookup that adds the person of a customer key, or the customer where orders have only a
    key."""
    customer_place = join.mapping.get("customer_id")
    place = keys.place_of(part, keys.words("persons"))
    for here, there, evidence in _shared(join, part, column_places, "customer_id"):
        person = place if place not in (None, there) else None
        if customer_place is None and person is None:
            person = column_places.get("customer_id")
        is_surer = customer_place is None or (
            person is not None and _rank(part, person) < _rank_at(join)
        )
        if person is not None and person != there and is_surer:
            taken = Taken(person, part.headers[person], "customer_id")
            return Lookup(part, here, there, (taken,), evidence)
    return None


def _by_goods(join: Join, part: Proposal, column_places: dict[str, int]) -> Lookup | None:
    if "ordered_at" in column_places or part.match.table == "members":
        return None
    for column in GOODS:
        for here, there, evidence in _shared(join, part, column_places, column):
            taken = tuple(
                addition
                for addition in _taken(part, column_places, BY_GOODS, join)
                if addition.place != there
            )
            return Lookup(part, here, there, taken, evidence)
    return None


def _shared(
    join: Join, part: Proposal, column_places: dict[str, int], column: str
) -> Iterator[tuple[tuple[int, int], int, keys.Evidence]]:
    """Keys of the table so far that the part has as well: the canonical column, by the same header
    rather than by what it means; without one, any header that means nothing in either file, if its
    values stand in both and name one row there."""
    places, here = keys.places_of(part), join.mapping.get(column)
    if here is not None:
        there = places.get(normalise(_header(join, here)), column_places.get(column))
        evidence = (
            keys.agree(join.parts[here[0]], here[1], part, there) if there is not None else ""
        )
        if there is not None and evidence:
            yield here, there, evidence
        return
    mapped, taken = (
        set(join.mapping.values()),
        {*column_places.values()} - {column_places.get(column, -1)},
    )
    no_keys = keys.words("no_keys")
    for number, other in enumerate(join.parts):
        for name, place in keys.places_of(other).items():
            there = places.get(name)
            if there is None or there in taken or (number, place) in mapped or name in no_keys:
                continue
            is_key = keys.agree(other, place, part, there) == "shared"
            if is_key and not keys.repeats(part, there):
                yield (number, place), there, "shared"


def _taken(
    part: Proposal,
    column_places: dict[str, int],
    columns: Sequence[str],
    join: Join,
    rule: Rule = "copy",
) -> tuple[Taken, ...]:
    """One entry per column that the part has and the table so far lacks."""
    return tuple(
        Taken(column_places[column], part.headers[column_places[column]], column, rule)
        for column in columns
        if column in column_places and column not in join.mapping
    )


def _finer(join: Join, part: Proposal, column_places: dict[str, int]) -> tuple[int, int] | None:
    """Where base and refunds both number an order's lines, or else name the goods."""
    ours, theirs = keys.places_of(join.base), keys.places_of(part)
    for name in keys.words("line_keys"):
        if name in ours and name in theirs:
            return ours[name], theirs[name]
    for column in GOODS:
        number, place = join.mapping.get(column, (1, 0))
        if number == 0 and column in column_places:
            return place, column_places[column]
    return None


def _is_finer(base: Proposal, here: int, part: Proposal, column_places: dict[str, int]) -> bool:
    """Whether the other part is the one with the lines, and the base has whole orders."""
    difference = keys.repeats(part, column_places["order_id"]) - keys.repeats(base, here)
    return _has_goods(column_places) and difference > COARSER


def _with(join: Join, lookup: Lookup) -> Join:
    number = len(join.lookups) + 1
    added = {taken.column: (number, taken.place) for taken in lookup.taken}
    return replace(join, lookups=(*join.lookups, lookup), mapping={**join.mapping, **added})


def _left_columns(join: Join) -> Iterator[LeftOut]:
    """Money of the whole order in the parts that are joined."""
    for lookup in join.lookups:
        column_places, used = keys.columns_of(lookup.part), {taken.column for taken in lookup.taken}
        if lookup.kind == "facts" and column_places.get("order_id") == lookup.there:
            for column in ORDER_MONEY:
                if column in column_places and column not in used:
                    yield LeftOut(
                        lookup.part, lookup.part.headers[column_places[column]], "order_money"
                    )


def _left_parts(join: Join, rest: Sequence[Proposal]) -> Iterator[LeftOut]:
    """Parts with the same orders that are not joined."""
    for part in rest:
        column_places = keys.columns_of(part)
        here, there = join.mapping.get("order_id"), column_places.get("order_id")
        if here is None or there is None or not keys.agree(join.base, here[1], part, there):
            continue
        if keys.is_refunds(part, column_places):
            yield LeftOut(part, "", "already_there")
        elif "amount" in column_places and not _has_goods(column_places):
            yield LeftOut(part, part.headers[column_places["amount"]], "order_money")
        elif not _has_goods(column_places):
            yield LeftOut(part, "", "nothing_new")


def _has_goods(columns: Collection[str]) -> bool:
    return any(column in columns for column in (*GOODS, "quantity"))


def _worth(lookup: Lookup) -> int:
    """Columns that are worth a join, the day of the order before all else, keys found in both
    files before keys that are only built alike; 0 for what is not worth it."""
    columns = {taken.column for taken in lookup.taken} & set(WORTH)
    has_day = "ordered_at" in columns
    return (100 * has_day + 2 * len(columns) + (lookup.evidence == "shared")) if columns else 0


def _header(join: Join, at: tuple[int, int]) -> str:
    return join.parts[at[0]].headers[at[1]]


def _rank(part: Proposal, place: int) -> int:
    names, name = keys.words("persons"), normalise(part.headers[place])
    return names.index(name) if name in names else len(names)


def _rank_at(join: Join) -> int:
    number, place = join.mapping["customer_id"]
    return _rank(join.parts[number], place)
