"""`beta`: go, fix or stop by a rule locked beforehand; seeds, invited people and repeat answers,
each by itself."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.beta import design, report, rules, two_stages
from analytics.beta.groups import convergence
from analytics.beta.rules import Rule
from analytics.cli import tables
from analytics.cli.command import Command, figure, refused
from analytics.cli.options import number
from analytics.errors import UsageError
from analytics.filters import Filters
from analytics.storage.atomic import write_whole
from analytics.view import View

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from rich.table import Table

    from analytics.beta.clustering import Clustering
    from analytics.beta.design import Plan
    from analytics.beta.groups import Group
    from analytics.beta.report import BetaTest, Comparison
    from analytics.beta.tree import Tree
    from analytics.beta.verdict import Verdict
    from analytics.cli.imported import Imported
    from analytics.pricing.offers import Offers
    from analytics.stats.intervals import Estimate
    from analytics.words import Words

PLAN = "0.25,0.4,40,110"
RISKS = "0.05,0.8"
PARTS = (2, 4)
"""A plan is two shares, and perhaps two counts of people."""


def options(parser: argparse.ArgumentParser) -> None:
    """The product, the rule it is read by, and a plan to look at or to lock."""
    parser.add_argument("--sku", metavar="SKU")
    parser.add_argument("--rule", type=_rule, metavar="JSON")
    parser.add_argument("--plan", type=_plan, metavar="UNACCEPTABLE,DESIRED[,SEEDS,INVITED]")
    parser.add_argument("--risks", type=_risks, metavar="FALSE_GO,POWER")
    parser.add_argument("--lock", type=_fresh, metavar="JSON")


def _rule(text: str) -> Rule:
    return rules.read(Path(text))


def _plan(text: str) -> Plan:
    parts = [number("--plan", part, PLAN) for part in text.split(",")]
    if len(parts) not in PARTS or any(part != int(part) for part in parts[2:]):
        raise UsageError.bad_option("--plan", text, PLAN)
    return design.proposed(parts[0], parts[1], *(int(part) for part in parts[2:]))


def _risks(text: str) -> tuple[float, float]:
    parts = [number("--risks", part, RISKS) for part in text.split(",")]
    if len(parts) != 2 or not 0 < parts[0] < parts[1] < 1:  # noqa: PLR2004
        raise UsageError.bad_option("--risks", text, RISKS)
    return parts[0], parts[1]


def _fresh(text: str) -> Path:
    path = Path(text)
    if path.exists() or not path.parent.is_dir():
        raise UsageError.bad_option("--lock", text, "rule.json")
    return path


def run(imported: Imported, call: argparse.Namespace) -> dict[str, Any]:
    """All figures with n, interval and refusals as codes. Without `--sku` the product with most
    answers; UsageError for one that nobody answered about, and for `--lock` without a plan."""
    view = View(imported.store, imported.manifest, Filters())
    products = report.products(view)
    sku = call.sku or next(iter(products), None)
    if call.sku and call.sku not in products:
        tested = ", ".join(str(product) for product in products if product) or "-"
        raise UsageError.bad_option("--sku", call.sku, tested)
    for option, value in (("--lock", call.lock), ("--risks", call.risks)):
        if value and call.plan is None:
            raise UsageError.bad_option(option, str(value), f"--plan {PLAN}")
    locked = _locked(call.plan, sku, call.lock) if call.lock else None
    test = report.beta_test(view, sku, [call.rule] if call.rule else [])
    return {
        "as_of": imported.as_of.isoformat(),
        "sku": sku,
        "products": products,
        "refusal": refused(test.refusal),
        "tree": _tree(report.testers(view)),
        "left_out": asdict(test.left_out),
        "clustering": _clustering(test.clustering),
        "groups": [_group(group) for group in test.groups],
        "waves": [_comparison(comparison) for comparison in test.comparisons],
        "waves_refusal": refused(test.no_comparison),
        "generations": [
            {
                "generation": row.generation,
                "mark": figure(row.mark),
                "apart": figure(row.apart),
                "refusal": refused(row.refusal),
            }
            for row in test.generations
        ],
        "joining": convergence(test.answers).to_dicts(),
        "paying": {kind: _offers(offer) for kind, offer in test.paying.items()},
        "themes": report.spoken(view, test).to_dicts(),
        "verdict": _verdict(test.verdict),
        "plan": None if call.plan is None else _planned(call.plan, locked, call.risks),
        "answers_needed": _needed(test),
    }


def _locked(plan: Plan, sku: str | None, path: Path) -> Rule:
    """Write the plan as a rule of today."""
    rule = Rule(plan, sku or "", date.today())
    write_whole(path, rules.written(rule))
    return rule


def _tree(forest: Tree) -> dict[str, Any]:
    return {
        "testers": forest.testers.height,
        "seeds": forest.count("seed"),
        "invited": forest.count("invited"),
        "generations": forest.by_generation().to_dicts(),
        "brought": forest.by_seed().to_dicts(),
        "strangers": forest.strangers.to_dicts(),
        "circles": [list(circle) for circle in forest.circles],
        "repeated": forest.repeated,
        "nameless": forest.nameless,
    }


def _clustering(answer: Clustering) -> dict[str, Any]:
    return {
        "n": answer.n,
        "seeds": answer.seeds,
        "shared": answer.shared,
        "likeness": figure(answer.likeness),
        "assumed": answer.assumed,
        "design_effect": answer.design_effect,
        "worths": [asdict(worth) for worth in answer.worths],
        "refusal": refused(answer.refusal),
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "kind": group.kind,
        "wave": group.wave,
        "n": group.n,
        "design_effect": group.effect,
        "very_disappointed": figure(group.very),
        "promoters": figure(group.promoters),
        "mark": figure(group.mark),
        "refusal": refused(group.refusal),
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    mark, very = comparison.mark, comparison.very
    estimates: Mapping[str, Estimate] = {
        "before": mark.first,
        "after": mark.later,
        "change": mark.change,
        "by_seed": mark.by_seed,
        "if_the_gone_stayed_alike": mark.unchanged,
        "back": mark.back,
        "gone": mark.gone,
        "drop_out": mark.drop_out,
    }
    return {
        "first": comparison.first,
        "later": comparison.later,
        "mark": {
            "n": mark.n,
            **{name: figure(estimate) for name, estimate in estimates.items()},
            "refusal": refused(mark.refusal),
        },
        "very_disappointed": {
            "both": very.both,
            "first_only": very.first_only,
            "later_only": very.later_only,
            "neither": very.neither,
            "change": figure(very.change),
            "chance": very.chance,
            "refusal": refused(very.refusal),
        },
    }


def _offers(offer: Offers) -> dict[str, Any]:
    return {
        "n": offer.n,
        "method": offer.method,
        "answers": asdict(offer.quality),
        "prices": offer.demand.to_dicts(),
        "floor": figure(offer.floor),
        "best": offer.best,
        "refusal": refused(offer.refusal),
    }


def _verdict(answer: Verdict) -> dict[str, Any]:
    return {
        "outcome": answer.outcome,
        "rule": None if answer.rule is None else _promised(answer.rule.plan, answer.rule),
        "reading": None if answer.reading is None else asdict(answer.reading),
        "refusal": refused(answer.refusal),
    }


def _promised(plan: Plan, rule: Rule | None) -> dict[str, Any]:
    """A plan with what it would do, and the day it was locked, if it was."""
    return {
        "id": None if rule is None else rule.id,
        "saved_on": None if rule is None else rule.saved_on.isoformat(),
        **asdict(plan),
        "promises": [asdict(chances) for chances in design.promises(plan)],
    }


def _planned(plan: Plan, rule: Rule | None, risks: tuple[float, float] | None) -> dict[str, Any]:
    """A plan as `_promised`, and beside it how few strangers would do (Simon's two designs; null
    where they take more people than are tried)."""
    designs = two_stages.designs(plan.unacceptable, plan.desired, *(risks or ()))
    optimal, minimax = (None, None) if designs is None else map(asdict, designs)
    return {**_promised(plan, rule), "two_stages": {"optimal": optimal, "minimax": minimax}}


def _needed(test: BetaTest) -> list[dict[str, Any]]:
    """Answers of invited people for a share of 40 % to within ten points, by likeness."""
    return [
        {
            "likeness": worth.likeness,
            "answers": design.people_for_share(0.4, 0.1, worth.design_effect),
        }
        for worth in test.clustering.worths
    ]


def table(answer: dict[str, Any], words: Words) -> list[Table]:
    """One row per kind of answer, with the verdict below."""
    title = words.get("beta.cli.title", sku=tables.plain(answer["sku"] or ""))
    rows = tables.new(words, title, ("group", "n", "very_disappointed", "interval", "mark"))
    for group in answer["groups"]:
        if group["wave"] is not None:
            continue
        very, mark = group["very_disappointed"], group["mark"]
        rows.add_row(
            words.get(f"beta.kind.{group['kind']}"),
            str(group["n"]),
            "" if very["value"] is None else f"{very['value']:.0%}",
            "" if very["low"] is None else f"{very['low']:.0%}-{very['high']:.0%}",
            _mark(mark),
        )
    verdict, refusal = answer["verdict"], answer["refusal"] or answer["verdict"]["refusal"]
    sentence = (
        words.get(f"beta.refusal.{refusal['code']}")
        if refusal
        else words.get(f"beta.outcome.{verdict['outcome']}")
    )
    tables.caption(rows, sentence)
    return [rows]


def _mark(mark: dict[str, Any]) -> str:
    """A mean mark with its range, where it has one."""
    if mark["value"] is None:
        return ""
    ends = "" if mark["low"] is None else f" ({mark['low']:.1f}-{mark['high']:.1f})"
    return f"{mark['value']:.1f}{ends}"


COMMAND = Command("beta", run, table, options)
