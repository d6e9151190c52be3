"""Whom do we say, who really buys: the target's share, the buyers there are, and the target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from analytics.positioning import declared
from analytics.positioning.target import TRAITS
from ui import cache, frame, state, widgets
from ui.charts.positioning import shares as charts
from ui.sections.positioning import asked, declare
from ui.text import paragraphs, verbatim
from ui.views.positioning import answer
from ui.views.positioning import whom as view

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.positioning.report import Whom
    from ui.page import Page


def head(page: Page) -> None:
    """Whom we say and what they bring, in one line above every part of the page."""
    whom = asked.whom(page)
    trouble = declared.damage(cache.store()) if whom.target is None else None
    if trouble is not None:
        frame.headline(page.t("whom.damaged"))
        declare.damaged(page, trouble)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        frame.headline(view.headline(whom, page.text), "content")
        if badge := view.badge(whom):
            widgets.badge(badge, page.text)
    if sentence := _of_link(page):
        st.caption(sentence)


def _of_link(page: Page) -> str:
    """That the link names another target than the declared one, or one that is gone."""
    code, current = state.option(asked.TARGET, ""), declared.current(cache.store())
    if not code or (current is not None and current.id == code):
        return ""
    target = asked.linked()
    if target is None:
        return page.t("link_gone")
    return page.t("link_other", name=verbatim(target.name))


def show(page: Page) -> None:
    """What the target brings, who brings most anyway, and where the target is declared."""
    if not page.manifest.has("customer_lines"):
        st.info(page.t("no_orders"), icon=":material/group:")
        frame.data_link(page)
        return
    whom = asked.whom(page)
    if whom.share.refusal is not None:
        st.markdown(answer.remedy(whom.share.refusal, page.text))
    else:
        _share(page, whom)
    if whom.target is not None:
        declare.asks(page, whom.target)
    declare.form(page)
    _buyers(page)
    declare.versions(page)
    if sentences := view.beside(whom, page.text):
        st.caption(paragraphs(sentences))


def _share(page: Page, whom: Whom) -> None:
    text, rows = page.text, view.shares(whom, page.text)
    target = whom.target.id if whom.target else ""
    widgets.chart(
        page,
        "share",
        cache.cached_figure(
            page.drawing("share", target),
            lambda: charts.shares(rows, text("positioning.axis.all"), text=text, theme=page.theme),
        ),
        view.brings(whom, text),
    )
    table = rows.select(group="label", share="value", low="low", high="high")
    headers = answer.headers(table, text)
    widgets.rows_behind(page, "positioning-share", table, headers)


def _buyers(page: Page) -> None:
    """Who really buys, by what is known of the first purchase."""
    able = [trait for trait in TRAITS if asked.traits(page)[trait]]
    if not able:
        return
    text = page.text
    st.subheader(page.t("buyers_title"), anchor=False)
    label = page.t("buyers_label")
    chosen = widgets.choose(page, "bought_by", able, able[0], label, visibility="collapsed")
    trait = next(trait for trait in able if trait == chosen)
    every, labels = asked.buyers(page, trait), _labels(page, trait)
    rows = view.buyers(every, labels, text)
    if rows.is_empty():
        st.markdown(page.t("no_money"))
        return
    widgets.chart(
        page,
        "buyers",
        cache.cached_figure(
            page.drawing("buyers", trait),
            lambda: charts.shares(
                rows, text("positioning.axis.revenue"), text=text, theme=page.theme
            ),
        ),
        view.buyers_sentence(rows, trait, text),
    )
    if every.height > rows.height:
        st.caption(page.t("buyers_shown", shown=rows.height))
    table = view.buyers_table(every, labels, text)
    headers = answer.headers(table, text)
    widgets.rows_behind(page, f"positioning-buyers-{trait}", table, headers)


def _labels(page: Page, trait: str) -> Mapping[str, str]:
    """Code -> name of the groups that have one."""
    offered = cache.choices(page.version).filter(pl.col("kind") == trait)
    return dict(offered.select("code", "label").iter_rows())
