"""A measured value, its limits and its scale, as words; no streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import format as fmt

if TYPE_CHECKING:
    from analytics.definitions.supers import MeasureUse
    from analytics.measures import Measure
    from analytics.scoring.scoring import Goalposts
    from analytics.stats.intervals import Estimate
    from ui.text import Text

TWO = 2


def value(number: float | None, unit: str, text: Text) -> str:
    """One number in its unit; an em dash where nothing was measured."""
    if number is None:
        return fmt.dash(text.lang)
    if unit == "share":
        return fmt.percent(number, text.lang)
    if unit == "points":
        signed = fmt.number(number, text.lang, 0)
        return signed if number < 0 else f"+{signed}"
    digits = TWO if unit in ("ratio", "index", "stars") else 1
    return text(f"common.unit.{unit}", value=fmt.number(number, text.lang, digits))


def limits(estimate: Estimate, unit: str, text: Text) -> str:
    """`25-30%`; an em dash where the data cannot tell."""
    if unit == "share":
        return fmt.interval(estimate.low, estimate.high, text.lang, rate=True, digits=1)
    digits = {"points": 0, "score": 1, "years": 1}.get(unit, TWO)
    return fmt.interval(estimate.low, estimate.high, text.lang, digits=digits)


def spoken(estimate: Estimate, unit: str, text: Text) -> str:
    """`27.3% (26.4-28.3%, n = 9,000)`."""
    if estimate.value is None:
        return text("common.unmeasured")
    return text(
        "common.value_with_interval",
        value=value(estimate.value, unit, text),
        interval=limits(estimate, unit, text),
        n=fmt.count(estimate.n, text.lang),
    )


def scale(goalposts: Goalposts, unit: str, text: Text) -> str:
    """Where 0 and 100 points stand."""
    return text(
        "common.goalposts",
        bad=value(goalposts.bad, unit, text),
        good=value(goalposts.good, unit, text),
    )


def measure_name(use: MeasureUse, text: Text) -> str:
    """The measure's name as its super gives it, else its own."""
    return text.pick(use.name) if use.name else text(f"measures.{use.measure.key}.name")


def formula(measure: Measure, text: Text) -> str:
    """The measure's one-line formula."""
    return text(f"measures.{measure.key}.formula")


def source(measure: Measure, text: Text) -> str:
    """Where the measure stands in print; of one of our own, the method behind it."""
    if measure.is_own:
        return text("measures.own_definition", method=measure.source)
    return measure.source


def need_name(need: str, text: Text) -> str:
    """A table, or a column of a table, as people know it."""
    table, _, column = need.partition(".")
    name = text(f"tables.{table}.name")
    if not column or column == "item":
        return name
    return text("common.column_of", column=text(f"columns.{table}.{column}"), table=name)
