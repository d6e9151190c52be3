"""Datasets go with what only their files have taught; something stays open."""

from analytics.ingest import clearing, recipes
from analytics.ingest.drafts import import_parts
from tests.conftest import Workshop

MAY = "order_id,date,buyer,amount\nA1,2025-05-03,C1,10\nA2,2025-05-04,C2,20\n"
JUNE = MAY.replace("2025-05", "2025-06").replace("buyer", "buyer,colour").replace("C1", "C1,red")


def stored(workshop: Workshop, content: str, name: str, *, is_sample: bool = False) -> str:
    """The version of a file, with its recipe."""
    parts = workshop.look(content, name)
    draft = workshop.check(parts)
    manifest = import_parts(
        workshop.store, parts, label=name, draft=draft, is_sample=is_sample, keep_originals=False
    )
    recipe = recipes.recipe_of(parts[0], draft.files[0], draft, [])
    recipes.save(workshop.store, recipe)
    return manifest.version


def names(workshop: Workshop) -> set[str]:
    return {recipe.name for recipe in recipes.saved_recipes(workshop.store)}


def test_the_current_version_goes_and_the_newest_other_follows(workshop: Workshop) -> None:
    store = workshop.store
    may = stored(workshop, MAY, "may.csv")
    june = stored(workshop, JUNE, "june.csv")
    store.make_current(june)
    assert [recipe.name for recipe in clearing.recipes_of(store, june)] == ["june.csv"]
    clearing.delete(store, june)
    assert store.current() == may
    assert [manifest.version for manifest in store.versions()] == [may]
    assert names(workshop) == {"may.csv"}


def test_a_recipe_that_another_version_uses_stays(workshop: Workshop) -> None:
    store = workshop.store
    first = stored(workshop, MAY, "may.csv")
    second = stored(workshop, MAY.replace("A2", "A3"), "may2.csv")
    store.make_current(second)
    assert clearing.recipes_of(store, first) == []
    clearing.delete(store, first)
    assert len(names(workshop)) == 1


def test_clearing_leaves_the_sample_brand_alone(workshop: Workshop) -> None:
    store = workshop.store
    stored(workshop, JUNE, "sample.csv", is_sample=True)
    store.make_current(stored(workshop, MAY, "may.csv"))
    clearing.clear(store)
    (shown,) = store.versions()
    assert shown.is_sample
    assert store.current() == shown.version
    assert names(workshop) == set()
