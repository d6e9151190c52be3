"""`stores`: guests of events against people alike, what one of them costs, and each store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.cli import tables
from analytics.cli.command import Command, figure, refused
from analytics.errors import UsageError
from analytics.stores import attendance as of_guests
from analytics.stores import costs as of_costs
from analytics.stores import halo as of_halo
from analytics.stores import openings as of_openings
from analytics.view import View

if TYPE_CHECKING:
    import argparse

    from rich.table import Table

    from analytics.cli.imported import Imported
    from analytics.stats.matching import MatchedCurves
    from analytics.stores.attendance import Attendance
    from analytics.stores.costs import KeptCost, Store
    from analytics.words import Words


def options(parser: argparse.ArgumentParser) -> None:
    """Which events are looked at."""
    parser.add_argument("--pool", metavar="CODE")


def run(imported: Imported, call: argparse.Namespace) -> dict[str, Any]:
    """All figures with n, interval and refusals as codes. Without `--pool` the kind with most
    guests; UsageError for a code that is not among `pools`."""
    imported.require_customers()
    view = View(imported.store, imported.manifest)
    rows = of_guests.events(view)
    pools = {pool.code: pool for pool in of_guests.pools(rows)}
    code = call.pool or next(iter(pools), None)
    if call.pool and call.pool not in pools:
        raise UsageError.bad_option("--pool", call.pool, ", ".join(pools) or "-")
    answer = None if code is None else of_guests.attendance(view, pools[code])
    return {
        "as_of": imported.as_of.isoformat(),
        "currency": imported.manifest.about["currency"],
        "refusal": refused(of_guests.nobody(rows) if answer is None else None),
        "events": [_event(row) for row in rows.to_dicts()],
        "unlisted": of_guests.unlisted(view),
        "pools": [
            {"code": pool.code, "name": pool.name, "guests": pool.guests} for pool in pools.values()
        ],
        "guests": None if answer is None else _guests(answer),
        "costs": None if answer is None else _costs(view, answer),
        "identified": figure(of_guests.identified(view)),
        "stores": [_store(store) for store in of_costs.stores(view)],
        "halo": _halo(view),
    }


def _halo(view: View) -> dict[str, Any]:
    openings, orders = of_openings.of_stores(view)
    answer = of_halo.halo(orders, openings)
    return {
        "verdict": answer.verdict,
        "refusal": refused(answer.refusal),
        "by": "city" if openings.is_by_city else "province",
        "change": figure(answer.change),
        "chance": answer.chance,
        "least_chance": answer.least_chance,
        "lead": figure(answer.lead),
        "is_flat": answer.is_flat,
        "openings": [
            vars(opening) | {"opened_on": opening.opened_on.isoformat()}
            for opening in answer.openings
        ],
        "left_out": {
            "same_region": openings.same_region,
            "to_come": openings.to_come,
            "undated": openings.undated,
            "elsewhere": openings.elsewhere,
        },
    }


def _event(row: dict[str, Any]) -> dict[str, Any]:
    days = {name: row[name] and row[name].isoformat() for name in ("starts_on", "ends_on")}
    return {**row, **days}


def _guests(answer: Attendance) -> dict[str, Any]:
    return {
        "code": answer.pool.code,
        "name": answer.pool.name,
        "verdict": answer.verdict,
        "refusal": refused(answer.refusal),
        **_compared(answer.after),
        "curve": answer.after.curve.to_dicts(),
        "before": {
            "were_alike": answer.were_alike,
            "refusal": refused(answer.refusal_before),
            **_compared(answer.before),
        },
    }


def _compared(curves: MatchedCurves) -> dict[str, Any]:
    return {
        "days": curves.day,
        "guests": figure(curves.matched),
        "alike": figure(curves.alike),
        "difference": figure(curves.difference),
        "alone": curves.alone,
    }


def _costs(view: View, answer: Attendance) -> dict[str, Any]:
    costs = of_costs.event_costs(view, answer)
    new = {"new": costs.new, "is_new_in": costs.is_new_in}
    return {"back": _kept(costs.back), "added": _kept(costs.added), **new}


def _kept(kept: KeptCost) -> dict[str, Any]:
    return {"spent": kept.spent, "cost": figure(kept.cost), "refusal": refused(kept.refusal)}


def _store(store: Store) -> dict[str, Any]:
    return {
        "store_id": store.store_id,
        "name": store.name,
        "city": store.city,
        "opened_on": None if store.opened_on is None else store.opened_on.isoformat(),
        "orders": store.orders,
        "identified": store.identified,
        "back": figure(store.back),
        "kept": _kept(store.kept),
    }


def table(answer: dict[str, Any], words: Words) -> list[Table]:
    """One row per side, with the verdict below."""
    guests = answer["guests"]
    name = words.get("stores.every")
    if guests is not None and guests["name"]:
        name = tables.plain(guests["name"])
    rows = tables.new(
        words, words.get("stores.cli.title", name=name), ("group", "n", "share", "interval")
    )
    for side in () if guests is None else ("guests", "alike"):
        share = guests[side]
        rows.add_row(
            words.get("stores.guests" if side == "guests" else "stores.others"),
            str(share["n"]),
            "" if share["value"] is None else f"{share['value']:.0%}",
            "" if share["low"] is None else f"{share['low']:.0%}-{share['high']:.0%}",
        )
    refusal = answer["refusal"] or (guests and guests["refusal"])
    tables.caption(rows, _sentence(refusal, guests, name, words))
    return [rows]


def _sentence(
    refusal: dict[str, Any] | None, guests: dict[str, Any], name: str, words: Words
) -> str:
    if refusal:
        counts = {key: tables.number(refusal[key]) for key in ("have", "least")}
        return words.get(f"stores.refusal.{refusal['code']}", **counts)
    gap = guests["difference"]
    points, low, high = (100 * gap[key] for key in ("value", "low", "high"))
    if guests["verdict"] == "worse":
        points, low, high = -points, -high, -low
    ends = words.get("charts.unit.from_to", low=f"{low:.1f}", high=f"{high:.1f}")
    facts = {"points": f"{points:.1f}", "range": ends, "n": str(gap["n"])}
    return words.get(f"stores.says.{guests['verdict']}", name=name, **facts)


COMMAND = Command("stores", run, table, options)
