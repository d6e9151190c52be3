"""Answers about the market as frames and sentences; neither Streamlit nor Plotly."""
