"""How often people can need the goods again: asked, and written into the draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.definitions.definition import GOODS
from analytics.definitions.goods import goods
from ui import cache, widgets
from ui.sections.definitions import outcome
from ui.views.definitions import kind as view

if TYPE_CHECKING:
    from ui.page import Page
    from ui.views.definitions.draft import DefinitionDraft


def show(page: Page, definition_draft: DefinitionDraft) -> None:
    """The kinds of goods as a list; a choice moves the goalposts of the draft that follow it."""
    codes = GOODS if definition_draft.start.goods else (view.UNCHOSEN, *GOODS)
    labels = {code: view.label(code, page.text) for code in codes}
    current = definition_draft.goods or view.UNCHOSEN
    chosen = widgets.choose_from(page, outcome.GOODS_OPTION, labels, current, page.t("goods_label"))
    kind = "" if chosen == view.UNCHOSEN else chosen
    if kind != definition_draft.goods:
        definition_draft.choose_goods(kind)
    if kind:
        st.caption(page.text.pick(goods()[kind].explains))
    else:
        st.caption(view.sentence(cache.goods(page.version), page.definition, page.text))
