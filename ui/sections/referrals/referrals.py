"""Who brings whom: the forest to walk through, K, and what should be checked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from analytics.referrals import compliance, invalid_links, k_factor, subtrees
from analytics.referrals import store as referral_store
from ui import cache, frame, state, widgets
from ui.charts.referrals import referrals as charts
from ui.folded import fold
from ui.views.referrals import growth as growth_view
from ui.views.referrals import referrals as view

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from analytics.referrals.compliance import ComplianceReport, Limits
    from analytics.referrals.k_factor import Growth
    from analytics.referrals.subtrees import Slice
    from analytics.storage.versions import Store
    from ui.page import Page

NODE = "referral_node"
DAYS = tuple(str(days) for days in k_factor.WINDOWS)
LAST_KEY = 999_999_999
BOUNDS = {"referral_levels": (1, 99), "referral_heads": (1, 9_999)}


def head(page: Page) -> None:
    """What stands above every part: the sentence to read out, and what should be checked."""
    growth_report = _growth(page)
    frame.headline(growth_view.headline(growth_report, page.text))
    st.markdown(growth_view.growth_sentence(growth_report, page.text))
    report = _compliance(page)
    if report.state != "below":
        show = st.warning if report.flag else st.info
        show(view.compliance_sentence(report, page.text), icon=":material/balance:")


def tree(page: Page) -> None:
    """The trees, or one customer and those below; a click opens the customer clicked."""
    shape = cache.answer(subtrees.shape, page.version, None)
    if not shape.trees:
        st.info(page.t("tree_none"), icon=":material/account_tree:")
        _invalid_links(page)
        return
    st.markdown(view.tree_sentence(shape, page.text))
    forest, names = cache.answer(_load_slice, page.version, _node())
    _way_back(page, forest, names)
    key = forest.path[-1] if forest.path else 0
    has_ways = _compliance(page).is_told
    figure = cache.cached_figure(
        page.drawing("tree", key),
        lambda: charts.tree(
            view.boxes(forest, names, page.text),
            view.levels(forest, page.text),
            text=page.text,
            theme=page.theme,
            has_ways=has_ways,
        ),
    )
    # Under a name of its own for each person: what was clicked in one picture is nobody in another.
    sentence = view.shown_sentence(forest, names, page.text)
    points = widgets.clickable(page, f"tree_{key}", figure, sentence)
    clicked = int(points[0]["customdata"][0]) if points else key
    if clicked != key:
        state.set_option(NODE, str(clicked))
        st.rerun()
    _onwards(page, forest, names, key)
    st.caption(page.t("tree_note"))
    data(page, "tree", *view.table_of_tree(forest, names, page.text))
    _invalid_links(page)


def growth(page: Page) -> None:
    """K by generation, and how much of it was paid."""
    widgets.choose(page, "referral_days", DAYS, str(k_factor.DAYS), page.t("days_label"))
    growth_report = _growth(page)
    widgets.chart(
        page,
        "growth",
        cache.cached_figure(
            page.drawing("growth", growth_report.days),
            lambda: charts.dots(
                growth_view.generations(growth_report, page.text),
                text=page.text,
                theme=page.theme,
                title=page.t("generations_title"),
            ),
        ),
        growth_view.generations_sentence(growth_report, page.text),
    )
    data(page, "growth", *growth_view.table_of_growth(growth_report, page.text))
    paid = growth_view.paid_sentence(growth_report, _compliance(page), page.text)
    if paid:
        st.markdown(paid)
    st.caption(page.t("k_note", days=growth_report.days))


def rules(page: Page) -> None:
    """The numbers that somebody should check, where they come from, and links that do not count."""
    st.subheader(page.t("law_title"), anchor=False)
    report = _compliance(page)
    if report.state == "below":
        st.markdown(view.compliance_sentence(report, page.text))
    limits = _limits()
    with st.container(horizontal=True, gap="medium"):
        for name, value, default in (
            ("referral_levels", limits.levels, compliance.LIMITS.levels),
            ("referral_heads", limits.heads, compliance.LIMITS.heads),
        ):
            widgets.number(
                page,
                name,
                page.t(f"{name}_label"),
                value,
                bounds=BOUNDS[name],
                default=default,
                width=220,
            )
    st.caption(view.limits_note(limits, page.text))
    _invalid_links(page)


def data(
    page: Page, name: str, rows: pl.DataFrame, headers: Mapping[str, str], note: str = ""
) -> None:
    """What a chart is drawn from, under a name of this room."""
    widgets.rows_behind(page, f"referrals-{name}", rows, headers, note)


def _growth(page: Page) -> Growth:
    days = int(state.option("referral_days", str(k_factor.DAYS), DAYS))
    return cache.answer(k_factor.growth, page.version, page.filters, days)


def _compliance(page: Page) -> ComplianceReport:
    return cache.answer(compliance.check, page.version, _limits())


def _limits() -> Limits:
    return compliance.Limits(
        widgets.whole("referral_levels", compliance.LIMITS.levels, BOUNDS["referral_levels"]),
        widgets.whole("referral_heads", compliance.LIMITS.heads, BOUNDS["referral_heads"]),
    )


def _node() -> int:
    """The key of the customer shown; 0 for all trees."""
    return widgets.whole(NODE, 0, (0, LAST_KEY))


def _load_slice(opened: Store, version: str, key: int) -> tuple[Slice, dict[int, str]]:
    """The part of the forest that is shown, and the ids of its customers."""
    forest = subtrees.slice_of(opened, version, key)
    keys = {*forest.boxes["customer_key"].to_list(), *forest.path}
    return forest, referral_store.names(opened, version, sorted(keys))


def _go(key: int) -> None:
    state.set_option(NODE, str(key) if key else None)


def _way_back(page: Page, forest: Slice, names: Mapping[int, str]) -> None:
    """The path from all trees to the customer shown, one button per step."""
    if not forest.path:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        steps = [(0, page.t("all_trees"))]
        steps += [(key, view.masked(names[key])) for key in forest.path[:-1]]
        for key, label in steps:
            st.button(
                label,
                key=f"referrals.up.{key}",
                type="tertiary",
                icon=":material/arrow_upward:",
                on_click=partial(_go, key),
            )


def _onwards(page: Page, forest: Slice, names: Mapping[int, str], key: int) -> None:
    """The same as a click, for a keyboard or a thumb."""
    offered = view.options(forest, names, page.text)
    if not offered:
        return
    chosen = st.selectbox(
        page.t("onwards_label"),
        list(offered),
        index=None,
        format_func=lambda code: offered[code],
        placeholder=page.t("onwards_hint"),
        key=f"referrals.on.{key}.{page.lang}",
    )
    if chosen is not None:
        _go(int(chosen))
        st.rerun()


def _invalid_links(page: Page) -> None:
    """Invalid links by kind, and the referrers that are no customers."""
    report = cache.answer(invalid_links.report, page.version, None)
    sentences = view.invalid_links(report, page.text)
    if not sentences:
        return

    def links() -> None:
        for _, sentence in sentences:
            st.markdown(sentence)
        if report.strangers.is_empty():
            return
        table, headers = view.strangers(report, page.text)
        widgets.table(table, headers, page.lang, height=260)

    fold(page, "faults", page.t("faults_title"), links, icon=":material/link_off:")
