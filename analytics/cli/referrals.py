"""What `referrals` of the headless command answers."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from analytics.filters import Filters
from analytics.referrals import advocates, compliance, invalid_links, k_factor, referred, subtrees
from analytics.referrals import store as kept
from analytics.referrals.errors import NoReferrals
from analytics.stats import survival

if TYPE_CHECKING:
    import argparse

    from analytics.cli.imported import Imported
    from analytics.referrals.advocates import Advocates
    from analytics.referrals.compliance import Checked
    from analytics.referrals.k_factor import Growth
    from analytics.stats.intervals import Estimate

EVERYBODY = Filters()


def referrals(imported: Imported, call: argparse.Namespace) -> dict[str, Any]:
    """`referrals`: K, the trees, who brings whom and what it is worth; limits as the call sets
    them. NoReferrals where no order names a referrer."""
    imported.require_customers()
    if not imported.manifest.has("referrer_lines"):
        raise NoReferrals.unnamed()
    store, version = imported.store, imported.manifest.version
    grown = k_factor.growth(store, version, EVERYBODY, call.days)
    checked = compliance.check(store, version, compliance.Limits(call.levels, call.heads))
    shape = asdict(subtrees.shape(store, version))
    found = invalid_links.found(store, version)
    active = advocates.advocates(store, version, EVERYBODY)
    names = kept.names(store, version, active.top["customer_key"].to_list())
    return {
        "as_of": imported.as_of.isoformat(),
        "days": call.days,
        **_growth(grown, checked),
        **{name: shape.pop(name) for name in ("depth", "breadth", "trees")},
        "shape": shape,
        "links": found.links | {"rings": found.rings},
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


def _growth(grown: Growth, checked: Checked) -> dict[str, Any]:
    """`k` is null where nobody was observed for so long; the parts by what was paid are null where
    no channel says how it sells."""
    parts = {name: _number(getattr(grown, name)) for name in ("paid", "unpaid")}
    return {
        "k": grown.overall.value,
        "low": grown.overall.low,
        "high": grown.overall.high,
        "eligible": grown.overall.n,
        "customers": grown.customers,
        "brought": grown.brought,
        "so_far": grown.brought / grown.customers if grown.customers else None,
        "by_generation": grown.generations.to_dicts(),
        **(parts if checked.is_told else dict.fromkeys(parts)),
    }


def _checked(found: Checked) -> dict[str, Any]:
    """`levels` count the first person."""
    told = {name: getattr(found, name) for name in ("chains", "levels", "heads", "paid", "links")}
    return {"state": found.state, "flag": found.flag, "limits": asdict(found.limits)} | {
        **told,
        "is_told": found.is_told,
    }


def _advocates(active: Advocates, names: dict[int, str]) -> dict[str, Any]:
    rows = [
        {"customer_id": names[row.pop("customer_key")], **row, "first_on": str(row["first_on"])}
        for row in active.top.to_dicts()
    ]
    told = ("brought", "paid", "top_share", "half", "days", "other_days")
    return {
        "share": _number(active.share),
        **{name: getattr(active, name) for name in told},
        "top": rows,
    }


def _compared(imported: Imported, split: referred.Split) -> dict[str, Any]:
    """Groups against those who came by themselves, `own`."""
    one = referred.compared(imported.store, imported.manifest.version, EVERYBODY, split)
    at = survival.at_day(one.curve, referred.WINDOWS)
    return {
        "groups": one.sizes.to_dicts(),
        "within": at.rename({"day": "days", "repurchased": "rate"}).to_dicts(),
        "returning": one.returning.to_dicts(),
        "log_rank": asdict(one.apart),
        "worth": [
            {
                "group": part.group,
                "days": part.days,
                **{name: _number(getattr(part, name)) for name in ("mean", "own", "change")},
            }
            for part in one.worth
        ],
    }


def _number(one: Estimate) -> dict[str, Any]:
    return {"value": one.value, "low": one.low, "high": one.high, "n": one.n}
