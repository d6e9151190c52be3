"""Frames and sentences of what is watched week by week; neither Streamlit nor Plotly."""
