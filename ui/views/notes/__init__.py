"""Frames and sentences of notes and decisions; neither Streamlit nor Plotly."""
