"""What each page shows, as frames for charts and as sentences; no streamlit, no plotly."""
