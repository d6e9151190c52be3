"""Do guests of events come back more often than people alike, whom do stores win, what do openings
do to online orders nearby, and what does a customer cost who comes back."""

from ui import frame, opened
from ui.sections.stores import attendance, halo, places
from ui.views.repurchase import repurchase
from ui.views.stores import queries

page = frame.open_page("stores")
attendance.head(page)
attendance.show(page)
attendance.cost(page)
halo.show(page)
places.same_people(page)
places.folds(page)
citation = repurchase.citation(page.manifest, page.text, page.t("title"))
opened.queries(page, queries.formulas(page.text), citation)
frame.onward(page)
