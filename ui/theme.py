"""Colour and type for the charts, read once from `.streamlit/config.toml`; no streamlit here.

Importing this module registers one Plotly template a theme, `nine_light` and `nine_dark`. Every
figure names one of them: importing streamlit changes Plotly's default, and a figure without a
name of its own would look different in a test, on the screen and in an export.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio

CONFIG = Path(__file__).parent.parent / ".streamlit" / "config.toml"
THEMES = ("light", "dark")
CLEAR = "rgba(0,0,0,0)"
SIMPLIFIED = (" SC", "YaHei")
TRADITIONAL = (" TC", "JhengHei")
GENERIC = ("serif", "sans-serif")


@dataclass(frozen=True)
class Theme:
    """What a chart may paint with: hex colours by their part in the picture, and the font stack."""

    name: str
    background: str
    surface: str
    text: str
    muted: str
    grid: str
    primary: str
    link: str
    good: str
    bad: str
    neutral: str
    water: str
    water_text: str
    wood: str
    grain: str
    on_wood: str
    categorical: tuple[str, ...]
    sequential: tuple[str, ...]
    diverging: tuple[str, ...]
    font: str
    heading: str

    @property
    def template(self) -> str:
        """The name under which Plotly knows this theme."""
        return f"nine_{self.name}"

    def font_for(self, lang: str) -> str:
        """The font stack with the glyphs of `lang` first: one code point, two national shapes."""
        return _sorted_for(self.font, lang)

    def heading_for(self, lang: str) -> str:
        """The same of headings."""
        return _sorted_for(self.heading, lang)


def theme(name: str) -> Theme:
    """The theme called `light` or `dark`; KeyError for any other name."""
    return _themes()[name]


@cache
def template(paint: Theme) -> dict[str, Any]:
    """The theme's Plotly template as figures carry it; shared, and never changed."""
    written: dict[str, Any] = pio.templates[paint.template].to_plotly_json()
    return written


def alpha(colour: str, opacity: float) -> str:
    """The hex `colour` at `opacity` (0-1), as Plotly and CSS write it."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:.3g})"


def blend(colour: str, other: str, share: float) -> str:
    """The hex colour that lies `share` (0-1) of the way from `colour` to `other`."""
    ends = [[int(hexed[i : i + 2], 16) for i in (1, 3, 5)] for hexed in (colour, other)]
    mixed = [round(a + (b - a) * share) for a, b in zip(*ends, strict=True)]
    return "#{:02X}{:02X}{:02X}".format(*mixed)


def readable(paint: Theme, colour: str) -> str:
    """Whichever of the theme's text and background stands out more from `colour`."""
    return max((paint.text, paint.background), key=lambda ink: contrast(ink, colour))


def contrast(colour: str, other: str) -> float:
    """WCAG 2 contrast ratio of two hex colours, 1-21."""
    low, high = sorted((_luminance(colour), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def scale(colours: tuple[str, ...]) -> list[list[float | str]]:
    """Plotly's colour scale: each colour at its place between 0 and 1."""
    return [[i / (len(colours) - 1), colour] for i, colour in enumerate(colours)]


def _luminance(colour: str) -> float:
    """WCAG 2 relative luminance, 0-1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]  # noqa: PLR2004
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _sorted_for(stack: str, lang: str) -> str:
    families = [family.strip() for family in stack.split(",")]
    first, later = _preference(lang)
    return ", ".join(sorted(families, key=lambda family: _rank(family, first, later)))


def _preference(lang: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (TRADITIONAL, SIMPLIFIED) if lang == "zh-Hant" else (SIMPLIFIED, TRADITIONAL)


def _rank(family: str, first: tuple[str, ...], later: tuple[str, ...]) -> int:
    """Latin faces, then the wanted Chinese, then the other, then whatever the system has."""
    if family in GENERIC:
        return 3
    if any(mark in family for mark in first):
        return 1
    return 2 if any(mark in family for mark in later) else 0


@cache
def _themes() -> dict[str, Theme]:
    with CONFIG.open("rb") as file:
        config = tomllib.load(file)["theme"]
    return {name: _read(name, config) for name in THEMES}


def _read(name: str, config: dict[str, Any]) -> Theme:
    colours = config[name]
    ink = colours["textColor"] if name == "light" else colours["backgroundColor"]
    return Theme(
        name=name,
        background=colours["backgroundColor"],
        surface=colours["secondaryBackgroundColor"],
        text=colours["textColor"],
        muted=colours["grayTextColor"],
        grid=colours["borderColor"],
        primary=colours["primaryColor"],
        link=colours["linkColor"],
        good=colours["greenColor"],
        bad=colours["redColor"],
        neutral=colours["grayColor"],
        water=colours["blueColor"],
        water_text=colours["blueTextColor"],
        wood=colours["orangeColor"],
        grain=blend(colours["orangeColor"], ink, 0.45),
        on_wood=ink,
        categorical=tuple(colours["chartCategoricalColors"]),
        sequential=tuple(colours["chartSequentialColors"]),
        diverging=tuple(colours["chartDivergingColors"]),
        font=config["font"],
        heading=config["headingFont"],
    )


def _template(paint: Theme) -> go.layout.Template:
    return go.layout.Template(
        layout=_layout(paint) | {"xaxis": _axis(paint, 4), "yaxis": _axis(paint, 6)}
    )


def _layout(paint: Theme) -> dict[str, Any]:
    return {
        "font": {"family": paint.font, "size": 14, "color": paint.text},
        "colorway": list(paint.categorical),
        "colorscale": {
            "sequential": scale(paint.sequential),
            "sequentialminus": scale(paint.sequential),
            "diverging": scale(paint.diverging),
        },
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "polar": {"bgcolor": CLEAR, "angularaxis": _axis_lines(paint)},
        "margin": {"l": 6, "r": 6, "t": 14, "b": 6},
        "separators": ".,",
        "autosize": True,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": _hover(paint),
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "yanchor": "bottom",
            "bgcolor": CLEAR,
            "font": {"size": 13},
        },
    }


def _hover(paint: Theme) -> dict[str, Any]:
    return {
        "bgcolor": paint.surface,
        "bordercolor": paint.muted,
        "font": {"family": paint.font, "size": 14, "color": paint.text},
        "align": "left",
        "namelength": -1,
    }


def _axis(paint: Theme, standoff: int) -> dict[str, Any]:
    """`standoff` in pixels keeps labels off the bars, and the two zeros of a corner apart."""
    return _axis_lines(paint) | {
        "automargin": True,
        "ticklabelstandoff": standoff,
        "zeroline": False,
        "title": {"font": {"size": 13, "color": paint.muted}, "standoff": 8},
        "tickfont": {"size": 13, "color": paint.muted},
    }


def _axis_lines(paint: Theme) -> dict[str, Any]:
    return {"gridcolor": paint.grid, "linecolor": paint.grid, "ticks": ""}


def _register() -> None:
    for paint in _themes().values():
        pio.templates[paint.template] = _template(paint)


_register()
