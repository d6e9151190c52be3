"""Go, fix or stop, and how sure: a beta test by its rule, who brought whom, and the same people
again."""

from ui import frame, widgets
from ui.sections.beta import parts

PARTS = {
    "decide": parts.decide,
    "brought": parts.brought,
    "same": parts.same,
    "speak": parts.speak,
}

page = frame.open_page("beta")
parts.head(page)
part = widgets.choose(
    page, "beta_part", tuple(PARTS), "decide", page.t("see_label"), visibility="collapsed"
)
PARTS[part](page)
frame.onward(page)
