"""Is it a brand: whether what sells privately sells publicly, at the same price and in the same
manner."""

import streamlit as st

from ui import frame, widgets
from ui.sections import gate, gate_prices, gate_selling

PARTS = {"verdict": gate.verdict, "prices": gate_prices.show, "selling": gate_selling.show}

page = frame.open_page("gate")
if not page.manifest.has("lines"):
    st.info(page.text("repurchase.no_orders"), icon=":material/storefront:")
    frame.link("data", page.t("collect_link"))
    st.stop()
seen = widgets.choose(
    page, "see", tuple(PARTS), "verdict", page.t("see_label"), visibility="collapsed"
)
PARTS[seen](page)
