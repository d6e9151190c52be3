"""How a saved segment was chosen, in words."""

from datetime import date

import pytest

from analytics.customers import segments
from analytics.customers.segments import SegmentChoice
from analytics.repurchase.cohort_groups import GroupCell, Split
from analytics.words import LANGUAGES
from tests.conftest import Workshop
from ui.text import Text
from ui.views.customers import segments as view

UNTIL = date(2024, 3, 31)
BEHIND = GroupCell(Split("channel", "month", UNTIL), "shop", 1, date(2024, 1, 1), date(2024, 2, 1))


@pytest.mark.parametrize("index", [0, 1])
def test_a_cell_of_a_group_is_told_by_group_days_and_age(workshop: Workshop, index: int) -> None:
    rows = [
        {"order_id": day, "customer_id": "a", "ordered_at": day, "amount": 5, "channel": "shop"}
        for day in ("2024-01-05", "2024-02-05")
    ]
    whole = workshop.rows(rows)
    group_cell = GroupCell(BEHIND.split, BEHIND.group, index, BEHIND.start, BEHIND.stop)
    chosen = SegmentChoice("behind", UNTIL, behind=group_cell)
    with workshop.quick():
        segment = segments.save(whole.store, whole.version, chosen, f"shop {index}")
    # As made, and as read again from its file.
    for manifest in (segment, whole.store.manifest(segment.version)):
        descriptions = {lang: view.how(manifest, Text(lang)) for lang in LANGUAGES}
        assert descriptions["en"] == (
            'First channel "shop", first bought from Jan 1, 2024 to Jan 31, 2024'
            + (", and bought in month 1 after it" if index else "")
            + " (data to Mar 31, 2024)"
        )
        assert ("\u4e70\u8fc7" in descriptions["zh-Hans"]) == bool(index)
