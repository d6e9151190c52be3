"""The nine supers: one opened down to its rows, through time, against each other, in three
voices, and the survey behind."""

from ui import cache, frame, waiting, widgets
from ui.sections import against, one_super, survey, time, voices

PARTS = {
    "super": one_super.show,
    "time": time.show,
    "against": against.show,
    "voices": voices.show,
    "survey": survey.show,
}

page = frame.open_page("supers")
waiting.reviews(page)
found = cache.assess(page.version, page.filters, page.definition)
PARTS[widgets.choose(page, "part", tuple(PARTS), "super", page.t("part_label"))](page, found)
