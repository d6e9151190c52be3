"""Entry point: `streamlit run app.py`. The frame around every page; see `ui.frame`."""

from ui import frame

frame.run()
