"""What customers say: reviews and comments by super, with quotes, over time, and their own
signs."""

import streamlit as st

from ui import frame, widgets
from ui.sections import voice, voice_points, voice_quotes, voice_search, voice_signs, voice_time
from ui.views import voice as view

PARTS = {
    "supers": voice.supers,
    "points": voice_points.show,
    "months": voice_time.months,
    "groups": voice_time.groups,
    "search": lambda page, _: voice_search.show(page),
    "disputed": voice_signs.disputed,
    "signs": voice_signs.signs,
}

page = frame.open_page("voice")
if not page.manifest.has("feedback"):
    st.info(page.t("no_feedback"), icon=":material/forum:")
    frame.link("data", page.t("collect_link"))
    st.stop()
found = voice.hear(page)
if found is None:
    st.stop()
if not found.overall["reviews"]:
    st.info(page.t("no_reviews"), icon=":material/forum:")
    voice.switch(page, found)
    frame.link("data", page.t("collect_link"))
    st.stop()
voice.head(page, found)
shown = view.parts(found, tuple(PARTS))
if shown:
    voice_quotes.noted(page)
    labels = {key: page.t(f"voice_see.{key}") for key in shown}
    PARTS[widgets.pick(page, "voice_see", labels, shown[0])](page, found)
voice.limits(page)
