"""Whether the mend worked for the same people, and who did not come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.beta import design
from ui import format as fmt
from ui.text import literal
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
        "first": literal(comparison.first),
        "later": literal(comparison.later),
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
    """What those who did not come back had said, and the change had none of them changed."""
    mark = comparison.mark
    if not mark.gone.n:
        return text("beta.all_back")
    facts = {
        "gone": fmt.count(mark.gone.n, text.lang),
        "mark": fmt.number(mark.gone.value, text.lang, 1),
        "back": fmt.number(mark.back.value, text.lang, 1),
    }
    sentences = [text("beta.gone", **facts)]
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
    }
    return text(f"beta.very.{_direction(very.change)}", **facts)


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


def _range(change: Estimate, text: Text) -> str:
    return fmt.interval(change.low, change.high, text.lang, digits=1)
