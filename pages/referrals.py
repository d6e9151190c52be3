"""Who brings whom: the trees of referrals, K, the advocates, and what those they brought are
worth."""

from ui import frame, widgets
from ui.sections.referrals import referrals, referred

PARTS = {
    "tree": referrals.tree,
    "growth": referrals.growth,
    "advocates": referred.advocates,
    "worth": referred.worth,
    "rules": referrals.rules,
}

page = frame.open_page("referrals")
referrals.head(page)
part = widgets.choose(
    page, "referral_part", tuple(PARTS), "tree", page.t("see_label"), visibility="collapsed"
)
PARTS[part](page)
frame.onward(page)
