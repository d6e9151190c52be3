"""Which IP brings people who stay, at what price, and how much hangs on one of them."""

import streamlit as st

from ui import frame, opened, widgets
from ui.sections.ip import asked, cost, head, trust, who
from ui.views.ip import queries
from ui.views.repurchase import repurchase

PARTS = {
    "who": who.show,
    "cost": cost.show,
    "depend": who.depend,
    "trust": trust.show,
    "codes": trust.codes,
}

page = frame.open_page("ip")
part = "codes"
if head.show(page):
    labels = {part: page.t(f"ip_part.{part}") for part in PARTS}
    part = widgets.pick(page, "ip_part", labels, "who")
    st.subheader(page.t(f"question.{part}"), anchor=False)
PARTS[part](page)
citation = repurchase.citation(page.manifest, page.text, page.t("title"))
formulas = queries.formulas(part, asked.brought(page), page.text)
opened.queries(page, formulas, citation)
frame.onward(page)
