"""Whom, which need, which pain: whom the brand says it is for and who buys, which need is badly
met, what hurts whom, what is claimed and praised, and where rivals stand."""

import streamlit as st

from ui import frame, opened, widgets
from ui.sections.positioning import claims, needs, pains, rivals, whom
from ui.views.positioning import queries
from ui.views.repurchase import repurchase

PARTS = {
    "whom": whom.show,
    "needs": needs.show,
    "pains": pains.show,
    "claims": claims.show,
    "rivals": rivals.show,
}

page = frame.open_page("positioning")
whom.head(page)
labels = {part: page.t(f"position_part.{part}") for part in PARTS}
part = widgets.pick(page, "position_part", labels, "whom")
st.subheader(page.t(f"question.{part}"), anchor=False)
PARTS[part](page)
citation = repurchase.citation(page.manifest, page.text, page.t("title"))
opened.queries(page, queries.formulas(part, page.text), citation)
frame.onward(page)
