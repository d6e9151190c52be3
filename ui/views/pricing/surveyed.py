"""What price would people pay: curves, points and who was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.pricing.answers import QUESTIONS
from ui import format as fmt
from ui.views.pricing.decision import price, reason, span

if TYPE_CHECKING:
    from analytics.pricing.offers import Offers
    from analytics.pricing.report import Survey
    from analytics.pricing.sensitivity import Point, Sensitivity
    from ui.text import Text


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
        for question in QUESTIONS
    ]
    return pl.concat(parts)


def points(answer: Sensitivity, text: Text) -> pl.DataFrame:
    """One row per crossing: key, label (its two curves), value, low, high, sentence."""
    rows = [
        {
            "key": point.key,
            "label": label(point, text),
            "value": point.price.value,
            "low": point.price.low,
            "high": point.price.high,
            "sentence": _point(point, text),
        }
        for point in answer.points
    ]
    numbers = dict.fromkeys(("value", "low", "high"), pl.Float64)
    return pl.DataFrame(rows, schema_overrides=numbers)


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


def counted(survey: Survey, text: Text) -> list[str]:
    """Who was counted and who not, and what ties would change where they are many."""
    quality = survey.answers.quality
    numbers = {
        name: fmt.count(getattr(quality, name), text.lang)
        for name in ("people", "valid", "contradictory", "incomplete")
    }
    sentences = [text("pricing.counted", **numbers)]
    if quality.superseded:
        count = fmt.count(quality.superseded, text.lang)
        sentences.append(text("pricing.superseded", answers=count))
    if quality.tied:
        sentences.append(text("pricing.tied", people=fmt.count(quality.tied, text.lang)))
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
    chance = answer.demand.filter(pl.col("price") == best)["revenue_chance"].item()
    share = fmt.percent(chance, text.lang, 0)
    return text("pricing.offer_best", price=price(best, text), chance=share)
