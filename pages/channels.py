"""Channels: what each kind of them sells and brings, and how customers go from one to another."""

import streamlit as st

from ui import frame, widgets
from ui.sections.channels import mix, paths

PARTS = {"mix": mix.show, "flows": paths.show}

page = frame.open_page("channels")
if not page.manifest.has("lines"):
    st.info(page.text("repurchase.no_orders"), icon=":material/alt_route:")
    frame.link("data", page.t("data_link"))
    st.stop()
if not page.manifest.has("channels"):
    st.info(page.t("no_channel"), icon=":material/alt_route:")
    frame.link("data", page.t("data_link"))
    st.stop()
part = widgets.choose(
    page, "channel_part", tuple(PARTS), "mix", page.t("part_label"), visibility="collapsed"
)
PARTS[part](page)
