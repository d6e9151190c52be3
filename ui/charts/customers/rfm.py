"""Who the customers are: groups beside what they bring, and how unevenly value lies on them."""

import plotly.graph_objects as go
import polars as pl

from ui import format as fmt
from ui.charts.kit import beside
from ui.charts.kit.figure import QUARTERS, Row, blank, count_axis, month_names, nothing, plain
from ui.text import Text
from ui.theme import alpha
from ui.theme import theme as theme_of

ROW_HEIGHT = 54
HEAD = 50


def groups(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """Two bars a group: its share of customers above its share of value.

    Rows: label, customers, share (0-1), amount_share (0-1 or null), sentence. An empty frame gives
    a figure with a sentence.
    """
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    rows = frame.to_dicts()
    most = max(row[name] or 0.0 for row in rows for name in ("share", "amount_share"))
    figure = blank(text, theme, height=HEAD + ROW_HEIGHT * len(rows))
    figure.add_trace(_bars(rows, "amount_share", paint.categorical[1], text))
    figure.add_trace(_bars(rows, "share", paint.categorical[0], text))
    figure.update_layout(
        barmode="group",
        bargap=0.3,
        showlegend=True,
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "yanchor": "bottom",
            "traceorder": "reversed",
        },
        xaxis={"visible": False, "range": [0, most * 1.16], "fixedrange": True},
        yaxis={"autorange": "reversed", "showgrid": False, "fixedrange": True, "automargin": True},
        margin={"t": 34},
    )
    return figure


def lorenz(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """The share of value that the smallest customers hold, against an even spread.

    Rows: customers, amount (0-1, from the smallest up).
    """
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=320)
    figure.add_trace(_line([0, 1], [0, 1], paint.muted, "dash"))
    figure.add_trace(
        _line(
            frame["customers"].to_list(), frame["amount"].to_list(), paint.categorical[0], "solid"
        )
    )
    figure.data[1].update(fill="tozeroy", fillcolor=alpha(paint.categorical[0], 0.14))
    ticks = [0, 0.2, 0.4, 0.6, 0.8, 1]
    labels = [fmt.percent(tick, text.lang, 0) for tick in ticks]
    axis = {"tickvals": ticks, "ticktext": labels, "range": [0, 1.01], "fixedrange": True}
    figure.update_layout(
        xaxis=axis | {"title": {"text": text("customers.lorenz_across")}},
        yaxis=axis | {"title": {"text": text("customers.lorenz_up")}},
        # Plotly hides a label that would stand past the figure, such as 100%.
        margin={"r": 24},
    )
    figure.add_annotation(
        x=0.5,
        y=0.5,
        xshift=-12,
        xanchor="right",
        yanchor="bottom",
        text=text("customers.lorenz_even"),
        showarrow=False,
        font={"size": 13, "color": paint.muted},
    )
    return figure


def held_out(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """Purchases predicted and made, both cumulated week by week; the held-out weeks shaded.

    Rows: week_ends_on, predicted, actual, is_held_out. An empty frame gives a figure with a
    sentence.
    """
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=320)
    weeks = frame["week_ends_on"].to_list()
    ends = list[beside.End]()
    for name, colour, dash in (
        ("actual", paint.categorical[0], "solid"),
        ("predicted", paint.categorical[1], "dash"),
    ):
        figure.add_trace(_line(weeks, frame[name].to_list(), colour, dash))
        ends.append(beside.End(text(f"customers.held_{name}"), colour, frame[name][-1]))
    later = frame.filter("is_held_out")
    if later.height:
        shade = alpha(paint.water, 0.13)
        span = {"x0": later["week_ends_on"][0], "x1": later["week_ends_on"][-1]}
        figure.add_vrect(**span, line_width=0, fillcolor=shade, layer="below")
    up = count_axis(0, max(end.height for end in ends), text)
    low, high = up["range"]
    beside.names(figure, ends, (low, high))
    firsts = [
        week
        for place, week in enumerate(weeks)
        if week.month in QUARTERS and (not place or weeks[place - 1].month != week.month)
    ] or weeks[:1]
    figure.update_layout(
        xaxis={
            "tickvals": firsts,
            "ticktext": month_names(firsts, text),
            "tickangle": 0,
            "showgrid": False,
            "fixedrange": True,
        },
        yaxis=up,
    )
    return figure


def _bars(rows: list[Row], name: str, colour: str, text: Text) -> go.Bar:
    return go.Bar(
        y=[plain(row["label"]) for row in rows],
        x=[row[name] or 0.0 for row in rows],
        orientation="h",
        marker={"color": colour},
        text=[fmt.percent(row[name], text.lang, 0) for row in rows],
        textposition="outside",
        cliponaxis=False,
        hovertext=[row["sentence"] for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        name=text(f"customers.bar_{name}"),
    )


def _line(across: list[float], up: list[float], colour: str, dash: str) -> go.Scatter:
    return go.Scatter(
        x=across, y=up, mode="lines", line={"color": colour, "width": 2.5, "dash": dash},
        hoverinfo="skip", showlegend=False,
    )  # fmt: skip
