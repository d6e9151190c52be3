"""What in the orders makes answers about customers doubtful, shown before anybody relies on them.

Each caveat is a code with facts; the thresholds are where a person would want to know, not limits
of any method. Nothing is left out of the analyses because of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.storage.versions import Manifest, Store

Code = Literal[
    "one_order_each",
    "mostly_guests",
    "one_customer",
    "future",
    "silence",
    "negative_customers",
    "negative_months",
    "truncated",
    "dearest_only",
]
MANY = 30
"""Fewer customers prove nothing by never coming back."""
MOSTLY = 0.5
ONE_SHARE = 0.2
SILENT_MONTHS = 3
NEGATIVE_SHARE = 0.01
CROWD = 1.5
"""The first months have so many times the new customers of later ones: regulars of before."""
FEWEST_MONTHS = 3


@dataclass(frozen=True)
class Caveat:
    """One thing to know; `facts` fill the sentence of its code."""

    code: Code
    facts: tuple[tuple[str, Any], ...] = ()


def about(store: Store, manifest: Manifest) -> tuple[Caveat, ...]:
    """The caveats of one version, the gravest first; none where there are no customers."""
    if not manifest.has("customers"):
        return ()
    row = store.run("repurchase/caveats", manifest.version).row(0, named=True)
    imported_on = date.fromisoformat(manifest.created_at[:10])
    caveats = (*_who(row), *_when(row, imported_on), *_money(row), *_products(manifest))
    return tuple(Caveat(code, tuple(facts.items())) for code, facts in caveats)


def _who(row: Mapping[str, Any]) -> list[tuple[Code, dict[str, Any]]]:
    caveats: list[tuple[Code, dict[str, Any]]] = []
    if row["customers"] >= MANY and not row["repeaters"]:
        caveats.append(("one_order_each", {"n": row["customers"]}))
    guests = row["guest_purchases"] / row["purchases"] if row["purchases"] else 0.0
    if guests >= MOSTLY:
        caveats.append(("mostly_guests", {"share": guests}))
    share = row["largest_orders"] / row["orders"] if row["orders"] else 0.0
    if share >= ONE_SHARE and row["customers"] > 1:
        n = row["largest_orders"]
        caveats.append(("one_customer", {"customer": row["largest_id"], "share": share, "n": n}))
    return caveats


def _when(row: Mapping[str, Any], imported_on: date) -> list[tuple[Code, dict[str, Any]]]:
    caveats: list[tuple[Code, dict[str, Any]]] = []
    if row["last_on"] > imported_on:
        caveats.append(("future", {"day": row["last_on"], "imported": imported_on}))
    if row["silent_months"] >= SILENT_MONTHS:
        span = {"months": row["silent_months"], "first": row["silent_from"]}
        caveats.append(("silence", {**span, "last": row["silent_until"]}))
    is_crowded = (
        row["months_later"] >= FEWEST_MONTHS and row["new_at_first"] >= CROWD * row["new_later"]
    )
    if is_crowded:
        times = row["new_at_first"] / row["new_later"]
        caveats.append(("truncated", {"day": row["first_on"], "times": times}))
    return caveats


def _money(row: Mapping[str, Any]) -> list[tuple[Code, dict[str, Any]]]:
    caveats: list[tuple[Code, dict[str, Any]]] = []
    if row["negative_customers"] >= max(1, NEGATIVE_SHARE * row["customers"]):
        caveats.append(("negative_customers", {"n": row["negative_customers"]}))
    if row["negative_months"]:
        caveats.append(("negative_months", {"n": row["negative_months"], "of": row["months"]}))
    return caveats


def is_dearest_only(manifest: Manifest) -> bool:
    """Whether a version of the first release knows of a day only the product that cost most, so
    that buying the same again beside something dearer goes unseen."""
    has_products = manifest.has("customers") and manifest.has("product_lines")
    return has_products and "count_product_days" not in manifest.about


def _products(manifest: Manifest) -> list[tuple[Code, dict[str, Any]]]:
    return [("dearest_only", {})] if is_dearest_only(manifest) else []
