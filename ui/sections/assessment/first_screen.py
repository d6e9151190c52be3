"""The first screen: five questions a founder asks, each answered in a line and led on from; and one
place that says where every figure of the page comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, frame
from ui.folded import fold
from ui.views.assessment import key_findings, questions
from ui.views.definitions import kind
from ui.views.shared import provenance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.assessment.advice import Step
    from analytics.assessment.assessment import Assessment
    from ui.page import Page


def show(
    page: Page, assessment: Assessment, steps: Sequence[Step], line: float, above: float | None
) -> None:
    """The weakest side, how sure, what to do next, is it a brand, do people come back."""
    text = page.text
    sure = key_findings.sure(assessment, line, above, text)
    with st.container(border=True, gap="small"):
        _answer("supers", page.t("weakest_title"), key_findings.weakest(assessment, text))
        _answer("", page.t("sure_title"), sure)
        _answer("data", page.t("next_title"), questions.first_step(steps, assessment, text))
        _answer("gate", page.t("gate_title"), questions.brand(assessment.gate, text))
        _answer("repurchase", page.t("back_title"), questions.back(assessment, text))


def goods(page: Page, assessment: Assessment) -> None:
    """What kind of goods the scores take the dataset for, and the way to change it."""
    sentence = kind.sentence(cache.goods(page.version), assessment.definition, page.text)
    if sentence:
        st.caption(sentence)
        frame.link("settings", page.t("goods_change"))


def behind(page: Page, assessment: Assessment, figures: Sequence[tuple[str, str]]) -> None:
    """Formula and citation of every figure of the page, `figures` by key under
    `container.behind` and value; what goes into all of them stands once."""

    def behind_each() -> None:
        for number, (name, value) in enumerate(figures):
            figure = provenance.figure(name, value, page.label(), assessment, page.text)
            if not number:
                for label, content in figure.facts:
                    st.markdown(f"**{label}** {content}")
            st.markdown(f"**{page.t(f'behind.{name}')}** {figure.formula}")
            st.code(figure.citation, language=None, wrap_lines=True)

    fold(page, "behind", page.t("behind.title"), behind_each, icon=":material/function:")


def _answer(target: str, question: str, answer: str) -> None:
    """A question, which leads to the page where its answer is opened, and the answer."""
    with st.container(gap="xxsmall"):
        if target:
            frame.link(target, f"**{question}**")
        else:
            st.markdown(f"**{question}**")
        st.markdown(answer)
