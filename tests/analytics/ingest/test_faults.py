"""One export of every kind of planted fault: right, or said before any figure. More by
`python -m tests.bench.faults`."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bench import report
from tests.bench.faults import runs, seeds
from tests.bench.faults.kinds import CLEAN, KINDS

FIRST_SEED = 1_000


@pytest.mark.parametrize("kind", KINDS)
def test_no_fault_is_counted_silently(kind: str) -> None:
    (outcome,) = seeds.run([kind], FIRST_SEED)
    assert outcome.verdict in ((runs.RIGHT,) if kind == CLEAN else (runs.RIGHT, runs.SAID)), outcome


def test_a_figure_that_is_not_meant_counts_as_wrong(tmp_path: Path) -> None:
    case = KINDS["e-mail addresses spelt several ways"](random.Random(1), tmp_path)
    assert case.expected is not None
    wrong = replace(case, expected={**case.expected, "customers": case.expected["customers"] + 1})
    with runs.quick():
        assert runs.judged("any", 1, case).verdict == runs.RIGHT
        assert runs.judged("any", 1, wrong).verdict == runs.SILENT


def test_a_table_takes_the_place_of_its_own_section_alone() -> None:
    whole = "# Benchmarks\n\nText\n\n## One\n\nold\n\n## Two\n\nstays\n"
    assert report.with_section(whole, "## One\n\nnew") == whole.replace("old", "new")
    assert report.with_section(whole, "## Three\n\nnew") == f"{whole}\n## Three\n\nnew\n"
