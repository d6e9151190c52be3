"""Customers: groups and concentration, the ladder, comings and goings, value, journeys, discounts
and returns."""

from ui import frame, widgets
from ui.sections.customers import clv, discounts, journey, ladder, rfm, segments
from ui.sections.repurchase import caveats

PARTS = {
    "groups": rfm.groups,
    "ladder": ladder.show,
    "flows": rfm.flows,
    "value": clv.show,
    "journey": journey.show,
    "discounts": discounts.show,
}

page = frame.open_page("customers")
segments.follow(page)
caveats.show(page)
PARTS[widgets.choose(page, "look", tuple(PARTS), "groups", page.t("look_label"))](page)
segments.offer_filtered(page)
