"""Is it a brand: whether what sells privately sells publicly, at the same price and in the same
manner."""

from ui import frame, widgets
from ui.sections.gate import prices, selling, verdict

PARTS = {"verdict": verdict.verdict, "prices": prices.show, "selling": selling.show}

page = frame.open_page("gate")
verdict.head(page)
part = widgets.choose(
    page, "see", tuple(PARTS), "verdict", page.t("see_label"), visibility="collapsed"
)
PARTS[part](page)
frame.onward(page)
