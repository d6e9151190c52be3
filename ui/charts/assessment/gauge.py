"""The parts of the gauge: a track, the widest case, the interval, and the two means on it."""

import plotly.graph_objects as go

from ui import format as fmt
from ui.charts.kit.figure import Row
from ui.text import Text
from ui.theme import Theme, alpha

EDGE = 22


def draw(figure: go.Figure, row: Row, text: Text, paint: Theme) -> None:
    """The gauge of one row with arithmetic, geometric, low, high, worst, best (0-100 or null)."""
    figure.add_trace(_bar(0, 100, 16, paint.surface, "track"))
    if _has_both(row, "worst", "best"):
        figure.add_trace(_bar(row["worst"], row["best"], 3, paint.muted, "case"))
    if _has_both(row, "low", "high"):
        figure.add_trace(_bar(row["low"], row["high"], 16, alpha(paint.water, 0.5), "interval"))
    for key, above, colour in (
        ("arithmetic", True, paint.text),
        ("geometric", False, paint.water_text),
    ):
        if not fmt.missing(row[key]):
            figure.add_trace(_mark(row, key, text, colour))
            figure.add_annotation(_name(row[key], key, text, colour, above=above))
    figure.update_layout(xaxis=_axis(row, text), yaxis=_flat(), margin={"t": 0, "l": 14, "r": 14})


def _has_both(row: Row, low: str, high: str) -> bool:
    return not (fmt.missing(row.get(low)) or fmt.missing(row.get(high)))


def _bar(low: float, high: float, width: int, colour: str, name: str) -> go.Scatter:
    line = {"width": width, "color": colour}
    return go.Scatter(x=[low, high], y=[0, 0], mode="lines", line=line, hoverinfo="skip", name=name)


def _mark(row: Row, key: str, text: Text, colour: str) -> go.Scatter:
    lines = [_sentence(row[key], key, text), *_ranges(row, text)]
    return go.Scatter(
        x=[row[key]],
        y=[0],
        mode="markers",
        marker={
            "symbol": "line-ns" if key == "arithmetic" else "diamond",
            "size": 26 if key == "arithmetic" else 13,
            "color": colour,
            "line": {"color": colour, "width": 4 if key == "arithmetic" else 0},
        },
        hovertext=["<br>".join(lines)],
        hovertemplate="%{hovertext}<extra></extra>",
        name=key,
    )


def _sentence(value: float, key: str, text: Text) -> str:
    keys = {"arithmetic": "charts.total.arithmetic", "geometric": "charts.total.geometric"}
    return text(keys[key], score=fmt.score(value, text.lang))


def _ranges(row: Row, text: Text) -> list[str]:
    lines = []
    if _has_both(row, "low", "high"):
        ends = fmt.interval(row["low"], row["high"], text.lang)
        lines.append(text("charts.interval", interval=ends))
    if _has_both(row, "worst", "best"):
        ends = fmt.interval(row["worst"], row["best"], text.lang)
        lines.append(text("charts.total.case", interval=ends))
    return lines


def _name(value: float, key: str, text: Text, colour: str, *, above: bool) -> Row:
    """The mean's name and value, leaning inwards near an end of the track."""
    at_left, at_right = value < EDGE, value > 100 - EDGE
    return {
        "x": 0 if at_left else 100 if at_right else value,
        "y": 0,
        "yshift": 29 if above else -27,
        "xanchor": "left" if at_left else "right" if at_right else "center",
        "text": _sentence(value, key, text),
        "showarrow": False,
        "font": {"size": 16, "color": colour},
    }


def _axis(row: Row, text: Text) -> Row:
    return {
        "range": [0, 100],
        "tickvals": [0, 50, 100],
        "tickfont": {"size": 11},
        "fixedrange": True,
        "showgrid": False,
        # A line each: side by side they would run off a phone.
        "title": {"text": "<br>".join(_ranges(row, text))},
    }


def _flat() -> Row:
    return {"visible": False, "range": [-0.8, 1], "fixedrange": True}
