"""What price, and how sure: every source of a price, what people would pay, what moves of prices
did, and how prices stand against rivals."""

import streamlit as st

from ui import frame, opened, widgets
from ui.sections.pricing import decide, moved, paid, rivals
from ui.views.pricing import queries
from ui.views.repurchase import repurchase

PARTS = {"decide": decide.show, "paid": paid.show, "moved": moved.show, "rivals": rivals.show}

page = frame.open_page("pricing")
decide.head(page)
labels = {part: page.t(f"price_part.{part}") for part in PARTS}
part = widgets.pick(page, "price_part", labels, "decide")
st.subheader(page.t(f"question.{part}"), anchor=False)
PARTS[part](page)
citation = repurchase.citation(page.manifest, page.text, page.t("title"))
opened.queries(page, queries.formulas(part, page.text), citation)
frame.onward(page)
