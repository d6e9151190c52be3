"""What each verb of the headless command answers, as `contracts.md` lays down."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.assessment import assessment
from analytics.cli import assess as answers
from analytics.cli.gate import gate
from analytics.cli.referrals import referrals
from analytics.cli.voice import voice
from analytics.customers import rfm
from analytics.filters import Filters
from analytics.ingest import problems
from analytics.repurchase import cohort_groups, cohorts, repurchase
from analytics.repurchase.cohort_groups import ATTRIBUTES, Split
from analytics.repurchase.cohorts import GRAINS
from analytics.repurchase.repurchase import AGAIN, GROUPINGS, WINDOWS

if TYPE_CHECKING:
    import argparse

    from analytics.cli.imported import Imported
    from analytics.ingest.proposals import Proposal

__all__ = ["AGAIN", "ATTRIBUTES", "GRAINS", "GROUPINGS", "UNITS", "VERBS", "WINDOWS"]

LIKE_PROBLEMS = 1_000
UNITS = ("day", "week")


def import_(imported: Imported, _call: argparse.Namespace) -> dict[str, Any]:
    """`import`: one entry a table found, with its problems."""
    listed = problems.listed(imported.store, imported.manifest.version)
    files = [
        {
            **{key: value for key, value in file.items() if key != "key"},
            **problems.as_json(listed, file["key"], imported.lang, most=LIKE_PROBLEMS),
        }
        for file in imported.manifest.files
    ]
    return {
        "version": imported.manifest.version,
        "fingerprint": imported.manifest.fingerprint,
        "files": [*files, *(_unknown(part) for part in imported.unknown)],
    }


def _unknown(part: Proposal) -> dict[str, Any]:
    return {
        "file": part.name,
        "table": None,
        "format": None,
        "encoding": part.sniffed["encoding"] or None,
        "delimiter": part.sniffed["delimiter"] or None,
        "sheet": part.sheet,
        "header_row": part.header_row,
        "mapping": {},
        "unused": [header for header in part.headers if header],
        "rows_read": 0,
        "rows_kept": 0,
        "rows_set_aside": 0,
        "problems": [],
    }


def assess(imported: Imported, call: argparse.Namespace) -> dict[str, Any]:
    """`assess`: container, gate, supers and all behind them, as the product or a file given
    defines them."""
    found = assessment.assess(imported.store, imported.manifest, definition=call.definition)
    return answers.whole(
        found, imported.store, lang=imported.lang, line=call.line, is_by_quarter=call.quarters
    )


def cohorts_(imported: Imported, call: argparse.Namespace) -> dict[str, Any]:
    """`cohorts`: the triangle; a period after the last one observed is absent."""
    imported.require_customers()
    asked = (imported.store, imported.manifest.version, Filters())
    about = {"grain": call.grain, "as_of": imported.as_of.isoformat()}
    if call.by is None:
        return about | _triangle(cohorts.cells(*asked, call.grain, imported.as_of))
    found = cohort_groups.cells(*asked, Split(call.by, call.grain, imported.as_of))
    groups = [
        {"group": group, "is_rest": is_rest, "customers": _members(part), **_triangle(part)}
        for (group, is_rest), part in found.group_by("group", "is_rest", maintain_order=True)
    ]
    groups.sort(key=lambda one: (one["is_rest"], -one["customers"]))
    return about | {"by": call.by, "groups": groups}


def _members(cells: pl.DataFrame) -> int:
    return int(cells.filter(pl.col("index") == 0)["size"].sum())


def _triangle(cells: pl.DataFrame) -> dict[str, Any]:
    """The cells by cohort, and their mean."""
    rows = [
        {
            "cohort": cohort.isoformat(),
            "customers": part["size"][0],
            "periods": part.select(
                "index", "customers", "rate", "orders", "revenue", "is_complete"
            ).to_dicts(),
        }
        for (cohort,), part in cells.group_by("cohort", maintain_order=True)
        if isinstance(cohort, date)
    ]
    mean = cohorts.mean(cells).select("index", "rate", "eligible").to_dicts()
    return {"cohorts": rows, "mean": mean}


def repurchase_(imported: Imported, call: argparse.Namespace) -> dict[str, Any]:
    """`repurchase`: curve and windows by group; without `--by` one group, `all`; `--again` is what
    counts as coming back."""
    imported.require_customers()
    question = repurchase.RepurchaseQuery(by=call.by, again=call.again)
    version = imported.manifest.version
    curve = repurchase.curve(imported.store, version, question)
    within = repurchase.within(imported.store, version, question, call.days)
    listed = repurchase.groups(imported.store, version, question)
    return {
        "as_of": imported.as_of.isoformat(),
        "again": call.again,
        "groups": [_group(row, curve, within) for row in listed.to_dicts()],
    }


def _group(row: dict[str, Any], curve: pl.DataFrame, within: pl.DataFrame) -> dict[str, Any]:
    is_group = pl.col("group") == row["group"]
    return {
        "group": row["group"] or None,
        "customers": row["customers"],
        "repeaters": row["repeaters"],
        "guests_share": row["guests_share"],
        "curve": curve.filter(is_group)
        .select("day", "at_risk", "events", "repurchased", "low", "high")
        .to_dicts(),
        "within": within.filter(is_group)
        .select("days", "rate", "low", "high", "eligible")
        .to_dicts(),
        "median_days": row["median_days"],
    }


def customers_(imported: Imported, _call: argparse.Namespace) -> dict[str, Any]:
    """`customers`: one entry a customer, with the RFM group."""
    imported.require_customers()
    listed = rfm.listed(
        imported.store,
        imported.manifest.version,
        imported.as_of,
        has_amount=imported.manifest.has("amount_lines"),
    )
    names = ("customer_id", "frequency", "recency_days", "age_days", "orders", "monetary")
    return {
        "as_of": imported.as_of.isoformat(),
        "customers": listed.select(*names, "segment").to_dicts(),
    }


def clv_(imported: Imported, call: argparse.Namespace) -> dict[str, Any]:
    """`clv`: both models, and what they expect of everybody within the horizon."""
    from analytics.customers.clv import model

    imported.require_customers()
    question = model.ClvQuery(
        imported.as_of,
        horizon_days=call.horizon_days,
        unit=call.unit,
        has_amount=imported.manifest.has("amount_lines"),
    )
    return model.answer(imported.store, imported.manifest.version, question)


VERBS = {
    "import": import_,
    "assess": assess,
    "cohorts": cohorts_,
    "repurchase": repurchase_,
    "customers": customers_,
    "clv": clv_,
    "voice": voice,
    "gate": gate,
    "referrals": referrals,
}
