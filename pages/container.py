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
waiting.reviews(page)
text = page.text
found = thresholds.judged(page, cache.assess(page.version, page.filters, page.definition))
known = (page.version, page.filters, found.definition.id)

head, switch = st.columns([7, 2], vertical_alignment="center")
head.subheader(view.headline(found, text), anchor=False)
with switch:
    shown = widgets.choose(
        page, "view", ("now", "whatif"), "now", page.t("view_label"), visibility="collapsed"
    )

if shown == "whatif":
    whatif.show(page, found)
    st.stop()


def opened(name: str, value: str, label: str = page.t("behind.how")) -> None:
    """The figure opened: its formula, what went in, and a line to cite."""
    told = provenance.figure(name, value, page.label(), found, text)
    widgets.provenance(label, told.formula, told.facts, told.citation)


worths = cache.worth(*known, _found=found)
line = key_findings.line(state.option("line", ""))
above = cache.above(*known, line, _found=found)
words, picture = st.columns([2, 3], gap="medium")
with words, st.container(border=True):
    for name, said in key_findings.told(found, worths, line, above, text):
        st.markdown(f"**{page.t(f'{name}_title')}**  \n{said}")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        whatif.line(page, line)
        for name in ("weakest", "sure"):
            opened(
                key_findings.figure(name, found),
                key_findings.value(name, found, text),
                page.t(f"{name}_title"),
            )
with picture:
    points = widgets.clickable(
        page,
        "staves",
        cache.drawn(
            page.drawing("staves"),
            lambda: charts.staves(
                view.staves(found, text), text=text, theme=page.theme, height=430
            ),
        ),
        view.staves_sentence(found, text),
    )
    st.caption(view.hint(found, text))
if points:
    frame.go("supers", part="super", super=points[0]["customdata"][0])

left, right = st.columns(2, gap="medium")
with left, st.container(border=True, height="stretch"):
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(page.t("gate_title"), anchor=False)
        widgets.verdict(found.gate.verdict, text)
    for sentence in view.gate_sentences(found.gate, text):
        st.markdown(sentence)
    st.caption(page.t("gate_note"))
    opened("gate", text(f"common.verdict.{found.gate.verdict}"))
    frame.link("gate", page.t("gate_link"))
with right, st.container(border=True, height="stretch"):
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(page.t("next_title"), anchor=False)
    for number, step in enumerate(advice.next_steps(found, worths), start=1):
        st.markdown(f"{number}. {view.step_sentence(step, found, text)}")
    if worths:
        opened("collect", key_findings.gain(worths[0], text))
    if not found.manifest.is_sample:
        frame.link("data", page.t("next_add_file"))

st.subheader(page.t("total_title"), anchor=False)
with st.container(horizontal=True, gap="medium"):
    for name, label, value, help_text in view.figures(found, text):
        with st.container(width=190, gap="xsmall"):
            st.metric(label, value, help=help_text)
            opened(name, value)
widgets.chart(
    page,
    "total",
    cache.drawn(
        page.drawing("total"),
        lambda: charts.total(view.total(found), text=text, theme=page.theme),
    ),
    view.total_sentence(found, text),
)
opened("gauge", key_findings.value("sure", found, text))
if found.manifest.is_sample:
    with st.container(border=True):
        st.markdown(page.t("try_own"))
        frame.link("data", page.t("try_own_link"))
