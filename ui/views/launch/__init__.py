"""Answers about a launch as frames and sentences; neither Streamlit nor Plotly."""
