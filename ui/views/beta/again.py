"""Whether the mend worked for the same people, and who did not come back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from analytics.beta import design
from ui import format as fmt
from ui.text import literal
from ui.views.beta.marks import wave_name
from ui.views.beta.verdict import reason
from ui.views.shared.sentences import joined

HUNDRED = 100
CHANGING, CHANGE = 0.3, 0.15

if TYPE_CHECKING:
    from analytics.beta.report import BetaTest, Comparison
    from analytics.stats.intervals import Estimate
    from ui.text import Text


def change_sentence(comparison: Comparison, text: Text) -> str:
    """How marks of the same people changed, or why that cannot be told."""
    mark = comparison.mark
    change = mark.change
    if mark.refusal is not None:
        return reason(mark.refusal, text)
    facts = {
        "n": fmt.count(mark.n, text.lang),
        "first": literal(wave_name(comparison.first, text)),
        "later": literal(wave_name(comparison.later, text)),
        "before": fmt.number(mark.first.value, text.lang, 1),
        "after": fmt.number(mark.later.value, text.lang, 1),
    }
    return text(f"beta.change.{_direction(change)}", **facts)


def range_sentence(comparison: Comparison, text: Text) -> list[str]:
    """How large the change may be; none where it is refused."""
    if comparison.mark.refusal is not None:
        return []
    return [text("beta.change_range", range=_range(comparison.mark.change, text))]


def gone_sentence(comparison: Comparison, text: Text) -> str:
    """What those who gave no mark again had said, and the change had none of them changed; "" where
    the first wave has no marks."""
    mark = comparison.mark
    if not mark.gone.n:
        return text("beta.all_back") if mark.back.n else ""
    facts = {
        "gone": fmt.count(mark.gone.n, text.lang),
        "mark": fmt.number(mark.gone.value, text.lang, 1),
    }
    if not mark.back.n:
        return text("beta.gone_all", **facts)
    sentences = [text("beta.gone", back=fmt.number(mark.back.value, text.lang, 1), **facts)]
    if mark.drop_out.low is not None and mark.drop_out.high is not None:
        direction = _direction(mark.drop_out)
        size = _turned(mark.drop_out) if direction == "down" else mark.drop_out
        sentences.append(text(f"beta.drop_out.{direction}", range=_range(size, text)))
    if mark.refusal is None:
        bound = fmt.number(mark.unchanged.value, text.lang, 1)
        sentences.append(text("beta.bound", change=bound, range=_range(mark.unchanged, text)))
    return joined(sentences, text)


def very_sentence(comparison: Comparison, text: Text) -> str:
    """How many of the same people would be very disappointed, before and after."""
    very = comparison.very
    if very.refusal is not None:
        return reason(very.refusal, text)
    facts = {
        "n": fmt.count(very.n, text.lang),
        "before": fmt.count(very.both + very.first_only, text.lang),
        "after": fmt.count(very.both + very.later_only, text.lang),
        "range": _range(_points(very.change), text, digits=0),
    }
    return text(f"beta.very.{_direction(very.change)}", **facts)


def by_seed_note(comparison: Comparison, text: Text) -> str:
    """The range of the change with the friends of a seed drawn together; "" where it has none."""
    by_seed = comparison.mark.by_seed
    return "" if by_seed.low is None else text("beta.formula_by_seed", range=_range(by_seed, text))


def needed(text: Text) -> str:
    """How many people to ask twice, to notice that the share of a yes moved by CHANGE where
    CHANGING of them answer otherwise the second time."""
    return text(
        "beta.needed_twice",
        change=fmt.number(HUNDRED * CHANGE, text.lang),
        changing=fmt.percent(CHANGING, text.lang, 0),
        count=fmt.count(design.people_for_change(CHANGING, CHANGE), text.lang),
    )


def slopes(test: BetaTest, comparison: Comparison) -> pl.DataFrame:
    """One row per person with a mark in both waves: person, before, after, change; the largest
    change first."""
    first, later = (
        test.answers.filter((pl.col("wave") == wave) & pl.col("mark").is_not_null())
        for wave in (comparison.first, comparison.later)
    )
    pairs = first.select("person", before="mark").join(
        later.select("person", after="mark"), "person", maintain_order="left"
    )
    change = pl.col("after") - pl.col("before")
    return pairs.with_columns(change=change).sort(
        "change", "person", descending=[True, False], maintain_order=True
    )


def _direction(change: Estimate) -> str:
    """up, down, or even where the range holds no change at all."""
    if change.low is not None and change.low > 0:
        return "up"
    if change.high is not None and change.high < 0:
        return "down"
    return "even"


def _range(change: Estimate, text: Text, digits: int = 1) -> str:
    return fmt.interval(change.low, change.high, text.lang, digits=digits)


def _turned(change: Estimate) -> Estimate:
    """By how much less, of a change that is down."""
    value, low, high = (
        None if end is None else -end for end in (change.value, change.high, change.low)
    )
    return replace(change, value=value, low=low, high=high)


def _points(change: Estimate) -> Estimate:
    """A change of shares in points."""
    value, low, high = (
        None if end is None else HUNDRED * end for end in (change.value, change.low, change.high)
    )
    return replace(change, value=value, low=low, high=high)
