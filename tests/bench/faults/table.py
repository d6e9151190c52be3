"""The table of planted faults, on the screen and in BENCHMARKS.md."""

from collections import Counter
from collections.abc import Sequence

from tests.bench.faults.runs import CLEAN, RIGHT, SILENT, TOLD, Outcome
from tests.bench.report import FILE

HEAD = "## Files that look clean"
VERDICTS = (RIGHT, TOLD, SILENT)


def counted(outcomes: Sequence[Outcome], name: str) -> str:
    """How often each verdict fell for one kind."""
    counts = Counter(outcome.verdict for outcome in outcomes if outcome.kind == name)
    return ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS)


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
        "nothing at all is said."
    )
    header = f"| kind | {' | '.join(VERDICTS)} |\n|---|--:|--:|--:|"
    return "\n\n".join([HEAD, intro, "\n".join([header, *rows])])


def write(text: str) -> None:
    """Put the section into BENCHMARKS.md, in the place of an earlier one or at the end."""
    whole = FILE.read_text(encoding="utf-8")
    before, _, rest = whole.partition(HEAD)
    after = rest.partition("\n## ")[2]
    parts = [before.rstrip(), text, *([f"## {after.strip()}"] if after else [])]
    FILE.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
