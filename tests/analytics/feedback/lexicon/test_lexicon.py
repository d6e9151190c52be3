"""The shipped word list, and a user's rows before they are used."""

import polars as pl
import pytest

from analytics.feedback.lexicon import checks, lexicon
from analytics.feedback.reviews import clean, reading

ONE_HAN = "\u5c0f"


def rows(*entries: tuple[str, str, str, str]) -> pl.DataFrame:
    schema = ["term", "kind", "dimension", "value"]
    return pl.DataFrame(entries, schema=schema, orient="row")


def codes(own: pl.DataFrame) -> list[tuple[int, str]]:
    return checks.problems(own, lexicon.shipped()).select("row", "code").rows()


@pytest.mark.parametrize("pack", [None, *lexicon.PACKS])
def test_the_shipped_list_keeps_its_own_rules(pack: str | None) -> None:
    shipped = lexicon.shipped(pack).rows
    assert set(shipped["kind"]) <= set(lexicon.KINDS)
    assert set(shipped["dimension"].drop_nulls()) <= set(lexicon.DIMENSIONS)
    assert shipped.filter(pl.col("kind").is_in(["aspect", "pair"]))["dimension"].null_count() == 0
    assert (
        shipped.filter(pl.col("kind").is_in(["opinion", "pair", "degree"]))["value"].null_count()
        == 0
    )
    assert shipped["term"].equals(shipped.select(clean.folded(pl.col("term")))["term"])
    assert shipped.filter(pl.col("kind") == "aspect")["term"].is_duplicated().sum() == 0


def test_every_dimension_can_be_heard() -> None:
    assert set(lexicon.shipped().aspects["dimension"]) == set(lexicon.DIMENSIONS)


def test_a_pack_overrides_the_base_meaning() -> None:
    base, food = (lexicon.shipped(pack).aspects for pack in (None, "food"))
    word = pl.col("term") == " ambience "
    assert base.filter(word)["topic"].to_list() != food.filter(word)["topic"].to_list()


@pytest.mark.parametrize(
    ("own", "wanted"),
    [
        (rows(("glossy", "aspect", "looks", "1")), []),
        (rows(("", "aspect", "looks", "1")), [(2, "no_term")]),
        (rows(("x" * 61, "opinion", "", "1")), [(2, "too_long")]),
        (rows((ONE_HAN, "opinion", "", "1")), [(2, "one_character")]),
        (rows(("glossy", "aspekt", "looks", "1")), [(2, "unknown_kind")]),
        (rows(("glossy", "aspect", "beauty", "1")), [(2, "unknown_dimension")]),
        (rows(("glossy", "aspect", "", "1")), [(2, "unknown_dimension")]),
        (rows(("glossy", "opinion", "", "")), [(2, "no_value")]),
        (rows(("glossy", "opinion", "", "good")), [(2, "bad_value")]),
        (rows(("glossy", "opinion", "", "nan")), [(2, "bad_value")]),
        (rows(("glossy", "opinion", "", "9")), [(2, "bad_value")]),
        (rows(("glossy", "degree", "", "-1")), [(2, "bad_value")]),
        (
            rows(("glossy", "opinion", "", "1"), ("GLOSSY", "opinion", "", "-1")),
            [(2, "contradiction"), (3, "contradiction")],
        ),
        (
            rows(("glossy", "aspect", "looks", ""), ("glossy", "aspect", "value", "")),
            [(2, "contradiction"), (3, "contradiction")],
        ),
        (
            rows(("glossy", "block", "", ""), ("glossy", "aspect", "looks", "")),
            [(2, "contradiction"), (3, "contradiction")],
        ),
        (
            rows(("glossy", "aspect", "looks", ""), ("glossy", "aspect", "looks", "")),
            [(3, "duplicate")],
        ),
        (pl.DataFrame({"word": ["glossy"]}), [(1, "missing_columns")]),
    ],
)
def test_trouble_is_told_row_by_row(own: pl.DataFrame, wanted: list[tuple[int, str]]) -> None:
    assert codes(own) == wanted


def test_a_term_that_hides_a_shipped_one_is_a_warning() -> None:
    problems = checks.problems(rows(("price tagging", "opinion", "", "1")), lexicon.shipped())
    assert problems.select("code", "is_fatal").rows() == [("hides", False)]


def test_a_term_that_the_product_has_is_said_to_give_way() -> None:
    term = lexicon.shipped().rows.filter(pl.col("kind") == "opinion")["term"][0]
    problems = checks.problems(rows((term, "opinion", "", "1")), lexicon.shipped())
    assert ("replaces", False) in problems.select("code", "is_fatal").rows()


@pytest.mark.parametrize(
    ("own", "looks"),
    [
        ([], ["positive"]),
        ([("packaging", "block", "", "")], []),
        ([("the packaging is pretty", "block", "", "")], []),
        ([("pretty", "opinion", "", "-1")], ["negative"]),
    ],
)
def test_what_a_person_skips_is_not_read(
    own: list[tuple[str, str, str, str]], looks: list[str]
) -> None:
    words = lexicon.with_rows(
        lexicon.shipped(), rows(*own).with_columns(pl.col("value").cast(pl.Float64, strict=False))
    )
    reading_ = reading.read(pl.DataFrame({"row": [1], "text": ["the packaging is pretty"]}), words)
    mentions = reading_.mentions.filter(pl.col("dimension") == "looks")
    assert mentions["polarity"].cast(pl.String).to_list() == looks


def test_what_a_person_reads_is_not_skipped() -> None:
    term = "good luck"
    shipped = lexicon.shipped()
    assert shipped.roles.filter(pl.col("term").str.contains("good +luck"))["is_block"].all()
    own = rows((term, "opinion", "", "-1")).with_columns(pl.col("value").cast(pl.Float64))
    roles = lexicon.with_rows(shipped, own).roles.filter(pl.col("term").str.contains("good +luck"))
    assert roles.select("is_block", "opinion").rows() == [(False, -1.0)]


def test_terms_are_told_with_single_blanks() -> None:
    texts = pl.DataFrame({"row": [1], "text": ["I would not recommend it to a friend"]})
    terms = reading.read(texts, lexicon.shipped()).mentions["terms"].to_list()
    assert "would not recommend" in terms
    assert not [term for term in terms if "  " in term]


def test_it_is_told_what_a_row_would_hit_and_what_would_be_heard() -> None:
    texts = pl.DataFrame({"row": [1, 2, 3], "text": ["so glossy", "Glossy!", "dull"]})
    own = rows(("glossy", "aspect", "looks", "1"))
    hits = checks.hits(texts, own)
    assert hits.select("reviews", "is_common").row(0) == (2, True)
    assert hits["quotes"].to_list() == [["so glossy", "Glossy!"]]
    shipped = lexicon.shipped()
    before, after = (
        reading.read(texts, word_list) for word_list in (shipped, lexicon.with_rows(shipped, own))
    )
    looks = checks.dimension_changes(before, after).filter(pl.col("dimension") == "looks")
    assert looks.select("mentions", "mentions_after").row(0) == (0, 2)
