"""Data: drop files in, see what they were taken for, import; what is in use, and earlier
versions."""

import streamlit as st

from ui import cache, frame, widgets
from ui.folded import fold
from ui.sections.ingest import merging, stored, uploads
from ui.text import literal
from ui.views.ingest import data as view

MOST_PROBLEMS = 1_000

page = frame.open_page("data")
text = page.text

uploads.show(page)

st.subheader(page.t("in_use_title", name=literal(page.label())), anchor=False)
st.markdown(view.import_sentence(page.manifest, text))
merged = view.merge_sentence(page.manifest, text)
if merged:
    st.markdown(merged)
merging.show_loss(page)
frame.link("container", page.t("see_container"))
lacks = view.switched_off(page.manifest, text)
if lacks:
    st.info("\n\n".join(lacks), icon=":material/info:")
widgets.table(view.files(page.manifest, text), {}, page.lang)

problems = cache.listed_problems(page.version)
if problems.is_empty():
    st.markdown(page.t("no_problems"))
else:
    st.subheader(page.t("problems_title"), anchor=False)
    widgets.table(view.problem_kinds(problems, text), {}, page.lang)

    def rows() -> None:
        shown = view.problem_rows(problems, text, MOST_PROBLEMS)
        widgets.table(shown, {}, page.lang, height=320)

    fold(page, "problems", page.t("problems_all", count=min(len(problems), MOST_PROBLEMS)), rows)
    if view.has_set_aside(page.manifest):
        st.download_button(
            page.t("set_aside_download"),
            lambda: cache.set_aside(page.version, page.lang),
            file_name="set-aside.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )

stored.show_recipes(page)

st.subheader(page.t("versions_title"), anchor=False)
st.caption(page.t("versions_note"))
stored.show_versions(page)
