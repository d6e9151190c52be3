"""What each kind of channel sells and brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from analytics.channels import mix
from ui import cache, frame, widgets
from ui import format as fmt
from ui.charts.channels import mix as charts
from ui.folded import fold
from ui.sections.channels import events
from ui.sections.channels.paths import data
from ui.text import literal, paragraphs
from ui.views.channels import headlines, places
from ui.views.channels import mix as view
from ui.views.channels.paths import headed

if TYPE_CHECKING:
    from analytics.channels.mix import Mix
    from ui.page import Page


def head(page: Page) -> None:
    """What stands above every part of the page: where most is sold."""
    channel_mix = cache.answer(mix.mix, page.version, page.filters)
    has_money = page.manifest.has("amount_lines")
    frame.headline(headlines.mix(channel_mix, page.text, has_money=has_money))


def show(page: Page) -> None:
    """The mix in one table, its months as small multiples, and where the channels are placed."""
    channel_mix = cache.answer(mix.mix, page.version, page.filters)
    if channel_mix.table.is_empty():
        st.info(page.t("nothing"), icon=":material/search_off:")
        return
    has_money = page.manifest.has("amount_lines")
    _table(page, channel_mix, has_money=has_money)
    _months(page, channel_mix, has_money=has_money)
    _placed(page)


def _table(page: Page, channel_mix: Mix, *, has_money: bool) -> None:
    rows = view.table(channel_mix, page.text)
    if has_money:
        st.markdown(view.share_sentence(channel_mix, page.currency, page.text))
    else:
        st.info(page.t("no_amount"), icon=":material/money_off:")
        rows = rows.drop(view.MONEY, strict=False)
    headers = headed(rows, page.text)
    widgets.table(rows, headers, page.lang)
    widgets.download(rows, headers, page.text("common.download"), "channels-mix", page.lang)
    remarks = [*view.notes(channel_mix, page.text)] if has_money else []
    lines, names = cache.answer(mix.currencies, page.version, page.filters)
    if lines:
        n = fmt.count(lines, page.lang)
        remarks.append(page.t("currencies", n=n, names=literal(names)))
    st.caption(paragraphs([*remarks, page.t("rate_note", days=mix.WINDOW)]))


def _months(page: Page, channel_mix: Mix, *, has_money: bool) -> None:
    st.subheader(page.t("months_title"), anchor=False)
    measures = mix.MEASURES if has_money else view.COUNTED
    names = {measure_key: page.t(f"measure.{measure_key}") for measure_key in measures}
    measure = widgets.pick(page, "mix_measure", names, measures[0])
    rows = view.panels(channel_mix, measure, page.currency, page.text)
    starts = rows["period"].to_list()
    every = pl.date_range(min(starts), max(starts), "1mo", eager=True) if starts else ()
    marks = events.own_launches(page, list(every))
    widgets.chart(
        page,
        "months",
        cache.cached_figure(
            page.drawing("months", measure, marks),
            lambda: charts.panels(
                rows,
                is_rate=measure in view.RATES,
                text=page.text,
                theme=page.theme,
                marks=marks,
            ),
        ),
        view.measure_sentence(channel_mix, measure, page.currency, page.text),
    )
    if channel_mix.is_running:
        st.caption(page.t("running"))
    if channel_mix.table.height > view.MOST:
        st.caption(page.t("panels_shown", shown=view.MOST))
    table = rows.select("panel", month="period", value="value")
    data(page, "months", table, headed(table, page.text))


def _placed(page: Page) -> None:
    """Where each channel stands, which of that is a guess, and the way to change it."""
    channels = cache.answer(mix.channels, page.version, page.filters)
    sentences = [places.unplaced(channels, page.text), places.guessed(channels, page.text)]
    for sentence in sentences:
        if sentence:
            st.info(sentence, icon=":material/help:")
    if any(sentences):
        frame.data_link(page)

    def table() -> None:
        rows = places.channel_table(channels, page.text)
        widgets.table(rows, headed(rows, page.text), page.lang, height=300)

    fold(page, "placed", page.t("placed_title"), table, icon=":material/signpost:")
