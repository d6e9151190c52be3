"""Who brings others, how long it takes, and what those whom they brought are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import streamlit as st

from analytics.referrals import advocates as referral_advocates
from analytics.referrals import referred
from analytics.referrals import store as referral_store
from ui import cache, state, widgets
from ui.charts.kit import survival as survival_charts
from ui.charts.referrals import referrals as charts
from ui.sections.referrals.referrals import data
from ui.views.referrals import referred as view
from ui.views.repurchase.return_timing import log_rank_method

if TYPE_CHECKING:
    from analytics.filters import Filters
    from analytics.referrals.advocates import Advocates
    from analytics.referrals.referred import Split
    from analytics.storage.versions import Store
    from ui.page import Page


def advocates(page: Page) -> None:
    """The most active, and how soon customers bring somebody."""
    report, names = cache.answer(_advocates, page.version, page.filters)
    st.markdown(view.advocates_sentence(report, page.text))
    if report.brought:
        show_ids = st.toggle(
            page.text("supers.show_ids"), **state.bind("advocates.ids", page.lang, value=False)
        )
        table, headers = view.advocates_table(report, names, page.text, show_ids=show_ids)
        widgets.table(table, headers, page.lang, height=380)
        widgets.download(
            table, headers, page.text("common.download"), "referrals-advocates", page.lang
        )
    st.subheader(page.t("first_title"), anchor=False)
    curve = cache.answer(referral_advocates.first_brought, page.version, page.filters)
    widgets.chart(
        page,
        "first",
        cache.cached_figure(
            page.drawing("first"),
            lambda: charts.dots(
                view.first_rows(curve, page.text),
                text=page.text,
                theme=page.theme,
                title=page.t("first_axis"),
                is_share=True,
            ),
        ),
        view.first_sentence(curve, page.text),
    )
    data(page, "first", *view.first_table(curve, page.text))


def worth(page: Page) -> None:
    """Those brought by customers against those who came by themselves."""
    code = widgets.choose(
        page, "referral_split", referred.SPLITS, "referred", page.t("split_label")
    )
    split = cast("Split", code)
    comparison = cache.answer(referred.compared, page.version, page.filters, split)
    st.caption(view.sizes_sentence(comparison, page.text))
    widgets.chart(
        page,
        "worth",
        cache.cached_figure(
            page.drawing("worth", code),
            lambda: survival_charts.curve(
                view.curve(comparison, page.text), text=page.text, theme=page.theme
            ),
        ),
        view.returning_sentence(comparison, page.text),
    )
    note = log_rank_method(comparison.apart, page.text)
    data(page, "returning", view.returning_table(comparison, page.text), {}, note)
    st.subheader(page.t("worth_title"), anchor=False)
    st.markdown(view.worth_sentence(comparison, page.currency, page.text))
    if comparison.worth:
        table = view.worth_table(comparison, page.currency, page.text)
        widgets.table(table, {}, page.lang)
        widgets.download(table, {}, page.text("common.download"), "referrals-worth", page.lang)
    st.caption(page.t("association"))


def _advocates(opened: Store, version: str, filters: Filters) -> tuple[Advocates, dict[int, str]]:
    """The advocates and their ids."""
    report = referral_advocates.advocates(opened, version, filters)
    return report, referral_store.names(opened, version, report.top["customer_key"].to_list())
