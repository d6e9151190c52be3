"""The ladder from buyer to steel fan: who stands where, who moved, and the rules behind it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import streamlit as st

from analytics.customers import ladder
from analytics.customers.ladder import LadderQuery, Rules
from analytics.customers.segments import SegmentChoice
from ui import cache, widgets
from ui import format as fmt
from ui.charts.customers import ladder as charts
from ui.charts.customers import rfm as rfm_charts
from ui.folded import fold, fold_of_choices
from ui.sections.customers import segments
from ui.text import paragraphs
from ui.views.customers import ladder as view

if TYPE_CHECKING:
    from ui.page import Page

BACK = timedelta(days=91)
"""Less than it takes to fall asleep, or nobody could still stand where they stood."""
LAST = "last"


def show(page: Page) -> None:
    """The rungs, the move between two days, the rules, and a rung saved as a segment."""
    rules = _rules()
    query = _query(page, rules)
    report = cache.answer(_report, page.version, query)
    for sentence in view.missing(report, rules, page.text):
        st.info(sentence, icon=":material/help:")
    rungs = view.rungs(report, page.text)
    widgets.chart(
        page,
        "rungs",
        cache.cached_figure(
            page.drawing("rungs", query),
            lambda: rfm_charts.groups(rungs, text=page.text, theme=page.theme),
        ),
        view.rungs_sentence(report, query, page.text),
    )
    st.caption(page.text("ladder.asleep_note", days=rules.asleep_days))
    _moves(page, report, query)
    _change_rules(page, rules)
    _save(page, report, query)


def _report(store: Any, version: str, query: LadderQuery) -> ladder.Ladder:
    return ladder.report(store, version, query)


def _moves(page: Page, report: ladder.Ladder, query: LadderQuery) -> None:
    st.subheader(page.text("ladder.moved_title"), anchor=False)
    nodes = view.nodes(report, page.text)
    widgets.chart(
        page,
        "moved",
        cache.cached_figure(
            page.drawing("moved", query),
            lambda: charts.moved(
                nodes, view.links(report, nodes, page.text), text=page.text, theme=page.theme
            ),
        ),
        view.moved_sentence(report, query, page.text),
    )

    def table() -> None:
        rows = view.table(report, page.text)
        widgets.download(rows, {}, page.text("common.download"), "ladder", page.lang)
        widgets.table(rows, {}, page.lang, height=280)

    fold(page, "ladder", page.text("ladder.table"), table)


def _query(page: Page, rules: Rules) -> LadderQuery:
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
    values = {
        name: widgets.whole(f"ladder_{name}", getattr(Rules(), name), bounds)
        for name, bounds in view.BOUNDS.items()
    }
    values["loyal_days"] = max(values["loyal_days"], values["repeat_days"] + 1)
    return Rules(**values)


def _change_rules(page: Page, rules: Rules) -> None:
    def fields() -> None:
        st.markdown(paragraphs(view.rule_of(rules, page.text)))
        with st.container(horizontal=True, gap="medium"):
            for name, bounds in view.BOUNDS.items():
                widgets.number(
                    page,
                    f"ladder_{name}",
                    page.text(f"ladder.ask.{name}"),
                    getattr(rules, name),
                    bounds=bounds,
                    default=getattr(Rules(), name),
                    width=190,
                    help=page.text(f"ladder.why.{name}"),
                )
        st.caption(page.text("ladder.rules_note"))

    title = page.text("ladder.rules_title")
    fold_of_choices(page, "rules", title, fields, icon=":material/tune:")


def _save(page: Page, report: ladder.Ladder, query: LadderQuery) -> None:
    """The people of one rung as a segment."""
    rungs = report.rungs.filter(report.rungs["customers"] > 0)["rung"].to_list()
    if not rungs:
        return
    names = {rung: view.name(rung, page.text) for rung in reversed(rungs)}
    label = page.text("ladder.save_label")
    rung = widgets.choose_from(page, "ladder_rung", names, next(iter(names)), label)
    chosen = SegmentChoice("rung", query.later, page.filters, rung, rules=query.rules)
    segments.offer(page, f"rung.{rung}", chosen, names[rung])
