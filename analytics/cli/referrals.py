"""`referrals`: K, the trees, who brings whom and what it is worth."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from analytics.cli import tables
from analytics.cli.command import Command, figure
from analytics.cli.options import MAX_HORIZON, whole
from analytics.filters import Filters
from analytics.referrals import advocates, compliance, invalid_links, k_factor, referred, subtrees
from analytics.referrals import store as referral_store
from analytics.referrals.compliance import LIMITS
from analytics.referrals.errors import NoReferrals
from analytics.referrals.k_factor import DAYS
from analytics.stats import survival

if TYPE_CHECKING:
    import argparse

    from rich.table import Table

    from analytics.cli.imported import Imported
    from analytics.referrals.advocates import Advocates
    from analytics.referrals.compliance import ComplianceReport
    from analytics.referrals.k_factor import Growth
    from analytics.words import Words

EVERYBODY = Filters()
MOST_LEVELS, MOST_HEADS = 99, 9_999


def options(parser: argparse.ArgumentParser) -> None:
    """How long a customer is watched, and the limits a scheme is held against."""
    levels, heads = whole("--levels", MOST_LEVELS), whole("--heads", MOST_HEADS)
    parser.add_argument("--days", type=whole("--days", MAX_HORIZON), default=DAYS)
    parser.add_argument("--levels", type=levels, default=LIMITS.levels)
    parser.add_argument("--heads", type=heads, default=LIMITS.heads)


def run(imported: Imported, call: argparse.Namespace) -> dict[str, Any]:
    """NoReferrals where no order names a referrer."""
    imported.require_customers()
    if not imported.manifest.has("referrer_lines"):
        raise NoReferrals.unnamed()
    store, version = imported.store, imported.manifest.version
    growth = k_factor.growth(store, version, EVERYBODY, call.days)
    checked = compliance.check(store, version, compliance.Limits(call.levels, call.heads))
    shape = asdict(subtrees.shape(store, version))
    links = invalid_links.report(store, version)
    active = advocates.advocates(store, version, EVERYBODY)
    names = referral_store.names(store, version, active.top["customer_key"].to_list())
    return {
        "as_of": imported.as_of.isoformat(),
        "days": call.days,
        **_growth(growth, checked),
        **{name: shape.pop(name) for name in ("depth", "breadth", "trees")},
        "shape": shape,
        "links": links.links | {"rings": links.rings},
        "compliance": _checked(checked),
        "first_brought": survival.at_day(
            advocates.first_brought(store, version, EVERYBODY), referred.WINDOWS
        )
        .drop("group")
        .rename({"repurchased": "share"})
        .to_dicts(),
        "advocates": _advocates(active, names),
        "referred": {split: _compared(imported, split) for split in referred.SPLITS},
    }


def _growth(growth: Growth, checked: ComplianceReport) -> dict[str, Any]:
    """`k` is null where nobody was observed for so long; the parts by what was paid are null where
    no channel says how it sells."""
    parts = {name: figure(getattr(growth, name)) for name in ("paid", "unpaid")}
    return {
        "k": growth.overall.value,
        "low": growth.overall.low,
        "high": growth.overall.high,
        "eligible": growth.overall.n,
        "customers": growth.customers,
        "brought": growth.brought,
        "so_far": growth.brought / growth.customers if growth.customers else None,
        "by_generation": growth.generations.to_dicts(),
        **(parts if checked.is_told else dict.fromkeys(parts)),
    }


def _checked(checked: ComplianceReport) -> dict[str, Any]:
    """`levels` count the first person."""
    counts = ("chains", "levels", "heads", "paid", "links")
    return {
        "state": checked.state,
        "flag": checked.flag,
        "limits": asdict(checked.limits),
        **{name: getattr(checked, name) for name in counts},
        "is_told": checked.is_told,
    }


def _advocates(active: Advocates, names: dict[int, str]) -> dict[str, Any]:
    rows = [
        {"customer_id": names[row.pop("customer_key")], **row, "first_on": str(row["first_on"])}
        for row in active.top.to_dicts()
    ]
    figures = ("brought", "paid", "top_share", "half", "days", "other_days")
    return {
        "share": figure(active.share),
        **{name: getattr(active, name) for name in figures},
        "top": rows,
    }


def _compared(imported: Imported, split: referred.Split) -> dict[str, Any]:
    """Groups against those who came by themselves, `own`."""
    comparison = referred.compared(imported.store, imported.manifest.version, EVERYBODY, split)
    within = survival.at_day(comparison.curve, referred.WINDOWS)
    return {
        "groups": comparison.sizes.to_dicts(),
        "within": within.rename({"day": "days", "repurchased": "rate"}).to_dicts(),
        "returning": comparison.returning.to_dicts(),
        "log_rank": asdict(comparison.apart),
        "worth": [
            {
                "group": group.group,
                "days": group.days,
                **{name: figure(getattr(group, name)) for name in ("mean", "own", "change")},
            }
            for group in comparison.worth
        ],
    }


def table(answer: dict[str, Any], words: Words) -> list[Table]:
    """K of everybody and by generation; under it whether the scheme should be checked."""
    facts = {name: answer[name] for name in ("days", "depth", "trees", "brought")}
    title = words.get("referrals.cli.title", **facts)
    rows = tables.new(words, title, ("generation", "customers", "eligible", "k", "interval"))
    everybody = {**answer, "generation": words.get("referrals.cli.all")}
    for generation in (everybody, *answer["by_generation"]):
        low, high, k = (generation[name] for name in ("low", "high", "k"))
        counts = [str(generation[name]) for name in ("customers", "eligible")]
        interval = "" if low is None else f"{low:.3f}-{high:.3f}"
        written = "" if k is None else f"{k:.3f}"
        rows.add_row(str(generation["generation"]), *counts, written, interval)
    limits = answer["compliance"]["limits"]
    tables.caption(rows, words.get(f"referrals.cli.{answer['compliance']['state']}", **limits))
    return [rows]


COMMAND = Command("referrals", run, table, options)
