"""One file through `analytics import` in this process, and what it said judged."""

import contextlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from analytics.cli import main
from analytics.ingest import sandbox
from tests.bench.faults.kinds import CLEAN, Planted
from tests.conftest import in_this_process

RIGHT, SAID, SILENT = "right", "said before any figure", "silently wrong"


@dataclass(frozen=True)
class Outcome:
    """What came of one planted fault."""

    kind: str
    seed: int
    verdict: str
    platform: str
    expected: dict[str, Any] | None
    totals: dict[str, Any]
    codes: tuple[str, ...]


@contextlib.contextmanager
def quick() -> Iterator[None]:
    """What the child would do happens in this process."""
    with patch.object(sandbox, "call", in_this_process):
        yield


def imported(paths: Sequence[Path]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The totals (empty where refused) and the codes of everything it said."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        code = main.main(["import", *map(str, paths), "--json"])
    body = json.loads(out.getvalue())
    if code:
        return {}, (body["error"]["code"],)
    problems = (problem["code"] for file in body["files"] for problem in file["problems"])
    return body["totals"], tuple(sorted(set(problems)))


def is_equal(totals: dict[str, Any], expected: dict[str, Any]) -> bool:
    """Every figure the same, money to the cent; of thousandths, to half a cent a line."""
    cents = expected.get("amount", 0.0) * 100
    is_of_cents = abs(cents - round(cents)) < 0.001
    reach = 0.006 if is_of_cents else 0.005 * expected["lines"]
    return all(
        abs((totals.get(key) or 0) - value) < reach
        if isinstance(value, float)
        else totals.get(key) == value
        for key, value in expected.items()
    )


def judged(kind: str, seed: int, case: Planted) -> Outcome:
    """Right, said before any figure, or silently wrong; a clean file has to say nothing."""
    totals, codes = imported(case.paths)
    is_said = bool(case.codes & set(codes))
    is_right = bool(totals) and case.expected is not None and is_equal(totals, case.expected)
    if kind == CLEAN:
        verdict = RIGHT if is_right and not codes else SAID if codes else SILENT
    elif is_right and (is_said or not case.must_say):
        verdict = RIGHT
    else:
        verdict = SAID if is_said else SILENT
    platform = f"{case.export.platform} {case.export.style}"
    return Outcome(kind, seed, verdict, platform, case.expected, totals, codes)
