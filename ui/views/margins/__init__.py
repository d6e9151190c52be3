"""Where money goes as frames and sentences.

Reads the reports of `analytics.margins` and the words of the reader.
Knows neither Streamlit nor Plotly.
"""
