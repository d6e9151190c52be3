"""Every query file: one statement, its grain first, its parameters named, and it runs."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analytics.ingest.build.parse_issues import FATAL, QUESTIONS_OUTSIDE
from analytics.measures import MEASURES
from analytics.schema import SUPERS, source_params
from analytics.storage import engine, fragments
from tests.conftest import PROJECT, Dataset

NAMES = sorted(
    path.relative_to(engine.QUERIES).with_suffix("").as_posix()
    for path in engine.QUERIES.rglob("*.sql")
    if not path.name.endswith(fragments.SUFFIX)
)
FRAGMENTS = sorted(
    path.relative_to(engine.QUERIES).as_posix().removesuffix(fragments.SUFFIX)
    for path in engine.QUERIES.rglob(f"*{fragments.SUFFIX}")
)
FILES = sorted(
    path.relative_to(engine.QUERIES).as_posix() for path in engine.QUERIES.rglob("*.sql")
)
MOST_LETTERS = 100
SAY_NOTHING = {
    *("told", "seen", "kept", "found", "asked", "mine", "one", "known", "chosen", "meant"),
    *("given", "made", "listed", "said", "back", "again", "soon", "lately", "theirs", "picked"),
}
"""Names of CTEs that do not say what one row of them is."""
BUILDERS = {
    *(
        "ingest/macros",
        "facts/packing",
        "facts/keyed_lines",
        "facts/order_totals",
        "facts/shared_numbers",
        "facts/sales",
        "facts/money",
        "facts/weeks",
        "facts/product_days",
        "facts/prices",
        "facts/customers",
        "facts/cohort_cells",
        "facts/replicates",
        "facts/replicate_people",
        "facts/private",
        "facts/feedback",
        "facts/about",
        "facts/lines",
        "facts/sheets",
        "facts/order_lines",
        "facts/order_lines_plain",
    ),
    *("ingest/stage_csv", "ingest/stage_frame", "ingest/parse_orders", "ingest/parse_feedback"),
    "ingest/stage_reworded",
    *("ingest/swap_orders", "ingest/swap_feedback"),
    *("ingest/order_total_staged", "ingest/refunds_once"),
    *(
        "ingest/merge_identities",
        "ingest/merge_contents_orders",
        "ingest/merge_contents_feedback",
        "ingest/unite_contents_orders",
        "ingest/unite_contents_feedback",
        "ingest/merge_begin",
        "ingest/merge_equal",
        "ingest/merge_residue",
        "ingest/merge_step",
        "ingest/segment_begin",
    ),
    *("ingest/person_macros", "ingest/orders_paid", "ingest/order_reductions"),
    *("ingest/refund_total_staged", "ingest/original_orders_staged"),
    *("ingest/discount_staged", "ingest/deductions_staged", "ingest/commission_staged"),
}
"""Run for their effect while a version is built; may hold several statements."""
READ_WHILE_BUILDING = {
    "ingest/part_links_alone",
    "ingest/text_place",
    "ingest/utc_example",
    *(
        "ingest/orders",
        "ingest/feedback",
        "ingest/date_evidence",
        "ingest/day_runs",
        "ingest/answer_cells",
        "ingest/problems",
        "ingest/row_counts",
        "ingest/set_aside",
    ),
    *("ingest/number_evidence", "ingest/problem_currencies", "facts/order_marks"),
    *("facts/has_shared_numbers", "ingest/shared_numbers", "ingest/repeated_orders"),
    *("ingest/order_first_totals", "ingest/commission_evidence"),
    *("ingest/copied_rows", "ingest/original_orders", "ingest/refund_total_evidence"),
    *("ingest/discount_evidence", "ingest/deduction_names", "ingest/deduction_evidence"),
    *("ingest/sheet_cells", "facts/fingerprint", "facts/feedback_fingerprint"),
    *("ingest/unread_cells", "ingest/staged_cells"),
    *("ingest/staged_rows", "facts/channel_names", "ingest/draft_channels", "ingest/draft_totals"),
    *("ingest/product_names", "ingest/order_sums", "ingest/swap_evidence"),
    *("ingest/merge_preview", "ingest/merge_again", "ingest/merge_kept"),
    *("ingest/merge_changes", "ingest/merge_changes_count", "ingest/merge_residue_files"),
    "ingest/replaced_lines",
    *("ingest/segment_orders", "ingest/segment_feedback"),
    *("ingest/part_flaws", "ingest/part_marked", "ingest/part_names", "ingest/part_nulls"),
    *("ingest/part_periods", "ingest/part_segments", "ingest/part_total_rows"),
    *("ingest/unite_repeats_orders", "ingest/unite_repeats_feedback"),
    *("ingest/person_candidates", "ingest/person_forms", "ingest/unnamed_rows"),
    *("ingest/order_reduced", "ingest/orders_unequal", "ingest/refunds_by_kind"),
    *("ingest/order_total_evidence", "ingest/refunds_twice", "ingest/part_has_refunds"),
    *("ingest/order_list_pairs", "ingest/order_list_rows", "ingest/order_list_filled"),
    *("ingest/merge_shared", "ingest/lookalike_orders", "ingest/lookalike_people"),
    "ingest/number_neighbours",
}
READS = [name for name in NAMES if name not in BUILDERS]
PAGES = [name for name in READS if name not in READ_WHILE_BUILDING]

NOT_IN_SAMPLE = {
    *("feedback/votes", "feedback/survey_outside"),
    *("repurchase/celled_products", "repurchase/cohorts_from_product_cells"),
}
"""What reads a sheet that the sample brand does not have, finds fault with what it has, or reads
the cells of products that bring more customers than it has."""

VALUES: dict[str, Any] = {
    **source_params(),
    "ids": ["U158299", "nobody"],
    "least": 30,
    "most": 12,
    "start": None,
    "end": None,
    "channels": None,
    "products": None,
    "until": date(2026, 6, 30),
    "is_to_end": False,
    "later_until": date(2026, 6, 30),
    "lapse_days": 90,
    "earlier": date(2025, 6, 30),
    "later": date(2026, 6, 30),
    "rung": "buyer",
    "repeat_days": 2,
    "loyal_days": 3,
    "asleep_days": 180,
    "referred": 1,
    "nps": 9,
    "full_price": 50,
    "steel_days": 365,
    "grain": "month",
    "index": 1,
    "name": "",
    "by": "all",
    "again": "any",
    "months": 12,
    "least_lines": 5,
    "least_days": 7,
    "least_orders": 5,
    "step": 1.0,
    "recent_days": 90,
    "since_days": 180,
    "limit": 5,
    "offset": 0,
    "window_days": 90,
    "cohort_start": date(2025, 1, 1),
    "cohort_stop": date(2025, 2, 1),
    "period_start": date(2025, 3, 1),
    "period_stop": date(2025, 4, 1),
    "questions": ["looks", "ip", "nps"],
    "outside_bits": QUESTIONS_OUTSIDE,
    "fatal_bits": FATAL["feedback"],
    "middle": date(2026, 5, 1),
    "item": "QY-001",
    "keys": [1, 2, 3],
    "source": "members",
    "reached_days": 30,
    "top_share": 0.1,
    "waist_share": 0.4,
    "most_days": 365,
    "new_months": 12,
    "rule_channels": ["tmall"],
    "rule_products": None,
    "rule_categories": None,
    "least_amount": 1.0,
    "items": ["QY-023", "QY-010"],
    "first_on": date(2026, 3, 2),
    "last_on": date(2026, 8, 31),
    "day_zero": date(2026, 5, 20),
    "horizon": 90,
    "before_days": 180,
    "after_days": 90,
    "event_ids": ["E02", "E08"],
    "shift_days": 0,
    "horizon_days": 180,
    "most_others": 100_000,
}
"""What a page may ask; a query with a parameter of another name is to be given a value here."""


def comment(name: str) -> str:
    """The lines above the first statement, as one."""
    lines = []
    for line in engine.sql(name).splitlines():
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").strip())
    return " ".join(lines)


def told_parameters(name: str) -> set[str]:
    """The parameters that the comment names, what stands in brackets aside."""
    found = re.search(r"Parameters: (.*)", comment(name))
    told = re.sub(r"\([^)]*\)", "", found.group(1)) if found else ""
    return {word.strip() for word in told.split(".")[0].split(",") if word.strip()}


def value(name: str, parameter: str) -> Any:
    if parameter == "days":
        return [30, 90] if "$days::integer[]" in engine.sql(name) else 90
    return VALUES[parameter]


def test_the_lists_here_name_only_queries_there_are() -> None:
    assert set(NAMES) >= BUILDERS | READ_WHILE_BUILDING


@pytest.mark.parametrize("name", READS)
def test_a_query_is_one_statement(name: str) -> None:
    assert len(duckdb.extract_statements(engine.sql(name))) == 1


@pytest.mark.parametrize("name", NAMES)
def test_the_comment_names_the_parameters(name: str) -> None:
    assert told_parameters(name) == engine.parameters(name)


@pytest.mark.parametrize("name", READS)
def test_the_first_line_states_the_grain(name: str) -> None:
    assert re.match(r"-- One row(:| per \w+)", engine.sql(name))


@pytest.mark.parametrize("name", FILES)
def test_lines_are_short(name: str) -> None:
    """What stands in quotes aside: a pattern is not broken in two."""
    text = (engine.QUERIES / name).read_text("utf-8")
    bare = [
        line if line.lstrip().startswith("--") else re.sub(r"'[^']*'", "''", line)
        for line in text.splitlines()
    ]
    assert [line for line in bare if len(line) > MOST_LETTERS] == []


@pytest.mark.parametrize("name", FILES)
def test_a_cte_is_named_for_what_one_row_of_it_is(name: str) -> None:
    text = (engine.QUERIES / name).read_text("utf-8")
    ctes = set(re.findall(r"^(?:with )?(\w+) as \($", text, re.MULTILINE))
    assert not ctes & SAY_NOTHING


@pytest.mark.parametrize("name", NAMES)
def test_keywords_are_lower_case(name: str) -> None:
    text = re.sub(r"--.*|'[^']*'", "", engine.sql(name))
    assert not re.search(r"\b(SELECT|FROM|WHERE|GROUP BY|ORDER BY|JOIN|CASE|WITH|AND)\b", text)


@pytest.mark.parametrize("name", READS)
def test_many_rows_come_in_an_order(name: str) -> None:
    last = engine.sql(name).rpartition("\nselect\n")[2] or engine.sql(name)
    is_one = engine.sql(name).startswith("-- One row:")
    is_file_order = name in READ_WHILE_BUILDING
    assert is_one or is_file_order or re.search(r"^order by ", last, re.MULTILINE)


@pytest.mark.parametrize("name", PAGES)
def test_it_runs_on_the_sample_and_says_the_same_twice(name: str, brand: Dataset) -> None:
    asked = {key: value(name, key) for key in engine.parameters(name) if key != "folder"}
    found = brand.run(name, **asked)
    assert bool(found.height) == (name not in NOT_IN_SAMPLE)
    assert found.equals(brand.run(name, **asked))


@pytest.mark.parametrize("name", PAGES)
def test_it_runs_when_nothing_matches_its_filters(name: str, brand: Dataset) -> None:
    asked = {key: value(name, key) for key in engine.parameters(name) if key != "folder"}
    none = {key: ["no such thing"] for key in ("channels", "products") if key in asked}
    assert brand.run(name, **{**asked, **none}).width


@pytest.mark.parametrize("name", NAMES)
def test_somebody_uses_it(name: str) -> None:
    code = (
        path for folder in ("analytics", "ui", "pages") for path in (PROJECT / folder).rglob("*.py")
    )
    is_derived = name in {
        *("ingest/parse_orders", "ingest/parse_feedback", "ingest/orders", "ingest/feedback"),
        *("ingest/merge_contents_orders", "ingest/merge_contents_feedback"),
        *("ingest/unite_contents_orders", "ingest/unite_contents_feedback"),
        *("ingest/unite_repeats_orders", "ingest/unite_repeats_feedback"),
    }
    quoted = re.compile(rf"[\"']{name}[\"']")
    assert is_derived or any(quoted.search(path.read_text("utf-8")) for path in code)


@pytest.mark.parametrize("name", FRAGMENTS)
def test_a_fragment_says_what_it_is_and_somebody_includes_it(name: str) -> None:
    text = (engine.QUERIES / f"{name}{fragments.SUFFIX}").read_text("utf-8")
    included = re.compile(rf"-- include {name}(?= |,|$)", re.MULTILINE)
    texts = (path.read_text("utf-8") for path in engine.QUERIES.rglob("*.sql"))
    assert text.startswith("-- ")
    assert any(included.search(one) for one in texts)


def test_the_queries_know_the_questions_of_the_survey() -> None:
    text = (engine.QUERIES / "feedback" / f"super_questions{fragments.SUFFIX}").read_text("utf-8")
    assert tuple(re.findall(r"'(\w+)'", text.partition("\n")[2])) == SUPERS


@pytest.mark.parametrize("name", NAMES)
def test_the_filters_of_a_page_are_written_in_one_place(name: str) -> None:
    """Which channels and products are meant, and which months, where no other grain is asked."""
    own = (engine.QUERIES / f"{name}.sql").read_text("utf-8")
    assert not re.search(r"\$(channels|products)::varchar\[\] is null or \w+\.?\w*_key", own)
    assert not re.search(r"\$(start|end)::date is null or (\w+\.)?(first_on|month_on) <?>?=?", own)


@pytest.mark.parametrize("key", sorted(MEASURES))
def test_a_measure_shows_queries_that_exist(key: str) -> None:
    one = MEASURES[key]
    assert {one.query, one.rows} <= set(PAGES)
    assert Path(engine.QUERIES / f"{one.rows}.sql").is_file()
