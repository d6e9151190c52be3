"""Pictures of where money goes, step by step.

Frames in, figures out: reads `ui.charts.kit` and the theme.
Knows no Streamlit, no cache and no data.
"""
