"""One period, channel, product or dataset against another: the difference, super by super."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import streamlit as st

from analytics.assessment import compare
from analytics.errors import NineSupersError
from analytics.scoring import differences
from ui import cache, frame, state, widgets
from ui.charts.kit import difference as charts
from ui.page import dataset_label
from ui.text import paragraphs
from ui.views.assessment import compare as view
from ui.views.assessment import sides

if TYPE_CHECKING:
    from analytics.assessment.assessment import Assessment
    from ui.page import Page
    from ui.views.assessment.sides import Kind, Offer

MARGINS = ("2", "5", "10")
MARGIN = f"{differences.MARGIN:.0f}"


def show(page: Page, assessment: Assessment) -> None:
    """Two sides of a chosen kind compared, kept in the link as codes."""
    text = page.text
    st.subheader(text("against.title"), anchor=False)
    st.markdown(text("against.lead"))
    kind = _kind(page)
    offer = _offer(page, kind)
    if not offer.is_enough:
        st.info(text(f"against.too_few.{kind}"), icon=":material/compare_arrows:")
        return
    first, second, margin = _sides(page, kind, offer)
    if first == second:
        st.info(text("against.same"), icon=":material/compare_arrows:")
        return
    if kind == "dataset" and not page.filters.is_empty:
        st.caption(text("against.unfiltered"))
    try:
        assessments = [_side(page, assessment, kind, code) for code in (first, second)]
    except NineSupersError as error:
        frame.complain(error, page.lang)
        return
    comparison = compare.compare(assessments[0], assessments[1], margin)
    _draw(page, comparison, kind, (offer.labels[first], offer.labels[second]))


def _kind(page: Page) -> Kind:
    chosen = state.option("against", sides.KINDS[0], sides.KINDS)
    st.segmented_control(
        page.text("against.kind_label"),
        sides.KINDS,
        format_func=lambda code: page.text(f"against.kind.{code}"),
        label_visibility="collapsed",
        required=True,
        **state.bind_option("against", page.lang, chosen),
    )
    return cast("Kind", chosen)


def _offer(page: Page, kind: Kind) -> Offer:
    if kind == "period":
        return sides.periods(page.manifest, page.text)
    if kind == "dataset":
        versions = cache.store().versions()
        names = [dataset_label(manifest, page.text) for manifest in versions]
        return sides.datasets(versions, names, page.text)
    return sides.choices(cache.choices(page.version), kind)


def _sides(page: Page, kind: Kind, offer: Offer) -> tuple[str, str, float]:
    """Each kind keeps its own two sides, so that turning to another and back loses nothing."""
    text = page.text
    left, right, last = st.columns([3, 3, 1.4])
    with left:
        label = text("against.first")
        first = widgets.choose_from(page, f"{kind}_a", offer.labels, offer.first, label)
    with right:
        label = text("against.second")
        second = widgets.choose_from(page, f"{kind}_b", offer.labels, offer.second, label)
    with last:
        labels = {code: text("against.margin_points", n=code) for code in MARGINS}
        margin = widgets.choose_from(page, "margin", labels, MARGIN, text("against.margin"))
    return first, second, float(margin)


def _side(page: Page, assessment: Assessment, kind: Kind, code: str) -> Assessment:
    version = code if kind == "dataset" else page.version
    filters = sides.filters(kind, code, page.filters)
    with st.spinner(page.text("against.preparing")):
        return cache.assess(version, filters, assessment.definition)


def _draw(page: Page, comparison: compare.Comparison, kind: Kind, labels: tuple[str, str]) -> None:
    text = page.text
    drawing = page.drawing(
        "against",
        *((side.manifest.version, side.filters) for side in (comparison.first, comparison.second)),
        comparison.first.definition.id,
        comparison.margin,
    )
    widgets.chart(
        page,
        "against",
        cache.cached_figure(
            drawing,
            lambda: charts.forest(
                view.rows(comparison, text), margin=comparison.margin, text=text, theme=page.theme
            ),
        ),
        view.headline(comparison, *labels, text),
    )
    widgets.sentences(view.table(comparison, text))
    if notes := view.notes(comparison, kind, text):
        st.caption(paragraphs(notes))
