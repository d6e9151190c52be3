"""The container: nine staves, how much they hold, where they leak, and what to do next."""

import streamlit as st

from analytics import advice
from ui import cache, frame, widgets
from ui.charts import container as charts
from ui.views import container as view

page = frame.open_page("container")
text = page.text
found = cache.assess(page.version, page.filters)

st.subheader(view.headline(found, text), anchor=False)
widgets.figures(view.figures(found, text))

points = widgets.clickable(
    page,
    "staves",
    cache.drawn(
        page.drawing("staves"),
        lambda: charts.staves(view.staves(found, text), text=text, theme=page.theme),
    ),
    view.staves_sentence(found, text),
)
st.caption(page.t("ninth"))
if points:
    frame.go("supers", super=points[0]["customdata"][0])

left, right = st.columns(2, gap="medium")
with left, st.container(border=True, height="stretch"):
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(page.t("gate_title"), anchor=False)
        widgets.verdict(found.gate.verdict, text)
    for sentence in view.gate_sentences(found.gate, text):
        st.markdown(sentence)
    st.caption(page.t("gate_note"))
with right, st.container(border=True, height="stretch"):
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(page.t("next_title"), anchor=False)
    for number, step in enumerate(advice.next_steps(found), start=1):
        st.markdown(f"{number}. {view.step_sentence(step, found, text)}")
    if not found.manifest.is_sample:
        frame.link("data", page.t("next_add_file"))

st.subheader(page.t("total_title"), anchor=False)
widgets.chart(
    page,
    "total",
    cache.drawn(
        page.drawing("total"),
        lambda: charts.total(view.total(found), text=text, theme=page.theme),
    ),
    view.total_sentence(found, text),
)
if found.manifest.is_sample:
    with st.container(border=True):
        st.markdown(page.t("try_own"))
        frame.link("data", page.t("try_own_link"))
