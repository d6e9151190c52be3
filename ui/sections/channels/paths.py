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

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from analytics.channels.paths import By
    from analytics.filters import Filters
    from analytics.stats.survival import LogRank
    from analytics.storage.versions import Store
    from ui.page import Page

DAYS = tuple(str(one) for one in paths.WINDOWS)


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
    found, trips = cache.answer(_taken, page.version, page.filters, by, days)
    _one_place(page, found, by)
    _flow(page, found, trips, by, days)
    if page.manifest.has("amount_lines"):
        _worth(page, by, days)
    _waits(page, by)
    st.caption(page.t("association"))


def data(page: Page, name: str, rows: pl.DataFrame, headers: Mapping[str, str]) -> None:
    """What a chart is drawn from, to read and to take along."""
    with st.expander(page.t("table_title"), icon=":material/table_rows:"):
        widgets.table(rows, headers, page.lang, height=300)
        widgets.download(rows, headers, page.t("download"), f"channels-{name}", page.lang)


def _taken(
    store: Store, version: str, filters: Filters, by: By, days: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Steps and round trips, out of one look at the customers."""
    found = paths.taken(store, version, filters, by, days)
    return paths.flows(found), paths.round_trips(found)


def _gaps(store: Store, version: str, filters: Filters, by: By) -> tuple[pl.DataFrame, LogRank]:
    counts = paths.gaps(store, version, filters, by)
    return paths.waits(counts), paths.log_rank_test(counts)


def _one_place(page: Page, found: pl.DataFrame, by: By) -> None:
    """Why nothing can move where there is one known place or none."""
    places = view.places_found(found)
    if len(places) > 1 or found.is_empty():
        return
    if places:
        said = page.t(f"one_place_{by}", place=view.name(by, places[0], page.text))
    else:
        said = page.t(f"no_place_{by}")
    st.info(said, icon=":material/help:")
    frame.data_link(page)


def _flow(page: Page, found: pl.DataFrame, trips: pl.DataFrame, by: By, days: int) -> None:
    st.subheader(page.t("flow_title"), anchor=False)
    text = page.text
    widgets.chart(
        page,
        "flow",
        cache.drawn(
            page.drawing("flow", by, days),
            lambda: charts.flow(*path_flow.flow(found, by, text), text=text, theme=page.theme),
        ),
        view.flow_sentence(found, by, days, text),
    )
    said = view.back_sentence(trips, by, days, text)
    if said:
        st.markdown(said)
    st.caption(page.t("eligible", days=days, day=fmt.day(page.as_of, page.lang)))
    table = view.flow_table(found, by, text)
    data(page, "flow", table, view.headed(table, text))


def _worth(page: Page, by: By, days: int) -> None:
    st.subheader(page.t("worth_title", days=days), anchor=False)
    found = cache.answer(paths.worth, page.version, page.filters, by, days)
    rows = view.worth(found, by, page.currency, page.text)
    widgets.chart(
        page,
        "worth",
        cache.drawn(
            page.drawing("worth", by, days),
            lambda: charts.worth(rows, currency=page.currency, text=page.text, theme=page.theme),
        ),
        view.worth_sentence(paths.moving(found), by, days, page.currency, page.text),
    )
    if view.enough(found).height > rows.height:
        st.caption(page.t("waits_shown", shown=view.MOST_WORTH))
    table = view.worth_table(found, by, page.text)
    data(page, "worth", table, view.headed(table, page.text))


def _waits(page: Page, by: By) -> None:
    st.subheader(page.t("waits_title"), anchor=False)
    found, apart = cache.answer(_gaps, page.version, page.filters, by)
    curves = view.curves(found, by, page.text, view.short_path)
    widgets.chart(
        page,
        "waits",
        cache.drawn(
            page.drawing("waits", by),
            lambda: survival_charts.curve(
                curves, text=page.text, theme=page.theme, since="channels.days_since"
            ),
        ),
        view.waits_sentence(found, apart, by, page.text),
    )
    if found["group"].n_unique() > survival_charts.MOST_GROUPS:
        st.caption(page.t("waits_shown", shown=survival_charts.MOST_GROUPS))
    if found.height:
        table = view.waits_table(found, by, page.text)
        data(page, "waits", table, view.headed(table, page.text))
