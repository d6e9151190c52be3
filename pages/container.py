"""The container: nine staves, what they hold, where they leak, and what to do next."""

import streamlit as st

from analytics.assessment import advice
from ui import cache, frame, state, waiting, widgets
from ui.charts.assessment import container as charts
from ui.sections.assessment import first_screen, whatif
from ui.sections.gate import thresholds
from ui.sections.playbook import guide
from ui.text import paragraphs
from ui.views.assessment import container as view
from ui.views.assessment import gate, key_findings

page = frame.open_page("container")
text = page.text
assessment = thresholds.with_chosen_gate(page, waiting.assessment(page))
scope = (page.version, page.filters, assessment.definition.id)

head, switch = st.columns([7, 2], vertical_alignment="center")
with switch:
    shown = widgets.choose(
        page, "view", ("now", "whatif"), "now", page.t("view_label"), visibility="collapsed"
    )
if shown == "whatif":
    whatif.show(page, assessment)
    state.forget("line")
    st.stop()

head.subheader(view.headline(assessment, text), anchor=False)
worths = cache.worth(*scope, _found=assessment)
steps = advice.next_steps(assessment, worths)
line = key_findings.line(state.option("line", ""))
above = cache.above(*scope, line, _found=assessment)
picture, words = st.columns([3, 2], gap="medium")
with picture:
    points = widgets.clickable(
        page,
        "staves",
        cache.cached_figure(
            page.drawing("staves"),
            lambda: charts.staves(
                view.staves(assessment, text), text=text, theme=page.theme, height=430
            ),
        ),
        view.staves_sentence(assessment, text),
    )
    st.caption(view.hint(assessment, text))
    names = {super_.key: text.pick(super_.name) for super_ in assessment.definition.supers}
    stave = widgets.marks(page, "staves", names, text("common.open_mark"))
with words:
    first_screen.show(page, assessment, steps, line, above)
    st.caption(page.t("ranges"))
    first_screen.goods(page, assessment)
if points or stave:
    frame.go("supers", part="super", super=stave or points[0]["customdata"][0])

guide.show(page, assessment)

left, right = st.columns(2, gap="medium")
with left, st.container(border=True, height="stretch"):
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(page.t("gate_title"), anchor=False)
        widgets.verdict(assessment.gate.verdict, text)
    st.markdown(paragraphs(gate.sentences(assessment.gate, text)))
    st.caption(page.t("gate_note"))
    frame.link("gate", page.t("gate_link"))
with right, st.container(border=True, height="stretch"):
    st.subheader(page.t("next_title"), anchor=False)
    spoken = [view.step_sentence(step, assessment, text) for step in steps]
    st.markdown(paragraphs([f"{number}. {each}" for number, each in enumerate(spoken, start=1)]))
    if not assessment.manifest.is_sample:
        frame.link("data", page.t("next_add_file"))

st.subheader(page.t("total_title"), anchor=False)
figures = view.figures(assessment, text)
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    for _, label, value, help_text in figures:
        st.metric(label, value, help=help_text, width=160)
    whatif.target_input(page, line)
widgets.chart(
    page,
    "total",
    cache.cached_figure(
        page.drawing("total"),
        lambda: charts.total(view.total(assessment), text=text, theme=page.theme),
    ),
    view.total_sentence(assessment, text),
)
first_screen.behind(page, assessment, view.behind(assessment, worths, text))
if assessment.manifest.is_sample:
    with st.container(border=True):
        st.markdown(page.t("try_own"))
        frame.link("data", page.t("try_own_link"))
