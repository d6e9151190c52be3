"""Answers about IPs as frames and sentences; neither Streamlit nor Plotly."""
