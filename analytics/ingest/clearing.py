"""Datasets removed for good, with what only their files had taught; the sample brand stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.ingest import recipes, sample

if TYPE_CHECKING:
    from analytics.ingest.recipes import Recipe
    from analytics.storage.versions import Manifest, Store


def recipes_of(store: Store, version: str) -> list[Recipe]:
    """The recipes that the files of a version have left, and those of no other version need."""
    manifests = store.versions()
    keys = {manifest.version: _recipe_keys(manifest) for manifest in manifests}
    own = keys.pop(version, frozenset())
    shared = frozenset[str]().union(*keys.values())
    return [recipe for recipe in recipes.saved_recipes(store) if recipe.key in own - shared]


def delete(store: Store, version: str) -> None:
    """Remove a version and the recipes that only its files have left.

    In place of the current one the newest other of whole brands becomes current, else the sample
    brand, which is built anew where it is the one to go.
    """
    orphans = recipes_of(store, version)
    if version == store.current():
        store.make_current(_next(store, version).version)
    store.delete(version)
    for recipe in orphans:
        recipes.forget(store, recipe.key)


def clear(store: Store) -> None:
    """Remove every version but the sample brand's, and every recipe."""
    shown = sample.open_sample(store)
    store.make_current(shown.version)
    for manifest in store.versions():
        if not manifest.is_sample:
            store.delete(manifest.version)
    for recipe in recipes.saved_recipes(store):
        recipes.forget(store, recipe.key)


def _next(store: Store, version: str) -> Manifest:
    """What becomes current when a version goes."""
    others = [manifest for manifest in store.versions() if manifest.version != version]
    brands = [each for each in others if not each.is_sample and each.segment is None]
    shown = next(iter([*brands, *(each for each in others if each.is_sample)]), None)
    return shown or sample.open_sample(store)


def _recipe_keys(manifest: Manifest) -> frozenset[str]:
    files = (file for file in manifest.files if not manifest.is_sample)
    return frozenset(recipes.key_of(file["table"], file.get("headers", ())) for file in files)
