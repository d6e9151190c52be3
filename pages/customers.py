"""Customers: who brings how much; then the ladder, comings and goings, value, journeys, discounts
and returns."""

import streamlit as st

from ui import frame, opened, widgets
from ui.sections.customers import clv, discounts, journey, ladder, rfm, segments
from ui.sections.repurchase import caveats
from ui.views.customers import rfm as view
from ui.views.repurchase import repurchase

PARTS = {
    "groups": rfm.groups,
    "concentration": rfm.concentration,
    "ladder": ladder.show,
    "flows": rfm.flows,
    "value": clv.show,
    "journey": journey.show,
    "discounts": discounts.show,
}

page = frame.open_page("customers")
segments.follow(page)
frame.headline(rfm.headline(page))
caveats.show(page)
labels = {look: page.t(f"look.{look}") for look in PARTS}
look = widgets.pick(page, "look", labels, "groups")
st.subheader(page.t(f"picture.{look}"), anchor=False)
PARTS[look](page)
citation = repurchase.citation(page.manifest, page.text, page.t("title"))
opened.queries(page, view.formulas(look, rfm.gini(page), page.text), citation)
segments.offer_filtered(page)
frame.onward(page)
