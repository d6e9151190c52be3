"""The robustness strip: one conclusion under every definition of repurchase, in words."""

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


def strip(found: Robustness, text: Text) -> pl.DataFrame:
    """One row per definition for the chart of differences, the house's own as its total."""
    rows = [
        {
            "label": text(f"repurchase.defined.{one.key}"),
            "points": _points(one.change.value),
            "low": _points(one.change.low),
            "high": _points(one.change.high),
            "verdict": one.verdict,
            "verdict_text": text(f"repurchase.defined_verdict.{one.verdict or 'unmeasured'}"),
            "sentence": _sentence(one, text),
            "is_total": one is found.own,
        }
        for one in found.findings
    ]
    kinds = dict.fromkeys(("points", "low", "high"), pl.Float64)
    return pl.DataFrame(rows, schema_overrides=kinds)


def sentence(found: Robustness, sides: tuple[str, str], text: Text) -> str:
    """What the house's definition says, and in how many of the others it holds."""
    if found.own.verdict is None:
        return text("repurchase.robust_young")
    own = text(
        f"repurchase.robust_{found.own.verdict}",
        one=sides[0],
        other=sides[1],
        points=fmt.points(found.own.change.value, text.lang),
    )
    key = "repurchase.robust_all" if found.agree == found.compared else "repurchase.robust_some"
    held = text(
        key,
        agree=found.agree,
        compared=found.compared,
        undecided=sum(one.verdict == "cannot_tell" for one in found.findings[1:]),
    )
    return joined([own, held], text)


def sides(by: str, groups: list[str], text: Text) -> tuple[str, str]:
    """The names of the two sides: two groups, or newer and older customers."""
    if by == "all":
        return text("repurchase.robust_newer"), text("repurchase.robust_older")
    return named(groups[0], by, text), named(groups[1], by, text)


def definitions(found: Robustness, text: Text) -> pl.DataFrame:
    """One row per definition: its name, what it changes, both rates, the change."""
    rows = [
        (
            text(f"repurchase.defined.{one.key}"),
            text(f"repurchase.defined_change.{one.key}"),
            _percent(one.one.value, text),
            _percent(one.other.value, text),
        )
        for one in found.findings
    ]
    heads = [text(f"repurchase.defined_column.{name}") for name in ("name", "what", "one", "other")]
    return pl.DataFrame(rows, schema=heads, orient="row")


def _sentence(one: Finding, text: Text) -> str:
    if one.change.value is None:
        return text(f"repurchase.defined_change.{one.key}")
    return text(
        "repurchase.defined_sentence",
        what=text(f"repurchase.defined_change.{one.key}"),
        one=_percent(one.one.value, text),
        other=_percent(one.other.value, text),
    )


def _points(rate: float | None) -> float | None:
    return None if rate is None else PERCENT * rate


def _percent(rate: float | None, text: Text) -> str:
    return fmt.dash(text.lang) if rate is None else fmt.percent(rate, text.lang)
