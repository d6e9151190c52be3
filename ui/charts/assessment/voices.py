"""Three voices on every super: what people do, what they say, what the team believes."""

import plotly.graph_objects as go
import polars as pl

from ui import format as fmt
from ui.charts.kit.figure import Row, blank, nothing, plain, score_axis, shortened
from ui.text import Text
from ui.theme import Theme, alpha
from ui.theme import theme as theme_of

VOICES = ("behaviour", "customers", "team")
LANES = dict(zip(VOICES, (-0.13, 0.09, 0.31), strict=True))
SYMBOLS = dict(zip(VOICES, ("circle", "diamond", "square"), strict=True))
HALF_LANE = 0.09
LABEL_WIDTH = 28
ROW_HEIGHT = 94
HEAD_HEIGHT = 74
CLEAR_GAPS = ("over_confident", "under_sold", "over_praised")


def lanes(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """One row a super: key, label, gap (a code), gap_text, and for each of behaviour, customers and
    team its value, _low, _high (0-100 or null) and _n, as in `team_low`; and `measured`, the score
    of what was measured, a line across the first two lanes.

    A voice without a value is an empty dashed lane; while no super has a team vote its lanes are
    empty outlined places, the first with words. An empty frame gives a figure with a sentence.
    """
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    rows = [row | {"place": place} for place, row in enumerate(frame.iter_rows(named=True))]
    figure = blank(text, theme, height=HEAD_HEIGHT + ROW_HEIGHT * len(rows))
    figure.add_traces([_tracks(rows, voice, paint) for voice in VOICES])
    figure.add_trace(_measured(rows, text, paint))
    figure.add_traces([_interval(row, voice, paint) for voice in VOICES for row in rows])
    figure.add_traces([_dots(rows, voice, text, paint) for voice in VOICES])
    figure.add_trace(_touch(rows, text))
    has_team = any(_is_heard(row, "team") for row in rows)
    figure.update_layout(
        annotations=[words for row in rows for words in _words(row, text, paint)],
        shapes=[] if has_team else [_slot(row, paint) for row in rows],
        showlegend=True,
        legend={"itemclick": False, "itemdoubleclick": False, "y": 1, "font": {"size": 13}},
        xaxis=score_axis(),
        yaxis={"visible": False, "range": [len(rows) - 0.5, -0.62], "fixedrange": True},
        margin={"l": 12, "r": 12, "t": 40},
    )
    if not has_team:
        figure.add_annotation(_invitation(text, paint))
    return figure


def colour(voice: str, paint: Theme) -> str:
    """Each voice keeps its colour: water for deeds, wood for words, ink for the team."""
    return {"behaviour": paint.water_text, "customers": paint.wood, "team": paint.text}[voice]


def _is_heard(row: Row, voice: str) -> bool:
    return not fmt.missing(row[voice])


def _tracks(rows: list[Row], voice: str, paint: Theme) -> go.Scatter:
    """One pale line per super, dashed where the voice has no value."""
    x, y = list[float | None](), list[float | None]()
    for row in rows:
        place = row["place"] + LANES[voice]
        if _is_heard(row, voice) or voice != "team":
            x += [0, 100, None]
            y += [place, place, None]
    return go.Scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": paint.grid, "width": 1, "dash": "dot"},
        hoverinfo="skip",
        showlegend=False,
        name=f"track.{voice}",
    )


def _interval(row: Row, voice: str, paint: Theme) -> go.Scatter:
    place = row["place"] + LANES[voice]
    low, high = row[f"{voice}_low"], row[f"{voice}_high"]
    is_known = not (fmt.missing(low) or fmt.missing(high))
    return go.Scatter(
        x=[low, high] if is_known else [None, None],
        y=[place, place],
        mode="lines",
        line={"color": alpha(colour(voice, paint), 0.35), "width": 11},
        hoverinfo="skip",
        showlegend=False,
        name=f"interval.{voice}",
    )


def _measured(rows: list[Row], text: Text, paint: Theme) -> go.Scatter:
    """What the team is held against: both measured voices as one score."""
    x, y = list[float | None](), list[float | None]()
    for row in rows:
        if not fmt.missing(row["measured"]):
            ends = LANES["behaviour"] - HALF_LANE, LANES["customers"] + HALF_LANE
            x += [row["measured"], row["measured"], None]
            y += [row["place"] + end for end in ends] + [None]
    return go.Scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": paint.muted, "width": 2},
        hoverinfo="skip",
        name=text("voices.measured"),
    )


def _dots(rows: list[Row], voice: str, text: Text, paint: Theme) -> go.Scatter:
    """The dots of one voice; a voice without any value keeps a hollow sign in the legend."""
    heard = [row for row in rows if _is_heard(row, voice)]
    ink = colour(voice, paint)
    marker = {"size": 13, "symbol": SYMBOLS[voice], "color": ink}
    edge = {"color": paint.background, "width": 1.5}
    if not heard:
        marker, edge = marker | {"symbol": f"{SYMBOLS[voice]}-open"}, {"color": ink, "width": 1.5}
    return go.Scatter(
        x=[row[voice] for row in heard] or [None],
        y=[row["place"] + LANES[voice] for row in heard] or [None],
        mode="markers",
        marker=marker | {"line": edge},
        hoverinfo="skip",
        cliponaxis=False,
        name=text(f"voices.voice.{voice}"),
    )


def _touch(rows: list[Row], text: Text) -> go.Scatter:
    """Unseen points that answer with a voice's sentence."""
    points = [(row, voice) for row in rows for voice in VOICES]
    return go.Scatter(
        x=[row[voice] if _is_heard(row, voice) else 50 for row, voice in points],
        y=[row["place"] + LANES[voice] for row, voice in points],
        mode="markers",
        marker={"size": 18, "opacity": 0},
        hovertext=[_sentence(row, voice, text) for row, voice in points],
        hovertemplate="%{hovertext}<extra></extra>",
        showlegend=False,
        name="touch",
    )


def _sentence(row: Row, voice: str, text: Text) -> str:
    facts = {"label": plain(row["label"]), "voice": text(f"voices.voice.{voice}")}
    if not _is_heard(row, voice):
        return text("voices.hover_silent", **facts)
    return text(
        "voices.hover",
        **facts,
        score=fmt.score(row[voice], text.lang),
        interval=fmt.interval(row[f"{voice}_low"], row[f"{voice}_high"], text.lang),
        n=fmt.count(row[f"{voice}_n"], text.lang),
    )


def _words(row: Row, text: Text, paint: Theme) -> list[Row]:
    """The super's name at the left, the gap at the right, above the lanes."""
    is_clear = row["gap"] in CLEAR_GAPS
    gap = f"<b>{row['gap_text']}</b>" if is_clear else row["gap_text"]
    name = f"<b>{plain(shortened(row['label'], LABEL_WIDTH))}</b>"
    return [
        _note(row, name, paint.text, 15, x=0),
        _note(row, gap, paint.bad if is_clear else paint.muted, 13, x=100),
    ]


def _note(row: Row, words: str, ink: str, size: int, *, x: int) -> Row:
    return {
        "text": words,
        "x": x,
        "y": row["place"] - 0.22,
        "xanchor": "right" if x else "left",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": size, "color": ink},
    }


def _slot(row: Row, paint: Theme) -> Row:
    """Where the team's voice will stand."""
    place = row["place"] + LANES["team"]
    return {
        "type": "rect",
        "x0": 0,
        "x1": 100,
        "y0": place - HALF_LANE,
        "y1": place + HALF_LANE,
        "line": {"color": paint.grid, "width": 1, "dash": "dash"},
        "fillcolor": alpha(paint.surface, 0.5),
        "layer": "below",
    }


def _invitation(text: Text, paint: Theme) -> Row:
    return {
        "text": text("voices.slot"),
        "x": 50,
        "y": LANES["team"],
        "showarrow": False,
        "font": {"size": 11, "color": paint.muted},
    }
