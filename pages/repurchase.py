"""Repurchase: the cohort triangle, the curve of time to the second purchase, rates within
windows."""

import streamlit as st

from analytics.repurchase.repurchase import RepurchaseQuery
from ui import cache, frame, opened, widgets
from ui.charts.kit import survival as survival_charts
from ui.sections.repurchase import caveats, cohorts, return_timing
from ui.views.repurchase import repurchase as view

page = frame.open_page("repurchase")
text, version = page.text, page.version

caveats.show(page)
st.subheader(page.t("curve_title"), anchor=False)
groupings = {key: page.t(f"by.{key}") for key in view.groupings(page.manifest)}
by = widgets.pick(page, "by", groupings, "all")
agains = view.agains(page.manifest)
again = agains[widgets.choose(page, "again", tuple(agains), "any", page.t("again_label"))]
question = RepurchaseQuery(page.filters, by, again)
groups, within = cache.groups(version, question), cache.within(version, question)
widgets.chart(
    page,
    "curve",
    cache.cached_figure(
        page.drawing("curve", by, again),
        lambda: survival_charts.curve(
            view.curve(cache.curve(version, question), by, text), text=text, theme=page.theme
        ),
    ),
    view.curve_sentence(groups, within, by, text),
)
return_timing.groups(page, question)
st.caption(page.t(f"again_note.{again}"))
st.caption(page.t("curve_note"))

st.subheader(page.t("within_title"), anchor=False)
everyone = cache.within(version, RepurchaseQuery(page.filters, again=again))
widgets.chart(
    page,
    "within",
    cache.cached_figure(
        page.drawing("within", again),
        lambda: survival_charts.within(everyone, text=text, theme=page.theme),
    ),
    view.within_sentence(everyone, text),
)
guests = view.guests_sentence(cache.groups(version, RepurchaseQuery(page.filters)), text)
if guests:
    st.caption(guests)

st.subheader(page.t("more_title"), anchor=False)
return_timing.more(page)

st.subheader(page.t("triangle_title"), anchor=False)
cohorts.show(page)
opened.queries(page, view.formulas(page.filters, text), view.citation(page.manifest, text))
