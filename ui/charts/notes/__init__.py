"""Figures of notes and decisions; no Streamlit."""
