"""Figures of what is watched week by week; no Streamlit."""
