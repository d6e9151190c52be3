"""The files that define the supers: complete, checked, and refused with the nearest right word."""

import re
import tomllib
from pathlib import Path

import pytest

from analytics import supers as module
from analytics.definitions import built_in
from analytics.errors import DefinitionError
from analytics.measures import MEASURES
from analytics.schema import SUPERS, TABLES
from analytics.supers import Super, supers
from analytics.words import LANGUAGES, words

GOOD = (module.FOLDER / "creativity.toml").read_text("utf-8")
USES = [(one, use) for one in supers() for use in one.measures]


def test_there_are_nine_in_the_order_of_the_source() -> None:
    assert [one.key for one in supers()] == list(SUPERS)
    assert [one.order for one in supers()] == list(range(1, 10))
    assert [one.key for one in supers()] == [built_in().super_of(key).key for key in SUPERS]


@pytest.mark.parametrize("path", sorted(module.FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_a_file_is_named_like_its_key(path: Path) -> None:
    assert tomllib.loads(path.read_text("utf-8"))["key"] == path.stem


def test_the_unnamed_ninth_says_that_it_is_our_reading() -> None:
    assert built_in().super_of("ip").note
    assert (
        "unnamed" in built_in().super_of("ip").note["en"].lower()
        or "reading" in built_in().super_of("ip").note["en"]
    )


@pytest.mark.parametrize("one", supers(), ids=lambda one: one.key)
def test_a_super_has_its_words_and_measures_of_different_names(one: Super) -> None:
    for leaf in (one.name, one.short, one.why):
        assert set(leaf) == set(LANGUAGES)
        assert all(leaf.values())
    keys = [use.key for use in one.measures]
    assert len(set(keys)) == len(keys)
    assert one.weight > 0
    assert sum(use.weight for use in one.measures) > 0


@pytest.mark.parametrize(("one", "use"), USES, ids=[f"{one.key}-{use.key}" for one, use in USES])
def test_goalposts_lie_in_what_the_measure_can_be_and_have_a_reason(
    one: Super, use: module.MeasureUse
) -> None:
    low, high = use.measure.bounds
    assert low <= use.goalposts.bad <= high
    assert low <= use.goalposts.good <= high
    assert all(len(text) > 5 for text in use.reason.values())
    assert 0 < use.n_indicative <= use.n_sound
    assert use.name is not None or words("en").has(f"measures.{use.measure.key}.name")


@pytest.mark.parametrize("key", sorted(MEASURES))
def test_a_measure_needs_tables_and_columns_that_exist(key: str) -> None:
    for need in MEASURES[key].needs:
        table, _, column = need.partition(".")
        assert not column or column == "item" or column in TABLES[table].names


def test_every_measure_is_used_by_a_super() -> None:
    assert {use.measure.key for _, use in USES} == set(MEASURES)


def broken(tmp_path: Path, text: str) -> DefinitionError:
    path = tmp_path / "creativity.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(DefinitionError) as refused:
        module._super(path)
    assert refused.value.facts["file"] == "creativity.toml"
    for lang in LANGUAGES:
        assert "creativity.toml" in refused.value.sentence(words(lang))
    return refused.value


class TestRefusals:
    def test_the_file_as_it_is_is_good(self, tmp_path: Path) -> None:
        path = tmp_path / "creativity.toml"
        path.write_text(GOOD, "utf-8")
        assert module._super(path) == built_in().super_of("creativity")

    @pytest.mark.parametrize(
        ("good", "bad", "key", "expected"),
        [
            ('measure = "vitality"', 'measure = "vitalty"', "measure", "vitality"),
            ('grade = "A"', 'grade = "S"', "vitality.grade", "A, B, C, D"),
            (
                "goalposts = [0.0, 0.3]",
                "goalposts = [0.3, 0.3]",
                "vitality.goalposts",
                "[0.0, 1.0]",
            ),
            ("goalposts = [0.0, 0.3]", "goalposts = [0.3]", "vitality.goalposts", "[0.0, 1.0]"),
            ("goalposts = [0.0, 0.3]", 'goalposts = "high"', "vitality.goalposts", "[0.0, 1.0]"),
            ("goalposts = [0.0, 0.3]", "goalposts = [0, inf]", "vitality.goalposts", "[0.0, 1.0]"),
            ("goalposts = [0.0, 0.3]", "", "vitality.goalposts", "[0.0, 1.0]"),
            ("n_sound = 1000", "n_sound = 10", "vitality.n_sound", ">= 100 > 0"),
            ("n_indicative = 100\n", "", "vitality.n_sound", ">= 0 > 0"),
            ("weight = 2", "weight = -2", "weight", ">= 0"),
            ("weight = 2", 'weight = "two"', "weight", ">= 0"),
            ("short = {", "shrt = {", "short", "zh-Hans, zh-Hant, en"),
            ("why = { zh-Hans", "why = { zh-CN", "why", "zh-Hans, zh-Hant, en"),
            ("[[measures]]", "[[measure]]", "measures", "[[measures]]"),
        ],
    )
    def test_a_mistake_names_its_key_and_what_was_expected(
        self, tmp_path: Path, good: str, bad: str, key: str, expected: str
    ) -> None:
        count = 0 if good == "[[measures]]" else 1
        text = re.sub(r"\[\[?measures.*", "", GOOD, flags=re.DOTALL) if not count else GOOD
        error = broken(tmp_path, text.replace(good, bad, 1) if count else text)
        assert (error.facts["key"], error.facts["expected"]) == (key, expected)

    def test_broken_toml_is_said_to_be_so(self, tmp_path: Path) -> None:
        assert broken(tmp_path, "key = ").facts["key"] == "TOML"
