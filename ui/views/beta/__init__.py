"""Answers about a beta test as frames and sentences; neither Streamlit nor Plotly."""
