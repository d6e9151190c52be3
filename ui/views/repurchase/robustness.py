"""The robustness strip: one comparison under every definition of repurchase, as frames and
sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ui import format as fmt
from ui.views.repurchase.return_timing import named
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from analytics.repurchase.robustness import Finding, Robustness
    from ui.text import Text

PERCENT = 100.0


def strip(robustness: Robustness, text: Text) -> pl.DataFrame:
    """One row per definition for the chart of differences, in points; the product's own definition
    is its total."""
    rows = [
        {
            "label": text(f"repurchase.defined.{finding.key}"),
            "points": _points(finding.change.value),
            "low": _points(finding.change.low),
            "high": _points(finding.change.high),
            "verdict": finding.verdict,
            "verdict_text": text(f"repurchase.defined_verdict.{finding.verdict or 'unmeasured'}"),
            "sentence": _sentence(finding, text),
            "is_total": finding is robustness.own,
        }
        for finding in robustness.findings
    ]
    kinds = dict.fromkeys(("points", "low", "high"), pl.Float64)
    return pl.DataFrame(rows, schema_overrides=kinds)


def sentence(robustness: Robustness, side_names: tuple[str, str], text: Text) -> str:
    """The verdict under the product's own definition, and how many of the others agree."""
    if robustness.own.verdict is None:
        return text("repurchase.robust_young")
    own = text(
        f"repurchase.robust_{robustness.own.verdict}",
        one=side_names[0],
        other=side_names[1],
        points=fmt.points(robustness.own.change.value, text.lang),
    )
    if robustness.agree == robustness.compared:
        key = "repurchase.robust_all"
    elif robustness.own.verdict == "cannot_tell":
        key = "repurchase.robust_some_tell"
    else:
        key = "repurchase.robust_some"
    held = text(
        key,
        agree=robustness.agree,
        compared=robustness.compared,
        undecided=sum(finding.verdict == "cannot_tell" for finding in robustness.findings[1:]),
        decided=robustness.compared - robustness.agree,
    )
    return joined([own, held], text)


def sides(by: str, groups: list[str], text: Text) -> tuple[str, str]:
    """The names of the two sides: two groups, or newer and older customers."""
    if by == "all":
        return text("repurchase.robust_newer"), text("repurchase.robust_older")
    return named(groups[0], by, text), named(groups[1], by, text)


def definitions(robustness: Robustness, text: Text) -> pl.DataFrame:
    """One row per definition: its name, what it changes, and both rates."""
    rows = [
        (
            text(f"repurchase.defined.{finding.key}"),
            text(f"repurchase.defined_change.{finding.key}"),
            _percent(finding.one.value, text),
            _percent(finding.other.value, text),
        )
        for finding in robustness.findings
    ]
    heads = [text(f"repurchase.defined_column.{name}") for name in ("name", "what", "one", "other")]
    return pl.DataFrame(rows, schema=heads, orient="row")


def _sentence(finding: Finding, text: Text) -> str:
    if finding.change.value is None:
        return text(f"repurchase.defined_change.{finding.key}")
    return text(
        "repurchase.defined_sentence",
        what=text(f"repurchase.defined_change.{finding.key}"),
        one=_percent(finding.one.value, text),
        other=_percent(finding.other.value, text),
    )


def _points(rate: float | None) -> float | None:
    return None if rate is None else PERCENT * rate


def _percent(rate: float | None, text: Text) -> str:
    return fmt.dash(text.lang) if rate is None else fmt.percent(rate, text.lang)
