"""What if: sliders on weights and measures beside the container they would make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.assessment import whatif
from ui import state, widgets
from ui.charts.assessment import container as charts
from ui.views.assessment import container, key_findings
from ui.views.assessment import whatif as view

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.assessment.assessment import Assessment
    from analytics.scoring.scoring import SuperScore
    from ui.page import Page

COLUMNS = 3
HEIGHT = 430


def show(page: Page, assessment: Assessment) -> None:
    """The container under the assumptions of the link, drawn against today's, and the sliders that
    set them."""
    st.caption(page.text("whatif.note"))
    _play(page, assessment)


def target_input(page: Page, shown: float) -> None:
    """The number to reach, kept in the link."""
    widgets.number(
        page,
        "line",
        page.t("line_label"),
        shown,
        bounds=(0.0, key_findings.TOP),
        default=key_findings.LINE,
        step=5.0,
        format="%.0f",
        icon=":material/flag:",
        width=120,
    )


@st.fragment
def _play(page: Page, assessment: Assessment) -> None:
    """A fragment, so that a slider redraws this much and no more."""
    weights, moved = view.assumed(assessment, lambda code: state.option(code, ""))
    changed = whatif.change(assessment, weights, moved)
    st.subheader(container.headline(changed, page.text), anchor=False)
    picture, measures = st.columns([3, 2], gap="medium")
    with picture:
        widgets.chart(
            page,
            "whatif",
            charts.staves(
                container.staves(changed, page.text),
                text=page.text,
                theme=page.theme,
                outline=container.staves(assessment, page.text)
                if changed is not assessment
                else None,
                height=HEIGHT,
            ),
            view.sentence(assessment, changed, weights, moved, page.text),
        )
    with measures:
        _measures(page, assessment, moved)
    _weights(page, assessment, weights)
    state.publish()


def _measures(page: Page, assessment: Assessment, moved: dict[str, float]) -> None:
    scored = [super_.key for super_ in assessment.supers if super_.score is not None]
    if not scored:
        return
    names = {key: container.short_name(assessment.super_of(key), page.text) for key in scored}
    chosen = widgets.pick(page, "super", names, next(iter((*assessment.shortest, *scored))))
    for slider in view.sliders(assessment, chosen, page.text):
        value = moved.get(f"{chosen}.{slider.key}")
        code = view.value_code(chosen, slider.key)
        position = slider.start if value is None else value * slider.factor
        st.slider(
            slider.label,
            slider.low,
            slider.high,
            step=slider.step,
            format=slider.format,
            **state.bind(
                code,
                page.lang,
                min(max(position, slider.low), slider.high),
                _keep(code, slider.start, slider.factor),
            ),
        )
    st.button(
        page.text("whatif.reset"),
        icon=":material/restart_alt:",
        on_click=_reset,
        args=(page, assessment),
    )


def _weights(page: Page, assessment: Assessment, weights: dict[str, float]) -> None:
    """Row after row, so that the order holds where columns fall under one another."""
    with st.expander(page.text("whatif.weights"), expanded=bool(weights)):
        for first in range(0, len(assessment.supers), COLUMNS):
            places = st.columns(COLUMNS, gap="medium")
            row = assessment.supers[first : first + COLUMNS]
            for place, super_ in zip(places, row, strict=False):
                with place:
                    _weight(page, assessment, super_, weights.get(super_.key, super_.weight))


def _weight(page: Page, assessment: Assessment, super_: SuperScore, shown: float) -> None:
    code = view.weight_code(super_.key)
    st.slider(
        page.text.pick(assessment.super_of(super_.key).name),
        0.0,
        max(view.MOST_WEIGHT, super_.weight),
        step=view.WEIGHT_STEP,
        format="%.1f",
        **state.bind(code, page.lang, shown, _keep(code, super_.weight)),
    )


def _keep(code: str, start: float, factor: float = 1.0) -> Callable[[float | None], None]:
    """A callback that stores a number in the link; a value equal to `start` is left out."""

    def store(chosen: float | None) -> None:
        is_moved = chosen is not None and chosen != start
        state.set_option(
            code, f"{chosen / factor:.6g}" if is_moved and chosen is not None else None
        )

    return store


def _reset(page: Page, assessment: Assessment) -> None:
    """Every slider back where it began, of the supers on screen and of the others."""
    for code in view.codes(assessment):
        state.set_option(code, None)
    state.forget("w.")
    state.forget("m.")
