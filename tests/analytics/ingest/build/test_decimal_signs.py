"""1.200: a thousand and more, or one and a bit? The column decides, its file, or a person."""

from decimal import Decimal

import pytest

from analytics.errors import ImportRefused
from analytics.ingest import recipes
from tests.conftest import Dataset, Reading, Workshop


def amounts(dataset: Dataset | Reading) -> list[Decimal]:
    return [line["amount"] for line in dataset.lines()]


@pytest.mark.parametrize(
    ("text", "right", "by"),
    [
        ("date;amount\n05.01.2024;1.200\n16.01.2024;950\n17.02.2024;2.450\n", 4600, "whole"),
        ("date,amount\n2024-01-05,1.200\n2024-01-06,950\n", 2150, "whole"),
        ("date,amount\n2024-01-05,1.200 EUR\n2024-01-06,950 EUR\n", 2150, "whole"),
        ("date;amount\n2024-01-05;1.234\n2024-01-05;2.451\n2024-01-07;981\n", 4666, "file"),
        ("date,amount\n15.01.2024,1.234\n15.01.2024,2.451\n17.01.2024,981\n", 4666, "file"),
        ("date,amount\n2024-01-05,1.234\n2024-01-06,2451\n", Decimal("2452.23"), "whole"),
        (
            "date,amount,unit_cost\n2024-01-05,1.234,0.5\n2024-01-06,2.451,1.25\n",
            Decimal("3.68"),
            "neighbours",
        ),
        (
            'date,amount,list_price\n2024-01-05,1.234,"0,5"\n2024-01-06,2.451,"1,25"\n',
            3685,
            "neighbours",
        ),
        (
            "date,amount,currency\n2024-01-05,1.234,KWD\n2024-01-06,2.451,KWD\n",
            Decimal("3.68"),
            "file",
        ),
    ],
)
def test_the_evidence_decides_and_is_shown(
    workshop: Workshop, text: str, right: Decimal, by: str
) -> None:
    dataset = workshop.read(text)
    assert sum(amounts(dataset)) == right
    settled = dataset.files[0]["decimals"]["amount"]
    assert settled["by"] == by
    assert settled["example"].startswith("1.2")


@pytest.mark.parametrize(
    "text",
    [
        "date,amount\n2024-01-05,1.20\n2024-01-06,950\n",
        "date,amount\n2024-01-05,1.234\n2024-01-06,2.5\n",
        "date,amount\n2024-01-05,1234\n2024-01-06,12.5\n",
    ],
)
def test_a_clean_column_is_not_spoken_of(workshop: Workshop, text: str) -> None:
    assert workshop.read(text).files[0]["decimals"] == {}


def test_nothing_decides_and_a_person_does(workshop: Workshop) -> None:
    text = "order_id,date,amount\n1,2024-01-05,1.234\n2,2024-01-06,2.451\n"
    with pytest.raises(ImportRefused, match="numbers_ambiguous") as refused:
        workshop.load(text)
    assert (refused.value.facts["column"], refused.value.facts["value"]) == ("amount", "1.234")
    (part,) = workshop.look(text)
    drafts = [workshop.check([part.with_decimals(sign)]) for sign in ("point", "comma")]
    assert [draft.totals["amount"] for draft in drafts] == [pytest.approx(3.68), 3685]
    recipe = recipes.recipe_of(drafts[1].parts[0], drafts[1].files[0], drafts[1], ())
    replayed, _ = recipes.replay(recipes.parse(recipes.as_text(recipe).encode(), "r.json"), part)
    assert replayed.decimals == "comma"


def test_quantities_and_answers_are_never_asked_about(workshop: Workshop) -> None:
    text = "date,quantity,amount\n2024-01-05,1.000,5\n2024-01-06,2.000,6\n"
    assert [line["quantity"] for line in workshop.read(text).lines()] == [1, 2]
