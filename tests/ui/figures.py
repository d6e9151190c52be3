"""What every chart has to hold, whatever it draws."""

import json
import re
from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio

from analytics.words import LANGUAGES
from ui.text import Text
from ui.theme import theme

TEXTS = [Text(lang) for lang in LANGUAGES]
DEFAULTS = ("#636efa", "#1f77b4", "#ef553b", "#000001")
UNFILLED = re.compile(r"\b(nan|NaN|None|null)\b|\{[a-z_]+\}")


def assert_dressed(figure: go.Figure, name: str) -> None:
    """The figure holds what Plotly knows, wears its template, grows with its place, and uses no
    colour but the theme's."""
    go.Figure(figure.to_dict())
    assert figure.layout.template == pio.templates[theme(name).template]
    assert figure.layout.width is None
    assert figure.layout.height
    drawn = figure.to_json().lower()
    assert not any(colour in drawn for colour in DEFAULTS)
    assert "NaN" not in json.dumps(json.loads(figure.to_json())["data"])


def assert_speaks(figure: go.Figure) -> None:
    """Every answer to a pointer is a filled-in sentence."""
    for sentence in hovers(figure):
        assert sentence
        assert not UNFILLED.search(re.sub(r"%\{[^}]*\}", "", sentence)), sentence


def hovers(figure: go.Figure) -> list[str]:
    """Every sentence a pointer can find, tokens and all."""
    return [sentence for trace in figure.data for sentence in _sentences(trace)]


def names(figure: go.Figure) -> list[str]:
    """The names of the traces, in the order they are painted."""
    return [trace.name for trace in figure.data]


def trace(figure: go.Figure, name: str) -> Any:
    """The one trace of that name."""
    return next(trace for trace in figure.data if trace.name == name)


def notes(figure: go.Figure) -> str:
    """All annotations of the figure, one a line."""
    return "\n".join(note.text for note in figure.layout.annotations)


def _sentences(trace: Any) -> Iterator[str]:
    if trace.hoverinfo == "skip" or trace.hovertemplate is None:
        return
    if "%{hovertext}" in trace.hovertemplate:
        yield from trace.hovertext
    elif trace.hovertemplate == "%{customdata[1]}<extra></extra>":
        yield from (fields[1] for fields in trace.customdata)
    else:
        yield trace.hovertemplate
        yield from (str(field) for fields in trace.customdata for field in fields)
