"""What price, and how sure: every source on one axis, and a candidate in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.pricing.base import Refusal
from ui import format as fmt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.pricing.candidate import Candidate
    from analytics.pricing.report import Decision, Survey
    from analytics.pricing.ruler import Source
    from ui.text import Text

WHOLE = 100.0
"""From this price on no cents are written, nor of whole prices."""


def price(amount: float | None, text: Text) -> str:
    """A price as the reader writes it."""
    digits = 0 if amount is None else _digits(amount)
    return fmt.number(amount, text.lang, digits)


def span(low: float, high: float, text: Text) -> str:
    """Two prices with a dash between them."""
    return fmt.interval(low, high, text.lang, digits=max(_digits(low), _digits(high)))


def _digits(amount: float) -> int:
    return 0 if amount >= WHOLE or amount == round(amount) else 2


def reason(refusal: Refusal, text: Text) -> str:
    """Why there is no answer, as the end of a sentence."""
    return text(f"pricing.refusal.{refusal.code}")


def headline(decision: Decision, survey: Survey | None, text: Text) -> str:
    """The range that people accept, where today's price lies in it, and how sure that is; else why
    it cannot be told."""
    sources = {source.key: source for source in decision.sources}
    accepted = sources["accepted"]
    today = price(decision.today, text)
    if accepted.low is None or accepted.high is None or survey is None:
        why = reason(accepted.refusal or Refusal("no_answers"), text)
        return text("pricing.head.refused", reason=why, today=today)
    place = "inside"
    if decision.today < accepted.low:
        place = "below"
    if decision.today > accepted.high:
        place = "above"
    range_of_prices = span(accepted.low, accepted.high, text)
    return text(f"pricing.head.{place}", range=range_of_prices, today=today) + text(
        f"pricing.sure.{survey.counted.certainty}", people=fmt.count(accepted.n, text.lang)
    )


def ruler(sources: Sequence[Source], text: Text) -> pl.DataFrame:
    """One row per source, those that say nothing last: key, label, figure (its price or range in
    numbers, null where there is none), value, low, high, sentence (its range and what it rests on,
    or why it says nothing), reason (null unless it says nothing)."""
    rows = [
        {
            "key": source.key,
            "label": text(f"pricing.source.{source.key}"),
            "figure": _figure(source, text),
            "value": source.value,
            "low": source.low,
            "high": source.high,
            "sentence": _source(source, text),
            "reason": None if source.refusal is None else reason(source.refusal, text),
        }
        for source in sorted(sources, key=lambda source: source.refusal is not None)
    ]
    kinds = dict.fromkeys(("value", "low", "high"), pl.Float64) | {
        "figure": pl.String,
        "reason": pl.String,
    }
    return pl.DataFrame(rows, schema_overrides=kinds)


def _figure(source: Source, text: Text) -> str | None:
    if source.refusal is not None:
        return None
    if source.value is not None:
        return price(source.value, text)
    has_range = source.low is not None and source.high is not None
    return span(source.low, source.high, text) if has_range else None  # type: ignore[arg-type]


def _source(source: Source, text: Text) -> str:
    if source.refusal is not None:
        return reason(source.refusal, text)
    if source.low is None or source.high is None:
        return price(source.value, text)
    facts = {"range": span(source.low, source.high, text), "n": fmt.count(source.n, text.lang)}
    value = price(source.value, text)
    if source.low == source.high:
        return text("pricing.range_alone", **facts | {"range": value})
    if source.value is None:
        return text("pricing.range_alone", **facts)
    return text("pricing.range", value=value, **facts)


def candidate_sentences(candidate: Candidate, text: Text) -> list[str]:
    """What may be lost at the candidate, what past moves say, how many sources hold it, and whether
    it has been held in both domains."""
    sentences = [_room(candidate, text), _expected(candidate, text)]
    with_range = [place for place in candidate.stands.values() if place != "unknown"]
    if with_range:
        sentences.append(
            text(
                "pricing.stands",
                holds=fmt.count(candidate.holds, text.lang),
                of=fmt.count(len(with_range), text.lang),
                price=price(candidate.price, text),
            )
        )
    return [*sentences, *domains(candidate, text)]


def beside_figures(candidate: Candidate, text: Text) -> list[str]:
    """The sentences that say more than the figures of a candidate do."""
    unsaid = [_room(candidate, text)] if candidate.break_even is None else []
    return [*unsaid, _expected(candidate, text)]


def _room(candidate: Candidate, text: Text) -> str:
    amount = price(candidate.price, text)
    if candidate.margin is None:
        return text("pricing.room_no_cost", price=amount)
    if candidate.break_even is None:
        return text("pricing.room_below_cost", price=amount)
    key = "room_rise" if candidate.break_even < 0 else "room_cut"
    share = fmt.percent(abs(candidate.break_even), text.lang, 0)
    return text(f"pricing.{key}", price=amount, share=share)


def _expected(candidate: Candidate, text: Text) -> str:
    expected = candidate.expected
    if isinstance(expected, Refusal):
        return text("pricing.expected_refused", reason=reason(expected, text))
    if expected.low is None or expected.high is None:
        return text("pricing.expected_refused", reason=reason(Refusal("few_products"), text))
    ends = fmt.interval(expected.low, expected.high, text.lang, rate=True)
    outcome = text(f"pricing.outcome.{candidate.outcome}")
    return text("pricing.expected", range=ends, outcome=outcome)


def domains(candidate: Candidate, text: Text) -> list[str]:
    """Of each domain, in how many months it sold at the candidate or more."""
    return [
        text(
            "pricing.domain",
            domain=text(f"common.domain_{domain.domain}"),
            at=fmt.count(domain.months_at, text.lang),
            months=fmt.count(domain.months, text.lang),
            price=price(candidate.price, text),
        )
        for domain in candidate.domains
        if domain.months
    ]
