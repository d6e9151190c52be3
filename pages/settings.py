"""Settings: what a score means. Goalposts and weights, supers of one's own, their versions, and the
words that reviews are read by."""

from ui import frame, waiting, widgets
from ui.sections.definitions import grids, outcome, own_super, versions
from ui.sections.feedback import lexicon

TASKS = ("edit", "own", "versions", "words")

page = frame.open_page("settings")
waiting.reviews(page)
bench = outcome.definition_draft(page)
outcome.head(page, bench)
lexicon.come_first("task", "words")
task = widgets.choose(page, "task", TASKS, "edit", page.t("task_label"))
if task == "edit":
    grids.show(page, bench)
elif task == "own":
    own_super.show(page, bench)
elif task == "words":
    lexicon.show(page)
else:
    versions.show(page)
if task in ("edit", "own"):
    outcome.show(page, bench)
frame.onward(page)
