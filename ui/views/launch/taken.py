"""What older products lost, as frames and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ui import format as fmt
from ui.text import literal
from ui.views.launch.lead import reason

if TYPE_CHECKING:
    from analytics.launch.taken import Taken
    from ui.text import Text


def answer_sentence(answer: Taken, text: Text) -> str:
    """What came from older products, how surely; why nobody can say."""
    if answer.refusal is not None:
        return reason(answer.refusal, text)
    units, share = answer.units, answer.share
    facts = {
        "weeks": fmt.count(answer.weeks, text.lang),
        "new": fmt.count(answer.new_units, text.lang),
    }
    if answer.certainty == "cannot_tell":
        ends = {
            "low": fmt.count(max(-(units.low or 0.0), 0.0), text.lang),
            "high": fmt.count(max(units.high or 0.0, 0.0), text.lang),
        }
        return text("launch.took.cannot_tell", **facts, **ends)
    if answer.certainty == "practically_none" or units.value is None:
        return text("launch.took.practically_none", **facts)
    if units.value < 0:
        low, high = sorted(abs(end or 0.0) for end in (units.low, units.high))
        facts["units"] = fmt.count(-units.value, text.lang)
        return text("launch.took.gain", **facts, range=fmt.interval(low, high, text.lang))
    facts["units"] = fmt.count(units.value, text.lang)
    facts["range"] = fmt.interval(units.low, units.high, text.lang)
    return text("launch.took.clear", **facts, share=fmt.number(100 * (share.value or 0), text.lang))


def behind(answer: Taken, text: Text) -> list[str]:
    """How often such a change comes without a launch, what was left out, and the category."""
    if answer.refusal is not None or answer.rank is None:
        return []
    controls = fmt.count(answer.controls, text.lang)
    as_large = fmt.count(answer.rank - 1, text.lang)
    sentences = [text("launch.placebo", controls=controls, count=as_large)]
    if answer.rank == 1:
        least = fmt.percent(1 / (answer.controls + 1), text.lang, 0)
        sentences.append(text("launch.placebo_least", chance=least))
    if answer.whole.value is not None and answer.whole.low is not None:
        ratio, low, high = (
            fmt.number(end, text.lang, 2)
            for end in (answer.whole.value, answer.whole.low, answer.whole.high)
        )
        sentences.append(text("launch.whole", ratio=ratio, low=low, high=high))
    if answer.young:
        sentences.append(text("launch.young", count=fmt.count(answer.young, text.lang)))
    return [*sentences, text("launch.association")]


def strip(answer: Taken, text: Text) -> pl.DataFrame:
    """Rows of `taken.WEEKS` with a sentence each."""
    sentences = [
        text(
            "launch.strip_point",
            week=fmt.day(row["week_on"], text.lang),
            actual=fmt.count(row["actual"], text.lang),
            expected=fmt.count(row["expected"], text.lang),
            new=fmt.count(row["new_units"], text.lang),
        )
        for row in answer.rows.to_dicts()
    ]
    return answer.rows.with_columns(pl.Series("sentence", sentences, pl.String))


def placebos(answer: Taken, text: Text) -> pl.DataFrame:
    """One row per change: kind (space, time, own), row (its kind in words), effect (0-1),
    sentence."""
    own = {"kind": "own", "label": text("launch.placebo_own"), "effect": answer.effect.value}
    rows = [*answer.placebos.to_dicts(), own]
    return pl.DataFrame(
        {
            "kind": [row["kind"] for row in rows],
            "row": [text(f"launch.placebo_{row['kind']}") for row in rows],
            "effect": [row["effect"] for row in rows],
            "sentence": [
                text(
                    "launch.placebo_point",
                    label=literal(row["label"]),
                    effect=fmt.percent(row["effect"], text.lang, 0),
                )
                for row in rows
            ],
        },
        schema_overrides={"effect": pl.Float64},
    )


def placebos_sentence(answer: Taken, text: Text) -> str:
    """What the dots are."""
    effect = fmt.percent(answer.effect.value, text.lang, 0)
    return text("launch.placebos_sentence", effect=effect)
