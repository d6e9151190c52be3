"""Settings: what a score means. Goalposts and weights, supers of one's own, and their versions."""

from ui import frame, widgets
from ui.sections import definition_versions, draft_grids, draft_outcome, own_super

TASKS = ("edit", "own", "versions")

page = frame.open_page("settings")
bench = draft_outcome.bench(page)
draft_outcome.head(page, bench)
task = widgets.choose(page, "task", TASKS, "edit", page.t("task_label"))
if task == "edit":
    draft_grids.show(page, bench)
elif task == "own":
    own_super.show(page, bench)
else:
    definition_versions.show(page)
if task != "versions":
    draft_outcome.show(page, bench)
