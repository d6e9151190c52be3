"""What customers say: reviews and comments by super, with quotes, over time, and their own
signs."""

import streamlit as st

from ui import frame, widgets
from ui.sections.feedback import honesty, months, pain_points, quotes, reviews, search
from ui.views.feedback import reviews as view

PARTS = {
    "supers": reviews.supers,
    "points": pain_points.show,
    "months": months.months,
    "groups": months.groups,
    "search": lambda page, _: search.show(page),
    "disputed": honesty.disputed,
    "signs": honesty.signs,
}

page = frame.open_page("voice")
summary = reviews.review_summary(page)
if summary is None:
    st.stop()
if not summary.overall["reviews"]:
    st.info(page.t("no_reviews"), icon=":material/forum:")
    reviews.switch(page, summary)
    frame.data_link(page)
    st.stop()
reviews.head(page, summary)
shown = view.parts(summary, tuple(PARTS))
if shown:
    quotes.show_proposals(page)
    labels = {key: page.t(f"voice_see.{key}") for key in shown}
    PARTS[widgets.pick(page, "voice_see", labels, shown[0])](page, summary)
reviews.limits(page, summary)
frame.onward(page)
