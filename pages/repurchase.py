"""Repurchase: whether people come back; then when, who, whether more than before, and how sure."""

import streamlit as st

from ui import frame, opened, state, widgets
from ui.sections.market import market
from ui.sections.repurchase import caveats, cohorts, return_timing, returning, robustness
from ui.views.repurchase import parts
from ui.views.repurchase import repurchase as view

PARTS = {
    "back": returning.back,
    "days": return_timing.days,
    "groups": returning.groups,
    "trend": return_timing.trend,
    "cohorts": cohorts.show,
    "steps": return_timing.steps,
    "products": return_timing.products,
    "defined": robustness.show,
    "market": market.show,
}

page = frame.open_page("repurchase")
returning.head(page)
caveats.show(page)
labels = {part: page.t(f"part.{part}") for part in parts.PARTS}
part = widgets.pick(page, parts.OPTION, labels, parts.usual(state.query()))
st.subheader(page.t(f"picture.{part}"), anchor=False)
PARTS[part](page)
citation = view.citation(page.manifest, page.text, page.t("title"))
opened.queries(page, view.formulas(part, page.filters, page.text), citation)
frame.onward(page)
