"""Small books of IPs, and the same answers worked out the slow way."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl

from analytics.ingest import drafts
from analytics.ip.roster import SHEET
from analytics.ip.stays import RETURNS
from tests.conftest import Dataset, Workshop, as_csv

BEGIN, AS_OF = date(2025, 1, 6), date(2025, 12, 28)


def sheet(*rows: Mapping[str, Any]) -> pl.DataFrame:
    """Rows of touchpoints; what a row does not say is empty."""
    return pl.DataFrame([{**dict.fromkeys(SHEET), **row} for row in rows], schema=SHEET)


def point(ip: str | None, code: str | None, **more: Any) -> dict[str, Any]:
    """A touchpoint with everything."""
    full: dict[str, Any] = {"ip": ip, "code": code, "ip_kind": "personal", "platform": "douyin"}
    numbers = {"happened_on": BEGIN, "reach": 1000, "engaged": 50, "cost": 100.0}
    return full | numbers | more


def customers(code: str, waits: Sequence[int | None], *, watched: int = 200) -> pl.DataFrame:
    """Rows of RETURNS: a customer per wait (None: has not come back while watched)."""
    rows = [
        {
            "code": code,
            "first_price": None,
            "days": watched if wait is None else wait,
            "is_event": wait is not None,
            "customers": 1,
            "began_on": BEGIN,
        }
        for wait in waits
    ]
    return pl.DataFrame(rows, schema=RETURNS)


def orders(code: str | None, count: int, back: int, *, name: str = "") -> list[dict[str, object]]:
    """`count` new customers by a code, `back` of whom buy again after 30 days."""
    key = name or code or "nobody"
    rows = []
    for number in range(count):
        day = BEGIN + timedelta(days=number % 200)
        line = {"customer_id": f"{key}-{number}", "referrer_id": code, "product": "P"}
        kind = {"referrer_kind": "ip" if code else None}
        money = {"quantity": 1, "amount": 90, "list_price": 100, "unit_cost": 40}
        rows.append(
            {"order_id": f"{key}{number}a", "ordered_at": day, "channel": "A", **line}
            | kind
            | money
        )
        if number < back:
            later = {"order_id": f"{key}{number}b", "ordered_at": day + timedelta(days=30)}
            rows.append(
                {**later, "channel": "A", **line}
                | {"referrer_id": None, "referrer_kind": None}
                | money
            )
    return rows


def last_order() -> dict[str, object]:
    """An order on the last day, so that everybody has been watched until then."""
    return {
        "order_id": "last",
        "ordered_at": AS_OF,
        "channel": "B",
        "customer_id": "last",
        "referrer_id": None,
        "product": "P",
        "referrer_kind": None,
        "quantity": 1,
        "amount": 90,
        "list_price": 100,
        "unit_cost": 40,
    }


def books(
    workshop: Workshop, rows: Sequence[Mapping[str, object]], points: Sequence[Mapping[str, Any]]
) -> Dataset:
    """One dataset of orders and touchpoints."""
    sheets = {"orders": as_csv([*rows, last_order()])}
    if points:
        sheets["touchpoints"] = as_csv(points)
    parts = [part for name, text in sheets.items() for part in workshop.look(text, f"{name}.csv")]
    with workshop.quick():
        manifest = drafts.import_parts(
            workshop.store, parts, label="ips", as_of=AS_OF, keep_originals=False
        )
    return Dataset(workshop.store, manifest)


def back_by(waits: Sequence[tuple[int, bool]], day: int) -> float:
    """The Kaplan-Meier share back by a day, day by day and person by person."""
    staying = 1.0
    for now in range(day + 1):
        at_risk = sum(days >= now for days, _ in waits)
        events = sum(days == now and is_event for days, is_event in waits)
        staying *= 1 - events / at_risk if at_risk else 1.0
    return 1 - staying
