"""Settings: what a score means. Goalposts and weights, supers of one's own, their versions, and the
words that reviews are read by."""

from ui import frame, waiting, widgets
from ui.sections import definition_versions, draft_grids, draft_outcome, lexicon, own_super

TASKS = ("edit", "own", "versions", "words")

page = frame.open_page("settings")
waiting.reviews(page)
bench = draft_outcome.bench(page)
draft_outcome.head(page, bench)
lexicon.come_first("task", "words")
task = widgets.choose(page, "task", TASKS, "edit", page.t("task_label"))
if task == "edit":
    draft_grids.show(page, bench)
elif task == "own":
    own_super.show(page, bench)
elif task == "words":
    lexicon.show(page)
else:
    definition_versions.show(page)
if task in ("edit", "own"):
    draft_outcome.show(page, bench)
