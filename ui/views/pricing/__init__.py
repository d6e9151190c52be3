"""Answers about prices as frames and sentences; neither Streamlit nor Plotly."""
