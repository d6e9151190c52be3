"""Pieces that pages share: a chart with its sentence, a badge, a table, an empty state."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import polars as pl
import streamlit as st

from analytics import exports
from ui import names, noted, state
from ui.folded import fold
from ui.page import Page
from ui.rows import number_format, written
from ui.text import Text, paragraphs

if TYPE_CHECKING:
    from ui.charts.kit.figure import Figure

CONFIG = {"displayModeBar": False, "scrollZoom": False}
BADGES = {
    "insufficient": ("gray", ":material/help:"),
    "indicative": ("orange", ":material/timelapse:"),
    "sound": ("green", ":material/check_circle:"),
}
VERDICTS = {
    "pass": ("green", ":material/check_circle:"),
    "fail": ("red", ":material/cancel:"),
    "insufficient": ("gray", ":material/help:"),
}
MARKS: dict[str, Any] = {"label_visibility": "collapsed", "width": 280}
FEW_ROWS, LONGEST_NUMBER = 7, 9
ESCAPED = re.compile(r"\\([^\w\s])")


def chart(page: Page, name: str, figure: Figure, sentence: str) -> None:
    """A figure and, under it, what it shows now."""
    _draw(figure, sentence, key=f"{page.key}.{name}")


def clickable(page: Page, name: str, figure: Figure, sentence: str) -> list[dict[str, Any]]:
    """A figure whose marks can be clicked: the points chosen, and the sentence under it."""
    click: dict[str, Any] = {"on_select": "rerun", "selection_mode": "points"}
    event = _draw(figure, sentence, key=f"{page.key}.{name}", **click)
    points: list[dict[str, Any]] = event.selection.points if event else []
    return points


def marking(
    page: Page,
    name: str,
    figure: Figure,
    sentence: str,
    store: Callable[[list[dict[str, Any]]], None],
) -> None:
    """A figure that shows what was clicked: `store` has the points before the page runs again."""
    click = state.bind_points(f"{page.key}.{name}", store)
    _draw(figure, sentence, selection_mode="points", **click)


def _draw(figure: Figure, sentence: str, **look: Any) -> Any:
    event = st.plotly_chart(figure, theme=None, config=CONFIG, alt=plain(sentence), **look)
    st.markdown(sentence)
    return event


def marks(page: Page, name: str, labels: Mapping[str, str], label: str) -> str | None:
    """The marks of a clickable chart as a list, for whoever has no mouse: the code chosen now."""
    return st.selectbox(
        label,
        list(labels),
        index=None,
        format_func=lambda code: names.shown(labels[code]),
        placeholder=label,
        key=f"{page.key}.{name}.marks.{page.lang}",
        **MARKS,
    )


def plain(sentence: str) -> str:
    """The sentence without its marks of Markdown, for those who hear it."""
    return ESCAPED.sub(r"\1", sentence.replace("**", ""))


def figures(rows: Sequence[tuple[str, str, str]]) -> None:
    """A row of figures: label, value, help."""
    with st.container(horizontal=True, gap="medium"):
        for label, value, help_text in rows:
            st.metric(label, value, help=help_text, width="content")


def provenance(label: str, formula: str, facts: Sequence[tuple[str, str]], citation: str) -> None:
    """A figure, opened on a click on a quiet mark: its formula, what goes in, a line to cite."""
    with st.popover(label, type="tertiary", icon=":material/info:", help=label):
        st.markdown(formula)
        for name, content in facts:
            st.markdown(f"**{name}** {content}")
        st.code(citation, language=None, wrap_lines=True)


def badge(code: str, text: Text) -> None:
    """How far the evidence carries, in three states."""
    colour, icon = BADGES[code]
    st.badge(text(f"common.badge.{code}"), color=colour, icon=icon)  # type: ignore[arg-type]


def verdict(code: str, text: Text) -> None:
    """Passed, failed, or not enough to tell."""
    colour, icon = VERDICTS[code]
    st.badge(text(f"common.verdict.{code}"), color=colour, icon=icon)  # type: ignore[arg-type]


def choose(
    page: Page,
    name: str,
    codes: Sequence[str],
    default: str,
    label: str,
    *,
    visibility: Literal["visible", "collapsed"] = "visible",
) -> str:
    """One of a few codes, shown as a row of buttons, kept in the link."""
    chosen = state.option(name, default, codes)
    st.segmented_control(
        label,
        codes,
        format_func=lambda code: page.t(f"{name}.{code}"),
        label_visibility=visibility,
        required=True,
        **state.bind_option(name, page.lang, chosen),
    )
    return chosen


def pick(page: Page, name: str, labels: Mapping[str, str], default: str) -> str:
    """One of several codes as pills that wrap, kept in the link."""
    chosen = state.option(name, default, list(labels))
    st.segmented_control(
        page.t(f"{name}_label"),
        list(labels),
        format_func=lambda code: names.shown(labels[code]),
        label_visibility="collapsed",
        required=True,
        wrap=True,
        **state.bind_option(name, page.lang, chosen),
    )
    return chosen


def choose_from(page: Page, name: str, labels: Mapping[str, str], default: str, label: str) -> str:
    """One of many codes, shown as a list, kept in the link."""
    chosen = state.option(name, default, list(labels))
    st.selectbox(
        label,
        list(labels),
        format_func=lambda code: names.shown(labels[code]),
        **state.bind_option(name, page.lang, chosen),
    )
    return chosen


def whole(name: str, default: int, bounds: tuple[int, int]) -> int:
    """The whole number that the link keeps under `name`, moved into `bounds`; the default where it
    keeps none, or what is none."""
    written = state.option(name, "")
    is_whole = written.isascii() and written.isdecimal() and len(written) <= LONGEST_NUMBER
    low, high = bounds
    return min(max(int(written), low), high) if is_whole else default


def number(
    page: Page,
    name: str,
    label: str,
    value: float,
    *,
    bounds: tuple[float, float],
    default: float,
    step: float = 1,
    **look: Any,
) -> None:
    """A number field kept in the link under `name`; the default, like an empty field, is left out.
    Whole numbers where `step` and `value` are; `look` is what else the field takes."""

    def keep(chosen: float | None) -> None:
        is_changed = chosen is not None and chosen != default
        state.set_option(name, f"{chosen:.6g}" if is_changed and chosen is not None else None)

    st.number_input(
        label,
        min_value=bounds[0],
        max_value=bounds[1],
        step=step,
        **look,
        **state.bind(name, page.lang, value, keep),
    )


def table(
    frame: pl.DataFrame, headers: Mapping[str, str], lang: str, *, height: int | None = None
) -> None:
    """Rows under translated headers; numbers and days as the reader writes them.

    `height` is for many rows: a few take what they need.
    """
    shown = frame.select(
        [
            written(frame[column], lang).alias(headers.get(column, column))
            for column in frame.columns
        ]
    )
    grouped = {
        name: st.column_config.NumberColumn(format=number_format(shown[name]))
        for name, kind in shown.schema.items()
        if kind.is_numeric()
    }
    st.dataframe(
        shown,
        hide_index=True,
        width="stretch",
        height="content" if height is None or len(shown) <= FEW_ROWS else height,
        column_config=grouped,
        placeholder="",
    )


def sentences(frame: pl.DataFrame) -> None:
    """A few rows of Markdown that hold whole sentences, which wrap instead of being cut."""
    st.table(frame, border="horizontal", hide_index=True)


def download(
    frame: pl.DataFrame, headers: Mapping[str, str], label: str, name: str, lang: str
) -> None:
    """Rows as a spreadsheet takes them, made only when somebody asks for them."""
    st.download_button(
        label,
        lambda: exports.as_csv(frame, headers),
        file_name=f"{name}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=f"w.download.{name}.{lang}",
    )
    noted.download(frame, headers, name, lang)


def rows_behind(
    page: Page, name: str, rows: pl.DataFrame, headers: Mapping[str, str] | None = None, *notes: str
) -> None:
    """Behind an expander: a chart's rows, to read and to download, and `notes` on their making."""
    labels = headers or {}

    def content() -> None:
        table(rows, labels, page.lang, height=300)
        download(rows, labels, page.text("common.download"), name, page.lang)
        if explained := paragraphs(filter(None, notes)):
            st.caption(explained)

    fold(page, name, page.text("common.rows_title"), content, icon=":material/table_rows:")


def grid(
    frame: pl.DataFrame,
    labels: Mapping[str, str],
    *,
    key: str,
    editable: Sequence[str],
    codes: Mapping[str, Sequence[str]] | None = None,
    word: Callable[[str, str], str] = lambda _, code: code,
    widths: Mapping[str, int] | None = None,
) -> pl.DataFrame:
    """Rows under translated headers of which some columns can be written in; as they stand now.

    `codes`: columns that take one of a few codes, shown as `word` of column and code. `widths` in
    pixels, where what fits the text would leave the last column no room.
    """
    config: dict[str, Any] = dict(labels)
    for name in (name for name, kind in frame.schema.items() if kind == pl.Date):
        config[name] = st.column_config.DateColumn(labels[name], format="YYYY-MM-DD")
    for name, width in (widths or {}).items():
        config[name] = st.column_config.TextColumn(labels[name], width=width)
    for name, options in (codes or {}).items():
        config[name] = st.column_config.SelectboxColumn(
            labels[name], options=options, format_func=partial(word, name)
        )
    edited: pl.DataFrame = st.data_editor(
        frame,
        key=key,
        hide_index=True,
        width="stretch",
        disabled=[name for name in frame.columns if name not in editable],
        column_config=config,
        placeholder="",
    )
    return edited
