"""`ip`: which IP brings people who stay, at what price, how much hangs on one of them, whether they
are believed, and which codes leak."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from analytics.cli import tables
from analytics.cli.command import Command, figure, refused
from analytics.filters import Filters
from analytics.ip import report
from analytics.view import View

if TYPE_CHECKING:
    import argparse

    from rich.table import Table

    from analytics.cli.imported import Imported
    from analytics.ip.chain import Chain
    from analytics.ip.dependence import Dependence
    from analytics.ip.leaks import CodeUse
    from analytics.ip.report import Brought
    from analytics.ip.stays import Cell
    from analytics.ip.trust import Trust
    from analytics.words import Words


def run(imported: Imported, _call: argparse.Namespace) -> dict[str, Any]:
    """All figures with n, interval and refusals as codes."""
    view = View(imported.store, imported.manifest, Filters())
    answer, believed = report.discounted(view), report.believed(view)
    people = answer.roster
    return {
        "as_of": imported.as_of.isoformat(),
        "currency": imported.manifest.about["currency"],
        "refusal": refused(answer.refusal),
        "all_new": answer.all_new,
        "brought": answer.total,
        "back": figure(answer.stays.mean.back),
        "ips": [_chain(chain, answer) for chain in answer.chains],
        "ranking_refusal": refused(answer.stays.refusal),
        "discounts_differ": answer.stays.unlike,
        "cells": [
            {"ip": people.names.get(cell.ip, cell.ip), "platform": cell.platform, **_cell(cell)}
            for cell in answer.stays.cells
        ],
        "spending": asdict(answer.spending),
        "dependence": _dependence(answer.dependence, answer),
        "trust": [_trust(mark) for mark in believed.marks],
        "trust_refusal": refused(believed.refusal),
        "unpaid": [{"group": row.group, **figure(row.unpaid)} for row in believed.advocates],
        "codes": [_code(use, answer) for use in report.codes(view)],
        "left_out": {"unowned": answer.unowned, "shared": answer.shared, **asdict(people.faults)},
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "new": cell.new,
        "at_risk": cell.at_risk,
        "back": {**figure(cell.back), "drawn": cell.drawn, "refusal": refused(cell.refusal)},
    }


def _chain(chain: Chain, answer: Brought) -> dict[str, Any]:
    standing = answer.stays.of(chain.ip)
    staying = None if chain.back is None else _cell(chain.back)
    return {
        "ip": answer.roster.names.get(chain.ip, chain.ip),
        "kind": answer.roster.kinds.get(chain.ip),
        "touchpoints": chain.touchpoints,
        "reach": chain.reach,
        "engaged": chain.engaged,
        "engagement": chain.engagement,
        "new": chain.new,
        "at_risk": None if staying is None else staying["at_risk"],
        "back": None if staying is None else staying["back"],
        "kept": chain.kept,
        "cost": chain.cost,
        "per_kept": {**figure(chain.per_kept), "refusal": refused(chain.refusal)},
        "apart": None
        if standing is None
        else {
            "p_value": standing.p_value,
            "is_apart": standing.is_apart,
            "alike": standing.alike,
            "discount": standing.discount,
        },
    }


def _dependence(held: Dependence, answer: Brought) -> dict[str, Any]:
    largest = held.largest
    return {
        "ips": held.ips,
        "index": figure(held.index),
        "effective": held.effective,
        "band": held.band,
        "largest": None if largest is None else answer.roster.names.get(largest, largest),
        "share": figure(held.share),
        "without": {
            "lost_least": 0,
            "lost_most": held.lost,
            "index": figure(held.rest),
            "change": figure(held.change),
            "verdict": None if held.refusal else held.without,
        },
        "refusal": refused(held.refusal),
    }


def _trust(mark: Trust) -> dict[str, Any]:
    return {
        "item": mark.item,
        "group": mark.group,
        **figure(mark.mean),
        "apart": figure(mark.apart),
        "verdict": mark.verdict,
        "refusal": refused(mark.refusal),
    }


def _code(use: CodeUse, answer: Brought) -> dict[str, Any]:
    jump = use.jump
    return {
        "code": use.code,
        "ip": None if use.ip is None else answer.roster.names.get(use.ip, use.ip),
        "orders": use.orders,
        "is_unowned": use.is_unowned,
        "jump": None
        if jump is None
        else {
            "week_on": jump.week_on.isoformat(),
            "orders": jump.orders,
            "usual": jump.usual,
            "p_value": jump.p_value,
            "has_jumped": use.has_jumped,
        },
        "jump_refusal": refused(use.jump_refusal),
        "existing": {**figure(use.existing), "is_of_old": use.is_of_old},
        "existing_refusal": refused(use.existing_refusal),
    }


def table(answer: dict[str, Any], words: Words) -> list[Table]:
    """One row per IP: new customers, share back, what one who stays costs, or why not."""
    columns = ("ip", "n", "back", "value", "interval", "verdict")
    rows = tables.new(words, words.get("ip.cli.title"), columns)
    for row in answer["ips"]:
        back, price = row["back"], row["per_kept"]
        rows.add_row(
            tables.plain(row["ip"]),
            str(row["new"]),
            "" if back is None or back["value"] is None else f"{back['value']:.0%}",
            tables.number(price["value"]),
            "" if price["low"] is None else f"{price['low']:.0f}-{price['high']:.0f}",
            _reason(price["refusal"], words),
        )
    refusal = answer["refusal"]
    tables.caption(rows, _reason(refusal, words) if refusal else _held(answer, words))
    return [rows]


def _held(answer: dict[str, Any], words: Words) -> str:
    """How much hangs on the largest, or why that is not told."""
    held = answer["dependence"]
    if held["refusal"]:
        return words.get("ip.depend.refused", reason=_reason(held["refusal"], words))
    share = held["share"]
    return words.get(
        "ip.head.largest",
        ip=tables.plain(held["largest"]),
        share=f"{share['value']:.0%}",
        range=f"{share['low']:.0%}-{share['high']:.0%}",
        without=words.get(f"ip.without.{held['without']['verdict']}"),
    )


def _reason(refusal: dict[str, Any] | None, words: Words) -> str:
    if refusal is None:
        return ""
    have, least = (
        "" if refusal[name] is None else f"{refusal[name]:.0f}" for name in ("have", "least")
    )
    return words.get(f"ip.refusal.{refusal['code']}", have=have, least=least)


COMMAND = Command("ip", run, table)
