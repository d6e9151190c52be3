"""Around every page: what Streamlit has no setting for, as one style sheet and one script."""

from __future__ import annotations

from pathlib import Path
from string import Template

import streamlit as st

from analytics.words import LANGUAGES, words
from ui.text import Text
from ui.theme import theme as theme_of

HERE = Path(__file__).parent
SCRIPT = (HERE / "shell.js").read_text(encoding="utf-8")
STYLE = Template((HERE / "shell.css").read_text(encoding="utf-8"))
PLACE = "nine-shell"
GROWN = {
    1200: {10: 13, 11: 14, 12: 14, 13: 14},
    1800: {10: 15, 11: 16, 12: 16, 13: 16, 14: 17, 15: 18},
}
"""From which width on, in pixels, text in charts of which size is drawn in which."""
_SHELL = st.components.v2.component(PLACE, js=SCRIPT)


def show(text: Text, theme: str) -> None:
    """Set the document's language and fonts, and put Streamlit's own English into the reader's
    words; it takes no room on the page."""
    with st.container(key=PLACE):
        st.html(style(text.lang, theme))
        _SHELL(
            data={"lang": text.lang, "phrases": phrases(text.lang)},
            on_theme_change=_nothing,
        )


def _nothing() -> None:
    """The run alone draws the charts anew: Streamlit repaints the page without one."""


def style(lang: str, theme: str) -> str:
    """The style sheet for a language and a theme."""
    paint = theme_of(theme)
    fonts = {"fonts": paint.font_for(lang), "headings": paint.heading_for(lang)}
    colours = {"muted": paint.muted, "chosen": paint.link, "line": paint.grid}
    filled = STYLE.substitute(sizes=_sizes(), **colours, **fonts)
    return f"<style>{filled}</style>"


def phrases(lang: str) -> list[list[str]]:
    """What stands in place of what Streamlit writes: the phrase for the reader first, then the same
    in each language, because what was put into words already is put into others later."""
    names = words(lang).names("interface")
    keys = [f"interface.{name}" for name in names]
    return [[words(each).template(key) for each in (lang, *LANGUAGES)] for key in keys]


def _sizes() -> str:
    """A rule for each size of a chart's text, on the chart and where Plotly measures it."""
    rules = []
    for width, sizes in GROWN.items():
        grown = [
            f':is(.js-plotly-plot, #js-plotly-tester) text[style*="font-size: {size}px"]'
            f" {{ font-size: {larger}px !important; }}"
            for size, larger in sizes.items()
        ]
        rules.append(f"@media (min-width: {width}px) {{ {' '.join(grown)} }}")
    return "\n".join(rules)
