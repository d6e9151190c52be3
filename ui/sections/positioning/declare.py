"""The target: declared on the page as a rule or a saved segment, changed, taken back; every one
that was saved stays a version of its own."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from analytics.errors import NineSupersError
from analytics.positioning import declared
from analytics.positioning.declared import LONGEST_NAME, Rule, Target
from ui import cache, frame, names, state
from ui.folded import fold_of_choices
from ui.sections.positioning import asked
from ui.text import verbatim
from ui.views.positioning import whom as view

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ui.page import Page

DRAFT = "aim"
"""Under which a target is kept while it is being written."""
OPEN = "aim is open"
EMPTY: dict[str, Any] = {
    "name": "",
    "segment": "",
    **dict.fromkeys(view.LISTS, ()),
    "least_orders": 0,
    "least_amount": 0.0,
}
MOST_ORDERS, MOST_AMOUNT = 1_000, 1e9
BY_RULE = ""
"""Stands for no segment: the conditions count."""


def asks(page: Page, target: Target) -> None:
    """What the target asks, and the way to another one."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        conditions = view.conditions(target, asked.segments(), page.text, page.currency)
        st.markdown(page.t("asks.all", conditions=conditions), width="content")
        if not _is_writing():
            st.button(page.t("act.change"), key="aim.open", on_click=_change, args=(target,))


def form(page: Page) -> None:
    """A name, and a saved segment or conditions, of which a customer meets all; there once somebody
    wants to declare or to change."""
    if not _is_writing():
        if asked.target(page) is None:
            label = page.t("declare_title")
            st.button(label, type="primary", key="aim.open", on_click=state.keep, args=(OPEN, True))
        return
    segments, draft = asked.segments(), _draft()
    with st.container(border=True):
        st.subheader(page.t("declare_title"), anchor=False)
        st.text_input(page.t("target_name"), max_chars=LONGEST_NAME, **_field(page, "name"))
        codes = [BY_RULE, *segments]
        if draft["segment"] not in codes:
            draft["segment"] = BY_RULE
        if segments:
            labels = {BY_RULE: page.t("by_rule"), **segments}
            st.selectbox(
                page.t("target_who"),
                codes,
                format_func=labels.__getitem__,
                **_field(page, "segment"),
            )
        if not draft["segment"]:
            _conditions(page, draft)
        target = _drafted(draft)
        if target.segment or not target.rule.is_empty:
            st.markdown(view.preview(asked.whom_of(page, target), page.text))
        with st.container(horizontal=True, gap="small"):
            st.button(page.t("target_save"), type="primary", key="aim.save", on_click=_save)
            st.button(page.t("act.leave"), key="aim.leave", on_click=_forget_draft)


def damaged(page: Page, trouble: NineSupersError) -> None:
    """Why the declared target cannot be read, and the way to be rid of it."""
    frame.complain(trouble, page.lang)
    st.button(page.t("act.withdraw"), key="aim.withdraw", on_click=_withdraw)


def versions(page: Page) -> None:
    """Every saved target, closed until somebody wants them."""
    library = declared.library(cache.store())
    for trouble in library.troubles:
        frame.complain(trouble, page.lang)
    if saved := library.targets:
        every = partial(_versions, page, saved, asked.segments())
        title = page.t("targets_title")
        fold_of_choices(page, "targets", title, every, icon=":material/history:")


def _is_writing() -> bool:
    is_open: bool = state.kept(OPEN, bool)
    return is_open


def _conditions(page: Page, draft: dict[str, Any]) -> None:
    st.caption(page.t("rule_note"))
    offered, products = asked.traits(page), _product_names(page)
    for name, trait in view.LISTS.items():
        codes = list(dict.fromkeys([*offered[trait], *draft[name]]))
        if codes:
            labels = products if trait == "product" else {}
            st.multiselect(
                page.t(f"rule.{name}"),
                codes,
                format_func=partial(_shown, labels),
                placeholder=page.t("rule.any"),
                **_field(page, name, list(draft[name])),
            )
    with st.container(horizontal=True, gap="medium"):
        st.number_input(
            page.t("rule.least_orders"),
            min_value=0,
            max_value=MOST_ORDERS,
            step=1,
            **_field(page, "least_orders"),
        )
        st.number_input(
            page.t("rule.least_amount"),
            min_value=0.0,
            max_value=MOST_AMOUNT,
            step=10.0,
            **_field(page, "least_amount"),
        )


def _shown(labels: Mapping[str, str], code: str) -> str:
    return names.shown(labels.get(code, code))


def _product_names(page: Page) -> dict[str, str]:
    offered = cache.choices(page.version).filter(pl.col("kind") == "product")
    return dict(offered.select("code", "label").iter_rows())


def _draft() -> dict[str, Any]:
    draft: dict[str, Any] = state.kept(DRAFT, lambda: dict(EMPTY))
    return draft


def _field(page: Page, name: str, value: Any = None) -> dict[str, Any]:
    """Key and change of one field of the draft."""
    shown = _draft()[name] if value is None else value

    def keep(chosen: Any) -> None:
        _draft()[name] = chosen

    return state.bind(f"{DRAFT}.{name}", page.lang, shown, keep)


def _drafted(draft: dict[str, Any]) -> Target:
    """The draft as a target; a segment leaves the conditions out."""
    rule = Rule(
        **{name: tuple(draft[name]) for name in view.LISTS},
        least_orders=int(draft["least_orders"] or 0) or None,
        least_amount=float(draft["least_amount"] or 0.0) or None,
    )
    segment = draft["segment"]
    return Target(draft["name"] or "", Rule() if segment else rule, segment)


def _save() -> None:
    """Save the draft and declare it: the link then names it."""
    target = _drafted(_draft())
    if _done(lambda: _declare(declared.save(cache.store(), target)), "positioning.declared"):
        _forget_draft()


def _declare(target: Target) -> None:
    declared.make_current(cache.store(), target.id)
    state.set_option(asked.TARGET, target.id)


def _done(act: Callable[[], None], sentence: str) -> bool:
    """Whether it could be done; either way it is said in the next run."""
    try:
        act()
    except NineSupersError as error:
        state.flash(error)
        return False
    state.flash(sentence)
    return True


def _versions(page: Page, saved: tuple[Target, ...], segments: Mapping[str, str]) -> None:
    """Every saved target in a frame of its own: looked at, declared, changed, deleted."""
    current, shown = declared.current(cache.store()), asked.target(page)
    for target in saved:
        facts, actions = st.container(border=True).columns([3, 3], vertical_alignment="center")
        with facts:
            st.markdown(f"**{verbatim(target.name)}**")
            day = view.saved(target, page.text)
            asks = view.conditions(target, segments, page.text, page.currency)
            st.caption(page.text("common.then", first=asks, second=day) if day else asks)
        with actions.container(horizontal=True, horizontal_alignment="right"):
            _actions(
                page,
                target,
                is_current=current is not None and target.id == current.id,
                is_shown=shown is not None and target.id == shown.id,
            )


def _actions(page: Page, target: Target, *, is_current: bool, is_shown: bool) -> None:
    buttons: list[tuple[str, Callable[[], None]]] = []
    if is_current:
        st.badge(page.t("is_declared"), color="gray")
        buttons.append(("withdraw", _withdraw))
    else:
        buttons.append(("use", lambda: _use(target)))
        if not is_shown:
            buttons.append(("look", lambda: state.set_option(asked.TARGET, target.id)))
    buttons.append(("change", lambda: _change(target)))
    if not is_current:
        buttons.append(("remove", lambda: _remove(target)))
    for name, act in buttons:
        st.button(page.t(f"act.{name}"), key=f"aim.{name}.{target.id}", on_click=act)


def _use(target: Target) -> None:
    _done(lambda: _declare(target), "positioning.declared")


def _withdraw() -> None:
    if _done(lambda: declared.withdraw(cache.store()), "positioning.withdrawn"):
        state.set_option(asked.TARGET, None)


def _remove(target: Target) -> None:
    is_gone = _done(lambda: declared.delete(cache.store(), target.id), "positioning.removed")
    if is_gone and state.option(asked.TARGET, "") == target.id:
        state.set_option(asked.TARGET, None)


def _change(target: Target) -> None:
    """Put a saved target into the form; saved again it is another version."""
    _forget_draft()
    rule = replace(target.rule)
    state.keep(
        DRAFT,
        EMPTY
        | {"name": target.name, "segment": target.segment}
        | {name: getattr(rule, name) for name in view.LISTS}
        | {"least_orders": rule.least_orders or 0, "least_amount": float(rule.least_amount or 0)},
    )
    state.keep(OPEN, True)


def _forget_draft() -> None:
    state.forget(DRAFT)
    state.keep(OPEN, False)
