"""Where the money goes: from list price to what remains, what changed it, how unit costs moved, and
the lowest price that pays."""

import streamlit as st

from ui import frame, opened, widgets
from ui.sections.margins import changed, priced, where
from ui.views.margins import queries
from ui.views.repurchase import repurchase

PARTS = {
    "where": where.show,
    "changed": changed.show,
    "costs": priced.costs,
    "room": priced.room,
}

page = frame.open_page("money")
where.head(page)
labels = {part: page.t(f"money_part.{part}") for part in PARTS}
part = widgets.pick(page, "money_part", labels, "where")
st.subheader(page.t(f"question.{part}"), anchor=False)
PARTS[part](page)
citation = repurchase.citation(page.manifest, page.text, page.t("title"))
opened.queries(page, queries.formulas(part, page.text), citation)
frame.onward(page)
