"""The nine supers: one opened down to its rows, through time, against each other, in three
voices, and the survey behind."""

from ui import frame, waiting, widgets
from ui.sections.assessment import compare, one_super, quarters, voices
from ui.sections.feedback import survey

PARTS = {
    "super": one_super.show,
    "time": quarters.show,
    "against": compare.show,
    "voices": voices.show,
    "survey": survey.show,
}

page = frame.open_page("supers")
assessment = waiting.assessment(page)
PARTS[widgets.choose(page, "part", tuple(PARTS), "super", page.t("part_label"))](page, assessment)
frame.onward(page)
