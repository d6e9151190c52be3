"""What price, and how sure: the answer read out first, what to do next, a candidate's figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analytics.pricing.base import Refusal
from ui import format as fmt
from ui.views.pricing import decision as view
from ui.views.pricing.decision import price, reason, span
from ui.views.shared.refusals import remedy_of
from ui.views.shared.sentences import chance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.gate.base import Condition
    from analytics.pricing.candidate import Candidate
    from analytics.pricing.report import Decision, Survey
    from analytics.pricing.ruler import Source
    from ui.text import Text

BEST = (
    "elastic",
    "offered_profit",
    "stated_profit",
    "offered_revenue",
    "stated_revenue",
    "least_resistance",
)
"""Sources that name one price, what people did before what they say, profit before revenue."""
REMEDIES: dict[str, tuple[str, ...]] = {
    "answers": ("no_answers", "few_answers", "no_crossing"),
    "intents": ("no_intents",),
    "offers": ("few_prices", "few_a_price", "edge_of_grid"),
    "orders": ("no_sales", "few_weeks", "few_sales"),
    "domains": ("no_domain",),
    "moves": ("few_products", "no_variation", "deal_is_price", "not_elastic", "beyond_seen"),
    "controls": ("few_controls",),
    "costs": ("no_cost",),
    "rivals": ("no_rivals", "few_sightings"),
    "rival_weeks": ("few_rival_weeks", "rival_still", "rival_alike"),
    "ratings": ("few_rivals", "no_ratings", "unlike_ratings", "own_brand", "few_raters"),
    "sizes": ("one_size",),
}
"""What to do -> the refusals that it would end."""
SHEETS = {
    "answers": "price_answers",
    "intents": "feedback",
    "offers": "price_answers",
    "orders": "orders",
    "costs": "products",
    "rivals": "competitor_prices",
    "rival_weeks": "competitor_prices",
    "ratings": "rival_ratings",
    "sizes": "products",
}
"""What to do -> the sheet to bring, which the template has."""


@dataclass(frozen=True)
class Answer:
    """The price of one product: its sources, today's price (None where it does not sell), what
    people say of it, and the candidate asked about, if any."""

    today: float | None
    sources: Sequence[Source]
    survey: Survey | None
    candidate: Candidate | None = None


def leading(answer: Answer) -> Source | None:
    """The source that names the price: the first of BEST with a range."""
    able = {source.key: source for source in answer.sources if source.low is not None}
    return next((able[key] for key in BEST if key in able), None)


def ends(answer: Answer) -> list[float]:
    """The limits of every source that gives a range."""
    return [
        end for source in answer.sources for end in (source.low, source.high) if end is not None
    ]


def headline(answer: Answer, text: Text) -> str:
    """What price, in one line: that of the leading source with its range, beside today's."""
    source = leading(answer)
    if source is None or source.low is None or source.high is None:
        why = _accepted(answer.sources).refusal or Refusal("no_answers")
        return text("pricing.head.none", reason=reason(why, text))
    named = price(source.value, text)
    if source.low < source.high:
        named = text("pricing.around", value=named, range=span(source.low, source.high, text))
    line = text(f"pricing.named.{source.key}", price=named)
    if answer.today is None:
        return line
    return text("pricing.head.beside_today", named=line, today=price(answer.today, text))


def badge(answer: Answer) -> str:
    """How sure: sound only where what people did and what they say name overlapping ranges; what
    they say alone is indicative, however many answered."""
    source = leading(answer)
    if source is None:
        return "insufficient"
    if source.key != "elastic":
        return "indicative"
    agree = any(
        other.low is not None
        and other.high is not None
        and other.key in BEST[1:]
        and _overlap((source.low, source.high), (other.low, other.high))
        for other in answer.sources
    )
    return "sound" if agree else "indicative"


def _overlap(first: tuple[float | None, float | None], second: tuple[float, float]) -> bool:
    low, high = first
    return low is not None and high is not None and low <= second[1] and second[0] <= high


def under(answer: Answer, decision: Decision | None, text: Text) -> str:
    """How likely the price of the headline is the best of those offered; what people accept, where
    today's price lies in it, and how many answered. Today's price alone, or nothing, where the
    headline has said why no price can be named."""
    source = leading(answer)
    sure = "" if source is None or source.chance is None else _chance(source.chance, text)
    return sure + _accepting(answer, decision, text)


def _chance(share: float, text: Text) -> str:
    return text("pricing.head.chance", chance=chance(share, text))


def _accepting(answer: Answer, decision: Decision | None, text: Text) -> str:
    if leading(answer) is None and _accepted(answer.sources).low is None:
        today = answer.today
        return "" if today is None else text("pricing.head.today", today=price(today, text))
    if decision is not None:
        return view.headline(decision, answer.survey, text)
    accepted = _accepted(answer.sources)
    if accepted.low is None or accepted.high is None or answer.survey is None:
        why = accepted.refusal or Refusal("no_answers")
        return text("pricing.points_refused", reason=reason(why, text))
    people = fmt.count(accepted.n, text.lang)
    return text("pricing.head.alone", range=span(accepted.low, accepted.high, text)) + text(
        f"pricing.sure.{answer.survey.counted.certainty}", people=people
    )


def _accepted(sources: Sequence[Source]) -> Source:
    return next(source for source in sources if source.key == "accepted")


def remedy(refusal: Refusal | None, text: Text) -> str:
    """The one thing to do that would end a refusal; "" for none."""
    if refusal is None:
        return ""
    code, facts = remedy_of(refusal, REMEDIES, SHEETS, text)
    return text(f"pricing.remedy.{code}", **facts)


def remedies(sources: Sequence[Source], text: Text) -> list[str]:
    """What would make silent sources speak: one sentence for each source, none twice. Whoever has
    asked people openly is told to offer prices, not to ask again."""
    is_asked = _accepted(sources).refusal is None
    in_order = sorted(sources, key=lambda source: source.key != "accepted")
    sentences = [
        remedy(Refusal("few_prices"), text)
        if is_asked and source.refusal == Refusal("no_answers", 0)
        else remedy(source.refusal, text)
        for source in in_order
    ]
    return [sentence for sentence in dict.fromkeys(sentences) if sentence]


def figures(
    candidate: Candidate, unit_cost: float | None, text: Text
) -> list[tuple[str, str, str]]:
    """Label, value and help of a candidate: its change, the room in units and what a unit leaves
    where the cost is known, and how many sources hold it where any has a range."""
    shown = {"change": fmt.percent(candidate.change, text.lang, 0)}
    if candidate.break_even is not None:
        key = "needed" if candidate.break_even > 0 else "room"
        shown[key] = fmt.percent(abs(candidate.break_even), text.lang, 0)
    if unit_cost is not None:
        shown["left"] = price(candidate.price - unit_cost, text)
    able = [stand for stand in candidate.stands.values() if stand != "unknown"]
    if able:
        counts = (fmt.count(count, text.lang) for count in (candidate.holds, len(able)))
        shown["holds"] = text("pricing.of", **dict(zip(("part", "all"), counts, strict=True)))
    return [
        (text(f"pricing.figure.{name}"), value, text(f"pricing.figure_help.{name}"))
        for name, value in shown.items()
    ]


def held(candidate: Candidate, text: Text) -> str:
    """Whether both domains have sold at the candidate, in one sentence."""
    states = {domain.domain: domain.holds for domain in candidate.domains}
    amount = price(candidate.price, text)
    if None in states.values():
        return text("pricing.held.unknown", price=amount)
    able = [domain for domain, holds in states.items() if holds]
    if len(able) == 1:
        domain = text(f"common.domain_{able[0]}")
        return text("pricing.held.single", price=amount, domain=domain)
    return text("pricing.held.both" if able else "pricing.held.neither", price=amount)


def gate(candidate: Candidate, text: Text) -> str:
    """What the gate says of prices today, and were this product to cost as much in both domains."""
    return text(
        "pricing.gate_then",
        price=price(candidate.price, text),
        now=_verdict(candidate.gate_now, text),
        then=_verdict(candidate.gate_then, text),
    )


def _verdict(condition: Condition, text: Text) -> str:
    return text(f"common.verdict.{condition.verdict}")


def ruler_table(rows: pl.DataFrame) -> pl.DataFrame:
    """What the ruler is drawn from, a row a source."""
    return rows.select(source="label", value="value", low="low", high="high", words="sentence")


def headers(frame: pl.DataFrame, text: Text) -> Mapping[str, str]:
    """The columns as the reader calls them."""
    return {name: text(f"pricing.column.{name}") for name in frame.columns}
