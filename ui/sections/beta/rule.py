"""A rule to look at before it is locked: what it says, how often it errs, and the lock itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.beta import design, rules, two_stages
from analytics.errors import NineSupersError, UsageError
from ui import cache, state, widgets
from ui.folded import fold_of_choices
from ui.sections.beta import asked
from ui.views.beta import planned, spoken, verdict

if TYPE_CHECKING:
    import polars as pl

    from ui.page import Page

ICON = ":material/lock:"
UNACCEPTABLE, DESIRED, SEEDS, INVITED = 25, 40, 40, 110
FALSE_GO, POWER = round(100 * two_stages.FALSE_GO), round(100 * two_stages.POWER)
SHARES, PEOPLE = (1, 98), (5, 500)
RISKS, POWERS = (1, 30), (50, 99)


def form(page: Page, *, is_open: bool = False) -> None:
    """Closed until somebody wants to make a rule, open where it is time to."""
    title = page.t("rule_title")
    fold_of_choices(page, "rule", title, lambda: _form(page), icon=ICON, is_open=is_open)


def _form(page: Page) -> None:
    weak = widgets.whole("beta_weak", UNACCEPTABLE, SHARES)
    good = widgets.whole("beta_good", DESIRED, SHARES)
    seeds = widgets.whole("beta_seeds", SEEDS, PEOPLE)
    invited = widgets.whole("beta_invited", INVITED, PEOPLE)
    left, right = st.columns(2)
    with left:
        _number(page, "weak", weak, UNACCEPTABLE, SHARES)
        _number(page, "seeds", seeds, SEEDS, PEOPLE)
    with right:
        _number(page, "good", good, DESIRED, SHARES)
        _number(page, "invited", invited, INVITED, PEOPLE)
    try:
        plan = design.proposed(weak / 100, good / 100, seeds, invited)
    except UsageError:
        st.warning(page.t("rule_order"))
        return
    st.markdown(verdict.preview(plan, page.text))
    _table(page, "beta-promises", verdict.promises(plan, page.text).drop("sentence"))
    st.caption(page.t("rule_lock_note"))

    def lock() -> None:
        try:
            rules.save(cache.store(), plan, asked.sku(page) or "")
        except NineSupersError as error:
            state.flash(error)
            return
        state.flash("beta.rule_locked")

    st.button(page.t("rule_lock"), icon=ICON, on_click=lock)
    _locked(page)
    _strangers(page, weak / 100, good / 100)


def _locked(page: Page) -> None:
    """The rules locked so far for this product, each with its day."""
    rows = planned.locked(asked.library().rules, asked.sku(page), page.text)
    if rows.height:
        st.subheader(page.t("locked_title"), anchor=False)
        _table(page, "beta-locked", rows)


def _strangers(page: Page, weak: float, good: float) -> None:
    """How few strangers would do, were they asked in two stages (Simon's designs)."""
    st.subheader(page.t("strangers_title"), anchor=False)
    false_go = widgets.whole("beta_false_go", FALSE_GO, RISKS)
    power = widgets.whole("beta_power", POWER, POWERS)
    left, right = st.columns(2)
    with left:
        _number(page, "false_go", false_go, FALSE_GO, RISKS)
    with right:
        _number(page, "power", power, POWER, POWERS)
    designs = two_stages.designs(weak, good, false_go / 100, power / 100)
    st.markdown(planned.strangers_sentence(designs, page.text))
    if designs is not None:
        _table(page, "beta-strangers", planned.strangers(designs, page.text))


def _table(page: Page, name: str, rows: pl.DataFrame) -> None:
    """Rows to read and to take along."""
    headers = spoken.headers(rows, page.text)
    widgets.table(rows, headers, page.lang)
    widgets.download(rows, headers, page.text("common.download"), name, page.lang)


def _number(page: Page, name: str, value: int, default: int, bounds: tuple[int, int]) -> None:
    label = page.t(f"rule_field.{name}")
    widgets.number(page, f"beta_{name}", label, value, bounds=bounds, default=default)
