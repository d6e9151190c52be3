"""Go, fix or stop, and how sure: a beta test by its rule, who brought whom, and the same people
again."""

from ui import frame, opened, widgets
from ui.sections.beta import asked, brought, parts, speak
from ui.views.beta import queries
from ui.views.repurchase import repurchase

PARTS = {
    "decide": parts.decide,
    "brought": brought.show,
    "same": parts.same,
    "speak": speak.show,
}

page = frame.open_page("beta")
part = "brought"
if asked.is_filtered_out(page):
    frame.headline(page.t("filtered_out"))
elif parts.head(page):
    labels = {part: page.t(f"beta_part.{part}") for part in PARTS}
    part = widgets.pick(page, "beta_part", labels, "decide")
    PARTS[part](page)
else:
    parts.ahead(page)
citation = repurchase.citation(page.manifest, page.text, page.t("title"))
opened.queries(page, queries.formulas(part, page.text), citation)
frame.onward(page)
