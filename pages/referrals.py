"""Who brings whom: the trees of referrals, K, the advocates, and what those they brought are
worth."""

import streamlit as st

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
missing = next(
    (
        key
        for key, count in (
            ("no_orders", "lines"),
            ("no_customers", "customers"),
            ("no_referrers", "referrer_lines"),
        )
        if not page.manifest.has(count)
    ),
    None,
)
if missing:
    st.info(page.t(missing), icon=":material/group_add:")
    frame.link("data", page.t("collect_link"))
    st.stop()
referrals.head(page)
seen = widgets.choose(
    page, "referral_part", tuple(PARTS), "tree", page.t("see_label"), visibility="collapsed"
)
PARTS[seen](page)
