"""The table of planted faults, on the screen and in BENCHMARKS.md."""

from collections import Counter
from collections.abc import Sequence

from tests.bench.faults.kinds import CLEAN
from tests.bench.faults.runs import RIGHT, SAID, SILENT, Outcome

HEAD = "## Files that look clean"
VERDICTS = (RIGHT, SAID, SILENT)


def render(outcomes: Sequence[Outcome]) -> str:
    """The section as Markdown: a row a kind, then all of them."""
    names = list(dict.fromkeys(outcome.kind for outcome in outcomes))
    counts = Counter((outcome.kind, outcome.verdict) for outcome in outcomes)
    rows = [
        f"| {name} | " + " | ".join(str(counts[name, verdict]) for verdict in VERDICTS) + " |"
        for name in names
    ]
    planted = [name for name in names if name != CLEAN]
    sums = [sum(counts[name, verdict] for name in planted) for verdict in VERDICTS]
    rows.append("| all planted | " + " | ".join(map(str, sums)) + " |")
    intro = (
        "By `python -m tests.bench.faults --write`: exports of 200-600 lines in the headers of "
        "several platforms, Chinese and English, csv and xlsx, with one fault planted in each. "
        "Right: lines, orders, customers, money, first and last day come out as meant. Said: they "
        "do not, and a refusal or a listed problem says so. A clean export is right only where "
        "nothing at all is said: not even that its times are in UTC."
    )
    header = f"| kind | {' | '.join(VERDICTS)} |\n|---|--:|--:|--:|"
    return "\n\n".join([HEAD, intro, "\n".join([header, *rows])])
