"""Go, fix or stop, and how sure: the verdict, the three kinds of answers on one axis, and what a
rule promises before anybody has answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.beta import design
from analytics.beta.base import KINDS
from ui import format as fmt
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from analytics.beta.base import Refusal
    from analytics.beta.design import Plan
    from analytics.beta.groups import Group
    from analytics.beta.report import BetaTest
    from ui.text import Text

HUNDRED = 100
HALF_OF_ONE = 0.5
HALF, SHARE = 0.1, 0.4
"""What the helper reckons with: a share of 40 % to within ten points."""


def reason(refusal: Refusal, text: Text) -> str:
    """Why there is no answer."""
    return text(f"beta.refusal.{refusal.code}")


def headline(test: BetaTest, text: Text) -> str:
    """The verdict in one line; why there is none, where there is none."""
    refusal = test.refusal or test.verdict.refusal
    if refusal is not None:
        return reason(refusal, text)
    outcome, rule = test.verdict.outcome, test.verdict.rule
    if outcome is None or rule is None:
        return ""
    return text(f"beta.by_rule.{outcome}", day=fmt.day(rule.saved_on, text.lang))


def under(test: BetaTest, text: Text) -> str:
    """The answers that the verdict rests on, with the chance of a false go; without a verdict what
    a rule made too late would have said, "" where there is no rule."""
    verdict, reading, rule = test.verdict, test.verdict.reading, test.verdict.rule
    if test.refusal is not None or reading is None or rule is None:
        return ""
    is_seed = reading.stage == "seeds"
    facts = {
        "yes": fmt.count(reading.seeds_yes if is_seed else reading.invited_yes, text.lang),
        "n": fmt.count(reading.seeds if is_seed else reading.invited, text.lang),
        "range": _range(_group(test, "seed" if is_seed else "invited"), text),
    }
    sentences = [text(f"beta.counted.{reading.stage}", **facts)]
    if verdict.refusal is not None:
        sentences.append(text("beta.would_say", outcome=text(f"beta.word.{reading.outcome}")))
    elif reading.outcome == "wait":
        sentences.append(text("beta.lacking", count=fmt.count(reading.lacking, text.lang)))
    elif reading.outcome == "go":
        false_go = design.chances(rule.plan, rule.plan.unacceptable, test.clustering.assumed).go
        sentences.append(text("beta.by_luck", chance=_of_hundred(false_go, text)))
    return joined(sentences, text)


def strip(test: BetaTest, text: Text) -> pl.DataFrame:
    """One row per kind of answer: kind, label, value, low, high (per cent who would be very
    disappointed), n, worth (as many answers of people apart), sentence, reason (null unless nobody
    answered the question)."""
    rows = []
    for kind in KINDS:
        group = _group(test, kind)
        very = None if group is None else group.very
        value = None if very is None else very.value
        is_silent = group is None or very is None or value is None
        rows.append(
            {
                "kind": kind,
                "label": text(f"beta.kind.{kind}"),
                "value": _hundredfold(value),
                "low": None if very is None else _hundredfold(very.low),
                "high": None if very is None else _hundredfold(very.high),
                "n": 0 if very is None else very.n,
                "worth": 0.0 if group is None or very is None else very.n / group.effect,
                "sentence": text("beta.unanswered") if is_silent else _point(group, text),
                "reason": text("beta.unanswered") if is_silent else None,
            }
        )
    kinds = dict.fromkeys(("value", "low", "high", "worth"), pl.Float64) | {"reason": pl.String}
    return pl.DataFrame(rows, schema_overrides=kinds)


def strip_sentence(rows: pl.DataFrame, text: Text) -> str:
    """Who would be very disappointed, kind by kind; rows of `strip`."""
    parts = [
        text(
            "beta.share_of",
            kind=text(f"beta.short.{row['kind']}"),
            share=fmt.percent(row["value"] / HUNDRED, text.lang, 0),
        )
        for row in rows.drop_nulls("value").to_dicts()
    ]
    if not parts:
        return text("beta.unanswered")
    return text("beta.strip", shares=text("beta.semicolon").join(parts))


def zones(plan: Plan) -> tuple[float, float]:
    """Where stop ends on the axis of seeds, and where go begins on that of the invited, per
    cent."""
    stop = (plan.stop_at + 1) / plan.seeds
    return HUNDRED * max(stop, 0.0), HUNDRED * plan.go_at / plan.invited


def preview(plan: Plan, text: Text) -> str:
    """What a rule says and what it would do, for somebody about to lock it."""
    lines = text(
        "beta.rule_lines",
        stop=fmt.count(plan.stop_at, text.lang),
        seeds=fmt.count(plan.seeds, text.lang),
        go=fmt.count(plan.go_at, text.lang),
        invited=fmt.count(plan.invited, text.lang),
    )
    sentences = [lines]
    for key, share in (("weak", plan.unacceptable), ("good", plan.desired)):
        chances = [row.go for row in design.promises(plan) if row.truth == share]
        ends = [_of_hundred(chance, text) for chance in (min(chances), max(chances))]
        reach = _apart(
            fmt.interval(HUNDRED * min(chances), HUNDRED * max(chances), text.lang), text
        )
        facts = {
            "share": fmt.percent(share, text.lang, 0),
            "range": ends[0] if ends[0] == ends[1] else reach,
        }
        sentences.append(text(f"beta.rule_promise.{key}", **facts))
    return joined(sentences, text)


def promises(plan: Plan, text: Text) -> pl.DataFrame:
    """What a rule would do, one row per true share and likeness: share, likeness, stop, fix, go
    (per cent), sentence."""
    return pl.DataFrame(
        [
            {
                "share": round(HUNDRED * row.truth, 1),
                "likeness": row.likeness,
                "stop": round(HUNDRED * row.stop, 1),
                "fix": round(HUNDRED * row.fix, 1),
                "go": round(HUNDRED * row.go, 1),
                "sentence": text(
                    "beta.rule_promise.each",
                    share=fmt.percent(row.truth, text.lang, 0),
                    go=_of_hundred(row.go, text),
                    stop=_of_hundred(row.stop, text),
                ),
            }
            for row in design.promises(plan)
        ]
    )


def needed(test: BetaTest, text: Text) -> str:
    """How many answers of invited people a share takes to within ten points."""
    counts = [
        design.people_for_share(SHARE, HALF, worth.design_effect)
        for worth in test.clustering.worths
    ]
    if min(counts) == max(counts):
        return text("beta.needed_each", count=fmt.count(counts[0], text.lang))
    return text("beta.needed", range=fmt.interval(min(counts), max(counts), text.lang))


def _group(test: BetaTest, kind: str) -> Group | None:
    return next((row for row in test.groups if (row.kind, row.wave) == (kind, None)), None)


def _point(group: Group | None, text: Text) -> str:
    if group is None:
        return text("beta.unanswered")
    facts = {
        "share": fmt.percent(group.very.value, text.lang, 0),
        "range": _range(group, text),
        "n": fmt.count(group.very.n, text.lang),
    }
    if group.effect <= 1:
        return text("beta.point", **facts)
    worth = fmt.count(round(group.very.n / group.effect), text.lang)
    return text("beta.point_worth", worth=worth, **facts)


def _range(group: Group | None, text: Text) -> str:
    if group is None:
        return fmt.dash(text.lang)
    return fmt.interval(group.very.low, group.very.high, text.lang, rate=True)


def _of_hundred(chance: float, text: Text) -> str:
    """A chance as so many of a hundred; in words where it is less than half of one."""
    whole = fmt.number(HUNDRED * chance, text.lang)
    return _apart(text("beta.under_one") if HUNDRED * chance < HALF_OF_ONE else whole, text)


def _apart(written: str, text: Text) -> str:
    """What stands in a sentence where a number would: Chinese sets numbers apart by blanks, but not
    the words that may stand in their place."""
    if not text.is_chinese:
        return written
    return f" {written} " if written[0].isascii() else f"{written} "


def _hundredfold(share: float | None) -> float | None:
    return None if share is None else HUNDRED * share
