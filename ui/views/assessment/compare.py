"""Two sides compared: chart frame, table and sentences; no streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ui import format as fmt
from ui import values
from ui.text import literal
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from analytics.assessment.compare import Comparison, Difference
    from ui.text import Text
    from ui.views.assessment.sides import Kind

CLEAR = ("better", "worse")
VERDICTS = ("better", "worse", "practically_equal", "cannot_tell")


def rows(comparison: Comparison, text: Text) -> pl.DataFrame:
    """One row per super as `ui.charts.kit.difference.forest` takes it, the container first."""
    records = [
        {
            "label": name(difference, comparison, text),
            "points": difference.points.value,
            "low": difference.points.low,
            "high": difference.points.high,
            "verdict": difference.verdict,
            "verdict_text": verdict(difference, text),
            "sentence": _hover(difference, comparison, text),
            "is_total": not difference.key,
        }
        for difference in (comparison.container, *comparison.supers)
    ]
    types = dict.fromkeys(("points", "low", "high"), pl.Float64) | {"verdict": pl.String}
    return pl.DataFrame(records, schema_overrides=types)


def table(comparison: Comparison, text: Text) -> pl.DataFrame:
    """One row per super, the container first: its name, and the verdict with the sentence behind
    it, in Markdown. A column of its own would leave the verdict one letter a line on a phone."""
    heads = [text(f"against.column.{column}") for column in ("super", "verdict")]
    records = [
        (
            f"**{name(difference, comparison, text)}**",
            text(
                "against.verdict_because",
                verdict=verdict(difference, text),
                reason=difference_sentence(difference, comparison, text),
            ),
        )
        for difference in (comparison.container, *comparison.supers)
    ]
    return pl.DataFrame(records, schema=heads, orient="row")


def name(difference: Difference, comparison: Comparison, text: Text) -> str:
    """The super's name; the container's for the difference without a key."""
    if not difference.key:
        return text("against.container")
    return text.pick(comparison.first.super_of(difference.key).name)


def verdict(difference: Difference, text: Text) -> str:
    """The verdict in a word or two, also where nothing can be compared."""
    return text(
        f"against.verdict.{difference.verdict}" if difference.verdict else "against.verdict.none"
    )


def difference_sentence(difference: Difference, comparison: Comparison, text: Text) -> str:
    """Both scores and their difference, then the names of what was left out of the comparison."""
    sentences = [_scores(difference, text)]
    if difference.left_out and difference.verdict:
        names = text("common.and").join(_left_out(difference, comparison, text))
        key = "against.left_out" if difference.key else "against.left_out_supers"
        sentences.append(text(key, names=names))
    return joined(sentences, text)


def headline(comparison: Comparison, first: str, second: str, text: Text) -> str:
    """The container's difference, then how many supers are better, worse, practically equal or
    undecided."""
    facts = _facts(comparison.container, text) | {"one": literal(first), "other": literal(second)}
    sentences = [text(f"against.head.{comparison.container.verdict or 'none'}", **facts)]
    compared = [difference for difference in comparison.supers if difference.verdict]
    if compared:
        sentences.append(_counts(compared, text))
    return joined(sentences, text)


def signed(points: float | None, text: Text) -> str:
    """Whole points with their sign; a difference that rounds to 0 has no sign."""
    written = fmt.score(points, text.lang)
    return f"+{written}" if points is not None and round(points) > 0 else written


def notes(comparison: Comparison, kind: Kind, text: Text) -> list[str]:
    """Notes, a paragraph each: findings due to chance, the margin, whether the sides are
    independent, and currencies that differ."""
    clear = [difference for difference in comparison.supers if difference.verdict in CLEAR]
    sentences = [
        text(
            "against.chance",
            n=sum(difference.verdict is not None for difference in comparison.supers),
        )
    ]
    if clear:
        firm = sum(difference.is_significant for difference in clear)
        sentences.append(text("against.firm", clear=len(clear), firm=firm))
    paragraphs = [
        joined(sentences, text),
        text("against.margin_note", margin=fmt.number(comparison.margin, text.lang)),
        text(f"against.independent.{kind}"),
        *[text("against.former_layout")] * (not _is_joint(comparison)),
    ]
    if comparison.currencies:
        first_currency, second_currency = comparison.currencies
        paragraphs.append(text("against.currencies", one=first_currency, other=second_currency))
    return paragraphs


def _is_joint(comparison: Comparison) -> bool:
    """Whether both sides know which of their measures rest on the same people."""
    return all(side.manifest.has_replicates for side in (comparison.first, comparison.second))


def _counts(compared: list[Difference], text: Text) -> str:
    parts = [
        text(f"against.count.{code}", n=count)
        for code in VERDICTS
        if (count := sum(difference.verdict == code for difference in compared))
    ]
    return text("against.counts", n=len(compared), parts=text("common.and").join(parts))


def _hover(difference: Difference, comparison: Comparison, text: Text) -> str:
    return f"<b>{name(difference, comparison, text)}</b><br>{_scores(difference, text)}"


def _scores(difference: Difference, text: Text) -> str:
    if difference.verdict is None:
        return text(f"against.absent.{difference.absent}")
    return text("against.scores", **_facts(difference, text))


def _facts(difference: Difference, text: Text) -> dict[str, str]:
    return {
        "first": fmt.score(difference.first, text.lang),
        "second": fmt.score(difference.second, text.lang),
        "points": signed(fmt.apart(difference.first, difference.second), text),
        "interval": fmt.interval(difference.points.low, difference.points.high, text.lang),
    }


def _left_out(difference: Difference, comparison: Comparison, text: Text) -> list[str]:
    if not difference.key:
        return [text.pick(comparison.first.super_of(key).name) for key in difference.left_out]
    uses = {use.key: use for use in comparison.first.super_of(difference.key).measures}
    return [values.measure_name(uses[key], text) for key in difference.left_out]
