"""Is the launch ready, is it ahead, and who buys: tasks by phase, launches at the same age, new
people or the brand's own, and what older products lost."""

from ui import frame, opened, widgets
from ui.sections.launch import parts, took
from ui.views.launch import queries
from ui.views.repurchase import repurchase

PARTS = {
    "ready": parts.show_ready,
    "ahead": parts.show_ahead,
    "who": parts.show_who,
    "took": took.show,
}

page = frame.open_page("launch")
launch = parts.head(page)
if launch is not None:
    labels = {part: page.t(f"launch_part.{part}") for part in PARTS}
    default = "ahead" if launch.state == "past" else "ready"
    part = widgets.pick(page, "launch_part", labels, default)
    PARTS[part](page, launch)
    citation = repurchase.citation(page.manifest, page.text, page.t("title"))
    opened.queries(page, queries.formulas(part, page.text), citation)
frame.onward(page)
