"""`prices`: what people would pay, what happened when prices moved, against whom, and what every
source says of one price."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from analytics.cli import tables
from analytics.cli.command import Command, figure, refused
from analytics.cli.options import number
from analytics.errors import UsageError
from analytics.filters import Filters
from analytics.pricing import report
from analytics.pricing.base import Refusal
from analytics.pricing.rivals import pack_suspects
from analytics.view import View

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from rich.table import Table

    from analytics.cli.imported import Imported
    from analytics.gate.base import Condition
    from analytics.pricing.candidate import Candidate
    from analytics.pricing.elasticity import Elasticity
    from analytics.pricing.offers import Offers
    from analytics.pricing.price_moves import MoveEffect
    from analytics.pricing.rivals import PriceIndex
    from analytics.pricing.ruler import Source
    from analytics.pricing.sensitivity import Sensitivity
    from analytics.words import Words

WITHOUT_CENTS = 100
OWN_NAMES = {"item": "sku"}
"""Columns that the answer calls otherwise."""


def options(parser: argparse.ArgumentParser) -> None:
    """The product that the price is decided for, and the candidate."""
    parser.add_argument("--sku", metavar="SKU")
    parser.add_argument("--price", type=_price, metavar="PRICE")


def _price(text: str) -> float:
    price = number("--price", text, "309")
    if not 0 < price < float("inf"):
        raise UsageError.bad_option("--price", text, "309")
    return price


def run(imported: Imported, call: argparse.Namespace) -> dict[str, Any]:
    """All figures with n, interval and refusals as codes. Without `--sku` the price is decided for
    the product with most price answers, else for the one that brings most; UsageError for a sku
    that sold nothing in the last 90 days."""
    view = View(imported.store, imported.manifest, Filters())
    moves, standing = report.price_moves(view), report.standing(view)
    return {
        "as_of": imported.as_of.isoformat(),
        "currency": imported.manifest.about["currency"],
        "survey": [_survey(survey) for survey in report.surveys(view)],
        "offers": [_offers(sku, offer) for sku, offer in report.offer_answers(view).items()],
        "elasticity": _elasticity(moves.slope),
        "moves": [_move(effect) for effect in moves.effects],
        "rivals": {
            "index": figure(standing.index.index),
            "refusal": refused(standing.index.refusal),
            "sightings": asdict(standing.index.sightings),
            "products": standing.index.products.rename(OWN_NAMES).to_dicts(),
            "packs": _packs(standing.index),
        },
        "value_map": {
            "slope": figure(standing.map.slope),
            "intercept": standing.map.intercept,
            "refusal": refused(standing.map.refusal),
            "points": standing.map.points.rename(OWN_NAMES).to_dicts(),
        },
        "ladder": {
            "slope": figure(standing.ladder.slope),
            "refusal": refused(standing.ladder.refusal),
            "rungs": standing.ladder.rungs.rename(OWN_NAMES).to_dicts(),
        },
        "decision": _decision(view, call),
    }


def _packs(index: PriceIndex) -> list[dict[str, Any]]:
    """Rival prices that look like those of packs among pieces."""
    if index.rivals.is_empty():
        return []
    return pack_suspects(index.rivals).rename(OWN_NAMES).to_dicts()


def _survey(survey: report.Survey) -> dict[str, Any]:
    reach = survey.reach
    return {
        "sku": survey.sku,
        "answers": asdict(survey.answers.quality),
        **_points(survey.strict),
        "with_ties": None if survey.with_ties is None else _points(survey.with_ties),
        "reach": {
            "n": reach.n,
            "certainty": reach.certainty,
            "refusal": refused(reach.refusal),
            "best": {
                name: {**figure(best.price), "reached": best.value, "is_edge": best.is_edge}
                for name, best in reach.best.items()
            },
        },
    }


def _points(answer: Sensitivity) -> dict[str, Any]:
    """The crossings, each by its two curves; `until` is where the curves part again, `without` of
    how many of `draws` resamples there was no crossing."""
    return {
        "n": answer.n,
        "certainty": answer.certainty,
        "draws": answer.draws,
        "refusal": refused(answer.refusal),
        "points": [
            {
                "key": point.key,
                "falling": point.falling,
                "rising": point.rising,
                **figure(point.price),
                "until": point.until,
                "without": point.without,
                "refusal": refused(point.refusal),
            }
            for point in answer.points
        ],
    }


def _offers(sku: str | None, offer: Offers) -> dict[str, Any]:
    return {
        "sku": sku,
        "n": offer.n,
        "method": offer.method,
        "certainty": offer.certainty,
        "answers": asdict(offer.quality),
        "refusal": refused(offer.refusal),
        "prices": offer.demand.to_dicts(),
        "floor": figure(offer.floor),
        "best": offer.best,
        "refusals": {name: refused(refusal) for name, refusal in offer.refusals.items()},
    }


def _elasticity(slope: Elasticity) -> dict[str, Any]:
    return {
        **figure(slope.value),
        "deal": figure(slope.deal),
        "rival": None if slope.rival.value is None else figure(slope.rival),
        "rival_refusal": refused(slope.rival_refusal),
        "method": slope.method,
        "products": slope.products,
        "moved": slope.moved,
        "weeks": slope.weeks,
        "product_weeks": slope.rows,
        "empty_weeks": slope.empty_weeks,
        "spread": slope.spread,
        "alike": slope.alike,
        "refusal": refused(slope.refusal),
    }


def _move(effect: MoveEffect) -> dict[str, Any]:
    return {
        "sku": effect.item,
        "product": effect.product,
        "week_on": effect.week_on.isoformat(),
        "before": effect.before,
        "after": effect.after,
        "weeks_before": effect.weeks_before,
        "weeks_after": effect.weeks_after,
        "units_before": effect.units_before,
        "units_after": effect.units_after,
        "units": figure(effect.units),
        "margin": figure(effect.margin),
        "placebo": effect.placebo,
        "implied": effect.implied,
        "refusal": refused(effect.refusal),
    }


def _decision(view: View, call: argparse.Namespace) -> dict[str, Any] | None:
    """The sources of a price; null where nothing sells and no product was named."""
    sku = call.sku or report.leading(view)
    answer = None if sku is None else report.decision(view, sku, call.price)
    if answer is None:
        if call.sku is None:
            return None
        sold = ", ".join(report.current(view)["item"].head(5).to_list())
        raise UsageError.bad_option("--sku", call.sku, sold or "-")
    return {
        "sku": answer.item,
        "today": answer.today,
        "sources": [_source(source) for source in answer.sources],
        "candidate": None if answer.candidate is None else _candidate(answer.candidate),
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "key": source.key,
        "value": source.value,
        "low": source.low,
        "high": source.high,
        "n": source.n,
        "chance": source.chance,
        "refusal": refused(source.refusal),
    }


def _candidate(answer: Candidate) -> dict[str, Any]:
    expected = answer.expected
    refusal = expected if isinstance(expected, Refusal) else None
    return {
        "price": answer.price,
        "change": answer.change,
        "margin": answer.margin,
        "break_even": answer.break_even,
        "expected": None if isinstance(expected, Refusal) else figure(expected),
        "refusal": refused(refusal),
        "outcome": answer.outcome,
        "holds": answer.holds,
        "stands": answer.stands,
        "domains": [asdict(domain) for domain in answer.domains],
        "gate": {"now": _gate(answer.gate_now), "then": _gate(answer.gate_then)},
    }


def _gate(condition: Condition) -> dict[str, Any]:
    return {"verdict": condition.verdict, **figure(condition.estimate)}


def _written(price: float | None) -> str:
    """A price, with cents where they matter."""
    return "" if price is None else f"{price:.0f}" if price >= WITHOUT_CENTS else f"{price:.2f}"


def table(answer: dict[str, Any], words: Words) -> list[Table]:
    """One row per source of a price, with its range or why it says nothing."""
    decision: Mapping[str, Any] = answer["decision"] or {"sku": "", "sources": []}
    title = words.get("pricing.cli.title", sku=tables.plain(decision["sku"]))
    rows = tables.new(words, title, ("source", "value", "interval", "n", "verdict"))
    for source in decision["sources"]:
        interval = "-".join(
            _written(source[end]) for end in ("low", "high") if source[end] is not None
        )
        refusal = source["refusal"]
        rows.add_row(
            words.get(f"pricing.source.{source['key']}"),
            _written(source["value"]),
            interval,
            str(source["n"] or ""),
            words.get(f"pricing.refusal.{refusal['code']}") if refusal else "",
        )
    tables.caption(rows, words.get("pricing.cli.caption"))
    return [rows]


COMMAND = Command("prices", run, table, options)
