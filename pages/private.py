"""Private traffic: whether people can be reached, respond, and pay."""

from ui import frame
from ui.sections.channels import private

page = frame.open_page("private")
evidence = private.evidence(page)
if not evidence.members and not evidence.private:
    frame.empty(page, page.t("no_private"))
private.show(page, evidence)
frame.onward(page)
