"""Where customers go on after their first purchase, how soon, and what the way is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import streamlit as st

from analytics.channels import paths
from ui import cache, frame, widgets
from ui import format as fmt
from ui.charts.channels import paths as charts
from ui.charts.kit import survival as survival_charts
from ui.views.channels import path_flow
from ui.views.channels import paths as view
from ui.views.repurchase.return_timing import log_rank_method

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from analytics.channels.paths import By
    from analytics.filters import Filters
    from analytics.stats.survival import LogRank
    from analytics.storage.versions import Store
    from ui.page import Page

DAYS = tuple(str(days) for days in paths.WINDOWS)


def show(page: Page) -> None:
    """The flow, how soon the third purchase follows, and what each way is worth."""
    if not page.manifest.has("customers"):
        st.info(page.t("no_customers"), icon=":material/person_off:")
        frame.data_link(page)
        return
    with st.container(horizontal=True, gap="medium"):
        by = cast("By", widgets.choose(page, "flow_by", paths.BYS, "domain", page.t("by_label")))
        usual = str(paths.WINDOW)
        days = int(widgets.choose(page, "flow_days", DAYS, usual, page.t("days_label")))
    steps, trips = cache.answer(_taken, page.version, page.filters, by, days)
    _one_place(page, steps, by)
    _flow(page, steps, trips, by, days)
    if page.manifest.has("amount_lines"):
        _worth(page, by, days)
    _waits(page, by)
    st.caption(page.t("association"))


def data(
    page: Page, name: str, rows: pl.DataFrame, headers: Mapping[str, str], note: str = ""
) -> None:
    """What a chart is drawn from, under a name of this room."""
    widgets.rows_behind(page, f"channels-{name}", rows, headers, note)


def _taken(
    store: Store, version: str, filters: Filters, by: By, days: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Steps and round trips, out of one look at the customers."""
    path_counts = paths.path_counts(store, version, filters, by, days)
    return paths.flows(path_counts), paths.round_trips(path_counts)


def _gaps(store: Store, version: str, filters: Filters, by: By) -> tuple[pl.DataFrame, LogRank]:
    counts = paths.gaps(store, version, filters, by)
    return paths.waits(counts), paths.log_rank_test(counts)


def _one_place(page: Page, steps: pl.DataFrame, by: By) -> None:
    """Why nothing can move where there is one known place or none."""
    places = view.places_found(steps)
    if len(places) > 1 or steps.is_empty():
        return
    if places:
        sentence = page.t(f"one_place_{by}", place=view.name(by, places[0], page.text))
    else:
        sentence = page.t(f"no_place_{by}")
    st.info(sentence, icon=":material/help:")
    frame.data_link(page)


def _flow(page: Page, steps: pl.DataFrame, trips: pl.DataFrame, by: By, days: int) -> None:
    st.subheader(page.t("flow_title"), anchor=False)
    text = page.text
    widgets.chart(
        page,
        "flow",
        cache.cached_figure(
            page.drawing("flow", by, days),
            lambda: charts.flow(*path_flow.flow(steps, by, text), text=text, theme=page.theme),
        ),
        view.flow_sentence(steps, by, days, text),
    )
    sentence = view.back_sentence(trips, by, days, text)
    if sentence:
        st.markdown(sentence)
    st.caption(page.t("eligible", days=days, day=fmt.day(page.as_of, page.lang)))
    table = view.flow_table(steps, by, text)
    data(page, "flow", table, view.headed(table, text))


def _worth(page: Page, by: By, days: int) -> None:
    st.subheader(page.t("worth_title", days=days), anchor=False)
    path_values = cache.answer(paths.worth, page.version, page.filters, by, days)
    rows = view.worth(path_values, by, page.currency, page.text)
    widgets.chart(
        page,
        "worth",
        cache.cached_figure(
            page.drawing("worth", by, days),
            lambda: charts.worth(rows, currency=page.currency, text=page.text, theme=page.theme),
        ),
        view.worth_sentence(paths.moving(path_values), by, days, page.currency, page.text),
    )
    if view.enough(path_values).height > rows.height:
        st.caption(page.t("waits_shown", shown=view.MOST_WORTH))
    table = view.worth_table(path_values, by, page.text)
    data(page, "worth", table, view.headed(table, page.text))


def _waits(page: Page, by: By) -> None:
    st.subheader(page.t("waits_title"), anchor=False)
    waits, log_rank = cache.answer(_gaps, page.version, page.filters, by)
    curves = view.curves(waits, by, page.text, view.short_path)
    widgets.chart(
        page,
        "waits",
        cache.cached_figure(
            page.drawing("waits", by),
            lambda: survival_charts.curve(
                curves, text=page.text, theme=page.theme, since="channels.days_since"
            ),
        ),
        view.waits_sentence(waits, log_rank, by, page.text),
    )
    if waits["group"].n_unique() > survival_charts.MOST_GROUPS:
        st.caption(page.t("waits_shown", shown=survival_charts.MOST_GROUPS))
    if waits.height:
        table = view.waits_table(waits, by, page.text)
        note = log_rank_method(log_rank, page.text)
        data(page, "waits", table, view.headed(table, page.text), note)
