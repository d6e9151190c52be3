"""The ladder from buyer to steel fan: who stands where, who moved, and the rules behind it."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import streamlit as st

from analytics.customers import ladder
from analytics.customers.ladder import LadderQuery, Rules
from analytics.customers.segments import Chosen
from ui import cache, state, widgets
from ui import format as fmt
from ui.charts.customers import ladder as charts
from ui.charts.customers import rfm as bars
from ui.sections.customers import segments
from ui.views.customers import ladder as view

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.page import Page

BACK = timedelta(days=91)
"""Less than it takes to fall asleep, or nobody could still stand where they stood."""
LAST = "last"


def show(page: Page) -> None:
    """The rungs, the move between two days, the rules, and a rung saved as a segment."""
    rules = _rules()
    asked = _question(page, rules)
    found = cache.answer(_look, page.version, asked)
    for said in view.missing(found, rules, page.text):
        st.info(said, icon=":material/help:")
    drawn = view.rungs(found, page.text)
    widgets.chart(
        page,
        "rungs",
        cache.drawn(
            page.drawing("rungs", asked),
            lambda: bars.groups(drawn, text=page.text, theme=page.theme),
        ),
        view.rungs_sentence(found, asked, page.text),
    )
    _moved(page, found, asked)
    _change_rules(page, rules)
    _save(page, found, asked)


def _look(store: Any, version: str, asked: LadderQuery) -> ladder.Ladder:
    return ladder.report(store, version, asked)


def _moved(page: Page, found: ladder.Ladder, asked: LadderQuery) -> None:
    st.subheader(page.text("ladder.moved_title"), anchor=False)
    nodes = view.nodes(found, page.text)
    widgets.chart(
        page,
        "moved",
        cache.drawn(
            page.drawing("moved", asked),
            lambda: charts.moved(
                nodes, view.links(found, nodes, page.text), text=page.text, theme=page.theme
            ),
        ),
        view.moved_sentence(found, asked, page.text),
    )
    with st.expander(page.text("ladder.table")):
        rows = view.table(found, page.text)
        widgets.download(rows, {}, page.text("ladder.download"), "ladder", page.lang)
        widgets.table(rows, {}, page.lang, height=280)


def _question(page: Page, rules: Rules) -> LadderQuery:
    """The two days, chosen from the first days of months and the last day of the data."""
    first = date.fromisoformat(page.manifest.about["first_on"])
    days = view.days(first, page.as_of)
    names = {day.isoformat(): fmt.day(day, page.lang) for day in days}
    names |= {LAST: fmt.day(page.as_of, page.lang)}
    usual_day = next((day for day in days if day <= page.as_of - BACK), None)
    usual = usual_day or (days[-1] if days else None)
    with st.container(horizontal=True, gap="medium"):
        earlier = _day(page, "ladder_from", names, usual.isoformat() if usual else LAST)
        later = _day(page, "ladder_to", {LAST: names[LAST], **names}, LAST)
    ends = sorted((earlier, later))
    has_amount = page.manifest.has("amount_lines")
    return LadderQuery(ends[0], ends[1], rules, page.filters, has_amount)


def _day(page: Page, name: str, names: dict[str, str], usual: str) -> date:
    label = page.text(f"ladder.{name}")
    chosen = widgets.choose_from(page, name, names, usual, label)
    return page.as_of if chosen == LAST else date.fromisoformat(chosen)


def _rules() -> Rules:
    """The rules of the link, within bounds; a loyal customer bought on more days than a repeat
    buyer."""
    said = {one.name: _number(one.name, one.default) for one in fields(Rules)}
    said["loyal_days"] = max(said["loyal_days"], said["repeat_days"] + 1)
    return Rules(**said)


def _number(name: str, usual: Any) -> int:
    low, high = view.BOUNDS[name]
    written = state.option(f"ladder_{name}", str(usual))
    number = int(written) if written.isascii() and written.isdigit() else int(usual)
    return min(max(number, low), high)


def _change_rules(page: Page, rules: Rules) -> None:
    with st.expander(page.text("ladder.rules_title"), icon=":material/tune:"):
        for said in view.rule_of(rules, page.text):
            st.markdown(said)
        with st.container(horizontal=True, gap="medium"):
            for name, (low, high) in view.BOUNDS.items():
                st.number_input(
                    page.text(f"ladder.ask.{name}"),
                    min_value=low,
                    max_value=high,
                    step=1,
                    width=190,
                    help=page.text(f"ladder.why.{name}"),
                    **state.bind(
                        f"ladder_{name}", page.lang, getattr(rules, name), _keep(f"ladder_{name}")
                    ),
                )
        st.caption(page.text("ladder.rules_note"))


def _keep(name: str) -> Callable[[Any], None]:
    return lambda chosen: state.set_option(name, str(int(chosen)))


def _save(page: Page, found: ladder.Ladder, asked: LadderQuery) -> None:
    """The people of one rung as a segment."""
    there = found.rungs.filter(found.rungs["customers"] > 0)["rung"].to_list()
    if not there:
        return
    names = {rung: view.name(rung, page.text) for rung in reversed(there)}
    label = page.text("ladder.save_label")
    rung = widgets.choose_from(page, "ladder_rung", names, next(iter(names)), label)
    chosen = Chosen("rung", asked.later, page.filters, rung, rules=asked.rules)
    segments.offer(page, f"rung.{rung}", chosen, names[rung])
