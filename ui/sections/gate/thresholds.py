"""The gate's thresholds: read from the link, changed on the page, and used by the Container."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from analytics import gate
from analytics.gate import DEFAULT, Thresholds
from ui import cache, state

if TYPE_CHECKING:
    from collections.abc import Callable

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
    with st.expander(page.text("gate.lines_title"), icon=":material/tune:"):
        with st.container(horizontal=True, gap="medium"):
            for knob in KNOBS:
                st.number_input(
                    page.text(WORDS[knob.name]),
                    min_value=knob.low,
                    max_value=knob.high,
                    step=1.0,
                    format="%.0f",
                    width=190,
                    **state.bind(
                        knob.name,
                        page.lang,
                        float(round(getattr(thresholds, knob.field) / knob.factor, 6)),
                        _keep(knob),
                    ),
                )
        st.caption(page.text("gate.lines_note"))


def _read(knob: Knob) -> float | None:
    try:
        shown = float(state.option(knob.name, ""))
    except ValueError:
        return None
    return shown * knob.factor if knob.low <= shown <= knob.high else None


def _keep(knob: Knob) -> Callable[[float], None]:
    """A callback that stores a threshold in the link; the default is left out."""
    own = float(round(getattr(DEFAULT, knob.field) / knob.factor, 6))

    def store(chosen: float) -> None:
        state.set_option(knob.name, None if chosen == own else f"{chosen:g}")

    return store
