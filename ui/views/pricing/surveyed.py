"""What price would people pay: curves, points and who was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.pricing.base import Refusal
from analytics.schema import PRICE_QUESTIONS
from ui import format as fmt
from ui.views.pricing.decision import price, reason, span
from ui.views.shared.sentences import chance

if TYPE_CHECKING:
    from analytics.pricing.offers import Offers
    from analytics.pricing.reach import Reach
    from analytics.pricing.report import Survey
    from analytics.pricing.sensitivity import Point, Sensitivity
    from ui.text import Text

OUTCOMES = ("revenue", "profit", "reach")


def curves(answer: Sensitivity, text: Text) -> pl.DataFrame:
    """One row per question and price: question, label, price, share, low, high (per cent); empty
    where the points are refused."""
    if answer.curves is None:
        return pl.DataFrame()
    parts = [
        pl.DataFrame(
            {
                "price": answer.curves.prices,
                "share": 100 * answer.curves.shares[question],
                "low": 100 * answer.curves.low[question],
                "high": 100 * answer.curves.high[question],
            }
        ).select(
            pl.lit(question).alias("question"),
            pl.lit(text(f"pricing.curve.{question}")).alias("label"),
            pl.all(),
        )
        for question in PRICE_QUESTIONS
    ]
    return pl.concat(parts)


def points(answer: Sensitivity, text: Text) -> pl.DataFrame:
    """One row per crossing: key, label (its two curves), value, low, high, share (of people on
    either curve there, per cent), sentence, reason (null unless it cannot be told)."""
    rows = [
        {
            "key": point.key,
            "label": label(point, text),
            "value": point.price.value,
            "low": point.price.low,
            "high": point.price.high,
            "share": _height(answer, point),
            "sentence": _point(point, text),
            "reason": None if point.refusal is None else reason(point.refusal, text),
        }
        for point in answer.points
    ]
    kinds = dict.fromkeys(("value", "low", "high", "share"), pl.Float64) | {"reason": pl.String}
    return pl.DataFrame(rows, schema_overrides=kinds)


def _height(answer: Sensitivity, point: Point) -> float | None:
    """How high the curve that rises to the crossing stands there, read off the curve drawn."""
    if answer.curves is None or point.price.value is None:
        return None
    question = point.falling.removeprefix("not_")
    shares = answer.curves.shares[question]
    share = float(np.interp(point.price.value, answer.curves.prices, shares))
    return 100 * (share if question == point.falling else 1 - share)


def label(point: Point, text: Text) -> str:
    """A crossing told by its curves, whatever tools call it."""
    sides = {
        name: text(f"pricing.curve.{curve}")
        for name, curve in (("falling", point.falling), ("rising", point.rising))
    }
    return text("pricing.crossing", **sides)


def _point(point: Point, text: Text) -> str:
    if point.refusal is not None:
        return reason(point.refusal, text)
    if point.price.low is None or point.price.high is None:
        return price(point.price.value, text)
    ends = span(point.price.low, point.price.high, text)
    people = fmt.count(point.price.n, text.lang)
    return text("pricing.range", value=price(point.price.value, text), range=ends, n=people)


def drawn_sentences(survey: Survey, text: Text) -> list[str]:
    """What the curves say; first of all that ties count in them, where they do."""
    answer = survey.counted
    sentence = points_sentence(answer, text)
    if answer is survey.strict:
        return [sentence]
    counts = {"valid": survey.strict.n, "people": answer.n}
    facts = {name: fmt.count(count, text.lang) for name, count in counts.items()}
    return [sentence, text("pricing.ties_drawn", **facts)]


def points_sentence(answer: Sensitivity, text: Text) -> str:
    """The range between the marginal points and the price of least resistance, or why not."""
    if answer.refusal is not None:
        return text("pricing.points_refused", reason=reason(answer.refusal, text))
    cheapest, dearest, least = (answer.point(key) for key in ("pmc", "pme", "opp"))
    refusal = cheapest.refusal or dearest.refusal or least.refusal
    if refusal is not None or cheapest.price.value is None or dearest.price.value is None:
        why = reason(refusal or Refusal("no_crossing"), text)
        return text("pricing.points_refused", reason=why)
    return text(
        "pricing.points",
        range=span(cheapest.price.value, dearest.price.value, text),
        least=price(least.price.value, text),
    )


def outcomes(answer: Reach) -> tuple[str, ...]:
    """What can be drawn over prices: reach and revenue, and profit where the cost is known."""
    return tuple(name for name in OUTCOMES if name in answer.best)


def outcome(answer: Reach, name: str, text: Text) -> pl.DataFrame:
    """One row per price: label, price, share, low, high of each hundred people asked: how many
    would buy, or what they would bring."""
    columns = {"share": name, "low": f"{name}_low", "high": f"{name}_high"}
    return answer.curves.select(
        pl.lit(text(f"pricing.price_curve.{name}")).alias("label"),
        "price",
        *((100 * pl.col(column)).alias(alias) for alias, column in columns.items()),
    )


def outcome_sentence(answer: Reach, name: str, text: Text) -> str:
    """At which price most is reached or brought, and between which that may be; or why not."""
    if answer.refusal is not None:
        return text("pricing.outcome_refused", reason=reason(answer.refusal, text))
    best = answer.best[name]
    if best.is_edge or best.price.low is None or best.price.high is None:
        return text("pricing.outcome_refused", reason=reason(Refusal("edge_of_grid"), text))
    return text(
        f"pricing.outcome_best.{name}",
        price=price(best.price.value, text),
        range=span(best.price.low, best.price.high, text),
        people=fmt.count(answer.n, text.lang),
    )


def demand(answer: Offers, text: Text) -> pl.DataFrame:
    """One row per price offered: label, price, n, share (who would buy), low, high and chance (to
    bring most, of those offered) in per cent, sentence; empty where refused."""
    if answer.refusal is not None or answer.demand.is_empty():
        return pl.DataFrame()
    rows = answer.demand.select(
        "price",
        "n",
        *(
            (100 * pl.col(name)).alias(alias)
            for alias, name in (
                ("share", "demand"),
                ("low", "low"),
                ("high", "high"),
                ("chance", "revenue_chance"),
            )
        ),
    )
    labels = [price(amount, text) for amount in rows["price"]]
    sentences = [
        text(
            "pricing.demand_point",
            price=price(row["price"], text),
            share=fmt.percent(row["share"] / 100, text.lang, 0),
            range=fmt.interval(row["low"] / 100, row["high"] / 100, text.lang, rate=True),
            chance=fmt.percent(row["chance"] / 100, text.lang, 0),
            n=fmt.count(row["n"], text.lang),
        )
        for row in rows.to_dicts()
    ]
    return rows.with_columns(
        pl.Series("label", labels, pl.String), pl.Series("sentence", sentences, pl.String)
    )


def counted(survey: Survey, text: Text) -> list[str]:
    """Who was counted and who not, and what ties would change where they are many."""
    quality = survey.answers.quality
    numbers = {
        name: fmt.count(getattr(quality, name), text.lang)
        for name in ("people", "contradictory", "incomplete")
    }
    valid = quality.valid if survey.counted is survey.strict else survey.counted.n
    sentences = [text("pricing.counted", valid=fmt.count(valid, text.lang), **numbers)]
    if quality.superseded:
        count = fmt.count(quality.superseded, text.lang)
        sentences.append(text("pricing.superseded", answers=count))
    if quality.tied:
        key = "tied" if survey.counted is survey.strict else "tied_too"
        sentences.append(text(f"pricing.{key}", people=fmt.count(quality.tied, text.lang)))
    if survey.with_ties is not None and survey.with_ties.points and survey.strict.points:
        strict, with_ties = (
            answer.point("opp").price.value for answer in (survey.strict, survey.with_ties)
        )
        if strict is not None and with_ties is not None:
            sides = {"strict": price(strict, text), "ties": price(with_ties, text)}
            sentences.append(text("pricing.with_ties", **sides))
    return sentences


def offer_sentence(answer: Offers, text: Text) -> str:
    """Which of the prices offered brings most, and how likely it is the best; else why not."""
    refusal = answer.refusal or answer.refusals.get("revenue")
    if refusal is not None:
        return text("pricing.offer_refused", reason=reason(refusal, text))
    best = answer.best["revenue"]
    share = chance(answer.demand.filter(price=best)["revenue_chance"].item(), text)
    return text("pricing.offer_best", price=price(best, text), chance=share)


def offers_counted(answer: Offers, text: Text) -> str:
    """How many were asked, and what was left out of their answers."""
    quality = answer.quality
    counts = {
        name: fmt.count(getattr(quality, name), text.lang)
        for name in ("people", "repeated", "unreadable", "contradictory")
    }
    return text("pricing.offers_counted", **counts)


def points_table(points: pl.DataFrame) -> pl.DataFrame:
    """What the crossings are drawn from, a row a crossing."""
    return points.select("label", "value", "low", "high", "share", words="sentence")


def outcome_table(rows: pl.DataFrame) -> pl.DataFrame:
    """What a curve is drawn from, a row a price."""
    return rows.select("price", hundred="share", low="low", high="high")


def demand_table(rows: pl.DataFrame) -> pl.DataFrame:
    """What the offers are drawn from, a row a price."""
    return rows.select("price", "n", "share", "low", "high", "chance")
