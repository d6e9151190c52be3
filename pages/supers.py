"""One super opened: its measures, their intervals, formulas, and the rows and SQL behind them."""

import streamlit as st

from ui import cache, frame, state, values, widgets
from ui.charts import supers as charts
from ui.views import supers as view

ROWS = 200

page = frame.open_page("supers")
text = page.text
found = cache.assess(page.version, page.filters)
definitions = {one.key: one for one in found.definition.supers}

weakest = found.container.weakest or next(iter(definitions))
chosen = widgets.pick(
    page, "super", {key: text.pick(one.name) for key, one in definitions.items()}, weakest
)
definition, score = definitions[chosen], found.super_score(chosen)

with st.container(horizontal=True, vertical_alignment="center"):
    st.header(text.pick(definition.name), anchor=False)
    if score.score is None:
        st.badge(text("common.unassessed"), color="gray")
    else:
        widgets.badge(score.badge, text)
st.markdown(text.pick(definition.why))
if definition.note:
    st.info(text.pick(definition.note), icon=":material/info:")

widgets.chart(
    page,
    f"measures.{chosen}",
    cache.drawn(
        page.drawing("measures", chosen),
        lambda: charts.measures(
            view.measures(score, definition, text), text=text, theme=page.theme
        ),
    ),
    view.sentence(score, definition, found, text),
)

st.subheader(page.t("open_title"), anchor=False)
st.caption(page.t("open_note"))
show_ids = st.toggle(page.t("show_ids"), **state.bind("supers.ids", page.lang, value=False))
opened = view.costliest(score)
for one, use in zip(score.measures, definition.measures, strict=True):
    name = values.measure_name(use, text)
    key = f"open.{chosen}.{one.key}.{page.lang}"
    part = st.expander(name, expanded=one.key == opened, key=key, on_change="rerun")
    if not part.open:
        continue
    with part:
        for label, content in view.facts(one, use, found, text):
            st.markdown(f"**{label}** {content}")
        if one.score is None:
            continue
        st.code(view.citation(one, use, found, text), language=None, wrap_lines=True)
        rows = cache.rows(page.version, use.measure.rows, page.filters, ROWS, 0)
        shown = rows if show_ids else widgets.masked(rows, "customer_id")
        st.markdown(page.t("rows_title", count=min(ROWS, len(rows))))
        shown = widgets.filled(shown)
        widgets.table(shown, view.row_headers(shown, text), page.lang, height=280)
        st.markdown(page.t("sql_title"))
        st.code(view.sql_of(use), language="sql", height=280)

with st.expander(page.t("all_title")):
    widgets.table(view.overview(found, definitions, text), {}, page.lang)
