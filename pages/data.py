"""Data: drop files in, see what they were taken for, import; what is in use, and earlier
versions."""

import streamlit as st

from ui import cache, frame, state, widgets
from ui.sections.ingest import merging, uploads
from ui.text import literal
from ui.views.ingest import data as view

MOST_PROBLEMS = 1_000

page = frame.open_page("data")
text = page.text

uploads.show(page)

st.subheader(page.t("in_use_title", name=literal(page.label())), anchor=False)
st.markdown(view.import_sentence(page.manifest, text))
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
    with st.expander(page.t("problems_all", count=min(len(problems), MOST_PROBLEMS))):
        widgets.table(view.problem_rows(problems, text, MOST_PROBLEMS), {}, page.lang, height=320)
    if view.has_set_aside(page.manifest):
        st.download_button(
            page.t("set_aside_download"),
            lambda: cache.set_aside(page.version, page.lang),
            file_name="set-aside.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )

uploads.show_recipes(page)

st.subheader(page.t("versions_title"), anchor=False)
st.caption(page.t("versions_note"))
store = cache.store()
for entry in view.versions(store.versions(), store.current(), text):
    described, actions = st.container(border=True).columns([3, 2], vertical_alignment="center")
    with described:
        st.markdown(f"**{literal(entry['label'])}** \u00b7 {entry['made']}")
        st.caption(entry["counts"])
        if entry["origin"]:
            st.caption(entry["origin"])
    with actions.container(
        horizontal=True, horizontal_alignment="right", vertical_alignment="center"
    ):
        if entry["is_current"]:
            st.badge(page.t("default"), color="gray")
        if entry["version"] == page.version:
            st.badge(page.t("opened"), color="blue")
        elif st.button(page.t("open"), key=f"open.{entry['version']}"):
            state.set_dataset(entry["version"])
            st.rerun()
        if not entry["is_current"]:
            if st.button(page.t("make_current"), key=f"current.{entry['version']}"):
                store.make_current(entry["version"])
                state.set_dataset(None)
                st.rerun()
            if st.button(page.t("delete"), key=f"delete.{entry['version']}"):
                uploads.confirm_delete(page, entry["version"], entry["label"])
