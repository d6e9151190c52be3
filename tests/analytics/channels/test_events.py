from datetime import date

from analytics.channels.events import events
from tests.conftest import Dataset, Workshop

SHEET = """\
event_id,kind,name,starts_on,ends_on
E2,Live, Late live ,2025-06-12,2025-06-12
E1,Store,Opening,2025-03-15,2025-03-16
E1,Store,Opening,2025-03-15,2025-03-18
E3,Salon,,2025-04-01,2025-03-01
E4,,,2025-05-01,
E5,Live,No day,,2025-07-01
"""


def test_events_are_cleaned_and_in_order(workshop: Workshop) -> None:
    dataset = workshop.load(SHEET, "events.csv")
    sheet = events(dataset.store, dataset.version)
    assert sheet.rows() == [
        ("Opening", "Store", None, date(2025, 3, 15), date(2025, 3, 18)),
        ("Salon", "Salon", None, date(2025, 4, 1), None),
        ("E4", None, None, date(2025, 5, 1), None),
        ("Late live", "Live", None, date(2025, 6, 12), None),
    ]


def test_a_dataset_without_the_sheet_has_no_events(workshop: Workshop) -> None:
    dataset = workshop.rows([{"ordered_at": "2025-01-01", "amount": 1}])
    sheet = events(dataset.store, dataset.version)
    assert sheet.is_empty()
    assert sheet.columns == ["name", "kind", "phase", "starts_on", "ends_on"]


def test_the_sample_brand_has_ten(brand: Dataset) -> None:
    sheet = events(brand.store, brand.version)
    assert sheet.height == 10
    assert sheet["starts_on"].is_sorted()
    assert sheet["ends_on"].drop_nulls().len() == 3
