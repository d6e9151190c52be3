"""Private traffic: whether people can be reached, respond, and pay."""

import streamlit as st

from ui import frame
from ui.sections.channels import private

page = frame.open_page("private")
if not page.manifest.has("customers"):
    missing = "no_customers" if page.manifest.has("lines") else "no_orders"
    st.info(page.t(missing), icon=":material/person_off:")
    frame.link("data", page.t("collect_link"))
    st.stop()
known = private.evidence(page)
if not known.members and not known.private:
    st.info(page.t("no_private"), icon=":material/person_off:")
    frame.link("data", page.t("collect_link"))
    st.stop()
private.show(page, known)
