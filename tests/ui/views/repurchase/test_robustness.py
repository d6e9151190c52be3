"""One conclusion under other definitions: each of them is counted once."""

import re

import pytest

from analytics.repurchase.robustness import Finding, Robustness
from analytics.stats.intervals import Estimate
from tests.ui.figures import TEXTS
from ui.views.repurchase import robustness as view

NOTHING = Estimate(0.0, -0.1, 0.1, 100)
OTHERS = ("cannot_tell", "better", "cannot_tell", "worse", "practically_equal", None)


@pytest.mark.parametrize(
    ("own", "expected"), [("cannot_tell", [5, 2, 3]), ("better", [5, 1, 2]), ("worse", [5, 1, 2])]
)
def test_those_that_agree_and_those_that_do_not_are_not_the_same_ones(
    own: str, expected: list[int]
) -> None:
    findings = tuple(
        Finding(f"d{place}", NOTHING, NOTHING, NOTHING, verdict)
        for place, verdict in enumerate((own, *OTHERS))
    )
    for text in TEXTS:
        one, other = view.sides("all", [], text)
        sentence = view.sentence(Robustness(findings), (one, other), text)
        counts = [int(n) for n in re.findall(r"(?<![\d.])\d+(?![\d.%]\d)", sentence)]
        assert counts[-3:] == expected
