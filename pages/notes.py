"""Alerts and notes: what left its normal, what was done then, and what was decided expecting
what."""

from ui import frame, opened
from ui.sections.alerts import parts
from ui.sections.notes import ledger
from ui.views.alerts import queries
from ui.views.repurchase import repurchase

page = frame.open_page("notes")
parts.head(page)
parts.charts(page)
ledger.show(page)
citation = repurchase.citation(page.manifest, page.text, page.t("title"))
opened.queries(page, queries.formulas(page.text), citation)
frame.onward(page)
