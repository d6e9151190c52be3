"""Whole definitions: written and read, refused in words, kept by a store, changed in a draft."""

import math
import tomllib
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.assessment.assessment import Assessment, assess
from analytics.definitions import definition as definition_file
from analytics.definitions import store as definition_store
from analytics.definitions.definition import (
    Definition,
    built_in,
    from_plain,
    parsed,
    plain,
    written,
)
from analytics.definitions.drafts import (
    changes,
    checked,
    from_scratch,
    replaced,
    unreasoned,
    uses_by_key,
)
from analytics.definitions.supers import MOST_WEIGHT, templates
from analytics.definitions.supers import plain as plain_super
from analytics.errors import DefinitionError
from analytics.scoring.scoring import Goalposts
from analytics.storage.versions import Store
from analytics.words import LANGUAGES, words
from tests.conftest import Command, Dataset

TEXTS = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf")), min_size=1, max_size=40
).filter(str.strip)


def raw_definition(**changed: Any) -> dict[str, Any]:
    """The product's own definition as a table, under another name."""
    return {**plain(built_in()), "name": "Mine", **changed}


def moved(weight: float = 2.0, good: float = 0.35, name: str = "Mine") -> Definition:
    """A definition that differs in one measure of one super."""
    raw = raw_definition(name=name)
    use = next(super_ for super_ in raw["supers"] if super_["key"] == "repurchase")["measures"][0]
    use["weight"], use["goalposts"] = weight, [use["goalposts"][0], good]
    return from_plain(raw, "x")


def outcome(make: Callable[[], Definition]) -> str:
    """The identity of what was made, or the sentence of the refusal; nothing else may come out."""
    try:
        return make().id
    except DefinitionError as error:
        return error.sentence(words("zh-Hans"))


def refused(raw: dict[str, Any]) -> DefinitionError:
    with pytest.raises(DefinitionError) as refusal:
        parsed(tomli_w.dumps(raw).encode(), "mine.toml")
    for lang in LANGUAGES:
        assert "mine.toml" in refusal.value.sentence(words(lang))
    return refusal.value


class TestFile:
    def test_what_is_written_reads_back_as_the_same(self) -> None:
        for definition in (built_in(), replace(moved(), saved_on="2026-03-01")):
            again = parsed(written(definition).encode(), "x.toml")
            assert (again.id, again.name, again.saved_on) == (
                definition.id,
                definition.name,
                definition.saved_on,
            )
            assert again.supers == definition.supers

    @given(
        name=TEXTS,
        reason=TEXTS,
        weight=st.floats(0.001, MOST_WEIGHT),
        ends=st.lists(st.floats(0, 1), min_size=2, max_size=2, unique=True),
    )
    def test_written_and_read_anything_keeps_its_identity(
        self, name: str, reason: str, weight: float, ends: list[float]
    ) -> None:
        raw = raw_definition(name=name)
        use = raw["supers"][0]["measures"][0]
        use["weight"], use["goalposts"] = weight, sorted(ends)
        use["reason"] = dict.fromkeys(LANGUAGES, reason)
        definition = from_plain(raw, "x")
        again = parsed(written(definition).encode(), "x.toml")
        assert (again.id, again.supers) == (definition.id, definition.supers)

    def test_the_name_and_the_day_are_no_part_of_the_identity(self) -> None:
        assert replace(built_in(), name="Other", saved_on="2026-01-01").id == built_in().id
        assert moved().id != built_in().id
        assert moved(weight=3.0).id != moved().id

    def test_one_language_stands_for_the_others(self) -> None:
        raw = raw_definition()
        raw["supers"][0]["name"] = "Mine alone"
        raw["supers"][0]["why"] = {"en": "Is it?"}
        super_ = from_plain(raw, "x").supers[0]
        assert set(super_.name.values()) == {"Mine alone"}
        assert set(super_.why.values()) == {"Is it?"}
        assert set(super_.name) == set(LANGUAGES)


class TestRefusals:
    def test_all_supers_of_weight_zero(self) -> None:
        raw = raw_definition()
        for super_ in raw["supers"]:
            super_["weight"] = 0
        assert refused(raw).code == "definition_weightless"

    def test_two_supers_of_one_key(self) -> None:
        raw = raw_definition()
        raw["supers"][1]["key"] = raw["supers"][0]["key"]
        error = refused(raw)
        assert (error.code, error.facts["found"]) == ("definition_twice", "endorsement")

    def test_a_thirteenth_super(self) -> None:
        raw = raw_definition()
        raw["supers"] += [{**raw["supers"][0], "key": f"more_{number}"} for number in range(4)]
        assert refused(raw).code == "definition_too_many"

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"goalpost": 1}, "definition_unknown_key"),
            ({"name": ""}, "definition_missing_key"),
            ({"name": 7}, "definition_not_a_text"),
            ({"name": "x" * 81}, "definition_not_a_text"),
            ({"saved_on": "yesterday"}, "definition_not_a_choice"),
            ({"supers": []}, "definition_missing_key"),
            ({"supers": "nine"}, "definition_missing_key"),
            ({"supers": [1, 2]}, "definition_missing_key"),
        ],
    )
    def test_what_stands_at_the_top(self, changed: dict[str, Any], code: str) -> None:
        assert refused(raw_definition(**changed)).code == code

    @pytest.mark.parametrize("content", [b"\xff\xfe", b"a = [" * 5000, b"x" * (300 * 1024), b""])
    def test_what_is_no_definition_at_all(self, content: bytes) -> None:
        with pytest.raises(DefinitionError):
            parsed(content, "x.toml")

    def test_a_number_too_long_to_write_is_refused_like_any_other(self) -> None:
        text = written(moved()).replace("weight = 1.0", f"weight = 0x{'f' * 6000}", 1)
        with pytest.raises(DefinitionError) as refusal:
            parsed(text.encode(), "x.toml")
        assert refusal.value.code == "definition_not_a_weight"

    @given(st.text(max_size=300))
    def test_any_text_is_a_definition_or_a_sentence(self, text: str) -> None:
        assert outcome(lambda: parsed(text.encode("utf-8", "surrogatepass"), "x.toml"))

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def test_any_value_in_any_place_is_a_definition_or_a_sentence(
        self, data: st.DataObject
    ) -> None:
        values = st.recursive(
            st.none()
            | st.booleans()
            | st.integers()
            | st.floats()
            | st.text(max_size=20)
            | st.dates(),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.text(max_size=5), inner, max_size=3)
            ),
            max_leaves=6,
        )
        raw = raw_definition()
        node: Any = raw
        for _ in range(data.draw(st.integers(1, 5))):
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            key = data.draw(st.sampled_from(keys))
            if not isinstance(node[key], dict | list) or not node[key]:
                break
            parent, node = node, node[key]
        else:
            node = parent
        node[key] = data.draw(values)
        assert outcome(lambda: from_plain(raw, "x.toml"))


class TestStore:
    @pytest.fixture
    def store(self, tmp_path: Path) -> Store:
        return Store(tmp_path)

    def test_an_empty_store_means_the_products_own(self, store: Store) -> None:
        assert definition_store.current(store) == built_in()
        assert definition_store.library(store).definitions == (built_in(),)

    def test_what_is_saved_and_chosen_is_there_after_a_restart(self, store: Store) -> None:
        saved = definition_store.save(store, moved(), saved_on=date(2026, 3, 1))
        definition_store.make_current(store, saved.id)
        again = Store(store.root)
        assert definition_store.current(again) == saved
        assert definition_store.find(again, saved.id).saved_on == "2026-03-01"
        assert definition_store.library(again).definitions == (saved, built_in())

    def test_the_same_content_is_one_version_under_its_newer_name(self, store: Store) -> None:
        first = definition_store.save(store, moved(name="Old"))
        second = definition_store.save(store, moved(name="New"))
        assert first.id == second.id
        assert [definition.name for definition in definition_store.library(store).definitions] == [
            "New",
            built_in().name,
        ]

    def test_what_says_the_products_own_is_the_products_own(self, store: Store) -> None:
        assert definition_store.save(store, replace(built_in(), name="Mine")) == built_in()
        assert definition_store.library(store).definitions == (built_in(),)

    def test_many_who_save_at_once_lose_nothing(self, store: Store) -> None:
        definitions = [moved(weight=float(number)) for number in range(1, 25)]
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda definition: definition_store.save(store, definition), definitions))
        ids = {saved.id for saved in definition_store.library(store).definitions}
        assert ids == {built_in().id, *(definition.id for definition in definitions)}
        assert not list((store.root / "definitions").glob(".*"))

    def test_the_current_and_the_products_own_stay(self, store: Store) -> None:
        saved = definition_store.save(store, moved())
        definition_store.make_current(store, saved.id)
        for version in (saved.id, built_in().id):
            with pytest.raises(DefinitionError) as refusal:
                definition_store.delete(store, version)
            assert refusal.value.code == "definition_in_use"
        definition_store.make_current(store, built_in().id)
        definition_store.delete(store, saved.id)
        with pytest.raises(DefinitionError):
            definition_store.find(store, saved.id)

    @pytest.mark.parametrize("version", ["", "../../etc/passwd", "0" * 12, "x" * 500])
    def test_an_id_that_is_none_finds_nothing(self, store: Store, version: str) -> None:
        for act in (definition_store.find, definition_store.make_current, definition_store.delete):
            with pytest.raises(DefinitionError):
                act(store, version)

    def test_a_file_changed_by_hand_is_told_and_never_scores(self, store: Store) -> None:
        saved = definition_store.save(store, moved())
        definition_store.make_current(store, saved.id)
        path = store.root / "definitions" / f"{saved.id}.toml"
        path.write_text(path.read_text("utf-8").replace("0.35", "0.36"), "utf-8")
        assert definition_store.current(store) == built_in()
        library = definition_store.library(store)
        assert library.definitions == (built_in(),)
        assert [error.code for error in library.troubles] == ["definition_renamed"]

    def test_a_broken_choice_means_the_products_own(self, store: Store) -> None:
        for content in ("", "[]", '{"id": 7}', '{"id": "0123456789ab"}'):
            (store.root / "definitions").mkdir(exist_ok=True)
            (store.root / "definitions" / "current.json").write_text(content, "utf-8")
            assert definition_store.current(store) == built_in()


class TestDrafts:
    def test_nothing_changed_is_no_change(self) -> None:
        assert changes(built_in(), from_plain(raw_definition(), "x")) == ()

    def test_a_goalpost_that_moved_is_told_and_asks_for_its_reason(self) -> None:
        (change,) = changes(built_in(), moved())
        assert change.kind == "goalposts"
        assert change.use_before
        assert change.use_after
        assert change.use_before.goalposts == Goalposts(0.05, 0.4)
        assert change.use_after.goalposts == Goalposts(0.05, 0.35)
        assert [mistake.use for mistake in unreasoned(built_in(), moved(), "x")] == [
            "back_within_90"
        ]
        assert unreasoned(built_in(), moved(weight=5.0, good=0.4), "x") == ()

    def test_every_mistake_is_told_at_once(self) -> None:
        raw = raw_definition()
        raw["supers"][0]["measures"][0]["goalposts"] = ["abc", 1.0]
        raw["supers"][3]["measures"][1]["weight"] = -1
        definition, mistakes = checked(raw, "x")
        assert definition is None
        assert [mistake.super for mistake in mistakes] == ["endorsement", "value"]

    @pytest.mark.parametrize("template", templates(), ids=lambda super_: super_.key)
    @pytest.mark.parametrize("gone", ["ip", "looks"])
    def test_a_template_takes_the_place_of_any_super(self, template: Any, gone: str) -> None:
        raw = replaced(raw_definition(), gone, plain_super(template))
        definition, mistakes = checked(raw, "x")
        assert mistakes == ()
        assert definition
        assert [change.kind for change in changes(built_in(), definition)] == [
            "super_removed",
            "super_added",
        ]
        places = [super_.key for super_ in definition.supers]
        assert places.index(template.key) == [super_.key for super_ in built_in().supers].index(
            gone
        )

    def test_a_key_that_is_taken_is_refused(self) -> None:
        raw = replaced(raw_definition(), "ip", plain_super(templates()[0]))
        with pytest.raises(DefinitionError) as refusal:
            replaced(raw, "looks", plain_super(templates()[0]))
        assert refusal.value.code == "definition_twice"

    def test_a_super_of_ones_own_survives_the_file(self) -> None:
        own_super = from_scratch("Calm", "Does it calm?", ["rating", "back_within_90"], ["own_1"])
        assert own_super["key"] == "own_2"
        definition = from_plain(replaced(raw_definition(), "ip", own_super), "x")
        again = parsed(written(definition).encode(), "x").super_of("own_2")
        assert [use.goalposts for use in again.measures] == [
            uses_by_key()[key].goalposts for key in ("rating", "back_within_90")
        ]


class TestScores:
    @pytest.mark.parametrize("factor", [0.1, 3.0, 40.0])
    def test_all_weights_times_a_factor_score_the_same(
        self, brand: Dataset, brand_assessment: Assessment, factor: float
    ) -> None:
        raw = raw_definition()
        for super_ in raw["supers"]:
            super_["weight"] *= factor
            for use in super_["measures"]:
                use["weight"] *= factor
        first = brand_assessment
        second = assess(brand.store, brand.manifest, definition=from_plain(raw, "x"))
        assert second.definition.id != first.definition.id
        for score, other in zip(first.supers, second.supers, strict=True):
            assert (score.score is None) == (other.score is None)
            assert math.isclose(score.score or 0.0, other.score or 0.0, abs_tol=1e-9)
        assert first.container.arithmetic
        assert second.container.arithmetic
        assert math.isclose(first.container.arithmetic, second.container.arithmetic)

    @pytest.mark.parametrize("template", templates(), ids=lambda super_: super_.key)
    def test_a_template_is_scored_on_the_sample_brand(self, brand: Dataset, template: Any) -> None:
        definition = from_plain(replaced(raw_definition(), "ip", plain_super(template)), "x")
        assessment = assess(brand.store, brand.manifest, definition=definition)
        assert assessment.super_score(template.key).score is not None

    def test_the_command_scores_by_a_file(
        self, command: Command, tmp_path: Path, brand_files: list[Path]
    ) -> None:
        path = tmp_path / "mine.toml"
        path.write_text(written(moved()), "utf-8")
        answer = command("assess", *brand_files, "--definition", path)
        assert answer.code == 0
        assert answer.body["definition"] == {"id": moved().id, "name": "Mine"}
        (repurchase,) = [
            super_ for super_ in answer.body["supers"] if super_["key"] == "repurchase"
        ]
        assert repurchase["measures"][0]["goalposts"] == [0.05, 0.35]

    def test_the_command_refuses_a_bad_file_in_one_sentence(
        self, command: Command, tmp_path: Path
    ) -> None:
        path = tmp_path / "mine.toml"
        path.write_text(written(moved()).replace("0.35", "0.01"), "utf-8")
        answer = command("assess", "nowhere.csv", "--definition", path)
        assert answer.error == "definition_higher_is_better"
        assert "repurchase.back_within_90.goalposts" in answer.message
        assert command("assess", "x.csv", "--definition", "nowhere.toml").error == "file_missing"


def test_the_exported_file_is_toml_that_a_person_can_read() -> None:
    document = tomllib.loads(written(moved()))
    assert document["name"] == "Mine"
    assert [super_["key"] for super_ in document["supers"]] == [
        super_.key for super_ in built_in().supers
    ]
    assert 4 * len(written(moved()).encode()) < definition_file.MOST_BYTES


@pytest.mark.parametrize(
    "text",
    ["a." * 10_000 + "a = 1", "[" + "a." * 10_000 + "a]", '"a" . ' * 10_000 + "a = 1"],
    ids=["key", "table", "quoted"],
)
def test_a_key_of_endless_steps_is_refused_in_little_memory(text: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(DefinitionError, match="definition_unknown_key"):
            parsed(text.encode(), "own.toml")
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


def test_a_definition_as_it_is_written_has_no_such_key() -> None:
    assert parsed(written(built_in()).encode(), "own.toml").supers == built_in().supers
