"""The table of a run, on the screen and in BENCHMARKS.md."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

FILE = Path(__file__).parents[2] / "BENCHMARKS.md"
SECTION = "\n\n## "
LIBRARIES = ("duckdb", "polars", "pandas", "streamlit")
HEAD = "| what | lines | ours | reference | ratio | target | met |\n|---|--:|--:|--:|--:|--:|:-:|"


@dataclass(frozen=True)
class Row:
    """One measurement. `target` is the most the ratio, or the value where there is no reference,
    may be; None where the row only informs."""

    what: str
    lines: int | None
    value: float | None
    unit: str
    reference: float | None = None
    target: float | None = None
    note: str = ""
    ratio: float | None = None
    """Of value to reference: the median of ratios run by run where runs come in pairs."""

    @property
    def is_met(self) -> bool | None:
        measured = self.value if self.reference is None else self.ratio
        return None if self.target is None or measured is None else measured <= self.target


def render(rows: Sequence[Row], repeat: int) -> str:
    """The document: machine, table, and what the rows mean."""
    table = "\n".join([HEAD, *(_line(row) for row in rows)])
    notes = "\n".join(f"- **{row.what}**{_size(row)}: {row.note}" for row in rows if row.note)
    return "\n\n".join(filter(None, ["# Benchmarks", _machine(repeat), table, notes, MEANING]))


def write(text: str) -> None:
    """Replace BENCHMARKS.md but for the sections that other benchmarks have put there."""
    _, *sections = FILE.read_text(encoding="utf-8").split(SECTION)
    others = [each for each in sections if SECTION + each.partition("\n")[0] not in text]
    FILE.write_text(SECTION.join([text, *others]).rstrip() + "\n", encoding="utf-8")


def write_section(text: str) -> None:
    """Put a section that begins with its heading into BENCHMARKS.md, in the place of an earlier
    one or at the end."""
    FILE.write_text(with_section(FILE.read_text(encoding="utf-8"), text), encoding="utf-8")


def with_section(whole: str, text: str) -> str:
    """The Markdown of the file with the section in it; all other sections stay as they are."""
    body = text.removeprefix(SECTION.strip()).strip()
    first, *sections = whole.split(SECTION)
    heads = [each.partition("\n")[0].strip() for each in sections]
    head = body.partition("\n")[0]
    if head in heads:
        sections[heads.index(head)] = body
    else:
        sections.append(body)
    return SECTION.join(each.strip() for each in [first, *sections]) + "\n"


def _line(row: Row) -> str:
    lines = _size(row).removeprefix(", ")
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    kind = "" if row.reference is None else " times"
    target = "" if row.target is None else f"at most {row.target:g}{kind or ' ' + row.unit}"
    met = {True: "yes", False: "**no**", None: ""}[row.is_met]
    against = "" if row.reference is None else _value(row.reference, row.unit)
    cells = (row.what, lines, _value(row.value, row.unit), against)
    return f"| {' | '.join((*cells, ratio, target, met))} |"


def _size(row: Row) -> str:
    return f", {row.lines / 1e6:g} M" if row.lines else ""


def _value(value: float | None, unit: str) -> str:
    if value is None:
        return "not measured"
    return f"{value:,.{0 if value >= 100 else 1 if value >= 10 else 2}f} {unit}"


def _machine(repeat: int) -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} by `python -m tests.bench --write`: "
        f"{os.cpu_count()} cores, {_cpu()}, {_memory():.0f} GB of memory, {platform.system()}; "
        f"Python {platform.python_version()}, {libraries}. "
        f"Medians of {repeat} runs of each side in turn (queries: 9 or more), every import in a "
        "process of its own. The machine was shared, so the ratios, medians of ratios run by run, "
        "say more than the seconds."
    )


def _cpu() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


MEANING = """## What the rows mean

- **import, files to canonical Parquet**: first look, both starts of the bounded subprocess,
  encoding and blank lines of the whole file checked, every cell read and checked, the canonical
  Parquet written, rows and problems counted, the lines' fingerprint taken. Reference: `create
  table as select * from read_csv(...)` into a new database file by DuckDB alone, in a process of
  its own, closing included.
- **facts and cubes**: everything pages read (orders, customers, purchases, cohort, sales and return
  cubes), what the version holds, and the forced write to disk. Same reference.
- **peak memory of the import**: resident memory of the larger child process.
- **facts by pandas**: the reference builds orders, customers, monthly cohort cells and sales by
  month, product and channel from the same Parquet with pandas, and stops unless the sums are the
  same. Ours builds those and all other facts besides.
- **queries**: the median of warm calls through the same functions as pages, Polars frame included,
  under six sets of filters: none, a year, two channels, the best product, the 20 best products
  (seven customers in ten), and all of these at once; and under 30 drawn by chance, the same in
  every run: up to three channels, 40 products and two years. The slowest stand one by one.
- **cohort work by pandas**: the monthly triangle, the days to the second purchase and the rates
  within five windows for the customers of one channel. pandas begins with those customers' purchase
  days in memory, and the run stops unless the sums are the same; ours begins with the question.
- **customers**: what stands behind the Repurchase and Customers pages beyond the cubes, for
  everybody; the value models are BG/NBD and Gamma-Gamma from histories to parameters.
- **filter on a page, over an empty click**: the app over these lines in headless Chromium; on each
  page four products chosen one after the other, from the click until nothing changes any more,
  charts drawn, less a click on an empty page just before.
- **view**: what the pages of the gate, private traffic, channels and flows ask, for everybody.
- **assess**: nine supers, container, band and gate, without any cache: thirteen queries and the
  simulations behind the intervals.
- **command on 50 lines, over its imports**: `import --json` on a clean file, both bounded processes
  included, less the start of Python with all that the call itself loads, run by run.
- **50 lines, dropped to container**: the Data page in a process of its own, without a browser: the
  file dropped, looked at, checked, imported and shown, with nobody reading or thinking on the way.
- **at once**: visitors over the websocket who do what a browser does (take every message, store
  what it would store, ask again by the clock), three languages, 1-3 s between clicks, half of them
  on another page, half a change of filter (one channel or product of the first ten, or all; the
  last 3, 6 or 12 months, or all), drawn with a fixed seed. One visitor has opened every page
  before. Meanwhile one more visitor has a million lines checked and imported on the Data page.
  From the click to the end of the page's script; exceptions and error boxes count as errors. The
  visitors compute on the same cores as the server. Memory: what the server holds of its own, after
  less before, by the visitors.
- **memory after page views and imports**: one server, four such visitors at a time who come, click
  twenty times and go; files of 2,000 lines dropped and imported between, each a new version.
- **cold start, first visit**: headless Chromium at 1440 x 900 against a fresh server over the
  sample brand, and against the same settings with as many pages holding one title. A cold start
  runs from starting the server to the end of the first page's script; a first visit from the click
  on the menu to the end of the script, against a middling first visit to an empty page.
- **switch to, filter on**: the same click, every page having been opened before, and one more
  product chosen in the side bar on each page, a choice that nobody has made before. *Script* runs
  to the end of the page's script, *at rest* until nothing changes on the page any more, charts
  drawn.
- **against the finished page**: a recording of the app writes down every call to Streamlit that a
  page makes, with its figures, tables, words and widgets; a second app makes the same calls with
  the same arguments and computes nothing. The servers stand side by side and are clicked in
  turn."""
