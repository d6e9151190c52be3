"""The gate's thresholds: read from the link, changed on the page, and used by the Container."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from analytics import gate
from analytics.gate import DEFAULT, Thresholds
from ui import cache, state, widgets
from ui.folded import fold_of_choices

if TYPE_CHECKING:
    from analytics.assessment.assessment import Assessment
    from ui.page import Page

WHOLE = 100.0


@dataclass(frozen=True)
class Knob:
    """One threshold: its name in the link and the field it sets; `low` and `high` in shown units,
    which `factor` turns into the field's."""

    name: str
    field: str
    low: float
    high: float
    factor: float

    def shown(self, thresholds: Thresholds) -> float:
        """The threshold in shown units."""
        return float(round(getattr(thresholds, self.field) / self.factor, 6))


KNOBS = (
    Knob("gate_band", "band", 1.0, 50.0, 1 / WHOLE),
    Knob("gate_reach", "public_share", 0.0, 100.0, 1 / WHOLE),
    Knob("gate_terms", "special", 0.0, 100.0, 1 / WHOLE),
    Knob("gate_least", "least_lines", 1.0, 100.0, 1.0),
)
WORDS = {
    "gate_band": "gate.lines.band",
    "gate_reach": "gate.lines.reach",
    "gate_terms": "gate.lines.terms",
    "gate_least": "gate.lines.least",
}


def chosen_thresholds() -> Thresholds:
    """The thresholds of the link; the default where it names none or what is no number."""
    chosen = {knob.field: _read(knob) for knob in KNOBS}
    least = chosen.pop("least_lines")
    overrides: dict[str, Any] = {name: value for name, value in chosen.items() if value is not None}
    thresholds = replace(DEFAULT, **overrides)
    return thresholds if least is None else replace(thresholds, least_lines=round(least))


def with_chosen_gate(page: Page, assessment: Assessment) -> Assessment:
    """The assessment with the gate judged by the thresholds of the link."""
    thresholds = chosen_thresholds()
    if thresholds == DEFAULT:
        return assessment
    report = cache.answer(gate.report, page.version, page.filters, thresholds)
    return replace(assessment, gate=report.gate)


def edit(page: Page) -> None:
    """One number field per threshold."""
    thresholds = chosen_thresholds()

    def fields() -> None:
        with st.container(horizontal=True, gap="medium"):
            for knob in KNOBS:
                widgets.number(
                    page,
                    knob.name,
                    page.text(WORDS[knob.name]),
                    knob.shown(thresholds),
                    bounds=(knob.low, knob.high),
                    default=knob.shown(DEFAULT),
                    step=1.0,
                    format="%.0f",
                    width=190,
                )
        st.caption(page.text("gate.lines_note"))

    title = page.text("gate.lines_title")
    fold_of_choices(page, "lines", title, fields, icon=":material/tune:")


def _read(knob: Knob) -> float | None:
    try:
        shown = float(state.option(knob.name, ""))
    except ValueError:
        return None
    return shown * knob.factor if knob.low <= shown <= knob.high else None
