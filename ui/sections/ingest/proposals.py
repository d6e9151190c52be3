"""One table of one file: the proposed reading, and the person's corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics import schema
from analytics.errors import NineSupersError
from analytics.ingest.build.dates import MANNERS
from analytics.ingest.columns.suggest import suggest
from ui import bound, state, widgets
from ui.frame import complain
from ui.page import Page
from ui.sections.ingest import astray, decimals, person_ids, repairs, repeats
from ui.sections.ingest.upload_session import UploadSession, part_name, reading_name
from ui.text import literal
from ui.views.ingest import checking as checking_view
from ui.views.ingest import data as view

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from streamlit.delta_generator import DeltaGenerator

    from analytics.ingest.proposals import Proposal
    from analytics.ingest.recipes import Change

ENCODINGS = {
    "utf-8": "UTF-8",
    "gb18030": "GB18030 / GBK",
    "cp950": "Big5",
    "cp932": "Shift-JIS",
    "cp949": "EUC-KR / CP949",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
}


def settle(
    page: Page, session: UploadSession, proposal: Proposal, questions: DeltaGenerator
) -> Proposal:
    """The proposal with the recipe of an earlier file applied, and as corrected by the person.

    A table that cannot be read without an answer stands among the `questions`, open; one that was
    understood here, closed.
    """
    name = part_name(proposal)
    chosen_row = session.choices.get(f"{name}.header_row")
    if chosen_row:
        proposal = _with_row(proposal, int(chosen_row))
    recalled, reading = session.recall(proposal), reading_name(proposal)
    uses_recipe = recalled is not None and session.choices.get(f"{reading}.recipe", "yes") == "yes"
    part = recalled[0] if recalled is not None and uses_recipe else proposal
    # Choices made about one way to read a table mean nothing in another.
    reading_key = f"{reading}|{uses_recipe}"
    is_known = part.match.table is not None
    is_undated = "ordered_at" in part.match.missing
    needs_answer = is_undated or not (is_known or part.sheet)
    icon = ":material/help:" if needs_answer or not is_known else ":material/check_circle:"
    with (
        questions if needs_answer else st.container(),
        st.expander(view.proposal_sentence(part, page.text), icon=icon, expanded=needs_answer),
    ):
        if recalled is not None:
            _recalled(page, session, reading, recalled[1])
        tables = ["", *schema.TABLES]
        chosen = st.selectbox(
            page.t("table_label"),
            tables,
            format_func=lambda table: (
                page.text(f"tables.{table}.name") if table else page.t("leave_out")
            ),
            **session.bind(f"{reading_key}.table", page.lang, part.match.table or "", tables),
        )
        settled = part
        if chosen:
            settled = part if chosen == part.match.table else part.as_table(chosen)
            settled = _mapped(page, session, settled, f"{reading_key}.{chosen}")
        elif is_known:
            settled = part.left_out()
        widgets.table(view.sample(part), {}, page.lang)
        _read_otherwise(page, session, proposal, name)
    return _answered(session, settled, name) if chosen else settled


def _answered(session: UploadSession, part: Proposal, name: str) -> Proposal:
    """The part with what has been answered to the questions of a check."""
    mended = part.with_mends(session.corrections.get(name, part.mends))
    mended = mended.with_repeats_kept(repeats.keeps_repeats(session, mended))
    dated = mended.with_dates_kept(astray.keeps_dates(session, mended))
    signed = dated.with_decimals(decimals.sign(session, dated))
    named = signed.with_ids(person_ids.rule(session, signed))
    return named.with_as_written(repairs.as_written(session, named))


def _recalled(page: Page, session: UploadSession, name: str, changes: tuple[Change, ...]) -> None:
    """That the file is read as an earlier one was, how it differs, and the way out."""
    recipe = session.recalled[name]
    if recipe is None:
        return
    st.markdown(page.text("checking.recipe", name=literal(recipe[0].name)))
    for change in changes:
        st.markdown(f"- {checking_view.change_sentence(change, page.text)}")

    def store(is_used: bool) -> None:
        session.choices[f"{name}.recipe"] = "yes" if is_used else "no"

    st.checkbox(
        page.text("checking.recipe_use"),
        **bound.value(f"{state.TRAY}.{name}.recipe", page.lang, True, store),
    )


def _mapped(page: Page, session: UploadSession, part: Proposal, name: str) -> Proposal:
    """The mapping, a list of headers for each meaning that the file has or needs, and the order of
    day and month in dates such as 3/5."""
    labels = view.mapping(part, page.text)
    _unmatched(page, session, part, name, labels)
    options, place_of_grid = view.headers(part), st.container()
    needed = {*part.match.mapping, *part.match.missing, _added(page, session, part, name)}
    shown = [
        column for column in labels if column in needed or f"{name}.{column}" in session.choices
    ]
    corrected: dict[str, str | None] = {}
    place_of_grid.caption(page.t("matched"))
    grid = place_of_grid.columns(3)
    for place, column in enumerate(shown):
        header = grid[place % 3].selectbox(
            labels[column],
            options,
            format_func=lambda option: option or page.t("no_header"),
            **session.bind(
                f"{name}.{column}", page.lang, view.chosen_header(part, column), options
            ),
        )
        if header != view.chosen_header(part, column):
            corrected[column] = header or None
    orders = ["", *MANNERS]
    order = st.radio(
        page.t("date_order"),
        orders,
        format_func=lambda code: page.t(f"date_order_{code or 'auto'}"),
        horizontal=True,
        **session.bind(f"{name}.dates", page.lang, part.date_order, orders),
    )
    try:
        return (
            part.with_mapping(corrected).with_date_order(order)
            if corrected
            else part.with_date_order(order)
        )
    except NineSupersError as error:
        complain(error, page.lang)
        return part


def _added(page: Page, session: UploadSession, part: Proposal, name: str) -> str:
    """The meaning that a person misses among those shown; "" for none. Nothing is asked where
    every column of the file has one."""
    labels = view.mapping(part, page.text)
    absent = [column for column in labels if column not in part.match.mapping]
    if not view.leftovers(part):
        return ""
    options = ["", *absent]
    chosen: str = st.selectbox(
        page.t("unmatched"),
        options,
        format_func=lambda column: labels[column] if column else page.t("no_header"),
        **session.bind(f"{name}.added", page.lang, "", options),
    )
    return chosen


def _unmatched(
    page: Page, session: UploadSession, part: Proposal, name: str, labels: Mapping[str, str]
) -> None:
    """The columns nobody reads, what some of them may be, and headers that stand twice."""
    text = page.text
    for place, suggestion in enumerate(suggest(part.headers, part.match)):
        description, actions = st.columns([4, 1], vertical_alignment="center")
        header = part.headers[suggestion.index]
        description.markdown(
            view.suggestion_sentence(header, labels[suggestion.column], suggestion.confidence, text)
        )
        actions.button(
            text("checking.suggestion_use"),
            key=f"suggest.{name}.{place}",
            on_click=session.choose,
            args=(f"{name}.{suggestion.column}", page.lang, header),
        )
    if asked := view.asked_sentence(part, text):
        st.caption(asked)
    for key, headers in view.leftovers(part):
        st.caption(text(f"checking.{key}", headers=literal(", ".join(headers))))


def choose_encoding(page: Page, session: UploadSession, path: Path, detected: str) -> None:
    """Another encoding than the one that was found."""
    options = ["", *ENCODINGS]
    st.selectbox(
        page.text("checking.encoding"),
        options,
        format_func=lambda code: (
            ENCODINGS[code] if code else page.text("checking.encoding_auto", found=detected or "?")
        ),
        **session.bind(f"{path.name}.encoding", page.lang, "", options),
    )


def _read_otherwise(page: Page, session: UploadSession, part: Proposal, name: str) -> None:
    """Another encoding or header row, where somebody knows better; it counts from the next run."""
    with st.popover(page.text("checking.reading"), icon=":material/tune:"):
        if part.sniffed["kind"] == "text":
            choose_encoding(page, session, part.path, part.sniffed["encoding"])
        if part.header_row:
            rows = [str(number) for number in range(1, len(part.rows) + 1)]
            st.selectbox(
                page.text("checking.header_row"),
                rows,
                **session.bind(f"{name}.header_row", page.lang, str(part.header_row), rows),
            )


def _with_row(part: Proposal, row: int) -> Proposal:
    """The part with its header in this row; as it was where that row has no names."""
    try:
        return part.with_header_row(row)
    except NineSupersError:
        return part
