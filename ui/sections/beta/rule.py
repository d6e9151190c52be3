"""A rule to look at before it is locked: what it says, how often it errs, and the lock itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.beta import design, rules
from analytics.errors import UsageError
from ui import cache, widgets
from ui.folded import fold_of_choices
from ui.sections.beta import asked
from ui.views.beta import spoken, verdict

if TYPE_CHECKING:
    from ui.page import Page

UNACCEPTABLE, DESIRED, SEEDS, INVITED = 25, 40, 40, 110
SHARES, PEOPLE = (1, 98), (5, 500)


def form(page: Page) -> None:
    """Closed until somebody wants to make a rule."""
    fold_of_choices(page, "rule", page.t("rule_title"), lambda: _form(page))


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
    promises = verdict.promises(plan, page.text).drop("sentence")
    widgets.table(promises, spoken.headers(promises, page.text), page.lang)
    st.caption(page.t("rule_lock_note"))

    def lock() -> None:
        rules.save(cache.store(), plan, asked.sku(page) or "")

    st.button(page.t("rule_lock"), icon=":material/lock:", on_click=lock)


def _number(page: Page, name: str, value: int, default: int, bounds: tuple[int, int]) -> None:
    label = page.t(f"rule_field.{name}")
    widgets.number(page, f"beta_{name}", label, value, bounds=bounds, default=default)
