"""The files that define the supers: complete, checked, and refused with the nearest right word."""

import re
import tomllib
from pathlib import Path

import pytest

from analytics.definitions import supers as definition_supers
from analytics.definitions.definition import built_in
from analytics.definitions.supers import Super, supers, templates
from analytics.errors import DefinitionError
from analytics.measures import MEASURES
from analytics.schema import SUPERS, TABLES
from analytics.words import LANGUAGES, words

GOOD = (definition_supers.FOLDER / "creativity.toml").read_text("utf-8")
USES = [(super_, use) for super_ in supers() for use in super_.measures]


def test_there_are_nine_in_the_order_of_the_source() -> None:
    assert [super_.key for super_ in supers()] == list(SUPERS)
    assert [super_.order for super_ in supers()] == list(range(1, 10))
    assert [super_.key for super_ in supers()] == [built_in().super_of(key).key for key in SUPERS]


@pytest.mark.parametrize(
    "path", sorted(definition_supers.FOLDER.glob("*.toml")), ids=lambda path: path.stem
)
def test_a_file_is_named_like_its_key(path: Path) -> None:
    assert tomllib.loads(path.read_text("utf-8"))["key"] == path.stem


def test_the_unnamed_ninth_says_that_it_is_our_reading() -> None:
    assert built_in().super_of("ip").note
    assert (
        "unnamed" in built_in().super_of("ip").note["en"].lower()
        or "reading" in built_in().super_of("ip").note["en"]
    )


@pytest.mark.parametrize("super_", supers(), ids=lambda super_: super_.key)
def test_a_super_has_its_words_and_measures_of_different_names(super_: Super) -> None:
    for leaf in (super_.name, super_.short, super_.why):
        assert set(leaf) == set(LANGUAGES)
        assert all(leaf.values())
    keys = [use.key for use in super_.measures]
    assert len(set(keys)) == len(keys)
    assert super_.weight > 0
    assert sum(use.weight for use in super_.measures) > 0


@pytest.mark.parametrize(
    ("super_", "use"), USES, ids=[f"{super_.key}-{use.key}" for super_, use in USES]
)
def test_goalposts_lie_in_what_the_measure_can_be_and_have_a_reason(
    super_: Super, use: definition_supers.MeasureUse
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


def test_every_measure_is_used_by_a_super_or_a_template() -> None:
    offered = {use.measure.key for super_ in templates() for use in super_.measures}
    assert {use.measure.key for _, use in USES} | offered == set(MEASURES)


def broken(tmp_path: Path, text: str) -> DefinitionError:
    path = tmp_path / "creativity.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(DefinitionError) as refused:
        definition_supers._file(path)
    assert refused.value.facts["file"] == "creativity.toml"
    for lang in LANGUAGES:
        assert "creativity.toml" in refused.value.sentence(words(lang))
    return refused.value


POSTS = "goalposts = [0.0, 0.3]"


class TestRefusals:
    def test_the_file_as_it_is_is_good(self, tmp_path: Path) -> None:
        path = tmp_path / "creativity.toml"
        path.write_text(GOOD, "utf-8")
        assert definition_supers._file(path) == built_in().super_of("creativity")

    @pytest.mark.parametrize(
        ("good", "bad", "code", "key"),
        [
            ('measure = "vitality"', 'measure = "vitalty"', "unknown_measure", "measure"),
            ('grade = "A"', 'grade = "S"', "not_a_choice", "grade"),
            (POSTS, "goalposts = [0.3, 0.3]", "not_goalposts", "goalposts"),
            (POSTS, "goalposts = [0.3]", "not_goalposts", "goalposts"),
            (POSTS, 'goalposts = "high"', "not_goalposts", "goalposts"),
            (POSTS, "goalposts = [0, inf]", "not_goalposts", "goalposts"),
            (POSTS, "goalposts = [nan, 1]", "not_goalposts", "goalposts"),
            (POSTS, "goalposts = [false, true]", "not_goalposts", "goalposts"),
            (POSTS, "", "not_goalposts", "goalposts"),
            (POSTS, "goalposts = [0.3, 0.0]", "higher_is_better", "goalposts"),
            (POSTS, "goalposts = [0.0, 30]", "beyond", "goalposts"),
            ("n_sound = 1000", "n_sound = 10", "thresholds", "n_sound"),
            ("n_indicative = 100\n", "", "thresholds", "n_indicative"),
            ("n_indicative = 100\n", "n_indicative = 2\n", "thresholds", "n_indicative"),
            ("n_indicative = 100\n", "n_indicative = 100.5\n", "thresholds", "n_indicative"),
            ("weight = 2", "weight = -2", "not_a_weight", "weight"),
            ("weight = 2", "weight = nan", "not_a_weight", "weight"),
            ("weight = 2", "weight = inf", "not_a_weight", "weight"),
            ("weight = 2", f"weight = {'9' * 400}", "not_a_weight", "weight"),
            ("weight = 2", 'weight = "two"', "not_a_weight", "weight"),
            ("short = {", "shrt = {", "unknown_key", "shrt"),
            ("why = { zh-Hans", "why = { zh-CN", "unknown_key", "zh-CN"),
            ("reason = {", "resaon = {", "unknown_key", "resaon"),
            ('item = "creativity"', 'item = "colour"', "not_a_choice", "item"),
            ('item = "creativity"', 'itme = "creativity"', "unknown_key", "itme"),
            ('item = "creativity"', "", "missing_key", "item"),
            ('key = "creativity_item"', 'key = "vitality"', "twice", "measures"),
            ('key = "creativity"', 'key = "Creative!"', "not_a_key", "key"),
            ("Super creativity", "<b>x</b>", "marks", "name"),
            ("Super creativity", "x" * 100, "not_a_text", "en"),
            ("Super creativity", "a\\u202eb", "not_a_text", "en"),
        ],
    )
    def test_a_mistake_names_its_key_and_what_is_wrong(
        self, tmp_path: Path, good: str, bad: str, code: str, key: str
    ) -> None:
        assert good in GOOD
        error = broken(tmp_path, GOOD.replace(good, bad, 1))
        assert error.code == f"definition_{code}"
        assert str(error.facts["key"]).rpartition(".")[2] == key

    def test_the_nearest_name_is_offered(self, tmp_path: Path) -> None:
        measure = broken(tmp_path, GOOD.replace('"vitality"', '"vitalty"', 1))
        assert measure.facts["near"] == "vitality"
        assert broken(tmp_path, GOOD.replace("reason", "resaon", 1)).facts["near"] == "reason"

    def test_a_measure_that_is_good_when_low_wants_its_goalposts_falling(
        self, tmp_path: Path
    ) -> None:
        text = (definition_supers.FOLDER / "looks.toml").read_text("utf-8")
        error = broken(tmp_path, text.replace("goalposts = [0.02, 0.0]", "goalposts = [0.0, 0.02]"))
        assert error.code == "definition_lower_is_better"

    def test_weights_of_nothing_but_zero_are_refused(self, tmp_path: Path) -> None:
        error = broken(tmp_path, re.sub(r"weight = \d", "weight = 0", GOOD))
        assert error.code == "definition_weightless"

    def test_a_super_without_measures_is_refused(self, tmp_path: Path) -> None:
        error = broken(tmp_path, re.sub(r"\[\[measures.*", "", GOOD, flags=re.DOTALL))
        assert (error.code, error.facts["key"]) == (
            "definition_missing_key",
            "creativity.measures",
        )

    def test_broken_toml_is_said_to_be_so(self, tmp_path: Path) -> None:
        assert broken(tmp_path, "key = ").code == "definition_not_toml"


def test_templates_are_of_known_measures_and_say_whose_reading_they_are() -> None:
    keys = {"experience", "trust", "positioning", "iteration", "private", "pricing", "pull"}
    assert {super_.key for super_ in templates()} == keys
    assert not {super_.key for super_ in templates()} & set(SUPERS)
    for super_ in templates():
        assert super_.note
        assert "not the author's" in super_.note["en"]
        assert any(use.grade in "AB" for use in super_.measures)
