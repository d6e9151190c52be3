"""Entry point: `streamlit run app.py`. The frame around every page; see `ui.frame`."""

from ui import frame

PAGES = (
    "container",
    "data",
    "supers",
    "voice",
    "gate",
    "private",
    "channels",
    "referrals",
    "repurchase",
    "customers",
    "settings",
)

frame.run(PAGES)
