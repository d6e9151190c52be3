"""The container: nine staves, how much they hold, where they leak, and what to do next."""

import streamlit as st

from analytics.assessment import advice
from ui import cache, frame, state, waiting, widgets
from ui.charts.assessment import container as charts
from ui.sections.assessment import whatif
from ui.sections.gate import thresholds
from ui.views.assessment import container as view
from ui.views.assessment import key_findings
from ui.views.shared import provenance

page = frame.open_page("container")
text = page.text
assessment = thresholds.with_chosen_gate(page, waiting.assessment(page))
scope = (page.version, page.filters, assessment.definition.id)

head, switch = st.columns([7, 2], vertical_alignment="center")
head.subheader(view.headline(assessment, text), anchor=False)
with switch:
    shown = widgets.choose(
        page, "view", ("now", "whatif"), "now", page.t("view_label"), visibility="collapsed"
    )

if shown == "whatif":
    whatif.show(page, assessment)
    st.stop()


def opened(name: str, value: str, label: str = page.t("behind.how")) -> None:
    """The figure opened: its formula, what went in, and a line to cite."""
    figure = provenance.figure(name, value, page.label(), assessment, text)
    widgets.provenance(label, figure.formula, figure.facts, figure.citation)


worths = cache.worth(*scope, _found=assessment)
line = key_findings.line(state.option("line", ""))
above = cache.above(*scope, line, _found=assessment)
words, picture = st.columns([2, 3], gap="medium")
with words, st.container(border=True):
    for name, finding in key_findings.findings(assessment, worths, line, above, text):
        st.markdown(f"**{page.t(f'{name}_title')}**  \n{finding}")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        whatif.target_input(page, line)
        for name in ("weakest", "sure"):
            opened(
                key_findings.figure(name, assessment),
                key_findings.value(name, assessment, text),
                page.t(f"{name}_title"),
            )
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
if points or stave:
    frame.go("supers", part="super", super=stave or points[0]["customdata"][0])

left, right = st.columns(2, gap="medium")
with left, st.container(border=True, height="stretch"):
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(page.t("gate_title"), anchor=False)
        widgets.verdict(assessment.gate.verdict, text)
    for sentence in view.gate_sentences(assessment.gate, text):
        st.markdown(sentence)
    st.caption(page.t("gate_note"))
    opened("gate", text(f"common.verdict.{assessment.gate.verdict}"))
    frame.link("gate", page.t("gate_link"))
with right, st.container(border=True, height="stretch"):
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(page.t("next_title"), anchor=False)
    for number, step in enumerate(advice.next_steps(assessment, worths), start=1):
        st.markdown(f"{number}. {view.step_sentence(step, assessment, text)}")
    if worths:
        opened("collect", key_findings.gain(worths[0], text))
    if not assessment.manifest.is_sample:
        frame.link("data", page.t("next_add_file"))

st.subheader(page.t("total_title"), anchor=False)
with st.container(horizontal=True, gap="medium"):
    for name, label, value, help_text in view.figures(assessment, text):
        with st.container(width=190, gap="xsmall"):
            st.metric(label, value, help=help_text)
            opened(name, value)
widgets.chart(
    page,
    "total",
    cache.cached_figure(
        page.drawing("total"),
        lambda: charts.total(view.total(assessment), text=text, theme=page.theme),
    ),
    view.total_sentence(assessment, text),
)
opened("gauge", key_findings.value("sure", assessment, text))
if assessment.manifest.is_sample:
    with st.container(border=True):
        st.markdown(page.t("try_own"))
        frame.link("data", page.t("try_own_link"))
