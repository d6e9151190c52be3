"""Answers about stores and salons as frames and sentences; neither Streamlit nor Plotly."""
